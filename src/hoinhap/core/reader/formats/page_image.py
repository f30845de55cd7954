"""Make pictures of pages for text recognition: rendered from a PDF or opened from an image file, upright and clean.

A picture here is grey; red ink is left out below the head of the first page, because a seal lies over the signature
("TM. ỦY BAN NHÂN DÂN" under the stamp), while the stamps of urgency and secrecy stand in the head.
"""

from __future__ import annotations

import threading
import warnings
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageFile, ImageOps

from hoinhap.core.reader.formats.geometry import Rules
from hoinhap.core.reader.model import Unreadable

MOST_PIXELS = 60_000_000  # A4 at 600 dpi has 35 million
MOST_SIDE = 20_000
_PAGE_WIDTH = 8.27  # inches of A4, for pictures that do not say how large the paper was
_HEAD = 0.4

ImageFile.LOAD_TRUNCATED_IMAGES = False


class Picture(NamedTuple):
    """A grey picture of a page and how many dots it has to an inch."""

    image: Any
    dpi: float


class PdfPages:
    """The pages of a PDF as pictures. PDFium serves one caller at a time, so rendering takes the reader's lock."""

    def __init__(self, data: bytes) -> None:
        from hoinhap.core.reader.formats import pdf

        self._lock = pdf._LOCK
        with self._lock:
            self._document = pdf._open(data)
            self.count = len(self._document)

    def picture(self, number: int, dpi: int) -> Picture:
        with self._lock:
            page = self._document[number]
            try:
                width, height = page.get_size()
                if width <= 0 or height <= 0:
                    raise Unreadable("damaged")
                dots = min(dpi, 72 * (MOST_PIXELS / (width * height)) ** 0.5, 72 * MOST_SIDE / max(width, height))
                bitmap = page.render(scale=dots / 72, may_draw_forms=False)
                image = bitmap.to_pil().copy()
            finally:
                page.close()
        return Picture(_grey(image, first=number == 0), dots)

    def close(self) -> None:
        with self._lock:
            self._document.close()


class ImagePages:
    """The pages of an image file; only TIFF has more than one."""

    def __init__(self, data: bytes) -> None:
        self._lock = threading.Lock()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                self._file = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP", "MPO"))
            self.count = getattr(self._file, "n_frames", 1) if self._file.format == "TIFF" else 1
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Unreadable("bomb") from None
        except Exception:  # Pillow's readers raise what their format makes them raise
            raise Unreadable("damaged") from None

    def picture(self, number: int, dpi: int) -> Picture:
        with self._lock:
            try:
                if self.count > 1:
                    self._file.seek(number)
                width, height = self._file.size
                if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
                    raise Unreadable("bomb")
                image = self._file.copy()
                said = self._file.info.get("dpi", (0, 0))[0]
                image = ImageOps.exif_transpose(image)
            except Unreadable:
                raise
            except Exception:  # a truncated or broken picture
                raise Unreadable("damaged") from None
        dots = _dots(image, said)
        grey = _grey(image, first=number == 0)
        factor = dpi / dots
        if factor < 0.8 or factor > 1.2:
            factor = min(factor, 3.0, (MOST_PIXELS / (grey.width * grey.height)) ** 0.5)
            size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
            grey, dots = grey.resize(size, Image.Resampling.LANCZOS), dots * factor
        return Picture(grey, dots)

    def close(self) -> None:
        self._file.close()


def _dots(image: Any, said: object) -> float:
    """Return the dots to an inch: as the file says where that makes a piece of paper, else as for the width of A4."""
    try:
        dots = float(said)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        dots = 0.0
    if 60 <= dots <= 1200 and 4 <= max(image.size) / dots <= 40:
        return dots
    return float(max(min(image.size) / _PAGE_WIDTH, 30.0))


def _grey(image: Any, first: bool) -> Any:
    if image.mode in ("RGBA", "LA", "PA") or image.info.get("transparency") is not None:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    image = image.convert("RGB")
    grey = image.getchannel("R")
    if first:
        head = (0, 0, image.width, round(image.height * _HEAD))
        grey.paste(image.crop(head).convert("L"), head)
    return grey


# --- skew ---------------------------------------------------------------------------------------------------------

_WIDTH = 600  # enough to see the rows of text
_MOST_SKEW = 4.0


def straight(picture: Picture) -> Picture:
    """Turn a page that lies a little askew on the glass, so that its rows of letters are level."""
    image = picture.image
    size = (_WIDTH, max(1, round(image.height * _WIDTH / image.width)))
    small = ImageOps.invert(image.resize(size, Image.Resampling.BOX)).point(lambda value: value if value > 60 else 0)
    steps = int(_MOST_SKEW * 4)
    angle = max((step / 4 for step in range(-steps, steps + 1)), key=lambda turn: _evenness(small, turn))
    angle = max((angle + step / 20 for step in range(-4, 5)), key=lambda turn: _evenness(small, turn))
    if abs(angle) < 0.08 or abs(angle) > _MOST_SKEW or _evenness(small, angle) < _evenness(small, 0) * 1.03:
        return picture
    return Picture(image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255), picture.dpi)


def _evenness(small: Any, angle: float) -> float:
    """Return how sharply rows of ink and gaps follow each other when a picture is turned."""
    turned = small.rotate(angle, Image.Resampling.BILINEAR) if angle else small
    rows = turned.convert("F").resize((1, turned.height), Image.Resampling.BOX).tobytes()
    sums = memoryview(rows).cast("f")
    return sum((one - two) ** 2 for one, two in pairwise(sums))


# --- drawn lines --------------------------------------------------------------------------------------------------


def take_rules(picture: Picture) -> Rules:
    """Paint over the long straight lines of a page and return them in dots: the borders of tables, y from above.

    A line that is not quite level is found as steps, each in a row of dots of its own.
    """
    image, dpi = picture
    ink = image.point(lambda value: 255 if value < 140 else 0)
    least = max(20, round(dpi * 0.35))
    flat = _runs(ink, least)
    upright = _runs(ink.transpose(Image.Transpose.TRANSPOSE), least)
    rules = Rules([(y, left, right) for y, left, right in flat], [(x, top, bottom) for x, top, bottom in upright])
    draw = ImageDraw.Draw(image)
    for y, left, right in flat:
        draw.line((left, y, right, y), fill=255)
    for x, top, bottom in upright:
        draw.line((x, top, x, bottom), fill=255)
    return rules


def ink(image: Any, x: int, top: int, bottom: int) -> float:
    """Return the share of the dots from `top` to `bottom` that are dark at `x` or just beside it."""
    if bottom <= top:
        return 1.0
    reach = 6
    dots = image.crop((x - reach, top, x + reach + 1, bottom)).tobytes()
    width = 2 * reach + 1
    dark = sum(1 for at in range(0, len(dots), width) if min(dots[at : at + width]) < 150)
    return dark / (bottom - top)


def _runs(ink: Any, least: int) -> list[tuple[int, int, int]]:
    """Return the runs of ink in the rows of a picture: row, first and last dot."""
    width = ink.width
    dots = ink.tobytes()
    long = b"\xff" * least
    found: list[tuple[int, int, int]] = []
    at = dots.find(long)
    while at >= 0 and len(found) < 60_000:
        row, start = divmod(at, width)
        end = dots.find(b"\0", at, (row + 1) * width)
        if end < 0:
            end = (row + 1) * width
        if end - at >= least:
            found.append((row, start, end - row * width - 1))
        at = dots.find(long, end)
    return found
