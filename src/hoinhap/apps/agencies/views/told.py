"""What pages of the administration say after an act: the line that leads back, or the sentence of a refusal."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from hoinhap.apps.agencies.administering.people import changes_for
from hoinhap.apps.agencies.administering.said import sentence_of
from hoinhap.apps.agencies.models import Change
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.errors import Refused


def back(request: HttpRequest, url: str, *changes: Change, said: str = "", **more: str) -> HttpResponse:
    """Lead to a page that says what was done and, where changes were made, how to take them back."""
    if said:
        messages.success(request, said)
    keys = ",".join(str(one.pk) for one in changes)
    asked = {name: value for name, value in {**more, "doi": keys}.items() if value}
    return redirect(f"{url}?{urlencode(asked)}" if asked else url)


def undoable(request: HttpRequest) -> dict[str, Any]:
    """Give the template what was just done and can be taken back (see `back`)."""
    changes = changes_for(viewer_of(request), list(_keys(request.GET.get("doi", ""))))
    if not changes:
        return {}
    return {"done": changes[-1], "done_keys": ",".join(str(one.pk) for one in changes)}


def _keys(text: str) -> Iterable[uuid.UUID]:
    for part in text.split(",")[:4]:
        try:
            yield uuid.UUID(part)
        except ValueError:
            continue


def keys_asked(request: HttpRequest) -> list[uuid.UUID]:
    """Give the changes that are to be taken back, in their order."""
    return list(_keys(request.POST.get("doi", "")))


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Give the page of this site from which somebody came."""
    url = request.GET.get("ve", "")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/") else otherwise


def refuse(form: forms.Form, error: Refused) -> None:
    """Put the sentence of a refusal over a form."""
    form.add_error(None, sentence_of(error))


def say_refusal(request: HttpRequest, error: Refused) -> None:
    """Put the sentence of a refusal on the next page."""
    messages.error(request, sentence_of(error))


def number(text: str) -> int:
    """Read a number of an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0
