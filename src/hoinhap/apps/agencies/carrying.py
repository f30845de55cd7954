"""What goes where when agencies end: each slice says what it holds of them, and moves it with the change.

A slice does two things in its AppConfig.ready():

    carrying.register(
        "duties",                        # its choices stand under this word: choices["duties"][row.key] = agency key
        label=gettext_lazy("Nhiệm vụ đang thực hiện"),
        count=carried.count,             # (outcome, on) -> {key of an agency: how many}; agencies without any left out
        rows=carried.rows,               # (outcome, on, start, stop) -> [Carried, …]: a page of them, in a fixed order
        order=40,
    )
    registry.follow(carried.follow)      # (change, outcome, on, choices): writes facts of the change

What does not move is only told: `register(..., told=carried.told)` instead of rows, with
`told(agency, heirs, n) -> "12 văn bản do Sở KH&ĐT giữ: Sở Tài chính đọc và xử lý tiếp"` (names, heirs joined by ", ").

Keys of agencies are strings everywhere, as in `Outcome` (`outcome.ended`, `outcome.passes`). `sources(outcome)` gives
every agency from which something goes and to whom, `suggest` the heir that a text speaks for (a split sends "quản lý
báo chí" to the heir of "báo chí"), `heir_for` what somebody chose, else what was suggested. A follower calls `suggest`
and `heir_for` with the same arguments as `rows` did, so that what was previewed is what happens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from hoinhap.core.agencies.reorganising import Outcome, Pass
from hoinhap.core.vi.text import fold

# Chosen instead of an agency: it ends and goes to nobody.
NOWHERE = "-"

Choices = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing of an agency that ends, and who is to have it.

    `key` names it among its kind. `choices` are the agencies it may be pointed at instead; without any there is nothing
    to choose. `may_end`: it may be left to nobody. `note` is one fact in grey, `url` leads to the thing.
    """

    key: str
    what: str
    agency: str
    heir: str = ""
    choices: tuple[str, ...] = ()
    may_end: bool = False
    url: str = ""
    note: str = ""


Count = Callable[[Outcome, date], Mapping[str, int]]
Rows = Callable[[Outcome, date, int, int], Sequence[Carried]]
Told = Callable[[str, str, int], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things that follow an agency, as a slice registered it."""

    name: str
    label: str | Promise
    count: Count
    rows: Rows | None
    told: Told | None
    order: int


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    label: str | Promise,
    count: Count,
    rows: Rows | None = None,
    told: Told | None = None,
    order: int = 50,
) -> None:
    """Let the preview of a merge day show a kind of things; call it in AppConfig.ready(). Lower orders come first."""
    _kinds[kind] = Kind(kind, label, count, rows, told, order)


def kinds() -> tuple[Kind, ...]:
    """Give the registered kinds in the order in which they are shown."""
    return tuple(sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name)))


def sources(outcome: Outcome) -> dict[str, tuple[Pass, ...]]:
    """Give all from whom something goes, and to whom: the main heir first; nothing for one that ends without heir."""
    found: dict[str, list[Pass]] = {key: [] for key in sorted(outcome.ended)}
    for one in outcome.passes:
        found.setdefault(one.forebear, []).append(one)
    return {key: tuple(sorted(some, key=lambda one: bool(one.function))) for key, some in found.items()}


def main_heir(passes: Sequence[Pass]) -> str:
    """Give the key of who takes all that is named nowhere else, "" when nobody does."""
    return next((one.heir for one in passes if not one.function), "")


def suggest(passes: Sequence[Pass], text: str) -> str:
    """Give the heir of the function that a text speaks of, else the main heir; "" when there is neither.

    `passes` are those of one agency (`sources(outcome)[key]`).
    """
    best, heir = 0, main_heir(passes)
    folded = f" {_words(text)} "
    for one in passes:
        for part in re.split(r"[,;]| và ", one.function):
            words = _words(part)
            if words and f" {words} " in folded and len(words) > best:
                best, heir = len(words), one.heir
    return heir


def heir_for(choices: Choices, kind: str, key: str, suggested: str) -> str:
    """Give who is to have a thing: the one that was chosen, else the one suggested; "" for nobody."""
    chosen = choices.get(kind, {}).get(key, suggested)
    return "" if chosen == NOWHERE else chosen


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
