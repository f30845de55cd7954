"""What the database refuses, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from hoinhap.apps.journal import guards
from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.models import GENESIS, Event, Head

from .cast import SYSTEM, thing

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 25, 1, 2, 3, 4, tzinfo=UTC)


def add(**facts):
    return record(actor=SYSTEM, at=AT, act="thing.done", of=thing(), facts=facts)


def refused(sql: str, *params: object, word: str = "never changed or deleted") -> None:
    with pytest.raises(IntegrityError, match=word), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params or None)


@pytest.mark.parametrize("column", [field.column for field in Event._meta.concrete_fields])
def test_no_column_of_an_event_can_be_changed(column):
    add()
    refused(f"UPDATE journal_event SET {column} = {column}")


def test_an_event_cannot_be_deleted():
    add()
    refused("DELETE FROM journal_event")
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        Event.objects.all().delete()
    assert Event.objects.count() == 1


def test_an_event_cannot_be_replaced():
    event = add()
    if connection.vendor == "sqlite":
        refused("INSERT OR REPLACE INTO journal_event SELECT * FROM journal_event", word="must follow the head")
    else:
        refused("INSERT INTO journal_event SELECT * FROM journal_event", word="duplicate key")
        refused(
            "INSERT INTO journal_event SELECT * FROM journal_event ON CONFLICT (number) DO UPDATE SET act = 'other'"
        )
    assert Event.objects.get().hash == event.hash


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite không có TRUNCATE / SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["journal_event", "journal_head", "accounts_person"])
def test_the_tables_cannot_be_emptied(table):
    word = "the head only goes forward" if table == "journal_head" else "never changed or deleted"
    refused(f"TRUNCATE {table} CASCADE", word=word)


@pytest.mark.parametrize("change", [{"number": 3}, {"number": 1}, {"previous": "0" * 63 + "1"}])
def test_an_event_that_does_not_follow_the_head_is_refused(change):
    first = add()
    row = {"number": 2, "previous": first.hash, "hash": "a" * 64}
    event = Event(at=AT, actor_name="x", act="x", kind="x", object_id="x", root_kind="x", root_id="x", **row | change)
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)
    assert (Head.objects.get().number, Event.objects.count()) == (1, 1)


def test_a_written_event_moves_the_head_without_being_asked():
    event = add()
    assert Head.objects.values_list("number", "hash").get() == (event.number, event.hash)


@pytest.mark.parametrize(
    "change",
    ["number = number - 1", "number = number + 1", "number = number + 2", f"hash = '{GENESIS}'", "id = 2"],
)
def test_the_head_cannot_be_moved_by_hand(change):
    add()
    before = Head.objects.values().get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_head SET {change}")
    assert Head.objects.values().get() == before


def test_the_head_cannot_be_deleted_or_made_anew():
    refused("DELETE FROM journal_head", word="the head only goes forward")
    word = "the head only goes forward"
    refused("INSERT INTO journal_head (id, number, hash) VALUES (1, 0, 'x')", word=word)
    if connection.vendor == "sqlite":
        refused("INSERT OR REPLACE INTO journal_head (id, number, hash) VALUES (1, 0, 'x')", word=word)


def test_a_backup_of_rows_can_be_loaded(tmp_path):
    """`dumpdata` and `loaddata` move a journal to another database: events in order, then the head."""
    add(a=1), add(b=2)
    kept = tmp_path / "journal.json"
    call_command("dumpdata", "journal", output=str(kept), verbosity=0)
    hashes = list(Event.objects.values_list("hash", flat=True))
    connection.check_constraints()
    guards.lift(connection)
    Event.objects.all().delete()
    Head.objects.update(number=0, hash=GENESIS)
    guards.lay(connection)
    call_command("loaddata", str(kept), verbosity=0)
    assert list(Event.objects.values_list("hash", flat=True)) == hashes
    assert Head.objects.get().number == 2


def test_the_guards_can_be_lifted_and_laid_again():
    assert guards.missing(connection) == []
    guards.lift(connection)
    assert len(guards.missing(connection)) == 6
    guards.lay(connection)
    assert guards.missing(connection) == []


BACK_AND_FORTH = """
from django.core.management import call_command
from django.db import connection, transaction
from hoinhap.apps.journal import guards
from hoinhap.apps.journal.models import Head
from tests.apps.journal.cast import events

with transaction.atomic():
    events(2)
call_command("migrate", "journal", "0001", verbosity=0)
assert len(guards.missing(connection)) == 6
call_command("migrate", "journal", verbosity=0)
assert guards.missing(connection) == []
with transaction.atomic():
    events(1)
assert Head.objects.get().number == 3
"""


def test_the_migration_goes_back_and_forth(elsewhere):
    elsewhere(BACK_AND_FORTH)
