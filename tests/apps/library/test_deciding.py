"""What a person decides stays, counts, and can be taken back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import actions, deciding, items
from hoinhap.apps.library.models import Document, Item
from hoinhap.apps.library.replay import replayed
from hoinhap.apps.library.rows import image_of
from tests.apps.cast import AT, cast
from tests.apps.library.papers import PLAN


def state_of(document: Document) -> dict[uuid.UUID, items.Image]:
    return {item.pk: image_of(item) for item in Item.objects.filter(document=document)}


def outline_of(document: Document) -> list:
    return document.readings.first().body["outline"]


def live(document: Document) -> list[Item]:
    return list(Item.objects.filter(document=document).exclude(state=Item.REPLACED))


def check(document: Document) -> list[str]:
    """Say what each provision's answer is, after all that must hold has been seen to hold."""
    document.refresh_from_db()
    state = state_of(document)
    found = items.answers(state.values(), outline_of(document))
    assert document.undecided == items.open_provisions(state.values())
    assert (document.undecided == 0) == (not any(items.is_open(image) for image in state.values()))
    assert document.undecided == found.count(items.OPEN)
    assert not (document.done_at and document.undecided)
    assert {key: {**image} for key, image in replayed(document).items()} == state
    return found


ACTS = ("accept", "accept_sure", "edit", "split", "merge", "add", "dismiss", "reopen", "undo", "close")


class TestAnySequence(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30)), max_size=14))
    def test_leaves_every_provision_one_answer_and_a_journal_that_says_it(self, sequence):
        people = cast()
        hanh = people.viewer("hanh")
        document = actions.receive(actor=hanh, name="kh.txt", data=PLAN.encode(), at=AT)
        check(document)
        moment = AT
        for act, first, second in sequence:
            moment += timedelta(minutes=1)
            there = live(document)
            one, other = there[first % len(there)], there[second % len(there)]
            wanted = {one.pk: one.version}
            common = {"actor": hanh, "document_id": document.pk, "at": moment}
            try:
                if act == "accept":
                    deciding.accept(wanted=wanted, **common)
                elif act == "accept_sure":
                    deciding.accept_sure(wanted={item.pk: item.version for item in there}, **common)
                elif act == "edit":
                    value = {"text": f"Nội dung {second}", "leads": ["Sở Ngoại vụ"]}
                    deciding.edit(item_id=one.pk, version=one.version, value=value, **common)
                elif act == "split":
                    words = one.value["text"].split()
                    texts = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
                    deciding.split(item_id=one.pk, version=one.version, texts=texts, **common)
                elif act == "merge":
                    deciding.merge(wanted={**wanted, other.pk: other.version}, **common)
                elif act == "add":
                    provision = first % len(outline_of(document))
                    words = outline_of(document)[provision]["text"].split()[:6]
                    deciding.add(provision=provision, text=" ".join(words), value={}, **common)
                elif act == "dismiss":
                    deciding.dismiss(wanted=wanted, reason="Không giao việc", **common)
                elif act == "reopen":
                    deciding.reopen_item(wanted=wanted, **common)
                elif act == "undo":
                    numbers = [event.number for event in Event.objects.all() if deciding.is_undoable(event)]
                    if not numbers:
                        continue
                    deciding.undo(number=numbers[second % len(numbers)], **common)
                else:
                    deciding.close(**common)
            except Refused:
                before = None
            else:
                before = Event.objects.first()
            check(document)
            assert before is None or before.at == moment


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def document(people):
    return actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)


def test_a_document_is_laid_out_when_it_arrives(document):
    answers = check(document)
    assert "open" in answers
    assert document.items_count == len(live(document)) > 3
    assert document.accepted == 0


def test_who_comes_second_is_told_and_nothing_is_lost(people, document):
    item = live(document)[0]
    seen = {item.pk: item.version}
    deciding.accept(actor=people.viewer("hanh"), document_id=document.pk, wanted=seen, at=AT)
    with pytest.raises(Refused) as refused:
        deciding.dismiss(actor=people.viewer("hanh"), document_id=document.pk, wanted=seen, reason="x", at=AT)
    assert refused.value.code == "library.decided-meanwhile"
    assert refused.value.facts["who"] == "Người hanh"
    item.refresh_from_db()
    assert item.state == Item.ACCEPTED


