"""What no text may hold: the character NUL, and halves of characters. No database keeps them and nobody types them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from hoinhap.site import views

_NEVER = re.compile("[\0\ud800-\udfff]")


class PlainText:
    """Answer 400 where an address, a cookie or a form holds what is no text, before anything is asked of it.

    Stands before whatever looks into the database. A form is looked at when the view is known, so that one without a
    right to be read is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shown = (request.path_info, *_of(request.GET), *request.COOKIES.values())
        # The page on which a person stands is asked for again when a part of it is drawn.
        if _broken((*shown, unquote(request.headers.get("HX-Current-URL", "")))):
            return views.bad_request(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        if request.method == "POST" and _broken((*_of(request.POST), *(file.name or "" for file in _files(request)))):
            return views.bad_request(request)
        return None


def _of(found: QueryDict) -> list[str]:
    return [text for key, values in found.lists() for text in (key, *values)]


def _files(request: HttpRequest) -> list[Any]:
    return [file for _name, files in request.FILES.lists() for file in files]


def _broken(texts: tuple[str, ...]) -> bool:
    return any(_NEVER.search(text) for text in texts)
