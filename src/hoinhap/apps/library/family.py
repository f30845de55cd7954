"""The reads of the cascade: the family of a document as a tree, and what its children have taken up of it.

A document that the viewer may not see looks exactly like one that is not in the library, and what is doubtful is
decided among the documents that the viewer sees.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Min, Value, When, Window
from django.db.models.functions import RowNumber

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.library import access, words
from hoinhap.apps.library.aligning import COVERED, NOT, PARTLY, VERDICTS
from hoinhap.apps.library.citing import meant
from hoinhap.apps.library.models import Citation, Document
from hoinhap.apps.library.naming import spellings
from hoinhap.apps.library.taking import Claim, Own, best_of, children_of, claims_of, taken_of, visible_document

# The strongest relation first; what is only mentioned belongs to a family no further than one step.
ORDER = ("implements", "replaces", "amends", "basis")
# How many documents stand under one, step by step away from the document itself; the sum bounds the page.
ABOVE = (25, 4, 2)
BELOW = (25, 4, 2)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as the viewer sees it: the document that is meant, or those that may be, or neither."""

    ref: int
    citation: Citation
    document: Document | None = None
    candidates: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree. Without a document it is an open citation; with `rest` it stands for those left out.

    `level` counts the steps from the document itself, `beside` is the document one step nearer. `asked` is how many
    things the document asks for and `untaken` how many of these nobody has taken up, None where nothing is known.
    `rails` draws the tree: a letter for each step, "v" a line that goes on, "n" none, and at last the line's own joint,
    "t" where others of its step follow, "l" where none does.
    """

    level: int
    beside: Document
    relation: str = ""
    document: Document | None = None
    heading: str = ""
    dated: date | None = None
    issuer: str = ""
    candidates: tuple[Document, ...] = ()
    again: bool = False
    rest: int = 0
    asked: int | None = None
    untaken: int | None = None
    rails: str = ""

    @property
    def relation_word(self) -> str:
        return words.relation_word(self.relation)


@dataclass(frozen=True, slots=True)
class Family:
    """A document among those it follows (`above`) and those that follow it (`below`).

    `children` is how many documents carry it out, `compared` how many of these have been aligned with it and `waiting`
    how many can be. `counts` has the things it asks for by the best verdict of any child, `claims` those asked to see.
    """

    document: Document
    above: tuple[Row, ...]
    below: tuple[Row, ...]
    cited: int
    open: int
    citing: int
    page: int
    pages: int
    children: int
    compared: int
    waiting: int
    counts: Mapping[str, int]
    verdict: str
    claims: tuple[Claim, ...]

    @property
    def asked(self) -> int:
        return sum(self.counts.values())

    @property
    def untaken(self) -> int:
        return self.counts.get(NOT, 0)

    @property
    def partly(self) -> int:
        return self.counts.get(PARTLY, 0)


def family_for(
    viewer: Viewer, document_id: uuid.UUID, *, page: int = 1, whole: bool = False, verdict: str = ""
) -> Family:
    """Give the family of a document.

    `page` counts through the documents that cite it, `whole` shows all that it cites itself, `verdict` chooses among
    the things it asks for. Takes a number of queries that depends on neither the library nor the family.
    """
    document = visible_document(viewer, document_id)
    cited = cited_for(viewer, document)
    above = _above(viewer, document, cited, whole=whole)
    below, citing, page = _below(viewer, document, max(page, 1))
    near = [row.document.pk for row in (*above, *below) if row.document and row.level == 1]
    children = children_of(viewer, document)
    own, taken = taken_of(viewer, document, children, near)
    best = best_of(own.verdicts.values())
    counts = {name: best.count(letter) for letter, name in VERDICTS.items()} if best else {}
    verdict = verdict if counts.get(verdict) else next((one for one in (NOT, PARTLY, COVERED) if counts.get(one)), "")
    ready = own.readings if document.pk in own.readings else {}
    return Family(
        document=document,
        above=_counted(above, taken),
        below=_counted(below, taken),
        cited=len(cited),
        open=sum(one.document is None for one in cited),
        citing=citing,
        page=page,
        pages=max(1, -(-citing // BELOW[0])),
        children=len(children),
        compared=len(own.verdicts),
        waiting=sum(child in ready and child not in own.verdicts for child in children),
        counts=counts,
        verdict=verdict,
        claims=claims_of(own, document, best, verdict) if best else (),
    )


# --- what it cites ------------------------------------------------------------------------------------------------


def cited_for(viewer: Viewer, document: Document) -> list[Cited]:
    """Give what a document cites, in the order of its text, each tied to what the viewer sees of it; three queries."""
    rows = list(Citation.objects.filter(document=document))
    seen = _seen(viewer, {row.target_id for row in rows})
    open_rows = [row for row in rows if row.target_id not in seen]
    numbers = {text for row in open_rows for text in spellings(row.number)}
    near: list[Document] = []
    if numbers:
        near = list(access.visible(viewer).filter(number__in=numbers).defer("sought").order_by("-id"))
    found = []
    for row in rows:
        target = seen.get(row.target_id)
        candidates = () if target else tuple(meant(row, document.issuer, near))
        if len(candidates) == 1:
            target, candidates = candidates[0], ()
        found.append(Cited(row.ref, row, target, candidates))
    return found


def _seen(viewer: Viewer, ids: Iterable[Any]) -> dict[Any, Document]:
    wanted = {one for one in ids if one is not None}
    return access.visible(viewer).defer("sought").in_bulk(list(wanted)) if wanted else {}


def _rank(relation: str) -> int:
    return ORDER.index(relation) if relation in ORDER else len(ORDER)


def _above(viewer: Viewer, document: Document, cited: Sequence[Cited], *, whole: bool) -> list[Row]:
    """Lay out what a document follows, and what that follows in turn, each document opened once."""
    found: dict[Any, list[Row]] = {document.pk: []}
    rest: dict[Any, int] = {}
    met: set[Any] = set()
    for one in sorted(cited, key=lambda one: (_rank(one.citation.relation), one.ref)):
        name = one.document.pk if one.document else one.citation.key or one.ref
        if name not in met:
            met.add(name)
            found[document.pk].append(_cited_row(1, document, one.citation, one.document, one.candidates))
    if not whole and len(found[document.pk]) > ABOVE[0]:
        rest[document.pk] = len(found[document.pk]) - ABOVE[0]
        del found[document.pk][ABOVE[0] :]
    opened = {document.pk}
    frontier = _unopened(found[document.pk], opened)
    for level, width in enumerate(ABOVE[1:], 2):
        if not frontier:
            break
        rows = _first_cited(frontier, width)
        seen = _seen(viewer, {row.target_id for row in rows})
        next_rows = []
        for row in rows:
            beside = frontier[row.document_id]
            if row.target_id != beside.pk:
                next_rows.append(_cited_row(level, beside, row, seen.get(row.target_id)))
                found.setdefault(beside.pk, []).append(next_rows[-1])
            if row.total > width:
                rest[beside.pk] = row.total - width
        frontier = _unopened(next_rows, opened)
    return _flat(document, found, rest)


def _first_cited(frontier: Mapping[Any, Document], width: int) -> list[Citation]:
    """Give the first `width` documents that each of some documents follows; one query."""
    rows = Citation.objects.filter(document__in=list(frontier), relation__in=ORDER).annotate(
        strength=_strength(),
        place=Window(RowNumber(), partition_by=F("document_id"), order_by=[F("strength").asc(), F("ref").asc()]),
        total=Window(Count("id"), partition_by=F("document_id")),
    )
    return list(rows.filter(place__lte=width).order_by("document_id", "place"))


def _cited_row(
    level: int, beside: Document, row: Citation, target: Document | None, candidates: tuple[Document, ...] = ()
) -> Row:
    if target is not None:
        return Row(level, beside, row.relation, target, target.heading, target.dated, target.issuer)
    heading = " ".join(part for part in (row.kind, row.number) if part)
    return Row(level, beside, row.relation, None, heading, row.dated, row.issuer, candidates)


def _strength() -> Case:
    whens = [When(relation=relation, then=Value(place)) for place, relation in enumerate(ORDER)]
    return Case(*whens, default=Value(len(ORDER)), output_field=IntegerField())


# --- who cites it -------------------------------------------------------------------------------------------------


def _below(viewer: Viewer, document: Document, page: int) -> tuple[list[Row], int, int]:
    """Lay out what follows a document; also say how many cite it, and which page of these is shown."""
    found: dict[Any, list[Row]] = {}
    rest: dict[Any, int] = {}
    opened = {document.pk}
    frontier, citing = {document.pk: document}, 0
    for level, width in enumerate(BELOW, 1):
        pairs = _first_citing(viewer, frontier, width, page if level == 1 else 1, mentions=level == 1)
        if level == 1 and not pairs and page > 1:
            return _below(viewer, document, 1)
        seen = _seen(viewer, {pair["document_id"] for pair in pairs})
        rows = []
        for pair in pairs:
            beside, child = frontier[pair["target_id"]], seen[pair["document_id"]]
            relation = (*ORDER, "")[pair["strength"]]
            rows.append(Row(level, beside, relation, child, child.heading, child.dated, child.issuer))
            found.setdefault(beside.pk, []).append(rows[-1])
            if level == 1:
                citing = pair["total"]
            elif pair["total"] > width:
                rest[beside.pk] = pair["total"] - width
        frontier = _unopened(rows, opened)
        if not frontier:
            break
    return _flat(document, found, rest), citing, page


def _first_citing(
    viewer: Viewer, frontier: Mapping[Any, Document], width: int, page: int, *, mentions: bool
) -> list[dict[str, Any]]:
    """Give the documents that cite each of some documents, those that carry it out first; one query."""
    pairs = access.tied_to_visible(viewer, Citation.objects.filter(target__in=list(frontier)))
    if not mentions:
        pairs = pairs.filter(relation__in=ORDER)
    # A document may cite another one under two spellings of its number.
    once = pairs.exclude(document=F("target")).values("target_id", "document_id").annotate(strength=Min(_strength()))
    placed = once.annotate(
        place=Window(RowNumber(), partition_by=F("target_id"), order_by=[F("strength").asc(), F("document_id").desc()]),
        total=Window(Count("document_id"), partition_by=F("target_id")),
    )
    first = (page - 1) * width
    return list(placed.filter(place__gt=first, place__lte=first + width).order_by("target_id", "place"))


# --- the tree -----------------------------------------------------------------------------------------------------


def _unopened(rows: Iterable[Row], opened: set[Any]) -> dict[Any, Document]:
    """Give the documents of some rows that have not been opened yet, and open them."""
    found = {row.document.pk: row.document for row in rows if row.document and row.document.pk not in opened}
    opened.update(found)
    return found


def _flat(document: Document, found: Mapping[Any, Sequence[Row]], rest: Mapping[Any, int]) -> list[Row]:
    """Lay a tree out line by line. A document that comes a second time is not opened again, so no cycle goes round."""
    lines: list[Row] = []
    opened = {document.pk}

    def lay(of: Document, level: int) -> None:
        for row in found.get(of.pk, ()):
            again = row.document is not None and row.document.pk in opened
            lines.append(replace(row, again=again))
            if row.document is not None and not again:
                opened.add(row.document.pk)
                lay(row.document, level + 1)
        if rest.get(of.pk):
            lines.append(Row(level, of, rest=rest[of.pk]))

    lay(document, 1)
    return _railed(lines)


def _railed(lines: Sequence[Row]) -> list[Row]:
    """Say of each line how it is tied to the one it belongs to, from the last to the first."""
    going_on: set[int] = set()
    found = []
    for row in reversed(lines):
        before = "".join("v" if level in going_on else "n" for level in range(1, row.level))
        found.append(replace(row, rails=before + ("t" if row.level in going_on else "l")))
        going_on = {level for level in going_on if level < row.level} | {row.level}
    return found[::-1]


def _counted(rows: Iterable[Row], taken: Mapping[Any, Own]) -> tuple[Row, ...]:
    found = []
    for row in rows:
        own = taken.get(row.document.pk) if row.document else None
        if own and own.verdicts:
            best = best_of(own.verdicts.values())
            row = replace(row, asked=len(best), untaken=best.count("n"))
        found.append(row)
    return tuple(found)
