"""Every read of search, starting from a viewer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import tantivy

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.search.actions import home
from hoinhap.apps.search.models import Pending
from hoinhap.apps.search.sources import SOURCES
from hoinhap.core.search import engine, place
from hoinhap.core.search.engine import Near, Scope, Stored
from hoinhap.core.search.snippets import Snippet, highlighted, snippet
from hoinhap.core.search.spelling import nearest
from hoinhap.core.search.words import Query, plain, query
from hoinhap.core.vi.text import fold

PAGE = 20
# So many of what is waiting are looked at: to say how much of it the viewer sees, and to leave out what they do not.
MOST_WAITING = 2_000
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, with the places that match."""

    heading: Snippet
    title: Snippet
    issuer: str
    dated: date | None
    url: str
    passage: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found.

    `everything` counts what was found at all, `total` what kind and year leave. `meant` is what was looked for instead,
    where a syllable typed is in no document. Without `standing` there is no index yet, and nothing can be said.
    """

    typed: str
    hits: tuple[Hit, ...] = ()
    near: Near = Near.WORDS
    everything: int = 0
    total: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    page: int = 1
    pages: int = 1
    meant: str = ""
    standing: bool = True
    waiting: int = 0


def search_for(viewer: Viewer, typed: str, *, kind: str | None = None, year: int | None = None, page: int = 1) -> Found:
    """Find what the viewer may see, typed with or without marks; takes any text.

    The permission is part of the query, so that counts hold nothing hidden. It is as old as the index: what changed
    since is waiting, and the database says what of it may still be seen; and of what is on the page, to be sure.
    """
    asked = query(typed)
    scopes = [Scope(name, source.scope(viewer)) for name, source in SOURCES.items()]
    waiting, hidden = _pending(viewer)
    found = Found(asked.text, waiting=waiting)
    try:
        with place.asking(home()) as searcher:
            meant = _meant(searcher, asked, scopes, hidden)
            asked = meant or asked
            answer = engine.ask(searcher, asked, scopes, kind=kind, year=year, page=page, size=PAGE, without=hidden)
            weights = engine.weigh(searcher, asked)
    except place.Absent:
        return replace(found, standing=False)
    shown = _still_seen(viewer, answer.hits)
    lost = len(answer.hits) - len(shown)
    return replace(
        found,
        hits=tuple(_hit(one, asked, weights) for one in shown),
        near=answer.near,
        everything=sum(answer.counts.values()) - lost,
        total=answer.total - lost,
        kinds=_kinds(answer.counts, year),
        years=_years(answer.counts, kind),
        page=answer.page,
        pages=answer.pages,
        meant=meant.text if meant else "",
    )


def _pending(viewer: Viewer) -> tuple[int, set[str]]:
    """Count the things waiting to be taken up that the viewer may see, and give the keys of those they may not."""
    waiting: int = 0
    hidden: set[str] = set()
    for name, source in SOURCES.items():
        rows = Pending.objects.filter(kind=name).order_by().values_list("object_id", flat=True).distinct()
        ids = set(rows[:MOST_WAITING])
        if ids:
            seen = source.seen(viewer, ids)
            waiting += len(seen)
            hidden |= {engine.key_of(name, one) for one in ids - seen}
    return waiting, hidden


def _still_seen(viewer: Viewer, hits: Sequence[Stored]) -> list[Stored]:
    seen: set[tuple[str, str]] = set()
    for name, source in SOURCES.items():
        ids = [hit.id for hit in hits if hit.source == name]
        if ids:
            seen.update((name, one) for one in source.seen(viewer, ids))
    return [hit for hit in hits if (hit.source, hit.id) in seen]


def _hit(one: Stored, asked: Query, weights: dict[str, float]) -> Hit:
    return Hit(
        highlighted(one.heading, asked),
        highlighted(one.title, asked),
        one.issuer,
        one.dated,
        one.url,
        snippet(one.text, asked, weights),
    )


def _kinds(counts: Mapping[tuple[str, int], int], year: int | None) -> tuple[tuple[str, int], ...]:
    """Count by kind what the year leaves, the most first."""
    found: Counter[str] = Counter()
    for (of, on), n in counts.items():
        if year in (None, on):
            found[of] += n
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _years(counts: Mapping[tuple[str, int], int], kind: str | None) -> tuple[tuple[int, int], ...]:
    """Count by year what the kind leaves, the latest first."""
    found: Counter[int] = Counter()
    for (of, on), n in counts.items():
        if kind in (None, of):
            found[on] += n
    return tuple(sorted(found.items(), reverse=True))


# --- spelling -----------------------------------------------------------------------------------------------------


def _meant(searcher: tantivy.Searcher, asked: Query, scopes: list[Scope], hidden: set[str]) -> Query | None:
    """Guess what was meant where a syllable is in no document; None where none is unknown or no guess finds anything.

    The vocabulary is that of all documents, so a guess counts only when it finds something that the viewer may see, and
    it is written as it stands there.
    """
    unknown = [one for one in asked.syllables if one.isalpha() and not engine.known(searcher, one)]
    if not unknown:
        return None
    vocabulary = engine.vocabulary(searcher)
    instead = {one: near for one in unknown if (near := nearest(one, vocabulary, limit=8))}
    if len(instead) < len(unknown):
        return None
    best = {one: _fitting(searcher, asked, one, near) for one, near in instead.items()}
    # Without marks: how the documents write it is what is to be learned.
    guess = query(fold(_rewritten(asked.text, best)))
    answer = engine.ask(searcher, guess, scopes, size=5, without=hidden)
    if not answer.hits or answer.near is Near.SOME:
        return None
    written = _as_written(answer.hits, guess, set(best.values()))
    return query(_rewritten(asked.text, {one: written.get(new, new) for one, new in best.items()}))


def _fitting(searcher: tantivy.Searcher, asked: Query, syllable: str, near: list[str]) -> str:
    """Choose of the nearest syllables the one that stands most often beside the neighbours typed."""
    place_of = asked.syllables.index(syllable)
    before = asked.syllables[place_of - 1] if place_of else ""
    after = asked.syllables[place_of + 1] if place_of + 1 < len(asked.syllables) else ""

    def beside(one: str) -> int:
        return (engine.side_by_side(searcher, before, one) if before else 0) + (
            engine.side_by_side(searcher, one, after) if after else 0
        )

    return max(near, key=lambda one: (beside(one), -near.index(one)))


def _rewritten(text: str, instead: dict[str, str]) -> str:
    def word(match: re.Match[str]) -> str:
        form = plain(match[0])
        return instead.get(form[0], match[0]) if len(form) == 1 else match[0]

    return _WORD.sub(word, text)


def _as_written(hits: Sequence[Stored], guess: Query, syllables: set[str]) -> dict[str, str]:
    """Find how the documents write some syllables: "khau" as "khẩu"."""
    votes: dict[str, Counter[str]] = {one: Counter() for one in syllables}
    for hit in hits:
        for text in (hit.title, hit.text):
            found = snippet(text, guess)
            for start, end in found.ranges:
                for word in _WORD.findall(found.text[start:end]):
                    form = plain(word)[0]
                    if form in votes:
                        votes[form][word.lower()] += 1
    return {one: counter.most_common(1)[0][0] for one, counter in votes.items() if counter}
