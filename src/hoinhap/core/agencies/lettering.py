"""How wide words are when they are drawn, so that a drawing made without a browser keeps its words inside."""

from __future__ import annotations

import unicodedata

# Widths of Be Vietnam Pro semibold in hundredths of the size; the regular face is a little narrower. A letter with
# marks is as wide as the letter. What is not here counts as a wide letter: too much room is better than too little.
_WIDTHS = {
    letter: width
    for width, letters in (
        (24, " "),
        (30, "iIlj·'|"),
        (34, ".:,;!"),
        (43, "fr1"),
        (45, "t()[]J"),
        (54, "zs/\\"),
        (59, "kunvxy"),
        (62, "hec7-"),
        (66, "agobdpqEFLSZ28+"),
        (70, "đPT350694KBRY–“”"),
        (76, "HUVDNXA&"),
        (84, "CGĐQO…"),
        (89, "wMm"),
        (104, "W→"),
    )
    for letter in letters
}
_OTHER = 104
ELLIPSIS = "…"


def width(text: str, size: float) -> float:
    """Return how much room a text takes at most, in the unit of its size ("Sở Tài chính" at 13 → about 90)."""
    plain = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return sum(_WIDTHS.get(letter, _OTHER) for letter in plain) * size / 100


def cut(text: str, room: float, size: float) -> str:
    """Shorten a text to its room with an ellipsis; return nothing where not even three letters would stand.

    "Sở Văn hóa, Thể thao và Du lịch" → "Sở Văn hóa, Thể…". A text that fits is returned as it is.
    """
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    left = room - width(ELLIPSIS, size)
    kept = ""
    for letter in unicodedata.normalize("NFC", text):
        left -= width(letter, size)
        if left < 0:
            break
        kept += letter
    kept = kept.rstrip(" ,.;:-–(/")
    return kept + ELLIPSIS if len(kept) >= 3 else ""
