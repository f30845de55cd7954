"""Read plain text and markdown, also of the years before Unicode ("Céng hßa x· héi chñ nghÜa ViÖt Nam")."""

from __future__ import annotations

import re

from ...vi.legacy import decode
from ...vi.text import tidy
from ..model import Extract, Line, Note, Unreadable
from .bars import Row, rows
from .marks import BOLD_OFF, BOLD_ON, unmark

_SPACES = re.compile(" {2,}")
_BOLD_MARKS = re.compile(f"[{BOLD_ON}{BOLD_OFF}]")


def from_bytes(data: bytes) -> Extract:
    """Read the bytes of a .txt or .md file in whatever encoding Vietnamese offices have used.

    Raises Unreadable("empty") when there are no words, Unreadable("unknown-type") for bytes that are no text, and
    Unreadable("damaged") for a text broken beyond reading.
    """
    if not data.strip():
        raise Unreadable("empty")
    decoded = decode(data)
    if decoded is None:
        raise Unreadable("unknown-type")
    extract = from_text(decoded.text, encoding=decoded.encoding, notes=tuple(Note(code) for code in decoded.codes))
    if not extract.text:
        raise Unreadable("empty")
    return extract


def from_text(text: str, *, encoding: str = "", notes: tuple[Note, ...] = ()) -> Extract:
    """Read a text: markdown's marks and the bars of tables go, their meaning stays in the lines.

    Total: any str gives an Extract, an empty one for a text without words.
    """
    text = unmark(tidy(text))
    split = text.split("\n")
    found = rows(split) if "|" in text else _rows(split)
    lines: list[Line] = []
    pieces: list[str] = []
    position = 0
    bold = marked = BOLD_ON in text
    bold = False
    for words, ends, cell in found:
        heavy = bold
        if marked and (BOLD_ON in words or BOLD_OFF in words):
            heavy, bold = _weight(words, bold)
            words = _SPACES.sub(" ", _BOLD_MARKS.sub("", words)).strip(" ")
            if not words:
                continue
        end = position + len(words)
        lines.append(Line(position, end, ends, cell, heavy))
        pieces.append(words)
        position = end + 1
    return Extract("\n".join(pieces), tuple(lines), "plain", encoding=encoding, notes=notes)


def _rows(lines: list[str]) -> list[Row]:
    """Return the lines with words of a text without tables."""
    lines.append("")
    found = [Row(line, not following, None) for line, following in zip(lines, lines[1:], strict=False) if line]
    return found


def _weight(words: str, bold: bool) -> tuple[bool, bool]:
    """Return whether all words of a line are bold, and whether the line after it begins bold."""
    heavy = True
    any_words = False
    start = 0
    for match in _BOLD_MARKS.finditer(words):
        if words[start : match.start()].strip():
            any_words = True
            heavy = heavy and bold
        bold = match[0] == BOLD_ON
        start = match.end()
    if words[start:].strip():
        any_words = True
        heavy = heavy and bold
    return heavy and any_words, bold
