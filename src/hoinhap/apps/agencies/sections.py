"""What later slices show on the page of an agency: a part of the page each, registered in AppConfig.ready().

The agencies stand below all of them, so the page cannot ask for duties, reports or figures; it asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf
from hoinhap.apps.agencies.models import Agency

# Gives what the template needs, from a constant number of queries; None leaves the part out.
SectionFor = Callable[[Viewer, Agency, AsOf], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: `name` is its address ("#viec"), `label` its heading, `template` what stands under it.

    The template is given `part`, the mapping of its slice, beside `agency` (models.Agency) and `asof`; it writes no
    heading of its own. The mapping may have "said": a sentence for the line that says which day is looked at.
    """

    name: str
    label: str | Promise
    section_for: SectionFor
    template: str
    after: int


_parts: dict[str, Part] = {}


def register(name: str, label: str | Promise, section_for: SectionFor, template: str, *, after: int = 0) -> None:
    """Let a slice show a part of an agency's page; the lower `after`, the higher it stands."""
    _parts[name] = Part(name, label, section_for, template, after)


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as it is on one page."""

    name: str
    label: str | Promise
    template: str
    part: Mapping[str, Any]


def parts_for(viewer: Viewer, agency: Agency, asof: AsOf) -> list[Shown]:
    """Give the parts that have something to show to a viewer, in their order."""
    found = []
    for one in sorted(_parts.values(), key=lambda one: (one.after, one.name)):
        shown = one.section_for(viewer, agency, asof)
        if shown is not None:
            found.append(Shown(one.name, one.label, one.template, shown))
    return found
