"""What is written is pending in the same transaction, and taken up once, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import transaction

from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.journal.actions import record
from hoinhap.apps.library.actions import receive
from hoinhap.apps.library.models import Document
from hoinhap.apps.search import actions
from hoinhap.apps.search.actions import drain, rebuild
from hoinhap.apps.search.models import Pending
from hoinhap.apps.search.queries import search_for
from hoinhap.core.search import place
from tests.apps.cast import AT
from tests.apps.library.papers import DIRECTIVE

pytestmark = pytest.mark.django_db


def total(typed: str) -> int:
    found = search_for(SYSTEM, typed)
    assert found.standing
    return found.total


def test_a_document_that_arrives_is_pending_and_then_found():
    rebuild()
    document = receive(actor=SYSTEM, name="chi-thi.txt", data=DIRECTIVE.encode(), at=AT)
    assert {(row.kind, row.object_id) for row in Pending.objects.all()} == {("library.document", str(document.pk))}
    assert (total("thoa thuan quoc te"), search_for(SYSTEM, "thoa thuan").waiting) == (0, 1)
    assert drain() > 0
    assert (total("thoa thuan quoc te"), search_for(SYSTEM, "thoa thuan").waiting) == (1, 0)
    assert not Pending.objects.exists()
    assert drain() == 0


def test_what_is_rolled_back_leaves_nothing_pending(keep):
    document = keep()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(actor=SYSTEM, at=AT, act="document.read-again", of=document)
        assert Pending.objects.count() == 1
        raise ZeroDivisionError
    assert not Pending.objects.exists()


def test_only_what_can_be_found_is_pending(people):
    with transaction.atomic():
        record(actor=SYSTEM, at=AT, act="agency.named", of=people.finance)
    assert not Pending.objects.exists()


def test_a_part_of_a_document_makes_the_document_pending(keep, people):
    document = keep()
    with transaction.atomic():
        record(actor=SYSTEM, at=AT, act="item.accepted", of=people.finance, root=document)
    assert [row.object_id for row in Pending.objects.all()] == [str(document.pk)]


def pend(*ids) -> None:
    Pending.objects.bulk_create(Pending(kind="library.document", object_id=str(one)) for one in ids)


def test_a_change_and_a_deletion_are_taken_up(keep):
    document = keep("xuất khẩu gỗ")
    rebuild()
    document.readings.update(body={"text": "nhập khẩu thép"})
    pend(document.pk, document.pk)
    assert drain() == 2
    assert (total("xuat khau go"), total("nhap khau thep")) == (0, 1)
    key = document.pk
    Document.objects.all().delete()
    pend(key)
    drain()
    assert (total("nhap khau thep"), total("khau")) == (0, 0)


def test_the_limit_leaves_the_rest_for_the_next_time(keep):
    rebuild()
    pend(*(keep(f"văn bản thứ {number}").pk for number in range(5)))
    assert [drain(2), drain(2), drain(2), drain(2)] == [2, 2, 1, 0]
    assert total("van ban thu") == 5


def test_a_crash_before_the_rows_are_deleted_is_harmless(keep, monkeypatch):
    rebuild()
    pend(keep().pk)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "_forget", lambda rows: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            drain()
    assert Pending.objects.count() == 1
    assert total("xuat khau") == 1
    assert drain() == 1
    assert total("xuat khau") == 1


def test_a_crash_before_the_commit_loses_nothing(keep, monkeypatch):
    rebuild()
    pend(keep().pk)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "to_document", lambda source, record: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            drain()
    assert (Pending.objects.count(), total("xuat khau")) == (1, 0)
    assert drain() == 1
    assert total("xuat khau") == 1


WRITER = """
import os, sys
from pathlib import Path
from hoinhap.core.search import engine, place
from hoinhap.core.search.record import Record
home = Path(sys.argv[1])
with place.alone(home, wait=False) as alone:
    assert alone
    with place.writing(home) as writer:
        for number in range(2_000):
            writer.add_document(engine.to_document("library.document", Record(str(number), "", "", "xuất khẩu", "/")))
        print("writing", flush=True)
        sys.stdin.read()
"""


def test_a_killed_writer_leaves_its_locks_and_no_half_state(keep, home):
    rebuild()
    command = [sys.executable, "-c", WRITER, str(home)]
    writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout.readline() == "writing\n"
        pend(keep().pk)
        # While it writes, nobody else does: the work stays where it is, and search goes on.
        assert drain() == 0
        assert Pending.objects.count() == 1
        assert total("xuat khau") == 0
    finally:
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
    assert drain() == 1
    assert total("xuat khau") == 1


def test_building_again_gives_what_taking_up_gave(keep):
    rebuild()
    documents = [
        keep(f"xuất khẩu gỗ, văn bản {number}" + " dán" * number, number=f"{number}/KH-UBND") for number in range(30)
    ]
    pend(*(document.pk for document in documents))
    drain()
    asked = ("xuat khau go", "van ban 7", "7/kh-ubnd", "khong co")
    drained = [search_for(SYSTEM, typed).hits for typed in asked]
    seen = []
    assert rebuild(lambda done, of: seen.append((done, of))) == 30
    assert seen[-1] == (30, 30)
    assert [{hit.url for hit in hits} for hits in drained] == [
        {hit.url for hit in search_for(SYSTEM, typed).hits} for typed in asked
    ]
    assert [hits[0] for hits in drained if hits] == [
        search_for(SYSTEM, typed).hits[0] for typed in asked if search_for(SYSTEM, typed).hits
    ]


def test_building_again_forgets_what_it_has_read_and_nothing_else(keep, monkeypatch):
    pend(keep("đã đọc").pk)
    real = actions.SOURCES["library.document"]

    def ids():
        late = keep("đến sau").pk
        found = [one for one in real.ids() if one != str(late)]
        pend(late)
        return found

    monkeypatch.setitem(actions.SOURCES, "library.document", real._replace(ids=ids))
    rebuild()
    assert (total("da doc"), total("den sau"), Pending.objects.count()) == (1, 0, 1)
    drain()
    assert total("den sau") == 1


def test_without_an_index_search_says_so_and_the_worker_builds_one(keep, home):
    keep()
    assert search_for(SYSTEM, "xuat khau").standing is False
    drain()
    assert total("xuat khau") == 1


@pytest.mark.parametrize("harm", ["gone", "schema", "files", "meta"])
def test_a_damaged_or_older_index_is_built_again(keep, home, harm, monkeypatch):
    keep()
    rebuild()
    (folder,) = (path for path in home.iterdir() if path.is_dir())
    if harm == "gone":
        (home / "current").unlink()
    elif harm == "schema":
        (home / "current").write_text('{"schema": 0, "folder": "1"}')
    elif harm == "files":
        monkeypatch.setattr(place, "_opened", {})
        for file in folder.glob("*.*"):
            if file.name != "meta.json" and not file.name.startswith("."):
                file.write_bytes(bytes(file.stat().st_size))
    else:
        (folder / "meta.json").write_text("{")
    assert search_for(SYSTEM, "xuat khau").standing is False
    drain()
    assert total("xuat khau") == 1


def test_the_command_builds_and_says_how_far_it_is(keep, capsys):
    keep()
    call_command("search_rebuild")
    assert capsys.readouterr().out.split() == ["1/1", "search:", "1"]
    assert total("xuat khau") == 1
