"""Every write of making a document known: sending, opening, confirming, reminding, and the sessions held.

Locks are taken in one order: the document, its dispatches by their key, the journal's head.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, Role
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.apps.library import access, queries
from hoinhap.apps.library.models import Briefing, Dispatch, Document
from hoinhap.apps.library.sending_words import FORMS, listed, moment
from hoinhap.apps.library.sent import agencies_of, taken_back

MOST_PEOPLE = 100_000
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did: the new dispatches, and the agencies that had the document already."""

    sent: list[Dispatch]
    already: list[Agency]


@dataclass(frozen=True, slots=True)
class Reminded:
    """What reminding did: who was reminded, who was reminded earlier today, who has ended since it was sent."""

    reminded: list[Dispatch]
    earlier: list[Dispatch]
    ended: list[Dispatch]


@dataclass(frozen=True, slots=True)
class Unsent:
    """What taking back did: the agencies it was taken back from, and those that had opened it or held a session.

    `number` is that of its event: by it the taking back is undone.
    """

    unsent: list[Dispatch]
    kept: list[Dispatch]
    number: int


@transaction.atomic
def send(
    *,
    actor: Viewer,
    document_id: uuid.UUID,
    agency_ids: Collection[uuid.UUID],
    at: datetime,
    note: str = "",
    confirm_by: date | None = None,
) -> Sent:
    """Send a document to agencies; those that have it are named and left as they are.

    Nothing is sent when one of the agencies has ended or keeps the document itself.
    """
    document = _locked(actor, document_id)
    access.require(access.may_send(actor, document))
    agencies = list(Agency.objects.filter(pk__in=set(agency_ids)))
    if not agency_ids:
        raise Refused("library.sent-to-nobody")
    if len(agencies) != len(set(agency_ids)):
        raise NotFound
    today = _day(at)
    if over := [agency for agency in agencies if not _stands(agency, today)]:
        raise Refused("library.agency-ended", names=listed(agency.name for agency in over))
    if keeper := next((agency for agency in agencies if agency.pk == document.agency_id), None):
        raise Refused("library.sent-to-keeper", name=keeper.name)
    if confirm_by is not None and confirm_by < today:
        raise Refused("library.confirm-by-past", day=f"{confirm_by:%d/%m/%Y}")
    note = _line(note, 500)
    having = set(Dispatch.objects.filter(document=document, agency__in=agencies).values_list("agency_id", flat=True))
    already = [agency for agency in agencies if agency.pk in having]
    new = [agency for agency in agencies if agency.pk not in having]
    if not new:
        raise Refused("library.sent-already", names=listed(agency.name for agency in already))
    sent = Dispatch.objects.bulk_create(
        Dispatch(
            document=document, agency=agency, sent_at=at, sent_by_id=actor.person_id, note=note, confirm_by=confirm_by
        )
        for agency in new
    )
    facts = {"agencies": _named(new), "already": _named(already), "note": note, "confirm_by": confirm_by}
    record(actor=actor, at=at, act="document.sent", of=document, facts=facts)
    return Sent(sent, already)


@transaction.atomic
def unsend(*, actor: Viewer, document_id: uuid.UUID, agency_ids: Collection[uuid.UUID], at: datetime) -> Unsent:
    """Take a document back from agencies where nobody has opened it; from the others it is not taken back."""
    document = _locked(actor, document_id)
    access.require(access.may_send(actor, document))
    found = _dispatches(document, agency_ids)
    if not found:
        raise Refused("library.not-sent-there")
    briefed = set(Briefing.objects.filter(document=document).values_list("agency_id", flat=True))
    kept = [dispatch for dispatch in found if dispatch.opened_at or dispatch.agency_id in briefed]
    free = [dispatch for dispatch in found if dispatch not in kept]
    if not free:
        names = listed(dispatch.agency.name for dispatch in kept)
        raise Refused("library.opened-already", names=names)
    Dispatch.objects.filter(pk__in=[dispatch.pk for dispatch in free]).delete()
    facts = {
        "agencies": [
            {**named, "note": one.note, "confirm_by": one.confirm_by}
            for one, named in zip(free, _named(dispatch.agency for dispatch in free), strict=True)
        ]
    }
    event = record(actor=actor, at=at, act="document.unsent", of=document, facts=facts)
    return Unsent(free, kept, event.number)


