"""Every write of the library, in one transaction, with an actor."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from hoinhap.apps.errors import Refused
from hoinhap.apps.library import access, queries
from hoinhap.apps.library.models import Document, Original, Reading, time_ordered_id
from hoinhap.core.reader import VERSION, Unreadable, read, to_json
from hoinhap.core.reader.formats import archive
from hoinhap.core.vi.text import fold


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
    actor: access.Person,
    name: str,
    data: bytes,
    at: datetime,
    received_from: str = "",
    is_demo: bool = False,
) -> Document:
    """Keep a document with its Reading, or raise and keep nothing.

    The reading is made before anything is written: bytes that cannot be read (`Unreadable`) and documents with a
    secrecy mark (`Refused`) leave no trace. The same bytes a second time are refused by naming the document they are.
    """
    access.require(access.may_receive(actor))
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_known(actor, name, sha256)
    reading = read(data, name)
    if reading.document.secrecy:
        raise Refused("library.secret-mark", name=name, mark=reading.document.secrecy)
    body = to_json(reading)
    head = _masthead(body)
    document = Document(
        id=time_ordered_id(at),
        name=name[:255],
        sha256=sha256,
        size=len(data),
        received_at=at,
        received_from=received_from[:255],
        is_demo=is_demo,
        sought=fold(" ".join((name, head["kind"], head["number"], head["title"], head["issuer"]))),
        **head,
    )
    try:
        with transaction.atomic():
            document.save(force_insert=True)
            Original.objects.create(document=document, data=data)
            Reading.objects.create(document=document, reader_version=VERSION, read_at=at, body=body)
    except IntegrityError:
        # The same bytes arrived through another door while these were being read.
        _refuse_known(actor, name, sha256)
        raise
    return document


def _refuse_known(actor: access.Person, name: str, sha256: str) -> None:
    known = queries.same_bytes_for(actor, sha256)
    if known is not None:
        raise Refused("library.same-bytes", name=name, known=known.heading, id=known.pk)


def _masthead(body: dict[str, Any]) -> dict[str, Any]:
    head = body["document"]
    return {
        "kind": (head.get("kind") or "")[:100],
        "number": (head.get("number") or "")[:100],
        "issuer": (head.get("issuer") or "")[:500],
        "title": head.get("title") or "",
        "dated": _date(head.get("date")),
        "duties": len(body["tasks"]),
        "provisions": len(body["outline"]),
    }


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
