"""Load the cue words of the reader, once each ("chủ trì", "phối hợp với", "trước ngày … hằng năm")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def cues(name: str) -> dict[str, Any]:
    """Return the table of `lexicon/NAME.toml`."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def either(phrases: Iterable[str]) -> str:
    """Return phrases as an alternation of a regular expression, the first that fits wins ("(?:hằng|hàng)")."""
    return "(?:" + "|".join(re.escape(phrase).replace("\\ ", r"\s") for phrase in phrases) + ")"
