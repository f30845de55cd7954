"""Merge days: prepared as a draft, carried out in one transaction, taken back, carried out again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from hoinhap.apps.agencies import access, carrying, registry
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import known_at
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.merger_steps import put
from hoinhap.apps.agencies.models import Change, Membership, Reorganisation, Standing
from hoinhap.apps.agencies.registry import Act
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import Deed, record, record_many
from hoinhap.core.agencies.reorganising import End, Pass, Plan, Restand, Step, read, write

CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the steps: the title, the first day of the new order, and the act that says so."""

    title: str
    on: date
    act_symbol: str = ""
    act_title: str = ""
    act_date: date | None = None


def drafts_for(viewer: Viewer) -> QuerySet[Reorganisation]:
    """Give the merge days, those to come and those that were, the newest day first."""
    if not access.may_manage(viewer):
        raise NotFound
    related = ("change", "change__person", "change__undone_by", "change__undone_by__person", "created_by")
    return Reorganisation.objects.select_related(*related).defer("steps", "choices")


def draft_for(viewer: Viewer, draft_id: uuid.UUID) -> Reorganisation:
    """Give one merge day with its steps; absent for whoever may not see it."""
    found = drafts_for(viewer).defer(None).filter(pk=draft_id).first()
    if found is None:
        raise NotFound
    return found


def drafts_seen(viewer: Viewer, ids: Sequence[str]) -> Sequence[str]:
    """Give those of the keys of merge days that the viewer may read about: whoever prepares them sees them all."""
    return ids if access.may_manage(viewer) else []


def names_of_drafts(ids: Sequence[str]) -> dict[str, str]:
    """Give the titles of some merge days by their keys; one query."""
    rows = Reorganisation.objects.filter(pk__in=list(ids))
    return {str(key): title for key, title in rows.values_list("pk", "title")}


def is_applied(draft: Reorganisation) -> bool:
    """Say whether a merge day is carried out now: it was, and has not been taken back since."""
    return draft.change is not None and undone_by(draft) is None


def undone_by(draft: Reorganisation) -> Change | None:
    """Give the change that took a merge day back, if one did."""
    return getattr(draft.change, "undone_by", None) if draft.change is not None else None


def steps_of(draft: Reorganisation) -> tuple[Step, ...]:
    """Give the steps as a person wrote them."""
    return read(draft.steps)


def plan_of(draft: Reorganisation) -> Plan:
    """Give the whole plan: the steps, and for whoever stands under what ends a new place under the heir."""
    steps = steps_of(draft)
    return Plan(draft.on, (*steps, *moved_children(steps, draft.on, draft.choices)))


def moved_children(steps: Sequence[Step], on: date, choices: carrying.Choices) -> tuple[Restand, ...]:
    """Give the new places of those who stand under an agency that ends and of whom no step speaks."""
    suggested = children_of(steps, on)
    moved = []
    for child, (_parent, heir) in suggested.items():
        if chosen := carrying.heir_for(choices, CHILDREN, child, heir):
            moved.append(Restand(child, parent=chosen))
    return tuple(moved)


def children_of(steps: Sequence[Step], on: date) -> dict[str, tuple[str, str]]:
    """Give who stands under an agency that ends and has no step of its own: {child: (parent, main heir or "")}."""
    ended = {step.key for step in steps if isinstance(step, End)}
    told = ended | {step.key for step in steps if isinstance(step, Restand) and step.parent is not None}
    heirs: dict[str, str] = {}
    for step in steps:
        if isinstance(step, Pass) and step.forebear in ended and not step.function:
            heirs.setdefault(step.forebear, step.heir)
    found: dict[str, tuple[str, str]] = {}
    going = Q(until__isnull=True) | Q(until__gt=on)
    for some in chunks(sorted(map(uuid.UUID, ended))):
        rows = Standing.objects.filter(known_at(None) & going, parent__in=some).order_by("name", "agency")
        for child, parent in rows.values_list("agency", "parent"):
            if str(child) not in told:
                found[str(child)] = (str(parent), heirs.get(str(parent), ""))
    return found


@transaction.atomic
def create(
    *,
    actor: Viewer,
    at: datetime,
    head: Head,
    steps: Sequence[Step] = (),
) -> Reorganisation:
    """Begin a draft."""
    access.require(access.may_manage(actor))
    _check_head(head)
    draft = Reorganisation.objects.create(
        title=head.title.strip(),
        on=head.on,
        act_symbol=head.act_symbol.strip(),
        act_title=head.act_title.strip(),
        act_date=head.act_date,
        steps=write(steps),
        created_at=at,
        created_by_id=actor.person_id,
    )
    record(actor=actor, at=at, act="reorganisation.drafted", of=draft, facts=_facts(draft))
    return draft


@transaction.atomic
def set_head(*, actor: Viewer, at: datetime, draft_id: uuid.UUID, version: int, head: Head) -> Reorganisation:
    """Change the title, the day or the act of a draft."""
    draft = _locked(actor, draft_id, version)
    _check_head(head)
    draft.title, draft.on, draft.act_date = head.title.strip(), head.on, head.act_date
    draft.act_symbol, draft.act_title = head.act_symbol.strip(), head.act_title.strip()
    return _saved(actor, at, draft, "title", "on", "act_symbol", "act_title", "act_date")


