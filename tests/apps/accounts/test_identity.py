"""Signing in by the office's own identity server: by its subject, never by a name or an address."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from hoinhap.apps.accounts import actions
from hoinhap.apps.accounts.identity import providers
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.journal.models import Event
from tests.apps.accounts.issuer import CLIENT, SECRET, Issuer, running
from tests.apps.accounts.people import PASSWORD, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(settings):
    cache.clear()
    with running() as issuer:
        settings.SOCIALACCOUNT_PROVIDERS = providers(issuer.address, CLIENT, SECRET, "Cổng Lam Giang")
        yield issuer


def go(client, issuer: Issuer, action: str) -> dict[str, str]:
    """Press the button that leads to the issuer, and give what the issuer is asked."""
    page = client.post(action).content.decode()
    address = unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)[1])
    assert address.startswith(f"{issuer.address}/authorize?")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    issuer.challenge = asked["code_challenge"]
    return asked


def come_back(client, asked: dict[str, str], **more: str):
    assert asked["redirect_uri"] == "http://testserver/dang-nhap/qua/co-quan/tra-loi"
    return client.get("/dang-nhap/qua/co-quan/tra-loi", {"state": asked["state"], "code": "mot-lan", **more})


def button(client, path: str, word: str) -> str:
    page = client.get(path).content.decode()
    return unescape(re.search(rf'<form method="post" action="([^"]+)"[^>]*>(?:(?!</form>).)*{word}', page, re.S)[1])


def test_a_linked_subject_comes_in_to_the_page_that_was_asked_for(client, issuer):
    known = person(password=None)
    actions.link(person=known, subject="s-1")
    issuer.claims = {"sub": "s-1"}
    asked = go(client, issuer, button(client, "/dang-nhap?next=/tai-khoan", "Đăng nhập qua Cổng Lam Giang"))
    assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT, "S256")
    assert come_back(client, asked).headers["Location"] == "/tai-khoan"
    assert "Lê Thị Hạnh" in client.get("/tai-khoan").content.decode()
    assert issuer.asked[0]["client_secret"] == SECRET
    assert Event.objects.get(act="person.signed-in").facts["ways"] == ["socialaccount"]


def test_the_same_mail_address_or_name_opens_nothing(client, issuer):
    known = person()
    Person.objects.filter(pk=known.pk).update(email="hanh@lamgiang.example")
    issuer.claims = {
        "sub": "s-2",
        "email": "hanh@lamgiang.example",
        "email_verified": True,
        "preferred_username": "hanh.le",
    }
    page = come_back(client, go(client, issuer, "/dang-nhap/qua/co-quan")).content.decode()
    assert "Tài khoản chưa được liên kết" in page
    assert client.get("/tai-khoan").status_code == 302
    assert Person.objects.count() == 1
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "claims", [{"aud": "chuong-trinh-khac"}, {"iss": "https://example.org"}, {"exp": 1_700_000_000}]
)
def test_a_token_for_another_program_or_from_another_issuer_or_of_yesterday(client, issuer, claims):
    actions.link(person=person(), subject="s-1")
    issuer.claims = {"sub": "s-1", **claims}
    page = come_back(client, go(client, issuer, "/dang-nhap/qua/co-quan"))
    assert page.status_code == 401
    assert "chưa xác nhận được bạn là ai" in page.content.decode()
    assert client.get("/tai-khoan").status_code == 302


def test_an_answer_without_an_id_token_opens_nothing(client, issuer):
    actions.link(person=person(), subject="s-1")
    issuer.claims, issuer.gives_id_token = {"sub": "s-1"}, False
    assert come_back(client, go(client, issuer, "/dang-nhap/qua/co-quan")).status_code == 401
    assert client.get("/tai-khoan").status_code == 302


def test_an_answer_that_nobody_asked_for_opens_nothing(client, issuer):
    actions.link(person=person(), subject="s-1")
    issuer.claims = {"sub": "s-1"}
    asked = go(client, issuer, "/dang-nhap/qua/co-quan")
    assert come_back(client, {**asked, "state": "khac"}).status_code == 401
    assert client.get("/tai-khoan").status_code == 302


def test_who_cancels_there_is_told_so_here(client, issuer):
    asked = go(client, issuer, "/dang-nhap/qua/co-quan")
    answer = client.get("/dang-nhap/qua/co-quan/tra-loi", {"state": asked["state"], "error": "access_denied"})
    assert "Bạn đã hủy" in client.get(answer.headers["Location"]).content.decode()


def test_somebody_links_their_own_account_and_takes_the_link_away(client, issuer):
    known = person()
    sign_in(client)
    issuer.claims = {"sub": "s-3", "email": "x@example.org"}
    back = come_back(client, go(client, issuer, button(client, "/tai-khoan", "Liên kết</button>")))
    assert back.headers["Location"].startswith("/tai-khoan/xac-nhan")
    done = client.post(back.headers["Location"], {"password": PASSWORD})
    assert "Đã liên kết tài khoản của cơ quan." in client.get(done.headers["Location"], follow=True).content.decode()
    link = SocialAccount.objects.get()
    assert (link.user_id, link.uid) == (known.pk, "s-3")
    client.post("/tai-khoan/lien-ket", {"account": link.pk})
    assert not SocialAccount.objects.exists()
    acts = list(
        Event.objects.filter(act__startswith="person.identity").order_by("number").values_list("act", flat=True)
    )
    assert acts == ["person.identity-linked", "person.identity-unlinked"]


def test_the_last_way_in_is_not_taken_away(client, issuer):
    known = person(password=None)
    link = actions.link(person=known, subject="s-1")
    client.force_login(known)
    page = client.post("/tai-khoan/lien-ket", {"account": link.pk}).content.decode()
    assert "Đặt mật khẩu trước." in page
    assert SocialAccount.objects.filter(pk=link.pk).exists()


def test_without_an_issuer_the_door_offers_none(client):
    assert providers("", "", "", "") == {}
    assert "Đăng nhập qua" not in client.get("/dang-nhap").content.decode()


@pytest.mark.parametrize(
    ("issuer_address", "client_id"), [("http://id.example.org", "a"), ("https://id.example.org", "")]
)
def test_an_issuer_without_tls_or_without_a_name_for_us_is_refused_at_start(issuer_address, client_id):
    with pytest.raises(ImproperlyConfigured):
        providers(issuer_address, client_id, "s", "")
