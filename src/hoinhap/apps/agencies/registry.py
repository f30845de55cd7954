"""What happens to agencies, written down: plans carried out on the facts, and taken back."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import access, naming_watch, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import known_at
from hoinhap.apps.agencies.lives import chunks, known_to, refresh, with_children
from hoinhap.apps.agencies.models import (
    Agency,
    Change,
    Delegation,
    Membership,
    Passing,
    Placement,
    Standing,
    Succession,
)
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import Deed, record_many
from hoinhap.core.agencies.reorganising import (
    Found,
    Life,
    Outcome,
    Pass,
    Plan,
    Problem,
    Restand,
    Span,
    Step,
    carry_out,
    misplaced,
)
from hoinhap.core.vi.text import fold

# Agencies are the same wherever they bear the same code: the key is made of it.
_NAMES = uuid.UUID("6f0f2a0e-8a55-5d0b-9c53-3b1c6c0f7a11")


@dataclass(frozen=True, slots=True)
class Act:
    """The legal act behind a change: "45/2025/NĐ-CP", its title, its date; all may be unknown."""

    symbol: str = ""
    title: str = ""
    dated: date | None = None


NO_ACT = Act()

# What a person decided about single things: {"people": {key of a membership: key of an agency}, …}.
Choices = Mapping[str, Mapping[str, str]]
Follower = Callable[[Change, Outcome, date, Choices], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Let a slice move what it holds with a change; call it in AppConfig.ready().

    It is given the change, the outcome, the day, and the choices of whoever carries it out. What it writes must be
    facts of that change (see recording.py), so that taking the change back puts them back too.
    """
    if follower not in _followers:
        _followers.append(follower)


def preview(plan: Plan) -> Outcome:
    """Say what a plan would make of the agencies, without writing anything."""
    settled = settle(plan)
    return _carry_out(settled, known_to(settled))


@transaction.atomic
def change(
    *,
    actor: Viewer,
    at: datetime,
    plan: Plan,
    act: Act | None = None,
    title: str = "",
    choices: Choices | None = None,
    name: str = "agencies.changed",
) -> tuple[Change, Outcome]:
    """Carry out a plan: found, rename, move, merge, split, transfer, end; all of it or nothing."""
    access.require(access.may_manage(actor))
    if not plan.steps:
        raise Refused("agencies.nothing-to-do")
    plan = settle(plan)
    _lock(plan)
    lives = known_to(plan)
    outcome = _carry_out(plan, lives)
    if outcome.problems:
        first = outcome.problems[0]
        raise Refused(f"agencies.plan-{first.code}", **first.facts)
    made = recording.begin(actor, at, name, title or (act.symbol if act else ""))
    _found(plan)
    _write_lives(made, lives, outcome)
    deeds = _write_successions(made, plan, lives, outcome, act or NO_ACT)
    refresh([uuid.UUID(key) for key in outcome.lives], on=local_day(at))
    for follower in _followers:
        follower(made, outcome, plan.on, choices or {})
    record_many(actor=actor, at=at, deeds=deeds)
    return made, outcome


@transaction.atomic
def undo(*, actor: Viewer, at: datetime, change_id: uuid.UUID) -> Change:
    """Take a change back: what it replaced is known again, what it recorded is not, and both remain readable."""
    access.require(access.may_manage(actor))
    done = Change.objects.select_for_update(of=("self",), no_key=True).filter(pk=change_id).first()
    if done is None:
        raise NotFound
    if done.undoes_id is not None:
        raise Refused("agencies.undo-of-undo")
    if Change.objects.filter(undoes=done).exists():
        raise Refused("agencies.undone-already", title=done.title)
    rows = Standing.objects.filter(Q(recorded_in=done) | Q(replaced_in=done))
    touched = set(rows.values_list("agency", flat=True))
    for pair in Passing.objects.filter(Q(recorded_in=done) | Q(replaced_in=done)).values_list("forebear", "heir"):
        touched.update(pair)
    undoing = recording.begin(actor, at, "change.undone", done.title, undoes=done)
    recording.take_back(done, undoing)
    refresh(touched, on=local_day(at))
    naming_watch.tell(undoing, touched)
    agencies = [agency for some in chunks(touched) for agency in Agency.objects.filter(pk__in=some)]
    if wrong := misplaced(with_children(touched)):
        left = Agency.objects.get(pk=wrong[0][0])
        raise Refused("agencies.undo-child-left", name=left.name)
    if (used := recording.in_use(agency for agency in agencies if agency.is_withdrawn)) is not None:
        raise Refused("agencies.in-use", name=used.name)
    facts = {"title": done.title, "change": str(done.pk)}
    deeds = [Deed("agency.undone", agency, facts=facts) for agency in agencies]
    deeds += [Deed("person.undone", person, facts=facts) for person in _people_of(done)]
    record_many(actor=actor, at=at, deeds=deeds)
    return undoing


