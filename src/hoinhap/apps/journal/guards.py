"""Triggers that keep the journal: rows are only added, each follows the head, and the head only goes forward by one.

They stop mistakes and ordinary accounts. Whoever owns the database can drop them, which is what the chain of hashes is
for; `missing` tells `hoinhap journal verify` that it happened.

SQLite loses triggers when a migration makes a table anew. A migration that changes one of the two tables calls `lift`
before and `lay` after.
"""

from __future__ import annotations

from typing import Any

_ROWS = "journal: rows of journal_event are added and never changed or deleted"
_HEAD = "journal: the head only goes forward by one, to the event that was added"
_NEXT = "journal: an event must follow the head of the chain"

_SQLITE = {
    "journal_event_unchanged": f"BEFORE UPDATE ON journal_event BEGIN SELECT RAISE(ABORT, '{_ROWS}'); END",
    "journal_event_undeleted": f"BEFORE DELETE ON journal_event BEGIN SELECT RAISE(ABORT, '{_ROWS}'); END",
    # INSERT OR REPLACE deletes without asking the trigger before: what was there is then no longer next.
    "journal_event_next": f"""AFTER INSERT ON journal_event BEGIN
        SELECT RAISE(ABORT, '{_NEXT}') WHERE NOT EXISTS
            (SELECT 1 FROM journal_head WHERE number = NEW.number - 1 AND hash = NEW.previous);
        UPDATE journal_head SET number = NEW.number, hash = NEW.hash WHERE id = 1;
        END""",
    "journal_head_forward": f"""BEFORE UPDATE ON journal_head
        WHEN NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number OR NEW.hash IS NOT OLD.hash BEGIN
        SELECT RAISE(ABORT, '{_HEAD}') WHERE NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number + 1 OR NOT EXISTS
            (SELECT 1 FROM journal_event WHERE number = NEW.number AND hash = NEW.hash);
        END""",
    "journal_head_once": f"BEFORE INSERT ON journal_head BEGIN SELECT RAISE(ABORT, '{_HEAD}'); END",
    "journal_head_undeleted": f"BEFORE DELETE ON journal_head BEGIN SELECT RAISE(ABORT, '{_HEAD}'); END",
}

_STATE = "USING ERRCODE = 'integrity_constraint_violation'"
_FUNCTIONS = {
    "journal_rows_kept": f"BEGIN RAISE EXCEPTION '{_ROWS}' {_STATE}; END",
    "journal_head_kept": f"BEGIN RAISE EXCEPTION '{_HEAD}' {_STATE}; END",
    "journal_next": f"""BEGIN
        UPDATE journal_head SET number = NEW.number, hash = NEW.hash
            WHERE id = 1 AND number = NEW.number - 1 AND hash = NEW.previous;
        IF NOT FOUND THEN RAISE EXCEPTION '{_NEXT}' {_STATE}; END IF;
        RETURN NULL;
        END""",
    "journal_forward": f"""BEGIN
        IF (NEW.id, NEW.number, NEW.hash) IS NOT DISTINCT FROM (OLD.id, OLD.number, OLD.hash) THEN RETURN NEW; END IF;
        IF NEW.id <> OLD.id OR NEW.number <> OLD.number + 1 OR NOT EXISTS
            (SELECT 1 FROM journal_event WHERE number = NEW.number AND hash = NEW.hash)
        THEN RAISE EXCEPTION '{_HEAD}' {_STATE}; END IF;
        RETURN NEW;
        END""",
}
_EACH = "FOR EACH ROW EXECUTE FUNCTION"
_WHOLE = "FOR EACH STATEMENT EXECUTE FUNCTION"
_POSTGRESQL = {
    "journal_event_kept": f"BEFORE UPDATE OR DELETE ON journal_event {_EACH} journal_rows_kept()",
    "journal_event_whole": f"BEFORE TRUNCATE ON journal_event {_WHOLE} journal_rows_kept()",
    "journal_event_next": f"AFTER INSERT ON journal_event {_EACH} journal_next()",
    "journal_head_forward": f"BEFORE UPDATE ON journal_head {_EACH} journal_forward()",
    "journal_head_kept": f"BEFORE INSERT OR DELETE ON journal_head {_EACH} journal_head_kept()",
    "journal_head_whole": f"BEFORE TRUNCATE ON journal_head {_WHOLE} journal_head_kept()",
}


def lay(connection: Any) -> None:
    """Put the triggers in place; the head's row must be there already."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, body in _FUNCTIONS.items():
                cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        for name, body in _triggers(connection).items():
            cursor.execute(f"CREATE TRIGGER {name} {body}")


def lift(connection: Any) -> None:
    """Take the triggers away."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name in _POSTGRESQL:
            table = "journal_head" if name.startswith("journal_head") else "journal_event"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        for name in _FUNCTIONS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def missing(connection: Any) -> list[str]:
    """Name the triggers that should stand and do not, or do not fire."""
    if connection.vendor == "postgresql":
        text = (
            "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal "
            "AND tgrelid IN ('journal_event'::regclass, 'journal_head'::regclass)"
        )
    else:
        text = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(text)
        return sorted(set(_triggers(connection)) - {name for (name,) in cursor.fetchall()})


def _triggers(connection: Any) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
