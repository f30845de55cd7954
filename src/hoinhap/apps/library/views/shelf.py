"""The list of documents, and how documents come into it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Generator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library import access, actions, arrivals, background, queries, words
from hoinhap.apps.library.forms import ReceiveForm, whole_number
from hoinhap.apps.library.models import Document

LINES = "application/x-ndjson"


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Show the drop zone and the documents that were read."""
    return render(request, "library/shelf.html", _shelf(request))


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponseBase:
    """Take the documents that were dropped, each by itself: one refusal does not stop the others."""
    if request.method != "POST":
        # A refusal stands at this address, and a person may load it again.
        return redirect("library:shelf")
    form = ReceiveForm(request.POST, request.FILES)
    form.is_valid()
    files = form.cleaned_data.get("files", [])
    found = arrivals.arriving(
        viewer_of(request), files, source=form.cleaned_data.get("received_from", ""), at=timezone.now
    )
    if _wants_lines(request):
        return _stream(found)
    became = arrivals.outcomes(found) or [arrivals.no_file()]
    good = all("refusal" not in outcome for outcome in became)
    if good and len(became) == 1:
        return redirect(became[0].get("url") or "library:shelf")
    return render(request, "library/shelf.html", _shelf(request, became), status=200 if good else 422)


@require_safe
def arrival(request: HttpRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Say how a file stands that the worker reads."""
    viewer = viewer_of(request)
    found = arrivals.said_of(background.arrival_for(viewer, arrival_id))
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def stop(request: HttpRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Take a file back that is being read."""
    background.stop(actor=viewer_of(request), arrival_id=arrival_id, at=timezone.now())
    return redirect("library:shelf")


@require_POST
def again(request: HttpRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """Read a document once more with today's reader."""
    document = queries.document_for(viewer_of(request), document_id)
    # Said here and not by the first step, when an answer has begun already.
    access.require(access.may_decide(viewer_of(request), document))
    steps = actions.reading_again(actor=viewer_of(request), document_id=document_id, at=timezone.now())
    found = arrivals.events(steps, document.name)
    if _wants_lines(request):
        return _stream(found)
    became = arrivals.outcomes(found)[0]
    if "url" in became:
        return redirect(became["url"])
    return render(request, "library/shelf.html", _shelf(request, [became]), status=422)


@require_POST
def again_all(request: HttpRequest) -> HttpResponseBase:
    """Read every document that an older reader has read and on which the viewer may decide."""
    viewer = viewer_of(request)
    access.require(access.may_read_again(viewer))
    found = arrivals.reading_again(viewer, list(_outdated(viewer)), at=timezone.now)
    if _wants_lines(request):
        return _stream(found)
    became = arrivals.outcomes(found)
    return render(request, "library/shelf.html", _shelf(request, became), status=422 if became else 200)


def _outdated(viewer: Viewer) -> QuerySet[Document]:
    return queries.outdated_for(viewer).filter(pk__in=access.decided_by(viewer).values("pk"))


def _wants_lines(request: HttpRequest) -> bool:
    return bool(request.headers.get("Accept") == LINES)


def _stream(found: Generator[arrivals.Event, None, None]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(arrivals.lines(found, get_language() or "vi"), content_type=LINES)
    # Said aloud, so that no layer gathers the lines to press them together.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response


def _shelf(request: HttpRequest, became: list[arrivals.Event] | None = None) -> dict[str, Any]:
    viewer = viewer_of(request)
    asked = {key: request.GET.get(key, "").strip()[:200] for key in ("tim", "loai", "trang-thai", "nam", "giu")}
    asked = {key: value for key, value in asked.items() if value}
    wanted = queries.Wanted(
        query=asked.get("tim", ""),
        kind=asked.get("loai", "")[:100],
        progress=asked.get("trang-thai", ""),
        year=int(asked["nam"]) if re.fullmatch(r"[12]\d{3}", asked.get("nam", "")) else None,
        agency=asked.get("giu", ""),
    )
    order = request.GET.get("xep", "")
    order = order if order in queries.ORDERS else ""
    page = whole_number(request.GET.get("trang", "")) or 1
    found = queries.shelf_for(viewer, wanted, order=order, page=page)
    kept = {**asked, **({"xep": order} if order else {})}
    return {
        "shelf": found,
        "kinds": [(name, words.kind_word(name), count, _address(kept, loai=name)) for name, count in found.kinds],
        "all_kinds": _address(kept, loai=""),
        "wanted": wanted,
        "progress": words.progress_words(),
        "query": wanted.query,
        "kind": wanted.kind,
        "order": order,
        "before": _address(kept, trang=found.page - 1) if found.page > 1 else "",
        "after": _address(kept, trang=found.page + 1) if found.page < found.pages else "",
        "orders": {key.replace("-", "_") or "nhan": _address(kept, xep=key) for key in queries.ORDERS},
        "arrivals": [outcome for outcome in became or [] if "waiting" not in outcome],
        "under_way": [(one, arrivals.said_of(one)["waiting"]) for one in background.under_way_for(viewer)],
        "may_receive": access.may_receive(viewer),
        # How many documents the viewer may have read again: nobody is offered what they may not do.
        "to_read_again": _outdated(viewer).count() if found.outdated and access.may_read_again(viewer) else 0,
        "limit": settings.UPLOAD_LIMIT // arrivals.MEGABYTE,
    }


def _address(asked: dict[str, str], **more: object) -> str:
    return "?" + urlencode({key: value for key, value in {**asked, **more}.items() if value})
