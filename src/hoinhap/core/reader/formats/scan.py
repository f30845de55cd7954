"""Read scanned pages: recognise their words and order them by where they stand ("SỞ NGOẠI VỤ" beside the motto)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from PIL import Image

from hoinhap.core.reader.formats import flow, geometry, page_image, tesseract
from hoinhap.core.reader.formats.geometry import Block, Grid, Piece, Rules
from hoinhap.core.reader.formats.page_image import ImagePages, PdfPages, Picture
from hoinhap.core.reader.formats.tesseract import Row, Word
from hoinhap.core.reader.model import Extract, Note, Unreadable
from hoinhap.core.vi.syllables import is_syllable, quality

MOST_PAGES = 500
WORKERS = 4
DPI = 200
FINE_DPI = 300  # for pages that come out badly at the usual one

# A page below either is marked for a person's eye; one with fewer letters has nothing to judge by.
POOR_SURENESS = 75
POOR_SYLLABLES = 0.85
FEW_LETTERS = 60
_INSET = 3  # dots within a cell where remains of its border may stand
_CLEAR, _DRAWN = 0.02, 0.7  # shares of the height of a row that are dark: between two words, and on a line
MOST_LOST = 30  # lines of a page that are recognised a second time

Progress = Callable[[int, int], None]


class _Sheet(NamedTuple):
    """What was recognised on a page, in reading order; its size in points."""

    blocks: list[Block]
    size: tuple[float, float]
    sure: float
    syllables: float
    letters: int

    @property
    def poor(self) -> bool:
        return self.letters >= FEW_LETTERS and (self.sure < POOR_SURENESS or self.syllables < POOR_SYLLABLES)

    @property
    def worth(self) -> float:
        return self.letters * self.sure * self.syllables


def from_pdf(data: bytes, progress: Progress | None = None) -> Extract:
    """Recognise the pages of a PDF without text, such as a plan that was signed, stamped and scanned.

    `progress(done, pages)` is called after each page. Raises Unreadable with "needs-tesseract" (fact `package`),
    "too-many-pages", "password", "damaged" or "no-text".
    """
    tesseract.require()
    return _read(PdfPages(data), "scan", progress)


def from_image(data: bytes, progress: Progress | None = None) -> Extract:
    """Recognise a picture of a page (PNG, JPEG, TIFF with its pages); raises Unreadable as `from_pdf`, and "bomb"."""
    tesseract.require()
    return _read(ImagePages(data), "image", progress)


def _read(source: PdfPages | ImagePages, kind: str, progress: Progress | None) -> Extract:
    count = source.count
    pool = ThreadPoolExecutor(max(1, min(WORKERS, os.cpu_count() or 1)))
    pages: list[list[Block]] = []
    sizes: list[tuple[float, float]] = []
    notes: list[Note] = [Note("text-recognised", (("pages", str(count)),))]
    try:
        if count > MOST_PAGES:
            raise Unreadable("too-many-pages", count=count, limit=MOST_PAGES)
        for number, sheet in enumerate(pool.map(lambda page: _sheet(source, page), range(count))):
            if sheet is None:
                notes.append(Note("scan-page-unread", (("page", str(number + 1)),)))
                pages.append([])
                sizes.append((0.0, 0.0))
            else:
                if sheet.poor:
                    notes.append(Note("scan-page-poor", (("page", str(number + 1)),)))
                pages.append(sheet.blocks)
                sizes.append(sheet.size)
            if progress is not None:
                progress(number + 1, count)
    finally:
        pool.shutdown(cancel_futures=True)
        source.close()
    _mend_romans([piece for blocks in pages for block in blocks if block.kind == "flow" for piece in block.pieces])
    lines = flow.lines_of(pages, sizes)
    if not len(lines):
        raise Unreadable("no-text")
    lines.notes += notes
    return lines.extract(kind, pages=count)


# --- recognising --------------------------------------------------------------------------------------------------


def _sheet(source: PdfPages | ImagePages, number: int) -> _Sheet | None:
    """Recognise one page; one that comes out badly is tried turned upright and with finer dots."""
    picture = source.picture(number, DPI)
    best = _recognised(picture, number)
    if best is None or best.poor or best.letters < FEW_LETTERS:
        turn = tesseract.turned(picture.image)
        if turn:
            best = _better(best, _recognised(_turned(picture, turn), number))
        if best is not None and best.poor:
            best = _better(best, _recognised(_turned(source.picture(number, FINE_DPI), turn), number))
    return best


def _turned(picture: Picture, degrees: int) -> Picture:
    return Picture(picture.image.rotate(-degrees, expand=True, fillcolor=255), picture.dpi) if degrees else picture


def _better(one: _Sheet | None, two: _Sheet | None) -> _Sheet | None:
    if one is None or two is None:
        return one or two
    return two if two.worth > one.worth else one


def _recognised(picture: Picture, number: int) -> _Sheet | None:
    """Recognise a picture: its tables column by column, so that no line runs through two cells, and the rest."""
    page, dpi = page_image.straight(picture)
    image = page.copy()
    rules = page_image.take_rules(Picture(image, dpi))
    scale, height = 72 / dpi, image.height
    found = geometry.grids(
        Rules(
            _joined([((height - y) * scale, left * scale, right * scale) for y, left, right in rules.flat]),
            _joined(
                [(x * scale, (height - bottom) * scale, (height - top) * scale) for x, top, bottom in rules.upright]
            ),
        )
    )
    rows: list[Row] = []
    for grid in found:
        _complete(grid, page, scale)
        for left, top, column in _columns(image, grid, scale):
            rows += [row.moved(left, top) for row in tesseract.recognise(column, dpi, tesseract.BLOCK) or ()]
    around = tesseract.recognise(image, dpi)
    if around is None:
        return None
    around = _with_lost_starts(image, dpi, around, rows)
    rows = [kept for row in rows if (kept := _without_noise(row, in_table=True)) is not None]
    rows += [kept for row in around if (kept := _without_noise(row)) is not None]
    width, tall = image.width * scale, image.height * scale
    pieces = [piece for row in rows for piece in _pieces(row, scale, found, number, tall)]
    pieces.sort(key=lambda piece: (-piece.y, piece.left))
    blocks = geometry.arrange(pieces, found, number == 0, tall)
    for block in blocks:
        if block.kind == "columns":
            _read_again(block, image, dpi, number)
    words = [word for row in rows for word in row.words]
    letters = sum(len(word.text) for word in words)
    sure = sum(word.sure * len(word.text) for word in words) / letters if letters else 0.0
    return _Sheet(blocks, (width, tall), sure, quality(" ".join(word.text for word in words)), letters)


def _with_lost_starts(image: Any, dpi: float, rows: list[Row], others: list[Row]) -> list[Row]:
    """Recognise lines again whose first sign was lost: ink stands before ". Tiếp tục đẩy mạnh …", the number 1."""
    taken = [(word.left, word.top, word.right, word.bottom) for row in rows + others for word in row.words]
    found = []
    again = 0
    for row in rows:
        first = row.words[0].left
        left, top, right, bottom = (round(first - 3 * row.size), round(row.base - row.size), first - 2, round(row.base))
        free = not any(one[0] < right and one[2] > left and one[1] < bottom and one[3] > top for one in taken)
        if free and again < MOST_LOST and 0 < left < right and _has_ink(image, (left, top, right, bottom), row.size):
            again += 1
            pad = round(row.size * 0.45)
            part = image.crop((left, top - pad, row.words[-1].right + pad, bottom + pad))
            read = tesseract.recognise(part, dpi, tesseract.LINE) or []
            if len(read) == 1:
                row = _with_start(row, read[0].moved(left, top - pad))
        found.append(row)
    return found


def _has_ink(image: Any, box: tuple[int, int, int, int], size: float) -> bool:
    dark: int = sum(image.crop(box).histogram()[:110])
    return dark > size * 0.6


def _with_start(row: Row, again: Row) -> Row:
    """Put the signs that were lost before a line, and only them: the line itself was read well the first time."""
    kept = next((at for at, word in enumerate(row.words) if any(letter.isalnum() for letter in word.text)), 0)
    first = row.words[kept]
    start = [word for word in again.words if word.right <= first.left]
    if not start:
        return row
    text = "".join(word.text for word in start)
    if kept and row.words[0].text.startswith("."):
        text = text.rstrip(".,:;)]}") + "."
    return row._replace(words=[start[0]._replace(text=text, right=start[-1].right), *row.words[kept:]])


def _read_again(block: Block, image: Any, dpi: float, number: int) -> None:
    """Recognise the two sides of a masthead or signature one by one: side by side, their lines disturb each other."""
    scale = 72 / dpi
    lefts, rights = ([piece for piece in block.pieces if piece.column == column] for column in (0, 1))
    if not lefts or not rights:
        return
    gutter = (max(piece.right for piece in lefts) + min(piece.left for piece in rights)) / 2
    again: list[Piece] = []
    for column, side in enumerate((lefts, rights)):
        left = min(piece.left for piece in side) - 8 if column == 0 else gutter
        right = gutter if column == 0 else max(piece.right for piece in side) + 8
        top = max(piece.y + piece.size * 1.2 for piece in side)
        bottom = min(piece.y - piece.size * 0.6 for piece in side)
        x, y = max(0, round(left / scale)), max(0, round(image.height - top / scale))
        part = image.crop((x, y, round(right / scale), round(image.height - bottom / scale)))
        rows = [
            kept
            for row in tesseract.recognise(part, dpi, tesseract.BLOCK) or ()
            if (kept := _without_noise(row)) is not None
        ]
        pieces = [piece for row in rows for piece in _pieces(row.moved(x, y), scale, [], number, image.height * scale)]
        highest = max(piece.y + piece.size * 0.4 for piece in side)  # above is the foot of the line before
        pieces = [piece for piece in pieces if piece.y < highest]
        if sum(len(piece.text) for piece in pieces) < 0.8 * sum(len(piece.text) for piece in side):
            pieces = side
        for piece in pieces:
            piece.column = column
        again += sorted(pieces, key=lambda piece: (-piece.y, piece.left))
    block.pieces[:] = again


def _complete(grid: Grid, page: Any, scale: float) -> None:
    """Add the strokes of a table that are too faint or too far askew to be found as lines, row by row: where the line
    of a column is drawn after all, or no word of the row stands."""
    for above, below in pairwise(grid.ys):
        middle = (above + below) / 2
        top, bottom = round(page.height - above / scale), round(page.height - below / scale)
        shares = {
            x: page_image.ink(page, round(x / scale), top + _INSET, bottom - _INSET)
            for x in grid.xs[1:-1]
            if not any(abs(at - x) < geometry.TOUCH and low <= middle <= high for at, low, high in grid.upright)
        }
        merged = any(_CLEAR <= share <= _DRAWN for share in shares.values())  # words run over where a line could be
        grid.upright += [(x, below, above) for x, share in shares.items() if share > _DRAWN or not merged]


def _columns(image: Any, grid: Grid, scale: float) -> Iterator[tuple[int, int, Any]]:
    """Cut the cells of a table out of a picture; yield those that begin in each column together, with their place."""
    xs = [round(x / scale) for x in grid.xs]
    ys = [round(image.height - y / scale) for y in grid.ys]
    top, bottom = ys[0], ys[-1]
    table = image.crop((xs[0], top, xs[-1], bottom))
    image.paste(255, (xs[0], top, xs[-1], bottom))
    starts: dict[int, list[tuple[int, int, int, int]]] = {}
    for row, (above, below) in enumerate(pairwise(ys)):
        middle = (grid.ys[row] + grid.ys[row + 1]) / 2
        start = 0
        for column in range(1, len(xs)):
            drawn = column == len(xs) - 1 or any(
                abs(x - grid.xs[column]) < geometry.TOUCH and low <= middle <= high for x, low, high in grid.upright
            )
            if drawn:
                starts.setdefault(start, []).append((xs[start] - xs[0], above - top, xs[column] - xs[0], below - top))
                start = column
    for boxes in starts.values():
        boxes[:] = [
            (left, above, max(left + 1, right - _INSET), max(above + 1, below - _INSET))
            for left, above, right, below in ((one[0] + _INSET, one[1] + _INSET, *one[2:]) for one in boxes)
        ]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        part = Image.new("L", (max(1, right - left), max(1, bottom - top)), 255)
        for box in boxes:
            part.paste(table.crop(box), (box[0] - left, box[1]))
        if min(part.tobytes()) < 140:
            yield xs[0] + left, top, part


_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})*[.)]?")
_STROKES = frozenset("_|~=¦[]{}\\<>^`'‘’\"“”°«»")


def _without_noise(row: Row, *, in_table: bool = False) -> Row | None:
    """Drop the specks, strokes and bits of seals that came out as words, and lines of nothing else."""
    words = [word for word in row.words if not _STROKES.issuperset(word.text) and _is_written(word, in_table)]
    if not any(letter.isalnum() for word in words for letter in word.text):
        return None
    return row._replace(words=words)


def _is_written(word: Word, in_table: bool) -> bool:
    if in_table and _NUMBER.fullmatch(word.text):
        return True  # a figure alone in its cell is right more often than the program believes
    if any(letter.isalnum() for letter in word.text):
        return word.sure >= 15 or is_syllable(word.text.strip(".,;:()"))
    return word.sure >= 40


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ROMAN = re.compile(r"([IVX]{1,4})(?: ?[.,:] ?| )(?=[^\W\d_a-z]{2})")


def _mend_romans(pieces: list[Piece]) -> None:
    """Mend the numerals of headings, where one of three thin strokes is often lost: "II." after "II." is "III."."""
    last = -1
    for piece in pieces:
        match = _ROMAN.match(piece.text)
        if match is None or match[1] not in _ROMANS or not piece.text[match.end() :].split(" ")[0].isupper():
            continue
        at = _ROMANS.index(match[1])
        if at == last and at > 0:
            at += 1
        elif "." not in match[0] and at != last + 1:
            continue  # "VI PHẠM HÀNH CHÍNH"
        if at < len(_ROMANS):
            piece.text = f"{_ROMANS[at]}. {piece.text[match.end() :]}"
        last = at


# --- places -------------------------------------------------------------------------------------------------------


def _joined(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join the rows of dots of one line, which is several dots thick and broken into steps where it is askew."""
    groups: list[list[float]] = []  # middle, start, end, how many
    for at, start, end in sorted(lines):
        for group in reversed(groups[-40:]):
            if at - group[0] <= 2.5 and start <= group[2] + 6 and end >= group[1] - 6:
                group[1], group[2] = min(group[1], start), max(group[2], end)
                group[3] += 1
                group[0] += (at - group[0]) / group[3]
                break
        else:
            groups.append([at, start, end, 1])
    return [(at, start, end) for at, start, end, _ in groups]


