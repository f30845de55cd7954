"""One document beside what it asks for."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.journal.models import Event
from hoinhap.apps.journal.queries import history_for
from hoinhap.apps.library import deciding, items, laying, panel, queries, sheet, words
from hoinhap.apps.library.family import cited_for
from hoinhap.apps.library.forms import whole_number
from hoinhap.apps.library.laying import Laid
from hoinhap.apps.library.paper import set_paper
from hoinhap.apps.library.sending import note_opening
from hoinhap.apps.library.sentences import note_of
from hoinhap.core.reader import VERSION

PANELS = ("giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu", "lich-su")
STATES = ("open", "duty", "none", "new")


@require_safe
def reading(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show one document beside its items."""
    viewer = viewer_of(request)
    laid = laying.laid_for(viewer, document_id)
    note_opening(viewer, laid.document, timezone.now())
    if request.headers.get("HX-Target") == "panel":
        # One address, two answers: a browser that kept this half would show it alone when a person comes back.
        half = render(request, "library/panel.html", context_of(request, laid))
        half["Cache-Control"] = "no-store"
        return half
    context = context_of(request, laid)
    context["paper"] = set_paper(laid.reading.body, laid.items)
    done = request.GET.get("vua", "")
    if laid.may_decide and done[:18].isdecimal():
        # Without script an act ends here, and is told and taken back here.
        context.update(just_done(laying.act_for(viewer, document_id, int(done[:18]))))
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
    number = whole_number(request.GET.get("ban-doc", ""))
    stored = queries.reading_for(viewer_of(request), document_id, number=number)
    return JsonResponse(stored.body, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def duty_sheet(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the duties as a table that a spreadsheet opens."""
    laid = laying.laid_for(viewer_of(request), document_id)
    response = HttpResponse(sheet.duty_sheet(laid.items, laid.reading.body), content_type="text/csv; charset=utf-8")
    name = f"giao-viec {laid.document.heading}.csv".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def context_of(request: HttpRequest, laid: Laid) -> dict[str, Any]:
    """Gather what the panel and the title need; only the panel that is shown is built."""
    body = laid.reading.body
    asked = request.GET.get("xem", "")
    view = asked if asked in PANELS else PANELS[0]
    left = laid.answers.count(items.OPEN) + sum(not item.provisions and item.is_open for item in laid.items)
    context: dict[str, Any] = {
        "document": laid.document,
        "reading": laid.reading,
        "laid": laid,
        "view": view,
        "head": body["document"],
        "left": left,
        "decided": laid.provisions - left,
        "outdated": laid.reading.reader_version != VERSION,
        "counts": {
            "items": len(laid.live),
            "targets": len(body["targets"]),
            "citations": len(body["citations"]),
            "provisions": laid.provisions,
            "notes": len(body.get("notes", [])),
        },
        "sure": laid.sure if laid.may_decide else [],
    }
    context["tabs"] = words.tabs(context["counts"])
    builders = {
        "giao-viec": _items,
        "chi-tieu": lambda *_: {"targets": panel.target_lines(body)},
        "vien-dan": lambda *_: {
            "citations": panel.citation_lines(body, cited_for(viewer_of(request), laid.document)),
        },
        "dieu-khoan": _provisions,
        "ghi-chu": _notes,
        "lich-su": lambda *_: {"history": history_for(viewer_of(request), laid.document)},
    }
    return {**context, **builders[view](request, laid)}


def just_done(event: Event | None) -> dict[str, Any]:
    """Say what has just been done, and how to take it back."""
    if event is None:
        return {}
    changes = event.facts.get("changes", [])
    count = len(changes)
    if event.act == "duty.split":
        count = sum(change["old"] is None for change in changes)
    said = words.done_sentence(event.act, count)
    return {
        "done": said,
        "undo": event.number if deciding.is_undoable(event) else None,
        "touched": [
            change["id"].replace("-", "")[:12] for change in changes if change["new"].get("state") != items.REPLACED
        ],
        "undone": event.act == "duty.undone",
    }


def _items(request: HttpRequest, laid: Laid) -> dict[str, Any]:
    lines = panel.item_lines(laid.items, laid.reading.body)
    asked = request.GET
    wanted = panel.Filter(
        words=asked.get("tu", "").strip()[:200],
        agency=asked.get("co-quan", "")[:500],
        grade=asked.get("muc", "")[:10],
        state=asked.get("trang-thai", "") if asked.get("trang-thai") in STATES else "",
        section=asked["phan"][:200] if "phan" in asked else None,
        role=asked.get("vai", "")[:10],
    )
    shown = [line for line in lines if wanted.takes(line)]
    return {
        "lines": shown,
        "all_lines": len(lines),
        "agencies": panel.agencies(lines),
        "wanted": wanted,
        "differences": sum(line.is_new or line.proposals is not None for line in lines),
        "sections_shown": len({line.section for line in shown}) > 1,
    }


def _provisions(request: HttpRequest, laid: Laid) -> dict[str, Any]:
    body = laid.reading.body
    answer = request.GET.get("ket-luan", "")[:20]
    return {
        "provisions": panel.provision_lines(body, answer, laid.answers),
        "answer": answer if answer in panel.answers_of(body) else "",
        "coverage": words.coverage(item.get("answer", "") for item in body["outline"]),
    }


def _notes(request: HttpRequest, laid: Laid) -> dict[str, Any]:
    return {
        "notes": [note_of(note) for note in laid.reading.body.get("notes", [])],
        "readings": queries.readings_of(viewer_of(request), laid.document.pk),
    }
