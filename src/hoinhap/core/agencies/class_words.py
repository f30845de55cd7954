"""Read the words of a class of agencies: nouns ("sở", "đoàn thể"), units, levels, and what is left to a person.

The words are data: lexicon/classing.toml. `classing` makes a rule of what was found here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from .naming import Word, begins, chunks_of, lexicon, toml_of, words_of

_LONGEST = 16
_MOST_WORDS = 60
_CAP_NOUNS = (("ủy",), ("chính",))  # "các cấp ủy", "các cấp chính quyền"
_SEATS = ("ở", "tại")  # "ở nước ngoài" and "tại nước ngoài" are one

Phrase = tuple[str, ...]


class Noun(NamedTuple):
    """What a word for agencies means; see the head of lexicon/classing.toml."""

    kinds: tuple[str, ...] = ()
    level: str = ""
    scope: str = "province"
    generic: bool = False
    united: bool = False
    people: bool = False
    listed: bool = False
    plain: bool = False


@dataclass(slots=True)
class Part:
    """One noun of a class with its units ("UBND" + "xã", "phường") and the level said beside it; "?" is several."""

    noun: Noun
    units: list[tuple[str, str]] = field(default_factory=list)
    level: str = ""
    named: bool = False  # its members are named one by one: "các Sở Tài chính, Công Thương"


@dataclass(slots=True)
class Found:
    """What the words of a class were read as; `named` are members named in the list ("đặc khu Cồn Cỏ", "Tài chính")."""

    parts: list[Part] = field(default_factory=list)
    quantified: bool = False  # "các" at the beginning
    several: bool = False  # "các" anywhere
    level: str = ""
    under: str = ""
    qualifiers: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    named_kinds: tuple[str, ...] = ("committee",)
    unknown: bool = False
    proper: bool = False  # an unknown word has a capital: it may be a name


class Lexicon(NamedTuple):
    """What lexicon/classing.toml says, in compared form."""

    quantifiers: dict[Phrase, Phrase]
    members: dict[Phrase, Phrase]
    bodies: dict[Phrase, Phrase]
    adjacent: frozenset[Phrase]
    nouns: dict[Phrase, Noun]
    levels: dict[Phrase, str]
    under: dict[Phrase, str]
    qualifiers: dict[Phrase, str]
    nobody: frozenset[Phrase]
    units: dict[Phrase, tuple[str, str]]  # level, the unit as written


@cache
def class_lexicon() -> Lexicon:
    """Read the words of classes."""
    raw = toml_of("classing.toml")

    def phrase(text: str) -> Phrase:
        return tuple(word.low for word in _seated(words_of(text)))

    def phrases(name: str) -> dict[Phrase, Phrase]:
        return {phrase(one): () for one in raw[name]}

    nouns = {
        phrase(word): Noun(
            tuple(one.get("kinds", ())),
            one.get("level", ""),
            one.get("scope", "province"),
            one.get("generic", False),
            one.get("united", False),
            one.get("people", False),
            one.get("listed", False),
            one.get("plain", False),
        )
        for one in raw["noun"]
        for word in one["words"]
    }
    short = raw["units"].pop("short")
    units = {phrase(word): (level, word) for level, words in raw["units"].items() for word in words}
    units |= {phrase(one): units[phrase(word)] for one, word in short.items()}
    return Lexicon(
        phrases("quantifiers"),
        phrases("members"),
        phrases("bodies"),
        frozenset(phrases("adjacent")),
        nouns,
        {phrase(word): one["is"] for one in raw["level"] for word in one["words"]},
        {phrase(word): one["is"] for one in raw["under"] for word in one["words"]},
        {phrase(word): word for word in raw["qualifiers"]["words"]},
        frozenset(phrase(word) for word in raw["nobody"]["words"]),
        units,
    )


def class_words(head: str) -> Found | None:
    """Read the words of a class without its office; None where they begin with what no class begins with."""
    words = without_office(words_of(head))
    if not words or len(words) > _MOST_WORDS:
        return None
    return _Reader(words, chunks_of(head)).read()


def only_office(head: str) -> bool:
    """Say whether a text is an office and nothing more ("Giám đốc")."""
    return tuple(word.low for word in words_of(head)) in lexicon().offices


def names_nobody(words: Phrase) -> bool:
    """Say whether compared words name nobody in particular ("cấp có thẩm quyền")."""
    nobody = class_lexicon().nobody
    if _SEATS[0] in words or _SEATS[1] in words:
        words = tuple(word for word in words if word not in _SEATS)
    return words in nobody or (words[:1] == ("các",) and words[1:] in nobody)


def only_people(text: str) -> bool:
    """Say whether a text names people and no agency ("cán bộ, công chức")."""
    words = words_of(text)
    if not words or len(words) > _MOST_WORDS:
        return False
    found = _Reader(words, chunks_of(text)).read()
    return found is not None and not found.unknown and all(part.noun.people for part in found.parts)


def without_office(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave out the offices before a class: "Đồng chí Thủ trưởng các sở"."""
    offices, quantifiers = lexicon().offices, class_lexicon().quantifiers
    for _ in range(4):
        lows = tuple(word.low for word in words[:8])
        office = begins(lows, offices)
        if office is None or not words[len(office) :]:
            break
        comrades = office[-2:] == ("đồng", "chí")
        if not comrades and begins(lows, quantifiers) and not begins(lows[len(office) :], offices):
            break  # "các Bộ trưởng" are a class by themselves
        words = words[len(office) :]
    return words


