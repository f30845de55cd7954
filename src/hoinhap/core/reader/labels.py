"""Recognises the labels that open a provision: "Điều 3.", "II.", "3.2.", "đ)", "(ii)", "- ", "Chương I"."""

from __future__ import annotations

import re
from typing import NamedTuple

# Lower ranks stand above higher ones when a style that is not yet open must find its place.
RANKS = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "article": 4,
    "capital": 5,
    "roman": 6,
    "number": 7,
    "decimal": 8,
    "letter": 9,
    "digit)": 10,
    "(digit)": 10,
    "(roman)": 11,
    "bullet": 12,
}
_HIGHEST = 300  # a larger number is a year or a quantity
ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
_DASHES = dict.fromkeys("-–—−‐‑", "-")
_MARKS = {**_DASHES, **{mark: mark for mark in "+*•·●○◦▪§➢➤✓"}, "o": "o", "\uf0b7": "•", "\uf02d": "-", "\uf0a7": "•"}
_BULLETS = "".join(mark for mark in _MARKS if mark != "o")
_WORDS = {
    "phần": "part",
    "chương": "chapter",
    "mục": "section",
    "tiểu mục": "subsection",
    "điều": "article",
    "khoản": "number",
}
_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

# Tried only where the first characters allow it, so one alternation is enough; every repetition is bounded.
_LABEL = re.compile(
    rf"""(?:
      (?P<bullet>[{re.escape(_BULLETS)}])(?![{re.escape(_BULLETS)}\d.,;:/)]) [ ]?
    | (?P<hollow>o)[ ](?=\w)
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?P<dtail>[ ]?[.):/]?-?)(?=\s|$|[^\W\d_a-z])
    | (?P<number>\d{{1,3}}[a-zđ]?)(?:\[\d{{1,3}}\])?
      (?P<ntail>[ ]?[.):]-?|[ ]?[-/](?=\s[^\W\d_]))(?=\s|$|[^\W\d_a-z]|[“"‘])
    | \((?P<inner>\d{{1,2}}|[ivx]{{1,5}}|[a-zđ])\)(?=\s|$|[^\W\d_])
    | (?P<mixed>[IVX]{{1,5}}(?:\.(?:\d{{1,2}}|[a-zđ])){{1,4}})[.)]?(?=\s|$)
    | (?P<lettered>[a-zđ]\.?\d{{1,2}}(?:\.\d{{1,2}})?)[ ]?[.)](?=\s|$)
    | (?P<lower>[ivx]{{1,5}}|[a-zđ])(?:\[\d{{1,3}}\])?(?P<ltail>[ ]?\)|[./](?=\s)|-(?=\s[^\W\d_]))
    | (?P<roman>[IVXL]{{1,6}})(?P<rtail>[ ]?[.)/:]-?|[ ]?[-–](?=\s))(?=\s|$|[^\W\d_a-z])
    | (?P<capital>[A-ZĐ])(?P<ctail>[ ]?[.)/]|[ ]?[-–](?=\s))(?=\s|$)
    )\s*""",
    re.VERBOSE,
)
_WORDED = re.compile(
    r"""(?P<word>(?i:phần|chương|mục|tiểu\ mục|điều|khoản))[ ]
        (?P<value>(?:(?i:thứ)[ ])?(?:(?i:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)\b
          |[IVXLC]{1,7}\b|\d{1,3}[a-zđ]?(?!\w)|[A-ZĐ]\b))
        (?:\[\d{1,3}\])?(?P<tail>[ ]?[.:)](?!\w)|[ ]?[-–](?=\s)|(?=\s|$))\s*""",
    re.VERBOSE,
)
_DIGITS = frozenset("0123456789(")
_MARK_SET = frozenset(_BULLETS)
_CLOSERS = frozenset(".)/:-–[")
_WORD_STARTS = frozenset("ĐCMPKT")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Label(NamedTuple):
    """What opens a provision. `text` is the label as paths show it ("Điều 3", "3.2", "-"), `end` where its words begin.

    `style` tells lists apart ("1." from "1)"), `value` counts within the list, `stem` is what a decimal repeats of its
    parents: (3,) for "3.2". `other` is a second reading of the same characters ("i)" after "h)", or before "ii)").
    """

    style: str
    kind: str
    value: int
    text: str
    end: int
    stem: tuple[int | str, ...] = ()
    other: Label | None = None


def roman(text: str) -> int:
    """Count a Roman numeral ("IX" is 9); 0 when it is none."""
    total = last = 0
    for letter in reversed(text.upper()):
        value = _ROMAN.get(letter, 0)
        if not value:
            return 0
        total += value if value >= last else -value
        last = max(last, value)
    return total


def label_at(text: str, start: int = 0) -> Label | None:
    """Read the label that stands at `start`: "3.2. Sở Công Thương" gives 3.2, "2025. Các sở" gives none."""
    if start >= len(text):
        return None
    first = text[start]
    if first not in _DIGITS and first not in _MARK_SET:
        if not first.isalpha():
            return None
        if first in _WORD_STARTS:
            worded = _worded(text, start)
            if worded:
                return worded
        if first == "o" and text[start + 1 : start + 2] == " ":
            pass
        elif not _CLOSERS.intersection(text[start + 1 : start + (8 if first in "IVXLivx" else 4)]):
            return None
    found = _LABEL.match(text, start)
    return _label(found) if found else None


