"""The journal's pages and its table, through the site."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client

from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.journal import access
from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.queries import acts_and_kinds, history_for
from tests.apps.cast import hold

from .cast import AT, acting, events, person, thing

pytestmark = pytest.mark.django_db


def signed_in(somebody, *roles: str) -> Client:
    agency, _made = Agency.objects.get_or_create(code="so", defaults={"name": "Sở Ngoại vụ"})
    for role in roles:
        hold(somebody, agency, role, since=date(2020, 1, 1))
    client = Client()
    client.force_login(somebody)
    return client


@pytest.fixture
def told(thing_kind):
    anh, mau = person(), person("Lò Văn Mẫu", "mau")
    events(2, actor=acting(anh), key=7)
    events(1, actor=acting(anh), key=8)
    events(1, actor=acting(mau), key=9)
    return anh, mau


def read(response) -> list[list[str]]:
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_stranger_is_sent_to_sign_in(client, told):
    for path in ("/nhat-ky/", "/nhat-ky/nhat-ky.csv", "/nhat-ky/contenttypes.contenttype/7"):
        response = client.get(path)
        assert response.status_code == 302
        assert "Ánh" not in response.content.decode()


def test_an_inspector_sees_all_with_filters(told):
    client = signed_in(person("Thanh tra", "thanhtra"), "inspector")
    page = client.get("/nhat-ky/").content.decode()
    assert "4 việc đã được ghi lại" in page
    assert "Làm việc thứ 0 với vật số 8" in page
    assert 'href="/vat/9"' in page
    page = client.get("/nhat-ky/", {"nguoi": "lo van", "tu-ngay": "2026-11-25", "den-ngay": "25/11/2026"})
    text = page.content.decode()
    assert "1 việc khớp với điều đang tìm" in text
    assert text.count('value="25/11/2026"') == 2
    assert "vật số 8" not in text


def test_every_line_says_what_it_is_about_where_that_may_be_known(told):
    page = signed_in(person("Thanh tra", "thanhtra"), "inspector").get("/nhat-ky/").content.decode()
    assert '<a href="/vat/9">Vật 9</a>' in page
    assert '<a href="/vat/8">Vật 8</a>' in page
    page = signed_in(person("Quản trị", "quantri"), "administrator").get("/nhat-ky/").content.decode()
    assert '<a href="/vat/9">Vật 9</a>' in page
    assert "Vật 8" not in page


def test_people_and_agencies_are_named_in_one_query(django_assert_num_queries):
    somebody, agency = person(), Agency.objects.create(code="so", name="Sở Ngoại vụ")
    roots = {("accounts.person", str(somebody.pk)), ("agencies.agency", str(agency.pk)), ("no.kind", "1")}
    with django_assert_num_queries(2):
        assert access.names_of(roots) == {
            ("accounts.person", str(somebody.pk)): "Nguyễn Thị Ánh",
            ("agencies.agency", str(agency.pk)): "Sở Ngoại vụ",
        }


def test_every_act_of_the_filter_begins_like_a_sentence():
    acts, _kinds = acts_and_kinds()
    assert acts
    assert [word for _act, word in acts if not word[0].isupper()] == []


def test_an_administrator_sees_acts_without_hidden_facts(told):
    page = signed_in(person("Quản trị", "quantri"), "administrator").get("/nhat-ky/").content.decode()
    assert "4 việc đã được ghi lại" in page
    assert "vật số 8" not in page
    assert "Nội dung không hiện vì bạn không có quyền xem vật này." in page


def test_an_officer_sees_their_own_acts(told):
    anh, _mau = told
    page = signed_in(anh, "officer").get("/nhat-ky/").content.decode()
    assert "3 việc đã được ghi lại" in page
    assert "Lò Văn Mẫu" not in page
    assert 'name="nguoi"' not in page


def test_whoever_did_nothing_is_told_what_will_stand_here(told):
    page = signed_in(person("Mới", "moi")).get("/nhat-ky/").content.decode()
    assert "Chưa có việc nào được ghi lại" in page
    assert "Tải bảng CSV" not in page


def test_a_wrong_day_is_refused_with_its_sentence(told):
    response = signed_in(told[0]).get("/nhat-ky/", {"tu-ngay": "31/02/2026"})
    assert response.status_code == 422
    assert "“31/02/2026” không phải là một ngày" in response.content.decode()


@pytest.mark.parametrize("query", ["truoc=abc", "sau=-1", "truoc=99999999999999999999", "loai=x", "nguoi='"])
def test_an_odd_address_is_answered(told, query):
    assert signed_in(told[0], "inspector").get(f"/nhat-ky/?{query}").status_code == 200


def test_history_of_a_thing_has_its_page(told, thing_kind):
    client = signed_in(told[1])
    page = client.get(f"/nhat-ky/{thing_kind}/7").content.decode()
    assert "2 việc đã ghi về vật này" in page
    assert "Nguyễn Thị Ánh" in page
    for address in (f"{thing_kind}/8", f"{thing_kind}/11", "no.kind/7"):
        assert client.get(f"/nhat-ky/{address}").status_code == 404


def test_pages_of_fifty_lead_on_and_keep_the_filter(thing_kind):
    somebody = person()
    events(120, actor=acting(somebody))
    client = signed_in(somebody)
    page = client.get("/nhat-ky/", {"loai": thing_kind}).content.decode()
    assert page.count('<th scope="row"') == 50
    assert f"?loai={thing_kind}&amp;truoc=71" in page
    page = client.get("/nhat-ky/", {"loai": thing_kind, "truoc": "71"}).content.decode()
    assert ">70<" in page
    assert ">71<" not in page
    assert f"?loai={thing_kind}&amp;sau=70" in page


def test_the_partial_says_time_person_sentence_and_folds_the_rest(told):
    page = render_to_string("journal/history.html", {"history": history_for(acting(told[1]), thing(7), limit=1)})
    for part in ("25/11/2026 08:03", "Nguyễn Thị Ánh", "Làm việc thứ 1 với vật số 7", "<details", "Xem toàn bộ"):
        assert part in page
    page = render_to_string("journal/history.html", {"history": history_for(acting(told[1]), thing(11))})
    assert "Chưa có việc nào được ghi lại" in page


def test_the_table_holds_what_is_filtered(told):
    client = signed_in(person("Thanh tra", "thanhtra"), "inspector")
    response = client.get("/nhat-ky/nhat-ky.csv", {"nguoi": "anh"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    heads, *rows = read(response)
    assert heads[:3] == ["Số", "Thời điểm", "Người thực hiện"]
    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert rows[0][1:5] == ["25/11/2026 08:02:03", "Nguyễn Thị Ánh", "anh", "Làm việc thứ 0 với vật số 8"]
    assert len(rows[0]) == len(heads)


def test_the_table_hides_what_the_page_hides(told):
    client = signed_in(person("Quản trị", "quantri"), "administrator")
    _heads, *rows = read(client.get("/nhat-ky/nhat-ky.csv"))
    hidden = rows[1]
    assert hidden[0] == "3"
    assert "Nội dung không hiện" in hidden[4]
    assert (hidden[7], hidden[9]) == ("", "")
    assert rows[0][7] == "Vật 9"
    assert len(read(signed_in(told[1]).get("/nhat-ky/nhat-ky.csv"))) == 2


@pytest.mark.parametrize("name", ["=1+1", "+84", "-Sở", "@x", "\t=1", "\r\n=1"])
def test_a_spreadsheet_takes_no_word_for_a_formula(thing_kind, name):
    somebody = person(name, "ten")
    record(actor=acting(somebody), at=AT, act="thing.done", of=thing())
    _heads, row = read(signed_in(somebody).get("/nhat-ky/nhat-ky.csv"))
    assert row[2].startswith("'")
    assert not any(cell[:1] in tuple("=+-@\t\r") for cell in row)


def test_the_table_speaks_the_language_of_the_page(told):
    client = signed_in(told[0])
    client.cookies["django_language"] = "en"
    heads, *_rows = read(client.get("/nhat-ky/nhat-ky.csv"))
    assert heads[1] == "Time"


def test_a_page_costs_the_same_with_more_lines(thing_kind, django_assert_max_num_queries):
    somebody = person()
    client = signed_in(somebody, "administrator")
    counts = []
    for _turn in range(2):
        events(20, actor=acting(somebody))
        with django_assert_max_num_queries(20) as asked:
            client.get("/nhat-ky/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert connection.in_atomic_block
