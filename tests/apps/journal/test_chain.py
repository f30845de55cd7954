"""Whatever is done to the rows behind the guards' back, the walk names the first of them."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from hoinhap.apps.journal import guards
from hoinhap.apps.journal.canon import digest
from hoinhap.apps.journal.chain import verify
from hoinhap.apps.journal.models import GENESIS, Event, Head
from hoinhap.cli import main

from .cast import AT, acting, events, person

pytestmark = pytest.mark.django_db

CHANGES = {
    "number": 90,
    "at": AT.replace(microsecond=5),
    "actor": None,
    "actor_name": "Người khác",
    "act": "thing.undone",
    "kind": "other.thing",
    "object_id": "8",
    "root_kind": "other.thing",
    "root_id": "8",
    "facts": {"n": 99},
    "previous": "a" * 64,
    "hash": "a" * 64,
}


@pytest.fixture
def chain():
    """Six events of a person, with the guards taken away."""
    found = events(6, actor=acting(person()))
    connection.check_constraints()
    guards.lift(connection)
    return found


def finding(**asked):
    """Walk in batches of different sizes: the verdict is the same."""
    verdicts = [verify(batch=batch, **asked) for batch in (1, 2, 1000)]
    assert verdicts[0] == verdicts[1] == verdicts[2]
    found = verdicts[0].finding
    return found and (found.code, found.facts["number"])


def test_an_untouched_chain_is_whole(chain):
    assert finding() is None
    assert verify().events == 6


def test_every_column_is_tried():
    assert set(CHANGES) == {field.name for field in Event._meta.concrete_fields}


@pytest.mark.parametrize("place", [1, 3, 6])
@pytest.mark.parametrize("column", sorted(set(CHANGES) - {"number"}))
def test_a_changed_column_is_found(chain, column, place):
    assert Event.objects.filter(number=place).update(**{column: CHANGES[column]}) == 1
    assert finding() == ("changed", str(place))


@pytest.mark.parametrize(
    ("place", "to", "said"),
    [(3, 90, ("missing", "3")), (6, 90, ("cut", "6")), (6, 7, ("cut", "6")), (3, 0, ("added", "0"))],
)
def test_a_changed_number_is_found(chain, place, to, said):
    Event.objects.filter(number=place).update(number=to)
    assert finding() == said


@pytest.mark.parametrize("place", [1, 3, 5])
def test_a_deleted_event_is_missing(chain, place):
    Event.objects.filter(number=place).delete()
    assert finding() == ("missing", str(place))


def test_a_deleted_event_is_found_though_the_others_move_up(chain):
    Event.objects.filter(number=3).delete()
    for number in (4, 5, 6):
        Event.objects.filter(number=number).update(number=number - 1)
    Head.objects.update(number=5)
    assert finding() == ("changed", "3")


def test_two_swapped_events_are_found(chain):
    Event.objects.filter(number=3).update(number=100)
    Event.objects.filter(number=4).update(number=3)
    Event.objects.filter(number=100).update(number=4)
    assert finding() == ("changed", "3")


def test_a_cut_tail_is_found(chain):
    Event.objects.filter(number__gt=4).delete()
    assert finding() == ("cut", "5")


def test_an_emptied_journal_is_found(chain):
    Event.objects.all().delete()
    assert finding() == ("cut", "1")


def test_a_tail_cut_together_with_the_head_is_known_by_a_noted_hash(chain):
    Event.objects.filter(number__gt=4).delete()
    Head.objects.update(number=4, hash=chain[3].hash)
    assert finding() is None
    assert verify(expect=chain[3].hash).expected == 4
    assert verify(expect=chain[5].hash).expected is None


def test_an_event_rewritten_with_its_hash_breaks_from_the_next(chain):
    row = Event.objects.get(number=3)
    row.facts = {"n": 99}
    Event.objects.filter(number=3).update(facts=row.facts, hash=digest(row))
    assert finding() == ("broken", "4")


def test_the_last_event_rewritten_with_its_hash_differs_from_the_head(chain):
    row = Event.objects.get(number=6)
    row.facts = {"n": 99}
    Event.objects.filter(number=6).update(facts=row.facts, hash=digest(row))
    assert finding() == ("head-differs", "6")


def test_a_wholly_rewritten_chain_is_known_by_a_noted_hash(chain):
    noted = chain[4].hash
    before = chain[1].hash
    for row in Event.objects.filter(number__gte=3).order_by("number"):
        row.facts, row.previous = {"n": 99}, before
        before = digest(row)
        Event.objects.filter(number=row.number).update(facts=row.facts, previous=row.previous, hash=before)
    Head.objects.update(hash=before)
    assert finding() is None
    assert verify(expect=noted).expected is None
    assert verify(expect=chain[1].hash).expected == 2


def test_an_event_added_after_the_head_is_found(chain):
    row = Event.objects.get(number=6)
    row.number = 7
    row.save(force_insert=True)
    assert finding() == ("added", "7")


def test_a_lost_head_is_found(chain):
    Head.objects.all().delete()
    assert finding() == ("no-head", "6")


def test_lost_guards_are_told(chain):
    assert len(verify().unguarded) == 6
    guards.lay(connection)
    assert verify().unguarded == ()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="chỉ SQLite giữ giá trị sai kiểu / only SQLite keeps them")
@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("at", "hôm qua", "unreadable"), ("facts", "{", "changed"), ("actor_name", b"\xff", "unreadable")],
)
def test_a_row_that_cannot_be_read_is_found(chain, column, value, said):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE journal_event SET {column} = %s WHERE number = 3", [value])
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert finding() == (said, "3")


def test_the_walk_asks_by_the_batch(chain, django_assert_num_queries):
    # Head, three batches of two and an empty one, what stands beyond the head, the guards.
    with django_assert_num_queries(7):
        verify(batch=2)


def test_progress_counts_up_to_the_head(chain):
    said = []
    verify(batch=2, progress=lambda done, of: said.append((done, of)))
    assert said == [(2, 6), (4, 6), (6, 6)]


@pytest.mark.parametrize(
    ("lang", "whole", "changed"),
    [
        ("vi", "Nhật ký nguyên vẹn: 6 sự kiện", "Sự kiện số 3 (thing.done, 25/11/2026 08:04:03) không còn như khi"),
        ("en", "The journal is whole: 6 events", "Event number 3 (thing.done, 25/11/2026 08:04:03) is no longer what"),
    ],
)
def test_the_command_says_it_in_both_languages(capsys, chain, lang, whole, changed):
    guards.lay(connection)
    assert main(["journal", "verify", "--lang", lang]) == 0
    assert whole in capsys.readouterr().out
    guards.lift(connection)
    Event.objects.filter(number=3).update(facts={})
    guards.lay(connection)
    assert main(["journal", "verify", "--lang", lang]) == 1
    assert changed in capsys.readouterr().out


def test_the_command_notes_the_head_and_asks_for_it_later(capsys, chain):
    guards.lay(connection)
    assert main(["journal", "head"]) == 0
    number, noted = capsys.readouterr().out.split()
    assert (number, noted) == ("6", chain[5].hash)
    events(2)
    assert main(["journal", "verify", "--expect", noted.upper()]) == 0
    assert "sự kiện số 6" in capsys.readouterr().out
    assert main(["journal", "verify", "--expect", "0" * 63 + "1"]) == 1
    assert "đã bị viết lại" in capsys.readouterr().out
    assert main(["journal", "verify", "--expect", "abc"]) == 2
    assert "64 chữ số" in capsys.readouterr().err
    assert verify(expect=GENESIS).expected == 0


def test_the_command_fails_when_a_guard_is_gone(capsys, chain):
    assert main(["journal", "verify"]) == 1
    said = capsys.readouterr().out
    assert "Nhật ký nguyên vẹn" in said
    assert "journal_event_next" in said


def test_facts_read_back_are_those_that_were_hashed(chain):
    """The hash of what comes out of the database is the hash of what went in, for every event."""
    for row in Event.objects.all():
        assert digest(row) == row.hash
        assert json.loads(json.dumps(row.facts)) == row.facts
