"""What an agency is called and where it stands, changed by an administrator: from a day on, or set right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hoinhap.apps.accounts import actions as accounts
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import access, recording, registry
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.lives import lives_of, refresh, span_of
from hoinhap.apps.agencies.models import Agency, Change, Standing
from hoinhap.apps.agencies.registry import Act, local_day, standing_of
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.models import Event
from hoinhap.apps.journal.queries import events_of
from hoinhap.core.agencies.reorganising import Plan, Restand

FIELDS = ("name", "short_name")
OF_A_PERSON = ("full_name", "email")


def restand(
    *, actor: Viewer, at: datetime, agency: Agency, on: date, told: Mapping[str, str], act: Act | None = None
) -> Change:
    """Let an agency be called, counted or placed otherwise from a day on; only what differs is written."""
    span = lives_of([agency.pk]).get(str(agency.pk))
    now = span.at(on) if span else None
    changed = {name: value for name, value in told.items() if now is None or getattr(now, name) != value}
    step = Restand(str(agency.pk), **changed)
    title = changed.get("name") or agency.name
    return registry.change(actor=actor, at=at, plan=Plan(on, (step,)), act=act, title=title)[0]


@transaction.atomic
def correct(*, actor: Viewer, at: datetime, standing_id: int, told: Mapping[str, str]) -> Change:
    """Set right what was written wrongly: for the whole time of a standing, not from a day on. What it was stays known.

    `told` may hold a name, a short name, a kind and a level; who stands above whom is a change with a day.
    """
    access.require(access.may_manage(actor))
    found = Standing.objects.select_related("agency").filter(pk=standing_id, replaced_at__isnull=True).first()
    if found is None:
        raise NotFound
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=found.agency_id)
    old = Standing.objects.select_related("agency").filter(pk=standing_id, replaced_at__isnull=True).first()
    if old is None:
        raise NotFound
    told = {name: " ".join(value.split()) for name, value in told.items()}
    was = {name: getattr(old, name) for name, value in told.items() if getattr(old, name) != value}
    if not was:
        raise Refused("agencies.plan-same-as-before", name=old.name)
    if not told.get("name", old.name):
        raise Refused("agencies.plan-name-empty")
    change = recording.begin(actor, at, "agency.corrected", told.get("name", old.name))
    recording.replace(change, [old])
    span = span_of(old)
    values = {field: getattr(span, field) for field in ("kind", "level", "parent", "since", "until")}
    values |= {"name": span.name, "short_name": span.short_name} | told
    recording.add(change, [standing_of(str(old.agency_id), type(span)(**values))])
    refresh([old.agency_id], on=local_day(at))
    facts = {"name": values["name"], "was": was, "is": {name: told[name] for name in was}, "change": str(change.pk)}
    record(actor=actor, at=at, act="agency.corrected", of=old.agency, facts=facts)
    return change


def restore(*, actor: Viewer, at: datetime, agency: Agency, standing_id: int, field: str, on: date) -> Change:
    """Put an earlier name or short name back, as a new change.

    A value that was replaced because it seemed wrong is known again for its whole time; one that was true at an
    earlier time is true again from the day on.
    """
    access.require(access.may_manage(actor))
    then = Standing.objects.filter(agency=agency, pk=standing_id).first()
    if then is None or field not in FIELDS:
        raise NotFound
    now = current_standing(agency, on=on)
    if now is None:
        raise Refused("agencies.plan-not-alive", name=agency.name, on=f"{on:%d/%m/%Y}")
    value = getattr(then, field)
    if getattr(now, field) == value:
        raise Refused("agencies.nothing-to-restore")
    if then.since == now.since:
        return correct(actor=actor, at=at, standing_id=now.pk, told={field: value})
    return restand(actor=actor, at=at, agency=agency, on=on, told={field: value})


def current_standing(agency: Agency, *, on: date) -> Standing | None:
    """Give the standing of a day as it is known now."""
    rows = Standing.objects.filter(agency=agency, replaced_at__isnull=True)
    return next((row for row in rows if row.holds(on)), None)


def standings_of(agency: Agency) -> list[Standing]:
    """Give all that was ever known of how an agency stood, what is known now first."""
    rows = Standing.objects.filter(agency=agency).select_related("parent", "recorded_in__person", "replaced_in__person")
    return sorted(rows, key=lambda row: (row.replaced_at is not None, -(row.since or date.min).toordinal(), -row.pk))


def earlier_values(person: Person) -> list[tuple[Event, str, str]]:
    """Give what somebody was called or which address they had: (event, field, value), the newest first."""
    found: list[tuple[Event, str, str]] = []
    for event in events_of(person, acts=("person.edited",)):
        was: Any = event.facts.get("was", {})
        found += [(event, field, str(was[field])) for field in OF_A_PERSON if field in was]
    return found[::-1]


def restore_of_person(*, actor: Viewer, at: datetime, person: Person, number: int, field: str) -> None:
    """Put an earlier name or e-mail of a person back, as a new change with its event."""
    access.require(access.may_manage(actor))
    values = {(event.number, name): value for event, name, value in earlier_values(person)}
    if (number, field) not in values:
        raise NotFound
    told = {name: getattr(person, name) for name in OF_A_PERSON} | {field: values[number, field]}
    if not accounts.edit_person(actor=actor, at=at, person=person, **told):
        raise Refused("agencies.nothing-to-restore")


def parent_key(parent: Agency | None) -> str:
    """Write a parent as plans do."""
    return str(parent.pk) if parent else ""


@transaction.atomic
def undo_all(*, actor: Viewer, at: datetime, changes: list[uuid.UUID]) -> None:
    """Take back several changes that were made as one, the last first; all or none."""
    access.require(access.may_manage(actor))
    for change_id in changes:
        registry.undo(actor=actor, at=at, change_id=change_id)
