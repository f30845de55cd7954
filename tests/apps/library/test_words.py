from __future__ import annotations

import pytest
from django.utils import translation

from hoinhap.apps.library import panel, words
from hoinhap.core.reader.lexicon import cues
from tests.apps.library.papers import laid, reading


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ""),
        ({"on": "2025-12-31"}, "31/12/2025"),
        ({"by": "2025"}, "Năm 2025"),
        ({"by": "2025-Q3"}, "Quý III/2025"),
        ({"by": "2025-06"}, "Tháng 6/2025"),
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


@pytest.mark.parametrize(
    ("due", "law", "vi", "en"),
    [
        ({"on": "2026-06-30"}, "hoàn thành trước ngày 30/6/2026", "Trước ngày 30/06/2026", "Before 30 June 2026"),
        ({"on": "2026-06-30"}, "chậm nhất ngày 30/6/2026", "Chậm nhất ngày 30/06/2026", "By 30 June 2026"),
        ({"on": "2026-06-30"}, "ngày 30/6/2026", "30/06/2026", "30 June 2026"),
        ({"by": "2026-Q3"}, "trước quý III/2026", "Trước quý III/2026", "Before Quarter 3, 2026"),
        ({"by": "2026-Q3"}, "trong quý III/2026", "Quý III/2026", "Quarter 3, 2026"),
        ({"by": "2026"}, "muộn nhất năm 2026", "Chậm nhất năm 2026", "By 2026"),
        (
            {"every": "year", "month": 12, "day": 10},
            "trước ngày 10/12 hằng năm",
            "Hằng năm, trước ngày 10/12",
            "Every year, before 10 December",
        ),
        ({"every": "month", "day": 20}, "vào ngày 20 hằng tháng", "Hằng tháng, ngày 20", "Every month, on day 20"),
    ],
)
def test_a_deadline_keeps_before_and_by_of_the_law(due, law, vi, en):
    assert words.due_words(due, law) == vi
    with translation.override("en"):
        assert words.due_words(due, law) == en


def test_a_list_does_not_lose_before():
    assert words.due_short({"on": "2026-06-30"}, "trước ngày 30/6/2026") == "trước 30/06/2026"
    assert words.due_short({"on": "2026-06-30"}, "ngày 30/6/2026") == "30/06/2026"
    with translation.override("en"):
        assert words.due_short({"on": "2026-06-30"}, "trước ngày 30/6/2026") == "before 30/06/2026"


def test_a_place_for_a_table_is_whole():
    assert words.whole_place("III/2/2.1/-1") == "III.2.1, gạch đầu dòng thứ 1"
    assert words.whole_place("III/1/1.1") == "III.1.1"
    assert words.whole_place("-2") == "gạch đầu dòng thứ 2"


def test_kinds_are_in_the_language_of_the_page():
    assert [words.kind_word(kind) for kind in ("Kế hoạch", "-", "Bài ca")] == ["Kế hoạch", "Khác", "Bài ca"]
    with translation.override("en"):
        assert [words.kind_word(kind) for kind in ("Kế hoạch", "-", "Bài ca")] == ["Plan", "Other", "Bài ca"]


def test_every_kind_that_the_reader_knows_has_its_english():
    assert set(cues("masthead")["kinds"].values()) <= set(cues("labels")["kinds"])


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


def first_line():
    body = reading()
    return panel.item_lines(laid(body), body)[0]


def test_a_duty_line_leaves_out_the_agencies_that_open_it():
    line = first_line()
    assert line.action.startswith("Rà soát các thỏa thuận theo Nghị quyết")
    assert (line.leads, line.due, line.due_text) == (("Sở Ngoại vụ",), "Trước ngày 30/06/2026", "trước ngày 30/6/2026")
    assert line.due_short == "trước 30/06/2026"
    assert (line.is_open, line.is_sure, line.by_person, line.was) == (True, True, False, ())


def test_a_line_in_the_words_of_a_person_is_whole_and_says_what_was():
    body = reading()
    found = laid(body)
    found[0].value = {**found[0].value, "leads": ["Sở Tài chính"], "text": "Sở Tài chính lập bảng kê."}
    line = panel.item_lines(found, body)[0]
    assert line.action == "Sở Tài chính lập bảng kê."
    assert line.by_person
    assert ("Chủ trì", "Sở Ngoại vụ", "Sở Tài chính") in line.was


def test_the_filter_takes_words_agency_and_grade():
    line = first_line()
    assert panel.Filter(words="tư pháp RÀ SOÁT").takes(line)
    assert panel.Filter(agency="Sở Ngoại vụ", grade="sure").takes(line)
    assert not panel.Filter(agency="Sở Tài chính").takes(line)
    assert not panel.Filter(grade="guess").takes(line)


def test_the_filter_tells_who_leads_from_who_takes_part():
    line = first_line()
    assert panel.Filter(agency="Sở Tư pháp").takes(line)
    assert panel.Filter(agency="sở tư pháp", role="partner").takes(line)
    assert not panel.Filter(agency="Sở Tư pháp", role="lead").takes(line)
    assert not panel.Filter(agency=panel.NOBODY_ASKED).takes(line)


def test_the_filter_takes_what_is_open_what_has_a_duty_and_what_has_none():
    body = reading()
    found = laid(body)
    duty, nothing = found
    duty.state, duty.decided_at = duty.ACCEPTED, None

    def taken(state):
        return [line.ref for line in panel.item_lines(found, body) if panel.Filter(state=state).takes(line)]

    assert taken("open") == [nothing.ref]
    assert taken("duty") == [duty.ref]
    assert taken("none") == [nothing.ref]
    assert taken("new") == []
    duty.state = duty.DISMISSED
    assert (taken("duty"), taken("none")) == ([], [duty.ref, nothing.ref])
    nothing.is_new = True
    assert taken("new") == [nothing.ref]


def test_targets_are_said_in_words():
    assert panel.target_lines(reading())[0]["amount"] == "ít nhất 5 thỏa thuận"