def _pieces(row: Row, scale: float, found: list[Grid], number: int, height: float) -> list[Piece]:
    """Cut a line of words where a column ends: at the lines of a table and at wide gaps."""
    size = row.size * scale * 0.8
    y = height - row.base * scale
    head = number == 0 and y > height * 0.68
    gaps = [two.left - one.right for one, two in pairwise(row.words)]
    usual = median(gaps) if gaps else 0.0
    groups: list[list[Word]] = [[row.words[0]]]
    for word, gap in zip(row.words[1:], gaps, strict=True):
        wide = gap > row.size * 1.6 or (head and gap > row.size * 0.7 and gap > usual * 1.8)
        if wide or _parted(found, groups[-1][-1], word, scale, y, size):
            groups.append([])
        groups[-1].append(word)
    return [
        Piece(
            " ".join(word.text for word in group), group[0].left * scale, group[-1].right * scale, y, size, page=number
        )
        for group in groups
    ]


def _parted(found: list[Grid], one: Word, two: Word, scale: float, y: float, size: float) -> bool:
    """Say whether a line of a table runs between two words."""
    gap = Piece("", (one.left + one.right) / 2 * scale, (two.left + two.right) / 2 * scale, y, size)
    return any(bool(geometry.crossing(grid, gap)) for grid in found)
