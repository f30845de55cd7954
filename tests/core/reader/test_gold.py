"""Real documents that a careful person has read: the reader finds the same, to the floors that the contract sets."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from scoring import Tally

from hoinhap.core.reader import read, to_json

SHARED = Path(__file__).parents[4] / "shared"
FLOORS = {
    "outline": 0.99,
    "tasks": 0.97,
    "leads": 0.97,
    "partners": 0.95,
    "reports_to": 0.95,
    "due": 0.97,
    "cites": 0.97,
}
OF_ALL = 0.97


@cache
def tally() -> Tally:
    if not (SHARED / "gold").is_dir():
        pytest.skip("Không có văn bản dùng chung bên cạnh kho mã nên không so được với bản đọc mẫu.")
    found = Tally()
    for path in sorted((SHARED / "gold").glob("*.json")):
        source = next((SHARED / "corpus").glob(path.stem + ".*"))
        facts = json.loads(path.read_text("utf-8"))
        found.document(path.stem, facts, to_json(read(source.read_bytes(), source.name)))
    return found


@pytest.mark.parametrize("key", FLOORS)
def test_each_figure_reaches_its_floor(key):
    assert tally().f1(key) >= FLOORS[key], tally().misses[key][:40]


def test_the_mean_reaches_its_floor():
    assert tally().mean() >= OF_ALL, {key: round(tally().f1(key), 3) for key in tally().sums}
