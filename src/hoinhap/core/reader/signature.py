"""Read the block that closes a document: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Hoàng Văn Mây"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hoinhap.core.vi.letters import pattern

# "TM." signs for a body, "KT." in the stead of the head, "TL." and "TUQ." by order, "Q." as acting head. The Party
# writes "T/M", "K/T", "T/L"; the dot is often lost ("KT GIÁM ĐỐC").
FOR = pattern(r"(?<![\w./])(?:T\s?/\s?M|K\s?/\s?T|T\s?/\s?L|TM|KT|TL|TUQ|TUN|QUYỀN|Q)(?:\s?\.\s?|\s)\s?(?=[[:upper:]])")
_NOT_NAMES = re.compile(r"\d|[:;,/()…]|\.\.")


@cache
def lexicon() -> dict[str, Any]:
    """Load lexicon/masthead.toml, the cue words of the frame around a document ("Nơi nhận", "TM.", "KẾ HOẠCH")."""
    return tomllib.loads((Path(__file__).parent / "lexicon" / "masthead.toml").read_text("utf-8"))


@cache
def office_start() -> re.Pattern[str]:
    """Match an office in capitals at the start of a line, as in "PHÓ CHỦ TỊCH THƯỜNG TRỰC"."""
    offices = sorted(lexicon()["signature"]["offices"], key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(office).replace("ỦY", "(?:ỦY|UỶ)") for office in offices) + r")(?!\w)")


@cache
def _ranks() -> re.Pattern[str]:
    words = sorted(lexicon()["signature"]["ranks"], key=len, reverse=True)
    learned = r"(?:(?:PGS|GS|TSKH|TS|ThS|Ths|THS|BSCKI{1,2}|BSCK\d|BS|DS|KS|LS|CN|NGƯT|NGND|TTƯT|TTND|Đ/c|đ/c)[.,:]?\s?[-,]?\s?)"
    return re.compile("(?:" + "|".join(words) + r")\s+[-,.]?\s?|" + learned, re.IGNORECASE)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(name.upper() for name in lexicon()["signature"]["surnames"])


def loud(text: str) -> bool:
    """Say whether a line is written in capitals, allowing for "QĐ-TTg" or "IoT" among them."""
    if text.isupper():
        return True
    small = sum(map(str.islower, text))
    return small * 8 < sum(map(str.isupper, text))


def bare_name(text: str) -> str:
    """Strip rank and learning from a name, as in "Thượng tướng Lê Văn Mây" → "Lê Văn Mây"."""
    text = text.strip(" .,;*_")
    for _ in range(4):
        match = _ranks().match(text)
        if not match or match.end() == len(text):
            break
        # "Bà" and "Ông" are ranks only in front of a whole name; "TS" glued to a name is none.
        text = text[match.end() :].strip(" .,-")
    return text


def is_name(text: str) -> bool:
    """Say whether a line is a person's name and nothing else, as in "Hoàng Văn Mây" or "HOÀNG VĂN MÂY"."""
    if len(text) > 60 or _NOT_NAMES.search(text):
        return False
    text = bare_name(text)
    words = text.replace("-", " ").split()
    if not 2 <= len(words) <= 6 or any(len(word) > 12 for word in words):
        return False
    if text.isupper():
        return words[0] in _surnames() and not office_start().match(text)
    return all(word[0].isupper() and not word[1:].isupper() or len(word) == 1 for word in words)


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
    """Read the signer's own office and the bodies signed for, as in "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH".

    After "KT." the own office is the deputy's; after "TL." and "TUQ." it is the next office named.
    """
    words = " ".join(row.strip(" .,*_-") for row in rows if row.strip() and not row.strip().startswith(("(", "[")))
    words = words.replace("UỶ", "ỦY")
    marks = list(FOR.finditer(words))
    bodies = []
    for index, mark in enumerate(marks):
        if mark.group().replace(" ", "").replace("/", "").startswith("TM"):
            end = marks[index + 1].start() if index + 1 < len(marks) else len(words)
            office = office_start().search(words, mark.end(), end)
            while office and re.search(r"(?:ĐOÀN|BAN|HỘI ĐỒNG)\s$", words[mark.end() : office.start()]):
                office = office_start().search(words, office.end(), end)
            bodies.append(words[mark.end() : office.start() if office else end].strip(" ,"))
    start, mark = (marks[-1].end(), marks[-1].group().replace(" ", "").replace("/", "")) if marks else (0, "")
    found = [match for match in office_start().finditer(words, start) if not words[match.start() - 1 : match.start()].isalpha()]
    if not found:
        return None, bodies
    if mark.startswith("KT"):
        deputies = [match for match in found if match.group().startswith(("PHÓ", "THỨ", "ỦY VIÊN"))]
        own = deputies[0] if deputies else found[-1]
    elif mark.startswith(("TL", "TU")) and len(found) > 1:
        own = next((match for match in found[1:] if words[match.start() - 2 : match.start()] != ", "), found[-1])
    else:
        own = found[0]
    later = [match.start() for match in found if match.start() > own.start() and match.start() >= own.end()]
    end = later[0] if later else len(words)
    tail = words[own.end() : end].strip(" ,.-")
    # What follows the office on its line belongs to it ("GIÁM ĐỐC SỞ NGOẠI VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC").
    if words[own.end() :].startswith(" THƯỜNG TRỰC"):
        tail = words[own.end() :].strip() if not later or later[0] == own.end() + 1 else tail
    from hoinhap.core.reader.casing import office_case

    office = office_case(f"{own.group()} {tail}".strip())
    return (f"Quyền {office}" if mark.startswith("Q") else office), bodies
