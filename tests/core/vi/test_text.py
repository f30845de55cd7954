"""Text in one form, its comparison forms, and the order of the dictionary."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.vi.order import order
from hoinhap.core.vi.text import fold, key, same, tidy, tidy_line

# letters, marks, odd spaces, invisible signs, line ends: what documents really hold, in any mixture
ODD = st.text(
    st.sampled_from(
        "aeouyđĐÐðŒ ăâêôơư\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
        "\u00a0\u200b\u00ad\ufeff\t \r\n\u2028\x0b\x0c\x85\x00\x1c|*-\ud800\uf0b7"
    )
)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Ho\u0300a Bi\u0300nh", "Hòa Bình"),
        ("NÐ-CP, Ðiều 5", "NĐ-CP, Điều 5"),
        ("Guðmundur Þór", "Guđmundur Þór"),
        ("  Sở\u00a0\u2003Ngoại\tvụ  ", "Sở Ngoại vụ"),
        ("phối\u200b hợp\ufeff", "phối hợp"),
        ("dòng một\r\ndòng hai\rdòng ba\u2028dòng bốn", "dòng một\ndòng hai\ndòng ba\ndòng bốn"),
        ("một \n\n  hai", "một\n\nhai"),
        ("qu\u006f\u0301\u0302c", "quốc"),
        ("\uf0b7 Nhiệm vụ", "• Nhiệm vụ"),
    ],
)
def test_tidy(given_text, expected):
    assert tidy(given_text) == expected


def test_a_line_has_no_line_end():
    assert tidy_line(" Độc lập -\r\n Tự do ") == "Độc lập - Tự do"


@given(ODD | st.text())
def test_tidy_text_has_one_form(text):
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert unicodedata.is_normalized("NFC", tidied)
    assert "  " not in tidied
    tidied.encode("utf-8")  # no lone surrogate
    for line in tidied.split("\n"):
        assert line == line.strip(" \t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0")
    assert "\n".join(tidied.splitlines()) == tidied.removesuffix("\n")


@given(ODD | st.text())
def test_comparison_forms_are_stable(text):
    assert fold(fold(text)) == fold(text)
    assert key(key(text)) == key(text)
    assert same(text, tidy_line(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"), ("Tỉnh uỷ", "TỈNH ỦY"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("qúy", "quý"), ("gìa", "già"),
        ("kí ban hành", "ký ban hành"), ("xử lí", "xử lý"), ("Mĩ", "Mỹ"), ("quí", "quý"),
        ("2021 – 2025", "2021 - 2025"), ("“Chín dòng sông”", '"Chín dòng sông"'), ("Sở\u00a0Ngoại vụ", "sở ngoại vụ"),
    ],
)  # fmt: skip
def test_spelling_habits_make_no_difference(one, other):
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("thúy", "thúi"), ("tay", "tai"), ("hòa", "hóa"), ("đa", "da"), ("mùa", "muà ")]
)
def test_other_words_stay_other(one, other):
    assert same(one, other) == (one == "mùa")


def test_fold_drops_marks_and_the_bar_of_d():
    assert fold("Điện Biên, Đắk Lắk") == "dien bien, dak lak"


def test_order_is_that_of_the_dictionary():
    right = [
        "a",
        "à",
        "ả",
        "ã",
        "á",
        "ạ",
        "ác",
        "ă",
        "âm",
        "ba",
        "bạ",
        "bác",
        "băng",
        "bân",
        "ca",
        "cha",
        "da",
        "đa",
        "ê",
        "ô",
        "ơ",
        "ư",
        "y",
    ]
    assert sorted(sorted(right), key=order) == right
    names = ["Điều 10", "Đắk Lắk", "Điều 2", "An Giang", "Cà Mau", "Ca Dao"]
    assert sorted(names, key=order) == ["An Giang", "Ca Dao", "Cà Mau", "Đắk Lắk", "Điều 2", "Điều 10"]


@given(st.text(), st.text())
def test_order_tells_unequal_texts_apart(one, other):
    assert (order(one) == order(other)) == (one == other)
    assert (order(one) < order(other)) or (order(other) <= order(one))
