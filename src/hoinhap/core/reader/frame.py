"""Find the frame of a document: where its masthead, title and body begin ("CỘNG HÒA XÃ HỘI …", "KẾ HOẠCH")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from hoinhap.core.reader.casing import loud
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.linecues import ANNEX, LABEL, MOTTO, NUMBER_LINE, RULE, close_bracket, enacts, frames, peek
from hoinhap.core.reader.model import Extract, Line
from hoinhap.core.reader.preamble import addressees_end, bases_end, head_end
from hoinhap.core.vi.symbols import KINDS, find_symbols


class Frame(NamedTuple):
    """Where the parts of the opening lie, as line numbers; the body begins at `end`.

    `start` is the first line of the masthead, `name` the line of the kind ("KẾ HOẠCH") or of "Kính gửi", `subject` the
    first line of the title, `authority` the line after the title (who decides), all -1 where the text has none.
    """

    start: int
    name: int
    subject: int
    authority: int
    end: int
    kind: str | None
    official: bool


def frame_of(extract: Extract, rows: Sequence[str]) -> Frame:
    """Find the opening of the document; a text without masthead or name of a kind is no official one."""
    lines = extract.lines
    if not rows:
        return Frame(0, -1, -1, -1, 0, None, False)
    if begins_with_annex(rows) or (LABEL.match(rows[0]) and loud(rows[0])):
        return Frame(0, -1, -1, -1, 0, None, True)
    motto = _motto(extract, rows)
    bare = _kind_near(rows, lines, 0, 60) if motto < 0 or motto > 60 else None
    if bare is not None and not _carries(rows, bare[1]):
        bare = None  # a word of a web site's menu
    if bare is not None and motto > bare[0]:
        # The motto may stand on a form in an annex; then the document has closed before it.
        closed = _CLOSES.search(extract.text, lines[bare[0]].start, lines[motto].start)
        motto, bare = (-1, bare) if closed else (motto, None)
    if motto >= 0:
        start = _masthead_start(rows, lines, motto)
        for index in range(start, motto):
            # The left column may reach down to "Kính gửi:" while the motto stands in the right one.
            if peek(rows, index).startswith("Kính gửi"):
                end = _masthead_end(rows, motto)
                return Frame(start, end, -1, -1, addressees_end(rows, lines, end - 1, listed=True), None, True)
        found = _kind_near(rows, lines, motto + 1, motto + 60, letters=True)
    elif bare is not None:
        start, found = _masthead_start(rows, lines, bare[0]), bare
    else:
        numbered = next((i for i, row in enumerate(rows[:60]) if len(row) < 60 and _numbers(row)), -1)
        if numbered < 0:
            return _headless(extract, rows)
        start, found = (
            _masthead_start(rows, lines, numbered),
            _kind_near(rows, lines, numbered + 1, numbered + 40, letters=True),
        )
    if found is None:
        end = _masthead_end(rows, max(motto, start))
        return Frame(start, -1, -1, -1, end, None, True)
    name, after, kind = found
    if kind == "":
        return Frame(start, name, -1, -1, addressees_end(rows, lines, name), None, True)
    subject = _after_issuer(rows, after)
    title_end = _title_end(rows, lines, subject)
    authority = _authority(rows, subject, title_end, kind)
    end = head_end(rows, lines, title_end, kind)
    return Frame(start, name, subject, authority, end, kind, True)


def begins_with_annex(rows: Sequence[str]) -> bool:
    """Say whether a text is an annex by itself, as in "Phụ lục I / … / (Kèm theo Nghị định số …)"."""
    return bool(ANNEX.match(peek(rows, 0))) and any("èm theo" in row for row in rows[1:10])


# How a document closes: "Nơi nhận:", or someone signs for a body or its head.
_CLOSES = re.compile(r"^(?:Nơi nhận\s?:|(?:TM|T/M|KT|K/T|TL|TUQ)\s?\.\s?[A-ZĐỦ]{2})", re.MULTILINE)


def _headless(extract: Extract, rows: Sequence[str]) -> Frame:
    """Frame a text without masthead: official when it closes as a document does ("Nơi nhận:"), else news."""
    if not _CLOSES.search(extract.text):
        return Frame(0, -1, -1, -1, 0, None, False)
    title_end = 0 if LABEL.match(rows[0]) else _title_end(rows, extract.lines, 0)
    end = bases_end(rows, extract.lines, title_end)
    return Frame(0, -1, 0 if title_end else -1, title_end, end, None, True)


def _numbers(row: str) -> bool:
    # "số 40-CT/TU" at the head of a line of the text is a mention.
    return row[:1].isupper() and bool(NUMBER_LINE.match(row)) and next(find_symbols(row), None) is not None


def _carries(rows: Sequence[str], index: int) -> bool:
    """Say whether a title and labelled provisions follow the name of a kind that has no masthead above it."""
    title = next((row for row in rows[index : index + 3] if not RULE.match(row)), "")
    if not (loud(title) or title.startswith(("(", "V/v", "Về ", "về "))):
        return False
    return any(
        LABEL.match(row) or row.startswith(("Căn cứ", "(Kèm theo", "(Ban hành kèm")) for row in rows[index : index + 60]
    )


@cache
def _deciding() -> re.Pattern[str]:
    words = "|".join(word.replace("ỦY", "(?:ỦY|UỶ)") for word in frames()["deciding"])
    return re.compile(rf"(?:QUYỀN |Q\. ?|PHÓ )?(?:{words})(?!\w)")


@cache
def _hanging() -> tuple[str, ...]:
    return (",", "-", *(f" {word}" for word in frames()["hanging"]))


@cache
def _kinds() -> dict[str, str]:
    return dict(cues("masthead")["kinds"])


@cache
def _spaced() -> dict[str, str]:
    return {name.replace(" ", ""): name for name in _kinds()}


@cache
def _kind_starts() -> re.Pattern[str]:
    names = sorted(_kinds(), key=len, reverse=True)
    return re.compile("(" + "|".join(names) + r")(?:\s|$)")


def kind_on(rows: Sequence[str], index: int, *, small: bool = False) -> tuple[int, str] | None:
    """Read the name of a kind that stands on a line by itself, as in "KẾ HOẠCH": (line after it, kind).

    With `small` also "Kế hoạch", which only a masthead above tells from a word of a web site's menu.
    """
    row = rows[index].strip(" .:*_#-")
    row = row.removeprefix("DỰ THẢO ").lstrip()
    if len(row) > 6 and all(len(word) == 1 for word in row.split()):
        row = _spaced().get(row.replace(" ", ""), row)  # "K Ế H O Ạ C H", as old typewriters set it
    if 3 < len(row) < 60 and (loud(row) or (small and row[:1].isupper())):
        kind = _kinds().get(row.upper())
        if kind:
            return index + 1, kind
    return _joined_kind(rows, index, row)


def _joined_kind(rows: Sequence[str], index: int, row: str) -> tuple[int, str] | None:
    # A hard wrap can fall inside the name: "CÔNG / ĐIỆN".
    if row.isupper() and 1 < len(row) < 16 and index + 1 < len(rows):
        kind = _kinds().get(f"{row} {rows[index + 1].strip(' .:*_#')}")
        if kind:
            return index + 2, kind
    return None


def _motto(extract: Extract, rows: Sequence[str]) -> int:
    """Find the line of the motto of the masthead, not one inside a sentence or title."""
    text, lines = extract.text, extract.lines
    starts = [line.start for line in lines]
    for match in MOTTO.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        before = text[lines[index].start : match.start()].rstrip()
        if before and (len(before) > 90 or not loud(before) or before.endswith(("NƯỚC", "CỦA", "LẬP", "ĐẠI HỘI"))):
            continue
        if index and not before and rows[index - 1].endswith(("NƯỚC", "CỦA", "THÀNH LẬP")):
            continue
        if match.group().startswith("ĐẢNG") and (
            index > 80 or len(text[match.end() : lines[index].end].strip(" -_*")) > 0
        ):
            continue
        return index
    return -1


def _masthead_start(rows: Sequence[str], lines: Sequence[Line], anchor: int) -> int:
    """Go up from the motto to the first line of the masthead: issuer, number, marks, rules."""
    first = anchor
    low = max(0, anchor - 16)
    cell = lines[anchor].cell
    about = next((i for i in range(anchor - 1, low - 1, -1) if NUMBER_LINE.match(rows[i])), anchor)
    for index in range(anchor - 1, low - 1, -1):
        row = rows[index]
        here = lines[index].cell
        same_row = cell is not None and here is not None and here.table == cell.table
        short = len(row) <= 90
        if (
            RULE.match(row)
            or (same_row and short)
            or (short and index >= about)
            or (short and (loud(row) or NUMBER_LINE.match(row)) and not row.startswith("http"))
        ):
            first = index
        else:
            break
    return first


def _masthead_end(rows: Sequence[str], index: int) -> int:
    """Go down from the motto over the short lines of a masthead that no name of a kind follows."""
    at = index
    while at < min(index + 14, len(rows)):
        row = rows[at]
        short = len(row) < 70 and (loud(row) or MOTTO.search(row) or "ngày" in row or "tháng" in row or "năm" in row)
        year = row.isdigit() and at > index and rows[at - 1].endswith("năm")  # "… ngày 25 tháng 11 năm" / "2025"
        if not (RULE.match(row) or NUMBER_LINE.match(row) or short or year):
            break
        at += 1
    return at


def _kind_near(
    rows: Sequence[str], lines: Sequence[Line], first: int, last: int, *, letters: bool = False
) -> tuple[int, int, str] | None:
    """Find the name of the kind, or with `letters` the "Kính gửi" of a letter (kind ""), between two lines."""
    for index in range(max(first, 0), min(last, len(rows))):
        row = rows[index]
        if letters and peek(rows, index).lstrip("* ").startswith(("Kính gửi", "KÍNH GỬI", "Kính Gửi")):
            return index, index + 1, ""
        found = kind_on(rows, index, small=letters)
        if found:
            return index, found[0], found[1]
        if letters and row.isupper() and len(row) > 8 and not MOTTO.search(row):
            match = _kind_starts().match(row)
            if match and not lines[index].cell:
                return index, index, _kinds()[match.group(1)]
    return None


def _after_issuer(rows: Sequence[str], index: int) -> int:
    """Go over "CỦA BAN THƯỜNG VỤ TỈNH ỦY" between the name of the kind and the title."""
    at = index
    if at < len(rows) and rows[at].startswith(("CỦA ", "Của ")) and len(rows[at]) < 80:
        at += 1
        while at < min(index + 3, len(rows)) and (RULE.match(rows[at]) or (loud(rows[at]) and len(rows[at]) < 24)):
            at += 1
        if at < len(rows) and not LABEL.match(rows[at]):
            return at
    return index


def _title_end(rows: Sequence[str], lines: Sequence[Line], first: int) -> int:
    """Go over the lines of a title: those in capitals, or the first paragraph when it is in small letters."""
    index, last = first, min(first + 30, len(rows))
    while index < last:
        row = rows[index]
        years = index > first and not any(map(str.isalpha, row))  # "… GIAI ĐOẠN / 2026 - 2030"
        if RULE.match(row) or years or (loud(row) and not LABEL.match(row) and not enacts().match(row)):
            index += 1
        elif row.startswith("(") and index > first:
            index = close_bracket(rows, index) + 1
        else:
            break
    if any(not RULE.match(rows[i]) for i in range(first, index)):
        return index
    openers = frames()["openers"]
    while index < last:
        row = rows[index]
        # A title in bold goes on to where the bold ends.
        still_bold = index > first and lines[index - 1].bold and lines[index].bold
        begins = index > first and not still_bold and _begins_text(rows, index, openers)
        if LABEL.match(row) or begins or (index > first and RULE.match(row)):
            break
        index += 1
        done, here = lines[index - 1], lines[index] if index < last else None
        if here is None or (done.bold and not here.bold):
            break
        if done.ends and not rows[index][:1].islower() and not (done.bold and here.bold and len(rows[index]) < 140):
            break
    return index


@cache
def _kind_words() -> tuple[str, ...]:
    return tuple(sorted({*KINDS.values(), "Luật", "Hiệp định", "Chiến lược", "Hiến pháp"}))


def _begins_text(rows: Sequence[str], index: int, openers: tuple[str, ...]) -> bool:
    """Say whether a line after a title in small letters begins the text: a capital where the title does not go on."""
    row, before = rows[index], rows[index - 1].rstrip()
    if not _may_end(before):
        return False
    if row.startswith(openers):
        return True
    last = before.split()[-1]
    return (
        row[:1].isupper()
        and (last.islower() or last.isdigit())
        and not row.startswith(_kind_words())
        and last not in frames()["hanging_small"]
    )


def _may_end(row: str) -> bool:
    row = row.upper()
    return not row.endswith(_hanging()) or row.endswith(" TỰ DO")


def _authority(rows: Sequence[str], first: int, last: int, kind: str) -> int:
    """Find where the title ends and the deciding office begins, as in "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"."""
    following = peek(rows, last) if last < len(rows) else ""
    if following.rstrip(" :*").endswith(("điện", "ĐIỆN")):
        # "THỦ / TƯỚNG CHÍNH PHỦ điện:"
        wrapped = last - 1 > first and len(rows[last - 1].split()) < 3
        return last - 1 if wrapped and _deciding().match(f"{rows[last - 1]} {following}") else last
    if not enacts().match(following) and (
        kind not in frames()["enacting"] or not following.startswith((*frames()["bases"], "Thực hiện"))
    ):
        return last  # in a plan, "… CỦA THỦ TƯỚNG" / "CHÍNH PHỦ" is the title going on
    at = last
    for index in range(last - 1, max(first, last - 5), -1):
        if RULE.match(rows[index]) or rows[index].startswith("("):
            continue
        if _deciding().match(rows[index]) and _may_end(rows[index - 1].rstrip()):
            at = index
        elif at != last:
            break
    return at
