"""What Word can do to a document, and what is read of it."""

from __future__ import annotations

from pathlib import Path

import build
import pytest
from build import cell, numbered, numbering, package, paragraph, run, table

from hoinhap.core.reader.formats import extract
from hoinhap.core.reader.formats.numbering import written
from hoinhap.core.reader.model import Cell, Extract, Unreadable

WORD = Path(__file__).parents[5] / "shared" / "word"


def rows(source: Extract) -> list[str]:
    return [source.text[line.start : line.end] for line in source.lines]


def read(body: str, **parts: str) -> Extract:
    return extract(package(body, **parts), "a.docx")


def test_labels_of_levels_restart_under_their_parent() -> None:
    levels = {1: (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))}
    depths = [0, 1, 1, 2, 2, 3, 3, 2, 0, 1]
    body = "".join(paragraph(run("x"), numbered(1, depth)) for depth in depths)
    labels = [row.removesuffix(" x") for row in rows(read(body, numbering=numbering(levels)))]
    assert labels == ["I.", "1.", "2.", "2.1.", "2.2.", "a)", "b)", "2.3.", "II.", "1."]


def test_article_label_with_words() -> None:
    body = "".join(paragraph(run(text), numbered(1, 0)) for text in ("Phạm vi", "Đối tượng"))
    assert rows(read(body, numbering=numbering({1: (("decimal", "Điều %1."),)}))) == [
        "Điều 1. Phạm vi",
        "Điều 2. Đối tượng",
    ]


def test_a_second_list_may_go_on_or_start_anew() -> None:
    extra = (
        "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='1'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num>"
    )
    body = "".join(paragraph(run("x"), numbered(list_id, 0)) for list_id in (1, 1, 2, 3, 3))
    assert rows(read(body, numbering=numbering({1: (("decimal", "%1."),)}, extra))) == [
        "1. x",
        "2. x",
        "3. x",
        "7. x",
        "8. x",
    ]


def test_a_style_brings_its_list_and_its_level() -> None:
    styles = (
        f"<w:styles xmlns:w='{build.W}'>"
        "<w:style w:type='paragraph' w:styleId='Dieu'><w:name w:val='Điều'/>"
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Khac'><w:name w:val='Khác'/><w:basedOn w:val='Dieu'/></w:style>"
        "</w:styles>"
    )
    body = paragraph(run("một"), "<w:pStyle w:val='Dieu'/>") + paragraph(run("hai"), "<w:pStyle w:val='Khac'/>")
    body += paragraph(run("ba"), "<w:pStyle w:val='Dieu'/><w:numPr><w:numId w:val='0'/></w:numPr>")
    source = read(body, styles=styles, numbering=numbering({1: (("decimal", "%1."),)}))
    assert rows(source) == ["1. một", "2. hai", "ba"]
    assert all(line.bold for line in source.lines)


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (5, "x", "5"),
    ],
)
def test_counts_are_written_as_word_does(value: int, shape: str, text: str) -> None:
    assert written(value, shape) == text


@pytest.mark.parametrize(
    ("glyph", "mark"), [("\uf0b7", "-"), ("-", "-"), ("+", "+"), ("o", "+"), ("\uf0a7", "*"), ("\uf0d8", "-")]
)
def test_bullets_become_the_marks_of_typed_documents(glyph: str, mark: str) -> None:
    source = read(paragraph(run("x"), numbered(1, 0)), numbering=numbering({1: (("bullet", glyph),)}))
    assert rows(source) == [f"{mark} x"]


def test_ordinals_of_an_empty_numbered_cell_are_shown() -> None:
    def row(text: str) -> str:
        return cell(paragraph("", numbered(1, 0))) + cell(paragraph(run(text)))

    source = read(table(row("a"), row("b")), numbering=numbering({1: (("decimal", "%1"),)}))
    assert rows(source) == ["1", "a", "2", "b"]


def test_merged_cells_keep_their_words_in_the_first_place() -> None:
    body = table(
        cell(paragraph(run("a")), "<w:gridSpan w:val='2'/>") + cell(paragraph(run("b"))),
        cell(paragraph(run("c")), "<w:vMerge w:val='restart'/>")
        + cell(paragraph(run("d")))
        + cell(paragraph(run("e"))),
        cell(paragraph(""), "<w:vMerge/>") + cell(paragraph(run("g"))) + cell(paragraph(run("h"))),
    )
    source = read(body)
    assert [(source.text[line.start : line.end], line.cell) for line in source.lines] == [
        ("a", Cell(0, 0, 0)), ("b", Cell(0, 0, 2)),
        ("c", Cell(0, 1, 0)), ("d", Cell(0, 1, 1)), ("e", Cell(0, 1, 2)),
        ("g", Cell(0, 2, 1)), ("h", Cell(0, 2, 2)),
    ]  # fmt: skip


def test_a_table_in_a_cell_belongs_to_that_cell() -> None:
    inner = table(cell(paragraph(run("b"))) + cell(paragraph(run("c"))))
    source = read(table(cell(paragraph(run("a"))) + cell(inner + paragraph(run("d")))))
    assert rows(source) == ["a", "b", "c", "d"]
    assert {line.cell for line in source.lines[1:]} == {Cell(0, 0, 1)}


