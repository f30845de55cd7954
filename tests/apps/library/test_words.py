from __future__ import annotations

import pytest
from django.utils import translation

from hoinhap.apps.library import panel, words
from tests.apps.library.papers import reading


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ""),
        ({"on": "2025-12-31"}, "Ngày 31/12/2025"),
        ({"by": "2025"}, "Trong năm 2025"),
        ({"by": "2025-Q3"}, "Trong quý III/2025"),
        ({"by": "2025-06"}, "Trong tháng 06/2025"),
        ({"every": "year", "month": 11, "day": 5}, "Hằng năm, ngày 05/11"),
        ({"every": "month", "day": 20}, "Hằng tháng, ngày 20"),
        ({"every": "half-year"}, "6 tháng một lần"),
    ],
)
def test_deadlines_are_said_in_words(due, said):
    assert words.due_words(due) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ({"on": "2025-12-31"}, "31/12/2025"),
        ({"by": "2025-Q3"}, "quý III/2025"),
        ({"every": "quarter"}, "Hằng quý"),
        (None, ""),
    ],
)
def test_a_list_says_deadlines_shortly(due, said):
    assert words.due_short(due) == said


def test_a_place_is_said_in_words():
    assert words.place_words("II/3/-2") == "II, 3, gạch đầu dòng thứ 2"
    assert words.place_words("p3") == "đoạn thứ 3"


def test_numbers_are_written_the_vietnamese_way():
    assert [words.number(value) for value in (5, 2.5, 1234.5, 1200000)] == ["5", "2,5", "1.234,5", "1.200.000"]
    with translation.override("en"):
        assert words.number(1234.5) == "1,234.5"


def test_coverage_counts_every_provision_once():
    said = words.coverage(["duty", "nothing", "duty", "aim", "unheard-of"])
    assert sum(count for _answer, count, _words in said) == 5
    assert [item[2] for item in said][:2] == ["2 có giao việc", "1 mục tiêu"]


def test_a_duty_line_leaves_out_the_agencies_that_open_it():
    line = panel.duty_lines(reading())[0]
    assert line.action.startswith("Rà soát các thỏa thuận theo Nghị quyết")
    assert (line.leads, line.due, line.due_text) == (("Sở Ngoại vụ",), "Ngày 30/06/2026", "trước ngày 30/6/2026")


def test_the_filter_takes_words_agency_and_grade():
    line = panel.duty_lines(reading())[0]
    assert panel.Filter(words="tư pháp RÀ SOÁT").takes(line)
    assert panel.Filter(agency="Sở Ngoại vụ", grade="sure").takes(line)
    assert not panel.Filter(agency="Sở Tư pháp").takes(line)
    assert not panel.Filter(grade="guess").takes(line)


def test_targets_are_said_in_words():
    assert panel.target_lines(reading())[0]["amount"] == "ít nhất 5 thỏa thuận"
