"""Lists in a spreadsheet: which column is what, what each row would do, and why some rows cannot be taken."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hoinhap.apps.agencies.administering.said import sentence_of
from hoinhap.apps.errors import Refused
from hoinhap.core.reader.model import Unreadable
from hoinhap.core.sheets.cells import workbook
from hoinhap.core.sheets.plain import plain_cell
from hoinhap.core.sheets.reading import rows_of
from hoinhap.core.vi.text import fold

MOST = 20_000
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: `also` are other heads under which it is found, folded."""

    field: str
    title: Any
    also: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: its name, its head and its rows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file (numbered as in the file), what it would do, or why it cannot be taken."""

    number: int
    cells: Mapping[str, str]
    what: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do; nothing of it is written while one row is wrong."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        return self.counts.get(WRONG, 0)

    @property
    def does(self) -> int:
        """Count the rows that would write something."""
        return self.counts.get(NEW, 0) + self.counts.get(CHANGED, 0)


def preview_of(lines: Sequence[Line]) -> Preview:
    """Count the lines."""
    return Preview(tuple(lines), Counter(line.what for line in lines))


def read_sheet(data: bytes, name: str) -> Sheet:
    """Read an uploaded file; what is no list is refused with the reason."""
    try:
        head, *rows = rows_of(data, name)
    except Unreadable as error:
        code = {"empty": "empty", "password": "password", "unsupported-type": "type", "bomb": "large"}.get(error.code)
        raise Refused(f"agencies.sheet-{code or 'damaged'}", most=f"{MOST:,}".replace(",", ".")) from None
    if len(rows) > MOST:
        raise Refused("agencies.sheet-large", most=f"{MOST:,}".replace(",", "."))
    if not any(rows):
        raise Refused("agencies.sheet-empty")
    return Sheet(name[:200], tuple(head), tuple(tuple(row) for row in rows))


def pack(sheet: Sheet) -> str:
    """Write a sheet as a text that a session holds until its rows are taken or left."""
    said = json.dumps([sheet.name, sheet.head, sheet.rows], ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(said.encode("utf-8"))).decode("ascii")


def unpack(text: str) -> Sheet:
    """Read what `pack` wrote."""
    said = zlib.decompressobj().decompress(base64.b64decode(text), _LARGEST)
    name, head, rows = json.loads(said)
    return Sheet(name, tuple(head), tuple(tuple(row) for row in rows))


def mapped(head: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str]) -> dict[str, int]:
    """Say which column of a file is which field: as a person said before, else by its head."""
    heads = [fold(text) for text in head]
    found: dict[str, int] = {}
    for one in columns:
        names = [remembered.get(one.field, ""), fold(str(one.title)), one.field, *one.also]
        at = next((heads.index(name) for name in names if name and name in heads), None)
        if at is not None and at not in found.values():
            found[one.field] = at
    return found


def require_columns(mapping: Mapping[str, int], columns: Sequence[Column]) -> None:
    """Refuse a mapping that leaves out what every row needs."""
    missing = [str(one.title) for one in columns if one.needed and one.field not in mapping]
    if missing:
        raise Refused("agencies.columns-missing", columns=", ".join(missing))


def cells_of(sheet: Sheet, mapping: Mapping[str, int]) -> list[tuple[int, dict[str, str]]]:
    """Give the rows by field, numbered as in the file, empty ones left away."""
    found = []
    for number, row in enumerate(sheet.rows, 2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in mapping.items()}
        if any(cells.values()):
            found.append((number, cells))
    return found


def wrong(number: int, cells: Mapping[str, str], error: Refused) -> Line:
    """Make the line of a row that cannot be taken."""
    return Line(number, cells, WRONG, (sentence_of(error),))


_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")


def day_of(text: str) -> date | None:
    """Read a day as people and programs write it; None for an empty cell."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match and match[1]:
            found = date(int(match[3]), int(match[2]), int(match[1]))
        elif match:
            found = date(int(match[4]), int(match[5]), int(match[6]))
        else:
            raise ValueError
    except ValueError:
        raise Refused("agencies.no-such-day", asked=text) from None
    if not 1900 <= found.year < 3000:
        raise Refused("agencies.no-such-day", asked=text)
    return found


def said_day(day: date | None) -> str:
    """Write a day for a cell."""
    return f"{day:%d/%m/%Y}" if day else ""


def word_of(text: str, column: Column, words: Mapping[str, Any]) -> str:
    """Give the code of a word of a list, or of the code itself; "" for an empty cell."""
    if not text:
        return ""
    asked = fold(text)
    for code, word in words.items():
        if asked in (str(code), fold(str(word))):
            return str(code)
    known = "; ".join(str(word) for word in words.values())
    raise Refused("agencies.no-such-word", column=str(column.title), asked=text, known=known)


def require_length(cells: Mapping[str, str], columns: Sequence[Column], lengths: Mapping[str, int]) -> None:
    """Refuse a cell that is missing or holds more than is kept."""
    for one in columns:
        text = cells.get(one.field, "")
        if one.needed and not text:
            raise Refused("agencies.cell-empty", column=str(one.title).lower())
        if len(text) > lengths.get(one.field, 500):
            raise Refused("agencies.cell-long", column=str(one.title), most=lengths.get(one.field, 500))


def as_csv(head: Sequence[object], rows: Sequence[Sequence[str]]) -> bytes:
    """Write a list for any spreadsheet, with the mark by which Excel knows UTF-8."""
    import csv
    import io

    kept = io.StringIO()
    csv.writer(kept, lineterminator="\r\n").writerows(
        [[str(one) for one in head], *([plain_cell(cell) for cell in row] for row in rows)]
    )
    return b"\xef\xbb\xbf" + kept.getvalue().encode("utf-8", "replace")


def as_workbook(title: str, head: Sequence[object], rows: Sequence[Sequence[str]], *, made: datetime) -> bytes:
    """Write a list as a workbook of words, whose head stays in sight."""
    with workbook(title=title, made=made) as book:
        sheet = book.sheet(title[:31])
        widths = [
            min(60, max([len(str(one)), *(len(row[at]) for row in rows[:2000])]) + 3) for at, one in enumerate(head)
        ]
        for at, one in enumerate(head):
            sheet.set_column(at, at, widths[at])
            book.put(sheet, 0, at, str(one), book.looks.head)
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                book.put(sheet, number, at, cell)
        sheet.freeze_panes(1, 0)
    return book.data
