"""Reads of people for whoever keeps them; an administrator sees accounts and roles here, and no documents."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import access
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts, known_at, true_on
from hoinhap.apps.agencies.models import Agency, Change, Delegation, Membership, Placement, Standing
from hoinhap.apps.errors import NotFound
from hoinhap.core.vi.text import fold

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """Which people are asked for: words of a name, a username or an agency; a role held today, or "none".

    `state` is "open", "closed", "no-password" or "lent" (who lends a role today).
    """

    text: str = ""
    state: str = ""
    role: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds today, their own or lent by `giver`."""

    agency: Agency
    role: str
    giver: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the list."""

    person: Person
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class People:
    """A page of people; `page` counts from 1."""

    rows: tuple[Row, ...]
    found: int
    page: int
    pages: int


def require_manager(viewer: Viewer) -> None:
    """Hide the administration from everybody else."""
    if not access.may_manage(viewer):
        raise NotFound


def people_for(viewer: Viewer, sought: Sought, *, page: int = 1, size: int = PAGE) -> People:
    """Give a page of the people, by given name; four queries, however many there are."""
    require_manager(viewer)
    rows = _sought(sought, viewer.on)
    found = rows.count()
    pages = max(1, -(-found // size))
    page = min(max(1, page), pages)
    there = list(rows.order_by("sought", "pk")[(page - 1) * size : page * size])
    held = _held_by([person.pk for person in there], viewer.on)
    return People(tuple(Row(person, tuple(held.get(person.pk, ()))) for person in there), found, page, pages)


def sought_people(viewer: Viewer, sought: Sought) -> QuerySet[Person]:
    """Give all the people who are asked for, by given name."""
    require_manager(viewer)
    return _sought(sought, viewer.on).order_by("sought", "pk")


def _sought(sought: Sought, on: date) -> QuerySet[Person]:
    rows = Person.objects.all()
    now = Membership.objects.filter(known_at(None) & true_on(on))
    if sought.state in ("open", "closed"):
        rows = rows.filter(is_active=sought.state == "open")
    elif sought.state == "no-password":
        rows = rows.filter(is_active=True, password__startswith="!")
    elif sought.state == "lent":
        rows = rows.filter(pk__in=lent_on(on).values("giver"))
    if sought.role == "none":
        rows = rows.exclude(pk__in=now.values("person"))
    elif sought.role:
        rows = rows.filter(pk__in=now.filter(role=sought.role).values("person"))
    if sought.agency:
        rows = rows.filter(pk__in=now.filter(agency__code=sought.agency).values("person"))
    text = fold(" ".join(sought.text.split()))
    if text:
        named = Standing.objects.filter(known_at(None), folded__contains=text).values("agency")
        rows = rows.filter(Q(sought__contains=text) | Q(pk__in=now.filter(agency__in=named).values("person")))
    return rows


def _held_by(keys: Sequence[uuid.UUID], on: date) -> dict[uuid.UUID, list[Held]]:
    found: dict[uuid.UUID, list[Held]] = defaultdict(list)
    asof = AsOf(on)
    own = facts(Membership.objects.filter(person__in=keys), asof).select_related("agency").order_by("since", "pk")
    for one in own:
        found[one.person_id].append(Held(one.agency, one.role))
    for lent in lent_on(on).filter(taker__in=keys):
        found[lent.taker_id].append(Held(lent.agency, lent.role, lent.giver.full_name))
    return found


def lent_on(on: date) -> QuerySet[Delegation]:
    """Give what is lent on a day and really held: its giver holds it too and can sign in (as in viewer_for)."""
    theirs = Membership.objects.filter(true_on(on) & known_at(None)).filter(
        person=OuterRef("giver"), agency=OuterRef("agency"), role=OuterRef("role")
    )
    rows = facts(Delegation.objects.filter(Exists(theirs), giver__is_active=True), AsOf(on))
    return rows.select_related("agency", "giver", "taker")


def person_for(viewer: Viewer, username: str) -> Person:
    """Give somebody by username, to whoever keeps people."""
    require_manager(viewer)
    person = None if "\0" in username else Person.objects.filter(username=username).first()
    if person is None:
        raise NotFound
    return person


def agency_for(viewer: Viewer, code: str) -> Agency:
    """Give an agency by its code, to whoever keeps agencies."""
    require_manager(viewer)
    found = Agency.objects.filter(code=code, is_withdrawn=False).select_related("parent").first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """Something with dates, told against a day: "past", "now" or "ahead"."""

    fact: Membership | Delegation | Placement
    when: str


def roles_of(person: Person, *, on: date) -> list[Term]:
    """Give somebody's roles through time as they are known today: those ahead, those of today, those past."""
    rows = Membership.objects.filter(person=person, replaced_at__isnull=True).select_related("agency")
    return _terms(rows, on)


def roles_in(agency: Agency, *, on: date, limit: int = 300) -> list[Term]:
    """Give the roles of today and ahead in an agency."""
    rows = Membership.objects.filter(agency=agency, replaced_at__isnull=True).select_related("person")
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=on)).order_by("role", "person__sought")
    return _terms(rows[:limit], on)


def delegations_of(person_id: uuid.UUID | None, *, on: date) -> list[Term]:
    """Give what somebody has lent and was lent, the newest first; what was taken back before its day is gone."""
    rows = Delegation.objects.filter(Q(giver=person_id) | Q(taker=person_id), replaced_at__isnull=True)
    return _terms(rows.select_related("agency", "giver", "taker"), on)


def placements_of(person: Person, *, on: date) -> list[Term]:
    """Give the posts that somebody holds or held."""
    rows = Placement.objects.filter(person=person, replaced_at__isnull=True).select_related("post__agency")
    return _terms(rows, on)


def _terms(rows: QuerySet[Membership] | QuerySet[Delegation] | QuerySet[Placement], on: date) -> list[Term]:
    order = {"ahead": 0, "now": 1, "past": 2}
    return sorted((Term(row, when(row.since, row.until, on)) for row in rows), key=lambda term: order[term.when])


def when(since: date | None, until: date | None, on: date) -> str:
    """Say where a time stands against a day."""
    if since is not None and since > on:
        return "ahead"
    return "past" if until is not None and until <= on else "now"


def changes_for(viewer: Viewer, keys: Sequence[uuid.UUID]) -> list[Change]:
    """Give the changes that an administrator may take back just now, in the order in which that must be done."""
    if not access.may_manage(viewer):
        return []
    found = {one.pk: one for one in Change.objects.filter(pk__in=keys, undoes__isnull=True, undone_by__isnull=True)}
    return [found[key] for key in keys if key in found] if len(found) == len(set(keys)) else []


def colleagues_of(viewer: Viewer, *, limit: int = 500) -> dict[uuid.UUID, list[Person]]:
    """Give who works where the viewer holds a role of their own today, by the key of the agency."""
    mine = facts(Membership.objects.filter(person=viewer.person_id), AsOf(viewer.on)).values("agency")
    rows = facts(Membership.objects.filter(agency__in=mine, person__is_active=True), AsOf(viewer.on))
    found: dict[uuid.UUID, list[Person]] = defaultdict(list)
    for one in rows.exclude(person=viewer.person_id).select_related("person").order_by("person__sought")[:limit]:
        if one.person not in found[one.agency_id]:
            found[one.agency_id].append(one.person)
    return found


def last_day(until: date | None) -> date | None:
    """Give the last day of a time."""
    return until - timedelta(days=1) if until else None
