"""Classes of agencies, and what a name in a paper means."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from hoinhap.apps.agencies.models.agencies import LONG, Agency
from hoinhap.apps.agencies.models.recorded import Dated, Recorded, ends_after_it_begins


class AgencyClass(models.Model):
    """A class that papers address: "các sở, ban, ngành", "các huyện giáp biên", "thành viên Ban hội nhập".

    Its rule and its list stand in `ClassRule` and `ClassMember`, with dates. `province` is the People's Committee of
    the province whose class it is; without one it is meant wherever it is said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=LONG)
    # Other ways to say it, one a line.
    other_names = models.TextField(blank=True)
    province = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="class_has_name"),)

    def __str__(self) -> str:
        return self.name


class ClassRule(Dated):
    """The rule of a class for a time, as `core.agencies` writes it; several rules in force are a union."""

    agency_class = models.ForeignKey(AgencyClass, on_delete=models.PROTECT, related_name="rules")
    rule = models.JSONField()

    class Meta:
        ordering = ("since", "id")
        indexes = (models.Index(fields=("recorded_in",), name="class_rule_of_change"),)
        constraints = (ends_after_it_begins("class_rule_ends_after_it_begins"),)

    def __str__(self) -> str:
        return f"{self.agency_class_id} {self.rule}"


class ClassMember(Dated):
    """An agency that belongs to a class for a time by decision, or that the rule takes in and a decision takes out."""

    agency_class = models.ForeignKey(AgencyClass, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="classes")
    belongs = models.BooleanField(default=True)

    class Meta:
        ordering = ("agency__name", "id")
        indexes = (models.Index(fields=("recorded_in",), name="class_member_of_change"),)
        constraints = (
            ends_after_it_begins("class_member_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("agency_class", "agency", "since"),
                condition=Q(replaced_at__isnull=True),
                name="class_member_once",
            ),
            models.UniqueConstraint(
                fields=("agency_class", "agency"),
                condition=Q(replaced_at__isnull=True, since__isnull=True),
                name="class_member_once_before_memory",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_class_id} {self.agency_id}"


class NameAnswer(Recorded):
    """What a person said that a name means, once for all papers of a province; `source` says where it was met.

    Neither agency nor class: the words name nobody who could carry a duty.
    """

    key = models.CharField(max_length=500)
    text = models.CharField(max_length=500)
    province = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency_class = models.ForeignKey(AgencyClass, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("text", "id")
        indexes = (models.Index(fields=("recorded_in",), name="name_answer_of_change"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(agency_class__isnull=True), name="name_answer_means_one"
            ),
            models.UniqueConstraint(
                fields=("key", "province"), condition=Q(replaced_at__isnull=True), name="name_answer_once"
            ),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(replaced_at__isnull=True, province__isnull=True),
                name="name_answer_once_anywhere",
            ),
        )

    def __str__(self) -> str:
        return self.text
