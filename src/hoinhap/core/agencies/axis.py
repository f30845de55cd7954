"""An axis of days that gives room to those on which something happened."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_FLOW = 58.0  # how far a ribbon runs from the day of the act to its heir
_AFTER_EVENT, _BEFORE, _BETWEEN, _TAIL = 176.0, 160.0, 112.0, 350.0
_CROWDED = 40  # days beyond which each gets less room, so that a drawing stays finite
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_APART = 46.0  # between the words of two years


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis with its words ("2025", "01/09/2024")."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Where days stand: straight lines between knots (ordinals of days, and their x)."""

    days: tuple[int, ...]
    places: tuple[float, ...]
    flow: float

    @property
    def left(self) -> float:
        return self.places[0]

    @property
    def right(self) -> float:
        return self.places[-1]

    def x(self, day: int) -> float:
        """Return the place of a day; before the first and after the last it is theirs."""
        if day <= self.days[0]:
            return self.left
        if day >= self.days[-1]:
            return self.right
        at = bisect_right(self.days, day) - 1
        share = (day - self.days[at]) / (self.days[at + 1] - self.days[at])
        return round(self.places[at] + share * (self.places[at + 1] - self.places[at]), 1)

    def day(self, x: float) -> int:
        """Return the day at a place."""
        at = min(max(bisect_right(self.places, x) - 1, 0), len(self.days) - 2)
        share = (x - self.places[at]) / (self.places[at + 1] - self.places[at])
        return round(self.days[at] + share * (self.days[at + 1] - self.days[at]))

    def years(self) -> tuple[Tick, ...]:
        """Return as many beginnings of years as have room for their words."""
        first, last = date.fromordinal(self.days[0]).year + 1, date.fromordinal(self.days[-1]).year
        found: tuple[Tick, ...] = ()
        for step in _YEARS:
            years = range(-(-first // step) * step, last + 1, step)
            found = tuple(Tick(self.x(date(year, 1, 1).toordinal()), str(year)) for year in years)
            found = tuple(tick for tick in found if self.left + 18 <= tick.x <= self.right - 18)
            if all(after.x - before.x >= _APART for before, after in pairwise(found)):
                break
        return found

    def knots(self) -> str:
        """Write the knots for a script: "738945:16 739312:203.5"."""
        return " ".join(f"{day}:{place:g}" for day, place in zip(self.days, self.places, strict=True))


def lay_axis(first: int, last: int, *, events: Sequence[int], others: Iterable[int], left: float, width: float) -> Axis:
    """Give each stretch between two days its share of the width, but never less than its words need."""
    happened = {day for day in events if first <= day <= last}
    days = sorted({first, last, *happened, *(day for day in others if first < day < last)})
    spare = min(1.0, _CROWDED / len(days))
    least = [spare * (_AFTER_EVENT if day in happened else _BETWEEN) for day in days[:-1]]
    least[0] = max(least[0], spare * _BEFORE)
    least[-1] = max(least[-1], spare * (_TAIL if happened else _BEFORE))
    lengths = _shared([after - before for before, after in pairwise(days)], least, width)
    places = [left]
    for length in lengths:
        places.append(round(places[-1] + length, 1))
    return Axis(tuple(days), tuple(places), round(min(_FLOW, 0.45 * min(lengths)), 1))


def _shared(shares: Sequence[int], least: Sequence[float], width: float) -> list[float]:
    """Share a width so that nobody has less than the least; what is left goes by shares."""
    width = max(width, sum(least))
    fixed: set[int] = set()
    while True:
        room = width - sum(least[at] for at in fixed)
        total = sum(share for at, share in enumerate(shares) if at not in fixed)
        if not total:
            return [length * width / sum(least) for length in least]
        short = {at for at, share in enumerate(shares) if at not in fixed and room * share / total < least[at]}
        if not short:
            return [least[at] if at in fixed else room * share / total for at, share in enumerate(shares)]
        fixed |= short
