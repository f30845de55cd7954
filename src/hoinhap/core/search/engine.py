"""The index itself: what is kept of a record, and how a query is asked and ranked.

Every document that can be found is ranked, not the first hundred of another ranking: a score is the sum of the idf of
what matched (syllables, pairs, twice in the heading, the forms with marks where the query has them), each a constant
of the engine's own query. So a score can be explained, and permission and filters are part of the same query.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from tantivy import Occur

from hoinhap.core.search.record import Record
from hoinhap.core.search.words import JOINT, Query, marked, number_terms, pairs, plain
from hoinhap.core.vi.text import tidy

# Raised whenever what is kept, or its form, changes: an index of another number is built again.
SCHEMA = 1

# What stands in heading, title, number or issuer counts so much more than what stands in the text.
HEAD = 2.0
PAIR = 2.0
# The number of the document itself, for each part of it that was typed.
NUMBER = 8.0
# How often a document says the words decides among those that say all of them.
OFTEN = 0.3
# Of equals the newest comes first: a day more is a millionth more, counted from here.
FIRST_DAY = date(1945, 9, 2)
DAY = 1e-6
# Of the syllables of a query that no document has all of, so many must be there.
MOST_OF = 0.6


class Near(IntEnum):
    """How well what was found matches: the words themselves, all syllables but apart, or most of the syllables."""

    WORDS = 1
    APART = 2
    SOME = 3


class Scope(NamedTuple):
    """What somebody may find of a source: records that one of the agencies reads; None is every record."""

    source: str
    readers: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as the index gives it back."""

    source: str
    id: str
    heading: str
    title: str
    number: str
    issuer: str
    kind: str
    dated: date | None
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of what was found, how near it is, and how many there are by kind and year ("" and 0: not known)."""

    hits: tuple[Stored, ...]
    near: Near
    counts: Mapping[tuple[str, int], int]
    total: int = 0
    page: int = 1
    pages: int = 1


def schema() -> tantivy.Schema:
    """Make the form of the index."""
    builder = tantivy.SchemaBuilder()
    for name in ("key", "source", "readers", "number"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_float_field("age", fast=True)
    builder.add_text_field("head", tokenizer_name="whitespace", index_option="basic")
    # The syllables of the whole, and the pairs by themselves: so the vocabulary is short enough to be listed.
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("pair", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    builder.add_bytes_field("text", stored=True)
    return builder.build()


SHAPE = schema()


def make(folder: Path) -> tantivy.Index:
    """Make an empty index in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return tantivy.Index(SHAPE, path=str(folder), reuse=False)


def key_of(source: str, id: str) -> str:
    """Name a record among those of all sources."""
    return f"{source}:{id}"


def to_document(source: str, record: Record) -> tantivy.Document:
    """Take a record apart for the index."""
    text = tidy(record.text)
    title = tidy(record.title)
    head = " ".join((record.heading, title, record.number, record.issuer))
    whole = f"{head} {text}"
    bare_head, bare, dressed = plain(tidy(head)), plain(whole), marked(whole)
    shown = {
        "source": source,
        "id": record.id,
        "heading": tidy(record.heading),
        "title": title,
        "number": record.number,
        "issuer": tidy(record.issuer),
        "kind": record.kind,
        "dated": record.dated.isoformat() if record.dated else "",
        "url": record.url,
    }
    found = tantivy.Document()
    found.add_text("key", key_of(source, record.id))
    found.add_text("source", source)
    for reader in sorted(record.readers):
        found.add_text("readers", reader)
    for term in number_terms(record.number):
        found.add_text("number", term)
    found.add_text("kind", record.kind)
    found.add_unsigned("year", record.dated.year if record.dated else 0)
    found.add_text("body", " ".join(bare))
    found.add_text("pair", " ".join(pairs(bare)))
    found.add_float("age", max(0, (record.dated - FIRST_DAY).days) * DAY if record.dated else 0.0)
    for name, syllables in (("head", bare_head), ("exact", dressed)):
        found.add_text(name, " ".join((*syllables, *pairs(syllables))))
    found.add_bytes("shown", json.dumps(shown, ensure_ascii=False).encode())
    found.add_bytes("text", text.encode("utf-8", "replace"))
    return found


def from_document(document: tantivy.Document) -> Stored:
    """Read a record back."""
    shown: dict[str, Any] = json.loads(bytes(document.get_first("shown") or b"{}"))
    dated = shown.pop("dated")
    text = bytes(document.get_first("text") or b"").decode("utf-8")
    return Stored(**shown, dated=date.fromisoformat(dated) if dated else None, text=text)


def ask(
    searcher: tantivy.Searcher,
    query: Query,
    scopes: Iterable[Scope],
    *,
    kind: str | None = None,
    year: int | None = None,
    page: int = 1,
    size: int = 20,
    without: Iterable[str] = (),
) -> Answer:
    """Find what the scopes allow, the best first: the nearest way of matching that finds anything at all.

    `without` are keys (see `key_of`) that are left out. `counts` are those without `kind` and `year`; `total` and the
    page are what these leave. A page too far is the last.
    """
    allowed = _allowed(scopes, sorted(without))
    if not query or allowed is None:
        return Answer((), Near.WORDS, {})
    weights = weigh(searcher, query)
    counts: dict[tuple[str, int], int] = {}
    asked = tantivy.Query.empty_query()
    near = Near.WORDS
    for near in Near:
        asked = tantivy.Query.boolean_query([(Occur.Must, _matching(query, near, weights)), (Occur.Must, allowed)])
        counts = _counts(searcher, asked)
        if counts:
            break
    if not counts:
        return Answer((), near, counts)
    narrowed = [(Occur.Must, asked)]
    if kind is not None:
        narrowed.append((Occur.Must, _same("kind", kind)))
    if year is not None:
        narrowed.append((Occur.Must, _same("year", year)))
    total = sum(n for (of, on), n in counts.items() if kind in (None, of) and year in (None, on))
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    # The engine multiplies by log2(2 + age): two in a hundred at most between the oldest and the newest.
    found = searcher.search(
        tantivy.Query.boolean_query(narrowed), size, count=False, offset=(page - 1) * size, weight_by_field="age"
    )
    hits = tuple(from_document(searcher.doc(place)) for _score, place in found.hits)
    return Answer(hits, near, counts, total, page, pages)


