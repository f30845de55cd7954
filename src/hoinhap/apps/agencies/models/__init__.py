"""Agencies through time, and who works in them as what, with dates.

A fact has two times. `since` and `until` (exclusive) say when it was true; `recorded_at` and `replaced_at` say when we
knew it. Facts are added and replaced, never changed: what was true on a past day as it was known on a past day stays
readable for ever. Every fact belongs to the `Change` that recorded it, so that a change can be taken back as a whole.
`Agency` itself holds today's standing once more, for lists and joins; `registry.refresh` keeps it equal to the facts.
"""

from hoinhap.apps.agencies.models.agencies import Agency, Passing, Reorganisation, Standing, Succession
from hoinhap.apps.agencies.models.classes import AgencyClass, ClassMember, ClassRule, NameAnswer
from hoinhap.apps.agencies.models.coordination import ActivityKind, ConsultationRule
from hoinhap.apps.agencies.models.people import Delegation, Membership, Placement, Post, Role
from hoinhap.apps.agencies.models.recorded import Change, Dated, Recorded

__all__ = [
    "ActivityKind",
    "Agency",
    "AgencyClass",
    "Change",
    "ClassMember",
    "ClassRule",
    "ConsultationRule",
    "Dated",
    "Delegation",
    "Membership",
    "NameAnswer",
    "Passing",
    "Placement",
    "Post",
    "Recorded",
    "Reorganisation",
    "Role",
    "Standing",
    "Succession",
]
