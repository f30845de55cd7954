"""Find tables that are drawn without lines: "STT  Nhiệm vụ  Cơ quan chủ trì" above words that stand in columns.

The white lanes between the columns run down through nearly all rows; a row begins where a number stands in the first.
What is found is a grid as of drawn lines, so that all that follows need not know the difference.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from hoinhap.core.reader.formats.geometry import Grid

_HEADER = re.compile(r"(?:STT|TT|Số TT)(?:\s|$)", re.I)
_INDEX = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-ZĐ])[.)]?")
_FEWEST_LINES = 6
_FEWEST_COLUMNS = 3
_LANE = 0.36  # of the size of the letters: wider than a space
_FOOT = 45.0
_CROSSED = 0.15  # share of the lines that may run over a lane: headings, which span the table
_ASTRAY = 3  # lines in succession over the lanes end the table
_MOST_LINES = 400


class Word(NamedTuple):
    """A word of a page: where it stands, and the size of its letters."""

    text: str
    left: float
    right: float
    y: float
    size: float


def begins_table(text: str) -> bool:
    """Say whether a line may be the header of a table: "STT Nhiệm vụ Cơ quan chủ trì"."""
    return _HEADER.match(text) is not None


def grid_of(words: list[Word], before: list[float] | None = None) -> Grid | None:
    """Return the grid of the table that the words begin with, from above; `before` are the columns of a table that the
    page before ended with. None when the words do not stand in columns."""
    lines = _lines([word for word in words if word.y > _FOOT])
    if before is not None:
        edges = before
    else:
        if len(lines) < _FEWEST_LINES:
            return None
        edges = _edges(lines[:12], 2.0 / min(len(lines), 12))
        lines = _within(lines, edges)
        if len(edges) <= _FEWEST_COLUMNS or len(lines) < _FEWEST_LINES:
            return None
        edges = _edges(lines, _CROSSED)
        if len(edges) <= _FEWEST_COLUMNS:
            return None
    lines = _within(lines, edges)
    starts = [at for at, line in enumerate(lines) if at == 0 or _begins_row(line, edges)]
    if not lines or (before is None and len(starts) < 3):
        return None
    return _grid(lines, starts, edges)


def _lines(words: list[Word]) -> list[list[Word]]:
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (-one.y, one.left)):
        if found and found[-1][0].y - word.y < word.size * 0.4:
            found[-1].append(word)
        elif len(found) < _MOST_LINES:
            found.append([word])
        else:
            break
    return found


def _edges(lines: list[list[Word]], share: float) -> list[float]:
    """Return where the columns begin and the last one ends: the right sides of the lanes that few words cross."""
    left = min(word.left for line in lines for word in line)
    right = max(word.right for line in lines for word in line)
    cover = [0] * (int(right - left) * 2 + 2)  # half points
    for line in lines:
        taken: set[int] = set()
        for word in line:
            taken.update(range(max(0, int((word.left - left) * 2)), int((word.right - left) * 2) + 1))
        for at in taken:
            if at < len(cover):
                cover[at] += 1
    most, lane = share * len(lines), _LANE * lines[0][0].size
    found = [left - 2]
    start = None
    for at, count in enumerate(cover):
        if count <= most:
            start = at if start is None else start
        elif start is not None:
            if start > 0 and (at - start) / 2 >= lane:
                found.append(left + at / 2 - 1)
            start = None
    return _filled([*found, right + 2], lines)


def _filled(edges: list[float], lines: list[list[Word]]) -> list[float]:
    """Leave out the lanes where no column begins: few numbers leave much white in theirs."""
    while len(edges) > 2:
        starts = [0] * len(edges)
        for line in lines:
            if _crosses(line, edges):
                continue
            for one, two in zip([None, *line], line, strict=False):
                at = sum(edge <= two.left + 2 for edge in edges) - 1
                if one is None or one.left + 2 < edges[at]:
                    starts[at] += 1
        empty = next((at for at in range(1, len(edges) - 1) if starts[at] < max(2, len(lines) // 12)), None)
        if empty is None:
            return edges
        edges = [*edges[:empty], *edges[empty + 1 :]]
    return edges


def _crosses(line: list[Word], edges: list[float]) -> bool:
    return any(word.left + 2 < edge < word.right - 2 for word in line for edge in edges[1:-1])


def _within(lines: list[list[Word]], edges: list[float]) -> list[list[Word]]:
    """Return the lines down to where words run over the lanes for good."""
    astray = 0
    for at, line in enumerate(lines):
        outside = line[0].left < edges[0] - 4
        astray = astray + 1 if outside or (_crosses(line, edges) and not _is_heading(line)) else 0
        if astray == _ASTRAY:
            return lines[: at - _ASTRAY + 1]
    return lines[: len(lines) - astray]


def _is_heading(line: list[Word]) -> bool:
    return all(word.text.upper() == word.text for word in line[1:])


def _begins_row(line: list[Word], edges: list[float]) -> bool:
    first = line[0]
    if first.left >= edges[1] - 1:
        return False
    return _INDEX.fullmatch(first.text) is not None or _crosses(line, edges)


def _grid(lines: list[list[Word]], starts: list[int], edges: list[float]) -> Grid:
    tops = [lines[at][0].y + lines[at][0].size * 0.95 for at in starts]
    bottom = lines[-1][0].y - lines[-1][0].size * 0.35
    ys = [*tops, bottom]
    upright: list[tuple[float, float, float]] = []
    for row, (above, below) in enumerate(pairwise(ys)):
        end = starts[row + 1] if row + 1 < len(starts) else len(lines)
        inside = [word for line in lines[starts[row] : end] for word in line]
        upright += [
            (edge, below, above)
            for edge in edges[1:-1]
            if not any(word.left + 2 < edge < word.right - 2 for word in inside)
        ]
        upright += [(edges[0], below, above), (edges[-1], below, above)]
    return Grid(list(edges), ys, [(y, edges[0], edges[-1]) for y in ys], upright)
