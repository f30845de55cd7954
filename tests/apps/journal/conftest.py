"""A database of its own, for what must really be committed: events cannot be taken back from the shared one."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from hoinhap.apps.journal import access

ROOT = Path(__file__).resolve().parents[3]
BEGIN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


@pytest.fixture
def elsewhere(tmp_path: Path, db: None) -> Iterator[Callable[[str], str]]:
    """Run a script in a process and on a migrated database of its own, of the kind under test; give what it printed."""
    environment = {**os.environ, "HOINHAP_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hoinhap.site.settings"}
    name = f"journal_{uuid.uuid4().hex}"
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["DATABASE_URL"])
        _server(f'CREATE DATABASE "{name}"')
        environment["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))

    def run(script: str) -> str:
        command = [sys.executable, "-c", BEGIN + script]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    try:
        yield run
    finally:
        if connection.vendor == "postgresql":
            _server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _server(statement: str) -> None:
    """Say something to the server that cannot be said within a transaction."""
    import psycopg

    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None}, autocommit=True) as server:
        server.execute(statement)


@pytest.fixture
def thing_kind(monkeypatch: pytest.MonkeyPatch) -> str:
    """Register the kind of the cast's things alone; whoever has signed in may see those with an odd key."""
    monkeypatch.setattr(access, "_kinds", {})

    def may_see(viewer: Any, keys: Sequence[str]) -> set[str]:
        return {key for key in keys if viewer.person_id and int(key) % 2}

    access.register(
        "contenttypes.contenttype",
        may_see=may_see,
        say=lambda event: f"Làm việc thứ {event.facts.get('n', '?')} với vật số {event.root_id}",
        url=lambda event: f"/vat/{event.root_id}",
        name="vật",
        acts={"thing.done": "Làm một việc", "thing.undone": "Hoàn tác một việc"},
        names=lambda keys: {key: f"Vật {key}" for key in keys},
    )
    return "contenttypes.contenttype"
