"""Every read of agencies, memberships and the viewer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.access import STRANGER, Viewer
from hoinhap.apps.agencies.asof import AsOf, facts, known_at, true_on
from hoinhap.apps.agencies.models import Agency, Delegation, Membership, Passing, Role, Standing
from hoinhap.apps.errors import NotFound
from hoinhap.core.vi.text import fold

# How many times over an agency's papers may have gone on to an heir and still be read by it.
GENERATIONS = 4


def viewer_for(person: Any, *, on: date) -> Viewer:
    """Make the viewer that a signed-in person is on a day; two queries, one for whoever has no role."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return STRANGER
    asof = AsOf(on)
    held = facts(Membership.objects.filter(person=person), asof).order_by().values_list("agency_id", "role")
    # A lent role is held only while its giver holds it too, and can sign in.
    theirs = Membership.objects.filter(true_on(on) & known_at(None)).filter(
        person=OuterRef("giver"), agency=OuterRef("agency"), role=OuterRef("role")
    )
    lent = facts(Delegation.objects.filter(Exists(theirs), taker=person, giver__is_active=True), asof)
    roles = frozenset(held.union(lent.order_by().values_list("agency_id", "role")))
    if not roles:
        return Viewer(person.pk, person.full_name, on)
    return Viewer(person.pk, person.full_name, on, roles, inherited=_inherited(roles, on))


def _inherited(roles: Collection[tuple[uuid.UUID, str]], on: date) -> frozenset[tuple[uuid.UUID, str]]:
    """Give the roles in the forebears that ended: one query, whatever the number of generations.

    The main heir carries everything on. Whoever took over one function reads the papers and no more: which of them
    belong to the function nobody has said. An administrator reads no business, here as elsewhere.
    """
    passed = Passing.objects.filter(known_at(None), ends=True, on__lte=on).order_by()
    wanted = Q(heir__in={agency for agency, _role in roles})
    reached = wanted
    for _generation in range(GENERATIONS - 1):
        reached = wanted | Q(heir__in=passed.filter(reached).values("forebear"))
    forebears: dict[uuid.UUID, list[tuple[uuid.UUID, bool]]] = {}
    for heir, forebear, function in passed.filter(reached).values_list("heir_id", "forebear_id", "function"):
        forebears.setdefault(heir, []).append((forebear, not function))
    found: set[tuple[uuid.UUID, str]] = set()
    ahead = [(agency, role) for agency, role in roles if role != Role.ADMINISTRATOR]
    while ahead:
        agency, role = ahead.pop()
        for forebear, is_main in forebears.get(agency, ()):
            one = (forebear, role if is_main else Role.VIEWER.value)
            if one not in found:
                found.add(one)
                ahead.append(one)
    return frozenset(found - set(roles))


def agencies_on(on: date) -> QuerySet[Agency]:
    """Give the agencies that exist on a day, as is known today."""
    return Agency.objects.filter(true_on(on), is_withdrawn=False)


def names_on(ids: Collection[uuid.UUID], on: date, *, known: datetime | None = None) -> dict[uuid.UUID, str]:
    """Give what agencies were called on a day; the first or last name of one that did not exist then. One query."""
    best: dict[uuid.UUID, tuple[bool, int, str]] = {}
    rows = Standing.objects.filter(known_at(known), agency__in=ids).order_by()
    for agency, name, since in rows.values_list("agency_id", "name", "since"):
        begins = (since or date.min).toordinal()
        begun = begins <= on.toordinal()
        # Of those that have begun the latest counts, and of those to come the earliest.
        rank = (begun, begins if begun else -begins, name)
        best[agency] = max(best.get(agency, rank), rank)
    return {agency: name for agency, (_begun, _begins, name) in best.items()}


def names_of_agencies(ids: Sequence[str]) -> dict[str, str]:
    """Give the names of some agencies by their keys; one query."""
    return {str(key): name for key, name in Agency.objects.filter(pk__in=list(ids)).values_list("pk", "name")}


def names_of_people(ids: Sequence[str]) -> dict[str, str]:
    """Give the names of some people by their keys; one query."""
    people = get_user_model().objects.filter(pk__in=list(ids))
    return {str(key): name for key, name in people.values_list("pk", "full_name")}


def agencies_called(text: str, most: int) -> list[str]:
    """Give the keys of agencies that bear, or ever bore, a name with these words, or this code; one query."""
    sought = fold(" ".join(text.split()))
    named = Standing.objects.filter(known_at(None), folded__contains=sought).values("agency")
    rows = Agency.objects.filter(Q(pk__in=named) | Q(code=sought)).order_by("code")
    return [str(key) for key in rows.values_list("pk", flat=True)[:most]]


def people_called(text: str, most: int) -> list[str]:
    """Give the keys of people with these words in their name or username; one query."""
    rows = Person.objects.filter(sought__contains=fold(" ".join(text.split()))).order_by("sought")
    return [str(key) for key in rows.values_list("pk", flat=True)[:most]]


def memberships_of(viewer: Viewer) -> QuerySet[Membership]:
    """Give a viewer's own roles, past ones too, the newest first."""
    mine = Membership.objects.filter(person=viewer.person_id, replaced_at__isnull=True)
    return mine.select_related("agency")


def offered(words: Sequence[str], *, on: date) -> QuerySet[Standing, tuple[str, str]]:
    """Give names and codes of the agencies that stand on a day or on its eve and whose name holds all the words."""
    around = true_on(on) | true_on(on - timedelta(days=1))
    rows = Standing.objects.filter(around & known_at(None), agency__is_withdrawn=False)
    for word in words:
        rows = rows.filter(folded__contains=word)
    return rows.order_by("name").values_list("name", "agency__code")


def known_agency(code: str) -> Agency:
    """Give the agency of a code, one that is known today."""
    agency = Agency.objects.filter(code=code, is_withdrawn=False).first()
    if agency is None or not Standing.objects.filter(known_at(None), agency=agency).exists():
        raise NotFound
    return agency
