"""Compare two pieces of administrative Vietnamese by content: "thu hút đầu tư" is in "kêu gọi các nhà đầu tư".

A text becomes a set of terms: syllables and pairs of neighbouring syllables, after stock phrases are dropped and words
that stand for one another share one name. A term weighs more the fewer documents use it (counted once over a hundred
plans, directives and decisions: lexicon/align_common.toml) and the fewer provisions of the document at hand use it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from .lexicon import cues

_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_WORD = re.compile(r"[^\W\d_]+")
# A private-use letter begins the names of concepts, so that no word of a text can be taken for one.
MARK = "\ue000"
ACT = MARK + "act"
PAIR = "_"
_ASKS = MARK + "asks "
_TOKEN = re.compile(rf"{MARK}?[^\W_]+|[^\w\s]")


class Lexicon(NamedTuple):
    """What lexicon/align.toml and lexicon/align_common.toml say, made ready for looking up."""

    phrases: re.Pattern[str]
    names: Mapping[str, str]
    act: re.Pattern[str]
    empty: frozenset[str]
    common: Mapping[str, float]
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    field: re.Pattern[str]
    aims: tuple[str, ...]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the phrase lists once; the first call costs some milliseconds."""
    words = cues("align")
    names = {plain(phrase): " " for phrase in words["stock"]}
    for group in ("roles", "synonyms"):
        for name, phrases in words[group].items():
            names.update((plain(phrase), f" {MARK}{name} ") for phrase in phrases)
    longest_first = sorted(names, key=len, reverse=True)
    phrases = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")
    acts = "|".join(map(plain, words["acts"]))
    act = re.compile(rf"\b(?:{acts}) (?:{plain('này')}\b|{plain('số')} ?\d[\w/.-]*)")
    common = {
        term.replace("@", MARK): int(share) / 100
        for share, listed in cues("align_common")["share"].items()
        for term in listed.split()
    }
    kinds = tuple(
        (kind, tuple(plain(word).replace("{act}", ACT) for word in cue))
        for kind, cues in words["kinds"].items()
        for cue in cues
    )
    fields = "|".join(map(plain, words["fields"]))
    field = re.compile(rf"(?:{fields})(?: [^\s:;.]+){{0,5}} ?:")
    aims = tuple(map(plain, words["aims"]))
    return Lexicon(phrases, names, act, frozenset(plain(words["empty"]).split()), common, kinds, field, aims)


@lru_cache(maxsize=50_000)
def _syllable(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(c for c in parts if c not in _TONES)
    return unicodedata.normalize("NFC", letters) + "".join(_TONES[c] for c in parts if c in _TONES)


def plain(text: str) -> str:
    """Lower the letters and write each tone as a figure at the end, so that both "hoá" and "hóa" are "hoa2"."""
    lower = unicodedata.normalize("NFC", text).lower().replace("\n", " ")
    return _WORD.sub(lambda found: _syllable(found[0]), lower)


def terms(text: str) -> frozenset[str]:
    """The terms of a text: syllables that bear content, pairs of them not parted by a mark, and what it asks for.

    "Định kỳ báo cáo kết quả" asks for a report, whatever its topic.
    """
    words = lexicon()
    marked = words.act.sub(f" {ACT} ", plain(text))
    named = words.phrases.sub(lambda found: words.names[found[0]], marked)
    found: set[str] = set()
    last = ""
    for token in _TOKEN.findall(named):
        if token in words.empty or token.isdigit():
            continue
        if not (token[0] == MARK or token[0].isalnum()):
            last = ""
            continue
        found.add(token)
        if last and last != token:
            found.add(last + PAIR + token)
        last = token
    found.update(_ASKS + kind for kind, cue in words.kinds if all(word in marked for word in cue))
    return frozenset(found)


def about_act(term: str) -> bool:
    """Say whether a term is about the act itself, not its matter: "quán triệt Chỉ thị này"."""
    return ACT in term or term.startswith(_ASKS)


def is_field(text: str) -> bool:
    """Tell a line that only describes another: "Thời gian thực hiện: Quý IV năm 2025"."""
    return lexicon().field.match(plain(text[:80])) is not None


def is_aims(heading: str) -> bool:
    """Tell the heading of a section that says why, not who does what: "I. MỤC ĐÍCH, YÊU CẦU"."""
    return plain(heading[:80]).strip().startswith(lexicon().aims) and heading.count(" ") < 12


# How much a term counts beside a pair of syllables: one syllable alone means less, a shared name a little less, and
# what a sentence asks for ("định kỳ báo cáo") more, since all its words are common.
_SYLLABLE, _NAME, _KIND = 0.5, 0.7, 2.0
_FLOOR = 0.05  # the share of documents taken for a term that is not in the list
_LENGTH = 0.05  # how far a long provision is held back: it holds many words by chance


@lru_cache(maxsize=50_000)
def rarity(term: str) -> float:
    """How much a term tells, 0 for one that every document uses: "ngoại giao" tells more than "thực hiện"."""
    if term.startswith(_ASKS):
        return _KIND
    value = math.log(lexicon().common.get(term, _FLOOR)) / math.log(_FLOOR)
    return value if PAIR in term else value * (_NAME if term[0] == MARK else _SYLLABLE)


class Hit(NamedTuple):
    """How well the text at `place` holds another: `score` ranks; `pairs`, `words`: shares of its content, 0 to 1."""

    place: int
    score: float
    pairs: float
    words: float


class Index:
    """The provisions of one document, ready to be asked which of them hold a sentence."""

    def __init__(self, texts: Sequence[frozenset[str]], worth: Sequence[float] = ()) -> None:
        """Take the terms of each text, and what a hit in it is worth (1 where `worth` is left out)."""
        self._worth = worth or [1.0] * len(texts)
        self._holders: dict[str, list[int]] = {}
        for number, found in enumerate(texts):
            for term in found:
                self._holders.setdefault(term, []).append(number)
        self._many = math.log((len(texts) + 1) / 1.5) or 1.0
        self._count = len(texts)
        self._mass = [sum(map(self.weight, found)) for found in texts]

    def weight(self, term: str) -> float:
        """Weigh a term: a topic that every provision names ("ngoại giao kinh tế") tells little of any of them."""
        held = len(self._holders.get(term, ()))
        return rarity(term) * min(1.0, max(0.0, math.log((self._count + 1) / (held + 0.5)) / self._many))

    def mass(self, place: int) -> float:
        """The weight of all that one text holds."""
        return self._mass[place]

    def ask(self, wanted: frozenset[str]) -> list[Hit]:
        """The texts that hold some of the wanted terms, best first; equal ones in reading order."""
        found: dict[int, float] = {}
        words: dict[int, float] = {}
        whole = whole_words = 0.0
        for term in wanted:
            weight = self.weight(term)
            whole += weight
            single = PAIR not in term
            whole_words += weight * single
            for number in self._holders.get(term, ()):
                found[number] = found.get(number, 0.0) + weight
                if single:
                    words[number] = words.get(number, 0.0) + weight
        if not whole:
            return []
        hits = [
            Hit(
                number,
                held / whole / (1 + _LENGTH * self._mass[number] / whole) * self._worth[number],
                held / whole,
                words.get(number, 0.0) / (whole_words or 1.0),
            )
            for number, held in found.items()
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.place))