def _people_of(done: Change) -> list[Person]:
    """Give the people whose roles, lent roles or posts a change is about."""
    keys: set[uuid.UUID] = set()
    for table, names in ((Membership, ["person"]), (Delegation, ["giver", "taker"]), (Placement, ["person"])):
        rows = table._default_manager.filter(Q(recorded_in=done) | Q(replaced_in=done))
        for name in names:
            keys.update(key for key in rows.values_list(name, flat=True) if key is not None)
    return [person for some in chunks(sorted(keys)) for person in Person.objects.filter(pk__in=some)]


def settle(plan: Plan) -> Plan:
    """Give what a plan founds the keys that the agencies will have, made of their codes, in all its steps."""
    keys = {step.key: str(key_of(step.code)) for step in plan.steps if isinstance(step, Found)}

    def settled(step: Step) -> Step:
        told = {
            name: keys[value]
            for name in ("key", "parent", "forebear", "heir")
            if (value := getattr(step, name, None)) in keys
        }
        return replace(step, **told) if told else step

    return Plan(plan.on, tuple(settled(step) for step in plan.steps))


def key_of(code: str) -> uuid.UUID:
    """Give the key of the agency that is founded under a code."""
    return uuid.uuid5(_NAMES, code)


def _carry_out(plan: Plan, lives: Mapping[str, Life]) -> Outcome:
    """Carry a plan out on lives; an agency does not end before something that is known to happen to it later."""
    outcome = carry_out(plan, lives)
    problems = list(outcome.problems)
    for some in chunks(map(uuid.UUID, outcome.ended & set(lives))):
        later = Passing.objects.filter(known_at(None)).filter(
            Q(heir__in=some, on__gte=plan.on) | Q(forebear__in=some, on__gte=plan.on)
        )
        for one in later.select_related("heir", "forebear"):
            name = one.heir.name if one.heir_id in some else one.forebear.name
            key = one.heir_id if one.heir_id in some else one.forebear_id
            problems.append(Problem("changed-later", {"name": name, "since": f"{one.on:%d/%m/%Y}"}, str(key)))
    return replace(outcome, problems=tuple(problems))


def _lock(plan: Plan) -> None:
    """Lock the agencies of a plan, always in the same order."""
    for some in chunks(sorted(map(uuid.UUID, plan.touched()))):
        rows = Agency.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=some)
        list(rows.order_by("pk").values_list("pk", flat=True))


def _found(plan: Plan) -> None:
    """Make the rows of what is founded; one whose founding was taken back has its row already."""
    steps: dict[str, Found] = {}
    for step in plan.steps:
        if isinstance(step, Found):
            if step.code in steps:
                raise Refused("agencies.code-taken", taken=step.code, name=steps[step.code].name)
            steps[step.code] = step
    known: dict[str, Agency] = {}
    for some in chunks(steps):
        known.update((one.code, one) for one in Agency.objects.filter(code__in=some))
    taken = next((one for one in known.values() if not one.is_withdrawn), None)
    if taken is not None:
        raise Refused("agencies.code-taken", taken=taken.code, name=taken.name)
    new = [
        Agency(
            id=uuid.UUID(step.key),
            code=step.code,
            name=step.name,
            kind=step.kind,
            level=step.level,
            unit_code=step.unit_code,
            lat=step.lat,
            lon=step.lon,
            since=plan.on,
        )
        for step in steps.values()
        if step.code not in known
    ]
    Agency.objects.bulk_create(new, batch_size=100)


