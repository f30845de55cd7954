"""Recording: canonical facts, an unbroken chain whatever is recorded, and one chain for all who write at once."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoinhap.apps.journal.actions import Deed, record, record_many, recorded
from hoinhap.apps.journal.canon import canonical, digest
from hoinhap.apps.journal.chain import verify
from hoinhap.apps.journal.models import Event, Head

from .cast import AT, SYSTEM, Someone, acting, events, person, thing

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40)
KEYS = st.one_of(TEXT, st.uuids())
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    TEXT,
    st.uuids(),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))])),
    st.decimals(allow_nan=False),
)
FACTS = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)),
    max_size=5,
)
MOMENTS = st.datetimes(
    min_value=datetime(1, 1, 2),
    max_value=datetime(9999, 12, 30),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-5, minutes=-30))]),
)


@given(FACTS)
def test_canonical_facts_stay_as_they_are(facts):
    once = canonical(facts)
    assert canonical(once) == once


@given(st.lists(st.lists(st.tuples(MOMENTS, TEXT, FACTS), max_size=4), max_size=5))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_recorded_verifies(db, acts):
    before = Head.objects.get().number
    count = 0
    for act in acts:
        with transaction.atomic():
            for at, name, facts in act[:1]:
                record(actor=Someone(name=name), at=at, act="thing.done", of=thing(), facts=facts)
            for at, name, facts in act[1:]:
                deeds = [Deed("thing.done", thing(n), thing(), facts) for n in range(3)]
                record_many(actor=Someone(name=name), at=at, deeds=deeds)
        count += len(act[:1]) + 3 * len(act[1:])
    verdict = verify(batch=3)
    assert verdict.finding is None
    assert verdict.events == before + count


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (date(2026, 11, 25), "2026-11-25"),
        (datetime(2026, 11, 25, 8, tzinfo=timezone(timedelta(hours=7))), "2026-11-25T01:00:00.000000+00:00"),
        (Decimal("1.50"), "1.50"),
        (uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        (("a", [1]), ["a", [1]]),
        (True, True),
    ],
)
def test_a_value_has_one_form(given, kept):
    assert canonical({"it": given}) == {"it": kept}


@pytest.mark.parametrize(
    "given",
    [1.5, float("nan"), {1, 2}, b"x", gettext_lazy("Văn bản"), datetime(2026, 1, 1), "a\0", "\ud800", {5: "x"}],
)
def test_what_has_no_one_form_is_refused(given):
    with pytest.raises((TypeError, ValueError)):
        record(actor=SYSTEM, at=AT, act="thing.done", of=thing(), facts={"it": given})
    assert not Event.objects.exists()


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        record(actor=SYSTEM, at=datetime(2026, 1, 1), act="thing.done", of=thing())


def test_an_event_reads_back_as_it_was_made():
    somebody = person()
    made = record(
        actor=acting(somebody),
        at=datetime(2026, 11, 25, 8, 2, 3, 4, tzinfo=timezone(timedelta(hours=7))),
        act="thing.done",
        of=thing(8),
        root=thing(7),
        facts={"lúc": date(2026, 1, 2), "số": 10**25, "lời": "“Sở Ngoại vụ”"},
    )
    read = Event.objects.get()
    assert read.content() == made.content()
    assert read.hash == digest(read) == made.hash
    assert read.content()["at"] == "2026-11-25T01:02:03.000004+00:00"
    assert (read.actor_id, read.object_id, read.root_id) == (somebody.pk, "8", "7")


def test_an_act_that_is_undone_leaves_no_event():
    with pytest.raises(RuntimeError, match="undone"), transaction.atomic():
        events(2)
        raise RuntimeError("undone")
    assert Head.objects.get().number == 0
    events(1)
    assert verify().events == 1


def test_a_receiver_is_told_of_each_event_in_the_transaction():
    told = []

    def hear(event, **_rest):
        assert transaction.get_connection().in_atomic_block
        told.append(event.number)

    recorded.connect(hear)
    try:
        events(1)
        record_many(actor=SYSTEM, at=AT, deeds=[Deed("thing.done", thing(n)) for n in range(3)])
    finally:
        recorded.disconnect(hear)
    assert told == [1, 2, 3, 4]


def test_one_event_asks_twice_and_so_do_fifty(django_assert_num_queries):
    with django_assert_num_queries(2):
        events(1)
    with django_assert_num_queries(2):
        record_many(actor=SYSTEM, at=AT, deeds=[Deed("thing.done", thing(n)) for n in range(50)])
    with django_assert_num_queries(0):
        record_many(actor=SYSTEM, at=AT, deeds=[])


OUTSIDE = """
from hoinhap.apps.journal.models import Event
from tests.apps.journal.cast import events
try:
    events(1)
except RuntimeError as error:
    assert "outside of a transaction" in str(error)
    assert not Event.objects.exists()
    print("refused")
"""


def test_an_event_outside_of_a_transaction_is_refused(elsewhere):
    assert elsewhere(OUTSIDE).strip() == "refused"


AT_ONCE = """
from threading import Barrier, Thread
from django.db import connection, transaction
from hoinhap.apps.journal.chain import verify
from hoinhap.apps.journal.models import Event
from tests.apps.journal.cast import Someone, events

start = Barrier(4)
failed = []

class Undone(Exception):
    pass

def work(name):
    try:
        start.wait()
        for turn in range(25):
            try:
                with transaction.atomic():
                    events(2, actor=Someone(name=name))
                    if turn % 5 == 4:
                        raise Undone
            except Undone:
                pass
    except Exception as error:
        failed.append(repr(error))
    finally:
        connection.close()

threads = [Thread(target=work, args=(f"người {n}",)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failed, failed
verdict = verify()
assert verdict.finding is None and not verdict.unguarded, verdict
names = list(Event.objects.order_by("number").values_list("actor_name", flat=True))
# The two events of a transaction stand together: nobody comes between while the head is held.
assert all(names[n] == names[n + 1] for n in range(0, len(names), 2))
print(verdict.events)
"""


def test_people_who_write_at_once_make_one_chain_without_gaps(elsewhere):
    assert elsewhere(AT_ONCE).strip() == str(4 * 20 * 2)
