"""Who owes the accepted duties: worked out of the items, what their names mean, and who took over from whom."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db import transaction

from hoinhap.apps.agencies import naming
from hoinhap.apps.agencies.asof import known_at
from hoinhap.apps.agencies.carrying import suggest
from hoinhap.apps.agencies.models import Change
from hoinhap.apps.library.items import ACCEPTED, DUTY
from hoinhap.apps.library.models import Document, HeirChoice, Holding, Item
from hoinhap.apps.library.resolving import Speech, uuid_of
from hoinhap.core.agencies.known import Known
from hoinhap.core.agencies.reorganising import Pass
from hoinhap.core.agencies.resolve import Resolution, name_key

_CHUNK = 200
_LONGEST = 500
ROLES = (("leads", Holding.LEAD), ("partners", Holding.PARTNER))
FIELDS = (
    "item_id",
    "role",
    "words",
    "place",
    "meaning",
    "agency_id",
    "agency_class_id",
    "origin_id",
    "since",
    "until",
)


class Name(NamedTuple):
    """A name in an accepted duty."""

    item: uuid.UUID
    role: str
    words: str


class Span(NamedTuple):
    """Who owes a duty for a time; `since` is never empty here."""

    agency: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Who took over a duty, as a person chose it; "" is nobody."""

    forebear: str
    on: date
    heir: str


def names_of(found: Iterable[Item]) -> dict[Name, Item]:
    """Give every name in the lead or among the partners of accepted duties; one that leads is no partner as well."""
    names: dict[Name, Item] = {}
    for item in found:
        if item.kind != DUTY or item.state != ACCEPTED:
            continue
        leads: set[str] = set()
        for field, role in ROLES:
            for name in item.value.get(field) or []:
                words = " ".join(str(name).split())[:_LONGEST]
                if words and words not in leads:
                    names[Name(item.pk, role, words)] = item
            leads.update(" ".join(str(name).split())[:_LONGEST] for name in item.value.get("leads") or [])
    return names


def follow(
    document: Document,
    found: Iterable[Item],
    *,
    at: datetime,
    change: Change | None = None,
    afresh: Collection[str] = (),
    none_yet: bool = False,
) -> int:
    """Make the holdings of a document equal to its accepted duties; give how many facts were written.

    What a name meant when its duty was accepted stays, however the agencies are called since: only what nobody could
    say, whose agency was withdrawn, or whose key is in `afresh` is asked again. Two queries
    when nothing changes and nothing has gone; `none_yet` says that no duty was accepted before, which saves one.
    """
    speech = Speech(document)
    current: dict[Name, list[Holding]] = defaultdict(list)
    held = Holding.objects.filter(document=document, replaced_at__isnull=True).order_by("since", "pk")
    for row in () if none_yet else held:
        current[Name(row.item_id, row.role, row.words)].append(row)
    names = names_of(found)
    choices = _Choices(document)
    wanted: list[Holding] = []
    for name, item in names.items():
        kept = [] if name_key(name.words) in afresh else current.get(name, [])
        wanted += _rows(document, speech, name, item, kept, choices)
    have = {_value(row): row for rows in current.values() for row in rows}
    want = {_value(row): row for row in wanted}
    stale = [row.pk for value, row in have.items() if value not in want]
    new = [row for value, row in want.items() if value not in have]
    for start in range(0, len(stale), _CHUNK):
        rows = Holding.objects.filter(pk__in=stale[start : start + _CHUNK])
        rows.update(replaced_at=at, replaced_in=change)
    for row in new:
        row.recorded_at, row.recorded_in = at, change
    Holding.objects.bulk_create(new, batch_size=1000)
    return len(stale) + len(new)


def follow_all(
    documents: Iterable[uuid.UUID], *, at: datetime, change: Change | None = None, afresh: Collection[str] = ()
) -> int:
    """Do the same for some documents, locked one after the other in the order of their keys; give how many changed."""
    changed = 0
    keys = sorted(set(documents))
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        locked = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=some).order_by("pk")
        items: dict[uuid.UUID, list[Item]] = defaultdict(list)
        rows = list(locked)
        for item in Item.objects.filter(document__in=some, kind=DUTY, state=ACCEPTED):
            items[item.document_id].append(item)
        for document in rows:
            changed += bool(follow(document, items[document.pk], at=at, change=change, afresh=afresh))
    return changed


def fill(*, at: datetime) -> int:
    """Give holdings to documents whose duties were accepted before there were any; give how many documents."""
    bare = Document.objects.filter(accepted__gt=0, holdings__isnull=True).order_by("pk")
    keys = list(bare.values_list("pk", flat=True))
    done = 0
    for start in range(0, len(keys), _CHUNK):
        with transaction.atomic():
            done += follow_all(keys[start : start + _CHUNK], at=at)
    return done


