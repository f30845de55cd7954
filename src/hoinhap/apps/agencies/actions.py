"""Every write of agencies, people and roles: one transaction, an actor, an event."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import access
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, Membership
from hoinhap.apps.agencies.words import role_word
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.actions import record


@transaction.atomic
def add_agency(
    *,
    actor: Viewer,
    at: datetime,
    code: str,
    name: str,
    short_name: str = "",
    parent: Agency | None = None,
    since: date | None = None,
) -> Agency:
    """Add an agency under a code that nobody else has."""
    access.require(access.may_manage(actor))
    if not name.strip():
        raise Refused("agencies.name-empty")
    if known := Agency.objects.filter(code=code).first():
        raise Refused("agencies.code-taken", taken=code, name=known.name)
    agency = Agency.objects.create(code=code, name=name.strip(), short_name=short_name, parent=parent, since=since)
    record(actor=actor, at=at, act="agency.added", of=agency, facts={"code": code, "name": agency.name})
    return agency


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
    overlapping = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=since), person=person, agency=agency)
    if until is not None:
        overlapping = overlapping.filter(since__lt=until)
    if held := overlapping.filter(role=role).first():
        raise Refused(
            "agencies.role-held",
            person=person.full_name,
            role=role_word(role),
            agency=agency.name,
            since=f"{held.since:%d/%m/%Y}",
        )
    membership = Membership.objects.create(person=person, agency=agency, role=role, since=since, until=until)
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
    membership = rows.get(pk=membership_id)
    if membership.until is not None and membership.until <= until:
        raise Refused("agencies.role-ended", until=f"{membership.until:%d/%m/%Y}")
    if until <= membership.since:
        raise Refused("agencies.role-not-begun", since=f"{membership.since:%d/%m/%Y}")
    before, membership.until = membership.until, until
    membership.save(update_fields=["until"])
    record(
        actor=actor,
        at=at,
        act="role.ended",
        of=membership,
        root=membership.person,
        facts={"agency_name": membership.agency.name, "role": membership.role, "until": until, "before": before},
    )
    return membership
