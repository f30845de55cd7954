"""Find which provision of a plan carries out which sentence of a directive: "Nâng cao hiệu quả phối hợp liên ngành".

One sentence is often split over several departments, and one provision often serves several sentences, so every
sentence is asked of all provisions by itself; only whole sections are paired one to one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from hoinhap.core.reader.model import Provision, Reading, Span
from hoinhap.core.reader.similarity import PAIR, Hit, Index, about_act, is_aims, is_field, rarity, terms


class Found(NamedTuple):
    """A provision of the child that holds a sentence of the parent; `span` is its nearest sentence in the child."""

    path: str
    score: float
    span: Span


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the parent and where the child carries it out.

    `verdict`: "covered", "partly" or "not". `found` is best first; with "not" it holds the nearest provisions, so that
    a person can look at them. `share` is how much of the sentence's content the child holds, 0 to 1.
    """

    path: str
    text: str
    span: Span
    verdict: str
    share: float
    found: tuple[Found, ...] = ()


class SectionMatch(NamedTuple):
    """A section of the parent and the one section of the child that answers it."""

    parent: str
    child: str
    score: float


# --- sentences ----------------------------------------------------------------------------------------------------

# A full stop (or three, or one of ! ? …), the marks that close with it, and a space before something that can begin.
_STOP = re.compile(r"[.!?…][)\]\"”»]? (?=[^\W_]|[(\"“«])")
_SHORT = frozenset(("tp", "tx", "tt", "ts", "ths", "gs", "pgs", "bs", "ks", "kt", "tm", "tl", "tuq", "q", "p", "đ/c"))
_LABEL = re.compile(r"\d{1,3}|[^\W\d_]|[IVXLC]+")


def sentences(text: str) -> list[Span]:
    """Split a paragraph into sentences: "… trung tâm TP. Vinh. Chú trọng …" is two.

    The spans leave out the spaces between; every other character belongs to one of them.
    """
    found, start = [], 0
    for stop in _STOP.finditer(text):
        after = text[stop.end()]
        if after.isalpha() and not after.isupper():
            continue
        # "TP." is short for a word, and "1." at the beginning is a label.
        word = text[max(start, stop.start() - 12) : stop.start()].rsplit(" ", 1)[-1].strip('(“"«')
        if word.lower() in _SHORT or _LABEL.fullmatch(text, start, stop.start()):
            continue
        found.append(Span(start, stop.end() - 1))
        start = stop.end()
    if text[start:].strip():
        found.append(Span(start, len(text.rstrip())))
    return found


def _own_sentences(reading: Reading, provision: Provision) -> list[Span]:
    """The sentences of a provision's own words, as spans of the reading's text.

    A paragraph ends its last sentence, unless the next one goes on in lower case.
    """
    found: list[Span] = []
    for piece in provision.pieces:
        text = reading.text[piece.start : piece.end].replace("\n", " ")
        here = [Span(piece.start + start, piece.start + end) for start, end in sentences(text)]
        if found and here and text[0].islower() and reading.text[found[-1].end - 1] not in ".!?":
            here[0] = Span(found.pop().start, here[0].end)
        found += here
    return found


def _words(reading: Reading, span: Span) -> str:
    return reading.text[span.start : span.end].replace("\n", " ")


_HEADING = 40  # syllables; a longer sentence without a full stop is an instruction


def _asks(text: str, *, leads_on: bool) -> bool:
    """Tell a sentence that asks for something from a heading, a lead-in or a field.

    "1. Sở Ngoại vụ:", "MỤC ĐÍCH, YÊU CẦU" and "Cơ quan phối hợp: Sở Tài chính" ask for nothing by themselves.
    """
    if text.isupper() or not any(map(str.isalpha, text)) or is_field(text):
        return False
    if not leads_on:
        return True
    return not text.endswith(":") and (text.endswith((".", ";", "!", "…")) or text.count(" ") >= _HEADING)


# --- the verdict --------------------------------------------------------------------------------------------------

# The share of a sentence's content that the child must hold; by chance another matter holds about a tenth, and another
# provision on the same matter up to a fifth.
_COVERED, _PARTLY = 0.32, 0.22
_PAIRS = 0.7
_WHOLE = 0.55  # one clause of several is carried out as a whole
_CLAUSE = 6  # spaces; a shorter part between semicolons is an item of a list
_FAR = 0.65  # what a share is worth between documents on different matters: there it is mostly frame
_ENOUGH = 5.0  # the weight of pairs that makes a share worth asking
_AIM = 0.75  # what a hit in a section of aims is worth
_KEPT = 5
_NEAR = 0.35  # a further provision is named when it comes this near to the best one


