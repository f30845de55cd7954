"""What the agencies themselves hold and carry on: roles, lent roles, posts, places in classes."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.agencies import carrying, recording
from hoinhap.apps.agencies.carrying import Carried, Choices
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.models import Change, ClassMember, Dated, Delegation, Membership, Placement, Recorded
from hoinhap.apps.agencies.words import role_word
from hoinhap.core.agencies.reorganising import Outcome

PEOPLE, LENT, POSTS, CLASSES = "people", "lent", "posts", "classes"
Row = TypeVar("Row", bound=Dated)
Time = tuple[date | None, date | None]
# What says when a fact was known, not what it says.
_TIMES = frozenset(field.name for field in Recorded._meta.local_fields)


# Where more agencies end than this, all are counted in one query, and those that end are picked out.
_MANY = 500


def register() -> None:
    """Say what the agencies hold; called once, when the program starts."""
    carrying.register(
        PEOPLE,
        label=gettext_lazy("Người và vai trò"),
        count=lambda outcome, on: _count(Membership.objects.all(), "agency", outcome, on),
        rows=people,
        order=10,
    )
    carrying.register(
        LENT,
        label=gettext_lazy("Ủy quyền sẽ kết thúc"),
        count=lambda outcome, on: _count(Delegation.objects.all(), "agency", outcome, on),
        rows=lent,
        order=15,
    )
    carrying.register(
        POSTS,
        label=gettext_lazy("Chức vụ sẽ kết thúc"),
        count=lambda outcome, on: _count(Placement.objects.all(), "post__agency", outcome, on),
        rows=posts,
        order=20,
    )
    carrying.register(
        CLASSES,
        label=gettext_lazy("Chỗ trong các nhóm cơ quan"),
        count=lambda outcome, on: _count(ClassMember.objects.filter(belongs=True), "agency", outcome, on),
        rows=classes,
        order=30,
    )


def going(rows: QuerySet[Row], on: date) -> QuerySet[Row]:
    """Give the facts known today that would still be true on a day or later."""
    return rows.filter(Q(until__isnull=True) | Q(until__gt=on), replaced_at__isnull=True)


def people(outcome: Outcome, on: date, start: int, stop: int) -> list[Carried]:
    """Give who holds roles in agencies that end: by default the same role in the main heir."""
    passes = carrying.sources(outcome)
    rows = going(Membership.objects.select_related("person", "agency"), on).order_by(
        "agency__name", "agency", "person__full_name", "pk"
    )
    found = []
    for row in _page(rows, "agency", outcome, start, stop):
        heirs = passes[str(row.agency_id)]
        found.append(
            Carried(
                key=_row_key(row.person_id, row.agency_id, row.role),
                what=f"{row.person.full_name} ({role_word(row.role)})",
                agency=str(row.agency_id),
                heir=carrying.main_heir(heirs),
                choices=tuple(dict.fromkeys(one.heir for one in heirs)),
                may_end=True,
            )
        )
    return found


def lent(outcome: Outcome, on: date, start: int, stop: int) -> list[Carried]:
    """Give the roles that are lent in agencies that end; they end with it."""
    rows = going(Delegation.objects.select_related("giver", "taker"), on).order_by("agency__name", "agency", "pk")
    return [
        Carried(
            key=str(row.pk),
            what=f"{row.giver.full_name} → {row.taker.full_name} ({role_word(row.role)})",
            agency=str(row.agency_id),
        )
        for row in _page(rows, "agency", outcome, start, stop)
    ]


def posts(outcome: Outcome, on: date, start: int, stop: int) -> list[Carried]:
    """Give who holds posts in agencies that end; the posts end with them."""
    rows = going(Placement.objects.select_related("post"), on).order_by("post__agency__name", "post__rank", "pk")
    return [
        Carried(key=str(row.pk), what=f"{row.holder}, {row.post.title}", agency=str(row.post.agency_id))
        for row in _page(rows, "post__agency", outcome, start, stop)
    ]


def classes(outcome: Outcome, on: date, start: int, stop: int) -> list[Carried]:
    """Give the lists that name an agency that ends: by default the main heir takes its place."""
    passes = carrying.sources(outcome)
    rows = going(ClassMember.objects.filter(belongs=True).select_related("agency_class"), on).order_by(
        "agency_class__name", "agency__name", "pk"
    )
    found = []
    for row in _page(rows, "agency", outcome, start, stop):
        heirs = passes[str(row.agency_id)]
        found.append(
            Carried(
                key=_row_key(row.agency_class_id, row.agency_id),
                what=_("Nhóm %(name)s") % {"name": row.agency_class.name},
                agency=str(row.agency_id),
                heir=carrying.main_heir(heirs),
                choices=tuple(dict.fromkeys(one.heir for one in heirs)),
                may_end=True,
            )
        )
    return found


def follow(change: Change, outcome: Outcome, on: date, choices: Choices) -> None:
    """End what was held in agencies that end, and let the heirs go on with it; facts of the change."""
    passes = carrying.sources(outcome)
    mains = {key: carrying.main_heir(passes[key]) for key in outcome.ended}
    _move_people(change, on, choices, mains)
    _move_classes(change, on, choices, mains)
    for key_of_agency, table in (("agency", Delegation), ("post__agency", Placement)):
        for some in chunks(sorted(map(uuid.UUID, outcome.ended))):
            rows = going(table._default_manager.filter(**{f"{key_of_agency}__in": some}), on)
            old = list(rows.order_by("pk"))
            recording.replace(change, old)
            recording.add(change, [_cut(row, on) for row in old if row.since is None or row.since < on])


def _move_people(change: Change, on: date, choices: Choices, mains: Mapping[str, str]) -> None:
    old, new = [], []
    moving: dict[tuple[uuid.UUID, uuid.UUID, str], list[Time]] = defaultdict(list)
    for some in chunks(sorted(map(uuid.UUID, mains))):
        for row in going(Membership.objects.filter(agency__in=some), on).order_by("pk"):
            old.append(row)
            if row.since is None or row.since < on:
                new.append(_cut(row, on))
            agency = str(row.agency_id)
            chosen = _row_key(row.person_id, row.agency_id, row.role)
            heir = carrying.heir_for(choices, PEOPLE, chosen, mains[agency])
            if heir:
                moving[row.person_id, uuid.UUID(heir), row.role].append((max(row.since or on, on), row.until))
    recording.replace(change, old)
    held: dict[tuple[uuid.UUID, uuid.UUID, str], list[Time]] = defaultdict(list)
    for some in chunks(sorted({person for person, _heir, _role in moving})):
        for row in going(Membership.objects.filter(person__in=some), on):
            if (row.person_id, row.agency_id, row.role) in moving:
                held[row.person_id, row.agency_id, row.role].append((row.since, row.until))
    for (person, heir, role), times in moving.items():
        for since, until in _free(times, held[person, heir, role]):
            new.append(Membership(person_id=person, agency_id=heir, role=role, since=since, until=until))
    recording.add(change, new)


def _move_classes(change: Change, on: date, choices: Choices, mains: Mapping[str, str]) -> None:
    old, new = [], []
    moving: dict[tuple[uuid.UUID, uuid.UUID], list[Time]] = defaultdict(list)
    for some in chunks(sorted(map(uuid.UUID, mains))):
        for row in going(ClassMember.objects.filter(agency__in=some), on).order_by("pk"):
            old.append(row)
            if row.since is None or row.since < on:
                new.append(_cut(row, on))
            chosen = _row_key(row.agency_class_id, row.agency_id)
            heir = carrying.heir_for(choices, CLASSES, chosen, mains[str(row.agency_id)])
            # An exception that somebody made for the agency is not made for its heir.
            if heir and row.belongs:
                moving[row.agency_class_id, uuid.UUID(heir)].append((max(row.since or on, on), row.until))
    recording.replace(change, old)
    held: dict[tuple[uuid.UUID, uuid.UUID], list[Time]] = defaultdict(list)
    for some in chunks(sorted({named for named, _heir in moving})):
        for row in going(ClassMember.objects.filter(agency_class__in=some), on):
            held[row.agency_class_id, row.agency_id].append((row.since, row.until))
    for (named, heir), times in moving.items():
        for since, until in _free(times, held[named, heir]):
            new.append(ClassMember(agency_class_id=named, agency_id=heir, since=since, until=until))
    recording.add(change, new)


def _free(times: Iterable[Time], held: Sequence[Time]) -> Iterator[Time]:
    """Give the parts of some times that are not held already, each day once."""
    taken = list(held)
    for since, until in sorted(times, key=lambda one: (one[0] or date.min, one[1] or date.max)):
        begin, end = since or date.min, until or date.max
        for other_since, other_until in sorted(taken, key=lambda one: one[0] or date.min):
            other_begin, other_end = other_since or date.min, other_until or date.max
            if other_end <= begin or other_begin >= end:
                continue
            if other_begin > begin:
                yield (begin, other_begin)
            begin = max(begin, other_end)
        if begin < end:
            yield (begin, None if end == date.max else end)
        taken.append((since, until))


def _cut(row: Row, on: date) -> Row:
    """Make the same fact with an end."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in _TIMES
    }
    return type(row)(**{**values, "until": on})


def _row_key(*parts: object) -> str:
    """Name a thing by what it is about: a fact that is put back after an undo is a new row, but the same thing."""
    return ".".join(map(str, parts))


def _count(rows: QuerySet[Row], agency: str, outcome: Outcome, on: date) -> dict[str, int]:
    counted = going(rows, on).order_by().values(agency).annotate(n=Count("pk"))
    if len(outcome.ended) <= _MANY:
        counted = counted.filter(**{f"{agency}__in": sorted(map(uuid.UUID, outcome.ended))})
    return {str(one[agency]): one["n"] for one in counted if str(one[agency]) in outcome.ended}


def _page(rows: QuerySet[Row], agency: str, outcome: Outcome, start: int, stop: int) -> Sequence[Row]:
    """Give a page of the rows of agencies that end."""
    return list(rows.filter(**{f"{agency}__in": sorted(map(uuid.UUID, outcome.ended))})[start:stop])
