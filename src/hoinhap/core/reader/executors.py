"""Read the sentence that closes a decision: everybody who is to carry it out ("Các ông (bà): … chịu trách nhiệm thi
hành Quyết định này").

Its list has members that are no agencies ("người sử dụng đất", "ông Trần Văn Giả"); in no other sentence may these be
told from what is merely spoken of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .actors import Actor, Clause
from .agencies import names_at
from .heads import head_at, head_kind, lexicon
from .lexicon import cues
from .model import Name, Span
from .words import Phrases, Words

_LONGEST_LIST = 400  # words
_LONGEST_MEMBER = 25  # words
_LONGEST_TITLE = 12  # words
_PARTED_BY = frozenset((";", ",", "và", "cùng"))


@cache
def _cues() -> dict[str, Phrases]:
    return {name: Phrases(words) for name, words in cues("duties")["executors"].items()}


def executors(words: Words, clauses: Sequence[Clause]) -> tuple[list[Clause], Actor | None]:
    """Return the clauses with that sentence made one, and who is to carry the decision out, None without such a one."""
    cue = _cues()
    if "trách" not in words.low and "thi" not in words.low:
        return list(clauses), None
    for number, clause in enumerate(clauses):
        for k in range(clause.first, clause.last):
            if words.low[k] in cue["acts"].firsts and cue["acts"].at(words, k):
                begin = number
                while begin and clauses[begin].after == ";" and k - clauses[begin].first < _LONGEST_LIST:
                    begin -= 1
                first = clauses[begin].first
                names = _members(words, _opened(words, first, k), k)
                if names:
                    whole = Clause(first, clause.last, clauses[begin].after)
                    actor = Actor(tuple(names), "subject", first, k)
                    return [*clauses[:begin], whole, *clauses[number + 1 :]], actor
                break
    return list(clauses), None


def _opened(words: Words, k: int, stop: int) -> int:
    """Go over "Tổ chức thực hiện" and "Các ông (bà):" to the first member."""
    cue = _cues()
    if not head_at(words, k) and not cue["openings"].at(words, k):
        # "Trách nhiệm tổ chức thực hiện" is a title, if it runs on into the capital of the first member.
        for m in range(k + 1, min(stop, k + _LONGEST_TITLE)):
            if not words.low[m][0].isalnum():
                break
            if words.cap[m] and (cue["openings"].at(words, m) or head_at(words, m)):
                k = m
                break
    size = cue["openings"].at(words, k)
    if size and k + size < stop and (words.raw[k + size] in ":," or head_at(words, k + size)):
        k += size
        while k < stop and words.raw[k] in ":,":
            k += 1
    return k


def _members(words: Words, k: int, stop: int) -> list[Name]:
    """Return the members of the list in words `k:stop`, [] where it is none."""
    if not 0 < stop - k <= _LONGEST_LIST or "." in words.raw[k:stop]:
        return []
    found: list[Name] = []
    while k < stop:
        names = names_at(words, k, limit=stop)
        if names and names.names:
            found += names.names
            k = names.stop
        elif not found:
            return []
        if k < stop and words.low[k] not in _PARTED_BY:
            # A member of no lexicon, or what more is said of the last one, runs to the next name.
            end = _next_name(words, k, stop)
            whole = bool(names and names.names) or not _may_begin(words, k)
            if names and names.why == "predicate" and not _is_class(words, names.names[-1]):
                return []  # "Sở Tài chính chủ trì và Sở Y tế chịu trách nhiệm thi hành …"
            if end - k > _LONGEST_MEMBER or words.raw[k] == ":":
                return []
            begin = found.pop().span.start if whole else words.start[k]
            found.append(Name(words.text[begin : words.end[end - 1]], Span(begin, words.end[end - 1])))
            k = end
        while k < stop and words.low[k] in _PARTED_BY:
            k += 1
    return found


def _is_class(words: Words, name: Name) -> bool:
    return head_kind(words, words.at(name.span.start)) in ("class", "bare")


def _may_begin(words: Words, k: int) -> bool:
    """Say whether a member that is no agency begins at word k ("người sử dụng đất"; not "chữa bệnh")."""
    return words.cap[k] or words.low[k] in lexicon().set["quantifiers"] or _cues()["people"].at(words, k) > 0


def _next_name(words: Words, k: int, stop: int) -> int:
    """Return where a member ends that begins at word k: before the mark that parts it from the next name."""
    for m in range(k + 1, stop):
        if words.low[m] in _PARTED_BY:
            after = m + 1
            head = head_at(words, after) if after < stop else None
            if words.raw[m] == ";" or (head and (head.kind != "bare" or words.low[after] in lexicon().set["and"])):
                return m
    return stop
