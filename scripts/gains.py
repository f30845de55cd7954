"""Say what a change of the reader's rules gains and loses over real documents.

    python scripts/gains.py                      the working tree against main (on main: against its last commit)
    python scripts/gains.py --against v0.1.0     … against a revision
    python scripts/gains.py --in DIR FILE …      … over these documents

Prints for each document the findings lost (-) and gained (+): provisions, duties, who leads, who works with them, who
gets the result, until when, citations and targets; then a sum by kind. Exit status 0; 2 when the old reader or the
documents are not there.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = [ROOT.parent / "shared" / folder for folder in ("corpus", "more")]
KINDS = {
    "outline": "provisions", "tasks": "duties", "leads": "leads", "partners": "partners", "reports_to": "recipients",
    "due": "deadlines", "citations": "citations", "targets": "targets",
}  # fmt: skip
# What runs in a process of its own with each tree's source: one line of JSON for each document.
READ = """
import json, sys
from pathlib import Path
from hoinhap.core.reader import Unreadable, read, to_json
for name in sys.stdin.read().splitlines():
    try:
        found = to_json(read(Path(name).read_bytes(), Path(name).name))
        found = {key: found[key] for key in ("outline", "tasks", "citations", "targets")}
    except Unreadable as refusal:
        found = {"refused": refusal.code}
    print(json.dumps([name, found]))
"""
_LONGEST = 90

Finding = tuple[str, str]


def findings(reading: Mapping[str, Any]) -> Counter[Finding]:
    """List what a reading found as (kind, words), the same finding as often as it was found."""
    found: Counter[Finding] = Counter()
    if "refused" in reading:
        found["outline", f"refused: {reading['refused']}"] += 1
        return found
    for one in reading["outline"]:
        found["outline", one["path"]] += 1
    for task in reading["tasks"]:
        path = task["path"]
        found["tasks", f"{path}{' (optional)' if task['optional'] else ''}: {_short(task['text'])}"] += 1
        for kind in ("leads", "partners", "reports_to"):
            for name in task[kind]:
                found[kind, f"{path}: {name}"] += 1
        if task["due"]:
            found["due", f"{path}: {' '.join(f'{key} {value}' for key, value in task['due'].items())}"] += 1
    for one in reading["citations"]:
        found["citations", " ".join(str(one[key]) for key in ("kind", "number", "date", "issuer") if one[key])] += 1
    for one in reading["targets"]:
        reach = f"{one['low']:g}" if one["low"] == one["high"] else f"{one['low']:g}-{one['high']:g}"
        found["targets", f"{one['path']}: {reach} {one['unit']} by {one['by']}"] += 1
    return found


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (sign, kind, words) of what was lost ("-") and gained ("+"), kind by kind."""
    before, after = findings(old), findings(new)
    changed = [("-", *one) for one in (before - after).elements()]
    changed += [("+", *one) for one in (after - before).elements()]
    order = list(KINDS)
    return sorted(changed, key=lambda one: (order.index(one[1]), one[2].split(":")[0], one[0] == "+"))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def readings(source: Path, documents: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read documents with the code of a source folder, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", READ],
        input="\n".join(map(str, documents)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=source,
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    if ran.returncode:
        raise SystemExit(_said(f"the reader of {source} fails:\n{ran.stderr}"))
    for line in ran.stdout.splitlines():
        name, found = json.loads(line)
        yield name, found


def unpack(revision: str, folder: Path) -> Path:
    """Write the source of a revision into a folder and return where it is."""
    ran = subprocess.run(["git", "archive", revision, "src"], cwd=ROOT, capture_output=True, check=False)
    if ran.returncode:
        raise SystemExit(_said(f"no source of {revision}: {ran.stderr.decode('utf-8', 'replace').strip()}"))
    with tarfile.open(fileobj=io.BytesIO(ran.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def _said(words: str) -> int:
    print(f"gains: {words}", file=sys.stderr)
    return 2


def _default() -> str:
    branch = subprocess.run(["git", "branch", "--show-current"], cwd=ROOT, capture_output=True, text=True, check=False)
    known = subprocess.run(["git", "rev-parse", "-q", "--verify", "main"], cwd=ROOT, capture_output=True, check=False)
    return "main" if known.returncode == 0 and branch.stdout.strip() != "main" else "HEAD"


def _documents(names: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for name in names:
        found += sorted(path for path in name.rglob("*") if path.is_file()) if name.is_dir() else [name] * name.exists()
    return [path.resolve() for path in found]


def main(argv: Sequence[str] | None = None) -> int:
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="gains", description=__doc__, formatter_class=as_written)
    parser.add_argument("--against", metavar="REVISION", default=None)
    parser.add_argument("--in", dest="names", metavar="PATH", nargs="+", type=Path, default=SHARED)
    asked = parser.parse_args(argv)
    documents = _documents(asked.names)
    if not documents:
        return _said("there are no documents to read; name some with --in")
    revision = asked.against or _default()
    with tempfile.TemporaryDirectory() as folder:
        old = dict(readings(unpack(revision, Path(folder)), documents))
        new = dict(readings(ROOT / "src", documents))
    sums: Counter[tuple[str, str]] = Counter()
    for name, reading in new.items():
        changed = differences(old[name], reading)
        if changed:
            print(Path(name).name)
        for sign, kind, words in changed:
            print(f"  {sign} {KINDS[kind]:10} {words}")
            sums[sign, kind] += 1
    total: Counter[str] = Counter()
    for reading in new.values():
        total.update(kind for kind, _ in findings(reading).elements())
    print(f"{len(documents)} documents against {revision}")
    for kind, words in KINDS.items():
        print(f"  {words:10} {total[kind]:6}   +{sums['+', kind]} -{sums['-', kind]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
