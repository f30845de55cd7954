"""Dates in running text."""

import pytest

from hoinhap.core.vi.dates import find_dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sông Mây, ngày 15 tháng 5 năm 2023", "2023-05-15"),
        ("ngày 17\ntháng 11 năm 2025", "2025-11-17"),
        ("NGÀY nào đó: Ngày 05 Tháng 01 Năm 2024", "2024-01-05"),
        ("ngày 29/3/2023 của", "2023-03-29"),
        ("ban hành ngày 08-6-2010.", "2010-06-08"),
        ("ngày 1.7.2025", "2025-07-01"),
        ("ngày 20/5 năm 2024", "2024-05-20"),
        ("trong tháng 6/2025", "2025-06"),
        ("Sông Mây, ngày tháng 11 năm 2025", "2025-11"),
        ("ngày 15 tháng 5, năm 2023", "2023-05-15"),
    ],
)
def test_the_usual_ways_to_write_a_date(text, iso):
    assert [found for _, found in find_dates(text)] == [iso]


@pytest.mark.parametrize("text", ["ngày 31/2/2023", "ngày 45 tháng 5 năm 2023", "Chỉ thị số 15", "năm 2030", "15/11",
                                  "tháng 13/2025", "số 12/5/2023/QĐ", "phiên bản 1.2.2025.7"])  # fmt: skip
def test_what_is_no_date(text):
    assert [iso for _, iso in find_dates(text) if len(iso) == 10] == []


def test_spans_point_at_the_words():
    text = "Từ ngày 01/02/2024 đến hết ngày 3 tháng 4 năm 2025."
    assert [text[start:end] for (start, end), _ in find_dates(text)] == ["01/02/2024", "3 tháng 4 năm 2025"]
