from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.sheets.plain import plain_cell


@pytest.mark.parametrize("text", ["=1+1", "+84 24", "- Sở Ngoại vụ", "@tong", "\t=1", "\n-2"])
def test_nothing_is_a_formula(text):
    assert str(plain_cell(text))[0] == "'"


@given(st.text())
def test_the_words_stay_and_stand_on_one_line(text):
    cell = str(plain_cell(text))
    assert "\n" not in cell and "\r" not in cell
    assert cell.removeprefix("'" if cell[1:2] in ("=", "+", "-", "@") else "").split() == text.split()


def test_what_is_no_text_stays():
    assert [plain_cell(value) for value in (3, None, 2.5)] == [3, None, 2.5]
