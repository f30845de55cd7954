"""Say how the parts of a list of names hang together: what goes on with a name, and what begins the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .heads import Head, head_at, head_kind, lexicon
from .model import Name, Span
from .words import Words

_LONGEST_MEMBER = 9  # words
_LONGEST_MATTER = 14  # words


@dataclass(slots=True)
class Item:
    """A name while its words are gathered: the words `first:last`, and what may still be joined to it.

    `open`: a class to which further nouns may be joined ("các sở, ban, …"); `listed`: one was; `units`: it ends in
    administrative units ("UBND các xã"); `loose`: how many words of no lexicon it has; `tailed`: its last words are
    small-written ("… dự án"); `members`: the places of the members that a bracket lists instead of it.
    """

    first: int
    kind: str
    last: int = 0
    open: bool = True
    listed: bool = False
    units: bool = False
    loose: int = 0
    tailed: bool = False
    members: list[tuple[int, int]] | None = None


def joins(words: Words, item: Item, head: Head, k: int, *, field: bool) -> bool:
    """Say whether the noun at word k goes on with the class before it ("các sở, ban, ngành", "các cấp, các ngành")."""
    lex = lexicon()
    low, sets = words.low, lex.set
    bare_office = head.kind == "office" and low[item.first] in sets["bare_offices"]
    if bare_office and lex.offices.at(words, item.first) == item.last - item.first:
        # "Giám đốc, Thủ trưởng các sở": the first office has its agencies after the second.
        item.kind = "office"
        return True
    alone = item.last - item.first == 1 and low[item.first] in sets["one_word"]
    if alone and head.size == 1 and low[k] in sets["one_word"]:
        return True  # "Viện, Trường": neither is an agency by itself
    if item.kind not in ("class", "bare") or not item.open or item.units:
        return False
    if head.kind == "proper" and head.size == 1 and words.cap[k - 2] and low[k] in sets["capital_classes"]:
        # "các Vụ, Cục thuộc Bộ", where "các Vụ, Cục Hải quan" are two
        return k + 1 >= len(words) or not words.cap[k + 1]
    if item.kind == "bare" and head.kind == "bare" and not item.listed and low[k] not in sets["core"]:
        return False  # "doanh nghiệp, viện nghiên cứu": two, where "cơ quan, đơn vị" is one
    if field and words.cap[k] and words.cap[item.first] and item.kind == "bare":
        return False  # "Doanh nghiệp, Sở, ban, ngành": a capital begins the next name of a cell
    if head.kind == "bare":
        return low[k] not in sets["own_names"] and low[k : k + 2] != ["chủ", "tịch"]
    if head.kind == "class" and item.last - item.first == 2 and head.size == 2:
        return low[item.first + 1] in sets["levels"] and low[k + 1] in sets["level_partners"]
    return False


def bare_begins(words: Words, head: Head, k: int, *, field: bool) -> bool:
    """Say whether a bare class noun after a comma or "và" begins a name, and is no verb ("…, tổ chức thực hiện")."""
    lex = lexicon()
    after = k + head.size
    if field or after >= len(words):
        return True
    if words.low[k] in lex.set["verb_like"] and (lex.predicates.at(words, after) or lex.breaks.at(words, after)):
        return lex.modifiers.at(words, after) > 0
    return words.low[after] not in lex.set["quantifiers"]


def orders(words: Words, item: Item, k: int) -> bool:
    """Say whether a capital begins what the named one is to do ("Giao Sở Xây dựng Theo dõi …", a lost line end)."""
    lex = lexicon()
    before = words.low[k - 1]
    body = words.cap[k - 1] and before in lex.set["office_nouns"]
    if k <= item.first + 1 or body or before in lex.set["and"] or not before[0].isalnum():
        return False
    return tuple(words.low[k : k + 2]) in lex.pairs["orders"] and not words.cap[k + 1]


def inside_name(words: Words, k: int) -> bool:
    """Say whether the "và" at word k stands inside a ministry's name ("Nông nghiệp và Môi trường")."""
    lex = lexicon()
    return tuple(words.low[max(0, k - 2) : k]) in lex.pairs["joined"] and not lex.breaks.at(words, k + 1)


def second_half(words: Words, k: int) -> bool:
    """Say whether the word k is the second half of a word whose first half is capitalised ("Đào tạo")."""
    return lexicon().compounds.at(words, k - 1) == 2


def deed_after(words: Words, k: int, n: int) -> int:
    """Return where what a steering committee does begins, after what it steers at word k, 0 when it does nothing.

    "Ban Chỉ đạo phát triển du lịch … cử": what is steered belongs to the name if a deed comes soon.
    """
    if words.low[k - 2 : k] != ["chỉ", "đạo"] or not words.cap[k - 2]:
        return 0
    lex = lexicon()
    for m in range(k + 2, min(n, k + _LONGEST_MATTER)):
        if words.raw[m] in ".;:(":
            return 0
        if words.low[m] in lex.set["deeds"] and not words.cap[m] and lex.predicates.at(words, m):
            return m
    return 0


def offices_end(words: Words, k: int, n: int) -> int:
    """Return where the list of agencies ends whose office stands before a colon ("Giám đốc: Trung tâm A, …")."""
    while k < n and words.raw[k] not in ";.:":
        if words.low[k] == "và" and head_kind(words, k + 1) == "class":
            break
        k += 1
    return k


def members_follow(words: Words, first: int, n: int) -> bool:
    """Say whether short capitalised members follow a colon ("các Sở: Giáo dục và Đào tạo, Nội vụ"), and no order."""
    if not lexicon().predicates.at(words, first):
        return True
    for m in range(first + 1, min(n, first + _LONGEST_MEMBER)):
        if words.raw[m] in ",;.":
            return words.raw[m] != "," or words.cap[min(m + 1, n - 1)]
    return n - first < _LONGEST_MEMBER


def members_end(words: Words, first: int, n: int) -> int:
    """Return where the members end that follow the colon of a class ("các tỉnh: Gia Lai, Đắk Lắk")."""
    of_ministries = words.low[first - 2] == "bộ"
    m = first
    while m < n:
        low = words.low[m]
        if low == "," or (low == "và" and not inside_name(words, m)):
            if m + 1 >= n or not words.cap[m + 1]:
                break
            # "Công an" in a list of ministries is the short name of one, no new head.
            if head_at(words, m + 1) and not (of_ministries and words.low[m + 1] == "công"):
                break
        elif not (words.cap[m] or low == "và" or (low[0].isalnum() and words.cap[m - 1] and not _acts(words, m))):
            break
        m += 1
    return m


def _acts(words: Words, k: int) -> bool:
    return bool(lexicon().predicates.at(words, k)) and not second_half(words, k)


def as_names(words: Words, items: Iterable[Item]) -> list[Name]:
    """Return the names that were gathered, without "đồng chí" before them and marks behind them."""
    text = words.text
    found: list[Name] = []
    for item in items:
        spans = item.members
        if not spans:
            first, last = item.first, item.last
            if words.low[first : first + 2] == ["đồng", "chí"] and last > first + 2:
                first += 2
            while last > first + 1 and not words.low[last - 1][0].isalnum():
                last -= 1
            spans = [(words.start[first], words.end[last - 1])]
        found.extend(Name(text[start:end], Span(start, end)) for start, end in spans)
    return found
