# ruff: noqa: E501
"""Numbers in digits and words, ranges, fractions, money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.vi.numbers import find_money, find_numbers, find_spelled, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5), ("3,5", 3.5), ("1.700", 1700), ("05", 5), ("2.5", 2.5), ("1.234.567", 1234567), ("hai mươi", 20),
        ("hai mươi mốt", 21), ("mười lăm", 15), ("một trăm linh năm", 105), ("hai nghìn ba trăm", 2300), ("một triệu rưỡi", 1500000),
        ("ba tỷ hai trăm triệu", 3200000000), ("năm mươi tư", 54), ("mười", 10), ("nhiều", None), ("", None), ("hai ba", None),
    ],
)  # fmt: skip
def test_parse(text, value):
    assert parse_number(text) == value


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
    ],
)
def test_find(text, pairs):
    assert [(n.low, n.high, n.percent) for n in find_numbers(text)] == pairs


def test_spelled_and_money():
    assert [n.low for n in find_spelled("ít nhất hai mươi mô hình")] == [20]
    assert [(m.amount, m.currency) for m in find_money("khoảng 1,5 tỷ đồng, 20 nghìn tỷ đồng và 300 USD")] == [
        (1.5e9, "VND"), (2e13, "VND"), (300, "USD"),
    ]  # fmt: skip


@given(st.text(alphabet="0123456789.,%/- đếnnămtỷ hai", max_size=60))
def test_spans_lie_inside(text):
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.low <= number.high
    find_spelled(text), find_money(text)


@given(st.integers(0, 999_999_999))
def test_thousands_round_trip(value):
    assert parse_number(f"{value:,}".replace(",", ".")) == value
