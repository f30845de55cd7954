"""Ready-made merge days of 2025, for the agencies that are there: a start that an administrator corrects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q

from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.loading import MERGE_DAY, PART, unit_agency
from hoinhap.apps.agencies.merger_forms import free_code
from hoinhap.apps.agencies.merger_steps import merge, split
from hoinhap.apps.agencies.mergers import Head
from hoinhap.apps.agencies.models import Standing
from hoinhap.apps.agencies.registry import key_of
from hoinhap.core.agencies import units as known
from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.agencies.reorganising import Found, Pass, Restand, Step
from hoinhap.core.agencies.template import TemplateAgency, TemplateSet, province_template
from hoinhap.core.agencies.units import Unit, UnitHeir
from hoinhap.core.vi.text import fold

DEPARTMENTS, LOCALITIES = "so-2025", "dia-phuong-2025"
# Kept with the draft, so in the language of the papers whatever the language of the page.
TITLES = {
    DEPARTMENTS: "01/03/2025: sắp xếp các sở",
    LOCALITIES: "01/07/2025: bỏ cấp huyện, sắp xếp xã, hợp nhất tỉnh",
}
DEPARTMENT_DAY = date(2025, 3, 1)
DEPARTMENT_EVE = DEPARTMENT_DAY - timedelta(days=1)
_COMMITTEE = "ủy ban nhân dân "
_KINDS = ("thành phố", "tỉnh")
# What a district did in a commune went on there; what is left goes to the province.
_IN_COMMUNE = "Việc trên địa bàn"


def ready(name: str) -> tuple[Head, tuple[Step, ...]] | None:
    """Give a ready-made merge day by its name, for the agencies that are there; None for a name nobody knows."""
    if name == DEPARTMENTS:
        head = Head(TITLES[DEPARTMENTS], DEPARTMENT_DAY, "45/2025/NĐ-CP", "", date(2025, 2, 28))
        return head, departments()
    if name == LOCALITIES:
        act = known.acts().get("202/2025/QH15")
        return Head(
            TITLES[LOCALITIES], MERGE_DAY, "202/2025/QH15", act.title if act else "", act.issued if act else None
        ), units()
    return None


# --- 1/3/2025 ---


def departments() -> tuple[Step, ...]:
    """Lay out what became of the departments of every province that is there, as the template knows it.

    What has ended or was changed since is left as it is: that was arranged already.
    """
    rows = Standing.objects.filter(agency__is_withdrawn=False).select_related("agency")
    before = facts(rows, AsOf(DEPARTMENT_EVE)).filter(until=None)
    after = facts(rows, AsOf(DEPARTMENT_DAY))
    committees = list(before.filter(kind=Kind.COMMITTEE, level=Level.PROVINCE))
    made: list[Step] = []
    for committee in committees:
        template = _template_of(committee.name)
        if template is not None:
            below = Q(parent=committee.agency_id)
            if len(committees) == 1:
                below |= Q(parent=None, level=Level.PROVINCE)
            made += _departments_of(committee, template, before.filter(below), after.filter(below), made)
    return tuple(made)


def _template_of(committee: str) -> TemplateSet | None:
    words = committee.lower().removeprefix(_COMMITTEE)
    kind = next((kind for kind in _KINDS if words.startswith(f"{kind} ")), None)
    return province_template(committee[len(committee) - len(words) + len(kind) + 1 :], kind) if kind else None


def _departments_of(
    committee: Standing,
    template: TemplateSet,
    before: Iterable[Standing],
    after: Iterable[Standing],
    others: Sequence[Step],
) -> list[Step]:
    old, heirs_there = _named(before), _named(after)
    agencies = {one.code: one for one in template.agencies}
    sources = {code: key for code, one in agencies.items() if (key := _there(one, old, DEPARTMENT_EVE))}
    keys = {code: key for code, one in agencies.items() if (key := _there(one, heirs_there, DEPARTMENT_DAY))}
    made: list[Step] = []
    passed: dict[str, list[tuple[str, str]]] = defaultdict(list)
    whole: set[str] = set()
    for one in template.passings:
        if one.on != DEPARTMENT_DAY or one.forebear not in sources or one.forebear == one.heir:
            continue
        if one.heir not in keys:
            if one.function:
                continue  # Who would take the function over is not there.
            agency = agencies[one.heir]
            name = agency.names[-1].text
            code = free_code(name, [*others, *made])
            parent = str(committee.agency_id)
            founds = Found(str(key_of(code)), code, name, agency.names[-1].short, agency.kind, agency.level, parent)
            made.append(founds)
            keys[one.heir] = founds.key
        passed[sources[one.forebear]].append((keys[one.heir], one.function))
        if not one.function:
            whole.add(sources[one.forebear])
    for key, heirs in passed.items():
        if key in whole:
            made += split(key, sorted(heirs, key=lambda one: bool(one[1])))
        else:
            made += split(key, heirs, ends=False)
    return made


def _named(rows: Iterable[Standing]) -> dict[str, str]:
    """Give agencies by each of their names, folded."""
    named: dict[str, str] = {}
    for row in rows:
        for text in (row.name, row.short_name):
            if text:
                named.setdefault(fold(text), str(row.agency_id))
    return named


def _there(agency: TemplateAgency, named: Mapping[str, str], on: date) -> str:
    for name in agency.names:
        if (name.since is None or name.since <= on) and (name.until is None or on < name.until):
            for text in (name.text, name.short, *name.also):
                if text and fold(text) in named:
                    return named[fold(text)]
    return ""


# --- 1/7/2025 ---


def units() -> tuple[Step, ...]:
    """Lay out what became of the localities that are there: provinces joined, districts ended, communes arranged."""
    before = {one.id: one for one in known.units_on(MERGE_DAY - timedelta(days=1))}
    after = {one.id: one for one in known.units_on(MERGE_DAY)}
    keys = _localities(before.values())
    told: dict[str, list[UnitHeir]] = defaultdict(list)
    for line in known.heirs():
        if line.on == MERGE_DAY and line.old in keys:
            told[line.old].append(line)
    wanted = {line.new for lines in told.values() for line in lines} | {
        after[one].parent for one in keys if one in after
    }
    wanted |= {after[one].parent for one in wanted if one in after}
    founds = [after[one] for one in sorted(wanted - {""}, key=lambda one: ("pdc".index(one[0]), one)) if one in after]
    keys |= {one.id: str(key_of(unit_agency(one.id))) for one in founds if one.id not in keys}
    # What goes into a locality stands beneath its founding, as a person reads it.
    into: dict[str, list[Step]] = {one.id: [_found(one, keys)] if one.id not in before else [] for one in founds}
    for old in sorted(keys.keys() & before.keys(), key=lambda one: ("pdc".index(one[0]), one)):
        if old in after:
            into.setdefault(old, []).extend(_goes_on(old, before[old], after[old], told[old], keys))
        else:
            main = _main(old, told[old], after)
            into.setdefault(main, []).extend(_ends(old, told[old], keys, main))
    ordered = sorted(into, key=lambda one: ("pdc".index(one[0]) if one else 3, one))
    made = [step for one in ordered for step in into[one]]
    made += _merged_departments(told, keys, before, after)
    return tuple(made)


def _localities(standing: Iterable[Unit]) -> dict[str, str]:
    """Give the keys of the localities that are there and stand on: by the code of a loading, else by the unit."""
    eve = AsOf(MERGE_DAY - timedelta(days=1))
    going = facts(Standing.objects.filter(kind=Kind.COMMITTEE, until=None, agency__is_withdrawn=False), eve)
    by_code: dict[str, str] = {}
    by_unit: dict[tuple[str, str], str] = {}
    for key, code, level, unit in going.values_list("agency", "agency__code", "level", "agency__unit_code"):
        by_code[code] = str(key)
        if unit:
            by_unit[level, unit] = str(key)
    found = {}
    for one in standing:
        key = by_code.get(unit_agency(one.id)) or by_unit.get((one.level.value, one.code))
        if key:
            found[one.id] = key
    return found


def _found(unit: Unit, keys: Mapping[str, str]) -> Found:
    name = known.committee_name(unit)
    return Found(
        keys[unit.id],
        unit_agency(unit.id),
        name,
        name.replace("Ủy ban nhân dân", "UBND", 1),
        Kind.COMMITTEE.value,
        unit.level.value,
        keys.get(unit.parent, ""),
        unit.code,
        unit.latitude,
        unit.longitude,
    )


def _goes_on(old: str, before: Unit, after: Unit, lines: Sequence[UnitHeir], keys: Mapping[str, str]) -> list[Step]:
    made: list[Step] = []
    name = known.committee_name(after) if known.full_name(after) != known.full_name(before) else None
    parent = keys.get(after.parent) if after.parent != before.parent else None
    if name or parent:
        short = name.replace("Ủy ban nhân dân", "UBND", 1) if name else None
        made.append(Restand(keys[old], name, short, parent=parent))
    made += [Pass(keys[old], keys[line.new], PART) for line in lines if keys[line.new] != keys[old]]
    return made


def _main(old: str, lines: Sequence[UnitHeir], after: Mapping[str, Unit]) -> str:
    """Give who takes over what goes to nobody else: of a district the province, else the one that has it whole."""
    if old.startswith("d"):
        return min((after[line.new].parent for line in lines if line.new in after), default="")
    whole = [line.new for line in lines if line.whole]
    same = [line.new for line in lines if line.new.partition(".")[0] == old.partition(".")[0]]
    return next(iter([*whole, *same, *(line.new for line in lines)]), "")


def _ends(old: str, lines: Sequence[UnitHeir], keys: Mapping[str, str], main: str) -> tuple[Step, ...]:
    """Let a locality end. A district's papers go on at the province, what it did in a commune goes on there."""
    if main not in keys:
        return split(keys[old], [])
    function = _IN_COMMUNE if old.startswith("d") else PART
    rest = [(keys[line.new], function) for line in lines if line.new != main]
    return split(keys[old], [(keys[main], ""), *rest]) if rest else merge(keys[old], keys[main])


