"""People as an administrator keeps them: found, added, given roles, helped, locked, put back."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.test import Client
from django.utils import timezone

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.administering.people import Sought, people_for
from hoinhap.apps.agencies.models import Change, Membership, Role
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import NotFound
from hoinhap.apps.journal.models import Event
from tests.apps.cast import ON, Cast, cast, hold

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/nguoi-dung/officer/"


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


def names(world, text="", **more):
    return [row.person.username for row in people_for(world.viewer("administrator"), Sought(text, **more)).rows]


def test_people_are_found_by_any_of_their_words_and_by_where_they_work(world):
    an = Person.objects.create_user("an.nguyen", full_name="Nguyễn Bình Ân")
    hold(an, world.justice, Role.VIEWER, until=ON)
    assert names(world, "nguyen binh") == names(world, "Bình Ân") == names(world, "AN.NG") == ["an.nguyen"]
    assert names(world, "sở tài chính") == names(world, agency="so-tai-chinh") == ["head", "officer", "viewer"]
    assert names(world, role=Role.LEADER) == ["leader"]
    # A role that has ended is none.
    assert names(world, role="none") == ["an.nguyen", "nobody"]
    world.people["head"].is_active = False
    world.people["head"].save()
    assert names(world, state="closed") == ["head"]
    assert "head" not in names(world, state="open")


def test_people_stand_by_given_name_as_in_any_list(world):
    for username, name in (("a", "Trần Văn Đông"), ("b", "Đỗ Thị Bích"), ("c", "An Thị Dung")):
        Person.objects.create_user(username, full_name=name)
    assert [one for one in names(world) if len(one) == 1] == ["b", "a", "c"]


def test_many_people_cost_no_more_queries_than_few(world, django_assert_num_queries):
    viewer = world.viewer("administrator")
    for count in (0, 60, 120):
        Person.objects.bulk_create(
            [Person(username=f"p{count}.{number}", full_name=f"Người {number}") for number in range(count)]
        )
        for one in Person.objects.filter(username__startswith=f"p{count}."):
            hold(one, world.finance, Role.OFFICER)
        with django_assert_num_queries(4):
            found = people_for(viewer, Sought("nguoi"), page=2)
    assert (found.found, found.pages, found.page, len(found.rows)) == (189, 4, 2, 50)


@pytest.mark.parametrize("who", ["hanh", "leader", "inspector", "nobody"])
def test_nobody_else_reads_the_list(world, who):
    with pytest.raises(NotFound):
        people_for(world.viewer(who), Sought())


def test_somebody_new_signs_in_with_the_password_that_is_shown_once(world, admin):
    told = {"username": " Mai.Dang ", "full_name": "Đặng  Thúy Mai", "agency": "Sở Tư pháp", "role": "officer"}
    page = admin.post("/quan-tri/nguoi-dung/them", {**told, "since": f"{today():%d/%m/%Y}"}).content.decode()
    password = re.search(r'once-word">([^<]+)<', page)[1]
    person = authenticate(username="mai.dang", password=password)
    assert person is not None and person.full_name == "Đặng Thúy Mai"
    assert viewer_for(person, on=today()).agencies("officer") == {world.justice.pk}
    assert password not in admin.get("/quan-tri/nguoi-dung/mai.dang/").content.decode()
    assert password not in str(list(Event.objects.values_list("facts", flat=True)))
    acts = Event.objects.filter(root_id=str(person.pk)).order_by("number").values_list("act", "actor__username")
    assert list(acts) == [("person.added", "administrator"), ("role.given", "administrator")]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"username": "officer"}, "đã có người dùng"),
        ({"username": "có dấu"}, "ký tự không dùng được"),
        ({"agency": "Sở Tư pháp"}, "Vai trò đi với cơ quan"),
        ({"agency": "Sở Không Có", "role": "officer"}, "Không tìm thấy cơ quan"),
        ({"agency": "so tu phá", "role": "officer"}, "Có phải là: Sở Tư pháp (so-tu-phap)"),
        ({"agency": "Sở Tư pháp", "role": "officer", "since": "31/02/2026"}, "dạng 25/11/2026"),
        ({"email": "khong-phai-thu"}, "Địa chỉ thư này không đúng"),
    ],
)
def test_what_cannot_be_added_is_said_beside_the_form_and_leaves_nothing(world, admin, told, said):
    before = Person.objects.count(), Membership.objects.count(), Event.objects.count()
    answer = admin.post("/quan-tri/nguoi-dung/them", {"username": "moi", "full_name": "Người Mới", **told})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and 'value="Người Mới"' in page
    assert (Person.objects.count(), Membership.objects.count(), Event.objects.count()) == before


def test_a_role_is_given_taken_back_and_ended(world, admin):
    officer = world.people["officer"]
    given = {"agency": "so-tu-phap", "role": "head", "since": f"{today():%d/%m/%Y}"}
    answer = admin.post(f"{PAGE}vai-tro", given, follow=True)
    assert viewer_for(officer, on=today()).agencies("head") == {world.justice.pk}
    page = answer.content.decode()
    assert "Đã ghi: Người officer, Sở Tư pháp." in page
    keys = re.search(r'name="doi" value="([^"]+)"', page)[1]
    answer = admin.post(f"/quan-tri/hoan-tac?ve={PAGE}", {"doi": keys}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Đã hoàn tác" in answer.content.decode()
    assert viewer_for(officer, on=today()).agencies("head") == frozenset()
    undone = Event.objects.get(act="person.undone")
    assert (undone.root_id, undone.actor.username) == (str(officer.pk), "administrator")
    # The same again is refused with its reason, on the page it came from.
    answer = admin.post(f"/quan-tri/hoan-tac?ve={PAGE}", {"doi": keys}, follow=True)
    assert "đã được hoàn tác trước đó" in answer.content.decode()
    role = Membership.objects.get(person=officer, agency=world.finance, replaced_at__isnull=True)
    admin.post(f"{PAGE}thoi-vai-tro", {"vai-tro": role.pk, "last": f"{today():%d/%m/%Y}"})
    assert viewer_for(officer, on=today()).holds("officer")
    assert Membership.objects.get(person=officer, agency=world.finance, replaced_at__isnull=True).last_day == today()


def test_roles_of_all_times_stand_on_the_page(world, admin):
    officer = world.people["officer"]
    hold(officer, world.justice, Role.VIEWER, since=date(2024, 1, 1), until=date(2024, 7, 1))
    hold(officer, world.foreign, Role.HEAD, since=date(2900, 1, 1))
    page = admin.get(PAGE).content.decode()
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    for place, words in (("Sở Tài chính", "đang giữ"), ("Sở Tư pháp", "đã thôi"), ("Sở Ngoại vụ", "chưa đến ngày")):
        assert any(place in row and words in row for row in rows), place
    assert "30/06/2024" in page


def test_the_role_of_somebody_else_is_not_ended_from_here(world, admin):
    other = Membership.objects.get(person=world.people["head"])
    answer = admin.post(f"{PAGE}thoi-vai-tro", {"vai-tro": other.pk, "last": f"{today():%d/%m/%Y}"})
    assert answer.status_code == 404
    assert Membership.objects.get(pk=other.pk).replaced_at is None


def test_nobody_ends_or_locks_their_own_administration(world, admin):
    mine = Membership.objects.get(person=world.people["administrator"])
    home = "/quan-tri/nguoi-dung/administrator/"
    answer = admin.post(f"{home}thoi-vai-tro", {"vai-tro": mine.pk, "last": f"{today():%d/%m/%Y}"}, follow=True)
    assert "Không tự thôi vai trò quản trị" in answer.content.decode()
    answer = admin.post(f"{home}khoa", follow=True)
    assert "Không tự khóa tài khoản" in answer.content.decode()
    assert admin.get("/quan-tri/").status_code == 200


def test_a_name_and_an_address_change_and_come_back(world, admin):
    officer = world.people["officer"]
    admin.post(f"{PAGE}sua", {"full_name": "Người Khác", "email": "khac@tinh.example"})
    officer.refresh_from_db()
    assert (officer.full_name, officer.email, officer.sought) == (
        "Người Khác",
        "khac@tinh.example",
        "khac nguoi khac officer",
    )
    event = Event.objects.get(act="person.edited")
    assert event.facts["was"] == {"full_name": "Người officer", "email": ""}
    page = admin.get(PAGE).content.decode()
    assert "Sửa thông tin: họ tên: Người officer → Người Khác" in page
    admin.post(f"{PAGE}khoi-phuc", {"lan": event.number, "muc": "full_name"})
    officer.refresh_from_db()
    assert (officer.full_name, officer.email) == ("Người officer", "khac@tinh.example")
    assert Event.objects.filter(act="person.edited").count() == 2
    answer = admin.post(f"{PAGE}khoi-phuc", {"lan": event.number, "muc": "full_name"}, follow=True)
    assert "không cần khôi phục" in answer.content.decode()
    assert admin.post(f"{PAGE}khoi-phuc", {"lan": event.number, "muc": "password"}).status_code == 404


def test_a_new_password_signs_out_and_is_held_to_the_rules(world, admin):
    officer = world.people["officer"]
    theirs = Client()
    theirs.force_login(officer)
    assert "tu-dat" not in admin.post(f"{PAGE}mat-khau", {"password": "tu-dat"}).headers.get("Location", "")
    assert theirs.get("/tai-khoan").status_code == 200
    page = admin.post(f"{PAGE}mat-khau", {"password": ""}).content.decode()
    password = re.search(r'once-word">([^<]+)<', page)[1]
    assert authenticate(username="officer", password=password) == officer
    assert theirs.get("/tai-khoan").status_code == 302
    chosen = "mot-mat-khau-rieng-7"
    assert chosen not in admin.post(f"{PAGE}mat-khau", {"password": chosen}, follow=True).content.decode()
    assert authenticate(username="officer", password=chosen) == officer


def test_a_lost_second_factor_goes_with_its_event(world, admin):
    officer = world.people["officer"]
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "Gỡ lớp xác nhận thứ hai?" in admin.get(PAGE).content.decode()
    admin.post(f"{PAGE}go-hai-lop")
    assert not Authenticator.objects.filter(user=officer).exists()
    event = Event.objects.get(act="person.second-factor-removed")
    assert (event.root_id, event.actor.username) == (str(officer.pk), "administrator")


def test_a_locked_account_reads_nothing_and_is_opened_again(world, admin):
    officer = world.people["officer"]
    theirs = Client()
    theirs.force_login(officer)
    admin.post(f"{PAGE}khoa")
    assert theirs.get("/").status_code == 302
    assert not viewer_for(Person.objects.get(pk=officer.pk), on=today()).roles
    admin.post(f"{PAGE}mo")
    assert viewer_for(Person.objects.get(pk=officer.pk), on=today()).holds("officer")
    told = Event.objects.filter(root_id=str(officer.pk)).order_by("number").values_list("act", flat=True)
    assert list(told) == ["person.closed", "person.opened"]


def test_the_page_holds_what_was_done_to_and_by_the_person_and_no_document(world, admin):
    admin.post(f"{PAGE}sua", {"full_name": "Người officer", "email": "a@tinh.example"})
    page = admin.get(PAGE).content.decode()
    assert "thư điện tử: – → a@tinh.example" in page
    assert "Chưa làm việc nào trong hệ thống" in page
    own = admin.get("/quan-tri/nguoi-dung/administrator/").content.decode()
    assert "Việc người này đã làm" in own and "Sửa thông tin" in own
    assert "/van-ban/" not in page + own


def test_what_was_not_there_is_not_found(admin):
    assert admin.get("/quan-tri/nguoi-dung/khong-co/").status_code == 404
    assert admin.post(f"{PAGE}khong-co").status_code == 404
    assert admin.post("/quan-tri/hoan-tac", {"doi": "khong-phai"}).status_code == 404
    assert Change.objects.count() == 0


def test_somebody_reads_all_their_own_acts_and_an_administrator_those_of_all(world, admin):
    admin.post(f"{PAGE}sua", {"full_name": "Người officer", "email": "a@tinh.example"})
    page = admin.get("/nhat-ky/nguoi/administrator").content.decode()
    assert "Người administrator đã làm 1 việc" in page and "Người officer" in page
    officer = Client()
    officer.force_login(world.people["officer"])
    assert "chưa làm việc nào" in officer.get("/nhat-ky/nguoi/officer").content.decode()
    assert officer.get("/nhat-ky/nguoi/administrator").status_code == 404
    assert officer.get("/nhat-ky/nguoi/khong-co").status_code == 404
