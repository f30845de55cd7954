"""Read PDF files that have a text layer: words and their places from PDFium, order and paragraphs from geometry."""

from __future__ import annotations

import ctypes
import re
import threading
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from hoinhap.core.reader.formats import drawings, flow, geometry, scattered, unruled
from hoinhap.core.reader.formats.geometry import Block, Piece
from hoinhap.core.reader.model import Extract, Note, Unreadable

MOST_PAGES = 10_000
MOST_CHARACTERS_OF_PAGE = 400_000
# Beyond this many drawings a page is looked at only where its words stand as in a table.
FEW_OBJECTS = 250
# A page with fewer letters than this has no text layer worth reading: a stamp, a page number.
FEWEST_LETTERS = 25

_LOCK = threading.Lock()  # PDFium serves one caller at a time
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_ROW = re.compile("[^\n\u0002\ufffe]*[\n\u0002\ufffe]|[^\n\u0002\ufffe]+")


def from_bytes(data: bytes, progress: Any = None) -> Extract:
    """Read a PDF such as a signed plan of ten pages; a scan without text goes to text recognition."""
    scanned = False
    with _LOCK:
        document = _open(data)
        try:
            count = len(document)
            if count == 0:
                raise Unreadable("damaged")
            if count > MOST_PAGES:
                raise Unreadable("too-many-pages", count=count, limit=MOST_PAGES)
            pages: list[list[Block]] = []
            sizes: list[tuple[float, float]] = []
            empty: list[int] = []
            reader = _Reader()
            for number in range(count):
                blocks, size, unread = reader.page(document, number, geometry.parted_end(pages[-1]) if pages else None)
                pages.append(blocks)
                sizes.append(size)
                if unread:
                    empty.append(number + 1)
                if progress is not None:
                    progress(number + 1, count)
        finally:
            document.close()
        scanned = len(empty) * 2 > count
    if scanned:
        from hoinhap.core.reader.formats import scan

        return scan.from_pdf(data, progress)
    lines = flow.lines_of(pages, sizes)
    if not len(lines):
        raise Unreadable("no-text")
    if empty:
        lines.notes.append(Note("pages-without-text", (("pages", ", ".join(map(str, empty))),)))
    return lines.extract("pdf", pages=count)


def first_letters(data: bytes, pages: int) -> tuple[int, int]:
    """Count the pages of a PDF, and the letters of its first ones: a scan has none."""
    with _LOCK:
        document = _open(data)
        try:
            count = len(document)
            letters = 0
            for number in range(min(count, pages)):
                page = document[number]
                words = page.get_textpage()
                letters += words.count_chars()
                words.close()
                page.close()
            return count, letters
        finally:
            document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        raise Unreadable("damaged")
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) or "password" in str(error).lower():
            raise Unreadable("password") from None
        raise Unreadable("damaged") from None


