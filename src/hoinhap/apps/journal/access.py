"""Who may read events. The journal stands before every other slice, so each of them says here what it lets people see.

A slice registers the kinds of its roots in its AppConfig.ready(). Until a kind is registered, its events are shown to
inspectors and to nobody else.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from hoinhap.apps.journal.models import Event

INSPECTOR = "inspector"
ADMINISTRATOR = "administrator"


class Viewer(Protocol):
    """Whoever reads; the real one is made by the agencies, which stand after the journal."""

    @property
    def person_id(self) -> uuid.UUID | None: ...

    def holds(self, *roles: str) -> bool: ...


MaySee = Callable[[Any, Sequence[str]], Collection[str]]
Say = Callable[["Event"], str]
Address = Callable[["Event"], str]
Details = Callable[["Event"], Sequence[tuple[str, str]]]
Names = Callable[[Sequence[str]], Mapping[str, str]]
Find = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a slice says about the events of one kind of root."""

    may_see: MaySee
    say: Say
    url: Address
    name: Any = ""
    acts: Mapping[str, Any] = field(default_factory=dict)
    details: Details | None = None
    names: Names | None = None
    find: Find | None = None


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    may_see: MaySee,
    say: Say,
    url: Address,
    name: Any = "",
    acts: Mapping[str, Any] | None = None,
    details: Details | None = None,
    names: Names | None = None,
    find: Find | None = None,
) -> None:
    """Let people read the events of a kind of root, such as "library.document"; call it in AppConfig.ready().

    `may_see(viewer, ids)` gives those of the keys (strings) that the viewer may see, in a constant number of queries.
    `say(event)` is a full sentence without its subject ("Nhận văn bản …"); it and `url(event)` ("" for none) must make
    no queries: they are called for each line of a page. `name` is the noun for one such thing ("văn bản", lazy), `acts`
    gives each act its plain name (lazy), for the filter and for whoever may know that it was done but not to what.
    `details(event)` gives pairs of label and value instead of the bare facts. `names(ids)` gives what each of some
    things is called, by its key, in one query; it is asked only about what the viewer may see, and says nothing of
    what is gone. `find(text, most)` gives the keys of the things that are called so, whoever asks, in one query; what
    the asker may not see is taken away afterwards.
    """
    _kinds[kind] = Kind(may_see, say, url, name, dict(acts or {}), details, names, find)


def kind_of(name: str) -> Kind | None:
    """Give what is registered for a kind."""
    return _kinds.get(name)


def kinds() -> dict[str, Kind]:
    """Give every registered kind by its name."""
    return dict(_kinds)


def names_of(roots: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Give what some roots (kind, key) are called, as far as it is known: one question for each kind."""
    found: dict[tuple[str, str], str] = {}
    for name in sorted({kind for kind, _key in roots}):
        known = _kinds.get(name)
        if known and known.names:
            keys = sorted({key for kind, key in roots if kind == name})
            found.update(((name, key), called) for key, called in known.names(keys).items())
    return found


def called(viewer: Viewer, text: str, *, most: int) -> set[tuple[str, str]]:
    """Give the roots (kind, key) that are called so and that the viewer may read: two questions for each kind."""
    found: set[tuple[str, str]] = set()
    for name, known in sorted(_kinds.items()):
        if known.find:
            found.update((name, key) for key in known.find(text, most))
    return visible(viewer, found)


def reads_all(viewer: Viewer) -> bool:
    """Say whether the viewer reads every event with all its facts: an inspector does."""
    return viewer.holds(INSPECTOR)


def knows_acts(viewer: Viewer) -> bool:
    """Say whether the viewer may know who did what when, everywhere: an administrator, without the business in it."""
    return reads_all(viewer) or viewer.holds(ADMINISTRATOR)


def visible(viewer: Viewer, roots: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give the roots (kind, key) that the viewer may read with their facts: one question for each kind."""
    if reads_all(viewer):
        return set(roots)
    found: set[tuple[str, str]] = set()
    for name in sorted({kind for kind, _key in roots}):
        known = _kinds.get(name)
        if known:
            keys = sorted({key for kind, key in roots if kind == name})
            found.update((name, str(key)) for key in known.may_see(viewer, keys))
    return found & set(roots)
