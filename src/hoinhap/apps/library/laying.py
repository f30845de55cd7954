"""Reads of one document for its page: the items, and the matrix of who carries what."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import access, items, queries, words
from hoinhap.apps.library.models import Document, Item, Reading
from hoinhap.apps.library.rows import image_of
from hoinhap.core.responsibility import DutyRow, ResponsibilityMatrix, responsibilities, sections_of


@dataclass(frozen=True, slots=True)
class Laid:
    """A document with the reading that its items stand on. `answers` has one word for every provision."""

    document: Document
    reading: Reading
    items: list[Item]
    answers: list[str]
    may_decide: bool

    @property
    def provisions(self) -> int:
        return len(self.answers)

    @property
    def duties(self) -> int:
        return self.answers.count(items.DUTY)

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


def act_for(viewer: Viewer, document_id: uuid.UUID, number: int) -> Event | None:
    """Find an act of the viewer on a document by the number of its event."""
    rows = Event.objects.filter(number=number, root_kind=Document._meta.label_lower, root_id=str(document_id))
    return rows.filter(actor=viewer.person_id).first() if viewer.person_id else None


def matrix_for(viewer: Viewer, document_id: uuid.UUID) -> tuple[Laid, ResponsibilityMatrix]:
    """Count who carries what of a document."""
    laid = laid_for(viewer, document_id)
    document = laid.document
    return laid, responsibilities(
        duty_rows(laid.live, laid.reading),
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
