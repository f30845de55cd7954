"""Read again, nothing is asked twice: what a person said no to stays declined, and long acts are refused whole."""

from __future__ import annotations

import copy
import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import actions, deciding, items
from hoinhap.apps.library.deciding_words import REFUSALS
from hoinhap.apps.library.models import Document, Item
from hoinhap.apps.library.pairing import ENOUGH, paired
from tests.apps.cast import AT, cast
from tests.apps.library.papers import PLAN
from tests.apps.library.test_deciding import ACTS, check, live
from tests.apps.library.test_rereading import accepted, newer, read_by_another


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def document(people):
    return actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)


def act_at_random(document: Document, actor, chance: random.Random, moment) -> None:
    there = live(document)
    one, other = chance.choice(there), chance.choice(there)
    common = {"actor": actor, "document_id": document.pk, "at": moment}
    act = chance.choice([*ACTS, "take"])
    if act == "accept":
        deciding.accept(wanted={one.pk: one.version}, **common)
    elif act == "edit":
        value = {"text": f"Nội dung {chance.randrange(9)}"} if chance.random() < 0.5 else {"leads": ["Sở Xây dựng"]}
        deciding.edit(item_id=one.pk, version=one.version, value=value, **common)
    elif act == "split":
        words = one.value["text"].split()
        texts = [" ".join(words[:3]), " ".join(words[3:])]
        deciding.split(item_id=one.pk, version=one.version, texts=texts, **common)
    elif act == "merge":
        deciding.merge(wanted={one.pk: one.version, other.pk: other.version}, **common)
    elif act == "add":
        outline = document.readings.first().body["outline"]
        place = chance.randrange(len(outline))
        deciding.add(provision=place, text=" ".join(outline[place]["text"].split()[:6]), value={}, **common)
    elif act == "dismiss":
        deciding.dismiss(wanted={one.pk: one.version}, reason="Trùng", **common)
    elif act == "reopen":
        deciding.reopen_item(wanted={one.pk: one.version}, **common)
    elif act == "undo":
        numbers = [event.number for event in Event.objects.all() if deciding.is_undoable(event)]
        if numbers:
            deciding.undo(number=chance.choice(numbers), **common)
    elif act == "take":
        proposed = [item for item in there if item.proposal is not None]
        if proposed:
            deciding.take_proposal(item_id=proposed[0].pk, version=proposed[0].version, **common)


def settle(document: Document, actor, chance: random.Random, moment) -> None:
    """Answer every proposal, each in one of the ways in which a person can."""
    for item in live(document):
        item.refresh_from_db()
        if item.proposal is None or not item.is_live:
            continue
        common = {"actor": actor, "document_id": document.pk, "at": moment}
        try:
            if chance.random() < 0.5:
                deciding.take_proposal(item_id=item.pk, version=item.version, **common)
            else:
                deciding.accept(wanted={item.pk: item.version}, **common)
        except Refused as refused:
            assert refused.code == "library.tangled"
            deciding.accept(wanted={item.pk: item.version}, **common)


class TestTheSameReadingAgain(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 10**6), st.integers(0, 14), st.integers(0, 8))
    def test_proposes_nothing_and_calls_nothing_new(self, seed, acts, changes):
        chance = random.Random(seed)
        hanh = cast().viewer("hanh")
        document = actions.receive(actor=hanh, name="kh.txt", data=PLAN.encode(), at=AT)
        moment = AT
        body = document.readings.first().body
        with pytest.MonkeyPatch.context() as patch:
            for version in ("2", "3"):
                for _ in range(acts):
                    moment += timedelta(minutes=1)
                    try:
                        act_at_random(document, hanh, chance, moment)
                    except Refused:
                        continue
                settle(document, hanh, chance, moment)
                check(document)
                new = set(Item.objects.filter(is_new=True).values_list("pk", flat=True))
                read_by_another(document, hanh, copy.deepcopy(body), patch, version, moment)
                check(document)
                assert not [item for item in live(document) if item.proposal is not None]
                assert set(Item.objects.filter(is_new=True).values_list("pk", flat=True)) <= new
                body = newer(body, chance, changes)
                read_by_another(document, hanh, copy.deepcopy(body), patch, f"{version}b", moment)
                check(document)


