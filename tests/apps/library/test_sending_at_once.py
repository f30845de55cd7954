"""Several people open and confirm what was sent at the same moment: it happens once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

RACE = """
import sys, json, threading, uuid
from datetime import UTC, datetime, date
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0, interactive=False)
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.models import Agency, Membership
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import sending
from hoinhap.apps.library.models import Dispatch, Document, time_ordered_id
at = datetime(2026, 4, 7, 2, 30, tzinfo=UTC)
keeper, receiver = (Agency.objects.create(code=code, name=code) for code in ("giu", "nhan"))
def person(name, agency):
    made = Person.objects.create_user(name, full_name=name)
    Membership.objects.create(person=made, agency=agency, role="officer", since=date(2025, 1, 1), recorded_at=at)
    return viewer_for(made, on=at.date())
sender = person("gui", keeper)
viewers = [person(f"nhan{n}", receiver) for n in range(6)]
counts = []
for turn in range(5):
    document = Document.objects.create(
        id=time_ordered_id(at), name="x", sha256=f"{turn:064d}", size=1, received_at=at, agency=keeper)
    sending.send(actor=sender, document_id=document.pk, agency_ids=[receiver.pk], at=at)
    ready, noted, confirmed = threading.Barrier(len(viewers)), [], []
    def work(viewer):
        try:
            ready.wait()
            noted.append(sending.note_opening(viewer, document, at))
            ready.wait()
            try:
                sending.confirm(actor=viewer, document_id=document.pk, agency_id=receiver.pk, at=at)
                confirmed.append(1)
            except Exception as error:
                if getattr(error, "code", "") != "library.confirmed-already":
                    raise
        finally:
            connection.close()
    threads = [threading.Thread(target=work, args=(viewer,)) for viewer in viewers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    events = Event.objects.filter(root_id=str(document.pk)).order_by("number").values_list("act", flat=True)
    counts.append([sum(noted), len(noted), sum(confirmed), list(events)])
print(json.dumps(counts))
"""


def test_opened_and_confirmed_once_even_if_six_do_it_at_the_same_time(tmp_path):
    """Run six threads of a process of its own, on a database of its own: threads share no transaction of a test."""
    environment = {**os.environ, "HOINHAP_DATA": str(tmp_path)}
    if connection.vendor == "postgresql":
        import psycopg

        name = f"race_{uuid.uuid4().hex[:12]}"
        address = os.environ["DATABASE_URL"]
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        environment["DATABASE_URL"] = address.replace("/postgres?", f"/{name}?")
    else:
        environment.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", RACE], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    expected = [1, 6, 1, ["document.sent", "document.opened", "document.confirmed"]]
    assert json.loads(done.stdout.splitlines()[-1]) == [expected] * 5
