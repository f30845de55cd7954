"""Kinds of external activity, and who prepares, is consulted, decides and is told: the rules of coordination."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from hoinhap.apps.agencies.models.agencies import LONG, Agency
from hoinhap.apps.agencies.models.classes import AgencyClass
from hoinhap.apps.agencies.models.recorded import Dated, ends_after_it_begins


class ActivityKind(models.Model):
    """A kind of external activity ("Đoàn ra", "Thỏa thuận quốc tế") and the pillar of external affairs it is of."""

    class Pillar(models.TextChoices):
        PARTY = "party"
        STATE = "state"
        PEOPLE = "people"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=LONG)
    pillar = models.CharField(max_length=10, choices=Pillar.choices)
    # What counts as one, in a sentence.
    about = models.CharField(max_length=500, blank=True)
    place = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("place", "name")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="activity_kind_has_name"),
            models.CheckConstraint(
                condition=Q(pillar__in=["party", "state", "people"]), name="activity_kind_has_known_pillar"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ConsultationRule(Dated):
    """One step of the checklist of a kind, for a time: who does what, by when, and where that is written.

    Who is an agency, a class, or words ("Cơ quan chủ trì"). `days` count from `anchor`, in days of `counted`. What is
    only a default of the program (`grade` "check") names no act: it is nobody's law.
    """

    class Steps(models.TextChoices):
        PROPOSE = "propose"
        CONSULT = "consult"
        DECIDE = "decide"
        INFORM = "inform"
        REPORT = "report"

    class Anchors(models.TextChoices):
        BEFORE_START = "before_start"
        AFTER_REQUEST = "after_request"
        AFTER_DONE = "after_done"

    class Counted(models.TextChoices):
        CALENDAR = "calendar"
        WORKING = "working"

    class Grades(models.TextChoices):
        LAW = "law"
        SECONDARY = "secondary"
        OWN = "own"
        CHECK = "check"

    kind = models.ForeignKey(ActivityKind, on_delete=models.PROTECT, related_name="rules")
    step = models.CharField(max_length=10, choices=Steps.choices)
    place = models.PositiveSmallIntegerField(default=100)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency_class = models.ForeignKey(AgencyClass, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=LONG, blank=True)
    what = models.CharField(max_length=500)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    counted = models.CharField(max_length=10, choices=Counted.choices, default=Counted.CALENDAR)
    anchor = models.CharField(max_length=15, choices=Anchors.choices, default=Anchors.BEFORE_START)
    basis = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=10, choices=Grades.choices, default=Grades.CHECK)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("place", "id")
        indexes = (
            models.Index(fields=("kind", "replaced_at"), name="consultation_of_kind"),
            models.Index(fields=("recorded_in",), name="consultation_of_change"),
        )
        constraints = (
            ends_after_it_begins("consultation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(what=""), name="consultation_says_what"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False, agency_class__isnull=True, who="")
                | Q(agency__isnull=True, agency_class__isnull=False, who="")
                | (Q(agency__isnull=True, agency_class__isnull=True) & ~Q(who="")),
                name="consultation_is_of_one",
            ),
            models.CheckConstraint(
                condition=(Q(grade="check") & Q(basis="")) | (Q(grade__in=["law", "secondary", "own"]) & ~Q(basis="")),
                name="consultation_default_is_no_law",
            ),
            models.CheckConstraint(
                condition=Q(step__in=["propose", "consult", "decide", "inform", "report"]),
                name="consultation_has_known_step",
            ),
            models.CheckConstraint(
                condition=Q(anchor__in=["before_start", "after_request", "after_done"])
                & Q(counted__in=["calendar", "working"]),
                name="consultation_counts_known_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind_id} {self.step} {self.what}"
