"""What the names of a document mean: as of its day, in the province that speaks in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hoinhap.apps.agencies import naming, naming_words
from hoinhap.apps.library.models import Document
from hoinhap.core.agencies.resolve import Resolution
from hoinhap.core.responsibility import agency_key


@dataclass(frozen=True, slots=True)
class Chip:
    """A name as a page shows it: what it means in words, the page of what it means, whether a person has to say it."""

    name: str
    verdict: str
    title: str = ""
    means: str = ""
    why: str = ""
    url: str = ""
    asks: bool = False
    hint: str = ""


class Speech:
    """The names in one document."""

    def __init__(self, document: Document, names: naming.Names | None = None) -> None:
        self.names = names or naming.names_known()
        self.on = document.dated
        self.day = day_of(document)
        self.province = province_of(document, self.names)
        self._chips: dict[str, Chip] = {}

    def resolve(self, name: str) -> Resolution:
        """Say what a name means here."""
        return self.names.resolve(name, on=self.day, province=self.province)

    def row_of(self, name: str) -> str:
        """Give what is equal for two names of one agency or class; for what is not clear, its spelling."""
        found = self.resolve(name)
        return f"{found.verdict}:{found.key}" if found.key else agency_key(name)

    def chip(self, name: str) -> Chip:
        """Give a name as a page shows it."""
        made = self._chips.get(name)
        if made is None:
            made = self._chips[name] = self._chip(name)
        return made

    def _chip(self, name: str) -> Chip:
        found = self.resolve(name)
        return Chip(
            name,
            found.verdict,
            title=naming_words.meaning(found, self.names, self.day),
            means=naming_words.called(found, self.names, self.day),
            why=naming_words.reason(found, self.names),
            url=naming_words.url_of(found, self.names),
            asks=found.verdict == "ask",
            hint=naming_words.hint(found, self.names),
        )


def day_of(document: Document) -> date:
    """Give the day as of which a document speaks: its date, else the day on which it was received."""
    return document.dated or timezone.localdate(document.received_at)


def province_of(document: Document, names: naming.Names) -> str:
    """Give the key of the province that speaks in a document: its issuer's, "" for a central one, else its keeper's."""
    if document.issuer:
        found = names.resolve(document.issuer, on=day_of(document))
        if found.verdict == "agency":
            issuer = names.known(found.key)
            if issuer is not None and (issuer.level == "central" or issuer.home):
                return names.province_of(found.key)
    return names.province_of(document.agency_id)


def uuid_of(key: str) -> uuid.UUID | None:
    """Read the key of an agency or class; "" is None."""
    return uuid.UUID(key) if key else None
