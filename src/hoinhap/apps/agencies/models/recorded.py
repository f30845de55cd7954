"""Changes, and the facts that belong to them: when they were true, and when they were known."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Change(models.Model):
    """One alteration of what is known of agencies and people: it recorded some facts and replaced others.

    `undoes` is the change that this one takes back; a change is taken back at most once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField(max_length=60)
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=500, blank=True)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.act} {self.title}"


class Recorded(models.Model):
    """A fact and when it was known: from `recorded_at` on, until `replaced_at`."""

    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_in = models.ForeignKey(Change, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replaced_in = models.ForeignKey(Change, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Dated(Recorded):
    """A fact that is true from `since` on, until the day before `until`; an empty `since` is before all memory."""

    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """Give the last day on which it is true, as a person says it."""
        return self.until - timedelta(days=1) if self.until else None

    def holds(self, on: date) -> bool:
        """Say whether it is true on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """Make the constraint that a time ends after it begins."""
    return models.CheckConstraint(
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("since")), name=name
    )
