"""Reads of one document for its page: the items, and the matrix of who carries what."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import access, items, queries, words
from hoinhap.apps.library.models import Document, Item, Reading
from hoinhap.apps.library.resolving import Speech
from hoinhap.apps.library.rows import image_of
from hoinhap.core.responsibility import DutyRow, ResponsibilityMatrix, responsibilities, sections_of

# How many of a person's acts on a document are looked through for one that still stands.
UNDO_DEPTH = 500


@dataclass(frozen=True)
class Laid:
    """A document with the reading that its items stand on. `answers` has one word for every provision."""

    document: Document
    reading: Reading
    items: list[Item]
    answers: list[str]
    may_decide: bool

    @cached_property
    def speech(self) -> Speech:
        """Give what the names of the document mean."""
        return Speech(self.document)

    @property
    def provisions(self) -> int:
        return len(self.answers)

    @property
    def duties(self) -> int:
        return self.answers.count(items.DUTY)

    def duties_of(self, agency: str) -> int:
        """Count the duties that an agency leads or takes part in."""
        row_of = self.speech.row_of
        key = row_of(agency)
        return sum(
            item.kind == Item.DUTY
            and item.state != Item.DISMISSED
            and key in map(row_of, [*(item.value.get("leads") or []), *(item.value.get("partners") or [])])
            for item in self.live
        )

    @property
    def live(self) -> list[Item]:
        return [item for item in self.items if item.is_live]

    @property
    def sure(self) -> list[Item]:
        """Give the open items of which the reader is sure."""
        return [
            item for item in self.items if item.state == Item.OPEN and item.grade == "sure" and item.proposal is None
        ]


def laid_for(viewer: Viewer, document_id: uuid.UUID) -> Laid:
    """Find a document with its items; two queries."""
    reading = queries.reading_for(viewer, document_id)
    found = list(Item.objects.filter(document_id=document_id).select_related("decided_by"))
    images = [image_of(item) for item in found]
    return Laid(
        document=reading.document,
        reading=reading,
        items=found,
        answers=items.answers(images, reading.body["outline"]),
        may_decide=access.may_decide(viewer, reading.document),
    )


@dataclass(frozen=True, slots=True)
class Done:
    """The act just done, and what the next "undo" and "redo" would take back: numbers of events, None for nothing.

    `turn` is "" for an act itself, "undone" when it took one back, "redone" when it brought one back.
    """

    event: Event
    turn: str
    undo: int | None
    redo: int | None


def done_by(viewer: Viewer, document_id: uuid.UUID, number: int) -> Done | None:
    """Find an act of the viewer on a document, and what may be taken back after it; two queries."""
    if viewer.person_id is None:
        return None
    rows = Event.objects.filter(
        root_kind=Document._meta.label_lower, root_id=str(document_id), actor=viewer.person_id, number__lte=number
    )
    event = rows.filter(number=number).first()
    if event is None:
        return None
    acts = rows.filter(act__startswith="duty.").order_by("-number").values_list("number", "facts__undoes")[:UNDO_DEPTH]
    undoes = {one: int(other) for one, other in acts if other is not None}
    turns = _turns(number, undoes)
    undo = _undoable([one for one, _other in acts], undoes)
    is_off = turns % 2 == 1
    return Done(
        event=event,
        turn="undone" if is_off else "redone" if turns else "",
        undo=undo if event.act.startswith("duty.") else None,
        redo=number if is_off else None,
    )


def _turns(number: int, undoes: Mapping[int, int]) -> int:
    """Count how often an act was taken back and brought back, as of this event: 0 for the act itself."""
    turns = 0
    while number in undoes:
        number = undoes[number]
        turns += 1
    return turns


def _undoable(numbers: Iterable[int], undoes: Mapping[int, int]) -> int | None:
    """Give the event whose undoing takes back the last act that still stands."""
    seen: set[int] = set()
    for number in numbers:
        base = number
        while base in undoes:
            base = undoes[base]
        if base in seen:
            continue
        seen.add(base)
        if _turns(number, undoes) % 2 == 0:
            return number
    return None


def matrix_for(viewer: Viewer, document_id: uuid.UUID) -> tuple[Laid, ResponsibilityMatrix]:
    """Count who carries what of a document."""
    laid = laid_for(viewer, document_id)
    document = laid.document
    return laid, responsibilities(
        duty_rows(laid.live, laid.reading),
        row_of=laid.speech.row_of,
        kind=document.kind,
        number=document.number,
        title=document.title,
        issuer=document.issuer,
        dated=document.dated,
        name=document.name,
    )


def duty_rows(found: Iterable[Item], reading: Reading) -> list[DutyRow]:
    """Write the duties in words; what was dismissed is left out."""
    duties = [item for item in found if item.kind == Item.DUTY and item.state != Item.DISMISSED]
    sections = sections_of(reading.body["outline"], [item.path for item in duties])
    rows = []
    for item in duties:
        value = item.value
        law = value.get("due_text") or ""
        rows.append(
            DutyRow(
                place=words.whole_place(item.path),
                section=sections[item.path],
                text=str(value.get("text") or ""),
                leads=tuple(value.get("leads") or ()),
                partners=tuple(value.get("partners") or ()),
                reports_to=tuple(value.get("reports_to") or ()),
                due=words.due_words(value.get("due"), law),
                due_text=law,
                product=value.get("product") or "",
                money=value.get("money") or "",
                state=item.state,
            )
        )
    return rows
