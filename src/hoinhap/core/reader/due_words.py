"""Say a deadline in words: {"every": "year", "month": 11, "day": 5} is "Hằng năm, trước ngày 05/11"."""

from __future__ import annotations

from typing import Any

from .lexicon import cues

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def due_words(due: dict[str, Any] | None, language: str = "vi") -> str:
    """Return a due value in words of "vi" or "en" ({"by": "2025-Q4"} is "Quý IV/2025"), "" when there is none."""
    if not due:
        return ""
    vi = language != "en"
    if "on" in due:
        year, month, day = due["on"].split("-")
        return f"{day}/{month}/{year}" if vi else f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
    if "by" in due:
        return _by(str(due["by"]), vi)
    words: str = cues("labels")["rhythms"][due["every"]]["vi" if vi else "en"]
    day, month = due.get("day"), due.get("month")
    if day and month:
        return f"{words}, trước ngày {day:02d}/{month:02d}" if vi else f"{words}, by {day} {_MONTHS[month - 1]}"
    if day:
        return f"{words}, trước ngày {day:02d}" if vi else f"{words}, by day {day}"
    if month:
        return f"{words}, tháng {month}" if vi else f"{words}, in {_MONTHS[month - 1]}"
    return words


def _by(value: str, vi: bool) -> str:
    year, _, part = value.partition("-")
    if part.startswith("Q"):
        return f"Quý {_ROMAN[part[1]]}/{year}" if vi else f"Quarter {part[1]}, {year}"
    if part:
        return f"Tháng {int(part)}/{year}" if vi else f"{_MONTHS[int(part) - 1]} {year}"
    return f"Năm {year}" if vi else year
