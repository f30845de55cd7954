"""Until when and how often: every form of a deadline, and the times that are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import cases, facts, organised

from hoinhap.core.reader.deadlines import deadlines

SENTENCES = {
    "before a day": ("Gửi báo cáo trước ngày 15/11/2025.", {"on": "2025-11-15"}),
    "day, month and year in words": ("Hoàn thành trước ngày 05 tháng 6 năm 2025.", {"on": "2025-06-05"}),
    "at the latest": ("Báo cáo kết quả chậm nhất ngày 20/12/2025.", {"on": "2025-12-20"}),
    "with dots": ("Hoàn thành trước ngày 30.9.2025.", {"on": "2025-09-30"}),
    "a day without its year takes the document's": ("Gửi về Sở Ngoại vụ trước ngày 15/12.", {"on": "2025-12-15"}),
    "finished within a quarter": ("Hoàn thành trong quý III/2025.", {"by": "2025-Q3"}),
    "a quarter in words": ("Trình UBND tỉnh trong Quý II năm 2025.", {"by": "2025-Q2"}),
    "finished within a month": ("Hoàn thành trong tháng 8/2025.", {"by": "2025-08"}),
    "a month in words": ("Hoàn thành trước tháng 10 năm 2025.", {"by": "2025-10"}),
    "finished within a year": ("Hoàn thành trong năm 2026.", {"by": "2026"}),
    "before a day of every year": (
        "Báo cáo kết quả trước ngày 05/11 hằng năm.",
        {"every": "year", "month": 11, "day": 5},
    ),
    "every year, before a day": (
        "Hằng năm, trước ngày 10 tháng 12, báo cáo UBND tỉnh.",
        {"every": "year", "month": 12, "day": 10},
    ),
    "the other spelling of every": (
        "Báo cáo trước ngày 05/11 hàng năm.",
        {"every": "year", "month": 11, "day": 5},
    ),
    "before a day of every month": ("Báo cáo trước ngày 20 hằng tháng.", {"every": "month", "day": 20}),
    "before a day of the last month of the quarter": (
        "Báo cáo trước ngày 15 của tháng cuối quý.",
        {"every": "quarter", "day": 15},
    ),
    "every quarter": ("Định kỳ hằng quý báo cáo UBND tỉnh.", {"every": "quarter"}),
    "every month": ("Định kỳ hằng tháng tổng hợp kết quả.", {"every": "month"}),
    "every week": ("Định kỳ hằng tuần cập nhật số liệu.", {"every": "week"}),
    "every day": ("Hằng ngày cập nhật tin tức đối ngoại.", {"every": "day"}),
    "every half-year": ("Định kỳ 06 tháng báo cáo kết quả.", {"every": "half-year"}),
    "half-year and year": ("Định kỳ 6 tháng, hằng năm báo cáo UBND tỉnh.", {"every": "half-year"}),
    "two fixed days a year": (
        "Báo cáo trước ngày 15/6 và trước ngày 15/12 hằng năm.",
        {"every": "half-year"},
    ),
    "how often the actor acts": ("Hằng năm, tổ chức gặp gỡ kiều bào.", {"every": "year"}),
    "what the actor makes each year": (
        "Cụ thể hóa thành các kế hoạch hoạt động đối ngoại hằng năm.",
        {"every": "year"},
    ),
    "a noun that is only described": ("Theo dõi hoạt động đối ngoại hằng năm của cơ quan.", None),
    "money of every year": ("Bố trí trong dự toán ngân sách hằng năm.", None),
    "from a day on": ("Thực hiện kể từ ngày 01/7/2025.", None),
    "since a year": ("Từ năm 2025, áp dụng mẫu báo cáo mới.", None),
    "after an act of others": ("Thực hiện sau khi Đề án được ban hành.", None),
    "always": ("Thường xuyên cập nhật thông tin.", None),
    "the date of another document": ("Thực hiện Quyết định số 99/QĐ-UBND ngày 02/01/2025 của UBND tỉnh.", None),
    "a year that is only told of": ("Tiếp tục kết quả đã đạt được của năm 2024.", None),
    "no such day": ("Hoàn thành trước ngày 31/02/2025.", None),
    "no time": ("Phối hợp với các đơn vị.", None),
}
FIELDS = {
    "a year": ("Năm 2025", {"by": "2025"}),
    "a year alone": ("2026", {"by": "2026"}),
    "a quarter": ("Quý IV/2025", {"by": "2025-Q4"}),
    "a quarter in Arabic numbers": ("Quý 2/2025", {"by": "2025-Q2"}),
    "a month": ("Tháng 6/2025", {"by": "2025-06"}),
    "a day": ("30/9/2025", {"on": "2025-09-30"}),
    "before a day": ("Trước 15/10/2025", {"on": "2025-10-15"}),
    "every year": ("Hằng năm", {"every": "year"}),
    "the other spelling": ("Hàng năm", {"every": "year"}),
    "every quarter": ("Hằng quý", {"every": "quarter"}),
    "the first of a series": ("Quý IV/2025 và các năm tiếp theo", {"by": "2025-Q4"}),
    "a year and the following": ("Năm 2025 và những năm tiếp theo", {"by": "2025"}),
    "a span of years": ("Giai đoạn 2026-2030", {"by": "2030"}),
    "a span with 'đến'": ("Từ năm 2026 đến năm 2030", None),
    "a span of years with a dash": ("2025 - 2027", {"by": "2027"}),
    "a span of quarters": ("Quý III/2025 - Quý I/2026", {"by": "2026-Q1"}),
    "always": ("Thường xuyên", None),
    "from a day on": ("Từ ngày 01/7/2025", None),
    "after an act of others": ("Sau khi Chương trình được ban hành", None),
    "a month of every year": ("Tháng 12 hằng năm", {"every": "year", "month": 12}),
}
FAULTS: dict[str, str] = {}


def value(text: str, *, field: bool = False):
    found = deadlines(text, field=field, year=2025)
    return found[0].as_json() if found else None


@pytest.mark.parametrize(("text", "expected"), cases(SENTENCES, FAULTS))
def test_deadlines_of_a_sentence(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases(FIELDS, FAULTS))
def test_deadlines_of_a_field(text, expected):
    assert value(text, field=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"), cases({name: case for name, case in SENTENCES.items() if case[1]}, FAULTS)
)
def test_a_duty_has_the_deadline_of_its_sentence(text, expected):
    (found,) = facts(organised(f"1. Sở Ngoại vụ chủ trì. {text}"))
    assert found.due == expected


def test_a_deadline_keeps_the_words_of_the_text():
    text = "Sở Y tế báo cáo kết quả trước ngày 05/11 hằng năm."
    (found,) = deadlines(text, offset=100)
    assert found.text == "trước ngày 05/11 hằng năm"
    assert text[found.span.start - 100 : found.span.end - 100] == found.text


def test_a_day_without_a_year_is_none_where_the_document_has_none():
    assert deadlines("Gửi trước ngày 15/12.") == []


TIMES = (
    "trước", "ngày", "15/12", "30/9/2025", "hằng năm", "hàng", "quý", "IV/2025", "tháng", "6", "/", "2025", "-",
    "và", ",", ".",
    ";", "từ", "đến", "sau", "giai đoạn", "2026-2030", "định kỳ", "06 tháng", "lần", "của tháng cuối quý",
    "hoàn thành", "trong",
    "tháng 12", "99/99/2025", "ngày 31 tháng 2 năm 2025", "năm", "20", "tuần", "0/0", "chậm nhất",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(TIMES), max_size=12).map(" ".join) | st.text(max_size=60),
    st.booleans(),
    st.sampled_from([None, 2025]),
    st.integers(0, 1000),
)
def test_any_words_give_deadlines_inside_them(text, field, year, offset):
    for due in deadlines(text, field=field, year=year, offset=offset):
        assert due.text == text[due.span.start - offset : due.span.end - offset] != ""
        fact = due.as_json()
        assert set(fact) in ({"on"}, {"by"}, {"every"}, {"every", "day"}, {"every", "month"}, {"every", "month", "day"})
        assert 1 <= int(fact.get("month", 1)) <= 12 and 1 <= int(fact.get("day", 1)) <= 31
