"""What names mean: the gazetteer of all agencies, classes and answers of people, kept in memory until one changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Subquery, Value

from hoinhap.apps.agencies.asof import known_at
from hoinhap.apps.agencies.models import (
    Agency,
    AgencyClass,
    Change,
    NameAnswer,
    Passing,
    Standing,
)
from hoinhap.apps.journal.models import Event, Head
from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.agencies.resolve import Candidate, Gazetteer, Heir, Known, KnownClass, NameForm, Reason, Resolution
from hoinhap.core.agencies.resolve import name_key as key_of_name
from hoinhap.core.vi.text import key

# How far above an agency its province is looked for.
_GENERATIONS = 8
_PROVINCIAL = ("ủy ban nhân dân tỉnh", "ủy ban nhân dân thành phố")


class Class(NamedTuple):
    """A class as pages name it."""

    key: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """All that names can mean, as is known at one moment; made once for every state of the database."""

    gazetteer: Gazetteer
    agencies: Mapping[str, Known]
    codes: Mapping[str, str]
    classes: Mapping[str, Class]
    # What people said, by (key of the name, key of the province or ""): the key of an agency or class, "" for nobody.
    answers: Mapping[tuple[str, str], str]

    def resolve(self, text: str, *, on: date | None, province: str = "") -> Resolution:
        """Say what a name means in a paper of a day and a province; a person's answer comes before every rule."""
        name = key_of_name(text)
        found = self.answers.get((name, province), self.answers.get((name, "")))
        if found == "":
            return Resolution(text, "nobody", (Candidate("", "nobody", Reason("decided"), 1.0),))
        return self.gazetteer.resolve(text, on=on, province=province)

    def known(self, agency: uuid.UUID | str | None) -> Known | None:
        """Give an agency by its key."""
        return self.agencies.get(str(agency or ""))

    def province_of(self, agency: uuid.UUID | str | None) -> str:
        """Give the key of the People's Committee of the province in which an agency is; "" for none and for central."""
        one = self.known(agency)
        return "" if one is None or one.level == Level.CENTRAL else one.home

    def name_of(self, agency: uuid.UUID | str | None, on: date | None = None) -> str:
        """Give what an agency was called on a day; without a day, what it is called last."""
        one = self.known(agency)
        if one is None:
            return ""
        spans = [form for form in one.names if on is None or form.since is None or form.since <= on]
        begins = (spans[-1] if spans else one.names[0]).since
        return next(form.text for form in one.names if form.since == begins)


_kept: dict[str, tuple[Any, Names]] = {}


def names_known() -> Names:
    """Give what names mean now; one query while nothing has changed."""
    state = _state()
    kept = _kept.get("names")
    if kept is not None and kept[0] == state:
        return kept[1]
    made = _made()
    _kept["names"] = (state, made)
    return made


def gazetteer_for(province: str = "") -> Gazetteer:
    """Give the gazetteer with which names of a province's papers are resolved; it is the same for all provinces."""
    return names_known().gazetteer


def forget() -> None:
    """Throw away what is kept in memory; for whoever changes rows without adding facts."""
    _kept.clear()


def _state() -> tuple[Any, ...] | None:
    """Tell one state of the database from another without reading it all.

    Facts are added and replaced. What replaces a fact adds another, or is a change that takes one back.
    """

    def last(rows: QuerySet[Any], field: str) -> Subquery:
        return Subquery(rows.order_by("-pk").values(field)[:1])

    wanted = {"agency": last(Standing.objects.all(), "agency")}
    for table in (Standing, Passing, NameAnswer):
        for field in ("pk", "recorded_in"):
            wanted[f"{table.__name__}_{field}"] = last(table._default_manager.all(), field)
    # An answer may also be taken off without another in its place.
    counted = {
        "undone": Change.objects.filter(undoes__isnull=False),
        "held": NameAnswer.objects.filter(known_at(None)),
        "classes": AgencyClass.objects.all(),
    }
    for name, rows in counted.items():
        wanted[name] = Subquery(
            rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
        )
    # A class is called otherwise without a fact, but not without an event.
    renamed = Event.objects.filter(root_kind=AgencyClass._meta.label_lower).order_by("-number")
    wanted["class"], wanted["renamed"] = last(AgencyClass.objects.all(), "pk"), Subquery(renamed.values("hash")[:1])
    return Head.objects.filter(id=1).annotate(**wanted).values_list(*wanted).first()


