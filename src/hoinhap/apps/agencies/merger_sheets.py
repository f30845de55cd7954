"""A merge day out of a list: the rows of an Excel or CSV file become steps, and every row that cannot says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hoinhap.apps.agencies.merger_forms import Finder, free_code
from hoinhap.apps.agencies.merger_steps import split
from hoinhap.apps.agencies.mergers import Head
from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.agencies.registry import key_of
from hoinhap.core.agencies.reorganising import End, Found, Restand, Step
from hoinhap.core.vi.text import fold

COLUMNS = ("cơ quan cũ", "cơ quan mới", "việc", "chức năng", "ngày", "văn bản")
_OLD, _NEW, _DO, _FUNCTION, _ON, _ACT = range(6)
_DEEDS = {
    "sap nhap": "merge",
    "nhap": "merge",
    "hop nhat": "merge",
    "nhap vao co quan khac": "merge",
    "chia tach": "split",
    "tach": "split",
    "chia": "split",
    "doi ten": "rename",
    "chuyen truc thuoc": "move",
    "doi cap tren": "move",
    "chuyen chuc nang": "transfer",
    "thanh lap": "found",
    "ket thuc": "end",
    "giai the": "end",
}
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken: its number in the file, what it says, and why not."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file gives: a head and steps, and the rows that were not taken."""

    head: Head
    steps: tuple[Step, ...]
    good: int
    bad: tuple[BadRow, ...]


def listed(rows: Sequence[Sequence[str]], *, title: str, on: date) -> Listed:
    """Read the rows of a file; `on` is the day of rows that say none. All rows must be of one day."""
    head, body = _columns(rows)
    days, acts = [], []
    bad: list[BadRow] = []
    lines: list[tuple[int, list[str]]] = []
    for number, row in body[:_MOST]:
        cells = [row[at] if at is not None and at < len(row) else "" for at in head]
        if not any(cells):
            continue
        day = _day(cells[_ON])
        if cells[_ON] and day is None:
            bad.append(
                _bad(number, cells, _("Ngày “%(text)s” không đọc được. Ghi như 01/03/2025.") % {"text": cells[_ON]})
            )
            continue
        if day is not None and days and day != days[0]:
            told = {"day": f"{days[0]:%d/%m/%Y}"}
            bad.append(_bad(number, cells, _("Khác ngày với dòng đầu (%(day)s). Mỗi ngày lập một bản riêng.") % told))
            continue
        days += [day] if day else []
        acts += [cells[_ACT]] if cells[_ACT] else []
        lines.append((number, cells))
    on = days[0] if days else on
    steps, wrong, good = _steps(lines, on)
    return Listed(
        Head(title, on, acts[0][:100] if acts else ""),
        steps,
        good,
        tuple(sorted([*bad, *wrong], key=lambda one: one.number)),
    )


def _columns(rows: Sequence[Sequence[str]]) -> tuple[list[int | None], list[tuple[int, Sequence[str]]]]:
    """Find the columns by their heads; without heads they stand in the usual order."""
    numbered = list(enumerate(rows, 1))
    heads = [fold(cell).strip() for cell in rows[0]] if rows else []
    wanted = [fold(name) for name in COLUMNS]
    if wanted[_OLD] in heads or wanted[_DO] in heads:
        return [heads.index(name) if name in heads else None for name in wanted], numbered[1:]
    return list(range(len(COLUMNS))), numbered


def _steps(lines: Sequence[tuple[int, list[str]]], on: date) -> tuple[tuple[Step, ...], list[BadRow], int]:
    bad: list[BadRow] = []
    made: list[Step] = []
    good = 0
    # First what is founded, so that the other rows may name it.
    for number, cells in lines:
        if _DEEDS.get(fold(cells[_DO]).strip()) == "found":
            name = cells[_NEW] or cells[_OLD]
            if not name:
                bad.append(_bad(number, cells, _("Chưa ghi tên cơ quan thành lập ở cột “cơ quan mới”.")))
                continue
            made.append(_new(name, made, None))
            good += 1
    passes: dict[tuple[str, bool], list[tuple[str, str]]] = defaultdict(list)
    for number, cells in lines:
        do = _DEEDS.get(fold(cells[_DO]).strip())
        if do == "found":
            continue
        try:
            if do is None:
                raise ValidationError(
                    _(
                        "Việc “%(text)s” không có. Ghi: sáp nhập, chia tách, đổi tên, đổi cấp trên, chuyển chức năng, "
                        "thành lập hoặc kết thúc."
                    )
                    % {"text": cells[_DO]}
                )
            if not cells[_OLD]:
                raise ValidationError(_("Chưa ghi cơ quan cũ."))
            old = Finder(on, made).find(cells[_OLD])
            _take(do, old, cells, on, made, passes)
            good += 1
        except ValidationError as error:
            bad.append(_bad(number, cells, " ".join(error.messages)))
    for (old, ends), heirs in passes.items():
        made += split(old, sorted(dict.fromkeys(heirs), key=lambda one: bool(one[1])), ends=ends)
    return tuple(made), bad, good


def _take(
    do: str,
    old: str,
    cells: Sequence[str],
    on: date,
    made: list[Step],
    passes: dict[tuple[str, bool], list[tuple[str, str]]],
) -> None:
    if do == "end":
        made.append(End(old))
        return
    if not cells[_NEW]:
        raise ValidationError(_("Chưa ghi cơ quan mới."))
    if do == "rename":
        made.append(Restand(old, " ".join(cells[_NEW].split()), ""))
        return
    try:
        new = Finder(on, made).find(cells[_NEW])
    except ValidationError:
        # Agencies may be merged into one that the list does not found in a row of its own.
        if do not in ("merge", "split") or "(" in cells[_NEW]:
            raise
        made.append(_new(cells[_NEW], made, old))
        new = made[-1].key  # type: ignore[union-attr]
    if do == "move":
        made.append(Restand(old, parent=new))
        return
    if do == "transfer" and not cells[_FUNCTION]:
        raise ValidationError(_("Chưa ghi chức năng được chuyển."))
    passes[old, do != "transfer"].append((new, cells[_FUNCTION]))


def _new(name: str, made: Sequence[Step], like: str | None) -> Found:
    name = " ".join(name.split())
    code = free_code(name, made)
    model = Agency.objects.filter(pk=like).first() if like else None
    if model is None:
        return Found(str(key_of(code)), code, name)
    return Found(str(key_of(code)), code, name, "", model.kind, model.level, str(model.parent_id or ""))


def _day(text: str) -> date | None:
    for shape in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    return None


def _bad(number: int, cells: Sequence[str], reason: str) -> BadRow:
    return BadRow(number, " | ".join(cell for cell in cells if cell)[:200], reason)
