"""The one form of an event that is hashed: the same before it is written and after it is read from any database."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any


def canonical(value: Any) -> Any:
    """Turn a fact into what JSON gives back unchanged: strings, whole numbers, truth values, null, lists, objects.

    Keys (UUID), days, moments and decimals become strings. A float is refused, since its digits depend on who writes
    it; so is anything whose words depend on the language, and a string that one of the databases could not keep.
    """
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _kept(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {_key(key): canonical(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(inner) for inner in value]
    raise TypeError(f"a fact of the journal cannot be a {type(value).__name__}: {value!r}")


def moment(at: datetime) -> str:
    """Write a moment in UTC to the microsecond."""
    if at.tzinfo is None:
        raise ValueError("a moment of the journal needs its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(event: Any) -> str:
    """Hash the content of an event."""
    text = json.dumps(event.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _kept(text: str) -> str:
    # PostgreSQL keeps no NUL, and no database half a letter; said here, so that it fails the same everywhere.
    if "\0" in text:
        raise ValueError("a fact of the journal cannot hold the letter NUL")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("a fact of the journal cannot hold half a surrogate pair") from None
    return str(text)


def _key(key: Any) -> str:
    if isinstance(key, Enum):
        key = key.value
    if isinstance(key, uuid.UUID):
        return str(key)
    if not isinstance(key, str):
        raise TypeError(f"a fact of the journal is named by a string, not by {key!r}")
    return _kept(key)
