"""What the index still has to take up."""

from __future__ import annotations

from django.db import models


class Pending(models.Model):
    """A thing that was written and is not yet in the index; written in the transaction of the thing itself."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
