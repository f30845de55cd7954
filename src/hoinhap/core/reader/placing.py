"""Carry findings in a provision's words over to the places where they stand in the document."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Due, Name, Provision, Span
from .words import Words

_CLOSING = "./."


def locate(provision: Provision, start: int, end: int) -> Span:
    """Return where characters `start:end` of a provision's text stand in the document's text."""
    offset = 0
    first = last = None
    for piece in provision.pieces:
        size = piece.end - piece.start
        if first is None and start <= offset + size:
            first = piece.start + max(0, start - offset)
        if end <= offset + size:
            last = piece.start + max(0, end - offset)
            break
        offset += size + 1
    if first is None:
        first = provision.span.start
    if last is None:
        last = provision.pieces[-1].end if provision.pieces else provision.span.end
    return Span(first, max(first, last))


def place_names(provision: Provision, names: Iterable[Name]) -> tuple[Name, ...]:
    """Return names found in a provision's words with their places in the document."""
    return tuple(Name(name.text, locate(provision, *name.span)) for name in names)


def place_due(provision: Provision, due: Due | None) -> Due | None:
    """Return a deadline found in a provision's words with its place in the document."""
    return None if due is None else Due(due.value, due.text, locate(provision, *due.span), due.rule, due.grade)


def shift_due(due: Due, field: Name) -> Due:
    """Return a deadline found in a field ("Quý IV/2025") with its place in the document."""
    start = field.span.start
    return Due(due.value, due.text, Span(due.span.start + start, due.span.end + start), due.rule, due.grade)


def paragraph_starts(provision: Provision, words: Words) -> frozenset[int]:
    """Return the words of a provision that begin a new paragraph."""
    offset = 0
    found = []
    text = provision.text
    for piece in provision.pieces[:-1]:
        offset += piece.end - piece.start + 1
        begins = text[offset : offset + 1]
        # A dash or a small letter goes on with a sentence whose paragraph was torn.
        if begins not in ("-", "–", "") and not (
            begins.islower() and text[offset - 2 : offset - 1] not in (".", ";", ":")
        ):
            found.append(words.at(offset))
    return frozenset(found)


def distinct(names: Iterable[Name], leave: Iterable[Name] = ()) -> tuple[Name, ...]:
    """Return names once each, "sở y tế" being "Sở Y tế", without those to leave out."""
    seen = {name.text.lower() for name in leave}
    kept = []
    for name in names:
        plain = name.text.lower()
        if plain not in seen:
            seen.add(plain)
            kept.append(name)
    return tuple(kept)


def same_names(one: Iterable[Name], other: Iterable[Name]) -> bool:
    """Say whether two lists name the same, whatever their case and tone placement ("UỶ BAN", "Ủy ban")."""
    return _plain(one) == _plain(other)


def _plain(names: Iterable[Name]) -> set[str]:
    return {" ".join(Words(name.text).low) for name in names}


def closed(text: str) -> str:
    """Return the text of a duty without the "./." that closes a document."""
    text = text.rstrip()
    return text[: -len(_CLOSING)].rstrip() if text.endswith(_CLOSING) else text
