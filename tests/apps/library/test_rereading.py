"""A newer reader changes nothing that a person decided, and says what it sees otherwise."""

from __future__ import annotations

import copy
import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.library import actions, deciding, items
from hoinhap.apps.library.actions import _read_anew
from hoinhap.apps.library.desk import Desk
from hoinhap.apps.library.models import Item
from tests.apps.cast import AT, cast
from tests.apps.library.papers import PLAN
from tests.apps.library.test_deciding import check, live

CONTENT = ("kind", "value", "state", "reason", "decided_by_id", "decided_at")


def newer(body: dict, chance: random.Random, times: int) -> dict:
    """Make what another reader might have found: duties lost, found, said otherwise, given to others."""
    body = copy.deepcopy(body)
    for _ in range(times):
        tasks, outline = body["tasks"], body["outline"]
        what = chance.choice(["lose", "find", "lead", "due", "words", "heading"])
        index = chance.randrange(len(outline))
        if what == "lose" and tasks:
            gone = tasks.pop(chance.randrange(len(tasks)))
            if all(task["provision"] != gone["provision"] for task in tasks):
                outline[gone["provision"]]["answer"] = "nothing"
        elif what == "find":
            item = outline[index]
            item["answer"] = "duty"
            tasks.append(
                {
                    **(tasks[0] if tasks else {}),
                    "path": item["path"],
                    "provision": index,
                    "text": item["text"],
                    "leads": ["Sở Xây dựng"],
                    "span": item["span"],
                    "grade": chance.choice(["sure", "guess"]),
                    "rule": "duty.inherited",
                }
            )
        elif what == "lead" and tasks:
            chance.choice(tasks)["leads"] = [f"Sở số {chance.randrange(9)}"]
        elif what == "due" and tasks:
            chance.choice(tasks)["due"] = {"on": f"2026-0{chance.randrange(1, 9)}-15"}
        elif what == "words" and tasks:
            task = chance.choice(tasks)
            task["text"] = " ".join(task["text"].split()[: chance.randrange(3, 20)])
        elif what == "heading" and all(task["provision"] != index for task in tasks):
            outline[index]["answer"] = chance.choice(["heading", "nothing", "aim"])
    return body


def read_by_another(document, actor, body, monkeypatch, version: str, at) -> None:
    from django.db import transaction

    monkeypatch.setattr(actions, "VERSION", version)
    with transaction.atomic():
        _read_anew(Desk(actor, document.pk, at), body)


class TestAnyNewerReader(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 10**6), st.integers(0, 8), st.integers(0, 12))
    def test_touches_nothing_that_was_decided(self, seed, changes, decisions):
        chance = random.Random(seed)
        hanh = cast().viewer("hanh")
        document = actions.receive(actor=hanh, name="kh.txt", data=PLAN.encode(), at=AT)
        moment = AT
        for _ in range(decisions):
            moment += timedelta(minutes=1)
            item = chance.choice(live(document))
            common = {"actor": hanh, "document_id": document.pk, "at": moment}
            try:
                what = chance.choice(["accept", "dismiss", "edit", "split", "merge"])
                if what == "accept":
                    deciding.accept(wanted={item.pk: item.version}, **common)
                elif what == "dismiss":
                    deciding.dismiss(wanted={item.pk: item.version}, reason="Trùng", **common)
                elif what == "edit":
                    deciding.edit(item_id=item.pk, version=item.version, value={"text": "Việc khác"}, **common)
                elif what == "merge":
                    other = chance.choice(live(document))
                    deciding.merge(wanted={item.pk: item.version, other.pk: other.version}, **common)
                else:
                    words = item.value["text"].split()
                    texts = [" ".join(words[:4]), " ".join(words[4:])]
                    deciding.split(item_id=item.pk, version=item.version, texts=texts, **common)
            except deciding.Refused:
                continue
        decided = {
            item.pk: {name: getattr(item, name) for name in CONTENT}
            for item in live(document)
            if item.state != Item.OPEN or item.found is None
        }
        with pytest.MonkeyPatch.context() as patch:
            for version in ("2", "3"):
                body = newer(document.readings.first().body, chance, changes)
                read_by_another(document, hanh, body, patch, version, moment + timedelta(hours=1))
                check(document)
                for key, before in decided.items():
                    item = Item.objects.get(pk=key)
                    assert {name: getattr(item, name) for name in CONTENT} == before


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def document(people):
    return actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)


