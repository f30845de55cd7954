"""Read the time by which something is to be reached, as in "đến hết năm 2030", "giai đoạn 2026 - 2030"."""

from __future__ import annotations

import re
from typing import NamedTuple

from .times import quarter_of

_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"""
    (?<!\w)(?:
        (?:giai\sđoạn|thời\skỳ|nhiệm\skỳ|các\snăm|từ\snăm|trong\sgiai\sđoạn|trong\scác\snăm)\s(?P<since>{_YEAR})\s?
            (?:-|–|—|đến|đến\snăm|tới)\s?(?P<until>{_YEAR})
      | (?:(?:đến|tới|trước|vào|trong|cuối|hết|đạt)\s)?(?:(?:hết|cuối|ngày)\s)?
            (?:(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<dated>{_YEAR}))
      | qu[ýí]\s(?P<quarter>IV|III|II|I|[1-4])\s?(?:[/-]|\s?năm\s)\s?(?P<quartered>{_YEAR})
      | tháng\s(?P<named>\d{{1,2}})\s?(?:[/-]|\s?năm\s)\s?(?P<monthed>{_YEAR})
      | (?:đến|tới)\s(?:hết\s|cuối\s)?(?P<plain>{_YEAR})(?=[\s:,;.)]|$)
      | năm\s(?P<first>{_YEAR})\s?[-–—]\s?(?P<last>{_YEAR})
      | năm\s(?P<year>{_YEAR})(?:(?:,|\svà)\s(?:năm\s)?(?P<next>{_YEAR}))?
    )(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LOOKING_ON = re.compile(r"(?:tầm nhìn|định hướng|hướng tới|hướng đến)\s(?:\S+\s){0,2}$", re.IGNORECASE)

_OF_A_DATE = re.compile(r"(?:ngày|tháng)\s(?:\d{1,2}\s)?$", re.IGNORECASE)


class Period(NamedTuple):
    """A time in running text; `by` is its end: "2030", "2025-Q4", "2026-06" or a date."""

    start: int
    end: int
    by: str

    def moved(self, by: int) -> Period:
        """Count its place from elsewhere."""
        return self._replace(start=self.start + by, end=self.end + by)


def find_periods(text: str) -> list[Period]:
    """List the times of a text in order: "giai đoạn 2026 - 2030" ends in "2030"."""
    if "20" not in text and "19" not in text:
        return []
    found = []
    for match in _PERIOD.finditer(text):
        group = match.groupdict()
        until = group["until"] or group["last"]
        if group["dated"]:
            day, month = int(group["day"]), int(group["month"])
            if not (1 <= day <= 31 and 1 <= month <= 12):
                continue
            by = f"{group['dated']}-{month:02d}-{day:02d}"
        elif group["quartered"]:
            quarter = quarter_of(group["quarter"])
            if not quarter:
                continue
            by = f"{group['quartered']}-Q{quarter}"
        elif group["monthed"]:
            by = f"{group['monthed']}-{int(group['named']):02d}"
        else:
            by = until or group["plain"] or group["next"] or group["year"]
        found.append(Period(match.start(), match.end(), by))
    return found


def last_period(text: str) -> str | None:
    """Give the end of the period that a title names: "giai đoạn 2021 - 2025" → "2025".

    "đến năm 2030, tầm nhìn đến năm 2050" ends in 2030; the date of a document that the title cites is no period.
    """
    found = None
    for period in find_periods(text):
        before = text[max(0, period.start - 24) : period.start]
        if len(period.by) < 10 and not _LOOKING_ON.search(before) and not _OF_A_DATE.search(before):
            found = period.by
    return found
