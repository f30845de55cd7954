"""Who may see documents and decide on them: the only permission logic of the library."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from hoinhap.apps.agencies.access import READS_ALL, WORKS, Viewer, require
from hoinhap.apps.agencies.models import Role
from hoinhap.apps.library.models import Arrival, Dispatch, Document

__all__ = (
    "decided_by",
    "may_decide",
    "may_read_again",
    "may_receive",
    "may_send",
    "may_speak_for",
    "own_arrivals",
    "reads_for",
    "require",
    "sees_all",
    "tied_to_visible",
    "visible",
    "visible_ids",
)

# An administrator keeps the machine and reads no business; every other role reads what its agency has.
_READS = tuple(role for role in Role.values if role != Role.ADMINISTRATOR)


def sees_all(viewer: Viewer) -> bool:
    """Say whether the viewer reads the documents of every agency."""
    return viewer.system or viewer.holds(*READS_ALL)


def reads_for(viewer: Viewer) -> frozenset[uuid.UUID]:
    """Give the agencies for which the viewer reads: where any role but the administrator's is held or inherited."""
    return viewer.reach(*_READS)


def visible(viewer: Viewer) -> QuerySet[Document]:
    """Give the documents that the viewer may see: those of their agencies, and those that were sent to them."""
    if sees_all(viewer):
        return Document.objects.all()
    agencies = reads_for(viewer)
    if not agencies:
        return Document.objects.none()
    sent = Dispatch.objects.filter(agency__in=agencies).values("document_id")
    return Document.objects.filter(Q(agency__in=agencies) | Q(pk__in=sent))


def tied_to_visible(viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow rows that have a `document` to those whose document the viewer may see.

    Who sees every document is asked nothing: the database would look up 20,000 of them to find that out.
    """
    return rows if sees_all(viewer) else rows.filter(document__in=visible(viewer))


def visible_ids(viewer: Viewer, ids: Iterable[str]) -> set[str]:
    """Keep of some documents' keys those that the viewer may see."""
    return {str(found) for found in visible(viewer).filter(pk__in=list(ids)).values_list("pk", flat=True)}


def own_arrivals(viewer: Viewer, ids: Iterable[str]) -> set[str]:
    """Keep of some arrivals' keys those of files that the viewer sent."""
    if viewer.person_id is None:
        return set()
    rows = Arrival.objects.filter(person_id=viewer.person_id, pk__in=list(ids))
    return {str(found) for found in rows.values_list("pk", flat=True)}


def may_receive(actor: Viewer, agency_id: uuid.UUID | None = None) -> bool:
    """Say whether the actor may take documents in: for the agency named, or for any."""
    if actor.system:
        return True
    where = actor.agencies(*WORKS)
    return agency_id in where if agency_id else bool(where)


def home_of(actor: Viewer) -> uuid.UUID | None:
    """Give the agency for which the actor takes documents in: the one where they coordinate, else where they work."""
    for roles in ((Role.COORDINATOR,), WORKS):
        where = sorted(actor.agencies(*roles))
        if where:
            return where[0]
    return None


def may_decide(actor: Viewer, document: Document) -> bool:
    """Say whether the actor may accept, edit and dismiss: who works in the agency that keeps it, and coordinators."""
    if actor.system or actor.holds(Role.COORDINATOR):
        return True
    return document.agency_id is not None and document.agency_id in actor.reach(*WORKS)


def decided_by(actor: Viewer) -> QuerySet[Document]:
    """Give the documents on which the actor may decide."""
    if actor.system or actor.holds(Role.COORDINATOR):
        return Document.objects.all()
    return Document.objects.filter(agency__in=actor.reach(*WORKS))


def may_read_again(actor: Viewer) -> bool:
    """Say whether there may be documents that the actor has read again: who works with documents somewhere."""
    return actor.system or bool(actor.agencies(*WORKS))


def may_send(actor: Viewer, document: Document) -> bool:
    """Say whether the actor may make the document known to agencies and remind them."""
    return may_decide(actor, document)


def may_speak_for(actor: Viewer, agency_id: uuid.UUID) -> bool:
    """Say whether the actor may confirm a document for an agency."""
    return actor.system or agency_id in actor.reach(*WORKS)
