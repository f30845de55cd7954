"""Reads the tables that hand out work: "STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from .labels import label_at, roman
from .lexicon import cues
from .model import Field, Paragraph, Span

_STT = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}[.)]?|[IVXL]{1,6}[.)]?|[A-Za-zĐđ][.)]?|[-–+*•]")
_TIME = re.compile(r"(?i)\b(?:năm|tháng|quý|quí|tuần|ngày|thường xuyên|hằng|hàng)\b|20\d\d")
_AGENCY = re.compile(
    r"(?i)\b(?:sở|ubnd|ủy ban|uỷ ban|công an|ban|phòng|trung tâm|văn phòng|các|bộ|cục|chi cục|hội|đơn vị)\b"
)
_FILLING = " .,-…"
_MOST_FIELDS = 50
_EXPLAINED = re.compile(r"\([^)]{0,80}\)")


class Row(NamedTuple):
    """A row that gives work. `number` is its STT as paths show it ("" when the table has none), `headings` the numbers
    of the heading rows above it, `pieces` the words of the task's cell, `fields` all its cells but the STT."""

    number: str
    headings: tuple[str, ...]
    pieces: tuple[Span, ...]
    texts: tuple[str, ...]
    fields: tuple[Field, ...]
    span: Span
    bold: bool


class _Cues(NamedTuple):
    numbers: frozenset[str]
    agency: frozenset[str]
    procedure: re.Pattern[str]
    roles: tuple[tuple[str, re.Pattern[str]], ...]


