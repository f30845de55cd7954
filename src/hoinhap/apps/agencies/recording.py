"""How facts are written: added and replaced within a change, and put back when the change is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.apps import apps
from django.db.models import ManyToOneRel, Model, Q

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, Change, Recorded
from hoinhap.apps.errors import Refused

Fact = TypeVar("Fact", bound=Recorded)
_CHUNK = 500
_TIMES = ("recorded_at", "replaced_at", "recorded_in", "replaced_in")


def begin(actor: Viewer, at: datetime, act: str, title: str = "", undoes: Change | None = None) -> Change:
    """Begin a change; what it records and replaces points at it."""
    return Change.objects.create(act=act, at=at, person_id=actor.person_id, title=title[:500], undoes=undoes)


def add(change: Change, rows: Sequence[Fact]) -> Sequence[Fact]:
    """Add facts."""
    for row in rows:
        row.recorded_at, row.recorded_in = change.at, change
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=_CHUNK)
    return rows


def replace(change: Change, rows: Iterable[Fact]) -> None:
    """Replace facts: they were known until now and are not any more."""
    by_table: dict[type[Recorded], list[object]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row.pk)
    for table, keys in by_table.items():
        for start in range(0, len(keys), _CHUNK):
            some = table._default_manager.filter(pk__in=keys[start : start + _CHUNK], replaced_at__isnull=True)
            some.update(replaced_at=change.at, replaced_in=change)


def tables() -> Iterator[type[Recorded]]:
    """Give every table of facts, those of later slices too, in the order in which they depend on each other.

    What a slice works out of facts (`is_worked_out`) is not taken back with them: the slice works it out again
    (naming_watch.py), so that it never stands in the way.
    """
    for model in apps.get_models():
        if issubclass(model, Recorded) and not getattr(model, "is_worked_out", False):
            yield model


def take_back(change: Change, undoing: Change) -> dict[type[Recorded], int]:
    """Put back what a change replaced and withdraw what it recorded; refuse when later changes stand on it.

    Gives how many facts of each table were touched. Facts that are put back are new rows: that they were gone for a
    while stays readable.
    """
    touched: dict[type[Recorded], int] = {}
    restored: list[tuple[type[Recorded], list[Recorded]]] = []
    for table in tables():
        made = _known_now(table, list(table._default_manager.filter(recorded_in=change)))
        gone = list(table._default_manager.filter(replaced_in=change))
        replace(undoing, made)
        if gone:
            restored.append((table, gone))
        if made or gone:
            touched[table] = len(made) + len(gone)
    again: dict[tuple[type[Recorded], object], Recorded] = {}
    for table, rows in restored:
        anew = [_again(row, again) for row in rows]
        again.update(((table, row.pk), new) for row, new in zip(rows, anew, strict=True))
        add(undoing, anew)
    return touched


def _known_now(table: type[Recorded], rows: list[Recorded]) -> list[Recorded]:
    """Give the rows by which facts are known now; refuse when one is not known any more.

    A change that replaced them and was itself taken back has put them back as new rows: those stand for them.
    """
    found: list[Recorded] = []
    put_back: dict[object, dict[tuple[object, ...], Recorded]] = {}
    for row in rows:
        now = row
        while now.replaced_at is not None:
            by = now.replaced_in_id  # type: ignore[attr-defined]
            if by is None:
                raise Refused("agencies.changed-since", title="")
            if by not in put_back:
                copies = table._default_manager.filter(recorded_in__undoes=by)
                put_back[by] = {_says(one): one for one in copies}
            copy = put_back[by].get(_says(now))
            if copy is None:
                raise Refused("agencies.changed-since", title=_title(now.replaced_in))
            now = copy
        found.append(now)
    return found


def _says(row: Recorded) -> tuple[object, ...]:
    """Give what a fact says; what it points at may be put back as a new row too, and is left out."""
    return tuple(
        getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
        and field.name not in _TIMES
        and not (field.is_relation and issubclass(field.related_model, Recorded))
    )


def _again(row: Recorded, again: dict[tuple[type[Recorded], object], Recorded]) -> Recorded:
    """Make the same fact as a new row; what it points at and is made again too is pointed at in its new row."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in _TIMES
    }
    for field in row._meta.concrete_fields:
        new = again.get((field.related_model, getattr(row, field.attname))) if field.is_relation else None
        if new is not None:
            values[field.attname] = new.pk
    return type(row)(**values)


def _title(change: Change | None) -> str:
    return f"{change.title} ({change.at:%d/%m/%Y})" if change else ""


def in_use(agencies: Iterable[Agency]) -> Agency | None:
    """Give the first of some agencies that something points at which is known today; None when nothing does.

    Asked after facts were withdrawn: whatever still points at an agency was put there by somebody else.
    """
    keys = [agency.pk for agency in agencies]
    for relation in Agency._meta.get_fields(include_hidden=True):
        table = relation.related_model
        if not isinstance(relation, ManyToOneRel) or not isinstance(table, type) or table is Agency:
            continue
        for start in range(0, len(keys), _CHUNK):
            rows = table._default_manager.filter(**{f"{relation.field.name}__in": keys[start : start + _CHUNK]})
            if issubclass(table, Recorded):
                rows = rows.filter(Q(replaced_at__isnull=True))
            found: Model | None = rows.first()
            if found is not None:
                holder: Agency = getattr(found, relation.field.name)
                return holder
    return None
