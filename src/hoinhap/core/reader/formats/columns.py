"""Find where two blocks of a page stand side by side: the masthead, and the recipients beside the signature."""

from __future__ import annotations

from typing import NamedTuple

from hoinhap.core.reader.formats import furniture
from hoinhap.core.reader.formats.pieces import GUTTER, MOST_PIECES, Block, Piece

_FOOT = 45.0  # points below which only a running foot stands
_HEAD = 0.955  # share of the height of a page above which only a running head stands


class Parted(NamedTuple):
    """Two columns that a page ends with: the gutter between them, where the right one begins, left edge and size of the
    last words on the left."""

    gutter: float
    right: float
    left: float
    size: float


def parted_end(blocks: list[Block]) -> Parted | None:
    """Return the two columns that a page ends with, None when it ends with something else."""
    last = next((block for block in reversed(blocks) if any(piece.y > _FOOT for piece in block.pieces)), None)
    if last is None or last.kind != "columns":
        return None
    lefts = [piece for piece in last.pieces if piece.column == 0]
    rights = [piece.left for piece in last.pieces if piece.column == 1]
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
        first, at = _going_on(pieces, parted, height)
        if at:
            sides = (
                [one for one in pieces[first:at] if one.left < parted.gutter],
                [one for one in pieces[first:at] if one.left >= parted.gutter],
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


def _going_on(pieces: list[Piece], parted: Parted, height: float) -> tuple[int, int]:
    """Return which pieces at the top of a page belong to the columns of the page before: from below its number and
    running head down to the last that have words beside them, or a list that goes on at the same edge and size."""
    first = 0
    while first < len(pieces) - 1 and (pieces[first].text.isdigit() or pieces[first].y > height * _HEAD):
        first += 1
    if first and pieces[first - 1].y - pieces[first].y < pieces[first].size * 1.2:
        first = 0
    at = last = first
    while at < len(pieces) and not pieces[at].left < parted.gutter < parted.right < pieces[at].right:
        piece = pieces[at]
        if at > first and pieces[at - 1].y - piece.y > 60:
            break
        at += 1
        in_list = last == at - 1 and abs(piece.left - parted.left) < 3 and abs(piece.size - parted.size) < 0.6
        if in_list or any(_abreast(piece, other) for other in pieces[max(0, at - 4) : at]):
            last = at
    return first, last if last > first else 0


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
