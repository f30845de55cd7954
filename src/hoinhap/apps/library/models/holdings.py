"""Who owes the accepted duties, by the name in the paper, through time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hoinhap.apps.agencies.models import Agency, AgencyClass, Dated, Recorded
from hoinhap.apps.library.models.documents import Document, Item


class Holding(Dated):
    """A name in the lead or among the partners of an accepted duty, and who owes the duty under it for a time.

    Worked out of the accepted items, of what names mean and of who took over from whom (`holding.follow`), in the
    transaction that changes any of them; hence no part of a change that is taken back. As facts they still say what
    was known when. `origin` is the agency that the paper means; an heir's holding keeps it.
    """

    LEAD, PARTNER = "lead", "partner"
    AGENCY, CLASS, ASK, NOBODY = "agency", "class", "ask", "nobody"
    is_worked_out = True

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="holdings")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="holdings")
    role = models.CharField(max_length=10)
    # As the paper says it, and where the duty stands in the paper.
    words = models.CharField(max_length=500)
    place = models.PositiveIntegerField(default=0)
    # What the words mean: an agency; a class, without a row of its own where its words are enough; nobody who could
    # owe a duty; or a question that no person has answered.
    meaning = models.CharField(max_length=10)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="holdings")
    agency_class = models.ForeignKey(AgencyClass, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("document", "place", "id")
        indexes = (
            models.Index(fields=("agency", "since"), condition=Q(replaced_at__isnull=True), name="holding_of_agency"),
            models.Index(fields=("document",), condition=Q(replaced_at__isnull=True), name="holding_of_document"),
            # The names that wait for a person.
            models.Index(
                fields=("document",), condition=Q(replaced_at__isnull=True, meaning="ask"), name="holding_asks"
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(role__in=("lead", "partner")), name="holding_has_known_role"),
            models.CheckConstraint(
                condition=Q(meaning="agency", agency__isnull=False, origin__isnull=False, agency_class__isnull=True)
                | Q(meaning="class", agency__isnull=True, origin__isnull=True)
                | Q(
                    meaning__in=("ask", "nobody"),
                    agency__isnull=True,
                    origin__isnull=True,
                    agency_class__isnull=True,
                ),
                name="holding_means_one",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="holding_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("item", "role", "words", "agency", "since"),
                condition=Q(replaced_at__isnull=True),
                name="holding_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.words} {self.role} {self.agency_id or self.meaning}"


class HeirChoice(Recorded):
    """Who took a duty over from an agency on a day, where a person chose; no heir is nobody.

    A fact of the change that passed it on. Without one the duty goes where the function does that its words speak of.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    forebear = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    heir = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("item", "forebear", "on"), condition=Q(replaced_at__isnull=True), name="heir_choice_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.forebear_id} → {self.heir_id}"
