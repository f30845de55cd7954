"""One plan, four formats: the words come out the same, in the same order."""

from __future__ import annotations

import build
import pytest

from hoinhap.core.reader.formats import extract
from hoinhap.core.reader.model import Extract


def paragraphs(source: Extract) -> list[str]:
    """Return the paragraphs of an extract; the lines of one cell count as one."""
    found: list[str] = []
    before = None
    for line in source.lines:
        words = source.text[line.start : line.end]
        if before is not None and (before.cell == line.cell if line.cell else not before.ends and not before.cell):
            found[-1] += " " + words
        else:
            found.append(words)
        before = line
    return found


@pytest.mark.parametrize("kind", ["txt", "html", "docx", "pdf"])
def test_every_format_gives_the_paragraphs_of_the_plan(kind: str) -> None:
    if kind == "pdf":
        pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    source = extract(getattr(build, kind)(), f"ke-hoach.{kind}")
    assert paragraphs(source) == build.words()


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_a_line_knows_its_cell(kind: str) -> None:
    if kind == "pdf":
        pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    source = extract(getattr(build, kind)(), f"ke-hoach.{kind}")
    cells = {line.cell: source.text[line.start : line.end] for line in source.lines if line.cell}
    assert cells[2, 2, 1] == "Xây dựng cơ sở dữ liệu về đối tác nước ngoài của tỉnh" or cells[2, 2, 1].endswith(
        "của tỉnh"
    )
    assert cells[2, 0, 0] == "STT"
    assert cells[2, 3, 3] == "Cả năm"


@pytest.mark.parametrize("kind", ["txt", "html", "docx", "pdf"])
def test_spans_cover_the_text_but_for_line_ends(kind: str) -> None:
    if kind == "pdf":
        pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    source = extract(getattr(build, kind)(), f"ke-hoach.{kind}")
    assert "\n".join(source.text[line.start : line.end] for line in source.lines) == source.text
    assert all(line.start < line.end for line in source.lines)
