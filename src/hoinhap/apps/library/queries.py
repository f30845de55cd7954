"""Every read of the library, starting from a viewer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.errors import NotFound
from hoinhap.apps.library import access
from hoinhap.apps.library.models import Document, Original, Reading
from hoinhap.apps.library.words import OTHER
from hoinhap.core.reader import VERSION
from hoinhap.core.vi.text import fold

SHELF = 50
ORDERS = {
    "": ("-received_at", "-id"),
    "ngay": (F("dated").desc(nulls_last=True), "-id"),
    "giao-viec": ("-duties", "-id"),
    "dieu-khoan": ("-provisions", "-id"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list: its documents, how many there are on all pages, the kinds to choose from, OTHER last."""

    documents: list[Document]
    found: int
    page: int
    pages: int
    kinds: list[tuple[str, int]]


def shelf_for(
    viewer: Viewer, *, query: str = "", kind: str = "", order: str = "", page: int = 1, size: int = SHELF
) -> Shelf:
    """List the documents that the viewer may see, latest first, narrowed by words typed with or without marks."""
    rows = access.visible(viewer)
    for word in fold(query).split():
        rows = rows.filter(sought__contains=word)
    counts = rows.values_list("kind").annotate(n=Count("id")).order_by("-n", "kind")
    kinds = sorted(((name or OTHER, count) for name, count in counts), key=lambda one: one[0] == OTHER)
    if kind:
        rows = rows.filter(kind="" if kind == OTHER else kind)
    found = sum(count for name, count in kinds if not kind or name == kind)
    pages = max(1, -(-found // size))
    page = min(max(page, 1), pages)
    documents = list(rows.order_by(*ORDERS.get(order, ORDERS[""]))[(page - 1) * size : page * size])
    return Shelf(documents, found, page, pages, kinds)


def count_for(viewer: Viewer) -> int:
    """Count the documents that the viewer may see."""
    return access.visible(viewer).count()


def document_for(viewer: Viewer, document_id: uuid.UUID) -> Document:
    """Find one document."""
    try:
        return access.visible(viewer).get(pk=document_id)
    except Document.DoesNotExist:
        raise NotFound from None


def reading_for(viewer: Viewer, document_id: uuid.UUID, *, number: int | None = None) -> Reading:
    """Find the latest reading of a document, or the one of that number, the document with it."""
    rows = Reading.objects.filter(document__in=access.visible(viewer), document_id=document_id)
    if number is not None:
        rows = rows.filter(pk=number)
    reading = rows.select_related("document").first()
    if reading is None:
        raise NotFound
    return reading


def readings_of(viewer: Viewer, document_id: uuid.UUID) -> list[Reading]:
    """List the readings of a document without what they found, the latest first."""
    rows = Reading.objects.filter(document__in=access.visible(viewer), document_id=document_id)
    return list(rows.defer("body"))


def is_current(document: Document) -> bool:
    """Say whether today's reader has read the document."""
    return document.readings.filter(reader_version=VERSION).exists()


def outdated_for(viewer: Viewer) -> QuerySet[Document]:
    """Give the documents that today's reader has not read, the latest first."""
    return access.visible(viewer).exclude(readings__reader_version=VERSION)


def original_for(viewer: Viewer, document_id: uuid.UUID) -> Original:
    """Find the bytes of a document."""
    rows = Original.objects.filter(document__in=access.visible(viewer), pk=document_id)
    original = rows.select_related("document").first()
    if original is None:
        raise NotFound
    return original


def same_bytes_for(viewer: Viewer, sha256: str) -> Document | None:
    """Find the document that has these very bytes already."""
    return access.visible(viewer).filter(sha256=sha256).first()
