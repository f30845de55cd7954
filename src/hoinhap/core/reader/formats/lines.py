"""Gather the lines of a document and make its `Extract`: the one place where a format's text is tidied."""

from __future__ import annotations

from hoinhap.core.reader.formats.sides import tabbed_runs
from hoinhap.core.reader.model import Cell, Extract, Line, Note
from hoinhap.core.vi.legacy import repair
from hoinhap.core.vi.syllables import quality
from hoinhap.core.vi.text import tidy, tidy_line

_ENCODINGS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
# Below this share of Vietnamese syllables a text is foreign, or its letters were lost on the way.
_POOR = 0.8
_FEW_LETTERS = 200


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

    def part_tabs(self) -> None:
        """Make cells of what tabs set side by side: masthead, recipients and signature in a file without tables."""
        words, facts, ends = self._words, self._facts, self._ends
        for first, last in tabbed_runs(words, [fact[0] is None for fact in facts]):
            table = 1 + max((fact[0].table for fact in facts if fact[0] is not None), default=-1)
            lefts: list[int] = []
            rights: list[int] = []
            parts: list[tuple[str, str]] = []
            for at in range(first, last):
                left, _, right = words[at].partition("\t")
                parts.append((left, right.replace("\t", " ")))
                lefts += [at] if left.strip() else []
                rights += [at] if right.strip() else []
            fresh = [(parts[at - first][0], at, 0) for at in lefts] + [(parts[at - first][1], at, 1) for at in rights]
            made = [(text, (Cell(table, 0, side), *facts[at][1:]), ends[at]) for text, at, side in fresh]
            words[first:last] = [text for text, _, _ in made]
            facts[first:last] = [fact for _, fact, _ in made]
            ends[first:last] = [end for _, _, end in made]

    def extract(self, format: str, encoding: str = "", pages: int = 0) -> Extract:
        """Put letters of old fonts right, tidy the words and return them as one text with a span for every line."""
        if not self._words:
            return Extract("", (), format, encoding, pages, tuple(self.notes))
        repaired = repair("\n".join([_one_line(words) for words in self._words]))
        text = tidy(repaired.text)
        rows = text.split("\n")
        if len(rows) != len(self._words):  # a line end of another kind was hidden in the words
            rows = [tidy_line(words) for words in repaired.text.split("\n")]
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
        if repaired.encoding in _ENCODINGS:
            self.notes.append(Note("legacy-encoding", (("encoding", _ENCODINGS[repaired.encoding]),)))
        elif repaired.encoding == "mojibake":
            self.notes.append(Note("mojibake-repaired"))
        if len(text) > _FEW_LETTERS and (share := quality(text[len(text) // 3 :][:4_000])) < _POOR:
            self.notes.append(Note("low-quality-text", (("share", str(round(share * 100))),)))
        return Extract(text, tuple(lines), format, repaired.encoding or encoding, pages, tuple(self.notes))


def _one_line(words: str) -> str:
    return words.replace("\n", " ").replace("\r", " ") if "\n" in words or "\r" in words else words
