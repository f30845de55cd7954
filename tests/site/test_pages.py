from __future__ import annotations

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from hoinhap.site.headers import POLICY

pytestmark = pytest.mark.django_db

# Every address of the site; a new one must be written here, and so be thought about.
ADDRESSES = {
    "",
    "van-ban/tai-len",
    "van-ban/doc-lai",
    "van-ban/<uuid:document_id>/",
    "van-ban/<uuid:document_id>/doc-lai",
    "van-ban/<uuid:document_id>/giao-viec.csv",
    "van-ban/<uuid:document_id>/ban-goc",
    "van-ban/<uuid:document_id>/ket-qua.json",
    "i18n/ngon-ngu",
    "suc-khoe",
    "favicon.ico",
}
NOBODY = "00000000-0000-7000-8000-000000000000"


def addresses(patterns, before=""):
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def test_every_address_is_listed():
    assert set(addresses(get_resolver().url_patterns)) == ADDRESSES


def test_health_says_that_the_database_answers(client):
    response = client.get("/suc-khoe")
    assert response.status_code == 200
    assert json.loads(response.content)["status"] == "ok"


@pytest.mark.parametrize("path", ["/", "/suc-khoe", "/khong-co-trang-nay", f"/van-ban/{NOBODY}/"])
def test_every_response_carries_the_headers(client, path):
    response = client.get(path)
    assert response["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("ending", ["", "ban-goc", "ket-qua.json", "giao-viec.csv"])
def test_an_absent_document_is_not_found(client, ending):
    response = client.get(f"/van-ban/{NOBODY}/{ending}")
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


def test_a_post_without_token_is_told_to_reload():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/van-ban/tai-len")
    assert response.status_code == 403
    assert "Tải lại trang rồi làm lại" in response.content.decode()


def test_vietnamese_comes_first_and_english_by_choice(client):
    assert '<html lang="vi">' in client.get("/", headers={"accept-language": "en"}).content.decode()
    answer = client.post("/i18n/ngon-ngu", {"language": "en", "next": "/"})
    assert answer.status_code == 302
    assert '<html lang="en">' in client.get("/").content.decode()


def test_an_unknown_language_is_vietnamese(client):
    client.cookies["django_language"] = "xx"
    assert '<html lang="vi">' in client.get("/").content.decode()
