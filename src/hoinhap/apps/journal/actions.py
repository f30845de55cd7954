"""The one write of the journal: add events, in the transaction of what they tell."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import models, transaction
from django.dispatch import Signal

from hoinhap.apps.journal.canon import canonical, digest
from hoinhap.apps.journal.models import Event, Head

# Sent with `event`, inside the transaction: whatever must follow an act without fail is written by a receiver. The head
# is locked by then, so a receiver adds rows of its own and waits for nobody else's.
recorded = Signal()


class Actor(Protocol):
    """Whoever acts: a person, or the system itself with no key."""

    @property
    def person_id(self) -> uuid.UUID | None: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Deed:
    """One of several things done in the same act; the arguments of `record` that differ."""

    act: str
    of: models.Model
    root: models.Model | None = None
    facts: Mapping[str, Any] | None = None


def record(
    *,
    actor: Actor,
    at: datetime,
    act: str,
    of: models.Model,
    root: models.Model | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Add an event. Must run inside a transaction, as its last write.

    The order of locks is: the rows that the act changes, then the head of the chain. The head stays locked until the
    transaction ends and every act needs it, so whoever asks for another row after it may wait for one who waits for
    the head. `facts` are made canonical (see canon.py); a float among them is refused.
    """
    return record_many(actor=actor, at=at, deeds=[Deed(act, of, root, facts)])[0]


def record_many(*, actor: Actor, at: datetime, deeds: Iterable[Deed]) -> list[Event]:
    """Add several events of one act, in their order; the same rules as for `record`, one lock and one insert."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded outside of a transaction")
    if at.tzinfo is None:
        raise ValueError("a moment of the journal needs its time zone")
    made = [_event(actor, at.astimezone(UTC), deed) for deed in deeds]
    if not made:
        return []
    number, before = Head.objects.select_for_update().values_list("number", "hash").get(id=1)
    for event in made:
        number += 1
        event.number, event.previous = number, before
        event.hash = before = digest(event)
    # The guards of the table check that each row follows the head and move the head to it.
    if len(made) == 1:
        made[0].save(force_insert=True)
    else:
        Event.objects.bulk_create(made)
    for event in made:
        recorded.send(sender=Event, event=event)
    return made


def _event(actor: Actor, at: datetime, deed: Deed) -> Event:
    root = deed.root or deed.of
    return Event(
        at=at,
        actor_id=actor.person_id,
        actor_name=canonical(actor.name)[:255],
        act=deed.act,
        kind=deed.of._meta.label_lower,
        object_id=str(deed.of.pk),
        root_kind=root._meta.label_lower,
        root_id=str(root.pk),
        facts=canonical(deed.facts or {}),
    )
