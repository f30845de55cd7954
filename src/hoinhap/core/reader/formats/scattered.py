"""Put letters back into lines on pages where PDFium gives every letter a line of its own.

A page that holds only the end of a column, such as the last recipients ("- Lưu: VT, NC."), is narrow and high; PDFium
then takes it for text that runs downwards, and its spaces are lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_FEWEST = 12  # a page of fewer lines may well be a list of letters
_SPACE = 0.12  # of the size of the letters: half of a narrow space
_GAP = 1.6


class Letter(NamedTuple):
    """A letter of a page: where it begins, ends and stands, its size, and its place in the text of the page."""

    text: str
    left: float
    right: float
    y: float
    size: float
    place: int


def is_scattered(rows: Sequence[str]) -> bool:
    """Say whether nearly all lines of a page are single letters."""
    return len(rows) > _FEWEST and sum(len(row.strip()) < 2 for row in rows) * 4 > len(rows) * 3


def lines_of(letters: list[Letter]) -> Iterator[tuple[str, Letter, Letter]]:
    """Yield the words of each line from above to below with their first and last letter, cut at wide gaps."""
    letters.sort(key=lambda one: -one.y)
    line: list[Letter] = []
    for one in letters:
        if line and line[0].y - one.y > max(one.size, line[0].size) * 0.3:
            yield from _words(line)
            line = []
        line.append(one)
    if line:
        yield from _words(line)


def _words(line: list[Letter]) -> Iterator[tuple[str, Letter, Letter]]:
    line.sort(key=lambda one: one.left)
    first, words = line[0], line[0].text
    for last, one in pairwise(line):
        apart = one.left - last.right
        if apart > one.size * _GAP:
            yield words, first, last
            first, words = one, one.text
        else:
            words += f" {one.text}" if apart > one.size * _SPACE else one.text
    yield words, first, line[-1]
