"""Every read of events, starting from a viewer.

An inspector reads all. An administrator knows of every act, and its facts where the slice of its root lets them.
Everybody else knows of their own acts, and of the history of what they may see. Kinds that no slice has registered are
for inspectors.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from hoinhap.apps.errors import NotFound
from hoinhap.apps.journal import access, words
from hoinhap.apps.journal.access import Viewer
from hoinhap.apps.journal.models import Event
from hoinhap.core.vi.text import fold

PAGE = 50
# Counting stops here: nobody needs to know whether it was 10,000 or 400,000.
MANY = 10_000
_CHUNK = 500
# Of each kind; who seeks more than that says more of the name.
THINGS = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the journal is asked for; `until` is the last day that counts; `about` is what a thing is called."""

    person: str = ""
    act: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    about: str = ""

    @property
    def by_time(self) -> bool:
        return self.since is not None or self.until is not None


@dataclass(frozen=True, slots=True)
class Line:
    """An event as a viewer may know it. `is_open`: its facts may be read; else `sentence` only names the act.

    `about` is what the thing is called, where that is asked for, known, and the viewer's to know.
    """

    number: int
    at: datetime
    person: str
    username: str
    act: str
    sentence: str
    url: str
    details: Sequence[tuple[str, str]]
    facts: str
    kind: str
    root_kind: str
    root_id: str
    hash: str
    is_open: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, newest first; `older` and `newer` are the numbers to go on from, None at an end.

    `found` counts all of them and stops counting just above MANY.
    """

    lines: list[Line]
    found: int
    older: int | None
    newer: int | None


@dataclass(frozen=True, slots=True)
class History:
    """The newest lines about one thing; `more` says that there are older ones."""

    lines: list[Line]
    root_kind: str
    root_id: str
    name: str
    more: bool


def page_for(
    viewer: Viewer, wanted: Wanted, *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> Page:
    """Give a page of the journal; a constant number of queries, however far back it is."""
    rows = _known_to(viewer, wanted)
    return _page(viewer, rows, before=before, after=after, size=size, by_time=wanted.by_time, named=True)


def lines_for(viewer: Viewer, wanted: Wanted) -> Iterator[list[Line]]:
    """Give all of the journal that is asked for, newest first, in chunks."""
    rows = _known_to(viewer, wanted)
    last: int | None = None
    while True:
        found = list(_from(rows, last, by_time=wanted.by_time)[:_CHUNK])
        if not found:
            return
        yield _lines(viewer, found, named=True)
        last = found[-1].number


def history_for(viewer: Viewer, root: models.Model, *, limit: int = 20) -> History:
    """Give the newest lines about a thing, for its own page ("journal/history.html")."""
    kind, key = root._meta.label_lower, str(root.pk)
    _require_history(viewer, kind, key)
    found = list(_of_root(kind, key)[: limit + 1])
    name = words.kind_word(access.kind_of(kind))
    return History(_lines(viewer, found[:limit]), kind, key, name, len(found) > limit)


def history_page_for(
    viewer: Viewer, kind: str, key: str, *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> Page:
    """Give a page of the history of a thing; one without history looks like one that is hidden."""
    rows = _of_root(kind, key)
    # A key without events came from an address that somebody made up: no slice is asked about it.
    if "\0" in kind + key or not rows.exists():
        raise NotFound
    _require_history(viewer, kind, key)
    return _page(viewer, rows, before=before, after=after, size=size)


def history_of_person_for(viewer: Viewer, person_id: uuid.UUID, *, limit: int = 20) -> list[Line]:
    """Give the newest acts of a person: one's own, or anybody's for whoever knows of every act."""
    return _lines(viewer, list(_visible_rows(viewer).filter(actor_id=person_id)[:limit]))


def acts_of_person_for(
    viewer: Viewer, username: str, *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> tuple[str, Page]:
    """Give somebody's name and a page of their acts; another person's are hidden from who does not know of all acts."""
    people = get_user_model().objects.values_list("pk", "full_name")
    found = None if "\0" in username else people.filter(username=username).first()
    if found is None or not (access.knows_acts(viewer) or viewer.person_id == found[0]):
        raise NotFound
    rows = _visible_rows(viewer).filter(actor_id=found[0])
    return str(found[1]), _page(viewer, rows, before=before, after=after, size=size, named=True)


def acts_and_kinds() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Give (act, name) and (kind, name) of all that is registered, by name: what a person can filter by."""
    kinds = access.kinds()
    acts = {act: str(word) for known in kinds.values() for act, word in known.acts.items()}
    names = {kind: words.kind_word(known) for kind, known in kinds.items() if known.name}
    return sorted(acts.items(), key=lambda pair: fold(pair[1])), sorted(names.items(), key=lambda pair: fold(pair[1]))


def events_of(root: models.Model, *, acts: Sequence[str] = ()) -> Iterator[Event]:
    """Give the events of a thing in their order, to do again what they tell; of some acts only, where they are named.

    For the slice of that thing, which has asked its own `access` who is asking.
    """
    rows = Event.objects.filter(root_kind=root._meta.label_lower, root_id=str(root.pk))
    if acts:
        rows = rows.filter(act__in=acts)
    return rows.order_by("number").iterator(_CHUNK)


def _require_history(viewer: Viewer, kind: str, key: str) -> None:
    known = access.kind_of(kind) is not None and access.knows_acts(viewer)
    if not known and (kind, key) not in access.visible(viewer, {(kind, key)}):
        raise NotFound


