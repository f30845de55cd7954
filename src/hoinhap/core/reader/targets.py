"""Find the numbers that are to be reached by a time, as in "phấn đấu đến năm 2030 đạt ít nhất 50% số xã, phường".

A number is a target by where it stands (under "Mục tiêu cụ thể") or by what is said of it ("phấn đấu", "ít nhất").
Counts of documents, ranks, ages, sums that are allotted and the thresholds of a rule are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..vi.dates import find_dates
from ..vi.numbers import Number, find_numbers
from .measure import Clause, Ranges, Setting, cues, judge
from .model import Masthead, Provision, Span, Target
from .periods import Period, find_periods, last_period

_SENTENCE = re.compile(r"(?<=[^\s\d.])[.;](?=\s|$)|(?<=\d)[.;](?=\s\D|$)|;(?=\s)")
_YEARS = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?(?![\w.,]?\d|\s?%)")
_DIGIT = re.compile(r"\d")
_HEADING = 220  # characters: a longer ancestor is a provision of its own and gives no date to what stands below
_CLAUSE = 1500  # characters of a clause that are kept as the words of a target


class Place(NamedTuple):
    """What stands above a provision: a section of aims, one that holds none, an article, and the section's time."""

    goal: bool = False
    never: bool = False
    rule: bool = False
    by: str | None = None


def targets(outline: Sequence[Provision], masthead: Masthead) -> tuple[Target, ...]:
    """List the targets of an outline in reading order; `by` falls back on the end of the period in the title.

    Two targets in one clause both carry the whole clause: "có 2 - 3 nhà đầu tư và 8 - 10 tổ chức" gives two.
    """
    title = last_period(masthead.title or "")
    year = int(masthead.date[:4]) if masthead.date else None
    # An article in the press tells of what was reached as well: there, too, an aim must say so.
    strict = (masthead.kind or "") in cues().regulating or masthead.form == "news"
    found: list[Target] = []
    for index, (provision, place) in enumerate(zip(outline, _places(outline), strict=True)):
        if _DIGIT.search(provision.text):
            found.extend(_in_provision(index, provision, place, title, year, strict or place.rule))
    return tuple(found)


def _places(outline: Sequence[Provision]) -> list[Place]:
    """Walk down from the top once: a section's title holds for all that stands under it."""
    words = cues()
    places: list[Place] = []
    for provision in outline:
        parent = outline[provision.parent] if 0 <= provision.parent < len(places) else None
        if parent is None:
            places.append(Place(rule=provision.kind == "article"))
            continue
        goal, never, rule, by = places[provision.parent]
        head = parent.text
        if len(head) <= _HEADING or head.endswith(":"):
            if words.goals.search(head[:_HEADING]) or words.goals.search(head[-120:]):
                goal, never = True, False
            elif words.never.match(head[:_HEADING]):
                goal, never = False, True
            by = last_period(head[-_HEADING:]) or by
        places.append(Place(goal, never, rule or "article" in (provision.kind, parent.kind), by))
    return places


def _in_provision(
    index: int, provision: Provision, place: Place, title: str | None, year: int | None, strict: bool
) -> list[Target]:
    text, words = provision.text, cues()
    periods = find_periods(text)
    numbers = _counting(text, periods)
    if not numbers or (not place.goal and words.money.match(text) and not words.set_down.search(text)):
        return []
    whole = ". " not in text and len(text) <= _CLAUSE
    found: list[Target] = []
    carried: str | None = None
    goal = place.goal
    k = n = 0
    for start, end in _clauses(text):
        clause = Clause(text[start:end], [])
        while n < len(periods) and periods[n].start < end:
            if periods[n].start >= start:
                clause.periods.append(periods[n].moved(-start))
            n += 1
        lead, colon, _ = clause.text[:_HEADING].partition(":")
        goal = goal or bool(colon and not found and words.goals.search(lead))
        setting = Setting(goal, place.never, strict, year, provision.kind == "row")
        fact = clause.tells(goal)
        while k < len(numbers) and numbers[k].start < end:
            one = numbers[k]
            k += 1
            if fact or one.start < start:
                continue
            measure = judge(clause, one._replace(start=one.start - start, end=one.end - start), setting)
            if measure is None:
                continue
            found.append(
                Target(
                    path=provision.path,
                    text=text if whole else clause.text[:_CLAUSE],
                    span=_span(provision, start, end),
                    low=one.low,
                    high=one.high,
                    unit=measure.unit,
                    by=measure.by or carried or place.by or title,
                    comparator=measure.comparator,
                    base=clause.base,
                    rule=measure.rule,
                    grade=measure.grade,
                    provision=index,
                )
            )
        led = clause.leading_time()
        if led:
            carried = led
        elif text[end : end + 1] == ".":
            carried = None
    return found


def _counting(text: str, periods: Sequence[Period]) -> list[Number]:
    """List the numbers of a text that are no dates, years or periods."""
    numbers = find_numbers(text)
    if not numbers:
        return []
    spans = [(period.start, period.end) for period in periods]
    spans += [match.span() for match in _YEARS.finditer(text)]
    if "/" in text or "-" in text or "tháng" in text:
        spans += [span for span, _ in find_dates(text)]
    shut = Ranges(spans)
    return [one for one in numbers if not shut.cover(one.start)]


def _clauses(text: str) -> list[tuple[int, int]]:
    """Cut a provision at its full stops and semicolons; a dot inside a number cuts nothing."""
    cuts, start = [], 0
    for match in _SENTENCE.finditer(text):
        cuts.append((start, match.start()))
        start = match.end()
    cuts.append((start, len(text)))
    return [(a + (text[a : a + 1] == " "), b) for a, b in cuts if text[a:b].strip()]


def _span(provision: Provision, start: int, end: int) -> Span:
    """Carry a range of a provision's words to the reading's text through the pieces they came from."""
    return Span(_at(provision, start), _at(provision, max(start, end - 1)) + 1)


def _at(provision: Provision, offset: int) -> int:
    passed = 0
    for a, b in provision.pieces:
        if offset < passed + (b - a):
            return a + max(0, offset - passed)
        passed += b - a + 1
    return provision.pieces[-1].end - 1 if provision.pieces else provision.span.start
