"""Who has a document, and what was sent to the agencies of the viewer."""

from __future__ import annotations

import uuid
from datetime import datetime
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

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.errors import Refused
from hoinhap.apps.library import access, choosing, queries, sending, sent
from hoinhap.apps.library import sending_words as words
from hoinhap.apps.library.forms import whole_number
from hoinhap.apps.library.sending_forms import count_of, day_of, keys_of, moment_of

INBOX_FILTERS = ("", "chua-mo", "cho-xac-nhan", "da-xac-nhan")
# How far the agencies are, and what is left of each.
BARS = (("da-mo", "chua-mo"), ("da-xac-nhan", "chua-xac-nhan"), ("da-quan-triet", "chua-quan-triet"))


@require_safe
def sending_page(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show to whom a document was sent, who opened and confirmed it, and the sessions held."""
    return _page(request, document_id)


@require_POST
def send(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Send a document to the agencies chosen, one by one or by their group."""
    viewer, at = viewer_of(request), timezone.now()
    if "lai" in request.POST:
        return _send_again(request, viewer, document_id, at)
    chosen = set(keys_of(request.POST.getlist("co-quan")))
    groups = set(request.POST.getlist("nhom"))
    try:
        if groups:
            offered = choosing.groups_for(viewer, sent.board_for(viewer, document_id))
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


def _send_again(request: HttpRequest, viewer: Viewer, document_id: uuid.UUID, at: datetime) -> HttpResponse:
    try:
        number = whole_number(request.POST["lai"]) or 0
        done = sending.send_again(actor=viewer, document_id=document_id, number=number, at=at)
    except Refused as error:
        return _page(request, document_id, {"board": error})
    names = words.listed(dispatch.agency.name for dispatch in done)
    messages.success(request, _("Đã gửi lại đến %(names)s.") % {"names": names})
    return redirect(_address(document_id))


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
    return redirect(_address(document_id, thu_hoi=str(done.number)))


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
        if request.POST.get("ve") == "van-ban":
            return _line(request, viewer, document_id, agency_id, error)
        context = {**_inbox(request), "row": sent.line_for(viewer, document_id, agency_id), "swapped": True}
        context["refusal"] = words.sentence(error) if error else ""
        answer = render(request, "library/sending_inbox_swap.html", context)
        answer["Cache-Control"] = "no-store"
        return answer
    if error:
        return _page(request, document_id, {"board": error})
    messages.success(request, _("Đã xác nhận văn bản."))
    back = {"den": reverse("library:inbox"), "van-ban": reverse("library:reading", args=[document_id])}
    return redirect(back.get(request.POST.get("ve", ""), _address(document_id)))


def _line(
    request: HttpRequest, viewer: Viewer, document_id: uuid.UUID, agency_id: uuid.UUID, error: Refused | None
) -> HttpResponse:
    """Answer on the document's own page, where the line says what has become of it."""
    line = sent.line_of(viewer, queries.document_for(viewer, document_id), agency_id)
    # Somebody else of the agency may have been first: the line names them.
    told = error is not None and line is not None and line.row.dispatch.confirmed_at
    context = {"line": line, "swapped": True, "refusal": words.sentence(error) if error and not told else ""}
    answer = render(request, "library/sent_line.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


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
    groups = choosing.groups_for(viewer, board)
    may_send = access.may_send(viewer, board.document)
    having = {row.agency.pk for row in board.rows}
    offered = {agency.pk for group in groups for agency in group.agencies}
    unmanned = sent.unmanned(having | offered, viewer.on) if may_send else frozenset()
    taken_number = whole_number(request.GET.get("thu_hoi", "")) if may_send else None
    taken_back = sent.taken_back(viewer, board.document, taken_number) if taken_number else []
    taken_back = [one for one in taken_back if uuid.UUID(one["id"]) not in having]
    said = {f"{place}_refusal": words.sentence(error) for place, error in (refusals or {}).items()}
    context = {
        "board": board,
        "document": board.document,
        "headline": words.headline(board),
        "rows": [row for row in board.rows if sent.FILTERS[wanted](row)],
        "filter": wanted,
        "filter_word": words.filter_word(wanted),
        "bars": [
            (key, words.filter_word(key), board.count(key), board.percent(key), left, board.count(left))
            for key, left in BARS
        ],
        "late": board.count("qua-han"),
        "waiting": board.count("chua-xac-nhan"),
        "to_remind": sum(row.may_be_reminded for row in board.rows),
        "reminded": any(row.was_reminded and row.dispatch.confirmed_at is None for row in board.rows),
        "unmanned": unmanned,
        "unmanned_names": words.listed(
            row.agency.name for row in board.rows if row.agency.pk in unmanned and not row.dispatch.confirmed_at
        ),
        "briefings": [
            (one, words.form_word(one.form)) for one in board.briefings if sessions_of in ("", str(one.agency_id))
        ],
        "sessions_of": sessions_of,
        "may_send": may_send,
        "groups": choosing.narrowed(groups, looked_for) if looked_for else groups,
        "choices": sum(len(group.agencies) for group in groups),
        "looked_for": looked_for,
        "chosen": chosen or set(),
        "own": [row for row in sent.spoken_for(viewer, board) if row.dispatch.confirmed_at is None],
        "briefing_agencies": sent.briefing_agencies(viewer, board),
        "told_for": told_for,
        "forms": words.FORMS.items(),
        "letter": words.letter(board, viewer.on) if may_send else "",
        "just_sent": sent.just_sent(viewer, board, moment_of(request.GET.get("luc", ""))),
        "taken_back": taken_back,
        "taken_back_number": taken_number,
        "taken_back_names": words.listed(one["name"] for one in taken_back),
        "written": request.POST,
        "today": viewer.on,
        **said,
    }
    return render(request, "library/sending.html", context, status=422 if refusals else 200)


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
