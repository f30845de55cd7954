"""Posts and who held them; roles, and roles that are lent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hoinhap.apps.agencies.models.agencies import LONG, Agency
from hoinhap.apps.agencies.models.recorded import Dated, ends_after_it_begins


class Post(models.Model):
    """A post in an agency: "Giám đốc", "Phó Giám đốc", "Đầu mối hội nhập"; the lower the rank, the higher it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    rank = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("rank", "title")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="post_has_title"),
            models.UniqueConstraint(fields=("agency", "title"), name="post_once"),
        )

    def __str__(self) -> str:
        return self.title


class Placement(Dated):
    """Who held a post for a time. `person` where they use the program; `holder` is the name in any case."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="placements")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    holder = models.CharField(max_length=LONG)

    class Meta:
        ordering = ("since", "id")
        indexes = (models.Index(fields=("recorded_in",), name="placement_of_change"),)
        constraints = (
            models.CheckConstraint(condition=~Q(holder=""), name="placement_has_holder"),
            ends_after_it_begins("placement_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.holder} {self.since} {self.until}"


class Role(models.TextChoices):
    """What a person is in an agency. The words are in words.py."""

    VIEWER = "viewer"
    OFFICER = "officer"
    HEAD = "head"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


class Membership(Dated):
    """A person's role in an agency, from `since` on, until the day before `until`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        ordering = ("-since", "-id")
        indexes = (
            models.Index(fields=("person", "replaced_at"), name="membership_of_person"),
            models.Index(fields=("agency", "replaced_at"), name="membership_of_agency"),
            models.Index(fields=("recorded_in",), name="membership_of_change"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_has_known_role"),
            models.CheckConstraint(condition=Q(since__isnull=False), name="membership_begins"),
            ends_after_it_begins("membership_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("person", "agency", "role", "since"),
                condition=Q(replaced_at__isnull=True),
                name="membership_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.agency_id}"


class Delegation(Dated):
    """A role that its holder lends to somebody for the days of an absence; both dates are always set."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_taken")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegations")
    role = models.CharField(max_length=20, choices=Role.choices)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-since", "-id")
        indexes = (
            models.Index(fields=("taker", "replaced_at"), name="delegation_of_taker"),
            models.Index(fields=("giver", "replaced_at"), name="delegation_of_giver"),
            models.Index(fields=("recorded_in",), name="delegation_of_change"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="delegation_has_known_role"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(since__isnull=False, until__isnull=False, until__gt=F("since")),
                name="delegation_has_both_dates",
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.taker_id} {self.role}"
