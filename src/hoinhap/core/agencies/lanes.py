"""Who stands above whom in a lineage: neighbours in kin are neighbours in the drawing, and no two bands meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a life is drawn (ordinals of days); `flows` when it begins with what others gave."""

    start: int
    end: int
    flows: bool = False

    def meets(self, other: Span) -> bool:
        """Say whether two lives share a day. One without any length meets all, since its band is drawn all the same."""
        if self.start == self.end or other.start == other.end:
            return True
        return self.start < other.end and other.start < self.end


def lay_lanes(spans: dict[str, Span], ways: Iterable[tuple[str, str]], focus: str) -> dict[str, int]:
    """Give every life a lane. An heir goes on in the lane of a forebear where that is free.

    Forebears stand half above and half below their heir, so that ribbons run towards the middle.
    """
    forebears: dict[str, list[str]] = {key: [] for key in spans}
    heirs: dict[str, list[str]] = {key: [] for key in spans}
    for before, after in ways:
        if before != after and before not in forebears[after]:
            forebears[after].append(before)
            heirs[before].append(after)
    lanes: list[list[str]] = []
    placed: dict[str, int] = {}
    for key in _ordered(spans, forebears, heirs, focus):
        kin = [other for other in (*forebears[key], *heirs[key]) if other in placed]
        kin.sort(key=lambda other: -placed[other])
        for other in kin:
            lane = lanes[placed[other]]
            if not any(spans[key].meets(spans[there]) for there in lane):
                break
        else:
            lane = []
            lanes.append(lane)
        lane.append(key)
        placed[key] = lanes.index(lane)
    return placed


def _ordered(
    spans: dict[str, Span], forebears: dict[str, list[str]], heirs: dict[str, list[str]], focus: str
) -> list[str]:
    """Walk the kin from the focus, without recursion, since a chain of heirs may be long."""
    seen: set[str] = set()
    order: list[str] = []
    for start in (focus, *spans):
        stack = [(start, False)]
        while stack:
            key, ready = stack.pop()
            if ready:
                order.append(key)
                continue
            if key in seen:
                continue
            seen.add(key)
            before = [other for other in forebears[key] if other not in seen]
            after = [other for other in heirs[key] if other not in seen]
            half = (len(before) + 1) // 2 if before else 0
            above = before[:half] if before else after[: len(after) // 2]
            below = [*before[half:], *(other for other in after if other not in above)]
            stack.extend((other, False) for other in reversed(below))
            stack.append((key, True))
            stack.extend((other, False) for other in reversed(above))
    return order
