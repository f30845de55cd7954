"""The outlines of bands, and where each ribbon leaves one and arrives at another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .axis import Axis
from .kin import Passing
from .lanes import Span

_HEIGHT, _THIN, _TALLEST = 26.0, 20.0, 96.0  # of a band as it begins, of one that took a part only, of the largest
_GROWTH, _PART = 14.0, 7.0  # what an agency, or a part of one, adds to the band that takes it


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of a band between two places on the axis; heights are from the middle line of its lane."""

    x: float
    end: float
    high: float
    low: float


class Shapes:
    """The outlines of all bands and where each ribbon leaves and arrives, measured from the middle of the lanes."""

    def __init__(self, spans: dict[str, Span], told: Sequence[Passing], lanes: dict[str, int], axis: Axis) -> None:
        self.spans = spans
        self.lanes = lanes
        self.axis = axis
        self.steps: dict[str, list[Step]] = {}
        self.leaves: dict[int, tuple[float, float, float]] = {}
        self.arrives: dict[int, tuple[float, float, float]] = {}
        self.told = told
        for key in spans:
            self._grow(key)
        for key in spans:
            self._part(key)

    def start(self, key: str) -> float:
        span = self.spans[key]
        return self.axis.x(span.start) + (self.axis.flow if span.flows else 0)

    def at(self, key: str, x: float) -> Step:
        """Return the piece of a band that holds a place."""
        return next((step for step in self.steps[key] if x <= step.end), self.steps[key][-1])

    def _coming(self, key: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, one in enumerate(self.told):
            if one.heir == key:
                found.setdefault(one.on.toordinal(), []).append(number)
        return found

    def _grow(self, key: str) -> None:
        span, coming = self.spans[key], self._coming(key)
        from_others = {
            day: [number for number in numbers if self.told[number].forebear != key] for day, numbers in coming.items()
        }
        here = from_others.get(span.start, []) if span.flows else []
        wholes = sum(self.told[number].whole for number in here)
        tall = _HEIGHT + _GROWTH * min(max(wholes - 1, 0), 4) if wholes or not here else _THIN
        high, low, x = -tall / 2, tall / 2, self.start(key)
        self._stack(here, x, high, low)
        steps = []
        for day in sorted(from_others):
            numbers = from_others[day]
            if not numbers or (span.flows and day == span.start):
                continue
            place = min(max(self.axis.x(day) + self.axis.flow, x), max(self.axis.x(span.end), x))
            steps.append(Step(x, place, high, low))
            x = place
            above = [number for number in numbers if self.lanes[self.told[number].forebear] <= self.lanes[key]]
            below = [number for number in numbers if number not in above]
            wanted = sum(_GROWTH if self.told[number].whole else _PART for number in numbers)
            scale = min(1.0, max(0.0, _TALLEST - (low - high)) / wanted)
            taller = scale * sum(_GROWTH if self.told[number].whole else _PART for number in above)
            deeper = scale * wanted - taller
            # Where the band may grow no more, what comes still reaches over its edge.
            self._stack(above, place, high - taller, high + (3 if taller < 3 else 0))
            self._stack(below, place, low - (3 if deeper < 3 else 0), low + deeper)
            high, low = high - taller, low + deeper
        steps.append(Step(x, max(self.axis.x(span.end), x + 1), high, low))
        self.steps[key] = [step for step in steps if step.end > step.x]
        for day, numbers in coming.items():
            for number in numbers:
                if self.told[number].forebear == key:
                    place = self.axis.x(day)
                    step = self.at(key, place)
                    self.arrives[number] = (place + self.axis.flow, step.high, step.low)

    def _stack(self, numbers: Sequence[int], x: float, high: float, low: float) -> None:
        """Share the edge of a band among the ribbons that arrive there, in the order of the lanes they come from."""
        shares = [1.0 if self.told[number].whole else 0.5 for number in numbers]
        order = sorted(range(len(numbers)), key=lambda at: self.lanes[self.told[numbers[at]].forebear])
        y = high
        for at in order:
            tall = (low - high) * shares[at] / sum(shares)
            self.arrives[numbers[at]] = (x, y, y + tall)
            y += tall

    def _part(self, key: str) -> None:
        going: dict[int, list[int]] = {}
        for number, one in enumerate(self.told):
            if one.forebear == key:
                going.setdefault(one.on.toordinal(), []).append(number)
        for day, numbers in going.items():
            x = max(self.axis.x(day), self.start(key))
            step = self.at(key, x)
            tall = step.low - step.high
            numbers.sort(key=lambda number: (self.lanes[self.told[number].heir], self.told[number].whole))
            if day >= self.spans[key].end:
                shares = [1.0 if self.told[number].whole else 0.5 for number in numbers]
                y = step.high
                for number, share in zip(numbers, shares, strict=True):
                    self.leaves[number] = (x, y, y + tall * share / sum(shares))
                    y += tall * share / sum(shares)
                continue
            thin = min(8.0, tall / max(2, len(numbers)))
            up, down = step.high, step.low
            for number in numbers:
                if self.told[number].heir == key:
                    self.leaves[number] = (x, step.high, step.low)
                elif self.lanes[self.told[number].heir] <= self.lanes[key]:
                    self.leaves[number] = (x, up, up + thin)
                    up += thin
                else:
                    self.leaves[number] = (x, down - thin, down)
                    down -= thin

    def places(self, top: float) -> tuple[list[float], float]:
        """Return the middle line of every lane, and the end of the last one."""
        count = max(self.lanes.values(), default=0) + 1
        gap = 22.0 if count <= 12 else 12.0
        middles, y = [], top + 10
        for lane in range(count):
            steps = [step for key in self.spans if self.lanes[key] == lane for step in self.steps[key]]
            high = min((step.high for step in steps), default=0)
            low = max((step.low for step in steps), default=0)
            middles.append(y - high)
            y += low - high + gap
        return middles, y - gap + 14
