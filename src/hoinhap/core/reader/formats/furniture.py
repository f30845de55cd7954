"""Know site furniture and the head of a document by the words of lexicon/furniture.toml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ..lexicon import cues

_PIECE = re.compile(r"[A-Z]?[a-z]+\d?|[A-Z]+(?![a-z])")
_SPACES = re.compile(r"\s+")


def words() -> dict[str, Any]:
    """Return the lexicon."""
    return cues("furniture")


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(words()["html"]["names"]), frozenset(words()["html"]["content"])


@cache
def _lines() -> tuple[str, ...]:
    return tuple(words()["html"]["lines"])


def has_masthead(text: str) -> bool:
    """Say whether the words of a masthead stand in the text ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")."""
    plain = _SPACES.sub(" ", text).casefold()
    return any(cue in plain for cue in words()["masthead"]["words"])


def page_number(line: str) -> int | None:
    """Return the number of a line that is only a page number ("- 12 -", "Trang 3/10"), None for any other line."""
    if len(line) > 30:
        return None
    match = _page_number().fullmatch(line)
    return int(match[1]) if match else None


@cache
def _page_number() -> re.Pattern[str]:
    before, of = ("|".join(map(re.escape, words()["pages"][key])) for key in ("before", "of"))
    return re.compile(rf"[-–—|\s]*(?:(?:{before})\s*)?(\d{{1,4}})(?:\s*(?:{of})\s*\d{{1,4}})?[-–—|\s]*", re.I)


def opens_recipients(line: str) -> bool:
    """Say whether a line opens the list of recipients ("Nơi nhận:"), beside which the signature stands."""
    return line.strip().casefold().startswith(tuple(words()["signature"]["recipients"]))


def is_furniture_name(attributes: str) -> bool:
    """Say whether a class or id names furniture: "main-menu", "boxShare", but not "documents"."""
    return not _names()[0].isdisjoint(_pieces(attributes))


def is_content_name(attributes: str) -> bool:
    """Say whether a class or id names the place of the document itself: "article-detail", "noidung"."""
    return not _names()[1].isdisjoint(_pieces(attributes))


def is_furniture_line(line: str) -> bool:
    """Say whether a short line of a web page is a button or a counter: "Chia sẻ", "Lượt xem: 1.204"."""
    plain = line.strip().casefold()
    return len(plain) < 40 and plain.startswith(_lines()) and len(plain.split()) <= 6


@cache
def _pieces(attributes: str) -> frozenset[str]:
    attributes = attributes[:300]
    return frozenset(piece.lower() for piece in _PIECE.findall(attributes)) | frozenset(attributes.lower().split())
