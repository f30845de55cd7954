"""Read the block that closes a document: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Hoàng Văn Mây"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from hoinhap.core.reader.casing import loud, office_case
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.vi.letters import pattern

# "TM." signs for a body, "KT." in the stead of the head, "TL." and "TUQ." by order, "Q." as acting head. The Party
# writes "T/M", "K/T", "T/L"; the dot is often lost ("KT GIÁM ĐỐC").
FOR = pattern(
    r"(?<![\w./])(?:T\s?[/.]\s?M|K\s?[/.]\s?T|T\s?[/.]\s?L|"
    r"TM|KT|TL|TUQ|TUN|QUYỀN|Q)(?:\s?\.\s?|\s)\s?(?=[[:upper:]])"
)
_ASIDE = re.compile(r"\s?\([^()]{0,40}\)$")  # "Hoàng Văn Mây (đã ký)"
_NOT_NAMES = re.compile(r"\d|[:;,/()…]|\.\.")


@cache
def office_start() -> re.Pattern[str]:
    """Match an office in capitals at the start of a line, as in "PHÓ CHỦ TỊCH THƯỜNG TRỰC"."""
    offices = sorted(cues("masthead")["signature"]["offices"], key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(office).replace("ỦY", "(?:ỦY|UỶ)") for office in offices) + r")(?!\w)")


@cache
def _ranks() -> re.Pattern[str]:
    words = sorted(cues("masthead")["signature"]["ranks"], key=len, reverse=True)
    # "Ksor Phước" is a name: a short form must end before the next letter.
    learned = (
        r"(?:PGS|GS|TSKH|TS|ThS|BSCKI{1,2}|BSCK\d|BS|DS|KS|LS|CN|NGƯT|NGND|TTƯT|TTND|Đ/c)(?![^\W\d_])[.,:]?\s?[-,]?\s?"
    )
    return re.compile("(?:" + "|".join(words) + r")\s+[-,.]?\s?|" + learned, re.IGNORECASE)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(name.upper() for name in cues("masthead")["signature"]["surnames"])


def bare_name(text: str) -> str:
    """Strip rank and learning from a name, as in "Thượng tướng Lê Văn Mây" → "Lê Văn Mây"."""
    text = _ASIDE.sub("", text.strip(" .,;*_/"))
    for _ in range(4):
        match = _ranks().match(text)
        if not match or match.end() == len(text):
            break
        # "Bà" and "Ông" are ranks only in front of a whole name; "TS" glued to a name is none.
        text = text[match.end() :].strip(" .,-")
    return text


def is_name(text: str) -> bool:
    """Say whether a line is a person's name and nothing else, as in "Hoàng Văn Mây" or "HOÀNG VĂN MÂY"."""
    if len(text) > 80:
        return False
    text = bare_name(text)
    if len(text) > 60 or _NOT_NAMES.search(text):
        return False
    words = text.replace("-", " ").split()
    if not 2 <= len(words) <= 6 or any(len(word) > 12 for word in words):
        return False
    if text.isupper():
        return words[0] in _surnames() and not office_start().match(text)
    return all((word[0].isupper() and not word[1:].isupper()) or len(word) == 1 for word in words)


def opens(text: str) -> bool:
    """Say whether a line may open a signature, as in "KT. BỘ TRƯỞNG" or "CHỦ TỊCH"; a name must still follow it."""
    if not (FOR.match(text) or office_start().match(text)):
        return False
    return loud(text) or is_name(_quiet_tail(text))


def name_after(rows: Sequence[str]) -> tuple[int, int, str] | None:
    """Find the signer's name in the lines of a block: (first line, line after the last, name without rank).

    The name stands below the last office; it may be broken over two lines ("Bùi / Xuân Cường") or stand on the line of
    the office ("CHỦ TỊCH Hoàng Văn Mây").
    """
    for index, row in enumerate(rows):
        row = row.strip(" .*_")
        if not row or row.startswith(("(", "[")) or row.lower().startswith("đã ký"):
            continue
        if is_name(row):
            return index, index + 1, bare_name(row)
        words = row.split()
        if len(words) == 1 and words[0][0].isupper() and not words[0].isupper() and index + 1 < len(rows):
            joined = f"{row} {rows[index + 1].strip()}"
            if is_name(joined):
                return index, index + 2, bare_name(joined)
        tail = _quiet_tail(row)
        if tail and is_name(tail):
            return index, index + 1, bare_name(tail)
    return None


def _quiet_tail(row: str) -> str:
    """Cut the words after the capitals, as in "CHỦ TỊCH Hoàng Văn Mây" → "Hoàng Văn Mây"."""
    words = row.split()
    at = len(words)
    while at and not words[at - 1].isupper():
        at -= 1
    # A rank before the name is no part of the office: "BỘ TRƯỞNG Đại tướng Lê Văn Mây" is cut before "Đại tướng".
    return " ".join(words[at:]) if 0 < at < len(words) else ""


