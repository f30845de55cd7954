"""A query is taken apart the same way however it is typed, and any text is a query."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.search.words import MOST_SYLLABLES, folded, number_terms, pairs, plain, query
from hoinhap.core.vi.syllables import syllables
from hoinhap.core.vi.text import fold

SYLLABLES = st.sampled_from(sorted(syllables()))
PHRASES = st.lists(SYLLABLES, min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kỹ thuật số", "ki thuat so"),
        ("thuỷ sản", "thủy sản"),
        ("HOÀ BÌNH", "hoa binh"),
        ("21/NQ-CP", "21 - nq - cp"),
        ("Kế hoạch 05/KH-UBND", "ke hoach 5/kh-ubnd"),
        ("Đắk Lắk", "dak lak"),
    ],
)
def test_two_ways_to_write_are_one(one, other):
    assert plain(one) == plain(other)


@given(PHRASES)
def test_typed_without_marks_in_capitals_or_decomposed_it_asks_for_the_same(phrase):
    asked = query(phrase)
    for typed in (fold(phrase), phrase.upper(), unicodedata.normalize("NFD", phrase), f"  {phrase} "):
        assert query(typed).syllables == asked.syllables
        assert query(typed).pairs == asked.pairs
    assert query(fold(phrase)).marked == ()


@given(st.text())
def test_folding_keeps_every_letter_in_its_place(text):
    assert len(folded(text)) == len(text)


@given(st.text(max_size=400))
def test_any_text_is_a_query(typed):
    asked = query(typed)
    assert len(asked.syllables) <= MOST_SYLLABLES
    assert len(set(asked.syllables)) == len(asked.syllables)
    assert set(asked.tight) <= set(pairs(plain(asked.text)))


def test_a_comma_parts_words_and_a_slash_binds_them():
    asked = query("thuế, cá tra; 21/NQ-CP")
    assert asked.pairs == ("ca_tra", "21_nq", "nq_cp")
    assert asked.tight == ("21_nq", "nq_cp")
    assert asked.numbers == ("21", "21_nq", "21_nq_cp")


def test_a_number_is_found_by_its_beginnings():
    assert number_terms("119/KH-UBND") == ["119", "119_kh", "119_kh_ubnd"]
    assert number_terms("") == []


def test_marks_are_kept_only_where_somebody_typed_some():
    assert query("xuất khẩu").marked == ("xuất", "khẩu")
    assert query("xuat khau").marked == ()
    assert query("Kí kết").marked == query("ký kết").marked
