"""Make the administrative units in src/hoinhap/core/agencies/data again, from a folder with the four packages.

    python scripts/units.py FOLDER

The packages are those of `units_sources.WHEELS`; `docs/units.md` says what each gives and how the lives are made. The
same packages give the same files, byte by byte. Besides the data it writes docs/units-disagreements.csv: what the
sources say differently, and what was taken.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import units_acts as acts
import units_sources as sources
from units_settling import settle
from units_sources import Listing, Named, alike, path_key

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "hoinhap" / "core" / "agencies" / "data"
DISAGREEMENTS = ROOT / "docs" / "units-disagreements.csv"
# Heirs that no rule finds but names tell: Hải Châu I and II became Hải Châu.
BY_HAND = {"20239": ["20236"]}


@dataclass(frozen=True)
class When:
    """A day of change, its act, and whether a source gives the day for this unit."""

    day: str
    act: str = ""
    sure: bool = True


@dataclass
class Life:
    """One unit from its making to its end; `names` and `aboves` are its changes, in their order."""

    id: str
    names: list[tuple[When, tuple[str, str]]]  # kind and name
    aboves: list[tuple[When, str]]  # "d-380", "p-38": level and code, whichever life has it on the day
    since: When
    until: When | None = None
    point: tuple[float, float] | None = None

    @property
    def level(self) -> str:
        return self.id[0]


@dataclass
class Book:
    """Lives and heirs as they are made, and what the sources disagree on."""

    lives: dict[str, Life] = field(default_factory=dict)
    by_code: dict[str, list[Life]] = field(default_factory=lambda: defaultdict(list))
    heirs: dict[tuple[str, str], tuple[str, When]] = field(default_factory=dict)
    notes: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def begin(self, level: str, unit: Named, since: When, above: str) -> Life:
        """Add a life; the second life with a code is called "c-14797.2"."""
        code = f"{level}-{unit.code}"
        earlier = self.by_code[code]
        name = code if not earlier else f"{code}.{len(earlier) + 1}"
        life = Life(name, [(since, (unit.kind, unit.name))], [(since, above)] if above else [], since)
        self.lives[name] = life
        earlier.append(life)
        return life

    def last(self, level: str, code: str) -> Life:
        return self.by_code[f"{level}-{code}"][-1]

    def pass_on(self, old: Life, new: Life, when: When, *, whole: bool) -> None:
        self.heirs[old.id, new.id] = ("whole" if whole else "part", when)

    def note(self, kind: str, unit: str, one: str, other: str, taken: str) -> None:
        self.notes.append((kind, unit, one, other, taken))


BEGINNING = When("")


def of_act(symbol: str) -> When:
    return When(acts.ACTS[symbol].effect, symbol, symbol not in acts.UNSURE)


def change_day(province: str, district: str, name: str, *, joined: bool) -> When:
    """Say when a unit changed between the list of 2022 and that of June 2025, and by which act."""
    if symbol := acts.COMMUNE_ACTS.get((district, name)):
        return of_act(symbol)
    if joined and district in acts.JOINED_ACTS:
        return of_act(acts.JOINED_ACTS[district])
    if not joined and district in acts.DISTRICT_ACTS:
        return of_act(acts.DISTRICT_ACTS[district])
    if not joined and district in acts.JOINED_ACTS:
        return of_act(acts.JOINED_ACTS[district])
    if symbol := acts.PROVINCE_ACTS.get(province):
        return of_act(symbol)
    return When(acts.PERHAPS, "", sure=False)


def joined_into(old: Listing, new: Listing, aliases: dict[str, frozenset[str]]) -> dict[str, tuple[list[str], str]]:
    """Find the heirs, by code in the list of June 2025, of each commune that only the list of 2022 has.

    The first rule that finds any decides: the commune is an alias of one in the same district; one there carries its
    name under another code; its name without the kind is an alias there; one in the province has it as an alias.
    """
    now_in: dict[str, set[str]] = defaultdict(set)
    for code, unit in old.communes.items():
        now_in[unit.above] |= {new.communes[code].above} if code in new.communes else set()
        now_in[unit.above] |= {unit.above} if unit.above in new.districts else set()
    by_district: dict[str, list[Named]] = defaultdict(list)
    by_province: dict[str, list[Named]] = defaultdict(list)
    for unit in new.communes.values():
        by_district[unit.above].append(unit)
        by_province[new.districts[unit.above].above].append(unit)
    found: dict[str, tuple[list[str], str]] = {}
    for code, unit in sorted(old.communes.items()):
        if code in new.communes:
            continue
        full, short = path_key(unit.full), path_key(unit.name)
        near = [other for place in sorted(now_in[unit.above]) for other in by_district[place]]
        far = by_province[old.districts[unit.above].above]
        rules = (
            ("alias", [other for other in near if full in aliases[other.code]]),
            ("name", [other for other in near if path_key(other.full) == full]),
            ("short name", [other for other in near if path_key(other.name) == short and not short.isdigit()]),
            ("short alias", [other for other in near if short in aliases[other.code] and not short.isdigit()]),
            ("alias in the province", [other for other in far if full in aliases[other.code]]),
        )
        if code in BY_HAND:
            found[code] = (BY_HAND[code], "by hand")
            continue
        rule, heirs = next(((rule, units) for rule, units in rules if units), ("none", []))
        if rule == "alias in the province" and len(heirs) > 1:
            rule, heirs = "none", []
        found[code] = (sorted(other.code for other in heirs), rule)
    return found


def before_the_reform(book: Book, old: Listing, new: Listing, aliases: dict[str, frozenset[str]]) -> None:
    """Live from the list of 2022 to that of 30/06/2025."""
    for code, unit in sorted(old.provinces.items()):
        life = book.begin("p", unit, BEGINNING, "")
        if unit.kind != new.provinces[code].kind:
            life.names.append((of_act("175/2024/QH15"), (new.provinces[code].kind, new.provinces[code].name)))
    joins = joined_into(old, new, aliases)
    _districts(book, old, new, joins)
    taken_in: dict[str, list[str]] = defaultdict(list)
    for code, (heirs, _) in joins.items():
        for heir in heirs:
            taken_in[heir].append(code)
    for code, unit in sorted(old.communes.items()):
        book.begin("c", unit, BEGINNING, f"d-{unit.above}")
        if code not in new.communes:
            continue
        _continued(book, unit, new.communes[code], new, bool(taken_in[code]))
    for code, unit in sorted(new.communes.items()):
        if code not in old.communes:
            when = change_day(new.districts[unit.above].above, unit.above, unit.name, joined=False)
            book.begin("c", unit, when, f"d-{unit.above}")
            book.note("founded, forebears unknown", code, "", unit.full, "founded")
    for code, (heirs, rule) in sorted(joins.items()):
        life, unit = book.last("c", code), old.communes[code]
        place = old.districts[unit.above]
        days = []
        for heir in heirs:
            target = book.last("c", heir)
            when = _joined_day(target, new, heir)
            days.append(when)
            book.pass_on(life, target, when, whole=len(heirs) == 1)
            if rule != "alias":
                book.note("heir by another rule", code, f"{unit.full}, {place.full}", new.communes[heir].full, rule)
        if not heirs:
            when = change_day(place.above, unit.above, unit.name, joined=True)
            when = When(when.day, when.act, sure=False)
            days.append(when)
            district = _district_after(book, unit.above, when.day)
            book.pass_on(life, district, when, whole=False)
            book.note("heir unknown", code, f"{unit.full}, {place.full}", "", f"district {district.id}")
        life.until = min(days, key=lambda when: when.day)


def _joined_day(target: Life, new: Listing, code: str) -> When:
    if target.since.day:
        return target.since
    unit = new.communes[code]
    return change_day(new.districts[unit.above].above, unit.above, unit.name, joined=True)


def _district_after(book: Book, code: str, day: str) -> Life:
    life = book.by_code[f"d-{code}"][-1]
    if life.until and life.until.day <= day:
        return book.lives[min(heir for (one, heir) in book.heirs if one == life.id)]
    return life


def _continued(book: Book, unit: Named, later: Named, new: Listing, takes_in: bool) -> None:
    """Take a commune that both lists have from the first to the second."""
    life = book.last("c", unit.code)
    province = new.districts[later.above].above
    changed = unit.kind != later.kind or path_key(unit.name) != path_key(later.name)
    if takes_in and changed:
        when = change_day(province, later.above, later.name, joined=True)
        heir = book.begin("c", later, when, f"d-{later.above}")
        life.until = when
        book.pass_on(life, heir, when, whole=True)
        return
    if alike(unit, later):
        if unit.written != later.written:
            book.note("spelling, 2022 and 2025", f"c-{unit.code}", unit.written, later.written, later.full)
        life.names = [(BEGINNING, (later.kind, later.name))]
    elif changed:
        when = change_day(province, later.above, later.name, joined=False)
        life.names.append((when, (later.kind, later.name)))
    if unit.above != later.above:
        life.aboves.append((change_day(province, later.above, "", joined=True), f"d-{later.above}"))


def _districts(book: Book, old: Listing, new: Listing, joins: dict[str, tuple[list[str], str]]) -> None:
    """Take the districts from the first list to the second; who takes in whom follows from their communes."""
    went: dict[str, set[str]] = defaultdict(set)
    for code, unit in old.communes.items():
        later = [code] if code in new.communes else joins[code][0]
        went[unit.above] |= {new.communes[heir].above for heir in later}
    for code, unit in old.districts.items():
        went[code] |= {code} if code in new.districts and not went[code] else set()
        book.begin("d", unit, BEGINNING, f"p-{unit.above}")
    comes = {heir: {code for code in went if heir in went[code]} for heir in new.districts}
    for code, unit in sorted(new.districts.items()):
        earlier = old.districts.get(code)
        joined = bool({other for other in comes[code] if other not in new.districts})
        if earlier and earlier.kind == unit.kind and path_key(earlier.name) == path_key(unit.name):
            book.last("d", code).names = [(BEGINNING, (unit.kind, unit.name))]
            if earlier.written != unit.written:
                book.note("spelling, 2022 and 2025", f"d-{code}", earlier.written, unit.written, unit.full)
            continue
        if earlier and path_key(earlier.name) == path_key(unit.name) and not joined:
            when = change_day(unit.above, code, "", joined=False)
            book.last("d", code).names.append((when, (unit.kind, unit.name)))
            continue
        if earlier and alike(earlier, unit) and not joined:
            book.last("d", code).names = [(BEGINNING, (unit.kind, unit.name))]
            book.note("spelling, 2022 and 2025", f"d-{code}", earlier.written, unit.written, unit.full)
            continue
        when = change_day(unit.above, code, "", joined=True)
        life = book.begin("d", unit, when, f"p-{unit.above}")
        if earlier:
            book.by_code[f"d-{code}"][0].until = when
    for code, heirs in sorted(went.items()):
        life = book.by_code[f"d-{code}"][0]
        for heir in sorted(heirs):
            target = book.last("d", heir)
            if target is life:
                continue
            when = target.since if target.since.day else change_day(new.districts[heir].above, heir, "", joined=True)
            goes_on = code in new.districts and life.until is None
            book.pass_on(life, target, when, whole=len(heirs) == 1)
            if not goes_on:
                life.until = when


def reform(book: Book, told: sources.Mapping, now: Listing, heirs: dict[str, tuple[str, ...]]) -> None:
    """Live through 01/07/2025: provinces join, districts end, communes are arranged anew."""
    old, when = told.old, of_act(acts.PROVINCES_JOIN)
    forebears: dict[str, list[str]] = defaultdict(list)
    for code, heir in sorted(told.provinces.items()):
        forebears[heir].append(code)
    for code, made_of in sorted(forebears.items()):
        point = told.new.provinces[code].point
        if made_of == [code]:
            book.last("p", code).point = point
            continue
        olds = [book.last("p", one) for one in made_of]
        life = book.begin("p", told.new.provinces[code], when, "")
        life.point = point
        for one in olds:
            one.until = when
            book.pass_on(one, life, when, whole=True)
    acts_2025 = _acts_2025(now)
    made_of_communes: dict[str, list[str]] = defaultdict(list)
    for one, several in sorted(heirs.items()):
        for heir in several:
            made_of_communes[heir].append(one)
    olds = {one: book.last(*_level_and_code(one)) for one in heirs}
    lives: dict[str, Life] = {}
    for code, unit in sorted(told.new.communes.items()):
        when = of_act_2025(acts_2025[unit.above])
        made_of = made_of_communes[code]
        one = olds[made_of[0]]
        alone = made_of == [code] and one.level == "c"
        if alone and (heirs[code] == (code,) or one.names[-1][1] == (unit.kind, unit.name)):
            lives[code] = one
            one.aboves.append((when, f"p-{unit.above}"))
            if one.names[-1][1] != (unit.kind, unit.name):
                one.names.append((when, (unit.kind, unit.name)))
        else:
            lives[code] = book.begin("c", unit, when, f"p-{unit.above}")
        lives[code].point = unit.point
    for code, made_of in sorted(made_of_communes.items()):
        for one in made_of:
            if olds[one] is not lives[code] and olds[one].level == "c":
                when = lives[code].since if lives[code].since.day == acts.REFORM else when
                if olds[one] is not lives.get(one):
                    olds[one].until = when
                book.pass_on(olds[one], lives[code], when, whole=len(heirs[one]) == 1)
    end = of_act(acts.DISTRICTS_END)
    for code in sorted(old.districts):
        life = book.last("d", code)
        life.until = end
        found = {heir for one, unit in old.communes.items() if unit.above == code for heir in heirs[one]}
        found |= set(heirs.get(f"d-{code}", ()))
        for heir in sorted(found):
            book.pass_on(life, lives[heir], end, whole=len(found) == 1)


def _level_and_code(one: str) -> tuple[str, str]:
    return ("d", one[2:]) if one.startswith("d-") else ("c", one)


def _acts_2025(now: Listing) -> dict[str, str]:
    """Find the resolution of June 2025 of each province: what most notes of its communes cite."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit in now.communes.values():
        act = sources.act_of(unit.note)
        if act and act[1].startswith("2025"):
            counted[unit.above][act[0]] += 1
    return {province: max(found, key=lambda act: found[act]) for province, found in counted.items()}


