"""Agencies through time, and who works in them as what, with dates.

A fact has two times. `since` and `until` (exclusive) say when it was true; `recorded_at` and `replaced_at` say when we
knew it. Facts are added and replaced, never changed: what was true on a past day as it was known on a past day stays
readable for ever. Every fact belongs to the `Change` that recorded it, so that a change can be taken back as a whole.
`Agency` itself holds today's standing once more, for lists and joins; `registry.refresh` keeps it equal to the facts.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hoinhap.core.agencies.kinds import Kind, Level

LONG = 255


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


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("since")), name=name
    )


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
    # The code of the national statistics office and the centre point (degrees), of localities only.
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
            _ends_after_it_begins("agency_ends_after_it_begins"),
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
            _ends_after_it_begins("standing_ends_after_it_begins"),
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
            _ends_after_it_begins("placement_ends_after_it_begins"),
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
            _ends_after_it_begins("membership_ends_after_it_begins"),
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
        constraints = (_ends_after_it_begins("class_rule_ends_after_it_begins"),)

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
            _ends_after_it_begins("class_member_ends_after_it_begins"),
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
