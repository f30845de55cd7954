"""Say what kind of section every provision stands in ("I. MỤC ĐÍCH, YÊU CẦU", "III. TỔ CHỨC THỰC HIỆN")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .lexicon import cues, either
from .model import Provision

_LONGEST_HEADING = 160
_OF_PLANS = frozenset(("tasks", "requirement", "requirement_and_purpose", "goals", "purpose"))


@cache
def _pattern() -> re.Pattern[str]:
    groups = [
        f"(?P<{kind}>{either(sorted(heads, key=len, reverse=True))})"
        for kind, heads in cues("duties")["sections"].items()
    ]
    return re.compile(rf"^(?:{either(cues('duties')['section_openings']['words'])}\s)?(?:{'|'.join(groups)})")


@cache
def _amends() -> re.Pattern[str]:
    cue = cues("duties")["amending"]
    return re.compile(rf"{either(cue['acts'])}[^.;:]{{0,80}}?{either(cue['parts'])}\s")


def _first(provision: Provision) -> str:
    """Return the first paragraph of a provision: a heading, where it has one."""
    piece = provision.pieces[0] if provision.pieces else provision.span
    return provision.text[: piece.end - piece.start]


def section_of(heading: str) -> str:
    """Return the kind that a heading announces ("Mục đích, yêu cầu": "requirement_and_purpose"), "" for any other."""
    if not heading or len(heading) > _LONGEST_HEADING * 4:
        return ""
    match = _pattern().match(heading[:_LONGEST_HEADING].lower())
    return (match.lastgroup or "") if match else ""


def sections(outline: Sequence[Provision], parents: frozenset[int]) -> list[str]:
    """Return for each provision the kind of the nearest heading at or above it ("Mục đích": "purpose").

    `parents` are the provisions with children.
    """
    kinds: list[str] = []
    for k, provision in enumerate(outline):
        above = kinds[provision.parent] if provision.parent >= 0 else ""
        own = ""
        if above == "amending" or (provision.kind in ("article", "number") and _amends().match(_first(provision))):
            # What a document puts into another one gives nobody work here.
            kinds.append("amending")
            continue
        if provision.kind not in ("bullet", "row", "paragraph"):
            heading = _heading(provision)
            if heading and (k in parents or provision.depth == 0 or len(provision.pieces) > 1):
                own = section_of(heading)
        # "1. Nhiệm vụ của Sở" under "Tổ chức thực hiện" opens no new kind of section.
        if own == "tasks" and above == "organisation":
            own = ""
        if provision.kind == "article" and own in _OF_PLANS:
            own = ""  # "Điều 2. Nguyên tắc" rules, where "II. Yêu cầu" of a plan asks
        kinds.append(own or above)
    return kinds


def _heading(provision: Provision) -> str:
    """Return the words of a provision that may be its heading: its first paragraph, or the capitals that open it."""
    text = provision.text
    if provision.pieces:
        first = provision.pieces[0].end - provision.pieces[0].start
        if first <= _LONGEST_HEADING:
            return text[:first]
    words = text.split(" ", 12)[:12]
    capitals = [word for word in words if word.isupper()]
    return " ".join(capitals) if len(capitals) >= 2 else ""
