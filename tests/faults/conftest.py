"""A stage for each kind of database, and copies of a prepared library to act on."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# The server of the other tests, in a folder of its own.
from tests.apps.test_postgresql import server as postgresql  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
SECRET = "only-for-the-tests-of-faults"
Json = dict[str, Any]


class Stage:
    """A started process that plays scenes in children, on copies of one prepared library."""

    def __init__(self, folder: Path, address: str | None) -> None:
        self.folder, self.address = folder, address
        self.environment = {
            **os.environ,
            "HOINHAP_DATA": str(folder / "data"),
            "HOINHAP_SECRET_KEY": SECRET,
            "DJANGO_SETTINGS_MODULE": "hoinhap.site.settings",
        }
        self.environment.pop("DATABASE_URL", None)
        if address:
            self.environment["DATABASE_URL"] = address
        self.log = folder / "log"
        self.facts: Json = {}

    def __enter__(self) -> Stage:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.stage"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self._answer()
        prepared = self._place("prepared")
        if self.address:
            self._say(f'CREATE DATABASE "{prepared["name"]}"')
        (self.facts,) = self.said(prepared, "prepare")
        self.prepared = prepared
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)

    @contextmanager
    def copy(self) -> Iterator[Json]:
        """Give a library of its own, like the prepared one."""
        place = self._place(f"l{uuid.uuid4().hex}")
        if not self.address:
            shutil.copy(self.prepared["name"], place["name"])
            yield place
        else:
            self._say(f'CREATE DATABASE "{place["name"]}" TEMPLATE "{self.prepared["name"]}"')
            try:
                yield place
            finally:
                self._say(f'DROP DATABASE "{place["name"]}" WITH (FORCE)')
        shutil.rmtree(place["folder"])

    def play(self, place: Json, *scenes: Json, kill: Json | None = None) -> Json:
        """Let scenes run at once, kill the first some moment after one of its steps; give what each said and did."""
        assert self.process.stdin
        order = {**place, "scenes": scenes, "kill": kill}
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        told = self._answer()
        if self.address:
            self._quiet(place["name"])
        return told

    def said(self, place: Json, scene: str, **how: Any) -> list[Json]:
        """Let one scene run to its end and give what it said."""
        (part,) = self.play(place, {"play": scene, "with": how})["parts"]
        wrong = [said["fault"] for said in part["said"] if "fault" in said]
        assert part["status"] == 0 and not wrong, "\n".join([*wrong, self.log.read_text()])
        return part["said"]

    def together(self, place: Json, *scenes: Json) -> list[list[Json]]:
        """Let scenes run at once, each to its end, and give what each said."""
        parts = self.play(place, *scenes)["parts"]
        wrong = [said["fault"] for part in parts for said in part["said"] if "fault" in said]
        assert not wrong, "\n".join(wrong)
        assert all(part["status"] == 0 for part in parts), self.log.read_text()
        return [part["said"] for part in parts]

    def url_of(self, place: Json) -> str:
        """Give the address of a library's database."""
        return (
            self.address.replace("/postgres?", f"/{place['name']}?") if self.address else f"sqlite:///{place['name']}"
        )

    def _place(self, name: str) -> Json:
        folder = self.folder / name
        folder.mkdir()
        return {"folder": str(folder), "name": name if self.address else str(folder / "hoinhap.sqlite3")}

    def _answer(self) -> Json:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.log.read_text()
        found: Json = json.loads(line)
        return found

    def _connect(self) -> Any:
        import psycopg

        assert self.address
        host = self.address.partition("host=")[2]
        return psycopg.connect(host=host, user="hoinhap", dbname="postgres", autocommit=True)

    def _say(self, statement: str) -> None:
        with self._connect() as server:
            server.execute(statement)

    def _quiet(self, name: str) -> None:
        """Wait until the server has noticed that a killed process is gone: what it was told to commit, it may yet."""
        until = time.monotonic() + 30
        with self._connect() as server:
            while server.execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s", [name]).fetchone():
                assert time.monotonic() < until, "a killed process is still connected"
                time.sleep(0.002)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Give a stage on SQLite."""
    with Stage(tmp_path_factory.mktemp("stage"), None) as stage:
        yield stage


@pytest.fixture
def postgresql_stage(postgresql: str, tmp_path: Path) -> Iterator[Stage]:  # noqa: F811
    with Stage(tmp_path, postgresql) as stage:
        yield stage


def moments(timeline: list[float], length: float, times: int, seed: str) -> Iterator[Json]:
    """Choose moments to kill at: half of them spread over the time that an act takes, half over its steps.

    Reading takes most of the time and writing has all of the steps. A moment of time is said as a step and how much
    later, so that it falls into the same piece of work on a busy machine; at a step the process is held, because the
    next statement would be over before a kill arrives.
    """
    chance = random.Random(seed)
    starts = [0.0, *timeline]
    for number in range(times):
        share = (number // 2 + chance.random()) / ((times + 1) // 2)
        if number % 2:
            yield {"step": 1 + min(int(share * len(timeline)), len(timeline) - 1), "later": 0.0, "held": True}
        else:
            moment = min(share, 1) * length
            step = max(at for at, start in enumerate(starts) if start <= moment)
            yield {"step": step, "later": moment - starts[step], "held": False}