def _merged_departments(
    told: Mapping[str, Sequence[UnitHeir]],
    keys: Mapping[str, str],
    before: Mapping[str, Unit],
    after: Mapping[str, Unit],
) -> list[Step]:
    """Let the departments of provinces that join go together, each with those of the same name."""
    joined: dict[str, list[str]] = defaultdict(list)
    for old, lines in told.items():
        for line in lines:
            if old.startswith("p") and line.whole:
                joined[line.new].append(old)
    eve = AsOf(MERGE_DAY - timedelta(days=1))
    rows = facts(Standing.objects.filter(until=None).exclude(kind=Kind.COMMITTEE), eve)
    made: list[Step] = []
    for new, olds in joined.items():
        # The departments of the province whose name goes on take in the others.
        seat = next((old for old in olds if before[old].name == after[new].name), olds[0])
        if new in before and new in keys:
            olds, seat = [*olds, new], new
        groups: dict[str, dict[str, str]] = defaultdict(dict)
        for old in olds:
            for key, name in rows.filter(parent=keys[old]).values_list("agency", "name"):
                bare = fold(name).replace(fold(before[old].name), "").strip()
                groups[bare][old] = str(key)
        for some in groups.values():
            if seat in some:
                for old, key in some.items():
                    if old != seat:
                        made += merge(key, some[seat])
    return made
