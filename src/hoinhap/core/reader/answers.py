"""Give every provision its answer: duty, target, aim, heading, definition, organisation of the document, or nothing.

Nothing is left out: "53 điều khoản: 38 giao việc, 9 mục tiêu, …" adds up to the outline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from .lexicon import cues, either
from .model import Answer, Duty, Provision, Target
from .sections import sections

KINDS = ("duty", "target", "aim", "heading", "field", "definition", "organisation", "regulation", "nothing")

_AIMS = frozenset(("purpose", "goals", "viewpoint", "requirement", "requirement_and_purpose"))
_LOOK = 400  # characters of a provision that tell what it is
_SHORTEST_RULE = 40


@cache
def _defines() -> re.Pattern[str]:
    return re.compile(rf"^[^.;]{{0,120}}?\b{either(cues('duties')['answers']['define'])}\b", re.IGNORECASE)


@cache
def _organises() -> re.Pattern[str]:
    return re.compile(either(cues("duties")["answers"]["organise"]), re.IGNORECASE)


def answers(
    outline: Sequence[Provision], duties: Sequence[Duty], targets: Sequence[Target], roles: Mapping[int, str]
) -> tuple[Answer, ...]:
    """Return one answer for each provision, in order, with the rule that decided."""
    by_duty = {duty.provision: duty for duty in reversed(duties)}
    by_target = {target.provision: target for target in targets}
    parents = frozenset(provision.parent for provision in outline if provision.parent >= 0)
    kinds = sections(outline, parents)
    found = []
    for k, provision in enumerate(outline):
        answer, rule = _answer(k, provision, kinds[k], k in parents, by_duty, by_target, roles)
        found.append(Answer(provision.path, answer, rule))
    return tuple(found)


def _answer(
    k: int,
    provision: Provision,
    section: str,
    parent: bool,
    by_duty: Mapping[int, Duty],
    by_target: Mapping[int, Target],
    roles: Mapping[int, str],
) -> tuple[str, str]:
    if k in by_duty:
        return "duty", by_duty[k].rule
    if k in by_target:
        return "target", by_target[k].rule or "target"
    role = roles.get(k)
    if role == "field":
        return "field", "field.line"
    if role == "heading" or parent:
        return "heading", f"heading.{section or 'plain'}"
    text = provision.text[:_LOOK]
    if section == "scope":
        return ("definition" if _defines().match(text) else "organisation"), "section.scope"
    if _organises().search(text):
        return "organisation", "words.organise"
    if section in _AIMS:
        return "aim", f"section.{section}"
    if section in ("time", "funding"):
        return "organisation", f"section.{section}"
    if provision.kind in ("article", "number", "letter") and section == "" and _defines().match(text):
        return "definition", "words.define"
    if provision.kind in ("article", "number", "letter", "decimal") and len(text) > _SHORTEST_RULE:
        return "regulation", "kind.normative"
    return "nothing", f"section.{section or 'none'}"


def coverage(found: Sequence[Answer]) -> dict[str, int]:
    """Count the answers, with the sum under "all" ({"all": 53, "duty": 38, …})."""
    counted = Counter(answer.answer for answer in found)
    return {"all": len(found), **{kind: counted[kind] for kind in KINDS if counted[kind]}}
