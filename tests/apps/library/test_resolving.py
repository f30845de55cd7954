"""What the names of a document mean, what a person says of them, and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from hoinhap.apps.agencies import naming, registry
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import AgencyClass, Change, NameAnswer
from hoinhap.apps.agencies.naming_actions import NOBODY, Meaning, answer_name, forget_answer, undo_answer
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.library import actions, deciding, laying, names
from hoinhap.apps.library.models import Holding, Item
from hoinhap.apps.library.resolving import Speech, province_of
from hoinhap.core.agencies.reorganising import End, Found, Pass, Plan
from tests.apps.cast import AT, cast, stand
from tests.apps.library.papers import PLAN
from tests.apps.library.test_deciding import live
from tests.apps.library.test_holdings import give, owed


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def document(people):
    return actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)


def answered(people, document, text, means, who="hanh", at=AT) -> NameAnswer:
    return names.answer(actor=people.viewer(who), document_id=document.pk, text=text, means=means, at=at)


def test_nothing_is_asked_of_the_database_while_nothing_has_changed(people, django_assert_num_queries):
    first = naming.names_known()
    with django_assert_num_queries(1):
        assert naming.names_known() is first
    stand("so-moi", "Sở Mới")
    second = naming.names_known()
    assert second is not first
    assert second.resolve("Sở Mới", on=None).verdict == "agency"


def test_what_is_known_follows_a_change_and_its_undoing(people):
    plan = Plan(date(2026, 1, 1), (Found("n", "so-la", "Sở Lạ"),))
    change, _outcome = registry.change(actor=SYSTEM, at=AT, plan=plan)
    assert naming.names_known().resolve("Sở Lạ", on=None).verdict == "agency"
    registry.undo(actor=SYSTEM, at=AT + timedelta(minutes=1), change_id=change.pk)
    assert naming.names_known().resolve("Sở Lạ", on=None).verdict == "ask"


def test_the_province_of_a_paper_is_that_of_its_issuer_else_of_its_keeper(people, document):
    here = stand("t1", "Ủy ban nhân dân tỉnh Bắc Giang", kind="committee")
    there = stand("t2", "Ủy ban nhân dân tỉnh Nghệ An", kind="committee")
    stand("bo", "Bộ Ngoại giao", kind="ministry", level="central")
    keeper = stand("so-x", "Sở X", parent=here)
    known = naming.names_known()
    document.agency = keeper
    for issuer, province in (
        ("Sở nào đó", str(here.pk)),
        ("", str(here.pk)),
        ("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", str(there.pk)),
        ("BỘ NGOẠI GIAO", ""),
    ):
        document.issuer = issuer
        assert province_of(document, known) == province


def test_a_person_says_once_what_a_name_means_and_every_duty_follows(people, document):
    item = give(people, document, ["Sở Ma"])
    other = actions.receive(actor=people.viewer("hanh"), name="2.txt", data=PLAN.encode() + b"2", at=AT)
    second = give(people, other, ["Sở Ma"])
    assert [one[0] for one in owed(item) + owed(second)] == ["ask", "ask"]
    answer = answered(people, document, "Sở Ma", Meaning(agency=people.finance.pk))
    assert answer.source.endswith(str(document.pk))
    assert [one[0] for one in owed(item) + owed(second)] == ["Sở Tài chính", "Sở Tài chính"]
    assert Speech(document).chip("sở  MA").verdict == "agency"
    # Said otherwise, taken off, brought back: the duties follow each time.
    common = {"actor": people.viewer("hanh")}
    answer = answer_name(text="Sở Ma", means=NOBODY, at=AT + timedelta(minutes=1), **common)
    assert owed(item)[0][0] == "nobody"
    forgotten = forget_answer(answer_id=answer.pk, at=AT + timedelta(minutes=2), **common)
    assert owed(item)[0][0] == "ask"
    undo_answer(change_id=forgotten.pk, at=AT + timedelta(minutes=3), **common)
    assert owed(item)[0][0] == "nobody"
    with pytest.raises(Refused, match="undone-already"):
        undo_answer(change_id=forgotten.pk, at=AT + timedelta(minutes=4), **common)


def test_a_class_that_a_person_made_is_meant_where_they_say_so(people, document):
    group = AgencyClass.objects.create(code="thanh-vien", name="Thành viên Ban hội nhập")
    item = give(people, document, ["các đồng chí thành viên"])
    answered(people, document, "các đồng chí thành viên", Meaning(agency_class=group.pk))
    row = Holding.objects.get(item=item, replaced_at=None)
    assert (row.meaning, row.agency_class, row.agency) == ("class", group, None)


def test_who_may_say_what_a_name_means(people, document):
    means = Meaning(agency=people.finance.pk)
    give(people, document, ["Sở Ma"])
    for who in ("officer", "administrator", "nobody"):
        with pytest.raises(NotFound):
            answered(people, document, "Sở Ma", means, who)
    for who in ("leader", "inspector"):
        with pytest.raises(PermissionDenied):
            answered(people, document, "Sở Ma", means, who)
    # An officer says it of a paper that their agency keeps, and nowhere else.
    own = actions.receive(actor=people.viewer("officer"), name="3.txt", data=PLAN.encode() + b"3", at=AT)
    item = next(one for one in live(own) if one.kind == Item.DUTY)
    value = {"text": "Nội dung", "leads": ["Sở Ma"], "partners": []}
    viewer = people.viewer("officer")
    deciding.edit(actor=viewer, document_id=own.pk, item_id=item.pk, version=item.version, value=value, at=AT)
    answered(people, own, "Sở Ma", means, "officer")
    assert owed(item)[0][0] == "Sở Tài chính"
    with pytest.raises(PermissionDenied):
        answer_name(actor=viewer, at=AT, text="Sở Ma", means=NOBODY)
    with pytest.raises(NotFound):
        answered(people, own, "Sở Không Nêu", means, "officer")


def test_an_old_name_in_a_new_paper_is_told(people, document, client):
    day = date(2025, 3, 1)
    plan = Plan(
        day,
        (
            Found("old", "so-khdt", "Sở Kế hoạch và Đầu tư"),
            Found("n", "so-khac", "Sở Khác"),
        ),
    )
    registry.change(actor=SYSTEM, at=AT, plan=Plan(date(2020, 1, 1), plan.steps))
    known = naming.names_known()
    old, new = (next(key for key, code in known.codes.items() if code == one) for one in ("so-khdt", "so-khac"))
    registry.change(actor=SYSTEM, at=AT, plan=Plan(day, (Pass(old, new), End(old))))
    item = give(people, document, ["Sở KH&ĐT"])
    assert [name for name, _since, _until in owed(item)] == ["Sở Khác"]
    assert Speech(document).chip("Sở KH&ĐT").hint == "tên cũ, từ 01/03/2025 là Sở Khác"
    client.force_login(people.people["hanh"])
    page = unescape(client.get(f"/van-ban/{document.pk}/").content.decode())
    assert "tên cũ, từ 01/03/2025 là Sở Khác" in page
    # The old name stays what the paper says.
    assert "Sở KH&ĐT" in page


def test_the_page_asks_and_takes_the_answer(people, document, client):
    item = give(people, document, ["Sở Ma"])
    client.force_login(people.people["hanh"])
    address = reverse("library:names", args=[document.pk])
    page = unescape(client.get(address).content.decode())
    assert "chưa có cơ quan nào mang tên này" in page
    asks = names.asked(laying.laid_for(people.viewer("hanh"), document.pk), Speech(document))
    assert asks == page.count('class="asks"') > 0
    assert f"{asks} tên cơ quan chưa rõ" in page
    reading = unescape(client.get(f"/van-ban/{document.pk}/").content.decode())
    assert address in reading
    refused = client.post(address, {"ten": "Sở Ma", "nghia": "other", "khac": "sở"})
    assert refused.status_code == 422
    assert "Sở Tài chính" in refused.content.decode()
    assert client.post(address, {"ten": "Sở Ma", "nghia": "other", "khac": "khong co"}).status_code == 422
    assert client.post(address, {"ten": "Sở Ma", "nghia": "other", "khac": "Sở Tài chính"}).status_code == 302
    assert owed(item)[0][0] == "Sở Tài chính"
    # It stands in the list of all answers, with where it was met for whoever may see that.
    listed = client.get("/co-quan/ten-goi/").content.decode()
    assert "Sở Ma" in listed
    assert document.heading in listed
    client.force_login(people.people["administrator"])
    listed = client.get("/co-quan/ten-goi/").content.decode()
    assert "Sở Ma" in listed
    assert document.heading not in listed


def test_an_answer_is_corrected_taken_off_and_undone_on_its_page(people, document, client):
    item = give(people, document, ["Sở Ma"])
    answer = answered(people, document, "Sở Ma", Meaning(agency=people.finance.pk))
    client.force_login(people.people["administrator"])
    form = {"ten": "Sở Ma", "tinh": "", "nguon": answer.source, "nghia": "other", "khac": "so-tu-phap"}
    assert client.post("/co-quan/ten-goi/", form).status_code == 302
    assert owed(item)[0][0] == "Sở Tư pháp"
    change = Change.objects.get(act="name.corrected")
    assert client.post("/co-quan/ten-goi/", {"do": f"undo|{change.pk}"}).status_code == 302
    assert owed(item)[0][0] == "Sở Tài chính"
    now = NameAnswer.objects.get(replaced_at=None)
    assert client.post("/co-quan/ten-goi/", {"do": f"forget|{now.pk}"}).status_code == 302
    assert owed(item)[0][0] == "ask"
    assert client.post("/co-quan/ten-goi/", {"do": f"forget|{now.pk}"}).status_code == 422
