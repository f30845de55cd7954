"""Old Word files through LibreOffice: the same words as their docx twins, and a plain refusal where it is missing."""

import os
import select
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hoinhap.core.reader.formats import docx, extract, office
from hoinhap.core.reader.model import Unreadable

SHARED = Path(__file__).parents[5] / "shared" / "word"
RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}}\f0 S\u7903? Y t\u7871? ch\u7911? tr\u236?.\par "
    rb"{\b Nh\u432? tr\u234?n}\par}"
)

installed = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@installed
def test_rtf_becomes_docx() -> None:
    found = docx.from_bytes(office.convert(RTF, ".rtf"))
    assert found.text == "Sở Y tế chủ trì.\nNhư trên"
    assert [line.bold for line in found.lines] == [False, True]


@installed
def test_calls_may_run_side_by_side() -> None:
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda suffix: docx.from_bytes(office.convert(RTF, suffix)).text, (".rtf", ".rtf"))
    assert one == two


@installed
def test_doc_files_say_what_their_docx_twins_say() -> None:
    names = sorted(SHARED.glob("*.doc"))
    if not names:
        pytest.skip("the shared Word files are not here")
    name = min(names, key=lambda path: path.stat().st_size)
    old, new = name.read_bytes(), name.with_suffix(".docx").read_bytes()
    assert extract(old, name.name).text == docx.from_bytes(new).text


@installed
def test_a_broken_file_is_damaged() -> None:
    with pytest.raises(Unreadable) as refusal:
        office.convert(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 3000, ".doc")
    assert refusal.value.code == "damaged"


def test_without_the_program_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda name: None)
    with pytest.raises(Unreadable) as refusal:
        office.convert(RTF, ".rtf")
    assert refusal.value.code == "needs-libreoffice"
    assert refusal.value.facts == {"package": "libreoffice-writer"}


def test_a_program_that_hangs_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 600 &\necho $! > child\nwait\n")
    program.chmod(0o755)
    kept = tmp_path / "child"
    monkeypatch.setattr(office.shutil, "which", lambda name: str(program))
    monkeypatch.setattr(office, "TIME_LIMIT", 0.5)
    monkeypatch.setattr(office.tempfile, "TemporaryDirectory", lambda **_: _Folder(tmp_path))
    with pytest.raises(Unreadable) as refusal:
        office.convert(RTF, ".rtf")
    assert refusal.value.code == "too-slow"
    assert _ended(int(kept.read_text()))


def _ended(number: int) -> bool:
    try:
        process = os.pidfd_open(number)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 10)[0])
    finally:
        os.close(process)


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> str:
        return str(self.path)

    def __exit__(self, *_: object) -> None:
        pass
