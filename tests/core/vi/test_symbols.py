"""Numbers and symbols of documents."""

import pytest

from hoinhap.core.vi.symbols import find_symbols, kind_of, parse_symbol


@pytest.mark.parametrize(
    ("text", "number", "year", "kind", "body", "unit", "party"),
    [
        ("30/2020/NĐ-CP", "30", "2020", "NĐ", "CP", "", False),
        ("119 / KH-UBND", "119", None, "KH", "UBND", "", False),
        ("40-CT/TU", "40", None, "CT", "TU", "", True),
        ("128 - KH/TU", "128", None, "KH", "TU", "", True),
        ("10/QĐ-TTg", "10", None, "QĐ", "TTg", "", False),
        ("7/TTr-SNgV", "7", None, "TTr", "SNgV", "", False),
        ("10988/BNV-CQĐP", "10988", None, None, "BNV", "CQĐP", False),
        ("5331/CT-CS", "5331", None, None, "CT", "CS", False),
        ("983/TB-CT", "983", None, "TB", "CT", "", False),
        ("76/2015/QH13", "76", "2015", None, "QH13", "", False),
        ("02/2012/TTLT-BTC-BCT", "02", "2012", "TTLT", "BTC", "BCT", False),
        ("05/CT-BGD&ĐT", "05", None, "CT", "BGD&ĐT", "", False),
        ("21-QĐi/TU", "21", None, "QĐi", "TU", "", True),
    ],
)
def test_taken_apart(text, number, year, kind, body, unit, party):
    symbol = parse_symbol(text)
    assert symbol[:6] == (number, year, kind, body, unit, party)
    assert " " not in str(symbol)


@pytest.mark.parametrize("text", ["", "12", "15/11/2025", "năm 2025", "12-Sở Công Thương", "Điều 5/2"])
def test_what_is_no_symbol(text):
    assert parse_symbol(text) is None


def test_found_in_running_text():
    text = ("Nghị quyết số 21/NQ-CP ngày 20/02/2023 và Kế hoạch số 128-KH/TU; Nghị định số 30/2020/NĐ-\nCP; "
            "tỷ lệ 50 - Sở Ngoại vụ chủ trì, giai đoạn 2021-2025, 24/7, 100/100 xã.")  # fmt: skip
    assert [str(symbol) for _, symbol in find_symbols(text)] == ["21/NQ-CP", "128-KH/TU", "30/2020/NĐ-CP"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1290/CTr-UBND", "Chương trình"), ("213-KL/TW", "Kết luận"), ("92/VBHN-BQP", "Văn bản hợp nhất"),
     ("01/CĐ-TTg", "Công điện"), ("4085/UBND-ĐT", "Công văn"), ("76/2015/QH13", None), ("chữ", None)],
)  # fmt: skip
def test_kind_of_a_symbol(text, kind):
    assert kind_of(text) == kind
