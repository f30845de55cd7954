"""Triggers that keep the facts: a row is added, once replaced, and never otherwise changed or deleted.

They stand on every table of facts, those of later slices too. Migrations work without them: they are lifted before a
migration and laid after it, so that a new column or a table that SQLite makes anew is covered again.
"""

from __future__ import annotations

from typing import Any

from hoinhap.apps.agencies.models import Recorded
from hoinhap.apps.agencies.recording import tables

_SAID = "agencies: a fact is never changed or deleted, only replaced once"
_MAY = ("replaced_at", "replaced_in_id")
_FUNCTION = f"""CREATE OR REPLACE FUNCTION agencies_fact_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' AND OLD.replaced_at IS NULL AND
        to_jsonb(NEW) - 'replaced_at' - 'replaced_in_id' = to_jsonb(OLD) - 'replaced_at' - 'replaced_in_id'
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation';
    END $$"""


def lay(connection: Any) -> None:
    """Put the triggers on every table of facts that is there; those that stand already stay."""
    with connection.cursor() as cursor:
        here = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in tables():
            if table._meta.db_table in here:
                for statement in _statements(connection, table):
                    cursor.execute(statement)


def lift(connection: Any) -> None:
    """Take the triggers away."""
    with connection.cursor() as cursor:
        here = set(connection.introspection.table_names(cursor))
        for table in tables():
            name = table._meta.db_table
            if name in here:
                where = f" ON {name}" if connection.vendor == "postgresql" else ""
                for trigger in _names(table):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{where}")


def missing(connection: Any) -> list[str]:
    """Name the triggers that should stand and do not, or do not fire."""
    if connection.vendor == "postgresql":
        text = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
    else:
        text = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(text)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(name for table in tables() for name in _names(table) if name not in there)


def _names(table: type[Recorded]) -> tuple[str, str]:
    return f"{table._meta.db_table}_kept", f"{table._meta.db_table}_undeleted"


def _statements(connection: Any, table: type[Recorded]) -> list[str]:
    name = table._meta.db_table
    kept, undeleted = _names(table)
    if connection.vendor == "postgresql":
        each = f"ON {name} FOR EACH ROW EXECUTE FUNCTION agencies_fact_kept()"
        return [
            f"CREATE OR REPLACE TRIGGER {kept} BEFORE UPDATE {each}",
            f"CREATE OR REPLACE TRIGGER {undeleted} BEFORE DELETE {each}",
        ]
    columns = [field.column for field in table._meta.concrete_fields if field.column not in _MAY]
    quoted = [connection.ops.quote_name(column) for column in columns]
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in quoted)
    stop = f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {kept} BEFORE UPDATE ON {name} "
        f"WHEN OLD.replaced_at IS NOT NULL OR {changed} {stop}",
        f"CREATE TRIGGER IF NOT EXISTS {undeleted} BEFORE DELETE ON {name} {stop}",
    ]
