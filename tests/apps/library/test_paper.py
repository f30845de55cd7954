from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.apps.library.paper import set_paper, short_path
from tests.apps.library.papers import laid, reading


def words_of(paper) -> str:
    pieces = [line.html for line in (*paper.left, *paper.right)] + [escape(line) for line in paper.aside]
    for block in paper.blocks:
        pieces.extend([block.html, *block.left, *block.right])
        pieces.extend(cell for row in block.rows for _role, cell in row)
    return unescape(re.sub(r"<[^>]*>", "", " ".join(pieces)))


def test_every_word_of_the_text_stands_on_the_paper():
    body = reading()
    shown = words_of(set_paper(body, laid(body)))
    missing = [word for word in re.findall(r"[^\W\d_]{2,}", body["text"]) if word not in shown and word != "II"]
    assert missing == []


def test_the_masthead_stands_in_two_columns():
    paper = set_paper(reading())
    assert [str(line.html) for line in paper.left] == ["ỦY BAN NHÂN DÂN", "TỈNH LAM GIANG", "Số: 12/CT-UBND"]
    assert str(paper.right[-1].html) == "Lam Giang, ngày 06 tháng 4 năm 2026"
    assert next(str(block.html) for block in paper.blocks if block.kind == "title") == "CHỈ THỊ"


def test_marks_are_cut_at_each_other_and_escaped():
    body = reading()
    found = laid(body)
    paper = set_paper(body, found)
    first = next(block for block in paper.blocks if block.anchor == "p0")
    (ref,) = [item.ref for item in found if item.provisions == [0]]
    assert f'id="s{ref}" data-duty="{ref}"' in first.html
    assert '<span class="m-lead" title="Chủ trì">Sở Ngoại vụ</span>' in first.html
    assert ">trước ngày 30/6/2026</span>" in first.html
    assert 'theo <span class="m-cite"' in first.html
    assert first.html.count("<span") == first.html.count("</span>")
    assert "<b>" not in "".join(block.html for block in paper.blocks)


def test_a_date_that_a_narrow_column_cut_in_two_stays_in_its_column():
    body = reading()
    body["text"] = body["text"].replace("Giang, ngày 06 tháng", "Giang, ngày 06\ntháng")
    start = body["text"].index("Lam Giang, ngày")
    body["document"]["spans"] = {"date": [start + 11, start + 36]}
    paper = set_paper(body)
    assert [str(line.html) for line in paper.right][-1] == "Lam Giang, ngày 06 tháng 4 năm 2026"


def test_a_narrow_cell_that_cut_the_name_of_the_state_stays_in_its_column():
    body = reading()
    body["text"] = body["text"].replace("CỘNG HÒA XÃ HỘI", "CỘNG HÒA XÃ\nHỘI").replace("NHÂN DÂN", "NHÂN\nDÂN")
    paper = set_paper(body)
    assert [str(line.html) for line in paper.left][:2] == ["ỦY BAN NHÂN DÂN", "TỈNH LAM GIANG"]
    assert str(paper.right[0].html) == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def plain(text: str, outline: list) -> list:
    body = reading() | {"text": text, "tasks": [], "citations": [], "outline": outline}
    body["parts"] = [{"kind": "body", "span": [0, len(text)]}]
    return set_paper(body).blocks


def test_a_link_on_a_line_of_its_own_does_not_end_the_paragraph():
    blocks = plain("Thực hiện Nghị quyết số\n21/NQ-CP của Chính phủ.\nNội dung như sau:", [])
    assert [str(block.html) for block in blocks] == [
        "Thực hiện Nghị quyết số 21/NQ-CP của Chính phủ.",
        "Nội dung như sau:",
    ]


def test_an_article_shows_its_number_and_its_name():
    text = "Điều 1. Phạm vi điều chỉnh\nNghị định này quy định về văn thư."
    article = {
        "path": "Chương I/Điều 1",
        "label": "Điều 1",
        "text": text[8:],
        "kind": "article",
        "answer": "regulation",
    }
    article |= {"span": [0, len(text)], "pieces": [[8, 26], [27, len(text)]]}
    first, second = plain(text, [article])
    assert (str(first.html), first.heading, first.margin) == ("Điều 1. Phạm vi điều chỉnh", True, "Điều 1")
    assert not second.heading


def test_a_citation_can_be_gone_to():
    html = "".join(block.html for block in set_paper(reading()).blocks)
    assert html.count('id="c0"') == 1


def test_what_is_decided_is_muted_and_what_is_replaced_is_not_marked():
    body = reading()
    found = laid(body)
    duty, nothing = found
    assert "decided" not in "".join(block.html for block in set_paper(body, found).blocks)
    duty.state = duty.ACCEPTED
    html = "".join(block.html for block in set_paper(body, found).blocks)
    assert f'<span class="said decided" id="s{duty.ref}"' in html
    assert f'<span class="said" id="s{nothing.ref}"' in html
    duty.state = duty.REPLACED
    assert duty.ref not in "".join(block.html for block in set_paper(body, found).blocks)


def test_furniture_is_set_aside():
    assert set_paper(reading()).aside == ["Trang 1"]


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("II/3/3.2", "3.2"),
        ("IV/2", "IV.2"),
        ("IV/4/a", "IV.4 a"),
        ("Điều 3/1", "Điều 3.1"),
        ("II/3/3.2/-1", "3.2"),
        ("p3", "¶ 3"),
        ("-1", ""),
    ],
)
def test_paths_are_short_in_the_margin(path, short):
    assert short_path(path) == short


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
)
def test_any_marks_nest_and_lose_nothing(duties, names):
    text = "a<b&c " * 10
    body = reading() | {
        "text": text,
        "parts": [],
        "outline": [{"path": "p1", "label": "", "text": text, "span": [0, 60], "pieces": [[0, 60]]}],
        "tasks": [
            {"path": "p1", "text": "", "span": sorted(span), "lead_spans": [sorted(name) for name in names]}
            for span in duties
        ],
        "citations": [],
    }
    found = laid(body)
    html = set_paper(body, found).blocks[0].html
    assert unescape(re.sub(r"<[^>]*>", "", html)) == text
    depth = 0
    for tag in re.findall(r"</?span", html):
        depth += 1 if tag == "<span" else -1
        assert 0 <= depth <= 2
    assert depth == 0
    ids = re.findall(r'id="s([0-9a-f]{12})"', html)
    assert len(ids) == len(set(ids))
    # Where no duty stands, the provision itself is what a person looks at.
    assert set(ids) == {
        item.ref for item in found if item.spans["said"] and item.spans["said"][0][0] < item.spans["said"][0][1]
    }
    assert len(ids) == (sum(1 for span in duties if span[0] != span[1]) if duties else 1)
