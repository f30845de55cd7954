"""The list of agencies as an administrator keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering.people import PAGE, require_manager
from hoinhap.apps.agencies.asof import known_at
from hoinhap.apps.agencies.models import Agency, Standing
from hoinhap.apps.agencies.queries import agencies_on
from hoinhap.core.vi.text import fold


@dataclass(frozen=True, slots=True)
class Agencies:
    """A page of agencies; `page` counts from 1."""

    rows: tuple[Agency, ...]
    found: int
    page: int
    pages: int


def agencies_for(viewer: Viewer, words: str, *, ended: bool = False, page: int = 1, size: int = PAGE) -> Agencies:
    """Give a page of the agencies whose code or name, of any time, holds the words; two queries."""
    require_manager(viewer)
    rows = Agency.objects.filter(is_withdrawn=False) if ended else agencies_on(viewer.on)
    sought = fold(" ".join(words.split()))
    if sought:
        named = Standing.objects.filter(known_at(None), folded__contains=sought).values("agency")
        rows = rows.filter(Q(code__contains=sought) | Q(pk__in=named))
    found = rows.count()
    pages = max(1, -(-found // size))
    page = min(max(1, page), pages)
    there = rows.select_related("parent").order_by("level", "name", "pk")[(page - 1) * size : page * size]
    return Agencies(tuple(there), found, page, pages)
