"""Who may make a document known, what each sees of it, and how it is said."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from hoinhap.apps.agencies import naming
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, Role
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import NotFound
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import choosing, sending, sending_words, sent
from hoinhap.apps.library.models import Dispatch, Document
from hoinhap.apps.library.sending_forms import count_of, day_of
from tests.apps.cast import AT, ON, hold
from tests.apps.library.dissemination import LATER, ROLES, SEES, Scene, acts, document, refused, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return stage()


# Who may do what

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


def test_a_viewer_made_by_hand_sees_only_what_the_roles_say(scene):
    scene.send(scene.cast.justice)
    made = Viewer(uuid.uuid4(), "x", ON, frozenset({(scene.cast.justice.pk, Role.VIEWER)}))
    assert sent.inbox_for(made).unopened == 1
    assert sent.waiting_for(made) == 0
    assert sent.spoken_for(made, sent.board_for(made, scene.document.pk)) == []


# Reading


def test_the_board_answers_its_question(scene):
    assert sending_words.headline(scene.board()) == "Chưa gửi văn bản này đến cơ quan nào"
    scene.send(scene.cast.justice, *scene.communes)
    scene.confirm(scene.cast.justice)
    assert sending_words.headline(scene.board()) == "1 trên 3 cơ quan đã xác nhận; 2 chưa"
    for commune in scene.communes:
        hold(scene.cast.people["justice"], commune, Role.HEAD, since=ON)
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


def test_the_board_asks_four_times_however_many_they_are(scene, django_assert_num_queries):
    many = [Agency.objects.create(code=f"s-{n}", name=f"Sở số {n}") for n in range(40)]
    scene.send(*many)
    for agency in many[:5]:
        scene.tell(agency, by="hanh")
    viewer = scene.cast.viewer("hanh")
    naming.names_known()
    with django_assert_num_queries(4):
        board = sent.board_for(viewer, scene.document.pk)
        assert [row.agency.name for row in board.rows] == [f"Sở số {n}" for n in range(40)]
        assert all(row.dispatch.sent_by.full_name for row in board.rows)


def test_agencies_are_offered_in_groups_without_those_who_have_it(scene):
    scene.send(scene.cast.justice)
    groups = choosing.groups_for(scene.cast.viewer("officer"), scene.board("officer"))
    assert [(group.word, [agency.name for agency in group.agencies]) for group in groups] == [
        ("Cơ quan cấp trên", ["Sở Ngoại vụ"]),
        ("Cấp xã thuộc Sở Ngoại vụ", ["UBND phường Đông Lâm", "Ủy ban nhân dân xã Hạc Sơn"]),
    ]
    assert choosing.groups_for(scene.cast.viewer("justice"), scene.board("justice")) == []
    (found,) = choosing.narrowed(groups, "dong lam")
    assert [agency.name for agency in found.agencies] == ["UBND phường Đông Lâm"]
    assert choosing.narrowed(groups, "Hạc Lâm") == []


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


@pytest.mark.parametrize("name", ROLES)
def test_the_rail_counts_what_this_person_may_confirm(scene, name, django_assert_num_queries):
    scene.send(scene.cast.justice)
    viewer = scene.cast.viewer(name)
    with django_assert_num_queries(1 if sent.may_confirm(viewer) else 0):
        assert sent.waiting_for(viewer) == (name == "justice")


def test_the_line_of_a_document_asks_once_and_only_where_something_can_be(scene, django_assert_num_queries):
    justice = scene.cast.viewer("justice")
    assert sent.line_of(justice, scene.document) is None
    scene.send(scene.cast.justice)
    others = [scene.cast.viewer(name) for name in ("nobody", "officer")]
    with django_assert_num_queries(0):
        assert [sent.line_of(other, scene.document) for other in others] == [None, None]
    with django_assert_num_queries(1):
        line = sent.line_of(justice, scene.document)
        assert line and line.may_confirm and line.row.dispatch.document.agency.name == "Sở Tài chính"
    scene.confirm(scene.cast.justice)
    with django_assert_num_queries(1):
        line = sent.line_of(justice, scene.document)
        assert line and line.row.dispatch.confirmed_by.full_name == "Người justice"


def test_the_line_names_first_what_the_viewer_can_confirm(scene):
    person = scene.cast.people["justice"]
    for commune, role in zip(scene.communes, (Role.VIEWER, Role.HEAD), strict=True):
        hold(person, commune, role, since=ON)
    scene.send(scene.cast.justice, *scene.communes)
    reads, works = scene.communes
    scene.confirm(scene.cast.justice)

    def line() -> tuple[Agency, bool]:
        found = sent.line_of(scene.cast.viewer("justice"), scene.document)
        assert found
        return found.row.agency, found.may_confirm

    assert line() == (works, True)
    scene.confirm(works, at=LATER + timedelta(hours=1))
    assert line() == (reads, False)
    Dispatch.objects.filter(agency=reads).delete()
    assert line() == (works, True)


def test_an_agency_where_nobody_can_confirm_is_known(scene):
    everybody = {scene.cast.justice.pk, *(one.pk for one in scene.communes)}
    communes = frozenset(one.pk for one in scene.communes)
    assert sent.unmanned(everybody, ON) == communes
    hold(scene.cast.people["viewer"], scene.communes[0], Role.VIEWER, since=ON)
    assert sent.unmanned(everybody, ON) == communes
    person = scene.cast.people["justice"]
    person.is_active = False
    person.save()
    assert sent.unmanned(everybody, ON) == everybody


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


def test_communes_of_a_province_are_one_group_by_its_plain_name():
    assert sending_words.group_word("communes", "UBND tỉnh") == "Cấp xã thuộc tỉnh"
    assert sending_words.group_word("communes", "Ủy ban nhân dân tỉnh Lam Giang") == "Cấp xã thuộc tỉnh"
    assert sending_words.group_word("communes", "Sở Ngoại vụ") == "Cấp xã thuộc Sở Ngoại vụ"
    assert sending_words.group_word("communes") == "Cấp xã"


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