@transaction.atomic
def send_again(*, actor: Viewer, document_id: uuid.UUID, number: int, at: datetime) -> list[Dispatch]:
    """Undo one's own taking back: send to the same agencies with the same words and the same day to confirm by.

    Agencies that have the document again, or have ended since, are passed over.
    """
    document = _locked(actor, document_id)
    access.require(access.may_send(actor, document))
    taken = {one["id"]: one for one in taken_back(actor, document, number)}
    found = Agency.objects.filter(pk__in=list(taken)).exclude(dispatches__document=document)
    agencies = [agency for agency in found if _stands(agency, _day(at))]
    if not agencies:
        raise Refused("library.nothing-to-send-again")
    sent = Dispatch.objects.bulk_create(
        Dispatch(
            document=document,
            agency=agency,
            sent_at=at,
            sent_by_id=actor.person_id,
            note=taken[str(agency.pk)].get("note", ""),
            confirm_by=date.fromisoformat(day) if (day := taken[str(agency.pk)].get("confirm_by")) else None,
        )
        for agency in agencies
    )
    facts = {"agencies": _named(agencies), "already": [], "again": number}
    record(actor=actor, at=at, act="document.sent", of=document, facts=facts)
    return sent


def note_opening(viewer: Viewer, document: Document, at: datetime) -> int:
    """Note that an agency opened what was sent to it: once, by whoever of the agency is first; give how many did.

    One query when there is nothing to note. The agency that keeps the document does not open it, nor does the person
    who sent it.
    """
    agencies = agencies_of(viewer) - {document.agency_id}
    if not agencies or viewer.person_id is None:
        return 0
    waiting = Dispatch.objects.filter(document=document, agency__in=agencies, opened_at__isnull=True)
    found = list(waiting.exclude(sent_by=viewer.person_id).select_related("agency").order_by("pk"))
    return sum(_open(viewer, document, dispatch, at) for dispatch in found)


@transaction.atomic
def _open(viewer: Viewer, document: Document, dispatch: Dispatch, at: datetime) -> bool:
    # Asked again by the update itself: of two that open at the same time, one finds a row to change.
    free = Dispatch.objects.filter(pk=dispatch.pk, opened_at__isnull=True)
    if not free.update(opened_at=at, opened_by=viewer.person_id):
        return False
    facts = {"agency": dispatch.agency_id, "agency_name": dispatch.agency.name}
    record(actor=viewer, at=at, act="document.opened", of=dispatch, root=document, facts=facts)
    return True


@transaction.atomic
def confirm(*, actor: Viewer, document_id: uuid.UUID, agency_id: uuid.UUID, at: datetime) -> Dispatch:
    """Confirm for an agency that it has the document and knows what it says; whoever confirms has opened it."""
    document = queries.document_for(actor, document_id)
    access.require(access.may_speak_for(actor, agency_id))
    dispatch = next(iter(_dispatches(document, [agency_id])), None)
    if dispatch is None:
        raise Refused("library.not-sent-there")
    if dispatch.confirmed_at:
        who = dispatch.confirmed_by.full_name if dispatch.confirmed_by else "–"
        raise Refused("library.confirmed-already", who=who, when=moment(dispatch.confirmed_at))
    unopened = dispatch.opened_at is None
    if unopened:
        dispatch.opened_at, dispatch.opened_by_id = at, actor.person_id
    dispatch.confirmed_at, dispatch.confirmed_by_id = at, actor.person_id
    dispatch.save(update_fields=["opened_at", "opened_by", "confirmed_at", "confirmed_by"])
    facts = {"agency": agency_id, "agency_name": dispatch.agency.name, "opened": unopened}
    record(actor=actor, at=at, act="document.confirmed", of=dispatch, root=document, facts=facts)
    return dispatch


