"""Start a PostgreSQL server of its own, as the tests do, that listens on a socket in a new folder only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def binaries() -> Path | None:
    """Find the newest installed server: Debian keeps each version in a folder of its own."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0])
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server() -> Iterator[str | None]:
    """Run a server with its settings as they come and give its address; None where PostgreSQL is not installed."""
    folder = binaries()
    if folder is None:
        yield None
        return
    # The server refuses to run as root; any other account will do.
    account = None
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        account = "postgres" if "postgres" in names else "nobody"
    place = Path(tempfile.mkdtemp(prefix="hoinhap-bench-"))
    if account:
        shutil.chown(place, account)
    run: dict[str, Any] = {
        "user": account,
        "cwd": place,
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "HOME": str(place)},
    }
    try:
        made = ["-D", place / "data", "-U", "hoinhap", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([folder / "initdb", *made], check=True, **run)
        control = [folder / "pg_ctl", "-D", place / "data", "-w", "-l", place / "log"]
        subprocess.run([*control, "-o", f"-c listen_addresses='' -k {place}", "start"], check=True, **run)
        try:
            yield f"postgres://hoinhap@/postgres?host={place}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, **run)
    finally:
        shutil.rmtree(place, ignore_errors=True)
