"""The viewer: who asks, on which day, with which roles. Every read of every slice starts from one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied

from hoinhap.apps.agencies.models import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person on a day. `roles` holds (agency, role) for every role held that day, lent ones too.

    `inherited` holds the same roles in the agencies that ended and whose papers went on to where they are held: there
    nothing new begins, but what was kept is read and carried on. No `person_id` and no roles is a stranger; `system`
    is the machine itself, acting on nobody's behalf.
    """

    person_id: uuid.UUID | None = None
    name: str = ""
    on: date = date.min
    roles: frozenset[tuple[uuid.UUID, str]] = field(default_factory=frozenset)
    system: bool = False
    inherited: frozenset[tuple[uuid.UUID, str]] = field(default_factory=frozenset)

    def agencies(self, *roles: str) -> frozenset[uuid.UUID]:
        """Give the agencies where one of the roles is held; without roles, where any is."""
        return frozenset(agency for agency, role in self.roles if not roles or role in roles)

    def reach(self, *roles: str) -> frozenset[uuid.UUID]:
        """Give the agencies whose papers are the viewer's to carry on: where a role is held, and their forebears."""
        return self.agencies(*roles) | frozenset(
            agency for agency, role in self.inherited if not roles or role in roles
        )

    def holds(self, *roles: str) -> bool:
        """Say whether one of the roles is held anywhere."""
        return any(role in roles for _agency, role in self.roles)


STRANGER = Viewer()
SYSTEM = Viewer(name="Hệ thống", system=True)

# Who works with documents: everyone with a role but the administrator, who keeps the machine and reads no business.
READS_ALL = (Role.COORDINATOR, Role.LEADER, Role.INSPECTOR)
WORKS = (Role.OFFICER, Role.HEAD, Role.COORDINATOR)


def people_seen(viewer: Viewer, ids: Sequence[str]) -> Collection[str]:
    """Give those of the keys of people whose sign-ins and roles the viewer may read: their own; all, who keeps them."""
    if may_manage(viewer):
        return ids
    return [key for key in ids if viewer.person_id is not None and key == str(viewer.person_id)]


def agencies_seen(viewer: Viewer, ids: Sequence[str]) -> Collection[str]:
    """Give those of the keys of agencies that the viewer may read about: everyone who is signed in sees them all."""
    return ids if viewer.person_id is not None else []


def may_manage(viewer: Viewer) -> bool:
    """Say who adds agencies and people and gives roles: an administrator, or the machine itself."""
    return viewer.system or viewer.holds(Role.ADMINISTRATOR)


def may_delegate(viewer: Viewer, *, giver_id: uuid.UUID) -> bool:
    """Say who lends a role of somebody: that person, or an administrator."""
    return may_manage(viewer) or (viewer.person_id is not None and viewer.person_id == giver_id)


def may_lend_to_anybody(viewer: Viewer, role: str) -> bool:
    """Say whose role goes to somebody of any agency: a leader's, and whatever an administrator lends for another."""
    return role == Role.LEADER or may_manage(viewer)


def may_name(viewer: Viewer) -> bool:
    """Say who decides, corrects and takes off what a name means in every paper: administrators and coordinators."""
    return may_manage(viewer) or viewer.holds(Role.COORDINATOR)


def may_classify(viewer: Viewer) -> bool:
    """Say who makes classes of agencies and decides on their members: administrators and coordinators."""
    return may_manage(viewer) or viewer.holds(Role.COORDINATOR)


def may_coordinate(viewer: Viewer) -> bool:
    """Say who writes the rules of coordination of external activities: administrators and coordinators."""
    return may_manage(viewer) or viewer.holds(Role.COORDINATOR)


def require(allowed: bool) -> None:
    """Stop an act that is not allowed."""
    if not allowed:
        raise PermissionDenied
