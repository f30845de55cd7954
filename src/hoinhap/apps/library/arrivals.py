"""What becomes of the files that a person sends: steps and outcomes, as values for a page or as lines for a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.library import access, actions, background
from hoinhap.apps.library.aside import Step
from hoinhap.apps.library.models import Arrival, Document
from hoinhap.apps.library.sentences import sentence_of
from hoinhap.core.reader import Unreadable
from hoinhap.core.reader.formats.patience import takes_long

MEGABYTE = 1024 * 1024
Event = dict[str, Any]


def arriving(
    actor: Viewer, files: Iterable[Any], *, source: str, at: Callable[[], datetime]
) -> Generator[Event, None, None]:
    """Receive uploads one after the other, each document of a zip by itself: one refusal does not stop the others.

    Whoever may not receive is told so here and not by the first event, when an answer has begun already.
    """
    access.require(access.may_receive(actor))
    return _arriving(actor, files, source, at)


def _arriving(
    actor: Viewer, files: Iterable[Any], source: str, at: Callable[[], datetime]
) -> Generator[Event, None, None]:
    for file in files:
        try:
            _measure(file)
        except Refused as error:
            yield _refused(error, file.name)
            continue
        for name, data in actions.documents_in(file.name, file.read()):
            if takes_long(data, name):
                yield _waiting(actor, name, data, source, at())
                continue
            steps = actions.receiving(actor=actor, name=name, data=data, at=at(), received_from=source)
            yield from events(steps, name)


def events(steps: Generator[Step, None, Document], name: str) -> Generator[Event, None, None]:
    """Turn the steps of an action into events: `{"page": 3, "pages": 20}` …, then `{"url": …}` or `{"refusal": …}`."""
    try:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                yield _kept(end.value)
                return
            except (Refused, Unreadable) as error:
                yield _refused(error, name)
                return
            except (PermissionDenied, NotFound):
                # A role may end, or a document be taken back, while an answer is under way.
                yield _refused(Refused("library.not-allowed", name=name), name)
                return
            yield {"page": step[0], "pages": step[1], "name": name} if step else {}
    finally:
        steps.close()


def reading_again(
    actor: Viewer, documents: Sequence[Document], *, at: Callable[[], datetime]
) -> Generator[Event, None, None]:
    """Read documents once more, telling `{"document": 3, "documents": 112}` …, and afterwards only refusals."""
    for number, document in enumerate(documents, 1):
        yield {"document": number, "documents": len(documents)}
        steps = actions.reading_again(actor=actor, document_id=document.pk, at=at())
        for event in events(steps, document.name):
            # A sign of life keeps the line open, and tells when it is broken off.
            yield event if "refusal" in event else {}


def outcomes(found: Iterable[Event]) -> list[Event]:
    """Keep what became of the files and leave the steps out."""
    return [event for event in found if event.keys() & {"url", "refusal", "waiting"}]


def lines(found: Generator[Event, None, None], language: str) -> Generator[bytes, None, None]:
    """Write events as lines of JSON in the language of the page, which the frame of the request no longer holds."""
    try:
        while True:
            with translation.override(language):
                event = next(found, None)
            if event is None:
                break
            yield json.dumps(event, ensure_ascii=False).encode() + b"\n"
        # A stream that breaks off has no last line, so that a script can tell.
        yield b'{"end": true}\n'
    finally:
        found.close()


def said_of(arrival: Arrival) -> Event:
    """Say how an arrival stands: waiting, being read at a page, kept, refused or stopped."""
    if arrival.state == Arrival.KEPT and arrival.document is not None:
        return _kept(arrival.document)
    if arrival.state == Arrival.KEPT or arrival.state == Arrival.STOPPED:
        return {"stopped": True, "name": arrival.name}
    if arrival.state == Arrival.REFUSED:
        refusal = arrival.refusal or {}
        facts = refusal.get("facts", {})
        if refusal.get("unreadable"):
            return _refused(Unreadable(refusal["code"], **facts), arrival.name)
        return _refused(Refused(refusal.get("code", "library.read-failed"), **facts), arrival.name)
    return {"waiting": _address(arrival), "name": arrival.name, "page": arrival.page, "pages": arrival.pages}


def _waiting(actor: Viewer, name: str, data: bytes, source: str, at: datetime) -> Event:
    """Leave a file to the worker; what is refused at the door is told at once."""
    try:
        return said_of(background.put_aside(actor=actor, name=name, data=data, at=at, received_from=source))
    except Refused as error:
        return _refused(error, name)
    except (PermissionDenied, NotFound):
        return _refused(Refused("library.not-allowed", name=name), name)


def _address(arrival: Arrival) -> str:
    return reverse("library:arrival", args=[arrival.pk])


def no_file() -> Event:
    return _refused(Refused("library.no-file"), "")


def _measure(file: Any) -> None:
    limit = settings.UPLOAD_LIMIT
    if file.size > limit:
        raise Refused("library.too-large", name=file.name, size=-(-file.size // MEGABYTE), limit=limit // MEGABYTE)
    if file.size == 0:
        raise Refused("library.empty", name=file.name)


def _kept(document: Document) -> Event:
    count = document.duties
    said = ngettext("%(n)d giao việc", "%(n)d giao việc", count) % {"n": count} if count else _("không có giao việc")
    return {"url": document.get_absolute_url(), "heading": document.heading, "said": said}


def _refused(error: Refused | Unreadable, name: str) -> Event:
    event: Event = {"refusal": sentence_of(error, name)}
    if isinstance(error, Refused) and "id" in error.facts:
        event["known"] = Document(pk=error.facts["id"]).get_absolute_url()
    return event
