"""The page where a person decides, asked as a browser asks it: with script and without."""

from __future__ import annotations

import re

import pytest

from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import actions, deciding
from hoinhap.apps.library.models import Document, Item
from tests.apps.cast import AT, cast
from tests.apps.library.papers import DIRECTIVE, PLAN

SCRIPT = {"hx-request": "true"}


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def client(client, people):
    client.force_login(people.people["hanh"])
    return client


@pytest.fixture
def document(people) -> Document:
    return actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)


@pytest.fixture
def duty(document) -> Item:
    return document.items.filter(kind=Item.DUTY).first()


def decide(client, document, *, headers=SCRIPT, **data):
    return client.post(f"/van-ban/{document.pk}/quyet-dinh", data, headers=headers)


def items_of(page: str) -> list[str]:
    return re.findall(r'<li class="duty [^>]*id="d([0-9a-f]{12})"', page)


def test_an_act_of_a_script_is_answered_with_list_and_title(client, document, duty):
    answer = decide(client, document, do=f"accept|{duty.token}")
    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (200, "#panel", "innerHTML")
    assert "<html" not in page
    assert 'id="titleblock" hx-swap-oob="true"' in page
    # Its mark in the paper is muted by the script; the paper itself is not sent again.
    assert 'id="paper"' not in page
    assert f'data-touched="{duty.ref}"' in page
    event = Event.objects.first()
    assert f'value="undo|{event.number}"' in page
    duty.refresh_from_db()
    assert duty.state == Item.ACCEPTED


def test_an_act_without_script_is_told_and_taken_back_on_the_page(client, people, document, duty):
    answer = decide(client, document, headers={}, do=f"accept|{duty.token}")
    number = Event.objects.first().number
    assert (answer.status_code, answer["Location"]) == (302, f"/van-ban/{document.pk}/?vua={number}")
    page = client.get(answer["Location"]).content.decode()
    assert "Đã chấp nhận 1 mục." in page and f'value="undo|{number}"' in page
    # Somebody else who opens the same address did not do it, and is not told that they did.
    client.force_login(people.people["leader"])
    assert "Đã chấp nhận 1 mục." not in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("asked", ["vua=0", "vua=x", f"vua={10**40}", "vua=", "vua=1"])
def test_an_act_that_is_none_of_this_document_is_not_told(client, document, asked):
    page = client.get(f"/van-ban/{document.pk}/?{asked}")
    assert page.status_code == 200
    assert 'class="undo"' not in page.content.decode()


def test_the_paper_comes_again_where_its_marks_have_changed(client, document, duty):
    words = duty.value["text"].split()
    page = decide(client, document, do=f"split|{duty.token}", texts=f"{' '.join(words[:4])}\n{' '.join(words[4:])}")
    assert 'id="paper" lang="vi"' in page.content.decode()
    made = Item.objects.filter(document=document, found__isnull=True)
    assert made.count() == 2
    for item in made:
        assert f'id="s{item.ref}"' in page.content.decode()


def test_an_act_keeps_the_filter_under_which_a_person_works(client, document, duty):
    address = f"http://testserver/van-ban/{document.pk}/?trang-thai=duty&co-quan=Sở Ngoại vụ#d{duty.ref}"
    asked = items_of(client.get(address).content.decode())
    assert 0 < len(asked) < document.items_count
    answer = decide(client, document, headers={**SCRIPT, "hx-current-url": address}, do=f"accept|{duty.token}")
    assert items_of(answer.content.decode()) == asked


def test_a_refusal_stands_where_the_person_writes(client, people, document, duty):
    deciding.accept(actor=people.viewer("hanh"), document_id=document.pk, wanted={duty.pk: duty.version}, at=AT)
    answer = decide(client, document, do=f"edit|{duty.token}", form="1", text="Lời mới <b>", leads="Sở Y tế")
    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (422, "#editor", "outerHTML")
    assert "Người hanh đã chấp nhận mục này lúc" in page
    assert "Lời mới &lt;b&gt;" in page and ">Sở Y tế</textarea>" in page
    duty.refresh_from_db()
    assert duty.value["leads"] == ["Sở Ngoại vụ"]
    # The button of the form now holds the item as it is: whoever insists, and has read the sentence, may.
    assert f'value="edit|{duty.token}"' in page


