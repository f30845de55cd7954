"""Read plain text and markdown, also of the years before Unicode ("Céng hßa x· héi chñ nghÜa ViÖt Nam")."""

from __future__ import annotations

import re
from itertools import pairwise

from ...vi.legacy import Decoded, decode, repair
from ...vi.syllables import quality
from ...vi.text import tidy
from ..model import Extract, Line, Note, Unreadable
from .bars import Row, rows
from .marks import BOLD_OFF, BOLD_ON, unmark
from .sides import part_sides
from .stacked import unstacked

_SPACES = re.compile(" {2,}")
_BOLD_MARKS = re.compile(f"[{BOLD_ON}{BOLD_OFF}]")


_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "windows-1258": "Windows-1258", "windows-1252": "Windows-1252"}
# Below this share of Vietnamese syllables a text is foreign, has lost its marks, or is broken
_POOR = 0.8
_FEW_LETTERS = 200
_PROBED = 6_000


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
    if decoded.damaged * 5 > len(decoded.text):
        raise Unreadable("damaged")
    extract = _extract(decoded)
    if not extract.text:
        raise Unreadable("empty")
    return extract


def from_text(text: str) -> Extract:
    """Read a text: markdown's marks and the bars of tables go, their meaning stays in the lines.

    Total: any str gives an Extract, an empty one for a text without words. A text that was pasted from a document in an
    old font is put right first.
    """
    return _extract(repair(text))


def _extract(decoded: Decoded) -> Extract:
    text = unmark(tidy(part_sides(decoded.text)))
    split = text.split("\n")
    found = unstacked(rows(split) if "|" in text else _rows(split))
    lines: list[Line] = []
    pieces: list[str] = []
    position = 0
    marked = BOLD_ON in text
    bold = False
    for words, ends, cell in found:
        heavy = bold
        if marked and (BOLD_ON in words or BOLD_OFF in words):
            heavy, bold = _weight(words, bold)
            words = _SPACES.sub(" ", _BOLD_MARKS.sub("", words)).strip(" ")
            if not words:
                if ends and lines:
                    lines[-1] = lines[-1]._replace(ends=True)
                continue
        end = position + len(words)
        lines.append(Line(position, end, ends, cell, heavy))
        pieces.append(words)
        position = end + 1
    text = "\n".join(pieces)
    return Extract(text, tuple(lines), "plain", encoding=decoded.encoding, notes=_notes(decoded, text))


def _notes(decoded: Decoded, text: str) -> tuple[Note, ...]:
    notes = []
    if decoded.encoding in _NAMES:
        notes.append(Note("legacy-encoding", (("encoding", _NAMES[decoded.encoding]),)))
    elif decoded.encoding == "mojibake":
        notes.append(Note("mojibake-repaired"))
    if decoded.damaged:
        notes.append(Note("characters-lost", (("count", str(decoded.damaged)),)))
    if len(text) > _FEW_LETTERS and (share := quality(text[len(text) // 3 :][:_PROBED])) < _POOR:
        notes.append(Note("low-quality-text", (("share", str(round(share * 100))),)))
    return tuple(notes)


def _rows(lines: list[str]) -> list[Row]:
    """Return the lines with words of a text without tables."""
    lines.append("")
    return [Row(line, not following, None) for line, following in pairwise(lines) if line]


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