def weigh(searcher: tantivy.Searcher, query: Query) -> dict[str, float]:
    """Give the idf of each syllable and pair of a query: how few documents have it, as BM25 counts."""
    total = searcher.num_docs
    found = {}
    for field, term in (*(("body", one) for one in query.syllables), *(("pair", one) for one in query.pairs)):
        having = min(searcher.doc_freq(field, term), total)
        found[term] = math.log(1 + (total - having + 0.5) / (having + 0.5))
    return found


def vocabulary(searcher: tantivy.Searcher) -> dict[str, int]:
    """List the syllables of all documents, with the number of documents that have each; no numbers."""
    return {term: count for term, count in searcher.terms_with_prefix("body", "") if term.isalpha()}


def known(searcher: tantivy.Searcher, syllable: str) -> bool:
    """Say whether any document has a syllable."""
    return bool(searcher.doc_freq("body", syllable))


def side_by_side(searcher: tantivy.Searcher, one: str, other: str) -> int:
    """Count the documents where one syllable stands before another."""
    return int(searcher.doc_freq("pair", f"{one}{JOINT}{other}"))


def _matching(query: Query, near: Near, weights: Mapping[str, float]) -> tantivy.Query:
    clauses: list[tuple[Occur, tantivy.Query]] = []
    if near is Near.SOME:
        some = [(Occur.Should, _scored("body", one, weights[one])) for one in query.syllables]
        clauses.append((Occur.Must, tantivy.Query.boolean_query(some, math.ceil(MOST_OF * len(some)))))
    else:
        clauses += [(Occur.Must, _scored("body", one, 0.0)) for one in query.syllables]
    paired = [(Occur.Should, _scored("pair", one, PAIR * weights[one])) for one in query.pairs]
    if near is Near.WORDS:
        clauses += [(Occur.Must, _scored("pair", one, 0.0)) for one in query.tight]
        # Most words have two syllables: as many pairs as there are words stand in a text that says them.
        if paired:
            clauses.append((Occur.Must, tantivy.Query.boolean_query(paired, (len(paired) + 1) // 2)))
    else:
        clauses += paired
    for one in query.syllables:
        clauses.append((Occur.Should, _scored("head", one, HEAD * weights[one])))
    for one in query.pairs:
        clauses.append((Occur.Should, _scored("head", one, HEAD * PAIR * weights[one])))
    for field, many in (("pair", query.pairs), ("body", () if query.pairs else query.syllables)):
        clauses += [(Occur.Should, tantivy.Query.boost_query(_same(field, one), OFTEN)) for one in many]
    for one in query.marked:
        clauses.append((Occur.Should, _scored("exact", one, 1.0)))
    for one in query.marked_pairs:
        clauses.append((Occur.Should, _scored("exact", one, PAIR)))
    for one in query.numbers:
        clauses.append((Occur.Should, _scored("number", one, NUMBER)))
    return tantivy.Query.boolean_query(clauses)


def _allowed(scopes: Iterable[Scope], without: list[str]) -> tantivy.Query | None:
    """Turn the scopes, and what is left out of them, into a part of the query; None where they allow nothing."""
    parts: list[tuple[Occur, tantivy.Query]] = []
    for scope in scopes:
        if scope.readers is None:
            parts.append((Occur.Should, _same("source", scope.source)))
        elif scope.readers:
            among = tantivy.Query.term_set_query(SHAPE, "readers", sorted(scope.readers))
            both = [(Occur.Must, _same("source", scope.source)), (Occur.Must, among)]
            parts.append((Occur.Should, tantivy.Query.boolean_query(both)))
    if not parts:
        return None
    clauses = [(Occur.Must, tantivy.Query.boolean_query(parts))]
    if without:
        clauses.append((Occur.MustNot, tantivy.Query.term_set_query(SHAPE, "key", without)))
    return tantivy.Query.const_score_query(tantivy.Query.boolean_query(clauses), 0.0)


def _same(field: str, value: object) -> tantivy.Query:
    return tantivy.Query.term_query(SHAPE, field, value, "freq" if field in ("body", "pair") else "basic")


def _scored(field: str, term: str, score: float) -> tantivy.Query:
    return tantivy.Query.const_score_query(_same(field, term), score)


def _counts(searcher: tantivy.Searcher, asked: tantivy.Query) -> dict[tuple[str, int], int]:
    """Count what a query finds by kind and year, in one pass."""
    years = {"years": {"terms": {"field": "year", "size": 1_000, "segment_size": 1_000}}}
    kinds = {"kinds": {"terms": {"field": "kind", "size": 1_000, "segment_size": 1_000}, "aggs": years}}
    found: dict[tuple[str, int], int] = {}
    for kind in searcher.aggregate(asked, kinds)["kinds"]["buckets"]:
        for year in kind["years"]["buckets"]:
            found[kind["key"], int(year["key"])] = int(year["doc_count"])
    return found
