"""Find with whom the actor works and who gets the result ("phối hợp với Sở Tài chính", "báo cáo UBND tỉnh")."""

from __future__ import annotations

from functools import cache

from .agencies import names_at
from .heads import lexicon
from .lexicon import cues
from .model import Name
from .placing import distinct
from .words import Phrases, Words, phrase_set, word_set

# How many words may stand between a verb and the name that goes with it.
_FAR = 26
_FAR_BACK = 14
_FAR_ADVICE = 10
_FAR_GIFT = 5
_STOPS = frozenset(";.:")


class _Cues:
    def __init__(self) -> None:
        table = cues("duties")["relations"]
        self.fill = Phrases(table["cooperate_fill"])
        self.advise = Phrases(table["advise_fill"])
        self.send = Phrases(table["send"])
        self.direct = Phrases(table["direct"])
        self.toward = Phrases(table["toward"])
        self.led = phrase_set(table["led"])
        self.nobody = frozenset(table["nobody"])
        self.served = Phrases(table["served"])
        self.small = Phrases(table["small"])
        # Single words, each set with its meaning in the lexicon.
        self.set = {name: word_set(words) for name, words in table["walk"].items()}


@cache
def _cues() -> _Cues:
    return _Cues()


def partners_in(words: Words, first: int, last: int) -> list[Name]:
    """Return who is to work with the actor in words `first:last` ("phối hợp chặt chẽ, trao đổi với các Bộ")."""
    low = words.low
    here = low[first:last]
    if "phối" not in here and "cùng" not in here:
        return []
    cue = _cues()
    found: list[Name] = []
    for k in range(first, last - 1):
        if low[k] == "phối" and low[k + 1] == "hợp":
            if not _by_another(words, k, first):
                found += _cooperating(words, k + 2, last)
        elif low[k] == "cùng" and low[k + 1] in cue.set["together"] and k > first and low[k - 1] == "trì":
            # "chủ trì cùng với Sở Tài chính"
            names = names_at(words, k + 2 if low[k + 1] == "với" else k + 1, limit=last)
            if names:
                found += names.names
    return [name for name in found if name.text.lower() not in cue.nobody]


def _by_another(words: Words, k: int, first: int) -> bool:
    """Say whether it is another that works with them ("Tham mưu UBND tỉnh phối hợp với Bộ Công an")."""
    cue, low = _cues(), words.low
    if k > first and low[k - 1] in cue.set["noun_makers"] and low[k + 2 : k + 3] != ["với"]:
        return True
    if k > first + 1 and low[k - 2 : k] == ["quy", "chế"]:
        return True
    # The name just before "phối hợp" is told of by "tham mưu".
    m = k - 1
    back = max(first, k - _FAR_BACK)
    while m >= back and low[m] not in _STOPS:
        if m and (low[m - 1], low[m]) in cue.led:
            names = names_at(words, m + 1 + (low[m + 1] in cue.set["led_to"]), limit=k + 1)
            return bool(names and names.stop == k) and (low[m] == "mưu" or low[k + 2 : k + 3] == ["với"])
        m -= 1
    return False


def _cooperating(words: Words, k: int, last: int) -> list[Name]:
    """Return the names after "phối hợp", over what may stand between ("chặt chẽ với", "hướng dẫn các")."""
    cue, low = _cues(), words.low
    helps = False
    linked = False
    start = k
    while k < last and k - start < _FAR_BACK:
        if low[k] in cue.set["between"]:
            if low[k] == "của" and low[start - 3 : start - 2] == ["sự"]:
                k += 1
                continue
            return []
        if low[k] in cue.set["with"]:
            linked = True
        size = cue.fill.at(words, k)
        names = None if size and low[k] in cue.set["link"] else names_at(words, k, limit=last)
        if names and names.names:
            return [name for name in names.names if not (helps and not linked and _is_served(name))]
        if not size:
            return []
        if low[k] in cue.set["helping"]:
            helps = True
        k += size
    return []


def recipients_in(words: Words, first: int, last: int, actors: tuple[Name, ...] = ()) -> list[Name]:
    """Return who gets the result or the advice in words `first:last` ("tham mưu cho UBND tỉnh", "về Sở Ngoại vụ").

    `actors` report to nobody of their own name.
    """
    cue, low = _cues(), words.low
    found: list[Name] = []
    sending = -1
    for k in range(first, last):
        word = low[k]
        if word in _STOPS:
            sending = -1
        elif word == "tham" and low[k + 1 : k + 2] == ["mưu"]:
            found += _advised(words, k + 2, last)
            sending = k
        elif word == "trình" and low[k - 1] in cue.set["programmes"]:
            continue  # "chương trình" submits nothing
        elif word in cue.send.firsts and cue.send.at(words, k):
            sending = k
            size = cue.direct.at(words, k)
            if size:
                found += _given(words, k + size, last)
        elif sending >= 0 and word in cue.toward.firsts and k - sending <= _FAR:
            size = cue.toward.at(words, k)
            if size and (word not in cue.set["weakly_toward"] or (k - sending <= 10 and _reports(words, sending, k))):
                found += _superior(words, k + size, last)
    return [name for name in distinct(found, actors) if name.text.lower() not in cue.nobody]


def _reports(words: Words, sending: int, k: int) -> bool:
    """Say whether "với" or "cho" leads to a recipient: after a report or a proposal, not after "phối hợp"."""
    between = words.low[sending:k]
    return "hợp" not in between[-2:] and words.low[sending] in _cues().set["reporting"]


def _advised(words: Words, k: int, last: int) -> list[Name]:
    """Return the names after "tham mưu", over what may stand between ("đề xuất với", "giúp")."""
    cue = _cues()
    stop = min(last, k + _FAR_ADVICE)
    while k < stop:
        size = cue.advise.at(words, k)
        if not size:
            return _superior(words, k, last)
        k += size
    return []


def _given(words: Words, k: int, last: int) -> list[Name]:
    """Return the names right after a verb of reporting, over "với", "cho", "về"."""
    cue = _cues()
    stop = min(last, k + _FAR_GIFT)
    while k < stop:
        size = int(words.low[k] in cue.set["giving"]) or cue.direct.at(words, k)
        if not size:
            break
        k += size
    return _superior(words, k, last)


def _superior(words: Words, k: int, last: int) -> list[Name]:
    """Return the names at word k, without those that nobody reports to ("người dân")."""
    names = names_at(words, k, limit=last)
    return [name for name in names.names if not _is_served(name)] if names else []


def _is_served(name: Name) -> bool:
    """Say whether a name is of those who are served, not of those who are reported to ("các đối tác", "người dân")."""
    cue = _cues()
    words = Words(name.text)
    quantifiers = lexicon().set["quantifiers"]
    k = next((k for k, word in enumerate(words.low) if word not in quantifiers), len(words))
    small = name.text[0].islower()
    if k == len(words) or (small and k == len(words) - 1 and words.low[k] != "cấp"):
        return True
    return bool(cue.served.at(words, k) or (small and cue.small.at(words, k)))
