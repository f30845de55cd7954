"""Find in a text the passage that shows best why it was found, and where its words stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from hoinhap.core.search.words import JOINT, Query, folded, marked_form, plain

LENGTH = 240
# A long text is looked through in stretches until one shows every word of the query, and not without end.
STRETCH = 20_000
MOST_STRETCHES = 10
MOST_MATCHES = 2_000

_TAKES_I = re.compile("(?:[hklmst]|qu)i")
_EDGE = re.compile(r"\s")


class Match(NamedTuple):
    """A syllable of the query in the text, `paired` when its neighbour in the query stands beside it here too."""

    start: int
    end: int
    syllable: str
    paired: bool = False


class Snippet(NamedTuple):
    """A passage of a text: the matched ranges count from its start; the text goes on before or after it, or not."""

    text: str
    ranges: tuple[tuple[int, int], ...]
    before: bool = False
    after: bool = False

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Give the passage piece by piece, each with whether it matched."""
        place = 0
        for start, end in self.ranges:
            if start > place:
                yield self.text[place:start], False
            yield self.text[start:end], True
            place = end
        if place < len(self.text):
            yield self.text[place:], False


def highlighted(text: str, query: Query) -> Snippet:
    """Return a short text whole, with the ranges where it matches; takes NFC."""
    found = _telling(_matches(text, 0, query), query, text)
    return Snippet(text, _joined([(one.start, one.end) for one in found], text))


def snippet(text: str, query: Query, weights: Mapping[str, float] | None = None, length: int = LENGTH) -> Snippet:
    """Return the passage of about `length` characters that holds most of the query, else the beginning.

    `weights` says how telling a syllable or a pair is; what it does not name counts 1. Takes NFC.
    """
    weights = weights or {}
    best: tuple[float, list[Match]] = (0.0, [])
    enough = _worth(query.syllables, query.pairs, weights)
    for start in range(0, min(len(text), STRETCH * MOST_STRETCHES), STRETCH):
        found = _telling(_matches(text[start : start + STRETCH + length], start, query), query, text)
        best = max(best, _densest(found, weights, length, text), key=lambda one: one[0])
        if best[0] >= enough:
            break
    if not best[1]:
        end = _backward(text, length) if len(text) > length else len(text)
        return Snippet(_flat(text[:end]), (), after=end < len(text))
    return _cut(text, best[1], length)


def _matches(text: str, offset: int, query: Query) -> list[Match]:
    """List the matches in order, at most MOST_MATCHES; `offset` is where the stretch begins in its text."""
    if not query:
        return []
    bare = folded(text)
    found: list[Match] = []
    for match in _pattern(query.syllables).finditer(bare):
        start, end = match.span()
        found.append(Match(start + offset, end + offset, plain(match[0])[0]))
        if len(found) == MOST_MATCHES:
            break
    if query.marked and found:
        # Typed with marks: what reads otherwise is shown only where nothing reads as typed.
        forms = set(query.marked)
        found = [one for one in found if marked_form(text[one.start - offset : one.end - offset]) in forms] or found
    return found


@lru_cache(maxsize=256)
def _pattern(syllables: tuple[str, ...]) -> re.Pattern[str]:
    """Match whole syllables; the longest first would not matter, since both ends are held."""
    words = (f"{one[:-1]}[iy]" if _TAKES_I.fullmatch(one) else re.escape(one) for one in syllables)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])")


def _telling(found: list[Match], query: Query, text: str) -> list[Match]:
    """Tell which matches stand beside their neighbour, and drop the strays of syllables that do so somewhere.

    For "xuất khẩu" a lone "xuất" is noise where the word itself is found.
    """
    wanted = set(query.pairs)
    paired = [False] * len(found)
    for place in range(len(found) - 1):
        one, other = found[place], found[place + 1]
        if f"{one.syllable}{JOINT}{other.syllable}" in wanted and _beside(text, one.end, other.start):
            paired[place] = paired[place + 1] = True
    together = {one.syllable for one, so in zip(found, paired, strict=True) if so}
    return [
        one._replace(paired=so) for one, so in zip(found, paired, strict=True) if so or one.syllable not in together
    ]


def _beside(text: str, end: int, start: int) -> bool:
    return start - end <= 3 and not any(letter.isalnum() for letter in text[end:start])


def _worth(syllables: tuple[str, ...], pairs: tuple[str, ...], weights: Mapping[str, float]) -> float:
    return sum(weights.get(one, 1.0) for one in syllables) + sum(2 * weights.get(one, 1.0) for one in pairs)


def _densest(found: list[Match], weights: Mapping[str, float], length: int, text: str) -> tuple[float, list[Match]]:
    """Find the window that holds most of the query, the earliest of equals."""
    best, kept = 0.0, (0, 0)
    ends = [one.end for one in found]
    for first, one in enumerate(found):
        last = bisect_right(ends, one.start + length)
        window = found[first:last] or [one]
        syllables = tuple({match.syllable for match in window})
        pairs = tuple({
            f"{left.syllable}{JOINT}{right.syllable}"
            for left, right in pairwise(window)
            if left.paired and right.paired and _beside(text, left.end, right.start)
        })  # fmt: skip
        worth = _worth(syllables, pairs, weights)
        if worth > best:
            best, kept = worth, (first, first + len(window))
    return best, found[slice(*kept)]


def _cut(text: str, window: list[Match], length: int) -> Snippet:
    """Cut the passage around the window: whole words, from the start of a line where one is near."""
    room = max(0, length - (window[-1].end - window[0].start))
    first = max(0, window[0].start - room)
    line = text.rfind("\n", first, window[0].start)
    near = line >= 0 or first == 0
    start = line + 1 if near else _forward(text, window[0].start - room // 2, window[0].start)
    end = max(window[-1].end, start + length)
    end = len(text) if end >= len(text) else max(window[-1].end, _backward(text, end))
    ranges = [(one.start - start, one.end - start) for one in window]
    return Snippet(_flat(text[start:end]), _joined(ranges, text[start:end]), start > 0, end < len(text))


def _forward(text: str, place: int, most: int) -> int:
    """Step to the start of the next word."""
    found = _EDGE.search(text, place, most)
    return found.end() if found else place


def _backward(text: str, place: int) -> int:
    """Step back to the end of a word."""
    while place > 0 and place < len(text) and not text[place].isspace():
        place -= 1
    return place


def _flat(text: str) -> str:
    """Set line ends as spaces: one for one, so that ranges stay."""
    return _EDGE.sub(" ", text)


def _joined(ranges: list[tuple[int, int]], text: str) -> tuple[tuple[int, int], ...]:
    """Join matches with nothing but signs between them to one range."""
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if found and _beside(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
