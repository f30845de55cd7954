"""Work out the labels that Word writes by itself, such as "Điều 3." or "2.1." before a paragraph of a numbered list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
# Bullets come in many shapes; one level of a list is one mark, so that the same plan gives the same outline whether its
# marks were typed, drawn by a symbol font or printed. What is not here becomes a dash.
BULLETS = {
    "+": "+",
    "*": "*",
    "-": "-",
    "◦": "+",
    "○": "+",
    "\uf06f": "+",
    "\uf0a7": "*",
    "▪": "*",
    "■": "*",
    "§": "*",
    "\uf02b": "+",
    "\uf02a": "*",
    "✓": "*",
    "\uf0fc": "*",
    "ü": "*",
    "•": "-",
    "·": "-",
    "●": "-",
    "\uf0b7": "-",
    "\uf02d": "-",
    "\uf0d8": "-",
    "➢": "-",
    "Ø": "-",
    "–": "-",
    "—": "-",
}
_DRAWN = frozenset("◦○\uf06f\uf0a7▪■\uf0fc✓•·●\uf0b7\uf0d8➢")


def bulleted(line: str) -> str:
    """Write a bullet that a line begins with as one of "-", "+" and "*"."""
    mark, rest = line[:1], line[1:]
    if mark not in _DRAWN or not rest[:1].isspace():
        return line
    return f"{BULLETS[mark]} {rest.lstrip()}"


@dataclass(slots=True)
class Level:
    """One level of a list: how it counts and how it looks."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = field(default_factory=dict)
    styled: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> str:
        """Count one paragraph of a list and return its label ("" where the list shows none)."""
        known = self.lists.get(list_id)
        if known is None or not 0 <= depth <= 8:
            return ""
        abstract, own, starts = known
        levels = self.abstracts.get(abstract, {})
        level = own.get(depth) or levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * 9)
        if depth in starts and (list_id, depth) not in self._begun:
            counts[depth] = starts[depth]
        else:
            last = counts[depth]
            counts[depth] = level.start if last is None else last + 1
        self._begun.add((list_id, depth))
        for deeper in range(depth + 1, 9):
            below = own.get(deeper) or levels.get(deeper)
            if below is None or below.restart is None or 0 < below.restart <= depth + 1:
                counts[deeper] = None
        if level.format == "bullet":
            return "+" if level.text.strip() == "o" else BULLETS.get(level.text.strip(), "-")
        if level.format == "none" and "%" not in level.text:
            return level.text.strip()

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = own.get(at) or levels.get(at) or level
            value = counts[at]
            if value is None:  # a deeper level came before any paragraph of this one
                value = counts[at] = other.start
            return written(value, "decimal" if level.legal and at < depth else other.format)

        return _PLACE.sub(number, level.text).strip()


def written(value: int, format: str) -> str:
    """Write a count the way a list asks for: 4 is "4", "IV", "iv", "D" or "d"."""
    if value < 1:
        return "" if format == "none" else str(value)
    if format in ("upperRoman", "lowerRoman") and value < 4000:
        text = ""
        for size, letters in _ROMAN:
            while value >= size:
                text += letters
                value -= size
        return text.upper() if format == "upperRoman" else text
    if format in ("upperLetter", "lowerLetter") and value <= 26 * 20:
        # Word goes on after "z" with "aa", "bb": the same letter again.
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if format == "upperLetter" else letter
    if format == "decimalZero":
        return f"{value:02d}"
    if format == "none":
        return ""
    return str(value)


def read_numbering(root: Any) -> Numbering:
    """Read the lists declared in numbering.xml."""
    found = Numbering()
    links: dict[str, str] = {}
    named: dict[str, str] = {}
    for node in root.iterchildren(W + "abstractNum"):
        key = node.get(W + "abstractNumId", "")
        found.abstracts[key] = {}
        for child in node.iterchildren():
            if child.tag == W + "lvl":
                depth, level, style = _level(child)
                found.abstracts[key][depth] = level
                if style:
                    found.styled.setdefault(style, (key, depth))
            elif child.tag == W + "numStyleLink":
                links[key] = child.get(W + "val", "")
            elif child.tag == W + "styleLink":
                named[child.get(W + "val", "")] = key
    for key, style in links.items():
        if style in named and not found.abstracts[key]:
            found.abstracts[key] = found.abstracts[named[style]]
    for node in root.iterchildren(W + "num"):
        abstract, own, starts = "", {}, {}
        for child in node.iterchildren():
            if child.tag == W + "abstractNumId":
                abstract = child.get(W + "val", "")
            elif child.tag == W + "lvlOverride":
                depth = whole(child.get(W + "ilvl"), 0)
                for change in child.iterchildren():
                    if change.tag == W + "startOverride":
                        starts[depth] = whole(change.get(W + "val"), 1)
                    elif change.tag == W + "lvl":
                        own[depth] = _level(change)[1]
        found.lists[node.get(W + "numId", "")] = (abstract, own, starts)
    by_abstract: dict[str, str] = {}
    for list_id, (abstract, _, _) in found.lists.items():
        by_abstract.setdefault(abstract, list_id)
    found.styled = {
        style: (by_abstract[key], depth) for style, (key, depth) in found.styled.items() if key in by_abstract
    }
    return found


# RTF as LibreOffice writes it has question marks for the letters of a label that are not Western.
_WHOLE = {"?i?u": "Điều", "Ch??ng": "Chương", "M?c": "Mục", "Ph?n": "Phần", "Kho?n": "Khoản"}
_LOST = re.compile("|".join(map(re.escape, _WHOLE)))


def _level(node: Any) -> tuple[int, Level, str]:
    level, style = Level(), ""
    for child in node.iter(W + "start", W + "numFmt", W + "lvlText", W + "lvlRestart", W + "isLgl", W + "pStyle"):
        value = child.get(W + "val", "")
        if child.tag == W + "start":
            level.start = whole(value, 1)
        elif child.tag == W + "numFmt":
            level.format = value
        elif child.tag == W + "lvlText":
            level.text = _LOST.sub(lambda match: _WHOLE[match[0]], value[:100])  # Word itself takes no longer labels
        elif child.tag == W + "lvlRestart":
            level.restart = whole(value, 0)
        elif child.tag == W + "isLgl":
            level.legal = value not in ("0", "false", "off")
        else:
            style = value
    return whole(node.get(W + "ilvl"), 0), level, style


def whole(value: str | None, default: int) -> int:
    """Read a whole number out of an attribute; what is none counts as the default."""
    try:
        return max(-1, min(int(value or default), 1_000_000))
    except ValueError:
        return default