def _label(found: re.Match[str]) -> Label | None:
    end = found.end()
    words = found.groupdict()
    if mark := words["bullet"] or words["hollow"]:
        return Label("bullet" + _MARKS[mark], "bullet", 1, _MARKS[mark], end)
    if text := words["decimal"]:
        return _decimal(text, end)
    if text := words["number"]:
        return _number(text, words["ntail"].strip(" -") or "-", end)
    if text := words["inner"]:
        return _inner(text, end)
    if text := words["mixed"]:
        return _mixed(text, end)
    if text := words["lettered"]:
        digits = re.findall(r"\d+", text)
        return Label("lettered", "decimal", int(digits[-1]), text, end, (text[0], *digits[:-1]))
    if text := words["lower"]:
        return _lower(text, words["ltail"].strip(), end)
    if text := words["roman"]:
        return _roman(text, words["rtail"].strip(" -–") or "-", end)
    return _capital(words["capital"], words["ctail"].strip(), end)


def _number(text: str, tail: str, end: int) -> Label | None:
    value = int(text.rstrip("abcdđefghiklmnopqrstuvxyzjw"))
    if not 0 < value <= _HIGHEST:
        return None
    return Label("digit)" if tail == ")" else "number" + tail, "number", value, text.lstrip("0"), end)


def _mixed(text: str, end: int) -> Label | None:
    head, *rest = text.split(".")
    if not roman(head):
        return None
    value = int(rest[-1]) if rest[-1].isdigit() else ALPHABET.find(rest[-1]) + 1
    return Label("mixed", "decimal", value, text, end, (head, *rest[:-1]))


def _roman(text: str, tail: str, end: int) -> Label | None:
    capital = _capital(text, tail, end) if len(text) == 1 else None
    if text == "L" or not roman(text):
        return capital
    return Label("roman" + tail, "roman", roman(text), text, end, (), capital)


def _capital(text: str, tail: str, end: int) -> Label:
    return Label("capital" + tail, "part", ALPHABET.find(text.lower()) + 1, text, end)


def _decimal(text: str, end: int) -> Label | None:
    parts = text.split(".")
    numbers = tuple(map(int, parts))
    if not numbers[0] or (len(parts[-1]) == 2 and parts[-1][0] == "0"):
        return None  # "3.05" is a quantity, not a label
    return Label("decimal", "decimal", numbers[-1], text, end, numbers[:-1])


def _inner(text: str, end: int) -> Label:
    if text.isdigit():
        return Label("(digit)", "number", int(text), text, end)
    letter = Label("(letter)", "letter", ALPHABET.find(text) + 1, text, end) if len(text) == 1 else None
    if roman(text):
        return Label("(roman)", "letter", roman(text), text, end, (), letter)
    return letter or Label("(roman)", "letter", 1, text, end)


def _lower(text: str, tail: str, end: int) -> Label | None:
    letter = Label("letter" + tail, "letter", ALPHABET.find(text) + 1, text, end) if len(text) == 1 else None
    if roman(text) and tail == ")":
        numeral = Label("roman)", "letter", roman(text), text, end, (), letter)
        return numeral if letter is None else letter._replace(other=numeral)
    return letter


def _worded(text: str, start: int) -> Label | None:
    found = _WORDED.match(text, start)
    if not found or not text[start].isupper():
        return None
    word, value, tail = found["word"].casefold(), found["value"], found["tail"].strip()
    rest = text[found.end() : found.end() + 40]
    kind = _WORDS.get(word)
    if kind is None:
        return None  # "Đıều" with a foreign ı is "Điều" only to a pattern that takes any case
    if not tail and rest and (kind in ("article", "number") or not _capitals(rest)):
        return None  # "Điều 3 Nghị định này" is a mention
    if kind in ("number", "article") and not value[0].isdigit():
        return None
    bare = value.casefold().removeprefix("thứ ")
    if bare in _ORDINALS:
        count, value = _ORDINALS[bare], value.casefold()
    elif bare[0].isdigit():
        count = int("".join(digit for digit in bare if digit.isdigit()))
    else:
        count = roman(value) or ALPHABET.find(bare) + 1
    name = f"{word.capitalize()} {value}"
    return Label("clause" if word == "khoản" else kind, kind, count, name, found.end())


def _capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def rank_of(label: Label) -> int:
    """Where a label's list usually stands, 0 (Phần) to 12 (a bullet)."""
    style = label.style
    if style in RANKS:
        return RANKS[style]
    for name, rank in (
        ("capital", 5),
        ("roman)", 11),
        ("roman", 6),
        ("number", 7),
        ("clause", 7),
        ("(letter)", 10),
        ("letter", 9),
        ("mixed", 8),
        ("bullet", 12),
    ):
        if style.startswith(name):
            return rank
    return 12
