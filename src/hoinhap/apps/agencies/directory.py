"""The agencies as a list and as a tree, as of a day, found by any name they ever had.

Every agency stands in the list once: with its standing of the day, or with its last one when it had ended by then.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts, known_at, true_on
from hoinhap.apps.agencies.kind_words import kinds_of
from hoinhap.apps.agencies.models import Agency, Passing, Standing
from hoinhap.apps.agencies.queries import names_on
from hoinhap.apps.errors import NotFound
from hoinhap.core.agencies.kinds import Kind, Level, Sector, sector_of
from hoinhap.core.vi.text import fold

PAGE = 50
LIVING, ENDED, EVERY = "song", "het", "moi"
STATES = (LIVING, ENDED, EVERY)
# A branch with more than that is looked at in the list.
MOST_CHILDREN = 200
# A group of the tree with more is closed until somebody opens it.
_FEW = 40
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is asked for; "" asks for nothing.

    Without `state` what lives is meant, and everything where words are sought.
    """

    words: str = ""
    kind: str = ""
    level: str = ""
    sector: str = ""
    state: str = ""
    under: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.kind or self.level or self.sector or self.state or self.under)

    @property
    def shown(self) -> str:
        """Give which agencies are meant: living, ended, or both."""
        return self.state or (EVERY if self.words else LIVING)


@dataclass(frozen=True, slots=True)
class Line:
    """An agency in the list.

    `place` is the province where one works that stands under nobody. `old` are names by which it was found and which
    it no longer bears: (last day or None, name). `heirs` took over when it ended: (code, name, function).
    """

    standing: Standing
    parent: str
    place: str
    living: bool
    old: tuple[tuple[date | None, str], ...] = ()
    heirs: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list. `under` is the agency whose children are listed."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    under: Agency | None = None


@dataclass(slots=True)
class Node:
    """An agency in the tree; `children` stand there when it is open, `more` says how many are left out.

    `above` is the code of the agency over it, `place` the province where one works that stands under nobody.
    """

    standing: Standing
    has_children: bool
    is_open: bool = False
    children: list[Node] = field(default_factory=list)
    more: int = 0
    above: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The agencies of a sector on a level that stand under nobody; a large group is open only when asked for."""

    sector: str
    level: str
    count: int
    nodes: tuple[Node, ...]
    more: int
    is_open: bool

    @property
    def key(self) -> str:
        return f"{self.sector}-{self.level}"


def listed_for(viewer: Viewer, wanted: Wanted, *, on: date, page: int = 1, size: int = PAGE) -> Found:
    """Give a page of the list; a constant number of queries."""
    _require(viewer)
    under = _under(wanted)
    rows = _rows(wanted, on, under)
    total = rows.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    some = list(_ordered(rows, wanted, on)[(page - 1) * size : page * size])
    return Found(tuple(_lines(some, wanted, on)), total, page, pages, under)


def all_listed_for(viewer: Viewer, wanted: Wanted, *, on: date, chunk: int = 1000) -> Iterator[Line]:
    """Give the whole list, for a file."""
    _require(viewer)
    rows = list(_ordered(_rows(wanted, on, _under(wanted)), wanted, on))
    for start in range(0, len(rows), chunk):
        yield from _lines(rows[start : start + chunk], wanted, on)


def counts_on(viewer: Viewer, *, on: date) -> tuple[int, int]:
    """Count the agencies that stand on a day, and those that had ended by then."""
    _require(viewer)
    agencies = Agency.objects.filter(is_withdrawn=False)
    return agencies.filter(true_on(on)).count(), agencies.filter(until__lte=on).count()


def tree_for(viewer: Viewer, *, on: date, open_code: str = "", open_group: str = "") -> list[Group]:
    """Give the tree by sector and level; the way to one agency is open, and it is too. A constant number of queries."""
    _require(viewer)
    roots = list(_standing_on(on).filter(parent__isnull=True).order_by("folded", "pk"))
    path = _path(open_code, on) if open_code else []
    children = _children(path, on)
    places = _places(roots, on)
    grouped: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for row in roots:
        grouped[sector_of(row.kind).value, row.level].append(row)
    groups = []
    for sector in Sector:
        for level in Level:
            some = grouped[sector.value, level.value]
            if some:
                asked = open_group == f"{sector.value}-{level.value}" or any(row.agency_id in path for row in some)
                is_open = asked or len(some) <= _FEW
                shown = some if is_open else []
                nodes = tuple(_node(row, children, set(path), places) for row in shown)
                groups.append(Group(sector.value, level.value, len(some), nodes, len(some) - len(shown), is_open))
    return groups


def node_for(viewer: Viewer, code: str, *, on: date, is_open: bool) -> Node:
    """Give one agency of the tree with what stands under it, for a branch that is opened or closed."""
    _require(viewer)
    row = _standing_on(on).filter(agency__code=code).first()
    if row is None:
        raise NotFound
    opened = [row.agency_id] if is_open else []
    return _node(row, _children(opened, on), set(opened), _places([row], on))


def kinds_on(on: date) -> list[tuple[str, int]]:
    """Count the agencies of each kind that stand on a day, in the order in which the kinds are declared."""
    rows = _standing_on(on).order_by().values_list("kind").annotate(n=Count("pk"))
    counted = dict(rows)
    return [(kind.value, counted[kind.value]) for kind in Kind if kind.value in counted]


def provinces() -> QuerySet[Agency]:
    """Give the People's Committees of the provinces that stand today, for a choice."""
    rows = Agency.objects.filter(kind=Kind.COMMITTEE, level=Level.PROVINCE, is_withdrawn=False, until__isnull=True)
    return rows.order_by("name")


