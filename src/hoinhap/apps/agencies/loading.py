"""Enter what every office would otherwise type: the nation's localities, the central bodies, a province's agencies.

What is entered is a start that an administrator corrects. What no source confirms (`sure` in the data) is entered with
a remark in the title of its act, so that the page of the agency says that it is to be checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.entering import Entry, Happening, enter
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.models import Agency, Succession
from hoinhap.apps.agencies.registry import NO_ACT, Act
from hoinhap.apps.errors import Refused
from hoinhap.core.agencies import units as known
from hoinhap.core.agencies.kinds import Kind
from hoinhap.core.agencies.reorganising import Span
from hoinhap.core.agencies.template import (
    TemplateAgency,
    TemplatePassing,
    TemplateSet,
    central_template,
    province_template,
)
from hoinhap.core.agencies.units import Unit
from hoinhap.core.vi.text import fold

# The day on which districts ended and provinces joined.
MERGE_DAY = date(2025, 7, 1)
# The first day of the changes of 2025.
REFORM = date(2025, 2, 1)
UNSURE = "Cần kiểm tra: ngày hoặc cơ quan tiếp nhận chưa có nguồn xác nhận."
PART = "Một phần địa bàn"
# What not every province has, but is entered unless somebody says otherwise: who coordinates external relations.
USUAL = frozenset({"so-ngoai-vu", "lien-hiep-huu-nghi"})


@dataclass(frozen=True, slots=True)
class Entered:
    """How many agencies a loading has entered; none when all were there."""

    agencies: int
    happenings: int = 0


def load_units(*, actor: Viewer, at: datetime, provinces: Collection[str] | None = None, past: bool = True) -> Entered:
    """Enter the People's Committees of provinces, districts and communes with their lives and heirs.

    `provinces` are codes of the statistics office ("38"); what such a province was made of or went into is entered
    with it, None is the nation. A province that is there already is left as it stands. Without `past` the change of
    1/7/2025 is left out: the localities stand as on the day before, and an administrator carries the change out.
    """
    wanted = _not_yet(_provinces(provinces))
    lives = {key: life for key, life in _below(wanted).items() if past or _begun_before_the_change(life)}
    entries = [_entry(life, past=past) for life in lives.values()]
    told = list(_unit_happenings(lives, past=past))
    if entries:
        title = "Đơn vị hành chính cả nước" if provinces is None else _title(wanted)
        enter(actor=actor, at=at, entries=entries, happenings=told, title=title, tell_each=False)
    return Entered(len(entries), len(told))


def load_central(*, actor: Viewer, at: datetime, only: Collection[str] = ()) -> Entered:
    """Enter the central bodies, those of before 1/3/2025 too; a second call finds them and enters nothing.

    `only` names the bodies that are wanted, by their codes in the template; those above them come with them.
    """
    template = central_template()
    parents = {one.code: one.parent for one in template.agencies}
    wanted, ahead = set[str](), list(only or parents)
    while ahead:
        code = ahead.pop()
        if code and code not in wanted:
            wanted.add(code)
            ahead.append(parents[code])
    found = [entry_of([(template, None, None)], code, str) for code in parents if code in wanted]
    entries = _new(one for one in found if one is not None)
    codes = {entry.code for entry in entries}
    told = [one for one in happenings_of(template, entries, str) if one.code in codes]
    if entries:
        enter(actor=actor, at=at, entries=entries, happenings=told, title="Cơ quan trung ương", tell_each=False)
    return Entered(len(entries), len(told))


def load_province(
    *, actor: Viewer, at: datetime, unit: str, optional: Collection[str] = USUAL, past: bool = True
) -> Entered:
    """Enter the departments and other agencies of a province by its unit ("p-38"), whose committee is there already.

    `optional` says which of the agencies that not every province has are entered. A province that ended on 1/7/2025
    hands each agency on to that of its heir, where that has been entered. Without `past` the agencies stand as before
    the changes of 2025, which an administrator carries out.
    """
    if unit not in known.lives():
        raise Refused("agencies.unknown-agency-code", asked=unit)
    entries, told = _province(unit, optional)
    if not past:
        entries = [_as_before(one) for one in entries if _is_before(one.spans[0])]
        told = [one for one in told if one.on < REFORM]
    entries = _new(entries)
    codes = {entry.code for entry in entries}
    there = _there(code for one in told for code, _function in one.heirs) | codes
    told = [_with_heirs(one, there) for one in told if one.code in codes]
    if entries:
        title = f"Cơ quan của {known.full_name(known.lives()[unit][-1])}"
        enter(actor=actor, at=at, entries=entries, happenings=told, title=title, tell_each=False)
    return Entered(len(entries), len(told))


def load_nation(
    *, actor: Viewer, at: datetime, tell: Callable[[str, Entered], None] = lambda name, entered: None
) -> Entered:
    """Enter the central bodies, all localities, and the agencies of every province of today and of before."""
    total = 0

    def told(name: str, entered: Entered) -> None:
        nonlocal total
        total += entered.agencies
        tell(name, entered)

    told("Cơ quan trung ương", load_central(actor=actor, at=at))
    told("Đơn vị hành chính", load_units(actor=actor, at=at))
    for unit in provinces_by_age():
        name = known.full_name(known.lives()[unit][-1])
        told(name, load_province(actor=actor, at=at, unit=unit))
    return Entered(total)


def provinces_by_age() -> list[str]:
    """Give the ids of all provinces, those that still stand first: an heir is entered before its forebears."""
    found = [key for key in known.lives() if key.startswith("p-")]
    return sorted(found, key=lambda key: (known.lives()[key][-1].until is not None, key))


def find_province(name: str) -> list[str]:
    """Give the ids of the provinces of a name or a code, those that still stand first; several have shared a name."""
    sought = fold(name.strip())
    return [
        key
        for key in provinces_by_age()
        if any(sought in (fold(one.name), fold(known.full_name(one)), one.code) for one in known.lives()[key])
    ]


def joined_with(unit: str, *, past: bool = True) -> list[str]:
    """Give the ids of the provinces that a province was made of or went into, itself too, heirs first.

    Without `past`: those of them that stood before 1/7/2025.
    """
    found = _provinces({known.lives()[unit][0].code})
    return [
        key for key in provinces_by_age() if key in found and (past or _begun_before_the_change(known.lives()[key]))
    ]


def unit_agency(unit: str) -> str:
    """Give the code of the committee of a unit: "p-38" stands as "ubnd-p-38"."""
    return f"ubnd-{unit.replace('.', '-')}"


# --- localities -----------------------------------------------------------------------------------------------------


def _provinces(codes: Collection[str] | None) -> set[str]:
    """Give the ids of provinces, with all that they were made of and went into."""
    every = {key for key in known.lives() if key.startswith("p-")}
    if codes is None:
        return every
    missing = set(codes) - {known.lives()[key][0].code for key in every}
    if missing:
        raise Refused("agencies.unknown-agency-code", asked=min(missing))
    wanted: set[str] = set()
    ahead = [key for key in every if known.lives()[key][0].code in codes]
    while ahead:
        key = ahead.pop()
        if key not in wanted:
            wanted.add(key)
            ahead += [line.new for line in known.heirs_of(key)] + [line.old for line in known.forebears_of(key)]
    return wanted


def _not_yet(provinces: set[str]) -> set[str]:
    """Leave out the provinces that are there, and those that would be joined to them."""
    there = set(_there(map(unit_agency, provinces)))
    return {
        key
        for key in provinces
        if not any(unit_agency(one) in there for one in _provinces({known.lives()[key][0].code}))
    }


def _below(provinces: set[str]) -> dict[str, Sequence[Unit]]:
    """Give the lives of provinces and of all that ever stood below them."""
    found: dict[str, Sequence[Unit]] = {}
    for level in "pdc":
        for key, life in known.lives().items():
            if key[0] == level and (key in provinces or any(one.parent in found for one in life)):
                found[key] = life
    return found


def _begun_before_the_change(life: Sequence[Unit]) -> bool:
    return life[0].since is None or life[0].since < MERGE_DAY


def _entry(life: Sequence[Unit], *, past: bool) -> Entry:
    spans = []
    for one in life:
        if not past and one.since is not None and one.since >= MERGE_DAY:
            continue
        until = one.until if past or (one.until is not None and one.until < MERGE_DAY) else None
        name = known.committee_name(one)
        spans.append(
            Span(
                name=name,
                short_name=name.replace("Ủy ban nhân dân", "UBND", 1),
                kind=Kind.COMMITTEE.value,
                level=one.level.value,
                parent=unit_agency(one.parent) if one.parent else "",
                since=one.since,
                until=until,
            )
        )
    last = life[-1]
    return Entry(unit_agency(last.id), tuple(spans), last.code, last.latitude, last.longitude)


def _unit_happenings(lives: Mapping[str, Sequence[Unit]], *, past: bool) -> Iterator[Happening]:
    for key, life in lives.items():
        if life[0].since is not None:
            yield Happening("founded", unit_agency(key), life[0].since, _act(life[0].act, sure=life[0].sure))
        for before, after in pairwise(life):
            if after.since is None or (not past and after.since >= MERGE_DAY):
                continue
            is_named = known.full_name(before) != known.full_name(after)
            yield Happening(
                "renamed" if is_named else "moved", unit_agency(key), after.since, _act(after.act, sure=after.sure)
            )
        passed: dict[date, list[known.UnitHeir]] = defaultdict(list)
        for line in known.heirs_of(key):
            if line.new in lives and (past or line.on < MERGE_DAY):
                passed[line.on].append(line)
        for on, lines in passed.items():
            yield _passed(key, life, on, lines)
        end = life[-1].until
        if end is not None and end not in passed and (past or end < MERGE_DAY):
            yield Happening("ended", unit_agency(key), end)


def _passed(key: str, life: Sequence[Unit], on: date, lines: Sequence[known.UnitHeir]) -> Happening:
    """Tell what went to whom. Of several heirs the one with the same code carries on what nobody has named."""
    ends = life[-1].until == on
    kind = "transferred" if not ends else "merged" if len(lines) == 1 else "split"
    main = next((line for line in lines if line.whole), None)
    if ends and main is None:
        same = [line for line in lines if line.new.partition(".")[0] == key.partition(".")[0]]
        main = same[0] if same else lines[0] if len(lines) == 1 else None
    heirs = tuple((unit_agency(line.new), "" if line is main else PART) for line in lines)
    return Happening(kind, unit_agency(key), on, _act(lines[0].act, sure=all(line.sure for line in lines)), heirs)


def _act(symbol: str, *, sure: bool = True) -> Act:
    act = known.acts().get(symbol)
    if act is None:
        return Act(symbol, "" if sure else UNSURE)
    return Act(symbol, act.title if sure else UNSURE, act.issued)


def _title(provinces: Iterable[str]) -> str:
    names = sorted({known.full_name(known.lives()[key][-1]) for key in provinces})
    return f"Đơn vị hành chính: {', '.join(names)}"


# --- agencies by a template -------------------------------------------------------------------------------------------

Named = Callable[[str], str]
Told = tuple[TemplateSet, date | None, date | None]


def _province(unit: str, optional: Collection[str]) -> tuple[list[Entry], list[Happening]]:
    """Lay out the agencies of a province; it was called otherwise at times, and so were they."""
    life = known.lives()[unit]
    told: list[Told] = [(province_template(one.name, one.kind), one.since, one.until) for one in life]
    central = {one.code for one in central_template().agencies}
    own = {one.code for one in told[-1][0].agencies}

    def named(code: str) -> str:
        if code == "ubnd":
            return unit_agency(unit)
        return code if code in central and code not in own else f"{_prefix(unit)}-{code}"

    entries = []
    for one in told[-1][0].agencies:
        if one.code != "ubnd" and (not one.optional or one.code in optional):
            entry = entry_of(told, one.code, named)
            if entry is not None:
                # What stands under none of the province's agencies is known to be of it by the province's code.
                is_below = one.parent in own
                entries.append(entry if is_below else replace(entry, unit_code=life[-1].code))
    happenings = happenings_of(told[-1][0], entries, named)
    end = life[-1].until
    if end is not None:
        happenings = [one for one in happenings if one.on < end]
        happenings += _handed_on(unit, end, told[-1][0], entries, named)
    return entries, happenings


def _handed_on(
    unit: str, end: date, template: TemplateSet, entries: Sequence[Entry], named: Named
) -> Iterator[Happening]:
    """Tell how the agencies of a province that ends go on in its heir: each with its like, or its like's heir."""
    heir = next(line.new for line in known.heirs_of(unit) if line.whole)
    onward = {one.forebear: one.heir for one in template.passings if one.on >= end and not one.function}
    by_code = {named(one.code): one.code for one in template.agencies}
    for entry in entries:
        code = by_code[entry.code]
        if entry.spans[-1].until == end or code in onward:
            to = f"{_prefix(heir)}-{onward.get(code, code)}"
            yield Happening("merged", entry.code, end, Act("", UNSURE), ((to, ""),))


