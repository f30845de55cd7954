"""A document is made known: who gets it, who opened and confirmed it, who was reminded, which sessions were held."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import Agency, Role
from hoinhap.apps.errors import NotFound
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import access, sending, sending_words, sent
from hoinhap.apps.library.models import Briefing, Dispatch
from tests.apps.cast import AT, ON, hold
from tests.apps.library.dissemination import LATER, TOMORROW, Scene, acts, document, refused, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return stage()


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


def test_taking_back_is_undone_with_the_same_words_and_day(scene):
    scene.send(scene.cast.justice, note="Khẩn", confirm_by=ON)
    scene.send(*scene.communes)
    done = scene.unsend(scene.cast.justice, *scene.communes)
    scene.send(scene.communes[0], at=LATER)
    officer = scene.cast.viewer("officer")
    again = sending.send_again(actor=officer, document_id=scene.document.pk, number=done.number, at=TOMORROW)
    assert {one.agency for one in again} == {scene.cast.justice, scene.communes[1]}
    back = Dispatch.objects.get(agency=scene.cast.justice)
    assert (back.note, back.confirm_by, back.sent_at, back.sent_by_id) == ("Khẩn", ON, TOMORROW, officer.person_id)
    assert acts() == ["document.sent", "document.sent", "document.unsent", "document.sent", "document.sent"]
    with refused("nothing-to-send-again"):
        sending.send_again(actor=officer, document_id=scene.document.pk, number=done.number, at=TOMORROW)


def test_only_ones_own_taking_back_of_that_document_is_undone(scene):
    scene.send(scene.cast.justice)
    number = scene.unsend(scene.cast.justice).number
    other = document(scene.cast.finance, "10/KH-UBND")
    for name, paper, asked in (
        ("head", scene.document, number),
        ("officer", other, number),
        ("officer", scene.document, number - 1),
    ):
        with refused("nothing-to-send-again"):
            sending.send_again(actor=scene.cast.viewer(name), document_id=paper.pk, number=asked, at=LATER)
    assert not Dispatch.objects.exists()


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
    hold(scene.cast.people["justice"], commune, Role.VIEWER, since=ON)
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


def test_reminding_the_chosen_needs_a_choice(scene):
    scene.send(scene.cast.justice)
    with refused("reminded-nobody"):
        sending.remind(actor=scene.cast.viewer("officer"), document_id=scene.document.pk, at=LATER, agency_ids=[])
    assert acts() == ["document.sent"]


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
        hold(scene.cast.people["justice"], commune, Role.HEAD, since=ON)
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
