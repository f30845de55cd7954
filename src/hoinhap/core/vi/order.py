"""Sort Vietnamese words as dictionaries do ("ba, bà, bả, bã, bá, bạ, bác, băng, bân, con, đá, em")."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x100 + rank) for rank, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+")

Key = tuple[tuple[int, int, str, str], ...]


def order(text: str) -> Key:
    """Return the sort key of a text: word by word, letters before tones, numbers by size ("Điều 2" before "Điều 10").

    Signs and spaces only separate words; the text itself comes last, so that unequal texts have unequal keys.
    """
    pieces = [_piece(piece) for piece in _PIECES.findall(unicodedata.normalize("NFC", text).casefold())]
    return (*pieces, (-1, 0, "", text))


@lru_cache(maxsize=32_768)
def _piece(piece: str) -> tuple[int, int, str, str]:
    if piece.isascii() and piece.isdecimal():
        digits = piece.lstrip("0")
        return (0, len(digits), digits, "")
    letters = []
    tones = []
    for letter in piece:
        base, tone = _toneless(letter)
        letters.append(_RANK.get(base, base))
        tones.append(str(tone))
    return (1, 0, "".join(letters), "".join(tones))


@lru_cache(maxsize=1024)
def _toneless(letter: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)), tone
