"""Choose who became of whom on 01/07/2025 where the two mappings differ, by the notes of the statistics office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

import units_sources as sources

from hoinhap.core.vi.text import key

Note = Callable[[str, str, str, str, str], None]
# Notes of the statistics office end at 255 characters; one this long may have lost names.
CUT_OFF = 250
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7"}
Pairs = list[tuple[sources.Path3, sources.Path2]]


def settle(
    note: Note, told: sources.Mapping, before: sources.Listing, now: sources.Listing, pairs: Pairs
) -> dict[str, tuple[str, ...]]:
    """Choose the heirs of the communes of June 2025 where the two mappings differ.

    What both have is taken. What one alone has is taken when the note of the new commune names the old one, when the
    first mapping has it and the note does not tell all, and when the old one would have no heir without it.
    """
    old, new = told.old, told.new
    olds, news = _old_paths(told, before), _new_paths(new)
    other: dict[str, set[str]] = defaultdict(set)
    for one, heir in pairs:
        code, target = _found(olds, one), _found(news, heir)
        if not code:
            note("second mapping: old unit unknown", ", ".join(reversed(one)), "", ", ".join(reversed(heir)), "")
        elif not target:
            note("second mapping: new unit unknown", code, "", ", ".join(reversed(heir)), "left out")
        else:
            other[code].add(target)
    for code in sorted(set(new.communes) - set().union(*other.values())):
        note("second mapping: new unit missing", code, new.communes[code].full, "", "first mapping")
    settled: dict[str, tuple[str, ...]] = {}
    for code, first in sorted(told.heirs.items()):
        second = other.get(code, set())
        if not second:
            note("second mapping: old unit missing", code, _where(old, code), "", "first mapping")
        taken = set(first) & second
        unit = old.districts[code[2:]] if code.startswith("d-") else old.communes[code]
        for heir in sorted(set(first) ^ second):
            told_so = now.communes[heir].note
            verdict = "taken, the note names it" if _names(told_so, unit, heir) else "left, the note does not name it"
            if verdict.startswith("left") and heir in first and not _tells_all(told_so):
                verdict = "taken, the note does not tell all"
            taken |= {heir} if verdict.startswith("taken") or not second else set()
            if second:
                side = ("first", "") if heir in first else ("", "second")
                note("mappings differ", code, *side, f"{_where(old, code)} → {new.communes[heir].full}: {verdict}")
        if not taken:
            taken = set(first)
            note("mappings differ", code, "first", "", f"{_where(old, code)}: no heir left, first mapping taken")
        settled[code] = tuple(sorted(taken))
        for heir in sorted(taken & second & set(first)):
            if not _names(now.communes[heir].note, unit, heir) and _tells_all(now.communes[heir].note):
                found = f"{_where(old, code)} → {new.communes[heir].full}"
                note("note does not name what both mappings have", code, found, now.communes[heir].note[:120], "taken")
    return settled


def _where(listing: sources.Listing, code: str) -> str:
    if code.startswith("d-"):
        unit = listing.districts[code[2:]]
        return f"{unit.full}, {listing.provinces[unit.above].name}"
    unit = listing.communes[code]
    return f"{unit.full}, {listing.districts[unit.above].full}"


def _tells_all(note: str) -> bool:
    """Say whether a note lists what was joined, and was not cut off."""
    told = note.split(". Bỏ cấp huyện")[0]
    return len(told) < CUT_OFF and re.search("nhất|nhập|sắp xếp", told.casefold()) is not None


def _names(note: str, unit: sources.Named, heir: str) -> bool:
    """Say whether a note names a unit: its name in full words, for a numbered ward with its kind."""
    if unit.code == heir and "iữ nguyên" in note:
        return True
    name = unit.full if unit.name.isdigit() else unit.name
    text, sought = (re.sub(r"[\W_]+", " ", key(one)) for one in (note, name))
    return f" {sought} " in f" {text} "


def _plain(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sources.path_key(part) for part in path)


def _marked(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(re.sub(r"[\W_]+", "", key(sources.spelled(part))) for part in path)


Paths = tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]


def _paths(listed: Iterable[tuple[tuple[str, ...], str]]) -> Paths:
    """Index codes by names with marks, and by names without where these mean one unit only."""
    marked: dict[tuple[str, ...], str] = {}
    plain: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for path, code in listed:
        marked.setdefault(_marked(path), code)
        plain[_plain(path)].add(code)
    return marked, {path: min(codes) for path, codes in plain.items() if len(codes) == 1}


def _found(paths: Paths, path: tuple[str, ...]) -> str | None:
    marked, plain = paths
    return marked.get(_marked(path)) or plain.get(_plain(path))


def _old_paths(told: sources.Mapping, before: sources.Listing) -> Paths:
    """Index the communes of June 2025 by their names, also in the spelling of 2022, and without roman digits."""
    old = told.old
    listed = []
    for code, unit in old.communes.items():
        district = old.districts[unit.above]
        above = (old.provinces[district.above].full, district.full)
        listed.append(((*above, unit.full), code))
        if code in before.communes and sources.alike(before.communes[code], unit):
            listed.append(((*above, before.communes[code].full), code))
        if (last := unit.name.split()[-1]) in ROMAN:
            listed.append(((*above, f"{unit.full[: -len(last)]}{ROMAN[last]}"), code))
    for code in told.heirs:
        if code.startswith("d-"):
            district = old.districts[code[2:]]
            listed.append(((old.provinces[district.above].full, district.full, ""), code))
    return _paths(listed)


def _new_paths(new: sources.Listing) -> Paths:
    return _paths(((new.provinces[unit.above].full, unit.full), code) for code, unit in new.communes.items())
