"""What waits for an administrator, and what has changed lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import words
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering.people import lent_on, require_manager
from hoinhap.apps.agencies.asof import known_at, true_on
from hoinhap.apps.agencies.models import Change, Membership, Reorganisation
from hoinhap.apps.agencies.queries import agencies_on

SOON = timedelta(days=30)
LATELY = 15


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of what waits, and what stands."""

    people: int
    closed: int
    without_role: int
    without_password: int
    agencies: int
    ending: int
    lent: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Done:
    """A change as a line: whether it was taken back, is a taking back, or may be taken back."""

    change: Change
    word: str
    undone: bool

    @property
    def may_undo(self) -> bool:
        return not self.undone and self.change.undoes_id is None


def overview_for(viewer: Viewer) -> Overview:
    """Count what an administrator looks after; a query for each count."""
    require_manager(viewer)
    now = Membership.objects.filter(known_at(None) & true_on(viewer.on))
    open_people = Person.objects.filter(is_active=True)
    ending = now.filter(until__gt=viewer.on, until__lte=viewer.on + SOON)
    return Overview(
        people=open_people.count(),
        closed=Person.objects.filter(is_active=False).count(),
        without_role=without_role(open_people, viewer).count(),
        without_password=open_people.filter(password__startswith="!").count(),
        agencies=agencies_on(viewer.on).count(),
        ending=ending.count(),
        lent=lent_on(viewer.on).count(),
        drafts=Reorganisation.objects.filter(change__isnull=True).count(),
    )


def without_role(people: QuerySet[Person], viewer: Viewer) -> QuerySet[Person]:
    """Keep the people who hold no role today."""
    now = Membership.objects.filter(known_at(None) & true_on(viewer.on), person=OuterRef("pk"))
    return people.exclude(Exists(now))


def changes_lately(viewer: Viewer, *, limit: int = LATELY) -> list[Done]:
    """Give the newest changes of agencies, people and roles; one query."""
    require_manager(viewer)
    rows = Change.objects.select_related("person", "undone_by").order_by("-at", "-id")[:limit]
    return [Done(row, change_word(row.act), _undone(row)) for row in rows]


def ending_soon(viewer: Viewer, *, limit: int = 100) -> list[Membership]:
    """Give the roles that end within a month."""
    require_manager(viewer)
    now = Membership.objects.filter(known_at(None) & true_on(viewer.on))
    rows = now.filter(Q(until__gt=viewer.on, until__lte=viewer.on + SOON)).select_related("person", "agency")
    return list(rows.order_by("until", "person__sought")[:limit])


def change_word(act: str) -> str:
    """Name what a change did."""
    known = {**words.PERSON_ACTS, **words.AGENCY_ACTS, **words.CHANGE_ACTS}
    return str(known.get(act, act))


def _undone(change: Change) -> bool:
    return hasattr(change, "undone_by")
