"""Agencies entered with their whole past at once: an administrator's list, the nation's units, a template."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hoinhap.apps.agencies import access, naming_watch, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.lives import chunks, refresh
from hoinhap.apps.agencies.models import Agency, Change, Passing, Succession
from hoinhap.apps.agencies.registry import NO_ACT, Act, key_of, local_day, standing_of
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.actions import Deed, record, record_many
from hoinhap.core.agencies.reorganising import Life, Span, faults


@dataclass(frozen=True, slots=True)
class Entry:
    """An agency as it is entered: its code, and its spans in the order of time; a parent is named by its code."""

    code: str
    spans: tuple[Span, ...]
    unit_code: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to an agency, by codes; `heirs` are (code, function in words or "")."""

    kind: str
    code: str
    on: date
    act: Act = NO_ACT
    heirs: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def enter(
    *,
    actor: Viewer,
    at: datetime,
    entries: Sequence[Entry],
    happenings: Iterable[Happening] = (),
    title: str = "",
    tell_each: bool = True,
) -> Change:
    """Enter agencies with their past; codes must be free, lives sound, parents and heirs known or entered with them.

    `tell_each` leaves an event at every agency; a nation's list leaves one for all.
    """
    access.require(access.may_manage(actor))
    if not entries:
        raise Refused("agencies.nothing-to-do")
    _check(entries)
    known = _ids(entries)
    made = recording.begin(actor, at, "agencies.entered", title)
    first = {entry.code: entry.spans[-1] for entry in entries}
    new = [
        Agency(
            id=known[entry.code],
            code=entry.code,
            name=first[entry.code].name,
            kind=first[entry.code].kind,
            level=first[entry.code].level,
            unit_code=entry.unit_code,
            lat=entry.lat,
            lon=entry.lon,
        )
        for entry in entries
    ]
    fields = ["unit_code", "lat", "lon", "is_withdrawn"]
    Agency.objects.bulk_create(new, batch_size=100, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    standings = []
    for entry in entries:
        for span in entry.spans:
            parent = str(known[span.parent]) if span.parent else ""
            standings.append(standing_of(str(known[entry.code]), span, parent=parent))
    recording.add(made, standings)
    _write_happenings(made, happenings, known)
    refresh([known[entry.code] for entry in entries], on=local_day(at))
    naming_watch.tell(made, [known[entry.code] for entry in entries])
    if tell_each:
        deeds = [
            Deed("agency.added", Agency(pk=known[entry.code]), facts={"code": entry.code, "name": entry.spans[-1].name})
            for entry in entries
        ]
        record_many(actor=actor, at=at, deeds=deeds)
    else:
        record(actor=actor, at=at, act="agencies.entered", of=made, facts={"title": title, "count": len(entries)})
    return made


def _check(entries: Sequence[Entry]) -> None:
    met: dict[str, Entry] = {}
    for entry in entries:
        last = entry.spans[-1] if entry.spans else None
        if last is None or not last.name.strip() or not entry.code:
            raise Refused("agencies.name-empty")
        if entry.code in met:
            raise Refused("agencies.code-taken", taken=entry.code, name=met[entry.code].spans[-1].name)
        if faults(Life(entry.code, entry.spans)):
            raise Refused("agencies.life-broken", name=last.name)
        met[entry.code] = entry
    for some in chunks(met):
        taken = Agency.objects.filter(code__in=some, is_withdrawn=False).first()
        if taken is not None:
            raise Refused("agencies.code-taken", taken=taken.code, name=taken.name)


def _ids(entries: Sequence[Entry]) -> dict[str, uuid.UUID]:
    """Give the keys of what is entered and of what it stands under, by code."""
    known = {entry.code: key_of(entry.code) for entry in entries}
    above = {span.parent for entry in entries for span in entry.spans if span.parent} - set(known)
    for some in chunks(above):
        known.update(Agency.objects.filter(code__in=some).values_list("code", "pk"))
    missing = sorted(above - set(known))
    if missing:
        raise Refused("agencies.unknown-agency-code", asked=missing[0])
    for some in chunks([code for code in known if code in {entry.code for entry in entries}]):
        # A code whose founding was taken back has its key already.
        known.update(Agency.objects.filter(code__in=some).values_list("code", "pk"))
    return known


def _write_happenings(made: Change, happenings: Iterable[Happening], known: Mapping[str, uuid.UUID]) -> None:
    told = list(happenings)
    codes = {code for one in told for code in (one.code, *(heir for heir, _function in one.heirs))}
    keys = dict(known)
    for some in chunks(codes - set(keys)):
        keys.update(Agency.objects.filter(code__in=some).values_list("code", "pk"))
    missing = sorted(codes - set(keys))
    if missing:
        raise Refused("agencies.unknown-agency-code", asked=missing[0])
    successions, lines = [], []
    for one in told:
        succession = Succession(
            kind=one.kind,
            agency_id=keys[one.code],
            on=one.on,
            act_symbol=one.act.symbol,
            act_title=one.act.title,
            act_date=one.act.dated,
        )
        successions.append(succession)
        ends = one.kind in (Succession.Kinds.MERGED, Succession.Kinds.SPLIT, Succession.Kinds.ENDED)
        lines += [
            Passing(
                succession=succession,
                forebear_id=keys[one.code],
                heir_id=keys[heir],
                on=one.on,
                function=function,
                ends=ends,
            )
            for heir, function in one.heirs
        ]
    recording.add(made, successions)
    recording.add(made, lines)
