"""The reads of what has been taken up: of a document by its children, and of one document by another, side by side."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.errors import NotFound
from hoinhap.apps.library import access, words
from hoinhap.apps.library.aligning import CARRIES_OUT, VERDICTS, Asked, Held, Pair, latest_readings, make
from hoinhap.apps.library.models import Alignment, Citation, Document, Reading
from hoinhap.core.reader.shown import address

# How many children are asked what they have taken up: the latest.
CHILDREN = 300
OTHERS = 300


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the document asks for, counted from 1, and the children that have it: (document, verdict), best first.

    `at` is the index of its provision.
    """

    number: int
    at: int
    place: str
    text: str
    verdict: str
    held: tuple[tuple[Document, str], ...] = ()
    rest: int = 0


def visible_document(viewer: Viewer, document_id: uuid.UUID) -> Document:
    """Find one document of those the viewer may see."""
    found = access.visible(viewer).filter(pk=document_id).defer("sought").first()
    if found is None:
        raise NotFound
    return found


def waiting_for(viewer: Viewer, document_id: uuid.UUID, limit: int) -> list[Pair]:
    """Give the first pairs of a document and its children that have not been aligned."""
    document = visible_document(viewer, document_id)
    children = children_of(viewer, document)
    own, _others = taken_of(viewer, document, children)
    if document.pk not in own.readings:
        return []
    waiting = [child for child in children if child in own.readings and child not in own.verdicts]
    return [(document.pk, child) for child in waiting[:limit]]


@dataclass(slots=True)
class Own:
    """What is known of one parent: the verdicts of its children, by child, and the readings they are of."""

    verdicts: dict[Any, str]
    readings: Mapping[Any, int]


def _carrying(viewer: Viewer) -> QuerySet[Citation]:
    return access.tied_to_visible(viewer, Citation.objects.filter(relation__in=CARRIES_OUT))


def children_of(viewer: Viewer, document: Document) -> list[Any]:
    """Give the keys of the documents that carry it out, the latest first."""
    rows = _carrying(viewer).filter(target=document).exclude(document=document).order_by("-document_id")
    return list(rows.values_list("document_id", flat=True).distinct()[:CHILDREN])


def taken_of(
    viewer: Viewer, document: Document, children: Iterable[Any], others: Iterable[Any] = ()
) -> tuple[Own, dict[Any, Own]]:
    """Read what the children of a document have taken up, and those of some others, for the latest readings of all.

    Of the others only as many as `OTHERS` alignments tell of; what is known of one is known whole.
    """
    ties = _carrying(viewer).filter(document=OuterRef("child__document"), target=OuterRef("parent__document"))
    made = Alignment.objects.filter(Exists(ties)).values_list(
        "parent__document_id", "parent_id", "child__document_id", "child_id", "body__verdicts"
    )
    rows = list(made.filter(parent__document=document).order_by("-child__document_id")[:CHILDREN])
    wanted = set(others) - {document.pk}
    if wanted:
        more = list(made.filter(parent__document__in=wanted).order_by("parent__document_id")[:OTHERS])
        rows += [row for row in more if len(more) < OTHERS or row[0] != more[-1][0]]
    readings = latest_readings({document.pk, *children, *(key for row in rows for key in (row[0], row[2]))})
    own = Own({}, readings)
    found: dict[Any, Own] = {}
    for parent, parent_reading, child, child_reading, verdicts in rows:
        if (readings.get(parent), readings.get(child)) == (parent_reading, child_reading) and parent != child:
            one = own if parent == document.pk else found.setdefault(parent, Own({}, readings))
            one.verdicts[child] = verdicts
    return own, found


def best_of(verdicts: Iterable[str]) -> str:
    """Take for each thing asked for the best that any child has made of it: "cn" and "np" give "cp"."""
    return "".join("c" if "c" in of_one else "p" if "p" in of_one else "n" for of_one in zip(*verdicts, strict=False))


_SHOWN = 3


