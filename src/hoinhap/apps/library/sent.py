"""Every read of making a document known: who has it, who opened and confirmed it, what waits for the viewer."""

from __future__ import annotations

import csv
import io
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, When
from django.utils import timezone
from django.utils.translation import gettext as _

from hoinhap.apps.agencies import naming
from hoinhap.apps.agencies.access import WORKS, Viewer
from hoinhap.apps.agencies.models import Agency, Membership, Role
from hoinhap.apps.errors import NotFound
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import access, queries
from hoinhap.apps.library.models import Briefing, Dispatch, Document
from hoinhap.apps.library.sending_words import (
    form_word,
    short_day,
    short_moment,
    state_word,
)
from hoinhap.core.sheets.plain import plain_cell
from hoinhap.core.vi.order import order

CONFIRMED, OPENED, UNOPENED, LATE = "confirmed", "opened", "unopened", "late"
INBOX = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One agency that the document was sent to, as of a day."""

    dispatch: Dispatch
    sessions: int
    people: int
    on: date
    # What the agency was called when it was sent there; "" where that is what it is called.
    then: str = ""

    @property
    def name(self) -> str:
        """Name the agency as it was called on the day of sending."""
        return self.then or self.agency.name

    @property
    def agency(self) -> Agency:
        return self.dispatch.agency

    @property
    def state(self) -> str:
        return state_of(self.dispatch, self.on)

    @property
    def shape(self) -> str:
        """Name the state of the house that is drawn for it."""
        return {CONFIRMED: "done", OPENED: "underway", UNOPENED: "untaken", LATE: "late"}[self.state]

    @property
    def state_word(self) -> str:
        return state_word(self.state)

    @property
    def sent(self) -> str:
        return short_moment(self.dispatch.sent_at, self.on)

    @property
    def opened(self) -> str:
        return short_moment(self.dispatch.opened_at, self.on)

    @property
    def confirmed(self) -> str:
        return short_moment(self.dispatch.confirmed_at, self.on)

    @property
    def reminded(self) -> str:
        at = self.dispatch.reminded_at
        return short_day(timezone.localtime(at).date() if at else None, self.on)

    @property
    def was_reminded(self) -> bool:
        """Say whether the agency has had the one reminder of that day."""
        at = self.dispatch.reminded_at
        return at is not None and timezone.localtime(at).date() >= self.on

    @property
    def may_be_reminded(self) -> bool:
        return self.dispatch.confirmed_at is None and not self.has_ended and not self.was_reminded

    @property
    def confirm_by(self) -> str:
        return short_day(self.dispatch.confirm_by, self.on)

    @property
    def has_ended(self) -> bool:
        return self.agency.until is not None and self.agency.until <= self.on


# The choices of rows, by the word in the address.
FILTERS: dict[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "chua-xac-nhan": lambda row: row.dispatch.confirmed_at is None,
    "chua-mo": lambda row: row.dispatch.opened_at is None,
    "da-mo": lambda row: row.dispatch.opened_at is not None,
    "cho-xac-nhan": lambda row: row.dispatch.opened_at is not None and row.dispatch.confirmed_at is None,
    "da-xac-nhan": lambda row: row.dispatch.confirmed_at is not None,
    "qua-han": lambda row: row.state == LATE,
    "da-quan-triet": lambda row: row.sessions > 0,
    "chua-quan-triet": lambda row: row.sessions == 0,
}


@dataclass(frozen=True, slots=True)
class Board:
    """Who has a document and how far they are with it, in the order of their names; the sessions, latest first."""

    document: Document
    rows: list[Row]
    briefings: list[Briefing]
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, key: str) -> int:
        """Count the rows of one of the FILTERS."""
        return self.counts[key]

    def percent(self, key: str) -> int:
        """Give the same as a share of all; only whole shares are 0 or 100."""
        n, total = self.count(key), len(self.rows)
        return min(max(round(100 * n / total), 1), 99) if 0 < n < total else 100 * bool(n)

    @property
    def people(self) -> int:
        return sum(briefing.people for briefing in self.briefings)


@dataclass(frozen=True, slots=True)
class Inbox:
    """What was sent to the viewer's agencies: one page of it, and how many are in each state."""

    lines: list[Row]
    unopened: int
    opened: int
    confirmed: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Line:
    """What the page of a document says of its sending to one of the viewer's agencies."""

    row: Row
    may_confirm: bool


def agencies_of(viewer: Viewer) -> frozenset[uuid.UUID]:
    """Give the agencies for which the viewer reads what is sent: where any role is held but the administrator's."""
    return access.reads_for(viewer)


