"""The script that says what a change of the rules gains and loses."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "gains.py"


@pytest.fixture(scope="module")
def gains() -> Any:
    spec = importlib.util.spec_from_file_location("gains", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def task(**changed: Any) -> dict[str, Any]:
    plain = {"path": "I/1", "text": "Sở Ngoại vụ theo dõi.", "leads": ["Sở Ngoại vụ"], "partners": [], "reports_to": []}
    return {**plain, "due": None, "optional": False, **changed}


def made(*tasks: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "outline": [{"path": "I"}, {"path": "I/1"}],
        "tasks": list(tasks),
        "citations": [],
        "targets": [],
        **changed,
    }


def test_the_same_reading_gains_and_loses_nothing(gains):
    assert gains.differences(made(task()), made(task())) == []


def test_what_changed_is_named(gains):
    old = made(task(due={"by": "2025"}))
    new = made(task(partners=["Công an tỉnh"], due={"on": "2025-06-30"}))
    assert gains.differences(old, new) == [
        ("+", "partners", "I/1: Công an tỉnh"),
        ("-", "due", "I/1: by 2025"),
        ("+", "due", "I/1: on 2025-06-30"),
    ]


def test_a_duty_that_became_optional_is_a_loss_and_a_gain(gains):
    changed = gains.differences(made(task()), made(task(optional=True)))
    assert [(sign, kind) for sign, kind, _ in changed] == [("-", "tasks"), ("+", "tasks")]


def test_the_same_finding_twice_counts_twice(gains):
    assert [sign for sign, *_ in gains.differences(made(task(), task()), made(task()))] == ["-", "-"]


def test_citations_targets_and_refusals(gains):
    cited = {"kind": "Nghị quyết", "number": "9/NQ-CP", "date": None, "issuer": None}
    aim = {"path": "I/1", "low": 2, "high": 3, "unit": "đoàn", "by": "2030"}
    assert gains.differences(made(), made(citations=[cited], targets=[aim])) == [
        ("+", "citations", "Nghị quyết 9/NQ-CP"),
        ("+", "targets", "I/1: 2-3 đoàn by 2030"),
    ]
    assert ("+", "outline", "refused: damaged") in gains.differences(made(), {"refused": "damaged"})


def test_the_last_commit_is_read_beside_the_working_tree(tmp_path):
    if not (ROOT / ".git").exists():
        pytest.skip("Đây không phải bản sao git nên không có phiên bản cũ để so.")
    (tmp_path / "a.txt").write_text("KẾ HOẠCH\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Ngoại vụ chủ trì theo dõi.\n", "utf-8")
    command = [sys.executable, str(SCRIPT), "--against", "HEAD", "--in", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "1 documents against HEAD" in ran.stdout and "duties" in ran.stdout


def test_what_is_not_there_is_two(tmp_path):
    for options in (["--in", str(tmp_path / "none")], ["--against", "no-such-revision", "--in", str(SCRIPT)]):
        ran = subprocess.run(
            [sys.executable, str(SCRIPT), *options], capture_output=True, text=True, check=False, timeout=60
        )
        assert ran.returncode == 2 and ran.stderr.startswith("gains: ")
