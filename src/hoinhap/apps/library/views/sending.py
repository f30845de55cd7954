"""Who has a document, and what was sent to the agencies of the viewer."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.errors import Refused
from hoinhap.apps.library import access, sending, sent
from hoinhap.apps.library import sending_words as words
from hoinhap.apps.library.sending_forms import count_of, day_of, keys_of, moment_of

INBOX_FILTERS = ("", "chua-mo", "cho-xac-nhan", "da-xac-nhan")
BARS = ("da-mo", "da-xac-nhan", "da-quan-triet")
SHOWN_FILTERS = ("", "chua-mo", "cho-xac-nhan", "da-xac-nhan", "qua-han", "chua-quan-triet")


@require_safe
def sending_page(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show to whom a document was sent, who opened and confirmed it, and the sessions held."""
    return _page(request, document_id)


@require_POST
def send(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Send a document to the agencies chosen, one by one or by their group."""
    viewer, at = viewer_of(request), timezone.now()
    chosen = set(keys_of(request.POST.getlist("co-quan")))
    groups = set(request.POST.getlist("nhom"))
    try:
        if groups:
            offered = sent.groups_for(viewer, sent.board_for(viewer, document_id))
            chosen.update(agency.pk for group in offered if group.key in groups for agency in group.agencies)
        done = sending.send(
            actor=viewer,
            document_id=document_id,
            agency_ids=chosen,
            at=at,
            note=request.POST.get("loi_nhan", ""),
            confirm_by=day_of(request.POST.get("han", "")),
        )
    except Refused as error:
        return _page(request, document_id, {"send": error}, chosen)
    n = len(done.sent)
    said = ngettext("Đã gửi đến %(n)d cơ quan.", "Đã gửi đến %(n)d cơ quan.", n) % {"n": n}
    if done.already:
        names = words.listed(agency.name for agency in done.already)
        said += " " + _("Bỏ qua vì đã gửi từ trước: %(names)s.") % {"names": names}
    messages.success(request, said)
    return redirect(_address(document_id, luc=at.isoformat()))


@require_POST
def unsend(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Take a document back from agencies that have not opened it."""
    try:
        done = sending.unsend(
            actor=viewer_of(request),
            document_id=document_id,
            agency_ids=keys_of(request.POST.getlist("co-quan")),
            at=timezone.now(),
        )
    except Refused as error:
        return _page(request, document_id, {"board": error})
    names = words.listed(dispatch.agency.name for dispatch in done.unsent)
    said = _("Đã thu hồi văn bản gửi đến %(names)s.") % {"names": names}
    if done.kept:
        names = words.listed(dispatch.agency.name for dispatch in done.kept)
        said += " " + _("Không thu hồi được vì đã mở hoặc đã có phiên quán triệt: %(names)s.") % {"names": names}
    messages.success(request, said)
    return redirect(_address(document_id))


@require_POST
def remind(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Remind all that have not confirmed, or those chosen."""
    some = keys_of(request.POST.getlist("co-quan")) if "da-chon" in request.POST else None
    try:
        done = sending.remind(actor=viewer_of(request), document_id=document_id, at=timezone.now(), agency_ids=some)
    except Refused as error:
        return _page(request, document_id, {"board": error})
    n = len(done.reminded)
    said = ngettext("Đã nhắc %(n)d cơ quan.", "Đã nhắc %(n)d cơ quan.", n) % {"n": n}
    if done.earlier:
        names = words.listed(dispatch.agency.name for dispatch in done.earlier)
        said += " " + _("Không nhắc lại vì hôm nay đã nhắc: %(names)s.") % {"names": names}
    if done.ended:
        names = words.listed(dispatch.agency.name for dispatch in done.ended)
        said += " " + _("Không nhắc vì đã kết thúc hoạt động: %(names)s.") % {"names": names}
    messages.success(request, said)
    return redirect(_address(document_id))


@require_POST
def confirm(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Confirm a document for an agency; the line of the inbox changes in place where script asks for it."""
    viewer = viewer_of(request)
    (agency_id,) = keys_of([request.POST.get("co-quan", "")])
    error = None
    try:
        sending.confirm(actor=viewer, document_id=document_id, agency_id=agency_id, at=timezone.now())
    except Refused as refused:
        error = refused
    if request.headers.get("HX-Request"):
        context = {**_inbox(request), "row": sent.line_for(viewer, document_id, agency_id), "swapped": True}
        context["refusal"] = words.sentence(error) if error else ""
        answer = render(request, "library/sending_inbox_swap.html", context)
        answer["Cache-Control"] = "no-store"
        return answer
    if error:
        return _page(request, document_id, {"board": error})
    messages.success(request, _("Đã xác nhận văn bản."))
    back = request.POST.get("ve") == "den"
    return redirect(reverse("library:inbox") if back else _address(document_id))


@require_POST
def tell_briefing(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Keep a session that an agency held."""
    (agency_id,) = keys_of([request.POST.get("co-quan", "")])
    try:
        held_on = day_of(request.POST.get("ngay", ""))
        if held_on is None:
            raise Refused("library.held-on-missing")
        told = sending.tell_briefing(
            actor=viewer_of(request),
            document_id=document_id,
            agency_id=agency_id,
            held_on=held_on,
            people=count_of(request.POST.get("so_nguoi", "")),
            form=request.POST.get("hinh_thuc", ""),
            material=request.POST.get("tai_lieu", ""),
            note=request.POST.get("ghi_chu", ""),
            at=timezone.now(),
        )
    except Refused as error:
        return _page(request, document_id, {"briefing": error})
    behalf = _("Đã ghi thay một phiên quán triệt của %(name)s.")
    own = _("Đã ghi phiên quán triệt của %(name)s.")
    messages.success(request, (behalf if told.on_behalf else own) % {"name": told.agency.name})
    return redirect(_address(document_id) + "#cac-phien")


@require_GET
def sending_sheet(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the table of agencies and the sessions for a spreadsheet."""
    board = sent.board_for(viewer_of(request), document_id)
    return _file(sent.sheet(board), "text/csv", f"pho-bien {board.document.heading}.csv")


@require_GET
def letter(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the drafted letter that names who has not confirmed."""
    viewer = viewer_of(request)
    board = sent.board_for(viewer, document_id)
    access.require(access.may_send(viewer, board.document))
    data = words.letter(board, viewer.on).encode()
    return _file(data, "text/plain", f"cong-van-don-doc {board.document.heading}.txt")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what was sent to the viewer's agencies."""
    return render(request, "library/sending_inbox.html", _inbox(request))


def _page(
    request: HttpRequest,
    document_id: uuid.UUID,
    refusals: dict[str, Refused] | None = None,
    chosen: set[uuid.UUID] | None = None,
) -> HttpResponse:
    """Make the page; after a refusal with its sentence beside the form and what was written still in it."""
    viewer = viewer_of(request)
    board = sent.board_for(viewer, document_id)
    wanted = request.GET.get("xem", "")
    wanted = wanted if wanted in sent.FILTERS else ""
    told_for = request.POST.get("co-quan", "") if refusals and "briefing" in refusals else request.GET.get("ghi", "")
    sessions_of = request.GET.get("phien", "")
    looked_for = request.GET.get("tim-co-quan", "").strip()[:100]
    groups = sent.groups_for(viewer, board)
    may_send = access.may_send(viewer, board.document)
    said = {f"{place}_refusal": words.sentence(error) for place, error in (refusals or {}).items()}
    context = {
        "board": board,
        "document": board.document,
        "headline": words.headline(board),
        "rows": [row for row in board.rows if sent.FILTERS[wanted](row)],
        "filter": wanted,
        "filters": _filters(board, wanted),
        "bars": [(key, words.filter_word(key), board.count(key), board.percent(key)) for key in BARS],
        "waiting": board.count("chua-xac-nhan"),
        "briefings": [
            (one, words.form_word(one.form)) for one in board.briefings if sessions_of in ("", str(one.agency_id))
        ],
        "sessions_of": sessions_of,
        "may_send": may_send,
        "groups": sent.narrowed(groups, looked_for) if looked_for else groups,
        "choices": sum(len(group.agencies) for group in groups),
        "looked_for": looked_for,
        "chosen": chosen or set(),
        "own": [row for row in sent.spoken_for(viewer, board) if row.dispatch.confirmed_at is None],
        "briefing_agencies": sent.briefing_agencies(viewer, board),
        "told_for": told_for,
        "forms": words.FORMS.items(),
        "letter": words.letter(board, viewer.on) if may_send else "",
        "just_sent": sent.just_sent(viewer, board, moment_of(request.GET.get("luc", ""))),
        "written": request.POST,
        "today": viewer.on,
        **said,
    }
    return render(request, "library/sending.html", context, status=422 if refusals else 200)


def _filters(board: sent.Board, wanted: str) -> list[tuple[str, str, int]]:
    shown = [key for key in SHOWN_FILTERS if key in ("", wanted) or board.count(key)]
    if wanted not in shown:
        shown.append(wanted)
    return [(key, words.filter_word(key), board.count(key)) for key in shown]


def _inbox(request: HttpRequest) -> dict[str, Any]:
    viewer = viewer_of(request)
    wanted = request.POST.get("xem", "") or request.GET.get("xem", "")
    wanted = wanted if wanted in INBOX_FILTERS else ""
    page = request.GET.get("trang", "1")
    found = sent.inbox_for(viewer, state=wanted, page=int(page) if page.isdecimal() and len(page) < 7 else 1)
    counts = (found.unopened + found.opened + found.confirmed, found.unopened, found.opened, found.confirmed)
    return {
        "inbox": found,
        "headline": words.inbox_headline(found),
        "filter": wanted,
        "filters": [(key, words.filter_word(key), n) for key, n in zip(INBOX_FILTERS, counts, strict=True)],
        "speaks_for": sent.may_confirm(viewer),
        "several": len(sent.agencies_of(viewer)) > 1,
    }


def _address(document_id: uuid.UUID, **asked: str) -> str:
    return reverse("library:sending", args=[document_id]) + ("?" + urlencode(asked) if asked else "")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name.replace("/", "-")) or "attachment"
    return response