def chain(
    known: Mapping[str, Known], first: str, since: date, sentence: str, choices: Iterable[Choice] = ()
) -> list[Span]:
    """Give who owes a duty through time: who the paper names, then whoever took over, day by day.

    A function that passes while its agency lives on takes the duty with it when its words are in the sentence.
    """
    spans: list[Span] = []
    key, start = first, since
    met: set[tuple[str, date]] = set()
    while key and (key, start) not in met:
        met.add((key, start))
        one = known.get(key)
        turn = _turn(one, key, start, sentence, choices) if one is not None else None
        if turn is None:
            spans.append(Span(key, start, None))
            break
        day, heir = turn
        if day > start:
            spans.append(Span(key, start, day))
        elif not heir:
            # Gone before the paper was written, and nobody took over: it is still the one that is named.
            spans.append(Span(key, start, None))
        key, start = heir, max(start, day)
    return spans


def _turn(one: Known, key: str, start: date, sentence: str, choices: Iterable[Choice]) -> tuple[date, str] | None:
    """Find when an agency gives a duty away, and to whom: "" for nobody; None where it keeps it."""
    passes: dict[date, list[Pass]] = defaultdict(list)
    for heir in one.heirs:
        passes[heir.on].append(Pass(key, heir.key, heir.function))
    for day in sorted(passes):
        ends = one.until is not None and day >= one.until
        # What passed before the paper was written had passed: the paper knew it.
        if not ends and day <= start:
            continue
        said = (choice.heir for choice in choices if (choice.forebear, choice.on) == (key, day))
        heir_key = next(said, suggest(passes[day], sentence))
        if heir_key != key and (heir_key or ends):
            return day, heir_key
    return (one.until, "") if one.until is not None else None


def _rows(
    document: Document,
    speech: Speech,
    name: Name,
    item: Item,
    kept: list[Holding],
    choices: _Choices,
) -> list[Holding]:
    common = {"document": document, "item_id": item.pk, "role": name.role, "words": name.words, "place": item.place}
    firsts = list(dict.fromkeys(str(row.origin_id) for row in kept if row.origin_id))
    if not firsts or not all(first in speech.names.agencies for first in firsts):
        found = speech.resolve(name.words)
        firsts = owed_by(found)
        if not firsts:
            named = uuid_of(found.key) if found.verdict == "class" else None
            one = Holding(**common, meaning=found.verdict, agency_class_id=named, since=speech.day)
            return [one]
    sentence = str(item.value.get("text") or "")
    return [
        Holding(
            **common,
            meaning=Holding.AGENCY,
            agency_id=uuid.UUID(span.agency),
            origin_id=uuid.UUID(first),
            since=span.since,
            until=span.until,
        )
        for first in firsts
        for span in chain(speech.names.agencies, first, speech.day, sentence, choices.of(item.pk))
    ]


def owed_by(found: Resolution) -> list[str]:
    """Give the agencies that a name means: one, or all that it lists ("các Sở: Nội vụ, Tài chính")."""
    if found.verdict == "agency":
        return [found.key]
    if found.verdict == "class" and found.rule is not None and found.rule.keys and not found.rule.open:
        return list(found.rule.keys)
    return []


def _value(row: Holding) -> tuple[object, ...]:
    return tuple(getattr(row, field) for field in FIELDS)


class _Choices:
    """What people chose of the duties of a document, asked for when a duty has gone somewhere."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def of(self, item: uuid.UUID) -> _ChoicesOf:
        """Give those of one duty."""
        return _ChoicesOf(self, item)

    @cached_property
    def found(self) -> dict[uuid.UUID, list[Choice]]:
        """Give all by their duty."""
        found: dict[uuid.UUID, list[Choice]] = defaultdict(list)
        for row in HeirChoice.objects.filter(known_at(None), item__document=self._document):
            found[row.item_id].append(Choice(str(row.forebear_id), row.on, str(row.heir_id or "")))
        return found


class _ChoicesOf:
    def __init__(self, choices: _Choices, item: uuid.UUID) -> None:
        self._choices, self._item = choices, item

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._choices.found.get(self._item, ()))


def named(keys: Collection[str]) -> set[uuid.UUID]:
    """Give the documents with accepted duties under names of these keys."""
    return _with_words(one for one in _words() if name_key(one) in keys)


def asking(agencies: Collection[str], names: naming.Names) -> set[uuid.UUID]:
    """Give the documents with names that nobody could say and that may mean one of these agencies."""
    provinces = {names.province_of(agency) for agency in agencies}
    found = []
    for words in _words(meaning=Holding.ASK):
        meant = (names.resolve(words, on=None, province=province) for province in provinces)
        if any(one.key in agencies for answer in meant for one in answer.candidates):
            found.append(words)
    return _with_words(found, meaning=Holding.ASK)


def _words(**which: str) -> list[str]:
    rows = Holding.objects.filter(replaced_at__isnull=True, **which).order_by()
    return list(rows.values_list("words", flat=True).distinct())


def _with_words(words: Iterable[str], **which: str) -> set[uuid.UUID]:
    wanted = list(words)
    found: set[uuid.UUID] = set()
    for start in range(0, len(wanted), _CHUNK):
        rows = Holding.objects.filter(replaced_at__isnull=True, words__in=wanted[start : start + _CHUNK], **which)
        found.update(rows.values_list("document", flat=True))
    return found
