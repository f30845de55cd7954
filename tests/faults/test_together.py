"""Several people and several processes at once: one is first, the others are told, and nothing is lost or half."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.faults.conftest import Stage
from tests.faults.pages import ask, serving
from tests.faults.scenes import COORDINATORS

ROUNDS = 6
NAMES = [f"c{number}" for number in range(COORDINATORS)]
TOLD = re.compile(r"Người \d đã (chấp nhận|bỏ qua|tách hoặc gộp) mục này lúc \d\d:\d\d\b")


def look(stage: Stage, place: dict[str, Any]) -> dict[str, Any]:
    (found,) = stage.said(place, "look", document=stage.facts["open"], older=stage.facts["older"])
    assert found["faults"] == []
    return found


# --- people at the pages of a real server ---------------------------------------------------------------------------


def test_one_decides_and_the_others_are_told_by_whom_and_when(stage):
    acts = ("accept", "edit", "dismiss", "split")
    with stage.copy() as place:
        visitors = stage.said(place, "sessions")
        address = f"/van-ban/{stage.facts['open']}/"
        with serving(stage, place) as (port, _), ThreadPoolExecutor(COORDINATORS) as people:
            status, page = ask(port, "GET", address, visitors[0])
            assert status == 200
            tokens = list(dict.fromkeys(re.findall(r'value="accept\|([0-9a-f]{32}:\d+)"', page)))[:ROUNDS]
            assert len(tokens) == ROUNDS
            for number, token in enumerate(tokens):
                at_once = Barrier(COORDINATORS)

                def decide(who: int, token: str = token, turn: int = number, at_once: Barrier = at_once) -> Any:
                    form = {
                        "do": f"{acts[(who + turn) % len(acts)]}|{token}",
                        "text": f"Việc của {who}",
                        "reason_text": "Trùng",
                        "texts": "Phần đầu\nPhần sau",
                    }
                    at_once.wait(60)
                    return ask(port, "POST", f"{address}quyet-dinh", visitors[who], form)

                answers = list(people.map(decide, range(COORDINATORS)))
                assert Counter(status for status, _ in answers) == {302: 1, 422: COORDINATORS - 1}
                said = {TOLD.search(page)[0] for status, page in answers if status == 422}
                assert len(said) == 1
                (first,) = [who for who, (status, _) in enumerate(answers) if status == 302]
                assert next(iter(said)).startswith(f"Người {first} đã")
        found = look(stage, place)
    assert len(found["events"]) == 1 + ROUNDS
    assert "locked" not in stage.log.read_text() and "Traceback" not in stage.log.read_text()


# --- processes at one library ---------------------------------------------------------------------------------------


def test_any_acts_at_once_leave_the_document_whole(stage):
    with stage.copy() as place:
        scenes = [
            {"play": "decide", "with": {"name": name, "document": stage.facts["open"], "seed": number, "times": 12}}
            for number, name in enumerate(NAMES)
        ]
        tallies = [tally for (tally,) in stage.together(place, *scenes)]
        found = look(stage, place)
    total = {key: sum(tally[key] for tally in tallies) for key in tallies[0]}
    # Each act that was done left its event, and being late came up at all.
    assert len(found["events"]) == 1 + total["done"] and total["late"] > 0


def test_the_same_bytes_sent_at_once_become_one_document(stage):
    with stage.copy() as place:
        before = look(stage, place)
        scenes = [{"play": "send_same", "with": {"name": name, "number": 300}} for name in NAMES]
        said = Counter(str(one) for part in stage.together(place, *scenes) for one in part)
        assert said[str({"kept": "receive"})] == 1
        assert look(stage, place)["documents"].keys() - before["documents"].keys() != set()
        # Where two put the same aside in the same moment, the second is told when the worker comes to it.
        assert said[str({"kept": "put_aside"})] >= 1
        stage.together(place, *[{"play": "work"}] * 4)
        found = look(stage, place)
    new = sorted(name for key, name in found["documents"].items() if key not in before["documents"])
    assert new == ["put_aside.txt", "receive.txt"]
    assert Counter(found["arrivals"].values())["kept"] == 1
    assert set(found["arrivals"].values()) <= {"kept", "refused"}


def test_several_workers_read_each_file_once(stage):
    with stage.copy() as place:
        before = look(stage, place)
        stage.together(place, *[{"play": "aside", "with": {"number": number}} for number in (400, 410, 420)])
        found = look(stage, place)
    assert Counter(found["arrivals"].values()) == {"kept": 6}
    assert len(found["documents"]) == len(before["documents"]) + 6


def test_papers_that_are_read_again_while_others_come_that_cite_them_wait_for_each_other(stage):
    numbers = [500, 501, 502]
    with stage.copy() as place:
        (keys,) = stage.said(place, "fill", numbers=numbers)
        documents = list(keys.values())
        versions = [["101", "103", "105"], ["102", "104", "106"]]
        stage.together(
            place,
            *[{"play": "cite", "with": {"name": NAMES[n], "number": 600 + 10 * n, "cited": numbers}} for n in (0, 1)],
            *[
                {
                    "play": "read_many_again",
                    "with": {"name": NAMES[n], "documents": documents[:: 1 if n == 2 else -1], "versions": own},
                }
                for n, own in zip((2, 3), versions, strict=True)
            ],
        )
        look(stage, place)


def test_all_of_this_holds_on_postgresql(postgresql_stage):
    for holds in (
        test_one_decides_and_the_others_are_told_by_whom_and_when,
        test_any_acts_at_once_leave_the_document_whole,
        test_the_same_bytes_sent_at_once_become_one_document,
        test_several_workers_read_each_file_once,
        test_papers_that_are_read_again_while_others_come_that_cite_them_wait_for_each_other,
    ):
        holds(postgresql_stage)