@transaction.atomic
def put_steps(
    *, actor: Viewer, at: datetime, draft_id: uuid.UUID, version: int, old: Sequence[str], new: Sequence[Step]
) -> Reorganisation:
    """Put new steps in the place of some deeds (their ids); without `old` add, without `new` take away."""
    draft = _locked(actor, draft_id, version)
    draft.steps = write(put(read(draft.steps), old, new))
    return _saved(actor, at, draft, "steps")


@transaction.atomic
def choose(
    *, actor: Viewer, at: datetime, draft_id: uuid.UUID, version: int, kind: str, chosen: Mapping[str, str | None]
) -> Reorganisation:
    """Keep who is to have some things: {key of the thing: agency, NOWHERE, or None for what is suggested}."""
    draft = _locked(actor, draft_id, version)
    kept: dict[str, Any] = {name: dict(some) for name, some in draft.choices.items()}
    mine = kept.setdefault(kind, {})
    for key, agency in chosen.items():
        if agency is None:
            mine.pop(key, None)
        else:
            mine[key] = agency
    draft.choices = {name: some for name, some in kept.items() if some}
    return _saved(actor, at, draft, "choices")


@transaction.atomic
def drop(*, actor: Viewer, at: datetime, draft_id: uuid.UUID, version: int) -> None:
    """Throw a draft away that was never carried out; the journal keeps what it was."""
    draft = _locked(actor, draft_id, version)
    if draft.change_id is not None:
        raise Refused("agencies.draft-has-history", title=draft.title)
    facts = {**_facts(draft), "steps": draft.steps if len(draft.steps) <= 200 else []}
    gone = Reorganisation(pk=draft.pk, title=draft.title)
    draft.delete()
    record(actor=actor, at=at, act="reorganisation.dropped", of=gone, facts=facts)


@transaction.atomic
def apply(*, actor: Viewer, at: datetime, draft_id: uuid.UUID, version: int) -> Reorganisation:
    """Carry a merge day out: agencies, people, duties and all that follows them, all of it or nothing."""
    draft = _locked(actor, draft_id, version)
    act = Act(draft.act_symbol, draft.act_title, draft.act_date)
    draft.change, _outcome = registry.change(
        actor=actor,
        at=at,
        plan=plan_of(draft),
        act=act,
        title=draft.title,
        choices=draft.choices,
        name="reorganisation.applied",
    )
    draft.version += 1
    draft.save(update_fields=["change", "version"])
    deeds = [Deed("reorganisation.applied", draft, facts={**_facts(draft), "change": str(draft.change_id)})]
    record_many(actor=actor, at=at, deeds=[*_told_people(draft), *deeds])
    return draft


@transaction.atomic
def undo(*, actor: Viewer, at: datetime, draft_id: uuid.UUID, version: int) -> Reorganisation:
    """Take a merge day back; it can be edited and carried out again."""
    draft = _locked(actor, draft_id, version, applied=True)
    if draft.change_id is None:
        raise Refused("agencies.draft-not-applied", title=draft.title)
    registry.undo(actor=actor, at=at, change_id=draft.change_id)
    draft.version += 1
    draft.save(update_fields=["version"])
    record(actor=actor, at=at, act="reorganisation.undone", of=draft, facts=_facts(draft))
    return draft_for(actor, draft_id)


def _locked(actor: Viewer, draft_id: uuid.UUID, version: int, *, applied: bool = False) -> Reorganisation:
    """Lock a draft for a write; refuse when somebody else has written since it was looked at."""
    access.require(access.may_manage(actor))
    rows = Reorganisation.objects.select_for_update(of=("self",), no_key=True)
    draft = rows.filter(pk=draft_id).first()
    if draft is None:
        raise NotFound
    if is_applied(draft) and not applied:
        raise Refused("agencies.draft-applied", title=draft.title)
    if draft.version != version:
        raise Refused("agencies.draft-changed", title=draft.title)
    return draft


def _saved(actor: Viewer, at: datetime, draft: Reorganisation, *fields: str) -> Reorganisation:
    draft.version += 1
    draft.save(update_fields=[*fields, "version"])
    record(actor=actor, at=at, act="reorganisation.edited", of=draft, facts=_facts(draft))
    return draft


def _check_head(head: Head) -> None:
    if not head.title.strip():
        raise Refused("agencies.draft-untitled")


def _facts(draft: Reorganisation) -> dict[str, object]:
    return {"title": draft.title, "on": draft.on, "act": draft.act_symbol, "count": len(draft.steps)}


def _told_people(draft: Reorganisation) -> list[Deed]:
    """Tell each person in their own journal which role goes on where; without a line for what only ended."""
    deeds = []
    rows = Membership.objects.filter(recorded_in=draft.change, since__gte=draft.on)
    for row in rows.select_related("person", "agency").order_by("pk"):
        facts = {"agency_name": row.agency.name, "role": row.role, "since": row.since, "title": draft.title}
        deeds.append(Deed("role.carried", row, row.person, facts))
    return deeds
