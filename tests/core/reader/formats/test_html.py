"""Web pages as agencies and newspapers publish them."""

from __future__ import annotations

import pytest

from hoinhap.core.reader.formats import extract
from hoinhap.core.reader.model import Cell, Extract

DUTY = (
    "Sở Ngoại vụ chủ trì, phối hợp với Sở Công Thương và các cơ quan liên quan xây dựng chương trình xúc tiến, trình "
    "Ủy ban nhân dân tỉnh xem xét, quyết định trước ngày 30 tháng 6."
)


def read(body: str, head: str = "<meta charset='utf-8'>") -> Extract:
    page = f"<!DOCTYPE html><html><head>{head}<title>t</title></head><body>{body}</body></html>"
    return extract(page.encode(), "a.html")


def rows(source: Extract) -> list[str]:
    return [source.text[line.start : line.end] for line in source.lines]


def test_site_furniture_is_left_out() -> None:
    body = (
        "<form id='aspnetForm' action='/'><div class='top-bar'><a href='#'>Đăng nhập</a></div>"
        "<div id='mainMenu'><ul>" + "".join(f"<li><a href='/{at}'>Mục {at}</a></li>" for at in range(9)) + "</ul></div>"
        "<div class='row'><div class='col-8'><div class='breadcrumb'>Trang chủ &gt; Văn bản</div>"
        f"<h1>KẾ HOẠCH</h1><div class='detail-content'><p>{DUTY}</p><p>{DUTY}</p></div>"
        "<div class='social-share'>Chia sẻ</div>"
        "<div class='related-news'><h4>Tin liên quan</h4><p>Một tin cũ</p></div></div>"
        "<div class='sidebar'><p>Liên kết</p></div></div><div class='footer'>Bản quyền</div>"
        "<div style='display:none'>ẩn</div><script>var a;</script></form>"
    )
    assert rows(read(body)) == ["KẾ HOẠCH", DUTY, DUTY]


def test_a_page_that_is_only_a_document_keeps_everything() -> None:
    body = (
        "<div class='WordSection1'><table><tr><td><p>UBND TỈNH</p></td>"
        "<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p></td></tr>"
        f"</table><p>Số: 1/KH-UBND</p><p>{DUTY}</p><p class='footer'>Nơi nhận:</p></div>"
    )
    assert rows(read(body))[0] == "UBND TỈNH"
    assert rows(read(body))[2:] == ["Số: 1/KH-UBND", DUTY, "Nơi nhận:"]