def _made() -> Names:
    standings: dict[str, list[tuple[Any, ...]]] = {}
    fields = ("agency_id", "name", "short_name", "since", "until", "parent_id", "kind", "level")
    for row in Standing.objects.filter(known_at(None)).order_by("pk").values_list(*fields):
        standings.setdefault(str(row[0]), []).append(row[1:])
    heirs: dict[str, list[Heir]] = {}
    lines = Passing.objects.filter(known_at(None)).order_by("on", "pk")
    for forebear, heir, on, function in lines.values_list("forebear_id", "heir_id", "on", "function"):
        heirs.setdefault(str(forebear), []).append(Heir(str(heir), on, function))
    codes, units = {}, {}
    for pk, code, unit in Agency.objects.values_list("pk", "code", "unit_code"):
        codes[str(pk)], units[str(pk)] = code, unit
    bare: dict[str, Known] = {}
    for agency, rows in standings.items():
        rows.sort(key=lambda row: row[2] or date.min)
        bare[agency] = _known(agency, rows, heirs.get(agency, ()))
    seats: dict[str, list[Known]] = {}
    for agency, one in bare.items():
        if units.get(agency) and one.kind == Kind.COMMITTEE and one.level == Level.PROVINCE:
            seats.setdefault(units[agency], []).append(one)
    known = {agency: replace(one, province=_province(one, bare, units, seats)) for agency, one in bare.items()}
    classes = list(AgencyClass.objects.order_by("name"))
    answers: dict[tuple[str, str], str] = {}
    for answer in NameAnswer.objects.filter(known_at(None)):
        means = str(answer.agency_id or answer.agency_class_id or "")
        answers[answer.key, str(answer.province_id or "")] = means
    return Names(
        Gazetteer(
            known.values(),
            [KnownClass(str(one.pk), _names_of(one), str(one.province_id or "")) for one in classes],
            [(name, province, means) for (name, province), means in answers.items() if means],
        ),
        known,
        codes,
        {str(one.pk): Class(str(one.pk), one.code, one.name) for one in classes},
        answers,
    )


def _known(agency: str, rows: list[tuple[Any, ...]], heirs: Iterable[Heir]) -> Known:
    """Make an agency of its standings, in the order of time; of one time the full name comes before the short one."""
    forms = []
    for name, short, since, until, *_rest in rows:
        forms += [NameForm(one, since, until) for one in (name, short) if one]
    last = rows[-1]
    parent, kind, level = last[4:]
    if kind == Kind.OTHER and parent is None and key(last[0]).startswith(_PROVINCIAL):
        # Entered before agencies had kinds.
        kind = Kind.COMMITTEE.value
    return Known(
        agency,
        kind=kind,
        level=level,
        province="",
        names=tuple(forms),
        since=rows[0][2],
        until=last[3],
        parent=str(parent or ""),
        heirs=tuple(heirs),
    )


def _province(
    one: Known, agencies: Mapping[str, Known], units: Mapping[str, str], seats: Mapping[str, list[Known]]
) -> str:
    """Find the People's Committee of the province above an agency; "" for itself, for central and for none.

    What stands under no committee, such as the Party's and the police's, has the code of the province where it works.
    """
    above = one
    for _generation in range(_GENERATIONS):
        if above.kind != Kind.COMMITTEE and (seat := _seat(one, seats.get(units.get(above.key, ""), ()))):
            return seat
        if above.level == Level.CENTRAL:
            return ""
        if above.kind == Kind.COMMITTEE and above.level == Level.PROVINCE:
            return "" if above is one else above.key
        if above.parent not in agencies:
            return ""
        above = agencies[above.parent]
    return ""


def _seat(one: Known, committees: Iterable[Known]) -> str:
    """Give the committee of a province that stood while an agency did; several have had one code."""
    for seat in committees:
        begun = seat.since is None or one.until is None or seat.since < one.until
        if begun and (seat.until is None or one.since is None or one.since < seat.until):
            return seat.key
    return ""


def _names_of(one: AgencyClass) -> tuple[str, ...]:
    return (one.name, *(line.strip() for line in one.other_names.splitlines() if line.strip()))