def test_tracked_changes_are_read_as_accepted() -> None:
    body = paragraph(
        run("Sở ") + f"<w:del>{run('Ngoại vụ').replace('w:t', 'w:delText')}</w:del><w:ins>{run('Công Thương')}</w:ins>"
        f"<w:moveFrom>{run(' cũ')}</w:moveFrom><w:moveTo>{run(' chủ trì')}</w:moveTo>"
    )
    body += paragraph(run("một "), "<w:rPr><w:del/></w:rPr>") + paragraph(run("hai"))
    body += (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + cell(paragraph(run("x")))
        + cell(paragraph(run("y")))
        + "</w:tr></w:tbl>"
    )
    assert rows(read(body)) == ["Sở Công Thương chủ trì", "một hai"]


def test_hidden_words_are_left_out_and_capitals_shown() -> None:
    body = paragraph(
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:rPr><w:caps/></w:rPr><w:t>kế hoạch</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t xml:space='preserve'> số 1</w:t></w:r>"
    )
    assert rows(read(body)) == ["KẾ HOẠCH số 1"]


def test_a_field_gives_its_result_only() -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    inner = mark("begin") + "<w:r><w:instrText>DATE</w:instrText></w:r>" + mark("separate") + run("không") + mark("end")
    body = paragraph(
        mark("begin")
        + "<w:r><w:instrText>IF </w:instrText></w:r>"
        + inner
        + mark("separate")
        + run("năm 2026")
        + mark("end")
    )
    body += paragraph(f"<w:fldSimple w:instr='PAGE'>{run('trang')}</w:fldSimple>")
    assert rows(read(body)) == ["năm 2026", "trang"]


def test_breaks_tabs_and_signs() -> None:
    body = paragraph(
        "<w:r><w:t>Số:</w:t><w:tab/><w:t>21/NQ</w:t><w:noBreakHyphen/><w:t>CP</w:t><w:br/><w:t>dòng\u00a0hai</w:t></w:r>"
    )
    body += paragraph("<w:r><w:sym w:font='Wingdings' w:char='F0B7'/><w:t xml:space='preserve'> mục</w:t></w:r>")
    source = read(body)
    assert rows(source) == ["Số: 21/NQ-CP", "dòng hai", "- mục"]
    assert [line.ends for line in source.lines] == [False, True, True]


def test_a_text_box_comes_once_and_after_its_paragraph() -> None:
    box = f"<wps:txbx><w:txbxContent>{paragraph(run('HỎA TỐC'))}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:textbox><w:txbxContent>{paragraph(run('HỎA TỐC'))}</w:txbxContent></v:textbox></w:pict>"
    choice = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
    source = read(
        paragraph(f"<w:r>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>" + run("KẾ HOẠCH"))
    )
    assert [(source.text[line.start : line.end], line.role) for line in source.lines] == [
        ("KẾ HOẠCH", "body"),
        ("HỎA TỐC", "box"),
    ]


def test_footnotes_follow_the_body() -> None:
    note = f"<w:footnote w:id='2'>{paragraph(run('Chú thích.'))}</w:footnote>"
    notes = f"<w:footnotes xmlns:w='{build.W}'><w:footnote w:id='-1'><w:p/></w:footnote>{note}</w:footnotes>"
    body = paragraph(run("Sở") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run(" Ngoại vụ")) + paragraph(
        run("Cuối.")
    )
    source = read(body, footnotes=notes)
    assert [(source.text[line.start : line.end], line.role) for line in source.lines] == [
        ("Sở Ngoại vụ", "body"),
        ("Cuối.", "body"),
        ("Chú thích.", "footnote"),
    ]


def test_a_masthead_in_the_page_header_is_put_first_and_other_headers_are_not() -> None:
    def header(text: str) -> str:
        return f"<w:hdr xmlns:w='{build.W}'>{paragraph(run(text))}</w:hdr>"

    body = paragraph(run("KẾ HOẠCH")) + "<w:sectPr><w:headerReference r:id='rheader1'/></w:sectPr>"
    assert rows(read(body, header1=header("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")))[0].startswith("CỘNG HÒA")
    assert rows(read(body, header1=header("Trang 2"))) == ["KẾ HOẠCH"]


def test_old_fonts_are_decoded() -> None:
    body = paragraph(run("Céng hßa x· héi chñ nghÜa ViÖt Nam")) + paragraph(run("§éc lËp - Tù do - H¹nh phóc"))
    source = read(body)
    assert rows(source) == ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc"]
    assert source.encoding == "tcvn3"


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(paragraph(""))
    assert refusal.value.code == "no-text"


@pytest.mark.skipif(not WORD.is_dir(), reason="the real Word files are kept outside the repository")
def test_a_real_decree_is_read_whole() -> None:
    source = extract((WORD / "30_2020_ND_CP.docx").read_bytes(), "30_2020_ND_CP.docx")
    words = rows(source)
    articles = [row for row in words if row.startswith("Điều ")]
    assert len(articles) == 38
    assert source.lines[0].cell == Cell(0, 0, 0)
    assert any(row.startswith("Số: 30/2020") for row in words[:5])
    assert words[-1] != "" and source.lines[-1].cell is not None


@pytest.mark.skipif(not WORD.is_dir(), reason="the real Word files are kept outside the repository")
def test_real_annexes_keep_their_tables() -> None:
    for name, tables in (("Phuluc3.docx", 20), ("Phuluc6.docx", 3)):
        source = extract((WORD / name).read_bytes(), name)
        assert len({line.cell.table for line in source.lines if line.cell}) >= tables
