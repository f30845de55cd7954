"""Read a class of agencies ("các sở, ban, ngành cấp tỉnh") into a rule, and find who is in it on a day.

    >>> class_rule("UBND các xã, phường").units
    ('xã', 'phường')

A rule is a value: the database keeps it as JSON. What the words leave to a person ("liên quan", "giáp biên") is in
`qualifiers`, and such a rule is `open`: its members are the ones to pick from, not the ones meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

from .class_words import Found, Part, body_of_members, class_words, only_office
from .known import Known
from .naming import name_key

_COLON = re.compile(r"\s*:\s*")
_COMMUNES = ("xã ", "phường ", "thị trấn ", "đặc khu ")
_DISTRICTS = ("huyện ", "quận ", "thị xã ", "thành phố ")
_LIST_SIGNS = re.compile(r"\s*[;,]\s*|\s+và\s+(?=\S+\s*$)")


@dataclass(frozen=True, slots=True)
class ClassRule:
    """Say who belongs to a class. Empty fields ask nothing; `parts` make a union, and then only `qualifiers` count.

    `levels` holds levels of `kinds.Level`, or "own" (of the one who speaks), "local" (right below it), "below" (all
    below it); `units` are the words that the name of a committee must have ("xã"); `under` is the kind of the parent.
    """

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    scope: str = "province"  # "province": of the province that speaks; "nation": of all
    province: str = ""  # the key of the province's committee, where the words name one
    under: str = ""
    keys: tuple[str, ...] = ()  # these agencies and no others
    named: tuple[str, ...] = ()  # names of members, not yet resolved
    of: str = ""  # the body whose members are meant ("thành viên Ban Chỉ đạo …")
    qualifiers: tuple[str, ...] = ()
    open: bool = False
    parts: tuple[ClassRule, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the rule as plain values, without what is as usual."""
        out: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "parts":
                if value:
                    out["parts"] = [part.as_json() for part in value]
            elif value != one.default:
                out[one.name] = list(value) if isinstance(value, tuple) else value
        return out

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> ClassRule:
        """Make the rule that `as_json` wrote; unknown fields raise TypeError."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()
        }
        values["parts"] = tuple(cls.from_json(part) for part in raw.get("parts", ()))
        return cls(**values)


# --- reading ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def class_rule(text: str) -> ClassRule | None:
    """Return the rule of a class ("các cơ quan, đơn vị liên quan"), or None where the text names no class.

    An office before the class ("Thủ trưởng các sở, ban, ngành") is passed over: the agencies are meant.
    """
    head, *tail = _COLON.split(text, maxsplit=1)
    if tail and only_office(head):
        return ClassRule(named=_listed(tail[0]), open=True)
    body = body_of_members(head)
    if body:
        return ClassRule(of=body, open=True)
    found = class_words(head)
    if found is None or not _is_class(found, named=bool(tail)):
        return None
    names = _listed(tail[0]) if tail else ()
    return replace(_rule(found), named=names, open=True) if names else _rule(found)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one for one in _LIST_SIGNS.split(text.strip(" .…")) if one)


def _is_class(found: Found, *, named: bool) -> bool:
    """Say whether what was read is a class, and not one agency that begins like one ("Sở Tài chính")."""
    parts = [part for part in found.parts if not part.noun.people]
    if not parts:
        return False
    if not found.named and not _is_complete(parts, found):
        return False
    if not found.quantified and _is_address(found.named):
        return False
    if found.quantified or named or len(found.named) > 1:
        return True
    units = sum(len(part.units) for part in parts) + len(found.named)
    if units > 1 or any(part.noun.united and part.level for part in parts):
        return True  # also with strange words after it: "UBND các xã biên giới phía Tây"
    if found.proper or units:
        return False  # "UBND xã" is one of them, "Sở Tài chính" is a name
    if len(found.parts) > 1 or parts[0].noun.generic:
        return True  # "cơ quan, tổ chức nhận tiền", "doanh nghiệp viễn thông"
    if found.unknown:
        return False
    # "đơn vị trong tỉnh" are several, "Hiệp hội Doanh nghiệp tỉnh" is one.
    return bool(found.qualifiers) or (parts[0].noun.plain and bool(found.level or found.under))


def _is_complete(parts: list[Part], found: Found) -> bool:
    """Say whether every noun that needs units has some: "UBND" alone is no class, nor is "UBND tỉnh"."""
    bare = [part for part in parts if part.noun.united and not part.units and part.level in ("", "?", "province")]
    owned = [part for part in parts if part.level == "owner"]
    if len(owned) == len(parts) or (owned and not found.several):
        return False  # "Tỉnh ủy, HĐND, UBND tỉnh" are three agencies
    return all(part.noun.listed and (found.quantified or part is not parts[0]) for part in bare)


def _is_address(named: list[str]) -> bool:
    """Say whether the units are one place from small to large: "xã Na Mèo, huyện Quan Sơn"."""
    return len(named) > 1 and named[0].startswith(_COMMUNES) and named[-1].startswith(_DISTRICTS)


def _rule(found: Found) -> ClassRule:
    parts = [part for part in found.parts if not part.noun.people]
    levels = [part.noun.level for part in parts if not part.units]
    speaker = found.level if found.level in ("central", "province") else ""
    speaker = speaker or next((level for level in levels if level in ("central", "province")), "")
    rules: list[ClassRule] = []
    for part in parts:
        if part.named or (part.noun.united and found.named and not part.units):
            continue  # all of it is named
        rule = _of_part(part, speaker, found)
        for k, other in enumerate(rules):
            if replace(other, kinds=()) == replace(rule, kinds=()) and other.kinds and rule.kinds and not rule.units:
                rules[k] = replace(other, kinds=tuple(dict.fromkeys((*other.kinds, *rule.kinds))))
                break
        else:
            rules.append(rule)
    if found.named:
        rules.append(ClassRule(kinds=found.named_kinds, named=tuple(found.named), open=True))
    qualifiers = tuple(dict.fromkeys(found.qualifiers))
    is_open = bool(qualifiers or found.named) or all(not rule.kinds for rule in rules)
    if len(rules) == 1:
        return replace(rules[0], qualifiers=qualifiers, open=is_open)
    return ClassRule(qualifiers=qualifiers, open=is_open, parts=tuple(rules))


def _of_part(part: Part, speaker: str, found: Found) -> ClassRule:
    noun = part.noun
    if part.units:
        return _of_units(part)
    level = noun.level
    if part.level == "owner":
        level = "own"
    elif noun.united and part.level not in ("", "?"):
        level = part.level
    elif level == "own":
        level = found.level or speaker or "own"
    elif level == "local" and speaker == "central":
        level = "province"
    elif level == "local" and found.level in ("district", "commune"):
        level = found.level
    scope = "nation" if noun.scope == "nation" or level == "central" or part.level == "province" else "province"
    if level == "province" and "committee" in noun.kinds:
        scope = "nation"
    return ClassRule(kinds=noun.kinds, levels=(level,) if level else (), scope=scope, under=found.under)


def _of_units(part: Part) -> ClassRule:
    levels = [level for level, _ in part.units]
    known = [level for level in levels if level != "either"]
    either = known[0] if known else "district"
    # "các tỉnh, thành phố" are provinces, "các huyện, thành phố" and "thành phố" alone are not.
    each = tuple(dict.fromkeys(either if level == "either" else level for level in levels))
    scope = "nation" if each == ("province",) else "province"
    words = tuple(dict.fromkeys(word.split(" trực thuộc")[0].split(" thuộc")[0] for _, word in part.units))
    return ClassRule(kinds=part.noun.kinds, levels=each, units=words, scope=scope)


# --- who is in it -------------------------------------------------------------------------------------------------

_UNIT_OF = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân|công an|đảng ủy)? ?(thị xã|thị trấn|thành phố|đặc khu|\S+)"
)


def members(rule: ClassRule, known: Iterable[Known], on: date, province: str = "") -> tuple[str, ...]:
    """Return the keys of the agencies in a class on a day, for the province that speaks ("" is a central body).

    Those that a person has to choose from are returned for an open rule. Passes over `known` twice, whatever the rule.
    """
    everybody = tuple(known)
    here = rule.province or province
    parts = rule.parts or (rule,)
    local = _local(everybody, here, on) if any("local" in part.levels for part in parts) else ""
    kinds = {one.key: one.kind for one in everybody} if any(part.under for part in parts) else {}
    tests = [_test(part, here, local, kinds, on) for part in parts]
    if len(tests) == 1:
        test = tests[0]
        return tuple(one.key for one in everybody if test(one) and one.alive(on))
    return tuple(one.key for one in everybody if any(test(one) for test in tests) and one.alive(on))


def _local(known: tuple[Known, ...], province: str, on: date) -> str:
    """Return the level right below the one that speaks: districts until they ended, then communes."""
    if not province:
        return "province"
    districts = (one for one in known if one.level == "district" and one.kind == "committee" and one.home == province)
    return "district" if any(one.alive(on) for one in districts) else "commune"


def _test(rule: ClassRule, province: str, local: str, kind_of: dict[str, str], on: date) -> Callable[[Known], bool]:
    if rule.keys:
        chosen = frozenset(rule.keys)
        return lambda one: one.key in chosen
    if not (rule.kinds or rule.sectors) or rule.of:
        return lambda one: False
    own = "province" if province else "central"
    meant = {"own": {own}, "local": {local}, "below": {"province"} if not province else {"district", "commune"}}
    levels: set[str] = set().union(*(meant.get(level, {level}) for level in rule.levels))
    kinds, sectors, units = frozenset(rule.kinds), frozenset(rule.sectors), frozenset(map(name_key, rule.units))
    here = province if rule.scope == "province" else ""

    def test(one: Known) -> bool:
        if kinds and one.kind not in kinds:
            return False
        if levels and one.level not in levels:
            return False
        if sectors and one.sector not in sectors:
            return False
        if here and one.level != "central" and one.home != here:
            return False
        if rule.under and kind_of.get(one.parent, "") != rule.under:
            return False
        return not (units and one.kind == "committee") or _unit_word(one.name_on(on)) in units

    return test


@lru_cache(maxsize=32_768)
def _unit_word(name: str) -> str:
    """Return the unit that a committee's name says: "Ủy ban nhân dân thị xã Bỉm Sơn" gives "thị xã"."""
    found = _UNIT_OF.match(name_key(name))
    return found[1] if found else ""
