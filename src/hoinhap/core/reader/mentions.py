"""Find the numbers that cite a document, one by one: with a symbol, of a standard, or bare ("Kế hoạch số 128")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..vi.dates import find_dates
from ..vi.symbols import KINDS, Symbol, find_symbols
from .issuers import DATE_LEAD, SO, date_and_issuer_after, issuer_before, lexicon, sets

_WINDOW = 64  # characters before a number in which its kind is looked for

_DIGITS = re.compile(r"\d{1,6}(?![\w%/.,:-]?\d|[\w%/])")
_NEXT = re.compile(r"(?:,|,? và) (?:số )?(\d{1,4})(?![\w%/]|[.,:-]\d| ?[-–] ?\d)")  # "Nghị quyết số 57, 59 và 66"
_LAW = re.compile(r"(?:Bộ luật|Bộ Luật|BỘ LUẬT|Luật|LUẬT|Nghị quyết|NGHỊ QUYẾT|Pháp lệnh|PHÁP LỆNH)(?=\s)")
_LAWMAKER = re.compile(r"(?:UBTV)?QHK?\d{1,2}$|UBTVQH|QH\d", re.IGNORECASE)
_AGENCY = re.compile(r"[A-ZĐ][A-Za-zĐ&]{1,10}")
_JOIN = re.compile(
    r"\s?(?:[,;]|(?:,\s?)?và|hoặc)\s?(?:(?:các|[Ss]ố|[A-ZĐÀ-Ỹ][^\s,;.]{0,9}(?:\s[a-zđà-ỹ]{1,7}){0,3})\s?:?\s?){0,3}",
    re.IGNORECASE,
)
_PHRASE_END = re.compile(r"[;.]|\d/\d{4}/\S+|[Cc]ăn cứ")
# What may follow a symbol without a space: a year or further signs ("09/HD-ABC/2025", "4814/CCTKV.05-TTKT3").
_TAIL = re.compile(r"/(?:19|20)\d\d(?!\d)|[./-]\d{1,4}(?:[./-][A-ZĐ][\wĐ&]{0,12}){1,4}")
_AMPERSAND = re.compile(r"\s[A-ZĐ][A-Za-zĐ]{1,8}(?!\w)")  # "QLN& TTBĐS"
_MENDED = (("/TTR-", "/TTr-"), ("/CTR-", "/CTr-"), ("-CTR/", "-CTr/"), ("/ND-", "/NĐ-"), ("/QD-", "/QĐ-"))
# The numbers of firms keep no rule: "công văn số 128.2025/OL.WMCLV". The look-ahead asks for a digit and a capital.
_FREE = re.compile(r"số:? (?=[^\s/]{0,20}\d)(?=\S{0,40}[A-ZĐ])([\wĐ][\wĐ.&-]{0,20}/[\wĐ.&/-]{2,30})", re.IGNORECASE)


class Hit(NamedTuple):
    """A number found in the text, before the hits of one document are brought together."""

    start: int
    end: int
    kind: str | None
    number: str
    date: str | None
    issuer: str | None
    rule: str
    shouted: bool = False  # stands in a line of capitals, where case says nothing
    body: str = ""


def find_mentions(flat: str) -> Iterator[Hit]:
    """Yield each number that cites a document, from left to right within each sort."""
    previous: Hit | None = None
    pending: list[Hit] = []
    taken: set[int] = set()
    for (start, end), symbol in find_symbols(flat):
        taken.add(start)
        number = symbol.text
        tail = _TAIL.match(flat, end)
        if tail and not symbol.year:
            number, end = number + tail.group(), tail.end()
        joined = _AMPERSAND.match(flat, end + 1) if flat[end : end + 1] == "&" else None
        joined = _AMPERSAND.match(flat, end) if number.endswith("&") else joined
        if joined:
            number, end = number.rstrip("&") + "&" + joined.group().strip(), joined.end()
        listed = previous is not None and start - previous.end < 90 and _joined(flat, previous, start)
        kind, said, number_word = _kind(flat, start, symbol, previous if listed else None)
        if not _is_document(symbol, said, number_word, listed, flat, start):
            continue
        date, issuer = date_and_issuer_after(flat, end)
        if issuer is None and symbol.body != "VPCP":  # a letter of the government's office passes on what others said
            issuer = issuer_before(flat, start)
        hit = Hit(
            start, end, kind, _canonical(number), date, issuer, "citation.symbol", _shouted(flat, start), symbol.body
        )
        if not listed:
            yield from pending
            pending = []
        if hit.issuer:
            # "số 1/CĐ-TTg ngày …, số 2/CĐ-TTg ngày … của Thủ tướng": what follows the list holds for all of it.
            pending = [
                item if item.issuer or item.body != hit.body else item._replace(issuer=hit.issuer) for item in pending
            ]
        pending.append(hit)
        previous = hit
    yield from pending
    yield from _free_hits(flat, taken)
    yield from _bare_hits(flat, taken)
    yield from _standards(flat)


def _is_document(symbol: Symbol, said: str | None, so: bool, listed: bool, flat: str, start: int) -> bool:
    if _form_before(flat, start):
        return False
    if said is not None or listed:
        return True
    if symbol.kind in ("GP", "GNP", "PG", "PC", "PB", "GGT", "GUQ", "BB", "HĐ"):
        return False
    if symbol.kind:
        return bool(symbol.body) or so
    if _LAWMAKER.match(symbol.body):
        return bool(symbol.year)
    return bool(symbol.unit) and so and bool(_AGENCY.fullmatch(symbol.body))


def _form_before(flat: str, start: int) -> bool:
    words = _words_before(flat, start)[0]
    forms = sets()["forms"]
    return bool(words) and (words[-1] in forms or " ".join(words[-2:]) in forms)


def _words_before(flat: str, start: int) -> tuple[list[str], bool]:
    """Give the lower-case words before a number, "số" taken away, and whether "số" was there."""
    before = flat[max(0, start - _WINDOW) : start]
    match = SO.search(before)
    if match:
        before = before[: match.start() + 1] if match.group()[0] not in "sS" else before[: match.start()]
    return before.casefold().split(), match is not None


def _kind_word(words: list[str]) -> str | None:
    """Give the longest name of a kind that the words end in: "" for "văn bản", None for no kind."""
    kinds: dict[str, str] = lexicon()["kinds"]
    for n in (4, 3, 2, 1):
        if len(words) >= n:
            found = kinds.get(" ".join(words[-n:]).lstrip("(“\"'*[-").rstrip(":"))
            if found is not None:
                return found
    return None


def _kind(flat: str, start: int, symbol: Symbol, previous: Hit | None) -> tuple[str | None, str | None, bool]:
    """Name the kind of a numbered document, the word said for it (None: none), and whether "số" stands before it."""
    words, so = _words_before(flat, start)
    said = _kind_word(words)
    if symbol.kind == "TC" and said:
        return said, said, so  # "TC" was also the Ministry of Finance: "Thông tư số 89-TC/TCT"
    if symbol.kind:
        # Two kinds may share an abbreviation: "Quy định số 178-QĐ/TW", "Thông tri số 12-TT/TU". The word decides.
        word = said or (previous.kind if previous and so else None) or ""
        if len(word.split()) > 1 and "".join(part[0] for part in word.split()).upper() == symbol.kind.upper():
            return word, said, so
    if symbol.kind:
        kind = KINDS[symbol.kind]
        return ("Chương trình" if kind.startswith("Chương trình") else kind), said, so
    if _LAWMAKER.match(symbol.body):
        # "Luật sửa đổi, bổ sung một số điều của Bộ luật … số 99/2025/QH15" is a Luật: the first word of its own phrase.
        window = flat[max(0, start - 240) : start]
        laws = _LAW.findall(_PHRASE_END.split(window)[-1]) or _LAW.findall(window)[-1:]
        if said in ("Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh"):
            return said, said, so
        kind = laws[0].capitalize() if laws else (previous.kind if previous and previous.kind else "Luật")
        if "UBTVQH" in symbol.body.upper() and kind in ("Luật", "Bộ luật"):
            kind = "Nghị quyết"
        return kind, said, so
    return (said or "Công văn"), said, so


def _joined(flat: str, previous: Hit, start: int) -> bool:
    """Tell whether only a date and a joining word stand between two numbers: "… ngày 16/11/2025; số 218/CĐ-TTg"."""
    at = previous.end
    lead = DATE_LEAD.match(flat, at)
    if lead:
        for (_, end), _iso in find_dates(flat[lead.end() : lead.end() + 32])[:1]:
            at = lead.end() + end
    join = _JOIN.match(flat, at)
    return join is not None and join.end() >= start > at


def _canonical(text: str) -> str:
    """Mend the case of a symbol in a line of capitals ("32/CT-TTG") and letters that lost their bar ("ND-CP")."""
    if text.endswith("-TTG"):
        text = text[:-4] + "-TTg"
    for wrong, right in _MENDED:
        text = text.replace(wrong, right)
    return text


def _shouted(flat: str, start: int) -> bool:
    before = flat[max(0, start - 12) : start]
    return before.isupper()


def _free_hits(flat: str, taken: set[int]) -> Iterator[Hit]:
    """Yield numbers that keep no rule but stand after the name of a kind, as in "công văn số 2025-005/SAV"."""
    for match in _FREE.finditer(flat):
        start, number = match.start(1), match.group(1).rstrip(".-/&")
        kind = None if start in taken else _kind_word(_words_before(flat, start)[0])
        if kind is None or not any(letter.isupper() for letter in number):
            continue
        end = start + len(number)
        if any(at in taken for at in range(start, end)):
            continue
        taken.add(start)
        date, issuer = date_and_issuer_after(flat, end)
        yield Hit(start, end, kind or "Công văn", number, date, issuer, "citation.free", _shouted(flat, start))


def _bare_hits(flat: str, taken: set[int]) -> Iterator[Hit]:
    """Yield numbers without a symbol, as in "Kế hoạch số 128" or "Đề án 06"."""
    allowed = sets()
    for match in _DIGITS.finditer(flat):
        start, end = match.span()
        if start < 4 or start in taken or flat[start - 1] not in " :":
            continue
        if not (flat[start - 2].isalpha() or flat[start - 2] == ":"):
            continue
        words, so = _words_before(flat, start)
        kind = _kind_word(words)
        if not kind:
            continue
        first = _first_of(flat, start, kind)
        if first is None or not flat[first].isupper():
            continue
        if so:
            if kind not in allowed["with_so"]:
                continue
        elif kind not in allowed["without_so"] or not _ends_there(flat, end, allowed["followers"]):
            continue
        if _in_committee(flat, first):
            continue
        date, issuer = date_and_issuer_after(flat, end)
        yield Hit(start, end, kind, match.group(), date, issuer, "citation.bare", _shouted(flat, start))
        following = _NEXT.match(flat, end)
        while following and _ends_there(flat, following.end(), allowed["followers"]):
            start, end = following.span(1)
            taken.add(start)
            date, issuer = date_and_issuer_after(flat, end)
            yield Hit(start, end, kind, following.group(1), date, issuer, "citation.bare")
            following = _NEXT.match(flat, end)


def _first_of(flat: str, start: int, kind: str) -> int | None:
    """Give where the words of a kind begin before a number, or None."""
    before = flat[max(0, start - _WINDOW) : start]
    at = before.casefold().rfind(kind.split()[0].casefold())
    first = max(0, start - _WINDOW) + at
    return first if at >= 0 and first < start else None  # folding may lengthen odd letters


def _ends_there(flat: str, end: int, followers: frozenset[str]) -> bool:
    """Tell whether a number is a name and counts nothing: "Đề án 06 theo …", not "Đề án 05 năm"."""
    rest = flat[end : end + 12].lstrip()
    if not rest or not flat[end : end + 1].isspace():
        return True
    word = rest.split()[0] if rest.split() else ""
    return not word[:1].isalnum() or word[:1].isupper() or word.rstrip(",;.") in followers


def _in_committee(flat: str, first: int) -> bool:
    before = flat[max(0, first - 50) : first].casefold()
    for mark in ",;.:":
        before = before.rpartition(mark)[2]
    return any(name in before for name in lexicon()["bare"]["committees"])


@cache
def _standard_pattern() -> re.Pattern[str]:
    names = "|".join(lexicon()["standards"]["kinds"])
    return re.compile(
        rf"(?:{names})(?:[ /](?:ISO|IEC|TS|EN|ASTM)){{0,3}}(?: số)?:? ?(\d{{1,6}}(?:[-.]\d{{1,3}}){{0,3}}"
        rf"(?:\s?:\s?(?:19|20)\d\d|-(?:19|20)\d\d)?(?:/[A-ZĐ]{{2,10}})?)(?![\d/])"
    )


def _standards(flat: str) -> Iterator[Hit]:
    """Yield numbered standards, as in "TCVN 14423:2025" or "QCVN 01-1:2018/BYT"."""
    kinds = lexicon()["standards"]["kinds"]
    for match in _standard_pattern().finditer(flat):
        start, end = match.span()
        if start and (flat[start - 1].isalnum() or flat[start - 1] in "/-"):
            continue
        number = re.sub(r"\s?:\s?(?=\d)", ":", match.group().replace(" số", ""))
        name = re.match(r"[A-ZĐ]+", number)
        yield Hit(
            start, end, kinds.get(name.group() if name else "", "Tiêu chuẩn"), number, None, None, "citation.standard"
        )
