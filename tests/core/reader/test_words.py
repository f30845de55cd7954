"""Words and phrases are found whatever their case, spacing or place of the tone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.reader.words import Phrases, Words, normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy", "uỷ"),
        ("HÒA", "hoà"),
        ("khỏe", "khoẻ"),
        ("Lũy", "luỹ"),
        ("hằng", "hàng"),
        ("–", "-"),
        ("Đ", "đ"),
    ],
)
def test_what_is_one_word(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), [("mua", "múa"), ("bàn", "bán"), ("d", "đ"), ("hang", "hàng")])
def test_what_are_two_words(one, other):
    assert normal(one) != normal(other)


def test_words_and_marks_have_their_places():
    words = Words("Sở Ngoại vụ (R&D), 15/KH-UBND…")
    assert words.raw == ["Sở", "Ngoại", "vụ", "(", "R&D", ")", ",", "15", "/", "KH", "-", "UBND", "…"]
    assert [words.text[a:b] for a, b in zip(words.start, words.end, strict=True)] == words.raw
    assert words.cap[:3] == [True, True, False]
    assert words.at(0) == 0 and words.at(1) == 1 and words.at(3) == 1 and words.at(99) == len(words)


def test_the_longest_phrase_wins():
    phrases = Phrases(("ủy ban", "Ủy ban nhân dân", "sở"))
    words = Words("UỶ BAN  NHÂN DÂN; sở")
    assert phrases.at(words, 0) == 4
    assert [phrases.at(words, k) for k in range(1, len(words) + 1)] == [0, 0, 0, 0, 1, 0]
    assert phrases.at(Words("Ủy ban"), 0) == 2


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_nothing_but_spaces_is_lost(text):
    words = Words(text)
    assert "".join(words.raw) == "".join(text.split())
    assert all(a < b for a, b in zip(words.start, words.end, strict=True))
    assert all(words.at(start) == k for k, start in enumerate(words.start))
