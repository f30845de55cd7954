"""Find the agency or class that a text means, as of the day of its document; where that is not sure, say so.

    gazetteer = Gazetteer(known, classes, answers)
    gazetteer.resolve("Sở KH&ĐT", on=date(2023, 5, 15), province="thanh-hoa").key

A wrong answer costs more than a question: what is ambiguous or unknown gets the verdict "ask".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from .aliases import aliases
from .class_words import names_nobody, only_people
from .classing import ClassRule, class_rule
from .known import Candidate, Heir, Hint, Known, KnownClass, NameForm, Reason, Resolution
from .listing import named_agencies
from .naming import begins, lexicon, name_key, words_of
from .provinces import Provinces

_ASIDE = re.compile(r"\s*(?:\(.*|\s[-–—]\s*(?:cơ quan|đơn vị|là)\b.*)$", re.IGNORECASE | re.DOTALL)
_COMMITTEE = "ủy ban nhân dân "
_COMMITTEE_WORDS = tuple(_COMMITTEE.split())
_MOST_CANDIDATES = 5
_CACHE = 200_000
_QUANTIFIERS = frozenset({"các", "những", "mọi", "mỗi", "từng"})
_DISTRICT_WORDS = (" huyện ", " quận ", " thị xã ", " thành phố ")
_PROVINCE_WORDS = ("tỉnh ", "thành phố ")
_COMMUNE_WORDS = ("xã ", "phường ", "thị trấn ", "đặc khu ")
_UNIT_WORDS = (*_COMMUNE_WORDS, "huyện ", "quận ", "thị xã ", *_PROVINCE_WORDS)


class _Form(NamedTuple):
    """A name in the index; `marked` says that it stands there without its "tỉnh" or its province's name."""

    known: Known
    form: NameForm
    marked: bool


class _Match(NamedTuple):
    """What one reading of the words found: agencies that bear the name, and why they may not be the answer."""

    forms: list[_Form]
    reason: str
    unsure: str = ""  # the code of the question to ask


