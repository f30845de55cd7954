"""How a document is named by others, and whether a name means a certain document.

Pure: it compares what a citation says with what a masthead says of itself, "Kế hoạch số 24/KH-UBND ngày 14/8/2025 của
UBND tỉnh" with the plan 24/KH-UBND of Ủy ban nhân dân tỉnh Bắc Ninh.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from hoinhap.core.vi.text import fold

_SEPARATORS = re.compile(r"[-‐‑‒–—―−/\\]+")
_SPACES = re.compile(r"\s+")
_ZEROS = re.compile(r"^0+(?=\d)")
_ZEROS_WRITTEN = 3
_WORD = re.compile(r"[^\W_]+")
_SHORT = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "tw": "trung uong",
    "btv": "ban thuong vu",
    "bch": "ban chap hanh",
    "tp": "thanh pho",
    "tx": "thi xa",
}
# What a name may have or leave out: "Ban Bí thư khóa X" is "Ban Bí thư Trung ương Đảng".
_LOOSE = frozenset(("trung", "uong", "dang", "khoa", "va"))
_TERM = re.compile(r"[ivxl]+")
_PROVINCE, _DISTRICT, _COMMUNE = "province", "district", "commune"
_LEVELS = {
    ("tinh",): {_PROVINCE},
    ("thanh", "pho"): {_PROVINCE, _DISTRICT},
    ("thanh", "uy"): {_PROVINCE, _DISTRICT},
    ("huyen",): {_DISTRICT},
    ("quan", "uy"): {_DISTRICT},
    ("thi", "xa"): {_DISTRICT},
    ("thi", "uy"): {_DISTRICT},
    ("thi", "tran"): {_COMMUNE},
    ("dac", "khu"): {_COMMUNE},
    ("xa",): {_COMMUNE},
    ("phuong",): {_COMMUNE},
}


class Named(NamedTuple):
    """What is said of a document: the key of its number, kind, date and issuer, each empty where it is not said."""

    key: str
    kind: str = ""
    dated: date | None = None
    issuer: str = ""


class Issuer(NamedTuple):
    """An issuer's name taken apart: the words of the organ, the levels it may stand on, the place."""

    organ: frozenset[str]
    levels: frozenset[str]
    place: tuple[str, ...]


def number_key(number: str) -> str:
    """Write a number as it is compared: "06 -NQ/TW", "6/NQ-TW" and "06–nq/tw" are all "6/nq/tw"."""
    text = _SEPARATORS.sub("/", _SPACES.sub("", fold(number))).strip("/.,;:")
    return _ZEROS.sub("", text)


def padded(key: str) -> list[str]:
    """Give a key with the zeros that may stand before it: "6/nq/tw", "06/nq/tw", …"""
    if not key[:1].isdigit():
        return [key]
    return ["0" * zeros + key for zeros in range(_ZEROS_WRITTEN + 1)]


def spellings(number: str) -> list[str]:
    """Give the usual ways to write one number, for looking it up as it stands: "21-NQ/TW" is also "21/NQ-TW"."""
    number = _SPACES.sub("", number)
    pieces = _SEPARATORS.split(number)
    if len(pieces) > 4:
        return [number]
    lead = pieces[0].lstrip("0") or pieces[0]
    leads = [lead, f"0{lead}"] if lead[:1].isdigit() else [lead]
    joined = ("".join(pair for two in zip(signs, pieces[1:], strict=True) for pair in two) for signs in _signs(pieces))
    return [first + rest for rest in joined for first in leads]


def _signs(pieces: Sequence[str]) -> list[tuple[str, ...]]:
    return list(product("/-", repeat=len(pieces) - 1))


def means(cited: Named, own: Named, by: str = "") -> bool:
    """Say whether a citation may mean a document that says `own` of itself.

    `by` is who wrote the citation: "UBND tỉnh" without a name is the province of the writer. The kinds agree where
    both are known, so do the dates and the issuers. Where both dates are known and equal, only a name of another place
    speaks against it: ministries are abbreviated in many ways. A number without a symbol ("Kế hoạch số 134") is so
    weak a name that kind and date must be there and agree.
    """
    if not cited.key or cited.key != own.key:
        return False
    if cited.kind and own.kind and fold(cited.kind) != fold(own.kind):
        return False
    if cited.dated and own.dated and cited.dated != own.dated:
        return False
    same_day = cited.dated is not None and cited.dated == own.dated
    if "/" not in cited.key and not (same_day and cited.kind and own.kind):
        return False
    return _issuers_agree(cited.issuer, own.issuer, by, same_day)


def _issuers_agree(said: str, own: str, by: str, same_day: bool) -> bool:
    if not own:
        return True
    theirs, ours = issuer(own), issuer(said)
    if ours.place and theirs.place:
        if not _same_place(ours.place, theirs.place):
            return False
    elif theirs.place and not same_day:
        home = issuer(by).place
        if home and not _same_place(home, theirs.place):
            return False
    if same_day or not said:
        return True
    if ours.levels and theirs.levels and not ours.levels & theirs.levels:
        return False
    return ours.organ <= theirs.organ or theirs.organ <= ours.organ


def _same_place(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether one name is the other: "Long An" also of "Tân An, tỉnh Long An" and of "Long An khóa XI"."""
    short, long = sorted((one, other), key=len)
    return long[: len(short)] == short or long[-len(short) :] == short


@lru_cache(maxsize=4096)
def issuer(name: str) -> Issuer:
    """Take an issuer's name apart: "Ban Thường vụ Tỉnh ủy Long An" is of the province Long An."""
    words = " ".join(_SHORT.get(word, word) for word in _WORD.findall(fold(name))).split()
    for at in range(len(words)):
        for cue, levels in _LEVELS.items():
            if tuple(words[at : at + len(cue)]) == cue:
                after = at + len(cue)
                # "Tỉnh ủy", "Huyện ủy": the committee of the place, not the place "ủy".
                party = words[after : after + 1] == ["uy"] or cue[-1] == "uy"
                after += words[after : after + 1] == ["uy"]
                organ = [*words[:at], "uy"] if party else words[:at]
                return Issuer(_strict(organ), frozenset(levels), tuple(words[after:]))
    return Issuer(_strict(words), frozenset(), ())


def _strict(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if word not in _LOOSE and not _TERM.fullmatch(word))
