"""The people and things of the journal's tests: plain values, for the journal knows no other slice."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.models import Event

AT = datetime(2026, 11, 25, 1, 2, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Someone:
    """A viewer and an actor."""

    person_id: uuid.UUID | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()

    def holds(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))


SYSTEM = Someone(name="Hệ thống")


def person(name: str = "Nguyễn Thị Ánh", username: str = "anh") -> Any:
    """Keep a person who can sign in."""
    return get_user_model().objects.create_user(username=username, full_name=name)


def acting(somebody: Any, *roles: str) -> Someone:
    """Make the actor and viewer that a person is."""
    return Someone(somebody.pk, somebody.full_name, frozenset(roles))


def thing(key: object = 7) -> Any:
    """Make something to act on; the journal needs its label and its key, not its row."""
    from django.contrib.contenttypes.models import ContentType

    return ContentType(pk=key)


def events(count: int, *, actor: Someone = SYSTEM, key: object = 7) -> list[Event]:
    """Record several events, a minute apart."""
    return [
        record(actor=actor, at=AT + timedelta(minutes=n), act="thing.done", of=thing(key), facts={"n": n})
        for n in range(count)
    ]
