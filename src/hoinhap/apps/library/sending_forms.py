"""What the forms of making a document known bring, as values; what cannot be read is refused with its words."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.timezone import is_aware

from hoinhap.apps.errors import NotFound, Refused

_GROUPED = re.compile(r"\d{1,3}([.,\s]\d{3})+|\d{1,9}")
_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def day_of(text: str) -> date | None:
    """Read a day as a browser sends it or as a person writes it: "2026-11-05", "05/11/2026"; None for nothing."""
    text = text.strip()
    if not text:
        return None
    written = _WRITTEN.fullmatch(text)
    try:
        return date(int(written[3]), int(written[2]), int(written[1])) if written else date.fromisoformat(text)
    except ValueError:
        raise Refused("library.day-unread", text=text[:40]) from None


def count_of(text: str) -> int:
    """Read a number of people: "120", "1.200"."""
    text = text.strip()
    if not text.isascii() or not _GROUPED.fullmatch(text):
        raise Refused("library.people-unread", text=text[:40])
    return int(re.sub(r"\D", "", text))


def keys_of(texts: Iterable[str]) -> list[uuid.UUID]:
    """Read the keys of agencies."""
    try:
        return [uuid.UUID(text) for text in texts]
    except ValueError:
        raise NotFound from None


def moment_of(text: str) -> datetime | None:
    """Read a moment out of an address; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if is_aware(found) else None
