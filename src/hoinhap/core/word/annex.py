"""The annex that shares out the duties of a plan: who leads, who helps, by when, what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from docx.document import Document

from hoinhap.core.responsibility.labels import agency_list, agency_words, issued_with, labels, section_words
from hoinhap.core.responsibility.model import DutyRow, ResponsibilityMatrix, Section
from hoinhap.core.word.page import line, paper, rule, text_width, turn_page, written
from hoinhap.core.word.table import Cell, Row, table

_RULE = 45  # mm
_NUMBER, _COUNT, _WIDEST = 11, 9, 110  # mm: columns of the table of counts, the agency at its widest
_BESIDE = 9  # sections beside each other, as many as the page is wide


def responsibility_annex(
    value: ResponsibilityMatrix, *, made: datetime, language: str = "vi", numbers: tuple[str, str] = ("I", "II")
) -> bytes:
    """Write two annexes into one file: the duties by section, and how many each agency has.

    `numbers` are those of the two annexes in the paper that they go with, and may be empty.
    """
    say = labels(language)
    document = paper(title=f"{say['duties_title']} - {value.heading}", made=made, language=language, landscape=True)
    _head(document, value, say["duties_title"], numbers[0], language)
    if value.duties:
        _duties(document, value, language)
        turn_page(document, landscape=True)
        _head(document, value, say["counts_title"], numbers[1], language)
        _counts(document, value, language)
    else:
        line(document, say["nothing"], size=13)
    return written(document)


def _head(document: Document, value: ResponsibilityMatrix, title: str, number: str, language: str) -> None:
    """Write the four lines that open an annex: its number, its name, the paper it goes with, the rule."""
    line(document, labels(language)["annex"].format(number=number).strip(), size=14, bold=True)
    line(document, title.upper(), size=14, bold=True)
    line(document, issued_with(value, language), size=14, italic=True)
    rule(document, _RULE, landscape=True, after=10)


# --- the duties -----------------------------------------------------------------------------------------------------


def _duties(document: Document, value: ResponsibilityMatrix, language: str) -> None:
    say = labels(language)
    names = ("row", "duty", "lead_agency", "partner_agencies", "due", "product")
    head = Row([Cell(say[name]) for name in names])
    table(
        document,
        title=say["duties_title"],
        widths=_widths(value.duties),
        head=[head],
        rows=_duty_rows(value, len(names), language),
    )
    if value.undecided:
        line(document, say["open_note"], size=12, italic=True, align="left", before=6)


def _widths(duties: Sequence[DutyRow]) -> list[float]:
    """Give each column its millimetres; one without a word is left only as wide as its head asks for."""
    number, leads = 12, 36
    partners = 40 if any(duty.partners for duty in duties) else 22
    due = 28 if any(duty.due for duty in duties) else 20
    product = 34 if any(duty.product for duty in duties) else 20
    task = text_width(landscape=True) - number - leads - partners - due - product
    return [number, task, leads, partners, due, product]


def _duty_rows(value: ResponsibilityMatrix, columns: int, language: str) -> Iterator[Row]:
    number = 0
    for section in value.sections:
        if len(value.sections) > 1 or section.words:
            yield Row([Cell(section_words(section, language), bold=True, span=columns)], keep=True)
        for duty in value.duties_of(section.key):
            number += 1
            yield Row([Cell(str(number), "center"), *_duty_cells(duty)])


def _duty_cells(duty: DutyRow) -> list[Cell]:
    words = (agency_list(duty.leads), agency_list(duty.partners), duty.due, duty.product)
    return [Cell(duty.text, "both", italic=duty.is_open), *(Cell(text, italic=duty.is_open) for text in words)]


# --- the counts -----------------------------------------------------------------------------------------------------


def _counts(document: Document, value: ResponsibilityMatrix, language: str) -> None:
    say = labels(language)
    blocks = [value.sections[first : first + _BESIDE] for first in range(0, len(value.sections), _BESIDE)]
    for block in blocks:
        is_last = block is blocks[-1]
        table(
            document,
            title=say["counts_title"],
            widths=_count_widths(len(block) + is_last),
            head=_count_head(block, say, language, is_last),
            rows=_count_rows(value, block, say, language, is_last),
        )
        line(document, "", size=6)
    line(document, say["short_words"], size=12, italic=True, align="left", after=4)
    for section in value.sections:
        line(document, section_words(section, language), size=12, align="left")


def _count_widths(pairs: int) -> list[float]:
    agency = min(_WIDEST, text_width(landscape=True) - _NUMBER - 2 * pairs * _COUNT)
    return [_NUMBER, agency, *[float(_COUNT)] * (2 * pairs)]


def _count_head(block: Sequence[Section], say: dict[str, Any], language: str, is_last: bool) -> list[Row]:
    over = [Cell(section.label or section_words(section, language), span=2) for section in block]
    under = [Cell(say["lead_short"]), Cell(say["partner_short"])] * len(block)
    if is_last:
        over.append(Cell(say["all_counts"], span=2))
        under += [Cell(say["lead_short"]), Cell(say["partner_short"])]
    return [
        Row([Cell(say["row"]), Cell(say["agency"]), *over]),
        Row([Cell(rises=True), Cell(rises=True), *under]),
    ]


def _count_rows(
    value: ResponsibilityMatrix, block: Sequence[Section], say: dict[str, Any], language: str, is_last: bool
) -> Iterator[Row]:
    for number, agency in enumerate(value.agencies, 1):
        pairs = [value.cell(agency, section.key) for section in block]
        counts = [count for pair in pairs for count in pair[:2]]
        totals = value.of_agency(agency)[:2] if is_last else ()
        yield Row(
            [
                Cell(str(number), "center"),
                Cell(agency_words(agency, language)),
                *(Cell(str(count or ""), "center") for count in counts),
                *(Cell(str(count), "center", bold=True) for count in totals),
            ],
            keep=number == len(value.agencies),  # the sums never stand alone on a page
        )
    sums = [count for section in block for count in value.of_section(section.key)[:2]]
    if is_last:
        sums += [
            sum(column) for column in zip(*(value.of_section(each.key)[:2] for each in value.sections), strict=True)
        ]
    yield Row(
        [Cell(say["all_counts"], bold=True, span=2), *(Cell(str(count), "center", bold=True) for count in sums)], True
    )
    duties = [len(value.duties_of(section.key)) for section in block] + [len(value.duties)] * is_last
    yield Row(
        [Cell(say["duties"], bold=True, span=2), *(Cell(str(count), "center", bold=True, span=2) for count in duties)]
    )
