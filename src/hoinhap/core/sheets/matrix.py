"""The workbook of a document: the matrix of agencies and sections, and the list of its duties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from hoinhap.core.responsibility.labels import agency_list, agency_words, labels, section_words, state_words
from hoinhap.core.responsibility.model import DutyRow, ResponsibilityMatrix
from hoinhap.core.sheets.cells import LINE, Book, cell_text, lines_of, workbook

_TOP = 3  # the first row of the head of both sheets; above it what document this is
_FIRST = 2  # the first column of counts; before it number and agency
_NUMBER, _AGENCY, _COUNT = 5, 34, 7.5  # characters
_HIGHEST = 409  # pt: no row of Excel is higher
_LONGEST_NAME = 80  # characters of the name of a section
# The columns of the duties: label, width in characters.
_DUTY_COLUMNS = (
    ("row", 5), ("place", 9), ("section", 18), ("duty", 62), ("lead", 20), ("partner", 20), ("sent_to", 12),
    ("due", 14), ("due_text", 16), ("product", 18), ("money", 16), ("state", 11),
)  # fmt: skip
_BARE = 9  # characters: a column in which nothing stands
_SECTION = 2  # where the section stands among them


def matrix_workbook(value: ResponsibilityMatrix, *, made: datetime, language: str = "vi") -> bytes:
    """Write the matrix and the list of duties; sums are formulas that carry their value."""
    say = labels(language)
    with workbook(title=value.heading, made=made) as book:
        names = _section_names(value, language)
        _matrix(book, value, names, say, language)
        _duties(book, value, names, say, language)
    return book.data


def _section_names(value: ResponsibilityMatrix, language: str) -> dict[str, str]:
    """Name each section shortly, and no two of them alike for Excel: the counts look for the name."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for section in value.sections:
        name = cell_text(section_words(section, language))
        name = f"{name[:_LONGEST_NAME]}…" if len(name) > _LONGEST_NAME else name
        unlike, count = name, 1
        while unlike.casefold() in taken:
            count += 1
            unlike = f"{name} ({count})"
        taken.add(unlike.casefold())
        names[section.key] = unlike
    return names


# --- the matrix -----------------------------------------------------------------------------------------------------


def _matrix(book: Book, value: ResponsibilityMatrix, names: dict[str, str], say: dict[str, Any], language: str) -> None:
    sheet = book.sheet(say["matrix_sheet"])
    looks = book.looks
    counted = _FIRST + 2 * len(value.sections)  # the first column of totals
    _open(book, sheet, value, say, [_NUMBER, _AGENCY, *[_COUNT] * (counted + 2 - _FIRST), _COUNT + 2])
    last = counted + 2
    _matrix_head(book, sheet, value, names, say, counted)
    body = _TOP + 2
    kinds = xl_range_abs(_TOP + 1, _FIRST, _TOP + 1, max(_FIRST, counted - 1))
    for number, agency in enumerate(value.agencies):
        row = body + number
        total = value.of_agency(agency)
        sheet.write_number(row, 0, number + 1, looks.centred)
        book.put(sheet, row, 1, agency_words(agency, language))
        for at, section in enumerate(value.sections):
            for side, count in enumerate(value.cell(agency, section.key)[:2]):
                _count(sheet, row, _FIRST + 2 * at + side, count, looks.count)
        counts = xl_range(row, _FIRST, row, max(_FIRST, counted - 1))
        for side, sum_ in enumerate(total[:2]):
            kind = xl_rowcol_to_cell(_TOP + 1, counted + side, row_abs=True, col_abs=True)
            sheet.write_formula(row, counted + side, f"=SUMIF({kinds},{kind},{counts})", looks.total, sum_)
        _count(sheet, row, last, total.undecided, looks.count)
        sheet.set_row(row, LINE * lines_of(agency_words(agency, language), _AGENCY))
    end = body + len(value.agencies)
    if value.agencies:
        _matrix_foot(book, sheet, value, say, body, end)
        sheet.autofilter(_TOP + 1, 0, end - 1, last)
    else:
        book.put(sheet, body, 1, say["nothing"])
    sheet.write_string(end + 3, 0, say["several"], looks.note)
    _layout(sheet, say, freeze=(body, _FIRST), repeat=(_TOP, _TOP + 1), area=(end + 3, last))


