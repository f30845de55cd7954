"""A document is made known: who has it, who opened and confirmed it, who was reminded, which sessions were held."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from hoinhap.apps.agencies.access import SYSTEM, Viewer
from hoinhap.apps.agencies.models import Agency, Membership, Role
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import access, sending, sending_words, sent
from hoinhap.apps.library.models import Briefing, Dispatch, Document, time_ordered_id
from hoinhap.apps.library.sending_forms import count_of, day_of
from tests.apps.cast import AT, ON, Cast, cast

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
TOMORROW = AT + timedelta(days=1)


@dataclass
class Scene:
    """The cast, and a directive that the finance department keeps."""

    cast: Cast
    document: Document

    @property
    def communes(self) -> list[Agency]:
        return list(Agency.objects.filter(code__startswith="xa-").order_by("code"))

    def send(self, *agencies: Agency, by: str = "officer", at: datetime = AT, **more) -> sending.Sent:
        keys = [agency.pk for agency in agencies]
        return sending.send(actor=self.cast.viewer(by), document_id=self.document.pk, agency_ids=keys, at=at, **more)

    def confirm(self, agency: Agency, by: str = "justice", at: datetime = LATER) -> Dispatch:
        return sending.confirm(actor=self.cast.viewer(by), document_id=self.document.pk, agency_id=agency.pk, at=at)

    def remind(self, *agencies: Agency, by: str = "officer", at: datetime = LATER) -> sending.Reminded:
        keys = [agency.pk for agency in agencies] or None
        return sending.remind(actor=self.cast.viewer(by), document_id=self.document.pk, at=at, agency_ids=keys)

    def unsend(self, *agencies: Agency, by: str = "officer", at: datetime = LATER) -> sending.Unsent:
        keys = [agency.pk for agency in agencies]
        return sending.unsend(actor=self.cast.viewer(by), document_id=self.document.pk, agency_ids=keys, at=at)

    def tell(self, agency: Agency, by: str = "justice", at: datetime = LATER, **more) -> Briefing:
        told = {"held_on": ON, "people": 45, "form": "direct", **more}
        return sending.tell_briefing(
            actor=self.cast.viewer(by), document_id=self.document.pk, agency_id=agency.pk, at=at, **told
        )

    def board(self, by: str = "hanh", on: date = ON) -> sent.Board:
        return sent.board_for(viewer_for(self.cast.people[by], on=on), self.document.pk)


def document(agency: Agency | None, number: str = "07/CT-UBND") -> Document:
    return Document.objects.create(
        id=time_ordered_id(AT),
        name="chi-thi.txt",
        sha256=uuid.uuid4().hex * 2,
        size=1,
        received_at=AT,
        agency=agency,
        kind="Chỉ thị",
        number=number,
        title="Về tăng cường hội nhập quốc tế",
        issuer="Ủy ban nhân dân tỉnh Lam Giang",
        dated=date(2026, 4, 1),
    )


@pytest.fixture
def scene() -> Scene:
    people = cast()
    for code, name in (("xa-mot", "Ủy ban nhân dân xã Hạc Sơn"), ("xa-hai", "UBND phường Đông Lâm")):
        Agency.objects.create(code=code, name=name, parent=people.foreign)
    return Scene(people, document(people.finance))


def acts() -> list[str]:
    return list(Event.objects.order_by("number").values_list("act", flat=True))


def refused(code: str):
    return pytest.raises(Refused, match=f"^library\\.{code}$")


# Sending


def test_several_agencies_get_a_document_at_once_with_one_event(scene):
    done = scene.send(scene.cast.justice, *scene.communes, note="  Quán triệt   trong tháng 4 ", confirm_by=ON)
    assert {dispatch.agency for dispatch in done.sent} == {scene.cast.justice, *scene.communes}
    assert done.already == []
    kept = Dispatch.objects.get(agency=scene.cast.justice)
    assert (kept.note, kept.confirm_by, kept.sent_at) == ("Quán triệt trong tháng 4", ON, AT)
    assert kept.sent_by == scene.cast.people["officer"]
    event = Event.objects.get()
    assert (event.act, event.root_id) == ("document.sent", str(scene.document.pk))
    assert [one["name"] for one in event.facts["agencies"]] == [dispatch.agency.name for dispatch in done.sent]
    assert event.facts["confirm_by"] == "2026-04-07"


def test_who_has_it_already_is_named_and_left_as_it_is(scene):
    scene.send(scene.cast.justice, note="lần đầu")
    done = scene.send(scene.cast.justice, *scene.communes, at=LATER, note="lần hai")
    assert done.already == [scene.cast.justice]
    assert len(done.sent) == 2
    assert Dispatch.objects.get(agency=scene.cast.justice).note == "lần đầu"
    assert [one["name"] for one in Event.objects.first().facts["already"]] == ["Sở Tư pháp"]


def test_sending_only_to_those_who_have_it_is_refused(scene):
    scene.send(scene.cast.justice)
    with refused("sent-already") as refusal:
        scene.send(scene.cast.justice, at=LATER)
    assert refusal.value.facts["names"] == "Sở Tư pháp"
    assert acts() == ["document.sent"]


@pytest.mark.parametrize("since, until", [(None, ON), (ON + timedelta(days=1), None)], ids=["ended", "not yet"])
def test_an_agency_that_does_not_exist_that_day_stops_the_sending(scene, since, until):
    gone = Agency.objects.create(code="so-cu", name="Sở Kế hoạch và Đầu tư", since=since, until=until)
    with refused("agency-ended") as refusal:
        scene.send(scene.cast.justice, gone)
    assert refusal.value.facts["names"] == "Sở Kế hoạch và Đầu tư"
    assert not Dispatch.objects.exists()
    assert acts() == []


def test_an_agency_of_its_last_day_gets_it(scene):
    last = Agency.objects.create(code="so-cu", name="Sở Kế hoạch và Đầu tư", until=ON + timedelta(days=1))
    assert len(scene.send(last).sent) == 1


@pytest.mark.parametrize(
    "code, more",
    [("confirm-by-past", {"confirm_by": ON - timedelta(days=1)}), ("too-long", {"note": "a" * 501})],
)
def test_a_sending_that_cannot_stand_is_refused_whole(scene, code, more):
    with refused(code):
        scene.send(scene.cast.justice, **more)
    assert not Dispatch.objects.exists()


def test_nobody_and_the_keeper_get_nothing(scene):
    with refused("sent-to-nobody"):
        scene.send()
    with refused("sent-to-keeper"):
        scene.send(scene.cast.finance, scene.cast.justice)
    with pytest.raises(NotFound):
        sending.send(
            actor=scene.cast.viewer("officer"), document_id=scene.document.pk, agency_ids=[uuid.uuid4()], at=AT
        )
    assert not Dispatch.objects.exists()


def test_the_database_keeps_one_dispatch_for_an_agency_and_no_confirmation_without_opening(scene):
    scene.send(scene.cast.justice)
    row = {"document": scene.document, "sent_by": scene.cast.people["officer"], "sent_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(agency=scene.cast.justice, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(agency=scene.cast.foreign, confirmed_at=AT, **row)


# Taking back


def test_what_nobody_has_opened_is_taken_back(scene):
    scene.send(scene.cast.justice, *scene.communes)
    sending.note_opening(scene.cast.viewer("justice"), scene.document, LATER)
    done = scene.unsend(scene.cast.justice, scene.communes[0])
    assert [one.agency for one in done.unsent] == [scene.communes[0]]
    assert [one.agency for one in done.kept] == [scene.cast.justice]
    left = Dispatch.objects.values_list("agency", flat=True)
    assert set(left) == {scene.cast.justice.pk, scene.communes[1].pk}
    event = Event.objects.first()
    assert (event.act, [one["id"] for one in event.facts["agencies"]]) == (
        "document.unsent",
        [str(scene.communes[0].pk)],
    )


def test_what_was_opened_or_briefed_is_not_taken_back(scene):
    scene.send(scene.cast.justice, scene.communes[0])
    sending.note_opening(scene.cast.viewer("justice"), scene.document, LATER)
    scene.tell(scene.communes[0], by="hanh")
    for agency in (scene.cast.justice, scene.communes[0]):
        with refused("opened-already"):
            scene.unsend(agency)
    with refused("not-sent-there"):
        scene.unsend(scene.communes[1])
    assert Dispatch.objects.count() == 2


def test_what_was_taken_back_is_no_longer_seen(scene):
    scene.send(scene.cast.justice)
    assert access.visible(scene.cast.viewer("justice")).exists()
    scene.unsend(scene.cast.justice)
    assert not access.visible(scene.cast.viewer("justice")).exists()


# Opening


def test_opening_is_noted_once_by_whoever_is_first(scene):
    scene.send(scene.cast.justice)
    viewer = scene.cast.viewer("justice")
    assert sending.note_opening(viewer, scene.document, LATER) == 1
    assert sending.note_opening(viewer, scene.document, TOMORROW) == 0
    kept = Dispatch.objects.get()
    assert (kept.opened_at, kept.opened_by) == (LATER, scene.cast.people["justice"])
    assert acts() == ["document.sent", "document.opened"]
    event = Event.objects.first()
    assert (event.root_kind, event.root_id) == ("library.document", str(scene.document.pk))


@pytest.mark.parametrize("name", ["officer", "head", "viewer", "inspector", "administrator", "nobody"])
def test_nobody_else_opens_it_for_an_agency(scene, name):
    scene.send(scene.cast.justice)
    assert sending.note_opening(scene.cast.viewer(name), scene.document, LATER) == 0
    assert sending.note_opening(SYSTEM, scene.document, LATER) == 0
    assert Dispatch.objects.get().opened_at is None


def test_the_sender_does_not_open_it_for_their_own_agency_but_a_colleague_does(scene):
    scene.send(scene.cast.foreign, by="hanh")
    assert sending.note_opening(scene.cast.viewer("hanh"), scene.document, LATER) == 0
    assert sending.note_opening(scene.cast.viewer("leader"), scene.document, LATER) == 1


def test_an_administrator_of_the_agency_opens_nothing(scene):
    scene.send(scene.cast.foreign)
    assert sending.note_opening(scene.cast.viewer("administrator"), scene.document, LATER) == 0


def test_whoever_works_in_two_agencies_opens_it_for_both(scene):
    commune = scene.communes[0]
    Membership.objects.create(person=scene.cast.people["justice"], agency=commune, role=Role.VIEWER, since=ON)
    scene.send(scene.cast.justice, commune)
    assert sending.note_opening(scene.cast.viewer("justice"), scene.document, LATER) == 2


def test_opening_asks_once_when_there_is_nothing_to_note(scene, django_assert_num_queries):
    scene.send(scene.cast.justice)
    viewer = scene.cast.viewer("justice")
    sending.note_opening(viewer, scene.document, LATER)
    with django_assert_num_queries(1):
        sending.note_opening(viewer, scene.document, LATER)
    keeper = scene.cast.viewer("officer")
    with django_assert_num_queries(0):
        sending.note_opening(keeper, scene.document, LATER)


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
    Membership.objects.create(person=made, agency=agency, role="officer", since=date(2025, 1, 1))
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


# Confirming


def test_an_agency_confirms_once(scene):
    scene.send(scene.cast.justice)
    sending.note_opening(scene.cast.viewer("justice"), scene.document, AT)
    scene.confirm(scene.cast.justice)
    kept = Dispatch.objects.get()
    assert (kept.opened_at, kept.confirmed_at, kept.confirmed_by) == (AT, LATER, scene.cast.people["justice"])
    with refused("confirmed-already") as refusal:
        scene.confirm(scene.cast.justice, at=TOMORROW)
    assert refusal.value.facts == {"who": "Người justice", "when": "12:30 ngày 07/04/2026"}
    assert acts() == ["document.sent", "document.opened", "document.confirmed"]


def test_whoever_confirms_without_opening_has_opened(scene):
    scene.send(scene.cast.justice)
    scene.confirm(scene.cast.justice)
    kept = Dispatch.objects.get()
    assert kept.opened_at == kept.confirmed_at == LATER
    assert Event.objects.first().facts["opened"] is True


def test_what_was_not_sent_is_not_confirmed(scene):
    scene.send(scene.cast.justice)
    with refused("not-sent-there"):
        scene.confirm(scene.cast.foreign, by="hanh")


# Reminding


def test_all_that_have_not_confirmed_are_reminded(scene):
    scene.send(scene.cast.justice, *scene.communes)
    scene.confirm(scene.cast.justice)
    done = scene.remind()
    assert {one.agency for one in done.reminded} == set(scene.communes)
    assert (
        list(Dispatch.objects.exclude(agency=scene.cast.justice).values_list("reminders", "reminded_at"))
        == [(1, LATER)] * 2
    )
    assert Dispatch.objects.get(agency=scene.cast.justice).reminders == 0
    assert acts()[-1] == "document.reminded"


def test_the_chosen_are_reminded_and_nobody_twice_a_day(scene):
    scene.send(scene.cast.justice, *scene.communes)
    scene.remind(scene.communes[0], at=AT)
    with refused("reminded-today") as refusal:
        scene.remind(scene.communes[0], at=LATER)
    assert refusal.value.facts == {"names": scene.communes[0].name, "when": "09:30 ngày 07/04/2026"}
    done = scene.remind(at=LATER)
    assert {one.agency for one in done.earlier} == {scene.communes[0]}
    assert {one.agency for one in done.reminded} == {scene.cast.justice, scene.communes[1]}
    with refused("reminded-today"):
        scene.remind(at=LATER)
    assert len(scene.remind(at=TOMORROW).reminded) == 3
    assert Dispatch.objects.get(agency=scene.communes[0]).reminders == 2
    assert acts().count("document.reminded") == 3


def test_the_day_of_a_reminder_is_the_office_s_day(scene):
    scene.send(scene.cast.justice)
    # 23:30 and 00:30 in Vietnam: one day in UTC, two days in the office.
    scene.remind(at=datetime.fromisoformat("2026-04-07T16:30:00+00:00"))
    assert len(scene.remind(at=datetime.fromisoformat("2026-04-07T17:30:00+00:00")).reminded) == 1


def test_nobody_is_left_to_remind(scene):
    scene.send(scene.cast.justice)
    scene.confirm(scene.cast.justice)
    with refused("nobody-to-remind"):
        scene.remind()
    with refused("nobody-to-remind"):
        sending.remind(actor=scene.cast.viewer("officer"), document_id=scene.document.pk, at=LATER, agency_ids=[])


def test_an_agency_that_has_ended_since_is_not_reminded(scene):
    scene.send(scene.cast.justice, scene.communes[0])
    Agency.objects.filter(pk=scene.communes[0].pk).update(until=ON)
    done = scene.remind()
    assert [one.agency.name for one in done.ended] == [scene.communes[0].name]
    assert [one.agency for one in done.reminded] == [scene.cast.justice]


def test_a_reminder_waits_with_its_receiver(scene):
    scene.send(scene.cast.justice)
    viewer = scene.cast.viewer("justice")
    assert sent.waiting_for(viewer) == 1
    scene.remind()
    (line,) = sent.inbox_for(viewer).lines
    assert (line.dispatch.reminders, line.state) == (1, sent.UNOPENED)
    scene.confirm(scene.cast.justice)
    assert sent.waiting_for(viewer) == 0
    assert sent.waiting_for(scene.cast.viewer("officer")) == 0


def test_the_letter_names_who_has_not_confirmed_and_nobody_else(scene):
    scene.send(scene.cast.justice, *scene.communes, confirm_by=ON)
    scene.confirm(scene.cast.justice)
    scene.remind()
    with translation.override("en"):
        text = sending_words.letter(scene.board(), ON)
    assert "Kính gửi:\n- UBND phường Đông Lâm;\n- Ủy ban nhân dân xã Hạc Sơn.\n" in text
    assert "Sở Tư pháp" not in text
    assert "đã gửi Chỉ thị 07/CT-UBND ngày 01/04/2026 của Ủy ban nhân dân tỉnh Lam Giang" in text
    assert "đến 3 cơ quan, đơn vị" in text
    assert "1 cơ quan, đơn vị đã xác nhận; 2 cơ quan, đơn vị chưa xác nhận, trong đó 2 cơ quan" in text
    assert "1. UBND phường Đông Lâm: chưa mở văn bản; hạn xác nhận 07/04/2026; đã nhắc 1 lần" in text
    assert "ngày 07 tháng 4 năm 2026" in text
    for commune in scene.communes:
        Membership.objects.create(person=scene.cast.people["justice"], agency=commune, role=Role.HEAD, since=ON)
        scene.confirm(commune)
    assert sending_words.letter(scene.board(), ON) == ""


# Sessions


def test_an_agency_tells_a_session(scene):
    scene.send(scene.cast.justice)
    told = scene.tell(scene.cast.justice, material="Tài liệu hỏi đáp", note="Toàn thể công chức")
    assert (told.held_on, told.people, told.form, told.on_behalf) == (ON, 45, "direct", False)
    event = Event.objects.first()
    assert (event.act, event.kind, event.facts["people"]) == ("briefing.told", "library.briefing", 45)
    assert event.root_id == str(scene.document.pk)


def test_a_coordinator_tells_it_on_behalf_and_it_is_kept_so(scene):
    scene.send(scene.cast.justice, scene.cast.foreign)
    assert scene.tell(scene.cast.justice, by="hanh").on_behalf is True
    assert Event.objects.first().facts["on_behalf"] is True
    assert scene.tell(scene.cast.foreign, by="hanh").on_behalf is False


def test_the_keeper_tells_its_own_session(scene):
    assert scene.tell(scene.cast.finance, by="head").agency == scene.cast.finance


@pytest.mark.parametrize("people", [1, 100_000])
def test_a_session_of_one_and_of_a_stadium_is_kept(scene, people):
    scene.send(scene.cast.justice)
    assert scene.tell(scene.cast.justice, people=people).people == people


@pytest.mark.parametrize(
    "code, more",
    [
        ("people-count", {"people": 0}),
        ("people-count", {"people": -3}),
        ("people-count", {"people": 100_001}),
        ("held-in-future", {"held_on": ON + timedelta(days=1)}),
        ("held-long-ago", {"held_on": date(1026, 4, 7)}),
        ("form-unknown", {"form": "karaoke"}),
        ("too-long", {"material": "a" * 501}),
        ("too-long", {"note": "a" * 1001}),
    ],
)
def test_a_session_that_cannot_be_is_refused(scene, code, more):
    scene.send(scene.cast.justice)
    with refused(code):
        scene.tell(scene.cast.justice, **more)
    assert not Briefing.objects.exists()
    assert acts() == ["document.sent"]


def test_a_button_pressed_twice_is_one_session(scene):
    scene.send(scene.cast.justice)
    scene.tell(scene.cast.justice)
    with refused("told-already"):
        scene.tell(scene.cast.justice)
    scene.tell(scene.cast.justice, note="buổi chiều")
    assert Briefing.objects.count() == 2


def test_a_session_needs_the_document(scene):
    with refused("not-sent-there"):
        scene.tell(scene.cast.justice, by="hanh")


def test_the_database_refuses_a_session_of_nobody_and_of_too_many(scene):
    row = {"document": scene.document, "agency": scene.cast.finance, "held_on": ON, "told_at": AT}
    for people in (0, 100_001):
        with pytest.raises(IntegrityError), transaction.atomic():
            Briefing.objects.create(people=people, told_by=scene.cast.people["head"], **row)


# Who may do what

ROLES = ("hanh", "officer", "head", "viewer", "justice", "leader", "inspector", "administrator", "nobody")
SEES = {"hanh", "officer", "head", "viewer", "justice", "leader", "inspector"}
MAY = {
    "send": {"hanh", "officer", "head"},
    "unsend": {"hanh", "officer", "head"},
    "remind": {"hanh", "officer", "head"},
    "confirm": {"justice"},
    "tell": {"hanh", "justice"},
}


@pytest.mark.parametrize("act", MAY)
@pytest.mark.parametrize("name", ROLES)
def test_the_matrix_of_roles_and_acts(scene, act, name):
    """The finance department keeps the document and sent it to justice and a commune."""
    scene.send(scene.cast.justice, scene.communes[0])
    does = {
        "send": lambda: scene.send(scene.communes[1], by=name, at=LATER),
        "unsend": lambda: scene.unsend(scene.communes[0], by=name),
        "remind": lambda: scene.remind(by=name),
        "confirm": lambda: scene.confirm(scene.cast.justice, by=name),
        "tell": lambda: scene.tell(scene.cast.justice, by=name),
    }[act]
    if name in MAY[act]:
        does()
        assert len(acts()) == 2
        return
    with pytest.raises(PermissionDenied if name in SEES else NotFound):
        does()
    assert acts() == ["document.sent"]


@pytest.mark.parametrize("name", ROLES)
def test_the_board_is_seen_by_whoever_sees_the_document(scene, name):
    scene.send(scene.cast.justice)
    if name in SEES:
        assert len(scene.board(name).rows) == 1
    else:
        with pytest.raises(NotFound):
            scene.board(name)


def test_what_is_not_visible_looks_missing(scene):
    hidden = document(scene.cast.foreign, "08/CT-UBND")
    stranger = scene.cast.viewer("justice")
    for does in (
        lambda: sending.send(actor=stranger, document_id=hidden.pk, agency_ids=[scene.cast.finance.pk], at=AT),
        lambda: sending.confirm(actor=stranger, document_id=hidden.pk, agency_id=scene.cast.justice.pk, at=AT),
        lambda: sending.remind(actor=stranger, document_id=uuid.uuid4(), at=AT),
        lambda: sent.board_for(stranger, hidden.pk),
    ):
        with pytest.raises(NotFound):
            does()


def test_a_document_without_a_keeper_is_sent_by_coordinators(scene):
    scene.document = document(None, "09/CT-UBND")
    assert len(scene.send(scene.cast.justice, by="hanh").sent) == 1
    with pytest.raises(NotFound):
        scene.send(scene.communes[0], by="officer")


def test_a_role_that_has_ended_confirms_nothing(scene):
    scene.send(scene.cast.justice)
    late = viewer_for(scene.cast.people["justice"], on=date(2024, 1, 1))
    with pytest.raises(NotFound):
        sending.confirm(actor=late, document_id=scene.document.pk, agency_id=scene.cast.justice.pk, at=LATER)


# Reading


def test_the_board_answers_its_question(scene):
    assert sending_words.headline(scene.board()) == "Chưa gửi văn bản này đến cơ quan nào"
    scene.send(scene.cast.justice, *scene.communes)
    scene.confirm(scene.cast.justice)
    assert sending_words.headline(scene.board()) == "1 trên 3 cơ quan đã xác nhận; 2 chưa"
    for commune in scene.communes:
        Membership.objects.create(person=scene.cast.people["justice"], agency=commune, role=Role.HEAD, since=ON)
        scene.confirm(commune)
    assert sending_words.headline(scene.board()) == "Cả 3 cơ quan đã xác nhận"


def test_the_choices_of_rows_add_up(scene):
    scene.send(scene.cast.justice, confirm_by=ON)
    scene.send(*scene.communes)
    sending.note_opening(scene.cast.viewer("justice"), scene.document, LATER)
    scene.tell(scene.cast.justice)
    board = scene.board(on=ON + timedelta(days=1))
    assert [row.state for row in board.rows] == ["late", "unopened", "unopened"]
    for one, other in (
        ("chua-xac-nhan", "da-xac-nhan"),
        ("chua-mo", "da-mo"),
        ("da-quan-triet", "chua-quan-triet"),
    ):
        assert board.count(one) + board.count(other) == board.count("") == 3
    assert (board.count("qua-han"), board.count("cho-xac-nhan"), board.people) == (1, 1, 45)
    assert scene.board(on=ON).rows[0].state == "opened"


def test_a_share_is_whole_only_when_it_is_whole():
    def board(done: int, total: int) -> sent.Board:
        return sent.Board(Document(), [None] * total, [], {"x": done})  # type: ignore[list-item]

    shares = [board(done, total).percent("x") for done, total in ((0, 0), (0, 300), (1, 300), (299, 300), (300, 300))]
    assert shares == [0, 0, 1, 99, 100]


def test_the_board_asks_three_times_however_many_they_are(scene, django_assert_num_queries):
    many = [Agency.objects.create(code=f"s-{n}", name=f"Sở số {n}") for n in range(40)]
    scene.send(*many)
    for agency in many[:5]:
        scene.tell(agency, by="hanh")
    viewer = scene.cast.viewer("hanh")
    with django_assert_num_queries(3):
        board = sent.board_for(viewer, scene.document.pk)
        assert [row.agency.name for row in board.rows] == [f"Sở số {n}" for n in range(40)]
        assert all(row.dispatch.sent_by.full_name for row in board.rows)


def test_agencies_are_offered_in_groups_without_those_who_have_it(scene):
    scene.send(scene.cast.justice)
    groups = sent.groups_for(scene.cast.viewer("officer"), scene.board("officer"))
    assert [(group.word, [agency.name for agency in group.agencies]) for group in groups] == [
        ("Cơ quan cấp trên", ["Sở Ngoại vụ"]),
        ("Cấp xã thuộc Sở Ngoại vụ", ["UBND phường Đông Lâm", "Ủy ban nhân dân xã Hạc Sơn"]),
    ]
    assert sent.groups_for(scene.cast.viewer("justice"), scene.board("justice")) == []
    (found,) = sent.narrowed(groups, "dong lam")
    assert [agency.name for agency in found.agencies] == ["UBND phường Đông Lâm"]
    assert sent.narrowed(groups, "Hạc Lâm") == []


def test_the_inbox_puts_first_what_waits_longest_to_be_opened(scene):
    viewer = scene.cast.viewer("justice")
    assert sending_words.inbox_headline(sent.inbox_for(viewer)) == "Chưa có văn bản nào được gửi đến"
    papers = [scene.document, document(scene.cast.finance, "10/KH-UBND"), document(scene.cast.finance, "11/KH-UBND")]
    for paper in papers:
        scene.document = paper
        scene.send(scene.cast.justice)
    scene.document = papers[0]
    scene.confirm(scene.cast.justice)
    sending.note_opening(viewer, papers[1], LATER)
    found = sent.inbox_for(viewer)
    assert [line.dispatch.document for line in found.lines] == [papers[2], papers[1], papers[0]]
    assert (found.unopened, found.opened, found.confirmed) == (1, 1, 1)
    assert sending_words.inbox_headline(found) == "2 văn bản chờ xác nhận, 1 chưa mở"
    assert [line.dispatch.document for line in sent.inbox_for(viewer, state="da-xac-nhan").lines] == [papers[0]]
    second = sent.inbox_for(viewer, page=2, size=2)
    assert ([line.dispatch.document for line in second.lines], second.pages) == ([papers[0]], 2)
    assert sent.inbox_for(scene.cast.viewer("nobody")).lines == []


def test_the_sheet_holds_every_agency_and_no_formula(scene):
    scene.send(scene.cast.justice, *scene.communes, note="=1+1")
    scene.confirm(scene.cast.justice)
    scene.tell(scene.cast.justice, material="@tai-lieu")
    data = sent.sheet(scene.board())
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:4]] == ["Sở Tư pháp", "UBND phường Đông Lâm", "Ủy ban nhân dân xã Hạc Sơn"]
    assert rows[1][2:9] == [
        "07/04/2026 09:30",
        "",
        "07/04/2026 12:30",
        "Người justice",
        "07/04/2026 12:30",
        "Người justice",
        "Đã xác nhận",
    ]
    assert rows[1][9:11] == ["1", "45"]
    assert rows[1][-1] == "'=1+1"
    assert rows[-1] == ["1", "07/04/2026", "Sở Tư pháp", "Hội nghị trực tiếp", "45", "'@tai-lieu", ""]


# Words


def test_every_refusal_of_these_rules_has_its_sentence(scene):
    source = Path(sending.__file__).read_text(encoding="utf-8")
    source += Path(sending.__file__).with_name("sending_forms.py").read_text(encoding="utf-8")
    source += (Path(sending.__file__).parent / "views" / "sending.py").read_text(encoding="utf-8")
    raised = set(re.findall(r'Refused\(\s*"library\.([a-z-]+)"', source))
    assert raised == set(sending_words.REFUSALS)
    scene.send(scene.cast.justice)
    with refused("sent-already") as refusal:
        scene.send(scene.cast.justice)
    assert sending_words.sentence(refusal.value) == "Văn bản đã được gửi đến Sở Tư pháp từ trước; không gửi lại."


def test_every_act_is_said(scene):
    scene.send(scene.cast.justice, *scene.communes)
    sending.note_opening(scene.cast.viewer("justice"), scene.document, LATER)
    scene.confirm(scene.cast.justice)
    scene.remind()
    scene.unsend(scene.communes[0])
    scene.tell(scene.cast.justice, by="hanh")
    said = [sending_words.said(event.act, event.facts) for event in Event.objects.order_by("number")]
    assert said == [
        said[0],
        "Mở văn bản tại Sở Tư pháp",
        "Xác nhận văn bản cho Sở Tư pháp",
        said[3],
        f"Thu hồi văn bản đã gửi đến {scene.communes[0].name}",
        "Ghi thay Sở Tư pháp một phiên quán triệt, 45 người dự",
    ]
    assert said[0].startswith("Gửi văn bản đến ") and "Sở Tư pháp" in said[0]
    assert said[3].startswith("Nhắc ") and "Sở Tư pháp" not in said[3]
    assert set(acts()) == set(sending_words.ACTS)


def test_many_names_are_said_in_short():
    names = [f"Sở {n}" for n in range(1, 9)]
    assert sending_words.listed(names[:5]) == "Sở 1, Sở 2, Sở 3, Sở 4, Sở 5"
    assert sending_words.listed(names) == "Sở 1, Sở 2, Sở 3, Sở 4 và 4 cơ quan khác"


@pytest.mark.parametrize(
    "text, found", [("2026-11-05", date(2026, 11, 5)), (" 5/11/2026 ", date(2026, 11, 5)), ("", None)]
)
def test_a_day_is_read_as_it_is_written(text, found):
    assert day_of(text) == found


@pytest.mark.parametrize("text", ["31/02/2026", "mai", "2026-13-01", "5/11"])
def test_what_is_no_day_is_refused_by_its_words(text):
    with refused("day-unread") as refusal:
        day_of(text)
    assert refusal.value.facts["text"] == text


@pytest.mark.parametrize("text, found", [("120", 120), ("1.200", 1200), ("100,000", 100_000), ("0", 0)])
def test_a_number_of_people_is_read_as_it_is_written(text, found):
    assert count_of(text) == found


@pytest.mark.parametrize("text", ["", "-5", "1,5", "12 người", "１２", "9" * 12])
def test_what_is_no_number_is_refused(text):
    with refused("people-unread"):
        count_of(text)


# Pages


@pytest.fixture
def browse(client, scene, monkeypatch):
    """Sign somebody in; the office's day is the one of the scene."""

    def sign_in(name: str):
        client.force_login(scene.cast.people[name])
        return client

    return sign_in


