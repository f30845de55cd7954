"""Real documents on the page: every letter of the text stands somewhere on it, once."""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from pathlib import Path

import pytest

from hoinhap.apps.library import items, panel
from hoinhap.apps.library.paper import set_paper
from hoinhap.apps.library.rows import image_of
from hoinhap.core.reader import read, to_json
from tests.apps.library.papers import laid

SHARED = Path(__file__).resolve().parents[4] / "shared"
PAPERS = sorted([*SHARED.glob("corpus/*"), *SHARED.glob("more/*.txt")])[::6]


def letters(text: str) -> Counter:
    return Counter(character for character in text if character.isalnum())


@pytest.mark.skipif(not PAPERS, reason="không có văn bản thật để thử / no real documents here")
@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name[:24])
def test_every_letter_stands_on_the_page_once(path):
    body = to_json(read(path.read_bytes(), path.name))
    found = laid(body)
    paper = set_paper(body, found)
    pieces = [line.html for line in (*paper.left, *paper.right)] + [escape(line) for line in paper.aside]
    for block in paper.blocks:
        pieces += [block.html, *block.left, *block.right, *(cell for row in block.rows for _role, cell in row)]
    shown = letters(unescape(re.sub(r"<[^>]*>", "", " ".join(pieces))))
    lost = letters(body["text"]) - shown
    # The labels of provisions stand in the margin, not in the paragraph.
    labels = letters(" ".join(item["label"] or "" for item in body["outline"]))
    assert not lost - labels
    assert not shown - letters(body["text"])
    anchors = re.findall(r'id="s([0-9a-f]{12})"', " ".join(map(str, pieces)))
    assert len(anchors) == len(set(anchors))
    assert set(anchors) == {item.ref for item in found if any(start < end for start, end in item.spans["said"])}
    assert sum(item.kind == item.DUTY for item in found) == len(body["tasks"])
    # Every provision is answered for by its items or is a heading, and every item is a line of the list.
    answers = items.answers([image_of(item) for item in found], body["outline"])
    assert [at for at, answer in enumerate(answers) if answer == items.SETTLED] == [
        at for at, one in enumerate(body["outline"]) if one.get("answer") == items.SETTLED
    ]
    assert [line.ref for line in panel.item_lines(found, body)] == [item.ref for item in found]
