"""Find where the text begins behind its title: after legal bases ("Căn cứ …") and addressees ("Kính gửi: …")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hoinhap.core.reader.linecues import RULE, close_bracket, enacts, frames, peek
from hoinhap.core.reader.model import Line

_ARTICLE_ONE = re.compile(
    r"(?:Điều|ĐIỀU)\s?1\s?(?:[.:]|$)|(?:Chương|CHƯƠNG|Phần|PHẦN)\s(?:thứ |THỨ )?(?:I|1|nhất|NHẤT)\b"
)


def head_end(rows: Sequence[str], lines: Sequence[Line], index: int, kind: str) -> int:
    """Go over who decides, the legal bases and the addressees to the first line of the body."""
    if kind in frames()["enacting"]:
        enacted = -1
        for at in range(index, min(index + 400, len(rows))):
            row = peek(rows, at)
            if _ARTICLE_ONE.match(row) or (enacted > 0 and row.startswith(("Điều 1 ", "Điều thứ nhất"))):
                return at
            if enacts().match(row) and enacted < 0:
                enacted = at + 1
        if enacted > 0:
            return enacted
    if index < len(rows) and peek(rows, index).startswith(("Kính gửi", "KÍNH GỬI", "Kính trình")):
        return addressees_end(rows, lines, index)
    for at in range(index, min(index + 3, len(rows))):
        if (
            rows[at].rstrip(" :*").endswith(("điện", "gửi", "ĐIỆN"))
            and len(rows[at]) < 90
            and rows[at].rstrip().endswith(":")
        ):
            return addressees_end(rows, lines, at)
    return bases_end(rows, lines, index)


def bases_end(rows: Sequence[str], lines: Sequence[Line], index: int) -> int:
    """Go over the paragraphs that only say on what the document rests, as in "Căn cứ Luật Du lịch …;"."""
    bases = frames()["bases"]
    last = min(index + 300, len(rows))
    while index < last and peek(rows, index).startswith(bases):
        at = index
        while at < last - 1 and not lines[at].ends and not rows[at].rstrip("*_ ").endswith((";", ".", ":")):
            at += 1
        whole = " ".join(rows[index : at + 1])
        if whole.rstrip().endswith(":") or "như sau" in whole or "ban hành Kế hoạch" in whole:
            break
        index = at + 1
    return index


def addressees_end(rows: Sequence[str], lines: Sequence[Line], index: int, *, listed: bool = False) -> int:
    """Go over "Kính gửi: - Sở A; - Sở B." or a list of addressees after "điện:" to the first line of the letter."""
    at = index + (2 if rows[index].strip() in ("Kính", "KÍNH") else 1)
    before = rows[at - 1].rstrip()
    listed = listed or before.endswith((":", "gửi"))
    last = min(index + 80, len(rows))
    while at < last:
        row, line = rows[at], lines[at]
        closed = lines[at - 1].ends or before.endswith((";", ".", ":"))
        if RULE.match(row):
            at += 1
            continue
        if row.startswith("("):
            at = close_bracket(rows, at)
        elif (
            line.cell is not None
            and line.cell == lines[at - 1].cell
            and not row.startswith("-")
            and before.endswith(".")
        ):
            break
        elif (
            line.cell is not None
            and (listed or line.cell[0] == (lines[index].cell or (-1,))[0])
            and _cell_size(lines, at) < 700
        ) or row.startswith(("-", "+", "–", "•")):
            listed = True
        elif (not closed and (row[:1].islower() or before.endswith((",", "-")) or (listed and len(before) > 40))) or (
            not closed and len(row) < 60 and row.endswith((".", ";"))
        ):
            pass
        elif listed and before.endswith((":", "gửi")) and len(row) < 200:
            listed = False  # "Kính gửi:" alone on its line: the next line names the addressee
        else:
            break
        before = rows[at].rstrip()
        at += 1
    return at


def _cell_size(lines: Sequence[Line], at: int) -> int:
    """Count the characters of a line's table cell from the line on."""
    last = at
    while last + 1 < len(lines) and lines[last + 1].cell == lines[at].cell:
        last += 1
    return lines[last].end - lines[at].start