def named(asked: str) -> list[Agency]:
    """Give the agencies with a code or a whole name that a person typed; who stands comes before who has ended."""
    asked = " ".join(asked.split())
    by_code = list(Agency.objects.filter(code=asked.lower(), is_withdrawn=False))
    if by_code:
        return by_code
    same = Standing.objects.filter(known_at(None), folded__startswith=fold(asked)).filter(
        Q(name__iexact=asked) | Q(short_name__iexact=asked) | Q(folded=fold(asked))
    )
    found = list(Agency.objects.filter(is_withdrawn=False, pk__in=same.order_by().values("agency")).order_by("code"))
    living = [one for one in found if one.until is None]
    return living or found


def _require(viewer: Viewer) -> None:
    if viewer.person_id is None and not viewer.system:
        raise NotFound


def _standing_on(on: date) -> QuerySet[Standing]:
    """Give the standings of a day with their agencies, and whether anything stands under them."""
    below = facts(Standing.objects.filter(parent=OuterRef("agency")), AsOf(on))
    rows = facts(Standing.objects.filter(agency__is_withdrawn=False), AsOf(on))
    return rows.select_related("agency", "parent").annotate(has_children=Exists(below))


def _under(wanted: Wanted) -> Agency | None:
    return Agency.objects.filter(code=wanted.under).first() if wanted.under else None


def _rows(wanted: Wanted, on: date, under: Agency | None) -> QuerySet[Standing]:
    living = true_on(on)
    ended = Q(until__lte=on, until=F("agency__until"))
    meant = {LIVING: living, ENDED: ended, EVERY: living | ended}[wanted.shown]
    rows = Standing.objects.filter(meant & known_at(None), agency__is_withdrawn=False)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.sector:
        rows = rows.filter(kind__in=kinds_of(wanted.sector))
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.under:
        rows = rows.filter(parent=under) if under else rows.none()
    if wanted.words:
        rows = rows.filter(_found_by(wanted.words))
    return rows


def _found_by(words: str) -> Q:
    """Say who has words in a name they ever had, typed with or without diacritics, or has them for a code."""
    named = Standing.objects.filter(known_at(None))
    for word in fold(words).split():
        named = named.filter(folded__contains=word)
    code = words.strip().lower()
    return Q(agency__in=named.order_by().values("agency")) | Q(agency__code=code) | Q(agency__unit_code=code)


