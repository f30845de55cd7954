"""Every write of the rules of coordination: facts of a change, with an event at the kind, that can be taken back."""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.db import transaction

from hoinhap.apps.agencies import access, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import ActivityKind, Agency, AgencyClass, Change, ConsultationRule
from hoinhap.apps.agencies.naming import names_known
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import Deed, record, record_many
from hoinhap.core.agencies.naming import name_key

# What a rule says; the rest of a row is when it is true and when it was known.
SAID = (
    *("kind", "step", "place", "agency", "agency_class", "who", "what"),
    *("days", "counted", "anchor", "basis", "grade", "note"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a step: exactly one of agency, class and words says who."""

    step: str
    what: str
    agency: Agency | None = None
    agency_class: AgencyClass | None = None
    who: str = ""
    days: int | None = None
    counted: str = ConsultationRule.Counted.CALENDAR
    anchor: str = ConsultationRule.Anchors.BEFORE_START
    basis: str = ""
    grade: str = ConsultationRule.Grades.CHECK
    note: str = ""


@transaction.atomic
def add_rule(*, actor: Viewer, at: datetime, kind: ActivityKind, told: Told, since: date | None) -> Change:
    """Add a step to the checklist of a kind, from a day on."""
    access.require(access.may_coordinate(actor))
    rule = _row(kind, told, since, None)
    change = recording.begin(actor, at, "coordination.added", f"{kind.name}: {rule.what}")
    recording.add(change, [rule])
    return _tell(actor, at, change, kind, rule)


@transaction.atomic
def change_rule(
    *, actor: Viewer, at: datetime, kind: ActivityKind, rule_id: int, told: Told, since: date | None
) -> Change:
    """Say a step otherwise from a day on; on the day it began, or without a day, it was so from the beginning."""
    access.require(access.may_coordinate(actor))
    old = _locked(kind, rule_id)
    begins = old.since if since is None else since
    _require_within(old, begins)
    change = recording.begin(actor, at, "coordination.changed", f"{kind.name}: {told.what}")
    recording.replace(change, [old])
    if begins is not None and (old.since is None or old.since < begins):
        recording.add(change, [_again(old, until=begins)])
    rule = _row(kind, told, begins, old.until, place=old.place)
    recording.add(change, [rule])
    return _tell(actor, at, change, kind, rule)


@transaction.atomic
def end_rule(*, actor: Viewer, at: datetime, kind: ActivityKind, rule_id: int, until: date) -> Change:
    """Let a step no longer be asked for from a day on."""
    access.require(access.may_coordinate(actor))
    old = _locked(kind, rule_id)
    _require_within(old, until)
    change = recording.begin(actor, at, "coordination.ended", f"{kind.name}: {old.what}")
    recording.replace(change, [old])
    if old.since is None or old.since < until:
        recording.add(change, [_again(old, until=until)])
    return _tell(actor, at, change, kind, old)


@transaction.atomic
def undo(*, actor: Viewer, at: datetime, change_id: uuid.UUID) -> Change:
    """Take back a change of the rules of coordination, and of nothing else."""
    access.require(access.may_coordinate(actor))
    rows = Change.objects.select_for_update(of=("self",), no_key=True).filter(act__in=UNDOABLE, undoes=None)
    done = rows.filter(pk=change_id).first()
    if done is None:
        raise NotFound
    if Change.objects.filter(undoes=done).exists():
        raise Refused("agencies.undone-already", title=done.title)
    kinds = ActivityKind.objects.filter(pk__in=_kinds_of(done))
    undoing = recording.begin(actor, at, "change.undone", done.title, undoes=done)
    recording.take_back(done, undoing)
    deeds = [Deed("coordination.undone", kind, facts={"what": done.title}) for kind in kinds]
    record_many(actor=actor, at=at, deeds=deeds)
    return undoing


UNDOABLE = ("coordination.added", "coordination.changed", "coordination.ended")


@transaction.atomic
def load_rules(*, actor: Viewer, at: datetime, province: Agency | None = None) -> int:
    """Enter the standard kinds that are not there, with their rules; gives how many.

    A name is the agency that bears it in the province on that day, where there is exactly one, and else stays words.
    """
    access.require(access.may_manage(actor))
    raw = tomllib.loads(files(__package__).joinpath("coordination.toml").read_text(encoding="utf-8"))
    there = set(ActivityKind.objects.values_list("code", flat=True))
    missing = [(place, one) for place, one in enumerate(raw["kind"], start=1) if one["code"] not in there]
    if not missing:
        return 0
    named = _agencies(province)
    of_code = {one.code: one for one in AgencyClass.objects.all()}
    change = recording.begin(actor, at, "coordination.entered", "Quy tắc phối hợp thường dùng")
    rules = []
    for place, one in missing:
        kind = ActivityKind.objects.create(
            code=one["code"], name=one["name"], pillar=one["pillar"], about=one["about"], place=place
        )
        for number, step in enumerate(one["rule"], start=1):
            told = _read(step, named, of_code)
            # Nobody is asked for something by an agency that was not yet there.
            begins = [day for day in (step.get("since"), told.agency and told.agency.since) if day]
            rules.append(_row(kind, told, max(begins, default=None), None, place=number))
    recording.add(change, rules)
    facts = {"title": change.title, "count": len(rules)}
    record(actor=actor, at=at, act="coordination.entered", of=change, facts=facts)
    return len(missing)


def _agencies(province: Agency | None) -> dict[str, Agency]:
    """Give the agencies of a province and of the centre by the key of their name; a name that is shared is nobody's."""
    if province is None:
        return {}
    names = names_known()
    found: dict[str, list[str]] = {}
    for key, one in names.agencies.items():
        is_of_it = one.home == str(province.pk) or one.level == "central"
        if one.until is None and is_of_it and one.level in ("province", "central"):
            for form in one.names:
                if form.until is None:
                    found.setdefault(name_key(form.text), []).append(key)
    # The papers of a province leave its name out: "Công an tỉnh" is "Công an tỉnh Lam Giang" there.
    own = names.name_of(province.pk).rpartition(" tỉnh ")[2]
    short = {
        name.removesuffix(f" {name_key(own)}"): keys for name, keys in found.items() if name.endswith(name_key(own))
    }
    agencies = Agency.objects.in_bulk([uuid.UUID(keys[0]) for keys in (*found.values(), *short.values())])
    one_each = {**{name: keys for name, keys in short.items() if name not in found}, **found}
    return {name: agencies[uuid.UUID(keys[0])] for name, keys in one_each.items() if len(set(keys)) == 1}


def _read(step: dict[str, Any], named: dict[str, Agency], of_code: dict[str, AgencyClass]) -> Told:
    said = {name: step[name] for name in ("days", "counted", "anchor", "basis", "grade", "note") if name in step}
    told = Told(step["step"], step["what"], **said)
    if "class" in step:
        one = of_code.get(step["class"])
        return _with(told, agency_class=one, who="" if one else step["class"])
    agency = named.get(name_key(step["who"]))
    return _with(told, agency=agency, who="" if agency else step["who"])


def _with(told: Told, **more: Any) -> Told:
    return Told(**{**{name: getattr(told, name) for name in told.__slots__}, **more})


def _row(
    kind: ActivityKind, told: Told, since: date | None, until: date | None, *, place: int = 100
) -> ConsultationRule:
    said = {name: getattr(told, name) for name in told.__slots__}
    what, basis = told.what.strip(), told.basis.strip()
    if not what:
        raise Refused("agencies.coordination-what-empty")
    if sum(map(bool, (told.agency, told.agency_class, told.who.strip()))) != 1:
        raise Refused("agencies.coordination-who-empty")
    if bool(basis) == (told.grade == ConsultationRule.Grades.CHECK):
        raise Refused("agencies.coordination-basis")
    more = {"what": what, "basis": basis, "who": told.who.strip(), "note": told.note.strip()}
    return ConsultationRule(kind=kind, place=place, since=since, until=until, **{**said, **more})


def _locked(kind: ActivityKind, rule_id: int) -> ConsultationRule:
    rows = ConsultationRule.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=rule_id, kind=kind, replaced_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found


def _require_within(old: ConsultationRule, on: date | None) -> None:
    if on is not None and old.since is not None and on < old.since:
        raise Refused("agencies.role-not-begun", since=f"{old.since:%d/%m/%Y}")
    if on is not None and old.until is not None and on >= old.until:
        raise Refused("agencies.role-ended", until=f"{old.until:%d/%m/%Y}")


def _again(old: ConsultationRule, *, until: date) -> ConsultationRule:
    """Make the same fact as it was true until a day."""
    return ConsultationRule(since=old.since, until=until, **{name: getattr(old, name) for name in SAID})


def _tell(actor: Viewer, at: datetime, change: Change, kind: ActivityKind, rule: ConsultationRule) -> Change:
    facts = {"what": rule.what, "step": rule.step, "change": str(change.pk)}
    record(actor=actor, at=at, act=change.act, of=kind, facts=facts)
    return change


def _kinds_of(change: Change) -> set[uuid.UUID]:
    added = ConsultationRule.objects.filter(recorded_in=change).values_list("kind", flat=True)
    replaced = ConsultationRule.objects.filter(replaced_in=change).values_list("kind", flat=True)
    return {*added, *replaced}
