"""To whom a document may be sent: the agencies in the groups by which a person chooses them."""

from __future__ import annotations

from dataclasses import dataclass

from hoinhap.apps.agencies import naming
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.agencies.queries import agencies_on
from hoinhap.apps.library import access
from hoinhap.apps.library.models import Document
from hoinhap.apps.library.resolving import province_of
from hoinhap.apps.library.sending_words import group_word, is_commune
from hoinhap.apps.library.sent import Board
from hoinhap.core.agencies.kinds import Kind, Level, Sector, sector_of
from hoinhap.core.vi.order import order
from hoinhap.core.vi.text import fold


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies that are chosen together."""

    key: str
    word: str
    agencies: list[Agency]


def groups_for(viewer: Viewer, board: Board) -> list[Group]:
    """Give the agencies that a document may still be sent to, in the groups by which they are chosen."""
    if not access.may_send(viewer, board.document):
        return []
    having = {row.agency.pk for row in board.rows} | {board.document.agency_id}
    everybody = _reached(viewer, board.document)
    above = {agency.parent_id for agency in everybody if agency.parent_id}
    groups: dict[tuple[int, str], Group] = {}
    for agency in sorted(everybody, key=lambda one: order(one.name)):
        if agency.pk in having:
            continue
        place, key, word = group_of(agency, is_above=agency.parent_id is None and agency.pk in above)
        groups.setdefault((place, key), Group(key, word, [])).agencies.append(agency)
    return [groups[at] for at in sorted(groups, key=lambda at: (at[0], order(groups[at].word)))]


def group_of(agency: Agency, *, is_above: bool = False) -> tuple[int, str, str]:
    """Say in which group an agency is chosen: its place, its key, its word; by what the agency is, not by its name.

    Of one that was entered before agencies had kinds, the name says whether it is a commune's.
    """
    kind, level, parent = agency.kind, agency.level, agency.parent
    commune = level == Level.COMMUNE or (kind == Kind.OTHER and is_commune(agency.name))
    if commune and kind in (Kind.COMMITTEE, Kind.OTHER):
        key = f"communes-{parent.pk}" if parent else "communes"
        return 5, key, group_word("communes", parent.short_name or parent.name if parent else "")
    if level == Level.CENTRAL:
        return 1, "central", group_word("central")
    if is_above or (level == Level.PROVINCE and kind in (Kind.COMMITTEE, Kind.COUNCIL, Kind.PARTY_COMMITTEE)):
        return 0, "above", group_word("above")
    if commune or level == Level.DISTRICT:
        return 6, "local", group_word("local")
    if sector_of(kind) in (Sector.PARTY, Sector.FRONT):
        return 3, "front", group_word("front")
    if kind in (Kind.ASSOCIATION, Kind.ENTERPRISE, Kind.PUBLIC_SERVICE, Kind.DIVISION):
        return 4, "units", group_word("units")
    return 2, "departments", group_word("departments")


def _reached(viewer: Viewer, document: Document) -> list[Agency]:
    """Give the agencies to which a document may be sent: those of its province and the central ones, else all."""
    known = naming.names_known()
    province = known.province_of(document.agency_id) or province_of(document, known)
    everybody = agencies_on(viewer.on).select_related("parent")
    if not province:
        return list(everybody)
    here = [key for key, one in known.agencies.items() if one.home == province or one.level == Level.CENTRAL]
    return [agency for some in chunks(here) for agency in everybody.filter(pk__in=some)]


def narrowed(groups: list[Group], query: str) -> list[Group]:
    """Keep the agencies whose name has every word, typed with or without marks; for a page without script."""
    wanted = fold(query).split()
    kept = [
        Group(group.key, group.word, [one for one in group.agencies if all(word in fold(one.name) for word in wanted)])
        for group in groups
    ]
    return [group for group in kept if group.agencies]
