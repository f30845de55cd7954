"""Cut text into words and look for phrases of a lexicon among them.

A phrase is found by its words, whatever their case, spacing or tone placement: "Uỷ ban nhân dân" is "ủy ban nhân dân".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*|\S")
# "hòa" and "hoà" are one word, as are "hằng năm" and "hàng năm".
_PLACED = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
    "hằng": "hàng",
}  # fmt: skip
_ODD_TONE = re.compile("|".join(_PLACED))
_DASHES = frozenset("–—−‐‑‒")

_MOST_KNOWN = 50_000


class _Known(dict[str, str]):
    """The normal forms met so far; looking up a new word works it out."""

    def __missing__(self, word: str) -> str:
        form = "-" if word in _DASHES else _ODD_TONE.sub(lambda match: _PLACED[match[0]], word.lower())
        if len(self) < _MOST_KNOWN:
            self[word] = form
        return form


class _Capitals(dict[str, bool]):
    """Whether the words met so far begin with a capital letter."""

    def __missing__(self, word: str) -> bool:
        capital = word[0].isupper()
        if len(self) < _MOST_KNOWN:
            self[word] = capital
        return capital


_known = _Known()
_capital = _Capitals()


def word_set(words: Iterable[str]) -> frozenset[str]:
    """Return single words of a lexicon as they stand in `Words.low` ("hằng" as "hàng")."""
    return frozenset(_known[word] for word in words)


def phrase_set(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Return phrases of a lexicon as tuples of `Words.low` ("chủ trì" as ("chủ", "trì"))."""
    return frozenset(tuple(_known[word] for word in phrase.split()) for phrase in phrases)


def normal(word: str) -> str:
    """Return a word as phrases are compared: small, tones on the second vowel, one dash ("Ủy" gives "uỷ")."""
    return _known[word]


class Words:
    """The words and marks of one text, with their places.

    `low[k]` is the normal form of word k, `start[k]:end[k]` its place in the text, `cap[k]` whether it begins with a
    capital letter.
    """

    __slots__ = ("cap", "end", "low", "raw", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        # Only blanks stand between words, so each is found again right after the one before it.
        self.raw = raw = _WORD.findall(text)
        start: list[int] = []
        place, find, add = 0, text.index, start.append
        for word in raw:
            place = find(word, place)
            add(place)
            place += len(word)
        self.start = start
        self.end = [begin + len(word) for begin, word in zip(start, raw, strict=True)]
        self.low = list(map(_known.__getitem__, raw))
        self.cap = list(map(_capital.__getitem__, raw))

    def __len__(self) -> int:
        return len(self.raw)

    def at(self, offset: int) -> int:
        """Return the index of the first word that begins at or after a character offset."""
        low, high = 0, len(self.start)
        while low < high:
            middle = (low + high) // 2
            if self.start[middle] < offset:
                low = middle + 1
            else:
                high = middle
        return low


class Phrases:
    """A set of phrases, looked up at a place among words; the longest wins. `firsts` are their first words."""

    __slots__ = ("_by_first", "firsts")

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(normal(word) for word in _WORD.findall(phrase))
            self._by_first.setdefault(words[0], []).append(words)
        for group in self._by_first.values():
            group.sort(key=len, reverse=True)
        self.firsts = frozenset(self._by_first)

    def at(self, words: Words, k: int) -> int:
        """Return how many words the longest phrase at word k has, 0 when there is none."""
        low = words.low
        if k >= len(low):
            return 0
        group = self._by_first.get(low[k])
        if group is None:
            return 0
        for phrase in group:
            size = len(phrase)
            if size == 1 or tuple(low[k : k + size]) == phrase:
                return size
        return 0
