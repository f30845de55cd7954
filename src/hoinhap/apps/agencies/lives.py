"""The lives of agencies out of their facts, and today's standing kept equal to them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import F, Q

from hoinhap.apps.agencies.asof import known_at, true_on
from hoinhap.apps.agencies.models import Agency, Standing
from hoinhap.core.agencies.reorganising import End, Found, Life, Plan, Span

Key = TypeVar("Key")
_CHUNK = 500
_SHOWN = ("name", "short_name", "kind", "level", "parent", "since", "until", "is_withdrawn")


def lives_of(keys: Iterable[uuid.UUID], *, known: datetime | None = None) -> dict[str, Life]:
    """Give the lives of agencies by their keys, as they were known at a moment; a query for each 500."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for some in chunks(keys):
        for row in Standing.objects.filter(known_at(known), agency__in=some):
            spans[str(row.agency_id)].append(span_of(row))
    return {key: Life(key, tuple(sorted(some, key=_begin))) for key, some in spans.items()}


def span_of(row: Standing) -> Span:
    """Give a standing as a pure value."""
    parent = str(row.parent_id or "")
    return Span(row.name, row.short_name, row.kind, row.level, parent, row.since, row.until)


def known_to(plan: Plan) -> dict[str, Life]:
    """Give the lives that a plan is about, of those who stand under what ends, and of all who stand above."""
    own = {step.key for step in plan.steps if isinstance(step, Found)}
    keys = {uuid.UUID(key) for key in plan.touched() - own}
    for some in chunks(uuid.UUID(step.key) for step in plan.steps if isinstance(step, End) and step.key not in own):
        still = Q(until__isnull=True) | Q(until__gt=plan.on)
        under = Standing.objects.filter(known_at(None) & still, parent__in=some)
        keys.update(under.values_list("agency", flat=True))
    return with_parents(lives_of(keys))


def with_parents(lives: dict[str, Life]) -> dict[str, Life]:
    """Add the lives of all who stand above; a query for each step up."""
    above = _parents(lives.values()) - set(lives)
    while above:
        found = lives_of(map(uuid.UUID, above))
        lives.update(found)
        above = _parents(found.values()) - set(lives)
    return lives


def with_children(keys: Iterable[uuid.UUID]) -> dict[str, Life]:
    """Give the lives of agencies, of all who ever stood under them as is known today, and of all above these."""
    wanted = set(keys)
    for some in chunks(list(wanted)):
        under = Standing.objects.filter(known_at(None), parent__in=some)
        wanted.update(under.values_list("agency", flat=True))
    return with_parents(lives_of(wanted))


def refresh(keys: Collection[uuid.UUID], *, on: date) -> int:
    """Make the rows of agencies say what is true on a day as it is known now; gives how many rows have changed."""
    changed: list[Agency] = []
    for some in chunks(keys):
        lives = lives_of(some)
        for agency in Agency.objects.filter(pk__in=some):
            before = _shown(agency)
            _show(agency, lives.get(str(agency.pk)), on)
            if _shown(agency) != before:
                changed.append(agency)
    # Rows that are all there: written over in one go, since an update of many rows is made field by field and slow.
    Agency.objects.bulk_create(
        changed, batch_size=_CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=_SHOWN
    )
    return len(changed)


def turn_day(*, on: date) -> int:
    """Bring in what was recorded beforehand and has begun by a day; harmless when it runs again or late."""
    begun = Standing.objects.filter(known_at(None) & true_on(on))
    same = Q(parent=F("agency__parent")) | Q(parent__isnull=True, agency__parent__isnull=True)
    for name in ("name", "short_name", "kind", "level"):
        same &= Q(**{name: F(f"agency__{name}")})
    return refresh(set(begun.exclude(same).values_list("agency", flat=True)), on=on)


def chunks(keys: Iterable[Key], size: int = _CHUNK) -> Iterator[Sequence[Key]]:
    """Cut keys into lists that a query may carry."""
    wanted = list(keys)
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


def _parents(lives: Iterable[Life]) -> set[str]:
    return {span.parent for life in lives for span in life.spans if span.parent}


def _begin(span: Span) -> date:
    return span.since or date.min


def _shown(agency: Agency) -> tuple[object, ...]:
    return tuple(getattr(agency, "parent_id" if name == "parent" else name) for name in _SHOWN)


def _show(agency: Agency, life: Life | None, on: date) -> None:
    agency.is_withdrawn = life is None
    if life is None:
        return
    span = life.at(on) or (life.spans[0] if life.since is not None and on < life.since else life.spans[-1])
    agency.name, agency.short_name, agency.kind, agency.level = span.name, span.short_name, span.kind, span.level
    agency.parent_id = uuid.UUID(span.parent) if span.parent else None
    agency.since, agency.until = life.since, life.until
