"""Take the figures of the name resolver: all names of the nation, old and new, against all its agencies."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date
from itertools import product

from bench.figures import Figure
from hoinhap.core.agencies.classing import class_rule
from hoinhap.core.agencies.naming import name_key, words_of
from hoinhap.core.agencies.nation import known_nation
from hoinhap.core.agencies.resolve import Gazetteer, Known, members
from hoinhap.core.agencies.units import committee_name, full_name, units_on

BEFORE, AFTER = date(2023, 5, 15), date(2025, 11, 20)
BAR = 20_000
CLASSES = (
    "các sở, ban, ngành",
    "Thủ trưởng các sở, ban, ngành cấp tỉnh",
    "UBND các xã, phường",
    "các cơ quan, đơn vị liên quan",
    "UBND các huyện, thị xã, thành phố",
    "các sở, ngành, địa phương",
    "các tổ chức chính trị - xã hội",
    "các doanh nghiệp viễn thông",
    "các bộ, ngành Trung ương",
    "thành viên Ban Chỉ đạo Hội nhập quốc tế tỉnh",
)
OFFICES = ("", "", "", "Giám đốc ", "Thủ trưởng ", "Chánh ")

Asked = tuple[str, date, str]


def figures() -> Iterator[Figure]:
    """Measure how many names a second resolve, for the first time and again, and how long a class takes to fill."""
    start = time.perf_counter()
    known = known_nation()
    gazetteer = Gazetteer(known)
    loaded = time.perf_counter() - start
    names = asked(known)
    yield Figure("names.index", loaded, "s", note=f"{len(known):,} agencies of the nation, data files read")
    _clear()
    cold = _rate(gazetteer, names)
    distinct = len({text for text, _, _ in names})
    note = f"{len(names):,} names, {distinct:,} spellings, each for the first time"
    yield Figure("names.cold", cold, "names/s", BAR, note=note)
    yield Figure("names.warm", _rate(gazetteer, names), "names/s", BAR, note="the same again, out of the cache")
    sure = sum(gazetteer.resolve(text, on=day, province=key).verdict in ("agency", "class") for text, day, key in names)
    yield Figure("names.sure", sure / len(names), "", note="agencies and classes; the rest asks a person")
    yield Figure("names.class", _class_milliseconds(known), "ms", note="who is in a class of a province, worst of ten")


def asked(known: tuple[Known, ...]) -> list[Asked]:
    """Return what papers of all provinces would ask: agencies, offices, places and classes, in several spellings."""
    chance = random.Random(20250301)
    homes = {one.key: one for one in known if one.home == one.key}
    found: set[Asked] = set()
    for one in known:
        if one.home in homes and one.key != one.home and one.level == "province":
            for day in (BEFORE, AFTER):
                if homes[one.home].alive(day):
                    found.update((_spelled(form.text, chance), day, one.home) for form in one.names)
    for day in (BEFORE, AFTER):
        of = {unit.id: unit for unit in units_on(day)}
        for unit in of.values():
            above = unit
            while above.parent:
                above = of[above.parent]
            found.add((chance.choice((committee_name(unit), full_name(unit))), day, above.id))
        alive = [key for key, one in homes.items() if one.alive(day)]
        found.update((text, day, key) for text, key in product(CLASSES, alive))
    names = sorted(found)
    chance.shuffle(names)
    return names


def _spelled(name: str, chance: random.Random) -> str:
    spelled = chance.choice((str, str.upper, str.lower, lambda text: text.replace("óa", "oá").replace("ủy", "uỷ")))
    return chance.choice(OFFICES) + spelled(name.replace("Ủy ban nhân dân", chance.choice(("UBND", "Ủy ban nhân dân"))))


def _rate(gazetteer: Gazetteer, names: list[Asked]) -> float:
    """Return names a second by the processor's own clock: other work on the machine aside."""
    start = time.process_time()
    for text, day, province in names:
        gazetteer.resolve(text, on=day, province=province)
    return len(names) / (time.process_time() - start)


def _clear() -> None:
    """Forget what was worked out of texts, so that the first time is one."""
    for kept in (class_rule, name_key, words_of):
        kept.cache_clear()


def _class_milliseconds(known: tuple[Known, ...]) -> float:
    worst = 0.0
    for text in CLASSES:
        rule = class_rule(text)
        if rule is None:
            raise ValueError(text)
        members(rule, known, AFTER, "p-38")
        start = time.process_time()
        members(rule, known, AFTER, "p-38")
        worst = max(worst, time.process_time() - start)
    return worst * 1000
