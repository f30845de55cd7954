"""What the worker does for the library: each job is a row that is written with its cause."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django_tasks import task


@task()
def read_arrival(arrival_id: str) -> None:
    """Read one file that waits."""
    from hoinhap.apps.library.background import read_now

    read_now(uuid.UUID(arrival_id), clock=timezone.now)


@task()
def align_family_of(document_id: str) -> None:
    """Align a document with those that it carries out and those that carry it out."""
    from hoinhap.apps.library.aligning import align_family

    align_family(uuid.UUID(document_id))
