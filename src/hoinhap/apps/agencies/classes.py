"""Who is in a class of agencies on a day, and why: by its rule, by decision, or taken out by decision.

The rule is the pure one of `core.agencies.classing`. Only those who may be in it are read: the agencies of the
province, or those of the kinds and levels meant. How many queries there are depends on the rule, not on the data.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.kind_words import kinds_of
from hoinhap.apps.agencies.models import Agency, AgencyClass, ClassMember, Standing
from hoinhap.apps.agencies.models import ClassRule as RuleFact
from hoinhap.apps.errors import NotFound
from hoinhap.core.agencies.classing import ClassRule, members
from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.agencies.known import Known, NameForm

BY_RULE, BY_DECISION, TAKEN_OUT = "rule", "decision", "out"
_DEPTH = 4
_FIELDS = ("agency_id", "agency__code", "name", "folded", "kind", "level", "parent_id", "above")


class _Row(NamedTuple):
    key: uuid.UUID
    code: str
    name: str
    folded: str
    kind: str
    level: str
    parent: uuid.UUID | None
    above: str | None  # the kind of the parent, where the rule asks for it


_Homes = dict[uuid.UUID, dict[uuid.UUID, _Row]]


@dataclass(frozen=True, slots=True)
class Member:
    """An agency that is in a class on a day, or was taken out of it; `since` and `until` are those of the decision."""

    agency: uuid.UUID
    code: str
    name: str
    kind: str
    level: str
    why: str
    since: date | None = None
    until: date | None = None
    fact: int | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A class on a day: who is in it, who was taken out, and the rules that were in force."""

    members: tuple[Member, ...]
    taken_out: tuple[Member, ...]
    rules: tuple[RuleFact, ...]


def classes_for(viewer: Viewer) -> QuerySet[AgencyClass]:
    """Give the classes; whoever is signed in sees them all."""
    if viewer.person_id is None and not viewer.system:
        raise NotFound
    return AgencyClass.objects.select_related("province").order_by("name", "pk")


def class_for(viewer: Viewer, code: str) -> AgencyClass:
    """Give one class by its code."""
    found = classes_for(viewer).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def names_of_classes(ids: Sequence[str]) -> dict[str, str]:
    """Give the names of some classes by their keys; one query."""
    return {str(key): name for key, name in AgencyClass.objects.filter(pk__in=list(ids)).values_list("pk", "name")}


def rules_on(asof: AsOf) -> dict[uuid.UUID, list[ClassRule]]:
    """Give the rules in force of all classes; one query."""
    found: dict[uuid.UUID, list[ClassRule]] = {}
    for one in facts(RuleFact.objects.all(), asof):
        found.setdefault(one.agency_class_id, []).append(ClassRule.from_json(one.rule))
    return found


def whose(
    viewer: Viewer, agency_class: AgencyClass, code: str, on: date
) -> tuple[uuid.UUID | None, list[tuple[str, str, bool]]]:
    """Say for which province a class is resolved, and which may be chosen: (code, name, whether it is that one).

    A class of a province is that province's. Any other is resolved for the one asked for, else for the viewer's own.
    """
    if agency_class.province_id is not None:
        return agency_class.province_id, []
    rows = _standing(AsOf(on)).filter(kind=Kind.COMMITTEE, level=Level.PROVINCE)
    seats = list(rows.order_by("folded", "agency").values_list("agency", "agency__code", "name"))
    home = next((key for key, one, _name in seats if one == code), None)
    if home is None and not code:
        home = province_of(sorted(viewer.agencies()), on)
        if home is None and len(seats) == 1:
            home = seats[0][0]
    return home, [(one, name, key == home) for key, one, name in seats]


def members_on(agency_class: AgencyClass, asof: AsOf, *, province: uuid.UUID | None = None) -> tuple[Member, ...]:
    """Give who is in a class on a day, by name.

    `province` is whose class it is when the class itself belongs to no province: the People's Committee of the paper.
    """
    return resolve(agency_class, asof, province=province).members


