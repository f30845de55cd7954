"""The worker as a process: it does what waits, and ends when it is told, or when its server is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PREPARE = "import django; django.setup(); from django.core.management import call_command; call_command('migrate')"
# Starts a worker that goes with this process, says which it is, and waits to be ended.
SERVER = """
import os, subprocess, sys
worker = [sys.executable, "-m", "hoinhap.site.worker", "--with", str(os.getpid())]
print(subprocess.Popen(worker, stdin=subprocess.DEVNULL).pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give what a process needs to stand on a prepared data folder of its own."""
    data = tmp_path_factory.mktemp("data")
    found = {**os.environ, "HOINHAP_DATA": str(data), "DJANGO_SETTINGS_MODULE": "hoinhap.site.settings"}
    found.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=found, check=True, stdout=subprocess.DEVNULL)
    return found


def worker(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "hoinhap.site.worker", *arguments]


def test_a_worker_that_works_once_ends_when_nothing_is_left(surroundings):
    done = subprocess.run(worker("--once"), cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    # It has built the index, too, which is the first thing that is missing.
    assert (Path(surroundings["HOINHAP_DATA"]) / "search").is_dir()


def test_a_worker_ends_when_its_server_is_killed(surroundings):
    # The pipe stays open as long as a worker holds its other end.
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert server.stdout and int(server.stdout.readline()) != server.pid
    server.kill()
    rest, _ = server.communicate(timeout=60)
    assert rest == b""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_end_does_so_in_order(surroundings, told):
    process = subprocess.Popen(
        [sys.executable, "-c", f"from hoinhap.site import worker\n{WATCHED}"],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout and process.stdout.readline() == b"working\n"
    process.send_signal(told)
    rest, _ = process.communicate(timeout=60)
    assert (process.returncode, rest) == (0, b"")


# Says that it has come to its first round; by then the signals are taken.
WATCHED = """
index, told = worker._index, []
def once_told():
    told or print("working", flush=True)
    told.append(True)
    return index()
worker._index = once_told
raise SystemExit(worker.main([]))
"""


def test_what_fails_is_told_and_does_not_stop_the_rest(surroundings):
    script = "from hoinhap.site import worker\nworker._jobs = lambda: 1 / 0\nraise SystemExit(worker.main(['--once']))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "ZeroDivisionError" in done.stderr
