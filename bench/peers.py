"""Take the same figures of peers beside ours: a tagger of agencies, and a reader of PDF."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure, seconds
from bench.papers import as_pdf, as_text, pages, paper

PEERS = {"underthesea": "underthesea==9.5.0", "pdfplumber": "pdfplumber==0.11.9"}
ROUNDS = 3


def figures(out: Path) -> Iterator[Figure | str]:
    """Install each peer where it can be and take turns with it; a sentence says which could not."""
    python = _environment(out / "peers")
    for name, wanted in PEERS.items():
        said = subprocess.run(
            [python, "-m", "pip", "install", "-q", wanted], capture_output=True, text=True, check=False
        )
        if said.returncode:
            last = said.stderr.strip().splitlines()[-1:] or ["pip said nothing"]
            yield f"{name} could not be installed, so it is not measured: {last[0]}"
            continue
        yield from tagger(out, python) if name == "underthesea" else pdf(out, python)


def _environment(folder: Path) -> str:
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    return str(python)


def tagger(out: Path, python: str) -> Iterator[Figure | str]:
    """Compare our whole reading with the named entities of underthesea, over the same text."""
    from hoinhap.core.reader import read

    data = as_text(paper(5, 10_000))
    (out / "peer.txt").write_bytes(data)
    yield from _beside(
        "underthesea_ner", python, out / "peer.txt", len(data.decode()), "chars/s", lambda: read(data, "a.txt")
    )


def pdf(out: Path, python: str) -> Iterator[Figure | str]:
    """Compare PDF to Reading with pdfplumber's bare text."""
    from hoinhap.core.reader import read

    data = as_pdf(paper(5))
    (out / "peer.pdf").write_bytes(data)
    yield from _beside("pdfplumber", python, out / "peer.pdf", pages(data), "pages/s", lambda: read(data, "a.pdf"))


def _beside(name: str, python: str, file: Path, amount: int, unit: str, ours) -> Iterator[Figure | str]:
    """Take turns, so that both meet the same machine; compare medians."""
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(seconds(ours, times=3))
        side = [python, str(Path(__file__).with_name("peer_side.py")), name, str(file)]
        said = subprocess.run(side, capture_output=True, text=True, check=False)
        if said.returncode:
            yield f"{name} failed, so it is not measured: {(said.stderr.strip().splitlines() or [''])[-1]}"
            return
        theirs.append(json.loads(said.stdout.splitlines()[-1])["seconds"])
    yield Figure(f"peer.{name}", amount / median(theirs), unit)
    yield Figure(f"peer.{name}.ours", amount / median(mine), unit, note="same file, same run")
    yield Figure(f"peer.{name}.ratio", median(theirs) / median(mine), "times faster", 1.0)
