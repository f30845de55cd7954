"""The tests of the database run again on PostgreSQL, on a server of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.postgresql import binaries

ROOT = Path(__file__).resolve().parents[2]
ON_POSTGRESQL = "postgres" in os.environ.get("DATABASE_URL", "")


@pytest.fixture
def server() -> Iterator[str]:
    """Start a server that listens on a socket in a new folder only, and give its address."""
    folder = binaries()
    if folder is None:
        pytest.skip("PostgreSQL chưa được cài nên bỏ qua / PostgreSQL is not installed")
    # The server refuses to run as root; any other account will do.
    account = None
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        account = "postgres" if "postgres" in names else "nobody"
    place = Path(tempfile.mkdtemp(prefix="hoinhap-pg-"))
    if account:
        shutil.chown(place, account)
    run = {"user": account, "cwd": place, "stdout": subprocess.DEVNULL, "env": {**os.environ, "HOME": str(place)}}
    try:
        initdb = [
            folder / "initdb",
            "-D",
            place / "data",
            "-U",
            "hoinhap",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, **run)
        options = f"-c listen_addresses='' -k {place} -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        control = [folder / "pg_ctl", "-D", place / "data", "-w", "-l", place / "log"]
        subprocess.run([*control, "-o", options, "start"], check=True, **run)
        try:
            yield f"postgres://hoinhap@/postgres?host={place}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, **run)
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.mark.skipif(ON_POSTGRESQL, reason="đang chạy trên PostgreSQL / running on PostgreSQL already")
def test_the_same_tests_pass_on_postgresql(server):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n0", "tests/apps", "tests/site"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": server}, capture_output=True, text=True)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in last
    assert "failed" not in last


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for():
    from django.db import connection

    assert connection.vendor == ("postgresql" if ON_POSTGRESQL else "sqlite")