class _Words(NamedTuple):
    """A cell: its paragraphs and their joined words."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    column: int

    @property
    def span(self) -> Span:
        return Span(self.paragraphs[0].start, self.paragraphs[-1].end)


@cache
def _cues() -> _Cues:
    table = cues("outline")["tables"]

    def any_of(words: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words, key=len, reverse=True)))

    return _Cues(
        frozenset(table["index"]),
        frozenset(table["agency"]),
        any_of(table["procedure"]),
        tuple((each["role"], any_of(each["words"])) for each in table["roles"]),
    )


class _Columns(NamedTuple):
    """The role of each column, the rows `start` to `end` that say so, and how many columns there are."""

    roles: dict[int, str]
    start: int
    end: int
    width: int


class Open(NamedTuple):
    """What a table leaves open for the next one: the headings in force, and the columns where a page break cut it."""

    headings: tuple[str, ...]
    columns: _Columns | None


NOTHING_OPEN = Open((), None)


def task_rows(paragraphs: list[Paragraph], before: Open = NOTHING_OPEN) -> tuple[tuple[Row, ...], Open] | None:
    """Return the rows of a table that hands out work, None when the table does something else.

    `before` is what the tables above left open; what this one leaves is returned beside its rows.
    """
    rows = _rows(paragraphs)
    columns = _header(rows) or _continued(rows, before.columns)
    if columns is None:
        return None
    roles, start, end, count = columns
    headings = before.headings
    names = {_key(cell.text) for row in rows[start:end] for cell in row}
    task = next(column for column, role in roles.items() if role == "task")
    found: list[Row] = []
    above: list[Field] = []
    body = rows[:start] + rows[end:]
    for index, row in enumerate(body):
        if all(_key(cell.text) in names for cell in row) or _numbers_only(row, index):
            continue
        if not any(cell.text.strip(_FILLING) for cell in row):
            headings, above = (), []  # rows have been left out, and their headings with them
            continue
        cells = _aligned(row, roles, count)
        number = _number(cells, roles)
        title = _is_heading(row, cells, roles, number, body[index + 1] if index + 1 < len(body) else None)
        if title is not None:
            headings, above = _under(headings, title), []
            continue
        fields = [
            Field(role, cell.text, cell.span)
            for at, role in roles.items()
            if (cell := cells.get(at)) and role != "index"
        ]
        words = cells.get(task)
        if words is None:
            if (
                found and not number and len(found[-1].fields) < _MOST_FIELDS
            ):  # a second agency for the task above, whose cell runs over both rows
                end = max(cell.span.end for cell in row)
                found[-1] = found[-1]._replace(
                    fields=(*found[-1].fields, *fields), span=Span(found[-1].span.start, end)
                )
            continue
        told = {field.role for field in fields}
        if "lead" not in told and len(row) < count:
            # A cell that runs over several rows stands once, in the first.
            fields += [field for field in above if field.role in ("lead", "partner", "time") and field.role not in told]
        above = fields
        found.append(
            Row(
                number,
                headings,
                tuple(Span(each.start, each.end) for each in words.paragraphs),
                tuple(each.text for each in words.paragraphs),
                tuple(fields),
                Span(min(cell.span.start for cell in row), max(cell.span.end for cell in row)),
                words.paragraphs[0].bold,
            )
        )
    return tuple(found), Open(headings, _Columns(roles, 0, 0, count))


def _continued(rows: list[list[_Words]], columns: _Columns | None) -> _Columns | None:
    """Take over the columns of the table above, where this one begins with a numbered row of as many cells."""
    if columns is None or "index" not in columns.roles.values():
        return None
    fits = len(rows[0]) > 2 and len(rows[0]) >= columns.width - 1 and _STT.fullmatch(rows[0][0].text)
    return columns if fits and max(map(len, rows)) <= columns.width else None


def _under(headings: tuple[str, ...], number: str) -> tuple[str, ...]:
    """Close the headings that the next one ends: "II" ends "I" and what is under it, not "A"."""
    if not number:
        return headings
    rank = _heading_rank(number)
    return (*(each for each in headings if _heading_rank(each) < rank), number)


def _heading_rank(number: str) -> int:
    if number[0].isdigit():
        return 2 + number.count(".")
    return 1 if roman(number) and number not in "CDLM" else 0 if number.isupper() else 9


def _rows(paragraphs: list[Paragraph]) -> list[list[_Words]]:
    rows: dict[int, dict[int, list[Paragraph]]] = {}
    for each in paragraphs:
        assert each.cell is not None
        rows.setdefault(each.cell.row, {}).setdefault(each.cell.column, []).append(each)
    return [
        [_Words(" ".join(each.text for each in cell), tuple(cell), column) for column, cell in sorted(cells.items())]
        for _, cells in sorted(rows.items())
    ]


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_task_header(names: list[str]) -> bool:
    """Say whether these are the columns of a table that hands out work: a number, a task, and somebody or a time."""
    roles = [_role(name) for name in names]
    if roles[0] != "index" or "task" not in roles or {"lead", "partner", "time"}.isdisjoint(roles):
        return False
    return not any(_cues().procedure.search(_key(name)) for name in names)


def _role(text: str) -> str:
    cues = _cues()
    key = _key(_EXPLAINED.sub(" ", text))
    if key in cues.numbers or key.replace(" ", "") in cues.numbers:  # "ST / T" in a narrow column
        return "index"
    if key in cues.agency:
        return "lead"
    if len(key) > 70:
        return ""
    found = [(match.start(), role) for role, words in cues.roles if (match := words.search(key))]
    if not found:
        return ""
    names = [role for _, role in found]
    if "lead" in names and "partner" in names:
        return "lead"
    # "Nội dung, thời gian thực hiện" is a task, "Đơn vị thực hiện nhiệm vụ" a lead, "Thời gian hoàn thành sản phẩm" a
    # time: a task must be named first and with no agency, otherwise the order of the lexicon decides.
    if min(found)[1] == "task" and not {"lead", "partner"}.intersection(names):
        return "task"
    return next((role for role in names if role != "task"), "task")


def _header(rows: list[list[_Words]]) -> _Columns | None:
    """Find the header among the first rows: a task, and somebody or a time for it."""
    for index, row in enumerate(rows[:4]):
        if (
            len(row) < 2
            or _STT.fullmatch(row[0].text)
            or any(_cues().procedure.search(_key(cell.text)) for cell in row)
        ):
            continue
        roles = {cell.column: _role(cell.text) for cell in row}
        body = index + 1
        columns = max(roles) + 1
        if body < len(rows) and _is_second(row, rows[body], rows[body + 1 :]):
            roles, columns = _two_rows(row, roles, rows[body])
            body += 1
        if "index" not in roles.values():
            roles = _with_index(roles, rows[body:])
            columns = max(roles) + 1
        names = list(roles.values())
        if not ({"lead", "partner"} & set(names) or ("time" in names and "task" in names and "index" in names)):
            continue
        if names.count("task") > 1:
            first = next(column for column, role in roles.items() if role == "task")
            roles = {column: "" if role == "task" and column != first else role for column, role in roles.items()}
        if "task" not in names:
            if "lead" not in names or not {"partner", "time"}.intersection(names):
                return None
            column = _widest(roles, rows[body:])
            if column is None:
                return None
            roles[column] = "task"
        return _Columns(roles, index, body, columns)
    return None


def _widest(roles: dict[int, str], rest: list[list[_Words]]) -> int | None:
    """Find the column of tasks that no word of the header names: of those without a role, the one that says most."""
    sizes = {column: 0 for column, role in roles.items() if not role}
    for row in rest:
        for cell in row:
            if cell.column in sizes:
                sizes[cell.column] += len(cell.text)
    return max(sizes, key=lambda column: sizes[column]) if sizes else None


def _with_index(roles: dict[int, str], rest: list[list[_Words]]) -> dict[int, str]:
    """Find the column of numbers that the header does not name, as where its cell began in the row above."""
    if 0 not in roles:
        return {0: "index", **roles}
    numbered = sum(len(row) > 1 and _STT.fullmatch(row[0].text) is not None for row in rest)
    if numbered * 2 <= len(rest):
        return roles
    if not roles[0] and max(row[-1].column for row in rest) <= max(roles):
        return {**roles, 0: "index"}
    return {0: "index", **{column + 1: role for column, role in roles.items()}}


def _is_second(row: list[_Words], below: list[_Words], rest: list[list[_Words]]) -> bool:
    """Say whether the row below the header names its parts: "Chủ trì | Phối hợp" under "Đơn vị thực hiện"."""
    if any(len(cell.text) > 60 for cell in below) or len(below) < 2 or _STT.fullmatch(below[0].text):
        return False
    roles = [_role(cell.text) for cell in below]
    wide = max((len(each) for each in rest[:12]), default=0)
    return (sum(bool(role) for role in roles) >= 2 and "index" not in roles) or (
        len(below) < len(row) < wide and len(row) - 1 + len(below) >= wide
    )


def _two_rows(row: list[_Words], roles: dict[int, str], below: list[_Words]) -> tuple[dict[int, str], int]:
    """Lay the second header row into the first, below the cell that its words belong to."""
    names = [_role(cell.text) for cell in below]
    if below[0].column > 0 or below[-1].column > row[-1].column:
        merged = dict(roles)  # the columns are known
        for cell, role in zip(below, names, strict=True):
            merged[cell.column] = role or merged.get(cell.column, "")
        return dict(sorted(merged.items())), max(merged) + 1
    kinds = {"lead", "partner"} & set(names)
    parent = next(
        (
            at
            for at, cell in enumerate(row)
            if (kinds and _role(cell.text) in ("lead", "partner"))
            or (not kinds and _role(cell.text) not in ("index", "task", "note"))
        ),
        None,
    )
    if parent is None:
        return roles, max(roles) + 1
    spread = (
        [_role(cell.text) for cell in row[:parent]]
        + [role or _role(row[parent].text) for role in names]
        + [_role(cell.text) for cell in row[parent + 1 :]]
    )
    return dict(enumerate(spread)), len(spread)


def _numbers_only(row: list[_Words], index: int) -> bool:
    """Say whether the row only counts the columns: "(1) | (2) | (3)"."""
    return index < 2 and len(row) > 2 and all(cell.text.strip("()[] ").isdigit() for cell in row)


def _aligned(row: list[_Words], roles: dict[int, str], columns: int) -> dict[int, _Words]:
    """Give each cell its column. A short row of a table drawn with bars does not say which columns are missing."""
    if row[0].column and _STT.fullmatch(row[0].text) and roles.get(row[0].column) != "index":
        row = [cell._replace(column=cell.column - row[0].column) for cell in row]
    cells = {cell.column: cell for cell in row}
    if len(row) >= columns or not row or [cell.column for cell in row] != list(range(len(row))) or len(row) < 2:
        return cells
    index = next((column for column, role in roles.items() if role == "index"), None)
    free = list(roles)
    placed: dict[int, _Words] = {}
    rest = list(row)
    if index is not None:
        if _STT.fullmatch(rest[0].text):
            placed[index] = rest.pop(0)
        free.remove(index)
    for cell in rest:
        wanted = [column for column in free if not placed or column > max(placed)]
        if not wanted:
            return cells
        choice = next((column for column in wanted if _suits(cell.text, roles[column])), wanted[0])
        if roles[wanted[0]] == "task":
            choice = wanted[0]
        placed[choice] = cell
    return placed


def _suits(text: str, role: str) -> bool:
    if role == "time":
        return len(text) < 80 and _TIME.search(text) is not None and not _AGENCY.match(text)
    if role in ("lead", "partner"):
        return _AGENCY.search(text) is not None and not _TIME.fullmatch(text)
    return role in ("", "task")


def _number(cells: dict[int, _Words], roles: dict[int, str]) -> str:
    for column, role in roles.items():
        if role == "index":
            cell = cells.get(column)
            if cell is None or not _STT.fullmatch(cell.text):
                return ""
            return cell.text.rstrip(".) ")
    return ""


def _is_heading(
    row: list[_Words], cells: dict[int, _Words], roles: dict[int, str], number: str, below: list[_Words] | None
) -> str | None:
    """Return the number of a heading row ("II | LĨNH VỰC VĂN HÓA" gives "II"), None for a row that gives work."""
    told = [cell for column, cell in cells.items() if roles.get(column) not in ("index", "task")]
    if told and not all(cell.text.strip(_FILLING) == "" for cell in told):
        return _first_number(row[0].text) if len(row) == 1 and not row[0].column else None
    words = [cell for cell in row if not _STT.fullmatch(cell.text)]
    text = words[0].text if words else ""
    if not text:
        return number
    if len(row) == 1 or not number or (number.isalpha() and (roman(number) or number.isupper())):
        return number or _first_number(text)
    if text.upper() == text or words[0].paragraphs[0].bold:
        return number
    if below and ((_STT.fullmatch(below[0].text) and below[0].text.startswith(number + ".")) or below[0].text in "-–+"):
        return number
    return None


def _first_number(text: str) -> str:
    label = label_at(text)
    return label.text if label and label.kind != "bullet" else ""
