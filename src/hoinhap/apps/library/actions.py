"""Every write of the library, in one transaction, with an actor."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Generator, Mapping
from datetime import date, datetime
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import Q

from hoinhap.apps.agencies.access import SYSTEM, Viewer
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import access, items, queries
from hoinhap.apps.library.aside import Step, read_aside
from hoinhap.apps.library.citing import alone, keep_citations
from hoinhap.apps.library.desk import Desk, count
from hoinhap.apps.library.jobs import align_family_of
from hoinhap.apps.library.models import Document, Item, Original, Reading, time_ordered_id
from hoinhap.apps.library.rereading import Outcome, read_anew
from hoinhap.apps.library.rows import image_of, rows_of
from hoinhap.core.reader import VERSION, Unreadable, to_json
from hoinhap.core.reader.formats import archive
from hoinhap.core.vi.text import fold

_SOUGHT = ("kind", "number", "title", "issuer")


def documents_in(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Open a zip of documents; anything else, and a zip that cannot be opened, is itself the one document."""
    if not name.lower().endswith(".zip"):
        return [(name, data)]
    try:
        members = archive.members(data)
    except Unreadable:
        members = []
    return [(label.rpartition("/")[2] or name, inner) for label, inner in members] or [(name, data)]


def receive(
    *,
    actor: Viewer,
    name: str,
    data: bytes,
    at: datetime,
    received_from: str = "",
    agency_id: uuid.UUID | None = None,
    is_demo: bool = False,
) -> Document:
    """Keep a document with its Reading, or raise and keep nothing: `receiving` without its steps."""
    return _last(
        receiving(
            actor=actor,
            name=name,
            data=data,
            at=at,
            received_from=received_from,
            agency_id=agency_id,
            is_demo=is_demo,
        )
    )


def receiving(
    *,
    actor: Viewer,
    name: str,
    data: bytes,
    at: datetime,
    received_from: str = "",
    agency_id: uuid.UUID | None = None,
    is_demo: bool = False,
    kept: Callable[[Document], None] | None = None,
) -> Generator[Step, None, Document]:
    """Yield how far the reading is, then keep the document with it and return it; or raise and keep nothing.

    The reading is made before anything is written: bytes that cannot be read (`Unreadable`) and documents with a
    secrecy mark (`Refused`) leave no trace, nor does a generator that is closed on the way. The same bytes a second
    time are refused by naming the document they are. `kept` is called in the transaction that keeps the document.
    """
    agency = agency_id or access.home_of(actor)
    access.require(access.may_receive(actor, agency))
    sha256 = hashlib.sha256(data).hexdigest()
    refuse_known(actor, name, sha256)
    reading = yield from read_aside(data, name)
    # A last word before anything is written: whoever has gone away closes the generator here.
    yield None
    _refuse_secret(name, reading.document.secrecy)
    body = to_json(reading)
    document = Document(
        id=time_ordered_id(at),
        name=name[:255],
        sha256=sha256,
        size=len(data),
        received_at=at,
        received_from=received_from[:255],
        received_by_id=actor.person_id,
        agency_id=agency,
        is_demo=is_demo,
        **_masthead(name, body),
    )
    try:
        with transaction.atomic():
            images = items.laid_out(body)
            keyed = [(items.item_id(document.pk, VERSION, order), image) for order, image in enumerate(images)]
            found = rows_of(document.pk, keyed)
            count(document, found)
            document.save(force_insert=True)
            Original.objects.create(document=document, data=data)
            Reading.objects.create(document=document, reader_version=VERSION, read_at=at, body=body)
            Item.objects.bulk_create(found, batch_size=500)
            resolved = keep_citations(document, body)
            facts = {"name": document.name, "sha256": sha256, "reader": VERSION, "items": len(found), **resolved}
            _align_later(document, resolved)
            if kept is not None:
                kept(document)
            record(actor=actor, at=at, act="document.received", of=document, facts=facts)
    except IntegrityError:
        # The same bytes arrived through another door while these were being read.
        refuse_known(actor, name, sha256)
        raise
    return document


def read_again(*, actor: Viewer, document_id: uuid.UUID, at: datetime) -> Document:
    """Add the Reading of today's reader to a document: `reading_again` without its steps."""
    return _last(reading_again(actor=actor, document_id=document_id, at=at))


def reading_again(*, actor: Viewer, document_id: uuid.UUID, at: datetime) -> Generator[Step, None, Document]:
    """Yield how far the reading is, then add it and return the document; the readings before it stay as they are."""
    original = queries.original_for(actor, document_id)
    document = original.document
    access.require(access.may_decide(actor, document))
    if queries.is_current(document):
        return document
    reading = yield from read_aside(bytes(original.data), document.name)
    yield None
    _refuse_secret(document.name, reading.document.secrecy, kept=True)
    body = to_json(reading)
    for _ in range(_TRIES):
        # Comparing takes long for a long document, and nobody should wait for it: it is done before anything is locked,
        # and once more if somebody has decided meanwhile.
        seen = _Seen(document, body)
        with transaction.atomic():
            # Before the document: whoever ties citations to it holds this lock while it waits for the document.
            alone()
            desk = Desk(actor, document_id, at)
            if queries.is_current(desk.document):
                return desk.document
            if seen.is_still(desk):
                _read_anew(desk, body, seen.outcome)
                return desk.document
    with transaction.atomic():
        alone()
        desk = Desk(actor, document_id, at)
        if not queries.is_current(desk.document):
            _read_anew(desk, body)
    return desk.document


