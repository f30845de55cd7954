"""What search keeps of a thing, whatever slice it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Record:
    """A thing that can be found. `readers` are the keys of the agencies whose people may see it."""

    id: str
    heading: str
    title: str
    text: str
    url: str
    number: str = ""
    issuer: str = ""
    kind: str = ""
    dated: date | None = None
    readers: frozenset[str] = frozenset()
