"""Take a text apart as search compares it: syllables without marks, their neighbours, and the forms with marks.

Vietnamese writes its words as syllables with spaces between them, most words of two: so a syllable and the one after it
("hoi_nhap") find words without a word list, and do so for what is typed without marks, where word lists fail.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from hoinhap.core.vi.text import fold, key, tidy_line

# Joins the two syllables of a pair; never part of a syllable.
JOINT = "_"
# More is no query but a text; the rest of it is not looked at.
LONGEST_QUERY = 300
MOST_SYLLABLES = 24

_SYLLABLE = re.compile(r"[^\W_]+")
_I_OR_Y = re.compile("(?:[hklmst]|qu)y")
# What parts two words for good: what is typed on either side of it need not stand side by side in a document.
_PARTED = re.compile(r"[,;:!?\"“”()]|[.]\s")


class _Folding(dict[int, str]):
    """What each letter is without its mark. One letter for one, so that a place in the one text is one in the other."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = fold(letter)
        self[code] = folded if len(folded) == 1 else letter
        return self[code]


class _Plain(dict[str, str]):
    """The form under which a syllable without marks is kept: "ky" and "ki" are one, and so are "05" and "5"."""

    def __missing__(self, syllable: str) -> str:
        if syllable.isascii() and syllable.isdigit():
            plain = syllable.lstrip("0") or "0"
        else:
            plain = syllable[:-1] + "i" if _I_OR_Y.fullmatch(syllable) else syllable
        if len(self) < 100_000:
            self[syllable] = plain
        return plain


_FOLDING = _Folding()
_PLAIN = _Plain()
# A Vietnamese text needs fewer than 256 signs. By way of one byte for each it is folded ten times as fast; the table is
# a fast one only where it begins with NUL.
_VOWELS = {
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
}
_SIGNS = "".join(
    sorted({*map(chr, (0, *range(32, 127))), *"\n\t–—“”‘’…•·°§²½×\u00a0", *"đĐ", *_VOWELS, *map(str.upper, _VOWELS)})
)
_TO_BYTES = codecs.charmap_build(_SIGNS.ljust(256, "\ufffe"))
_FROM_BYTES = _SIGNS.translate(_FOLDING).ljust(256, "\ufffe")


def folded(text: str) -> str:
    """Return a text of the same length in small letters without marks ("Điện lực" gives "dien luc"); takes NFC."""
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _TO_BYTES)[0], "strict", _FROM_BYTES)[0]
    except UnicodeEncodeError:
        return text.translate(_FOLDING)


def plain(text: str) -> list[str]:
    """List the syllables and numbers of a text without marks, i and y as one: "Kỹ thuật" gives "ki", "thuat"."""
    return [_PLAIN[found] for found in _SYLLABLE.findall(folded(text))]


def plain_form(syllable: str) -> str:
    """Return the form under which one syllable is kept that has no marks already."""
    return _PLAIN[syllable]


def marked(text: str) -> list[str]:
    """List the syllables of a text with their marks, spelling habits aside: "Hoà" gives "hòa"."""
    return [marked_form(found) for found in _SYLLABLE.findall(text)]


@lru_cache(maxsize=65_536)
def marked_form(syllable: str) -> str:
    """Return the form with marks under which one syllable is kept."""
    return key(syllable)


def pairs(syllables: list[str]) -> list[str]:
    """Join each syllable with the next: "hoi", "nhap", "quoc" give "hoi_nhap", "nhap_quoc"."""
    return [f"{one}{JOINT}{other}" for one, other in pairwise(syllables)]


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed: as a line, and taken apart. `marked` and its pairs are empty where nothing typed has a mark.

    `tight` are the pairs typed without a space between ("21/NQ-CP" has "21_nq" and "nq_cp"), `numbers` the beginnings
    of a document's number that it may hold, `loose` the syllables without a mark in what was typed with some: whether
    they have one in life was left open. Each tuple holds a form once, in the order typed.
    """

    text: str
    syllables: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    tight: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    marked_pairs: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.syllables)


def query(typed: str) -> Query:
    """Take a query apart; takes any text: signs mean nothing, and what is too long for a query is cut."""
    text = tidy_line(typed[: 4 * LONGEST_QUERY])[:LONGEST_QUERY].strip()
    parts = [part for part in _PARTED.split(text) if part]
    bare = [plain(part) for part in parts]
    syllables = _once(bare)[:MOST_SYLLABLES]
    dressed = [marked(part) for part in parts] if fold(text) != text.casefold() else []
    forms = _once(dressed)[:MOST_SYLLABLES]
    return Query(
        text=text,
        syllables=syllables,
        pairs=_pairs_of(bare, syllables),
        tight=_pairs_of([plain(word) for part in parts for word in part.split()], syllables),
        numbers=_once(
            [_beginnings(part[place:]) for part in bare for place, one in enumerate(part) if one[0].isdigit()]
        ),
        marked=forms,
        marked_pairs=_pairs_of(dressed, forms),
        loose=tuple(dict.fromkeys(plain_form(form) for form in forms if fold(form) == form)),
    )


def number_terms(number: str) -> list[str]:
    """List what a document's number is found by: "21/NQ-CP" by "21", "21_nq" and "21_nq_cp"."""
    return _beginnings(plain(number))


def _beginnings(syllables: list[str]) -> list[str]:
    return [JOINT.join(syllables[: length + 1]) for length in range(min(len(syllables), 6))]


def _once(parts: list[list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part))


def _pairs_of(parts: list[list[str]], syllables: tuple[str, ...]) -> tuple[str, ...]:
    known = set(syllables)
    return tuple(pair for pair in _once([pairs(part) for part in parts]) if known.issuperset(pair.split(JOINT)))
