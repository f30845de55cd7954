"""The workbook: read back with another library, its sums recalculated, and what any text does to it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree
from python_calamine import CalamineWorkbook
from tests.core.responsibility.invented import ANY_DUTIES, MADE, PEOPLE, plan

from hoinhap.core.responsibility import DutyRow, ResponsibilityMatrix, Section, responsibilities
from hoinhap.core.responsibility.labels import agency_list, state_words
from hoinhap.core.sheets.cells import cell_text, lines_of
from hoinhap.core.sheets.matrix import matrix_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEAD = 3  # the first row of the heads, counted from 0


def rows_of(data: bytes, sheet: int) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def xml_of(data: bytes, sheet: int) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"xl/worksheets/sheet{sheet + 1}.xml"))


@pytest.fixture(scope="module")
def book() -> bytes:
    return matrix_workbook(plan(), made=MADE)


# --- the matrix -----------------------------------------------------------------------------------------------------


def test_the_matrix_counts_leads_and_partners_by_section(book: bytes) -> None:
    rows = rows_of(book, 0)
    assert [rows[0][0], rows[1][0], rows[2][0]] == [
        "Kế hoạch 45/KH-UBND",
        "Triển khai công tác ngoại giao kinh tế năm 2027",
        "Ủy ban nhân dân tỉnh Thanh Giang · 4 nhiệm vụ, 1 chưa quyết định",
    ]
    assert rows[HEAD][2::2] == [
        "I. Mục đích, yêu cầu", "II.1. Xúc tiến thương mại, đầu tư", "II.2. Đào tạo cán bộ đối ngoại", "Tổng", "",
    ]  # fmt: skip
    assert rows[HEAD + 1] == ["STT", "Cơ quan", *["Chủ trì", "Phối hợp"] * 4, "Chưa quyết định"]
    assert rows[HEAD + 2 : HEAD + 10] == [
        [1, "Sở Ngoại vụ", "", "", 2, "", "", "", 2, 0, ""],
        [2, "Sở Công Thương", "", "", 1, "", "", "", 1, 0, ""],
        [3, "Sở Nội vụ", "", "", "", "", 1, "", 1, 0, ""],
        [4, "Các đơn vị liên quan", "", "", "", 1, "", "", 0, 1, ""],
        [5, "Sở Tài chính", "", "", "", 2, "", "", 0, 2, ""],
        [6, "Chưa rõ cơ quan chủ trì", 1, "", "", "", "", "", 1, 0, 1],
        ["", "Cộng", 1, 0, 3, 3, 1, 0, 5, 3, 1],
        ["", "Số nhiệm vụ", 1, "", 2, "", 1, "", 4, "", 1],
    ]


def test_the_duties_have_all_their_columns(book: bytes) -> None:
    rows = rows_of(book, 1)
    assert rows[HEAD] == [
        "STT", "Điều khoản", "Mục", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Gửi đến", "Thời hạn", "Thời hạn theo văn bản",
        "Sản phẩm", "Kinh phí", "Trạng thái",
    ]  # fmt: skip
    assert [row[0] for row in rows[HEAD + 1 :]] == [1, 2, 3, 4]
    assert rows[HEAD + 2][1:] == [
        "II.1.1", "II.1. Xúc tiến thương mại, đầu tư", "Tham mưu kế hoạch xúc tiến đầu tư năm 2027", "Sở Ngoại vụ",
        "Các đơn vị liên quan; Sở Tài chính", "UBND tỉnh", "Trước ngày 30/6/2027", "trước ngày 30/6/2027", "Kế hoạch",
        "Ngân sách tỉnh", "Đã chấp nhận",
    ]  # fmt: skip
    assert rows[HEAD + 1][-1] == "Chưa quyết định"


# --- how it is used -------------------------------------------------------------------------------------------------


def test_heads_stay_in_sight_and_rows_can_be_filtered(book: bytes) -> None:
    for sheet, first, area in ((0, "C6", "A5:K11"), (1, "C5", "A4:L8")):
        xml = xml_of(book, sheet)
        pane = xml.find(f".//{MAIN}pane")
        assert (pane.get("topLeftCell"), pane.get("state")) == (first, "frozen")
        assert xml.find(f"{MAIN}autoFilter").get("ref") == area


def test_it_prints_on_a4_across_as_wide_as_the_page_with_heads_on_each(book: bytes) -> None:
    for sheet in (0, 1):
        setup = xml_of(book, sheet).find(f"{MAIN}pageSetup")
        assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
        assert xml_of(book, sheet).find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr").get("fitToPage") == "1"
    names = zipfile.ZipFile(io.BytesIO(book)).read("xl/workbook.xml").decode()
    assert "'Ma trận'!$4:$5" in names
    assert "'Nhiệm vụ'!$4:$4" in names


def test_the_workbook_speaks_english() -> None:
    data = matrix_workbook(plan(), made=MADE, language="en")
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["Matrix", "Duties"]
    assert rows_of(data, 0)[HEAD + 1][:4] == ["No.", "Agency", "Lead", "Partner"]
    assert rows_of(data, 1)[HEAD + 1][-1] == "Undecided"


def test_a_document_without_duties_gives_a_workbook_that_says_so() -> None:
    data = matrix_workbook(plan(()), made=MADE)
    assert "Văn bản không giao nhiệm vụ nào." in [cell for row in rows_of(data, 0) for cell in row]
    assert len(rows_of(data, 1)) == HEAD + 1


# --- the sums -------------------------------------------------------------------------------------------------------


def _place(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name.replace("$", "")).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def _range(rows: list[list[Any]], ref: str) -> list[Any]:
    first, _, last = ref.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    return [rows[row][column] for row in range(top, bottom + 1) for column in range(left, right + 1)]


def calculated(formula: str, matrix: list[list[Any]], duties: list[list[Any]]) -> float:
    """Calculate the few formulas of the workbook anew, from the cells alone."""
    if found := re.fullmatch(r"SUMIF\((.+),(.+),(.+)\)", formula):
        kinds, (row, column), counts = _range(matrix, found[1]), _place(found[2]), _range(matrix, found[3])
        return sum(count or 0 for kind, count in zip(kinds, counts, strict=True) if kind == matrix[row][column])
    if found := re.fullmatch(r"SUBTOTAL\(109,(.+)\)", formula):
        return sum(count or 0 for count in _range(matrix, found[1]))
    if found := re.fullmatch(r"SUMPRODUCT\(--\('.+'!(.+)=(.+)\)\)", formula):
        row, column = _place(found[2])
        return sum(words.casefold() == matrix[row][column].casefold() for words in _range(duties, found[1]))
    found = re.fullmatch(r"ROWS\('.+'!(.+)\)", formula)
    assert found, formula
    return len(_range(duties, found[1]))


def assert_sums_are_true(value: ResponsibilityMatrix, data: bytes) -> None:
    matrix, duties = rows_of(data, 0), rows_of(data, 1)
    formulas = [cell for cell in xml_of(data, 0).iter(f"{MAIN}c") if cell.find(f"{MAIN}f") is not None]
    for cell in formulas:
        row, column = _place(cell.get("r"))
        assert matrix[row][column] == calculated(cell.findtext(f"{MAIN}f"), matrix, duties), cell.get("r")
    sections, agencies = len(value.sections), len(value.agencies)
    assert len(formulas) == (2 * agencies + 2 * sections + 3 + sections + 1 if agencies else 0)


def test_every_sum_is_a_formula_that_carries_its_value(book: bytes) -> None:
    assert_sums_are_true(plan(), book)


def test_sections_of_one_name_are_counted_apart() -> None:
    sections = [Section("I", "Nhiệm vụ"), Section("PL1", "NHIỆM VỤ"), Section("PL2", "Nhiệm vụ " * 60)]
    value = responsibilities([DutyRow("1", each, "Báo cáo", ("Sở Y tế",)) for each in (*sections, sections[0])])
    data = matrix_workbook(value, made=MADE)
    assert rows_of(data, 0)[HEAD][2:6:2] == ["Nhiệm vụ", "NHIỆM VỤ (2)"]
    assert_sums_are_true(value, data)


# --- any value ------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(ANY_DUTIES)
def test_every_duty_is_in_the_workbook_once_whatever_it_says(duties: tuple[DutyRow, ...]) -> None:
    value = plan(duties)
    data = matrix_workbook(value, made=MADE)
    rows = rows_of(data, 1)[HEAD + 1 :]
    assert [[row[1], *row[3:]] for row in rows] == [
        [
            cell_text(text)
            for text in (
                duty.place,
                duty.text,
                agency_list(duty.leads),
                agency_list(duty.partners),
                agency_list(duty.reports_to),
                duty.due,
                duty.due_text,
                duty.product,
                duty.money,
                state_words(duty.state, "vi"),
            )
        ]
        for duty in value.duties
    ]
    assert [row[1] for row in rows_of(data, 0)[HEAD + 2 :][: len(value.agencies)]] == [
        cell_text(agency) or "Chưa rõ cơ quan chủ trì" for agency in value.agencies
    ]
    assert_sums_are_true(value, data)
    assert data == matrix_workbook(value, made=MADE)


@pytest.mark.parametrize(
    "words", ["=1+1", "+84 237", "-5", "@SUM(A1)", '=HYPERLINK("x","y")', "https://example.invalid", "007"]
)
def test_words_stay_words(words: str) -> None:
    data = matrix_workbook(plan((DutyRow(words, PEOPLE, words, due=words, product=words),)), made=MADE)
    xml = xml_of(data, 1)
    row = xml.findall(f".//{MAIN}row")[-1]
    kinds = {cell.get("r"): cell.get("t") for cell in row}
    assert [kinds[name] for name in ("B5", "D5", "H5", "J5")] == ["s"] * 4
    assert not [cell for cell in row if cell.find(f"{MAIN}f") is not None]
    assert xml.find(f"{MAIN}hyperlinks") is None
    assert [rows_of(data, 1)[HEAD + 1][column] for column in (1, 3, 7, 9)] == [words] * 4


def test_words_that_open_like_a_formula_stay_words_when_they_are_edited() -> None:
    data = matrix_workbook(plan((DutyRow("1", PEOPLE, "=1+1"),)), made=MADE)
    styles = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml"))
    quoted = [xf.get("quotePrefix") == "1" for xf in styles.find(f"{MAIN}cellXfs")]
    cells = {cell.get("r"): quoted[int(cell.get("s"))] for cell in xml_of(data, 1).iter(f"{MAIN}c")}
    assert (cells["D5"], cells["C5"]) == (True, False)


@pytest.mark.parametrize("letter", ["a", "ệ", "😀"])
@pytest.mark.parametrize("length", [32_766, 32_767, 32_768, 70_000])
def test_a_text_longer_than_a_cell_is_cut_where_excel_ends(letter: str, length: int) -> None:
    data = matrix_workbook(plan((DutyRow("1", PEOPLE, letter * length),)), made=MADE)
    (read,) = [row[3] for row in rows_of(data, 1)[HEAD + 1 :]]
    units = len(read.encode("utf-16-le")) // 2
    fits = len((letter * length).encode("utf-16-le")) // 2 <= 32_767
    assert read == letter * length if fits else read.endswith(f"{letter}…") and 32_766 <= units <= 32_767


def test_the_file_names_no_machine_and_no_clock(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        about = file.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2026-11-25T08:30:00Z" in about
    assert "<dc:creator>Hội Nhập</dc:creator>" in about


def test_rows_are_as_high_as_their_words_need() -> None:
    assert lines_of("", 20) == 1
    assert lines_of("Sở Ngoại vụ", 20) == 1
    # 70 letters and signs in a column of 20: four lines at the least.
    assert lines_of("Tham mưu cho Ủy ban nhân dân tỉnh triển khai kế hoạch xúc tiến đầu tư.", 20) >= 4
    assert lines_of("x" * 200, 20) >= 10
