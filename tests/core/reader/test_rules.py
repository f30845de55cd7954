"""Every rule that the reader can name has its words in lexicon/rules.toml, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hoinhap.core.reader as reader
from hoinhap.core.reader import read, to_json
from hoinhap.core.reader.lexicon import cues

AREAS = ("duty", "due", "target", "citation", "heading", "section", "words", "kind", "field")
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in Path(reader.__file__).parent.rglob("*.py")}
_LITERAL = re.compile(rf'"((?:{"|".join(AREAS)})\.[a-z][a-z_-]*)"')
_COMPOSED = re.compile(rf'f"({"|".join(AREAS)})\.\{{([^}}]*)\}}')


def known() -> set[str]:
    return {f"{area}.{name}" for area, rules in cues("rules").items() for name in rules}


def written() -> set[str]:
    """Gather the rules that the source writes out and those that it puts together."""
    found = {name for source in SOURCES.values() for name in _LITERAL.findall(source) if not name.endswith(".toml")}
    kinds = {*cues("duties")["sections"], "amending"}
    whole = "\n".join(SOURCES.values())
    for ends in (
        {f"section.{kind}" for kind in kinds | {"none"}},
        {f"heading.{kind}" for kind in kinds | {"plain"}},
        {f"due.{kind}" for kind in re.findall(r'\bTime\("([a-z-]+)"', whole)},
        {f"duty.{how}" for how in re.findall(r'(?:\bhow=|\bActor\([^"\n]*)"([a-z]+)"', whole)},
    ):
        assert len(ends) > 2
        found |= ends
    return found


def test_every_rule_of_the_source_has_its_words():
    assert written() - known() == set()


def test_the_parts_that_rules_are_put_together_from_are_the_ones_looked_at():
    composed = {area for source in SOURCES.values() for area, _part in _COMPOSED.findall(source)}
    assert composed <= {"duty", "due", "section", "heading"}


@pytest.mark.parametrize("area", AREAS)
def test_the_words_are_said_in_both_languages(area):
    for name, said in cues("rules")[area].items():
        assert set(said) == {"vi", "en"}, name
        assert all(words and words[0].isupper() and not words.endswith(".") for words in said.values()), name
        assert said["vi"] != said["en"]


def test_every_rule_of_the_demo_province_has_its_words():
    folder = Path(reader.__file__).parents[2] / "apps" / "library" / "demo"
    found: set[str] = set()
    for path in sorted(folder.glob("0*")):
        body = to_json(read(path.read_bytes(), path.name))
        for part in ("outline", "tasks", "targets", "citations"):
            found.update(one["rule"] for one in body[part])
        found.update(task["due_rule"] for task in body["tasks"] if task["due_rule"])
    assert len(found) > 10
    assert found - known() == set()
