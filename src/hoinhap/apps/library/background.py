"""Reading beside the pages: a file that takes long waits as an `Arrival` until the worker has read it.

The file and the job that reads it are written in one transaction, the document and the end of its arrival in another.
Whatever ends the worker, a file is read once or refused once: an arrival without a sign of life is taken up again, and
whoever had it before writes nothing more.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.access import SYSTEM, Viewer
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.apps.library import access, actions
from hoinhap.apps.library.jobs import put_back, read_arrival, waits
from hoinhap.apps.library.models import Arrival, Document, time_ordered_id
from hoinhap.core.reader import Unreadable

log = logging.getLogger(__name__)

# Without a sign of life for so long, the worker that had it is gone.
LOST = timedelta(seconds=60)
BEAT = timedelta(seconds=1)
TRIES = 3
UNDER_WAY = (Arrival.WAITING, Arrival.READING)


@transaction.atomic
def put_aside(*, actor: Viewer, name: str, data: bytes, at: datetime, received_from: str = "") -> Arrival:
    """Keep a file until the worker has read it; the same bytes are not taken twice."""
    agency = access.home_of(actor)
    access.require(access.may_receive(actor, agency))
    if actor.person_id is None:
        raise NotFound
    sha256 = hashlib.sha256(data).hexdigest()
    actions.refuse_known(actor, name, sha256)
    # Each agency sends its own: that another waits for the same bytes is not told.
    if Arrival.objects.filter(sha256=sha256, agency_id=agency, state__in=UNDER_WAY).exists():
        raise Refused("library.same-bytes-waiting", name=name)
    arrival = Arrival.objects.create(
        id=time_ordered_id(at),
        name=name[:255],
        sha256=sha256,
        data=data,
        received_at=at,
        received_from=received_from[:255],
        person_id=actor.person_id,
        agency_id=agency,
    )
    read_arrival.enqueue(str(arrival.pk))
    record(actor=actor, at=at, act="arrival.waiting", of=arrival, facts={"name": arrival.name, "sha256": sha256})
    return arrival


@transaction.atomic
def stop(*, actor: Viewer, arrival_id: uuid.UUID, at: datetime) -> Arrival:
    """Take a file back that has not been read yet; nothing of it is kept."""
    arrival = arrival_for(actor, arrival_id)
    if not _end(Arrival.objects.filter(pk=arrival.pk, state__in=UNDER_WAY), Arrival.STOPPED):
        raise Refused("library.nothing-to-do")
    record(actor=actor, at=at, act="arrival.stopped", of=arrival, facts={"name": arrival.name})
    return arrival_for(actor, arrival_id)


def arrival_for(viewer: Viewer, arrival_id: uuid.UUID) -> Arrival:
    """Find an arrival: whoever sent the file sees it, and nobody else."""
    rows = Arrival.objects.filter(person_id=viewer.person_id).defer("data").select_related("document")
    arrival = rows.filter(pk=arrival_id).first() if viewer.person_id else None
    if arrival is None:
        raise NotFound
    return arrival


def under_way_for(viewer: Viewer) -> list[Arrival]:
    """List the viewer's files that wait or are being read."""
    if viewer.person_id is None:
        return []
    return list(Arrival.objects.filter(person_id=viewer.person_id, state__in=UNDER_WAY).defer("data")[:100])


def read_now(arrival_id: uuid.UUID, *, clock: Callable[[], datetime]) -> None:
    """Read an arrival, unless somebody else is at it or it is over; end it with a document or a refusal."""
    if not _claim(arrival_id, clock()):
        return
    arrival = Arrival.objects.select_related("person").get(pk=arrival_id)
    actor = _actor(arrival)
    try:
        _read(arrival, actor, clock)
    except (Refused, Unreadable) as error:
        _refuse(arrival, error, clock())
    except _Taken:
        return
    except Exception:
        # Whatever it is, the file waits for another try; the third is the last.
        log.exception("reading %s", arrival.name)
        if arrival.tries >= TRIES:
            _refuse(arrival, Refused("library.read-failed", name=arrival.name), clock())
        raise


def take_up_lost(at: datetime) -> int:
    """Put files before the worker again that another one has left; return how many."""
    lost = Arrival.objects.filter(
        Q(beat_at__lt=at - LOST) | Q(beat_at__isnull=True, received_at__lt=at - LOST), state__in=UNDER_WAY
    )
    taken = 0
    for arrival in lost.defer("data"):
        if arrival.tries >= TRIES:
            _refuse(arrival, Refused("library.read-failed", name=arrival.name), at)
            continue
        with transaction.atomic():
            if waits(read_arrival, str(arrival.pk)):
                # The worker has much to do; it comes to this one in its turn.
                continue
            if _as_seen(arrival).filter(beat_at=arrival.beat_at).update(state=Arrival.WAITING, beat_at=at):
                # The job of whoever left it goes back into the row; it has no sign of life that could be wrong.
                if not put_back(read_arrival, str(arrival.pk)):
                    read_arrival.enqueue(str(arrival.pk))
                taken += 1
    return taken


class _Taken(Exception):
    """Somebody stopped the arrival, or another worker has it now."""


def _claim(arrival_id: uuid.UUID, at: datetime) -> bool:
    free = Q(state=Arrival.WAITING) | Q(state=Arrival.READING, beat_at__lt=at - LOST)
    rows = Arrival.objects.filter(free, pk=arrival_id)
    return bool(rows.update(state=Arrival.READING, beat_at=at, tries=F("tries") + 1))


def _read(arrival: Arrival, actor: Viewer, clock: Callable[[], datetime]) -> None:
    def kept(document: Document) -> None:
        if not _end(_as_seen(arrival), Arrival.KEPT, document=document):
            raise _Taken

    steps = actions.receiving(
        actor=actor,
        name=arrival.name,
        data=bytes(arrival.data or b""),
        at=arrival.received_at,
        received_from=arrival.received_from,
        agency_id=arrival.agency_id,
        kept=kept,
    )
    beat = clock()
    with closing(steps):
        for step in steps:
            now = clock()
            if now - beat >= BEAT:
                beat = now
                _sign_of_life(arrival, step, now)


def _sign_of_life(arrival: Arrival, step: tuple[int, int] | None, at: datetime) -> None:
    facts: dict[str, Any] = {"page": step[0], "pages": step[1]} if step else {}
    if not _as_seen(arrival).update(beat_at=at, **facts):
        raise _Taken


def _actor(arrival: Arrival) -> Viewer:
    person: Person = arrival.person
    return viewer_for(person, on=timezone.localdate(arrival.received_at))


def _refuse(arrival: Arrival, error: Refused | Unreadable, at: datetime) -> None:
    refusal = {"code": error.code, "facts": dict(error.facts), "unreadable": isinstance(error, Unreadable)}
    with transaction.atomic():
        if _end(_as_seen(arrival), Arrival.REFUSED, refusal=refusal):
            told = {"name": arrival.name, "code": error.code}
            record(actor=SYSTEM, at=at, act="arrival.refused", of=arrival, facts=told)


def _as_seen(arrival: Arrival) -> QuerySet[Arrival]:
    """Find an arrival only while it is as it was: neither stopped, nor over, nor in the hands of another worker."""
    return Arrival.objects.filter(pk=arrival.pk, state=arrival.state, tries=arrival.tries)


def _end(rows: QuerySet[Arrival], state: str, **facts: Any) -> bool:
    """End an arrival: its bytes go, whatever has become of it."""
    return bool(rows.update(state=state, data=None, **facts))
