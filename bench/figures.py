"""Take a figure: time a call by its median, and add up the memory of a process and all that it starts."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured value. `asked` is the bar; `at_least` says on which side of it the value should be."""

    name: str
    value: float
    unit: str
    asked: float | None = None
    at_least: bool = True
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Say whether the bar is met; None where there is none."""
        if self.asked is None:
            return None
        return self.value >= self.asked if self.at_least else self.value <= self.asked


def seconds(call: Callable[[], object], times: int = 5, *, warm: bool = True) -> float:
    """Time a call: the median of several, after one that does not count."""
    if warm:
        call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return median(taken)


class Run(NamedTuple):
    """A command's cost; `megabytes` is the most that it and its children held together, 0 where it cannot be seen."""

    seconds: float
    megabytes: float
    status: int


def run(command: Sequence[str], pause: float = 0.05) -> Run:
    """Run a command in a session of its own and watch its memory from outside."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, _session_megabytes(process.pid))
            time.sleep(pause)
        return Run(time.perf_counter() - start, most, process.returncode)


def _session_megabytes(session: int) -> float:
    """Add up the memory of the processes of a session. Pages that several share count for each of them."""
    pages = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        if int(fields[3]) == session:
            pages += int(fields[21])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
