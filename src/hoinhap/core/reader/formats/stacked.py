"""Know a table whose cells were written one below the other: "STT", "Nhiệm vụ", "Cơ quan chủ trì", "1", "Tổ chức …".

Office programs save tables as text so, and so does who takes the words out of a web page. The header says how many
columns there are, the numbers of the first column where the rows begin.
"""

from __future__ import annotations

import re

from ..model import Cell
from ..tables import is_task_header
from .bars import Row

_FIRST = frozenset({"stt", "tt", "số tt", "số thứ tự"})
_INDEX = re.compile(r"(?:\d{1,3}|[IVXL]{1,6}|[A-ZĐ])[.)]?")
_HEADING = re.compile(r"[IVXL]{1,6}[.)]? [^\W\d_a-z]")
_MOST_COLUMNS = 9
_MOST_LINES = 40  # of a row
_LONGEST_NAME = 70


def unstacked(rows: list[Row]) -> list[Row]:
    """Return the lines with the cells of such tables; all other lines as they are."""
    found: list[Row] = []
    table = 1 + max((row.cell.table for row in rows if row.cell), default=-1)
    at = 0
    while at < len(rows):
        row = rows[at]
        if len(row.text) < 12 and row.cell is None and row.text.casefold() in _FIRST:
            width = _width(rows, at)
            cells, end = _cells(rows, at, width, table) if width else ([], at)
            if cells:
                found += cells
                at, table = end, table + 1
                continue
        found.append(row)
        at += 1
    return found


def _width(rows: list[Row], at: int) -> int:
    """Count the columns that the header names, 0 when it is none."""
    names: list[str] = []
    for row in rows[at : at + _MOST_COLUMNS + 1]:
        if row.cell is not None or len(row.text) > _LONGEST_NAME:
            return 0
        if names and (_INDEX.fullmatch(row.text) or _HEADING.match(row.text)):
            break
        names.append(row.text)
    return len(names) if 3 <= len(names) <= _MOST_COLUMNS and is_task_header(names) else 0


def _cells(rows: list[Row], at: int, width: int, table: int) -> tuple[list[Row], int]:
    """Return the lines of a table with their cells, and the line after it."""
    found = [rows[at + column]._replace(ends=True, cell=Cell(table, 0, column)) for column in range(width)]
    at += width
    number = row = 0
    while at < len(rows) and rows[at].cell is None:
        end, number_here = _row_end(rows, at, number, width)
        if end is None:
            break
        number = number_here
        row += 1
        lines = rows[at:end]
        for line, column in zip(lines, _columns(lines, width), strict=True):
            found.append(line._replace(ends=True, cell=Cell(table, row, column)))
        at = end
    return (found, at) if row >= 2 else ([], at)


def _row_end(rows: list[Row], at: int, number: int, width: int) -> tuple[int | None, int]:
    """Return the line after the row that begins here and the number it has, None when no row begins."""
    text = rows[at].text
    bare = text.rstrip(".)")
    if _HEADING.match(text):
        return at + 1, number
    if not _INDEX.fullmatch(text):
        return None, number
    following = [rows[index].text for index in range(at + 1, min(at + 1 + _MOST_LINES, len(rows)))]
    if bare.isdigit():
        if int(bare) not in (1, number + 1):
            return None, number
        number = int(bare)
    elif following and (len(following) < 2 or _opens(following[1], number)):
        return at + 2, number  # "I." and the words of the heading
    for ahead, line in enumerate(following):
        if ahead and _opens(line, number):
            return at + 1 + ahead, number
    return min(at + width, len(rows)), number  # the last row has as many lines as there are columns


def _opens(text: str, number: int) -> bool:
    """Say whether a line opens the next row: the next number, the first one, or a heading."""
    if _HEADING.match(text):
        return True
    bare = text.rstrip(".)")
    return _INDEX.fullmatch(text) is not None and (not bare.isdigit() or int(bare) in (1, number + 1))


def _columns(lines: list[Row], width: int) -> list[int]:
    """Give the lines of a row their columns; the lines too many belong to the longest cell, the task."""
    count = len(lines)
    if count <= width:
        return list(range(count))
    extra = count - width
    return [0, *([1] * (extra + 1)), *range(2, width)]