@transaction.atomic
def remind(
    *, actor: Viewer, document_id: uuid.UUID, at: datetime, agency_ids: Collection[uuid.UUID] | None = None
) -> Reminded:
    """Remind those that have not confirmed, all or the chosen ones; an agency is reminded once a day at most."""
    document = _locked(actor, document_id)
    access.require(access.may_send(actor, document))
    if agency_ids is not None and not agency_ids:
        raise Refused("library.reminded-nobody")
    today = _day(at)
    waiting = [dispatch for dispatch in _dispatches(document, agency_ids) if dispatch.confirmed_at is None]
    ended = [dispatch for dispatch in waiting if not _stands(dispatch.agency, today)]
    standing = [dispatch for dispatch in waiting if dispatch not in ended]
    if not standing:
        raise Refused("library.nobody-to-remind")
    earlier = [dispatch for dispatch in standing if dispatch.reminded_at and _day(dispatch.reminded_at) >= today]
    due = [dispatch for dispatch in standing if dispatch not in earlier]
    if not due:
        last = max(dispatch.reminded_at for dispatch in earlier if dispatch.reminded_at)
        names = listed(dispatch.agency.name for dispatch in earlier)
        raise Refused("library.reminded-today", names=names, when=moment(last))
    for dispatch in due:
        dispatch.reminded_at = at
        dispatch.reminders += 1
    Dispatch.objects.bulk_update(due, ["reminded_at", "reminders"], batch_size=200)
    facts = {"agencies": _named(dispatch.agency for dispatch in due)}
    record(actor=actor, at=at, act="document.reminded", of=document, facts=facts)
    return Reminded(due, earlier, ended)


@transaction.atomic
def tell_briefing(
    *,
    actor: Viewer,
    document_id: uuid.UUID,
    agency_id: uuid.UUID,
    held_on: date,
    people: int,
    at: datetime,
    form: str = "",
    material: str = "",
    note: str = "",
) -> Briefing:
    """Keep a session where an agency made the document known; a coordinator may tell it for another agency."""
    document = _locked(actor, document_id)
    own = access.may_speak_for(actor, agency_id)
    access.require(own or actor.holds(Role.COORDINATOR))
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise NotFound
    if agency_id != document.agency_id and not _dispatches(document, [agency_id]):
        raise Refused("library.not-sent-there")
    if held_on > _day(at):
        raise Refused("library.held-in-future", day=f"{held_on:%d/%m/%Y}")
    if held_on < EARLIEST:
        raise Refused("library.held-long-ago", day=f"{held_on:%d/%m/%Y}")
    if not 1 <= people <= MOST_PEOPLE:
        raise Refused("library.people-count", people=people)
    if form and form not in FORMS:
        raise Refused("library.form-unknown")
    told = {
        "held_on": held_on,
        "people": people,
        "form": form,
        "material": _line(material, 500),
        "note": _line(note, 1000),
    }
    # A button pressed twice is one session.
    if same := Briefing.objects.filter(document=document, agency=agency, **told).first():
        raise Refused("library.told-already", when=moment(same.told_at))
    briefing = Briefing.objects.create(
        document=document, agency=agency, told_at=at, told_by_id=actor.person_id, on_behalf=not own, **told
    )
    facts = {"agency": agency_id, "agency_name": agency.name, "on_behalf": not own, **told}
    record(actor=actor, at=at, act="briefing.told", of=briefing, root=document, facts=facts)
    return briefing


def _locked(actor: Viewer, document_id: uuid.UUID) -> Document:
    found = queries.document_for(actor, document_id)
    return Document.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)


def _dispatches(document: Document, agency_ids: Collection[uuid.UUID] | None) -> list[Dispatch]:
    """Lock the dispatches of a document: to those agencies, or all."""
    rows = (
        Dispatch.objects.select_for_update(of=("self",), no_key=True).select_related("agency").filter(document=document)
    )
    if agency_ids is not None:
        rows = rows.filter(agency__in=set(agency_ids))
    return list(rows.order_by("pk"))


def _named(agencies: Iterable[Agency]) -> list[dict[str, str]]:
    return [{"id": str(agency.pk), "name": agency.name} for agency in agencies]


def _stands(agency: Agency, on: date) -> bool:
    return (agency.since is None or agency.since <= on) and (agency.until is None or on < agency.until)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _line(text: str, longest: int) -> str:
    text = " ".join(text.split())
    if len(text) > longest:
        raise Refused("library.too-long", longest=longest, length=len(text))
    return text
