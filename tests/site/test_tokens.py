"""The colours of the tokens keep their contrast, whoever changes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = dict(
    re.findall(
        r"^\s*--([\w-]+):\s*(#[0-9a-f]{6});",
        (Path(__file__).resolve().parents[2] / "src/hoinhap/site/static/site/tokens.css").read_text(encoding="utf-8"),
        re.M,
    )
)
PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "accent-pale"),
    ("ink", "due-ground"),
    ("muted", "paper"),
    ("muted", "ground"),
    ("muted", "accent-pale"),
    ("accent", "paper"),
    ("accent", "accent-pale"),
    ("paper", "accent"),
    *((f"{state}-ink", f"{state}-ground") for state in ("done", "underway", "soon", "late", "blocked", "untaken")),
]


def light(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out(ink, ground):
    dark, pale = sorted((light(TOKENS[ink]), light(TOKENS[ground])))
    assert (pale + 0.05) / (dark + 0.05) >= 4.5


def test_edges_of_controls_stand_out():
    assert (light(TOKENS["paper"]) + 0.05) / (light(TOKENS["edge"]) + 0.05) >= 3