_TRIES = 3


class _Seen:
    """What a newer reading changes for the items as they are now, if they still are when it is written."""

    def __init__(self, document: Document, body: dict[str, Any]) -> None:
        rows = {item.pk: item for item in Item.objects.filter(document=document)}
        older = document.readings.first()
        self.versions = {key: item.version for key, item in rows.items()}
        self.reading = older.pk if older else None
        self.outcome = _compared(rows, older, body)

    def is_still(self, desk: Desk) -> bool:
        versions = {key: item.version for key, item in desk.items.items()}
        return versions == self.versions and self.reading == desk.document.readings.values_list("pk", flat=True).first()


def _compared(rows: Mapping[uuid.UUID, Item], older: Reading | None, body: dict[str, Any]) -> Outcome:
    before = {key: image_of(item) for key, item in rows.items()}
    return read_anew(before, [item["path"] for item in older.body["outline"]] if older else [], body)


def _read_anew(desk: Desk, body: dict[str, Any], outcome: Outcome | None = None) -> None:
    """Add a reading and let the items follow it as far as nobody has decided on them."""
    document = desk.document
    if outcome is None:
        outcome = _compared(desk.items, document.readings.first(), body)
    for field, value in _masthead(document.name, body).items():
        setattr(document, field, value)
    Reading.objects.create(document=document, reader_version=VERSION, read_at=desk.at, body=body)
    for key, new in outcome.changed.items():
        desk.put(desk.items[key], new)
    for order, image in enumerate(outcome.added):
        desk.add(image, items.item_id(document.pk, VERSION, order))
    resolved = keep_citations(document, body)
    _align_later(document, resolved)
    told = {
        "reader": VERSION,
        "new": outcome.new,
        "otherwise": outcome.otherwise,
        "gone": outcome.gone,
        **resolved,
    }
    desk.finish("document.read-again", told)


def _align_later(document: Document, tied: Mapping[str, Any]) -> None:
    """Leave it to the worker to align a document that is tied to another."""
    if tied.get("links") or tied.get("linked"):
        align_family_of.enqueue(str(document.pk))


def lay_out_missing(*, at: datetime) -> int:
    """Lay out the items of documents that came in before there were any; return how many documents that were."""
    bare = Document.objects.filter(items__isnull=True, provisions__gt=0).values_list("pk", flat=True)
    done = 0
    for key in list(bare):
        with transaction.atomic():
            alone()
            desk = Desk(SYSTEM, key, at)
            if desk.items or _was_laid_out(key):
                continue
            reading = desk.reading()
            for order, image in enumerate(items.laid_out(reading.body)):
                desk.add(image, items.item_id(key, reading.reader_version, order))
            desk.finish(
                "document.laid-out", {"reader": reading.reader_version, **keep_citations(desk.document, reading.body)}
            )
            done += 1
    return done


def _was_laid_out(key: uuid.UUID) -> bool:
    """Say whether a document without items had its turn: all of its provisions may be headings."""
    events = Event.objects.filter(root_kind=Document._meta.label_lower, root_id=str(key))
    # Since there are items, an arrival says how many there were.
    return events.filter(Q(act="document.laid-out") | Q(act="document.received", facts__has_key="items")).exists()


def _last(steps: Generator[Step, None, Document]) -> Document:
    """Go to the end of an action that tells its steps."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast(Document, end.value)


def _refuse_secret(name: str, mark: str | None, *, kept: bool = False) -> None:
    """Refuse what bears a secrecy mark; `kept` says that it was taken in before the mark was seen."""
    if mark:
        raise Refused("library.secret-mark-kept" if kept else "library.secret-mark", name=name, mark=mark)


def refuse_known(actor: Viewer, name: str, sha256: str) -> None:
    """Refuse bytes that the actor's library has already, by naming the document they are."""
    known = queries.same_bytes_for(actor, sha256)
    if known is not None:
        raise Refused("library.same-bytes", name=name, known=known.heading, id=known.pk)


def _masthead(name: str, body: dict[str, Any]) -> dict[str, Any]:
    head = body["document"]
    return {
        "kind": (head.get("kind") or "")[:100],
        "number": (head.get("number") or "")[:100],
        "issuer": (head.get("issuer") or "")[:500],
        "title": head.get("title") or "",
        "dated": _date(head.get("date")),
        "provisions": len(body["outline"]),
        "reader": VERSION,
        "sought": fold(" ".join(part or "" for part in (name, *(head.get(key) for key in _SOUGHT)))),
    }


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
