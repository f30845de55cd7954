"""What can be found: each kind of thing with the slice that gives its records and says who may see them.

A slice whose things are to be found adds a line here. Its key is the `root_kind` of the events that change them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.library import access as library
from hoinhap.apps.library import records as documents
from hoinhap.core.search.record import Record


class Source(NamedTuple):
    """One kind of thing: all keys, the records of some, the agencies a viewer reads, and which of some keys they see.

    `scope` is for the query, `seen` asks the database again: the index may be a moment behind it.
    """

    ids: Callable[[], list[str]]
    records: Callable[[Iterable[str]], Iterator[Record]]
    scope: Callable[[Viewer], frozenset[str] | None]
    seen: Callable[[Viewer, Iterable[str]], set[str]]


SOURCES: dict[str, Source] = {
    "library.document": Source(
        documents.search_ids, documents.search_records, documents.search_scope, library.visible_ids
    ),
}
