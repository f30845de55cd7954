"""From the journal back to the items: what the events say must be what the rows hold."""

from __future__ import annotations

import uuid

from hoinhap.apps.journal.queries import events_of
from hoinhap.apps.library import items
from hoinhap.apps.library.items import Image
from hoinhap.apps.library.models import Document, Reading


def replayed(document: Document) -> dict[uuid.UUID, Image]:
    """Build the items of a document from its readings and its events alone."""
    state: dict[uuid.UUID, Image] = {}
    for event in events_of(document):
        if event.act == "document.received":
            version = event.facts["reader"]
            body = Reading.objects.get(document=document, reader_version=version).body
            for order, image in enumerate(items.laid_out(body)):
                state[items.item_id(document.pk, version, order)] = image
        for fact in event.facts.get("changes", []):
            key = uuid.UUID(fact["id"])
            # Acts of the time before proposals were remembered do not name what was declined.
            state[key] = {**state.get(key, {"declined": []}), **fact["new"]}
    return state
