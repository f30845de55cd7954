"""The second layer: authenticator app, recovery codes, confirming once more who one is."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from hoinhap.apps.journal.models import Event
from tests.apps.accounts.people import PASSWORD, code_of, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_of_other_tests():
    cache.clear()


@pytest.fixture
def seated(client):
    """A browser in which a person is signed in and has just confirmed who they are."""
    person()
    sign_in(client)
    assert client.get("/tai-khoan/hai-lop/bat").headers["Location"].startswith("/tai-khoan/xac-nhan?next=")
    assert client.post("/tai-khoan/xac-nhan", {"password": PASSWORD, "next": "/tai-khoan"}).status_code == 302
    return client


def add_app(client, commit) -> str:
    secret = re.search(r'id="secret">(\w+)<', client.get("/tai-khoan/hai-lop/bat").content.decode())[1]
    with commit(execute=True):
        assert (
            client.post("/tai-khoan/hai-lop/bat", {"code": code_of(secret)}).headers["Location"]
            == "/tai-khoan/ma-du-phong"
        )
    return secret


def codes_of(client) -> list[str]:
    return re.findall(r"<li><code>(\d+)</code></li>", client.get("/tai-khoan/ma-du-phong").content.decode())


def test_an_app_is_added_only_after_confirming_and_with_a_right_code(
    seated, client, django_capture_on_commit_callbacks
):
    page = client.post("/tai-khoan/hai-lop/bat", {"code": "000000"}).content.decode()
    assert "Mã hoặc khóa không đúng" in page
    assert not Authenticator.objects.exists()
    secret = add_app(client, django_capture_on_commit_callbacks)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert len(codes_of(client)) == 10


def test_with_an_app_the_password_alone_opens_nothing(seated, client, django_capture_on_commit_callbacks):
    secret = add_app(client, django_capture_on_commit_callbacks)
    client.post("/dang-xuat")
    assert sign_in(client, next="/tai-khoan").headers["Location"] == "/dang-nhap/hai-lop"
    assert client.get("/tai-khoan").status_code == 302
    assert "Mã hoặc khóa không đúng" in client.post("/dang-nhap/hai-lop", {"code": "1"}).content.decode()
    assert client.post("/dang-nhap/hai-lop", {"code": code_of(secret)}).headers["Location"] == "/tai-khoan"
    assert client.get("/tai-khoan").status_code == 200
    told = Event.objects.filter(act__in=("person.signed-in", "person.sign-in-failed")).order_by("number")
    assert [event.facts["ways"] for event in told] == [["password"], ["totp"], ["password", "totp"]]


def test_a_recovery_code_is_good_once(seated, client, django_capture_on_commit_callbacks):
    add_app(client, django_capture_on_commit_callbacks)
    code = codes_of(client)[0]
    client.post("/dang-xuat")
    sign_in(client)
    assert client.post("/dang-nhap/hai-lop", {"code": code}).status_code == 302
    client.post("/dang-xuat")
    sign_in(client)
    assert client.post("/dang-nhap/hai-lop", {"code": code}).status_code == 200


def test_five_wrong_codes_lock_the_second_layer(seated, client, django_capture_on_commit_callbacks):
    secret = add_app(client, django_capture_on_commit_callbacks)
    client.post("/dang-xuat")
    sign_in(client)
    for _time in range(5):
        client.post("/dang-nhap/hai-lop", {"code": "1"})
    page = client.post("/dang-nhap/hai-lop", {"code": code_of(secret)}).content.decode()
    assert "Sai quá nhiều lần nên tạm dừng." in page


def test_removing_the_app_takes_its_recovery_codes_along(seated, client, django_capture_on_commit_callbacks):
    add_app(client, django_capture_on_commit_callbacks)
    assert client.post("/tai-khoan/hai-lop/tat").headers["Location"] == "/tai-khoan/hai-lop"
    assert not Authenticator.objects.exists()
    acts = list(Event.objects.order_by("number").values_list("act", flat=True))
    assert acts[2:] == ["person.second-factor-added", "person.recovery-codes-made", "person.second-factor-removed"]


def test_new_recovery_codes_end_the_old_ones(seated, client, django_capture_on_commit_callbacks):
    add_app(client, django_capture_on_commit_callbacks)
    before = codes_of(client)
    assert "10 mã cũ sẽ không dùng được nữa." in client.get("/tai-khoan/ma-du-phong/moi").content.decode()
    client.post("/tai-khoan/ma-du-phong/moi")
    assert not set(before) & set(codes_of(client))
    told = client.get("/tai-khoan/ma-du-phong/tep")
    assert told.headers["Content-Disposition"].startswith("attachment")
    assert told.content.decode().split() == codes_of(client)


def test_a_factor_and_its_event_stand_or_fall_together(seated, client, monkeypatch):
    """What the journal cannot write does not happen."""
    from hoinhap.apps.accounts import events

    secret = re.search(r'id="secret">(\w+)<', client.get("/tai-khoan/hai-lop/bat").content.decode())[1]

    def broken(**_facts):
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(events, "record", broken)
    with pytest.raises(RuntimeError):
        client.post("/tai-khoan/hai-lop/bat", {"code": code_of(secret)})
    assert not Authenticator.objects.exists()