def body_of_members(head: str) -> str:
    """Return the body of "các thành viên Ban Chỉ đạo …" as it is written, "" where no members are meant."""
    words = without_office(words_of(head))
    lows = tuple(word.low for word in words)
    lex = class_lexicon()
    quantifier = begins(lows, lex.quantifiers)
    start = len(quantifier) if quantifier else 0
    word = begins(lows[start:], lex.members)
    if word is None:
        return ""
    start += len(word)
    while start < len(lows) and not begins(lows[start:], lex.bodies):
        start += 1
    return " ".join(chunks_of(head)[words[start].chunk :]) if start < len(lows) else ""


def _seated(words: tuple[Word, ...]) -> tuple[Word, ...]:
    return tuple(word for word in words if word.low not in _SEATS)


class _Reader:
    """One pass over the words of one class."""

    def __init__(self, words: tuple[Word, ...], chunks: list[str]) -> None:
        self.words = _seated(words)
        self.lows = tuple(word.low for word in self.words)
        self.chunks = chunks
        # In a text of capitals alone a capital says nothing.
        self.cased = any(chunk != chunk.upper() for chunk in chunks)
        self.lex = class_lexicon()
        self.found = Found()
        self.fresh = True  # right after a quantifier: a noun or units must follow
        self.last = ""  # what the word before was: "noun", "adjacent", "unit", "named", "strange", "other"

    def read(self) -> Found | None:
        """Read all words, or return None."""
        found = self.found
        k = 0
        while k < len(self.lows):
            size = self._quantifier(k) or self._office(k) or self._count(k) or self._unit(k) or self._phrase(k)
            if size:
                k += size
                continue
            if not found.parts:
                return None  # what begins with a strange word is no class
            self._strange(k)
            k += 1
        self._share_units()
        return found

    def _share_units(self) -> None:
        """Give a noun the units of the next one: "HĐND, UBND các xã, phường"."""
        after: Part | None = None
        for part in reversed(self.found.parts):
            if part.noun.united and not part.units and not part.level and after is not None:
                part.units, part.level = list(after.units), after.level
            after = part if part.noun.united else None

    def _office(self, k: int) -> int:
        """Pass over an office in the list: "… các sở, ban, ngành; Chủ tịch UBND các xã"."""
        office = begins(self.lows[k:], lexicon().offices) if self.words[k].parted and self.found.parts else None
        if office is None or k + len(office) >= len(self.lows):
            return 0
        self.fresh = True
        return len(office)

    def _quantifier(self, k: int) -> int:
        if self.found.parts and self.lows[k : k + 2] == ("các", "cấp") and self.lows[k + 2 : k + 3] not in _CAP_NOUNS:
            return 0  # "UBND các cấp"
        quantifier = begins(self.lows[k : k + 3], self.lex.quantifiers)
        if quantifier is None:
            return 0
        parts = self.found.parts
        if parts and not self.found.quantified and self.last == "noun" and not self.words[k].parted:
            self.found.proper = self.found.proper or not parts[-1].noun.united  # "Hiệp hội các doanh nghiệp"
        self.found.several = True
        if not parts:
            self.found.quantified = True
        elif parts[-1].noun.united and self._unit_at(k + len(quantifier))[1]:
            parts[-1].level = parts[-1].level or "?"
        self.fresh = True
        return len(quantifier)

    def _count(self, k: int) -> int:
        """Pass over a number: "UBND 04 xã"."""
        if not self.lows[k].isdigit() or self._unit_at(k + 1)[1] == 0:
            return 0
        self.fresh = True
        if self.found.parts and self.found.parts[-1].noun.united:
            self.found.parts[-1].level = self.found.parts[-1].level or "?"
        return 1

    def _unit_at(self, k: int) -> tuple[tuple[str, str], int]:
        for size in range(min(6, len(self.lows) - k), 0, -1):
            unit = self.lex.units.get(self.lows[k : k + size])
            if unit and self.lows[k + size : k + size + 1] != ("hội",):  # "xã hội" is no unit
                return unit, size
        return ("", ""), 0

    def _unit(self, k: int) -> int:
        unit, size = self._unit_at(k)
        if not size or size < self._noun_at(k):
            return 0
        parts = self.found.parts
        part = parts[-1] if parts else None
        takes = part is not None and part.noun.united and not part.units
        goes_on = part is not None and not part.named and self.last in ("unit", "named")
        below = unit[0] not in ("province", "either") and (self.words[k].parted or part is None)
        if not (self.fresh or takes or goes_on or below):
            return 0
        after = self._unit_at(k + size)[1]
        if takes and part is not None and not self.fresh and not after and unit[0] in ("province", "either"):
            part.level = "owner"  # "Ủy ban MTTQ tỉnh": whose it is, not which ones
            self.last = "other"
            return size
        if part is None or not (takes or (goes_on and not self.fresh)):
            part = Part(Noun(("committee",), "", united=True))
            parts.append(part)
        part.units.append(unit)
        self.fresh, self.last = False, "unit"
        return size

    def _noun_at(self, k: int) -> int:
        for size in range(min(_LONGEST, len(self.lows) - k), 0, -1):
            if self.lows[k : k + size] in self.lex.nouns:
                return size
        return 0

    def _phrase(self, k: int) -> int:
        """Take the longest phrase of the lexicon at word k; return its length, 0 where there is none."""
        lex, found = self.lex, self.found
        part = found.parts[-1] if found.parts else None
        for size in range(min(_LONGEST, len(self.lows) - k), 0, -1):
            phrase = self.lows[k : k + size]
            if phrase in lex.under and part is not None:
                found.under = lex.under[phrase]
            elif phrase in lex.levels:
                level = lex.levels[phrase]
                if part is None:
                    found.parts.append(Part(Noun(("committee",), level, generic=True)))
                elif part.noun.united and part.level in ("", "?"):
                    part.level = level
                elif part.noun.united:  # "UBND cấp huyện, cấp xã"
                    found.parts.append(Part(part.noun, level=level))
                elif found.level in ("", level):
                    found.level = level
                else:  # "các ngành cấp tỉnh, cấp huyện": the second is for a person
                    found.qualifiers.append(" ".join(phrase))
            elif phrase in lex.qualifiers and part is not None:
                found.qualifiers.append(lex.qualifiers[phrase])
            elif phrase in lex.nouns and self._may_begin(k, phrase):
                found.parts.append(Part(lex.nouns[phrase]))
                self.fresh, self.last = False, "adjacent" if phrase in lex.adjacent else "noun"
                return size
            else:
                continue
            self.fresh, self.last = False, "other"
            return size
        return 0

    def _may_begin(self, k: int, phrase: Phrase) -> bool:
        """Say whether a noun may stand here: first, after a comma or "các", or beside its fellow ("sở ban ngành")."""
        if not self.found.parts or self.fresh or self.words[k].parted:
            return True
        return self.last == "adjacent" and phrase in self.lex.adjacent

    def _lists_members(self, part: Part) -> bool:
        """Say whether "các Sở" goes on with the names of some."""
        return self.found.quantified and not self.found.named and part.noun.kinds in (("department",), ("ministry",))

    def _strange(self, k: int) -> None:
        """Keep a word of no lexicon: the name of one unit ("đặc khu Cồn Cỏ"), or words that a person must fill."""
        found, word = self.found, self.words[k]
        written = self.chunks[word.chunk] if word.chunk < len(self.chunks) else word.low
        again = k > 0 and self.words[k - 1].chunk == word.chunk  # one chunk, several words: "KH&ĐT"
        part = found.parts[-1]
        capital = self.cased and written[:1].isupper()
        if self.last == "unit" and capital and part.units and found.named_kinds == ("committee",):
            found.named.append(f"{part.units.pop()[1]} {written}")
            self.last = "named"
        elif self.last in ("noun", "adjacent") and capital and self._lists_members(part):
            part.named, found.named_kinds = True, part.noun.kinds
            found.named.append(written)
            self.last = "named"
        elif self.last == "named" and not part.named and capital:
            if not word.parted:
                found.named[-1] += "" if again else f" {written}"
            else:
                unit = next(one for _, one in self.lex.units.values() if found.named[-1].startswith(one + " "))
                found.named.append(f"{unit} {written}")
        elif self.last == "named" and part.named and (capital or not word.parted):
            if word.parted:
                found.named.append(written)
            else:
                found.named[-1] += "" if again else f" {written}"
        else:
            if self.last != "strange" or word.parted:
                found.qualifiers.append(written)
            elif not again:
                found.qualifiers[-1] += f" {written}"
            found.unknown = True
            found.proper = found.proper or (self.cased and written != written.lower())
            self.last = "strange"
        self.fresh = False