def _write_lives(made: Change, before: Mapping[str, Life], outcome: Outcome) -> None:
    """Replace the standings that are not so any more and add those that are new."""
    gone: dict[str, set[Span]] = {}
    new: list[Standing] = []
    for key, life in outcome.lives.items():
        old = set(before[key].spans) if key in before else set()
        gone[key] = old - set(life.spans)
        new += [standing_of(key, span) for span in life.spans if span not in old]
    stale: list[Standing] = []
    for some in chunks(uuid.UUID(key) for key, spans in gone.items() if spans):
        for row in Standing.objects.filter(agency__in=some, replaced_at__isnull=True):
            if any(span.since == row.since for span in gone[str(row.agency_id)]):
                stale.append(row)
    recording.replace(made, stale)
    recording.add(made, new)


def standing_of(key: str, span: Span, *, parent: str | None = None) -> Standing:
    """Make the row of a span; `parent` is the key of the agency above, where the span names it otherwise."""
    above = span.parent if parent is None else parent
    return Standing(
        agency_id=uuid.UUID(key),
        name=span.name,
        short_name=span.short_name,
        folded=fold(f"{span.name} {span.short_name}".strip()),
        kind=span.kind,
        level=span.level,
        parent_id=uuid.UUID(above) if above else None,
        since=span.since,
        until=span.until,
    )


def _write_successions(made: Change, plan: Plan, before: Mapping[str, Life], outcome: Outcome, act: Act) -> list[Deed]:
    """Write what happened to each agency and who took over; give the events that tell it."""
    passes: dict[str, list[Pass]] = defaultdict(list)
    for one in outcome.passes:
        passes[one.forebear].append(one)
    happened: dict[tuple[str, str], Succession] = {}
    for kind, key in _happenings(plan, before, outcome, passes):
        happened[kind, key] = Succession(
            kind=kind,
            agency_id=uuid.UUID(key),
            on=plan.on,
            act_symbol=act.symbol,
            act_title=act.title,
            act_date=act.dated,
        )
    recording.add(made, list(happened.values()))
    lines = []
    for key, some in passes.items():
        succession = happened[_kind_of_passing(key, some, outcome), key]
        for one in some:
            lines.append(
                Passing(
                    succession=succession,
                    forebear_id=uuid.UUID(key),
                    heir_id=uuid.UUID(one.heir),
                    on=plan.on,
                    function=one.function,
                    ends=key in outcome.ended,
                )
            )
    recording.add(made, lines)
    return _deeds(made, happened, passes, before, outcome)


def _kind_of_passing(key: str, some: list[Pass], outcome: Outcome) -> str:
    if key not in outcome.ended:
        return Succession.Kinds.TRANSFERRED
    return Succession.Kinds.MERGED if len({one.heir for one in some}) == 1 else Succession.Kinds.SPLIT


def _happenings(
    plan: Plan, before: Mapping[str, Life], outcome: Outcome, passes: Mapping[str, list[Pass]]
) -> Iterable[tuple[str, str]]:
    kinds = Succession.Kinds
    for step in plan.steps:
        if isinstance(step, Found):
            yield kinds.FOUNDED, step.key
        elif isinstance(step, Restand):
            old = before[step.key].at(plan.on) if step.key in before else None
            named = old is not None and (step.name, step.short_name) != (None, None)
            yield (kinds.RENAMED if named else kinds.MOVED), step.key
    for key, some in passes.items():
        yield _kind_of_passing(key, some, outcome), key
    for key in outcome.ended - set(passes):
        yield kinds.ENDED, key


def _deeds(
    made: Change,
    happened: Mapping[tuple[str, str], Succession],
    passes: Mapping[str, list[Pass]],
    before: Mapping[str, Life],
    outcome: Outcome,
) -> list[Deed]:
    names = {key: life.spans[-1].name for key, life in {**before, **outcome.lives}.items()}
    old_names = {key: life.spans[-1].name for key, life in before.items()}
    deeds = []
    for (kind, key), succession in happened.items():
        facts: dict[str, object] = {
            "name": names[key],
            "on": succession.on,
            "act": succession.act_symbol,
            "change": str(made.pk),
        }
        if kind == Succession.Kinds.RENAMED:
            facts["before"] = old_names.get(key, "")
        if kind in (Succession.Kinds.MERGED, Succession.Kinds.SPLIT, Succession.Kinds.TRANSFERRED):
            facts["heirs"] = [{"name": names[one.heir], "function": one.function} for one in passes[key]]
        deeds.append(Deed(f"agency.{kind}", Agency(pk=uuid.UUID(key)), facts=facts))
    return deeds


def local_day(at: datetime) -> date:
    """Give the day of a moment, as people here count days."""
    return timezone.localdate(at)
