"""Gather the lines of a document and make its `Extract`: the one place where a format's text is tidied."""

from __future__ import annotations

from hoinhap.core.reader.model import Cell, Extract, Line, Note
from hoinhap.core.vi.text import tidy, tidy_line


class Lines:
    """Collects lines in reading order, such as "ỦY BAN NHÂN DÂN" in the left cell of a masthead.

    Lines without words are not kept: an empty paragraph only says that the paragraph before it has ended.
    """

    def __init__(self) -> None:
        self._words: list[str] = []
        self._facts: list[tuple[Cell | None, bool, str, int]] = []
        self._ends: list[bool] = []
        self.notes: list[Note] = []

    def __len__(self) -> int:
        return len(self._words)

    def add(
        self,
        words: str,
        ends: bool = True,
        cell: Cell | None = None,
        bold: bool = False,
        role: str = "body",
        page: int = 0,
    ) -> None:
        """Put one line after the others."""
        if not words or words.isspace():
            if ends:
                self.close()
            return
        self._words.append(words)
        self._facts.append((cell, bold, role, page))
        self._ends.append(ends)

    def close(self) -> None:
        """Say that the paragraph of the last line ends there."""
        if self._ends:
            self._ends[-1] = True

    def peek(self, count: int) -> list[str]:
        """Return the words of the first lines, as they came."""
        return self._words[:count]

    def put_first(self, other: Lines) -> None:
        """Put all lines of another gathering before these."""
        self._words[:0] = other._words
        self._facts[:0] = other._facts
        self._ends[:0] = other._ends

    def extract(self, format: str, encoding: str = "", pages: int = 0) -> Extract:
        """Tidy the words and return them as one text with a span for every line."""
        text = tidy("\n".join([_one_line(words) for words in self._words]))
        rows = text.split("\n")
        if len(rows) != len(self._words):  # a line end of another kind was hidden in the words
            rows = [tidy_line(words) for words in self._words]
            text = ""
        lines: list[Line] = []
        kept: list[str] = []
        start = 0
        for words, ends, facts in zip(rows, self._ends, self._facts, strict=True):
            if not words:
                if ends and lines:
                    lines[-1] = lines[-1]._replace(ends=True)
                continue
            end = start + len(words)
            lines.append(Line(start, end, ends, *facts))
            kept.append(words)
            start = end + 1
        if len(kept) != len(rows) or not text:
            text = "\n".join(kept)
        return Extract(text, tuple(lines), format, encoding, pages, tuple(self.notes))


def _one_line(words: str) -> str:
    return words.replace("\n", " ").replace("\r", " ") if "\n" in words or "\r" in words else words
