"""The one write of the journal: add an event, in the transaction of what it tells."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import models, transaction
from django.dispatch import Signal

from hoinhap.apps.journal.models import Event, Head

# Sent with `event`, inside the transaction: whatever must follow an act without fail is written by a receiver.
recorded = Signal()


class Actor(Protocol):
    """Whoever acts: a person, or the system itself with no key."""

    @property
    def person_id(self) -> uuid.UUID | None: ...

    @property
    def name(self) -> str: ...


def record(
    *,
    actor: Actor,
    at: datetime,
    act: str,
    of: models.Model,
    root: models.Model | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Add an event. Must run inside a transaction, as its last write: the chain's head stays locked until the end."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() outside of a transaction")
    Head.objects.get_or_create(id=1)
    head = Head.objects.select_for_update().get(id=1)
    event = Event(
        number=head.number + 1,
        at=at.astimezone(UTC),
        actor_id=actor.person_id,
        actor_name=actor.name[:255],
        act=act,
        kind=of._meta.label_lower,
        object_id=str(of.pk),
        root_kind=(root or of)._meta.label_lower,
        root_id=str((root or of).pk),
        facts=json.loads(json.dumps(facts or {}, default=str)),
        previous=head.hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    Head.objects.filter(id=1).update(number=event.number, hash=event.hash)
    recorded.send(sender=Event, event=event)
    return event


def digest(event: Event) -> str:
    """Hash the content of an event: the same on every database."""
    text = json.dumps(event.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
