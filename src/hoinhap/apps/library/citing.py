"""The writes of the cascade: what a document cites, and which documents of the library are meant.

A citation that means nothing in the library, or several documents, stays open; it is asked again whenever a document
of its number arrives. So the links do not depend on the order in which documents come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Lower, Replace

from hoinhap.apps.library.models import Citation, Document
from hoinhap.apps.library.naming import Named, means, number_key, padded

# What the database itself takes out of a number before it is compared; `number_key` has the last word.
_PLAIN = ((" ", ""), ("-", "/"), ("–", "/"), ("Đ", "d"), ("đ", "d"), ("Ư", "u"), ("ư", "u"), ("Ơ", "o"), ("ơ", "o"))
_BATCH = 500
_LOCK = 0x6369_7469  # "citi", so that it meets no other lock


def keep_citations(document: Document, body: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a document cites, find what is meant, and tie to it whatever has cited it so far.

    Runs inside the transaction that keeps the reading, and replaces what an earlier reading left. The facts for the
    journal: "cites" the number of documents cited; "links" those found, as [place in the list, document]; "linked" the
    citations of other documents that changed, as [document, place in its list, the document now meant or ""].
    """
    alone()
    rows = _rows(document, body)
    own = number_key(document.number)
    touched = set(Citation.objects.filter(target=document).values_list("key", flat=True))
    if own:
        touched.add(own)
    Citation.objects.filter(document=document).delete()
    candidates = candidates_of({row.key for row in rows} | touched, document)
    for row in rows:
        row.target_id = _meant(row, document, candidates)
    Citation.objects.bulk_create(rows, batch_size=_BATCH)
    linked = _ask_again(touched, document, candidates)
    facts: dict[str, Any] = {"cites": len(rows)} if rows else {}
    if links := [[row.ref, str(row.target_id)] for row in rows if row.target_id]:
        facts["links"] = links
    if linked:
        facts["linked"] = linked
    return facts


def alone() -> None:
    """Wait until no other transaction is tying citations; the lock goes with the transaction.

    Two documents that cite each other may arrive at the same moment, in transactions that do not see one another. On
    SQLite only one transaction writes at a time anyway. Whoever locks a document before calls this first: a citation
    of that document holds this lock while it waits for the document.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def candidates_of(keys: Iterable[str], arriving: Document | None = None) -> dict[str, list[Document]]:
    """Find the documents of some numbers, under the keys of these; one pass over the numbers of the library.

    `arriving` stands for itself: what the database says of it may be older.
    """
    wanted = set(keys) - {""}
    found: dict[str, list[Document]] = defaultdict(list)
    if arriving is not None and (key := number_key(arriving.number)) in wanted:
        found[key].append(arriving)
    if not wanted:
        return found
    number: Any = F("number")
    for old, new in _PLAIN:
        number = Replace(number, Value(old), Value(new))
    rows = Document.objects.annotate(plain=Lower(number, output_field=CharField()))
    rows = rows.filter(plain__in=[text for key in wanted for text in padded(key)])
    for document in rows.only("id", "kind", "number", "dated", "issuer"):
        if arriving is None or document.pk != arriving.pk:
            found[number_key(document.number)].append(document)
    return found


def named(document: Document) -> Named:
    """Say of a document what its masthead says."""
    return Named(number_key(document.number), document.kind, document.dated, document.issuer)


def said(citation: Citation) -> Named:
    """Say of a document what a citation says."""
    return Named(citation.key, citation.kind, citation.dated, citation.issuer)


def meant(citation: Citation, by: str, candidates: Iterable[Document]) -> list[Document]:
    """Give the documents that a citation may mean, never the one that cites; `by` is the issuer of that one."""
    return [one for one in candidates if one.pk != citation.document_id and means(said(citation), named(one), by)]


def _meant(citation: Citation, citing: Document, candidates: Mapping[str, Sequence[Document]]) -> Any:
    found = meant(citation, citing.issuer, candidates.get(citation.key, ()))
    return found[0].pk if len(found) == 1 else None


def _ask_again(keys: set[str], document: Document, candidates: Mapping[str, Sequence[Document]]) -> list[list[Any]]:
    """Ask the citations of other documents with these keys again; those that meant this document are among them."""
    waiting = Citation.objects.filter(key__in=keys).exclude(document=document).select_related("document")
    waiting = waiting.only(
        "ref", "key", "kind", "number", "dated", "issuer", "target", "document__issuer", "document__number"
    )
    moved: dict[Any, list[int]] = defaultdict(list)
    facts = []
    for citation in waiting.order_by("document_id", "ref"):
        target = _meant(citation, citation.document, candidates)
        if target != citation.target_id:
            moved[target].append(citation.pk)
            facts.append([str(citation.document_id), citation.ref, str(target or "")])
    for target, ids in moved.items():
        for start in range(0, len(ids), _BATCH):
            Citation.objects.filter(pk__in=ids[start : start + _BATCH]).update(target=target)
    return facts


def _rows(document: Document, body: Mapping[str, Any]) -> list[Citation]:
    rows = []
    for ref, one in enumerate(body.get("citations") or ()):
        number = (one.get("number") or "")[:100]
        rows.append(
            Citation(
                document=document,
                kind=(one.get("kind") or "")[:100],
                number=number,
                key=number_key(number)[:100],
                dated=_day(one.get("date")),
                issuer=(one.get("issuer") or "")[:500],
                relation=(one.get("relation") or "")[:20],
                ref=ref,
            )
        )
    return rows


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
