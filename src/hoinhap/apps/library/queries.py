"""Every read of the library, starting from a viewer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency
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
    "con": ("-undecided", "-id"),
    "giao-viec": ("-duties", "-id"),
    "dieu-khoan": ("-provisions", "-id"),
}


PROGRESS = {
    "con": Q(undecided__gt=0),
    "du": Q(undecided=0, done_at__isnull=True),
    "xong": Q(done_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to see of the list: words, a kind, how far it is decided, a year, who keeps it."""

    query: str = ""
    kind: str = ""
    progress: str = ""
    year: int | None = None
    agency: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.query or self.kind or self.progress or self.year or self.agency)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list: its documents, how many there are on all pages, and what to choose from with counts.

    `kinds` counts under every other choice; OTHER stands last. `undecided` counts documents with something open.
    """

    documents: list[Document]
    found: int
    page: int
    pages: int
    kinds: list[tuple[str, int]]
    years: list[int]
    keepers: list[tuple[str, str]]
    total: int
    undecided: int
    outdated: int


def shelf_for(viewer: Viewer, wanted: Wanted = Wanted(), *, order: str = "", page: int = 1, size: int = SHELF) -> Shelf:
    """List the documents that the viewer may see, latest first, narrowed by words typed with or without marks."""
    mine = access.visible(viewer)
    # One pass, agency by agency, over an index that has all that is counted; whose documents there are comes with it.
    whole = list(
        mine.order_by()
        .values_list("agency")
        .annotate(
            total=Count("*"),
            undecided=Count("undecided", filter=Q(undecided__gt=0)),
            outdated=Count("reader", filter=~Q(reader=VERSION)),
        )
    )
    keepers = Agency.objects.filter(pk__in=[agency for agency, *_ in whole if agency]).values_list("code", "name")
    rows = mine
    for word in fold(wanted.query).split():
        rows = rows.filter(sought__contains=word)
    if wanted.progress in PROGRESS:
        rows = rows.filter(PROGRESS[wanted.progress])
    if wanted.year:
        rows = rows.filter(dated__gte=date(wanted.year, 1, 1), dated__lte=date(wanted.year, 12, 31))
    if wanted.agency:
        rows = rows.filter(agency__code=wanted.agency)
    counts = rows.values_list("kind").annotate(n=Count("*")).order_by("-n", "kind")
    kinds = sorted(((name or OTHER, count) for name, count in counts), key=lambda one: one[0] == OTHER)
    if wanted.kind:
        rows = rows.filter(kind="" if wanted.kind == OTHER else wanted.kind)
    found = sum(count for name, count in kinds if not wanted.kind or name == wanted.kind)
    pages = max(1, -(-found // size))
    page = min(max(page, 1), pages)
    ordered = rows.select_related("agency").order_by(*ORDERS.get(order, ORDERS[""]))
    return Shelf(
        documents=list(ordered[(page - 1) * size : page * size]),
        found=found,
        page=page,
        pages=pages,
        kinds=kinds,
        years=_years(mine),
        keepers=list(keepers),
        total=sum(total for _agency, total, _undecided, _outdated in whole),
        undecided=sum(undecided for _agency, _total, undecided, _outdated in whole),
        outdated=sum(outdated for _agency, _total, _undecided, outdated in whole),
    )


def _years(mine: QuerySet[Document]) -> list[int]:
    """Give the years of some documents, the latest first: from their days, of which there are few and an index."""
    days = mine.filter(dated__isnull=False).order_by().values_list("dated", flat=True).distinct()
    return sorted({day.year for day in days}, reverse=True)


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
    reading = rows.select_related("document__done_by").first()
    if reading is None:
        raise NotFound
    return reading


def readings_of(viewer: Viewer, document_id: uuid.UUID) -> list[Reading]:
    """List the readings of a document without what they found, the latest first."""
    rows = Reading.objects.filter(document__in=access.visible(viewer), document_id=document_id)
    return list(rows.defer("body"))


def is_current(document: Document) -> bool:
    """Say whether today's reader has read the document."""
    return document.reader == VERSION


def outdated_for(viewer: Viewer) -> QuerySet[Document]:
    """Give the documents that today's reader has not read, the latest first."""
    return access.visible(viewer).exclude(reader=VERSION)


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
