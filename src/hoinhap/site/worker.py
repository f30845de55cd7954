"""Do the work beside the pages: read what takes long, index what was written, bring in what begins with a new day.

`hoinhap worker [--once]`. One is started with `make run`; more may run, on any machine that reaches the database and
the data folder. It may be ended at any moment: what it had begun is taken up again.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from threading import Event
from types import FrameType

log = logging.getLogger("hoinhap.worker")

# Seconds between two looks when there is nothing to do, and between two looks for what another worker has left.
PAUSE = 0.5
LOST_EVERY = 30


def main(argv: Sequence[str] | None = None) -> int:
    """Work until stopped; with --once, until there is nothing left."""
    parser = argparse.ArgumentParser(
        prog="hoinhap worker",
        description="Đọc văn bản lớn, văn bản quét và cập nhật chỉ mục tìm kiếm. / Read what takes long; index.",
    )
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng / do what waits, then stop")
    parser.add_argument("--with", dest="parent", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    import django

    django.setup()
    ended = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    rounds = 0
    day: date | None = None
    while not ended.is_set():
        if rounds % int(LOST_EVERY / PAUSE) == 0:
            _safely(_take_up_lost)
            day = _turned(day)
        busy = _safely(_jobs) + _safely(_index)
        if asked.once and not busy:
            break
        if asked.parent and os.getppid() != asked.parent:
            # The server is gone, however it ended: its worker goes too.
            break
        rounds += 1
        if not busy:
            ended.wait(PAUSE)
    return 0


def _take_up_lost() -> int:
    """Put before the workers again what one of them has left, and forget what has long been done."""
    from django.utils import timezone

    from hoinhap.apps.library.background import take_up_lost
    from hoinhap.apps.library.jobs import forget_done, put_back_lost

    now = timezone.now()
    forget_done(now)
    return put_back_lost(now) + take_up_lost(now)


def _turned(before: date | None) -> date:
    """Once a day, and at the start, bring in what was recorded beforehand and begins; return the day."""
    from django.utils import timezone

    from hoinhap.apps.agencies.lives import turn_day

    today = timezone.localdate()
    if today != before:
        _safely(lambda: turn_day(on=today))
    return today


def _jobs() -> int:
    """Run the jobs that wait; return whether there was one."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from hoinhap.apps.library.jobs import worker_name

    waiting: int = DBTaskResult.objects.ready().count()
    if waiting:
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=worker_name(),
            excluded_queue_names=[],
        ).run()
    return waiting


def _index() -> int:
    from hoinhap.apps.search.actions import drain

    return drain()


def _safely(work: Callable[[], int]) -> int:
    """Do one piece of work; one that fails is told and does not stop the others."""
    from django.db import close_old_connections

    close_old_connections()
    try:
        return work()
    except Exception:
        log.exception("worker")
        return 0


if __name__ == "__main__":
    sys.exit(main())