def of_act_2025(symbol: str) -> When:
    return When(acts.REFORM, symbol)


def after_the_reform(book: Book, told: Listing, now: Listing) -> None:
    """Follow the notes of the statistics office from 01/07/2025 to its list of 10/10/2026."""
    for level, olds, news in (("p", told.provinces, now.provinces), ("c", told.communes, now.communes)):
        for code, unit in sorted(news.items()):
            if olds[code].written != unit.written:
                book.note("spelling, today", f"{level}-{code}", unit.written, olds[code].written, olds[code].name)
            if olds[code].kind == unit.kind:
                continue
            note = re.search(r"(\S+) - (\d\d)/(\d\d)/(\d{4})", unit.note)
            symbol = note[1] if level == "p" and note else (sources.act_of(unit.note) or ("", ""))[0]
            when = of_act(symbol)
            book.last(level, code).names.append((when, (unit.kind, olds[code].name)))
            book.note("kind changed in 2026", f"{level}-{code}", unit.full, olds[code].full, f"{when.day} {symbol}")


# --- writing ------------------------------------------------------------------------------------------------------


def standings(book: Book) -> list[list[str]]:
    """Cut each life into rows that hold one name, one kind and one unit above."""
    rows = []
    for _, life in sorted(book.lives.items()):
        changes = {when.day: when for when, _ in (*life.names, *life.aboves)}
        for _, code in life.aboves:
            for one in book.by_code[code]:
                changes.setdefault(one.since.day, one.since)
        end = life.until.day if life.until else "9999"
        days = sorted(day for day in changes if life.since.day <= day < end)
        previous: tuple[object, ...] = ()
        cut = []
        for day in days:
            kind, name = [value for when, value in life.names if when.day <= day][-1]
            above = ""
            if life.aboves:
                code = [value for when, value in life.aboves if when.day <= day][-1]
                above = _living(book, code, day)
            if (kind, name, above) != previous:
                cut.append((changes[day], kind, name, above))
                previous = (kind, name, above)
        for index, (when, kind, name, above) in enumerate(cut):
            until = cut[index + 1][0].day if index + 1 < len(cut) else (life.until.day if life.until else "")
            point = [f"{value:.4f}".rstrip("0") for value in life.point] if life.point else ["", ""]
            rows.append([life.id, kind, name, above, when.day, until, when.act, "" if when.sure else "0", *point])
    return rows


