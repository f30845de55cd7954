"""A job that waits is not written twice, one whose worker is gone waits again, and what is done is forgotten."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hoinhap.apps.library import background, jobs
from hoinhap.apps.library.models import Arrival
from tests.apps.cast import AT, cast
from tests.apps.library.papers import PLAN

pytestmark = pytest.mark.django_db
LATER = AT + background.LOST + timedelta(seconds=10)


@pytest.fixture
def arrival() -> Arrival:
    return background.put_aside(actor=cast().viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)


def states() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_a_file_whose_job_waits_gets_no_second_one(arrival):
    for rounds in range(3):
        assert background.take_up_lost(LATER + rounds * background.LOST) == 0
    assert states() == [TaskResultStatus.READY]
    arrival.refresh_from_db()
    assert arrival.state == Arrival.WAITING


def test_a_file_that_was_left_waits_again_with_the_job_it_had(arrival):
    Arrival.objects.update(state=Arrival.READING, beat_at=AT, tries=1)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=AT, worker_ids=["elsewhere/1"])
    assert background.take_up_lost(LATER) == 1
    assert states() == [TaskResultStatus.READY]
    arrival.refresh_from_db()
    assert arrival.state == Arrival.WAITING


def test_a_file_whose_job_is_over_gets_another(arrival):
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=AT)
    assert background.take_up_lost(LATER) == 1
    assert states() == [TaskResultStatus.FAILED, TaskResultStatus.READY]


def test_a_job_waits_again_when_its_worker_is_gone():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    here = socket.gethostname()
    workers = {
        "gone": (f"{here}/{ended.pid}", AT, TaskResultStatus.READY),
        "itself": (jobs.worker_name(), AT, TaskResultStatus.READY),
        "alive": (f"{here}/{os.getppid()}", AT, TaskResultStatus.RUNNING),
        "elsewhere": ("elsewhere/1", AT, TaskResultStatus.RUNNING),
        "long ago": ("elsewhere/1", AT - jobs.GIVEN_UP, TaskResultStatus.READY),
    }
    for name, (worker, begun, _state) in workers.items():
        key = jobs.align_family_of.enqueue(name).id
        DBTaskResult.objects.filter(pk=key).update(
            status=TaskResultStatus.RUNNING, started_at=begun, worker_ids=[worker]
        )
    assert jobs.put_back_lost(AT + timedelta(seconds=1)) == 3
    found = {row.args_kwargs["args"][0]: row.status for row in DBTaskResult.objects.all()}
    assert found == {name: state for name, (_worker, _begun, state) in workers.items()}


def test_only_what_was_over_a_day_ago_is_forgotten():
    for name in ("done", "failed", "lately", "waits"):
        jobs.align_family_of.enqueue(name)
    for row in DBTaskResult.objects.all():
        name = row.args_kwargs["args"][0]
        if name != "waits":
            row.status = TaskResultStatus.FAILED if name == "failed" else TaskResultStatus.SUCCESSFUL
            row.finished_at = AT if name == "lately" else AT - timedelta(hours=25)
            row.save()
    assert jobs.forget_done(AT) == 2
    assert {row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()} == {"lately", "waits"}
