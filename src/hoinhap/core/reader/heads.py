"""Say whether a name of an agency, a class of agencies or an office begins at a word ("Sở", "các cơ quan")."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .lexicon import cues
from .words import Phrases, Words, phrase_set, word_set


class Lexicon:
    """The words of names (lexicon/agencies.toml), ready to be looked up."""

    def __init__(self) -> None:
        table = cues("agencies")
        self.proper = Phrases(table["proper"])
        self.offices = Phrases(table["offices"])
        self.classes = Phrases(table["class_nouns"])
        self.units = Phrases(table["units"])
        self.modifiers = Phrases(table["modifiers"])
        self.tails = Phrases(table["tails"])
        self.nounable = Phrases(table["nounable"])
        self.predicates = Phrases(table["predicates"])
        self.breaks = Phrases(table["breaks"])
        self.not_heads = Phrases(table["not_heads"])
        self.appositions = Phrases(table["appositions"])
        later = (*table["predicates"], *table["tails"], *table["nounable"], *table["compounds"])
        self.compounds = Phrases(phrase for phrase in later if phrase.count(" ") == 1)
        self.named_by_verbs = Phrases(table["named_by_verbs"])
        self.missions = Phrases(table["missions"])
        self.nouns = Phrases(table["nouns"])
        self.all = Phrases(table["all"])
        walk = table["walk"]
        # Single words, each set with its meaning in the lexicon.
        self.set = {name: word_set(words) for name, words in walk.items()}
        # What no head begins with is told apart at once.
        self.firsts = (
            self.proper.firsts | self.offices.firsts | self.classes.firsts | self.set["quantifiers"] | self.all.firsts
        )
        self.pairs = {name: phrase_set(walk[name]) for name in ("orders", "joined")}


@cache
def lexicon() -> Lexicon:
    """Return the words of names ("sở", "giám đốc", "cơ quan"), loaded once."""
    return Lexicon()


class Head(NamedTuple):
    """A possible beginning of a name: `kind` is "proper", "office", "class" (with "các") or "bare" (a class noun
    alone), `size` counts its words."""

    kind: str
    size: int


def head_at(words: Words, k: int) -> Head | None:
    """Return the head of a name that begins at word k ("Sở", "các cơ quan", "Giám đốc"), if one does."""
    n = len(words)
    if k >= n:
        return None
    lex = lexicon()
    low = words.low
    if low[k] not in lex.firsts:
        return None
    q = k + lex.all.at(words, k)
    if q < n and low[q] in lex.set["quantifiers"]:
        q += 1
    if q >= n:
        return None
    refused = lex.not_heads.at(words, q)
    if refused and lex.classes.at(words, q) <= refused:
        return None
    if q > k:
        size = max(lex.classes.at(words, q), lex.offices.at(words, q), lex.proper.at(words, q))
        return Head("class", q - k + size) if size else None
    office = lex.offices.at(words, k)
    if words.cap[k]:
        proper = lex.proper.at(words, k)
        if proper == 1 and low[k] == "tổ" and low[k + 1 : k + 2] == ["chức"]:
            proper = 0
        if office >= proper and office:
            return Head("office", office)
        if proper:
            # "Sở, ban, ngành", "Cơ quan, đơn vị": a capitalised class noun at the start of a sentence is still a class.
            bare = lex.classes.at(words, k)
            after = k + bare + 1
            listed = bare and words.raw[after - 1 : after] == [","] and lex.classes.at(words, after)
            if listed and not words.cap[after]:
                return Head("bare", bare)
            return Head("proper", proper)
    elif office and low[k] not in lex.set["capital_offices"]:
        return Head("office", office)
    bare = lex.classes.at(words, k)
    return Head("bare", bare) if bare else None


def head_kind(words: Words, k: int) -> str:
    """Return the kind of the head at word k ("các sở": "class"), "" when there is none."""
    head = head_at(words, k)
    return head.kind if head else ""
