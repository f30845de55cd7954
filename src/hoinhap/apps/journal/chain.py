"""Walk the chain from its first event and name the first row that is not what was written.

What the chain can and cannot show: a row that was changed, deleted, put in or moved breaks it. Whoever rewrites every
row after the change and the head too leaves a chain that is whole; against that, note down a hash now and then outside
of this machine (`hoinhap journal head`) and ask for it later (`--expect`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Subquery
from django.db.utils import DatabaseError
from django.utils import timezone

from hoinhap.apps.journal import guards
from hoinhap.apps.journal.canon import digest
from hoinhap.apps.journal.models import GENESIS, Event, Head

BATCH = 1000
# What a row that is no event any more raises on its way into Python.
_BROKEN = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, DatabaseError)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: the code of a sentence in words.py, and its blanks."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk found: how many events are right one after the other, the hash of the last of them, what is wrong.

    `expected` is the number of the event whose hash was asked for, None where no right event has it; `unguarded` names
    the triggers that are gone.
    """

    events: int
    hash: str
    finding: Finding | None = None
    unguarded: tuple[str, ...] = ()
    expected: int | None = None


def head() -> tuple[int, str] | None:
    """Give the number and the hash that the head notes; None where its row is gone."""
    return Head.objects.filter(id=1).values_list("number", "hash").first()


def verify(*, expect: str = "", batch: int = BATCH, progress: Callable[[int, int], None] | None = None) -> Verdict:
    """Walk the chain in batches: memory does not grow with it, and nobody who writes has to wait.

    It ends where the head stood when it began; what is added meanwhile is the next walk's. `progress` is called with
    the events walked and all of them after each batch.
    """
    noted = head()
    number, before = 0, GENESIS
    expected = 0 if expect == GENESIS else None
    finding = None
    for row in _rows(noted[0] if noted else None, batch):
        finding = _fault(row, number + 1, before)
        if finding or not isinstance(row, Event):
            break
        number, before = row.number, row.hash
        if before == expect:
            expected = number
        if progress and noted and number % batch == 0:
            progress(number, noted[0])
    finding = finding or _end(noted, number, before)
    return Verdict(number, before, finding, tuple(guards.missing(connection)), expected)


def _rows(until: int | None, batch: int) -> Iterator[Event | int]:
    """Give the rows in order; of one that cannot be read, its number alone."""
    every = Event.objects.order_by("number")
    if until is not None:
        every = every.filter(number__lte=until)
    rows = every
    while True:
        found: list[Event | int]
        try:
            found = list(rows[:batch])
        except _BROKEN:
            found = [_row(number) for number in rows.values_list("number", flat=True)[:batch]]
        yield from found
        if len(found) < batch:
            return
        last = found[-1]
        rows = every.filter(number__gt=last.number if isinstance(last, Event) else last)


def _row(number: int) -> Event | int:
    try:
        return Event.objects.get(number=number)
    except _BROKEN:
        return number


def _fault(row: Event | int, expected: int, before: str) -> Finding | None:
    """Say what is wrong with the row that stands where the event number `expected` should."""
    number = row.number if isinstance(row, Event) else row
    if not isinstance(number, int) or number < expected:
        return Finding("added", {"number": str(number)})
    if number > expected:
        return Finding("missing", {"number": str(expected), "there": str(number)})
    if not isinstance(row, Event):
        return Finding("unreadable", {"number": str(number)})
    try:
        if digest(row) != row.hash:
            at = timezone.localtime(row.at)
            return Finding("changed", {"number": str(number), "act": str(row.act), "at": f"{at:%d/%m/%Y %H:%M:%S}"})
    except _BROKEN:
        return Finding("unreadable", {"number": str(number)})
    if row.previous != before:
        return Finding("broken", {"number": str(number), "before": str(number - 1)})
    return None


def _end(noted: tuple[int, str] | None, number: int, before: str) -> Finding | None:
    """Compare the end of the walk with what the head notes."""
    if noted is None:
        return Finding("no-head", {"number": str(number)})
    if number < noted[0]:
        return Finding("cut", {"number": str(number + 1), "last": str(noted[0])})
    if before != noted[1]:
        return Finding("head-differs", {"number": str(number)})
    # One query, so that an event that is being added just now is seen with its head or not at all.
    beyond = Event.objects.filter(number__gt=Subquery(Head.objects.filter(id=1).values("number")[:1]))
    added = beyond.order_by("number").values_list("number", flat=True).first()
    return None if added is None else Finding("added", {"number": str(added)})
