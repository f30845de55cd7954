"""The frame shows each person the ways they have, a stranger none; the page of parts is whole in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.urls import reverse

from hoinhap.apps.agencies.access import STRANGER, may_manage
from hoinhap.site import design
from hoinhap.site.frame import Entry, Frame, on_paper
from tests.apps.cast import cast
from tests.site.test_languages import NAMES, VIETNAMESE, shown

pytestmark = pytest.mark.django_db

STATIC = Path(__file__).resolve().parents[2] / "src/hoinhap/site/static/site"


def sign_in(client, name="hanh"):
    people = cast().people
    client.force_login(people[name])
    return people[name]


def page(client, path="/design"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def framed(rf, client, name, entries, path="/"):
    """Give the frame of somebody of the cast, as the middleware would have left the request."""
    person = sign_in(client, name)
    request = client.get(path).wsgi_request
    assert request.user == person
    return Frame(request, entries)


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/design").status_code == 302


def test_a_stranger_sees_neither_rail_nor_search(client):
    html = client.get("/khong-co-trang-nay").content.decode()
    assert 'class="bare ' in html
    assert 'class="ways"' not in html
    assert 'role="search"' not in html
    assert "Không tìm thấy trang này" in html


def test_who_is_looking_is_said_with_the_agency(client):
    person = sign_in(client)
    html = page(client)
    assert f"{person.full_name} · Sở Ngoại vụ" in html
    assert f'action="{reverse("account_logout")}"' in html
    assert f'href="{reverse("account_page")}"' in html


def test_only_pages_that_exist_have_an_entry(rf, client):
    entries = (Entry("có", "library:shelf", "document"), Entry("chưa có", "khong:co", "plan"))
    assert [one["name"] for one in framed(rf, client, "officer", entries).rail] == ["có"]


@pytest.mark.parametrize(("name", "there"), [("administrator", True), ("officer", False), ("nobody", False)])
def test_an_entry_is_shown_to_those_who_may_go_there(rf, client, name, there):
    entries = (Entry("quản trị", "design", "manage", may=may_manage),)
    assert bool(framed(rf, client, name, entries).rail) is there


def test_an_entry_counts_what_waits_for_the_viewer(rf, client):
    entries = (Entry("việc", "library:shelf", "desk", count=lambda viewer: len(viewer.roles)),)
    found = framed(rf, client, "officer", entries)
    assert [one["count"] for one in found.rail] == [1]


@pytest.mark.parametrize(
    ("path", "here"), [("/", "page"), ("/van-ban/abc/", "true"), ("/van-ban-khac", ""), ("/design", "")]
)
def test_the_entry_of_the_page_is_marked(rf, client, path, here):
    frame = framed(rf, client, "officer", (Entry("văn bản", "library:shelf", "document", below=("/van-ban",)),))
    frame._request.path = path
    assert [one["here"] for one in frame.rail] == [here]


def test_what_keeps_the_house_stands_apart(rf, client):
    entries = (Entry("a", "library:shelf", "document"), Entry("b", "design", "journal", apart=True))
    assert [[one["name"] for one in group] for group in framed(rf, client, "officer", entries).groups] == [["a"], ["b"]]


def test_the_page_that_says_the_database_is_away_asks_it_nothing(rf):
    class Away:
        @property
        def is_authenticated(self):
            raise DatabaseError

    request = rf.get("/")
    request.user = Away()
    request.viewing = None
    frame = Frame(request)
    assert frame.viewer == STRANGER
    assert frame.rail == []
    assert "Máy chủ gặp lỗi" in render_to_string(
        "site/refusal.html", {"frame": frame, "LANG": "vi", "title": "Máy chủ gặp lỗi", "sentence": "Thử lại."}
    )


def test_every_icon_of_an_entry_is_drawn():
    from hoinhap.site.frame import ENTRIES

    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    assert {entry.icon for entry in ENTRIES} | {"more"} <= drawn


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        (date(2026, 5, 15), "ngày 15 tháng 5 năm 2026"),
        (date(2026, 11, 24), "ngày 24 tháng 11 năm 2026"),
    ],
)
def test_a_day_is_written_as_on_an_official_paper(day, words):
    assert on_paper(day) == words


@pytest.mark.parametrize("state", design.STATES)
def test_a_state_is_word_and_shape(client, state):
    badge = render_to_string("site/state.html", {"state": state})
    word = re.sub(r"<[^>]+>", "", badge).strip()
    assert word
    assert f'href="#shape-{state}"' in badge
    assert f'<symbol id="shape-{state}"' in render_to_string("site/shapes.html")


def test_every_state_and_grade_has_its_own_word_and_drawing():
    badges = [render_to_string("site/state.html", {"state": state}) for state in design.STATES]
    assert len({re.sub(r"<[^>]+>", "", badge).strip() for badge in badges}) == len(design.STATES)
    shapes = re.findall(r"<symbol[^>]*>(.*?)</symbol>", render_to_string("site/shapes.html"))
    assert len(set(shapes)) == len(design.STATES)
    grades = [render_to_string("site/certainty.html", {"grade": grade}) for grade in design.GRADES]
    assert [grade.count('class="off"') for grade in grades] == [0, 1, 2]


def test_a_given_word_replaces_the_usual_one():
    badge = render_to_string("site/state.html", {"state": "done", "word": "Đã nhận"})
    assert "Đã nhận" in badge
    assert "Hoàn thành" not in badge


def test_the_page_shows_every_part(client):
    sign_in(client)
    html = page(client)
    for state in design.STATES:
        assert f'class="state state-{state}"' in html
    for grade in design.GRADES:
        assert f"certainty-{grade}" in html
    for part in (
        *("btn btn-primary", "btn btn-quiet", "btn btn-danger", "form-control", "form-select", "tick", "wrong", "hint"),
        *("filters", "table", "facts-list", "chip lead", "chip partner", "chip to", "tabs", "pager", "undo"),
        *("notice notice-good", "notice notice-warning", "notice notice-bad", "work", "dialog", "tree", "matrix"),
        *("sides", "timeline", "chart", "menu", "drop", "keylist", "empty", "official", "legend", "figures"),
    ):
        assert re.search(rf'class="{part}[ "]', html), part


def test_a_refusal_is_tied_to_its_field(client):
    sign_in(client)
    html = page(client)
    control = re.search(r'<input[^>]*name="due"[^>]*>', html)
    assert control
    assert 'aria-invalid="true"' in control[0]
    described = re.search(r'aria-describedby="([^"]+)"', control[0])
    assert described
    assert any(f'id="{name}"' in html for name in described[1].split())


def test_bars_and_matrix_add_up():
    for row in design.bars():
        assert row["total"] == sum(row["counts"])
        ends = [part["x"] + part["width"] for part in row["parts"]]
        starts = [part["x"] for part in row["parts"]]
        assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
        assert max(ends) <= 1000
    matrix = design.matrix()
    assert sum(matrix["sums"]) == sum(row["total"] for row in matrix["rows"]) == matrix["total"]


def test_no_style_or_script_stands_in_the_page(client):
    sign_in(client)
    html = page(client)
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)


def test_the_english_page_says_nothing_in_vietnamese(client):
    sign_in(client)
    client.cookies["django_language"] = "en"
    said = shown(page(client))
    for name in NAMES:
        said = said.replace(name, "")
    assert not [words for words in re.split(r"\s{2,}|\n", said) if VIETNAMESE.search(words)]
