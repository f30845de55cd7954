"""A file that takes long is read beside the pages: once, for whoever sent it, whatever becomes of the worker."""

from __future__ import annotations

import io
import json
import signal
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image

from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.actions import end_role
from hoinhap.apps.agencies.models import Membership, Role
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import actions, arrivals, background
from hoinhap.apps.library.models import Arrival, Document
from hoinhap.core.reader import read
from hoinhap.core.reader.formats import patience
from hoinhap.site import worker
from tests.apps.cast import AT, cast
from tests.apps.library.papers import DIRECTIVE, PLAN

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 7, 5, 0, tzinfo=UTC)
LINES = {"accept": "application/x-ndjson"}
SECRET = DIRECTIVE.replace("Số: 12/CT-UBND", "MẬT\n\nSố: 12/CT-UBND")


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def hanh(people):
    return people.viewer("hanh")


@pytest.fixture
def client(client, people):
    client.force_login(people.people["hanh"])
    return client


@pytest.fixture
def once(monkeypatch):
    """Let a worker do what waits; the handlers of signals are the test's own again afterwards."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    # The transaction of the test goes with its connection; a worker looks now and then whether to open a new one.
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)

    def once() -> None:
        assert worker.main(["--once"]) == 0

    yield once
    for number, handler in kept.items():
        signal.signal(number, handler)


def later(**passed) -> datetime:
    return NOON + timedelta(**passed)


def clock(at: datetime):
    return lambda: at


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(made, kind)
    return made.getvalue()


def put(viewer, text: str = DIRECTIVE, **more) -> Arrival:
    common = {"actor": viewer, "name": "chi-thi.txt", "data": text.encode(), "at": NOON}
    return background.put_aside(**{**common, **more})


def beaten(arrival: Arrival) -> Arrival:
    arrival.refresh_from_db()
    return arrival


# --- what takes long ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_pictures_and_scans_take_long(kind):
    assert patience.takes_long(picture(kind), f"quet.{kind.lower()}")


@pytest.mark.parametrize(
    ("data", "long"),
    [
        (DIRECTIVE.encode(), False),
        (DIRECTIVE.encode() + b"\n" * patience.HEAVY, True),
        (b"%PDF-1.7 broken", False),
        (b"", False),
        (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(100), False),
    ],
)
def test_what_is_small_or_refused_anyway_does_not(data, long):
    assert patience.takes_long(data, "van-ban.txt") is long


# --- read by the worker ---------------------------------------------------------------------------------------------


def test_a_large_file_waits_and_the_worker_makes_it_a_document(client, hanh, once, monkeypatch):
    monkeypatch.setattr(patience, "HEAVY", 500)
    data = DIRECTIVE.encode()
    assert len(data) > patience.HEAVY
    upload = {"files": SimpleUploadedFile("to.txt", data), "received_from": "Văn phòng UBND tỉnh"}
    told = client.post("/van-ban/tai-len", upload, headers=LINES)
    (event, end) = map(json.loads, b"".join(told.streaming_content).splitlines())
    assert (event["name"], end) == ("to.txt", {"end": True})
    assert Document.objects.count() == 0
    page = client.get("/").content.decode()
    assert "to.txt" in page and event["waiting"] in page
    assert client.get(event["waiting"]).json() == event
    once()
    document = Document.objects.get()
    assert bytes(document.original.data) == data
    assert (document.name, document.received_from) == ("to.txt", "Văn phòng UBND tỉnh")
    assert document.received_by_id == hanh.person_id
    said = client.get(event["waiting"]).json()
    assert (said["url"], said["heading"]) == (document.get_absolute_url(), "Chỉ thị 12/CT-UBND")
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.data, arrival.document) == (Arrival.KEPT, None, document)
    acts = Event.objects.order_by("number").values_list("act", "actor")
    assert list(acts) == [("arrival.waiting", hanh.person_id), ("document.received", hanh.person_id)]


def left() -> None:
    """Let every job be one that a worker of another machine has begun."""
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=NOON, worker_ids=["elsewhere/1"])


def test_a_document_has_the_moment_at_which_its_file_arrived(hanh, once):
    put(hanh)
    left()
    assert background.take_up_lost(later(minutes=5)) == 1
    once()
    assert Document.objects.get().received_at == NOON


def test_a_job_that_comes_twice_reads_once(hanh, once):
    arrival = put(hanh)
    background.read_arrival.enqueue(str(arrival.pk))
    once()
    assert (Document.objects.count(), beaten(arrival).tries) == (1, 1)
    background.read_now(arrival.pk, clock=clock(later(hours=1)))
    assert (Document.objects.count(), beaten(arrival).tries) == (1, 1)


def test_what_is_being_read_is_read_by_no_other(hanh):
    arrival = put(hanh)
    Arrival.objects.update(state=Arrival.READING, tries=1, beat_at=later(seconds=1))
    background.read_now(arrival.pk, clock=clock(later(seconds=30)))
    assert (Document.objects.count(), beaten(arrival).tries) == (0, 1)


# --- who is told ----------------------------------------------------------------------------------------------------


def test_a_refusal_is_told_in_the_language_of_whoever_asks(client, hanh, once):
    arrival = put(hanh, SECRET)
    address = f"/van-ban/dang-doc/{arrival.pk}"
    once()
    said = client.get(address).json()
    assert said["refusal"].startswith("Tệp “chi-thi.txt” có dấu chỉ độ mật “Mật”")
    client.cookies["django_language"] = "en"
    english = client.get(address).json()["refusal"]
    assert "“chi-thi.txt”" in english and "tệp" not in english.lower()
    assert (Document.objects.count(), beaten(arrival).data) == (0, None)
    event = Event.objects.get(act="arrival.refused")
    assert event.facts == {"name": "chi-thi.txt", "code": "library.secret-mark"}


def test_bytes_that_cannot_be_read_are_refused_with_the_sentence_of_the_reader(client, hanh, once):
    arrival = put(hanh, "%PDF-1.7 broken", name="x.pdf")
    once()
    said = client.get(f"/van-ban/dang-doc/{arrival.pk}").json()["refusal"]
    assert said.startswith("Tệp “x.pdf” bị hỏng hoặc chưa tải về đủ")


@pytest.mark.parametrize("name", ["officer", "head", "leader", "inspector", "administrator", "nobody"])
def test_only_who_sent_a_file_sees_it(client, people, hanh, name):
    arrival = put(hanh)
    client.force_login(people.people[name])
    address = f"/van-ban/dang-doc/{arrival.pk}"
    assert client.get(address).status_code == client.post(f"{address}/dung").status_code == 404
    assert "chi-thi.txt" not in client.get("/").content.decode()
    assert beaten(arrival).state == Arrival.WAITING


def test_the_same_file_is_not_taken_twice_while_it_waits(hanh):
    put(hanh)
    with pytest.raises(Refused, match="same-bytes-waiting"):
        put(hanh, name="ban-sao.txt")
    assert Arrival.objects.count() == 1


def test_another_agency_sends_its_own_copy_and_is_not_told(people, once):
    put(people.viewer("officer"))
    put(people.viewer("justice"))
    once()
    assert {document.agency for document in Document.objects.all()} == {people.finance, people.justice}


def test_the_machine_and_who_may_not_receive_put_nothing_aside(people):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(NotFound):
        put(SYSTEM)
    for name in ("viewer", "inspector", "administrator", "nobody"):
        with pytest.raises(PermissionDenied):
            put(people.viewer(name))
    assert Arrival.objects.count() == 0


# --- stopped --------------------------------------------------------------------------------------------------------


def test_a_file_that_waits_can_be_taken_back(client, hanh, once):
    arrival = put(hanh)
    address = f"/van-ban/dang-doc/{arrival.pk}"
    assert client.post(f"{address}/dung").status_code == 302
    assert client.get(address).json() == {"stopped": True, "name": "chi-thi.txt"}
    assert beaten(arrival).data is None
    once()
    assert (Document.objects.count(), beaten(arrival).state) == (0, Arrival.STOPPED)
    assert client.post(f"{address}/dung").status_code == 422
    assert put(hanh).state == Arrival.WAITING


@pytest.mark.parametrize("where", ["read_aside", "_refuse_secret"])
def test_nothing_is_kept_of_a_file_that_is_taken_back_while_it_is_read(hanh, monkeypatch, once, where):
    """Between two pages, and at the last moment before anything is written."""
    arrival = put(hanh)
    goes_on = getattr(actions, where)

    def stop_first(*arguments, **more):
        background.stop(actor=hanh, arrival_id=arrival.pk, at=NOON)
        return goes_on(*arguments, **more)

    monkeypatch.setattr(actions, where, stop_first)
    once()
    assert (Document.objects.count(), beaten(arrival).state) == (0, Arrival.STOPPED)
    acts = Event.objects.order_by("number").values_list("act", flat=True)
    assert list(acts) == ["arrival.waiting", "arrival.stopped"]


# --- workers that are lost ------------------------------------------------------------------------------------------


def test_what_a_lost_worker_has_left_is_taken_up(hanh, once):
    arrival = put(hanh)
    Arrival.objects.update(state=Arrival.READING, tries=1, beat_at=NOON)
    left()
    assert background.take_up_lost(later(seconds=60)) == 0
    assert background.take_up_lost(later(seconds=61)) == 1
    # Somebody else who looks finds nothing left.
    assert background.take_up_lost(later(seconds=62)) == 0
    once()
    assert (beaten(arrival).state, arrival.tries) == (Arrival.KEPT, 2)
    assert arrival.document == Document.objects.get()


def test_a_worker_that_comes_back_late_writes_nothing(hanh, monkeypatch):
    """Its machine slept, and another has taken the file up and finished it."""
    arrival = put(hanh)

    def sleep(data, name):
        yield None
        monkeypatch.undo()
        background.take_up_lost(later(minutes=2))
        background.read_now(arrival.pk, clock=clock(later(minutes=3)))
        return read(data + b"\n", name)

    monkeypatch.setattr(actions, "read_aside", sleep)
    background.read_now(arrival.pk, clock=clock(NOON))
    assert (Document.objects.count(), beaten(arrival).state, arrival.tries) == (1, Arrival.KEPT, 2)
    assert arrival.document == Document.objects.get()
    assert not Event.objects.filter(act="arrival.refused").exists()


def test_three_failures_end_with_a_sentence(client, hanh, monkeypatch, once):
    arrival = put(hanh)

    def fail(data, name):
        raise RuntimeError("no room in memory")
        yield

    monkeypatch.setattr(actions, "read_aside", fail)
    for number in (1, 2, 3):
        assert beaten(arrival).state == Arrival.WAITING
        once()
        assert beaten(arrival).tries == number
        background.take_up_lost(timezone.now() + timedelta(minutes=2))
    assert (arrival.state, arrival.data, Document.objects.count()) == (Arrival.REFUSED, None, 0)
    said = client.get(f"/van-ban/dang-doc/{arrival.pk}").json()["refusal"]
    assert "chưa đọc được dù đã thử ba lần" in said
    assert put(hanh).state == Arrival.WAITING


def test_a_worker_that_is_lost_three_times_ends_the_file_too(hanh):
    arrival = put(hanh)
    Arrival.objects.update(state=Arrival.READING, tries=background.TRIES, beat_at=NOON)
    assert background.take_up_lost(later(seconds=61)) == 0
    assert (beaten(arrival).state, arrival.data) == (Arrival.REFUSED, None)
    with translation.override("vi"):
        assert "thử ba lần" in arrivals.said_of(arrival)["refusal"]


def test_who_has_lost_the_role_meanwhile_still_gets_what_they_sent(people, once):
    officer = people.viewer("officer")
    put(officer)
    held = Membership.objects.get(person_id=officer.person_id, role=Role.OFFICER)
    end_role(actor=SYSTEM, at=AT, membership_id=held.pk, until=date(2026, 4, 8))
    once()
    assert Document.objects.get().agency == people.finance


def test_how_far_it_is_is_told_while_it_is_read(client, hanh, monkeypatch, once):
    arrival = put(hanh, PLAN)
    address = f"/van-ban/dang-doc/{arrival.pk}"
    monkeypatch.setattr(background, "BEAT", timedelta(0))
    seen = []

    def steps(data, name):
        for page in (1, 2):
            yield (page, 2)
            seen.append(client.get(address).json())
        return read(data, name)

    monkeypatch.setattr(actions, "read_aside", steps)
    once()
    assert [(one["page"], one["pages"]) for one in seen] == [(1, 2), (2, 2)]
    assert beaten(arrival).state == Arrival.KEPT
