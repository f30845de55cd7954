"""Read the tables that plain text draws with bars.

Two shapes are known. Saved pages put a bar alone on a line between cells and two between rows:

    |  ⏎  Số: 12/KH-UBND  ⏎  |  ⏎  Hà Nam, ngày 5 tháng 3 năm 2024  ⏎  |

Markdown puts a whole row on one line: "| STT | Nhiệm vụ | Chủ trì |" over a rule "|---|---|---|".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Cell

_RULE = re.compile(r"\|?(?: ?:?-{2,}:? ?\|)+(?: ?:?-{2,}:?)? ?")
_RULE_CELL = re.compile(r" ?:?-{2,}:? ?")
_BAR = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"[*\x01 ]*(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[A-Za-zĐđ])[.)]?[*\x02 ]*")
_BREAK = re.compile(r"<br ?/?>", re.I)
# In a text without blank lines no cell is taken for this long: such a stretch between two bars is the text between two tables.
_LONGEST_CELL = 80


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
        elif line.startswith("|") and line.count("|") > 1 or index + 1 < count and _is_head(line, lines[index + 1]):
            end = index + 1
            while end < count and len(lines[end]) > 1 and (lines[end].startswith("|") or line[0] != "|" and "|" in lines[end]):
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
    ahead = [1] * (len(cells) + 1)  # cells from here to the next double bar
    ahead[len(cells)] = 0
    for index in range(len(cells) - 2, -1, -1):
        if bars[index + 1] == 1:
            ahead[index] = ahead[index + 1] + 1
    widest = max(ahead[:-1])
    inside = False
    row = column = width = 0
    for index, cell in enumerate(cells):
        outside = tight and len(cell) > _LONGEST_CELL
        if not inside and not outside:
            lead = bars[index] - 1
            width = (_first_width(ahead, index, " ".join(cell[:2])) if tight else widest) + lead
            row, column, inside = 0, lead, True
        elif inside:
            step = _step(bars[index], column + 1, width, ahead[index], cell[0], tight)
            outside = outside or step is None
            if step is not None:
                row, column = (row + step[0], step[1]) if step[0] else (row, step[1])
        if outside:
            table, inside = table + inside, False
        place = Cell(table, row, column) if inside else None
        for line in cell:
            found.append(Row(line, False, place))
        found[-1] = found[-1]._replace(ends=True)
    return table + inside


def _first_width(ahead: list[int], index: int, words: str) -> int:
    """Return how many columns the table that begins at a cell has, as far as its first rows show."""
    if words.lstrip("*_\x01 ").startswith("Nơi nhận"):
        return 2
    first = ahead[index]
    second = ahead[min(index + first, len(ahead) - 1)]
    third = ahead[min(index + first + second, len(ahead) - 1)]
    return second if second == third > first else first


def _step(bars: int, filled: int, width: int, ahead: int, words: str, tight: bool) -> tuple[int, int] | None:
    """Return how many rows further the next cell stands and its column, or None when the table has ended.

    `filled` counts the columns taken in the row so far, `ahead` the cells up to the next double bar. Between rows
    stand two bars, and an empty cell adds one: only the width tells on which side of the row's end it lies.
    """
    if bars == 1:
        return None if tight and filled >= width else (0, filled)
    empty = bars - 2
    if filled < width:
        if filled + empty + 1 + ahead == width and not _NUMBERED.fullmatch(words):
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
