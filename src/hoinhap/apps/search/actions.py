"""Every write of search: what is pending, and the index that takes it up.

The index holds nothing of its own: whatever happens to it, `rebuild` makes it again from the database. Taking up a
thing twice is harmless, so a process may end anywhere: what it had not finished is still pending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from hoinhap.apps.journal.models import Event
from hoinhap.apps.search.models import Pending
from hoinhap.apps.search.sources import SOURCES
from hoinhap.core.search import place
from hoinhap.core.search.engine import key_of, to_document

BATCH = 200


def home() -> Path:
    """Give the folder of the index."""
    return Path(settings.DATA) / "search"


def note(*, event: Event, **_: Any) -> None:
    """Keep, in the transaction of an event, that what it tells of has to be taken up."""
    if event.root_kind in SOURCES:
        Pending.objects.create(kind=event.root_kind, object_id=event.root_id)


def drain(limit: int = 1_000) -> int:
    """Take up what is pending, at most `limit` rows, and return how many; builds the index where there is none.

    One process at a time: where another is at it, this one leaves it the work and returns 0.
    """
    with place.alone(home(), wait=False) as alone:
        if not alone:
            return 0
        try:
            place.opened(home())
        except place.Absent:
            return _rebuild(None)
        # Rows are read before the things: whatever changes after that leaves a row of its own.
        rows = list(Pending.objects.values_list("pk", "kind", "object_id")[:limit])
        if not rows:
            return 0
        wanted: dict[str, dict[str, None]] = defaultdict(dict)
        for _pk, kind, object_id in rows:
            wanted[kind][object_id] = None
        try:
            with place.writing(home()) as writer:
                for kind, ids in wanted.items():
                    for some in _batches(list(ids)):
                        for object_id in some:
                            writer.delete_documents_by_term("key", key_of(kind, object_id))
                        if kind in SOURCES:
                            for record in SOURCES[kind].records(some):
                                writer.add_document(to_document(kind, record))
        except (ValueError, place.Absent):
            # It opens and cannot be written: broken, and made again from the database.
            place.distrust(home())
            return _rebuild(None)
        _forget([pk for pk, _kind, _object_id in rows])
        return len(rows)


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Read everything again into a new index and return how many things it holds; waits for whoever is writing.

    Until it stands, the old index answers. `progress` is told how many of how many are done.
    """
    with place.alone(home(), wait=True):
        return _rebuild(progress)


def _rebuild(progress: Callable[[int, int], None] | None) -> int:
    rows = list(Pending.objects.values_list("pk", flat=True))
    ids = {kind: source.ids() for kind, source in SOURCES.items()}
    total = sum(map(len, ids.values()))
    done = 0
    with place.replacing(home()) as writer:
        for kind, every in ids.items():
            for some in _batches(every):
                for record in SOURCES[kind].records(some):
                    writer.add_document(to_document(kind, record))
                done += len(some)
                if progress:
                    progress(done, total)
    _forget(rows)
    return total


def _forget(rows: list[int]) -> None:
    for some in _batches(rows):
        Pending.objects.filter(pk__in=some).delete()


def _batches(many: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(many), BATCH):
        yield many[start : start + BATCH]