def entry_of(told: Sequence[Told], code: str, named: Named) -> Entry | None:
    """Lay out an agency: its names within the times in which the province was called so."""
    spans: list[Span] = []
    for template, since, until in told:
        one = next(agency for agency in template.agencies if agency.code == code)
        for name in one.names:
            begins, ends = _later(name.since, since), _earlier(name.until, until)
            if begins is not None and ends is not None and begins >= ends:
                continue
            span = _span(one, name.text, name.short, named)
            if spans and replace(spans[-1], since=None, until=None) == span:
                spans[-1] = replace(spans[-1], until=ends)
            else:
                spans.append(replace(span, since=begins, until=ends))
    return Entry(named(code), tuple(spans)) if spans else None


def _span(one: TemplateAgency, name: str, short: str, named: Named) -> Span:
    return Span(name, short, str(one.kind), str(one.level), named(one.parent) if one.parent else "")


def happenings_of(template: TemplateSet, entries: Sequence[Entry], named: Named) -> list[Happening]:
    """Tell what happened to the agencies of a template; who took over from one on one day is one happening."""
    lives = {entry.code: entry for entry in entries}
    sure = {named(one.code): one.sure for one in template.agencies}
    happenings = []
    for entry in entries:
        remark = NO_ACT if sure.get(entry.code, True) else Act("", UNSURE)
        if entry.spans[0].since is not None:
            happenings.append(Happening("founded", entry.code, entry.spans[0].since, remark))
        happenings += [Happening("renamed", entry.code, one.since, remark) for one in entry.spans[1:] if one.since]
    passed: dict[tuple[str, date], list[TemplatePassing]] = defaultdict(list)
    for one in template.passings:
        if named(one.forebear) in lives and named(one.heir) in lives:
            passed[named(one.forebear), one.on].append(one)
    for (code, on), lines in passed.items():
        until = lives[code].spans[-1].until
        ends = until is not None and until <= on
        kind = "transferred" if not ends else "merged" if len(lines) == 1 else "split"
        symbol = next((line.act for line in lines if line.act), "")
        act = Act(symbol, "" if all(line.sure for line in lines) else UNSURE)
        happenings.append(Happening(kind, code, on, act, tuple((named(line.heir), line.function) for line in lines)))
    told_ends = {code for code, _on in passed}
    for entry in entries:
        end = entry.spans[-1].until
        if end is not None and entry.code not in told_ends:
            happenings.append(Happening(Succession.Kinds.ENDED, entry.code, end))
    return happenings


