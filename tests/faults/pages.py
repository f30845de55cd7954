"""A real server on a library of the stage, and browsers that ask it."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from tests.faults.conftest import ROOT, Stage

TOKEN = "a" * 32
LINE = "application/x-ndjson"


@contextmanager
def serving(stage: Stage, place: dict[str, Any]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run `hoinhap serve` with two processes on a library; give its port and itself, who leads a group of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**stage.environment, "HOINHAP_DATA": place["folder"], "DATABASE_URL": stage.url_of(place)}
    command = [
        sys.executable,
        "-m",
        "hoinhap.site.serve",
        "--port",
        str(port),
        "--workers",
        "2",
        "--no-worker",
        "--no-demo",
    ]
    with stage.log.open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                assert ask(port, "GET", "/suc-khoe", {})[0] == 200
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < until, stage.log.read_text()
                time.sleep(0.05)
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def ask(port: int, method: str, path: str, cookies: dict[str, str], form: dict[str, Any] | None = None) -> Any:
    """Ask the server as a browser of its own does, and give the status and the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": _said({"csrftoken": TOKEN, **cookies})}
    body = None
    if form is not None:
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN}, doseq=True)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def upload_of(name: str, data: bytes, cookies: dict[str, str]) -> bytes:
    """Write the request with which a browser sends a file to the shelf."""
    mark = b"----mark-of-the-form"
    parts = {"csrfmiddlewaretoken": TOKEN.encode(), f'files"; filename="{name}': data}
    body = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (mark, field.encode(), value)
        for field, value in parts.items()
    )
    body += b"--%s--\r\n" % mark
    head = (
        "POST /van-ban/tai-len HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Accept: {LINE}\r\nCookie: {_said({'csrftoken': TOKEN, **cookies})}\r\n"
        f"Content-Type: multipart/form-data; boundary={mark.decode()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _said(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
