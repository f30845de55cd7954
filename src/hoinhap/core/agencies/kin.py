"""Agencies and what passed between them, as a drawing needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Life:
    """One agency: what it was called when, and from when until when it stood (`until` is the first day without it).

    A name span is (since, until, name); None means that the bound is not known or lies ahead.
    """

    key: str
    name_spans: tuple[tuple[date | None, date | None, str], ...]
    since: date | None
    until: date | None
    href: str = ""

    def name_on(self, day: int) -> str:
        """Return the name on a day (an ordinal); the nearest before it, else the first, where no span holds the day."""
        named = ""
        for since, _until, name in self.name_spans:
            if not named or since is None or since.toordinal() <= day:
                named = name
        return named or self.key


@dataclass(frozen=True, slots=True)
class Passing:
    """What went from one agency to another on a day, by which act; not `whole` is a function only ("báo chí")."""

    forebear: str
    heir: str
    on: date
    act: str
    act_date: date | None = None
    function: str = ""
    whole: bool = True
    kind: str = "merged"
