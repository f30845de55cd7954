"""Events: who did what, when, to what. Rows are added and never changed.

Nothing deletes an event, neither by age nor by hand, and the guards of the table refuse it (guards.py). That keeps the
logs longer than the twelve months which Decree 53/2022/NĐ-CP asks of important systems.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from hoinhap.apps.journal.canon import moment

GENESIS = "0" * 64


class Event(models.Model):
    """One thing that was done. `number` has no gaps; `hash` covers the row and the hash of the row before.

    `kind` and `object_id` name what it was done to ("library.item", its key), `root_kind` and `root_id` the thing on
    whose page its history is read ("library.document", its key). `facts` holds what is needed to say it and to do it
    again: strings, whole numbers, lists and objects of these.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=True
    )
    actor_name = models.CharField(max_length=255)
    act = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    root_kind = models.CharField(max_length=60)
    root_id = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        indexes = (
            models.Index(fields=("root_id", "root_kind", "number"), name="event_of_root"),
            models.Index(fields=("root_kind", "number"), name="event_of_kind"),
            models.Index(fields=("actor", "number"), name="event_of_actor"),
            models.Index(fields=("act", "number"), name="event_of_act"),
        )
        constraints = (models.CheckConstraint(condition=~models.Q(act=""), name="event_has_act"),)

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def content(self) -> dict[str, Any]:
        """Give what the hash covers."""
        return {
            "number": self.number,
            "at": moment(self.at),
            "actor": str(self.actor_id or ""),
            "actor_name": self.actor_name,
            "act": self.act,
            "kind": self.kind,
            "object_id": self.object_id,
            "root_kind": self.root_kind,
            "root_id": self.root_id,
            "facts": self.facts,
            "previous": self.previous,
        }


class Head(models.Model):
    """The last number and hash of the chain: one row, made by the migration, locked while an event is added.

    No code moves it: the guard of the events does, with each row that follows.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="head_is_one"),)

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
