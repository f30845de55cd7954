"""Say beforehand whether reading a file will take long, so that nobody need wait at a page for it."""

from __future__ import annotations

from hoinhap.core.reader.formats import pdf
from hoinhap.core.reader.model import Unreadable
from hoinhap.core.reader.sniff import sniff

HEAVY = 8 * 1024 * 1024
MANY_PAGES = 300
_LOOKED_AT = 3


def takes_long(data: bytes, name: str = "") -> bool:
    """Say whether a file is a picture, a scan without text, or large; what cannot be read is refused quickly."""
    try:
        kind = sniff(data, name)
        if kind in ("docx", "html", "mht", "txt", "doc", "rtf", "odt", "wordxml"):
            return len(data) > HEAVY
        if kind != "pdf":
            return kind != "zip"
        pages, letters = pdf.first_letters(data, _LOOKED_AT)
    except Unreadable:
        return False
    return len(data) > HEAVY or pages > MANY_PAGES or (pages > 0 and letters == 0)
