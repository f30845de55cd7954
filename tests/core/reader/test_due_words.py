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


BOUND = {
    "before a day": ("hoàn thành trước ngày 30/6/2026", "Trước ngày 30/06/2026", "Before 30 June 2026"),
    "before a bare day": ("Xong trước 30/6/2026", "Trước ngày 30/06/2026", "Before 30 June 2026"),
    "at the latest on a day": ("chậm nhất ngày 15/12/2025", "Chậm nhất ngày 15/12/2025", "By 15 December 2025"),
    "before a month": ("Hoàn thành trước tháng 6/2026", "Trước tháng 6/2026", "Before June 2026"),
    "before a quarter": ("trước quý III/2026", "Trước quý III/2026", "Before Quarter 3, 2026"),
    "before a year": ("trước năm 2030", "Trước năm 2030", "Before 2030"),
    "before a day of every year": (
        "trước ngày 10/12 hằng năm",
        "Hằng năm, trước ngày 10/12",
        "Every year, before 10 December",
    ),
    "before a day of every month": (
        "trước ngày 20 hằng tháng",
        "Hằng tháng, trước ngày 20",
        "Every month, before day 20",
    ),
    "at the latest every year": (
        "chậm nhất ngày 05/11 hằng năm",
        "Hằng năm, chậm nhất ngày 05/11",
        "Every year, by 5 November",
    ),
}


@pytest.mark.parametrize(("law", "vi", "en"), BOUND.values(), ids=BOUND)
def test_the_words_keep_what_the_law_says_of_the_time(law, vi, en):
    found = deadlines(law, field=True)[0]
    assert due_words(found.as_json(), text=found.text) == vi
    assert due_words(found.as_json(), "en", found.text) == en
    assert deadlines(vi, field=True)[0].as_json() == found.as_json()


def test_a_day_on_which_something_is_due_is_not_one_before_which_it_is():
    due = {"every": "month", "day": 20}
    assert due_words(due, text="vào ngày 20 hằng tháng") == "Hằng tháng, ngày 20"
    assert due_words(due, "en", "vào ngày 20 hằng tháng") == "Every month, on day 20"
    assert due_words({"on": "2026-06-30"}, text="ngày 30/6/2026") == "30/06/2026"
