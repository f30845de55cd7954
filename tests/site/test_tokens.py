"""The colours of the tokens keep their contrast, and the sizes their measure, whoever changes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).resolve().parents[2] / "src/hoinhap/site/static/site"
TOKENS = dict(re.findall(r"^\s*--([\w-]+):\s*([^;]+);", (SHEETS / "tokens.css").read_text(encoding="utf-8"), re.M))
STATES = ("done", "underway", "soon", "late", "blocked", "untaken")
# Where a row is pointed at, chosen or spoken of, its words stand on these.
GROUNDS = ("paper", "ground", "accent-pale")
PAIRS = [
    *(("ink", ground) for ground in (*GROUNDS, "due-ground")),
    *(("muted", ground) for ground in (*GROUNDS, "untaken-ground")),
    *(("accent", ground) for ground in GROUNDS),
    ("paper", "accent"),
    ("paper", "accent-deep"),
    *((f"{state}-ink", f"{state}-ground") for state in STATES),
    # A finished cell of a matrix has no ground of its own; a refusal stands beside its field.
    *((f"{state}-ink", ground) for state in STATES for ground in GROUNDS),
]


def light(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, pale = sorted((light(TOKENS[one]), light(TOKENS[other])))
    return (pale + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_focus_ring_stands_out(ground):
    frame = (SHEETS / "frame.css").read_text(encoding="utf-8")
    assert ":focus-visible { outline: 2px solid var(--accent);" in frame
    assert contrast("accent", ground) >= 3


@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*.css")), ids=lambda path: path.name)
def test_no_sheet_takes_the_focus_ring_away(sheet):
    rules = re.findall(r"([^{}]+)\{[^{}]*outline:\s*(?:0|none)", sheet.read_text(encoding="utf-8"))
    # The target of the skip link is the page itself: it is focused without being a control.
    assert [one.strip() for one in rules] in ([], ["main:focus"])


def test_edges_of_controls_stand_out():
    assert contrast("edge", "paper") >= 3


@pytest.mark.parametrize("state", STATES)
def test_the_surfaces_of_a_chart_stand_out_from_the_paper(state):
    assert contrast(f"{state}-fill", "paper") >= 3


def test_the_scale_of_type_is_the_one_agreed():
    pixels = {name[5:]: float(value[:-3]) * 16 for name, value in TOKENS.items() if name.startswith("size-")}
    assert pixels == {"caption": 12, "table": 13, "body": 14, "h3": 16, "h2": 20, "h1": 24, "paper": 17}


@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*.css")), ids=lambda path: path.name)
def test_no_text_runs_over_several_lines_closer_than_stacked_marks_allow(sheet):
    text = re.sub(r"(?m)^kbd \{.*$|^\.btn kbd \{.*$", "", sheet.read_text(encoding="utf-8"))
    heights = re.findall(r"line-height:\s*(\d*\.?\d+)\s*[;}]", text)
    heights += re.findall(r"font:[^;{}]*/(\d*\.?\d+)\s", re.sub(r"@page[^\n]*", "", text))
    assert all(float(height) >= 1.45 for height in heights), heights


@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*.css")), ids=lambda path: path.name)
def test_every_colour_of_a_screen_comes_from_the_tokens(sheet):
    if sheet.name in ("tokens.css", "print.css"):
        return
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text(encoding="utf-8"))
    assert found == []
