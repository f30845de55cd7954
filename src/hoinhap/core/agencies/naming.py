"""Bring a name into the form in which names are compared: abbreviations written out, small differences taken away.

    >>> name_key("Sở KH&ĐT")
    'sở kế hoạch đầu tư'

`words_of` is the same with the words of the text beside it, so that a class can show the words that it did not
understand as they were written. What the words are is data: lexicon/naming.toml.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from hoinhap.core.vi.text import key

_CHUNK = re.compile(r"[^\s,;:()\[\]{}/\"+*…?!]+")
_SIGN = re.compile(r"[,;/&]|- ")
_AFTER_SIGN = re.compile(r"(?<=[,;/&\-] )\S|(?<=[,;/])\S")
_INNER = re.compile(r"[^\-&._']+")
_SIGNS = re.compile(r"[\-&._']+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_NUMBER = re.compile("(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


class Word(NamedTuple):
    """One compared word, the place of the text's chunk that it came from, and whether a comma or "và" stands before."""

    low: str
    chunk: int
    parted: bool = False


class Lexicon(NamedTuple):
    """What lexicon/naming.toml says, in compared form."""

    abbreviations: dict[tuple[str, ...], tuple[str, ...]]
    longest: int
    starts: frozenset[str]
    dropped: frozenset[str]
    owners: tuple[tuple[str, ...], ...]
    units: tuple[tuple[str, ...], ...]
    any_level: frozenset[str]
    organs: dict[tuple[str, ...], tuple[str, ...]]
    offices: dict[tuple[str, ...], tuple[str, ...]]


def toml_of(name: str) -> dict[str, Any]:
    """Read one file of the lexicon."""
    return tomllib.loads(files(__package__).joinpath("lexicon", name).read_text(encoding="utf-8"))


@cache
def lexicon() -> Lexicon:
    """Read how names are shortened and what stands around them."""
    raw = toml_of("naming.toml")
    words = raw["words"]
    dropped = frozenset(key(word) for word in words["dropped"])
    short: dict[tuple[str, ...], tuple[str, ...]] = {}
    for abbreviation, meaning in raw["abbreviations"].items():
        short[_plain(abbreviation, dropped)] = _plain(meaning, dropped)

    def phrases(listed: list[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted((_plain(one, dropped) for one in listed), key=len, reverse=True))

    keeps = {_plain(one, dropped): _plain(kept, dropped) for one, kept in raw["offices"]["keeps"].items()}
    offices = {one: keeps.get(one, ()) for one in (*phrases(raw["offices"]["words"]), *keeps)}
    return Lexicon(
        short,
        max(map(len, short)),
        frozenset(one[0] for one in short),
        dropped,
        phrases(words["owners"]),
        phrases(words["units"]),
        frozenset(" ".join(_plain(one, dropped)) for one in words["any_level"]),
        dict.fromkeys(phrases(raw["organs"]["words"]), ()),
        offices,
    )


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """Return the form in which two spellings of one name are equal; for comparing and keeping, never for showing."""
    return " ".join(word.low for word in words_of(text))


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the compared words of a name; those that say nothing ("và", commas) are left out."""
    found: list[Word] = []
    lex = lexicon()
    may_be_short = parted = False
    plain = key(text)
    # The chunk after a comma is looked up only where there is one.
    after_signs = {m.start() for m in _AFTER_SIGN.finditer(plain)} if _SIGN.search(plain) else frozenset[int]()
    for place, match in enumerate(_CHUNK.finditer(plain)):
        chunk = match[0]
        parted = parted or match.start() in after_signs
        if chunk.isalpha():
            parts = [chunk]
        else:
            squashed = _SIGNS.sub("", chunk)
            # "KH&ĐT" is one abbreviation; "chính trị-xã hội" is words with a dash; "M'Drắk" is one word.
            whole = (squashed,) in lex.abbreviations or "'" in chunk
            parts = [squashed] if whole else _INNER.findall(chunk)
        for part in parts:
            if part in lex.dropped:
                parted = True
            elif part:
                found.append(Word(part, place, parted))
                parted = False
                may_be_short = may_be_short or part in lex.starts
    if may_be_short:
        found = _written_out(found, lex)
    return tuple(_numbered(found))


def chunks_of(text: str) -> list[str]:
    """Return the chunks of the text as it is written; `Word.chunk` counts them."""
    return _CHUNK.findall(text)


def chunk_starts(text: str) -> list[int]:
    """Return where the chunks of the text begin."""
    return [match.start() for match in _CHUNK.finditer(text)]


def begins(words: tuple[str, ...], phrases: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the longest of the phrases that the words begin with, or None."""
    for size in range(min(6, len(words)), 0, -1):
        if words[:size] in phrases:
            return words[:size]
    return None


def _plain(text: str, dropped: frozenset[str]) -> tuple[str, ...]:
    """Split a phrase of the lexicon; abbreviations in it stay as they are."""
    words = []
    for chunk in _CHUNK.findall(key(text)):
        words += [part for part in _INNER.findall(chunk) if part not in dropped]
    return tuple(words)


def _written_out(words: list[Word], lex: Lexicon) -> list[Word]:
    """Write the abbreviations out, longest first; what they stand for may be shortened once more ("TP HCM")."""
    for _ in range(2):
        out: list[Word] = []
        k = 0
        changed = False
        while k < len(words):
            if words[k].low in lex.starts:
                for size in range(min(lex.longest, len(words) - k), 0, -1):
                    meaning = lex.abbreviations.get(tuple(word.low for word in words[k : k + size]))
                    if meaning:
                        out += [Word(low, words[k].chunk, words[k].parted and not n) for n, low in enumerate(meaning)]
                        k += size
                        changed = True
                        break
                else:
                    out.append(words[k])
                    k += 1
            else:
                out.append(words[k])
                k += 1
        words = out
        if not changed:
            break
    return words


def _numbered(words: list[Word]) -> list[Word]:
    """Write the numbers of regions in one way: "khu vực VIII", "khu vực 08" and "khu vực 8"."""
    for k in range(1, len(words)):
        low = words[k].low
        if words[k - 1].low in ("vực", "miền", "số") and _ROMAN_NUMBER.fullmatch(low):
            words[k] = words[k]._replace(low=str(_arabic(low)))
        elif low[0] == "0" and low.isdigit():
            words[k] = words[k]._replace(low=low.lstrip("0") or "0")
    return words


def _arabic(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
