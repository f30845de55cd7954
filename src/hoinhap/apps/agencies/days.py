"""The day and the moment of knowledge that a page is asked for: ?ngay=2024-09-01&biet=2024-09-01."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from hoinhap.apps.agencies.asof import AsOf

# The State that the agencies belong to was founded on the first; the second keeps the arithmetic of days finite.
_FIRST, _LAST = date(1945, 9, 2), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Days:
    """What was asked: `on` and `known` are None where today is meant."""

    today: date
    on: date | None = None
    known: date | None = None

    @property
    def day(self) -> date:
        """Give the day to look at."""
        return self.on or self.today

    @property
    def asof(self) -> AsOf:
        """Give the day and the end of the day of knowledge, as queries take them."""
        if self.known is None:
            return AsOf(self.day)
        after = timezone.make_aware(datetime.combine(self.known + timedelta(days=1), time.min))
        return AsOf(self.day, after - timedelta(microseconds=1))

    @property
    def pairs(self) -> dict[str, str]:
        """Give what an address keeps, so that the next page is looked at on the same day."""
        kept = {"ngay": self.on.isoformat() if self.on else "", "biet": self.known.isoformat() if self.known else ""}
        return {name: value for name, value in kept.items() if value}

    @property
    def query(self) -> str:
        """Write it as the end of an address, "" for today."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""


def asked_days(asked: Mapping[str, str], *, today: date) -> Days:
    """Read the day and the day of knowledge out of an address; what is no day, or is today, asks for nothing."""
    on, known = day_of(asked.get("ngay", "")), day_of(asked.get("biet", ""))
    return Days(today, on if on != today else None, known if known and known < today else None)


def day_of(text: str) -> date | None:
    """Read a day as a browser sends it; None where it is none."""
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None