def _open(
    book: Book, sheet: Worksheet, value: ResponsibilityMatrix, say: dict[str, Any], widths: Sequence[float]
) -> None:
    """Say above the table which document this is, and how far the work on it is; set the columns."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, cell_text(value.heading), book.looks.title)
    sheet.merge_range(1, 0, 1, len(widths) - 1, "", book.looks.subject)
    sheet.write_string(1, 0, cell_text(value.title), book.looks.subject)
    sheet.set_row(1, LINE * min(6, lines_of(value.title, sum(widths))))
    counted = say["counted"].format(duties=len(value.duties), undecided=value.undecided)
    sheet.write_string(2, 0, cell_text(" · ".join(part for part in (value.issuer, counted) if part)), book.looks.note)


def _matrix_head(
    book: Book, sheet: Worksheet, value: ResponsibilityMatrix, names: dict[str, str], say: dict[str, Any], counted: int
) -> None:
    looks = book.looks
    book.put(sheet, _TOP, 0, "", looks.head)
    book.put(sheet, _TOP, 1, "", looks.head)
    book.put(sheet, _TOP + 1, 0, say["row"], looks.head)
    book.put(sheet, _TOP + 1, 1, say["agency"], looks.head)
    groups = [*(names[section.key] for section in value.sections), say["total"]]
    for at, name in enumerate(groups):
        column = _FIRST + 2 * at
        sheet.merge_range(_TOP, column, _TOP, column + 1, "", looks.head)
        book.put(sheet, _TOP, column, name, looks.head)
        book.put(sheet, _TOP + 1, column, say["lead"], looks.head)
        book.put(sheet, _TOP + 1, column + 1, say["partner"], looks.head)
    book.put(sheet, _TOP, counted + 2, "", looks.head)
    book.put(sheet, _TOP + 1, counted + 2, say["undecided"], looks.head)
    tall = max(lines_of(name, 2 * _COUNT) for name in groups)
    sheet.set_row(_TOP, min(_HIGHEST, LINE * tall))
    sheet.set_row(_TOP + 1, LINE * 2)


def _matrix_foot(
    book: Book, sheet: Worksheet, value: ResponsibilityMatrix, say: dict[str, Any], body: int, end: int
) -> None:
    """Write the sums of the columns, which follow the filter, and the number of duties, each counted once."""
    looks = book.looks
    sums = [count for section in value.sections for count in value.of_section(section.key)[:2]]
    all_ = [value.of_agency(agency) for agency in value.agencies]
    sums += [sum(cell.lead for cell in all_), sum(cell.partner for cell in all_), sum(cell.undecided for cell in all_)]
    for row, label in ((end, say["all_counts"]), (end + 1, say["duties"])):
        book.put(sheet, row, 0, "", looks.total_words)
        book.put(sheet, row, 1, label, looks.total_words)
    for at, sum_ in enumerate(sums):
        column = _FIRST + at
        counts = xl_range(body, column, end - 1, column)
        sheet.write_formula(end, column, f"=SUBTOTAL(109,{counts})", looks.total, sum_)
    first = _TOP + 1
    listed = f"'{say['duties_sheet']}'!{xl_range_abs(first, _SECTION, first + len(value.duties) - 1, _SECTION)}"
    for at, section in enumerate(value.sections):
        column = _FIRST + 2 * at
        name = xl_rowcol_to_cell(_TOP, column)
        found = len(value.duties_of(section.key))
        sheet.merge_range(end + 1, column, end + 1, column + 1, "", looks.total)
        sheet.write_formula(end + 1, column, f"=SUMPRODUCT(--({listed}={name}))", looks.total, found)
    column = _FIRST + 2 * len(value.sections)
    sheet.merge_range(end + 1, column, end + 1, column + 1, "", looks.total)
    sheet.write_formula(end + 1, column, f"=ROWS({listed})", looks.total, len(value.duties))
    sheet.write_number(end + 1, column + 2, value.undecided, looks.total)


def _count(sheet: Worksheet, row: int, column: int, count: int, look: Any) -> None:
    """Write a count; nothing where there is nothing, so that the eye finds what there is."""
    if count:
        sheet.write_number(row, column, count, look)
    else:
        sheet.write_blank(row, column, None, look)


# --- the duties -----------------------------------------------------------------------------------------------------


def _duties(book: Book, value: ResponsibilityMatrix, names: dict[str, str], say: dict[str, Any], language: str) -> None:
    sheet = book.sheet(say["duties_sheet"])
    rows = [[str(number), *_duty_words(duty, names, language)] for number, duty in enumerate(value.duties, 1)]
    filled = [any(row[column] for row in rows) for column in range(len(_DUTY_COLUMNS))]
    widths = [width if has else min(width, _BARE) for (_, width), has in zip(_DUTY_COLUMNS, filled, strict=True)]
    _open(book, sheet, value, say, widths)
    for column, (label, _width) in enumerate(_DUTY_COLUMNS):
        book.put(sheet, _TOP, column, say[label], book.looks.head)
    sheet.set_row(_TOP, LINE * 3)
    for number, words in enumerate(rows, 1):
        row = _TOP + number
        sheet.write_number(row, 0, number, book.looks.centred)
        for column, text in enumerate(words[1:], 1):
            book.put(sheet, row, column, text)
        tall = max(lines_of(text, width) for text, width in zip(words, widths, strict=True))
        sheet.set_row(row, min(_HIGHEST, LINE * tall))
    last = len(_DUTY_COLUMNS) - 1
    end = _TOP + max(1, len(rows))
    sheet.autofilter(_TOP, 0, end, last)
    _layout(sheet, say, freeze=(_TOP + 1, _SECTION), repeat=(_TOP, _TOP), area=(end, last))


def _duty_words(duty: DutyRow, names: dict[str, str], language: str) -> Sequence[str]:
    return (
        duty.place,
        names[duty.section.key],
        duty.text,
        agency_list(duty.leads),
        agency_list(duty.partners),
        agency_list(duty.reports_to),
        duty.due,
        duty.due_text,
        duty.product,
        duty.money,
        state_words(duty.state, language),
    )


def _layout(
    sheet: Worksheet, say: dict[str, Any], *, freeze: tuple[int, int], repeat: tuple[int, int], area: tuple[int, int]
) -> None:
    sheet.freeze_panes(*freeze)
    sheet.repeat_rows(*repeat)
    sheet.print_area(0, 0, *area)
    sheet.set_footer('&C&"Times New Roman"&11' + say["page"].format(page="&P", pages="&N"))
