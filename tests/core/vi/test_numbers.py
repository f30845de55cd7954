"""Numbers in digits, ranges, fractions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.vi.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("có 2 - 3 nhà đầu tư", [(2, 3, False)]),
        ("từ 8 đến 10 tổ chức", [(8, 10, False)]),
        ("trên 95% và 12,5 %", [(95, 95, True), (12.5, 12.5, True)]),
        ("5% - 7%/năm", [(5, 7, True)]),
        ("1.700 ha, 30 lần.", [(1700, 1700, False), (30, 30, False)]),
        ("1/4 diện tích", [(0.25, 0.25, False)]),
        ("số 21/NQ-CP ngày 17/11/2025, máy 0203.383.123, mạng 5G, VR360", []),
        ("đạt 60%; còn lại", [(60, 60, True)]),
        ("1.234,5 và 2.5 và 1.234.567", [(1234.5, 1234.5, False), (2.5, 2.5, False), (1234567, 1234567, False)]),
    ],
)
def test_find(text, pairs):
    assert [(n.low, n.high, n.percent) for n in find_numbers(text)] == pairs


@given(st.text(alphabet="0123456789.,%/- đếnnămtỷ hai", max_size=60))
def test_spans_lie_inside(text):
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.low <= number.high


@given(st.integers(0, 999_999_999))
def test_thousands_round_trip(value):
    (found,) = find_numbers(f"{value:,}".replace(",", "."))
    assert found.low == found.high == value
