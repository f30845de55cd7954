"""Documents as they arrived, and what the reader made of them."""

from __future__ import annotations

import os
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse


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

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("sha256",), name="document_bytes_once"),
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