def resolve(agency_class: AgencyClass, asof: AsOf, *, province: uuid.UUID | None = None) -> Resolved:
    """Resolve a class as of a day, with the reason for each member."""
    rules = list(facts(RuleFact.objects.filter(agency_class=agency_class), asof))
    decided = {one.agency_id: one for one in facts(ClassMember.objects.filter(agency_class=agency_class), asof)}
    home = agency_class.province_id or province
    homes: _Homes = {}
    taken: dict[uuid.UUID, _Row] = {}
    for one in rules:
        taken.update(_taken(ClassRule.from_json(one.rule), asof, home, homes))
    rest = [key for key in decided if key not in taken]
    rows = {**taken, **_rows(Q(agency__in=rest), asof)} if rest else taken
    inside: list[Member] = []
    out: list[Member] = []
    for row in sorted(rows.values(), key=lambda row: (row.folded, row.code)):
        decision = decided.get(row.key)
        if decision is None:
            inside.append(_member(row))
        elif decision.belongs:
            inside.append(_member(row, decision))
        else:
            out.append(_member(row, decision))
    return Resolved(tuple(inside), tuple(out), tuple(rules))


def matched(rule: ClassRule, asof: AsOf, *, province: uuid.UUID | None) -> tuple[Member, ...]:
    """Give whom a rule takes in on a day, before it is kept."""
    rows = _taken(rule, asof, province, {}).values()
    return tuple(_member(row) for row in sorted(rows, key=lambda row: (row.folded, row.code)))


def province_of(agencies: Sequence[uuid.UUID], on: date) -> uuid.UUID | None:
    """Give the People's Committee of the province in which one of some agencies is; two queries."""
    standing = _standing(AsOf(on))
    reached = Q(agency__in=agencies)
    for _step in range(_DEPTH):
        reached = Q(agency__in=agencies) | Q(agency__in=standing.filter(reached).values("parent"))
    above = list(standing.filter(reached).values_list("agency", "kind", "level", "agency__unit_code"))
    seats = [key for key, kind, level, _unit in above if kind == Kind.COMMITTEE and level == Level.PROVINCE]
    units = {unit for _key, kind, _level, unit in above if unit and kind != Kind.COMMITTEE}
    if not seats and units:
        seated = standing.filter(kind=Kind.COMMITTEE, level=Level.PROVINCE, agency__unit_code__in=units)
        seats = list(seated.values_list("agency", flat=True))
    return min(seats, default=None)


def _taken(rule: ClassRule, asof: AsOf, home: uuid.UUID | None, homes: _Homes) -> dict[uuid.UUID, _Row]:
    """Give the agencies that a rule takes in, by their keys; `homes` keeps what was read of a province."""
    here = uuid.UUID(rule.province) if rule.province else home
    taken: dict[uuid.UUID, _Row] = {}
    for part in rule.parts or (rule,):
        if part.keys:
            taken.update(_rows(Q(agency__in=[uuid.UUID(key) for key in part.keys]), asof))
        elif not part.of and (part.kinds or part.sectors):
            taken.update(_taken_by(part, asof, here, homes))
    return taken


