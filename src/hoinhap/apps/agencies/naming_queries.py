"""Reads of what people said that names mean, and of what a name may be pointed at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When

from hoinhap.apps.agencies import access
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import known_at, true_on
from hoinhap.apps.agencies.models import Agency, AgencyClass, Change, NameAnswer, Standing
from hoinhap.apps.agencies.naming import Names
from hoinhap.apps.agencies.naming_actions import NOBODY, Meaning
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.access import kind_of, names_of, visible
from hoinhap.core.vi.text import fold

PAGE = 50
_OFFERED = 300


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as the list shows it: where the name was met, as far as the viewer may see that."""

    answer: NameAnswer
    met: str
    who: str


def answers_for(viewer: Viewer, *, words: str = "", page: int = 1) -> tuple[Page[NameAnswer], list[Told]]:
    """Give a page of the answers that hold now, the latest first; only for whoever may change them."""
    access.require(access.may_name(viewer))
    rows = NameAnswer.objects.filter(known_at(None))
    rows = rows.select_related("agency", "agency_class", "province", "recorded_in__person").order_by("-recorded_at")
    if wanted := fold(words).split():
        # Few enough to be read: what is typed without marks is found.
        keys = [pk for pk, text in rows.values_list("pk", "text") if all(word in fold(text) for word in wanted)]
        rows = rows.filter(pk__in=keys[: 2 * PAGE])
    found = Paginator(rows, PAGE).get_page(page)
    roots = {root for one in found if (root := _root(one.source)) is not None}
    seen = visible(viewer, roots)
    names = names_of(seen)
    told = []
    for one in found:
        root = _root(one.source)
        met = one.source if root is None else names.get(root, "")
        change: Change | None = one.recorded_in
        told.append(Told(one, met, change.person.full_name if change and change.person else ""))
    return found, told


def _root(source: str) -> tuple[str, str] | None:
    """Read "library.document:<key>", by which a slice says where a name was met."""
    kind, _colon, key = source.partition(":")
    return (kind, key) if key and kind_of(kind) is not None else None


def offered(province: str, on: date) -> list[str]:
    """Give the names of the agencies that a person is likely to mean: those right below the province, the provinces."""
    rows = Standing.objects.filter(known_at(None) & true_on(on))
    if province:
        rows = rows.filter(Q(parent=province) | Q(agency=province))
    order = Case(When(level="province", then=Value(0)), default=Value(1))
    return list(dict.fromkeys(rows.order_by(order, "name").values_list("name", flat=True)[:_OFFERED]))


def classes_for(province: str) -> QuerySet[AgencyClass]:
    """Give the classes that papers of a province may mean."""
    return AgencyClass.objects.filter(Q(province__isnull=True) | Q(province=province or None)).order_by("name")


def sought(text: str, *, most: int = 8) -> list[Agency]:
    """Find agencies by words of any name they ever had; those with the shortest names first."""
    rows = Standing.objects.filter(known_at(None))
    for word in fold(text).split()[:12]:
        rows = rows.filter(folded__contains=word)
    keys = list(dict.fromkeys(rows.order_by(F("name")).values_list("agency", flat=True)[: most * 6]))
    found = Agency.objects.filter(pk__in=keys, is_withdrawn=False)
    return sorted(found, key=lambda one: (len(one.name), one.name))[:most]


def meaning_of(said: str, other: str, names: Names, *, text: str, on: date | None, province: str) -> Meaning:
    """Read what a form says that a name means: "agency:<key>", "class:<key>", "nobody", or "other" with a name."""
    sort, _colon, key = said.partition(":")
    if sort == "nobody":
        return NOBODY
    if sort in ("agency", "class") and (found := _uuid(key)) is not None:
        return Meaning(agency=found) if sort == "agency" else Meaning(agency_class=found)
    other = " ".join(other.split())[:300]
    if not other:
        raise Refused("agencies.name-means-nothing", text=text)
    coded = next((one for one, code in names.codes.items() if code == other), None)
    if coded is not None:
        return Meaning(agency=uuid.UUID(coded))
    found_name = names.gazetteer.resolve(other, on=on, province=province)
    if found_name.verdict == "agency":
        return Meaning(agency=uuid.UUID(found_name.key))
    agencies = sought(other)
    if len(agencies) == 1:
        return Meaning(agency=agencies[0].pk)
    if agencies:
        raise Refused("agencies.name-agency-several", n=len(agencies), asked=other)
    raise Refused("agencies.name-agency-unknown", asked=other)


def _uuid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None
