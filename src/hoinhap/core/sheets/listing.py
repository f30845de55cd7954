"""A plain list as a workbook: one head, one row for each thing, ready to be filtered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from .cells import LINE, cell_text, lines_of, workbook

_TOP = 2  # the row of the head; above it what list this is


class Column(NamedTuple):
    """A column: its word and its width in characters."""

    word: str
    width: float


def list_workbook(
    *, title: str, sheet: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], made: datetime
) -> bytes:
    """Write rows of words under a head that stays in sight; a long cell makes its row higher."""
    with workbook(title=title, made=made) as book:
        page = book.sheet(sheet)
        for number, column in enumerate(columns):
            page.set_column(number, number, column.width)
        page.write_string(0, 0, cell_text(title), book.looks.title)
        for number, column in enumerate(columns):
            book.put(page, _TOP, number, column.word, book.looks.head)
        last = _TOP
        for last, cells in enumerate(rows, _TOP + 1):
            height = 1
            for number, text in enumerate(cells):
                book.put(page, last, number, text)
                height = max(height, lines_of(text, columns[number].width) if text else 1)
            if height > 1:
                page.set_row(last, LINE * min(height, 26))
        page.autofilter(_TOP, 0, max(last, _TOP + 1), len(columns) - 1)
        page.freeze_panes(_TOP + 1, 2 if len(columns) > 2 else 0)
        page.repeat_rows(_TOP)
    return book.data
