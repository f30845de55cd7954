"""Say which clauses of a provision make one duty, and where the next begins ("Sở A chủ trì …; Sở B báo cáo …": two)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from .actors import Actor, Clause
from .lexicon import cues
from .model import Due, Name
from .node import Node
from .placing import same_names
from .words import Phrases, Words


class Group(NamedTuple):
    """A run of words `first:last` that is one actor's; no `names` with rule "duty.inherited" are the heading's."""

    first: int
    last: int
    names: tuple[Name, ...]
    rule: str
    sure: bool = True


@cache
def _cues() -> dict[str, Phrases]:
    return {name: Phrases(words) for name, words in cues("duties")["grouping"].items()}


def begins(node: Node, clause: Clause, actor: Actor, names: tuple[Name, ...]) -> bool:
    """Say whether an actor inside a provision begins another duty ("…; Công an tỉnh bảo đảm an ninh")."""
    current = names or node.leads
    if not current or not same_names(current, actor.names):
        return True
    # "Trường hợp có vướng mắc, đề nghị các cơ quan …" is another job of the same.
    apart = clause.first in node.paragraphs or _cues()["trouble"].at(node.words, clause.first) > 0
    return apart and actor.how == "request"


def opening_paragraph(node: Node, clause: Clause, first: int) -> int:
    """Return where the paragraph of a clause begins, if it begins after `first` with a mere opening."""
    begins = [k for k in node.paragraphs if first < k <= clause.first]
    if begins and _cues()["closing"].at(node.words, max(begins)):
        return max(begins)
    return clause.first


def by_deadline(
    words: Words, dated: Sequence[tuple[Clause, Due | None]]
) -> list[tuple[int, int, Due | None]]:
    """Part clauses where their deadlines differ ("Báo cáo quý trước ngày 15; báo cáo năm trước ngày 20/12": two).

    What has no deadline, or only describes a report ("Thời gian báo cáo …"), goes on with the sentence before it.
    """
    several = len({due.value for _, due in dated if due}) > 1
    parts: list[tuple[int, int, Due | None]] = []
    for clause, due in dated:
        if not parts:
            parts.append((clause.first, clause.last, due))
            continue
        first, _, before = parts[-1]
        if not several or _cues()["describing"].at(words, clause.first):
            goes_on = True
        elif due and before:
            goes_on = due.value == before.value
        elif due:
            goes_on = len(parts) == 1 or clause.after != ";"
        else:
            goes_on = before is None or clause.after != ";"
        if goes_on:
            parts[-1] = (first, clause.last, before or due)
        else:
            parts.append((clause.first, clause.last, due))
    return parts
