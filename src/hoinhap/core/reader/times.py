"""Find the time expressions of a text ("ngày 05/11", "quý IV/2025", "hằng tháng"), whatever they are there for."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .lexicon import cues, either

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# A day and a month without a year are a date where "ngày" or a word of deadlines is before them.
_LOOK_BACK = 80


class Time(NamedTuple):
    """A time expression at characters `start:end`.

    `kind` is "date", "day-month", "day", "month", "lone-month", "quarter", "years", "year", "every" (a rhythm) or
    "last-month" ("tháng cuối quý"); `value` holds its numbers, the largest unit first.
    """

    kind: str
    start: int
    end: int
    value: tuple[int | str, ...]


@cache
def _cues() -> dict[str, str]:
    found = {name: either(words) for name, words in cues("deadlines")["times"].items()}
    return {**found, "unit": either(cues("deadlines")["units"])}


@cache
def _hint() -> re.Pattern[str]:
    """Return a cheap look before the big pattern: without a match a text has no time in it."""
    return re.compile(r"20\d\d|\d ?[/.-] ?\d|ngày \d|" + _cues()["hints"], re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    """Return one pass over a text: every alternative is a time; which it is shows in its named groups."""
    cue = _cues()
    each, unit, every, six = cue["each"], cue["unit"], cue["every"], cue["six"]
    return re.compile(
        rf"""
        (?<![\w/.])(?:
          (?P<d>\d{{1,2}})\s?(?:[/.-]\s?(?P<m>\d{{1,2}})|\s?tháng\s(?P<mw>\d{{1,2}}))
            (?:\s?(?:[/.-]|,?\s?năm)\s?(?P<y>20\d\d))?(?![\d/%]|[.,]\d)
        | ngày\s(?P<day>\d{{1,2}})(?![\d/.-]|\stháng\s\d|\s?,\s?\d)
        | tháng\s?(?P<month>\d{{1,2}})\s?(?:[/.-]|,?\s?năm)\s?(?P<month_year>20\d\d)(?!\d)
        | (?<!\d\s)tháng\s(?P<lone_month>\d{{1,2}})(?=\s(?:của\s)?(?:{every}|mỗi)\snăm)
        | (?P<last_month>tháng\scuối\s(?:của\s)?(?:(?:{every}|mỗi|từng)\s)?quý|tháng\scuối\snăm)
        | qu[ýí]\s?(?P<quarter>IV|III|II|I|[1-4])\s?(?:[/.-]|,?\s?năm)\s?(?P<quarter_year>20\d\d)(?!\d)
        | (?:{cue["spans"]}\s)?(?P<from_year>20\d\d)\s?(?:-|–|đến(?:\snăm)?)\s?(?P<to_year>20\d\d)(?!\d)
        | năm\s(?P<year>20\d\d)(?!\d|\s?[-–]\s?20)
        | (?P<every>{each}\s{unit}\b(?:\s?,\s?(?:{every}\s)?(?:quý|năm)\b)*
            |{cue["half_yearly"]}\s{six}\stháng
            |{six}\stháng(?:\s?/\s?lần|\smột\slần
              |\s?(?:,|và)\s?(?:(?:{every}|{cue["whole"]}|{cue["once"]})\s)?năm\b(?!\s20|\s\d|\sđầu|\scuối))
            |{cue["regular"]}\s{unit}\b
            |\d{{1,2}}\slần\s?/\s?{unit}
            |(?!ngày){unit}\s{cue["once"]}\slần)
        )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _half_year() -> re.Pattern[str]:
    return re.compile(_cues()["six"] + r"\stháng", re.IGNORECASE)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(_cues()["unit"], re.IGNORECASE)


@cache
def before() -> re.Pattern[str]:
    """Return the pattern of what stands right before a deadline ("chậm nhất là ", "trước 17 giờ 00, ngày ")."""
    cue = cues("deadlines")["cues"]
    fill = rf"(?:{either(cue['before_fill'])}\s|\d{{1,2}} giờ(?: \d\d)?\s?,?\s?)*"
    return re.compile(
        rf"{either(cue['before'])}\s{fill}(?:ngày\s)?(?:thứ \w+, ?(?:ngày\s)?)?$",
        re.IGNORECASE,
    )


def has_time(text: str) -> bool:
    """Say, at a cheap look, whether there may be a time in a text."""
    return _hint().search(text) is not None


def times(text: str) -> list[Time]:
    """Return the time expressions of a text in order ("từ quý I/2026 đến ngày 15/12/2026": two)."""
    return list(_walk(text)) if has_time(text) else []


def _walk(text: str) -> Iterator[Time]:
    for match in _pattern().finditer(text):
        group = match.groupdict()
        start, end = match.span()
        if group["d"]:
            day, month = int(group["d"]), int(group["m"] or group["mw"])
            if not (1 <= month <= 12 and 1 <= day <= 31):
                continue
            if group["y"]:
                if day <= monthrange(int(group["y"]), month)[1]:
                    yield Time("date", start, end, (int(group["y"]), month, day))
            elif group["mw"] or "/" in match[0] or _is_day(text, start):
                yield Time("day-month", start, end, (month, day))
        elif group["day"]:
            if 1 <= int(group["day"]) <= 31:
                yield Time("day", start, end, (int(group["day"]),))
        elif group["month"]:
            if 1 <= int(group["month"]) <= 12:
                yield Time("month", start, end, (int(group["month_year"]), int(group["month"])))
        elif group["lone_month"]:
            if 1 <= int(group["lone_month"]) <= 12:
                yield Time("lone-month", start, end, (int(group["lone_month"]),))
        elif group["last_month"]:
            yield Time("last-month", start, end, ("quarter" if "quý" in match[0].lower() else "year",))
        elif group["quarter"]:
            quarter = quarter_of(group["quarter"])
            if quarter:
                yield Time("quarter", start, end, (int(group["quarter_year"]), quarter))
        elif group["to_year"]:
            yield Time("years", start, end, (int(group["from_year"]), int(group["to_year"])))
        elif group["year"]:
            yield Time("year", start, end, (int(group["year"]),))
        else:
            yield Time("every", start, end, (_rhythm(match[0]),))


def quarter_of(numeral: str) -> int:
    """Return the number of a quarter ("IV" is 4), 0 for a foreign "ı", an I to a pattern that takes any case."""
    return _QUARTERS.get(numeral.lower(), 0)


def _is_day(text: str, start: int) -> bool:
    """Say whether "15-12" or "15.12" is a day: "ngày" or a word of deadlines is before it."""
    return text.endswith("ngày ", 0, start) or bool(before().search(text[max(0, start - _LOOK_BACK) : start]))


def _rhythm(words: str) -> str:
    if _half_year().search(words):
        return "half-year"
    unit = _unit().search(words)
    units: dict[str, str] = cues("deadlines")["units"]
    return units.get(unit[0].lower(), "year") if unit else "year"
