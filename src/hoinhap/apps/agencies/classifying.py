"""Every write of classes: what they are called, their rules, and decisions on single members."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hoinhap.apps.agencies import access, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.class_sentences import rule_sentences
from hoinhap.apps.agencies.models import Agency, AgencyClass, ClassMember
from hoinhap.apps.agencies.models import ClassRule as RuleFact
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.core.agencies.classing import ClassRule
from hoinhap.core.vi.text import fold


@transaction.atomic
def save_class(
    *,
    actor: Viewer,
    at: datetime,
    name: str,
    other_names: str = "",
    province: Agency | None = None,
    agency_class: AgencyClass | None = None,
) -> AgencyClass:
    """Add a class, or say anew what one is called and whose it is."""
    access.require(access.may_classify(actor))
    name = " ".join(name.split())
    others = "\n".join(dict.fromkeys(filter(None, (" ".join(line.split()) for line in other_names.splitlines()))))
    if not name:
        raise Refused("agencies.class-name-empty")
    same = AgencyClass.objects.filter(name__iexact=name, province=province)
    if same.exclude(pk=agency_class.pk if agency_class else None).exists():
        raise Refused("agencies.class-name-taken", name=name)
    if agency_class is None:
        kept = AgencyClass.objects.create(code=_free_code(name), name=name, other_names=others, province=province)
        facts = {"name": name, "code": kept.code}
        record(actor=actor, at=at, act="class.added", of=kept, facts=facts)
        return kept
    kept = _locked(agency_class)
    before = {"name": kept.name, "other_names": kept.other_names, "province": str(kept.province_id or "")}
    kept.name, kept.other_names, kept.province = name, others, province
    kept.save(update_fields=["name", "other_names", "province"])
    after = {"name": name, "other_names": others, "province": str(kept.province_id or "")}
    if before != after:
        facts = {**after, "code": kept.code, "before": before}
        record(actor=actor, at=at, act="class.renamed", of=kept, facts=facts)
    return kept


@transaction.atomic
def add_rule(
    *,
    actor: Viewer,
    at: datetime,
    agency_class: AgencyClass,
    rule: ClassRule,
    since: date | None = None,
    until: date | None = None,
) -> RuleFact:
    """Give a class a rule for a time; several rules in force are a union."""
    access.require(access.may_classify(actor))
    kept = _locked(agency_class)
    _check(since, until)
    if not (rule.kinds or rule.sectors or rule.keys or rule.parts or rule.of):
        raise Refused("agencies.rule-empty")
    same = RuleFact.objects.filter(agency_class=kept, replaced_at__isnull=True, since=since, until=until)
    if any(one.rule == rule.as_json() for one in same):
        raise Refused("agencies.rule-there")
    said = "; ".join(rule_sentences(rule))
    change = recording.begin(actor, at, "class.rule-added", kept.name)
    fact = RuleFact(agency_class=kept, rule=rule.as_json(), since=since, until=until)
    recording.add(change, [fact])
    record(actor=actor, at=at, act="class.rule-added", of=kept, facts=_facts(kept, since, until, rule=said))
    return fact


@transaction.atomic
def drop_rule(*, actor: Viewer, at: datetime, agency_class: AgencyClass, fact_id: int) -> None:
    """Take a rule away from a class; that it was there stays readable."""
    access.require(access.may_classify(actor))
    kept = _locked(agency_class)
    fact = RuleFact.objects.filter(agency_class=kept, pk=fact_id, replaced_at__isnull=True).first()
    if fact is None:
        raise Refused("agencies.class-fact-gone")
    change = recording.begin(actor, at, "class.rule-dropped", kept.name)
    recording.replace(change, [fact])
    said = "; ".join(rule_sentences(ClassRule.from_json(fact.rule)))
    record(actor=actor, at=at, act="class.rule-dropped", of=kept, facts=_facts(kept, fact.since, fact.until, rule=said))


@transaction.atomic
def decide_member(
    *,
    actor: Viewer,
    at: datetime,
    agency_class: AgencyClass,
    agency: Agency,
    belongs: bool,
    since: date | None = None,
    until: date | None = None,
) -> ClassMember:
    """Decide that an agency is in a class for a time, or is not; what was decided for that time before gives way."""
    access.require(access.may_classify(actor))
    kept = _locked(agency_class)
    _check(since, until)
    change = recording.begin(actor, at, "class.member-added" if belongs else "class.member-out", kept.name)
    begun = Q() if until is None else Q(since__isnull=True) | Q(since__lt=until)
    going = Q() if since is None else Q(until__isnull=True) | Q(until__gt=since)
    stale = ClassMember.objects.filter(begun & going, agency_class=kept, agency=agency, replaced_at__isnull=True)
    recording.replace(change, list(stale))
    fact = ClassMember(agency_class=kept, agency=agency, belongs=belongs, since=since, until=until)
    recording.add(change, [fact])
    told = _facts(kept, since, until, agency=str(agency.pk), agency_name=agency.name)
    record(actor=actor, at=at, act=change.act, of=kept, facts=told)
    return fact


@transaction.atomic
def drop_member(*, actor: Viewer, at: datetime, agency_class: AgencyClass, fact_id: int) -> None:
    """Take back a decision on a member: the rule alone counts for it again."""
    access.require(access.may_classify(actor))
    kept = _locked(agency_class)
    facts = ClassMember.objects.filter(agency_class=kept, pk=fact_id, replaced_at__isnull=True)
    fact = facts.select_related("agency").first()
    if fact is None:
        raise Refused("agencies.class-fact-gone")
    change = recording.begin(actor, at, "class.member-dropped", kept.name)
    recording.replace(change, [fact])
    told = _facts(kept, fact.since, fact.until, agency=str(fact.agency_id), agency_name=fact.agency.name)
    record(actor=actor, at=at, act="class.member-dropped", of=kept, facts=told)


def _locked(agency_class: AgencyClass) -> AgencyClass:
    kept = AgencyClass.objects.select_for_update(of=("self",), no_key=True).filter(pk=agency_class.pk).first()
    if kept is None:
        raise NotFound
    return kept


def _check(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until <= since:
        raise Refused("agencies.class-days")


def _facts(kept: AgencyClass, since: date | None, until: date | None, **more: str) -> dict[str, str]:
    days = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    return {"code": kept.code, "name": kept.name, **days, **more}


def _free_code(name: str) -> str:
    """Make a code of a name: "Các huyện giáp biên" is "cac-huyen-giap-bien"."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(name)).split()
    base = "-".join(words)[:50].strip("-") or "nhom"
    taken = set(AgencyClass.objects.filter(code__startswith=base).values_list("code", flat=True)) | {"moi"}
    if base not in taken:
        return base
    return next(code for number in range(2, 10_000) if (code := f"{base}-{number}") not in taken)
