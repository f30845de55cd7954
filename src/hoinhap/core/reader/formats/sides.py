"""Part what a text has side by side: "ỦY BAN NHÂN DÂN     CỘNG HÒA XÃ HỘI …", recipients beside the signature.

Programs that keep the layout of a page as text, and people who write with spaces, set two columns apart by wide gaps.
They are written anew as the two blocks of a table, left block first, with the bars that plain text has for tables.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_HEAD_LINES = 30
_MOST_LINES = 40
_WIDEST = 300
_SEGMENT = re.compile(r"\S+(?: {1,2}\S+)*")
_MOTTO = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ|ĐẢNG\s+CỘNG\s+SẢN")
_RECIPIENTS = re.compile(r"^[ \t]{0,12}Nơi nhận", re.MULTILINE)
_RULE = re.compile(r"[-_=*–—]{3,}$")
_PAGE_NUMBER = re.compile(r"\n[ \t]*\d{1,3}[ \t]*\n?\s{0,4}?\f|\n?\f[ \t]*\d{1,3}[ \t]*\n\n?")
_GLUED_RULE = re.compile(r"^[ \t]*[-_]{5,}(?=[^\W\d_])", re.MULTILINE)


class _Segment(NamedTuple):
    text: str
    start: int
    end: int


def part_sides(text: str) -> str:
    """Return a text whose masthead and signature stand as blocks, one after the other, and whose pages are not
    numbered; any other text as it is."""
    if "\f" in text:
        text = _PAGE_NUMBER.sub("\n", text)
    if "-----" in text or "_____" in text:
        text = _GLUED_RULE.sub(lambda rule: rule[0] + "\n", text)
    if "   " not in text and "\t" not in text:
        return text
    closing = [match.start() for match in _RECIPIENTS.finditer(text)]
    for start in reversed(closing[:20]):
        end = _nth_line_end(text, start, _MOST_LINES)
        text = text[:start] + _signature(text[start:end]) + text[end:]
    end = _nth_line_end(text, 0, _HEAD_LINES)
    return _masthead(text[:end]) + text[end:]


def tabbed_runs(lines: list[str], free: list[bool]) -> list[tuple[int, int]]:
    """Return, from the last to the first, the lines that tabs part into masthead or signature; `free` says which lines
    stand in no table."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        left, tab, right = lines[at].partition("\t")
        begins = at < _HEAD_LINES and left.strip() and _MOTTO.match(right.strip())
        if not (tab and free[at] and (begins or (_RECIPIENTS.match(left) and right.strip()))):
            at += 1
            continue
        end = at + 1
        named = False
        while end < min(at + _MOST_LINES, len(lines)) and free[end]:
            left, tab, right = (part.strip() for part in lines[end].partition("\t"))
            listed = not begins and left.startswith(("-", "+", "–")) and not right
            if not (listed or (right and len(right) < 70 and (left or not named))):
                break
            named = named or (not begins and bool(right) and not right.isupper())
            end += 1
        if end - at > 1:
            found.insert(0, (at, end))
        at = end
    return found


def _nth_line_end(text: str, start: int, count: int) -> int:
    at = start
    for _ in range(count):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def _segments(line: str) -> list[_Segment]:
    if len(line) > _WIDEST:
        return [_Segment(line, 0, len(line))]
    return [_Segment(match[0], match.start(), match.end()) for match in _SEGMENT.finditer(line.expandtabs(8))]


def _blocks(lefts: list[str], rights: list[str]) -> list[str]:
    return ["|", *lefts, "|", *rights, "|", ""]


def _masthead(text: str) -> str:
    lines = text.split("\n")
    rows = [_segments(line) for line in lines]
    first = next((at for at, row in enumerate(rows) if len(row) == 2 and _MOTTO.match(row[1].text)), -1)
    if first < 0:
        return text
    middle = (rows[first][0].end + rows[first][1].start) / 2
    lefts: list[str] = []
    rights: list[str] = []
    dated = False
    at = first
    while at < len(rows):
        row = rows[at]
        if not row:
            if dated:
                break
        elif len(row) == 1 and dated:
            # Below the number of a letter stands what it is about, in the left column alone.
            if row[0].end > middle or not any(part.startswith("V/v") for part in (*lefts[-4:], row[0].text)):
                break
            lefts.append(row[0].text)
        elif len(row) > 2 or (len(row) == 1 and row[0].start < middle - 2 and row[0].end > middle + 2):
            break
        else:
            for part in row:
                side = lefts if (len(row) == 2 and part is row[0]) or part.end <= middle else rights
                side.append(part.text)
                dated = dated or ("ngày" in part.text and side is rights)
        at += 1
    if not lefts or len(rights) < 2 or not dated:
        return text
    return "\n".join([*lines[:first], *_blocks(lefts, rights), *lines[at:]])


def _begins_more(part: _Segment, middle: float) -> bool:
    """Say whether a line is none of the recipients: it crosses the middle, counts the page, or is a title."""
    return part.end - 2 > middle or part.text.isdigit() or (part.text.isupper() and len(part.text) > 5)


def _signature(text: str) -> str:
    lines = text.split("\n")
    rows = [_segments(line) for line in lines]
    starts = [row[1].start for row in rows[:12] if len(row) == 2 and not _RULE.match(row[1].text)]
    if len(starts) < 1:
        return text
    middle = min(starts) - 1
    lefts: list[str] = []
    rights: list[str] = []
    at = blank = 0
    named = False
    while at < len(rows):
        row = rows[at]
        if not row:
            blank += 1
            if blank > 8 or (named and lefts):
                break
        elif len(row) > 2 or (len(row) == 1 and row[0].start < middle and _begins_more(row[0], middle)):
            break
        else:
            for part in row:
                if part.start >= middle:
                    rights.append(part.text)
                    named = named or not part.text.isupper()
                else:
                    lefts.append(part.text)
            blank = 0
        at += 1
    if not rights or not named:
        return text
    return "\n".join([*_blocks(lefts, rights), *lines[at:]])
