"""Read the numbers of Vietnamese text: "1.234,5", "2 - 3", "từ 8 đến 10", "hai mươi mốt", "1.500 tỷ đồng".

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
_WHOLE = re.compile(rf"(?:{_DIGITS})$")

_ONES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TENS = {"mươi": 10, "mười": 10, "chục": 10}
_SCALES = {
    "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000,
    "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
}  # fmt: skip
_FILLERS = frozenset({"linh", "lẻ", "và"})
_WORDS = "|".join([*_ONES, *_TENS, *_SCALES, "linh", "lẻ", "rưỡi"])
_SPELLED = re.compile(rf"(?<!\w)(?:{_WORDS})(?:\s(?:{_WORDS})){{0,16}}(?!\w)", re.IGNORECASE)
_MONEY = re.compile(
    rf"(?<![\w.,/])(?P<amount>{_DIGITS})\s(?P<scale>(?:nghìn|ngàn|triệu|tỷ|tỉ)(?:\s(?:nghìn|ngàn|triệu|tỷ|tỉ))?\s)?"
    r"(?P<currency>đồng|VNĐ|VND|USD|đô la Mỹ|EUR|euro)(?!\w)",
    re.IGNORECASE,
)
_CURRENCIES = {"đồng": "VND", "vnđ": "VND", "vnd": "VND", "usd": "USD", "đô la mỹ": "USD", "eur": "EUR", "euro": "EUR"}


class Number(NamedTuple):
    """A number or a range in running text; `low` equals `high` for a single number. `percent`: "%" is written at it."""

    start: int
    end: int
    low: float
    high: float
    percent: bool
    ranged: bool


class Money(NamedTuple):
    """A sum in running text, in whole units of its currency ("1,5 tỷ đồng" is 1500000000 VND)."""

    start: int
    end: int
    amount: float
    currency: str


def parse_number(text: str) -> float | None:
    """Read one number written in digits or words, as in "1.234,5" → 1234.5 or "hai mươi lăm" → 25; or None."""
    text = text.strip()
    if _WHOLE.match(text):
        return _value(text)
    return _spelled(text)


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


def find_spelled(text: str) -> list[Number]:
    """List the numbers in words, as in "ít nhất hai mươi mô hình"; many are no counts ("một số", "năm 2025")."""
    found = []
    for match in _SPELLED.finditer(text):
        value = _spelled(match.group())
        if value is not None:
            found.append(Number(match.start(), match.end(), value, value, False, False))
    return found


def find_money(text: str) -> list[Money]:
    """List the sums of a text, as in "khoảng 1,5 tỷ đồng" → 1500000000 VND."""
    found = []
    for match in _MONEY.finditer(text):
        amount = _value(match["amount"])
        for word in (match["scale"] or "").casefold().split():
            amount *= _SCALES[word]
        found.append(Money(match.start(), match.end(), amount, _CURRENCIES[match["currency"].casefold()]))
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


def _spelled(text: str) -> float | None:
    """Read number words: "một trăm linh năm" → 105, "hai mươi mốt" → 21, "một triệu rưỡi" → 1500000."""
    total = section = last = 0.0
    scale = 1
    seen = False
    for word in text.casefold().split():
        if word in _ONES:
            # "hai ba" without a tens word between is two numbers, not one
            if last:
                return None
            last, seen = float(_ONES[word]), True
        elif word in _TENS:
            section += (last or 1) * 10
            last, seen, scale = 0, True, 10
        elif word == "trăm":
            section += (last or 1) * 100
            last, seen, scale = 0, True, 100
        elif word in _SCALES:
            scale = _SCALES[word]
            total = (
                (total + section + last or 1) * scale if scale > total > 0 else total + (section + last or 1) * scale
            )
            section, last, seen = 0, 0, True
        elif word == "rưỡi" and seen:
            section += scale / 2
        elif word not in _FILLERS:
            return None
    if not seen:
        return None
    value = total + section + last
    return int(value) if value.is_integer() else value
