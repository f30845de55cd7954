"""What every workbook needs: its looks, words that stay words, the same bytes for the same value."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hoinhap.core.xml_text import xml_text

FACE = "Times New Roman"
SIZE = 12  # pt
LINE = 15.75  # pt: the height of a line of that size
_LONGEST = 32_767  # the most that a cell holds, counted in UTF-16 as Excel does
_OPENS_FORMULA = ("=", "+", "-", "@")
_GROUND = "#F5F6F4"
_HAIR = "#8A929B"


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of a workbook. `formula` is for words that Excel would take for a formula when edited."""

    title: Format
    subject: Format
    note: Format
    head: Format
    words: Format
    formula: Format
    centred: Format
    count: Format
    total: Format
    total_words: Format


class Book:
    """A workbook being written; `bytes` once the `workbook` block has ended."""

    def __init__(self, file: Workbook, looks: Looks) -> None:
        self.file = file
        self.looks = looks
        self.data = b""

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet that prints on A4 across, as wide as the page and as long as it gets."""
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(1)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
        """Write words as words, whatever they begin with; a cell without words keeps only its lines."""
        text = cell_text(text)
        if not text:
            sheet.write_blank(row, column, None, look or self.looks.words)
            return
        opens = text.startswith(_OPENS_FORMULA) and look is None
        sheet.write_string(row, column, text, self.looks.formula if opens else look or self.looks.words)


@contextmanager
def workbook(*, title: str, made: datetime) -> Iterator[Book]:
    """Open a workbook to write into; when the block ends its `data` are the bytes of the file."""
    kept = io.BytesIO()
    file = xlsxwriter.Workbook(
        kept,
        {
            "in_memory": True,
            # The face of all cells is also the one by whose digits Excel measures its columns: 8 pixels each.
            "default_format_properties": {"font_name": FACE, "font_size": SIZE, "font_scheme": "none"},
            "default_row_height": 21,
            "default_column_width": 72,
        },
    )
    made = made.replace(tzinfo=None, microsecond=0)
    file.set_properties({"title": cell_text(title)[:255], "author": "Hội Nhập", "created": made})
    book = Book(file, _looks(file))
    yield book
    file.close()
    book.data = kept.getvalue()


def cell_text(text: str) -> str:
    """Return the words as a cell holds them: one line, no longer than Excel allows, with dots where they are cut."""
    text = xml_text(text)
    if _units(text) <= _LONGEST:
        return text
    text = text[: _LONGEST - 1]
    while _units(text) > _LONGEST - 1:
        text = text[: -max(1, (_units(text) - _LONGEST + 1) // 2)]
    return f"{text}…"


def lines_of(text: str, width: float) -> int:
    """Guess how many lines words take in a column `width` characters wide; rather one too many."""
    used, lines = 0.0, 1
    for word in text.split():
        # Letters are a little narrower than the digits that Excel measures by, capitals and emoji wider.
        long = len(word) * 0.91 + sum(0.45 for letter in word if letter.isupper() or letter > "\u2fff")
        if used and used + 0.5 + long > width - 0.3:
            lines, used = lines + 1, 0.0
        lines += int(long // width)
        used += long + (0.5 if used else 0)
    return lines


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _looks(file: Workbook) -> Looks:
    plain = {"font_name": FACE, "font_size": SIZE, "valign": "top"}
    ruled = {**plain, "border": 1, "border_color": _HAIR}
    words = {**ruled, "text_wrap": True, "num_format": "@"}
    return Looks(
        title=file.add_format({**plain, "bold": True, "font_size": 14}),
        subject=file.add_format({**plain, "text_wrap": True}),
        note=file.add_format({**plain, "italic": True}),
        head=file.add_format({**words, "bold": True, "align": "center", "valign": "vcenter", "bg_color": _GROUND}),
        words=file.add_format(words),
        formula=file.add_format({**words, "quote_prefix": True}),
        centred=file.add_format({**ruled, "align": "center"}),
        count=file.add_format({**ruled, "align": "center", "num_format": "#,##0"}),
        total=file.add_format({**ruled, "align": "center", "num_format": "#,##0", "bold": True, "bg_color": _GROUND}),
        total_words=file.add_format({**words, "bold": True, "bg_color": _GROUND}),
    )
