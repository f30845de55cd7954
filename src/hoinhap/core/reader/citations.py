"""Find the documents that a text cites by their number, as in "Nghị quyết số 21/NQ-CP ngày 20/02/2023 của Chính phủ".

Each document comes once, with whatever the text says of it anywhere: its date may stand at the third mention only. A
short form ("Nghị quyết số 21") is a further mention of the document whose full number begins so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .mentions import Hit, find_mentions
from .model import Citation, Extract, Grade, Masthead, Paragraph, Part, Span
from .relations import Relations, stronger

_CARRIER = re.compile(r"(?:^|\n)\W{0,2}\((?:được )?(?:ban hành )?kèm theo (\w+\s\w+)\s(?:số\s?:?\s)?$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[-–/]")


@dataclass(slots=True)
class Entry:
    """A cited document while its mentions are collected."""

    first: Hit
    hits: list[Hit] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    relation: str = ""


def citations(
    extract: Extract, parts: Sequence[Part], masthead: Masthead, paragraphs: Sequence[Paragraph] = ()
) -> tuple[Citation, ...]:
    """List every other document named by its number, in order of first mention, footnotes after the body.

    "văn bản số 213-KL/TW" is a Kết luận: the kind follows the symbol. Site furniture, recipients and signatures cite
    nothing.
    """
    flat = extract.text.replace("\n", " ")
    shut, late = _zones(extract, parts)
    own = _own_numbers(masthead)
    relations = Relations(extract, flat, parts)
    hits = [hit for hit in find_mentions(flat) if not shut.covers(hit.start) and not _next_cell(extract, hit)]
    hits.sort(key=lambda hit: (late.covers(hit.start), hit.start))
    full = [hit for hit in hits if hit.rule != "citation.bare"]
    entries: dict[str, Entry] = {}
    by_lead: dict[tuple[str | None, str], list[str]] = {}
    own_leads = {(masthead.kind, number.partition("/")[0]) for number in own}
    for hit in full:
        by_lead.setdefault((hit.kind, _lead(hit.number)), []).append(_key(hit.number))
    for hit in hits:
        key = _key(hit.number)
        if hit.rule == "citation.bare":
            meant = by_lead.get((hit.kind, _lead(hit.number)))
            if meant:
                key = meant[0]
            elif (hit.kind, _lead(hit.number)) in own_leads:
                continue
        if key in own or _carries(extract.text, hit.start, masthead.kind):
            continue
        entry = entries.setdefault(key, Entry(hit))
        entry.hits.append(hit)
        entry.spans.append(Span(hit.start, hit.end))
        entry.relation = stronger(entry.relation, relations.of(hit.start, hit.end))
    return tuple(_citation(entry) for entry in entries.values())


# --- where to look ------------------------------------------------------------------------------------------------


class _Zones:
    """Answer whether a character lies in one of some sorted, disjoint ranges."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def covers(self, at: int) -> bool:
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and at < self._spans[i][1]


def _zones(extract: Extract, parts: Sequence[Part]) -> tuple[_Zones, _Zones]:
    """Give the ranges that cite nothing, and those read after the body (footnotes)."""
    shut, late = [], []
    lines = extract.lines
    for part in parts:
        if part.first >= part.last or part.last > len(lines):
            continue
        span = (lines[part.first].start, lines[part.last - 1].end)
        if part.kind in ("furniture", "recipients", "signature"):
            shut.append(span)
        elif part.kind == "footnotes":
            late.append(span)
    late += [(line.start, line.end) for line in lines if line.role == "footnote"]
    return _Zones(shut), _Zones(set(late))


def _next_cell(extract: Extract, hit: Hit) -> bool:
    """Tell a number that begins the next row or paragraph: "… | Đề án" and below it "9 | Triển khai …"."""
    if hit.rule != "citation.bare" or extract.text[hit.start - 1] != "\n":
        return False
    i = bisect_right(extract.lines, hit.start, key=lambda line: line.start) - 1
    if i < 1:
        return False
    before, line = extract.lines[i - 1], extract.lines[i]
    return before.ends or before.cell != line.cell


def _own_numbers(masthead: Masthead) -> frozenset[str]:
    return frozenset({_key(masthead.number)} if masthead.number else ())


def _carries(text: str, start: int, kind: str | None) -> bool:
    """Tell the paper that carries this one: a line that begins "(Kèm theo Quyết định số …", of any number."""
    match = _CARRIER.search(text, max(0, start - 60), start)
    return match is not None and (kind is None or match.group(1).replace("\n", " ").casefold() == kind.casefold())


# --- bringing together --------------------------------------------------------------------------------------------


def _key(number: str) -> str:
    return _SEPARATORS.sub("/", "".join(number.split()).casefold())


def _lead(number: str) -> str:
    """Give the number before its symbol: "21" of "21/NQ-CP"."""
    match = re.match(r"\d+[a-zđ]?(?![\w:])", number.casefold())
    return match.group() if match else number


def _citation(entry: Entry) -> Citation:
    hits = entry.hits
    spoken = [hit for hit in hits if not hit.shouted and hit.rule != "citation.bare"] or hits
    number = (spoken[0] if spoken[0].rule != "citation.bare" else hits[0]).number
    dates = [hit.date for hit in hits if hit.date]
    issuers = [hit.issuer for hit in spoken if hit.issuer] or [hit.issuer for hit in hits if hit.issuer]
    kinds = [hit.kind for hit in spoken if hit.kind]
    bare = all(hit.rule == "citation.bare" for hit in hits)
    return Citation(
        kind=kinds[0] if kinds else None,
        number=number,
        date=dates[0] if dates else None,
        issuer=issuers[0] if issuers else None,
        span=entry.spans[0],
        mentions=tuple(entry.spans),
        relation=entry.relation,
        rule=hits[0].rule if bare else spoken[0].rule,
        grade=Grade.LIKELY if bare else Grade.SURE,
    )
