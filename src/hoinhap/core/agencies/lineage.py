"""The lives of agencies drawn from left to right: bands that join and part on the day of the act that says so.

`draw(lives, passings, ...)` returns a `Drawing` of plain numbers and words, which a template writes as SVG; `rows`
gives the same as a table. Nothing here is a sentence: the words around a drawing belong to the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .axis import Axis, Tick, lay_axis
from .flows import Shapes
from .kin import Life, Passing
from .lanes import Span, lay_lanes
from .lettering import cut
from .lettering import width as length

SIZE = 13.0  # of the words in a band
SMALL = 12.0  # of the words in a thin band and at an act
_SIDE, _HEAD, _FOOT = 16.0, 50.0, 52.0
_MARGIN, _AFTER = 12.0, 5.0
_APART, _AGAIN = 160.0, 220.0  # what a name needs at least, and how far off it is said again


@dataclass(frozen=True, slots=True)
class Label:
    """Words that stand inside a band, cut to their room; `y` is the base line."""

    x: float
    y: float
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Band:
    """An agency as a band: its outline, the box around it (steps included), and its words.

    `tone` is focus, forebear (what it came from), heir (what came of it), part (took a function only) or beside.
    """

    key: str
    title: str
    href: str
    tone: str
    d: str
    x: float
    y: float
    width: float
    height: float
    lane: int
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """A ribbon from the band of a forebear to the band of its heir."""

    forebear: str
    heir: str
    tone: str
    d: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The line of a day on which something passed, with its date and act above; `title` has them whole."""

    x: float
    on: date
    day: str
    act: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beside a drawing: when, by which act, who became whom, and which function went."""

    on: date
    act: str
    act_date: date | None
    forebear: str
    forebear_href: str
    heir: str
    heir_href: str
    function: str
    whole: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A lineage laid out. Numbers are pixels of a drawing `width` × `height`, with bands from `top` to `bottom`.

    `knots` says where days stand, as "ordinal:x" pairs with straight lines between: the axis gives room to the days on
    which something happened, so it is not even. `day` is the day looked at, if the drawing reaches to it.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bands: tuple[Band, ...]
    joins: tuple[Join, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    day: Tick | None
    since: date
    until: date
    knots: str
    name: str
    forebears: tuple[str, ...]
    heirs: tuple[str, ...]
    told: tuple[Row, ...]

    @property
    def least(self) -> float:
        """Return how narrow it may be shown with words that are still read; below that its box scrolls."""
        return _round(0.9 * self.width)

    @property
    def track(self) -> tuple[float, float, float]:
        """Return x, y and width of a slider whose thumb, 20 wide, stands over the day it means."""
        return self.left - 10, _round(self.bottom - 12), self.right - self.left + 20


def rows(drawing: Drawing) -> tuple[Row, ...]:
    """Return what the drawing shows as rows of a table, in the order of time."""
    return drawing.told


def draw(
    lives: Iterable[Life],
    passings: Iterable[Passing],
    *,
    focus: str,
    since: date,
    until: date,
    on: date | None = None,
    width: float = 1120,
) -> Drawing:
    """Lay out agencies over time around the one in `focus`.

    The range is widened to hold every passing and the focus. The drawing is wider than asked when many days need
    room. An agency that is neither forebear nor heir of the focus is shown from its first passing only, since what it
    was before belongs to another lineage. Raises ValueError for a key that no life has.
    """
    by_key = {life.key: life for life in lives}
    told = tuple(sorted(passings, key=lambda one: one.on))
    for key in (focus, *(key for one in told for key in (one.forebear, one.heir))):
        if key not in by_key:
            raise ValueError(f"no life has the key {key!r}")
    first, last = _range(by_key[focus], told, since, until)
    tones = _tones(by_key, told, focus)
    spans = _spans(by_key, told, tones, first, last)
    axis = lay_axis(
        first,
        last,
        events=[one.on.toordinal() for one in told],
        others=[*_changes(by_key, spans)],
        left=_SIDE,
        width=width - 2 * _SIDE,
    )
    lanes = lay_lanes(spans, [(one.forebear, one.heir) for one in told], focus)
    shapes = Shapes(spans, told, lanes, axis)
    tops, bottom = shapes.places(_HEAD)
    # A drawing that is scrolled says its names again, so that one stands on each screen.
    again = max(0.6 * width, _AGAIN) if axis.right + _SIDE > width + 1 else axis.right
    bands = tuple(
        _band(by_key[key], tones[key], shapes, tops[lanes[key]], axis, again)
        for key in sorted(spans, key=lambda key: (lanes[key], spans[key].start))
    )
    day = on.toordinal() if on else None
    return Drawing(
        width=axis.right + _SIDE,
        height=_round(bottom + _FOOT),
        left=axis.left,
        right=axis.right,
        top=_HEAD,
        bottom=_round(bottom),
        bands=bands,
        joins=tuple(
            _join(
                one,
                number,
                _pair(one, by_key),
                tones[one.heir if one.forebear == focus else one.forebear],
                shapes,
                (tops[lanes[one.forebear]], tops[lanes[one.heir]]),
            )
            for number, one in enumerate(told)
        ),
        marks=_marks(told, axis),
        ticks=axis.years(),
        day=Tick(axis.x(day), written(on)) if on and day and first <= day <= last else None,
        since=date.fromordinal(first),
        until=date.fromordinal(last),
        knots=axis.knots(),
        name=by_key[focus].name_on(spans[focus].end),
        forebears=tuple(
            dict.fromkeys(_pair(one, by_key)[0] for one in told if one.heir == focus and one.forebear != focus)
        ),
        heirs=tuple(
            dict.fromkeys(_pair(one, by_key)[1] for one in told if one.forebear == focus and one.heir != focus)
        ),
        told=tuple(_row(one, by_key) for one in told),
    )


def _range(focus: Life, told: Sequence[Passing], since: date, until: date) -> tuple[int, int]:
    """Return the first and last day to draw, with some time before and after what happened."""
    first, last = sorted((since.toordinal(), until.toordinal()))
    if focus.until:
        first = min(first, focus.until.toordinal() - 365)
    if focus.since:
        last = max(last, focus.since.toordinal() + 30)
    if told:
        first = min(first, told[0].on.toordinal() - 365)
        last = max(last, told[-1].on.toordinal() + 30)
    first = max(first, date.min.toordinal())
    last = min(max(last, first + 30), date.max.toordinal())
    return min(first, last - 30), last


def _tones(by_key: dict[str, Life], told: Sequence[Passing], focus: str) -> dict[str, str]:
    above = _reached(focus, [(one.heir, one.forebear) for one in told])
    below = _reached(focus, [(one.forebear, one.heir) for one in told])
    whole = {one.heir for one in told if one.whole}
    part = {one.heir for one in told} - whole
    tones = {}
    for key in by_key:
        tones[key] = "forebear" if key in above else "part" if key in part else "heir" if key in below else "beside"
    return {**tones, focus: "focus"}


def _reached(start: str, ways: Iterable[tuple[str, str]]) -> set[str]:
    onward: dict[str, list[str]] = {}
    for here, there in ways:
        onward.setdefault(here, []).append(there)
    seen, left = {start}, [start]
    while left:
        for there in onward.get(left.pop(), ()):
            if there not in seen:
                seen.add(there)
                left.append(there)
    return seen


def _spans(
    by_key: dict[str, Life], told: Sequence[Passing], tones: dict[str, str], first: int, last: int
) -> dict[str, Span]:
    """Say from when until when each life is drawn. A passing outside of a life (two sources disagree) stretches it."""
    days: dict[str, list[int]] = {}
    born: dict[str, int] = {}
    for one in told:
        days.setdefault(one.forebear, []).append(one.on.toordinal())
        # Who takes something over stands on that day at least.
        days.setdefault(one.heir, []).extend((one.on.toordinal(), min(one.on.toordinal() + 1, last)))
        if one.forebear != one.heir:
            born.setdefault(one.heir, one.on.toordinal())
    spans = {}
    for key, life in by_key.items():
        start = max(first, life.since.toordinal() if life.since else first)
        end = min(last, life.until.toordinal() if life.until else last)
        if key in days:
            if tones[key] in ("part", "beside") and key in born:
                start = born[key]
            start, end = min(start, *days[key]), max(end, *days[key])
        elif end <= start and tones[key] != "focus":
            continue
        spans[key] = Span(start, max(start, end), flows=born.get(key) == start)
    return spans


def _changes(by_key: dict[str, Life], spans: dict[str, Span]) -> Iterable[int]:
    for key, span in spans.items():
        yield from (span.start, span.end)
        for since, _until, _name in by_key[key].name_spans:
            if since and span.start < since.toordinal() < span.end:
                yield since.toordinal()


def _band(life: Life, tone: str, shapes: Shapes, middle: float, axis: Axis, again: float) -> Band:
    steps = shapes.steps[life.key]
    high, low = min(step.high for step in steps), max(step.low for step in steps)
    over = "".join(f"V{_n(middle + step.high)}H{_n(step.end)}" for step in steps[1:])
    under = "".join(f"V{_n(middle + step.low)}H{_n(step.x)}" for step in reversed(steps))
    first = steps[0]
    return Band(
        key=life.key,
        title=_title(life),
        href=life.href,
        tone=tone,
        d=f"M{_n(first.x)} {_n(middle + first.high)}H{_n(first.end)}{over}{under}Z",
        x=_round(first.x),
        y=_round(middle + high),
        width=_round(steps[-1].end - first.x),
        height=_round(low - high),
        lane=shapes.lanes[life.key],
        labels=tuple(_labels(life, tone, shapes, middle, axis, again)),
    )


def _title(life: Life) -> str:
    """Write all names of an agency, the newest first: "Sở Nông nghiệp và Môi trường (trước: …)" needs no words here."""
    names = list(dict.fromkeys(name for _since, _until, name in reversed(life.name_spans) if name))
    return " ← ".join(names) or life.key


def _labels(life: Life, tone: str, shapes: Shapes, middle: float, axis: Axis, again: float) -> Iterable[Label]:
    """Write the name where the band begins, where it changes, where the band has grown, and again in a long band."""
    span, steps = shapes.spans[life.key], shapes.steps[life.key]
    begins = shapes.start(life.key)
    places: dict[float, str] = {begins: _opening(life, tone, shapes)}
    for since, _until, _name in life.name_spans:
        if since and span.start < since.toordinal() < span.end and axis.x(since.toordinal()) > begins:
            places[axis.x(since.toordinal())] = life.name_on(since.toordinal())
    for step in steps[1:]:
        if step.x not in places and step.end - step.x >= 100:
            places[step.x] = _grown(life, step.x, shapes)
    for x, end in pairwise([*sorted(places), steps[-1].end]):
        for number in range(1, int((end - x - _APART) // again) + 1):
            places[x + number * again] = life.name_on(axis.day(x + number * again))
    starts = sorted(places)
    for x, end in zip(starts, [*starts[1:], steps[-1].end], strict=True):
        step = next(step for step in reversed(steps) if step.x <= x)
        size = SIZE if step.low - step.high >= 24 else SMALL
        text = cut(places[x], end - x - _MARGIN - _AFTER, size)
        if text:
            yield Label(_round(x + _MARGIN), _round(middle + (step.high + step.low) / 2 + size * 0.36), text, size)


def _opening(life: Life, tone: str, shapes: Shapes) -> str:
    """Return the first words of a band: one that took something off to the side says what ("báo chí → Sở Văn hóa")."""
    name = life.name_on(shapes.spans[life.key].start)
    if not shapes.spans[life.key].flows or tone not in ("part", "beside"):
        return name
    here = [one for one in shapes.told if one.heir == life.key and one.on.toordinal() == shapes.spans[life.key].start]
    functions = ", ".join(dict.fromkeys(one.function for one in here if one.function))
    return f"{functions} → {name}" if functions else f"→ {name}"


def _grown(life: Life, x: float, shapes: Shapes) -> str:
    """Return the words where a band has grown: the name, and the functions that came ("Sở Công Thương + cấp phép")."""
    here = [
        one for one in shapes.told if one.heir == life.key and shapes.axis.x(one.on.toordinal()) + shapes.axis.flow == x
    ]
    functions = dict.fromkeys(one.function for one in here if one.function and not one.whole)
    return " + ".join((life.name_on(here[0].on.toordinal()), *functions)) if here else life.name_on(shapes.axis.day(x))


def _join(
    one: Passing, number: int, names: tuple[str, str], tone: str, shapes: Shapes, middles: tuple[float, float]
) -> Join:
    x, high, low = shapes.leaves[number]
    end, onto, under = shapes.arrives[number]
    end = max(x, end)
    high, low, onto, under = high + middles[0], low + middles[0], onto + middles[1], under + middles[1]
    middle = _n((x + end) / 2)
    upper = f"M{_n(x)} {_n(high)}C{middle} {_n(high)} {middle} {_n(onto)} {_n(end)} {_n(onto)}"
    lower = f"V{_n(under)}C{middle} {_n(under)} {middle} {_n(low)} {_n(x)} {_n(low)}Z"
    said = " · ".join(part for part in (" → ".join(names), one.function, one.act, written(one.on)) if part)
    return Join(one.forebear, one.heir, tone if one.whole else "part", upper + lower, said)


def _marks(told: Sequence[Passing], axis: Axis) -> tuple[Mark, ...]:
    acts: dict[date, dict[str, None]] = {}
    for one in told:
        acts.setdefault(one.on, {}).update({one.act: None} if one.act else {})
    places = [axis.x(day.toordinal()) for day in acts]
    marks = []
    for (day, found), x, end in zip(acts.items(), places, [*places[1:], axis.right], strict=False):
        said, act, room = written(day), ", ".join(found), end - x - 14
        title = " · ".join(part for part in (said, act) if part)
        # Half a date says less than none.
        marks.append(Mark(x, day, said if length(said, SIZE) <= room else "", cut(act, room, SMALL), title))
    return tuple(marks)


def _row(one: Passing, by_key: dict[str, Life]) -> Row:
    before, after = by_key[one.forebear], by_key[one.heir]
    names = _pair(one, by_key)
    return Row(
        one.on, one.act, one.act_date, names[0], before.href, names[1], after.href, one.function, one.whole, one.kind
    )


def _pair(one: Passing, by_key: dict[str, Life]) -> tuple[str, str]:
    """Return what both were called: the forebear on the day before, the heir on the day itself."""
    day = one.on.toordinal()
    return by_key[one.forebear].name_on(day - 1), by_key[one.heir].name_on(day)


def written(day: date) -> str:
    """Write a day as offices do: 01/09/2024."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _round(number: float) -> float:
    return round(number, 1)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