def test_the_sure_ones_are_accepted_at_once_and_taken_back_at_once(people, document):
    hanh = people.viewer("hanh")
    wanted = {item.pk: item.version for item in live(document)}
    sure = sum(item.grade == "sure" for item in live(document))
    event = deciding.accept_sure(actor=hanh, document_id=document.pk, wanted=wanted, at=AT)
    assert sum(item.state == Item.ACCEPTED for item in live(document)) == sure > 2
    assert all(item.state == Item.OPEN for item in live(document) if item.grade != "sure")
    undone = deciding.undo(actor=hanh, document_id=document.pk, number=event.number, at=AT)
    assert all(item.state == Item.OPEN and item.decided_by is None for item in live(document))
    deciding.undo(actor=hanh, document_id=document.pk, number=undone.number, at=AT)
    assert sum(item.state == Item.ACCEPTED for item in live(document)) == sure
    check(document)


def test_undo_stops_where_somebody_went_on(people, document):
    hanh = people.viewer("hanh")
    item = live(document)[0]
    first = deciding.accept(actor=hanh, document_id=document.pk, wanted={item.pk: item.version}, at=AT)
    item.refresh_from_db()
    value = {"text": "Rà soát các thỏa thuận"}
    deciding.edit(actor=hanh, document_id=document.pk, item_id=item.pk, version=item.version, value=value, at=AT)
    # The acceptance itself still stands, so that taking it back would only look harmless.
    with pytest.raises(Refused, match="changed-since"):
        deciding.undo(actor=hanh, document_id=document.pk, number=first.number, at=AT + timedelta(minutes=1))


def test_a_document_is_done_only_when_nothing_is_left(people, document):
    hanh = people.viewer("hanh")
    with pytest.raises(Refused, match="undecided-left"):
        deciding.close(actor=hanh, document_id=document.pk, at=AT)
    deciding.accept(
        actor=hanh, document_id=document.pk, wanted={item.pk: item.version for item in live(document)}, at=AT
    )
    deciding.close(actor=hanh, document_id=document.pk, at=AT)
    check(document)
    assert document.done_at == AT
    item = live(document)[0]
    deciding.reopen_item(actor=hanh, document_id=document.pk, wanted={item.pk: item.version}, at=AT)
    check(document)
    assert document.done_at is None


def test_dismissing_needs_a_reason(people, document):
    item = live(document)[0]
    for reason in ("", "  \n "):
        with pytest.raises(Refused, match="reason-missing"):
            deciding.dismiss(
                actor=people.viewer("hanh"),
                document_id=document.pk,
                wanted={item.pk: item.version},
                reason=reason,
                at=AT,
            )


def test_an_added_duty_takes_the_place_of_no_duty(people, document):
    hanh = people.viewer("hanh")
    none = next(item for item in live(document) if item.kind == Item.NONE)
    index = none.provisions[0]
    words = " ".join(none.value["text"].split()[:5])
    deciding.add(actor=hanh, document_id=document.pk, provision=index, text=words, value={}, at=AT)
    assert check(document)[index] == items.DUTY
    none.refresh_from_db()
    assert none.state == Item.REPLACED
    with pytest.raises(Refused, match="words-not-there"):
        deciding.add(
            actor=hanh, document_id=document.pk, provision=index, text="không có trong văn bản", value={}, at=AT
        )


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("officer", NotFound),
        ("justice", NotFound),
        ("administrator", NotFound),
        ("nobody", NotFound),
        ("leader", "denied"),
        ("inspector", "denied"),
    ],
)
def test_only_who_may_decide_decides(people, document, name, error):
    from django.core.exceptions import PermissionDenied

    item = live(document)[0]
    with pytest.raises(PermissionDenied if error == "denied" else error):
        deciding.accept(actor=people.viewer(name), document_id=document.pk, wanted={item.pk: item.version}, at=AT)
    item.refresh_from_db()
    assert item.state == Item.OPEN