def state_of(dispatch: Dispatch, on: date) -> str:
    """Say how far an agency is on a day; a missed day to confirm by comes before whether it was opened."""
    if dispatch.confirmed_at:
        return CONFIRMED
    if dispatch.confirm_by and dispatch.confirm_by < on:
        return LATE
    return OPENED if dispatch.opened_at else UNOPENED


def board_for(viewer: Viewer, document_id: uuid.UUID) -> Board:
    """Give who has a document and how far they are; four queries, however many they are."""
    document = queries.document_for(viewer, document_id)
    briefings = list(document.briefings.select_related("agency", "told_by"))
    held: dict[uuid.UUID, list[Briefing]] = defaultdict(list)
    for briefing in briefings:
        held[briefing.agency_id].append(briefing)
    found = document.dispatches.select_related("agency", "opened_by", "confirmed_by", "sent_by").order_by("pk")
    then = _names_then(list(found))
    rows = [
        Row(one, len(held[one.agency_id]), sum(session.people for session in held[one.agency_id]), viewer.on, name)
        for one, name in zip(found, then, strict=True)
    ]
    rows.sort(key=lambda row: order(row.name))
    counts = {key: sum(map(takes, rows)) for key, takes in FILTERS.items()}
    return Board(document, rows, briefings, counts)


def spoken_for(viewer: Viewer, board: Board) -> list[Row]:
    """Give the rows for which the viewer may confirm."""
    return [row for row in board.rows if access.may_speak_for(viewer, row.agency.pk)]


def briefing_agencies(viewer: Viewer, board: Board) -> list[Agency]:
    """Give the agencies for which the viewer may tell a session: their own; a coordinator for all that have it."""
    having = [row.agency for row in board.rows]
    if board.document.agency:
        having.insert(0, board.document.agency)
    anyone = viewer.holds(Role.COORDINATOR)
    return [agency for agency in having if anyone or access.may_speak_for(viewer, agency.pk)]


def just_sent(viewer: Viewer, board: Board, at: datetime | None) -> list[Row]:
    """Give what the viewer sent at that moment and can still take back."""
    if at is None or not access.may_send(viewer, board.document):
        return []
    return [
        row
        for row in board.rows
        if row.dispatch.sent_at == at and row.dispatch.sent_by_id == viewer.person_id and not row.dispatch.opened_at
    ]


def waiting_for(viewer: Viewer) -> int:
    """Count what waits for the viewer to confirm it; for the rail, one query at most, none for whoever may not."""
    agencies = may_confirm(viewer)
    return Dispatch.objects.filter(agency__in=agencies, confirmed_at__isnull=True).count() if agencies else 0


def line_of(viewer: Viewer, document: Document, agency_id: uuid.UUID | None = None) -> Line | None:
    """Give what a document's own page says of its sending to an agency of the viewer; one query at most.

    Of several agencies the one that the viewer can confirm for comes first, then one that waits, then the last that
    confirmed. None when it was sent to no agency of the viewer.
    """
    agencies = agencies_of(viewer) - {document.agency_id}
    if agency_id is not None:
        agencies &= {agency_id}
    if not agencies:
        return None
    own = may_confirm(viewer)
    found = Dispatch.objects.filter(document=document, agency__in=agencies).select_related(
        "agency", "sent_by", "confirmed_by", "document__agency"
    )
    lines = [Line(Row(one, 0, 0, viewer.on), one.agency_id in own) for one in found.defer("document__sought")]

    def first(line: Line) -> tuple[bool, bool, float]:
        at = line.row.dispatch.confirmed_at
        return at is not None, not line.may_confirm, -at.timestamp() if at else 0

    return min(lines, key=first, default=None)


def unmanned(agencies: Collection[uuid.UUID], on: date) -> frozenset[uuid.UUID]:
    """Give those of some agencies where nobody can confirm on a day: no one works there, or only closed accounts."""
    held = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on, role__in=WORKS)
    manned = held.filter(agency__in=agencies, person__is_active=True).values_list("agency_id", flat=True)
    return frozenset(agencies) - set(manned)


def taken_back(viewer: Viewer, document: Document, number: int) -> list[dict[str, Any]]:
    """Give the agencies from which the viewer took a document back in one event, with what was sent to them."""
    found = Event.objects.filter(
        number=number, act="document.unsent", root_id=str(document.pk), actor_id=viewer.person_id
    ).first()
    return list(found.facts["agencies"]) if found else []


