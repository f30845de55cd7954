"""The agencies that every province has, and the central ones, before and after the reorganisations of 2025, as values.

    for agency in province_template("Thanh Hóa").agencies: …

What they are is data: templates/*.toml, whose head tells the shape. A loader turns the values into rows, an
administrator then corrects them, for provinces differ; what is not `sure` should be shown to be checked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from .known import Heir, Known, NameForm

_CITY = "thành phố"
_NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class TemplateName:
    """What an agency was called for a time; `also` are names that papers use and pages need not show."""

    text: str
    short: str = ""
    also: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TemplateAgency:
    """An agency of the template. `parent` is a code of the same template or of the central one, "" is none."""

    code: str
    kind: str
    level: str
    parent: str
    names: tuple[TemplateName, ...]
    since: date | None = None
    until: date | None = None
    sure: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TemplatePassing:
    """What went from one agency to another; `function` "" is the whole, `act` "" an act of the province's own."""

    kind: str
    on: date
    forebear: str
    heir: str
    act: str = ""
    function: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """The agencies of a template and who took over from whom."""

    agencies: tuple[TemplateAgency, ...]
    passings: tuple[TemplatePassing, ...]


def province_template(name: str, kind: str = "tỉnh") -> TemplateSet:
    """Return the agencies of a province ("Thanh Hóa") or, with the kind "thành phố", of a city under the nation."""
    city = kind == _CITY
    words = {
        "name": name,
        "province": f"{kind} {name}",
        "unit": kind,
        "committee": "Thành ủy" if city else "Tỉnh ủy",
        "union": "Thành đoàn" if city else "Tỉnh đoàn",
    }
    return _filled(_raw("province.toml"), words)


@cache
def central_template() -> TemplateSet:
    """Return the central bodies."""
    return _filled(_raw("central.toml"), {})


def known_of(template: TemplateSet, *, prefix: str = "", central: str = "", home: str = "ubnd") -> tuple[Known, ...]:
    """Make a template's agencies known to the resolver; keys are `prefix` + code, of the central ones `central` + code.

    Agencies of the level of a province get the key of the one with the code `home` as their province.
    """
    own = {agency.code for agency in template.agencies}

    def key(code: str) -> str:
        return (prefix if code in own else central) + code if code else ""

    heirs: dict[str, list[Heir]] = {}
    for passing in template.passings:
        heirs.setdefault(passing.forebear, []).append(Heir(key(passing.heir), passing.on, passing.function))
    return tuple(
        Known(
            key=key(agency.code),
            kind=agency.kind,
            level=agency.level,
            province="" if agency.level == "central" or agency.code == home else key(home),
            names=tuple(forms_of(agency.names)),
            since=agency.since,
            until=agency.until,
            parent=key(agency.parent),
            heirs=tuple(heirs.get(agency.code, ())),
        )
        for agency in template.agencies
    )


def forms_of(names: Iterable[TemplateName]) -> Iterator[NameForm]:
    """Return every form of every name: in full, short, and as papers write it."""
    for name in names:
        for text in dict.fromkeys((name.text, name.short, *name.also)):
            if text:
                yield NameForm(text, name.since, name.until)


@cache
def _raw(file: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("templates", file).read_text(encoding="utf-8"))


def _filled(raw: dict[str, Any], words: dict[str, str]) -> TemplateSet:
    agencies = [_agency(one, raw["level"], words) for one in raw["agency"]]
    for region in raw.get("region", ()):
        for number in region.get("numbers") or range(1, region["count"] + 1):
            shown = roman(number) if region["numerals"] == "roman" else str(number)
            one = {**region, "code": f"{region['code']}-{number}"}
            agencies.append(_agency(one, raw["level"], {**words, "n": shown}))
    passings = tuple(
        TemplatePassing(
            kind=one["kind"],
            on=one["on"],
            forebear=one["from"],
            heir=one["to"],
            act=one.get("act", ""),
            function=one.get("function", ""),
            sure=one.get("sure", True),
        )
        for one in raw.get("passing", ())
    )
    return TemplateSet(tuple(agencies), passings)


def _agency(one: dict[str, Any], level: str, words: dict[str, str]) -> TemplateAgency:
    names = tuple(
        TemplateName(
            text=name["name"].format_map(words),
            short=name.get("short", "").format_map(words),
            also=tuple(text.format_map(words) for text in name.get("also", ())),
            since=name.get("since", one.get("since")),
            until=name.get("until", one.get("until")),
        )
        for name in one.get("names", (one,))
    )
    return TemplateAgency(
        code=one["code"],
        kind=one["kind"],
        level=one.get("level", level),
        parent=one.get("parent", ""),
        names=names,
        since=one.get("since"),
        until=one.get("until"),
        sure=one.get("sure", True),
        optional=one.get("optional", False),
    )


@lru_cache(maxsize=64)
def roman(number: int) -> str:
    """Write a number below forty in Roman figures, as regions are numbered."""
    out = ""
    for value, figure in _NUMERALS:
        while number >= value:
            out += figure
            number -= value
    return out
