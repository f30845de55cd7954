"""What a person may lend, to whom, and what is lent: the account page's part on absences."""

from __future__ import annotations

from typing import Any

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering import forms, people
from hoinhap.apps.agencies.models import Membership, Role
from hoinhap.apps.agencies.queries import memberships_of
from hoinhap.apps.agencies.words import role_word


def lendable(viewer: Viewer) -> dict[str, Membership]:
    """Give the viewer's own roles that may be lent, of today and ahead."""
    return {
        str(one.pk): one
        for one in memberships_of(viewer)
        if one.role != Role.ADMINISTRATOR and people.when(one.since, one.until, viewer.on) != "past"
    }


def form_for(viewer: Viewer, data: Any = None) -> forms.Lend | None:
    """Give the form by which a viewer lends; None to whoever has nothing to lend."""
    roles = lendable(viewer)
    if not roles:
        return None
    what = [(key, f"{role_word(one.role)}, {one.agency.name}") for key, one in roles.items()]
    names = {one.agency_id: one.agency.name for one in roles.values()}
    takers = [
        (names.get(agency, ""), [(one.username, f"{one.full_name} ({one.username})") for one in colleagues])
        for agency, colleagues in people.colleagues_of(viewer).items()
        if agency in names
    ]
    anybody = any(one.role == Role.LEADER for one in roles.values())
    initial = {"what": what[0][0], "since": viewer.on}
    return forms.Lend(data, what=what, takers=takers, anybody=anybody, initial=initial)


def terms_for(viewer: Viewer) -> list[dict[str, Any]]:
    """Give what a viewer lends and was lent, of today and ahead, as lines of the page."""
    found = []
    for term in people.delegations_of(viewer.person_id, on=viewer.on):
        fact = term.fact
        mine = fact.giver_id == viewer.person_id
        other = fact.taker if mine else fact.giver
        found.append(
            {
                "key": fact.pk,
                "mine": mine,
                "other": other.full_name,
                "role": role_word(fact.role),
                "agency": fact.agency.name,
                "since": fact.since,
                "last": fact.last_day,
                "reason": fact.reason,
                "when": term.when,
            }
        )
    return found
