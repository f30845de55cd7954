"""Signing in with a password: who comes in, what a stranger sees, what the journal keeps."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.journal.models import Event
from tests.apps.accounts.people import PASSWORD, person, sign_in

pytestmark = pytest.mark.django_db
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
TOO_OFTEN = "Sai quá nhiều lần nên tạm dừng."


@pytest.fixture(autouse=True)
def no_attempts_of_other_tests():
    cache.clear()


def acts() -> list[str]:
    return [act for act in Event.objects.order_by("number").values_list("act", flat=True) if act != "person.added"]


def test_the_right_password_opens_the_page_that_was_asked_for(client):
    person()
    assert client.get("/tai-khoan").headers["Location"] == "/dang-nhap?next=/tai-khoan"
    assert 'name="next" value="/tai-khoan"' in client.get("/dang-nhap?next=/tai-khoan").content.decode()
    assert sign_in(client, next="/tai-khoan").headers["Location"] == "/tai-khoan"
    assert client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org/", "http://localhost:9/", "/\\example.org", "javascript:alert(1)"],
)
def test_next_never_leads_to_another_host(client, elsewhere):
    person()
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("username", "password"), [("hanh.le", "sai"), ("khong.ai", PASSWORD), ("hanh.le", PASSWORD.upper())]
)
def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(client, username, password):
    person()
    page = sign_in(client, username, password).content.decode()
    assert WRONG in page
    assert client.get("/tai-khoan").status_code == 302


def test_the_name_may_be_written_in_capitals_and_with_spaces_around(client):
    person()
    assert sign_in(client, " Hanh.LE ").status_code == 302


def test_after_five_failures_even_the_right_password_waits(client):
    person()
    for _time in range(5):
        assert WRONG in sign_in(client, password="sai").content.decode()
    assert TOO_OFTEN in sign_in(client).content.decode()
    assert client.get("/tai-khoan").status_code == 302
    assert acts() == ["person.sign-in-failed"] * 5


def test_another_port_in_the_host_is_no_way_around(client):
    person()
    for port in range(5):
        client.post("/dang-nhap", {"login": "hanh.le", "password": "sai"}, headers={"Host": f"localhost:{port + 1}"})
    assert TOO_OFTEN in sign_in(client).content.decode()


def test_the_failures_of_one_person_lock_nobody_else_out(client):
    person()
    person("minh.tran")
    for _time in range(5):
        sign_in(client, password="sai")
    assert sign_in(client, "minh.tran").status_code == 302


def test_somebody_whose_account_is_closed_is_told_so(client):
    Person.objects.filter(pk=person().pk).update(is_active=False)
    assert client.get(sign_in(client).headers["Location"]).content.decode().count("Tài khoản đang bị khóa") == 2
    assert client.get("/tai-khoan").status_code == 302


def test_what_happens_to_an_account_is_in_the_journal(client):
    known = person()
    sign_in(client, password="sai")
    sign_in(client, "khong.ai")
    sign_in(client)
    client.post("/dang-xuat")
    assert acts() == ["person.sign-in-failed", "person.signed-in", "person.signed-out"]
    failed, came, _went = Event.objects.exclude(act="person.added").order_by("number")
    assert (failed.actor_id, failed.object_id, failed.facts["ways"]) == (None, str(known.pk), ["password"])
    assert (came.actor_id, came.facts["ways"], came.facts["from"]) == (known.pk, ["password"], "127.0.0.1")


def test_a_page_left_open_does_not_sign_out_by_a_link(client):
    person()
    sign_in(client)
    assert "Đăng xuất?" in client.get("/dang-xuat").content.decode()
    assert client.get("/tai-khoan").status_code == 200


def test_a_sign_in_ends_after_a_working_day(client):
    person()
    sign_in(client)
    assert client.cookies["sessionid"]["max-age"] == 12 * 3600
    assert client.session.get_expiry_age() <= 12 * 3600


def addresses(patterns, before: str = ""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern)
        else:
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))


# Where a stranger may go, and what answers them there.
OPEN = {
    "dang-nhap": 200,
    "dang-nhap/hai-lop": 302,
    "dang-nhap/khoa-truy-cap": 302,
    "dang-nhap/tam-khoa": 200,
    "dang-nhap/qua/da-huy": 200,
    "dang-nhap/qua/<slug:provider_id>": 404,
    "dang-nhap/qua/<slug:provider_id>/tra-loi": 404,
    "dang-xuat": 302,
    "i18n/ngon-ngu": 302,
    "suc-khoe": 200,
    "favicon.ico": 302,
}


def test_a_stranger_sees_sign_in_and_health_and_nothing_else(client):
    import re

    for address in addresses(get_resolver().url_patterns):
        path = "/" + re.sub(r"<\w+:\w+>|<\w+>", lambda part: _filled(part.group()), address)
        response = client.get(path)
        if address in OPEN:
            assert response.status_code == OPEN[address], path
            if response.status_code == 302:
                assert not response.headers["Location"].startswith("/van-ban"), path
        else:
            assert response.status_code == 302, path
            assert response.headers["Location"].startswith("/dang-nhap?next="), path


def _filled(part: str) -> str:
    kind = part.strip("<>").partition(":")[0]
    known = {"int": "1", "uuid": "6f1c7e0a-0000-4000-8000-000000000000", "slug": "co-quan", "path": "a"}
    return known.get(kind, "a")


def test_nobody_signs_up_and_nothing_is_sent_by_mail(client):
    for path in ("/dang-ky", "/signup/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "credential",
    [
        """{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "userHandle": "MQ",
        "authenticatorData": "AAAA", "signature": "AA"}}""",
        """{"id": "AA", "rawId": "A!", "type": "public-key", "response": {"clientDataJSON": "AAAA", "userHandle": "ÿ",
        "authenticatorData": "AAAA", "signature": "AA"}}""",
        "",
        "x",
        "[]",
        "1",
        "null",
        "{}",
        '{"id": 1}',
        '{"response": {"userHandle": "AAAA"}}',
        '{"response": []}',
    ],
)
def test_a_key_that_is_none_is_refused_and_breaks_nothing(client, credential):
    for headers in ({}, {"Accept": "application/json"}):
        client.get("/dang-nhap/khoa-truy-cap", headers={"Accept": "application/json"})
        answer = client.post("/dang-nhap/khoa-truy-cap", {"credential": credential}, headers=headers)
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/dang-nhap"
    assert client.get("/tai-khoan").status_code == 302
