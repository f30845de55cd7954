"""The labels of agency names made by hand, and how an answer of the resolver is held against one."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hoinhap.core.agencies.nation import known_nation, province_key
from hoinhap.core.agencies.resolve import ClassRule, Gazetteer, Known, NameForm, Resolution, members

GOLD = Path(__file__).parents[4] / "shared" / "gold"
_TODAY = date(2025, 11, 25)
_LEVELS = {"@tỉnh": "province", "@huyện": "district", "@xã": "commune"}


class Label(NamedTuple):
    """One name of one document and who is meant by it; see the head of labels/corpus.toml."""

    document: str
    text: str
    on: date | None
    province: str
    meant: str


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("labels").joinpath("corpus.toml").read_text(encoding="utf-8"))


def labels() -> Iterator[Label]:
    """Give every label."""
    for document in _raw()["document"]:
        on = document.get("on")
        province = province_key(document["province"], on or _TODAY) if "province" in document else ""
        for text, meant in document["names"].items():
            yield Label(document["name"], text, on, province, meant)


def gold_names() -> set[tuple[str, str]]:
    """Return (document, name) for every agency name of the gold readings."""
    found = set()
    for file in GOLD.glob("*.json"):
        gold = json.loads(file.read_text(encoding="utf-8"))
        names = {gold["document"].get("issuer")} | {one.get("issuer") for one in gold["citations"]}
        for task in gold["tasks"]:
            names.update(task["leads"], task["partners"], task["reports_to"])
        found |= {(file.stem, name) for name in names if name}
    return found


@cache
def known() -> tuple[Known, ...]:
    """Return the nation with what an administrator would have entered besides."""
    extras = []
    for one in _raw()["extra"]:
        home = province_key(one["province"], _TODAY) if "province" in one else ""
        key, level = (f"{home}/{one['code']}", "province") if home else (one["code"], "central")
        extras.append(Known(key, one["kind"], level, home, (NameForm(one["name"]),), parent=home))
    return (*known_nation(), *extras)


@cache
def gazetteer() -> Gazetteer:
    """Return the resolver of the labels' nation."""
    return Gazetteer(known())


@cache
def _members(rule: ClassRule, on: date, province: str) -> frozenset[str]:
    return frozenset(members(rule, known(), on, province))


def fault(label: Label, found: Resolution) -> str:
    """Say what is wrong with an answer: "" nothing, "asked" a question where the answer is known, or the fault."""
    meant = label.meant
    if meant == "?":
        return "" if found.verdict == "ask" else f"not asked: {found.verdict} {found.key}"
    if found.verdict == "ask":
        return "asked"
    if meant == "-":
        return "" if found.verdict == "nobody" else f"somebody: {found.verdict} {found.key}"
    if meant.startswith("="):
        return _class_fault(label, found)
    key = _key(meant, label.province)
    return "" if (found.verdict, found.key) == ("agency", key) else f"{found.verdict} {found.key}, meant {key}"


def _key(code: str, province: str) -> str:
    if code == "ubnd":
        return province
    return code[1:] if code.startswith("/") else f"{province}/{code}"


def _class_fault(label: Label, found: Resolution) -> str:
    if found.verdict != "class" or found.rule is None:
        return f"no class: {found.verdict} {found.key}"
    asked = _raw()["class"][label.meant[1:]]
    if found.rule.open != asked.get("open", False):
        return f"open is {found.rule.open}"
    on = label.on or _TODAY
    inside = _members(found.rule, on, label.province)
    for code in asked.get("has", ()):
        missing = _keys(code, on, label.province) - inside
        if missing:
            return f"{code} is not in it ({len(missing)})"
    for code in asked.get("hasnt", ()):
        if _keys(code, on, label.province) & inside:
            return f"{code} is in it"
    return ""


def _keys(code: str, on: date, province: str) -> set[str]:
    """Return the agencies that a word of a class stands for; empty where none lived on that day."""
    level = _LEVELS.get(code)
    if level is None:
        return {one.key for one in known() if one.key == _key(code, province) and one.alive(on)}
    return {
        one.key
        for one in known()
        if one.kind == "committee"
        and one.level == level
        and one.alive(on)
        and (level == "province" or one.home == province)
    }
