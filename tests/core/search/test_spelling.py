"""A mistyped syllable is guessed from those that documents have."""

from __future__ import annotations

import pytest

from hoinhap.core.search.spelling import nearest

VOCABULARY = {"khau": 90, "khat": 5, "xuat": 80, "nghiep": 70, "go": 60, "a": 9, "nghien": 40}


@pytest.mark.parametrize(
    ("typed", "first"),
    [("khauu", "khau"), ("kahu", "khau"), ("xat", "xuat"), ("nghipe", "nghiep"), ("nhiep", "nghiep")],
)
def test_one_letter_wrong_missing_too_many_or_swapped(typed, first):
    assert nearest(typed, VOCABULARY)[0] == first


def test_what_is_near_nothing_is_left():
    assert nearest("zzzzz", VOCABULARY) == []
    assert nearest("b", VOCABULARY) == []
    assert nearest("khau", {}) == []