def _ordered(rows: QuerySet[Standing], wanted: Wanted, on: date) -> QuerySet[Standing]:
    """Order by name; where words are sought, who bears exactly that name first and who has ended last."""
    rows = rows.select_related("agency", "parent")
    if not wanted.words:
        return rows.order_by("folded", "pk")
    exact = fold(wanted.words)
    rank = Case(
        When(folded=exact, then=Value(0)),
        When(folded__startswith=exact, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    gone = Case(When(until__lte=on, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by(rank, gone, "folded", "pk")


def _lines(rows: Sequence[Standing], wanted: Wanted, on: date) -> Iterator[Line]:
    parents = names_on({row.parent_id for row in rows if row.parent_id}, on)
    old = _old_names(rows, wanted.words) if wanted.words else {}
    heirs = _heirs([row.agency_id for row in rows if not row.holds(on)], on)
    places = _places(rows, on)
    for row in rows:
        yield Line(
            standing=row,
            parent=parents.get(row.parent_id, "") if row.parent_id else "",
            place=_place(row, places),
            living=row.holds(on),
            old=tuple(old.get(row.agency_id, ())),
            heirs=tuple(heirs.get(row.agency_id, ())),
        )


def _places(rows: Iterable[Standing], on: date) -> dict[str, str]:
    """Give the provinces, by the code of the statistics office, in which agencies work that stand under nobody."""
    units = {row.agency.unit_code for row in rows if row.parent_id is None and row.kind != Kind.COMMITTEE} - {""}
    if not units:
        return {}
    seats = facts(Standing.objects.filter(kind=Kind.COMMITTEE, level=Level.PROVINCE), AsOf(on))
    found = seats.filter(agency__unit_code__in=units).order_by().values_list("agency__unit_code", "name")
    return {unit: name.removeprefix("Ủy ban nhân dân ") for unit, name in found}


def _place(row: Standing, places: Mapping[str, str]) -> str:
    return places.get(row.agency.unit_code, "") if row.parent_id is None and row.kind != Kind.COMMITTEE else ""


def _old_names(rows: Sequence[Standing], words: str) -> Mapping[uuid.UUID, list[tuple[date | None, str]]]:
    """Give the names by which agencies were found though they bear another in the list.

    Whoever types a whole old name is told of it, even when the words stand in the new one too, in another order.
    """
    phrase = fold(words)
    asked = phrase.split()
    shown = {row.agency_id: row for row in rows if phrase not in row.folded}
    found: dict[uuid.UUID, list[tuple[date | None, str]]] = defaultdict(list)
    for row in Standing.objects.filter(known_at(None), agency__in=list(shown)).order_by("since"):
        now = shown[row.agency_id]
        better = phrase in row.folded or not all(word in now.folded for word in asked)
        if row.name != now.name and better and all(word in row.folded for word in asked):
            later = now.until is not None and row.since is not None and row.since >= now.until
            found[row.agency_id].append((None if later else row.last_day, row.name))
    return found


def _heirs(ended: Sequence[uuid.UUID], on: date) -> Mapping[uuid.UUID, list[tuple[str, str, str]]]:
    found: dict[uuid.UUID, list[tuple[str, str, str]]] = defaultdict(list)
    if not ended:
        return found
    passed = Passing.objects.filter(known_at(None), forebear__in=ended, ends=True).select_related("heir")
    lines = list(passed.order_by("function", "pk"))
    names = names_on({one.heir_id for one in lines}, on)
    for one in lines:
        found[one.forebear_id].append((one.heir.code, names.get(one.heir_id, one.heir.name), one.function))
    return found


def _path(code: str, on: date) -> list[uuid.UUID]:
    """Give the keys from an agency up to the one that stands under nobody; two queries, whatever the depth."""
    start = Agency.objects.filter(code=code, is_withdrawn=False).values_list("pk", flat=True).first()
    standing = facts(Standing.objects.all(), AsOf(on)).order_by()
    reached = Q(agency=start)
    for _step in range(_DEPTH):
        reached = Q(agency=start) | Q(agency__in=standing.filter(reached).values("parent"))
    parents = dict(standing.filter(reached).values_list("agency", "parent"))
    path: list[uuid.UUID] = []
    while start is not None and start in parents and start not in path:
        path.append(start)
        start = parents[start]
    return path


def _children(opened: Iterable[uuid.UUID], on: date) -> Mapping[uuid.UUID, list[Standing]]:
    found: dict[uuid.UUID, list[Standing]] = defaultdict(list)
    keys = list(opened)
    if keys:
        for row in _standing_on(on).filter(parent__in=keys).order_by("folded", "pk"):
            if row.parent_id:
                found[row.parent_id].append(row)
    return found


def _node(
    row: Standing, children: Mapping[uuid.UUID, list[Standing]], opened: set[uuid.UUID], places: Mapping[str, str]
) -> Node:
    node = Node(row, row.has_children, row.agency_id in opened and row.has_children)
    node.above = row.parent.code if row.parent else ""
    node.place = _place(row, places)
    if node.is_open:
        some = children.get(row.agency_id, [])
        # Who is on the way to what was asked for is shown, however many come before.
        shown = some[:MOST_CHILDREN] + [one for one in some[MOST_CHILDREN:] if one.agency_id in opened]
        node.children = [_node(one, children, opened, places) for one in shown]
        node.more = len(some) - len(shown)
    return node
