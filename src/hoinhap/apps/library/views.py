"""The pages of the library: HTTP only."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST, require_safe

from hoinhap.apps.library import access, actions, arrivals, panel, queries, sheet, words
from hoinhap.apps.library.forms import ReceiveForm
from hoinhap.apps.library.paper import set_paper
from hoinhap.apps.library.sentences import note_of
from hoinhap.core.reader import VERSION

MEGABYTE = 1024 * 1024
LINES = "application/x-ndjson"
PANELS = ("giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu")


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Show the drop zone and the documents that were read."""
    return render(request, "library/shelf.html", _shelf(request))


@require_POST
def receive(request: HttpRequest) -> HttpResponseBase:
    """Take the documents that were dropped, each by itself: one refusal does not stop the others."""
    form = ReceiveForm(request.POST, request.FILES)
    form.is_valid()
    files = form.cleaned_data.get("files", [])
    found = arrivals.arriving(files, source=form.cleaned_data.get("received_from", ""), at=timezone.now)
    if _wants_lines(request):
        return _stream(found)
    became = arrivals.outcomes(found) or [arrivals.no_file()]
    good = all("url" in outcome for outcome in became)
    if good and len(became) == 1:
        return redirect(became[0]["url"])
    return render(request, "library/shelf.html", _shelf(request, became), status=200 if good else 422)


@require_POST
def again(request: HttpRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """Read a document once more with today's reader."""
    document = queries.document_for(access.LOCAL, document_id)
    steps = actions.reading_again(actor=access.LOCAL, document_id=document_id, at=timezone.now())
    found = arrivals.events(steps, document.name)
    if _wants_lines(request):
        return _stream(found)
    became = arrivals.outcomes(found)[0]
    if "url" in became:
        return redirect(became["url"])
    return render(request, "library/shelf.html", _shelf(request, [became]), status=422)


@require_POST
def again_all(request: HttpRequest) -> HttpResponseBase:
    """Read every document that an older reader has read."""
    found = arrivals.reading_again(list(queries.outdated_for(access.LOCAL)), at=timezone.now)
    if _wants_lines(request):
        return _stream(found)
    became = arrivals.outcomes(found)
    return render(request, "library/shelf.html", _shelf(request, became), status=422 if became else 200)


@require_safe
def reading(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show one document beside what it asks for."""
    stored = queries.reading_for(access.LOCAL, document_id)
    name = request.GET.get("xem", "")
    name = name if name in PANELS else PANELS[0]
    context = {
        "document": stored.document,
        "reading": stored,
        "outdated": stored.reader_version != VERSION and not queries.is_current(stored.document),
        "readings": queries.readings_of(access.LOCAL, document_id) if name == "ghi-chu" else [],
        **_panel(request, stored.body, name),
    }
    if request.headers.get("HX-Target") == "panel":
        # One address, two answers: a browser that kept this half would show it alone when a person comes back.
        half = render(request, "library/panel.html", context)
        half["Cache-Control"] = "no-store"
        return half
    context["paper"] = set_paper(stored.body)
    return render(request, "library/reading.html", context)


@require_GET
def original(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the bytes back, unchanged, and never let a browser run them."""
    found = queries.original_for(access.LOCAL, document_id)
    response = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.document.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_GET
def findings(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the Reading as `hoinhap read --json` writes it; `?ban-doc=` names an older one."""
    number = request.GET.get("ban-doc", "")
    stored = queries.reading_for(access.LOCAL, document_id, number=int(number) if number[:18].isdecimal() else None)
    return JsonResponse(stored.body, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def duty_sheet(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the duties as a table that a spreadsheet opens."""
    stored = queries.reading_for(access.LOCAL, document_id)
    response = HttpResponse(sheet.duty_sheet(stored.body), content_type="text/csv; charset=utf-8")
    name = f"giao-viec {stored.document.heading}.csv".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _wants_lines(request: HttpRequest) -> bool:
    return bool(request.headers.get("Accept") == LINES)


def _stream(found: Generator[arrivals.Event, None, None]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(arrivals.lines(found, get_language() or "vi"), content_type=LINES)
    # Said aloud, so that no layer gathers the lines to press them together.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response


def _shelf(request: HttpRequest, became: list[arrivals.Event] | None = None) -> dict[str, Any]:
    query = request.GET.get("tim", "").strip()[:200]
    kind = request.GET.get("loai", "")[:100]
    order = request.GET.get("xep", "")
    order = order if order in queries.ORDERS else ""
    page = request.GET.get("trang", "1")
    found = queries.shelf_for(
        access.LOCAL, query=query, kind=kind, order=order, page=int(page) if page[:6].isdecimal() else 1
    )
    asked = {key: value for key, value in (("tim", query), ("loai", kind), ("xep", order)) if value}
    return {
        "shelf": found,
        "kinds": [(name, words.kind_word(name), count, _address(asked, loai=name)) for name, count in found.kinds],
        "all_kinds": _address(asked, loai=""),
        "total": queries.count_for(access.LOCAL) if query or kind or not found.found else found.found,
        "query": query,
        "kind": kind,
        "order": order,
        "before": _address(asked, trang=found.page - 1) if found.page > 1 else "",
        "after": _address(asked, trang=found.page + 1) if found.page < found.pages else "",
        "orders": {key.replace("-", "_") or "nhan": _address(asked, xep=key) for key in queries.ORDERS},
        "arrivals": became or [],
        "limit": settings.UPLOAD_LIMIT // MEGABYTE,
        "outdated": queries.outdated_for(access.LOCAL).count(),
    }


def _address(asked: dict[str, str], **more: object) -> str:
    return "?" + urlencode({key: value for key, value in {**asked, **more}.items() if value})


def _panel(request: HttpRequest, body: dict[str, Any], name: str) -> dict[str, Any]:
    lines = panel.duty_lines(body)
    wanted = panel.Filter(
        words=request.GET.get("tu", "").strip()[:200],
        agency=request.GET.get("co-quan", "")[:500],
        grade=request.GET.get("muc", "")[:10],
    )
    answer = request.GET.get("ket-luan", "")[:20]
    return {
        "view": name,
        "duties": [line for line in lines if wanted.takes(line)],
        "duty_count": len(lines),
        "agencies": panel.agencies(lines),
        "wanted": wanted,
        "coverage": words.coverage(item.get("answer", "") for item in body["outline"]),
        "provision_count": len(body["outline"]),
        "targets": panel.target_lines(body),
        "citations": panel.citation_lines(body),
        "provisions": panel.provision_lines(body, answer) if name == "dieu-khoan" else [],
        "answer": answer if answer in panel.answers_of(body) else "",
        "notes": [note_of(note) for note in body.get("notes", [])],
        "head": body["document"],
    }
