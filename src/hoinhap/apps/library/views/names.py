"""What the names of a document mean, and the form in which a person says it once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hoinhap.apps.agencies import access as agencies
from hoinhap.apps.agencies import naming_queries
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.errors import Refused
from hoinhap.apps.library import access, names
from hoinhap.apps.library.resolving import Speech
from hoinhap.apps.library.sending import note_opening


@require_http_methods(["GET", "HEAD", "POST"])
def names_page(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show every name with what it means; a POST says what one means."""
    viewer = viewer_of(request)
    if request.method != "POST":
        return _page(request, document_id)
    laid, speech, _named = names.names_for(viewer, document_id)
    access.require(access.may_decide(viewer, laid.document))
    text = request.POST.get("ten", "")
    try:
        means = naming_queries.meaning_of(
            request.POST.get("nghia", "other"),
            request.POST.get("khac", ""),
            speech.names,
            text=text,
            on=speech.day,
            province=speech.province,
        )
        done = names.answer(actor=viewer, document_id=document_id, text=text, means=means, at=timezone.now())
    except Refused as error:
        return _page(request, document_id, error)
    messages.success(request, _said(Speech(laid.document), done.text))
    return redirect(reverse("library:names", args=[document_id]))


def _said(speech: Speech, text: str) -> str:
    return _("Đã ghi: “%(text)s” là %(meaning)s") % {"text": text, "meaning": speech.chip(text).title}


def _page(request: HttpRequest, document_id: uuid.UUID, error: Refused | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    laid, speech, named = names.names_for(viewer, document_id)
    note_opening(viewer, laid.document, timezone.now())
    may = access.may_decide(viewer, laid.document)
    asks = sum(one.chip.asks for one in named)
    typed = request.POST.get("khac", "") if error else ""
    head = (
        ngettext("%(n)d tên cơ quan chưa rõ", "%(n)d tên cơ quan chưa rõ", asks) % {"n": asks}
        if asks
        else ngettext("%(n)d tên cơ quan, đều đã rõ", "%(n)d tên cơ quan, đều đã rõ", len(named)) % {"n": len(named)}
    )
    context = {
        "document": laid.document,
        "headline": head if named else _("Văn bản này không nêu cơ quan nào"),
        "named": [(one, one.choices(speech) if may else []) for one in named],
        "speech": speech,
        "province": speech.names.name_of(speech.province, speech.day) if speech.province else "",
        "may": may,
        "classes": naming_queries.classes_for(speech.province) if may else [],
        "offered": naming_queries.offered(speech.province, speech.day) if may else [],
        "answers_url": reverse("agencies:names") if agencies.may_name(viewer) else "",
        "refusal": names.refusal_words(error.code, dict(error.facts)) if error else "",
        "refused": request.POST.get("ten", "") if error else "",
        "typed": typed,
        "sought": naming_queries.sought(typed) if typed else [],
    }
    return render(request, "library/names.html", context, status=422 if error else 200)
