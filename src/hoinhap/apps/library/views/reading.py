"""One document beside what it asks for."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library import panel, queries, sheet, words
from hoinhap.apps.library.paper import set_paper
from hoinhap.apps.library.sentences import note_of
from hoinhap.core.reader import VERSION

PANELS = ("giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu")


@require_safe
def reading(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show one document beside what it asks for."""
    stored = queries.reading_for(viewer_of(request), document_id)
    name = request.GET.get("xem", "")
    name = name if name in PANELS else PANELS[0]
    context = {
        "document": stored.document,
        "reading": stored,
        "outdated": stored.reader_version != VERSION and not queries.is_current(stored.document),
        "readings": queries.readings_of(viewer_of(request), document_id) if name == "ghi-chu" else [],
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
    found = queries.original_for(viewer_of(request), document_id)
    response = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.document.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_GET
def findings(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the Reading as `hoinhap read --json` writes it; `?ban-doc=` names an older one."""
    number = request.GET.get("ban-doc", "")
    stored = queries.reading_for(
        viewer_of(request), document_id, number=int(number) if number[:18].isdecimal() else None
    )
    return JsonResponse(stored.body, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def duty_sheet(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the duties as a table that a spreadsheet opens."""
    stored = queries.reading_for(viewer_of(request), document_id)
    response = HttpResponse(sheet.duty_sheet(stored.body), content_type="text/csv; charset=utf-8")
    name = f"giao-viec {stored.document.heading}.csv".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


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