def _is_before(span: Span) -> bool:
    return span.since is None or span.since < REFORM


def _as_before(entry: Entry) -> Entry:
    """Leave out what is known to happen to an agency from the changes of 2025 on."""
    spans = [span for span in entry.spans if _is_before(span)]
    until = spans[-1].until
    if until is not None and until >= REFORM:
        spans[-1] = replace(spans[-1], until=None)
    return replace(entry, spans=tuple(spans))


def _prefix(unit: str) -> str:
    """Give what stands before the codes of a province's agencies: "thanh-hoa", "tay-ninh-2" for a second one."""
    name = "-".join(fold(known.lives()[unit][-1].name).replace("-", " ").split())
    number = unit.partition(".")[2]
    return f"{name}-{number}" if number else name


def _with_heirs(one: Happening, there: Collection[str]) -> Happening:
    """Leave out heirs that are not there; whoever is left without any has simply ended."""
    heirs = tuple((code, function) for code, function in one.heirs if code in there)
    if one.heirs and not heirs:
        return replace(one, kind=Succession.Kinds.ENDED, heirs=())
    return replace(one, heirs=heirs)


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _new(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out what is there already."""
    wanted = list(entries)
    there = _there(entry.code for entry in wanted)
    return [entry for entry in wanted if entry.code not in there]


def _there(codes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for some in chunks(set(codes)):
        found.update(Agency.objects.filter(code__in=some, is_withdrawn=False).values_list("code", flat=True))
    return found
