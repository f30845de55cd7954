"""The page of one agency: what it was on a day, whence it came and what became of it, and who worked there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hoinhap.apps.agencies import portrait, registry, sections
from hoinhap.apps.agencies.access import STRANGER, SYSTEM
from hoinhap.apps.agencies.asof import AsOf
from hoinhap.apps.agencies.days import asked_days
from hoinhap.apps.agencies.models import Agency, Placement, Post
from hoinhap.apps.agencies.registry import Act
from hoinhap.apps.errors import NotFound
from hoinhap.core.agencies.lineage import rows
from hoinhap.core.agencies.reorganising import End, Found, Pass, Plan, Restand
from tests.apps.cast import AT, LONG_AGO, ON, cast, stand

pytestmark = pytest.mark.django_db

MERGE_DAY = date(2025, 3, 1)
BEFORE = MERGE_DAY - timedelta(days=1)


def key(agency):
    return str(agency.pk)


def change(on, *steps, at=AT, symbol="45/NQ-HĐND"):
    return registry.change(actor=SYSTEM, at=at, plan=Plan(on, steps), act=Act(symbol))[0]


def portrait_of(code, on=ON, known=None, viewer=SYSTEM):
    return portrait.portrait_for(viewer, code, AsOf(on, known), href=lambda code: f"/co-quan/{code}/")


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def merged(people):
    """Let planning go into finance and information into culture and science, as on 01/03/2025."""
    province = stand("ubnd-tinh", "Ủy ban nhân dân tỉnh Lam Giang", kind="committee")
    made = {"province": province, "finance": people.finance}
    for code, name in (
        ("planning", "Sở Kế hoạch và Đầu tư"),
        ("information", "Sở Thông tin và Truyền thông"),
        ("culture", "Sở Văn hóa, Thể thao và Du lịch"),
        ("science", "Sở Khoa học và Công nghệ"),
    ):
        made[code] = stand(code, name, parent=province, kind="department")
    change(
        MERGE_DAY,
        Pass(key(made["planning"]), key(made["finance"])),
        Pass(key(made["information"]), key(made["culture"]), "báo chí"),
        Pass(key(made["information"]), key(made["science"])),
        End(key(made["planning"])),
        End(key(made["information"])),
    )
    return made


def test_an_agency_is_drawn_with_its_forebears_and_says_from_whom_it_took_over(merged):
    found = portrait_of("so-tai-chinh")
    assert (found.state, found.name) == (portrait.ALIVE, "Sở Tài chính")
    assert [(one.name, one.on, one.function) for one in found.took] == [("Sở Kế hoạch và Đầu tư", MERGE_DAY, "")]
    assert [(row.forebear, row.heir, row.act) for row in rows(found.drawing)] == [
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính", "45/NQ-HĐND")
    ]
    assert found.drawing.forebears == ("Sở Kế hoạch và Đầu tư",)


def test_a_split_is_seen_whole_from_one_of_its_heirs(merged):
    told = {(row.forebear, row.heir, row.function) for row in rows(portrait_of("culture").drawing)}
    assert told == {
        ("Sở Thông tin và Truyền thông", "Sở Văn hóa, Thể thao và Du lịch", "báo chí"),
        ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", ""),
    }


def test_before_the_merger_nothing_had_been_taken_over(merged):
    found = portrait_of("so-tai-chinh", on=BEFORE)
    assert found.took == ()
    assert [one.name for one in found.forebears] == ["Sở Kế hoạch và Đầu tư"]
    assert found.parent is None
    assert portrait_of("planning", on=BEFORE).parent.name == "Ủy ban nhân dân tỉnh Lam Giang"


def test_one_that_has_ended_says_so_and_names_its_heirs(merged, client, people):
    found = portrait_of("information")
    assert (found.state, found.last_day, found.standing) == (portrait.ENDED, BEFORE, None)
    assert {(one.code, one.function) for one in found.heirs} == {("culture", "báo chí"), ("science", "")}
    client.force_login(people.people["viewer"])
    html = client.get("/co-quan/information/").content.decode()
    assert "không còn hoạt động: cơ quan hoạt động đến hết ngày 28/02/2025" in html
    assert "(phần việc còn lại)" in html
    assert 'href="/co-quan/culture/"' in html


def test_one_that_had_not_begun_says_so_and_names_its_forebears(merged, client, people):
    change(
        date(2026, 1, 1),
        Found("new", "so-kinh-te", "Sở Kinh tế", kind="department"),
        Pass(key(people.finance), "new"),
        End(key(people.finance)),
    )
    found = portrait_of("so-kinh-te", on=date(2025, 6, 1))
    assert (found.state, found.since) == (portrait.NOT_BEGUN, date(2026, 1, 1))
    assert [one.name for one in found.forebears] == ["Sở Tài chính"]
    client.force_login(people.people["viewer"])
    html = client.get("/co-quan/so-kinh-te/?ngay=2025-06-01").content.decode()
    assert "Vào ngày 01/06/2025, chưa có Sở Kinh tế: cơ quan hoạt động từ 01/01/2026" in html
    assert 'href="/co-quan/so-tai-chinh/?ngay=2025-06-01"' in html
    # Two generations away: the drawing goes on beyond the next one.
    assert {row.forebear for row in rows(found.drawing)} == {"Sở Tài chính", "Sở Kế hoạch và Đầu tư"}


def test_it_has_the_name_of_the_day_and_the_past_as_it_was_known(people):
    later = AT + timedelta(days=1)
    change(MERGE_DAY, Restand(key(people.finance), name="Sở Tài chính và Đầu tư"), at=later)
    assert portrait_of("so-tai-chinh", on=BEFORE).name == "Sở Tài chính"
    assert portrait_of("so-tai-chinh", on=MERGE_DAY).name == "Sở Tài chính và Đầu tư"
    assert portrait_of("so-tai-chinh", on=MERGE_DAY, known=AT).name == "Sở Tài chính"
    told = rows(portrait_of("so-tai-chinh").drawing)
    assert [(row.forebear, row.heir) for row in told] == [("Sở Tài chính", "Sở Tài chính và Đầu tư")]


def test_what_was_not_recorded_yet_is_said_to_be_unknown(people, client):
    found = portrait_of("so-tai-chinh", known=LONG_AGO - timedelta(days=1))
    assert (found.state, found.drawing) == (portrait.UNKNOWN, None)
    client.force_login(people.people["viewer"])
    html = client.get("/co-quan/so-tai-chinh/?biet=2019-05-01").content.decode()
    assert "Đến hết ngày 01/05/2019, hệ thống chưa ghi nhận gì về Sở Tài chính." in html


def test_an_agency_whose_founding_was_taken_back_is_not_there(people, client):
    done = change(MERGE_DAY, Found("x", "ban-moi", "Ban mới"))
    registry.undo(actor=SYSTEM, at=AT + timedelta(hours=1), change_id=done.pk)
    with pytest.raises(NotFound):
        portrait_of("ban-moi")
    assert portrait_of("ban-moi", known=AT).name == "Ban mới"


def test_posts_are_shown_with_who_held_them_on_the_day(people):
    post = Post.objects.create(agency=people.finance, title="Giám đốc", rank=1)
    Post.objects.create(agency=people.finance, title="Phó Giám đốc", rank=2)
    other = Post.objects.create(agency=people.justice, title="Phó Giám đốc", rank=2)
    person = people.people["head"]
    for where, who, since, until in (
        (post, "Người trước", None, MERGE_DAY),
        (other, person.full_name, None, MERGE_DAY),
        (post, person.full_name, MERGE_DAY, None),
    ):
        Placement.objects.create(
            post=where,
            holder=who,
            person=person if who == person.full_name else None,
            since=since,
            until=until,
            recorded_at=LONG_AGO,
        )
    now = portrait_of("so-tai-chinh").seats
    assert [(seat.title, [(one.name, one.since, one.before) for one in seat.holders]) for seat in now] == [
        ("Giám đốc", [(person.full_name, MERGE_DAY, "Phó Giám đốc Sở Tư pháp")]),
        ("Phó Giám đốc", []),
    ]
    assert [one.name for one in portrait_of("so-tai-chinh", on=BEFORE).seats[0].holders] == ["Người trước"]


def test_roles_are_those_of_the_day(people):
    names = {(one.person.username, one.role) for one in portrait_of("so-tai-chinh").roles}
    assert names == {("officer", "officer"), ("head", "head"), ("viewer", "viewer")}
    assert portrait_of("so-tai-chinh", on=date(2024, 12, 31)).roles == ()


def test_a_stranger_sees_no_agency(people):
    with pytest.raises(NotFound):
        portrait_of("so-tai-chinh", viewer=STRANGER)


def test_the_page_of_a_day_says_which_and_keeps_it_in_its_links(merged, client, people):
    client.force_login(people.people["viewer"])
    html = client.get("/co-quan/planning/?ngay=2025-02-28&biet=2025-02-28").content.decode()
    assert "Đang xem như ngày 28/02/2025" in html
    assert "như đã biết ngày 28/02/2025" in html
    assert 'href="/co-quan/ubnd-tinh/?ngay=2025-02-28&amp;biet=2025-02-28"' in html
    assert "Về hôm nay" in html


@pytest.mark.parametrize("asked", ["?ngay=x", "?ngay=2025-02-31", "?ngay=9999-12-31&biet=0001-01-01", "?biet=%00"])
def test_a_day_that_is_none_is_today(people, client, asked):
    client.force_login(people.people["viewer"])
    html = client.get(f"/co-quan/so-tai-chinh/{asked}").content.decode()
    assert "Đang xem" not in html


def test_the_day_of_knowledge_lasts_until_its_end():
    days = asked_days({"ngay": "2025-02-28", "biet": "2025-02-28"}, today=ON)
    assert timezone.localtime(days.asof.known) == timezone.make_aware(datetime(2025, 2, 28, 23, 59, 59, 999_999))
    assert days.query == "?ngay=2025-02-28&biet=2025-02-28"
    assert asked_days({"ngay": ON.isoformat(), "biet": ON.isoformat()}, today=ON).query == ""


def test_only_an_administrator_is_offered_to_record_a_change(people, client):
    for name, offered in (("administrator", True), ("hanh", False)):
        client.force_login(people.people[name])
        html = client.get("/co-quan/so-tai-chinh/").content.decode()
        assert ("Ghi nhận thay đổi" in html) is offered, name


def test_a_later_slice_shows_its_part(people, client, monkeypatch):
    monkeypatch.setattr(sections, "_parts", {})
    sections.register(
        "viec",
        "Nhiệm vụ đang mang",
        lambda viewer, agency, asof: {"history": None} if agency.code == "so-tai-chinh" else None,
        "journal/history.html",
    )
    client.force_login(people.people["viewer"])
    shown = client.get("/co-quan/so-tai-chinh/").content.decode()
    assert '<h2 id="viec-head">Nhiệm vụ đang mang</h2>' in shown
    assert "viec-head" not in client.get("/co-quan/so-tu-phap/").content.decode()


# The agency, what passed, the standings, the new names, what stands under it and how many, above it, its roles, its
# posts, their holders and what these were before.
MOST_QUERIES = 11


def test_the_number_of_queries_has_a_bound_whatever_there_is(people, django_assert_max_num_queries):
    parent = people.finance
    keys = [key(stand(f"con-{number}", f"Phòng {number}", kind="division", parent=parent)) for number in range(100)]
    for number in range(6):
        ended = keys[5 * number : 5 * number + 5]
        day = date(2025, 1, 1) + timedelta(days=30 * number)
        change(day, *(Pass(one, keys[-1]) for one in ended), *(End(one) for one in ended))
    post = Post.objects.create(agency=parent, title="Giám đốc")
    person = people.people["head"]
    Placement.objects.create(post=post, holder="A", person=person, since=MERGE_DAY, recorded_at=LONG_AGO)
    last = Agency.objects.get(pk=keys[-1])
    for code in ("so-tai-chinh", last.code, "so-tu-phap"):
        with django_assert_max_num_queries(MOST_QUERIES):
            found = portrait_of(code)
    assert portrait_of("so-tai-chinh").below_count == 70
    assert len(rows(portrait_of(last.code).drawing)) == 30
    assert found.drawing is not None
