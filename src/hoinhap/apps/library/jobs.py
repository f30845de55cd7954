"""What the worker does for the library: each job is a row that is written with its cause."""

from __future__ import annotations

import os
import socket
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

# How long the row of a job stays once it is done, and after which time one is given up whose worker is elsewhere.
KEPT = timedelta(days=1)
GIVEN_UP = timedelta(hours=1)
_OVER = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


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


def worker_name() -> str:
    """Name the worker that this process is, so that others can tell whether it is alive."""
    return f"{socket.gethostname()}/{os.getpid()}"


def waits(job: Any, argument: str) -> bool:
    """Say whether a job waits for a worker."""
    return _rows(job, argument).filter(status=TaskResultStatus.READY).exists()


def put_back(job: Any, argument: str) -> bool:
    """Let a job that a worker has left wait again; say whether there was one."""
    rows = _rows(job, argument).filter(status=TaskResultStatus.RUNNING)
    return bool(rows.update(status=TaskResultStatus.READY, started_at=None))


def put_back_lost(at: datetime) -> int:
    """Let every job wait again whose worker is gone; return how many. Jobs do no harm when they are done twice."""
    lost = [
        row.pk
        for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        if _is_gone((row.worker_ids or [""])[-1], row.started_at, at)
    ]
    rows = DBTaskResult.objects.filter(pk__in=lost, status=TaskResultStatus.RUNNING)
    return int(rows.update(status=TaskResultStatus.READY, started_at=None))


def forget_done(at: datetime) -> int:
    """Drop the rows of jobs that were over a day ago; return how many."""
    rows = DBTaskResult.objects.filter(status__in=_OVER, finished_at__lt=at - KEPT)
    return int(rows.delete()[0])


def _rows(job: Any, argument: str) -> QuerySet[DBTaskResult]:
    found: QuerySet[DBTaskResult] = DBTaskResult.objects.filter(
        task_path=job.module_path, args_kwargs={"args": [argument], "kwargs": {}}
    )
    return found


def _is_gone(worker: str, begun: datetime | None, at: datetime) -> bool:
    host, _slash, number = worker.rpartition("/")
    if host == socket.gethostname() and number.isdecimal() and not _lives(int(number)):
        return True
    # Of another machine only the time tells, and of a number that another process has now.
    return begun is None or begun < at - GIVEN_UP


def _lives(process: int) -> bool:
    if process == os.getpid():
        # Whoever asks is between two jobs: a process of this number began it, and it was another one.
        return False
    with suppress(ProcessLookupError):
        with suppress(PermissionError):
            os.kill(process, 0)
        return True
    return False
