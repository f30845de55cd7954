"""What stands where on a page: pieces of text, drawn lines, and the blocks that are read together."""

from __future__ import annotations

from dataclasses import dataclass, field

# Distances in points (1/72 inch).
TOUCH = 3.0
GUTTER = 8.0
# A page of a document has a few hundred pieces; drawings and hostile pages have more, and are read as they come.
MOST_PIECES = 4_000


@dataclass(slots=True)
class Piece:
    """A run of words on one baseline: what a page shows from `left` to `right` at height `y` (counted from below)."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    page: int = 0
    row: int = 0
    column: int = 0
    room: float = 0.0  # width that a cell offers its lines, 0 in flowing text
    ends: bool = False

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Rules:
    """The drawn lines of a page: horizontal ones (y, left, right) and vertical ones (x, bottom, top)."""

    flat: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Pieces that are read together: kind "flow", "columns" (masthead, signature) or "table"."""

    kind: str
    pieces: list[Piece]
    top: float
    edges: tuple[float, ...] = ()
    rows: int = 0
