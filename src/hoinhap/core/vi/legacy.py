"""Decode the bytes of Vietnamese text."""
from __future__ import annotations
from typing import NamedTuple

class Decoded(NamedTuple):
    text: str
    encoding: str
    codes: tuple[str, ...] = ()

def decode(data: bytes) -> Decoded | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(data.decode("utf-16", "replace"), "utf-16")
    if b"\0" in data:
        return None
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return None
