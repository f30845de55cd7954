"""Every read of agencies, memberships and the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from hoinhap.apps.agencies.access import STRANGER, Viewer
from hoinhap.apps.agencies.models import Agency, Membership


def viewer_for(person: Any, *, on: date) -> Viewer:
    """Make the viewer that a signed-in person is on a day; one query."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return STRANGER
    held = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=on), person=person, since__lte=on)
    return Viewer(person.pk, person.full_name, on, frozenset(held.values_list("agency_id", "role")))


def agencies_on(on: date) -> QuerySet[Agency]:
    """Give the agencies that exist on a day."""
    return Agency.objects.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gt=on))


def names_of_agencies(ids: Sequence[str]) -> dict[str, str]:
    """Give the names of some agencies by their keys; one query."""
    return {str(key): name for key, name in Agency.objects.filter(pk__in=list(ids)).values_list("pk", "name")}


def names_of_people(ids: Sequence[str]) -> dict[str, str]:
    """Give the names of some people by their keys; one query."""
    people = get_user_model().objects.filter(pk__in=list(ids))
    return {str(key): name for key, name in people.values_list("pk", "full_name")}


def memberships_of(viewer: Viewer) -> QuerySet[Membership]:
    """Give a viewer's own roles, past ones too, the newest first."""
    return Membership.objects.filter(person=viewer.person_id).select_related("agency")
