"""The items of a document as plain values: how a Reading lays them out, and what makes them whole.

An image is the state of an item without its key: a dict of `FIELDS`, all plain JSON, so that the journal can hold it
and the same functions serve the database, the replay and the tests.
"""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

Json = dict[str, Any]
Image = dict[str, Any]

DUTY, NONE = "duty", "none"
OPEN, ACCEPTED, DISMISSED, REPLACED = "open", "accepted", "dismissed", "replaced"

FIELDS = (
    "kind",
    "answer",
    "path",
    "provisions",
    "place",
    "spans",
    "value",
    "found",
    "rule",
    "grade",
    "state",
    "reason",
    "proposal",
    "declined",
    "is_new",
    "decided_by",
    "decided_at",
)
# Where an item stands: may follow a newer reading without a person's word, for it says nothing of what counts.
PLACING = ("path", "provisions", "place", "spans")
VALUE = ("text", "leads", "partners", "reports_to", "due", "due_text", "due_rule", "product", "money", "optional")
# What a person would call a difference between two readings.
TELLING = ("text", "leads", "partners", "reports_to", "due", "product", "money")
# The longest text of an item, and the longest that is looked for in a document.
LONGEST = 10_000
# Provisions that say nothing by themselves: nobody is asked about them.
SETTLED = "heading"


def laid_out(body: Json) -> list[Image]:
    """Lay out the items of a Reading in the order of the text.

    Every duty is one, and so is every provision that has no duty and is no heading: somebody must have looked at it.
    """
    outline = body["outline"]
    found = [_duty(task, outline) for task in body["tasks"]]
    covered = {index for image in found for index in image["provisions"]}
    found += [
        _nothing(index, item)
        for index, item in enumerate(outline)
        if index not in covered and item.get("answer") != SETTLED
    ]
    return sorted(found, key=lambda image: image["place"])


def item_id(document_id: uuid.UUID, version: str, order: int) -> uuid.UUID:
    """Give the key of the item that a reader's version laid out as its `order`-th: the same whenever it is asked."""
    return uuid.uuid5(document_id, f"{version}/{order}")


def is_open(image: Mapping[str, Any]) -> bool:
    """Say whether a person still has to decide."""
    return image["state"] == OPEN or (image["state"] != REPLACED and image["proposal"] is not None)


def open_provisions(images: Iterable[Mapping[str, Any]]) -> int:
    """Count the provisions with something undecided; an item that stands in none counts for itself."""
    places: set[int] = set()
    homeless = 0
    for image in images:
        if is_open(image):
            places.update(image["provisions"])
            homeless += not image["provisions"]
    return len(places) + homeless


def answers(images: Iterable[Mapping[str, Any]], outline: list[Json]) -> list[str]:
    """Give every provision its one answer: "heading", "open", "duty" or "none".

    Raises ValueError where a provision has no answer or two that contradict each other.
    """
    live: list[list[Mapping[str, Any]]] = [[] for _ in outline]
    for image in images:
        if image["state"] != REPLACED:
            for index in image["provisions"]:
                live[index].append(image)
    found = []
    for index, here in enumerate(live):
        kinds = [image["kind"] for image in here]
        if not here:
            if outline[index].get("answer") != SETTLED:
                raise ValueError(f"provision {index} has no answer")
            found.append(SETTLED)
        elif kinds.count(NONE) and len(kinds) > 1:
            raise ValueError(f"provision {index} has {len(kinds)} answers")
        elif any(is_open(image) for image in here):
            found.append(OPEN)
        elif any(image["kind"] == DUTY and image["state"] == ACCEPTED for image in here):
            found.append(DUTY)
        else:
            found.append(NONE)
    return found


def differing(one: Json | None, other: Json) -> list[str]:
    """Name what differs between two values of an item, as far as a person would say that it differs."""
    if one is None:
        return list(TELLING)
    return [field for field in TELLING if _told(one.get(field)) != _told(other.get(field))]


def told_of(unit: Image | None) -> Json:
    """Take of something a newer reader proposes what a person sees; None is that it finds the duty no more."""
    if unit is None:
        return {"kind": "gone"}
    told = {field: _told(unit["value"].get(field)) for field in TELLING}
    return {"kind": unit["kind"], **{field: value for field, value in told.items() if value is not None}}


