"""Keep what is known of a provision while its duties are sought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .actors import Actor, Clause, clauses
from .heads import lexicon
from .model import Name, Provision
from .placing import paragraph_starts
from .times import has_time
from .words import Words

# What stands under these headings tells what is wished, meant or so; it gives nobody work unless it names who.
SILENT = frozenset(("purpose", "goals", "viewpoint", "scope", "situation", "amending"))

# Under these a demand without an actor may be a duty.
DEMANDING = frozenset(("tasks", "requirement", "requirement_and_purpose", "organisation"))


class FieldOf(NamedTuple):
    """A field that holds for a provision: its role ("lead", "partner", …) and its words, placed in the document."""

    role: str
    name: Name


@dataclass(slots=True)
class Node:
    """A provision with its words and what it has from above; names are placed in the document.

    `group` says that the leads are the group that the preamble addresses, `listed` that what stands here only lists
    what the order above it is about, `timed` that there may be a time in it;
    `closing` is who is to carry the whole document out.
    """

    index: int
    provision: Provision
    words: Words
    section: str = ""
    parent: bool = False
    leads: tuple[Name, ...] = ()
    partners: tuple[Name, ...] = ()
    group: bool = False
    listed: bool = False
    fields: tuple[FieldOf, ...] = ()
    paragraphs: frozenset[int] = frozenset()
    clauses: list[Clause] = field(default_factory=list)
    timed: bool = False
    closing: Actor | None = None

    @classmethod
    def of(cls, index: int, provision: Provision, section: str) -> Node:
        """Cut a provision that stands in a kind of section into words and clauses."""
        words = Words(provision.text)
        starts = paragraph_starts(provision, words)
        timed = has_time(provision.text)
        return cls(index, provision, words, section, paragraphs=starts, clauses=clauses(words, starts), timed=timed)

    def orders(self, k: int) -> bool:
        """Say whether an order begins at word k: a capitalised verb ("Nâng cao hiệu quả …")."""
        return k < len(self.words) and self.words.cap[k] and lexicon().predicates.at(self.words, k) > 0

    def under(self, names: tuple[Name, ...], partners: tuple[Name, ...] = ()) -> None:
        """Take the agencies that the heading names for what stands below it."""
        self.leads, self.partners, self.group = names, partners, False
