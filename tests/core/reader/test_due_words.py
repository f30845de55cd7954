"""A deadline in words, Vietnamese and English."""

from __future__ import annotations

import pytest
from invented import cases

from hoinhap.core.reader.deadlines import deadlines
from hoinhap.core.reader.due_words import due_words

WORDS = {
    "a day": ({"on": "2025-11-05"}, "05/11/2025", "5 November 2025"),
    "a year": ({"by": "2025"}, "Năm 2025", "2025"),
    "a quarter": ({"by": "2025-Q4"}, "Quý IV/2025", "Quarter 4, 2025"),
    "a month": ({"by": "2025-06"}, "Tháng 6/2025", "June 2025"),
    "every year on a day": (
        {"every": "year", "month": 11, "day": 5},
        "Hằng năm, trước ngày 05/11",
        "Every year, by 5 November",
    ),
    "every year in a month": ({"every": "year", "month": 12}, "Hằng năm, tháng 12", "Every year, in December"),
    "every quarter on a day": ({"every": "quarter", "day": 15}, "Hằng quý, trước ngày 15", "Every quarter, by day 15"),
    "every month on a day": ({"every": "month", "day": 20}, "Hằng tháng, trước ngày 20", "Every month, by day 20"),
    "every half-year": ({"every": "half-year"}, "6 tháng một lần", "Every half-year"),
    "every week": ({"every": "week"}, "Hằng tuần", "Every week"),
    "every day": ({"every": "day"}, "Hằng ngày", "Every day"),
    "no deadline": (None, "", ""),
}  # fmt: skip
FAULTS = {"every year in a month": "a month is joined with its rhythm only where it stands before it"}


@pytest.mark.parametrize(("due", "vi", "en"), WORDS.values(), ids=WORDS)
def test_a_deadline_in_both_languages(due, vi, en):
    assert due_words(due) == vi
    assert due_words(due, "en") == en


@pytest.mark.parametrize("due", cases({name: (case[0],) for name, case in WORDS.items() if case[0]}, FAULTS))
def test_the_words_are_read_as_the_same_deadline(due):
    found = deadlines(due_words(due), field=True)
    assert found and found[0].as_json() == due