def _taken_by(part: ClassRule, asof: AsOf, here: uuid.UUID | None, homes: _Homes) -> dict[uuid.UUID, _Row]:
    if here is not None and here not in homes and (part.scope == "province" or "local" in part.levels):
        homes[here] = _province(here, asof)
    inside = homes.get(here, {}) if here is not None else {}
    local = _local(here, inside)
    if here is not None and part.scope == "province":
        found = {**inside, **_rows(_coarse(part, here, local) & Q(level=Level.CENTRAL), asof)}
    else:
        found = _rows(_coarse(part, here, local), asof, with_above=bool(part.under))
    home_key = str(here or "")
    known = [
        Known(
            str(row.key),
            row.kind,
            row.level,
            home_key if row.key in inside else "",
            (NameForm(row.name),),
            parent=str(row.parent or ""),
        )
        for row in found.values()
    ]
    # What stands above counts by its kind only; a district says that what is local are districts.
    known += [Known(str(row.parent), row.above, "", "", ()) for row in found.values() if row.parent and row.above]
    if local == Level.DISTRICT:
        known.append(Known("a district", Kind.COMMITTEE.value, local, home_key, ()))
    keys = set(members(part, known, asof.on, home_key))
    return {key: row for key, row in found.items() if str(key) in keys}


def _coarse(part: ClassRule, here: uuid.UUID | None, local: str) -> Q:
    """Say what the database can ask of the agencies in a part of a rule; the rule itself is asked after it."""
    kinds = set(part.kinds)
    if part.sectors:
        of_sectors = {kind for sector in part.sectors for kind in kinds_of(sector)}
        kinds = kinds & of_sectors if kinds else of_sectors
    wanted = Q(kind__in=sorted(kinds))
    if part.levels:
        below = (Level.DISTRICT.value, Level.COMMUNE.value) if here is not None else (Level.PROVINCE.value,)
        own = (Level.PROVINCE.value if here is not None else Level.CENTRAL.value,)
        meant = {"own": own, "local": (local,), "below": below}
        wanted &= Q(level__in=sorted({one for level in part.levels for one in meant.get(level, (level,))}))
    return wanted


def _local(here: uuid.UUID | None, inside: Mapping[uuid.UUID, _Row]) -> str:
    """Say which level is the local one: districts where there are some, else communes; of the nation, provinces."""
    if here is None:
        return Level.PROVINCE.value
    has_districts = any(row.kind == Kind.COMMITTEE and row.level == Level.DISTRICT for row in inside.values())
    return Level.DISTRICT.value if has_districts else Level.COMMUNE.value


def _province(here: uuid.UUID, asof: AsOf) -> dict[uuid.UUID, _Row]:
    """Give the agencies of a province: whatever stands under its committee, and what works in its name.

    What stands under no committee, such as the Party's and the police's, has the code of the province where it works.
    A query for each step down, which the index of parents answers.
    """
    unit = Agency.objects.filter(pk=here).exclude(unit_code="").values("unit_code")
    also = Agency.objects.filter(unit_code__in=unit).exclude(kind=Kind.COMMITTEE).values("pk")
    found = _rows(Q(agency=here) | Q(agency__in=also), asof)
    ahead = list(found)
    for _step in range(_DEPTH):
        if not ahead:
            break
        below = _rows(Q(parent__in=ahead), asof)
        ahead = [key for key in below if key not in found]
        found.update(below)
    kinds = {key: row.kind for key, row in found.items()}
    return {key: row._replace(above=kinds.get(row.parent) if row.parent else None) for key, row in found.items()}


def _standing(asof: AsOf) -> QuerySet[Standing]:
    return facts(Standing.objects.filter(agency__is_withdrawn=False), asof).order_by()


def _rows(wanted: Q, asof: AsOf, *, with_above: bool = False) -> dict[uuid.UUID, _Row]:
    above = _standing(asof).filter(agency=OuterRef("parent")).values("kind")[:1]
    found = _standing(asof).filter(wanted).annotate(above=Subquery(above) if with_above else Value(""))
    return {row[0]: _Row(*row) for row in found.values_list(*_FIELDS)}


def _member(row: _Row, decision: ClassMember | None = None) -> Member:
    if decision is None:
        return Member(row.key, row.code, row.name, row.kind, row.level, BY_RULE)
    why = BY_DECISION if decision.belongs else TAKEN_OUT
    return Member(
        row.key, row.code, row.name, row.kind, row.level, why, decision.since, decision.until, int(decision.pk)
    )
