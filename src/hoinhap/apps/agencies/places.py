"""The communes as places on a map, of the nation or of one province, as of a day."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.models import Standing
from hoinhap.apps.errors import NotFound
from hoinhap.core.agencies.dots import Dot
from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.vi.order import order
from hoinhap.core.vi.text import fold

# So many communes of the nation are listed when a name is sought.
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Province:
    """A province with the number of its communes on the day, and how many of them have a centre point."""

    code: str
    name: str
    communes: int
    placed: int


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune: its code, name and place, and the province it belongs to."""

    code: str
    name: str
    unit_code: str
    lat: float | None
    lon: float | None
    province: str
    province_code: str
    folded: str


@dataclass(frozen=True, slots=True)
class Places:
    """The communes of a day. `province` is the one that was asked for; `found` are those with the words sought."""

    provinces: tuple[Province, ...]
    communes: tuple[Commune, ...]
    province: Province | None
    found: tuple[Commune, ...]
    more: int


def places_for(viewer: Viewer, *, on: date, province: str = "", words: str = "") -> Places:
    """Give the communes of the nation or of a province; two queries, whatever their number."""
    if viewer.person_id is None and not viewer.system:
        raise NotFound
    above: dict[uuid.UUID, tuple[uuid.UUID | None, str, str]] = {}
    heads: dict[uuid.UUID, tuple[str, str]] = {}
    for key, parent, level, name, code in _committees(on, Q(level__in=(Level.PROVINCE, Level.DISTRICT))).values_list(
        "agency", "parent", "level", "name", "agency__code"
    ):
        if level == Level.PROVINCE:
            heads[key] = (code, name)
        else:
            above[key] = (parent, code, name)
    rows = _committees(on, Q(level=Level.COMMUNE)).values_list(
        "name", "folded", "parent", "agency__code", "agency__unit_code", "agency__lat", "agency__lon"
    )
    communes: list[Commune] = []
    all_of: Counter[str] = Counter()
    placed_of: Counter[str] = Counter()
    for name, folded, parent, code, unit_code, lat, lon in rows:
        home = parent if parent in heads else above.get(parent, (None, "", ""))[0]
        head_code, head_name = heads.get(home, ("", "")) if home else ("", "")
        all_of[head_code] += 1
        placed_of[head_code] += lat is not None
        if not province or head_code == province:
            communes.append(Commune(code, name, unit_code, lat, lon, head_name, head_code, folded))
    provinces = sorted(
        (Province(code, name, all_of[code], placed_of[code]) for code, name in heads.values()),
        key=lambda one: order(one.name),
    )
    chosen = next((one for one in provinces if one.code == province), None)
    if province and chosen is None:
        raise NotFound
    asked = fold(words).split()
    found = [one for one in communes if asked and all(word in one.folded for word in asked)]
    if province and not asked:
        found = communes
    found.sort(key=lambda one: order(one.name))
    most = len(found) if province else MOST_FOUND
    return Places(tuple(provinces), tuple(communes), chosen, tuple(found[:most]), max(0, len(found) - most))


def dots_of(places: Places, *, href: Callable[[str], str]) -> list[Dot]:
    """Make the dots of a map; `href` makes the address of a commune from its code."""
    return [Dot(one.unit_code or one.code, one.name, one.lat, one.lon, href=href(one.code)) for one in places.communes]


def _committees(on: date, which: Q) -> QuerySet[Standing]:
    rows = Standing.objects.filter(which, kind=Kind.COMMITTEE, agency__is_withdrawn=False)
    return facts(rows, AsOf(on)).order_by()
