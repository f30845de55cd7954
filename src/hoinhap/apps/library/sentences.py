"""What the reader and the rules have to say, as the sentence a person reads, in the language of the page."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from string import Formatter

from django.utils.translation import get_language

from hoinhap.apps.errors import Refused
from hoinhap.apps.library import words
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.model import Unreadable
from hoinhap.core.reader.refusals import sentence


def sentence_of(error: Refused | Unreadable, name: str = "") -> str:
    """Write a refusal: a rule's from the words of the library, the reader's from its lexicon."""
    if isinstance(error, Refused):
        return str(words.REFUSALS[error.code.partition(".")[2]]).format(**error.facts)
    return sentence(error, get_language() or "vi", name)


def note_of(note: dict[str, str]) -> str:
    """Write a note on the reading; a code without a sentence is shown as it is, rather than not at all."""
    entry = _notes().get(note["code"])
    if entry is None:
        return " · ".join(str(value) for value in note.values())
    text = entry["en" if get_language() == "en" else "vi"]
    return "".join(
        literal + (str(note.get(blank, "")) if blank else "") for literal, blank, _, _ in Formatter().parse(text)
    )


def rule_of(code: str) -> str:
    """Say a rule of the reader in words: "duty.inherited" is "Chủ thể lấy từ đề mục phía trên"; "" when unknown."""
    area, _dot, name = code.partition(".")
    entry = cues("rules").get(area, {}).get(name)
    return str(entry["en" if get_language() == "en" else "vi"]) if entry else ""


@cache
def _notes() -> dict[str, dict[str, str]]:
    text = files("hoinhap.core.reader.lexicon").joinpath("notes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
