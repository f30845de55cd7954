"""Tables of a paper: ruled, the head repeated on each page, no short row broken between two pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from docx.document import Document
from docx.shared import Mm

from .page import element, fill, run, twips

SIZE = 12  # pt
_BEFORE = 2  # pt above and below the words of a cell
_BESIDE = 1.2  # mm left and right of them
# A row with more lines than this may go on overleaf: kept whole it would leave half a page empty.
_WHOLE = 12
_LETTER = 1.95  # mm, what a letter of this size takes on the average


class Cell(NamedTuple):
    """A cell: its words and how they are set. `span` counts columns; `rises` joins it to the cell above."""

    text: str = ""
    align: str = "left"
    bold: bool = False
    italic: bool = False
    span: int = 1
    rises: bool = False


class Row(NamedTuple):
    """A row of cells. `keep` holds it on the page of the next row: a heading never stands alone."""

    cells: Sequence[Cell]
    keep: bool = False


def table(document: Document, *, title: str, widths: Sequence[float], head: Sequence[Row], rows: Iterable[Row]) -> None:
    """Write a table; `widths` are millimetres, `head` is repeated on each page, `title` is for who cannot see it."""
    made = element("w:tbl")
    made.append(_properties(title, sum(widths)))
    grid = element("w:tblGrid")
    for width in widths:
        grid.append(element("w:gridCol", w=twips(Mm(width))))
    made.append(grid)
    for number, row in enumerate(head):
        under = head[number + 1].cells if number + 1 < len(head) else ()
        made.append(_row(row, widths, under, is_head=True))
    for row in rows:
        made.append(_row(row, widths, (), is_head=False))
    # A document ends with the properties of its last section: the table goes before them.
    document.element.body.sectPr.addprevious(made)


def _properties(title: str, width: float) -> Any:
    made = element("w:tblPr")
    made.append(element("w:tblW", w=twips(Mm(width)), type="dxa"))
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
    made.append(borders)
    made.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=twips(Mm(_BESIDE)), type="dxa"))
    made.append(margins)
    made.append(element("w:tblCaption", val=title))
    return made


def _row(row: Row, widths: Sequence[float], under: Sequence[Cell], *, is_head: bool) -> Any:
    made = element("w:tr")
    properties = element("w:trPr")
    placed = [(at, cell, sum(widths[at : at + cell.span])) for at, cell in _placed(row.cells)]
    if is_head or max((_lines(cell, width) for _at, cell, width in placed), default=0) <= _WHOLE:
        properties.append(element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    made.append(properties)
    rising = {at for at, cell in _placed(under) if cell.rises}
    for at, cell, width in placed:
        made.append(_cell(cell, width, is_head, row.keep, at in rising))
    return made


def _lines(cell: Cell, width: float) -> int:
    """Guess how many lines the words of a cell take."""
    letters = max(1, int((width - 2 * _BESIDE) / _LETTER))
    return sum(max(1, -(-len(line) // letters)) for line in cell.text.split("\n"))


def _placed(cells: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """Say in which column each cell begins."""
    at, placed = 0, []
    for cell in cells:
        placed.append((at, cell))
        at += cell.span
    return placed


def _cell(cell: Cell, width: float, is_head: bool, keep: bool, joined: bool) -> Any:
    made = element("w:tc")
    properties = element("w:tcPr")
    properties.append(element("w:tcW", w=twips(Mm(width)), type="dxa"))
    if cell.span > 1:
        properties.append(element("w:gridSpan", val=cell.span))
    if cell.rises:
        properties.append(element("w:vMerge"))
    elif joined:
        properties.append(element("w:vMerge", val="restart"))
    if is_head:
        properties.append(element("w:vAlign", val="center"))
    made.append(properties)
    paragraph = element("w:p")
    paragraph_properties = element("w:pPr")
    fill(paragraph_properties, keep=keep, before=_BEFORE, after=_BEFORE, align="center" if is_head else cell.align)
    paragraph.append(paragraph_properties)
    if cell.text:
        paragraph.append(run(cell.text, size=SIZE, bold=cell.bold or is_head, italic=cell.italic))
    made.append(paragraph)
    return made
