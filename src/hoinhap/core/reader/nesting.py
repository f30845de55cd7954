"""Finds where a label stands among the lists that are open: "3.2" under 3, "đ)" after "d)", a dash below what it lists.

The author's numbering is trusted as long as it counts on. A number that fits nowhere ("2025. Các sở") opens nothing;
one that jumps or comes twice still counts where a paragraph surely begins.
"""

from __future__ import annotations

from typing import NamedTuple

from .labels import Label, rank_of

_TERMINAL = frozenset('.;:!?…”"»/,')
_LOWEST_UNDER_ANY = 7  # numbers and what is below them may stand under an item that ends in a colon
_DEEPEST = 12  # no document nests deeper; a text that seems to is no outline
_LONG = 120  # headings are seldom longer
_HIGHEST = 60  # a list that does not begin at 1 begins with a small number


class Level(NamedTuple):
    """An open list: the label it has come to, its rank, and the provision that this label opened."""

    label: Label
    rank: int
    provision: int


class Before(NamedTuple):
    """What stands before a label: the last words of the provision it follows, and the paragraph just above it."""

    words: str
    paragraph: str
    bold: bool

    @property
    def announces(self) -> bool:
        return self.words.endswith(":")

    @property
    def amends(self) -> bool:
        """Say whether the words of another document follow: "được sửa đổi, bổ sung như sau:"."""
        return self.words.endswith("như sau:")

    @property
    def breaks_off(self) -> bool:
        """Say whether the paragraph above is a sentence without an end, rather than a heading."""
        above = self.paragraph
        if len(above) < _LONG or above[-1] in _TERMINAL or self.bold or above.upper() == above:
            return False
        return len(above) > 2 * _LONG or "; " in above or ". " in above[8:]


class Nesting:
    """The lists that are open at a place in the text, outermost first."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self._closed: dict[str, int] = {}

    def open(self, depth: int, label: Label, provision: int) -> None:
        """Close all lists from `depth` on and let the label stand there."""
        for level in self.levels[depth:]:
            self._closed[level.label.style] = level.label.value
        self.levels[depth:] = [Level(label, rank_of(label), provision)]

    def place(self, label: Label, text: str, sure: bool, before: Before, lone: bool) -> tuple[int, Label]:
        """Return how many open lists stay open above the label, -1 when it opens nothing, and how it was read.

        `text` is its paragraph, `lone` says that no label of the same style follows soon.
        """
        lower = text[label.end : label.end + 1].islower()
        if label.kind == "bullet":
            return self._bullet(label, text, lower, before, lone), label
        if label.kind == "decimal":
            return self._decimal(label, sure and not lower), label
        label = self._reading(label)
        return self._counted(label, sure, lower, before), label

    def _reading(self, label: Label) -> Label:
        """Choose between letter and numeral: "i)" goes on after "h)", and opens "i), ii)" elsewhere."""
        other = label.other
        if other is None:
            return label
        for level in reversed(self.levels):
            for reading in (label, other):
                if level.label.style == reading.style and _follows(level.label, reading):
                    return reading
        numeral, letter = (label, other) if label.style.startswith(("roman", "(roman")) else (other, label)
        if numeral.value == 1 or not any(level.label.style == letter.style for level in self.levels):
            return numeral
        return letter

    def _counted(self, label: Label, sure: bool, lower: bool, before: Before) -> int:
        levels = self.levels
        top = len(levels)
        same = -1
        for depth in range(top - 1, -1, -1):
            if levels[depth].label.style == label.style:
                if _follows(levels[depth].label, label):
                    return -1 if lower and not sure else depth
                same = max(same, depth)
        first = label.value == 1
        if not first and not lower:
            for depth in range(top - 1, -1, -1):  # "2)" after "1.", and "9." where "2.9." was meant
                other = levels[depth].label
                alike = other.kind == label.kind and other.style[0] == label.style[0]
                if other.value + 1 == label.value and (alike or (other.kind, label.kind) == ("decimal", "number")):
                    return depth
        if not sure and (lower or not first):
            return -1
        rank = rank_of(label)
        if first:
            if before.announces and rank >= _LOWEST_UNDER_ANY and 0 < top < _DEEPEST:
                return top
            if same < 0:
                return self._by_rank(rank)
            return same if sure else -1
        if label.kind == "article" and before.amends:
            return -1
        if same >= 0:
            return same if not lower and -30 < label.value - levels[same].label.value <= 10 else -1
        if self._closed.get(label.style, 0) + 1 == label.value:
            return self._by_rank(rank)
        if lower or label.style.startswith("capital") or (label.value > _HIGHEST and label.kind != "article"):
            return -1
        return self._by_rank(rank)

    def _decimal(self, label: Label, sure: bool) -> int:
        levels = self.levels
        stem = label.stem
        name = ".".join(map(str, stem))
        for depth in range(len(levels) - 1, -1, -1):
            level = levels[depth].label
            if level.style == label.style and level.stem == stem and (sure or level.value + 1 == label.value):
                return depth
        for depth in range(len(levels) - 1, -1, -1):
            level, rank, _ = levels[depth]
            if level.style[0] == "(":
                continue
            if level.text == name or (rank in (5, 6) and len(stem) == 1 and level.value == stem[0]):
                return depth + 1 if sure or label.value == 1 else -1
        if not sure:
            return -1
        for depth in range(len(levels) - 1, -1, -1):
            level = levels[depth].label
            if len(stem) == 1 and level.kind == "number" and level.value + 1 == stem[0]:
                return depth  # the heading above it has lost its number
            if level.style == label.style and len(level.stem) == len(stem):
                return depth
        return self._by_rank(rank_of(label))

    def _bullet(self, label: Label, text: str, lower: bool, before: Before, lone: bool) -> int:
        levels = self.levels
        if not levels:
            return -1
        above = before.paragraph
        if above and above[-1].isdigit() and text[label.end : label.end + 1].isdigit():
            return -1  # "giai đoạn 2026" / "- 2030"
        if lower and above and above[-1] not in _TERMINAL:
            return -1
        top = levels[-1].label
        for depth in range(len(levels) - 1, -1, -1):
            if levels[depth].label.style == label.style:
                below = top.kind != "bullet" and before.announces and len(levels) < _DEEPEST
                return len(levels) if below else depth
        if lone and before.breaks_off:
            return -1  # a dash inside a sentence: "… về trật tự xã hội" / "- Cơ quan thường trực …"
        if top.kind != "bullet" or before.announces:
            return len(levels)
        if label.text == "-":  # a dash stands above a plus, and below a star that is a heading
            lower_mark = top.text in "+o" or before.words[-1:] in _TERMINAL
            return len(levels) - 1 if lower_mark else len(levels)
        return len(levels) if label.text in "+o" else len(levels) - 1

    def _by_rank(self, rank: int) -> int:
        depth = len(self.levels)
        while depth and self.levels[depth - 1].rank >= rank:
            depth -= 1
        return depth


def _follows(last: Label, label: Label) -> bool:
    """Say whether a label is the next of its list: "đ)" after "d)", "g)" after "e)", "2a." after "2."."""
    step = label.value - last.value
    if not step and label.text[-1].isalpha() and label.kind in ("number", "article", "clause"):
        return last.text != label.text
    return step == 1 or (step == 2 and label.kind == "letter" and "roman" not in label.style)
