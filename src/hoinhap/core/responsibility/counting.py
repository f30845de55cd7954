"""From the duties of a document to its matrix of agencies and sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from hoinhap.core.vi.order import order
from hoinhap.core.vi.text import key

from .model import NOBODY, Cell, DutyRow, ResponsibilityMatrix, Section

_GONE = ("dismissed", "replaced")


def agency_key(name: str) -> str:
    """Return what is equal for two spellings of an agency ("Sở Ngoại vụ", "SỞ  NGOẠI VỤ"; "Tỉnh uỷ", "Tỉnh ủy").

    Nothing is guessed beyond spelling: "Sở Ngoại vụ" and "Sở Ngoại vụ tỉnh" stay two.
    """
    return key(_opened(name))


def responsibilities(
    duties: Iterable[DutyRow],
    *,
    kind: str = "",
    number: str = "",
    title: str = "",
    issuer: str = "",
    dated: date | None = None,
    name: str = "",
    row_of: Callable[[str], str] | None = None,
) -> ResponsibilityMatrix:
    """Count the duties by agency and section; what was dismissed or replaced is no duty and is left out.

    Sections stand in the order of the text. An agency that leads a duty is not its partner as well. A duty without a
    lead counts for `NOBODY`, so that every duty is in at least one cell.

    `row_of` gives what is equal for two names of one agency ("UBND tỉnh", "Ủy ban nhân dân tỉnh"); the row is called
    as the duties call it most often. Without it names are compared by their spelling.
    """
    row_of = row_of or agency_key
    kept = [_distinct(duty, row_of) for duty in duties if duty.state not in _GONE]
    sections: dict[str, Section] = {}
    spellings: dict[str, Counter[str]] = {}
    cells: dict[tuple[str, str], Cell] = {}
    led: Counter[str] = Counter()
    for duty in kept:
        sections.setdefault(duty.section.key, duty.section)
        leads = [row_of(lead) for lead in duty.leads] or [NOBODY]
        partners = [row_of(partner) for partner in duty.partners]
        for spelling in (*duty.leads, *duty.partners):
            spellings.setdefault(row_of(spelling), Counter())[_opened(spelling)] += 1
        led.update(leads)
        for agency in leads:
            _add(cells, agency, duty, Cell(lead=1))
        for agency in partners:
            _add(cells, agency, duty, Cell(partner=1))
    # The spelling met most often, the first of equals.
    shown = {agency: max(found, key=found.__getitem__) for agency, found in spellings.items()}
    agencies = sorted(shown, key=lambda agency: (-led[agency], order(shown[agency])))
    if led[NOBODY]:
        agencies.append(NOBODY)
    return ResponsibilityMatrix(
        kind=kind,
        number=number,
        title=title,
        issuer=issuer,
        dated=dated,
        name=name,
        sections=tuple(sections.values()),
        agencies=tuple(shown.get(agency, NOBODY) for agency in agencies),
        cells={(shown.get(agency, NOBODY), section): cell for (agency, section), cell in cells.items()},
        duties=tuple(kept),
    )


def _distinct(duty: DutyRow, row_of: Callable[[str], str]) -> DutyRow:
    """Name every agency of a duty once, and a lead not among the partners."""
    leads = _once(duty.leads, row_of)
    partners = _once(duty.partners, row_of, but={row_of(lead) for lead in leads})
    return replace(duty, leads=leads, partners=partners)


def _once(names: tuple[str, ...], row_of: Callable[[str], str], but: Iterable[str] = ()) -> tuple[str, ...]:
    met = {*but, ""}
    kept = []
    for name in names:
        row = row_of(name) if name.strip() else ""
        if row not in met:
            met.add(row)
            kept.append(" ".join(name.split()))
    return tuple(kept)


def _opened(name: str) -> str:
    """Write a name as it opens a row: "các đơn vị liên quan" is "Các đơn vị liên quan"."""
    name = " ".join(name.split())
    return name[:1].upper() + name[1:]


def _add(cells: dict[tuple[str, str], Cell], agency: str, duty: DutyRow, counted: Cell) -> None:
    where = (agency, duty.section.key)
    cells[where] = cells.get(where, Cell()).plus(counted._replace(undecided=int(duty.is_open)))
