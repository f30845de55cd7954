"""Resolve the members that a class lists by their short names: "các Sở: Nông nghiệp và Môi trường, Tài chính"."""

from __future__ import annotations

import re
from collections.abc import Callable

from .classing import ClassRule

_AND = re.compile(r"\s+và\s+")
_MOST_PIECES = 4
# What stands before the short names, by the kind of the class.
_OPENINGS = {"ministry": ("Bộ ",), "department": ("Sở ",), "party_body": ("Ban ",)}


def named_agencies(rule: ClassRule, find: Callable[[str], str]) -> tuple[str, ...] | None:
    """Return the keys of the agencies that a rule names, or None when one of them is not sure (`find` gives "").

    A comma may part two names or belong to one ("Văn hóa, Thể thao và Du lịch"): the longest run that is a name is one.
    """
    openings = [opening for kind in rule.kinds for opening in _OPENINGS.get(kind, ())]
    openings += [f"{unit} " for unit in rule.units]
    openings.append("")
    keys: dict[str, None] = {}
    pieces = list(rule.named)
    k = 0
    while k < len(pieces):
        for size in range(min(_MOST_PIECES, len(pieces) - k), 0, -1):
            key = _sure(", ".join(pieces[k : k + size]), openings, find)
            if key:
                keys[key] = None
                k += size
                break
        else:
            halves = _AND.split(pieces[k], maxsplit=1)
            if len(halves) != 2:
                return None
            pieces[k : k + 1] = halves
    return tuple(keys)


def _sure(name: str, openings: list[str], find: Callable[[str], str]) -> str:
    return next(filter(None, (find(opening + name) for opening in openings)), "")
