"""Compare readings with facts that a person wrote down: duties pair by path and order, names by their words.

The facts are as the contract's JSON, texts left out: "outline" may hold bare paths.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

KEYS = ("outline", "tasks", "leads", "partners", "reports_to", "due", "targets", "cites", "cite dates")
_TONES = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("õa", "oã"),
    ("ọa", "oạ"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
    ("ũy", "uỹ"),
    ("ụy", "uỵ"),
)


def fold(text: str) -> str:
    """Return a name's words without what two spellings differ in."""
    text = unicodedata.normalize("NFC", text).casefold()
    for old, new in _TONES:
        text = text.replace(old, new)
    return " ".join(re.findall(r"\w+", text))


class Tally:
    """Sums of right, found and wanted by key, over documents."""

    def __init__(self) -> None:
        self.sums: dict[str, list[int]] = {key: [0, 0, 0] for key in KEYS}
        self.misses: dict[str, list[str]] = defaultdict(list)

    def add(self, key: str, right: int, found: int, wanted: int) -> None:
        for place, count in enumerate((right, found, wanted)):
            self.sums[key][place] += count

    def f1(self, key: str) -> float:
        right, found, wanted = self.sums[key]
        return 2 * right / (found + wanted) if found or wanted else 1.0

    def mean(self) -> float:
        return sum(self.f1(key) for key in KEYS) / len(KEYS)

    def document(self, name: str, facts: dict[str, Any], read: dict[str, Any]) -> None:
        """Count one document in."""
        self._sets(name, "outline", _paths(facts["outline"]), _paths(read["outline"]))
        self._duties(name, facts["tasks"], read["tasks"])
        self._sets(name, "targets", map(_target, facts["targets"]), map(_target, read["targets"]))
        if "citations" in facts:
            wanted = {_number(one): one.get("date") for one in facts["citations"]}
            found = {_number(one): one.get("date") for one in read["citations"]}
            self._sets(name, "cites", list(wanted), list(found))
            dated = [(key, date) for key, date in wanted.items() if date]
            told = [(key, found[key]) for key in wanted if found.get(key)]
            self._sets(name, "cite dates", dated, told)

    def _sets(self, name: str, key: str, wanted: Iterable[Any], found: Iterable[Any]) -> None:
        want, got = Counter(wanted), Counter(found)
        right = sum((want & got).values())
        self.add(key, right, sum(got.values()), sum(want.values()))
        self.misses[key] += [f"{name}: -{one}" for one in want - got] + [f"{name}: +{one}" for one in got - want]

    def _duties(self, name: str, wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
        pairs = paired(wanted, found)
        sure = [k for k, task in enumerate(wanted) if not task["optional"]]
        either = {pairs[k] for k in pairs if wanted[k]["optional"]}
        self.add("tasks", sum(k in pairs for k in sure), len(found) - len(either), len(sure))
        self.misses["tasks"] += [f"{name}: -{wanted[k]['path']}" for k in sure if k not in pairs]
        self.misses["tasks"] += [
            f"{name}: +{task['path']}" for j, task in enumerate(found) if j not in set(pairs.values())
        ]
        for key in ("leads", "partners", "reports_to"):
            for k in sure:
                got = {fold(one) for one in found[pairs[k]][key]} if k in pairs else set()
                self._sets(f"{name} {wanted[k]['path']}", key, {fold(one) for one in wanted[k][key]}, got)
        for k in sure:
            got = [_due(found[pairs[k]])] if k in pairs and found[pairs[k]]["due"] else []
            self._sets(f"{name} {wanted[k]['path']}", "due", [_due(wanted[k])] if wanted[k]["due"] else [], got)


def paired(wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[int, int]:
    """Pair duties of one path: those with the same leads first, then in order."""
    by_path: dict[str, list[int]] = defaultdict(list)
    for j, task in enumerate(found):
        by_path[task["path"]].append(j)
    pairs: dict[int, int] = {}
    for same in (True, False):
        for k, task in enumerate(wanted):
            free = [j for j in by_path[task["path"]] if j not in pairs.values()]
            if same:
                free = [j for j in free if set(map(fold, found[j]["leads"])) == set(map(fold, task["leads"]))]
            if k not in pairs and free:
                pairs[k] = free[0]
    return pairs


def _paths(outline: list[Any]) -> list[str]:
    return [one if isinstance(one, str) else one["path"] for one in outline]


def _due(task: dict[str, Any]) -> str:
    return json.dumps(task["due"], sort_keys=True)


def _target(one: dict[str, Any]) -> tuple[float, float, str]:
    return float(one["low"]), float(one["high"]), str(one["by"])


def _number(one: dict[str, Any]) -> str:
    return re.sub(r"\s", "", one["number"] or "").casefold()