class Gazetteer:
    """All agencies by all their names.

    `answers` are decisions of persons: (name, province key, key of an agency or class); they win over everything, and
    one with the province "" holds everywhere. Every resolution is kept until the gazetteer is thrown away.
    """

    def __init__(
        self,
        known: Iterable[Known],
        classes: Iterable[KnownClass] = (),
        answers: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        agencies = tuple(known)
        self._by_key = {one.key: one for one in agencies}
        self._provinces = Provinces(agencies)
        self._aliases = aliases()
        self._forms: dict[str, dict[str, list[_Form]]] = {}
        self._bare: dict[str, dict[str, list[_Form]]] = {}
        self._classes: dict[tuple[str, ...], list[KnownClass]] = {}
        self._answers = {(name_key(name), province): key for name, province, key in answers}
        self._found: dict[tuple[str, date | None, str], Resolution] = {}
        for one in agencies:
            self._add(one)
        for group in classes:
            for name in group.names:
                self._classes.setdefault(_class_key(tuple(name_key(name).split())), []).append(group)

    def known(self, key: str) -> Known | None:
        """Return the agency of a key."""
        return self._by_key.get(key)

    def resolve(self, text: str, *, on: date | None, province: str = "") -> Resolution:
        """Say what a text means in a document of a day; `province` is the key of the province that speaks, or ""."""
        asked = (text, on, province)
        found = self._found.get(asked)
        if found is None:
            found = self._resolve(text, on, province)
            if len(self._found) >= _CACHE:
                self._found.clear()
            self._found[asked] = found
        return found

    # --- the index ------------------------------------------------------------------------------------------------

    def _add(self, one: Known) -> None:
        home = one.home if one.level != "central" else ""
        seen: set[tuple[str, NameForm]] = set()
        for form in one.names:
            whole = name_key(form.text)
            base, marked = self._provinces.without_owner(whole, one)
            # "Ủy ban nhân dân xã X" is also meant by "xã X", and perhaps by "X".
            unit = base.removeprefix(_COMMITTEE) if one.kind == "committee" and base.startswith(_COMMITTEE) else ""
            names = {base: marked}
            if not marked:
                names[whole] = False
            if one.level == "province" and one.kind == "committee" and marked:
                unit = whole.removeprefix(_COMMITTEE) if whole.startswith(_COMMITTEE) else ""
            if unit:
                names[unit] = False
            for other, lacking in self._aliases.get((not home, base), ()):
                names.setdefault(other, lacking)
            for name, lacking in names.items():
                if name and (name, form) not in seen:
                    seen.add((name, form))
                    self._forms.setdefault(name, {}).setdefault(home, []).append(_Form(one, form, lacking))
            word = next((word for word in _UNIT_WORDS if unit.startswith(word)), "")
            if word:
                bare = unit.removeprefix(word)
                self._bare.setdefault(bare, {}).setdefault(home, []).append(_Form(one, form, marked=True))

    # --- one text -------------------------------------------------------------------------------------------------

    def _resolve(self, text: str, on: date | None, province: str) -> Resolution:
        words = words_of(text)
        lows = tuple(word.low for word in words)
        whole = " ".join(lows)
        decided = self._answers.get((whole, province)) or self._answers.get((whole, ""))
        if decided:
            return self._decided(text, decided, on)
        if not lows or len(lows) > 80:
            return Resolution(text, "ask" if lows else "nobody")
        if self._classes:
            made = [one for one in self._classes.get(_class_key(lows), ()) if one.province in ("", province)]
            if made:
                return self._made(text, made)
        if names_nobody(lows):
            return Resolution(text, "nobody")
        asked: Resolution | None = None
        if lows[0] not in _QUANTIFIERS:
            agency = self._agency(text, lows, on, province)
            if agency is not None and agency.verdict == "agency":
                return agency
            asked = agency
        group = self._class(text, on, province)
        if group is not None and (asked is None or not asked.candidates):
            return group
        if asked is not None:
            return asked
        plain = _ASIDE.sub("", text)
        if plain != text and plain.strip():  # "Sở Ngoại vụ (cơ quan thường trực)"
            return replace(self._resolve(plain, on, province), text=text)
        return Resolution(text, "nobody" if only_people(text) else "ask")

    def _decided(self, text: str, key: str, on: date | None) -> Resolution:
        one = self._by_key.get(key)
        if one is None:
            return Resolution(text, "class", (Candidate(key, "class", Reason("decided"), 1.0),))
        hint = None if one.alive(on) else _hint(_Form(one, NameForm("", one.since, one.until), False), on)
        return Resolution(text, "agency", (Candidate(key, "agency", Reason("decided"), 1.0),), hint=hint)

    def _made(self, text: str, made: list[KnownClass]) -> Resolution:
        keys = dict.fromkeys(one.key for one in made)
        facts = (("name", made[0].names[0]),)
        if len(keys) == 1:
            return Resolution(text, "class", (Candidate(made[0].key, "class", Reason("class_name", facts), 1.0),))
        return Resolution(text, "ask", tuple(Candidate(key, "class", Reason("which_one"), 0.5) for key in keys))

    # --- agencies -------------------------------------------------------------------------------------------------

    def _agency(
        self, text: str, lows: tuple[str, ...], on: date | None, province: str, *, lone: bool = True
    ) -> Resolution | None:
        """Resolve a name, or the name behind an office or an organ; None where no agency bears it.

        `lone` allows a place without its unit; after an office it would be part of that ("Trưởng Ban Chỉ đạo").
        """
        if len(lows) > 3 and lows[-2] == "khóa":  # "Ban Chấp hành Trung ương Đảng khóa XIII"
            lows = lows[:-2]
        found = self._named(text, lows, on, province, lone=lone)
        if found is not None and found.verdict == "agency":
            return found
        lex = lexicon()
        for code, phrases in (("office", lex.offices), ("organ", lex.organs)):
            if begins(lows, phrases) is None:
                continue
            for size in range(min(6, len(lows) - 1), 0, -1):
                kept = phrases.get(lows[:size])
                if kept is None:
                    continue
                rest = (*kept, *lows[size:])
                while rest[:1] in lex.owners and len(rest) > 1:  # "Công chức của Sở Tài chính"
                    rest = rest[1:]
                behind = self._agency(text, rest, on, province, lone=False) if len(rest) < len(lows) else None
                if behind is None:
                    continue
                if behind.verdict == "agency":
                    facts = ((code, " ".join(lows[:size])), *behind.candidates[0].reason.facts)
                    first = replace(behind.candidates[0], reason=Reason(code, facts))
                    return replace(behind, candidates=(first,))
                found = found or behind
        return found

    def _named(
        self, text: str, lows: tuple[str, ...], on: date | None, province: str, *, lone: bool
    ) -> Resolution | None:
        unsure: _Match | None = None
        late: tuple[_Match, list[_Form]] | None = None
        for match in self._matches(lows, on, province, lone=lone):
            if match.unsure:
                unsure = unsure or match
                continue
            valid = _agencies(form for form in match.forms if form.form.valid(on) and form.known.alive(on))
            if len(valid) == 1:
                return _one(text, valid[0], match.reason, on)
            if valid:
                return _ask(text, valid, "which_one")
            if late is None:
                late = match, match.forms
        if late is not None:
            match, forms = late
            chosen = _agencies(form for form in forms if _over(form, on)) or _agencies(forms)
            if len(chosen) != 1:
                return _ask(text, chosen, "which_one")
            found = _one(text, chosen[0], match.reason, on)
            if found.hint is not None and found.hint.code == "renamed_later":
                # It had another name on that day, so this one may well have been somebody else's.
                return replace(found, verdict="ask")
            return found
        return _ask(text, _agencies(unsure.forms), unsure.unsure) if unsure else None

    def _matches(self, lows: tuple[str, ...], on: date | None, province: str, *, lone: bool) -> Iterator[_Match]:
        """Read the words in every way: as they stand, without a province's name at their end, without "tỉnh"."""
        whole = " ".join(lows)
        here = self._forms.get(whole)
        if here:
            yield from self._unmarked(whole, here, province)
        for base, owners in self._provinces.owned(lows, on, province):
            forms = self._forms.get(base)
            if not forms:
                continue
            if not owners:
                every = [form for key, some in forms.items() if key for form in some]
                if every:
                    yield _Match(every, "", "which_province")
                continue
            mine = [form for key in owners for form in self._of(forms, key)]
            if mine:
                yield _Match(mine, "province" if owners != (province,) else "name")
        yield from self._with_district(whole, province)
        bare = self._bare.get(whole) if lone else None
        if bare:
            yield from self._lone(bare, on, province)

    def _unmarked(self, whole: str, here: dict[str, list[_Form]], province: str) -> Iterator[_Match]:
        central = here.get("", [])
        if not province:
            every = [form for some in here.values() for form in some]
            places = [form for form in every if form.known.home == form.known.key]
            if central:
                yield _Match(central, "name")
            elif places and whole.startswith(_PROVINCE_WORDS):
                yield _Match(places, "province")
            else:
                yield _Match(every, "", "which_province")
            return
        mine = self._of(here, province)
        if whole in lexicon().any_level:
            yield _Match([*mine, *central], "", "any_level")
        elif central and mine:
            yield _Match([*mine, *central], "name")
        elif central:
            yield _Match(central, "name")
        elif mine:
            yield _Match(mine, "province_meant" if all(form.marked for form in mine) else "name")
        else:
            full = [form for some in here.values() for form in some if form.known.home == form.known.key]
            if full and whole.startswith(_PROVINCE_WORDS):
                yield _Match(full, "province")  # "tỉnh Nghệ An" is Nghệ An wherever it stands

    def _of(self, forms: dict[str, list[_Form]], province: str) -> list[_Form]:
        """Return the names in a province; of places, where none is, those of the provinces that joined with it.

        A commune of what was Long An is found for Tây Ninh, and for Long An in its own time; a department is not.
        """
        mine = forms.get(province)
        if mine:
            return mine
        kin = self._provinces.kin(province)
        return [form for key in kin for form in forms.get(key, ()) if form.known.level in ("district", "commune")]

    def _with_district(self, whole: str, province: str) -> Iterator[_Match]:
        """Read "xã X huyện Y": the commune of that name in that district."""
        unit = whole.removeprefix(_COMMITTEE)
        if not province or not unit.startswith(_COMMUNE_WORDS):
            return
        for word in _DISTRICT_WORDS:
            commune, found, district = unit.partition(word)
            if not found:
                continue
            above = {form.known.key for form in self._of(self._forms.get(word.strip() + " " + district, {}), province)}
            below = self._of(self._forms.get(commune, {}), province)
            inside = [form for form in below if form.known.parent in above]
            if inside:
                yield _Match(inside, "name")

    def _lone(self, bare: dict[str, list[_Form]], on: date | None, province: str) -> Iterator[_Match]:
        """Read a place's name alone: a province's is sure, another unit's is a question."""
        provinces = [form for some in bare.values() for form in some if form.known.home == form.known.key]
        others = [form for form in self._of(bare, province) if form.known.home != form.known.key]
        if provinces and not any(form.form.valid(on) for form in others):
            yield _Match(provinces, "province")
        else:
            some = [*provinces, *others] or [form for forms in bare.values() for form in forms]
            yield _Match(some, "", "bare_name" if province else "which_province")

    # --- classes --------------------------------------------------------------------------------------------------

    def _class(self, text: str, on: date | None, province: str) -> Resolution | None:
        rule = class_rule(text)
        owner = ""
        cut = self._provinces.cut(text, on)
        if cut is not None:
            size, owner = cut
            bare = class_rule(text[:size])
            if bare is not None and (rule is None or rule.open):
                rule = bare
            else:
                owner = ""
        if rule is None:
            return None
        if owner and owner != province:
            rule = replace(rule, province=owner)
        rule = self._filled(rule, on, owner or province)
        reason = Reason("rule")
        keys = [*rule.keys, *(key for part in rule.parts for key in part.keys)]
        agencies = tuple(Candidate(key, "agency", reason, 1.0) for key in keys)
        return Resolution(text, "class", (Candidate("", "class", reason, 1.0), *agencies), rule)

    def _filled(self, rule: ClassRule, on: date | None, province: str) -> ClassRule:
        """Put the agencies for the names that a rule lists ("các Sở: Nội vụ, Tài chính"), when all are known."""
        if rule.parts:
            parts = tuple(self._filled(part, on, province) for part in rule.parts)
            named = any(part.named for part in parts)
            return replace(rule, parts=parts, open=bool(rule.qualifiers) or named or all(part.open for part in parts))
        if not rule.named:
            return rule
        keys = named_agencies(rule, lambda name: self._sure(name, on, province))
        if keys is None:
            return rule
        return ClassRule(keys=keys, qualifiers=rule.qualifiers, open=bool(rule.qualifiers))

    def _sure(self, name: str, on: date | None, province: str) -> str:
        """Return the key of the one agency that a listed name means, or ""."""
        lows = tuple(word.low for word in words_of(name))
        found = self._agency(name, lows, on, province) if lows else None
        return found.key if found is not None else ""


def _class_key(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the form of a class's name: "UBND các huyện giáp biên" and "huyện giáp biên" are one."""
    if words[:4] == _COMMITTEE_WORDS:
        words = words[4:]
    while len(words) > 1 and words[0] in _QUANTIFIERS:
        words = words[1:]
    return words


def _agencies(forms: Iterable[_Form]) -> list[_Form]:
    """Return one form an agency, the first."""
    found: dict[str, _Form] = {}
    for form in forms:
        found.setdefault(form.known.key, form)
    return list(found.values())


def _over(form: _Form, on: date | None) -> bool:
    """Say whether the name or its agency had ended by that day."""
    ends = [end for end in (form.form.until, form.known.until) if end is not None]
    return on is not None and bool(ends) and min(ends) <= on


def _one(text: str, form: _Form, reason: str, on: date | None) -> Resolution:
    hint = None if form.form.valid(on) and form.known.alive(on) else _hint(form, on)
    code = reason
    if hint is not None:
        code = "later_name" if hint.code in ("not_yet", "renamed_later") else "old_name"
    facts = (("name", form.form.text),)
    return Resolution(text, "agency", (Candidate(form.known.key, "agency", Reason(code, facts), 1.0),), hint=hint)


def _ask(text: str, forms: list[_Form], code: str) -> Resolution:
    share = round(1 / len(forms), 3) if forms else 0.0
    some = forms[:_MOST_CANDIDATES]
    reason = [Reason(code, (("name", form.form.text), ("of", str(len(forms))))) for form in some]
    found = (Candidate(form.known.key, "agency", why, share) for form, why in zip(some, reason, strict=True))
    return Resolution(text, "ask", tuple(found))


def _hint(form: _Form, on: date | None) -> Hint:
    """Say what became of a name that was not in use on the day."""
    one = form.known
    heirs: tuple[Heir, ...] = one.heirs
    if on is not None and one.until is not None and one.until <= on:
        return Hint("ended", one.key, one.until, heirs=heirs)
    if on is not None and one.since is not None and one.since > on:
        return Hint("not_yet", one.key, one.since)
    name = one.name_on(on)
    if on is not None and form.form.until is not None and form.form.until <= on:
        return Hint("renamed", one.key, form.form.until, name, heirs)
    return Hint("renamed_later", one.key, form.form.since, name)