def test_a_masthead_is_kept_wherever_the_page_puts_it() -> None:
    body = (
        "<nav><a href='/'>Trang chủ</a></nav><div class='header-doc banner'>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>"
        f"Độc lập - Tự do - Hạnh phúc</div><article>{f'<p>{DUTY}</p>' * 5}</article><footer>Bản quyền</footer>"
    )
    assert rows(read(body))[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def test_a_break_may_wrap_a_paragraph_and_two_end_it() -> None:
    source = read("<p>một<br>hai<br><br>ba</p>bốn")
    assert rows(source) == ["một", "hai", "ba", "bốn"]
    assert [line.ends for line in source.lines] == [False, True, True, True]


def test_words_in_pieces_make_one_line() -> None:
    body = "<p>Sở <b>Ngoại</b>&nbsp;vụ<span> chủ\n   trì</span> &amp; báo&#32;cáo</p>"
    body += "<p><b>Đậm</b> <strong>hết</strong></p>"
    source = read(body)
    assert rows(source) == ["Sở Ngoại vụ chủ trì & báo cáo", "Đậm hết"]
    assert [line.bold for line in source.lines] == [False, True]


def test_cells_count_spans() -> None:
    body = (
        "<table><tr><th>TT</th><th colspan='2'>Việc</th><th>Hạn</th></tr>"
        "<tr><td rowspan='2'>1</td><td>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td><td>g</td></tr></table>"
    )
    source = read(body)
    assert [line.cell for line in source.lines] == [
        Cell(0, 0, 0), Cell(0, 0, 1), Cell(0, 0, 3),
        Cell(0, 1, 0), Cell(0, 1, 1), Cell(0, 1, 2), Cell(0, 1, 3),
        Cell(0, 2, 1), Cell(0, 2, 2), Cell(0, 2, 3),
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_is_none() -> None:
    inner = "<table><tr><td>STT</td><td>Việc</td></tr></table>"
    source = read(f"<table><tr><td>{inner}<p>{DUTY}</p></td><td></td></tr></table>")
    assert [line.cell for line in source.lines] == [Cell(0, 0, 0), Cell(0, 0, 1), None]


def test_lists_get_their_labels_once() -> None:
    body = "<ol type='I'><li>A<ol><li>B</li><li>C<ul><li>D</li></ul></li></ol></li><li>E</li></ol>"
    body += "<ol type='a' start='3'><li>F</li></ol>"
    assert rows(read(body)) == ["I. A", "1. B", "2. C", "- D", "II. E", "c) F"]
    assert rows(read("<ul><li>- đã có dấu</li><li>1. đã có số</li></ul>")) == ["- đã có dấu", "1. đã có số"]


def test_notes_of_word_pages_are_footnotes() -> None:
    body = "<p>Sở<a href='#_ftn1' name='_ftnref1'>[1]</a> Ngoại vụ</p>"
    body += "<div id='ftn1'><p><a href='#_ftnref1'>[1]</a> Chú thích</p></div>"
    source = read(body)
    assert [(text, line.role) for text, line in zip(rows(source), source.lines, strict=True)] == [
        ("Sở Ngoại vụ", "body"),
        ("Chú thích", "footnote"),
    ]


@pytest.mark.parametrize("mark", ["•", "·", "▪", "●"])
def test_drawn_bullets_become_typed_ones(mark: str) -> None:
    assert rows(read(f"<p>{mark}&nbsp; việc</p>"))[0] in ("- việc", "* việc")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig", "windows-1258"])
def test_encodings_by_mark_header_and_content(encoding: str) -> None:
    text = "Đề nghị báo cáo" if encoding == "windows-1258" else DUTY
    if encoding == "windows-1258":
        page = b"<html><head><meta charset='windows-1258'></head><body><p>b\xe1o c\xe1o</p></body></html>"
        assert extract(page, "a.html").text == "báo cáo"
        return
    page = f"<html><head><meta charset='iso-8859-1'></head><body><p>{text}</p></body></html>".encode(encoding)
    assert extract(page, "a.html").text == text


def test_a_page_saved_as_one_file() -> None:
    import base64

    page = base64.encodebytes(f"<html><body><p>{DUTY}</p></body></html>".encode()).decode()
    message = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"=b\"\n\n--=b\n"
        "Content-Type: text/html; charset=\"utf-8\"\n"
        f"Content-Transfer-Encoding: base64\n\n{page}\n--=b--\n"
    )
    assert rows(extract(message.encode(), "ke-hoach.doc")) == [DUTY]


def test_a_word_named_page_is_read_as_the_page_it_is() -> None:
    assert rows(extract(f"<html><body><p>{DUTY}</p></body></html>".encode(), "ke-hoach.doc")) == [DUTY]


def test_short_blocks_of_the_document_stay_and_those_around_it_go() -> None:
    body = (
        "<nav><a href='/'>Trang chủ</a></nav><div class='page'><div>Thứ Ba, 24/11/2026</div><div class='noidung'>"
        f"<div>Số: 12/KH-UBND</div><div>{f'<p>{DUTY}</p>' * 6}</div>"
        "<div>Lượt xem: 120</div><div>Nguyễn Văn An</div></div>"
        "<div>Tổng số truy cập 1.024</div></div><footer>Bản quyền</footer>"
    )
    assert rows(read(body)) == ["Số: 12/KH-UBND", *[DUTY] * 6, "Nguyễn Văn An"]
