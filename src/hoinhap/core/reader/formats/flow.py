"""Join the pages of a document: running heads out, tables over pages in one, ends of paragraphs from geometry."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median

from hoinhap.core.reader.formats import furniture
from hoinhap.core.reader.formats.geometry import Block, Piece
from hoinhap.core.reader.formats.lines import Lines
from hoinhap.core.reader.formats.numbering import BULLETS, bulleted
from hoinhap.core.reader.model import Cell
from hoinhap.core.vi.syllables import is_syllable

_DIGITS = re.compile(r"\d+")
_NOTE_START = re.compile(r"(?:\[?\(?\d{1,3}[\])]?|\*{1,3})\s*\S")
_BROKEN_WORD = re.compile("[\u0002\u00ad\ufffe]$")
_SYMBOL_END = re.compile(r"[0-9A-ZĐ][-/]$")
_SYMBOL_START = re.compile(r"[0-9A-ZĐ]")
_BREAKS = "-/\u0002\u00ad\ufffe"
_ZONE = 0.12  # share of the height of a page where heads and feet stand


def lines_of(pages: list[list[Block]], sizes: list[tuple[float, float]]) -> Lines:
    """Return the lines of a document in reading order: body, then footnotes, then running heads."""
    _take_numbers(pages, sizes)
    notes = _take_notes(pages, sizes)
    running = _take_heads(pages, sizes)
    blocks = _joined(pages)
    _end_paragraphs(blocks, sizes)
    lines = Lines()
    tables = 0
    for block in blocks:
        number = None
        if block.kind in ("table", "columns"):
            number, tables = tables, tables + 1
        _write(lines, block, number)
    for group in notes:
        for piece in group:
            lines.add(piece.text, piece is group[-1], None, piece.bold, "footnote", piece.page)
    for piece in running:
        lines.add(piece.text, True, None, piece.bold, "running", piece.page)
    return lines


# --- furniture ----------------------------------------------------------------------------------------------------


def _edges(blocks: list[Block], height: float) -> list[tuple[Block, Piece, bool]]:
    """Return the pieces in the zones of head and foot from without to within, and whether a gap parts each from the
    words further in."""
    pieces = [(block, piece) for block in blocks if block.kind in ("flow", "columns") for piece in block.pieces]
    pieces.sort(key=lambda entry: -entry[1].y)
    found: list[tuple[Block, Piece, bool]] = []
    for run, above in ((pieces, True), (pieces[::-1], False)):
        for at, (block, piece) in enumerate(run[:3]):
            if not (piece.y > height * (1 - _ZONE) if above else piece.y < height * _ZONE):
                break
            inner = next((abs(piece.y - other.y) for _, other in run[at + 1 :] if abs(piece.y - other.y) > 2), height)
            found.append((block, piece, inner > piece.size * 1.75))
    return found


def _take_numbers(pages: list[list[Block]], sizes: list[tuple[float, float]]) -> None:
    """Remove page numbers ("12", "Trang 3/10"): numbers that count with the pages, unlike the label of a heading."""
    found: list[tuple[Block, Piece, int]] = []
    for at, (blocks, (_, height)) in enumerate(zip(pages, sizes, strict=True)):
        for block, piece, _ in _edges(blocks, height):
            number = furniture.page_number(piece.text)
            if number is not None:
                found.append((block, piece, number - at))
    steps = Counter(step for _, _, step in found)
    for block, piece, step in found:
        if (step == 1 or steps[step] > 1) and piece in block.pieces:
            block.pieces.remove(piece)


def _take_heads(pages: list[list[Block]], sizes: list[tuple[float, float]]) -> list[Piece]:
    """Remove heads and feet that come again on other pages; return one of each."""
    edges = [_edges(blocks, height) for blocks, (_, height) in zip(pages, sizes, strict=True)]
    seen: Counter[tuple[str, int]] = Counter()
    for entries in edges:
        seen.update({_likeness(piece) for _, piece, _ in entries})
    least = max(3, len(pages) // 3) if len(pages) > 2 else 2
    heads: dict[str, Piece] = {}
    for entries in edges:
        for block, piece, parted in entries:
            repeated = seen[_likeness(piece)] >= least and len(piece.text) < 160
            if repeated and parted and piece in block.pieces:
                block.pieces.remove(piece)
                heads.setdefault(_DIGITS.sub("#", piece.text), piece)
    for blocks in pages:
        blocks[:] = [block for block in blocks if block.pieces]
    return list(heads.values())


def _likeness(piece: Piece) -> tuple[str, int]:
    return _DIGITS.sub("#", piece.text), round(piece.y / 6)


def _take_notes(pages: list[list[Block]], sizes: list[tuple[float, float]]) -> list[list[Piece]]:
    """Remove footnotes from the feet of pages: smaller letters at the end of a page that open with a number."""
    weights: Counter[int] = Counter()
    for blocks in pages:
        for block in blocks:
            if block.kind == "flow":
                for piece in block.pieces:
                    weights[round(piece.size * 2)] += len(piece.text)
    if not weights:
        return []
    usual = weights.most_common(1)[0][0] / 2
    found: list[list[Piece]] = []
    for blocks, (_, height) in zip(pages, sizes, strict=True):
        if not blocks or blocks[-1].kind != "flow" or not blocks[-1].pieces:
            continue
        pieces = blocks[-1].pieces
        first = len(pieces)
        while first and pieces[first - 1].size < usual - 1.2 and pieces[first - 1].y < height * 0.6:
            first -= 1
        # The run begins with a note's number; smaller words before it are something else, such as a source line.
        while first < len(pieces) and not _NOTE_START.match(pieces[first].text):
            first += 1
        if first == len(pieces) or (first == 0 and len(blocks) == 1 and pieces[0].y > height * 0.5):
            continue
        for piece in pieces[first:]:
            if not found or found[-1][0].page != piece.page or _NOTE_START.match(piece.text):
                found.append([])
            found[-1].append(piece)
        del pieces[first:]
        if not pieces:
            blocks.pop()
    return found


# --- tables over pages --------------------------------------------------------------------------------------------


def _joined(pages: list[list[Block]]) -> list[Block]:
    """Return all blocks in order, flowing text over pages in one block, and so a table that goes on."""
    found: list[Block] = []
    for blocks in pages:
        for at, block in enumerate(blocks):
            last = found[-1] if found else None
            if block.kind == "frame":
                # One row of a table that goes on may hold words in one column only; else it is a frame around text.
                goes_on = at == 0 and last is not None and last.kind == "table" and _same(last, block)
                block = Block("table" if goes_on else "flow", block.pieces, block.top, block.edges, block.rows)
            if last is not None and last.kind == "flow" and block.kind == "flow":
                last.pieces.extend(block.pieces)
            elif last is not None and at == 0 and last.kind == block.kind == "columns":
                # Recipients and signature that the end of a page has cut.
                last.pieces = [
                    piece for part in (0, 1) for one in (last, block) for piece in one.pieces if piece.column == part
                ]
            elif last is not None and at == 0 and last.kind == "table" and block.kind == "table" and _same(last, block):
                _append(last, block)
            else:
                found.append(block)
    return found


def _same(one: Block, two: Block) -> bool:
    return len(one.edges) == len(two.edges) and all(abs(a - b) < 6 for a, b in zip(one.edges, two.edges, strict=True))


def _append(table: Block, more: Block) -> None:
    def words(block: Block, row: int) -> list[str]:
        return [piece.text for piece in block.pieces if piece.row == row]

    pieces = more.pieces
    first = min(piece.row for piece in pieces)
    head = min(piece.row for piece in table.pieces)
    while pieces and words(table, head) == words(more, first):  # the head is drawn again on every page
        pieces = more.pieces = [piece for piece in pieces if piece.row != first]
        if not pieces:
            return
        head, first = head + 1, min(piece.row for piece in pieces)
    last = max(piece.row for piece in table.pieces)
    opening = [piece for piece in pieces if piece.row == first]
    goes_on = all(piece.column > 0 for piece in opening) and any(piece.text[:1].islower() for piece in opening)
    shift = (last if goes_on else last + 1) - first
    for piece in pieces:
        piece.row += shift
    table.pieces.extend(pieces)
    table.pieces.sort(key=lambda piece: (piece.row, piece.column, piece.page, -piece.y, piece.left))


# --- paragraphs ---------------------------------------------------------------------------------------------------


def _first_word(piece: Piece) -> float:
    word = piece.text.partition(" ")[0]
    return (piece.right - piece.left) / max(len(piece.text), 1) * len(word)


def _end_paragraphs(blocks: list[Block], sizes: list[tuple[float, float]]) -> None:
    """Mark the pieces after which the paragraph surely ends: the next word would have fitted, a first line follows,
    or the gap is wider than between lines."""
    margins = _margins(blocks, sizes)
    widths = [round(width) for width, _ in sizes]
    pairs: list[tuple[Piece, Piece, bool, bool, tuple[int, int]]] = []
    for block in blocks:
        if block.kind != "flow":
            continue
        for one, two in pairwise(block.pieces):
            width = widths[one.page]
            left, right = margins[width]
            centred = _centred(one, left, right) and (_centred(two, left, right) or two.left > left + 40)
            short = _is_short(one, two, right + (one.left - left if centred else 0))
            pairs.append((one, two, short, centred, (width, round(one.left / 3))))
    # A left edge is that of first lines when full lines there are followed by lines at another edge.
    leaves: Counter[tuple[int, int]] = Counter()
    stays: Counter[tuple[int, int]] = Counter()
    steps = []
    for one, two, short, centred, edge in pairs:
        if short or centred:
            continue
        (stays if abs(one.left - two.left) < 4 else leaves)[edge] += 1
        if one.page == two.page and one.y > two.y:
            steps.append((one.y - two.y) / max(one.size, 1.0))
    firsts = {edge for edge, count in leaves.items() if count >= 2 and count > 2 * _near(stays, edge)}
    step = median(steps) if len(steps) >= 3 else 0.0
    for one, two, short, centred, _ in pairs:
        if short:
            one.ends = True
            continue
        gap = one.y - two.y if step and one.page == two.page else 0.0
        if centred:
            one.ends = gap > step * one.size * 1.6
        else:
            one.ends = (widths[two.page], round(two.left / 3)) in firsts or gap > step * max(
                one.size, two.size
            ) * 1.22 + 0.5
    for block in blocks:
        if block.kind == "flow":
            if block.pieces:
                block.pieces[-1].ends = True
        else:
            _end_in_cells(block)


def _near(counts: Counter[tuple[int, int]], edge: tuple[int, int]) -> int:
    return counts[edge] + counts[edge[0], edge[1] - 1] + counts[edge[0], edge[1] + 1]


def _margins(blocks: list[Block], sizes: list[tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Return the left and right edge of flowing text for each width of page."""
    lefts, rights = defaultdict(list), defaultdict(list)
    for block in blocks:
        if block.kind == "flow":
            for piece in block.pieces:
                width = round(sizes[piece.page][0])
                lefts[width].append(piece.left)
                rights[width].append(piece.right)
    found = {}
    for width, values in rights.items():
        values.sort()
        starts = sorted(lefts[width])
        # Not the very last one: a word may stick out of the margin.
        found[width] = (starts[len(starts) // 20], values[min(len(values) - 1, len(values) * 19 // 20)])
    return found


def _centred(piece: Piece, left: float, right: float) -> bool:
    return abs(piece.middle - (left + right) / 2) < 6 and piece.left > left + 15 and piece.right < right - 8


def _is_short(one: Piece, two: Piece, right: float) -> bool:
    left_over = right - 1.5 - one.right - 0.28 * one.size
    return left_over > 0 and _first_word(two) * 1.12 < left_over


def _end_in_cells(block: Block) -> None:
    """Mark paragraph ends within cells, where only the room beside the last word can tell."""
    room: dict[tuple[int, int], float] = {}  # a cell that runs over several columns has room of its own
    if block.kind == "table":
        for piece in block.pieces:
            key = piece.column, round(piece.room)
            room[key] = max(room.get(key, 0.0), piece.right - piece.left)
    for one, two in pairwise(block.pieces):
        if (one.row, one.column) != (two.row, two.column):
            continue
        if block.kind == "table":
            space = max(room[one.column, round(one.room)], one.room - 13)
            one.ends = one.right - one.left + 0.28 * one.size + _first_word(two) * 1.12 < space - 2
            if not one.ends and _is_cut(one, two, space):
                word, _, rest = two.text.partition(" ")
                one.text, two.text = one.text + word, rest
        else:
            one.ends = one.y - two.y > max(one.size, two.size) * 1.9
    block.pieces = [piece for piece in block.pieces if piece.text]
    for one, two in pairwise(block.pieces):
        one.ends = one.ends or (one.row, one.column) != (two.row, two.column)
    if block.pieces:
        block.pieces[-1].ends = True


def _is_cut(one: Piece, two: Piece, space: float) -> bool:
    """Say whether a column too narrow for a word has cut it: "ST" / "T", "118/2008/Q" / "Đ-TTg"."""
    first, second = one.text, two.text.partition(" ")[0]
    if not first[-1:].isalpha() or not second[:1].isalpha() or " " in first:
        return False
    if space - (one.right - one.left) > (two.right - two.left) / len(two.text) * 1.2:
        return False
    if is_syllable(first) and is_syllable(second):
        return False
    return second[:1].islower() if first[-1:].islower() else second[:1].isupper()


# --- lines --------------------------------------------------------------------------------------------------------


def _write(lines: Lines, block: Block, number: int | None) -> None:
    pieces = block.pieces
    for one, two in itertools.pairwise(pieces):
        last = one.text[-1:]
        if last and last in _BREAKS and (not one.ends or last not in "-/"):
            mended = mend(one.text, two.text)
            if mended is not None:
                one.text, two.text = mended
                if not two.text:
                    one.ends = two.ends
    for piece in pieces:
        if piece.text[:1] in BULLETS:
            piece.text = bulleted(piece.text)
        cell = None if number is None else Cell(number, piece.row, piece.column)
        lines.add(piece.text, piece.ends, cell, piece.bold, "body", piece.page)


def mend(first: str, second: str) -> tuple[str, str] | None:
    """Return two lines with the word put together that was broken between them ("số 21/NQ-" "CP"), None if none was."""
    if _BROKEN_WORD.search(first):
        whole = first[:-1]
        inner = whole[-1:].islower() and whole[-1:].isascii() and second[:1].islower() and second[:1].isascii()
        joint = "" if inner or first[-1] == "\u00ad" else "-"
    elif _SYMBOL_END.search(first) and _SYMBOL_START.match(second):
        whole, joint = first, ""
    else:
        return None
    word, _, rest = second.partition(" ")
    return whole + joint + word, rest.lstrip()
