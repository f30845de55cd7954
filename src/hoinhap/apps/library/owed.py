"""What an agency owes as of a day: its duties, from whom each came, in the papers that the viewer may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from hoinhap.apps.agencies import naming, sections
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.errors import NotFound
from hoinhap.apps.library import access, words
from hoinhap.apps.library.models import Holding
from hoinhap.core.reader.shown import address, listed

# How many the page of an agency shows, and a page of the list.
SHOWN, PAGE = 12, 50
_SHORT = {"kế hoạch": "KH", "chỉ thị": "CT", "quyết định": "QĐ", "nghị quyết": "NQ", "chương trình": "CTr"}


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty that an agency owes: the name in the paper, the agency that was meant, and whether an heir owes it."""

    words: str
    origin: str
    inherited: bool
    text: str
    document: str
    clause: str
    url: str
    due: str
    leads: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class Duties:
    """A page of what an agency owes, as it is called that day; `inherited` of them came from others."""

    lines: list[Owed]
    name: str
    count: int
    leads: int
    inherited: int
    page: int
    pages: int


def register_all() -> None:
    """Let the page of an agency show what it owes."""
    label = gettext_lazy("Nhiệm vụ đang mang, theo nguồn gốc")
    sections.register("viec", label, section_for, "library/owed.html", after=10)


def duties_for(viewer: Viewer, agency: Agency, asof: AsOf, *, page: int = 1, size: int = PAGE) -> Duties:
    """Give what an agency owes on a day as it was known at a moment; three queries, however much it is."""
    rows = _held(viewer, agency, asof)
    counts = rows.aggregate(
        n=Count("pk"),
        leads=Count("pk", filter=Q(role=Holding.LEAD)),
        inherited=Count("pk", filter=~Q(origin=agency.pk)),
    )
    pages = max(1, -(-counts["n"] // size))
    page = min(max(page, 1), pages)
    found = rows.select_related("item", "document").defer("document__sought", "item__found", "item__proposal")
    # What came from others stands together, agency by agency; the newest paper first.
    found = found.order_by("origin__name", "-document__dated", "-document__pk", "place", "pk")
    known = naming.names_known()
    lines = [_line(row, known, agency) for row in found[(page - 1) * size : page * size]]
    return Duties(
        lines,
        known.name_of(agency.pk, asof.on) or agency.name,
        counts["n"],
        counts["leads"],
        counts["inherited"],
        page,
        pages,
    )


def section_for(viewer: Viewer, agency: Agency, asof: AsOf) -> Mapping[str, Any] | None:
    """Give the part of an agency's page; None for whoever reads no papers at all."""
    if not access.sees_all(viewer) and not access.reads_for(viewer):
        return None
    found = duties_for(viewer, agency, asof, size=SHOWN)
    asked = {"ngay": f"{asof.on:%Y-%m-%d}"} if asof.on != viewer.on or asof.known else {}
    if asof.known is not None:
        asked["biet"] = f"{timezone.localdate(asof.known):%Y-%m-%d}"
    url = reverse("library:duties", args=[agency.code]) + (f"?{urlencode(asked)}" if asked else "")
    said = ""
    if found.count and asked:
        said = ngettext("Ngày đó có %(n)d nhiệm vụ.", "Ngày đó có %(n)d nhiệm vụ.", found.count) % {"n": found.count}
    return {"duties": found, "all_url": url if found.count > len(found.lines) else "", "said": said}


def agency_of(code: str) -> Agency:
    """Find an agency by its code."""
    agency = Agency.objects.filter(code=code, is_withdrawn=False).first()
    if agency is None:
        raise NotFound
    return agency


def _held(viewer: Viewer, agency: Agency, asof: AsOf) -> QuerySet[Holding]:
    rows: QuerySet[Holding] = access.tied_to_visible(viewer, facts(Holding.objects.filter(agency=agency), asof))
    return rows


def _line(row: Holding, known: naming.Names, agency: Agency) -> Owed:
    value = row.item.value
    law = value.get("due_text") or ""
    document = row.document
    kind = _SHORT.get(document.kind.casefold(), document.kind)
    return Owed(
        words=row.words,
        origin=known.name_of(row.origin_id, row.document.dated) or row.words,
        inherited=row.origin_id != agency.pk,
        text=listed(str(value.get("text") or "")),
        document=" ".join(part for part in (kind, document.number.partition("/")[0]) if part) or document.name,
        clause=address(row.item.path),
        url=f"{document.get_absolute_url()}#d{row.item.ref}",
        due=words.due_short(value.get("due"), law) or words.due_words(value.get("due"), law),
        leads=row.role == Holding.LEAD,
        since=row.since,
    )
