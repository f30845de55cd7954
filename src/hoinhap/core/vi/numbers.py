"""Read the numbers of Vietnamese text: "1.234,5", "2 - 3", "từ 8 đến 10", "1/3".

A dot parts thousands and a comma begins the decimals. "2.5" cannot be thousands, so it is read as people mean it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Digits: thousands first, then a plain or decimal number. Nothing here repeats inside a repetition.
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?|\d{1,15}(?:[.,]\d{1,6})?"
_TO = r"\s?[-–—]\s?|\s(?:đến|tới)\s"
_NUMBER = re.compile(
    rf"(?<![\w.,/+-])(?P<low>{_DIGITS})(?:\s?(?P<mark>%))?"
    rf"(?:(?P<fraction>/)(?P<below>\d{{1,4}})(?![\d/])|(?:{_TO})(?P<high>{_DIGITS})(?:\s?(?P<mark2>%))?)?"
    r"(?![\d])"
)


class Number(NamedTuple):
    """A number or a range in running text; `low` equals `high` for a single number. `percent`: "%" is written at it."""

    start: int
    end: int
    low: float
    high: float
    percent: bool
    ranged: bool


def find_numbers(text: str) -> list[Number]:
    """List the numbers in digits in order: "có 2 - 3 nhà đầu tư" → (2, 3), "đạt 95,5%" → 95.5; "1/3" is a third.

    Parts of longer marks ("21/NQ-CP", "17/11/2025", "0203.383") are no numbers.
    """
    found = []
    for match in _NUMBER.finditer(text):
        after = text[match.end() : match.end() + 2]
        if after[:1] in ("/", "-", "–") and after[1:2].isalnum() and not (after[0] == "/" and after[1:2].islower()):
            continue
        if after[:1].isalpha() or after[:1] == "_" or (after[:1] in ".," and after[1:2].isdigit()):
            continue
        low = _value(match["low"])
        percent = bool(match["mark"] or match["mark2"])
        if match["fraction"]:
            below = int(match["below"])
            if not below or percent or "." in match["low"]:
                continue
            low = low / below
        high = _value(match["high"]) if match["high"] else low
        if high < low:  # "5 - 3" and "2026 - 27" are no ranges: the first number alone is read
            high = low
        found.append(Number(match.start(), match.end(), low, high, percent, high > low))
    return found


def _value(digits: str) -> float:
    head, comma, decimals = digits.partition(",")
    if comma:
        return _plain(head.replace(".", "") + "." + decimals)
    _, dot, rest = digits.partition(".")
    if dot and "." not in rest and len(rest) != 3:
        return _plain(digits)
    return _plain(digits.replace(".", ""))


def _plain(digits: str) -> float:
    value = float(digits)
    return int(value) if value.is_integer() else value
