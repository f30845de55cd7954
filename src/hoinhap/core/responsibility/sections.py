"""Choose the sections of a document under which its duties are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hoinhap.core.reader.agencies import names_at
from hoinhap.core.reader.shown import address
from hoinhap.core.reader.words import Words

from .model import Section

_MOST = 12  # columns that a page still shows beside each other
_LONGEST = 160
_LOOSE = ("bullet", "paragraph", "row")
_ANNEX = re.compile(r"^PL(\d+)")


def sections_of(outline: Sequence[Mapping[str, Any]], paths: Iterable[str]) -> dict[str, Section]:
    """Give each path of a duty its section, out of the outline of a Reading's JSON.

    A section is an uppermost heading. Where one holds more than a third of the places and most of them under headings
    of its own ("II. NHIỆM VỤ VÀ GIẢI PHÁP" with II.1 to II.6), those are the sections instead; what stands outside of
    them keeps it. Headings that only name an agency are no sections: the rows say that. Text without headings is in
    no section.
    """
    items: dict[str, Mapping[str, Any]] = {}
    for item in outline:
        items.setdefault(item["path"], item)
    parents = {path.rpartition("/")[0] for path in items}
    placed = {path: _top(path, items) for path in paths}
    held = Counter(placed.values())
    for top, count in held.most_common():
        below = {path: _child(path, top) for path, key in placed.items() if key == top} if top else {}
        heads = {key: items[key] for key in below.values() if key in parents and _is_heading(items.get(key))}
        agencies = sum(_is_agency(str(head["text"])) for head in heads.values())
        fine = len(heads) > 1 and agencies * 2 < len(heads) and len(set(placed.values())) + len(heads) <= _MOST
        if fine and count * 3 > len(placed) and sum(key in heads for key in below.values()) * 3 >= count * 2:
            placed.update({path: key for path, key in below.items() if key in heads})
    return {path: Section(key, _words(key, items.get(key, {}))) for path, key in placed.items()}


def _top(path: str, items: Mapping[str, Mapping[str, Any]]) -> str:
    top = path.partition("/")[0]
    if top in items:
        return top if _is_heading(items[top]) else ""
    return top if "/" in path else ""


def _child(path: str, above: str) -> str:
    """Return the step below `above` on the way to a path: "II/3" for "II/3/3.1/-1" below "II"."""
    rest = path.removeprefix(f"{above}/")
    return above if rest == path else f"{above}/{rest.partition('/')[0]}"


def _is_heading(item: Mapping[str, Any] | None) -> bool:
    return item is not None and item.get("kind") not in _LOOSE


def _is_agency(heading: str) -> bool:
    """Say whether a heading opens with those who have to act ("Sở Ngoại vụ:")."""
    return names_at(Words(heading[:_LONGEST]), 0) is not None


def _words(key: str, item: Mapping[str, Any]) -> str:
    """Write a heading with its whole number, and only its first paragraph: "II.1. Tập trung tuyên truyền"."""
    text = str(item.get("text") or "")
    pieces: list[list[int]] = item.get("pieces") or []
    if len(pieces) > 1:
        text = text[: pieces[0][1] - pieces[0][0]]
    text = text.strip().rstrip(":;.,")
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rpartition(" ")[0] + "…"
    number = _ANNEX.sub(r"Phụ lục \1", address(key)) if key else ""
    return f"{number}. {text}" if number and text else number