def test_what_a_person_writes_is_never_a_part_of_the_page(client, document, duty):
    words = '<script>alert(1)</script> "x" & {{ y }}'
    decide(client, document, do=f"edit|{duty.token}", text=words, leads=words, product=words)
    other = document.items.filter(kind=Item.DUTY, state=Item.OPEN).first()
    decide(client, document, do=f"dismiss|{other.token}", reason_text=words)
    for view in ("", "?xem=lich-su", "ma-tran"):
        page = client.get(f"/van-ban/{document.pk}/{view}").content.decode()
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(f"/van-ban/{document.pk}/").content.decode()


@pytest.mark.parametrize("act", ["", "fly|", "accept", "edit|x", "take|", "undo|x", "undo|999999", "split|"])
def test_an_act_that_there_is_not_changes_nothing(client, document, act):
    before = Event.objects.count()
    assert decide(client, document, do=act).status_code in (404, 422)
    assert Event.objects.count() == before


def test_an_item_of_another_document_is_not_decided_here(client, people, document):
    other = actions.receive(actor=people.viewer("hanh"), name="ct.txt", data=DIRECTIVE.encode(), at=AT)
    item = other.items.first()
    assert decide(client, document, do=f"accept|{item.token}").status_code == 404
    assert client.get(f"/van-ban/{document.pk}/muc/{item.pk.hex}/sua").status_code == 422
    item.refresh_from_db()
    assert item.state == Item.OPEN


def test_who_may_not_decide_sees_no_button(client, people, document):
    decided = client.get(f"/van-ban/{document.pk}/").content.decode()
    client.force_login(people.people["leader"])
    page = client.get(f"/van-ban/{document.pk}/").content.decode()
    assert items_of(page) == items_of(decided)
    for word in ('name="do"', 'data-key="e"', 'name="item"', 'name="sure"', "/muc/"):
        assert word in decided
        assert word not in page


def test_the_title_counts_to_zero_and_the_document_is_done(client, people, document):
    page = client.get(f"/van-ban/{document.pk}/").content.decode()
    assert f"Còn {document.undecided} trên {document.provisions} điều khoản chưa quyết định" in page
    assert "Hoàn tất văn bản" not in page
    assert "Còn" in decide(client, document, do="close|").content.decode()
    wanted = {item.pk: item.version for item in document.items.all()}
    deciding.accept(actor=people.viewer("hanh"), document_id=document.pk, wanted=wanted, at=AT)
    page = client.get(f"/van-ban/{document.pk}/").content.decode()
    assert f"Đã quyết định cả {document.provisions} điều khoản" in page and "Hoàn tất văn bản" in page
    page = decide(client, document, do="close|").content.decode()
    assert "Đã xong" in page and "Người hanh hoàn tất" in page
    listed = client.get("/?trang-thai=xong").content.decode()
    assert document.number in listed
    assert "Còn" in decide(client, document, do=f"reopen|{document.items.first().pk.hex}:1").content.decode()
    document.refresh_from_db()
    assert document.done_at is None


def test_the_sentence_that_was_marked_by_hand_stands_in_the_form(client, document):
    page = client.get(f"/van-ban/{document.pk}/them-giao-viec?dieu-khoan=1&doan=Hội nhập quốc tế", headers=SCRIPT)
    assert ">Hội nhập quốc tế</textarea>" in page.content.decode()
    assert 'name="provision" value="1"' in page.content.decode()
    # Without a place a person chooses one, of all there are.
    page = client.get(f"/van-ban/{document.pk}/them-giao-viec?dieu-khoan=999").content.decode()
    assert page.count("<option value=") >= document.provisions
