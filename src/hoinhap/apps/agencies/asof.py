"""As of when a question is asked: what was true on a day, as it was known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day, and a moment of knowledge; without `known` as it is known now."""

    on: date
    known: datetime | None = None


def known_at(known: datetime | None, prefix: str = "") -> Q:
    """Say which facts were known at a moment; None is now."""
    if known is None:
        return Q(**{f"{prefix}replaced_at__isnull": True})
    return Q(**{f"{prefix}recorded_at__lte": known}) & (
        Q(**{f"{prefix}replaced_at__isnull": True}) | Q(**{f"{prefix}replaced_at__gt": known})
    )


def true_on(on: date, prefix: str = "") -> Q:
    """Say which facts are true on a day."""
    begun = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": on})
    going = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on})
    return begun & going


def facts(rows: QuerySet[Row], asof: AsOf) -> QuerySet[Row]:
    """Give the facts that were true on the day, as they were known at the moment."""
    return rows.filter(true_on(asof.on) & known_at(asof.known))
