"""The same document written in other ways is read the same: wrapped, spaced, spelled and marked otherwise."""

from __future__ import annotations

import re
import textwrap
import unicodedata

import pytest
import test_duties
import test_fieldlines
from invented import facts

TABLES = (test_duties.SITS, test_duties.KINDS, test_duties.SPLITS, test_fieldlines.LINES)
TEXTS = [case[0] for table in TABLES for case in table.values()][::2]
_TONES = (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("Ủy", "Uỷ"))


def wrapped(text: str, width: int) -> str:
    lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join("\n".join(line) for line in lines)


def older(text: str) -> str:
    for new, old in _TONES:
        text = text.replace(new, old)
    return text


WAYS = {
    "wrapped at 72": lambda text: wrapped(text, 72),
    "wrapped at 100": lambda text: wrapped(text, 100),
    "letters and tones apart": lambda text: unicodedata.normalize("NFD", text),
    "older places of tones": older,
    "en dashes": lambda text: text.replace("\n- ", "\n– "),
    "headings in bold": lambda text: re.sub(r"(?m)^([IVX]+\. .*)$", r"**\1**", text),
    "two spaces": lambda text: text.replace(" ", "  "),
    "spaces that do not break": lambda text: text.replace(". ", ".\u00a0"),
    "the other Đ": lambda text: text.replace("Đ", "Ð"),
    "spaces at line ends": lambda text: text.replace("\n", "  \n"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "a mark of byte order": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_same_duties_are_found(way):
    for text in TEXTS:
        assert older(str(facts(way(text)))) == older(str(facts(text)))
