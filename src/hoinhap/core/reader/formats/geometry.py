"""Put the pieces of text of a page into reading order by where they stand: columns, tables, flowing lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from hoinhap.core.reader.formats import furniture

# Distances in points (1/72 inch).
TOUCH = 3.0
GUTTER = 8.0
# A page of a document has a few hundred pieces; drawings and hostile pages have more, and are read as they come.
MOST_PIECES = 4_000


@dataclass(slots=True)
class Piece:
    """A run of words on one baseline: what a page shows from `left` to `right` at height `y` (counted from below)."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    page: int = 0
    row: int = 0
    column: int = 0
    room: float = 0.0  # width that a cell offers its lines, 0 in flowing text
    ends: bool = False

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Rules:
    """The drawn lines of a page: horizontal ones (y, left, right) and vertical ones (x, bottom, top)."""

    flat: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Pieces that are read together: kind "flow", "columns" (masthead, signature) or "table"."""

    kind: str
    pieces: list[Piece]
    top: float
    edges: tuple[float, ...] = ()
    rows: int = 0


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
    groups: dict[int, tuple[list, list]] = {}
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


# --- columns ------------------------------------------------------------------------------------------------------


class Parted(NamedTuple):
    """Two columns that a page ends with: the gutter between them, where the right one begins, left edge and size of the
    last words on the left."""

    gutter: float
    right: float
    left: float
    size: float


def parted_end(blocks: list[Block]) -> Parted | None:
    """Return the two columns that a page ends with, None when it ends with something else."""
    if not blocks or blocks[-1].kind != "columns":
        return None
    lefts = [piece for piece in blocks[-1].pieces if piece.column == 0]
    rights = [piece.left for piece in blocks[-1].pieces if piece.column == 1]
    if not lefts or not rights:
        return None
    edge = min(rights)
    return Parted((max(piece.right for piece in lefts) + edge) / 2, edge, lefts[-1].left, lefts[-1].size)


def columns(
    pieces: list[Piece], first_page: bool, height: float, parted: Parted | None = None
) -> list[tuple[list[Piece], list[Piece]]]:
    """Find where two blocks stand side by side: the masthead above, recipients and signature below.

    `pieces` are sorted from above; `parted` are the columns of the page before, which may go on here. Each answer
    is the left block and the right block.
    """
    if not 2 <= len(pieces) <= MOST_PIECES:
        return []
    left_edge, right_edge = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    centre = (left_edge + right_edge) / 2
    found: list[tuple[list[Piece], list[Piece]]] = []
    at = 0
    if parted is not None:
        at = _going_on(pieces, parted)
        if at:
            sides = (
                [one for one in pieces[:at] if one.left < parted.gutter],
                [one for one in pieces[:at] if one.left >= parted.gutter],
            )
            found.append(sides)
    while at < len(pieces):
        band = _band(pieces, at, centre)
        if band is None:
            at += 1
            continue
        last, lefts, rights = band
        at = last + 1
        lefts, rights = _below_recipients(lefts, rights)
        if _reads_by_column(lefts, rights, first_page, height):
            found.append((lefts, rights))
    return found


def _band(pieces: list[Piece], at: int, centre: float) -> tuple[int, list[Piece], list[Piece]] | None:
    seed = _beside(pieces, at)
    if seed is None:
        return None
    other = pieces[seed]
    one, two = (pieces[at], other) if pieces[at].left < other.left else (other, pieces[at])
    lefts, rights = [one], [two]
    inner, outer = one.right, two.left
    used = {at, seed}
    # Downwards, then upwards, as long as each piece stands wholly on one side and in line with its side.
    last, lowest = max(at, seed), min(one.y, two.y)
    for step, bounds in ((1, range(at + 1, len(pieces))), (-1, range(at - 1, -1, -1))):
        for index in bounds:
            if index in used:
                continue
            piece = pieces[index]
            near = lowest if step == 1 else max(one.y, two.y)
            # Above the name of the signer there is room for the signature; lists and mastheads are dense.
            side_left = piece.middle < (inner + outer) / 2
            if abs(piece.y - near) > (150 if step == 1 and not side_left else 45):
                break
            paired = any(
                0 <= beside < len(pieces)
                and abs(pieces[beside].y - piece.y) < piece.size * 0.8
                and (pieces[beside].right + GUTTER < piece.left or pieces[beside].left - GUTTER > piece.right)
                for beside in (index - 1, index + 1)
            )
            if piece.right < outer - GUTTER and (paired or _in_line(piece, lefts, centre)):
                lefts.append(piece)
                inner = max(inner, piece.right)
            elif piece.left > inner + GUTTER and (paired or _in_line(piece, rights, centre)):
                rights.append(piece)
                outer = min(outer, piece.left)
            else:
                break
            if outer - inner < GUTTER:
                (lefts if piece in lefts else rights).remove(piece)
                break
            used.add(index)
            if step == 1:
                last, lowest = max(last, index), min(lowest, piece.y)
    lefts.sort(key=lambda piece: (-piece.y, piece.left))
    rights.sort(key=lambda piece: (-piece.y, piece.left))
    return last, lefts, rights


def _going_on(pieces: list[Piece], parted: Parted) -> int:
    """Return how many pieces at the top of a page belong to the columns of the page before: down to the last that have
    words beside them, or a list that goes on at the same edge in the same size."""
    first = 1 if pieces[0].text.isdigit() else 0  # the number of the page
    at = last = first
    while at < len(pieces) and not pieces[at].left < parted.gutter < parted.right < pieces[at].right:
        piece = pieces[at]
        if at > first and pieces[at - 1].y - piece.y > 60:
            break
        at += 1
        in_list = last == at - 1 and abs(piece.left - parted.left) < 3 and abs(piece.size - parted.size) < 0.6
        if in_list or any(_abreast(piece, other) for other in pieces[max(0, at - 4) : at]):
            last = at
    return last if last > first else 0


def _abreast(one: Piece, two: Piece) -> bool:
    near = abs(one.y - two.y) < max(one.size, two.size) * 0.8
    return near and (two.left > one.right + GUTTER or one.left > two.right + GUTTER)


def _beside(pieces: list[Piece], at: int) -> int | None:
    piece = pieces[at]
    for index in range(at + 1, min(at + 4, len(pieces))):
        other = pieces[index]
        if piece.y - other.y > max(piece.size, other.size) * 0.8:
            return None
        if other.left > piece.right + GUTTER or piece.left > other.right + GUTTER:
            return index
    return None


def _in_line(piece: Piece, side: list[Piece], centre: float) -> bool:
    """Say whether a piece is set under its side: same edge or same middle, and not in the middle of the page."""
    if abs(piece.middle - centre) < 8 and all(abs(piece.middle - other.middle) > 8 for other in side):
        return False
    return any(abs(piece.middle - other.middle) < 14 or abs(piece.left - other.left) < 4 for other in side) or (
        min(other.left for other in side) - 4 <= piece.left
        and piece.right <= max(other.right for other in side) + 4
        and abs(piece.middle - centre) > 8
    )


def _below_recipients(lefts: list[Piece], rights: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Leave out what stands above the recipients ("Nơi nhận:"): the end of the last paragraph, not of the block."""
    for piece in lefts:
        if furniture.opens_recipients(piece.text):
            # The office of the signer may stand a little higher than the word "Nơi nhận".
            limit = piece.y + piece.size * 1.7
            return [one for one in lefts if one.y <= piece.y + 1], [one for one in rights if one.y < limit]
    return lefts, rights


def _reads_by_column(lefts: list[Piece], rights: list[Piece], first_page: bool, height: float) -> bool:
    if not lefts or not rights or len(lefts) + len(rights) < 3:
        return False
    words = " ".join(piece.text for piece in lefts + rights)
    if furniture.has_masthead(words):  # on later pages too: a plan attached to a decision has its own
        return True
    if any(furniture.opens_recipients(piece.text) for piece in lefts):
        return True
    if (
        first_page
        and max(lefts[0].y, rights[0].y) > height * 0.7
        and min(len(lefts), len(rights)) >= 2
        and sum(len(piece.text) for piece in lefts) > 6 * len(lefts)  # no list with its labels set apart
    ):
        return True
    # Pages set in two columns: long runs of full lines on both sides.
    return min(len(lefts), len(rights)) >= 6 and all(
        sum(len(piece.text) for piece in side) > 25 * len(side) for side in (lefts, rights)
    )


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
    falling = all(one.y >= two.y - 1 for one, two in itertools.pairwise(pieces))
    if not falling or any(abs(one.y - two.y) < 4 for one, two in itertools.pairwise(pieces)):
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
