"""Put Vietnamese text into one form for reading, and into comparison forms for searching.

`tidy` changes only what nobody sees (composition, odd spaces, invisible characters), so that the text still shows what
the document says. `fold` and `key` go further and are for comparing only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .syllables import tone_places

# Invisible characters. U+00AD is among them, so legacy encodings (where it is a letter) are decoded before tidying.
_REMOVED = "\u00ad\u034f\u061c\u180e\ufeff\ufff9\ufffa\ufffb" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)))
)
_SPACES = "\t\u00a0\u1680\u202f\u205f\u3000\u2800\x1c\x1d\x1e\x1f" + "".join(map(chr, range(0x2000, 0x200B)))
_CONTROLS = "".join(map(chr, (*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))))
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
# Word's symbol fonts put their glyphs into the private area; these are the ones lists are made of.
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf02b": "+", "\uf0a8": "□"}

_ODD: dict[str, str] = {
    **dict.fromkeys(_REMOVED + _CONTROLS, ""),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **_SYMBOLS,
}
_ODD_SET = frozenset(_ODD)
_MANY_SPACES = re.compile(" {2,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ETH_WORD = re.compile(r"[^\W\d_]*[Ðð][^\W\d_]*")
# A tone typed before the hat or breve of its vowel does not compose: "o" + acute + circumflex is not "ố".
_TONE_BEFORE_HAT = re.compile("(?<![\u0300-\u036f])([\u0300\u0301\u0303\u0309])([\u0302\u0306])(?![\u0300-\u036f])")


def tidy(text: str) -> str:
    """Return the text in NFC with plain spaces, single between words, none at the ends of a line, and "\\n" line ends.

    Blank lines are kept. Works for any text, a text of one form stays as it is, and most texts need no change at all.
    """
    characters = set(text)
    odd = characters & _ODD_SET
    if odd:
        if "\r" in odd:
            text = text.replace("\r\n", "\n")
        for character in odd:
            text = text.replace(character, _ODD[character])
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not characters.isdisjoint("\u0302\u0306"):
        text = unicodedata.normalize("NFC", _TONE_BEFORE_HAT.sub(r"\2\1", unicodedata.normalize("NFD", text)))
    if "Ð" in characters or "ð" in characters:
        text = _ETH_WORD.sub(_bar_d, text)
    if _has_surrogate(characters):
        text = _SURROGATE.sub("\ufffd", text)
    if "  " in text:
        text = _MANY_SPACES.sub(" ", text)
    if " \n" in text:
        text = text.replace(" \n", "\n")
    if "\n " in text:
        text = text.replace("\n ", "\n")
    return text.strip(" ")


def tidy_line(line: str) -> str:
    """Return one line in the form of `tidy`, its own line ends turned into spaces ("Độc lập -\\nTự do")."""
    return _MANY_SPACES.sub(" ", tidy(line).replace("\n", " ")).strip(" ")


def _has_surrogate(characters: set[str]) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in characters)


def _bar_d(match: re.Match[str]) -> str:
    """Turn the Icelandic eth that old keyboards typed into đ ("NÐ-CP", "Ðiều"); leave Icelandic words alone."""
    word = match.group()
    if not word.isascii() and any(character in "þÞæÆöÖ" for character in word):
        return word
    return word.replace("Ð", "Đ").replace("ð", "đ")


# --- comparison forms ---------------------------------------------------------------------------------------------

_BARRED = str.maketrans("đĐ", "dd")


def fold(text: str) -> str:
    """Return the text in small letters without marks, for searching ("Điện lực" gives "dien luc")."""
    text = text.casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFD", text)
    kept = [character for character in text if not unicodedata.combining(character)]
    return "".join(kept).translate(_BARRED)


_KEY_WORD = re.compile(r"[^\W\d_]+")
_KEY_SIGNS = str.maketrans({
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4`", "'"),
    "\u2026": "...",
})  # fmt: skip
_I_OR_Y = re.compile("(?:[hklmst]|qu)y")


def key(text: str) -> str:
    """Return a form that is equal for texts that differ only in spelling habits; for comparing, never for showing.

    Capitals, the place of the tone mark ("hoà", "hòa"), i or y after h, k, l, m, s, t and qu ("kí", "ký"), dashes,
    quotation marks and spaces make no difference: `key("Tỉnh uỷ") == key("TỈNH ỦY")`.
    """
    text = tidy_line(text).casefold().translate(_KEY_SIGNS)
    return unicodedata.normalize("NFC", _KEY_WORD.sub(_word_key, unicodedata.normalize("NFC", text)))


def same(one: str, other: str) -> bool:
    """Say whether two texts are the same but for spelling habits ("Hòa Bình", "HOÀ BÌNH")."""
    return one == other or key(one) == key(other)


def _word_key(match: re.Match[str]) -> str:
    word = match[0]
    return _placed(word) if not word.isascii() or "y" in word else word


@lru_cache(maxsize=32_768)
def _placed(word: str) -> str:
    """Write a word with its tone mark in the older place and with i where i and y are both in use."""
    letters: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            if tone:
                return word  # two tones: no syllable, leave it
            tone = letter
        else:
            letters.append(letter)
    base = unicodedata.normalize("NFC", "".join(letters))
    if _I_OR_Y.fullmatch(base):
        base = base[:-1] + "i"
    if not tone:
        return base
    places = tone_places(base)
    if not places:
        return word
    return unicodedata.normalize("NFC", base[: places[0] + 1] + tone + base[places[0] + 1 :])


_TONES = "\u0300\u0301\u0303\u0309\u0323"