def align(parent: Reading, child: Reading) -> tuple[Match, ...]:
    """Ask for each sentence of the parent's provisions which provisions of the child carry it out.

    Headings, lead-ins and all that stands outside the outline (preamble, signature, recipients) are no sentences.
    """
    own = [terms(provision.text) for provision in child.outline]
    near = 1.0
    if not _cites(child, parent.document.number):
        near = _same_matter([terms(provision.text) for provision in parent.outline], own)
    if near < 0.5:
        # A report asked for in another matter is not this report.
        own = [frozenset(term for term in found if not about_act(term)) for found in own]
    held = [found | _beside(child.outline, own, number) for number, found in enumerate(own)]
    index = Index(held, _worth(child.outline))
    inner = {provision.parent for provision in parent.outline}
    worth = _FAR + (1 - _FAR) * near
    nearest: dict[int, list[tuple[Span, frozenset[str]]]] = {}
    matches = []
    for number, provision in enumerate(parent.outline):
        spans = _own_sentences(parent, provision)
        for place, span in enumerate(spans):
            text = _words(parent, span)
            if not _asks(text, leads_on=number in inner or place + 1 < len(spans)):
                continue
            wanted = terms(text)
            if not wanted:
                continue
            hits = index.ask(wanted)
            share = _share(hits) * worth
            verdict = "covered" if share >= _COVERED else "partly" if share >= _PARTLY else "not"
            best = [hit for hit in hits[:_KEPT] if hit.score >= _NEAR * hits[0].score]
            for clause in _clauses(text):
                done = index.ask(clause)
                if _share(done) * worth >= _WHOLE:
                    verdict = "partly" if verdict == "not" else verdict
                    best += [hit for hit in hits if hit.place == done[0].place and hit not in best]
            best.sort(key=lambda hit: (-hit.score, hit.place))
            for hit in best:
                if hit.place not in nearest:
                    own_spans = _own_sentences(child, child.outline[hit.place])
                    nearest[hit.place] = [(found, terms(_words(child, found))) for found in own_spans]
            found = tuple(
                Found(child.outline[hit.place].path, round(hit.score, 4), _nearest(index, wanted, nearest[hit.place]))
                for hit in best
            )
            matches.append(Match(provision.path, text, span, verdict, round(share, 4), found))
    return tuple(matches)


def _cites(child: Reading, number: str | None) -> bool:
    return number is not None and "/" in number and number in child.text


def _clauses(text: str) -> list[frozenset[str]]:
    """The terms of each part between semicolons that is long enough to be an instruction by itself."""
    parts = text.split(";")
    return [terms(part) for part in parts if part.count(" ") >= _CLAUSE] if len(parts) > 1 else []


