"""Who carries what of a document: the values behind the matrix on the page, the workbook and the annex.

Every value is frozen and holds words as a person reads them; nothing here is counted twice or looked up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from hoinhap.core.reader.shown import address

NOBODY = ""
"""The row of the duties of which nobody is said to be in the lead."""


class Section(NamedTuple):
    """A part of the document that duties stand in: the path of its heading ("II/1") and the words of it."""

    key: str
    words: str

    @property
    def label(self) -> str:
        """Return how the section is cited: "II.1"; "" for what stands in no section."""
        return address(self.key) if self.key else ""


class Cell(NamedTuple):
    """What an agency has in a section: duties it leads, duties it takes part in, how many of them are undecided."""

    lead: int = 0
    partner: int = 0
    undecided: int = 0

    def plus(self, other: Cell) -> Cell:
        """Return the sum of two cells."""
        return Cell(self.lead + other.lead, self.partner + other.partner, self.undecided + other.undecided)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty in words. `state` is "open" until a person decides, then "accepted" or "dismissed"."""

    place: str
    section: Section
    text: str
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    reports_to: tuple[str, ...] = ()
    due: str = ""
    due_text: str = ""
    product: str = ""
    money: str = ""
    state: str = "open"

    @property
    def is_open(self) -> bool:
        """Say whether a person still has to decide on it."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class ResponsibilityMatrix:
    """A document's duties, counted by agency and section.

    `agencies` are in the order they are shown, the busiest first, `NOBODY` last; `cells` has only what is not empty.
    """

    kind: str = ""
    number: str = ""
    title: str = ""
    issuer: str = ""
    dated: date | None = None
    name: str = ""
    sections: tuple[Section, ...] = ()
    agencies: tuple[str, ...] = ()
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    duties: tuple[DutyRow, ...] = ()

    @property
    def heading(self) -> str:
        """Name the document as an officer does: "Kế hoạch 119/KH-UBND", else by its file."""
        return " ".join(part for part in (self.kind, self.number) if part) or self.name

    @property
    def undecided(self) -> int:
        """Count the duties on which nobody has decided."""
        return sum(duty.is_open for duty in self.duties)

    def cell(self, agency: str, section: str) -> Cell:
        """Return what an agency has in a section, also where it has nothing."""
        return self.cells.get((agency, section), Cell())

    def of_agency(self, agency: str) -> Cell:
        """Return the total of an agency over all sections."""
        return _sum([self.cell(agency, section.key) for section in self.sections])

    def of_section(self, section: str) -> Cell:
        """Return the total of a section over all agencies; a duty of two leads counts twice here."""
        return _sum([self.cell(agency, section) for agency in self.agencies])

    def duties_of(self, section: str) -> tuple[DutyRow, ...]:
        """Return the duties of a section in the order of the text, each once."""
        return tuple(duty for duty in self.duties if duty.section.key == section)


def _sum(cells: list[Cell]) -> Cell:
    total = Cell()
    for cell in cells:
        total = total.plus(cell)
    return total