def words_at(source: str, words: str, spans: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    """Find words in a part of a text, whatever the white space between them: (start, end), or None."""
    return Words(source).at(words, spans)


class Words:
    """A text in which words are looked for, whatever the white space between them: squeezed once for many searches."""

    def __init__(self, source: str) -> None:
        self.source = source

    def at(self, words: str, spans: Sequence[Sequence[int]]) -> tuple[int, int] | None:
        """Find words in one of the spans: (start, end), or None."""
        wanted = words.split()
        sought = "".join(wanted)
        if not sought or len(words) > LONGEST:
            return None
        squeezed, places = self._squeezed
        for start, end in spans:
            first, last = bisect_left(places, start), bisect_left(places, end)
            found = squeezed.find(sought, first, last)
            while found >= 0:
                stop = self._follow(wanted, places[found], end)
                if stop is not None:
                    return places[found], stop
                found = squeezed.find(sought, found + 1, last)
        return None

    @cached_property
    def _squeezed(self) -> tuple[str, list[int]]:
        places = [place for place, letter in enumerate(self.source) if not letter.isspace()]
        return "".join(self.source.split()), places

    def _follow(self, wanted: Sequence[str], place: int, end: int) -> int | None:
        """Say where the words end that begin here; a word is not torn."""
        at = place
        for word in wanted:
            while at < end and self.source[at].isspace():
                at += 1
            if not self.source.startswith(word, at) or at + len(word) > end:
                return None
            at += len(word)
        return at


def _told(value: Any) -> Any:
    if value in (None, "", [], {}):
        return None
    return " ".join(value.split()) if isinstance(value, str) else value


def _duty(task: Json, outline: list[Json]) -> Image:
    index = task.get("provision", -1)
    if not 0 <= index < len(outline):
        index = next((at for at, item in enumerate(outline) if item["path"] == task["path"]), -1)
    value = {field: task.get(field) for field in VALUE}
    for field in ("leads", "partners", "reports_to"):
        value[field] = list(task.get(field) or [])
    for field in ("product", "money"):
        named = task.get(field)
        value[field] = (named.get("text") if isinstance(named, dict) else named) or ""
    value["due_text"] = task.get("due_text") or ""
    value["due_rule"] = task.get("due_rule") or ""
    value["optional"] = bool(task.get("optional"))
    span = task.get("span")
    spans = {
        "said": [list(span)] if span else [],
        "lead": [list(one) for one in task.get("lead_spans") or [] if one],
        "partner": [list(one) for one in task.get("partner_spans") or [] if one],
        "to": [list(one) for one in task.get("reports_to_spans") or [] if one],
        "due": [list(task["due_span"])] if task.get("due_span") else [],
    }
    return _image(
        kind=DUTY,
        answer=DUTY,
        path=task["path"],
        provisions=[index] if index >= 0 else [],
        place=span[0] if span else (outline[index]["span"][0] if index >= 0 else 0),
        spans=spans,
        value=value,
        found=value,
        rule=task.get("rule") or "",
        grade=task.get("grade") or "sure",
    )


def _nothing(index: int, item: Json) -> Image:
    pieces = item.get("pieces") or [item["span"]]
    value = {"text": item["text"]}
    answer = item.get("answer") or "nothing"
    return _image(
        kind=NONE,
        answer=answer,
        path=item["path"],
        provisions=[index],
        place=pieces[0][0] if pieces[0] else item["span"][0],
        spans={"said": [list(piece) for piece in pieces if piece[0] < piece[1]]},
        value=value,
        found=value,
        rule=item.get("rule") or "",
        # "nothing" is what is left when no rule spoke: a person should look.
        grade="likely" if answer in ("nothing", DUTY) else "sure",
    )


def _image(**facts: Any) -> Image:
    blank: Image = {
        "state": OPEN,
        "reason": "",
        "proposal": None,
        "declined": [],
        "is_new": False,
        "decided_by": None,
        "decided_at": None,
    }
    cut = {"path": str(facts["path"])[:200], "rule": facts["rule"][:60], "grade": facts["grade"][:10]}
    return {**blank, **facts, **cut}