def accepted(people, document):
    wanted = {item.pk: item.version for item in live(document)}
    deciding.accept(actor=people.viewer("hanh"), document_id=document.pk, wanted=wanted, at=AT)


def test_the_same_finding_again_asks_nothing(people, document, monkeypatch):
    accepted(people, document)
    body = copy.deepcopy(document.readings.first().body)
    read_by_another(document, people.viewer("hanh"), body, monkeypatch, "2", AT)
    document.refresh_from_db()
    assert document.undecided == 0
    assert not any(item.proposal for item in live(document))


def test_a_duty_said_otherwise_is_proposed_and_can_be_taken(people, document, monkeypatch):
    hanh = people.viewer("hanh")
    accepted(people, document)
    body = copy.deepcopy(document.readings.first().body)
    body["tasks"][0]["leads"] = ["Sở Xây dựng"]
    read_by_another(document, hanh, body, monkeypatch, "2", AT)
    (item,) = [item for item in live(document) if item.proposal]
    assert item.value["leads"] == ["Sở Ngoại vụ"]
    assert item.proposal["fields"] == ["leads"]
    document.refresh_from_db()
    assert document.undecided == 1
    deciding.take_proposal(actor=hanh, document_id=document.pk, item_id=item.pk, version=item.version, at=AT)
    item.refresh_from_db()
    assert (item.value["leads"], item.state, item.proposal) == (["Sở Xây dựng"], Item.ACCEPTED, None)
    check(document)


def test_a_duty_no_longer_found_stays_until_a_person_gives_it_up(people, document, monkeypatch):
    hanh = people.viewer("hanh")
    accepted(people, document)
    body = copy.deepcopy(document.readings.first().body)
    gone = body["tasks"].pop(0)
    body["outline"][gone["provision"]]["answer"] = "nothing"
    read_by_another(document, hanh, body, monkeypatch, "2", AT)
    (item,) = [item for item in live(document) if item.proposal]
    assert item.value["text"] == gone["text"] and item.proposal["items"] == []
    deciding.take_proposal(actor=hanh, document_id=document.pk, item_id=item.pk, version=item.version, at=AT)
    assert check(document)[gone["provision"]] == items.NONE


def test_a_duty_found_where_a_person_agreed_to_none_is_proposed_there(people, document, monkeypatch):
    hanh = people.viewer("hanh")
    accepted(people, document)
    none = next(item for item in live(document) if item.kind == Item.NONE)
    body = copy.deepcopy(document.readings.first().body)
    index = none.provisions[0]
    found = {**body["tasks"][0], "provision": index, "path": none.path, "text": none.value["text"]}
    body["tasks"].append({**found, "span": body["outline"][index]["span"]})
    body["outline"][index]["answer"] = "duty"
    read_by_another(document, hanh, body, monkeypatch, "2", AT)
    none.refresh_from_db()
    assert none.state == Item.ACCEPTED and len(none.proposal["items"]) == 1
    deciding.accept(actor=hanh, document_id=document.pk, wanted={none.pk: none.version}, at=AT)
    none.refresh_from_db()
    assert none.proposal is None and none.kind == Item.NONE
    check(document)


def test_what_nobody_decided_follows_the_newer_reader(people, document, monkeypatch):
    body = copy.deepcopy(document.readings.first().body)
    body["tasks"][0]["leads"] = ["Sở Xây dựng"]
    read_by_another(document, people.viewer("hanh"), body, monkeypatch, "2", AT)
    changed = [item for item in live(document) if item.is_new]
    assert [item.value["leads"] for item in changed] == [["Sở Xây dựng"]]
    assert not any(item.proposal for item in live(document))
