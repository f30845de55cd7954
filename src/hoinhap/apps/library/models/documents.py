"""Documents as they arrived, and what the reader made of them."""

from __future__ import annotations

import os
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from hoinhap.apps.agencies.models import Agency


def time_ordered_id(at: datetime) -> uuid.UUID:
    """Make a UUIDv7 for `at`: unique without a counter, and in the order of arrival on every database."""
    millis = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    chance = int.from_bytes(os.urandom(10), "big")
    value = millis << 80 | 7 << 76 | (chance >> 68 & 0xFFF) << 64 | 2 << 62 | chance & ((1 << 62) - 1)
    return uuid.UUID(int=value)


class Document(models.Model):
    """A document that came in: its name, its bytes' fingerprint, and its masthead as last read."""

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField(db_index=True)
    received_from = models.CharField(max_length=255, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The agency that keeps the document and decides on its duties; without one it belongs to the coordinators.
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    is_demo = models.BooleanField(default=False)

    kind = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    title = models.TextField(blank=True)
    dated = models.DateField(null=True, blank=True)
    # Name, number, title and issuer without marks and in small letters: found however they are typed.
    sought = models.TextField(blank=True)
    duties = models.PositiveIntegerField(default=0)
    provisions = models.PositiveIntegerField(default=0)
    # The version of the reader that read it last.
    reader = models.CharField(max_length=40, blank=True)
    # Counted again in the transaction of every decision: the provisions with something still open, and all items.
    undecided = models.PositiveIntegerField(default=0)
    items_count = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-received_at", "-id")
        indexes = (
            models.Index(fields=("agency", "-received_at"), name="document_of_agency"),
            models.Index(fields=("number",), name="document_number"),
            models.Index(fields=("kind", "-received_at"), name="document_kind"),
            # What a list counts of all documents, so that it is counted without reading them.
            models.Index(fields=("agency", "reader", "undecided"), name="document_state"),
            models.Index(fields=("sha256",), name="document_bytes"),
            models.Index(fields=("undecided",), name="document_undecided"),
            models.Index(fields=("dated",), name="document_dated"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(undecided=0), name="document_done_is_decided"
            ),
            # Each agency keeps its own: who may not see another's document is not told that it is there.
            models.UniqueConstraint(fields=("sha256", "agency"), name="document_bytes_once_per_agency"),
            models.UniqueConstraint(
                fields=("sha256",),
                condition=models.Q(agency__isnull=True),
                name="document_bytes_once_without_agency",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="document_has_name"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_has_bytes"),
        )

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("library:reading", args=[self.pk])

    @property
    def heading(self) -> str:
        """Name the document as an officer does: "Kế hoạch 119/KH-UBND", else by its file."""
        return " ".join(part for part in (self.kind, self.number) if part) or self.name


class Original(models.Model):
    """The bytes, unchanged. In the database, so that they come and go in one transaction with their document."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True, related_name="original")
    data = models.BinaryField()


class Reading(models.Model):
    """One pass of the reader over a document. A newer reader adds a row; none is ever changed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readings")
    reader_version = models.CharField(max_length=40)
    read_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        ordering = ("-read_at", "-id")
        constraints = (models.UniqueConstraint(fields=("document", "reader_version"), name="reading_once_per_version"),)

    def __str__(self) -> str:
        return f"{self.document_id} · {self.reader_version}"

    @property
    def findings(self) -> dict[str, Any]:
        return dict(self.body)


class Item(models.Model):
    """One thing of a document that a person answers for: a duty, or a provision that gives none.

    `value` holds what counts: text, leads, partners, reports_to, due, due_text, product, money; for a provision
    without a duty only its text. `found` is the same as the reader found it, None where a person added the item. The
    spans say where its words stand in the text of `reading`. A newer reader never touches the `value` of what a person
    has decided: it leaves a `proposal`, which a person takes or declines.
    """

    DUTY, NONE = "duty", "none"
    OPEN, ACCEPTED, DISMISSED, REPLACED = "open", "accepted", "dismissed", "replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10)
    # The reader's own answer for the provision: "duty", "target", "aim", "regulation", …
    answer = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=200, blank=True)
    # Indexes of the provisions that it answers for, in the outline of the reading; more than one after a merge.
    provisions = models.JSONField(default=list)
    place = models.PositiveIntegerField(default=0)
    spans = models.JSONField(default=dict)
    value = models.JSONField(default=dict)
    found = models.JSONField(null=True, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    grade = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, default=OPEN)
    reason = models.CharField(max_length=500, blank=True)
    proposal = models.JSONField(null=True, blank=True)
    # What a person has said no to, as `items.told_of` tells it: no later reading proposes it again.
    declined = models.JSONField(default=list)
    # Found by a newer reader than the one that first read the document.
    is_new = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("place", "id")
        indexes = (models.Index(fields=("document", "place"), name="item_of_document"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=("duty", "none")), name="item_has_known_kind"),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "accepted", "dismissed", "replaced")), name="item_has_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dismissed") | ~models.Q(reason=""), name="item_dismissed_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.path} {self.state}"

    @property
    def ref(self) -> str:
        """Name the item within its page: short enough to stand at every sentence of the paper."""
        return self.pk.hex[:12]

    @property
    def token(self) -> str:
        """Name the item as it is now; a decision with an older token comes too late."""
        return f"{self.pk.hex}:{self.version}"

    @property
    def is_live(self) -> bool:
        return self.state != Item.REPLACED

    @property
    def is_open(self) -> bool:
        """Say whether a person still has to decide: on the item, or on what a newer reader proposes for it."""
        return self.state == Item.OPEN or (self.is_live and self.proposal is not None)


