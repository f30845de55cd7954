"""Which items of a document stand for what a newer reading finds.

The same words first, at the same place and then wherever their numbers have moved to; after them the likest words. Many
provisions of one document share most of their words, so likeness is asked only of those that share a place or a rare
word and stand near: the work grows with the number of items and not with its square.
"""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hoinhap.apps.library.items import REPLACED, Image, Json

# With how many findings an item is compared at most, and how many bearers of one word are looked at.
ENOUGH = 24


def paired(
    before: Mapping[uuid.UUID, Image], units: Sequence[Image], same: float
) -> tuple[dict[uuid.UUID, Image], set[int]]:
    """Pair items with findings; the second value holds the orders of the findings that have one."""
    return _Pairing(before, units, same).made()


def likeness(one: Json, other: Json) -> float:
    """Say how many of the words of two wordings are the same, 0 to 1."""
    return _alike(_words(one), _words(other))


class _Pairing:
    def __init__(self, before: Mapping[uuid.UUID, Image], units: Sequence[Image], same: float) -> None:
        self.units = units
        self.same = same
        stands = [
            (key, image)
            for key, image in before.items()
            if image["found"] is not None and (image["state"] != REPLACED or image["decided_by"])
        ]
        # What stands chooses before what a person has replaced.
        self.live = [(key, image) for key, image in stands if image["state"] != REPLACED]
        self.over = [(key, image) for key, image in stands if image["state"] == REPLACED]
        self.rank = {key: place for place, (key, _image) in enumerate(sorted(stands, key=_standing))}
        self.pairs: dict[uuid.UUID, Image] = {}
        self.used: set[int] = set()

    def made(self) -> tuple[dict[uuid.UUID, Image], set[int]]:
        for items in (self.live, self.over):
            self._same_words(items, with_path=True)
        for items in (self.live, self.over):
            self._same_words(items, with_path=False)
        for items in (self.live, self.over):
            self._like_words(items)
        return self.pairs, self.used

    def _same_words(self, items: Iterable[tuple[uuid.UUID, Image]], *, with_path: bool) -> None:
        """Pair the same words, in the order of the text where they stand several times."""
        free: dict[tuple[str, str, str], list[int]] = {}
        for order in range(len(self.units) - 1, -1, -1):
            unit = self.units[order]
            if order not in self.used:
                path = unit["path"] if with_path else ""
                free.setdefault((unit["kind"], path, _plain(unit["value"])), []).append(order)
        for key, image in items:
            if key in self.pairs:
                continue
            orders = free.get((image["kind"], image["path"] if with_path else "", _plain(image["found"])))
            if orders:
                self._pair(key, orders.pop())

    def _like_words(self, items: Iterable[tuple[uuid.UUID, Image]]) -> None:
        left = [(key, image) for key, image in items if key not in self.pairs]
        free = [order for order in range(len(self.units)) if order not in self.used]
        if not left or not free:
            return
        words = {order: _words(self.units[order]["value"]) for order in free}
        bearers: dict[str, list[int]] = {}
        at_path: dict[str, list[int]] = {}
        for order in free:
            at_path.setdefault(self.units[order]["path"], []).append(order)
            for word in words[order]:
                bearers.setdefault(word, []).append(order)
        often = Counter({word: len(orders) for word, orders in bearers.items()})
        likely: list[tuple[bool, float, int, str, uuid.UUID]] = []
        for key, image in left:
            mine = _words(image["found"])
            place = self.rank[key]
            asked = set(_nearest(at_path.get(image["path"], ()), place))
            for word in sorted(mine & bearers.keys(), key=lambda one: (often[one], one)):
                if len(asked) >= ENOUGH:
                    break
                asked.update(_nearest(bearers[word], place))
            for order in asked:
                unit = self.units[order]
                if unit["kind"] == image["kind"] and (alike := _alike(mine, words[order])) >= self.same:
                    likely.append((unit["path"] != image["path"], -alike, order, str(key), key))
        for _moved, _likeness, order, _name, key in sorted(likely):
            if key not in self.pairs and order not in self.used:
                self._pair(key, order)

    def _pair(self, key: uuid.UUID, order: int) -> None:
        self.pairs[key] = self.units[order]
        self.used.add(order)


def _standing(pair: tuple[uuid.UUID, Image]) -> tuple[int, str]:
    return pair[1]["place"], str(pair[0])


def _nearest(orders: Sequence[int], place: int) -> Sequence[int]:
    """Take of many findings those that stand about as far down."""
    if len(orders) <= ENOUGH:
        return orders
    start = max(0, bisect_left(orders, place) - ENOUGH // 2)
    return orders[start : start + ENOUGH]


def _plain(value: Json) -> str:
    return " ".join(str(value.get("text") or "").split()).casefold()


def _words(value: Json) -> frozenset[str]:
    return frozenset(_plain(value).split())


def _alike(here: frozenset[str], there: frozenset[str]) -> float:
    return len(here & there) / max(1, len(here | there))
