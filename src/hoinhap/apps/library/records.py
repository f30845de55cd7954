"""The documents as search keeps them: heading, whole text, and whose people may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.library import access
from hoinhap.apps.library.models import Dispatch, Document, Item, Reading
from hoinhap.core.search.record import Record


def search_ids() -> list[str]:
    """List the keys of all documents, the first to arrive first."""
    return [str(found) for found in Document.objects.order_by("received_at", "id").values_list("pk", flat=True)]


def search_records(ids: Iterable[str]) -> Iterator[Record]:
    """Give the records of some documents; who is not given is no longer there. Four queries, whatever their number."""
    wanted = list(ids)
    latest = Reading.objects.filter(document=OuterRef("pk")).order_by("-read_at", "-id").values("pk")[:1]
    documents = list(
        Document.objects.filter(pk__in=wanted)
        .only("name", "kind", "number", "issuer", "title", "dated", "agency")
        .annotate(reading=Subquery(latest))
    )
    readings = Reading.objects.filter(pk__in=[one.reading for one in documents if one.reading])
    texts = dict(readings.annotate(text=KeyTextTransform("text", "body")).values_list("document_id", "text"))
    readers: dict[object, set[str]] = defaultdict(set)
    for document_id, agency_id in Dispatch.objects.filter(document__in=wanted).values_list("document_id", "agency_id"):
        readers[document_id].add(str(agency_id))
    added = _added(wanted)
    for document in documents:
        text = texts.get(document.pk) or ""
        if document.agency_id:
            readers[document.pk].add(str(document.agency_id))
        yield Record(
            id=str(document.pk),
            heading=document.heading,
            title=document.title or ("" if document.heading == document.name else document.name),
            text="\n".join([text, *(one for one in added[document.pk] if one not in text)]),
            url=document.get_absolute_url(),
            number=document.number,
            issuer=document.issuer,
            kind=document.kind,
            dated=document.dated,
            readers=frozenset(readers[document.pk]),
        )


def search_scope(viewer: Viewer) -> frozenset[str] | None:
    """Give the agencies whose documents the viewer may find; None is every document, an empty set is none."""
    if access.sees_all(viewer):
        return None
    return frozenset(str(agency) for agency in access.reads_for(viewer))


def _added(ids: list[str]) -> dict[object, list[str]]:
    """Give the words of duties that a person added or changed: the text of the document does not have them."""
    found: dict[object, list[str]] = defaultdict(list)
    rows = Item.objects.filter(document__in=ids).exclude(state__in=(Item.REPLACED, Item.DISMISSED))
    for document_id, value in rows.filter(Q(found__isnull=True) | Q(decided_at__isnull=False)).values_list(
        "document_id", "value"
    ):
        text = value.get("text")
        if isinstance(text, str) and text:
            found[document_id].append(text)
    return found
