"""The annex in Word: the page of the decree, every duty once, what any text does to it."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from tests.core.responsibility.invented import ANY_DUTIES, MADE, PEOPLE, plan

from hoinhap.core.reader import read
from hoinhap.core.responsibility import DutyRow, Section, responsibilities
from hoinhap.core.responsibility.labels import agency_list
from hoinhap.core.word.annex import responsibility_annex
from hoinhap.core.xml_text import xml_text


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def annex() -> Document:
    return opened(responsibility_annex(plan(), made=MADE))


def texts(table: Any) -> list[list[str]]:
    """Give the words of each row; a cell that spans columns once."""
    return [
        ["".join(words.text or "" for words in cell.iter(qn("w:t"))) for cell in row._tr.tc_lst] for row in table.rows
    ]


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_lies_across_with_the_margins_of_the_decree(annex: Document) -> None:
    assert len(annex.sections) == 2
    for section in annex.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
        assert section.orientation == docx.enum.section.WD_ORIENT.LANDSCAPE
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20


def test_every_letter_is_times_new_roman_in_black(annex: Document) -> None:
    for part in (annex.element, annex.styles.element, annex.sections[0].header._element):
        faces = {face for fonts in part.iter(qn("w:rFonts")) for face in fonts.attrib.values()}
        assert faces <= {"Times New Roman"}
        assert not [theme for fonts in part.iter(qn("w:rFonts")) for theme in fonts.attrib if "heme" in theme]
        assert {colour.get(qn("w:val")) for colour in part.iter(qn("w:color"))} <= {"000000"}
    assert annex.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}") is not None


def test_the_page_number_is_in_the_middle_above_and_not_on_the_first_page(annex: Document) -> None:
    for section in annex.sections:
        assert section.different_first_page_header_footer
        assert "".join(run.text or "" for run in section.first_page_header._element.iter(qn("w:t"))) == ""
        (paragraph,) = section.header.paragraphs
        assert paragraph.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
        assert [command.text for command in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert {size.get(qn("w:val")) for size in paragraph._p.iter(qn("w:sz"))} == {"26"}  # half points: 13
        assert section.header_distance < section.top_margin


def test_each_annex_counts_its_own_pages(annex: Document) -> None:
    assert [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in annex.sections] == ["1", "1"]


def test_an_annex_opens_as_the_model_of_the_decree(annex: Document) -> None:
    number, name, with_ = (paragraph for paragraph in annex.paragraphs[:3])
    assert (number.text, name.text) == ("Phụ lục I", "PHÂN CÔNG NHIỆM VỤ")
    assert with_.text == (
        "(Kèm theo Kế hoạch số 45/KH-UBND ngày 05 tháng 02 năm 2027 của Ủy ban nhân dân tỉnh Thanh Giang)"
    )
    assert [
        [run.bold or False, run.italic or False, run.font.size.pt] for run in (number.runs + name.runs + with_.runs)
    ] == [
        [True, False, 14],
        [True, False, 14],
        [False, True, 14],
    ]
    assert [paragraph.text for paragraph in annex.paragraphs].index("Phụ lục II") > 3


def test_what_the_paper_does_not_say_is_left_as_dots() -> None:
    value = responsibilities([DutyRow("1", Section("", ""), "Báo cáo", ("Sở Y tế",))], name="a.txt")
    lines = [paragraph.text for paragraph in opened(responsibility_annex(value, made=MADE)).paragraphs]
    assert lines[2] == "(Kèm theo Văn bản số …/… ngày … tháng … năm … của …)"


# --- the tables -----------------------------------------------------------------------------------------------------


def test_the_duties_stand_under_their_sections(annex: Document) -> None:
    assert texts(annex.tables[0]) == [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"],
        ["I. Mục đích, yêu cầu"],
        ["1", "Xác định rõ trách nhiệm của từng cơ quan", "", "", "", ""],
        ["II.1. Xúc tiến thương mại, đầu tư"],
        ["2", "Tham mưu kế hoạch xúc tiến đầu tư năm 2027", "Sở Ngoại vụ", "Các đơn vị liên quan; Sở Tài chính",
         "Trước ngày 30/6/2027", "Kế hoạch"],
        ["3", "Tổ chức hội nghị kết nối giao thương", "Sở Công Thương; SỞ NGOẠI VỤ", "Sở Tài chính", "Hằng năm", ""],
        ["II.2. Đào tạo cán bộ đối ngoại"],
        ["4", "Bồi dưỡng ngoại ngữ", "Sở Nội vụ", "", "", ""],
    ]  # fmt: skip


def test_the_counts_add_up_to_the_duties(annex: Document) -> None:
    assert texts(annex.tables[1]) == [
        ["STT", "Cơ quan", "I", "II.1", "II.2", "Cộng"],
        ["", "", "CT", "PH", "CT", "PH", "CT", "PH", "CT", "PH"],
        ["1", "Sở Ngoại vụ", "", "", "2", "", "", "", "2", "0"],
        ["2", "Sở Công Thương", "", "", "1", "", "", "", "1", "0"],
        ["3", "Sở Nội vụ", "", "", "", "", "1", "", "1", "0"],
        ["4", "Các đơn vị liên quan", "", "", "", "1", "", "", "0", "1"],
        ["5", "Sở Tài chính", "", "", "", "2", "", "", "0", "2"],
        ["6", "Chưa rõ cơ quan chủ trì", "1", "", "", "", "", "", "1", "0"],
        ["Cộng", "1", "0", "3", "3", "1", "0", "5", "3"],
        ["Số nhiệm vụ", "1", "2", "1", "4"],
    ]


def whole(row: Any) -> bool:
    return row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_the_head_is_repeated_and_no_short_row_is_broken(annex: Document) -> None:
    for table, heads in zip(annex.tables, (1, 2), strict=True):
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [
            at < heads for at in range(len(table.rows))
        ]
        assert all(whole(row) for row in table.rows)


@pytest.mark.parametrize(("words", "is_whole"), [(3, True), (50, True), (150, False), (3000, False)])
def test_a_row_that_would_empty_half_a_page_goes_on_overleaf(words: int, is_whole: bool) -> None:
    # The column holds some sixty letters in a line.
    duties = tuple(DutyRow(str(number), PEOPLE, "nhiệm vụ mới " * words) for number in (1, 2))
    *_heads, row = opened(responsibility_annex(plan(duties), made=MADE)).tables[0].rows
    assert whole(row) == is_whole


def test_a_narrow_column_makes_a_row_long_too() -> None:
    partners = tuple(f"Sở số {number} của tỉnh Lam Giang" for number in range(30))
    duties = (DutyRow("1", PEOPLE, "Báo cáo", partners=partners),)
    *_heads, row = opened(responsibility_annex(plan(duties), made=MADE)).tables[0].rows
    assert not whole(row)


def kept(row: Any) -> bool:
    return all(paragraph._p.pPr.find(qn("w:keepNext")) is not None for paragraph in row.cells[0].paragraphs)


def test_a_section_never_ends_a_page_and_the_sums_never_open_one(annex: Document) -> None:
    assert [kept(row) for row in annex.tables[0].rows[1:]] == [
        len(row._tr.tc_lst) == 1 for row in annex.tables[0].rows[1:]
    ]
    *_, last_agency, sums, duties = annex.tables[1].rows
    assert [kept(last_agency), kept(sums), kept(duties)] == [True, True, False]


def test_the_tables_are_as_wide_as_the_page(annex: Document) -> None:
    for section, table in zip(annex.sections, annex.tables, strict=True):
        room = section.page_width - section.left_margin - section.right_margin
        widths = [column.width for column in table.columns]
        assert sum(widths) <= room + 635 * len(widths)
        for row in table.rows:
            # What Word goes by: the widths of the cells, which must be those of the columns they span.
            assert sum(cell.width for cell in row._tr.tc_lst) == pytest.approx(sum(widths), abs=635 * len(widths))
    assert sum(column.width.mm for column in annex.tables[0].columns) == pytest.approx(252, abs=1)


def test_a_duty_that_is_not_decided_on_is_in_italics(annex: Document) -> None:
    slanted = [any(run.italic for cell in row.cells for run in cell.paragraphs[0].runs) for row in annex.tables[0].rows]
    assert slanted == [False, False, True, False, False, False, False, False]
    assert "Chữ nghiêng: nhiệm vụ chưa được quyết định." in [paragraph.text for paragraph in annex.paragraphs]
    decided = plan(tuple(duty for duty in plan().duties if not duty.is_open))
    lines = [paragraph.text for paragraph in opened(responsibility_annex(decided, made=MADE)).paragraphs]
    assert not [line for line in lines if "Chữ nghiêng" in line]


def test_more_sections_than_a_page_is_wide_go_below_each_other() -> None:
    sections = [Section(str(number), f"{number}. Mục {number}") for number in range(1, 22)]
    value = responsibilities(
        [DutyRow(each.key, each, f"Việc {each.key}", ("Sở Y tế",), state="accepted") for each in sections]
    )
    document = opened(responsibility_annex(value, made=MADE))
    counts = document.tables[1:]
    assert [label for table in counts for label in texts(table)[0][2:]] == [*map(str, range(1, 22)), "Cộng"]
    assert [texts(table)[2][-2:] for table in counts][-1] == ["21", "0"]
    room = document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    assert all(sum(column.width for column in table.columns) <= room for table in counts)


def test_a_document_without_duties_says_so() -> None:
    document = opened(responsibility_annex(plan(()), made=MADE))
    assert not document.tables
    assert document.paragraphs[-1].text == "Văn bản không giao nhiệm vụ nào."


def test_the_annex_speaks_english() -> None:
    document = opened(responsibility_annex(plan(), made=MADE, language="en", numbers=("", "")))
    assert [paragraph.text for paragraph in document.paragraphs[:3]] == [
        "Annex",
        "ASSIGNMENT OF DUTIES",
        "(Issued with Kế hoạch No. 45/KH-UBND, 5 February 2027, by Ủy ban nhân dân tỉnh Thanh Giang)",
    ]
    assert texts(document.tables[0])[0] == ["No.", "Duty", "Lead agency", "Partner agencies", "Due", "Product"]


def test_the_reader_finds_the_same_duties_in_the_annex() -> None:
    duties = tuple(duty for duty in plan().duties if duty.leads)
    reading = read(responsibility_annex(plan(duties), made=MADE), "annex.docx")
    assert [
        (duty.text, [lead.text for lead in duty.leads], [partner.text for partner in duty.partners])
        for duty in reading.duties
    ] == [
        ("Tham mưu kế hoạch xúc tiến đầu tư năm 2027", ["Sở Ngoại vụ"], ["Các đơn vị liên quan", "Sở Tài chính"]),
        ("Tổ chức hội nghị kết nối giao thương", ["Sở Công Thương", "SỞ NGOẠI VỤ"], ["Sở Tài chính"]),
        ("Bồi dưỡng ngoại ngữ", ["Sở Nội vụ"], []),
    ]
    assert [duty.due.as_json() if duty.due else None for duty in reading.duties] == [
        {"on": "2027-06-30"},
        {"every": "year"},
        None,
    ]


# --- any value ------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(ANY_DUTIES)
def test_every_duty_is_in_the_annex_once_whatever_it_says(duties: tuple[DutyRow, ...]) -> None:
    value = plan(duties)
    data = responsibility_annex(value, made=MADE)
    document = opened(data)
    rows = [row for row in texts(document.tables[0])[1:] if len(row) > 1] if document.tables else []
    expected = [
        [
            xml_text(text)
            for text in (duty.text, agency_list(duty.leads), agency_list(duty.partners), duty.due, duty.product)
        ]
        for section in value.sections
        for duty in value.duties_of(section.key)
    ]
    assert [row[1:] for row in rows] == expected
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(value.duties) + 1)]
    assert data == responsibility_annex(value, made=MADE)


def test_nothing_of_a_long_duty_is_lost() -> None:
    long = "Nhiệm vụ rất dài. " * 3000
    document = opened(responsibility_annex(plan((DutyRow("1", PEOPLE, long),)), made=MADE))
    assert texts(document.tables[0])[2][1] == long.strip()


def test_the_file_names_no_machine_and_no_clock() -> None:
    about = opened(responsibility_annex(plan(), made=MADE)).core_properties
    assert (about.author, about.created.replace(tzinfo=None), about.title) == (
        "Hội Nhập",
        MADE,
        "Phân công nhiệm vụ - Kế hoạch 45/KH-UBND",
    )