def _of_root(kind: str, key: str) -> QuerySet[Event]:
    return Event.objects.filter(root_kind=kind, root_id=key).select_related("actor")


def _visible_rows(viewer: Viewer) -> QuerySet[Event]:
    """Give the events of which the viewer may know that they happened."""
    rows = Event.objects.select_related("actor")
    if access.reads_all(viewer):
        return rows
    rows = _of_kinds(rows, sorted(access.kinds()))
    if access.knows_acts(viewer):
        return rows
    return rows.filter(actor_id=viewer.person_id) if viewer.person_id else rows.none()


def _of_kinds(rows: QuerySet[Event], kinds: Sequence[str]) -> QuerySet[Event]:
    """Keep some kinds without the index of kinds: it would be read whole and sorted to find the newest rows."""
    return rows.alias(of_kind=Concat("root_kind", Value(""))).filter(of_kind__in=kinds)


def _known_to(viewer: Viewer, wanted: Wanted) -> QuerySet[Event]:
    rows = _visible_rows(viewer)
    if wanted.act:
        rows = rows.filter(act=wanted.act)
    if wanted.kind:
        # An act narrows more than a kind does: its index is the one to use.
        rows = _of_kinds(rows, [wanted.kind]) if wanted.act else rows.filter(root_kind=wanted.kind)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.person:
        rows = rows.filter(_by(wanted.person))
    if wanted.about:
        rows = rows.filter(_about(viewer, wanted.about))
    return rows


def _about(viewer: Viewer, text: str) -> Q:
    """Find the things that are called so, among those that the viewer may read: an agency, a person, a document."""
    keys: dict[str, list[str]] = {}
    for kind, key in sorted(access.called(viewer, text, most=THINGS)):
        keys.setdefault(kind, []).append(key)
    found = Q(pk__in=())
    for kind, some in keys.items():
        found |= Q(root_kind=kind, root_id__in=some)
    return found


def _by(text: str) -> Q:
    """Find people by username or by a part of the name, however it is typed; the system by the name it acted under."""
    people = [
        (key, fold(name), username)
        for key, name, username in get_user_model().objects.values_list("pk", "full_name", "username")
    ]
    sought = fold(" ".join(text.split()))
    exact = [key for key, _name, username in people if username == sought]
    keys = exact or [key for key, name, username in people if sought in name or sought in username]
    named = Q(actor_id__in=keys)
    return named if exact else named | Q(actor__isnull=True, actor_name__icontains=text.strip())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _page(
    viewer: Viewer,
    rows: QuerySet[Event],
    *,
    before: int | None,
    after: int | None,
    size: int,
    by_time: bool = False,
    named: bool = False,
) -> Page:
    found = rows.order_by()[: MANY + 1].count()
    if after is not None:
        taken = list(_from(rows, after, by_time=by_time, newer=True)[: size + 1])
        if len(taken) > size:
            there = taken[size - 1 :: -1]
            return Page(_lines(viewer, there, named=named), found, there[-1].number, there[0].number)
        before = None
    taken = list(_from(rows, before, by_time=by_time)[: size + 1])
    there = taken[:size]
    older = there[-1].number if len(taken) > size else None
    newer = there[0].number if there and before is not None else None
    return Page(_lines(viewer, there, named=named), found, older, newer)


def _from(rows: QuerySet[Event], number: int | None, *, by_time: bool, newer: bool = False) -> QuerySet[Event]:
    """Give the rows that follow an event, away from it; all of them, newest first, when none is named.

    In the order of time where days are asked for, so that the database finds an old day without passing all later ones.
    """
    order = ("at", "number") if by_time else ("number",)
    rows = rows.order_by(*order if newer else (f"-{name}" for name in order))
    if number is None:
        return rows
    way = "gt" if newer else "lt"
    at = Event.objects.filter(number=number).values_list("at", flat=True).first() if by_time else None
    if at is None:
        return rows.filter(**{f"number__{way}": number})
    return rows.filter(Q(**{f"at__{way}": at}) | Q(**{f"number__{way}": number}), **{f"at__{way}e": at})


def _lines(viewer: Viewer, events: Sequence[Event], *, named: bool = False) -> list[Line]:
    roots = [(event.root_kind, event.root_id) for event in events]
    seen = access.visible(viewer, set(roots))
    names = access.names_of(seen) if named else {}
    return [_line(event, root in seen, names.get(root, "")) for event, root in zip(events, roots, strict=True)]


def _line(event: Event, is_open: bool, about: str) -> Line:
    kind = access.kind_of(event.root_kind)
    sentence = url = ""
    details: Sequence[tuple[str, str]] = ()
    if is_open:
        sentence = kind.say(event) if kind else ""
        url = kind.url(event) if kind else ""
        details = kind.details(event) if kind and kind.details else _plain(event.facts)
    return Line(
        number=event.number,
        at=event.at,
        person=event.actor_name,
        username=event.actor.get_username() if event.actor else "",
        act=event.act,
        sentence=sentence or (words.act_word(kind, event.act) if is_open else words.bare(kind, event.act)),
        url=url,
        details=details,
        facts=_written(event.facts) if is_open else "",
        kind=words.kind_word(kind),
        root_kind=event.root_kind,
        root_id=event.root_id,
        hash=event.hash,
        is_open=is_open,
        about=about,
    )


def _plain(facts: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in sorted(facts.items()):
        if isinstance(value, dict) and not before:
            pairs += _plain(value, f"{name} · ")
        else:
            pairs.append((before + name, value if isinstance(value, str) else _written(value)))
    return pairs


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