def above(rows: Sequence[str], first: int) -> list[str]:
    """Keep the lines above a name and the capitals before it on its own line."""
    kept = list(rows[:first])
    row = rows[first]
    tail = _quiet_tail(row)
    if tail and (office_start().match(row) or FOR.match(row)):
        kept.append(row[: len(row) - len(tail)])
    return kept


def office_of(rows: Sequence[str]) -> tuple[str | None, list[str]]:
    """Read the signer's office and the bodies signed for ("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH").

    After "KT." the own office is the deputy's; after "TL." and "TUQ." it is the next office named.
    """
    kept = [row.strip(" .,*_-") for row in rows]
    words = "\n".join(row for row in kept if row and not row.startswith(("(", "[")) and loud(row)).replace("UỶ", "ỦY")
    words = words.replace("PHÓ\n", "PHÓ ").replace("THỨ\n", "THỨ ")  # a hard wrap inside "PHÓ / TRƯỞNG BAN"
    marks = [(match.end(), _LETTERS.sub("", match.group())) for match in FOR.finditer(words)]
    offices = [
        match for match in office_start().finditer(words) if not words[match.start() - 1 : match.start()].isalpha()
    ]
    bodies = []
    at, mark = marks[-1] if marks else (0, "")
    own = None
    for index, (start, how) in enumerate(marks):
        if how == "TM":
            end = marks[index + 1][0] - 3 if index + 1 < len(marks) else len(words)
            office = _office_of_body(words, offices, start, end)
            body = words[start : office.start() if office else end]
            bodies.append(" ".join(re.split(r"\s(?:KT|TL|TUQ|K/T|T/L)\.?$", body)[0].split()).strip(" ,"))
            own = office
    found = [match for match in offices if match.start() >= at]
    if mark == "KT":
        own = next((match for match in found if match.group().startswith(("PHÓ", "THỨ"))), found[-1] if found else None)
    elif mark in ("TL", "TUQ", "TUN"):
        lines = [match for match in found[1:] if words[match.start() - 1 : match.start()] == "\n"]
        own = next(iter(lines or found[1:] or found), None)
    elif mark != "TM":
        own = next(iter(found), None)
    if own is None:
        return None, bodies
    # What follows the office on its line belongs to it ("GIÁM ĐỐC SỞ NGOẠI VỤ"), and the lines after it that name no
    # other office ("PHÓ BÍ THƯ / THƯỜNG TRỰC").
    first, *others = words[own.end() :].split("\n")
    tail = [first]
    for line in others:
        if office_start().match(line) and line != "THƯỜNG TRỰC":
            break
        tail.append(line)
    title = office_case(" ".join(f"{own.group()}{' '.join(tail)}".split()).strip(" ,.-"))
    return (f"Quyền {title}" if mark in ("Q", "QUYỀN") else title), bodies


_LETTERS = re.compile(r"[^A-ZĐỀ]")


def _office_of_body(words: str, offices: Sequence[re.Match[str]], start: int, end: int) -> re.Match[str] | None:
    """Find the office under "TM. THƯỜNG TRỰC HĐND": on a line of its own, else behind the body's words."""
    inside = [match for match in offices if start < match.start() < end]
    own = next((match for match in inside if words[match.start() - 1] == "\n"), None)
    if own is None:
        own = next(
            (match for match in inside if not words[start : match.start()].endswith(("ĐOÀN ", "BAN ", "HỘI ĐỒNG "))),
            None,
        )
    return own


def is_rank(row: str) -> bool:
    """Say whether a line is a rank by itself, as in "Đại tá" above a name."""
    match = _ranks().match(row.strip() + " ")
    return match is not None and match.end() >= len(row.strip())


def columns(rows: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part lines in which two columns ran together: "- Bộ Ngoại giao; KT. CHỦ TỊCH" is an item and an office.

    Where no line has an office behind an item, everything is left and nothing right.
    """
    left: list[str] = []
    right: list[str] = []
    for row in rows:
        at = next((match.start() for match in _BEHIND.finditer(row) if opens(row[match.end() :])), -1)
        if at < 0 and right:
            cut = max(row.rfind("; "), row.rfind(". "))
            at = cut + 1 if cut > 0 and is_name(row[cut + 2 :]) else -1
        left.append(row[:at].rstrip() if at >= 0 else row)
        if at >= 0:
            right.append(row[at:].strip())
    if not any(FOR.match(row) or office_start().match(row) for row in right):
        return list(rows), []
    # The name may have a line of its own under the last recipient.
    if left and is_name(left[-1]) and not any(is_name(row) for row in right):
        right.append(left.pop())
    return left, right


_BEHIND = re.compile(r"(?<=[;:.,)\w])\s")
