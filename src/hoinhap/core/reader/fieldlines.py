"""Find field lines ("Đơn vị chủ trì: Sở Tư pháp. Thời gian: Hằng năm.") and say which provisions they hold for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from .heads import head_at
from .lexicon import cues
from .model import Provision
from .words import Words

_LONGEST_LABEL = 120  # characters
ROLES = ("lead", "partner", "time", "product", "money", "content", "note")


class FieldLine(NamedTuple):
    """One field in a provision's text: `label_start` where its label begins, `start:end` its words."""

    role: str
    label_start: int
    start: int
    end: int


@cache
def _labels() -> dict[str, str]:
    return {label: role for role in ROLES for label in cues("duties")["fields"][role]}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(label) for label in sorted(_labels(), key=len, reverse=True))
    # A field stands at the start, after a sentence or clause, a dash, or at a new paragraph (checked by the caller).
    return re.compile(
        rf"(?:(?<=^)|(?<=[.;,:\-–+*()…] )|(?<=[.;,:\-–+*()…]))(?P<label>{words})(?:\s?\([^()]{{0,40}}\))?\s?:",
        re.IGNORECASE,
    )


def fields_in(provision: Provision) -> list[FieldLine]:
    """Return the field lines in a provision's own words, in order ("Cơ quan chủ trì: …; cơ quan phối hợp: …")."""
    text = provision.text
    if ":" not in text:
        return []
    starts: set[int] = set()
    offset = 0
    for piece in provision.pieces:
        starts.add(offset)
        offset += piece.end - piece.start + 1
    found: list[tuple[str, int, int]] = []
    pattern = _pattern()
    for match in pattern.finditer(text):
        # A letter of another alphabet may be one of ours to a pattern that takes any case ("ſản phẩm").
        role = _labels().get(match["label"].lower(), "note")
        found.append((role, match.start(), match.end()))
    known = {start for _, start, _ in found}
    for start in starts - known:
        opening = pattern.match(text[start : start + _LONGEST_LABEL])
        if opening:
            found.append((_labels().get(opening["label"].lower(), "note"), start, start + opening.end()))
    found.sort(key=lambda item: item[1])
    lines = []
    for k, (role, label_start, start) in enumerate(found):
        end = found[k + 1][1] if k + 1 < len(found) else len(text)
        end = _paragraph_end(starts, start, end, role)
        lines.append(FieldLine(role, label_start, start, end))
    return [line for line in lines if line.role != "note" or line.label_start == 0 or len(lines) > 1]


def _paragraph_end(starts: set[int], start: int, end: int, role: str) -> int:
    """End a field where its paragraph ends, unless it is work ("Nội dung: …") that may run over several."""
    if role == "content":
        return end
    return min([end, *(begin - 1 for begin in starts if start + 1 < begin < end)])


def own_fields(outline: Sequence[Provision], children: Children) -> dict[int, list[FieldLine]]:
    """Return the field lines of each provision that has some.

    "b) Đơn vị thực hiện" is one by the field lines under it, "- Chủ trì thực hiện:" is none before work.
    """
    own = {k: lines for k, provision in enumerate(outline) if (lines := fields_in(provision))}
    for k, kids in children.items():
        label = outline[k].text.strip(" .;:") if k >= 0 else ""
        role = _labels().get(label.lower())
        if role in ("lead", "partner"):
            size = len(outline[k].text)
            under = any(kid in own and own[kid][0].role in ("lead", "partner") for kid in kids)
            if k not in own and under:
                own[k] = [FieldLine(role, 0, size, size)]
            elif not under and not any(head_at(Words(outline[kid].text[:_LONGEST_LABEL]), 0) for kid in kids):
                own.pop(k, None)
    return own


Children = Mapping[int, Sequence[int]]
Own = Mapping[int, Sequence[FieldLine]]


class Held(NamedTuple):
    """A field that holds for a provision: the provision whose words it stands in, and the line."""

    owner: int
    line: FieldLine


def held_fields(outline: Sequence[Provision], children: Children, own: Own) -> tuple[dict[int, list[Held]], set[int]]:
    """Return which fields hold for which provision, and the provisions that are nothing but fields.

    Where field lines follow several bullets they hold for all of them back to the field lines before; where a provision
    has nothing but field lines under it they hold for the provision itself.
    """
    held: dict[int, list[Held]] = {}
    only: set[int] = set()
    for k in reversed(range(len(outline))):
        if _only_fields(k, outline, children, own, only):
            only.add(k)
    for parent, kids in children.items():
        _spread(parent, kids, children, own, only, held)
    return held, only


def _only_fields(k: int, outline: Sequence[Provision], children: Children, own: Own, only: set[int]) -> bool:
    lines = [line for line in own.get(k, ()) if line.role != "content"]
    if not lines or lines[0].label_start != 0 or own[k][0].role == "content":
        return False
    kids = children.get(k, [])
    if not kids:
        return True
    empty = not outline[k].text[lines[0].start :].strip(" .;")
    return all(kid in only for kid in kids) or (empty and lines[0].role in ("lead", "partner", "time"))


def _gather(k: int, children: Children, own: Own, only: set[int]) -> list[Held]:
    """Return the fields of a provision that is nothing but fields, with those under it ("Cơ quan thực hiện: - …")."""
    found = [Held(k, line) for line in own.get(k, ()) if line.end > line.start]
    for kid in children.get(k, []):
        if kid in only:
            found += _gather(kid, children, own, only)
        elif own.get(k):
            role = own[k][0].role
            found.append(Held(kid, FieldLine(role, 0, 0, -1)))
    return found


def _spread(
    parent: int, kids: Sequence[int], children: Children, own: Own, only: set[int], held: dict[int, list[Held]]
) -> None:
    """Give the field lines among the children of a provision to those for whom they hold."""
    waiting: list[int] = []
    group: list[Held] = []

    def close() -> None:
        # A line that only gives a time or a place describes the whole, not the items before it.
        named = any(field.line.role == "lead" for field in group)
        for target in (waiting if named else []) if waiting else ([parent] if parent >= 0 else []):
            held.setdefault(target, []).extend(group)
        waiting.clear()
        group.clear()

    for kid in kids:
        if kid in only:
            group += _gather(kid, children, own, only)
            continue
        if group:
            close()
        fields = [Held(kid, line) for line in own.get(kid, ()) if line.role not in ("content", "note")]
        waiting.append(kid)
        if fields:
            for target in waiting:
                held.setdefault(target, []).extend(fields)
            waiting.clear()
    if group:
        close()
