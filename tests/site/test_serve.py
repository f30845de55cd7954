from __future__ import annotations

import signal
import socket
import subprocess
import sys
from threading import Event

from django.core.management import call_command

from hoinhap.apps.library.models import Document, time_ordered_id
from hoinhap.site import serve
from tests.apps.cast import AT


def test_a_taken_port_is_said_and_nothing_is_prepared(capsys, monkeypatch):
    monkeypatch.setattr(serve, "prepare", lambda **_: (_ for _ in ()).throw(AssertionError("prepared")))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve.main(["--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"Cổng {port} đang có chương trình khác dùng" in said
    assert f"make run PORT={port + 1}" in said


def test_a_port_nobody_asked_for_is_passed_over_when_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        free = serve._free_port("127.0.0.1", [port, 0])
    assert free == 0


def test_it_listens_on_this_machine_only_unless_told(monkeypatch):
    monkeypatch.delenv("HOINHAP_HOST", raising=False)
    assert serve._arguments([]).host == "127.0.0.1"


STUBBORN = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("here", flush=True)
signal.pause()
"""


def started(script: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == b"here\n"
    return process


def test_a_worker_that_died_is_started_again():
    again = Event()
    made = []

    def start() -> subprocess.Popen[bytes]:
        made.append(started("print('here', flush=True)\nimport signal\nsignal.pause()"))
        if len(made) == 2:
            again.set()
        return made[-1]

    keeper = serve.Keeper(start, pause=0.01)
    made[0].kill()
    assert again.wait(30)
    keeper.end()
    assert all(process.poll() is not None for process in made)
    assert len(made) == 2


def test_a_worker_that_does_not_end_is_killed():
    keeper = serve.Keeper(lambda: started(STUBBORN), patience=0.01)
    keeper.end()
    assert keeper.process.poll() == -signal.SIGKILL


def test_whoever_migrates_lays_out_what_older_versions_kept(db):
    document = Document.objects.create(
        id=time_ordered_id(AT), name="h.txt", sha256="e" * 64, size=1, received_at=AT, provisions=1
    )
    outline = [{"path": "I", "text": "Chung", "span": [0, 5], "answer": "nothing", "pieces": [[0, 5]]}]
    body = {"text": "Chung", "outline": outline, "tasks": [], "citations": []}
    document.readings.create(reader_version="1", read_at=AT, body=body)
    call_command("migrate", verbosity=0, interactive=False)
    document.refresh_from_db()
    assert (document.items.count(), document.undecided) == (1, 1)
