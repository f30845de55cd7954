"""What a person hands in is kept whole, or said to be too long or to name no day."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hoinhap.apps.errors import Refused
from hoinhap.apps.library import actions, arrivals
from hoinhap.apps.library.forms import LONGEST_DUE, LONGEST_SOURCE, ReceiveForm, due_of
from hoinhap.apps.library.models import Document
from tests.apps.cast import AT, cast
from tests.apps.library.papers import PLAN

LINES = {"accept": "application/x-ndjson"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("trước ngày 31/02 hằng năm", "31/02"),
        ("trước ngày 29/02/2025", "29/02/2025"),
        ("ngày 31 tháng 4 năm 2026", "31/04/2026"),
        ("hoàn thành 15/13/2026", "15/13/2026"),
        ("ngày 29/02", "29/02/2026"),
        ("ngày 0/5", "00/05"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused(text, day):
    with pytest.raises(Refused, match="no-such-day") as refused:
        due_of(text, 2026)
    assert refused.value.facts == {"day": day}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("trước ngày 30/6/2026", {"on": "2026-06-30"}),
        ("trước ngày 29/02/2028", {"on": "2028-02-29"}),
        ("tháng 12/2026", {"by": "2026-12"}),
        ("ngày 15/6 và 15/12 hằng năm", {"every": "half-year"}),
        ("theo Kế hoạch số 119/KH-UBND", None),
    ],
)
def test_a_day_of_the_calendar_is_read(text, due):
    assert due_of(text, 2026)["due"] == due


def test_only_so_much_of_a_deadline_is_read_and_all_of_it_is_handed_on(monkeypatch):
    from hoinhap.apps.library import forms

    read = []
    monkeypatch.setattr(forms, "deadlines", lambda text, **_: read.append(len(text)) or [])
    text = ("trước ngày 1/1/2026 " * 20_000).strip()
    assert due_of(text, None)["due_text"] == text
    assert read == [LONGEST_DUE]


def test_a_source_that_is_too_long_is_seen_to_be_cut():
    form = ReceiveForm({"received_from": "N" * 300})
    assert form.is_valid()
    source = form.cleaned_data["received_from"]
    assert len(source) == LONGEST_SOURCE and source.endswith("N …")
    whole = ReceiveForm({"received_from": "N" * LONGEST_SOURCE})
    assert whole.is_valid() and whole.cleaned_data["received_from"] == "N" * LONGEST_SOURCE


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def outdated(people):
    found = {
        name: actions.receive(actor=people.viewer(name), name=f"{name}.txt", data=f"{PLAN}\n{name}".encode(), at=AT)
        for name in ("hanh", "officer")
    }
    Document.objects.update(reader="0")
    for document in found.values():
        document.readings.update(reader_version="0")
    return found


@pytest.mark.parametrize("name", ["leader", "inspector", "viewer"])
def test_who_may_decide_on_nothing_is_offered_nothing_to_read_again(people, outdated, client, name):
    client.force_login(people.people[name])
    assert client.get(reverse("library:shelf")).context["to_read_again"] == 0
    for headers in ({}, LINES):
        assert client.post(reverse("library:again-all"), headers=headers).status_code == 403
        answer = client.post(reverse("library:again", args=[outdated["officer"].pk]), headers=headers)
        assert answer.status_code == 403
    assert set(Document.objects.values_list("reader", flat=True)) == {"0"}


def test_who_works_in_an_agency_reads_its_documents_again_and_no_others(people, outdated, client):
    client.force_login(people.people["officer"])
    assert client.get(reverse("library:shelf")).context["to_read_again"] == 1
    answer = client.post(reverse("library:again-all"), headers=LINES)
    assert b'"refusal"' not in b"".join(answer.streaming_content)
    assert {one.name for one in Document.objects.exclude(reader="0")} == {"officer.txt"}
    client.force_login(people.people["hanh"])
    assert client.get(reverse("library:shelf")).context["to_read_again"] == 1


def test_a_role_that_ends_on_the_way_ends_the_line_with_a_sentence(people, outdated, monkeypatch):
    monkeypatch.setattr(arrivals, "sentence_of", lambda error, name="": f"{error.code} {error.facts}")
    steps = actions.reading_again(actor=people.viewer("leader"), document_id=outdated["hanh"].pk, at=AT)
    (event,) = list(arrivals.events(steps, "kh.txt"))
    assert event["refusal"].startswith("library.not-allowed")
