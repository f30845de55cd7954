"""One agency as of a day: what it was called, where it stood, whence it came and what became of it, who worked there.

Whatever the size of the data and the length of a lineage, the number of queries is the same.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts, known_at
from hoinhap.apps.agencies.models import Agency, Membership, Passing, Placement, Post, Standing, Succession
from hoinhap.apps.agencies.queries import GENERATIONS
from hoinhap.apps.errors import NotFound
from hoinhap.core.agencies import kin
from hoinhap.core.agencies.lineage import Drawing, draw

ALIVE, ENDED, NOT_BEGUN, UNKNOWN = "alive", "ended", "not-begun", "unknown"
# More lines than that are no drawing any more; more rows than that belong into the list.
MOST_PASSINGS = 60
MOST_BELOW = 60
MOST_ROLES = 100
_WIDE, _NARROW = 1120.0, 358.0
_YEARS = 5

Href = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Kin:
    """A forebear or an heir, and what went over: `function` is empty for everything that is named nowhere else."""

    code: str
    name: str
    function: str
    on: date
    act: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, since when, and what they were before."""

    name: str
    since: date | None
    before: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with those who hold it on the day; without any it is free."""

    title: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """An agency as of a day. `standing` is None when it did not stand then: `state` says why.

    `took` holds what it had taken over by that day, the newest day only; `heirs` who took over from it, `forebears`
    from whom it came. `below` are the agencies under it, at most MOST_BELOW of `below_count`.
    """

    agency: Agency
    asof: AsOf
    state: str
    name: str
    short_name: str
    standing: Standing | None
    parent: Kin | None
    since: date | None
    until: date | None
    took: tuple[Kin, ...]
    heirs: tuple[Kin, ...]
    forebears: tuple[Kin, ...]
    drawing: Drawing | None
    narrow: Drawing | None
    undrawn: int
    seats: tuple[Seat, ...]
    roles: tuple[Membership, ...]
    more_roles: bool
    below: tuple[Standing, ...]
    below_count: int

    @property
    def last_day(self) -> date | None:
        """Give the last day of its life, as a person says it."""
        return self.until - timedelta(days=1) if self.until else None


def portrait_for(viewer: Viewer, code: str, asof: AsOf, *, href: Href) -> Portrait:
    """Give an agency as of a day; whoever is signed in sees every agency.

    `href` makes the address of an agency from its code, for the drawing.
    """
    agency = Agency.objects.filter(code=code).first() if viewer.person_id or viewer.system else None
    if agency is None:
        raise NotFound
    passings = _passings(agency, asof)
    keys = {agency.pk, *(key for one in passings for key in (one.forebear_id, one.heir_id))}
    rows: dict[uuid.UUID, list[Standing]] = defaultdict(list)
    known = Standing.objects.filter(known_at(asof.known), agency__in=keys).select_related("agency", "parent")
    for row in known.order_by():
        rows[row.agency_id].append(row)
    for some in rows.values():
        some.sort(key=lambda row: row.since or date.min)
    own = rows[agency.pk]
    if not own and agency.is_withdrawn:
        raise NotFound
    standing = next((row for row in own if row.holds(asof.on)), None)
    shown = standing or _nearest(own, asof.on)
    told = tuple(_kin(one, rows, agency) for one in passings if agency.pk in (one.forebear_id, one.heir_id))
    forebears = tuple(one for one, came in told if came)
    taken = [one for one in forebears if one.on <= asof.on]
    newest = max((one.on for one in taken), default=None)
    drawing, narrow = _drawings(agency, passings, rows, asof, max(viewer.on, asof.on), href) if own else (None, None)
    below = facts(Standing.objects.filter(parent=agency), asof).select_related("agency").order_by("folded", "pk")
    under = list(below[: MOST_BELOW + 1])
    roles = _roles(agency, asof)
    return Portrait(
        agency=agency,
        asof=asof,
        state=_state(own, standing, asof.on),
        name=shown.name if shown else agency.name,
        short_name=shown.short_name if shown else agency.short_name,
        standing=standing,
        parent=_parent(standing, asof),
        since=own[0].since if own else None,
        until=own[-1].until if own else None,
        took=tuple(one for one in taken if one.on == newest),
        heirs=tuple(one for one, came in told if not came),
        forebears=forebears,
        drawing=drawing,
        narrow=narrow,
        undrawn=max(0, len(passings) - MOST_PASSINGS),
        seats=_seats(agency, asof),
        roles=tuple(roles[:MOST_ROLES]),
        more_roles=len(roles) > MOST_ROLES,
        below=tuple(under[:MOST_BELOW]),
        below_count=below.count() if len(under) > MOST_BELOW else len(under),
    )


def _passings(agency: Agency, asof: AsOf) -> list[Passing]:
    """Give what passed among forebears and heirs, some generations each way, and to the other heirs of a forebear.

    One query, whatever the number of generations.
    """
    passed = Passing.objects.filter(known_at(asof.known)).order_by()
    up, down = Q(heir=agency), Q(forebear=agency)
    # What else became of an agency from which this one came: a split is seen whole.
    beside = Q(forebear__in=passed.filter(heir=agency, ends=True).values("forebear"))
    for _generation in range(GENERATIONS - 1):
        up = Q(heir=agency) | Q(heir__in=passed.filter(up).values("forebear"))
        down = Q(forebear=agency) | Q(forebear__in=passed.filter(down).values("heir"))
    found = passed.filter(up | down | beside).select_related("succession").order_by("on", "pk")
    near = [one for one in found if agency.pk in (one.forebear_id, one.heir_id)]
    return near + [one for one in found if agency.pk not in (one.forebear_id, one.heir_id)]


def _drawings(
    agency: Agency,
    passings: Sequence[Passing],
    rows: dict[uuid.UUID, list[Standing]],
    asof: AsOf,
    today: date,
    href: Href,
) -> tuple[Drawing, Drawing]:
    """Draw the lineage for a wide and for a narrow screen."""
    lines = [
        kin.Passing(
            str(one.forebear_id),
            str(one.heir_id),
            one.on,
            one.succession.act_symbol,
            one.succession.act_date,
            one.function,
            not one.function,
            one.succession.kind,
        )
        for one in passings[:MOST_PASSINGS]
        if rows[one.forebear_id] and rows[one.heir_id]
    ]
    renamed = Succession.objects.filter(known_at(asof.known), agency=agency, kind=Succession.Kinds.RENAMED)
    key = str(agency.pk)
    lines += [
        kin.Passing(key, key, one.on, one.act_symbol, one.act_date, kind=one.kind)
        for one in renamed
        if one.on is not None
    ]
    drawn = {key, *(side for one in lines for side in (one.forebear, one.heir))}
    lives = [_life(some, href) for pk, some in rows.items() if str(pk) in drawn]
    since = min(asof.on, today.replace(year=today.year - _YEARS, day=1))
    until = max(asof.on, today)
    on = asof.on if asof.on != today else None
    wide, narrow = (
        draw(lives, lines, focus=key, since=since, until=until, on=on, width=width) for width in (_WIDE, _NARROW)
    )
    return wide, narrow


def _life(rows: Sequence[Standing], href: Href) -> kin.Life:
    spans = tuple((row.since, row.until, row.name) for row in rows)
    return kin.Life(str(rows[0].agency_id), spans, rows[0].since, rows[-1].until, href(rows[0].agency.code))


def _kin(one: Passing, rows: dict[uuid.UUID, list[Standing]], agency: Agency) -> tuple[Kin, bool]:
    """Give who is on the other side of a passing, and whether it came from there."""
    came = one.heir_id == agency.pk
    some = rows[one.forebear_id if came else one.heir_id]
    day = one.on - timedelta(days=1) if came else one.on
    row = next((row for row in some if row.holds(day)), None) or _nearest(some, day)
    name, code = (row.name, row.agency.code) if row else ("", "")
    return Kin(code, name, one.function, one.on, one.succession.act_symbol), came


def _nearest(rows: Sequence[Standing], on: date) -> Standing | None:
    """Give the last standing that had begun by a day, else the first."""
    begun = [row for row in rows if row.since is None or row.since <= on]
    return (begun[-1] if begun else rows[0]) if rows else None


def _state(rows: Sequence[Standing], standing: Standing | None, on: date) -> str:
    if standing is not None:
        return ALIVE
    if not rows:
        return UNKNOWN
    since = rows[0].since
    return NOT_BEGUN if since is not None and on < since else ENDED


def _parent(standing: Standing | None, asof: AsOf) -> Kin | None:
    if standing is None or standing.parent is None:
        return None
    above = facts(Standing.objects.filter(agency=standing.parent_id), asof).values_list("name", flat=True).first()
    return Kin(standing.parent.code, above or standing.parent.name, "", asof.on, "")


def _seats(agency: Agency, asof: AsOf) -> tuple[Seat, ...]:
    """Give the posts with their holders; three queries."""
    held: dict[uuid.UUID, list[Placement]] = defaultdict(list)
    for placement in facts(Placement.objects.filter(post__agency=agency), asof).order_by("since", "pk"):
        held[placement.post_id].append(placement)
    before = _before([one for some in held.values() for one in some], asof)
    return tuple(
        Seat(
            post.title,
            tuple(Holder(one.holder, one.since, before.get(one.pk, "")) for one in held[post.pk]),
        )
        for post in Post.objects.filter(agency=agency)
    )


def _before(placements: Iterable[Placement], asof: AsOf) -> dict[int, str]:
    """Say what those who hold a post and use the program were right before."""
    now = {one.person_id: one for one in placements if one.person_id is not None and one.since is not None}
    if not now:
        return {}
    earlier = Placement.objects.filter(known_at(asof.known), person__in=list(now), until__isnull=False)
    found: dict[int, str] = {}
    for one in earlier.select_related("post__agency").order_by("until", "pk"):
        current = now[one.person_id]
        if one.pk != current.pk and one.until is not None and current.since and one.until <= current.since:
            agency = one.post.agency
            found[current.pk] = f"{one.post.title} {agency.short_name or agency.name}"
    return found


def _roles(agency: Agency, asof: AsOf) -> list[Membership]:
    held = facts(Membership.objects.filter(agency=agency, person__is_active=True), asof)
    return list(held.select_related("person").order_by("person__full_name", "role", "pk")[: MOST_ROLES + 1])
