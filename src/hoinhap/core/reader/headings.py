"""Find whom a heading or the words before the first label address ("Trách nhiệm của Sở A", "… yêu cầu các sở:")."""

from __future__ import annotations

from functools import cache

from .actors import Clause, can_act
from .agencies import names_at
from .lexicon import cues
from .model import Name, Span
from .node import Node
from .placing import locate, place_names
from .words import Phrases, Words

_LONGEST_HEADING = 40  # words
_LONGEST_CALL = 160  # words of the preamble before the first label that are looked at


@cache
def _cues() -> dict[str, Phrases]:
    table = cues("duties")["headings"]
    return {name: Phrases(words) for name, words in table.items()}


def addressed(node: Node, clause: Clause) -> tuple[Name, ...]:
    """Return who a heading such as "Trách nhiệm của Sở Tài chính" or "Đối với UBND cấp xã" is about."""
    if node.provision.kind in ("part", "chapter", "section") or node.provision.text.isupper():
        return ()
    size = _cues()["about"].at(node.words, clause.first)
    names = names_at(node.words, clause.first + size, limit=clause.last) if size else None
    if names and names.why in ("end", "colon", "period", "predicate", "break") and can_act(names.names):
        return place_names(node.provision, names.names)
    return ()


def whole_heading(node: Node) -> tuple[Name, ...]:
    """Return the class that a whole heading names ("11. Các đơn vị cấp nước sạch trên địa bàn thành phố")."""
    words, provision = node.words, node.provision
    if len(node.clauses) != 1 or len(words) > _LONGEST_HEADING or words.low[0] != "các" or words.raw[-1] in ".;":
        return ()
    names = names_at(words, 0)
    if not names or not can_act(names.names):
        return ()
    if words.raw[-1] in (")", ":") and "(" in words.raw and names.stop >= words.raw.index("(") - 3:
        # "Các chủ rừng là tổ chức (các Ban quản lý …, các Công ty …)": the members are who is meant.
        inner = names_at(words, words.raw.index("(") + 1, field=True)
        if inner and len(inner.names) > 1:
            return place_names(provision, inner.names)
    if len(names.names) != 1 or names.why in ("colon", "end"):
        return ()
    if names.why == "predicate" and _cues()["acts"].at(words, names.stop):
        return ()
    last = len(words) - (words.raw[-1] == ":")
    last = next((k for k in range(max(1, last - 4), last) if k + _cues()["ends"].at(words, k) == last), last)
    start, end = words.start[0], words.end[last - 1]
    return (Name(provision.text[start:end], locate(provision, start, end)),)


def group_of(preamble: str, start: int) -> tuple[Name, ...]:
    """Return the group that the words before the first label call on ("… yêu cầu các cấp ủy … sau đây:").

    `start` is where the preamble stands in the document.
    """
    words = Words(preamble)
    calls = _cues()["calls"]
    best: tuple[Name, ...] = ()
    for k in range(max(0, len(words) - _LONGEST_CALL), len(words)):
        size = calls.at(words, k)
        if not size:
            continue
        j = k + size
        while j < len(words) and words.raw[j] in (":", ","):
            j += 1
        names = names_at(words, j)
        if names and names.why not in ("dash", "mark", "semicolon"):
            best = tuple(Name(name.text, Span(name.span.start + start, name.span.end + start)) for name in names.names)
    return best
