"""A stored reading comes back as the Reading it was: the same JSON, and aligned the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.reader import Reading, read, to_json
from hoinhap.core.reader.align import align
from hoinhap.core.reader.from_json import from_json

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
DEMO = sorted((ROOT / "src" / "hoinhap" / "apps" / "library" / "demo").glob("0*"))
CORPUS = sorted(SHARED.glob("corpus/*"))
MORE = sorted(SHARED.glob("more/*.txt"))


@cache
def whole(path: Path) -> Reading:
    return read(path.read_bytes(), path.name)


def stored(reading: Reading) -> dict:
    """Give the JSON as it comes out of a database."""
    return json.loads(json.dumps(to_json(reading)))


@pytest.mark.parametrize("path", [*DEMO, *CORPUS, *MORE], ids=lambda path: path.name[:28])
def test_the_json_of_a_document_comes_back_whole(path):
    body = stored(whole(path))
    assert to_json(from_json(body)) == body


@given(st.text(alphabet=st.sampled_from("aĐ1.I-:;,/ \n|Số Sở chủ trì trước ngày 30/6/2026\n1. ")))
def test_the_json_of_any_text_comes_back_whole(text):
    body = stored(read(b"x " + text.encode(), "x.txt"))
    assert to_json(from_json(body)) == body


def test_the_demo_documents_hold_something_of_each_kind():
    """Without these the round trip would say little."""
    bodies = [stored(whole(path)) for path in DEMO]
    for key in ("citations", "outline", "tasks", "targets", "lines", "parts", "preamble"):
        assert any(body[key] for body in bodies), key
    tasks = [task for body in bodies for task in body["tasks"]]
    assert any(task["due"] for task in tasks)
    assert any(task["partners"] for task in tasks)
    assert any(cell for body in bodies for one in body["outline"] for cell in one["fields"])


@pytest.mark.parametrize("child", DEMO[1:], ids=lambda path: path.name[:28])
def test_a_stored_pair_is_aligned_as_the_pair_itself(child):
    parent = DEMO[0]
    fresh = align(whole(parent), whole(child))
    assert align(from_json(stored(whole(parent))), from_json(stored(whole(child)))) == fresh
    assert fresh


@pytest.mark.skipif(not CORPUS, reason="không có văn bản thật để thử / no real documents here")
def test_a_real_pair_is_aligned_as_the_pair_itself():
    parent, child = (whole(next(SHARED.glob(f"corpus/{number}_*"))) for number in ("003", "002"))
    assert align(from_json(stored(parent)), from_json(stored(child))) == align(parent, child)


def test_an_older_reading_without_later_keys_is_read_too():
    body = {"document": {"number": "1/KH-UBND"}, "text": "1. Làm đường.", "outline": [], "tasks": [], "citations": []}
    reading = from_json(body)
    assert reading.document.number == "1/KH-UBND"
    assert reading.outline == () and reading.targets == () and reading.lines == ()
