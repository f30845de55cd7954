"""Read who issues a document from the left block of its masthead: "UBND TỈNH QUẢNG TRỊ / SỞ NGOẠI VỤ"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from hoinhap.core.reader.casing import Running, key, loud, province_in, quiet, with_unit
from hoinhap.core.reader.lexicon import cues


def _words() -> dict[str, Any]:
    words: dict[str, Any] = cues("masthead")["issuer"]
    return words


@cache
def heads() -> re.Pattern[str]:
    """Match the first words of an agency in capitals, as in "SỞ NGOẠI VỤ"; "BAN NHÂN DÂN" is the rest of a wrap."""
    names = sorted(_words()["heads"], key=len, reverse=True)
    choices = "|".join(name.replace("ỦY", "(?:ỦY|UỶ)").replace("TÒA", "(?:TÒA|TOÀ)") for name in names)
    return re.compile(rf"(?!BAN NHÂN DÂN)(?:{choices})(?!\w)")


@cache
def _hanging() -> tuple[str, ...]:
    return ("-", ",", *(f" {word}" for word in _words()["hanging"]))


def agencies(zone: str) -> tuple[list[str], tuple[int, int] | None]:
    """Join the lines in capitals to agencies, the highest first ("UBND TỈNH QUẢNG TRỊ", "SỞ NGOẠI VỤ"); their span."""
    marks = cues("masthead")["marks"]
    skipped = {*marks["urgency"], *marks["secrecy"], *_words()["strange"]}
    units: list[str] = []
    first = last = -1
    offset = 0
    for row in zone.split("\n"):
        words = re.sub(r"\s?[-_–—]{3,}\s?", " ", row.strip(" *_|-–—=.:")).strip()
        start = offset
        offset += len(row) + 1
        if not words or not loud(words) or words in skipped or len(words) > 110 or not any(map(str.isalpha, words)):
            continue
        head = heads().match(words)
        hangs = bool(units) and (" " not in units[-1] or f" {units[-1]}".endswith(_hanging()))
        if units and (not head or hangs):
            units[-1] = f"{units[-1]} {words}"
        else:
            units.append(words)
        if first < 0:
            first = start + row.index(words.split()[0])
        last = start + len(row.rstrip())
    units = [unit for unit in units if heads().match(unit) or len(units) == 1]
    return units, (first, last) if first >= 0 else None


def full_name(units: Sequence[str], place: str | None, bodies: Sequence[str], running: Running) -> str:
    """Write the lowest agency out in full, in its right letters and with its province: "Sở Ngoại vụ tỉnh Quảng Trị".

    `bodies` are those that the signer signs for: a committee of the Party signs where the masthead names its parent.
    """
    parent = quiet(_expand(units[-2])) if len(units) > 1 else ""
    name = _complete(quiet(_expand(units[-1]), running), parent, place)
    signed = [key(body) for body in bodies]
    if key(name).startswith(("ban chấp hành trung ương", "trung ương đảng")):
        return next((quiet(body) for body in bodies if key(body) in ("bộ chính trị", "ban bí thư")), name)
    committee = re.match(r"(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) ủy|Đảng bộ", name)
    if committee and any(body.startswith("ban thường vụ") for body in signed):
        return f"Ban Thường vụ {name}"
    return name


def _expand(unit: str) -> str:
    """Write out the short forms of a masthead: "UBND TP. HUẾ" → "ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ"."""
    unit = unit.replace("UỶ", "ỦY")
    for short, full in _words()["short"].items():
        end = "" if short.endswith(".") else r"(?!\w)"
        unit = re.sub(rf"(?<!\w){re.escape(short)}{end}", f"{full} ", unit)
    return " ".join(unit.split())


def _complete(name: str, parent: str, place: str | None) -> str:
    """Add the province that a masthead leaves out, from the agency above or from the place of the date."""
    folded, above = key(name), key(parent)
    own = province_in(name)
    where = province_in(parent) or (province_in(place) if place else None)
    if folded in _words()["organs"] and parent:
        return f"{name} {parent}"
    if re.fullmatch(r"(?:ủy ban nhân dân|hội đồng nhân dân)(?: tỉnh| thành phố)?", folded):
        base = re.sub(r"\s(?:tỉnh|thành phố)$", "", name, flags=re.IGNORECASE)
        return f"{base} {with_unit(where)}" if where else name
    if folded.startswith("ban chấp hành") and above.startswith(tuple(_words()["societies"])):
        return f"Ban Chấp hành {parent.removesuffix(' Việt Nam')} {name[len('ban chấp hành') :].strip()}".strip()
    if own:
        return name
    if above.startswith(("tỉnh ủy", "thành ủy")) and folded.startswith(("ban ", "văn phòng", "ủy ban kiểm tra")):
        return f"{name} {parent}"
    if folded.startswith(tuple(_words()["provincial"])) and above.startswith(("ủy ban nhân dân", "sở ")):
        unit = re.search(r"(?:tỉnh|thành phố)\s.*$", parent, flags=re.IGNORECASE)
        return f"{name} {unit.group()}" if unit else f"{name} {with_unit(where)}" if where else name
    if not where:
        return name
    if folded.startswith("thường trực hội đồng nhân dân"):
        return f"Thường trực Hội đồng nhân dân {with_unit(where)}"
    if folded.endswith(("tỉnh ủy", "thành ủy")):
        return f"{name} {where}"
    if folded.startswith("sở "):
        return f"{name} {with_unit(where)}"
    return name
