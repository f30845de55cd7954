"""Compare the lock files with docs/decisions/dependencies.toml: every package decided, every licence allowed."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DECISIONS = ROOT / "docs" / "decisions"


def faults() -> list[str]:
    """List what is wrong, one sentence each."""
    decided = tomllib.loads((DECISIONS / "dependencies.toml").read_text(encoding="utf-8"))
    entries = {**decided["run"], **decided["test"]}
    locked = {
        name: path.name
        for path in sorted(ROOT.glob("requirements/*.txt"))
        for name in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", path.read_text(encoding="utf-8"), re.M)
    }
    found = [f"{name} ({lock}) is not in dependencies.toml" for name, lock in locked.items() if name not in entries]
    found += [f"{name} is decided on but in no lock file" for name in entries if name not in locked]
    for name, entry in entries.items():
        for licence in re.split(r",| AND | OR ", entry["licence"]):
            if licence.strip() not in decided["allowed"]:
                found.append(f"{name}: {licence.strip()} is not an allowed licence")
        if not list(DECISIONS.glob(f"{entry['decision']}-*.md")):
            found.append(f"{name}: there is no decision {entry['decision']}")
    return found


if __name__ == "__main__":
    problems = faults()
    sys.stdout.write("".join(f"{problem}\n" for problem in problems) or "every package is decided on\n")
    sys.exit(bool(problems))
