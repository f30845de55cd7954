"""The names of agencies in one document: what each means, and what a person says that it means."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hoinhap.apps.agencies import naming_actions, naming_words
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import NameAnswer
from hoinhap.apps.agencies.naming_actions import Meaning
from hoinhap.apps.errors import NotFound
from hoinhap.apps.library import access, queries
from hoinhap.apps.library.items import DISMISSED, DUTY
from hoinhap.apps.library.laying import Laid, laid_for
from hoinhap.apps.library.models import Document, Item
from hoinhap.apps.library.resolving import Chip, Speech
from hoinhap.core.agencies.resolve import Resolution, name_key
from hoinhap.core.vi.order import order

SOURCE = Document._meta.label_lower


@dataclass(frozen=True, slots=True)
class Named:
    """A distinct name: how often duties name it, and the first of them."""

    chip: Chip
    found: Resolution
    count: int
    first: Item

    @property
    def key(self) -> str:
        """Name it within its page."""
        return uuid.uuid5(uuid.NAMESPACE_OID, name_key(self.chip.name)).hex[:12]

    def choices(self, speech: Speech) -> list[tuple[str, str, str]]:
        """Give what it may mean as the choices of a form: value, what it is called, why."""
        made = []
        for one in self.found.candidates:
            if one.sort == "agency" and one.key in speech.names.agencies:
                name = speech.names.name_of(one.key, speech.day)
                known = speech.names.agencies[one.key]
                why = speech.names.name_of(known.home) if known.home not in ("", one.key, speech.province) else ""
                made.append((f"agency:{one.key}", name, why))
            elif one.sort == "class" and one.key in speech.names.classes:
                made.append((f"class:{one.key}", speech.names.classes[one.key].name, ""))
        return made


def names_in(found: Iterable[Item]) -> dict[str, list[Item]]:
    """Give the duties under every distinct name; two spellings of one name are one, under that met first."""
    names: dict[str, list[Item]] = {}
    spelt: dict[str, str] = {}
    for item in found:
        if item.kind != DUTY or item.state == DISMISSED or not item.is_live:
            continue
        for name in dict.fromkeys([*(item.value.get("leads") or []), *(item.value.get("partners") or [])]):
            words = " ".join(str(name).split())
            if words:
                names.setdefault(spelt.setdefault(name_key(words), words), []).append(item)
    return names


def asked(laid: Laid, speech: Speech) -> int:
    """Count the distinct names of a document that a person has to say."""
    return sum(speech.resolve(name).verdict == "ask" for name in names_in(laid.items))


def names_for(viewer: Viewer, document_id: uuid.UUID) -> tuple[Laid, Speech, list[Named]]:
    """Give the names of a document: those that ask first, then by how they are called."""
    laid = laid_for(viewer, document_id)
    speech = laid.speech
    named = [
        Named(speech.chip(name), speech.resolve(name), len(items), items[0])
        for name, items in names_in(laid.items).items()
    ]
    named.sort(key=lambda one: (not one.chip.asks, not one.chip.hint, order(one.chip.name)))
    return laid, speech, named


@transaction.atomic
def answer(*, actor: Viewer, document_id: uuid.UUID, text: str, means: Meaning, at: datetime) -> NameAnswer:
    """Say what a name of a document means, for all papers of its province.

    Whoever decides on the document says it; the name must stand in the document.
    """
    document = queries.document_for(actor, document_id)
    access.require(access.may_decide(actor, document))
    laid = laid_for(actor, document_id)
    speech = laid.speech
    key = name_key(text)
    if not any(name_key(name) == key for name in names_in(laid.items)):
        raise NotFound
    province = uuid.UUID(speech.province) if speech.province else None
    return naming_actions.keep_answer(
        actor=actor, at=at, text=text, means=means, province=province, source=f"{SOURCE}:{document.pk}"
    )


def refusal_words(code: str, facts: dict[str, object]) -> str:
    """Write a refusal of an answer in the language of the page."""
    return str(naming_words.REFUSALS[code.partition(".")[2]]).format(**facts)
