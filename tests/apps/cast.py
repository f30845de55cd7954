"""A small cast for all tests: agencies of a province that does not exist, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, Membership, Role, Standing
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.core.vi.text import fold

ON = date(2026, 4, 7)
AT = datetime(2026, 4, 7, 2, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


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


def stand(code: str, name: str, *, parent: Agency | None = None, **more: Any) -> Agency:
    """Put an agency into the database with its standing, as if it had been entered long ago; no event."""
    agency = Agency.objects.create(code=code, name=name, parent=parent, **more)
    Standing.objects.create(
        agency=agency,
        name=name,
        short_name=agency.short_name,
        folded=fold(f"{name} {agency.short_name}".strip()),
        kind=agency.kind,
        level=agency.level,
        parent=parent,
        since=agency.since,
        until=agency.until,
        recorded_at=LONG_AGO,
    )
    return agency


def hold(person: Person, agency: Agency, role: str, since: date = date(2025, 1, 1), until: date | None = None) -> None:
    """Let somebody hold a role, known since long ago; no event."""
    Membership.objects.create(person=person, agency=agency, role=role, since=since, until=until, recorded_at=LONG_AGO)


def cast() -> Cast:
    """Put the cast into the database."""
    agencies = {
        "foreign": stand("so-ngoai-vu", "Sở Ngoại vụ"),
        "finance": stand("so-tai-chinh", "Sở Tài chính"),
        "justice": stand("so-tu-phap", "Sở Tư pháp"),
    }
    people = {}
    for name, (agency, role) in PARTS.items():
        people[name] = Person.objects.create_user(name, full_name=f"Người {name}")
        if role:
            hold(people[name], agencies[agency], role)
    return Cast(**agencies, people=people)