class Citation(models.Model):
    """A document that a document cites. `target` is that document once it is in the library; until then it waits."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="citations")
    target = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="cited_by")
    kind = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=100)
    # The number as it is compared: small letters, no spaces, no marks.
    key = models.CharField(max_length=100, db_index=True)
    dated = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    # Which citation of the reading's list it is.
    ref = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("document", "ref")
        indexes = (models.Index(fields=("target", "relation", "document"), name="citation_of_target"),)
        constraints = (models.UniqueConstraint(fields=("document", "ref"), name="citation_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Alignment(models.Model):
    """Where a child carries out its parent, clause by clause; made once for a pair of readings."""

    parent = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="+")
    body = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("parent", "child"), name="alignment_once"),)

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}"


class Arrival(models.Model):
    """A file that is being read by the worker. What became of it: `document`, or the `refusal`; its bytes then go."""

    WAITING, READING, KEPT, REFUSED, STOPPED = "waiting", "reading", "kept", "refused", "stopped"

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField(null=True, blank=True)
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=255, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=WAITING)
    page = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    # When the worker last gave a sign of life: what has none for long is taken up again.
    beat_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # {"code": …, facts}, said in the language of whoever looks.
    refusal = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("waiting", "reading", "kept", "refused", "stopped")),
                name="arrival_has_known_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("waiting", "reading")) | models.Q(data__isnull=True),
                name="arrival_over_keeps_no_bytes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class Dispatch(models.Model):
    """A document sent to an agency: when it was opened there, and when the agency confirmed it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="dispatches")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="dispatches")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    confirm_by = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("agency__name",)
        indexes = (
            models.Index(fields=("agency", "document"), name="dispatch_of_agency"),
            # What the rail of every page counts.
            models.Index(fields=("agency",), condition=models.Q(confirmed_at__isnull=True), name="dispatch_waiting"),
        )
        constraints = (
            models.UniqueConstraint(fields=("document", "agency"), name="dispatch_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(opened_at__isnull=False),
                name="dispatch_confirmed_is_opened",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id} → {self.agency_id}"


class Briefing(models.Model):
    """A session where an agency made a document known (quán triệt): day, people, material."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="briefings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="briefings")
    held_on = models.DateField()
    people = models.PositiveIntegerField()
    form = models.CharField(max_length=200, blank=True)
    material = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    # Told by a coordinator who does not work in the agency.
    on_behalf = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = (
            models.CheckConstraint(condition=models.Q(people__gt=0), name="briefing_has_people"),
            models.CheckConstraint(condition=models.Q(people__lte=100_000), name="briefing_has_a_hall_of_people"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.held_on}"
