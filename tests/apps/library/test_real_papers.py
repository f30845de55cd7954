"""Real documents on the page: every letter of the text stands somewhere on it, once."""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from pathlib import Path

import pytest

from hoinhap.apps.library import panel
from hoinhap.apps.library.paper import set_paper
from hoinhap.core.reader import read, to_json

SHARED = Path(__file__).resolve().parents[4] / "shared"
PAPERS = sorted([*SHARED.glob("corpus/*"), *SHARED.glob("more/*.txt")])[::6]


def letters(text: str) -> Counter:
    return Counter(character for character in text if character.isalnum())


@pytest.mark.skipif(not PAPERS, reason="không có văn bản thật để thử / no real documents here")
@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name[:24])
def test_every_letter_stands_on_the_page_once(path):
    body = to_json(read(path.read_bytes(), path.name))
    paper = set_paper(body)
    pieces = [line.html for line in (*paper.left, *paper.right)] + [escape(line) for line in paper.aside]
    for block in paper.blocks:
        pieces += [block.html, *block.left, *block.right, *(cell for row in block.rows for _role, cell in row)]
    shown = letters(unescape(re.sub(r"<[^>]*>", "", " ".join(pieces))))
    lost = letters(body["text"]) - shown
    # The labels of provisions stand in the margin, not in the paragraph.
    labels = letters(" ".join(item["label"] or "" for item in body["outline"]))
    assert not lost - labels
    assert not shown - letters(body["text"])
    anchors = re.findall(r'id="(s\d+)"', " ".join(map(str, pieces)))
    assert len(anchors) == len(set(anchors)) == len(body["tasks"])
    assert len(panel.duty_lines(body)) == len(body["tasks"])