def test_a_duty_that_a_person_made_of_none_is_never_found_gone(people, document, monkeypatch):
    hanh = people.viewer("hanh")
    none = next(item for item in live(document) if item.kind == Item.NONE)
    value = {"leads": ["Sở Nội vụ"]}
    deciding.edit(actor=hanh, document_id=document.pk, item_id=none.pk, version=none.version, value=value, at=AT)
    read_by_another(document, hanh, copy.deepcopy(document.readings.first().body), monkeypatch, "2", AT)
    none.refresh_from_db()
    assert (none.kind, none.proposal, none.found) == (Item.DUTY, None, None)


@pytest.mark.parametrize("what", ["gone", "found"])
def test_what_was_declined_is_not_asked_by_the_next_reader(people, document, monkeypatch, what):
    hanh = people.viewer("hanh")
    accepted(people, document)
    body = copy.deepcopy(document.readings.first().body)
    if what == "gone":
        gone = body["tasks"].pop(0)
        body["outline"][gone["provision"]]["answer"] = "nothing"
    else:
        none = next(item for item in live(document) if item.kind == Item.NONE)
        (index,) = none.provisions
        body["tasks"].append({**body["tasks"][0], "provision": index, "path": none.path, "text": none.value["text"]})
        body["outline"][index]["answer"] = "duty"
    read_by_another(document, hanh, copy.deepcopy(body), monkeypatch, "2", AT)
    read_by_another(document, hanh, copy.deepcopy(body), monkeypatch, "3", AT)
    (item,) = [item for item in live(document) if item.proposal is not None]
    assert len(item.proposal["items"]) == (what == "found")
    before = item.found
    deciding.accept(actor=hanh, document_id=document.pk, wanted={item.pk: item.version}, at=AT)
    read_by_another(document, hanh, copy.deepcopy(body), monkeypatch, "4", AT)
    item.refresh_from_db()
    assert item.proposal is None and item.found == before
    check(document)
    assert document.undecided == 0


def test_what_is_taken_for_an_item_of_several_provisions_leaves_none_unanswered(people, document, monkeypatch):
    hanh = people.viewer("hanh")
    duty, other = [item for item in live(document) if item.kind == Item.DUTY][:2]
    # Readers of former versions may have laid one item over several provisions.
    Item.objects.filter(pk=other.pk).delete()
    Item.objects.filter(pk=duty.pk).update(provisions=[*duty.provisions, *other.provisions], state=Item.ACCEPTED)
    unit = {**items.laid_out(document.readings.first().body)[0], "provisions": duty.provisions, "kind": "duty"}
    for proposal in ({"items": [unit], "fields": ["leads"]}, {"items": [unit, unit], "fields": []}):
        Item.objects.filter(pk=duty.pk).update(proposal=proposal)
        duty.refresh_from_db()
        event = deciding.take_proposal(
            actor=hanh, document_id=document.pk, item_id=duty.pk, version=duty.version, at=AT
        )
        outline = document.readings.first().body["outline"]
        images = [
            {"kind": one.kind, "state": one.state, "proposal": one.proposal, "provisions": one.provisions}
            for one in live(document)
        ]
        assert items.answers(images, outline)[other.provisions[0]] == items.NONE
        deciding.undo(actor=hanh, document_id=document.pk, number=event.number, at=AT)


def test_numbers_that_move_pair_the_same_words_and_the_work_grows_with_the_items(monkeypatch):
    from hoinhap.apps.library import pairing

    def paper(above: str, count: int, more: str = "") -> list[items.Image]:
        return [
            {
                "kind": "duty",
                "path": f"{above}/{number}",
                "place": number,
                "state": "accepted",
                "decided_by": "p",
                "value": (value := {"text": f"Sở Ngoại vụ chủ trì, phối hợp xây dựng đề án số {number}{more}"}),
                "found": value,
            }
            for number in range(count)
        ]

    before = {items.item_id(items.uuid.UUID(int=1), "1", order): image for order, image in enumerate(paper("I", 400))}
    compared = []
    alike = pairing._alike
    monkeypatch.setattr(pairing, "_alike", lambda *both: compared.append(1) or alike(*both))
    pairs, _used = paired(before, paper("II", 400), 0.5)
    assert {before[key]["value"]["text"] for key, unit in pairs.items() if before[key]["value"] == unit["value"]} == {
        image["value"]["text"] for image in before.values()
    }
    assert compared == []
    reworded, _used = paired(before, paper("II", 400, " về hội nhập"), 0.5)
    assert all(unit["value"]["text"] == f"{before[key]['value']['text']} về hội nhập" for key, unit in reworded.items())
    assert len(reworded) == 400 and len(compared) <= 400 * 3 * ENOUGH


