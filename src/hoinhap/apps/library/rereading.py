"""What a newer reading changes: items that nobody has decided follow it, decided ones get a proposal and stay.

A stage from values to values: it knows neither the database nor who reads.
"""

from __future__ import annotations

import uuid
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from hoinhap.apps.library.items import (
    DUTY,
    NONE,
    OPEN,
    PLACING,
    REPLACED,
    SETTLED,
    Image,
    Json,
    Words,
    differing,
    laid_out,
    told_of,
)
from hoinhap.apps.library.pairing import likeness, paired

# Two wordings are of one sentence when half of their words are the same.
SAME = 0.5


@dataclass
class Outcome:
    """What the newer reading does: fields that change per item, items that are added, and what a person is told."""

    changed: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)
    added: list[Image] = field(default_factory=list)
    # How many items differ in what counts: found anew, said otherwise, no longer found.
    new: int = 0
    otherwise: int = 0
    gone: int = 0


def read_anew(before: Mapping[uuid.UUID, Image], paths: Sequence[str], body: Json) -> Outcome:
    """Compare the items of a document with a newer reading of it; `paths` are those of the outline they stand on.

    Afterwards every provision of the newer reading has its answer again, and nothing that a person decided has changed
    but where it stands.
    """
    return _Comparison(before, paths, body).outcome()


