"""Agencies, what they were called, what happened to them, and who took over from whom."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hoinhap.apps.agencies.models.recorded import Change, Dated, Recorded, ends_after_it_begins
from hoinhap.core.agencies.kinds import Kind, Level

LONG = 255


class Agency(models.Model):
    """An agency of the political system. A locality is its People's Committee, with the unit's code and centre.

    `name`, `short_name`, `kind`, `level` and `parent` are the standing of today, or the last one of an agency that has
    ended; `since` and `until` bound its whole life as it is known today.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=LONG)
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=30, default=Kind.OTHER.value)
    level = models.CharField(max_length=10, default=Level.PROVINCE.value)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    # The code of the national statistics office, of localities; what stands under none of a province's agencies and yet
    # works there, such as its Party committee and its police, bears that of the province. Centre points in degrees.
    unit_code = models.CharField(max_length=10, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    # Founded by a change that was taken back: it never was, as far as is known today; its code may be used again.
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        indexes = (
            models.Index(fields=("parent", "name"), name="agency_of_parent"),
            models.Index(fields=("level", "kind"), name="agency_of_kind"),
            models.Index(fields=("unit_code",), name="agency_of_unit"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="agency_has_name"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="agency_has_known_kind"),
            models.CheckConstraint(condition=Q(level__in=[one.value for one in Level]), name="agency_has_known_level"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agency_is_not_its_parent"),
            ends_after_it_begins("agency_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return self.name


class Standing(Dated):
    """What an agency was called and where it stood for a time."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="standings")
    name = models.CharField(max_length=LONG)
    short_name = models.CharField(max_length=100, blank=True)
    # The name as it is sought: folded, without diacritics.
    folded = models.CharField(max_length=LONG + 110)
    kind = models.CharField(max_length=30)
    level = models.CharField(max_length=10)
    parent = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("since", "id")
        indexes = (
            models.Index(fields=("agency", "since"), name="standing_of_agency"),
            models.Index(fields=("parent", "agency"), name="standing_of_parent"),
            models.Index(fields=("recorded_in",), name="standing_of_change"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="standing_has_name"),
            ends_after_it_begins("standing_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("agency", "since"), condition=Q(replaced_at__isnull=True), name="standing_once"
            ),
            # Of two empty dates a unique constraint takes neither for the other.
            models.UniqueConstraint(
                fields=("agency",),
                condition=Q(replaced_at__isnull=True, since__isnull=True),
                name="standing_once_before_memory",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.since} {self.until}"


class Succession(Recorded):
    """Something that happened to agencies on a day, and the act that said so."""

    class Kinds(models.TextChoices):
        FOUNDED = "founded"
        RENAMED = "renamed"
        MOVED = "moved"
        MERGED = "merged"
        SPLIT = "split"
        TRANSFERRED = "transferred"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kinds.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    on = models.DateField(null=True, blank=True)
    act_symbol = models.CharField(max_length=100, blank=True)
    act_title = models.CharField(max_length=500, blank=True)
    act_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("on", "id")
        indexes = (
            models.Index(fields=("agency", "on"), name="succession_of_agency"),
            models.Index(fields=("recorded_in",), name="succession_of_change"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["founded", "renamed", "moved", "merged", "split", "transferred", "ended"]),
                name="succession_has_known_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.agency_id} {self.on}"


class Passing(Recorded):
    """Who took over from whom, and what: `function` in words, empty for everything that is named nowhere else.

    `ends`: the forebear ended with it, so that its papers and rights go on with the heir.
    """

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="passings")
    forebear = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="passed_on")
    heir = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="taken_over")
    on = models.DateField()
    function = models.CharField(max_length=500, blank=True)
    ends = models.BooleanField()

    class Meta:
        ordering = ("on", "id")
        indexes = (
            models.Index(fields=("forebear", "on"), name="passing_of_forebear"),
            models.Index(fields=("heir", "on"), name="passing_of_heir"),
            models.Index(fields=("recorded_in",), name="passing_of_change"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(forebear=F("heir")), name="passing_to_another"),
            models.UniqueConstraint(
                fields=("forebear", "heir", "on", "function"),
                condition=Q(replaced_at__isnull=True),
                name="passing_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.forebear_id} → {self.heir_id} {self.on}"


class Reorganisation(models.Model):
    """A merge day that is being prepared or has been carried out: its steps, who and what goes where, its change."""

    DRAFT, APPLIED = "draft", "applied"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=500)
    on = models.DateField()
    act_symbol = models.CharField(max_length=100, blank=True)
    act_title = models.CharField(max_length=500, blank=True)
    act_date = models.DateField(null=True, blank=True)
    # Steps as core.agencies.reorganising writes them; choices: {"people": {membership: agency}, "duties": {…}}.
    steps = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=0)
    # The change that carried it out; taken back and carried out again, it has a new one.
    change = models.ForeignKey(Change, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-created_at")
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="reorganisation_has_title"),)

    def __str__(self) -> str:
        return self.title