def _same_matter(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> float:
    """How far two documents are about one matter, 0 to 1: whether what one keeps naming is named in the other.

    A plan that carries out a directive holds over two thirds of what the directive names again and again ("ngoại giao
    kinh tế"); plans on different matters hold at most half, all of it frame. A parent that names nothing twice is too
    short for that: there the share of all its pairs is asked, of which another matter holds a tenth.
    """
    times = Counter(term for found in ours for term in found if PAIR in term and not about_act(term))
    held = frozenset().union(*theirs)
    for least, none, sure in ((2, 0.4, 0.6), (1, 0.1, 0.2)):
        weights = {term: (count * rarity(term)) ** 2 for term, count in times.items() if count >= least}
        whole = sum(weights.values())
        if whole > _ENOUGH:
            named = sum(weight for term, weight in weights.items() if term in held) / whole
            return min(1.0, max(0.0, (named - none) / (sure - none)))
    return 1.0


def _share(hits: Sequence[Hit]) -> float:
    """How much of a sentence the best provision holds. Pairs count more: a long text holds single words by chance."""
    return _PAIRS * hits[0].pairs + (1 - _PAIRS) * hits[0].words if hits else 0.0


def _beside(outline: Sequence[Provision], own: Sequence[frozenset[str]], number: int) -> frozenset[str]:
    """The words beside a provision that belong to it: the actor that its heading names, the other cells of its row.

    Under "3.1. Sở Ngoại vụ:" every bullet is a work of that department.
    """
    provision = outline[number]
    found = terms(". ".join(field.text for field in provision.fields)) if provision.fields else frozenset()
    if 0 <= provision.parent < number and outline[provision.parent].text.endswith(":"):
        found |= own[provision.parent]
    return found


def _worth(outline: Sequence[Provision]) -> list[float]:
    """What each provision counts for: an aim ("Mục đích, yêu cầu") repeats the directive, but nobody carries it out."""
    found: list[float] = []
    for number, provision in enumerate(outline):
        above = found[provision.parent] if 0 <= provision.parent < number else 1.0
        found.append(_AIM if is_aims(provision.text) else above)
    return found


def _nearest(index: Index, wanted: frozenset[str], candidates: Sequence[tuple[Span, frozenset[str]]]) -> Span:
    held = [sum(map(index.weight, wanted & found)) for _, found in candidates]
    return candidates[held.index(max(held))][0] if held else Span(0, 0)


# --- sections -----------------------------------------------------------------------------------------------------


def align_sections(parent: Reading, child: Reading) -> tuple[SectionMatch, ...]:
    """Pair the sections of two documents one to one, so that the pairs together are as alike as can be.

    Sections of the parent that share nothing with any left are not in the answer.
    """
    ours, theirs = _sections(parent), _sections(child)
    if not ours or not theirs:
        return ()
    index = Index([found for _, found in theirs])
    scores = [[0.0] * len(theirs) for _ in ours]
    for row, (_, wanted) in enumerate(ours):
        mass = sum(map(index.weight, wanted))
        for hit in index.ask(wanted):
            both = mass + index.mass(hit.place)
            scores[row][hit.place] = 2 * hit.pairs * mass / both if both else 0.0
    return tuple(
        SectionMatch(ours[row][0], theirs[column][0], round(scores[row][column], 4))
        for row, column in pairs(scores)
        if scores[row][column] > 0
    )


def _sections(reading: Reading) -> list[tuple[str, frozenset[str]]]:
    """Cut a document into sections: its top provisions, but one that holds over half of the text is opened."""
    outline = reading.outline
    within: dict[int, list[int]] = {}
    size = [len(provision.text) for provision in outline]
    for number in range(len(outline) - 1, -1, -1):
        within.setdefault(outline[number].parent, []).insert(0, number)
        if 0 <= outline[number].parent < number:
            size[outline[number].parent] += size[number]
    total = sum(size[number] for number in within.get(-1, ())) or 1
    found: list[tuple[str, frozenset[str]]] = []
    waiting = list(reversed(within.get(-1, [])))
    while waiting:
        number = waiting.pop()
        parts = within.get(number, [])
        if len(parts) > 1 and size[number] > total / 2:
            waiting += reversed(parts)
            continue
        tree = [number]
        words: set[str] = set()
        while tree:
            part = tree.pop()
            words |= terms(outline[part].text)
            tree += within.get(part, [])
        found.append((outline[number].path, frozenset(words)))
    return found


def pairs(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Choose at most one column for each row so that the sum of the scores is greatest (the Hungarian method).

    Takes time in proportion to rows² × columns, with the shorter side as rows.
    """
    if not scores or not scores[0]:
        return []
    if len(scores) > len(scores[0]):
        return sorted((row, column) for column, row in pairs([list(column) for column in zip(*scores, strict=True)]))
    rows, columns = len(scores), len(scores[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least, came_from, done = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while owner[column]:
            done[column] = True
            current, step, following = owner[column], float("inf"), 0
            for other in range(1, columns + 1):
                if done[other]:
                    continue
                cost = -scores[current - 1][other - 1] - row_price[current] - column_price[other]
                if cost < least[other]:
                    least[other], came_from[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(columns + 1):
                if done[other]:
                    row_price[owner[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return sorted((owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column])


def to_json(matches: Sequence[Match]) -> list[dict[str, Any]]:
    """Write matches as plain values for `hoinhap compare --json`."""
    return [
        {
            "path": match.path,
            "text": match.text,
            "span": list(match.span),
            "verdict": match.verdict,
            "share": match.share,
            "found": [{"path": one.path, "score": one.score, "span": list(one.span)} for one in match.found],
        }
        for match in matches
    ]
