"""Put the pieces of text of a page into reading order by where they stand: columns, tables, flowing lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from hoinhap.core.reader.formats.columns import Parted, columns, parted_end
from hoinhap.core.reader.formats.pieces import MOST_PIECES, TOUCH, Block, Piece, Rules

__all__ = [
    "MOST_PIECES", "TOUCH", "Block", "Grid", "Parted", "Piece", "Rules", "arrange", "crossing", "grids", "parted_end",
    "place",
]  # fmt: skip


@dataclass(slots=True)
class Grid:
    """A table drawn with lines: the x of its columns from left to right, the y of its rows from above."""

    xs: list[float]
    ys: list[float]
    flat: list[tuple[float, float, float]]
    upright: list[tuple[float, float, float]]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] - TOUCH < x < self.xs[-1] + TOUCH and self.ys[-1] - TOUCH < y < self.ys[0] + TOUCH


# --- tables -------------------------------------------------------------------------------------------------------


def grids(rules: Rules) -> list[Grid]:
    """Find the tables among the drawn lines: crossing lines that make at least two columns."""
    flat, upright = _merged(rules.flat), _merged(rules.upright)
    if not flat or not upright or len(flat) * len(upright) > 60_000:
        return []
    owner = list(range(len(flat) + len(upright)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for i, (y, left, right) in enumerate(flat):
        for j, (x, bottom, top) in enumerate(upright, len(flat)):
            if left - TOUCH <= x <= right + TOUCH and bottom - TOUCH <= y <= top + TOUCH:
                owner[root(i)] = root(j)
    groups: dict[int, tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]] = {}
    for at in range(len(owner)):
        group = groups.setdefault(root(at), ([], []))
        if at < len(flat):
            group[0].append(flat[at])
        else:
            group[1].append(upright[at - len(flat)])
    found = []
    for lying, standing in groups.values():
        if not lying or not standing:
            continue
        xs = _distinct([x for x, _, _ in standing] + [min(line[1] for line in lying), max(line[2] for line in lying)])
        ys = _distinct(
            [y for y, _, _ in lying] + [min(line[1] for line in standing), max(line[2] for line in standing)]
        )
        if len(xs) >= 3 and len(ys) >= 2:
            found.append(Grid(xs, ys[::-1], lying, standing))
    return found


def _merged(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join the strokes of one line: Word draws the border of every cell by itself."""
    found: list[tuple[float, float, float]] = []
    for at, start, end in sorted(lines, key=lambda line: (round(line[0]), line[1])):
        if found and abs(found[-1][0] - at) <= 1.5 and start <= found[-1][2] + TOUCH:
            last = found[-1]
            found[-1] = (last[0], last[1], max(last[2], end))
        else:
            found.append((at, start, end))
    return found


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > TOUCH:
            found.append(value)
    return found


def crossing(grid: Grid, piece: Piece) -> list[float]:
    """Return the x of the lines of a table that run through a piece: there its words belong to two cells."""
    if not grid.holds(piece.middle, piece.y):
        return []
    at = piece.y + piece.size * 0.3
    return [x for x, bottom, top in grid.upright if piece.left + 2 < x < piece.right - 2 and bottom <= at <= top]


def place(grid: Grid, piece: Piece) -> None:
    """Give a piece the row and column where its cell begins; a merged cell keeps its words in its first place."""
    height = piece.y + piece.size * 0.3
    inside = piece.left + min(2.0, (piece.right - piece.left) / 2)
    left = max((x for x, low, high in grid.upright if x <= inside + 1 and low <= height <= high), default=grid.xs[0])
    right = min((x for x, low, high in grid.upright if x > inside + 1 and low <= height <= high), default=grid.xs[-1])
    top = min(
        (y for y, start, end in grid.flat if y >= height - 1 and start - TOUCH <= inside <= end + TOUCH),
        default=grid.ys[0],
    )
    piece.column = max(0, min(_index(grid.xs, left), len(grid.xs) - 2))
    piece.row = max(0, min(_index(grid.ys, top), len(grid.ys) - 2))
    piece.room = right - left


def _index(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda at: abs(values[at] - value))


# --- pages --------------------------------------------------------------------------------------------------------


def arrange(
    pieces: list[Piece], found: list[Grid], first_page: bool, height: float, parted: Parted | None = None
) -> list[Block]:
    """Return the blocks of a page from above to below; `parted` are the columns that the page before ends with."""
    blocks: list[Block] = []
    if found and len(pieces) <= MOST_PIECES:
        free: list[Piece] = []
        held: list[list[Piece]] = [[] for _ in found]
        for piece in pieces:
            for grid, own in zip(found, held, strict=True):
                if grid.holds(piece.middle, piece.y + piece.size * 0.3):
                    place(grid, piece)
                    own.append(piece)
                    break
            else:
                free.append(piece)
        for grid, own in zip(found, held, strict=True):
            if own:
                own.sort(key=lambda piece: (piece.row, piece.column, -piece.y, piece.left))
                own = _rejoined(own)
                kind = "table" if len({piece.column for piece in own}) > 1 else "frame"
                blocks.append(Block(kind, own, max(piece.y for piece in own), tuple(grid.xs), len(grid.ys) - 1))
        pieces = free
    falling = all(one.y >= two.y - 1 for one, two in pairwise(pieces))
    if not falling or any(abs(one.y - two.y) < 4 for one, two in pairwise(pieces)):
        pieces = sorted(pieces, key=lambda piece: (-piece.y, piece.left))
        taken: set[int] = set()
        for lefts, rights in columns(pieces, first_page, height, parted):
            for column, side in enumerate((lefts, rights)):
                for piece in side:
                    piece.column = column
            blocks.append(Block("columns", lefts + rights, max(piece.y for piece in lefts + rights)))
            taken.update(id(piece) for piece in lefts + rights)
        pieces = _rejoined([piece for piece in pieces if id(piece) not in taken])
    if not blocks:
        return [Block("flow", pieces, height)] if pieces else []
    blocks.sort(key=lambda block: -block.top)
    ordered: list[Block] = []
    at = 0
    for block in blocks:
        start = at
        while at < len(pieces) and pieces[at].y > block.top:
            at += 1
        if at > start:
            ordered.append(Block("flow", pieces[start:at], pieces[start].y))
        ordered.append(block)
    if at < len(pieces):
        ordered.append(Block("flow", pieces[at:], pieces[at].y))
    return ordered


def _rejoined(pieces: list[Piece]) -> list[Piece]:
    """Put pieces on one baseline that are no columns back into one line ("Mục 1 ........ 5"). Letters that were set
    closely, such as the two of "11", may come as pieces of their own."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and _on_one_line(last, piece):
            gap, size = piece.left - last.right, min(last.size, piece.size)
            glued = gap < size * 0.05 or (piece.text[0] in ".,;:)" and gap < size)
            last.text = f"{last.text}{'' if glued else ' '}{piece.text}"
            last.right = max(last.right, piece.right)
            last.bold = last.bold and piece.bold
        else:
            found.append(piece)
    return found


def _on_one_line(last: Piece, piece: Piece) -> bool:
    size = min(last.size, piece.size)
    return (
        abs(last.y - piece.y) < size * 0.45
        and piece.left >= last.right - size * 0.4
        and piece.left > last.left
        and (last.row, last.column) == (piece.row, piece.column)
    )