def inbox_for(viewer: Viewer, *, state: str = "", page: int = 1, size: int = INBOX) -> Inbox:
    """Give what was sent to the viewer's agencies: unopened first, then unconfirmed, then the rest, latest first."""
    rows = _sent_to(viewer)
    unopened = Q(opened_at__isnull=True)
    confirmed = Q(confirmed_at__isnull=False)
    counts = rows.aggregate(
        unopened=Count("pk", filter=unopened),
        opened=Count("pk", filter=~unopened & ~confirmed),
        confirmed=Count("pk", filter=confirmed),
    )
    chosen = {"chua-mo": unopened, "cho-xac-nhan": ~unopened & ~confirmed, "da-xac-nhan": confirmed}
    if state in chosen:
        rows = rows.filter(chosen[state])
    names = {"chua-mo": "unopened", "cho-xac-nhan": "opened", "da-xac-nhan": "confirmed"}
    found = counts[names[state]] if state in names else sum(counts.values())
    pages = max(1, -(-found // size))
    page = min(max(page, 1), pages)
    rows = rows.select_related("document__agency", "agency", "sent_by", "confirmed_by")
    rows = rows.order_by(Case(When(confirmed, then=2), When(unopened, then=0), default=1), "-sent_at", "-pk")
    shown = list(rows[(page - 1) * size : page * size])
    held = {
        (document, agency): (sessions, people)
        for document, agency, sessions, people in Briefing.objects.filter(
            document__in={one.document_id for one in shown}, agency__in={one.agency_id for one in shown}
        )
        .order_by()
        .values_list("document_id", "agency_id")
        .annotate(Count("pk"), Sum("people"))
    }
    lines = [
        Row(one, *held.get((one.document_id, one.agency_id), (0, 0)), viewer.on, name)
        for one, name in zip(shown, _names_then(shown), strict=True)
    ]
    return Inbox(lines, counts["unopened"], counts["opened"], counts["confirmed"], page, pages)


def line_for(viewer: Viewer, document_id: uuid.UUID, agency_id: uuid.UUID) -> Row:
    """Give one line of the inbox."""
    rows = _sent_to(viewer).select_related("document__agency", "agency", "sent_by", "confirmed_by")
    found = rows.filter(document=document_id, agency=agency_id).first()
    if found is None:
        raise NotFound
    held = Briefing.objects.filter(document=document_id, agency=agency_id).aggregate(
        n=Count("pk"), people=Sum("people")
    )
    return Row(found, held["n"], held["people"] or 0, viewer.on, *_names_then([found]))


def may_confirm(viewer: Viewer) -> frozenset[uuid.UUID]:
    """Give the agencies for which the viewer may confirm what was sent."""
    return viewer.reach(*WORKS)


def sheet(board: Board) -> bytes:
    """Write a row for every agency, in UTF-8 with the mark by which Excel knows it."""
    kept = io.StringIO()
    rows = csv.writer(kept, lineterminator="\r\n")
    rows.writerow(
        [
            _("STT"),
            _("Cơ quan"),
            _("Gửi lúc"),
            _("Hạn xác nhận"),
            _("Mở lúc"),
            _("Người mở"),
            _("Xác nhận lúc"),
            _("Người xác nhận"),
            _("Trạng thái"),
            _("Số phiên quán triệt"),
            _("Số người dự"),
            _("Số lần nhắc"),
            _("Nhắc lần cuối"),
            _("Lời gửi kèm"),
        ]
    )
    for number, row in enumerate(board.rows, 1):
        one = row.dispatch
        cells = (
            row.name,
            _moment(one.sent_at),
            f"{one.confirm_by:%d/%m/%Y}" if one.confirm_by else "",
            _moment(one.opened_at),
            one.opened_by.full_name if one.opened_by else "",
            _moment(one.confirmed_at),
            one.confirmed_by.full_name if one.confirmed_by else "",
            row.state_word,
            row.sessions,
            row.people,
            one.reminders,
            _moment(one.reminded_at),
            one.note,
        )
        rows.writerow([number, *(plain_cell(cell) for cell in cells)])
    rows.writerow([])
    rows.writerow([_("Các phiên quán triệt")])
    heads = (_("Ngày tổ chức"), _("Cơ quan"), _("Hình thức"), _("Số người dự"), _("Tài liệu"), _("Ghi chú"))
    rows.writerow([_("STT"), *heads])
    for number, session in enumerate(board.briefings, 1):
        cells = (
            f"{session.held_on:%d/%m/%Y}",
            session.agency.name,
            form_word(session.form),
            session.people,
            session.material,
            session.note,
        )
        rows.writerow([number, *(plain_cell(cell) for cell in cells)])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


def _sent_to(viewer: Viewer) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(agency__in=agencies_of(viewer))


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""


def _names_then(sent: Sequence[Dispatch]) -> list[str]:
    """Give what agencies were called on the days when something was sent to them; "" for what they are called now."""
    known = naming.names_known()
    names = [known.name_of(one.agency_id, timezone.localtime(one.sent_at).date()) for one in sent]
    return [name if name != one.agency.name else "" for one, name in zip(sent, names, strict=True)]