def claims_of(own: Own, document: Document, best: str, verdict: str) -> tuple[Claim, ...]:
    """Say what the document asks for, those of one verdict, in its own words and with the children that have it."""
    number = own.readings[document.pk]
    rows = Alignment.objects.filter(parent=number, child=own.readings[next(iter(own.verdicts))])
    asked = rows.values_list("body__asked", flat=True).first() or ()
    body = Reading.objects.values_list("body", flat=True).get(pk=number)
    holders = [
        sorted((child for child in own.verdicts if own.verdicts[child][place] != "n"), key=_better(own, place))
        for place in range(len(best))
    ]
    wanted = [place for place, letter in enumerate(best) if VERDICTS[letter] == verdict]
    # Visible all of them: `taken_of` asks for no other children.
    named = Document.objects.defer("sought").in_bulk([one for place in wanted for one in holders[place][:_SHOWN]])
    return tuple(
        Claim(
            place + 1,
            at,
            words.whole_place(body["outline"][at]["path"]),
            body["text"][start:end].replace("\n", " "),
            verdict,
            tuple((named[one], VERDICTS[own.verdicts[one][place]]) for one in holders[place][:_SHOWN]),
            max(0, len(holders[place]) - _SHOWN),
        )
        for place in wanted
        for at, start, end, _share in (asked[place],)
    )


def _better(own: Own, place: int) -> Any:
    return lambda child: (own.verdicts[child][place], str(child))


# --- side by side -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A provision of the child that holds what the parent asks for, with its nearest sentence."""

    at: int
    place: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the parent beside its answers in the child, best first; with "not" the nearest, which is no answer.

    `number` counts the sentences from 1, `at` is the index of the provision, `above` the heading that it stands under.
    """

    number: int
    at: int
    place: str
    where: str
    above: str
    text: str
    verdict: str
    share: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a parent asks for beside what a child has of it: all lines, how many of each verdict, and those to show."""

    parent: Document
    child: Document
    lines: tuple[Line, ...]
    verdict: str

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(line.verdict for line in self.lines))

    @property
    def shown(self) -> list[Line]:
        return [line for line in self.lines if self.verdict in ("", line.verdict)]


def alignment_for(viewer: Viewer, parent_id: uuid.UUID, child_id: uuid.UUID, *, verdict: str = "") -> Comparison:
    """Lay two documents side by side, whether the child cites the parent or not; the first time makes the alignment."""
    found = access.visible(viewer).filter(pk__in=(parent_id, child_id)).defer("sought").in_bulk()
    readings = latest_readings(found)
    if len(readings) != 2:
        raise NotFound
    kept = Alignment.objects.filter(parent=readings[parent_id], child=readings[child_id]).first()
    body = (kept or make([(parent_id, child_id)])[0]).body
    bodies = dict(Reading.objects.filter(pk__in=readings.values()).values_list("document_id", "body"))
    asks, answers = bodies[parent_id], bodies[child_id]
    lines = tuple(
        _line(number, VERDICTS[letter], Asked(*asked), [Held(*one) for one in held], asks, answers)
        for number, (letter, asked, held) in enumerate(
            zip(body["verdicts"], body["asked"], body["held"], strict=True), 1
        )
    )
    verdict = verdict if verdict in VERDICTS.values() else ""
    return Comparison(found[parent_id], found[child_id], lines, verdict)


Json = Mapping[str, Any]


def _line(number: int, verdict: str, asked: Asked, held: list[Held], asks: Json, answers: Json) -> Line:
    outline = asks["outline"]
    above = outline[asked.at].get("parent", -1)
    return Line(
        number=number,
        at=asked.at,
        place=_place(outline[asked.at]),
        where=words.whole_place(outline[asked.at]["path"]),
        above=outline[above]["text"] if 0 <= above < asked.at else "",
        text=_words(asks, asked),
        verdict=verdict,
        share=asked.share,
        answers=tuple(
            Answer(
                one.at,
                _place(answers["outline"][one.at]),
                words.whole_place(answers["outline"][one.at]["path"]),
                _words(answers, one),
            )
            for one in held
        ),
    )


def _place(provision: Json) -> str:
    return address(provision["path"]) or str(provision.get("label") or "")


def _words(body: Json, place: Asked | Held) -> str:
    return str(body["text"][place.start : place.end]).replace("\n", " ")
