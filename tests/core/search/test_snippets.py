"""The passage that is shown holds the words, at the ranges it says, and nothing that the text does not say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.search.snippets import LENGTH, highlighted, snippet
from hoinhap.core.search.words import plain, query
from hoinhap.core.vi.text import tidy

FILLING = "Các cơ quan, đơn vị căn cứ chức năng của mình để làm. " * 40


def matched(found):
    return [text for text, hit in found.pieces if hit]


def test_marks_in_the_text_are_shown_though_none_were_typed():
    text = FILLING + "Sở Công Thương hỗ trợ xuất khẩu gỗ dán sang Nhật Bản. " + FILLING
    found = snippet(text, query("xuat khau go dan"))
    assert matched(found) == ["xuất khẩu gỗ dán"]
    assert found.before and found.after
    assert len(found.text) <= LENGTH + 10


def test_the_passage_with_the_words_side_by_side_is_preferred():
    text = "Xuất trình giấy tờ tại cửa khẩu. " + FILLING + "Hàng xuất khẩu tăng."
    assert matched(snippet(text, query("xuat khau"))) == ["xuất khẩu"]


def test_words_far_behind_are_still_found():
    text = FILLING * 40 + "Cảng cá Cồn Sẻ được mở rộng."
    assert matched(snippet(text, query("cang ca con se"))) == ["Cảng cá Cồn Sẻ"]


def test_typed_with_marks_other_readings_are_not_marked():
    text = "Dùng cá tra; cả trà và ca trù cũng có."
    assert matched(highlighted(text, query("cá tra"))) == ["cá tra"]
    assert matched(highlighted("Nghe ca trù.", query("cá"))) == ["ca"]


def test_what_was_typed_without_a_mark_among_others_may_have_one():
    text = "Danh mục của Nhật. " + FILLING + "Xuất khẩu gỗ sang Nhật Bản."
    assert matched(snippet(text, query("xuat khau go nhật ban"))) == ["Xuất khẩu gỗ", "Nhật Bản"]


def test_i_and_y_and_leading_noughts_are_one():
    assert matched(highlighted("Kỹ thuật và kĩ năng", query("ki"))) == ["Kỹ", "kĩ"]
    assert matched(highlighted("Trước ngày 05/11", query("5/11"))) == ["05/11"]


def test_without_a_match_the_beginning_is_shown():
    found = snippet(FILLING, query("gỗ"))
    assert found.text == FILLING[: len(found.text)]
    assert found.ranges == () and found.after and not found.before
    assert snippet("", query("gỗ")).text == ""


@given(st.text(max_size=300), st.text(max_size=40), st.integers(20, 120))
def test_a_passage_is_a_piece_of_its_text(text, typed, length):
    text = tidy(text)
    asked = query(typed)
    found = snippet(text, asked, length=length)
    assert "".join(piece for piece, _hit in found.pieces) == found.text
    assert found.text in "".join(" " if letter.isspace() else letter for letter in text)
    ends = [place for span in found.ranges for place in span]
    assert ends == sorted(ends)
    assert all(set(plain(piece)) <= set(asked.syllables) and plain(piece) for piece in matched(found))


@given(
    st.lists(st.sampled_from(["xuất", "khẩu", "gỗ", "dán", "và", "của", "cá", "tra", "kỹ"]), max_size=60).map(" ".join)
)
def test_every_word_of_the_query_that_the_text_has_is_marked_somewhere(text):
    asked = query("xuat khau ki")
    here = {one for one in plain(text) if one in asked.syllables}
    assert {one for piece in matched(highlighted(text, asked)) for one in plain(piece)} == here
