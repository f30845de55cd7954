"""Who is told when names may mean something else than before: agencies were entered, a change was taken back, or a
person has said what a name means. Plans that are carried out are told by `registry.follow`."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection

from hoinhap.apps.agencies.models import Change

# Given the change, the agencies that it touched, and the keys of the names that were answered otherwise.
Watcher = Callable[[Change, Collection[uuid.UUID], Collection[str]], None]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Let a slice follow what names mean; call it in AppConfig.ready(). It runs in the transaction of the change."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def tell(change: Change, agencies: Collection[uuid.UUID] = (), keys: Collection[str] = ()) -> None:
    """Tell everybody; the last but the journal's event in a transaction, when all facts are written."""
    for watcher in _watchers:
        watcher(change, agencies, keys)