class _Comparison:
    def __init__(self, before: Mapping[uuid.UUID, Image], paths: Sequence[str], body: Json) -> None:
        self.before = before
        self.paths = paths
        self.outline: list[Json] = body["outline"]
        self.text: str = body["text"]
        self.units = laid_out(body)
        self.where = {item["path"]: index for index, item in reversed(list(enumerate(self.outline)))}
        self.words = Words(self.text)
        self.ends = list(accumulate((item["span"][1] for item in self.outline), max))
        self.known = frozenset(self.text.split())
        # Where the words of the last item were found: those of the next one mostly follow.
        self.after = 0
        self.result = Outcome()

    def outcome(self) -> Outcome:
        pairs, used = paired(self.before, self.units, SAME)
        leftover = [unit for order, unit in enumerate(self.units) if order not in used]
        for key, image in self.before.items():
            if image["kind"] == NONE and image["proposal"] is not None:
                # Whatever is still found here is put to a person again, and once.
                self._change(key, {"proposal": None})
        for key, unit in pairs.items():
            if self.before[key]["state"] != REPLACED:
                self._matched(key, unit)
        for key, image in self.before.items():
            if key not in pairs and image["state"] != REPLACED:
                self._unmatched(key, image)
        standing: dict[int, list[uuid.UUID]] = {}
        for key, image in self._live():
            for index in image["provisions"]:
                standing.setdefault(index, []).append(key)
        for unit in leftover:
            self._new(unit, standing)
        self._untangle()
        self._fill()
        return self.result

    # --- what becomes of an item ----------------------------------------------------------------------------------

    def _matched(self, key: uuid.UUID, unit: Image) -> None:
        image = self.before[key]
        changes: dict[str, Any] = {name: unit[name] for name in PLACING}
        told = differing(image["found"], unit["value"])
        decided = _is_decided(image)
        if not decided:
            changes |= {name: unit[name] for name in ("value", "found", "rule", "grade", "answer")}
            if told:
                changes["is_new"] = True
                self.result.otherwise += 1
        elif not told or not differing(image["value"], unit["value"]) or told_of(unit) in image["declined"]:
            # Nothing that counts is new, the newer reader has come round to what the person wrote, or the person has
            # said no to this before.
            changes["found"] = unit["value"]
            changes["proposal"] = None
        else:
            changes["proposal"] = {"items": [unit], "fields": differing(image["value"], unit["value"])}
            self.result.otherwise += 1
        self._change(key, changes)

    def _unmatched(self, key: uuid.UUID, image: Image) -> None:
        """The reader finds the item no more, or never did: a person's stays where its words are."""
        if not _is_decided(image) and image["found"] is not None:
            self._change(key, {"state": REPLACED})
            if image["kind"] == DUTY:
                self.result.gone += 1
            return
        changes = self._placed(image)
        if image["found"] is not None and image["kind"] == DUTY:
            declined = told_of(None) in image["declined"]
            changes["proposal"] = None if declined else {"items": [], "fields": []}
            self.result.gone += not declined
        self._change(key, changes)

    def _placed(self, image: Image) -> dict[str, Any]:
        """Find the place of a person's item in the newer reading, by its words, else by its path."""
        paths = [self.paths[index] for index in image["provisions"] if index < len(self.paths)]
        provisions = sorted({self.where[path] for path in paths if path in self.where})
        near = [self.outline[index]["span"] for index in provisions]
        words = str(image["value"].get("text") or "").split("\n")[0]
        said = self.words.at(words, near)
        if said is None and self.known.issuperset(words.split()[1:-1]):
            said = self.words.at(words, [[self.after, len(self.text)], [0, len(self.text)]])
        self.after = said[0] if said else self.after
        if said is None:
            return {"provisions": provisions, "spans": {}, "place": near[0][0] if near else image["place"]}
        if not provisions:
            # In the order of the text: the first that ends behind the words holds them, or none does.
            at = bisect_right(self.ends, said[0])
            provisions = [at] if at < len(self.ends) and self.outline[at]["span"][0] <= said[0] else []
        return {"provisions": provisions, "spans": {"said": [list(said)]}, "place": said[0]}

    def _new(self, unit: Image, standing: Mapping[int, Sequence[uuid.UUID]]) -> None:
        """Something that no item stands for: it is put to a person, beside what was decided there before."""
        keys = dict.fromkeys(key for index in unit["provisions"] for key in standing.get(index, ()))
        here = [(key, self._now(key)) for key in keys]
        if unit["kind"] == NONE:
            if here:
                return
        else:
            for key, image in here:
                if image["kind"] == NONE:
                    # A person had agreed that nothing is asked here; perhaps they have said no to this very duty.
                    if told_of(unit) not in image["declined"]:
                        proposal = image["proposal"] or {"items": [], "fields": []}
                        self._change(key, {"proposal": {**proposal, "items": [*proposal["items"], unit]}})
                        self.result.new += 1
                    return
            if any(image["found"] is None and likeness(image["value"], unit["value"]) >= SAME for _key, image in here):
                # A person has written this sentence down already.
                return
            self.result.new += 1
        self.result.added.append({**unit, "is_new": unit["kind"] == DUTY})

    def _untangle(self) -> None:
        """Let no provision be answered twice where numbers have moved: "no duty" gives way to what else is there."""
        taken: set[int] = {index for image in self.result.added for index in image["provisions"]}
        live = sorted(self._live(), key=lambda pair: (pair[1]["kind"] == NONE, not _is_decided(pair[1])))
        for key, image in live:
            if image["kind"] == NONE and taken & set(image["provisions"]):
                left = [index for index in image["provisions"] if index not in taken]
                self._change(key, {"provisions": left} if left or _is_decided(image) else {"state": REPLACED})
                taken.update(left)
            else:
                taken.update(image["provisions"])

    def _fill(self) -> None:
        """Give every provision that is left without an answer the one of the reader."""
        covered = {index for _key, image in self._live() for index in image["provisions"]}
        covered |= {index for image in self.result.added for index in image["provisions"]}
        for unit in self.units:
            bare = [index for index in unit["provisions"] if index not in covered]
            if bare:
                self.result.added.append({**unit, "provisions": bare})
                covered.update(bare)
        for index, item in enumerate(self.outline):
            if index not in covered and item.get("answer") != SETTLED:
                raise AssertionError(f"provision {index} is in no unit of its own reading")

    # --- the state so far -----------------------------------------------------------------------------------------

    def _now(self, key: uuid.UUID) -> Image:
        return {**self.before[key], **self.result.changed.get(key, {})}

    def _live(self) -> list[tuple[uuid.UUID, Image]]:
        merged = ((key, self._now(key)) for key in self.before)
        return [(key, image) for key, image in merged if image["state"] != REPLACED]

    def _change(self, key: uuid.UUID, changes: Mapping[str, Any]) -> None:
        image = self.before[key]
        told = self.result.changed.setdefault(key, {})
        told.update({name: value for name, value in changes.items() if image[name] != value or name in told})
        if not told:
            del self.result.changed[key]


def _is_decided(image: Image) -> bool:
    return bool(image["state"] != OPEN or image["found"] is None or image["decided_by"])
