"""Every write of agencies, people and roles: one transaction, an actor, an event."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import access, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.entering import Entry, enter
from hoinhap.apps.agencies.models import Agency, Dated, Delegation, Membership, Role
from hoinhap.apps.agencies.words import role_word
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.agencies.reorganising import Span


def add_agency(
    *,
    actor: Viewer,
    at: datetime,
    code: str,
    name: str,
    short_name: str = "",
    kind: str = Kind.OTHER.value,
    level: str = Level.PROVINCE.value,
    parent: Agency | None = None,
    since: date | None = None,
) -> Agency:
    """Add an agency under a code that nobody else has; without `since` it has stood for as long as anybody knows."""
    above = parent.code if parent else ""
    span = Span(name.strip(), short_name.strip(), kind, level, above, since)
    enter(actor=actor, at=at, entries=[Entry(code, (span,))], title=name.strip())
    return Agency.objects.get(code=code)


@transaction.atomic
def add_person(
    *, actor: Viewer, at: datetime, username: str, full_name: str, password: str | None = None, email: str = ""
) -> Person:
    """Add a person; without a password they can sign in only in another way."""
    access.require(access.may_manage(actor))
    username = username.strip().lower()
    if not username or not full_name.strip():
        raise Refused("agencies.name-empty")
    if Person.objects.filter(username=username).exists():
        raise Refused("agencies.username-taken", username=username)
    person = Person.objects.create_user(username, password, full_name=full_name.strip(), email=email, joined_at=at)
    record(
        actor=actor, at=at, act="person.added", of=person, facts={"username": username, "full_name": person.full_name}
    )
    return person


@transaction.atomic
def give_role(
    *, actor: Viewer, at: datetime, person: Person, agency: Agency, role: str, since: date, until: date | None = None
) -> Membership:
    """Give a person a role in an agency from a day on; the same role is not held twice on one day."""
    access.require(access.may_manage(actor))
    # The person's row is locked, so that two people giving the same role at once do not both find it free; without its
    # key, or whoever leaves an event of that person meanwhile would wait for it with the head of the journal in hand.
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if until is not None and until <= since:
        raise Refused("agencies.role-not-begun", since=f"{since:%d/%m/%Y}")
    require_alive(agency, since)
    held = _overlapping(Membership.objects.filter(person=person, agency=agency, role=role), since, until)
    if held is not None:
        raise Refused(
            "agencies.role-held",
            person=person.full_name,
            role=role_word(role),
            agency=agency.name,
            since=f"{held.since:%d/%m/%Y}",
        )
    change = recording.begin(actor, at, "role.given", f"{person.full_name}, {agency.name}")
    membership = Membership(person=person, agency=agency, role=role, since=since, until=until)
    recording.add(change, [membership])
    record(
        actor=actor,
        at=at,
        act="role.given",
        of=membership,
        root=person,
        facts={"agency": str(agency.pk), "agency_name": agency.name, "role": role, "since": since, "until": until},
    )
    return membership


@transaction.atomic
def end_role(*, actor: Viewer, at: datetime, membership_id: int, until: date) -> Membership:
    """End a role: `until` is the first day on which it is no longer held."""
    access.require(access.may_manage(actor))
    rows = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "person")
    old = rows.filter(pk=membership_id, replaced_at__isnull=True).first()
    if old is None:
        raise NotFound
    if old.role == Role.ADMINISTRATOR and old.person_id == actor.person_id:
        # Somebody is left who can give it again.
        raise Refused("agencies.own-administration")
    if old.until is not None and old.until <= until:
        raise Refused("agencies.role-ended", until=f"{old.until:%d/%m/%Y}")
    if old.since is not None and until <= old.since:
        raise Refused("agencies.role-not-begun", since=f"{old.since:%d/%m/%Y}")
    change = recording.begin(actor, at, "role.ended", f"{old.person.full_name}, {old.agency.name}")
    recording.replace(change, [old])
    new = Membership(person=old.person, agency=old.agency, role=old.role, since=old.since, until=until)
    recording.add(change, [new])
    record(
        actor=actor,
        at=at,
        act="role.ended",
        of=new,
        root=old.person,
        facts={"agency_name": old.agency.name, "role": old.role, "until": until, "before": old.until},
    )
    return new


@transaction.atomic
def delegate(
    *,
    actor: Viewer,
    at: datetime,
    giver: Person,
    taker: Person,
    agency: Agency,
    role: str,
    since: date,
    until: date,
    reason: str = "",
) -> Delegation:
    """Lend a role to somebody for the days of an absence; the giver, or an administrator, does it.

    The giver must hold the role on every one of these days, the taker works in the same agency when they begin (but
    for a leader's role, see access), and nobody lends an administrator's role.
    """
    access.require(access.may_delegate(actor, giver_id=giver.pk))
    giver = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=giver.pk)
    if giver.pk == taker.pk:
        raise Refused("agencies.delegation-to-oneself")
    if role == Role.ADMINISTRATOR:
        raise Refused("agencies.delegation-of-administration")
    if until <= since:
        raise Refused("agencies.role-not-begun", since=f"{since:%d/%m/%Y}")
    if not _covers(Membership.objects.filter(person=giver, agency=agency, role=role), since, until):
        raise Refused("agencies.delegation-not-held", person=giver.full_name, role=role_word(role), agency=agency.name)
    if not taker.is_active:
        raise Refused("agencies.delegation-to-closed", person=taker.full_name)
    works = facts(Membership.objects.filter(person=taker, agency=agency), AsOf(since))
    if not access.may_lend_to_anybody(actor, role) and not works.exists():
        raise Refused("agencies.delegation-to-stranger", person=taker.full_name, agency=agency.name)
    lent = _overlapping(Delegation.objects.filter(giver=giver, agency=agency, role=role), since, until)
    if lent is not None:
        taken = Person.objects.get(pk=lent.taker_id)
        raise Refused("agencies.delegated-already", person=taken.full_name, since=f"{lent.since:%d/%m/%Y}")
    change = recording.begin(actor, at, "role.delegated", f"{giver.full_name} → {taker.full_name}")
    delegation = Delegation(
        giver=giver, taker=taker, agency=agency, role=role, since=since, until=until, reason=reason.strip()
    )
    recording.add(change, [delegation])
    told = {
        "giver": giver.full_name,
        "taker": taker.full_name,
        "agency_name": agency.name,
        "role": role,
        "since": since,
        "until": until,
        "reason": reason.strip(),
    }
    record(actor=actor, at=at, act="role.delegated", of=delegation, root=giver, facts=told)
    return delegation


@transaction.atomic
def end_delegation(*, actor: Viewer, at: datetime, delegation_id: int, until: date) -> Delegation | None:
    """Take a role back before its day; one that has not begun by then is gone altogether (None)."""
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True).select_related("giver", "taker", "agency")
    old = rows.filter(pk=delegation_id, replaced_at__isnull=True).first()
    if old is None:
        raise NotFound
    access.require(access.may_delegate(actor, giver_id=old.giver_id))
    if old.until is not None and old.until <= until:
        raise Refused("agencies.role-ended", until=f"{old.until:%d/%m/%Y}")
    change = recording.begin(actor, at, "role.taken-back", f"{old.giver.full_name} → {old.taker.full_name}")
    recording.replace(change, [old])
    new = None
    if old.since is not None and old.since < until:
        new = Delegation(
            giver=old.giver,
            taker=old.taker,
            agency=old.agency,
            role=old.role,
            since=old.since,
            until=until,
            reason=old.reason,
        )
        recording.add(change, [new])
    facts = {
        "giver": old.giver.full_name,
        "taker": old.taker.full_name,
        "agency_name": old.agency.name,
        "role": old.role,
        "until": until,
    }
    record(actor=actor, at=at, act="role.taken-back", of=old, root=old.giver, facts=facts)
    return new


Held = TypeVar("Held", bound=Dated)


def _overlapping(rows: QuerySet[Held], since: date, until: date | None) -> Held | None:
    """Give the first of the facts known today that shares a day with a time."""
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=since), replaced_at__isnull=True)
    if until is not None:
        rows = rows.filter(since__lt=until)
    return rows.first()


def _covers(rows: QuerySet[Membership], since: date, until: date) -> bool:
    """Say whether the roles known today hold on every day of a time; two that follow each other may share it."""
    day = since
    for row in rows.filter(replaced_at__isnull=True).order_by("since"):
        if row.since is not None and row.since <= day and (row.until is None or row.until > day):
            if row.until is None or row.until >= until:
                return True
            day = row.until
    return False


def require_alive(agency: Agency, on: date) -> None:
    """Refuse a right in an agency that does not stand on the day from which it counts."""
    if agency.is_withdrawn or (agency.until is not None and agency.until <= on):
        last = f"{agency.until - timedelta(days=1):%d/%m/%Y}" if agency.until else ""
        raise Refused("agencies.agency-ended", name=agency.name, last=last)
    if agency.since is not None and on < agency.since:
        raise Refused("agencies.agency-not-begun", name=agency.name, since=f"{agency.since:%d/%m/%Y}")
