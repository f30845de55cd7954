"""A small cast for all tests: agencies of a province that does not exist, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, Membership, Role
from hoinhap.apps.agencies.queries import viewer_for

ON = date(2026, 4, 7)
AT = datetime(2026, 4, 7, 2, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """`foreign` is the coordinators' agency, `finance` and `justice` are two others."""

    foreign: Agency
    finance: Agency
    justice: Agency
    people: dict[str, Person]

    def viewer(self, name: str) -> Viewer:
        return viewer_for(self.people[name], on=ON)


# name → (agency, role); "nobody" has signed in and has no role.
PARTS = {
    "hanh": ("foreign", Role.COORDINATOR),
    "officer": ("finance", Role.OFFICER),
    "head": ("finance", Role.HEAD),
    "viewer": ("finance", Role.VIEWER),
    "justice": ("justice", Role.OFFICER),
    "leader": ("foreign", Role.LEADER),
    "inspector": ("foreign", Role.INSPECTOR),
    "administrator": ("foreign", Role.ADMINISTRATOR),
    "nobody": ("", ""),
}


def cast() -> Cast:
    """Put the cast into the database."""
    agencies = {
        "foreign": Agency.objects.create(code="so-ngoai-vu", name="Sở Ngoại vụ"),
        "finance": Agency.objects.create(code="so-tai-chinh", name="Sở Tài chính"),
        "justice": Agency.objects.create(code="so-tu-phap", name="Sở Tư pháp"),
    }
    people = {}
    for name, (agency, role) in PARTS.items():
        people[name] = Person.objects.create_user(name, full_name=f"Người {name}")
        if role:
            Membership.objects.create(person=people[name], agency=agencies[agency], role=role, since=date(2025, 1, 1))
    return Cast(**agencies, people=people)
