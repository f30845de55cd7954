"""The page of the account: who I am, where I am signed in, my password."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.accounts.queries import client as client_of
from hoinhap.apps.journal.models import Event
from tests.apps.accounts.people import PASSWORD, person, sign_in, with_role

pytestmark = pytest.mark.django_db
NEW = "bien-xanh-rat-rong-7"


@pytest.fixture(autouse=True)
def no_attempts_of_other_tests():
    cache.clear()


def change(client, old: str = PASSWORD, new: str = NEW, again: str = NEW):
    return client.post("/tai-khoan/mat-khau", {"oldpassword": old, "password1": new, "password2": again})


def test_the_page_says_who_i_am_and_since_when(client):
    with_role()
    sign_in(client)
    page = client.get("/tai-khoan").content.decode()
    for words in ("Lê Thị Hạnh", "Tên đăng nhập: hanh.le", "Sở Ngoại vụ", "Cán bộ đầu mối", "01/07/2025", "đang giữ"):
        assert words in page


def test_somebody_without_a_role_is_told_whom_to_ask(client):
    person()
    sign_in(client)
    assert "Bạn chưa được giao vai trò ở cơ quan nào" in client.get("/tai-khoan").content.decode()


def test_a_new_password_signs_out_everywhere_else(client):
    person()
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    assert change(client).headers["Location"] == "/tai-khoan"
    assert "Đã đổi mật khẩu." in client.get("/tai-khoan").content.decode()
    assert elsewhere.get("/tai-khoan").status_code == 302
    assert sign_in(Client(), password=PASSWORD).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 302
    assert Event.objects.filter(act="person.password-changed").count() == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại không đúng. Nhập lại."),
        ({"again": "khac-hoan-toan-1"}, "Hai lần nhập mật khẩu không giống nhau. Nhập lại."),
        ({"new": "ngan-7", "again": "ngan-7"}, "Mật khẩu phải có ít nhất 10 ký tự."),
        ({"new": "1234567890", "again": "1234567890"}, "Mật khẩu này quá dễ đoán"),
        ({"new": "hanh.le.hanh", "again": "hanh.le.hanh"}, "Mật khẩu quá giống tên của bạn."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(client, facts, sentence):
    person()
    sign_in(client)
    assert sentence in change(client, **facts).content.decode()
    assert Person.objects.get().check_password(PASSWORD)


def test_other_places_are_shown_and_can_be_signed_out(client):
    person()
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    sign_in(client)
    sign_in(elsewhere)
    page = client.get("/tai-khoan").content.decode()
    assert "Firefox, Windows" in page and "đang dùng" in page
    client.post("/tai-khoan/phien")
    assert elsewhere.get("/tai-khoan").status_code == 302
    page = client.get("/tai-khoan").content.decode()
    assert "Firefox" not in page and "Đăng xuất mọi nơi khác" not in page
    assert Event.objects.get(act="person.other-sessions-ended").facts["sessions"] == 1


def test_nobody_sees_or_removes_the_key_of_somebody_else(client):
    from allauth.mfa.models import Authenticator

    other = person("minh.tran")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "USB", "credential": {}})
    person()
    sign_in(client)
    client.post("/tai-khoan/xac-nhan", {"password": PASSWORD, "next": "/tai-khoan"})
    for what in ("ten", "go"):
        assert client.post(f"/tai-khoan/khoa/{key.pk}/{what}", {"name": "x"}).status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "USB"


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", ("Safari", "iPhone")),
        ("curl/8.0", ("", "")),
    ],
)
def test_a_browser_is_named_as_people_call_it(agent, named):
    assert client_of(agent) == named