class _Reader:
    """Asks PDFium for the pieces of a page; the places that C writes into are made once."""

    def __init__(self) -> None:
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._origin = (ctypes.byref(self._x), ctypes.byref(self._y))
        self._left, self._right, self._bottom, self._top = (ctypes.c_double() for _ in range(4))
        self._box = tuple(map(ctypes.byref, (self._left, self._right, self._bottom, self._top)))
        self._turn: Any = None
        self._ligatures = False
        self._lanes: list[float] | None = None  # columns of a table without lines that the last page ended with
        self._name = ctypes.create_string_buffer(96)
        self._flags = ctypes.byref(ctypes.c_int())

    def page(
        self, document: Any, number: int, parted: geometry.Parted | None
    ) -> tuple[list[Block], tuple[float, float], bool]:
        """Return the blocks of a page in reading order, its width and height, and whether it is a picture of words."""
        page = raw.FPDF_LoadPage(document.raw, number)
        if not page:
            return [], (0.0, 0.0), False
        text_page = raw.FPDFText_LoadPage(page)
        try:
            width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
            self._turn = _turn(raw.FPDFPage_GetRotation(page), width, height)
            if not text_page:
                return [], (width, height), drawings.is_picture(page, width * height)
            # The masthead stands at the top of the first page, in cells that may nearly touch.
            head = height * 0.7 if number == 0 else height * 2
            pieces, letters, tabular = self._pieces(text_page, number, head)
            unread = letters < FEWEST_LETTERS and drawings.is_picture(page, width * height)
            if not pieces:
                return [], (width, height), unread
            found: list[geometry.Grid] = []
            objects = raw.FPDFPage_CountObjects(page)
            if objects <= FEW_OBJECTS or tabular:
                rules = drawings.rules_of(page, min(objects, 50_000), self._turn)
                if rules.upright and rules.flat:
                    found = geometry.grids(rules)
            if not found and len(pieces) <= geometry.MOST_PIECES:
                found = self._unruled(text_page, pieces, height)
            if found and len(pieces) <= geometry.MOST_PIECES:
                pieces = self._cut(text_page, pieces, found)
            return (
                geometry.arrange([piece for piece, _ in pieces], found, number == 0, height, parted),
                (width, height),
                unread,
            )
        finally:
            if text_page:
                raw.FPDFText_ClosePage(text_page)
            raw.FPDF_ClosePage(page)

    # --- words ---

    def _pieces(self, text_page: Any, number: int, head: float) -> tuple[list[tuple[Piece, int]], int, bool]:
        count = raw.FPDFText_CountChars(text_page)
        if count <= 0:
            return [], 0, False
        if count > MOST_CHARACTERS_OF_PAGE:
            raise Unreadable("bomb")
        buffer = (ctypes.c_ushort * (count + 2))()
        written = raw.FPDFText_GetText(text_page, 0, count, buffer)
        text = bytes(memoryview(buffer).cast("B")[: max(written - 1, 0) * 2]).decode("utf-16-le", "replace")
        self._ligatures = _LIGATURE.search(text) is not None
        # One place in the text is one character of the page, unless there are letters beyond the basic plane.
        direct = len(text) == count
        found: list[tuple[Piece, int]] = []
        letters, tabular, at = 0, False, 0
        last: Piece | None = None
        # Behind a hyphen at the end of a line PDFium leaves the line end out.
        rows = _ROW.findall(text)
        if scattered.is_scattered(rows):
            return self._from_letters(text_page, number, count)
        for row in rows:
            start, at = at, at + len(row)
            words = row.rstrip("\r\n ")
            clean = words.lstrip(" ")
            if not clean:
                continue
            start += len(words) - len(clean)
            end = start + len(clean) - 1
            if not direct:
                start = raw.FPDFText_GetCharIndexFromTextIndex(text_page, start)
                end = raw.FPDFText_GetCharIndexFromTextIndex(text_page, end)
            letters += len(clean)
            piece = self._piece(text_page, clean, start, end, number)
            if piece is None:
                continue
            if last is not None:
                if _goes_on(last, piece):
                    # A raised mark makes PDFium begin a new line; the words go on.
                    apart = piece.left - last.right > piece.size * 0.2 and piece.text[0] not in ".,;:)"
                    last.text += (" " if apart else "") + piece.text
                    last.right = piece.right
                    found[-1] = (last, -1)
                    continue
                if piece.y > last.y + 4 and (number or at > 60):
                    tabular = True
            wide = (0.80 if clean.isupper() else 0.56) * piece.size * len(clean)
            if (piece.y > head or piece.right - piece.left > wide) and " " in clean and direct:
                gap = piece.size * 0.75 if piece.y > head else max(piece.size * 1.6, 14.0)
                parts = self._split_at_gaps(text_page, piece, start, gap)
                tabular = tabular or len(parts) > 1
                found.extend(parts)
                last = parts[-1][0]
            else:
                found.append((piece, start if direct else -1))
                last = piece
        return found, letters, tabular

    def _from_letters(self, text_page: Any, number: int, count: int) -> tuple[list[tuple[Piece, int]], int, bool]:
        letters = []
        room = raw.FS_RECTF()  # the letter with the air that its font puts around it
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text_page, index)
            letter = chr(code) if code < 0x110000 else ""
            piece = None if not letter.strip() else self._piece(text_page, letter, index, index, number)
            if piece is not None and raw.FPDFText_GetLooseCharBox(text_page, index, room):
                letters.append(scattered.Letter(piece.text, room.left, room.right, piece.y, piece.size, index))
        found = [
            (
                Piece(words, one.left, two.right, one.y, one.size, self._bold(text_page, one.place), number),
                -1,
            )
            for words, one, two in scattered.lines_of(letters)
        ]
        return found, len(letters), len(found) > 1

    def _piece(self, text_page: Any, words: str, start: int, end: int, number: int) -> Piece | None:
        if not raw.FPDFText_GetCharOrigin(text_page, start, *self._origin):
            return None
        left, y = self._x.value, self._y.value
        if self._turn is not None:
            left, y = self._turn(left, y)
        _, right, low, high = self._char(text_page, end)
        size = raw.FPDFText_GetFontSize(text_page, start) or 12.0
        if len(words) > 2 and (right <= left or low - y > size * 3 or y - high > size * 3):
            return None  # turned text: a watermark, a note on the margin
        if size <= 1.5:  # the size stands in the matrix of the page
            size = max(high - low, 1.0) * 1.3
        if words[-1] in "0123456789" and raw.FPDFText_GetFontSize(text_page, end) < size * 0.8:
            words = self._without_mark(text_page, words, end, size)
        bold = self._bold(text_page, start) and self._bold(text_page, end)
        if self._ligatures:
            words = _LIGATURE.sub(lambda match: _LIGATURES[match.group()], words)
        return Piece(words, left, max(right, left), y, size, bold, number)

    def _without_mark(self, text_page: Any, words: str, end: int, size: float) -> str:
        """Take the small number of a footnote off the end of a line ("đặc tả¹"); "km²" keeps its own."""
        at = len(words)
        while at > 1 and words[at - 1].isdigit() and raw.FPDFText_GetFontSize(text_page, end) < size * 0.8:
            at, end = at - 1, end - 1
        return words if words[at:] in ("2", "3") and words[at - 1] == "m" else words[:at].rstrip()

    def _char(self, text_page: Any, index: int) -> tuple[float, float, float, float]:
        """Return left, right, bottom and top of a letter as the page shows it."""
        raw.FPDFText_GetCharBox(text_page, index, *self._box)
        if self._turn is None:
            return self._left.value, self._right.value, self._bottom.value, self._top.value
        one = self._turn(self._left.value, self._bottom.value)
        two = self._turn(self._right.value, self._top.value)
        return min(one[0], two[0]), max(one[0], two[0]), min(one[1], two[1]), max(one[1], two[1])

    def _bold(self, text_page: Any, index: int) -> bool:
        """Say whether a letter is bold by the name of its font; few files give the weight, and more give it wrongly."""
        length = raw.FPDFText_GetFontInfo(text_page, index, self._name, 96, self._flags)
        if not 0 < length <= 96:
            return False
        name = self._name.raw[:length].lower()
        return b"bold" in name or b"black" in name or b"heavy" in name

    def _places(self, text_page: Any, start: int, count: int) -> list[tuple[float, float]]:
        places = []
        for index in range(start, start + count):
            places.append(self._char(text_page, index)[:2])
        return places

    def _split_at_gaps(self, text_page: Any, piece: Piece, start: int, wide: float) -> list[tuple[Piece, int]]:
        """Cut a line where a gap is much wider than a space: "Số: 12/KH-UBND      Hà Nội, ngày …" is two pieces."""
        words, cuts = piece.text, []
        for at, letter in enumerate(words):
            if letter == " " and 0 < at < len(words) - 1 and words[at - 1] != " ":
                before = self._char(text_page, start + at - 1)[1]
                after = at
                while after < len(words) - 1 and words[after] == " ":
                    after += 1
                if self._char(text_page, start + after)[0] - before > wide:
                    cuts.append(after)
        return self._cut_at(text_page, piece, start, cuts)

    def _cut_at(self, text_page: Any, piece: Piece, start: int, cuts: list[int]) -> list[tuple[Piece, int]]:
        if not cuts:
            return [(piece, start)]
        parts = []
        for first, last in pairwise([0, *cuts, len(piece.text)]):
            words = piece.text[first:last]
            bare = words.strip()
            if not bare:
                continue
            begin = start + first + len(words) - len(words.lstrip())
            part = self._piece(text_page, bare, begin, begin + len(bare) - 1, piece.page)
            if part is not None:
                parts.append((part, begin))
        return parts or [(piece, start)]

    def _unruled(self, text_page: Any, pieces: list[tuple[Piece, int]], height: float) -> list[geometry.Grid]:
        """Find the table without lines that begins on this page, or goes on from the page before."""
        before, self._lanes = self._lanes, None
        top = next((piece.y for piece, _ in pieces if unruled.begins_table(piece.text)), None)
        if top is None:
            if before is None:
                return []
            top = height * 0.955  # above stands a running head
        else:
            before = None
        words = []
        lowest = top
        for piece, start in pieces:
            if piece.y > top + 1 or start < 0:
                continue
            lowest = min(lowest, piece.y) if piece.y > 45 else lowest
            places = self._places(text_page, start, len(piece.text))
            for word in re.finditer(r"\S+", piece.text):
                left, right = places[word.start()][0], places[word.end() - 1][1]
                words.append(unruled.Word(word[0], left, right, piece.y, piece.size))
        grid = unruled.grid_of(words, before)
        if grid is None:
            return []
        if grid.ys[-1] < lowest + 2:
            self._lanes = grid.xs
        return [grid]

    def _cut(
        self, text_page: Any, pieces: list[tuple[Piece, int]], found: list[geometry.Grid]
    ) -> list[tuple[Piece, int]]:
        """Cut pieces at the lines of tables that run through them."""
        result: list[tuple[Piece, int]] = []
        for piece, start in pieces:
            crossed = sorted({x for grid in found for x in geometry.crossing(grid, piece)})
            if not crossed or start < 0:
                result.append((piece, start))
                continue
            places = self._places(text_page, start, len(piece.text))
            cuts = []
            for x in crossed:
                at = next(
                    (
                        at
                        for at, (left, right) in enumerate(places)
                        if (left + right) / 2 > x and not piece.text[at].isspace()
                    ),
                    0,
                )
                if at and at not in cuts:
                    cuts.append(at)
            result.extend(self._cut_at(text_page, piece, start, cuts))
        return result


def _turn(rotation: int, width: float, height: float) -> Any:
    """Return how a point of a page lies when the page is shown turned, None when it is not: a wide table is often
    drawn upright on a page that is turned by a quarter."""
    if rotation == 1:
        return lambda x, y: (y, height - x)
    if rotation == 2:
        return lambda x, y: (width - x, height - y)
    if rotation == 3:
        return lambda x, y: (width - y, x)
    return None


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Say whether a piece goes on with the line of the last one: same height but for a raised mark."""
    rise, size = abs(piece.y - last.y), max(last.size, piece.size)
    return 0.5 <= rise <= size * 0.6 and -1.0 <= piece.left - last.right < size * 0.5
