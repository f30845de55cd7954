"""Find in a text the passage that shows best why it was found, and where its words stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from hoinhap.core.search.words import JOINT, Query, folded, marked, marked_form, plain, plain_form

LENGTH = 240
# Of a text this much is looked through, and so many places where its most telling word stands.
LONGEST = 200_000
MOST_PLACES = 12

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
    bare = folded(text)
    found = _telling(_as_typed(_matches(bare, query, 0, len(text)), query, text), query, text)
    return Snippet(text, _joined([(one.start, one.end) for one in found], text))


def snippet(text: str, query: Query, weights: Mapping[str, float] | None = None, length: int = LENGTH) -> Snippet:
    """Return the passage of about `length` characters that holds most of the query, else the beginning.

    `weights` says how telling a syllable or a pair is; what it does not name counts 1. Looked at are the places of the
    most telling syllable or pair that the text has: all else of the query is sought around these. Takes NFC.
    """
    weights = weights or {}
    bare = folded(text[:LONGEST])
    enough = _worth(query.syllables, query.pairs, weights)
    best: tuple[float, list[Match]] = (0.0, [])
    for first, last in _places(text, bare, query, weights, length):
        found = _telling(_as_typed(_matches(bare, query, first, last), query, text), query, text)
        best = max(best, _densest(found, weights, length, text, enough), key=lambda one: one[0])
        if best[0] >= enough:
            break
    if not best[1]:
        end = _backward(text, length) if len(text) > length else len(text)
        return Snippet(_flat(text[:end]), (), after=end < len(text))
    return _cut(text, best[1], length)


def _places(text: str, bare: str, query: Query, weights: Mapping[str, float], length: int) -> Iterator[tuple[int, int]]:
    """Give stretches around what tells most: as it was typed, else however it is written."""
    worth = {one: 2 * weights.get(one, 1.0) for one in query.pairs}
    worth |= {one: weights.get(one, 1.0) for one in query.syllables}
    terms = sorted(worth, key=lambda one: -worth[one])
    places: list[int] = []
    for as_typed in (True, False) if query.marked else (False,):
        for term in terms:
            found = _whole(_pattern(tuple(term.split(JOINT)), joined=True), bare, 0, len(bare))
            places = [start for start, end in found if not as_typed or _reads_as_typed(text[start:end], query)]
            places = places[:MOST_PLACES]
            if places:
                break
        if places:
            break
    last = -1
    for start in places:
        if start + length > last:
            first, last = max(0, start - length), start + 2 * length
            yield first, last


def _matches(bare: str, query: Query, first: int, last: int) -> list[Match]:
    """List the syllables of the query between two places of a folded text, in order."""
    if not query:
        return []
    found = _whole(_pattern(query.syllables), bare, first, last)
    return [Match(start, end, plain_form(bare[start:end])) for start, end in found]


def _reads_as_typed(text: str, query: Query) -> bool:
    return all(form in query.marked or any(one in query.loose for one in plain(form)) for form in marked(text))


def _as_typed(found: list[Match], query: Query, text: str) -> list[Match]:
    """Keep of what was typed with marks the matches that have them, unless there are none."""
    if not query.marked:
        return found
    forms, loose = set(query.marked), set(query.loose)
    return [one for one in found if one.syllable in loose or marked_form(text[one.start : one.end]) in forms] or found


def _whole(pattern: re.Pattern[str], bare: str, first: int, last: int) -> list[tuple[int, int]]:
    """List what matches and begins where a syllable begins; asked afterwards, so that the engine can skip."""
    spans = (match.span() for match in pattern.finditer(bare, first, last))
    return [(start, end) for start, end in spans if start == 0 or not bare[start - 1].isalnum()]


@lru_cache(maxsize=512)
def _pattern(syllables: tuple[str, ...], *, joined: bool = False) -> re.Pattern[str]:
    """Match one of the syllables, or all of them side by side, up to the end of a syllable."""
    words = (r"[\W_]{1,3}" if joined else "|").join(map(_spellings, syllables))
    return re.compile(rf"(?:{words})(?![^\W_])")


def _spellings(syllable: str) -> str:
    """Undo what `plain_form` makes one."""
    if _TAKES_I.fullmatch(syllable):
        return f"{syllable[:-1]}[iy]"
    return f"0*{syllable}" if syllable.isascii() and syllable.isdigit() else re.escape(syllable)


def _telling(found: list[Match], query: Query, text: str) -> list[Match]:
    """Tell which matches stand beside their neighbour, and drop the strays of syllables that do so nearby.

    For "xuất khẩu" a lone "xuất" is noise where the word itself is found.
    """
    wanted = set(query.pairs)
    paired = [False] * len(found)
    for place, (one, other) in enumerate(pairwise(found)):
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


def _densest(
    found: list[Match], weights: Mapping[str, float], length: int, text: str, enough: float
) -> tuple[float, list[Match]]:
    """Find the window that holds most of the query, the earliest of equals; `enough` is all of it."""
    best, kept, before = 0.0, (0, 0), 0
    ends = [one.end for one in found]
    for first, one in enumerate(found):
        last = max(bisect_right(ends, one.start + length), first + 1)
        if last == before:
            continue  # a part of the window before
        before = last
        window = found[first:last]
        syllables = tuple({match.syllable for match in window})
        pairs = tuple({
            f"{left.syllable}{JOINT}{right.syllable}"
            for left, right in pairwise(window)
            if left.paired and right.paired and _beside(text, left.end, right.start)
        })  # fmt: skip
        worth = _worth(syllables, pairs, weights)
        if worth > best:
            best, kept = worth, (first, last)
            if best >= enough:
                break
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
