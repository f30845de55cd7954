"""People for the tests of signing in, and what their hands do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from datetime import UTC, date, datetime

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM

AT = datetime(2026, 4, 7, 1, tzinfo=UTC)
PASSWORD = "rung-thong-xanh-9"


def person(username: str = "hanh.le", *, password: str | None = PASSWORD) -> Person:
    return actions.add_person(actor=SYSTEM, at=AT, username=username, full_name="Lê Thị Hạnh", password=password)


def with_role(username: str = "hanh.le", *, code: str = "so-ngoai-vu", role: str = "coordinator") -> Person:
    found = person(username)
    agency = actions.add_agency(actor=SYSTEM, at=AT, code=code, name="Sở Ngoại vụ")
    actions.give_role(actor=SYSTEM, at=AT, person=found, agency=agency, role=role, since=date(2025, 7, 1))
    return found


def sign_in(client, username: str = "hanh.le", password: str = PASSWORD, **more: str):
    return client.post("/dang-nhap", {"login": username, "password": password, **more})


def code_of(secret: str, at: float | None = None) -> str:
    """Compute what an authenticator app shows (RFC 6238)."""
    step = int(time.time() if at is None else at) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
