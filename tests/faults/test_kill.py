"""A process that is killed at any moment leaves nothing half, and nothing that it had said was done is lost.

Each kill is SIGKILL at a moment of its own, on a library of its own. HOINHAP_KILLS=5 kills five times as often.
"""

from __future__ import annotations

import os
import signal
import socket
from typing import Any

import pytest

from tests.faults import scenes
from tests.faults.conftest import Stage, moments
from tests.faults.pages import serving, upload_of

OFTEN = int(os.environ.get("HOINHAP_KILLS", "1"))
# On SQLite and on PostgreSQL; a hundred together.
TIMES = {"upload": (22, 5), "aside": (20, 5), "accept_all": (20, 5), "read_again": (18, 5)}


def acts(stage: Stage) -> dict[str, dict[str, Any]]:
    return {
        "upload": {},
        "aside": {},
        "accept_all": {"document": stage.facts["open"]},
        "read_again": {"document": stage.facts["older"]},
    }


def look(stage: Stage, place: dict[str, Any]) -> dict[str, Any]:
    (found,) = stage.said(place, "look", document=stage.facts["open"], older=stage.facts["older"])
    assert found["faults"] == []
    assert found["arriving"] == []
    return found


@pytest.mark.parametrize("act", TIMES)
def test_a_killed_process_leaves_nothing_half_and_loses_nothing_it_had_done(stage, act):
    kill_at_all_moments(stage, act, TIMES[act][0])


def test_nor_does_one_that_writes_to_postgresql(postgresql_stage):
    for act, (_, times) in TIMES.items():
        kill_at_all_moments(postgresql_stage, act, times)


def test_a_server_that_is_killed_while_a_file_arrives_keeps_all_of_it_or_nothing(stage):
    data = scenes.docx(scenes.plan(700), 4 * 1024 * 1024)
    with stage.copy() as place:
        before = look(stage, place)
        visitor, *_ = stage.said(place, "sessions")
        request = upload_of("den.docx", data, visitor)
        for sent in (len(request) // 2, len(request)):
            with serving(stage, place) as (port, server), socket.create_connection(("127.0.0.1", port)) as browser:
                browser.sendall(request[:sent])
                os.killpg(server.pid, signal.SIGKILL)
            new = look(stage, place)["documents"].keys() - before["documents"].keys()
            assert not new or sent == len(request)
        with serving(stage, place) as (port, _), socket.create_connection(("127.0.0.1", port)) as browser:
            browser.sendall(request)
            answer = b"".join(iter(lambda: browser.recv(65536), b"")).decode()
        assert " 200 " in answer.split("\r\n")[0] and '{"end": true}' in answer
        documents = look(stage, place)["documents"]
    assert [name for key, name in documents.items() if key not in before["documents"]] == ["den.docx"]


def kill_at_all_moments(stage, act, times):
    scene = {"play": act, "with": acts(stage)[act]}
    with stage.copy() as place:
        before = look(stage, place)
        (whole,) = stage.play(place, scene)["parts"]
        assert whole["status"] == 0, whole["said"]
        assert look(stage, place) != before
    killed = 0
    for kill in moments(whole["steps"], whole["steps"][-1] * 1.02, OFTEN * times, act):
        with stage.copy() as place:
            told = stage.play(place, scene, kill=kill)
            killed += told["killed"]
            CHECKS[act](stage, place, told["parts"][0]["said"], before, look(stage, place))
    # One that is over before its last moment comes gets away now and then; on a busy machine some more.
    assert killed > OFTEN * times // 2


def check_upload(stage, place, said, before, found):
    new = {key: name for key, name in found["documents"].items() if key not in before["documents"]}
    names = ["mot.txt", "hai.docx", "ba.txt"]
    assert sorted(new.values()) == sorted(names[: len(new)])
    told = [one["document"] for one in said]
    assert set(told) <= set(new) and len(new) <= len(told) + 1


def check_aside(stage, place, said, before, found):
    told = [one["arrival"] for one in said]
    assert set(told) <= set(found["arrivals"]) and len(found["arrivals"]) <= len(told) + 1
    kept = [key for key, state in found["arrivals"].items() if state == "kept"]
    assert set(found["arrivals"].values()) <= {"waiting", "reading", "kept"}
    # The document and the end of its arrival are one write.
    assert len(found["documents"]) == len(before["documents"]) + len(kept)
    stage.said(place, "take_up")
    after = look(stage, place)
    assert set(after["arrivals"]) == set(found["arrivals"])
    assert set(after["arrivals"].values()) <= {"kept"}
    new = sorted(name for key, name in after["documents"].items() if key not in before["documents"])
    assert new == ["200.txt", "201.txt"][: len(new)] and len(new) == len(found["arrivals"])


def check_accept_all(stage, place, said, before, found):
    told = [[one["event"], one["act"]] for one in said]
    new = found["events"][len(before["events"]) :]
    assert new[: len(told)] == told and len(new) <= len(told) + 1
    # The acts accept all, take it back, accept all again; each wholly or not at all.
    assert found["accepted"] == (before["sure"] if len(new) % 2 else 0)


def check_read_again(stage, place, said, before, found):
    assert found["readings"] in (1, 2)
    assert found["readings"] == 2 or not said
    assert found["kept"] == before["kept"]


CHECKS = {
    "upload": check_upload,
    "aside": check_aside,
    "accept_all": check_accept_all,
    "read_again": check_read_again,
}
