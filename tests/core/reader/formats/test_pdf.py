"""What a page shows, put back into the order in which it was written."""

from __future__ import annotations

from collections import Counter

import build
import pytest
from build import Head, Para, Table
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.reader.formats import flow, geometry
from hoinhap.core.reader.formats.flow import mend
from hoinhap.core.reader.formats.geometry import Piece, Rules
from hoinhap.core.reader.model import Cell

WIDTH, HEIGHT = 595.0, 842.0


def piece(text: str, left: float, y: float, right: float | None = None, size: float = 14, page: int = 0) -> Piece:
    return Piece(text, left, left + len(text) * size * 0.45 if right is None else right, y, size, page=page)


def read(*pages: list[Piece], rules: Rules | None = None) -> list[tuple[str, Cell | None, str]]:
    grids = geometry.grids(rules) if rules else []
    blocks = [geometry.arrange(list(page), grids, at == 0, HEIGHT) for at, page in enumerate(pages)]
    source = flow.lines_of(blocks, [(WIDTH, HEIGHT)] * len(pages)).extract("pdf")
    return [(source.text[line.start : line.end], line.cell, line.role) for line in source.lines]


def words(*pages: list[Piece]) -> list[str]:
    return [text for text, _, _ in read(*pages)]


def body(*texts: str, page: int = 0, top: float = 700) -> list[Piece]:
    return [piece(text, 85, top - 20 * at, 540, page=page) for at, text in enumerate(texts)]


def test_a_masthead_is_read_column_by_column() -> None:
    page = [
        piece("UBND TỈNH HÒA BẮC", 100, 780), piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 780),
        piece("SỞ NGOẠI VỤ", 120, 762), piece("Độc lập - Tự do - Hạnh phúc", 320, 762),
        piece("Số: 5/KH-SNgV", 115, 735), piece("Hòa Bắc, ngày 2 tháng 3 năm 2026", 315, 735),
        piece("KẾ HOẠCH", 281, 700, 344), *body("Thực hiện nhiệm vụ được giao", "năm 2026.", top=670),
    ]  # fmt: skip
    assert words(page)[:3] == ["UBND TỈNH HÒA BẮC", "SỞ NGOẠI VỤ", "Số: 5/KH-SNgV"]
    assert read(page)[3] == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Cell(0, 0, 1), "body")
    assert words(page)[6:8] == ["KẾ HOẠCH", "Thực hiện nhiệm vụ được giao"]


