"""The administrative units of Vietnam through time, from about 2022 on: provinces, districts until 2025, communes.

The data stand in `data/`; `docs/units.md` says where they come from and how they were made. A unit has one life under
one `id`, whatever it is called in between: `d-380` is the first life known with the code 380 of the statistics office
on the district level, `c-14797.2` the second with 14797 on the commune level. A life is cut into standings, one `Unit`
each, with one kind, one name and one parent; they follow each other without gap. Where one life becomes another, or
gives a part of itself to another, there is a `UnitHeir`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from .kinds import Level

_LEVELS = {"p": Level.PROVINCE, "d": Level.DISTRICT, "c": Level.COMMUNE}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit was from `since` up to, not including, `until` (None: from before the data, still).

    `kind` is the word before the name ("thị xã"), `parent` the id of the unit it belongs to ("" for provinces), `act`
    the symbol of the act that began this standing ("" if unknown), `sure` whether a source gives the day. The centre
    point is in degrees, and known for units that live on after 01/07/2025.
    """

    id: str
    kind: str
    name: str
    parent: str
    since: date | None
    until: date | None
    act: str
    sure: bool
    latitude: float | None
    longitude: float | None

    @property
    def level(self) -> Level:
        return _LEVELS[self.id[0]]

    @property
    def code(self) -> str:
        """Return the code of the statistics office; several lives may have had it, one after the other."""
        return self.id[2:].partition(".")[0]

    def stands_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class UnitHeir:
    """One line of a succession: the unit `old` went into `new` on a day, `whole` or in part.

    An old unit may go on (a district that gave some communes to a neighbour), and so may a new one (it took others in).
    """

    old: str
    new: str
    whole: bool
    on: date
    act: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Act:
    """An act (always a "Nghị quyết") that changed units: symbol, day of issue, day of effect, title ("về việc …")."""

    symbol: str
    issued: date
    effect: date
    title: str


def _rows(name: str) -> Iterator[list[str]]:
    text = files("hoinhap.core.agencies").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    yield from rows


@cache
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def units() -> tuple[Unit, ...]:
    """Return every standing, ordered by id and day."""
    return tuple(
        Unit(
            id=id_,
            kind=kind,
            name=name,
            parent=parent,
            since=_day(since),
            until=_day(until),
            act=act,
            sure=sure != "0",
            latitude=float(latitude) if latitude else None,
            longitude=float(longitude) if longitude else None,
        )
        for id_, kind, name, parent, since, until, act, sure, latitude, longitude in _rows("units.csv")
    )


@cache
def lives() -> Mapping[str, tuple[Unit, ...]]:
    """Return the standings of each life in their order, by id."""
    return MappingProxyType({life: tuple(rows) for life, rows in groupby(units(), key=attrgetter("id"))})


@cache
def heirs() -> tuple[UnitHeir, ...]:
    """Return every line of succession, ordered by old and new id."""
    found = []
    for old, new, part, on, act, sure in _rows("heirs.csv"):
        if on:
            day = date.fromisoformat(on)
        else:  # written short: as the heir began
            began = lives()[new][0]
            if began.since is None:
                raise ValueError(f"{new} has no beginning")
            day, act, sure = began.since, began.act, "" if began.sure else "0"
        found.append(UnitHeir(old, new, part == "whole", day, act, sure != "0"))
    return tuple(found)


@cache
def acts() -> Mapping[str, Act]:
    """Return the acts that `Unit.act` and `UnitHeir.act` name, by symbol."""
    return MappingProxyType({
        symbol: Act(symbol, date.fromisoformat(issued), date.fromisoformat(effect), title)
        for symbol, issued, effect, title in _rows("acts.csv")
    })  # fmt: skip


def units_on(day: date) -> tuple[Unit, ...]:
    """Return the units as they stood on a day, ordered by id."""
    return tuple(unit for unit in units() if unit.stands_on(day))


def unit_on(id_: str, day: date) -> Unit | None:
    """Return one unit as it stood on a day, None if it did not live then."""
    return next((unit for unit in lives()[id_] if unit.stands_on(day)), None)


@cache
def _by_old() -> Mapping[str, tuple[UnitHeir, ...]]:
    return {old: tuple(found) for old, found in groupby(heirs(), key=attrgetter("old"))}


@cache
def _by_new() -> Mapping[str, tuple[UnitHeir, ...]]:
    ordered = sorted(heirs(), key=attrgetter("new", "old"))
    return {new: tuple(found) for new, found in groupby(ordered, key=attrgetter("new"))}


def heirs_of(id_: str) -> tuple[UnitHeir, ...]:
    """Return what became of a unit, or of parts of it."""
    return _by_old().get(id_, ())


def forebears_of(id_: str) -> tuple[UnitHeir, ...]:
    """Return what a unit was made of, or took in."""
    return _by_new().get(id_, ())


def full_name(unit: Unit) -> str:
    """Return the kind and the name: "tỉnh Thanh Hóa", "xã Thọ Phú", "phường 1"."""
    return f"{unit.kind} {unit.name}"


def committee_name(unit: Unit) -> str:
    """Return the name of the People's Committee: "Ủy ban nhân dân tỉnh Thanh Hóa"; a numbered ward gets a capital.

    Hồ Chí Minh is the one city whose own documents write "Thành phố" with a capital inside a name.
    """
    name = full_name(unit)
    if unit.name.isdigit() or full_name(unit) == "thành phố Hồ Chí Minh":
        name = name[0].upper() + name[1:]
    return f"Ủy ban nhân dân {name}"
