"""A process that has started once and lets children act on databases of their own: to be killed, or all at once.

`python -m tests.faults.stage` reads orders and writes answers, a line of JSON each. A child is forked before it opens
any connection, so that an act costs no start. What a child says goes through a pipe and outlives it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

Json = dict[str, Any]
# A child that says nothing for so long is stuck, and that is a fault of its own.
STUCK = 60.0


@dataclass
class Child:
    """A process at its act: what it has said, and when it came to each of its steps."""

    pid: int
    pipe: int
    begun: float = 0.0
    steps: list[float] = field(default_factory=list)
    said: list[Json] = field(default_factory=list)
    over: bool = False
    rest: bytes = b""

    def listen(self, until: float) -> None:
        """Take what comes until then, or until the child is gone."""
        while not self.over and (left := until - time.monotonic()) > 0:
            if select.select([self.pipe], [], [], left)[0]:
                self.take()

    def take(self) -> None:
        more = os.read(self.pipe, 65536)
        self.over = not more
        *lines, self.rest = (self.rest + more).split(b"\n")
        for line in lines:
            if line == b"begun":
                self.begun = time.monotonic()
            elif line == b".":
                self.steps.append(time.monotonic() - self.begun)
            else:
                self.said.append(json.loads(line))


def answer(order: Json) -> Json:
    """Play an order: its scenes at once, with a kill of the first where one is asked for."""
    ready, go = os.pipe()
    children = [_fork(order, scene, ready, go) for scene in order["scenes"]]
    os.close(ready)
    os.close(go)
    killed = False
    if order.get("kill"):
        killed = _kill(children[0], **order["kill"])
    waiting = {child.pipe: child for child in children if not child.over}
    quiet = time.monotonic()
    while waiting:
        found = select.select(list(waiting), [], [], 1.0)[0]
        for pipe in found:
            waiting[pipe].take()
            if waiting[pipe].over:
                del waiting[pipe]
        quiet = time.monotonic() if found else quiet
        if time.monotonic() - quiet > STUCK:
            for child in waiting.values():
                os.kill(child.pid, signal.SIGKILL)
            break
    parts = []
    for child in children:
        os.close(child.pipe)
        status = os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])
        parts.append({"said": child.said, "steps": child.steps, "status": status})
    return {"parts": parts, "killed": killed and parts[0]["status"] == -signal.SIGKILL}


def _kill(child: Child, *, step: int, later: float, held: bool) -> bool:
    """Kill a child some moment after one of its steps, where it may be held; one that ends before has got away."""
    until = time.monotonic() + STUCK
    while not child.over and len(child.steps) < step and time.monotonic() < until:
        child.listen(time.monotonic() + 0.05)
    child.listen(time.monotonic() + later)
    if child.over:
        return False
    os.kill(child.pid, signal.SIGKILL)
    return True


def _fork(order: Json, scene: Json, ready: int, go: int) -> Child:
    mine, theirs = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return Child(pid, mine)
    status = 1
    try:
        os.close(mine)
        os.close(go)

        def say(what: Json) -> None:
            os.write(theirs, json.dumps(what, ensure_ascii=False).encode() + b"\n")

        held = order["kill"]["step"] if order.get("kill") and order["kill"]["held"] else 0
        steps = count(1)

        def step() -> None:
            os.write(theirs, b".\n")
            if next(steps) == held:
                # Stands between two statements until it is killed.
                select.select([], [], [])

        from tests.faults import scenes

        play: Callable[..., None] = scenes.SCENES[scene["play"]]
        scenes.use(order, step)
        # Ends when the last child has been forked, so that all begin at once.
        os.read(ready, 1)
        os.write(theirs, b"begun\n")
        try:
            play(say, **scene.get("with", {}))
            status = 0
        except BaseException:
            say({"fault": traceback.format_exc()[-3000:]})
        from django.db import connections

        connections.close_all()
    finally:
        os._exit(status)


def main() -> None:
    """Start, then play until there are no more orders."""
    import django

    sys.stdout, out = sys.stderr, sys.stdout
    django.setup()
    from tests.faults import scenes

    scenes.warm()
    Path(os.environ["HOINHAP_DATA"]).mkdir(exist_ok=True)
    print("{}", file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main()
