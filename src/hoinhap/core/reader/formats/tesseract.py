"""Ask the Tesseract program for the words of a picture and where they stand, in Vietnamese ("Kế hoạch", 94 % sure)."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from functools import cache
from typing import Any, NamedTuple

from hoinhap.core.reader.model import Unreadable

PACKAGE = "tesseract-ocr tesseract-ocr-vie"
TIME_LIMIT = 90  # seconds for a page; a dense one takes about three


class Word(NamedTuple):
    """A word with its box in dots, y counted from above, and how sure the program is, 0 to 100."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: int


class Row(NamedTuple):
    """A line of words, the height of its letters and its base line, in dots."""

    words: list[Word]
    size: float
    base: float

    def moved(self, x: int, y: int) -> Row:
        """Return the row as it stands in a picture of which it was read in a part."""
        words = [
            Word(text, left + x, top + y, right + x, bottom + y, sure)
            for text, left, top, right, bottom, sure in self.words
        ]
        return Row(words, self.size, self.base + y)


def require() -> None:
    """Raise Unreadable("needs-tesseract") unless the program and its Vietnamese data are installed."""
    if "vie" not in _languages(shutil.which("tesseract") or ""):
        raise Unreadable("needs-tesseract", package=PACKAGE)


@cache
def _languages(program: str) -> frozenset[str]:
    if not program:
        return frozenset()
    done = _run([program, "--list-langs"], b"", 20)
    return frozenset((done or b"").decode("utf-8", "replace").split())


PAGE, BLOCK, LINE = "3", "6", "7"  # what a picture holds: anything, one column of text, one line


def recognise(image: Any, dpi: float, layout: str = PAGE) -> list[Row] | None:
    """Return the lines of a grey picture, None when the program failed or took too long."""
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", "vie", "--dpi", str(round(dpi)), "--psm", layout, "hocr"]
    done = _run(command, _pgm(image), TIME_LIMIT)
    return None if done is None else _rows(done.decode("utf-8", "replace"))


def turned(image: Any) -> int:
    """Return by how many degrees a picture must be turned, clockwise, to stand upright: 0, 90, 180 or 270."""
    program = shutil.which("tesseract") or "tesseract"
    done = _run([program, "stdin", "stdout", "--psm", "0", "-l", "osd"], _pgm(image), TIME_LIMIT)
    match = re.search(rb"Rotate: (\d+)", done or b"")
    return int(match[1]) % 360 if match else 0


def _pgm(image: Any) -> bytes:
    dots: bytes = image.tobytes()
    return b"P5 %d %d 255\n" % image.size + dots


def _run(command: list[str], data: bytes, limit: float) -> bytes | None:
    surroundings = {key: os.environ[key] for key in ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH") if key in os.environ}
    # pages are shared out among processes; threads within one only wait for each other
    surroundings |= {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limit,
            env=surroundings,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


# --- hOCR ---------------------------------------------------------------------------------------------------------

_ELEMENT = re.compile(
    r"<span class='(ocr_line|ocr_header|ocr_caption|ocr_textfloat|ocrx_word)'[^>]*? title=[\"']"
    r"([^\"']*)[\"'][^>]*>([^<]*)"
)
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size (-?[\d.]+)")
_SURE = re.compile(r"x_wconf (-?\d+)")


def _rows(text: str) -> list[Row]:
    rows: list[Row] = []
    for kind, title, words in _ELEMENT.findall(text):
        box = _BOX.search(title)
        if box is None:
            continue
        left, top, right, bottom = map(int, box.groups())
        if kind != "ocrx_word":
            line, size = _BASELINE.search(title), _SIZE.search(title)
            slope, offset = (float(line[1]), float(line[2])) if line else (0.0, 0.0)
            rows.append(Row([], float(size[1]) if size else bottom - top, bottom + offset + slope * (right - left) / 2))
        elif rows and words.strip():
            sure = _SURE.search(title)
            rows[-1].words.append(
                Word(html.unescape(words.strip()), left, top, right, bottom, int(sure[1]) if sure else 0)
            )
    return [row for row in rows if row.words]
