"""Who reads what of the journal."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from hoinhap.apps.errors import NotFound
from hoinhap.apps.journal import access
from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.models import Event
from hoinhap.apps.journal.queries import (
    Wanted,
    acts_and_kinds,
    events_of,
    history_for,
    history_of_person_for,
    history_page_for,
    lines_for,
    page_for,
)

from .cast import AT, SYSTEM, Someone, acting, events, person, thing

pytestmark = pytest.mark.django_db
ALL = Wanted()
BARE = "Làm một việc. Nội dung không hiện vì bạn không có quyền xem vật này."


@pytest.fixture
def people():
    return person(), person("Lò Văn Mẫu", "mau")


@pytest.fixture
def told(people, thing_kind):
    """Ánh acts on the seen thing 7 and the hidden thing 8, Mẫu on the seen thing 9."""
    anh, mau = people
    events(2, actor=acting(anh), key=7)
    events(1, actor=acting(anh), key=8)
    events(1, actor=acting(mau), key=9)
    return anh, mau


def said(page):
    return [(line.number, line.sentence) for line in page.lines]


def test_an_inspector_reads_everything(told):
    page = page_for(Someone(uuid.uuid4(), "x", frozenset({"inspector"})), ALL)
    assert [line.number for line in page.lines] == [4, 3, 2, 1]
    assert said(page)[1] == (3, "Làm việc thứ 0 với vật số 8")
    assert all(line.is_open and line.url and line.details for line in page.lines)
    assert page.found == 4


def test_an_administrator_knows_who_did_what_but_reads_no_hidden_facts(told):
    page = page_for(Someone(uuid.uuid4(), "x", frozenset({"administrator"})), ALL)
    assert [line.number for line in page.lines] == [4, 3, 2, 1]
    hidden = page.lines[1]
    assert (hidden.sentence, hidden.person) == (BARE, "Nguyễn Thị Ánh")
    assert (hidden.url, hidden.facts, list(hidden.details), hidden.is_open) == ("", "", [], False)
    assert page.lines[0].sentence == "Làm việc thứ 0 với vật số 9"


@pytest.mark.parametrize("role", ["viewer", "officer", "head", "coordinator", "leader"])
def test_everybody_else_knows_only_their_own_acts(told, role):
    anh, mau = told
    page = page_for(acting(anh, role), ALL)
    assert [line.number for line in page.lines] == [3, 2, 1]
    assert page.lines[0].sentence == BARE
    assert page.lines[1].sentence == "Làm việc thứ 1 với vật số 7"
    assert [line.number for line in page_for(acting(mau, role), ALL).lines] == [4]
    assert page_for(acting(mau, role), Wanted(person="anh")).lines == []


def test_a_stranger_reads_nothing_though_the_system_has_acted(told):
    events(1, key=7)
    for stranger in (Someone(), SYSTEM):
        assert page_for(stranger, ALL).lines == []
        with pytest.raises(NotFound):
            history_for(stranger, thing(7))


def test_an_unregistered_kind_is_for_inspectors_only(told, monkeypatch):
    anh, _mau = told
    monkeypatch.setattr(access, "_kinds", {})
    assert len(page_for(acting(anh, "inspector"), ALL).lines) == 4
    for viewer in (acting(anh, "administrator"), acting(anh, "officer")):
        assert page_for(viewer, ALL).lines == []
        with pytest.raises(NotFound):
            history_for(viewer, thing(7))


def test_history_is_read_by_whoever_sees_the_thing(told):
    _anh, mau = told
    history = history_for(acting(mau), thing(7), limit=1)
    assert [(line.number, line.person) for line in history.lines] == [(2, "Nguyễn Thị Ánh")]
    assert history.more
    assert not history_for(acting(mau), thing(7), limit=2).more
    assert history_for(acting(mau), thing(11)).lines == []


def test_history_of_a_hidden_thing_and_of_none_look_the_same(told, thing_kind):
    _anh, mau = told
    for key in ("8", "11", "", "no key", "7\0"):
        with pytest.raises(NotFound):
            history_page_for(acting(mau, "officer"), thing_kind, key)
    with pytest.raises(NotFound):
        history_page_for(acting(mau, "officer"), "no.kind", "7")
    assert [line.sentence for line in history_page_for(acting(mau, "administrator"), thing_kind, "8").lines] == [BARE]


def test_history_of_a_person_is_for_themselves_and_for_those_who_know_every_act(told):
    anh, mau = told
    assert [line.number for line in history_of_person_for(acting(anh), anh.pk)] == [3, 2, 1]
    assert [line.number for line in history_of_person_for(acting(mau, "administrator"), anh.pk)] == [3, 2, 1]
    assert history_of_person_for(acting(mau, "leader"), anh.pk) == []


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(person="nguyen thi"), [3, 2, 1]),
        (Wanted(person="MẪU"), [4]),
        (Wanted(person="mau"), [4]),
        (Wanted(person="hệ thống"), [5]),
        (Wanted(person="không ai"), []),
        (Wanted(act="thing.undone"), [5]),
        (Wanted(kind="contenttypes.contenttype"), [5, 4, 3, 2, 1]),
        (Wanted(kind="other.kind"), []),
    ],
)
def test_each_filter_finds_its_lines(told, wanted, numbers):
    record(actor=SYSTEM, at=AT, act="thing.undone", of=thing(7))
    page = page_for(Someone(uuid.uuid4(), "x", frozenset({"inspector"})), wanted)
    assert [line.number for line in page.lines] == numbers
    assert page.found == len(numbers)


def test_days_are_those_of_vietnam(thing_kind):
    inspector = Someone(uuid.uuid4(), "x", frozenset({"inspector"}))
    for hour, minute in ((16, 59), (17, 0)):
        # 17:00 in Greenwich is midnight in Hà Nội.
        record(actor=SYSTEM, at=datetime(2026, 11, 24, hour, minute, tzinfo=UTC), act="thing.done", of=thing())
    for wanted, numbers in (
        (Wanted(since=date(2026, 11, 25)), [2]),
        (Wanted(until=date(2026, 11, 24)), [1]),
        (Wanted(since=date(2026, 11, 24), until=date(2026, 11, 25)), [2, 1]),
        (Wanted(since=date(2026, 11, 26)), []),
    ):
        assert [line.number for line in page_for(inspector, wanted).lines] == numbers


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_hold_every_line_once_forwards_and_back(thing_kind, size):
    inspector = Someone(uuid.uuid4(), "x", frozenset({"inspector"}))
    events(7)
    pages = [page_for(inspector, ALL, size=size)]
    while pages[-1].older:
        pages.append(page_for(inspector, ALL, before=pages[-1].older, size=size))
    assert [line.number for page in pages for line in page.lines] == [7, 6, 5, 4, 3, 2, 1]
    assert pages[0].newer is None
    for earlier, later in pairwise(pages):
        assert later.newer is not None
        back = page_for(inspector, ALL, after=later.newer, size=size)
        assert [line.number for line in back.lines] == [line.number for line in earlier.lines]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_days_are_read_in_the_order_of_time_whatever_the_numbers(thing_kind, size):
    inspector = Someone(uuid.uuid4(), "x", frozenset({"inspector"}))
    for minute in (5, 1, 3, 3, 9, 1):
        record(actor=SYSTEM, at=AT.replace(minute=minute), act="thing.done", of=thing())
    order = [5, 1, 4, 3, 6, 2]
    wanted = Wanted(since=date(2026, 11, 25))
    pages = [page_for(inspector, wanted, size=size)]
    while pages[-1].older:
        pages.append(page_for(inspector, wanted, before=pages[-1].older, size=size))
    assert [line.number for page in pages for line in page.lines] == order
    back = page_for(inspector, wanted, after=pages[1].newer, size=size)
    assert [line.number for line in back.lines] == order[:size]
    assert [line.number for chunk in lines_for(inspector, wanted) for line in chunk] == order


def test_a_page_costs_the_same_however_many_people_and_things(thing_kind, django_assert_num_queries):
    viewer = Someone(uuid.uuid4(), "x", frozenset({"administrator"}))
    for n in range(12):
        events(2, actor=acting(person(f"Người {n}", f"nguoi{n}")), key=n)
    with django_assert_num_queries(2):
        assert len(page_for(viewer, ALL).lines) == 24
    with django_assert_num_queries(1):
        history_for(viewer, thing(7))


def test_all_lines_come_in_chunks_each_once(thing_kind, monkeypatch):
    monkeypatch.setattr("hoinhap.apps.journal.queries._CHUNK", 3)
    events(7)
    chunks = list(lines_for(Someone(uuid.uuid4(), "x", frozenset({"inspector"})), ALL))
    assert [[line.number for line in chunk] for chunk in chunks] == [[7, 6, 5], [4, 3, 2], [1]]


def test_events_of_a_thing_come_in_order_with_their_facts(told):
    assert [event.facts for event in events_of(thing(7))] == [{"n": 0}, {"n": 1}]
    assert list(events_of(thing(99))) == []


def test_filters_offer_what_is_registered(thing_kind):
    acts, kinds = acts_and_kinds()
    assert acts == [("thing.undone", "Hoàn tác một việc"), ("thing.done", "Làm một việc")]
    assert kinds == [(thing_kind, "vật")]


def test_the_name_at_the_time_stays_when_a_person_is_renamed(told):
    anh, _mau = told
    anh.full_name = "Nguyễn Thị Hồng Ánh"
    anh.save()
    assert Event.objects.get(number=1).actor_name == "Nguyễn Thị Ánh"
    inspector = Someone(uuid.uuid4(), "x", frozenset({"inspector"}))
    assert page_for(inspector, Wanted(person="hong anh")).found == 3
