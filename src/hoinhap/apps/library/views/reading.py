"""One document beside what it asks for."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library import laying, queries, sheet
from hoinhap.apps.library.forms import whole_number
from hoinhap.apps.library.paper import set_paper
from hoinhap.apps.library.sending import note_opening
from hoinhap.apps.library.sent import line_of
from hoinhap.apps.library.views.panels import context_of, just_done


@require_safe
def reading(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show one document beside its items."""
    viewer = viewer_of(request)
    laid = laying.laid_for(viewer, document_id)
    note_opening(viewer, laid.document, timezone.now())
    if request.headers.get("HX-Target") == "panel":
        # One address, two answers: a browser that kept this half would show it alone when a person comes back.
        half = render(request, "library/panel.html", context_of(viewer, laid, request.GET))
        half["Cache-Control"] = "no-store"
        return half
    context = context_of(viewer, laid, request.GET)
    context["line"] = line_of(viewer, laid.document)
    if context["line"]:
        context["own"] = laid.duties_of(context["line"].row.agency.name)
    context["paper"] = set_paper(laid.reading.body, laid.items)
    number = whole_number(request.GET.get("vua", ""))
    if laid.may_decide and number is not None:
        # Without script an act ends here, and is told and taken back here.
        context.update(just_done(laying.done_by(viewer, document_id, number)))
    return render(request, "library/reading.html", context)


@require_GET
def original(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the bytes back, unchanged, and never let a browser run them."""
    viewer = viewer_of(request)
    found = queries.original_for(viewer, document_id)
    note_opening(viewer, found.document, timezone.now())
    response = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.document.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_GET
def findings(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the Reading as `hoinhap read --json` writes it; `?ban-doc=` names an older one."""
    number = whole_number(request.GET.get("ban-doc", ""))
    viewer = viewer_of(request)
    stored = queries.reading_for(viewer, document_id, number=number)
    note_opening(viewer, stored.document, timezone.now())
    return JsonResponse(stored.body, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def duty_sheet(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the duties as a table that a spreadsheet opens."""
    viewer = viewer_of(request)
    laid = laying.laid_for(viewer, document_id)
    note_opening(viewer, laid.document, timezone.now())
    response = HttpResponse(sheet.duty_sheet(laid.items, laid.reading.body), content_type="text/csv; charset=utf-8")
    name = f"giao-viec {laid.document.heading}.csv".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
