"""What the database refuses to do with facts, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from hoinhap.apps.agencies import guards, recording
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import Membership, Standing
from tests.apps.cast import AT, cast

pytestmark = pytest.mark.django_db
OPEN = ("replaced_at", "replaced_in")
KEPT = [field.name for field in Membership._meta.concrete_fields if field.name not in OPEN]


def refused(act) -> None:
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        act()


def test_every_table_of_facts_is_guarded():
    assert {table.__name__ for table in recording.tables()} >= {"Standing", "Passing", "Membership", "Delegation"}
    assert guards.missing(connection) == []
    guards.lift(connection)
    assert len(guards.missing(connection)) == 2 * len(list(recording.tables()))
    guards.lay(connection)
    guards.lay(connection)
    assert guards.missing(connection) == []


@pytest.mark.parametrize("name", [name for name in KEPT if name not in ("id", "agency", "person")])
def test_no_fact_is_changed(name):
    cast()
    other = {
        "role": "viewer",
        "since": F("since") - timedelta(days=1),
        "until": AT.date() + timedelta(days=900),
        "recorded_at": AT,
        "recorded_in": recording.begin(SYSTEM, AT, "x").pk,
    }[name]
    refused(lambda: Membership.objects.filter(role="officer").update(**{name: other}))


def test_a_fact_is_replaced_once_and_never_deleted():
    people = cast()
    held = Membership.objects.filter(agency=people.finance, role="officer")
    refused(held.delete)
    change = recording.begin(SYSTEM, AT, "x")
    recording.replace(change, list(held))
    assert held.get().replaced_at == AT
    refused(lambda: held.update(replaced_at=None))
    refused(lambda: held.update(replaced_at=AT + timedelta(days=1)))
    refused(Standing.objects.filter(agency=people.justice).delete)
