"""Make any text fit to stand in the XML of a Word or Excel file."""

from __future__ import annotations

import re

# XML 1.0 has no words for these, not even escaped: controls, halves of pairs, and the two that are no characters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")


def xml_text(text: str) -> str:
    """Return the text on one line without what XML cannot hold; emoji and every letter stay."""
    return " ".join(_ILLEGAL.sub(" ", _HALF.sub("\ufffd", text)).split())