def _living(book: Book, code: str, day: str) -> str:
    for life in book.by_code[code]:
        if life.since.day <= day and (life.until is None or day < life.until.day):
            return life.id
    raise ValueError(f"no {code} on {day}")


def as_csv(header: str, rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def files(folder: Path) -> dict[Path, str]:
    """Make every file from the packages in the folder."""
    book, told, now = Book(), sources.mapping(folder), sources.now(folder)
    before = sources.before(folder)
    before_the_reform(book, before, told.old, told.aliases)
    heirs = settle(book.note, told, before, now, sources.second(folder))
    reform(book, told, now, heirs)
    after_the_reform(book, told.new, now)
    heir_rows = []
    for (old, new), (part, when) in sorted(book.heirs.items()):
        same = when == book.lives[new].since  # the usual case, written short: as the heir began
        heir_rows.append([old, new, part, *(["", "", ""] if same else [when.day, when.act, "" if when.sure else "0"])])
    places = {symbol: told.new.provinces[province].full for province, symbol in _acts_2025(now).items()}
    listed = {symbol: [act.issued, act.effect, act.title] for symbol, act in acts.ACTS.items()}
    issued = sources.acts_of(unit.note for unit in now.communes.values())
    for symbol, place in places.items():
        title = f"về việc sắp xếp các đơn vị hành chính cấp xã của {place} năm 2025"
        listed[symbol] = [issued[symbol], acts.REFORM, title]
    act_rows = [[symbol, *listed[symbol]] for symbol in sorted(listed, key=lambda one: (listed[one][0], one))]
    return {
        DATA / "units.csv": as_csv("id,kind,name,parent,since,until,act,sure,lat,lon", standings(book)),
        DATA / "heirs.csv": as_csv("old,new,part,on,act,sure", heir_rows),
        DATA / "acts.csv": as_csv("symbol,issued,effect,title", act_rows),
        DISAGREEMENTS: as_csv("what,unit,one,other,taken", [list(note) for note in sorted(book.notes)]),
    }


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for path, text in files(Path(sys.argv[1])).items():
        path.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(ROOT)}: {text.count(chr(10)) - 1} rows, {len(text.encode())} bytes\n")


if __name__ == "__main__":
    main()
