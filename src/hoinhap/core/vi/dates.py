"""Find the dates of running Vietnamese text, as in "ngày 17 tháng 11 năm 2025", "29/3/2023" or "tháng 6/2025"."""

from __future__ import annotations

import re
from datetime import date

# One pattern, so that a whole document is walked once. Every repetition is bounded: time grows with the length only.
# A line may break between the words ("ngày 17\ntháng 11 năm 2025"), hence \s and not a plain space.
_DATE = re.compile(
    r"""
    (?<![\w/.,-])(?:
        (?P<d1>\d{1,2})\s{0,3}[Tt]háng\s{0,3}(?P<m1>\d{1,2})\s{0,3},?\s{0,3}[Nn]ăm\s{0,3}(?P<y1>(?:19|20)\d\d)(?!\d)
      | (?P<d2>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<m2>\d{1,2})(?P=mark)\s?(?P<y2>(?:19|20)\d\d)(?![\d/]|\.\d|-[\w])
      | (?P<d3>\d{1,2})/(?P<m3>\d{1,2})\s{1,2}năm\s{1,2}(?P<y3>(?:19|20)\d\d)(?!\d)
      | [Tt]háng\s{0,3}(?P<m4>\d{1,2})(?:\s?[/.-]\s?|\s{0,3},?\s{0,3}năm\s{1,3})(?P<y4>(?:19|20)\d\d)(?![\d/])
    )
    """,
    re.VERBOSE,
)


def find_dates(text: str) -> list[tuple[tuple[int, int], str]]:
    """List the dates of a text in order as ((start, end), iso), as in "29/3/2023" → "2023-03-29".

    A month without a day ("tháng 6/2025", "ngày    tháng 11 năm 2025") gives "2025-06"; days and months that no
    calendar has ("31/2/2023") are left out. The span runs from the first digit (or "tháng") to the year.
    """
    found = []
    for match in _DATE.finditer(text):
        iso = _iso(*match.group("y1", "m1", "d1"))
        iso = iso or _iso(*match.group("y2", "m2", "d2"))
        iso = iso or _iso(*match.group("y3", "m3", "d3"))
        iso = iso or _month(*match.group("y4", "m4"))
        if iso:
            found.append((match.span(), iso))
    return found


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    if not (year and month and day):
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _month(year: str | None, month: str | None) -> str | None:
    if not (year and month and 1 <= int(month) <= 12):
        return None
    return f"{int(year):04d}-{int(month):02d}"