def test_who_stands_chooses_before_who_was_replaced():
    def image(state: str) -> items.Image:
        value = {"text": "Sở Ngoại vụ lập kế hoạch"}
        return {"kind": "duty", "path": "I", "place": 1, "state": state, "decided_by": "p", "found": value}

    over, stands = items.uuid.UUID(int=1), items.uuid.UUID(int=2)
    unit = {"kind": "duty", "path": "I", "value": {"text": "Sở Ngoại vụ lập kế hoạch"}}
    pairs, used = paired({over: image("replaced"), stands: image("accepted")}, [unit], 0.5)
    assert (pairs, used) == ({stands: unit}, {0})


def test_somebody_who_decides_while_a_document_is_compared_is_not_overruled(people, document, monkeypatch):
    hanh = people.viewer("hanh")
    Document.objects.filter(pk=document.pk).update(reader="0")
    document.readings.update(reader_version="0")
    item = next(item for item in live(document) if item.kind == Item.DUTY)
    compared = []
    made = actions.read_anew

    def beside(*arguments):
        found = made(*arguments)
        if not compared:
            value = {"text": "Việc khác"}
            deciding.edit(actor=hanh, document_id=document.pk, item_id=item.pk, version=0, value=value, at=AT)
        compared.append(found)
        return found

    monkeypatch.setattr(actions, "read_anew", beside)
    actions.read_again(actor=hanh, document_id=document.pk, at=AT)
    item.refresh_from_db()
    assert (item.state, item.value["text"], len(compared)) == (Item.ACCEPTED, "Việc khác", 2)
    check(document)


