"""Know the provinces by their names, so that "Sở Tài chính tỉnh Thanh Hóa" is read as an agency and its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from .known import Known, NameForm
from .naming import chunk_starts, lexicon, name_key, words_of

_COMMITTEE = "ủy ban nhân dân "
_KINDS = (("thành", "phố"), ("tỉnh",))
_MOST_WORDS = 5
_LEVEL = ("cấp", "tỉnh")


class _Name(NamedTuple):
    key: str
    kind: str
    form: NameForm


class Provinces:
    """The names of the provinces and who bears them when; made from the provinces' People's Committees."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._names: dict[tuple[str, ...], list[_Name]] = {}
        self._of: dict[str, list[tuple[tuple[str, ...], _Name]]] = {}
        self._kinds: dict[tuple[str, str, date | None], bool] = {}
        heirs: dict[str, list[str]] = {}
        for one in known:
            if one.level != "province" or one.kind != "committee":
                continue
            for form in one.names:
                self._add(one.key, form)
            heirs[one.key] = [heir.key for heir in one.heirs if heir.key != one.key]
        self._kin = {key: tuple(sorted({*_reached(key, heirs), *_reached(key, _turned(heirs))})) for key in heirs}
        self._longest = max(map(len, self._names), default=0)
        self._lasts = frozenset(name[-1] for name in self._names)

    def _add(self, key: str, form: NameForm) -> None:
        unit = name_key(form.text).removeprefix(_COMMITTEE).split()
        for kind in _KINDS:
            if tuple(unit[: len(kind)]) == kind and len(unit) > len(kind):
                name = tuple(unit[len(kind) :])
                entry = _Name(key, " ".join(kind), form)
                self._names.setdefault(name, []).append(entry)
                self._of.setdefault(key, []).append((name, entry))

    def kin(self, key: str) -> tuple[str, ...]:
        """Return the provinces that became part of this one, and those that it became a part of."""
        return self._kin.get(key, ())

    def without_owner(self, name: str, one: Known) -> tuple[str, bool]:
        """Take the owner off an agency's own name; says whether there was one ("công an tỉnh thanh hóa")."""
        words = tuple(name.split())
        if one.level == "central":
            return name, False
        own: dict[tuple[str, ...], set[str]] = {}
        for known, entry in self._of.get(one.home, ()):
            own.setdefault(known, {""}).add(entry.kind)
        for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
            kinds = own.get(words[-size:])
            if kinds is None:
                continue
            before = words[:-size]
            base = _without_kind(before)
            said = _kind_of(before)
            if not base or said not in kinds or _belongs_to_unit(before):
                continue  # "phường Hà Giang", "thành phố Thanh Hóa" in the province of that name
            if one.level == "province":
                return " ".join(base), True
            if said and _has_unit(base):
                return " ".join(base), False
        if one.level == "province":
            base = _without_kind(words)
            if base and base != words:
                return " ".join(base), True
        return name, False

    def owned(self, words: tuple[str, ...], on: date | None, province: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Take a province off the end of a name: what is left, and whose it is; () where the text says only "tỉnh"."""
        if words[-1] in self._lasts:
            for size in range(min(self._longest, len(words)), 0, -1):
                entries = self._names.get(words[-size:])
                if not entries or _belongs_to_unit(words[:-size]):
                    continue
                before = words[:-size]
                kind = _kind_of(before)
                base = _without_kind(before)
                if base:
                    fitting = [one for one in entries if not kind or one.kind == kind]
                    keys = tuple(dict.fromkeys(one.key for one in _then(fitting, on)))
                    if province in keys:
                        keys = (province,)
                    if keys:
                        yield " ".join(base), keys
        base = _without_kind(words)
        if base and base != words:
            said = "" if words[-2:] == _LEVEL else "tỉnh" if words[-1] == "tỉnh" else "thành phố"
            if not province:
                yield " ".join(base), ()
            elif self._is(province, said, on):
                yield " ".join(base), (province,)

    def _is(self, province: str, kind: str, on: date | None) -> bool:
        """Say whether a province was a "tỉnh" or a "thành phố" on a day; one whose name is not known may be either."""
        asked = province, kind, on
        known = self._kinds.get(asked)
        if known is None:
            names = [one for _, one in self._of.get(province, ())]
            now = [one for one in names if one.form.valid(on)] or names
            known = not kind or not now or any(one.kind == kind for one in now)
            self._kinds[asked] = known
        return known

    def cut(self, text: str, on: date | None) -> tuple[int, str] | None:
        """Find a province's name at the end of a class: where to cut the text, and the province's key."""
        words = words_of(text)
        lows = tuple(word.low for word in words)
        if len(lows) < 2 or lows[-1] not in self._lasts:
            return None
        for size in range(min(self._longest, len(lows) - 1), 0, -1):
            entries = self._names.get(lows[-size:])
            before = lows[:-size]
            kind = next((kind for kind in _KINDS if before[-len(kind) :] == kind), ())
            if not entries or not kind:
                continue
            fitting = [one for one in entries if one.kind == " ".join(kind)]
            keys = {one.key for one in _then(fitting, on)}
            starts = chunk_starts(text)
            at = words[-size].chunk
            if len(keys) == 1 and at < len(starts):
                return starts[at], keys.pop()
        return None


def _then(names: list[_Name], on: date | None) -> list[_Name]:
    """Return who bore a name on a day, else who had borne it before; "thành phố Huế" was no province in 2024."""
    valid = [one for one in names if one.form.valid(on)]
    return valid or [one for one in names if on is not None and one.form.until is not None and one.form.until <= on]


def _turned(heirs: dict[str, list[str]]) -> dict[str, list[str]]:
    forebears: dict[str, list[str]] = {}
    for key, after in heirs.items():
        for heir in after:
            forebears.setdefault(heir, []).append(key)
    return forebears


def _reached(key: str, steps: dict[str, list[str]]) -> set[str]:
    """Return the keys that a chain of steps leads to from one."""
    found: set[str] = set()
    ahead = [*steps.get(key, ())]
    while ahead:
        one = ahead.pop()
        if one != key and one not in found:
            found.add(one)
            ahead += steps.get(one, ())
    return found


def _without_kind(words: tuple[str, ...]) -> tuple[str, ...]:
    """Take "tỉnh", "thành phố", "cấp tỉnh", "của tỉnh", "trên địa bàn tỉnh" off the end."""
    for kind in _KINDS:
        if words[-len(kind) :] == kind:
            words = words[: -len(kind)]
            if words[-1:] == ("cấp",):
                return words[:-1]
            break
    for owner in lexicon().owners:
        if owner and words[-len(owner) :] == owner:
            return words[: -len(owner)]
    return words


def _kind_of(words: tuple[str, ...]) -> str:
    """Return "tỉnh" or "thành phố" where the words end with it, else ""."""
    return next((" ".join(kind) for kind in _KINDS if words[-len(kind) :] == kind), "")


def _has_unit(words: tuple[str, ...]) -> bool:
    """Say whether a commune or a district is named ("xã X")."""
    text = f" {' '.join(words)} "
    return any(f" {' '.join(unit)} " in text for unit in (*lexicon().units, ("thành", "phố")))


def _belongs_to_unit(words: tuple[str, ...]) -> bool:
    """Say whether what follows is the name of a commune or a district: "phường Hà Giang"."""
    return any(words[-len(unit) :] == unit for unit in lexicon().units)
