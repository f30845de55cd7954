"""Agencies as an administrator keeps them: changed from a day on, set right, put back; posts and who holds them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.administering import posts, standing
from hoinhap.apps.agencies.models import Agency, Placement, Post, Role, Standing
from hoinhap.apps.agencies.queries import names_on
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.models import Event
from tests.apps.cast import AT, ON, Cast, cast, hold, stand

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/co-quan/so-tai-chinh/"


@pytest.fixture
def world() -> Cast:
    return cast()


@pytest.fixture
def admin(world) -> Client:
    client = Client()
    client.force_login(world.people["administrator"])
    return client


def today() -> date:
    return timezone.localdate()


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def standing_form(**more) -> dict[str, str]:
    told = {"full": "Sở Tài chính", "kind": "department", "level": "province", "parent": "", "since": written(today())}
    return {**told, **more}


def test_the_front_page_counts_what_waits_and_leads_to_it(world, admin):
    soon = today() + timedelta(days=10)
    hold(world.people["viewer"], world.justice, Role.VIEWER, until=soon)
    page = admin.get("/quan-tri/").content.decode()
    assert "9 người dùng đang hoạt động, 3 cơ quan" in page
    assert re.search(r'vai-tro=none">\s*1 người', page)
    assert "Vai trò hết hạn trong 30 ngày" in page and written(soon - timedelta(days=1)) in page
    assert "/van-ban/" not in page
    listed = admin.get("/quan-tri/nguoi-dung/?tai-khoan=open&vai-tro=none").content.decode()
    assert "1 người khớp" in listed and "Người nobody" in listed


def test_what_was_done_lately_is_taken_back_from_the_front_page(world, admin):
    given = actions.give_role(
        actor=SYSTEM, at=AT, person=world.people["nobody"], agency=world.justice, role="viewer", since=ON
    )
    page = admin.get("/quan-tri/").content.decode()
    assert "Người nobody, Sở Tư pháp" in page and f'value="{given.recorded_in_id}"' in page
    admin.post("/quan-tri/hoan-tac", {"doi": given.recorded_in_id})
    page = admin.get("/quan-tri/").content.decode()
    assert "đã hoàn tác" in page and f'value="{given.recorded_in_id}"' not in page


def test_an_agency_is_added_and_found_by_an_old_name(world, admin):
    told = standing_form(code="so-y-te", full="Sở Y tế", parent="Sở Ngoại vụ", since="01/03/2025")
    answer = admin.post("/quan-tri/co-quan/them", told, follow=True)
    assert answer.redirect_chain[0][0].startswith("/quan-tri/co-quan/so-y-te/")
    agency = Agency.objects.get(code="so-y-te")
    assert (agency.parent, agency.since, agency.kind) == (world.foreign, date(2025, 3, 1), "department")
    assert Event.objects.get(act="agency.added").actor == world.people["administrator"]
    admin.post("/quan-tri/co-quan/so-y-te/thay-doi", standing_form(full="Sở Sức khỏe", parent="so-ngoai-vu"))
    page = admin.get("/quan-tri/co-quan/?tim=so y te").content.decode()
    assert "1 cơ quan khớp" in page and "Sở Sức khỏe" in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"code": "so-tai-chinh"}, "đã được dùng"),
        ({"code": "Sở"}, "ký tự không dùng được"),
        ({"parent": "Sở Ma"}, "Không tìm thấy cơ quan"),
        ({"full": ""}, "Chưa ghi mục này"),
    ],
)
def test_an_agency_that_cannot_be_added_is_said_beside_the_form(admin, told, said):
    before = Agency.objects.count()
    answer = admin.post("/quan-tri/co-quan/them", standing_form(**{"code": "moi", **told}))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert Agency.objects.count() == before


def test_a_change_from_a_day_on_keeps_what_was_true_before(world, admin):
    told = standing_form(full="Sở Tài chính và Đầu tư", act_symbol="10/NQ-HĐND", act_date="20/11/2026")
    page = admin.post(f"{PAGE}thay-doi", told, follow=True).content.decode()
    assert "Đã ghi: Sở Tài chính và Đầu tư" in page
    key = world.finance.pk
    assert names_on([key], today()) == {key: "Sở Tài chính và Đầu tư"}
    assert names_on([key], today() - timedelta(days=1)) == {key: "Sở Tài chính"}
    assert Event.objects.get(act="agency.renamed").facts["act"] == "10/NQ-HĐND"
    keys = re.search(r'name="doi" value="([^"]+)"', page)[1]
    admin.post(f"/quan-tri/hoan-tac?ve={PAGE}", {"doi": keys})
    assert names_on([key], today()) == {key: "Sở Tài chính"}


def test_nothing_changed_is_said_and_a_ring_is_refused(world, admin):
    admin.post(f"{PAGE}thay-doi", standing_form(parent="so-tu-phap"))
    answer = admin.post(f"{PAGE}thay-doi", standing_form(parent="so-tu-phap"))
    assert answer.status_code == 422 and "không có gì thay đổi" in answer.content.decode()
    told = standing_form(full="Sở Tư pháp", kind="other", parent="so-tai-chinh")
    answer = admin.post("/quan-tri/co-quan/so-tu-phap/thay-doi", told)
    assert answer.status_code == 422 and "trực thuộc chính nó" in answer.content.decode()


def test_a_slip_is_set_right_for_its_whole_time_and_stays_known(world, admin):
    admin.post(f"{PAGE}sua", {"full": "Sở Tài chánh", "short_name": "STC"})
    key = world.finance.pk
    assert names_on([key], date(2000, 1, 1)) == {key: "Sở Tài chánh"}
    before = datetime(2026, 1, 1, tzinfo=UTC)
    assert names_on([key], date(2000, 1, 1), known=before) == {key: "Sở Tài chính"}
    world.finance.refresh_from_db()
    assert (world.finance.name, world.finance.short_name) == ("Sở Tài chánh", "STC")
    event = Event.objects.get(act="agency.corrected")
    assert event.facts["was"] == {"name": "Sở Tài chính", "short_name": ""}
    old = Standing.objects.get(agency=key, name="Sở Tài chính")
    page = admin.get(PAGE).content.decode()
    assert "Khôi phục tên Sở Tài chính" in page
    admin.post(f"{PAGE}khoi-phuc", {"giai-doan": old.pk, "muc": "name"})
    assert names_on([key], date(2000, 1, 1)) == {key: "Sở Tài chính"}
    # Only the name was put back.
    world.finance.refresh_from_db()
    assert world.finance.short_name == "STC"
    assert Standing.objects.filter(agency=key, replaced_at__isnull=True).count() == 1
    assert Event.objects.filter(act="agency.corrected").count() == 2


def test_an_earlier_name_comes_back_from_today_on(world, admin):
    agency = stand("so-cu", "Sở Cũ", until=date(2026, 1, 1))
    Standing.objects.create(
        agency=agency, name="Sở Mới", folded="so moi", kind="other", level="province", since=date(2026, 1, 1),
        recorded_at=AT,
    )  # fmt: skip
    old = Standing.objects.get(agency=agency, name="Sở Cũ")
    admin.post("/quan-tri/co-quan/so-cu/khoi-phuc", {"giai-doan": old.pk, "muc": "name"})
    days = (date(2025, 12, 31), date(2026, 1, 1), today())
    assert [names_on([agency.pk], day)[agency.pk] for day in days] == ["Sở Cũ", "Sở Mới", "Sở Cũ"]


def test_what_was_never_so_is_not_restored(world, admin):
    other = Standing.objects.get(agency=world.justice)
    assert admin.post(f"{PAGE}khoi-phuc", {"giai-doan": other.pk, "muc": "name"}).status_code == 404
    mine = Standing.objects.get(agency=world.finance)
    assert admin.post(f"{PAGE}khoi-phuc", {"giai-doan": mine.pk, "muc": "kind"}).status_code == 404
    answer = admin.post(f"{PAGE}khoi-phuc", {"giai-doan": mine.pk, "muc": "name"}, follow=True)
    assert "không cần khôi phục" in answer.content.decode()


def test_posts_are_filled_by_people_of_the_program_or_by_name(world, admin):
    admin.post(f"{PAGE}chuc-danh", {"title": "Giám đốc", "rank": "1"})
    post = Post.objects.get(agency=world.finance)
    told = {"post": post.pk, "since": "01/01/2026", "last": "31/12/2026"}
    admin.post(f"{PAGE}bo-nhiem", {**told, "holder": "head"})
    admin.post(f"{PAGE}bo-nhiem", {**told, "holder": "Lê Văn Khách"})
    held = [term.fact for term in posts.posts_of(world.finance, on=ON)[0].terms]
    assert {(one.holder, one.person) for one in held} == {
        ("Người head", world.people["head"]),
        ("Lê Văn Khách", None),
    }
    answer = admin.post(f"{PAGE}bo-nhiem", {**told, "holder": "khongco"})
    assert answer.status_code == 422 and "Không tìm thấy người dùng" in answer.content.decode()
    answer = admin.post(f"{PAGE}bo-nhiem", {**told, "holder": "head"})
    assert answer.status_code == 422 and "đang giữ chức danh này" in answer.content.decode()
    answer = admin.post(f"{PAGE}chuc-danh", {"title": "GIÁM ĐỐC", "rank": "1"})
    assert answer.status_code == 422 and "Dùng chức danh đó" in answer.content.decode()
    own = admin.get("/quan-tri/nguoi-dung/head/").content.decode()
    assert "Giám đốc, Sở Tài chính" in own


def test_who_leaves_a_post_held_it_until_the_last_day(world, admin):
    post = posts.add_post(actor=SYSTEM, at=AT, agency=world.finance, title="Giám đốc")
    one = posts.appoint(actor=SYSTEM, at=AT, post_id=post.pk, holder="Lê Văn Khách", since=date(2026, 1, 1))
    answer = admin.post(f"{PAGE}thoi-giu", {"nguoi": one.pk, "last": "31/05/2026"}, follow=True)
    now = Placement.objects.get(replaced_at__isnull=True)
    assert (now.last_day, now.holds(date(2026, 5, 31)), now.holds(date(2026, 6, 1))) == (
        date(2026, 5, 31),
        True,
        False,
    )
    keys = re.search(r'name="doi" value="([^"]+)"', answer.content.decode())[1]
    admin.post("/quan-tri/hoan-tac", {"doi": keys})
    assert Placement.objects.get(replaced_at__isnull=True).until is None
    # Through another agency it is not there.
    now = Placement.objects.get(replaced_at__isnull=True)
    other = admin.post("/quan-tri/co-quan/so-tu-phap/thoi-giu", {"nguoi": now.pk, "last": "31/05/2026"})
    assert other.status_code == 404


def test_each_act_leaves_an_event_at_the_agency_and_only_an_administrator_acts(world):
    from django.core.exceptions import PermissionDenied

    head = world.viewer("head")
    for act in (
        lambda: posts.add_post(actor=head, at=AT, agency=world.finance, title="Giám đốc"),
        lambda: standing.correct(actor=head, at=AT, standing_id=1, told={"name": "X"}),
        lambda: standing.undo_all(actor=head, at=AT, changes=[]),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Event.objects.count() == 0
    with pytest.raises(NotFound):
        standing.correct(actor=SYSTEM, at=AT, standing_id=10_000, told={"name": "X"})
    post = posts.add_post(actor=SYSTEM, at=AT, agency=world.finance, title="Giám đốc")
    posts.appoint(actor=SYSTEM, at=AT, post_id=post.pk, holder="Lê Văn Khách")
    told = Event.objects.filter(root_id=str(world.finance.pk)).order_by("number").values_list("act", flat=True)
    assert list(told) == ["post.added", "post.filled"]


def test_several_changes_are_taken_back_together_or_not_at_all(world):
    first = standing.restand(actor=SYSTEM, at=AT, agency=world.finance, on=date(2026, 5, 1), told={"name": "Sở Một"})
    second = standing.restand(actor=SYSTEM, at=AT, agency=world.finance, on=date(2026, 6, 1), told={"name": "Sở Hai"})
    with pytest.raises(Refused):
        standing.undo_all(actor=SYSTEM, at=AT, changes=[first.pk, second.pk])
    assert names_on([world.finance.pk], date(2026, 7, 1)) == {world.finance.pk: "Sở Hai"}
    standing.undo_all(actor=SYSTEM, at=AT, changes=[second.pk, first.pk])
    assert names_on([world.finance.pk], date(2026, 7, 1)) == {world.finance.pk: "Sở Tài chính"}


@pytest.mark.parametrize("path", [PAGE, "/quan-tri/co-quan/"])
def test_pages_of_agencies_cost_the_same_with_more_of_them(world, admin, path, django_assert_max_num_queries):
    asked = []
    for count in (1, 30):
        for number in range(count):
            stand(f"s{count}-{number}", f"Sở {count} {number}", parent=world.finance)
            post = Post.objects.create(agency=world.finance, title=f"Chức danh {count} {number}")
            Placement.objects.create(post=post, holder="Ai", recorded_at=AT)
            hold(world.people["nobody"], world.finance, Role.VIEWER, since=ON + timedelta(days=count * 100 + number))
        with django_assert_max_num_queries(30) as seen:
            assert admin.get(path).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_the_journal_is_narrowed_to_an_agency_or_a_person_and_taken_along(world, admin):
    admin.post(f"{PAGE}chuc-danh", {"title": "Giám đốc", "rank": "1"})
    admin.post("/quan-tri/co-quan/so-tu-phap/chuc-danh", {"title": "Chánh Văn phòng", "rank": "1"})
    admin.post("/quan-tri/nguoi-dung/officer/sua", {"full_name": "Người officer", "email": "a@tinh.example"})

    def said(path: str, who: Client = admin) -> tuple[bool, ...]:
        answer = who.get(path)
        page = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return tuple(words in page.decode() for words in ("Giám đốc", "Chánh Văn phòng", "a@tinh.example"))

    for page in ("/nhat-ky/", "/nhat-ky/nhat-ky.csv"):
        assert said(page) == (True, True, True)
        assert said(f"{page}?doi-tuong=so tai chinh") == (True, False, False)
        assert said(f"{page}?doi-tuong=so-tu-phap") == (False, True, False)
        assert said(f"{page}?doi-tuong=OFFICER") == (False, False, True)
        assert said(f"{page}?doi-tuong=khong co gi") == (False, False, False)
    # Who knows only of their own acts finds nothing of others by naming them.
    head = Client()
    head.force_login(world.people["head"])
    assert said("/nhat-ky/?doi-tuong=officer", head) == (False, False, False)
