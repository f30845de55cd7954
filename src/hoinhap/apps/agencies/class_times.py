"""How the members of a class changed over time: who came and who went on which day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from hoinhap.apps.agencies.asof import AsOf, known_at
from hoinhap.apps.agencies.classes import Member, members_on
from hoinhap.apps.agencies.models import AgencyClass, ClassMember, Standing
from hoinhap.apps.agencies.models import ClassRule as RuleFact
from hoinhap.core.agencies.classing import ClassRule

# A class with more members is told over time only when somebody asks for it.
FEW = 300
_MOST_DAYS = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which the members changed; `count` is how many there were from then on."""

    on: date
    came: tuple[Member, ...]
    went: tuple[Member, ...]
    count: int


def turns_of(agency_class: AgencyClass, asof: AsOf, *, province: uuid.UUID | None = None) -> list[Turn]:
    """Give the last days on which the members changed, the newest first; the number of queries has a bound."""
    days = _days(agency_class, asof)
    turns: list[Turn] = []
    before: dict[uuid.UUID, Member] | None = None
    for day in days:
        now = {one.agency: one for one in members_on(agency_class, AsOf(day, asof.known), province=province)}
        if before is not None:
            came = tuple(one for key, one in now.items() if key not in before)
            went = tuple(one for key, one in before.items() if key not in now)
            if came or went:
                turns.append(Turn(day, came, went, len(now)))
        before = now
    return turns[::-1]


def _days(agency_class: AgencyClass, asof: AsOf) -> list[date]:
    """Give the last days on which members may have changed, and before them the day to compare the first with."""
    rules = list(RuleFact.objects.filter(known_at(asof.known), agency_class=agency_class))
    decided = list(ClassMember.objects.filter(known_at(asof.known), agency_class=agency_class))
    days = {day for one in (*rules, *decided) for day in (one.since, one.until) if day is not None}
    kinds = {kind for one in rules for part in _parts(ClassRule.from_json(one.rule)) for kind in part.kinds}
    lives = Standing.objects.filter(known_at(asof.known), kind__in=sorted(kinds), agency__is_withdrawn=False).order_by()
    for name in ("since", "until"):
        newest = lives.filter(**{f"{name}__isnull": False}).values_list(name, flat=True).distinct()
        days.update(newest.order_by(f"-{name}")[:_MOST_DAYS])
    found = sorted(days)[-_MOST_DAYS:]
    if found:
        found.insert(0, date.fromordinal(found[0].toordinal() - 1))
    return found


def _parts(rule: ClassRule) -> tuple[ClassRule, ...]:
    return rule.parts or (rule,)
