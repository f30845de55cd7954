"""What people say that a name means: kept once for all papers of a province, corrected, taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hoinhap.apps.agencies import access, naming_watch, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, AgencyClass, Change, NameAnswer
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.core.agencies.resolve import name_key

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name means: an agency, or a class, or with neither nobody who could owe a duty."""

    agency: uuid.UUID | None = None
    agency_class: uuid.UUID | None = None


NOBODY = Meaning()


@transaction.atomic
def answer_name(
    *, actor: Viewer, at: datetime, text: str, means: Meaning, province: uuid.UUID | None = None, source: str = ""
) -> NameAnswer:
    """Say what a name means in the papers of a province, or everywhere; what was said of it before is replaced."""
    access.require(access.may_name(actor))
    return keep_answer(actor=actor, at=at, text=text, means=means, province=province, source=source)


def keep_answer(
    *, actor: Viewer, at: datetime, text: str, means: Meaning, province: uuid.UUID | None = None, source: str = ""
) -> NameAnswer:
    """Do the same for whoever a later slice lets do it: it has asked its own access, in the same transaction."""
    text = " ".join(text.split())[:_LONGEST]
    key = name_key(text)[:_LONGEST]
    if not key:
        raise Refused("agencies.name-empty-asked")
    agency = Agency.objects.filter(pk=means.agency, is_withdrawn=False).first() if means.agency else None
    group = AgencyClass.objects.filter(pk=means.agency_class).first() if means.agency_class else None
    if (means.agency and agency is None) or (means.agency_class and group is None):
        raise NotFound
    before = NameAnswer.objects.filter(key=key, province=province, replaced_at__isnull=True).first()
    if before and (before.agency_id, before.agency_class_id) == (means.agency, means.agency_class):
        raise Refused("agencies.name-same-answer", text=text)
    change = recording.begin(actor, at, "name.corrected" if before else "name.answered", text)
    if before:
        recording.replace(change, [before])
    answer = NameAnswer(key=key, text=text, province_id=province, agency=agency, agency_class=group, source=source)
    recording.add(change, [answer])
    naming_watch.tell(change, keys=[key])
    called = agency or group
    facts = {"text": text, "means": str(called or ""), "change": str(change.pk), "source": source}
    record(actor=actor, at=at, act=change.act, of=answer, facts=facts)
    return answer


@transaction.atomic
def forget_answer(*, actor: Viewer, at: datetime, answer_id: int) -> Change:
    """Take off what somebody said of a name: the program asks again, or finds it by itself."""
    access.require(access.may_name(actor))
    answer = NameAnswer.objects.filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    if answer.replaced_at is not None:
        raise Refused("agencies.name-answer-gone")
    change = recording.begin(actor, at, "name.forgotten", answer.text)
    recording.replace(change, [answer])
    naming_watch.tell(change, keys=[answer.key])
    facts = {"text": answer.text, "change": str(change.pk)}
    record(actor=actor, at=at, act="name.forgotten", of=answer, facts=facts)
    return change


@transaction.atomic
def undo_answer(*, actor: Viewer, at: datetime, change_id: uuid.UUID) -> Change:
    """Take back an answer, a correction or a removal: the meaning before it holds again."""
    access.require(access.may_name(actor))
    done = Change.objects.select_for_update(of=("self",), no_key=True).filter(pk=change_id).first()
    if done is None or not done.act.startswith("name.") or done.undoes_id is not None:
        raise NotFound
    if Change.objects.filter(undoes=done).exists():
        raise Refused("agencies.undone-already", title=done.title)
    touched = NameAnswer.objects.filter(recorded_in=done) | NameAnswer.objects.filter(replaced_in=done)
    answers = list(touched)
    undoing = recording.begin(actor, at, "name.undone", done.title, undoes=done)
    recording.take_back(done, undoing)
    naming_watch.tell(undoing, keys={answer.key for answer in answers})
    record(actor=actor, at=at, act="name.undone", of=answers[0], facts={"text": done.title, "change": str(done.pk)})
    return undoing
