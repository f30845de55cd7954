"""Load the cue words of the reader, once each ("chủ trì", "phối hợp với", "trước ngày … hằng năm")."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def cues(name: str) -> dict[str, Any]:
    """Return the table of `lexicon/NAME.toml`."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
