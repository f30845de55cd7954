"""Whether a library is whole: nothing half, nothing counted wrongly, and a journal that says the same as the rows."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection

from hoinhap.apps.journal.chain import verify
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import items
from hoinhap.apps.library.models import Arrival, Citation, Document, Item, Original, Reading
from hoinhap.apps.library.replay import replayed
from hoinhap.apps.library.rows import image_of

RECEIVED, AGAIN = "document.received", "document.read-again"


def faults() -> list[str]:
    """Look at everything and say what is wrong."""
    found = [*_database(), *_journal()]
    keys = {str(key) for key in Document.objects.values_list("pk", flat=True)}
    told = list(Event.objects.filter(act=RECEIVED).values_list("root_id", flat=True))
    if sorted(told) != sorted(keys):
        found.append(f"received {sorted(told)} but there are {sorted(keys)}")
    for document in Document.objects.all():
        found += [f"{document.name}: {fault}" for fault in _document(document)]
    for arrival in Arrival.objects.all():
        over = arrival.state not in (Arrival.WAITING, Arrival.READING)
        if over is not (arrival.data is None):
            found.append(f"{arrival}: bytes {arrival.data is not None}")
        if (arrival.state == Arrival.KEPT) is not (arrival.document_id is not None):
            found.append(f"{arrival}: document {arrival.document_id}")
    return found


def state_of(document: str) -> dict[str, Any]:
    """Give what people have decided on a document, and nothing that a reader may move."""
    rows = Item.objects.filter(document_id=document, decided_by__isnull=False)
    return {str(item.pk): [item.kind, item.value, item.state, item.reason, str(item.decided_at)] for item in rows}


def _database() -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchall()
        cursor.execute("PRAGMA foreign_key_check")
        return [str(row) for row in [*whole, *cursor.fetchall()] if row != ("ok",)]


def _journal() -> list[str]:
    verdict = verify()
    return [str(verdict)] if verdict.finding or verdict.unguarded else []


def _document(document: Document) -> list[str]:
    found = []
    original = Original.objects.filter(document=document).first()
    if original is None or hashlib.sha256(bytes(original.data)).hexdigest() != document.sha256:
        found.append("no original with its bytes")
    events = list(Event.objects.filter(root_id=str(document.pk)).order_by("number"))
    readings = list(Reading.objects.filter(document=document).order_by("id").values_list("reader_version", flat=True))
    told = [event.facts["reader"] for event in events if event.act in (RECEIVED, AGAIN)]
    if readings != told or not readings or readings[-1] != document.reader:
        found.append(f"readings {readings}, events {told}, reader {document.reader}")
        return found
    rows = list(Item.objects.filter(document=document))
    state = {item.pk: image_of(item) for item in rows}
    if replayed(document) != state:
        found.append("the journal says other items than the rows")
    body = Reading.objects.get(document=document, reader_version=readings[-1]).body
    answers = items.answers(state.values(), body["outline"])
    live = [image for image in state.values() if image["state"] != items.REPLACED]
    counts = {
        "provisions": len(answers),
        "undecided": answers.count(items.OPEN),
        "items_count": len(live),
        "accepted": sum(image["kind"] == items.DUTY and image["state"] == items.ACCEPTED for image in live),
    }
    found += [f"{name} {getattr(document, name)} != {n}" for name, n in counts.items() if getattr(document, name) != n]
    changed: dict[str, list[int]] = {str(item.pk): [] for item in rows}
    for event in events:
        for fact in event.facts.get("changes", []):
            changed[fact["id"]].append(fact["version"])
    # A gap or a number twice is a change that another has written over.
    lost = [item for item in rows if changed[str(item.pk)] != list(range(1, item.version + 1))]
    found += [f"{item.pk}: version {item.version}, events {changed[str(item.pk)]}" for item in lost]
    cited = len(body.get("citations") or ())
    if Citation.objects.filter(document=document).count() != cited:
        found.append("not all citations are kept")
    return found
