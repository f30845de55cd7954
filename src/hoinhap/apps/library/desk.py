"""A document on somebody's desk: locked for one act, its items changed, counted again, the event left."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import access, holding, items, words
from hoinhap.apps.library.items import ACCEPTED, DISMISSED, DUTY, Image
from hoinhap.apps.library.models import Document, Item, Reading
from hoinhap.apps.library.rows import image_of, put

Versions = Mapping[uuid.UUID, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one item. `old` is None for an item that did not exist; both hold only what changes."""

    id: uuid.UUID
    old: Image | None
    new: Image

    def as_fact(self, version: int) -> dict[str, Any]:
        """Write the change for the journal; `version` is the item's after the act."""
        return {"id": str(self.id), "old": self.old, "new": self.new, "version": version}


class Desk:
    """A document locked for one act: its items, its last reading, and the changes gathered so far."""

    def __init__(self, actor: Viewer, document_id: uuid.UUID, at: datetime) -> None:
        found = access.visible(actor).filter(pk=document_id).values_list("pk", flat=True).first()
        if found is None:
            raise NotFound
        # Without the key: a citation or a dispatch of the document, which only needs it to stay, does not wait.
        self.document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=found)
        access.require(access.may_decide(actor, self.document))
        self.actor = actor
        self.at = at
        self.items = {item.pk: item for item in Item.objects.filter(document=self.document)}
        self.changes: list[Change] = []

    def reading(self) -> Reading:
        """Give the reading that the items stand on."""
        found = Reading.objects.filter(document=self.document).first()
        if found is None:
            raise NotFound
        return found

    def take(self, wanted: Versions) -> list[Item]:
        """Give the items asked for, unless somebody has changed one of them since the page was made."""
        found = []
        for key, version in wanted.items():
            item = self.items.get(key)
            if item is None:
                raise NotFound
            if item.version != version:
                self._refuse_late(item)
            if not item.is_live:
                raise Refused("library.item-gone")
            found.append(item)
        return sorted(found, key=lambda item: (item.place, str(item.pk)))

    def change(self, item: Item, **new: Any) -> None:
        """Change an item, as a decision of the actor; a proposal that goes with it has been declined."""
        if item.proposal is not None and new.get("proposal", item.proposal) is None:
            new = {"declined": _declined(item), **new}
        new = {"decided_by": str(self.actor.person_id or "") or None, "decided_at": self.at.isoformat(), **new}
        self.put(item, new)

    def put(self, item: Item, new: Mapping[str, Any]) -> None:
        """Change an item; what stays the same is left out."""
        before = image_of(item)
        told = {field: value for field, value in new.items() if before[field] != value}
        if told:
            self.changes.append(Change(item.pk, {field: before[field] for field in told}, told))
            put(item, told)

    def add(self, image: Image, key: uuid.UUID | None = None) -> Item:
        """Add an item."""
        item = put(Item(pk=key or uuid.uuid4(), document=self.document, version=0), image)
        self.items[item.pk] = item
        self.changes.append(Change(item.pk, None, dict(image)))
        return item

    def live(self) -> list[Item]:
        return [item for item in self.items.values() if item.is_live]

    def finish(
        self, act: str, facts: Mapping[str, Any] | None = None, *, done: Mapping[str, Any] | None = None
    ) -> Event:
        """Write the changes, count again and leave the event; an act that changes nothing is refused.

        An act that leaves something open in a document that was done opens it again, and its facts keep who had called
        it done and when: `done` is that of an act that is taken back.
        """
        if not self.changes and act.startswith("duty."):
            raise Refused("library.nothing-to-do")
        self._write()
        self._check()
        owed = self.document.accepted
        count(self.document, self.items.values())
        if owed or self.document.accepted:
            holding.follow(self.document, self.items.values(), at=self.at, none_yet=not owed)
        told = {"changes": [change.as_fact(self.items[change.id].version) for change in self.changes], **(facts or {})}
        document = self.document
        if document.undecided and document.done_at:
            told["reopened"] = True
            told["was_done"] = {"at": document.done_at.isoformat(), "by": str(document.done_by_id or "") or None}
            document.done_at = document.done_by_id = None
        elif done and not document.undecided and not document.done_at:
            document.done_at = datetime.fromisoformat(done["at"])
            document.done_by_id = uuid.UUID(done["by"]) if done["by"] else None
            told["done"] = True
        document.save()
        return record(actor=self.actor, at=self.at, act=act, of=document, root=document, facts=told)

    def _write(self) -> None:
        """Write the items that have changed, and of them only what has."""
        made, fields = set(), {"version"}
        for change in self.changes:
            if change.old is None:
                made.add(change.id)
            else:
                fields.update(change.new)
        touched = {change.id for change in self.changes}
        for key in touched:
            self.items[key].version += 1
        Item.objects.bulk_create([self.items[key] for key in touched & made], batch_size=500)
        # Rows that are there are written by the same statement as new ones: bulk_update asks for one case a row and
        # field, which takes seconds for a thousand.
        Item.objects.bulk_create(
            [self.items[key] for key in touched - made],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=sorted(fields),
        )

    def _check(self) -> None:
        """Refuse what would leave a provision without its one answer."""
        try:
            items.answers([image_of(item) for item in self.items.values()], self.reading().body["outline"])
        except ValueError:
            raise Refused("library.tangled") from None

    def _refuse_late(self, item: Item) -> None:
        raise Refused(
            "library.decided-meanwhile",
            who=item.decided_by.full_name if item.decided_by else "–",
            when=timezone.localtime(item.decided_at).strftime("%H:%M") if item.decided_at else "",
            did=words.did_word(item.state),
        )


def count(document: Document, found: Iterable[Item]) -> None:
    """Count a document's items again, unsaved."""
    images = [image_of(item) for item in found if item.is_live]
    document.items_count = len(images)
    document.accepted = sum(image["kind"] == DUTY and image["state"] == ACCEPTED for image in images)
    document.undecided = items.open_provisions(images)
    document.duties = sum(image["kind"] == DUTY and image["state"] != DISMISSED for image in images)


def _declined(item: Item) -> list[Image]:
    """Give what a person has said no to, of this item, once its proposal is declined."""
    units: list[Image] = (item.proposal or {}).get("items") or []
    told = [items.told_of(unit) for unit in units] or [items.told_of(None)]
    return [*item.declined, *(one for one in told if one not in item.declined)]
