"""The values that names are resolved against, and what comes out: plain, frozen, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .kinds import Kind, Level, sector_of

if TYPE_CHECKING:
    from .classing import ClassRule


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name, and when it was the agency's; `until` is exclusive, None is unknown or open."""

    text: str
    since: date | None = None
    until: date | None = None

    def valid(self, on: date | None) -> bool:
        """Say whether the name was in use on a day; without a day, always."""
        if on is None:
            return True
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Heir:
    """Who took over, when, and which function; "" is the whole."""

    key: str
    on: date
    function: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An agency as the resolver knows it. `province` is the key of the province's People's Committee, "" is central."""

    key: str
    kind: str
    level: str
    province: str
    names: tuple[NameForm, ...]
    since: date | None = None
    until: date | None = None
    parent: str = ""
    heirs: tuple[Heir, ...] = ()

    def alive(self, on: date | None) -> bool:
        """Say whether the agency existed on a day; without a day, always."""
        if on is None:
            return True
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    @property
    def home(self) -> str:
        """The province it belongs to; a province's committee is its own."""
        if not self.province and self.kind == Kind.COMMITTEE and self.level == Level.PROVINCE:
            return self.key
        return self.province

    @property
    def sector(self) -> str:
        """The part of the political system."""
        return sector_of(self.kind)

    def name_on(self, on: date | None) -> str:
        """Return its first name in use on a day, or its last where none was."""
        named = next((one.text for one in self.names if one.valid(on)), "")
        return named or (self.names[-1].text if self.names else "")


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A class that a person made, with the names it goes by; `province` "" is for everybody."""

    key: str
    names: tuple[str, ...]
    province: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate is one: a code and its facts, so that a page can say it in its own language.

    Codes: "decided" (a person said so), "name" (its name on that day), "old_name", "later_name", "office" (its holder
    is named: fact `office`), "organ" (an organ that acts for it: fact `organ`), "province" (the text names the
    province), "province_meant" (the name lacks "tỉnh", the document is the province's), "class_name" (a class that a
    person made), "rule" (a class by its words). Of questions: "which_province", "which_one" (several have the name),
    "bare_name" (a unit without its kind), "any_level" (a name that every level has).
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency or a class that a text may mean, from 0 to 1."""

    key: str
    sort: str  # "agency" | "class"; a class by its words only has the key ""
    reason: Reason
    score: float


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to know of a name on that day.

    `code`: "ended" (the agency was gone: `heirs` took over), "renamed" (it lives on as `name`), "not_yet" (the agency
    was founded later), "renamed_later" (it took this name later and was then called `name`). `on` is the day of the
    change.
    """

    code: str
    key: str
    on: date | None = None
    name: str = ""
    heirs: tuple[Heir, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text means: `verdict` "agency", "class", "ask" (a person decides) or "nobody"."""

    text: str
    verdict: str
    candidates: tuple[Candidate, ...] = ()
    rule: ClassRule | None = None
    hint: Hint | None = None

    @property
    def key(self) -> str:
        """The key of the agency or class meant; "" where a person decides or the class is known by its words only."""
        return self.candidates[0].key if self.verdict in ("agency", "class") and self.candidates else ""
