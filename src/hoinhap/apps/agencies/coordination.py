"""The rules of coordination as of a day: a table of all kinds of external activity, and the checklist of one.

Later work opens with `checklist_for`: who prepares, who is consulted, who decides, who is told, by when, and where it
is written. Who a class is on that day is worked out there and then.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hoinhap.apps.agencies import classes
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.classes import Member
from hoinhap.apps.agencies.models import ActivityKind, Agency, AgencyClass, Change, ConsultationRule
from hoinhap.apps.agencies.queries import names_on
from hoinhap.apps.errors import NotFound

STEPS = tuple(ConsultationRule.Steps)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a checklist: who it is called on that day, its rule, and who belongs to its class.

    `gone` says that the agency of the rule does not stand on that day; `heirs` are then looked for on its page.
    """

    rule: ConsultationRule
    who: str
    code: str = ""
    class_code: str = ""
    members: tuple[Member, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """What has to be done for a kind of activity, in the order in which it is done, as of a day."""

    kind: ActivityKind
    asof: AsOf
    steps: tuple[Step, ...]

    def of(self, step: str) -> tuple[Step, ...]:
        """Give the steps of one sort: propose, consult, decide, inform, report."""
        return tuple(one for one in self.steps if one.rule.step == step)


def kinds_for(viewer: Viewer) -> QuerySet[ActivityKind]:
    """Give the kinds of activity; whoever is signed in sees them all."""
    if viewer.person_id is None and not viewer.system:
        raise NotFound
    return ActivityKind.objects.all()


def kind_for(viewer: Viewer, code: str) -> ActivityKind:
    """Give one kind by its code."""
    found = kinds_for(viewer).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def table_for(viewer: Viewer, asof: AsOf) -> list[Checklist]:
    """Give the checklists of all kinds, without the members of classes; three queries."""
    by_kind: dict[uuid.UUID, list[ConsultationRule]] = defaultdict(list)
    for rule in _rules(asof):
        by_kind[rule.kind_id].append(rule)
    kinds = list(kinds_for(viewer))
    called = _called(by_kind, asof)
    return [Checklist(kind, asof, _in_order(_step(rule, called) for rule in by_kind[kind.pk])) for kind in kinds]


def checklist_for(viewer: Viewer, code: str, asof: AsOf, *, province: uuid.UUID | None = None) -> Checklist:
    """Give the checklist of a kind, with the members of its classes on that day.

    `province` is the People's Committee whose paper it is; without one the viewer's own, or the only one there is.
    """
    kind = kind_for(viewer, code)
    rules = [rule for rule in _rules(asof) if rule.kind_id == kind.pk]
    called = _called({kind.pk: rules}, asof)
    members: dict[uuid.UUID, tuple[Member, ...]] = {}
    for rule in rules:
        one = rule.agency_class
        if one is not None and one.pk not in members:
            home = province or classes.whose(viewer, one, "", asof.on)[0]
            members[one.pk] = classes.members_on(one, asof, province=home)
    steps = (_step(rule, called, members.get(rule.agency_class_id or uuid.UUID(int=0), ())) for rule in rules)
    return Checklist(kind, asof, _in_order(steps))


def rule_for(viewer: Viewer, kind: ActivityKind, rule_id: int) -> ConsultationRule:
    """Give a rule of a kind as it is known now."""
    kinds_for(viewer)
    rows = ConsultationRule.objects.filter(kind=kind, replaced_at__isnull=True)
    found = rows.select_related("agency", "agency_class").filter(pk=rule_id).first()
    if found is None:
        raise NotFound
    return found


def undoable_for(viewer: Viewer, change_id: uuid.UUID) -> Change | None:
    """Give a change of the rules that can still be taken back."""
    kinds_for(viewer)
    rows = Change.objects.filter(act__startswith="coordination.", undoes=None, undone_by=None)
    return rows.exclude(act="coordination.entered").filter(pk=change_id).first()


def names_of_kinds(ids: Sequence[str]) -> dict[str, str]:
    """Give the names of some kinds by their keys; one query."""
    return {str(key): name for key, name in ActivityKind.objects.filter(pk__in=list(ids)).values_list("pk", "name")}


def _rules(asof: AsOf) -> Sequence[ConsultationRule]:
    return list(facts(ConsultationRule.objects.select_related("agency", "agency_class"), asof))


def _called(by_kind: dict[uuid.UUID, list[ConsultationRule]], asof: AsOf) -> dict[uuid.UUID, str]:
    agencies = {rule.agency_id for rules in by_kind.values() for rule in rules if rule.agency_id}
    return names_on(agencies, asof.on, known=asof.known)


def _step(rule: ConsultationRule, called: dict[uuid.UUID, str], members: tuple[Member, ...] = ()) -> Step:
    agency: Agency | None = rule.agency
    of_class: AgencyClass | None = rule.agency_class
    if agency is not None:
        return Step(rule, called.get(agency.pk, agency.name), agency.code, gone=_is_gone(agency, rule))
    if of_class is not None:
        return Step(rule, of_class.name, class_code=of_class.code, members=members)
    return Step(rule, rule.who)


def _is_gone(agency: Agency, rule: ConsultationRule) -> bool:
    """Say whether the agency ends before the rule does: whoever took over is then to be named by a person."""
    return agency.until is not None and (rule.until is None or agency.until < rule.until)


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    order = {step: place for place, step in enumerate(STEPS)}
    return tuple(
        sorted(
            steps,
            key=lambda one: (order[ConsultationRule.Steps(one.rule.step)], one.rule.place, one.rule.pk),
        )
    )
