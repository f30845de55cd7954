"""Every read of the library, starting from a viewer."""

from __future__ import annotations

import uuid

from hoinhap.apps.errors import NotFound
from hoinhap.apps.library import access
from hoinhap.apps.library.models import Document, Original, Reading
from hoinhap.core.vi.text import fold

SHELF = 200


def shelf_for(viewer: access.Person, *, query: str = "") -> list[Document]:
    """List the documents that the viewer may see, latest first, narrowed by words typed with or without marks."""
    rows = access.visible(viewer)
    for word in fold(query).split():
        rows = rows.filter(sought__contains=word)
    return list(rows[:SHELF])


def count_for(viewer: access.Person) -> int:
    """Count the documents that the viewer may see."""
    return access.visible(viewer).count()


def document_for(viewer: access.Person, document_id: uuid.UUID) -> Document:
    """Find one document."""
    try:
        return access.visible(viewer).get(pk=document_id)
    except Document.DoesNotExist:
        raise NotFound from None


def reading_for(viewer: access.Person, document_id: uuid.UUID) -> Reading:
    """Find the latest reading of a document, the document with it."""
    rows = Reading.objects.filter(document__in=access.visible(viewer), document_id=document_id)
    reading = rows.select_related("document").first()
    if reading is None:
        raise NotFound
    return reading


def original_for(viewer: access.Person, document_id: uuid.UUID) -> Original:
    """Find the bytes of a document."""
    rows = Original.objects.filter(document__in=access.visible(viewer), pk=document_id)
    original = rows.select_related("document").first()
    if original is None:
        raise NotFound
    return original


def same_bytes_for(viewer: access.Person, sha256: str) -> Document | None:
    """Find the document that has these very bytes already."""
    return access.visible(viewer).filter(sha256=sha256).first()
