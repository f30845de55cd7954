"""The page of what was found."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from hoinhap.apps.search.actions import rebuild
from hoinhap.apps.search.models import Pending

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(people):
    def get(who="leader", **asked):
        client = Client()
        client.force_login(people.people[who])
        response = client.get(reverse("search:results"), asked)
        assert response.status_code == 200
        return response.content.decode()

    return get


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_a_stranger_is_sent_to_sign_in(client, people):
    response = client.get(reverse("search:results"), {"q": "gỗ"})
    assert response.status_code == 302
    assert response.content == b""


def test_hits_are_shown_with_their_words_marked(keep, ask):
    keep(number="58/KH-UBND", kind="Kế hoạch", title="Xuất khẩu gỗ", issuer="UBND tỉnh", dated=date(2026, 4, 6))
    rebuild()
    page = ask(q="xuat khau go dan")
    assert "<mark>xuất khẩu gỗ dán</mark>" in page
    assert "<mark>Xuất khẩu gỗ</mark>" in page
    for words in ("1 văn bản khớp với “xuat khau go dan”", "Kế hoạch 58/KH-UBND", "06/04/2026 · UBND tỉnh"):
        assert words in text_of(page)


def test_what_the_text_says_is_never_markup(keep, ask):
    keep("<script>alert(1)</script> xuất khẩu <mark>gỗ</mark> & thép", title="<b>xuất khẩu</b>")
    rebuild()
    page = ask(q="<script>xuất khẩu")
    main = page[page.index("<main") :]
    assert "<script>alert" not in main and "<b>" not in main
    assert "&lt;mark&gt;" in main


def test_who_may_not_see_it_gets_the_empty_page(keep, people, ask):
    keep("xuất khẩu gỗ dán", agency=people.justice)
    rebuild()
    assert "<mark>" in ask("justice", q="xuat khau")
    for who in ("officer", "administrator", "nobody"):
        page = ask(who, q="xuat khau")
        assert "<mark>" not in page
        assert "Không có văn bản nào khớp với “xuat khau”" in text_of(page)


def test_filters_and_pages_are_links_that_keep_the_query(keep, ask):
    for number in range(45):
        keep("xuất khẩu gỗ", kind="Kế hoạch" if number % 2 else "Chỉ thị", dated=date(2024 + number % 3, 1, 1))
    rebuild()
    page = ask(q="gỗ", loai="Kế hoạch", nam="2025")
    assert "8 trên 45 văn bản khớp với “gỗ”" in text_of(page)
    assert "loai=K%E1%BA%BF+ho%E1%BA%A1ch" in page and "nam=2024" in page
    page = ask(q="gỗ", trang="2")
    assert "Trang 2 trên 3" in text_of(page)
    assert 'start="21"' in page
    assert "trang=3" in page and "trang=1" in page


@pytest.mark.parametrize(
    "asked", [{"trang": "x"}, {"trang": "-1"}, {"trang": "999999"}, {"nam": "²"}, {"loai": "x" * 999}]
)
def test_odd_addresses_are_answered(keep, ask, asked):
    keep()
    rebuild()
    ask(q="gỗ", **asked)
    ask(**asked)


def test_a_guess_is_a_link_to_what_was_meant(keep, ask):
    keep()
    rebuild()
    page = ask(q="doanh nghipe")
    assert "Có phải bạn tìm doanh nghiệp?" in text_of(page)
    assert "?q=doanh+nghi%E1%BB%87p" in page


def test_what_is_waiting_and_a_missing_index_are_said(keep, ask):
    document = keep()
    assert "Chỉ mục tìm kiếm đang được dựng lại" in text_of(ask(q="gỗ"))
    rebuild()
    Pending.objects.create(kind="library.document", object_id=str(document.pk))
    assert "1 văn bản mới thay đổi còn chờ đưa vào tìm kiếm" in text_of(ask(q="gỗ"))


def test_the_number_of_queries_does_not_grow(keep, people, django_assert_max_num_queries):
    client = Client()
    client.force_login(people.people["officer"])
    counts = []
    for number in (1, 20):
        for _ in range(number):
            keep("xuất khẩu gỗ", agency=people.finance)
        rebuild()
        with django_assert_max_num_queries(20) as seen:
            client.get(reverse("search:results"), {"q": "gỗ"})
        counts.append(len(seen))
    assert counts[0] == counts[1]
