"""The steps of a merge day as a person reads and edits them: one deed for each agency and what happens to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hoinhap.core.agencies.reorganising import End, Found, Pass, Restand, Step
from hoinhap.core.vi.text import fold

FOUND, STAND, MERGE, SPLIT, TRANSFER, END = "found", "stand", "merge", "split", "transfer", "end"
DEEDS = (MERGE, SPLIT, STAND, FOUND, TRANSFER, END)
_CODE = 60


@dataclass(frozen=True, slots=True)
class DeedStep:
    """What happens to one agency: found, called or placed otherwise, merged, split, ended, or a function taken away.

    `id` names it within its draft and stays while it is edited; `passes` has the main heir first.
    """

    id: str
    do: str
    key: str
    steps: tuple[Step, ...]
    founds: Found | None = None
    stands: Restand | None = None
    passes: tuple[Pass, ...] = field(default=())

    def mentions(self) -> set[str]:
        """Give the keys of the agencies in it."""
        named = {self.key, *(one.heir for one in self.passes)}
        for step in (self.founds, self.stands):
            named.add((step.parent or "") if step else "")
        return named - {""}


def deeds(steps: Iterable[Step]) -> list[DeedStep]:
    """Lay flat steps out as deeds, in the order in which each is first met."""
    steps = tuple(steps)
    ends = {step.key for step in steps if isinstance(step, End)}
    grouped: dict[str, list[Step]] = {}
    for step in steps:
        grouped.setdefault(_id(step, ends), []).append(step)
    return [_deed(name, some) for name, some in grouped.items()]


def put(steps: Sequence[Step], old: Collection[str], new: Sequence[Step]) -> tuple[Step, ...]:
    """Give the steps with some deeds replaced by new steps, which stand where the first of the old ones stood."""
    ends = {step.key for step in steps if isinstance(step, End)}
    kept: list[Step] = []
    place = None
    for step in steps:
        if _id(step, ends) in old:
            place = len(kept) if place is None else place
        else:
            kept.append(step)
    place = len(kept) if place is None else place
    return tuple(kept[:place]) + tuple(new) + tuple(kept[place:])


def founded(steps: Iterable[Step]) -> dict[str, Found]:
    """Give what is founded, by key."""
    return {step.key: step for step in steps if isinstance(step, Found)}


def merge(key: str, heir: str) -> tuple[Step, ...]:
    """Let an agency end and another take over everything."""
    return (Pass(key, heir), End(key))


def split(key: str, heirs: Iterable[tuple[str, str]], *, ends: bool = True) -> tuple[Step, ...]:
    """Let functions of an agency go to others; with `ends` it ends, and who has no function takes the rest."""
    passes = tuple(Pass(key, heir, function.strip()) for heir, function in heirs)
    return (*passes, End(key)) if ends else passes


def code_from(name: str, taken: Collection[str] = ()) -> str:
    """Make the code of an agency out of its name: "Sở Nội vụ" is "so-noi-vu", or "so-noi-vu-2" where that is taken."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[: _CODE - 4].strip("-") or "co-quan"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


def counts(some: Iterable[DeedStep]) -> Mapping[str, int]:
    """Count the deeds of each kind."""
    found = dict.fromkeys(DEEDS, 0)
    for deed in some:
        found[deed.do] += 1
    return found


def _id(step: Step, ends: set[str]) -> str:
    if isinstance(step, Pass):
        return f"end.{step.forebear}" if step.forebear in ends else f"pass.{step.forebear}"
    return {Found: "found", Restand: "stand", End: "end"}[type(step)] + f".{step.key}"


def _deed(name: str, some: list[Step]) -> DeedStep:
    kind, _dot, key = name.partition(".")
    passes = tuple(sorted((one for one in some if isinstance(one, Pass)), key=lambda one: bool(one.function)))
    founds = next((one for one in some if isinstance(one, Found)), None)
    stands = next((one for one in some if isinstance(one, Restand)), None)
    if kind == "end":
        do = {0: END, 1: MERGE}.get(len(passes), SPLIT)
    else:
        do = {"found": FOUND, "stand": STAND, "pass": TRANSFER}[kind]
    return DeedStep(name, do, key, tuple(some), founds, stands, passes)
