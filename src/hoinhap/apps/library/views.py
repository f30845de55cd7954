"""The pages of the library: HTTP only."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST, require_safe

from hoinhap.apps.errors import Refused
from hoinhap.apps.library import access, actions, panel, queries, words
from hoinhap.apps.library.forms import ReceiveForm
from hoinhap.apps.library.paper import set_paper
from hoinhap.apps.library.sentences import note_of, sentence_of
from hoinhap.core.reader.model import Unreadable

MEGABYTE = 1024 * 1024
PANELS = ("giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu")


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Show the drop zone and the documents that were read."""
    return render(request, "library/shelf.html", _shelf(request))


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take the documents that were dropped, each by itself: one refusal does not stop the others."""
    form = ReceiveForm(request.POST, request.FILES)
    form.is_valid()
    files = form.cleaned_data.get("files", [])
    source = form.cleaned_data.get("received_from", "")
    arrivals = [arrival for file in files for arrival in _arrive(file, source)]
    if not arrivals:
        arrivals = [{"ok": False, "sentence": sentence_of(Refused("library.no-file"))}]
    good = all(arrival["ok"] for arrival in arrivals)
    if request.headers.get("X-Requested-With") == "drop":
        return render(request, "library/arrivals.html", {"arrivals": arrivals}, status=200 if good else 422)
    if good and len(arrivals) == 1:
        return redirect(arrivals[0]["document"])
    return render(request, "library/shelf.html", _shelf(request, arrivals), status=200 if good else 422)


@require_safe
def reading(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show one document beside what it asks for."""
    stored = queries.reading_for(access.LOCAL, document_id)
    name = request.GET.get("xem", "")
    name = name if name in PANELS else PANELS[0]
    context = {"document": stored.document, "reading": stored, **_panel(request, stored.body, name)}
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
    """Give the Reading as `hoinhap read --json` writes it."""
    stored = queries.reading_for(access.LOCAL, document_id)
    return JsonResponse(stored.body, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _arrive(file: Any, source: str) -> list[dict[str, Any]]:
    """Receive one upload, or each document of a zip, and say what became of it."""
    try:
        _measure(file)
    except Refused as error:
        return [{"ok": False, "sentence": sentence_of(error, file.name)}]
    return [_receive(name, data, source) for name, data in actions.documents_in(file.name, file.read())]


def _measure(file: Any) -> None:
    limit = settings.UPLOAD_LIMIT
    if file.size > limit:
        raise Refused("library.too-large", name=file.name, size=-(-file.size // MEGABYTE), limit=limit // MEGABYTE)
    if file.size == 0:
        raise Refused("library.empty", name=file.name)


def _receive(name: str, data: bytes, source: str) -> dict[str, Any]:
    try:
        document = actions.receive(actor=access.LOCAL, name=name, data=data, at=timezone.now(), received_from=source)
    except Refused as error:
        return {"ok": False, "sentence": sentence_of(error, name), "known": error.facts.get("id")}
    except Unreadable as error:
        return {"ok": False, "sentence": sentence_of(error, name)}
    return {"ok": True, "document": document}


def _shelf(request: HttpRequest, arrivals: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    query = request.GET.get("tim", "").strip()[:200]
    return {
        "documents": queries.shelf_for(access.LOCAL, query=query),
        "total": queries.count_for(access.LOCAL),
        "query": query,
        "arrivals": arrivals or [],
        "limit": settings.UPLOAD_LIMIT // MEGABYTE,
    }


def _panel(request: HttpRequest, body: dict[str, Any], name: str) -> dict[str, Any]:
    lines = panel.duty_lines(body)
    wanted = panel.Filter(
        words=request.GET.get("tu", "").strip()[:200],
        agency=request.GET.get("co-quan", "")[:500],
        grade=request.GET.get("muc", "")[:10],
    )
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
        "provisions": panel.provision_lines(body) if name == "dieu-khoan" else [],
        "notes": [note_of(note) for note in body.get("notes", [])],
        "head": body["document"],
    }
