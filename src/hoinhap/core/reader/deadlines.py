"""Find until when and how often something is due ("trước ngày 05/11 hằng năm", "hoàn thành trong quý IV/2025").

The law's words stay beside the value: `Due.text` is "trước ngày 05/11 hằng năm", `Due.value` {"every": "year",
"month": 11, "day": 5}. Whether "trước ngày 05/11" means the 4th or the 5th is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .lexicon import cues, either
from .model import Due, Grade, Span
from .times import Time, before, times

_NEAR = 160  # characters between a rhythm and its day
_LOOK_BACK = 80
_LONE_YEAR = re.compile(r"\s*(20\d\d)\s*[.;]?\s*$")


class _Cues:
    """What stands before a time and tells what it is there for; each pattern ends where the time begins."""

    def __init__(self) -> None:
        table = cues("deadlines")["cues"]
        cue = {name: either(words) for name, words in table.items()}
        self.before = before()
        self.at = _words(rf"{cue['at']}\s(?:{cue['at_fill']}\s)*$")
        self.ready = _words(rf"{cue['ready']}[^.;:]{{0,60}}$")
        self.finish = _words(rf"\b{cue['finish']}\b")
        self.finish_in_year = _words(rf"\b{cue['finish_in_year']}\b")
        self.since = _words(rf"\b{cue['since']}\s(?:{cue['since_fill']}\s)*$")
        self.to = _words(rf"\s?{cue['to']}\s?$")
        self.until = tuple(table["until"])
        self.programmes = _words(rf"{cue['programmes']}[^:;.]*$")
        self.lead = _words(rf"(?:{cue['lead']}\s)+$")
        rhythm = {name: either(words) for name, words in cues("deadlines")["rhythm"].items()}
        self.own = _words(rhythm["own"])
        joined = rf"\b{rhythm['joins']}\s|{rhythm['regular']}\s(?:\w+\s){{0,6}}"
        self.opening = _words(rf"(?:^|[,;.:(]\s?|{joined})$")
        self.regular = _words(rhythm["regular"])
        self.makes = _words(rf"{rhythm['makes']}\s[^;.:]{{0,80}}$")
        self.made, self.allotted, self.described = (
            _words(rf"{rhythm[name]}\s?[^,;.:]{{0,40}}$") for name in ("made", "allotted", "described")
        )
        self.terms = _words(rf"{rhythm['terms']}(?:\s?,\s?|\svà\s)$")


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _cues() -> _Cues:
    return _Cues()


def deadlines(text: str, *, field: bool = False, year: int | None = None, offset: int = 0) -> list[Due]:
    """List the deadlines of a clause or, with `field`, of a time field ("Quý IV/2025", "Hằng năm"), best first.

    `year` is the document's year, for a day without one ("trước ngày 15/12"); `offset` is added to the spans.
    """
    found_times = _ends(text, times(text))
    if field and not found_times and (alone := _LONE_YEAR.match(text)):
        # A time cell that is but a year.
        found_times = [Time("year", alone.start(1), alone.end(1), (int(alone[1]),))]
    found: list[tuple[int, int, Due]] = []
    used: set[int] = set()
    for k, time in enumerate(found_times):
        if time.kind == "every":
            rank, due = _recurring(text, found_times, k, used, field, offset)
            if due:
                found.append((rank, time.start, due))
    for k, time in enumerate(found_times):
        day = found_times[k - 1] if k else None
        if time.kind == "last-month" and k not in used and day and day.kind == "day" and _beside(text, day, time):
            # "ngày 15 của tháng cuối quý" is a rhythm by itself.
            used.update((k - 1, k))
            value = (("every", time.value[0]), ("day", day.value[0]))
            due = _due(text, value, day.start, time.end, offset, "due.every-day")
            found.append((0, due.span.start - offset, due))
    for k, time in enumerate(found_times):
        due_once = None if k in used or time.kind == "every" else _once(text, time, field, year, offset)
        if due_once:
            found.append((0, time.start, due_once))
    found.sort(key=lambda item: item[:2])
    return [due for _, _, due in found]


def _ends(text: str, found: Sequence[Time]) -> list[Time]:
    """Leave out the beginning of a span of time ("Quý IV/2025 - Quý II/2026" is due in the second)."""
    kept: list[Time] = []
    begun = False
    for time in found:
        if time.kind == "day-month":
            if _cues().since.search(text[max(0, time.start - 30) : time.start]):
                begun = True
                continue  # "tính từ ngày 15/12 …"
            if begun and text[max(0, time.start - 10) : time.start].rstrip().endswith(_cues().until):
                continue  # "… đến ngày 14/12": a span that is counted, no deadline
        spans = kept and kept[-1].kind == time.kind and time.kind in ("quarter", "month", "date")
        if spans and _cues().to.match(text[kept[-1].end : time.start]):
            kept.pop()
        kept.append(time)
    return kept


def _recurring(
    text: str, found: Sequence[Time], k: int, used: set[int], field: bool, offset: int
) -> tuple[int, Due | None]:
    """Join a rhythm with the day beside it ("ngày 20" + "hằng tháng"); without a day, take it where the actor acts."""
    time = found[k]
    every = str(time.value[0])
    near = [(j, found[j]) for j in _around(text, found, k) if j not in used]
    fixed, days, last, alone = (
        [(j, other) for j, other in near if other.kind == kind]
        for kind in ("day-month", "day", "last-month", "lone-month")
    )
    value: list[tuple[str, str | int]] = [("every", every)]
    taken: list[tuple[int, Time]] = []
    if len(fixed) >= 2 and every in ("year", "half-year"):
        # "trước ngày 15/6 và 15/12 hằng năm": twice a year, with more days every quarter.
        value = [("every", "half-year" if len(fixed) == 2 else "quarter")]
        taken = fixed
    elif fixed and every == "year":
        month, day = fixed[0][1].value
        value += [("month", month), ("day", day)]
        taken = fixed[:1]
    elif alone and every == "year":
        value.append(("month", alone[0][1].value[0]))
        taken = alone[:1]
    elif last and days:
        value = [("every", str(last[0][1].value[0])), ("day", days[0][1].value[0])]
        taken = [days[0], last[0]]
    elif days and every in ("month", "quarter", "year", "half-year"):
        if every in ("month", "quarter"):
            value.append(("day", days[0][1].value[0]))
        taken = days[:1]
    if not taken and (k in used or not (field or _acts_by(text, time))):
        return 1, None
    used.update(j for j, _ in taken)
    start = min([time.start, *(other.start for _, other in taken)])
    end = max([time.end, *(other.end for _, other in taken)])
    if taken:
        return 0, _due(text, tuple(value), start, end, offset, "due.every-day")
    return 1, _due(text, tuple(value), start, end, offset, "due.every")


def _around(text: str, found: Sequence[Time], k: int) -> range:
    """Return the places of the times that stand beside one, which has none farther off than the first that does not."""
    first = last = k
    while first and _beside(text, found[first - 1], found[k]):
        first -= 1
    while last + 1 < len(found) and _beside(text, found[k], found[last + 1]):
        last += 1
    return range(first, last + 1)


def _beside(text: str, one: Time, other: Time) -> bool:
    first, second = (one, other) if one.start < other.start else (other, one)
    between = text[first.end : second.start]
    return len(between) <= _NEAR and "." not in between and ";" not in between


def _acts_by(text: str, time: Time) -> bool:
    """Say whether a rhythm without a day tells how often the actor acts, and is no mere adjective of a noun."""
    cue = _cues()
    led = text[max(0, time.start - 90) : time.start]
    # Where the text was cut its beginning opens no clause.
    opening = led if time.start <= 90 else "…" + led
    if cue.own.match(text, time.start) or "lần" in text[time.start : time.end]:
        return True
    if cue.opening.search(opening):
        return not cue.terms.search(opening)
    if time.value[0] == "half-year":
        return bool(cue.makes.search(led))
    if cue.makes.search(led) and cue.made.search(led) and not cue.allotted.search(led):
        return True
    return not cue.described.search(led) and bool(cue.regular.search(led))


def _once(text: str, time: Time, field: bool, year: int | None, offset: int) -> Due | None:
    """Return a time that comes once, None where nothing says that something is due then."""
    cue, kind = _cues(), time.kind
    led = text[max(0, time.start - _LOOK_BACK) : time.start]
    if kind in ("day", "last-month", "lone-month") or cue.since.search(led):
        return None
    strict = bool(cue.before.search(led))
    if not (field or strict or _is_due(kind, led)):
        return None
    if field and kind == "years" and not strict and cue.programmes.search(led):
        return None
    value = _value(time, year)
    if value is None:
        return None
    grade = Grade.LIKELY if kind == "day-month" else Grade.SURE
    return _due(text, value, time.start, time.end, offset, f"due.{kind}", grade)


def _is_due(kind: str, led: str) -> bool:
    """Say whether the words that lead to a time tell that something is to be ready then."""
    cue = _cues()
    if kind in ("date", "day-month"):
        return bool(cue.at.search(led) and cue.finish.search(led))
    if kind in ("month", "quarter"):
        return bool(cue.at.search(led) or cue.ready.search(led))
    if kind == "year":
        return bool(cue.at.search(led) and cue.finish_in_year.search(led))
    return False


def _value(time: Time, year: int | None) -> tuple[tuple[str, str | int], ...] | None:
    kind, value = time.kind, time.value
    if kind == "date":
        return (("on", f"{value[0]:04d}-{value[1]:02d}-{value[2]:02d}"),)
    if kind == "day-month":
        return (("on", f"{year:04d}-{value[0]:02d}-{value[1]:02d}"),) if year else None
    if kind == "month":
        return (("by", f"{value[0]:04d}-{value[1]:02d}"),)
    if kind == "quarter":
        return (("by", f"{value[0]:04d}-Q{value[1]}"),)
    if kind == "years":
        return (("by", str(value[1])),) if int(value[1]) >= int(value[0]) else None
    return (("by", str(value[0])),)


def _due(
    text: str,
    value: tuple[tuple[str, str | int], ...],
    start: int,
    end: int,
    offset: int,
    rule: str,
    grade: Grade = Grade.SURE,
) -> Due:
    """Make the deadline at characters `start:end`, with the words that lead to it ("hoàn thành trước ngày …")."""
    match = _cues().lead.search(text, max(0, start - 60), start)
    start = match.start() if match else start
    return Due(value, text[start:end], Span(start + offset, end + offset), rule, grade)