LONG = "từ " * (deciding.LONGEST // 3)


def refused(act, **facts) -> str:
    with pytest.raises(Refused) as found:
        act(at=AT, **facts)
    code = found.value.code.partition(".")[2]
    assert str(REFUSALS[code]).format(**found.value.facts)
    return code


def test_nothing_of_a_person_is_cut(people, document):
    one, other = [item for item in live(document) if item.kind == Item.DUTY][:2]
    common = {"actor": people.viewer("hanh"), "document_id": document.pk}
    where = {**common, "item_id": one.pk, "version": one.version}
    assert refused(deciding.edit, value={"text": LONG + "hết."}, **where) == "text-too-long"
    assert refused(deciding.edit, value={"due_text": "a" * 1001}, **where) == "field-too-long"
    assert refused(deciding.edit, value={"leads": ["a" * 501]}, **where) == "names-too-long"
    assert refused(deciding.edit, value={"leads": [str(n) for n in range(101)]}, **where) == "names-too-long"
    assert refused(deciding.split, texts=[LONG + "hết.", "hai"], **where) == "text-too-long"
    assert refused(deciding.split, texts=[f"việc {n}" for n in range(51)], **where) == "split-too-many"
    deciding.edit(value={"text": LONG[:-10]}, at=AT, **where)
    assert refused(deciding.merge, wanted={one.pk: 1, other.pk: 0}, **common) == "merge-too-long"
    check(document)


def test_a_merge_keeps_every_deadline_product_and_amount(people, document):
    hanh = people.viewer("hanh")
    one, other = [item for item in live(document) if item.kind == Item.DUTY][:2]
    due = {"on": "2026-06-30"}
    for item, value in (
        (one, {"due": due, "due_text": "trước 30/6/2026", "product": "Kế hoạch", "money": ""}),
        (other, {"due": {"on": "2026-09-30"}, "due_text": "trước 30/9/2026", "product": "Báo cáo", "money": "2 tỷ"}),
    ):
        deciding.edit(actor=hanh, document_id=document.pk, item_id=item.pk, version=0, value=value, at=AT)
    deciding.merge(actor=hanh, document_id=document.pk, wanted={one.pk: 1, other.pk: 1}, at=AT)
    (merged,) = [item for item in live(document) if item.found is None]
    assert merged.value["due"] == due
    assert merged.value["due_text"] == "trước 30/6/2026; trước 30/9/2026"
    assert (merged.value["product"], merged.value["money"]) == ("Kế hoạch; Báo cáo", "2 tỷ")


def test_pieces_are_a_persons_and_not_what_the_reader_is_sure_of(people, document):
    hanh = people.viewer("hanh")
    sure = next(item for item in live(document) if item.kind == Item.DUTY and item.grade == "sure")
    deciding.split(
        actor=hanh, document_id=document.pk, item_id=sure.pk, version=0, texts=["Việc một", "Việc hai"], at=AT
    )
    pieces = {item.pk: item.version for item in live(document) if item.found is None}
    assert {Item.objects.get(pk=key).grade for key in pieces} == {""}
    with pytest.raises(Refused, match="nothing-to-do"):
        deciding.accept_sure(wanted=pieces, actor=hanh, document_id=document.pk, at=AT)


def test_a_done_document_that_an_act_opens_is_done_again_when_the_act_is_taken_back(people, document):
    hanh, later = people.viewer("hanh"), AT + timedelta(days=1)
    accepted(people, document)
    deciding.close(actor=hanh, document_id=document.pk, at=AT)
    item = live(document)[0]
    common = {"actor": hanh, "document_id": document.pk, "at": later}
    event = deciding.reopen_item(wanted={item.pk: item.version}, **common)
    assert event.facts["reopened"] is True
    check(document)
    assert document.done_at is None
    undone = deciding.undo(number=event.number, **common)
    check(document)
    assert (document.done_at, document.done_by_id) == (AT, hanh.person_id) and undone.facts["done"] is True
    again = deciding.undo(number=undone.number, **common)
    check(document)
    assert document.done_at is None and again.facts["reopened"] is True


def test_a_list_counts_the_duties_that_stand(people, document):
    hanh = people.viewer("hanh")

    def standing() -> int:
        document.refresh_from_db()
        found = [item for item in live(document) if item.kind == Item.DUTY and item.state != Item.DISMISSED]
        assert document.duties == len(found)
        return len(found)

    first = standing()
    item = next(item for item in live(document) if item.kind == Item.DUTY)
    common = {"actor": hanh, "document_id": document.pk, "at": AT}
    deciding.dismiss(wanted={item.pk: item.version}, reason="Trùng", **common)
    assert standing() == first - 1
    none = next(item for item in live(document) if item.kind == Item.NONE)
    deciding.edit(item_id=none.pk, version=none.version, value={"leads": ["Sở Y tế"]}, **common)
    assert standing() == first


def test_an_act_on_many_items_asks_the_database_no_more_than_a_few_times(
    people, django_assert_max_num_queries, monkeypatch
):
    hanh = people.viewer("hanh")
    lines = "".join(
        f"{n}. Sở Ngoại vụ chủ trì xây dựng đề án số {n}, báo cáo UBND tỉnh trước ngày {1 + n % 28}/6/2026.\n"
        for n in range(1, 301)
    )
    text = f"KẾ HOẠCH\nII. NHIỆM VỤ\n{lines}"
    document = actions.receive(actor=hanh, name="to.txt", data=text.encode(), at=AT)
    wanted = {item.pk: item.version for item in live(document)}
    with django_assert_max_num_queries(30):
        event = deciding.accept(actor=hanh, document_id=document.pk, wanted=wanted, at=AT)
    with django_assert_max_num_queries(30):
        deciding.undo(actor=hanh, document_id=document.pk, number=event.number, at=AT)
    check(document)


def test_a_document_of_headings_is_laid_out_once(people):
    hanh = people.viewer("hanh")
    document = actions.receive(actor=hanh, name="kh.txt", data=PLAN.encode(), at=AT)
    assert actions.lay_out_missing(at=AT) == 0
    Item.objects.filter(document=document).delete()
    # It arrived as this version keeps arrivals: everything was laid out that there was.
    assert actions.lay_out_missing(at=AT) == 0
    older = Document.objects.create(
        id=actions.time_ordered_id(AT), name="h.txt", sha256="e" * 64, size=1, received_at=AT, provisions=1
    )
    body = {"text": "I", "outline": [{"path": "I", "text": "I", "span": [0, 1], "answer": "heading"}], "tasks": []}
    older.readings.create(reader_version="1", read_at=AT, body={**body, "citations": []})
    assert [actions.lay_out_missing(at=AT) for _ in range(3)] == [1, 0, 0]