def test_recipients_come_before_the_signature_and_the_paragraph_above_stays_out() -> None:
    page = [
        *body("Giao Sở Ngoại vụ theo dõi, báo cáo", top=500), piece("theo quy định./.", 85, 480),
        piece("Nơi nhận:", 85, 450, size=12), piece("TM. ỦY BAN NHÂN DÂN", 340, 450),
        piece("- Như trên;", 85, 436, size=11), piece("CHỦ TỊCH", 385, 430),
        piece("- Lưu: VT.", 85, 422, size=11), piece("Lê Minh Khôi", 375, 330),
    ]  # fmt: skip
    assert [(text, cell) for text, cell, _ in read(page)][1:] == [
        ("theo quy định./.", None),
        *((text, Cell(0, 0, 0)) for text in ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")),
        *((text, Cell(0, 0, 1)) for text in ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Minh Khôi")),
    ]


def test_labels_set_apart_from_their_items_stay_with_them() -> None:
    page = [
        part
        for at in range(5)
        for part in (piece(f"{at + 1}.", 85, 700 - 20 * at), piece("Việc của một sở trong cả năm", 110, 700 - 20 * at))
    ]
    assert words(page)[0] == "1. Việc của một sở trong cả năm"


def test_page_numbers_and_heads_are_no_text() -> None:
    pages = [
        [piece("CÔNG BÁO/Số 12", 230, 800, page=at), piece(f"{at}", 310, 815, page=at), *body(f"Đoạn {at}", page=at)]
        for at in range(4)
    ]
    found = read(*pages)
    assert [text for text, _, role in found if role == "body"] == ["Đoạn 0", "Đoạn 1", "Đoạn 2", "Đoạn 3"]
    assert [text for text, _, role in found if role == "running"] == ["CÔNG BÁO/Số 12"]


def test_a_sentence_that_opens_every_page_is_no_head() -> None:
    pages = [body("Sở Ngoại vụ chủ trì tham mưu", f"việc thứ {at}", page=at, top=780) for at in range(4)]
    assert sum(text == "Sở Ngoại vụ chủ trì tham mưu" for text in words(*pages)) == 4


def test_footnotes_leave_the_page_for_the_end() -> None:
    first = [*body("Câu thứ nhất còn dài sang", "trang sau với"), piece("1 Theo báo cáo năm 2025.", 85, 80, size=10)]
    found = read(first, body("phần cuối.", page=1))
    assert found[-1] == ("1 Theo báo cáo năm 2025.", None, "footnote")
    assert [text for text, _, _ in found][1:3] == ["trang sau với", "phần cuối."]


def ruled(*ys: float) -> Rules:
    xs = (80.0, 120.0, 320.0, 540.0)
    return Rules([(y, xs[0], xs[-1]) for y in ys], [(x, ys[-1], ys[0]) for x in xs])


def test_ruled_lines_make_cells_and_a_table_goes_on_over_pages() -> None:
    def row(y: float, *texts: str, page: int = 0) -> list[Piece]:
        return [piece(text, left, y, size=12, page=page) for text, left in zip(texts, (90, 125, 325), strict=True)]

    rules = ruled(700, 660, 620)
    first = row(670, "STT", "Nhiệm vụ", "Chủ trì") + row(640, "1", "Tổ chức hội nghị,", "Sở Ngoại vụ")
    first.append(piece("gặp gỡ", 125, 626, size=12))
    second = row(670, "STT", "Nhiệm vụ", "Chủ trì", page=1) + row(640, "2", "Lập danh mục", "Sở Công Thương", page=1)
    found = read(first, second, rules=rules)
    assert [(text, cell) for text, cell, _ in found] == [
        ("STT", Cell(0, 0, 0)), ("Nhiệm vụ", Cell(0, 0, 1)), ("Chủ trì", Cell(0, 0, 2)),
        ("1", Cell(0, 1, 0)), ("Tổ chức hội nghị,", Cell(0, 1, 1)), ("gặp gỡ", Cell(0, 1, 1)),
        ("Sở Ngoại vụ", Cell(0, 1, 2)),
        ("2", Cell(0, 2, 0)), ("Lập danh mục", Cell(0, 2, 1)), ("Sở Công Thương", Cell(0, 2, 2)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "mended"),
    [
        ("số 21/NQ-", "CP ngày", ("số 21/NQ-CP", "ngày")),
        ("Công văn 674/", "UBND", ("Công văn 674/UBND", "")),
        ("Chỉ thị 02/CT\ufffe", "TTg năm", ("Chỉ thị 02/CT-TTg", "năm")),
        ("kinh tế -", "xã hội", None),
        ("giai đoạn 2021 -", "2025", None),
    ],
)
def test_a_number_broken_at_the_end_of_a_line(first: str, second: str, mended: tuple[str, str] | None) -> None:
    assert mend(first, second) == mended


def test_paragraphs_of_full_last_lines_end_where_a_first_line_follows() -> None:
    pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    from test_same_plan import paragraphs

    from hoinhap.core.reader.formats import extract

    items = [Para("Giao Sở Ngoại vụ " + "chủ trì, phối hợp " * repeats + "thực hiện.") for repeats in range(1, 40)]
    assert paragraphs(extract(build.pdf(tuple(items)))) == build.words(tuple(items))


def test_a_long_table_in_a_pdf_is_one_table() -> None:
    pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    from test_same_plan import paragraphs

    from hoinhap.core.reader.formats import extract

    rows = tuple((f"{at}", f"Nhiệm vụ số {at} " + "rất dài " * (at % 7), "Sở Ngoại vụ", "Quý I") for at in range(1, 60))
    items = (Head(("UBND TỈNH",), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")), Table(rows))
    assert paragraphs(extract(build.pdf(items))) == [" ".join(text.split()) for text in build.words(items)]


PIECES = st.lists(
    st.builds(
        piece,
        st.text("abcĐ1-/.\ufffe \u2022", min_size=1, max_size=12).filter(str.strip).map(str.strip),
        st.floats(0, 580), st.floats(0, 842), size=st.floats(1, 40),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=4), st.booleans())
def test_no_letter_is_lost_whatever_stands_where(pages: list[list[Piece]], with_rules: bool) -> None:
    for at, page in enumerate(pages):
        for one in page:
            one.page = at
    before = Counter(letter for page in pages for one in page for letter in one.text if letter in "abcĐ")
    found = read(*pages, rules=ruled(700, 500, 300) if with_rules else None)
    after = Counter(letter for text, _, _ in found for letter in text if letter in "abcĐ")
    repeated = [text for text, _, role in found if role == "running"]
    # The head of a table that is drawn again on the next page is left out there.
    drawn_again = with_rules and len(pages) > 1 and after <= before
    assert after == before or repeated or drawn_again


@pytest.mark.parametrize("rotation", [1, 2, 3])
def test_a_page_that_is_shown_turned_reads_like_any_other(rotation: int) -> None:
    pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    from io import BytesIO

    import pypdfium2 as pdfium
    import pypdfium2.raw as raw
    from test_same_plan import paragraphs

    from hoinhap.core.reader.formats import extract

    document = pdfium.PdfDocument(build.pdf())
    for page in document:
        width, height = page.get_size()
        matrix = {1: (0, 1, -1, 0, height, 0), 2: (-1, 0, 0, -1, width, height), 3: (0, -1, 1, 0, 0, width)}[rotation]
        raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(*matrix), raw.FS_RECTF(0, 2000, 2000, 0))
        if rotation != 2:
            page.set_mediabox(0, 0, height, width)
        page.set_rotation(90 * rotation)
        page.gen_content()
    buffer = BytesIO()
    document.save(buffer)
    assert paragraphs(extract(buffer.getvalue())) == build.words()


def test_recipients_and_signature_cut_by_the_end_of_a_page_are_put_together() -> None:
    def sides(y: float, left: str, right: str, page: int) -> list[Piece]:
        return [piece(left, 85, y, size=12, page=page), piece(right, 340, y, page=page)]

    first = [*body("Giao Sở Ngoại vụ theo dõi."), *sides(100, "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", 0)]
    first += sides(84, "- Như trên;", "CHỦ TỊCH", 0)
    second = [*sides(760, "- Lưu: VT.", "Lê Minh Khôi", 1), piece("PHỤ LỤC", 281, 700, 344, page=1)]
    parts: list[list[geometry.Block]] = []
    for at, page in enumerate((first, second)):
        parted = geometry.parted_end(parts[-1]) if parts else None
        parts.append(geometry.arrange(page, [], at == 0, HEIGHT, parted))
    source = flow.lines_of(parts, [(WIDTH, HEIGHT)] * 2).extract("pdf")
    assert source.text.split("\n")[1:] == [
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Minh Khôi", "PHỤ LỤC",
    ]  # fmt: skip


def test_the_label_of_a_heading_at_the_top_of_a_page_is_no_page_number() -> None:
    def page(at: int, *texts: str) -> list[Piece]:
        return [piece(f"- {at + 4} -", 310, 815, page=at), *body(*texts, page=at, top=780)]

    assert words(page(0, "Câu cuối."), page(1, "6.", "Nâng cao hiệu quả"), page(2, "7", "người")) == [
        "Câu cuối.", "6.", "Nâng cao hiệu quả", "7", "người",
    ]  # fmt: skip


def test_a_page_that_is_only_a_picture_is_noted() -> None:
    pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    from io import BytesIO

    import pypdfium2 as pdfium
    from PIL import Image

    from hoinhap.core.reader.formats import extract

    picture, whole = BytesIO(), BytesIO()
    Image.new("L", (600, 800), 200).save(picture, "PDF")
    document = pdfium.PdfDocument(build.pdf())
    count = len(document)
    document.import_pages(pdfium.PdfDocument(picture.getvalue()))
    document.new_page(595, 842)
    document.save(whole)
    source = extract(whole.getvalue())
    notes = [(note.code, dict(note.facts)) for note in source.notes]
    assert notes == [("pages-without-text", {"pages": f"{count + 1}"})]
    assert source.pages == count + 2
