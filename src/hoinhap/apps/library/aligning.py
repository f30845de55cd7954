"""Make and keep alignments: where a document carries out another one, clause by clause.

An alignment follows from two readings and from nothing else. It is kept because making it takes some ten milliseconds
and asking for it happens on every page of a family; whoever sees both documents may make it, and it leaves no event.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from hoinhap.apps.library.models import Alignment, Citation, Reading
from hoinhap.core.reader.align import align
from hoinhap.core.reader.from_json import from_json

Json = dict[str, Any]
Pair = tuple[uuid.UUID, uuid.UUID]

# The relations by which a document is expected to carry out another one.
CARRIES_OUT = ("implements",)
COVERED, PARTLY, NOT = "covered", "partly", "not"
LETTERS = {COVERED: "c", PARTLY: "p", NOT: "n"}
VERDICTS = {letter: verdict for verdict, letter in LETTERS.items()}
# How many pairs are made in one go: within a second, so that a page may wait for it.
AT_ONCE = 20
# How many provisions of the child are named for one sentence; with "not" only the nearest, for a person to look at.
KEPT = 4


class Asked(NamedTuple):
    """A sentence of the parent: the index of its provision, its place in the text, how much of it the child holds."""

    at: int
    start: int
    end: int
    share: float


class Held(NamedTuple):
    """Where the child holds it: the index of the provision, the place of its nearest sentence, how near it comes."""

    at: int
    start: int
    end: int
    score: float


def aligned(parent: Mapping[str, Any], child: Mapping[str, Any]) -> Json:
    """Align two stored readings; the words stay in the readings, so that a family of hundreds is soon looked through.

    "verdicts" has a letter for each sentence of the parent ("c", "p", "n"), "asked" an `Asked`; both are in an order
    that is the same for every child. "held" has the `Held` of each sentence, best first.
    """
    matches = align(from_json(parent), from_json(child))
    asks, answers = _Places(parent["outline"]), _Places(child["outline"])
    return {
        "verdicts": "".join(LETTERS[match.verdict] for match in matches),
        "asked": [Asked(asks.of(match.path, match.span.start), *match.span, match.share) for match in matches],
        "held": [
            [
                Held(answers.of(found.path, found.span.start), *found.span, found.score)
                for found in match.found[: 1 if match.verdict == NOT else KEPT]
            ]
            for match in matches
        ],
    }


class _Places:
    """Find the provision of a sentence: paths may repeat in a document, places in its text do not."""

    def __init__(self, outline: Sequence[Json]) -> None:
        self.outline = outline
        self.named: dict[str, list[int]] = {}
        for index, one in enumerate(outline):
            self.named.setdefault(one["path"], []).append(index)

    def of(self, path: str, start: int) -> int:
        indexes = self.named.get(path, [-1])
        for index in indexes if len(indexes) > 1 else ():
            if any(first <= start < end for first, end in self.outline[index].get("pieces") or ()):
                return index
        return indexes[0]


def latest_readings(documents: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Give the latest reading of each document, by number; one query."""
    rows = Reading.objects.filter(document__in=list(documents)).order_by("read_at", "id")
    return dict(rows.values_list("document_id", "id"))


def missing(pairs: Iterable[Pair], readings: Mapping[uuid.UUID, int]) -> list[Pair]:
    """Give the pairs of documents whose latest readings have not been aligned; one query."""
    wanted = {pair: (readings[pair[0]], readings[pair[1]]) for pair in pairs if {*pair} <= readings.keys()}
    made = Alignment.objects.filter(
        parent__in={parent for parent, _ in wanted.values()}, child__in={child for _, child in wanted.values()}
    )
    known = set(made.values_list("parent_id", "child_id"))
    return [pair for pair, numbers in wanted.items() if numbers not in known]


def make(pairs: Sequence[Pair]) -> list[Alignment]:
    """Align the latest readings of some pairs of documents and keep them; what older readings gave goes.

    Takes three queries for any number of pairs that share a parent, and ten to a hundred milliseconds a pair.
    """
    readings = latest_readings({document for pair in pairs for document in pair})
    pairs = [pair for pair in pairs if {*pair} <= readings.keys()]
    made = []
    for parent, group in groupby(sorted(pairs), key=lambda pair: pair[0]):
        children = [child for _, child in group]
        bodies = Reading.objects.in_bulk([readings[document] for document in (parent, *children)])
        for child in children:
            body = aligned(bodies[readings[parent]].body, bodies[readings[child]].body)
            made.append(Alignment(parent_id=readings[parent], child_id=readings[child], body=body))
    older = Q(pk__in=())
    for parent, child in pairs:
        same = Q(parent__document=parent, child__document=child)
        older |= same & ~Q(parent=readings[parent], child=readings[child])
    with transaction.atomic():
        Alignment.objects.filter(pk__in=list(Alignment.objects.filter(older).values_list("pk", flat=True))).delete()
        # Somebody else may have made the same one meanwhile: it is the same.
        Alignment.objects.bulk_create(made, ignore_conflicts=True)
    return made


def align_family(document_id: uuid.UUID, *, limit: int | None = None) -> int:
    """Make what is missing between a document and those it carries out, and those that carry it out; say how many.

    For the worker, after a document has arrived or was read again. What has been made already is not made again.
    """
    tied = Citation.objects.filter(relation__in=CARRIES_OUT, target__isnull=False)
    tied = tied.filter(Q(document=document_id) | Q(target=document_id)).order_by("-document_id")
    pairs = list(dict.fromkeys(tied.values_list("target_id", "document_id")))
    waiting = missing(pairs, latest_readings({document for pair in pairs for document in pair}))[:limit]
    for start in range(0, len(waiting), AT_ONCE):
        make(waiting[start : start + AT_ONCE])
    return len(waiting)
