"""Read who issued a cited document and when, as in "ngày 20/02/2023 của Ban Thường vụ Tỉnh ủy về việc …"."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ..vi.dates import find_dates
from .lexicon import cues

_REACH = 260  # characters after a number in which its issuer's name ends

SO = re.compile(r"(?:^|\W)s(?:ố|ô)\s?:?\s?$", re.IGNORECASE)
DATE_LEAD = re.compile(r"\s?[,(]?\s?(?:được\s|đã\s)?(?:ký\s|ban hành\s|thông qua\s)?ngày\s?:?\s?", re.IGNORECASE)
_OF = re.compile(r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\)?\s?,?\s?của\s", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:.()“”\"…\[\]/]+|/[^\s,;:.()“”\"…\[\]]+")


def lexicon() -> dict[str, Any]:
    """Return the words of citations."""
    return cues("citations")


@cache
def sets() -> dict[str, frozenset[str]]:
    words = lexicon()
    return {
        "forms": frozenset(words["bare"]["forms"]),
        "stops": frozenset(words["issuer"]["stops"]),
        "verbs": frozenset(words["issuer"]["verbs"]),
        "with_so": frozenset(words["bare"]["with_so"]),
        "without_so": frozenset(words["bare"]["without_so"]),
        "followers": frozenset(words["bare"]["followers"]),
    }


def date_and_issuer_after(flat: str, end: int) -> tuple[str | None, str | None]:
    """Read "ngày 20/02/2023 của Chính phủ" after a number: date and issuer."""
    date, at = _date_at(flat, end)
    of = _OF.match(flat, at)
    issuer = None
    if of:
        issuer, at = _name(flat, of.end())
        if date is None and issuer:
            date, _ = _date_at(flat, at)
    return date, issuer


def _date_at(flat: str, at: int) -> tuple[str | None, int]:
    lead = DATE_LEAD.match(flat, at)
    if lead is None:
        return None, at
    for (start, end), iso in find_dates(flat[lead.end() : lead.end() + 32]):
        if start > 1 or len(iso) != 10:
            break
        return iso, lead.end() + end
    return None, at


def _name(flat: str, start: int) -> tuple[str | None, int]:
    """Read an issuer's name: "Ban Thường vụ Tỉnh ủy" of "Ban Thường vụ Tỉnh ủy về việc …"."""
    ends, kinds, issuer = sets(), lexicon()["kinds"], lexicon()["issuer"]
    words = list(_WORD.finditer(flat, start, min(len(flat), start + _REACH)))[:20]
    end = start
    taken: list[str] = []
    for i, match in enumerate(words):
        if match.start() > end + (1 if i else 0) and (
            flat[end : match.start()] != ", " or match.group() not in issuer["after_comma"]
        ):
            break
        word, low = match.group(), match.group().casefold()
        pair = f"{low} {words[i + 1].group().casefold()}" if i + 1 < len(words) else low
        if i == 0 and not word[0].isupper():
            return None, start
        if i == 0 and (low in ("luật", "nghị") or pair in ("bộ luật", "quyết định", "thông tư", "quy chế")):
            return None, start
        before = taken[-1].casefold() if taken else ""
        if i and (pair in ends["verbs"] or pair in kinds) and before != "ban":
            break
        if i and low in ends["stops"] and (word.islower() or taken[-1].isupper()):
            break
        if low in ("và", "&") and i + 2 < len(words):
            following = f"{words[i + 1].group().casefold()} {words[i + 2].group().casefold()}"
            small = words[i + 1].group()[0].islower() and following not in issuer["after_and"]
            if small or following in kinds or following.split()[0] == "luật":
                break
        elif low in ("và", "&"):
            break
        taken.append(word)
        end = match.end()
    name = flat[start:end]
    while name.endswith((" và", " -", " –", " các", " &")):
        name = name.rpartition(" ")[0]
    return (_cased(name) or None), start + len(name)


@cache
def _cased(name: str) -> str:
    """Write a name out of a line of capitals as its heads are written: "CHÍNH PHỦ" → "Chính phủ"."""
    if not name.isupper() or name in ("UBND", "HĐND", "VPCP"):
        return name
    for head in lexicon()["issuer"]["heads"]:
        if name.casefold().startswith(head.casefold()):
            rest = name[len(head) :].strip()
            return f"{head} {_cased(rest) if rest else ''}".strip()
    return name.title() if len(name) > 5 else name


@cache
def _before_pattern() -> re.Pattern[str]:
    words = lexicon()["issuer"]
    heads = "|".join(sorted(words["heads"], key=len, reverse=True))
    return re.compile(rf"(?:{heads})(?=\s|$)")


@cache
def _acts_pattern() -> re.Pattern[str]:
    acts = "|".join(lexicon()["issuer"]["acts"])
    return re.compile(rf"\s(?:đã\s)?(?:{acts})(?:\s(?:tại|theo|trong|bằng))?$|\stại$")


def issuer_before(flat: str, start: int) -> str | None:
    """Read the issuer that stands before its document: "Thủ tướng Chính phủ phê duyệt tại Quyết định số 10/QĐ-TTg"."""
    left = max(0, start - 130)
    before = flat[left:start]
    match = SO.search(before)
    words = (before[: match.start()] if match else before).split()
    for n in (4, 3, 2, 1):
        if " ".join(words[-n:]).casefold() in lexicon()["kinds"]:
            words = words[:-n]
            break
    else:
        return None
    before = " ".join(words)
    act = _acts_pattern().search(before[-40:])
    if act is None:
        return None
    clause = before[: len(before[:-40]) + act.start()]
    names = list(_before_pattern().finditer(clause))
    if not names:
        return None
    first = names[-1]
    while len(names) > 1 and clause[names[-2].end() : first.start()].strip() == "":
        names.pop()
        first = names[-1]
    name, end = _name(clause, first.start())
    return name if name and end == len(clause) else None
