"""Read the tables that plain text draws with bars.

Two shapes are known. Saved pages put a bar alone on a line between cells and two between rows:

    |  ⏎  Số: 12/KH-UBND  ⏎  |  ⏎  Hà Nam, ngày 5 tháng 3 năm 2024  ⏎  |

Markdown puts a whole row on one line: "| STT | Nhiệm vụ | Chủ trì |" over a rule "|---|---|---|".
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..lexicon import cues
from ..model import Cell
from .marks import BOLD_OFF, BOLD_ON, EMPTY_CELL

_RULE = re.compile(r"\|?(?: ?:?-{2,}:? ?\|)+(?: ?:?-{2,}:?)? ?")
_RULE_CELL = re.compile(r" ?:?-{2,}:? ?")
_BAR = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"[*\x01 ]*(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[A-Za-zĐđ])[.)]?[*\x02 ]*")
_BREAK = re.compile(r"<br ?/?>", re.I)
# In a text without blank lines a stretch of so many lines between two bars is the text between two tables, unless the
# table has other cells nearly as long.
_LONGEST_CELL = 45
_MANY_LINES = 5


class Row(NamedTuple):
    """A line of text and where it stands: `ends` says that an empty line, a bar or nothing follows it."""

    text: str
    ends: bool
    cell: Cell | None


def rows(lines: list[str]) -> list[Row]:
    """Return the lines that hold words, in order, those of tables with their cells; bars themselves are left out."""
    found: list[Row] = []
    table = 0
    index = 0
    count = len(lines)
    blanks = sum(1 for line in lines if not line)
    tight = blanks * 30 < count
    while index < count:
        line = lines[index]
        if line == "|":
            end = _segment_end(lines, index)
            table = _barred(lines[index:end], table, tight, found)
            index = end
        elif (line.startswith("|") and line.count("|") > 1) or (index + 1 < count and _is_head(line, lines[index + 1])):
            end = index + 1
            while (
                end < count
                and len(lines[end]) > 1
                and (lines[end].startswith("|") or (line[0] != "|" and "|" in lines[end]))
            ):
                end += 1
            _piped(lines[index:end], table, found)
            table += 1
            index = end
        else:
            if line:
                found.append(Row(line, index + 1 >= count or not lines[index + 1] or lines[index + 1][0] == "|", None))
            index += 1
    return found


# --- bars alone on their lines ------------------------------------------------------------------------------------


def _segment_end(lines: list[str], start: int) -> int:
    """Return the end of the stretch without blank lines that begins with the bar at `start`, cut after its last bar."""
    last = start
    for index in range(start, len(lines)):
        if not lines[index]:
            break
        if lines[index] == "|":
            last = index
    return last + 1


def _barred(lines: list[str], table: int, tight: bool, found: list[Row]) -> int:
    """Add the lines of a stretch of bars and cells; return the number of the next table.

    In a `tight` text, one without blank lines, the stretch may hold several tables and the text between them.
    """
    bars: list[int] = []  # bars[i] stand before cells[i]
    cells: list[list[str]] = []
    for line in lines:
        if line == "|":
            if len(bars) == len(cells):
                bars.append(0)
            bars[-1] += 1
        elif len(bars) > len(cells):
            cells.append([line])
        else:
            cells[-1].append(line)
    if not cells:
        return table
    runs = [1] * len(cells)  # cells from here to the next double bar
    for index in range(len(cells) - 2, -1, -1):
        if bars[index + 1] == 1:
            runs[index] = runs[index + 1] + 1
    widest = max(runs)
    inside = False
    row = column = width = longest = 0
    stop = -1
    for index, cell in enumerate(cells):
        outside = tight and len(cell) > max(_LONGEST_CELL, 2 * longest)
        if not inside and not outside:
            lead = bars[index] - 1
            width = _first_width(cells, runs, index) if tight else widest
            row, column, inside, longest = 0, lead, True, 0
            width += lead if not tight or width == 1 else 0
            stop = _stop(cells, runs, index, lead, width) if tight else -1
        elif inside:
            step = None if index == stop else _step(bars[index], column + 1, width, index, cells, runs, tight)
            outside = outside or step is None
            if step is not None:
                row, column = (row + step[0], step[1]) if step[0] else (row, step[1])
                if tight and bars[index] > 1:
                    stop = _stop(cells, runs, index, column, width)
        if outside:
            table, inside = table + inside, False
        if cell[0] == EMPTY_CELL and len(cell) == 1:
            continue
        place = Cell(table, row, column) if inside else None
        longest = max(longest, len(cell))
        for line in cell:
            found.append(Row(line, False, place))
        found[-1] = found[-1]._replace(ends=True)
    return table + inside


def _first_width(cells: list[list[str]], runs: list[int], index: int) -> int:
    """Return how many columns a table in a tight text has, as far as its first rows show."""
    signing = _signing()
    for cell in cells[index : index + 2]:
        if signing.match(" ".join(cell[:2]).replace(BOLD_ON, "").replace(BOLD_OFF, "")):
            return 2
    first = runs[index]
    second, third = _run(runs, index + first), 0
    if second:
        third = _run(runs, index + first + second)
    if second < first:
        # one row, the text after it and the head of the next table come as one: the text is what has many lines
        for after in range(1, first - 2):
            if len(cells[index + after]) >= _MANY_LINES and second <= first - after - 1:
                return after
    return second if second == third > first else first


def _stop(cells: list[list[str]], runs: list[int], start: int, column: int, width: int) -> int:
    """Return which cell of a run is no cell but the text after the table, -1 when the run is one row.

    Such a run holds the last row, the text and the head of the next table; that head is as long as the row below it.
    """
    end = start + runs[start]
    room = width - column
    if runs[start] <= room:
        return -1
    below = _run(runs, end)
    full = start + room
    if end - full - 1 != below or below < 2:
        # the last row may be shorter than the others, its cells merged
        shorter = [
            index for index in range(start + 1, full) if len(cells[index]) >= 3 and end - index - 1 == below >= 2
        ]
        if shorter:
            return max(shorter, key=lambda index: len(cells[index]))
    if end - full == 1 and len(cells[full]) < _MANY_LINES and end < len(cells):
        return -1  # a short cell before a double bar is one too many, not a text
    return full


def _run(runs: list[int], index: int) -> int:
    return runs[index] if index < len(runs) else 0


@cache
def _signing() -> re.Pattern[str]:
    """Match the opening of a block of recipients or of a signature ("Nơi nhận:", "KT. CHỦ TỊCH")."""
    return re.compile("|".join(map(re.escape, cues("bars")["signing"])))


def _step(
    bars: int, filled: int, width: int, index: int, cells: list[list[str]], runs: list[int], tight: bool
) -> tuple[int, int] | None:
    """Return how many rows further the next cell stands and its column, or None when the table has ended.

    `filled` counts the columns taken in the row so far. Between rows stand two bars, and an empty cell adds one: only
    the width tells on which side of the row's end it lies.
    """
    if bars == 1:
        return 0, filled
    if tight and filled + bars - 1 == width and runs[index] > width and len(cells[index]) >= _MANY_LINES:
        return None  # the last cells of the table are empty, and text follows
    empty = bars - 2
    if filled < width:
        room = width - filled - empty - 1  # cells that the row would hold from here on
        fits = room == runs[index]
        if not fits and tight and 0 < room < runs[index] and runs[index] > width:
            # the table ends in this run, after this row or after the next: the text that follows has the most lines
            fits = len(cells[index + room]) > len(cells[index + width])
        if fits and not _NUMBERED.fullmatch(cells[index][0]):
            return 0, filled + empty + 1
        empty -= min(empty, width - filled)
    return 1 + empty // max(width, 1), empty % max(width, 1)


# --- a row on a line ----------------------------------------------------------------------------------------------


def _is_head(line: str, following: str) -> bool:
    return "|" in line and "|" in following and following[0] in "-:|" and _RULE.fullmatch(following) is not None


def _piped(lines: list[str], table: int, found: list[Row]) -> None:
    """Add the cells of markdown rows."""
    row = 0
    for line in lines:
        if _RULE.fullmatch(line):
            continue
        for cells in _split(line):
            for column, cell in enumerate(cells):
                words = [part for piece in _BREAK.split(cell) if (part := piece.strip())]
                for part in words:
                    found.append(Row(part, False, Cell(table, row, column)))
                if words:
                    found[-1] = found[-1]._replace(ends=True)
            row += 1


def _split(line: str) -> list[list[str]]:
    """Return the rows of a line; more than one where a whole table, rule and all, came on one line."""
    parts = _BAR.split(line)
    if line.startswith("|"):
        del parts[0]
    if parts and line.endswith("|"):
        del parts[-1]
    rules = sum(1 for part in parts if _RULE_CELL.fullmatch(part))
    if not rules:
        return [parts]
    width = next((index for index, part in enumerate(parts) if _RULE_CELL.fullmatch(part)), 0)
    width = rules if rules <= width else max(width, 1)
    found = [parts[start : start + width] for start in range(0, len(parts), width + 1)]
    return [cells for cells in found if not any(_RULE_CELL.fullmatch(cell) for cell in cells)]
