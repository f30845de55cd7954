"""A label is told from a year, a quantity and a mention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.reader.labels import label_at, roman


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("Điều 3. Hiệu lực", "Điều 3", "Hiệu lực"),
        ("ĐIỀU 12: Hiệu lực", "Điều 12", "Hiệu lực"),
        ("Điều 2a[3]. Mức chi", "Điều 2a", "Mức chi"),
        ("Chương II QUY ĐỊNH CỤ THỂ", "Chương II", "QUY ĐỊNH CỤ THỂ"),
        ("PHẦN THỨ NHẤT", "Phần thứ nhất", ""),
        ("Mục 1. Kinh phí", "Mục 1", "Kinh phí"),
        ("IV. TỔ CHỨC", "IV", "TỔ CHỨC"),
        ("I- MỤC ĐÍCH", "I", "MỤC ĐÍCH"),
        ("A/ CHUNG", "A", "CHUNG"),
        ("3.10. Sở Y tế", "3.10", "Sở Y tế"),
        ("1.1 Nông nghiệp", "1.1", "Nông nghiệp"),
        ("II.1.a Rà soát", "II.1.a", "Rà soát"),
        ("1.Sở Nội vụ", "1", "Sở Nội vụ"),
        ("2/ Sở Nội vụ", "2", "Sở Nội vụ"),
        ("(3) Các xã", "3", "Các xã"),
        ("đ) Báo cáo", "đ", "Báo cáo"),
        ("b.2) Báo cáo", "b.2", "Báo cáo"),
        ("iii) Báo cáo", "iii", "Báo cáo"),
        ("– Báo cáo", "-", "Báo cáo"),
        ("-Báo cáo", "-", "Báo cáo"),
        ("+ Báo cáo", "+", "Báo cáo"),
        ("• Báo cáo", "•", "Báo cáo"),
    ],
)
def test_labels(text, label, words):
    found = label_at(text)
    assert found is not None
    assert (found.text, text[found.end :]) == (label, words)


@pytest.mark.parametrize(
    "text",
    [
        "2025. Các sở",
        "12.000 đồng",
        "3.05 ha rừng",
        "10 - 15 dự án",
        "24/24 giờ",
        "49/QCPH-UBND",
        "-5 độ",
        "-------",
        "Điều 3 Nghị định này",
        "Chương trình hành động",
        "Mục tiêu",
        "Phần lớn các xã",
        "TP. Huế",
        "TT. Huế",
        "",
        ".",
        "1",
    ],
)
def test_what_is_no_label(text):
    assert label_at(text) is None


def test_a_letter_that_is_also_a_numeral_keeps_both_readings():
    found = label_at("i) Rà soát")
    assert found is not None
    assert found.other is not None
    assert {found.value, found.other.value} == {1, 10}


@given(st.integers(1, 89))
def test_numerals_count(number):
    tens, ones = divmod(number, 10)
    text = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")[tens]
    text += ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
    assert roman(text) == number


@given(st.text(), st.integers(0, 5))
def test_any_text_has_a_label_or_none(text, start):
    found = label_at(text, start)
    assert found is None or (start < found.end <= len(text) and found.text)
