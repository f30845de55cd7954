from __future__ import annotations

import json

import pytest
from django.test import Client

from hoinhap.site.headers import POLICY
from tests.apps.cast import cast

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def hanh(client):
    client.force_login(cast().people["hanh"])
    return client


def test_health_says_that_the_database_answers(client):
    response = client.get("/suc-khoe")
    assert response.status_code == 200
    assert json.loads(response.content)["status"] == "ok"


@pytest.mark.parametrize("path", ["/", "/suc-khoe", "/khong-co-trang-nay", f"/van-ban/{NOBODY}/"])
def test_every_response_carries_the_headers(client, path):
    assert "unsafe" not in POLICY
    known = Client()
    known.force_login(cast().people["hanh"])
    for who in (client, known):
        response = who.get(path)
        assert response["Content-Security-Policy"] == POLICY
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("ending", ["", "ban-goc", "ket-qua.json", "giao-viec.csv", "ma-tran", "pho-bien", "co-quan/"])
def test_an_absent_document_is_not_found(hanh, ending):
    response = hanh.get(f"/van-ban/{NOBODY}/{ending}")
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


def test_a_post_without_token_is_told_to_reload():
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast().people["hanh"])
    response = client.post("/van-ban/tai-len")
    assert response.status_code == 403
    assert "Tải lại trang rồi làm lại" in response.content.decode()


def test_vietnamese_comes_first_and_english_by_choice(client):
    assert '<html lang="vi">' in client.get("/dang-nhap", headers={"accept-language": "en"}).content.decode()
    answer = client.post("/i18n/ngon-ngu", {"language": "en", "next": "/dang-nhap"})
    assert answer.status_code == 302
    assert '<html lang="en">' in client.get("/dang-nhap").content.decode()


def test_an_unknown_language_is_vietnamese(client):
    client.cookies["django_language"] = "xx"
    assert '<html lang="vi">' in client.get("/dang-nhap").content.decode()