def address(scene: Scene, step: str = "") -> str:
    return f"/van-ban/{scene.document.pk}/pho-bien{step}"


def test_the_page_sends_skips_and_says_so(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("officer")
    keys = [str(scene.cast.justice.pk), str(scene.communes[0].pk)]
    answer = client.post(address(scene, "/gui"), {"co-quan": keys, "loi_nhan": "Khẩn"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Đã gửi đến 1 cơ quan. Bỏ qua vì đã gửi từ trước: Sở Tư pháp." in page
    assert "0 trên 2 cơ quan đã xác nhận; 2 chưa" in page
    assert "Hoàn tác" in page


def test_a_group_is_sent_to_without_script(scene, browse):
    client = browse("officer")
    client.post(address(scene, "/gui"), {"nhom": f"communes-{scene.cast.foreign.pk}"})
    assert set(Dispatch.objects.values_list("agency", flat=True)) == {one.pk for one in scene.communes}


def test_a_refused_sending_says_why_beside_its_form_and_keeps_what_was_written(scene, browse):
    gone = Agency.objects.create(code="so-cu", name="Sở Kế hoạch và Đầu tư", until=date(2025, 7, 1))
    client = browse("officer")
    chosen = [str(scene.communes[0].pk), str(gone.pk)]
    answer = client.post(address(scene, "/gui"), {"co-quan": chosen, "loi_nhan": "Giữ lại"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sở Kế hoạch và Đầu tư không hoạt động vào ngày gửi" in page
    assert 'value="Giữ lại"' in page
    assert f'value="{scene.communes[0].pk}" checked' in page


def test_the_buttons_are_there_for_whoever_may_press_them(scene, browse):
    scene.send(scene.cast.justice)
    shown = {}
    for name in sorted(SEES):
        page = browse(name).get(address(scene)).content.decode()
        steps = ("/gui", "/nhac", "/thu-hoi", "/xac-nhan", "/phien")
        shown[name] = {step for step in steps if f'action="{address(scene, step)}"' in page}
    assert shown == {
        "hanh": {"/gui", "/nhac", "/thu-hoi", "/phien"},
        "officer": {"/gui", "/nhac", "/thu-hoi", "/phien"},
        "head": {"/gui", "/nhac", "/thu-hoi", "/phien"},
        "justice": {"/xac-nhan", "/phien"},
        "viewer": set(),
        "leader": set(),
        "inspector": set(),
    }


@pytest.mark.parametrize("step", ["/gui", "/nhac", "/thu-hoi", "/xac-nhan", "/phien"])
def test_pages_keep_the_rules_too(scene, browse, step):
    scene.send(scene.cast.justice)
    key = {"co-quan": str(scene.cast.justice.pk), "ngay": "2026-04-01", "so_nguoi": "5"}
    assert browse("inspector").post(address(scene, step), key).status_code == 403
    assert browse("nobody").post(address(scene, step), key).status_code == 404
    assert browse("hanh").get(address(scene, step)).status_code == 405
    assert acts() == ["document.sent"]


def test_the_inbox_confirms_in_place(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("justice")
    page = client.get("/van-ban-den").content.decode()
    assert "1 văn bản chờ xác nhận, 1 chưa mở" in page
    answer = client.post(
        address(scene, "/xac-nhan"), {"co-quan": str(scene.cast.justice.pk)}, headers={"HX-Request": "true"}
    )
    swapped = answer.content.decode()
    assert swapped.lstrip().startswith("<tr")
    assert "Đã xác nhận" in swapped
    assert 'id="inbox-head" hx-swap-oob="true">Mọi văn bản được gửi đến đều đã xác nhận' in swapped
    again = client.post(
        address(scene, "/xac-nhan"), {"co-quan": str(scene.cast.justice.pk)}, headers={"HX-Request": "true"}
    )
    assert "Người justice đã xác nhận văn bản này lúc" in again.content.decode()
    assert acts().count("document.confirmed") == 1


def test_the_inbox_confirms_without_script(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("justice")
    form = {"co-quan": str(scene.cast.justice.pk), "ve": "den"}
    answer = client.post(address(scene, "/xac-nhan"), form, follow=True)
    assert answer.redirect_chain == [("/van-ban-den", 302)]
    assert "Đã xác nhận văn bản." in answer.content.decode()


def test_an_empty_inbox_says_what_will_stand_there(scene, browse):
    page = browse("justice").get("/van-ban-den").content.decode()
    assert "Chưa có văn bản nào được gửi đến" in page
    assert "sẽ hiện ở đây" in page


def test_a_session_is_told_on_the_page(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("justice")
    form = {"co-quan": str(scene.cast.justice.pk), "ngay": "01/04/2026", "so_nguoi": "1.200", "hinh_thuc": "within"}
    wrong = client.post(address(scene, "/phien"), {**form, "so_nguoi": "đông lắm"})
    assert wrong.status_code == 422
    assert "“đông lắm” không phải là số" in wrong.content.decode()
    page = client.post(address(scene, "/phien"), form, follow=True).content.decode()
    assert "1 phiên quán triệt, 1200 lượt người dự" in page
    assert "Lồng ghép sinh hoạt, giao ban" in page


def test_a_person_filters_and_takes_the_files(scene, browse):
    scene.send(scene.cast.justice, *scene.communes)
    scene.confirm(scene.cast.justice)
    client = browse("officer")
    page = client.get(address(scene) + "?xem=da-xac-nhan").content.decode()
    table = page.partition("sent-table")[2].partition("</table>")[0]
    assert "Sở Tư pháp" in table and "Hạc Sơn" not in table
    sheet = client.get(address(scene, ".csv"))
    assert sheet["Content-Type"] == "text/csv; charset=utf-8"
    letter = client.get(f"/van-ban/{scene.document.pk}/cong-van-don-doc.txt")
    assert "Hạc Sơn" in letter.content.decode()
    assert browse("inspector").get(f"/van-ban/{scene.document.pk}/cong-van-don-doc.txt").status_code == 403


def test_an_address_made_by_hand_breaks_nothing(scene, browse):
    client = browse("officer")
    for asked in ("?xem=x", "?luc=x", "?luc=2026-04-07", "?phien=x", "?ghi=x", "?tim-co-quan=ha%20%00"):
        assert client.get(address(scene) + asked).status_code == 200, asked
    for asked in ("?trang=0", "?trang=9999999999", "?trang=1x", "?xem=x"):
        assert client.get("/van-ban-den" + asked).status_code == 200, asked
    for step in ("/gui", "/thu-hoi", "/nhac", "/xac-nhan", "/phien"):
        assert client.post(address(scene, step), {"co-quan": "x", "da-chon": "1"}).status_code == 404, step


def test_a_stranger_signs_in_first(scene, client):
    for there in (address(scene), address(scene, ".csv"), "/van-ban-den"):
        answer = client.get(there)
        assert (answer.status_code, "next=" in answer["Location"]) == (302, True)


def test_a_viewer_made_by_hand_sees_only_what_the_roles_say(scene):
    scene.send(scene.cast.justice)
    made = Viewer(uuid.uuid4(), "x", ON, frozenset({(scene.cast.justice.pk, Role.VIEWER)}))
    assert sent.waiting_for(made) == 1
    assert sent.spoken_for(made, sent.board_for(made, scene.document.pk)) == []
