"""Say a deadline in words: {"every": "year", "month": 11, "day": 5} is "Hằng năm, trước ngày 05/11"."""

from __future__ import annotations

from typing import Any

from .lexicon import cues
from .words import Words, word_set

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def bound_of(text: str) -> str:
    """Return how the words of the law bound a time: "before" for "trước ngày 30/6/2026", "by" for "chậm nhất …"."""
    words = set(Words(text).low)
    for bound, cue in cues("labels")["bounds"].items():
        if words & word_set(cue["words"]):
            return str(bound)
    return ""


def due_words(due: dict[str, Any] | None, language: str = "vi", text: str | None = None) -> str:
    """Return a due value in words of "vi" or "en" ({"by": "2025-Q4"} is "Quý IV/2025"), "" when there is none.

    `text` are the words of the law, whose "trước" and "chậm nhất" are kept. Where they are not known, a day that comes
    again is one to be early for, as nearly all are.
    """
    if not due:
        return ""
    vi = language != "en"
    bound = bound_of(text or "")
    if "on" in due:
        year, month, day = due["on"].split("-")
        said = f"{day}/{month}/{year}" if vi else f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
        return _bounded(bound, f"ngày {said}" if vi else said, vi) if bound else said
    if "by" in due:
        said = _by(str(due["by"]), vi)
        return _bounded(bound, said[0].lower() + said[1:] if vi else said, vi) if bound else said
    words: str = cues("labels")["rhythms"][due["every"]]["vi" if vi else "en"]
    day, month = due.get("day"), due.get("month")
    if text is None and day:
        bound = "before" if vi else "by"
    if day and month:
        said = f"ngày {day:02d}/{month:02d}" if vi else f"{day} {_MONTHS[month - 1]}"
    elif day:
        said = f"ngày {day:02d}" if vi else f"day {day}"
    elif month:
        said = f"tháng {month}" if vi else f"in {_MONTHS[month - 1]}"
        said = said.removeprefix("in ") if bound else said
    else:
        return words
    said = _bounded(bound, said, vi) if bound else said if vi or not day else f"on {said}"
    return f"{words}, {said[0].lower()}{said[1:]}" if bound else f"{words}, {said}"


def _bounded(bound: str, said: str, vi: bool) -> str:
    return f"{cues('labels')['bounds'][bound]['vi' if vi else 'en']} {said}"


def _by(value: str, vi: bool) -> str:
    year, _, part = value.partition("-")
    if part.startswith("Q"):
        return f"Quý {_ROMAN[part[1]]}/{year}" if vi else f"Quarter {part[1]}, {year}"
    if part:
        return f"Tháng {int(part)}/{year}" if vi else f"{_MONTHS[int(part) - 1]} {year}"
    return f"Năm {year}" if vi else year
