"""Read the first sheet of a workbook or a CSV file as rows of words, to be taken in after a person has looked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from posixpath import join, normpath
from typing import Any

from hoinhap.core.reader.formats import archive
from hoinhap.core.reader.formats.package import parse
from hoinhap.core.reader.model import Unreadable
from hoinhap.core.vi.text import tidy_line

MOST_ROWS = 50_000
MOST_COLUMNS = 100
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_USUAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
# The formats of days that Excel has by number; others are known by the letters of their pattern.
_DAY_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_DAY_PATTERN = re.compile(r"[dy]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EPOCH, _MAC_EPOCH = date(1899, 12, 30), date(1904, 1, 1)


def rows_of(data: bytes, name: str = "") -> list[list[str]]:
    """Give the rows of the first sheet, each as words; a day is written "31/12/2025"; empty rows at the end are left.

    Raises Unreadable with "empty", "damaged", "password", "bomb", "unsafe" or "unsupported-type" (fact `kind`), as for
    the old workbook "danh-sach.xls". Rows are as long as their last word.
    """
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(b"PK"):
        rows = list(_workbook(data))
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED in data:
            raise Unreadable("password")
        raise Unreadable("unsupported-type", kind="XLS")
    else:
        rows = list(_plain(data))
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise Unreadable("empty")
    return rows


def _tidied(cells: list[str]) -> list[str]:
    tidy = [tidy_line(cell) for cell in cells[:MOST_COLUMNS]]
    while tidy and not tidy[-1]:
        tidy.pop()
    return tidy


def _plain(data: bytes) -> Iterator[list[str]]:
    """Read CSV with commas, semicolons or tabs; a mark that kept a cell from being a formula is taken away."""
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable("damaged")
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if number >= MOST_ROWS:
                raise Unreadable("bomb")
            yield _tidied([cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell for cell in cells])
    except csv.Error:
        raise Unreadable("damaged") from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes in Vietnam when it is not told otherwise.
        return data.decode("cp1258", "replace")


def _workbook(data: bytes) -> Iterator[list[str]]:
    with archive.open_zip(data) as package:
        book_xml = archive.part(package, "xl/workbook.xml")
        if book_xml is None:
            raise Unreadable("unsupported-type", kind="ZIP")
        book = _tree(book_xml)
        sheet_xml = archive.part(package, _first_sheet(package, book))
        if sheet_xml is None:
            raise Unreadable("damaged")
        words = _shared(archive.part(package, "xl/sharedStrings.xml"))
        days = _day_styles(archive.part(package, "xl/styles.xml"))
        kept = book.find(f"{_MAIN}workbookPr")
        epoch = _MAC_EPOCH if kept is not None and kept.get("date1904") in ("1", "true") else _EPOCH
        rows = _tree(sheet_xml).find(f"{_MAIN}sheetData")
    if rows is None:
        return
    given = 0
    for row in rows:
        number = _whole(row.get("r")) or given + 1
        if number > MOST_ROWS:
            raise Unreadable("bomb")
        for _left_out in range(given + 1, number):
            yield []
        given = max(number, given + 1)
        cells: list[str] = []
        for cell in row:
            at = _column(cell.get("r")) if cell.get("r") else len(cells)
            if at >= MOST_COLUMNS:
                continue
            cells += [""] * (at + 1 - len(cells))
            cells[at] = _said(cell, words, days, epoch)
        yield _tidied(cells)


def _tree(xml: bytes) -> Any:
    return parse(xml.replace(_STRICT, _USUAL))


def _first_sheet(package: Any, book: Any) -> str:
    """Find the part of the first sheet, which is where people look."""
    first = next(iter(book.find(f"{_MAIN}sheets") if book.find(f"{_MAIN}sheets") is not None else ()), None)
    links = archive.part(package, "xl/_rels/workbook.xml.rels")
    if first is not None and links is not None:
        wanted = next((value for key, value in first.attrib.items() if key.rpartition("}")[2] == "id"), None)
        for link in parse(links):
            if link.get("Id") == wanted:
                target = str(link.get("Target", ""))
                return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return "xl/worksheets/sheet1.xml"


def _shared(xml: bytes | None) -> list[str]:
    if xml is None:
        return []
    return [_words(item) for item in _tree(xml)]


def _words(item: Any) -> str:
    """Join the words of a text, without the readings of its signs."""
    return "".join(text.text or "" for text in item.iter(f"{_MAIN}t") if text.getparent().tag != f"{_MAIN}rPh")


def _day_styles(xml: bytes | None) -> frozenset[int]:
    """Give the numbers of the styles that show a number as a day."""
    if xml is None:
        return frozenset()
    styles = _tree(xml)
    own = {
        _whole(one.get("numFmtId")) for one in styles.iter(f"{_MAIN}numFmt")
        if _DAY_PATTERN.search(_QUOTED.sub("", str(one.get("formatCode", ""))))
    }  # fmt: skip
    cells = styles.find(f"{_MAIN}cellXfs")
    found = () if cells is None else cells
    return frozenset(number for number, one in enumerate(found) if _whole(one.get("numFmtId")) in _DAY_FORMATS | own)


def _said(cell: Any, words: list[str], days: frozenset[int], epoch: date) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _words(cell)
    value = cell.find(f"{_MAIN}v")
    text = "" if value is None else str(value.text or "")
    if kind == "s":
        at = _whole(text)
        return words[at] if at is not None and at < len(words) else ""
    if kind in ("str", "d", "e"):
        return text
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    return _number(text, is_day=(_whole(cell.get("s")) or 0) in days, epoch=epoch)


def _number(text: str, *, is_day: bool, epoch: date) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if is_day and 0 < value < 2_958_466:
        return f"{epoch + timedelta(days=int(value)):%d/%m/%Y}"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else text


def _column(place: str) -> int:
    """Give the number of a column, from 0: "C7" is in column 2."""
    match = _PLACE.fullmatch(place.upper())
    if match is None:
        raise Unreadable("damaged")
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
