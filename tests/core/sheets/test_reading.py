"""Rows of a sheet, whatever wrote it."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.reader.model import Unreadable
from hoinhap.core.sheets.reading import MOST_COLUMNS, rows_of
from hoinhap.core.vi.text import tidy_line

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12)


def workbook(rows, *, options=None, day=None) -> bytes:
    kept = io.BytesIO()
    file = xlsxwriter.Workbook(kept, {"in_memory": True, **(options or {})})
    sheet = file.add_worksheet("Danh sách")
    file.add_worksheet("Khác").write_string(0, 0, "không đọc")
    look = file.add_format({"num_format": day or "dd/mm/yyyy"})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), look)
            elif cell is not None:
                sheet.write(row, column, cell)
    file.close()
    return kept.getvalue()


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"date_1904": True}])
@pytest.mark.parametrize("day", ["dd/mm/yyyy", 'd "ngày" m', "[$-42A]d mmmm yyyy"])
def test_a_workbook_gives_words_numbers_and_days(options, day):
    rows = [["Mã", "Tên"], ["so-y-te", "Sở Y tế", 12, 1.5, date(2025, 3, 1)], [], [None, "cuối", True]]
    assert rows_of(workbook(rows, options=options, day=day)) == [
        ["Mã", "Tên"],
        ["so-y-te", "Sở Y tế", "12", "1.5", "01/03/2025"],
        [],
        ["", "cuối", "TRUE"],
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_plain_file_is_read_however_it_was_saved(mark, encoding):
    text = mark.join(("Mã", "Tên")) + "\r\n" + mark.join(("so-y-te", '"Sở Y tế, cũ; mới"')) + "\r\n\r\n"
    assert rows_of(text.encode(encoding)) == [["Mã", "Tên"], ["so-y-te", "Sở Y tế, cũ; mới"]]


def test_what_was_kept_from_being_a_formula_is_as_it_was():
    assert rows_of("Tên,Khác\r\n'=A1,'- Sở\r\n'quoted,x\r\n".encode())[1:] == [["=A1", "- Sở"], ["'quoted", "x"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported-type"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"a\0b", "damaged"),
    ],
)
def test_what_is_no_sheet_is_refused(data, code):
    with pytest.raises(Unreadable) as refusal:
        rows_of(data)
    assert refusal.value.code == code


def test_another_zip_is_no_workbook_and_entities_are_not_opened():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        file.writestr("word/document.xml", "<x/>")
    with pytest.raises(Unreadable) as refusal:
        rows_of(kept.getvalue())
    assert refusal.value.code == "unsupported-type"
    data = workbook([["a"]])
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for one in old.namelist():
            said = old.read(one)
            if one == "xl/sharedStrings.xml":
                said = said.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            new.writestr(one, said)
    with pytest.raises(Unreadable) as refusal:
        rows_of(kept.getvalue())
    assert refusal.value.code == "unsafe"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=5), min_size=1, max_size=6))
def test_words_come_back_as_they_were_written(rows):
    """Spaces are tidied and empty ends left; everything else is the same."""
    kept = io.BytesIO()
    file = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_numbers": False})
    sheet = file.add_worksheet()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    file.close()
    try:
        found = rows_of(kept.getvalue())
    except Unreadable as error:
        assert error.code == "empty"
        found = []
    assert all(len(row) <= MOST_COLUMNS for row in found)
    said = [[tidy_line(cell) for cell in row] for row in rows]
    for at, row in enumerate(said):
        there = found[at] if at < len(found) else []
        assert [*there, *[""] * (len(row) - len(there))] == row


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_refusal(data):
    try:
        rows = rows_of(data)
    except Unreadable:
        return
    assert rows and all(isinstance(cell, str) for row in rows for cell in row)
