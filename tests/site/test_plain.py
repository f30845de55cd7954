"""What is no text is answered with the page of a request that is not understood, wherever it stands."""

from __future__ import annotations

import pytest

from tests.apps.cast import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(client):
    client.force_login(cast().people["hanh"])
    return client


@pytest.mark.parametrize(
    "address", ["/?tim=a%00b", "/?giu=%00&loai=a", "/?%00=a", "/tim?q=a%00b", "/nhat-ky/?nguoi=%00", "/van-ban/a%00b/"]
)
def test_an_address_with_nul_is_not_understood(known, address):
    answer = known.get(address)
    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.content.decode()


def test_a_form_with_nul_is_not_understood(known, client):
    for fields in ({"received_from": "a\0b"}, {"a\0b": "c"}):
        assert known.post("/van-ban/tai-len", fields).status_code == 400
    # Whoever has not signed in meets the same answer at the door.
    assert client.post("/dang-nhap", {"login": "a\0b", "password": "x"}).status_code == 400


def test_a_cookie_and_the_page_below_a_part_are_looked_at(known):
    assert known.get("/", headers={"HX-Current-URL": "http://testserver/?tu=a%00b"}).status_code == 400
    known.cookies["sessionid"] = "a\0b"
    assert known.get("/").status_code == 400


def test_marks_letters_and_lines_are_text(known):
    assert known.get("/", {"tim": "Sở Ngoại vụ \t\n “đ” 🙂"}).status_code == 200
