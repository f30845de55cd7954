from __future__ import annotations

import socket

from hoinhap.site import serve


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
