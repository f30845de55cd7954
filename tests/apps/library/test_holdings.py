"""Who owes the accepted duties: always the ones whom the papers name, or whoever took over from them."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.agencies import naming, registry
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.models import Agency, Change, Passing
from hoinhap.apps.errors import Refused
from hoinhap.apps.library import actions, carried, deciding, holding, laying
from hoinhap.apps.library import owed as owed_now
from hoinhap.apps.library.models import Document, Holding, Item
from hoinhap.core.agencies.reorganising import End, Found, Pass, Plan, Restand
from tests.apps.cast import AT, cast, stand
from tests.apps.library.papers import PLAN
from tests.apps.library.test_deciding import check, live

# The plan is of 10 April 2026, so all of this comes after it.
DAY = date(2026, 6, 1)


def names_on_items(document: Document) -> set[tuple]:
    found = set()
    for item in Item.objects.filter(document=document, kind=Item.DUTY, state=Item.ACCEPTED):
        leads = {" ".join(name.split()) for name in item.value["leads"]}
        partners = {" ".join(name.split()) for name in item.value["partners"]} - leads
        found |= {(item.pk, "lead", name) for name in leads} | {(item.pk, "partner", name) for name in partners}
    return found


def current(document: Document) -> list[Holding]:
    return list(Holding.objects.filter(document=document, replaced_at__isnull=True).order_by("since"))


def hold_together(document: Document) -> None:
    """See that the holdings are those of the accepted duties, one holder a day, each alive on its days."""
    rows = current(document)
    assert {(row.item_id, row.role, row.words) for row in rows} == names_on_items(document)
    known = naming.names_known().agencies
    lines: dict[tuple, list[Holding]] = {}
    for row in rows:
        lines.setdefault((row.item_id, row.role, row.words, row.origin_id), []).append(row)
    for line in lines.values():
        for before, after in itertools.pairwise(line):
            assert before.until == after.since
        for row in line:
            if row.agency_id is None:
                assert len(line) == 1
                continue
            one = known[str(row.agency_id)]
            assert one.until is None or (row.until is not None and row.until <= one.until)
        last = line[-1]
        if last.until is not None:
            # Nobody owes it any more only where an agency ended and nobody took over.
            ended = Passing.objects.filter(forebear=last.agency, on=last.until, replaced_at__isnull=True, function="")
            assert not ended.exists()


def seen(rows, asof: AsOf) -> set[tuple]:
    return {(row.item_id, row.role, row.words, row.agency_id) for row in facts(rows, asof)}


ACTS = ("accept", "edit", "split", "merge", "reopen", "undo", "merge day", "transfer", "rename", "end", "undo change")
NAMES = ("Sở Ngoại vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Ma", "các sở, ban, ngành", "Sở Mới 1")


class TestAnySequence(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30)), max_size=14))
    def test_leaves_holdings_as_the_duties_say_and_the_past_as_it_was_known(self, sequence):
        people = cast()
        document = actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)
        rows = Holding.objects.filter(document=document)
        moment = AT
        seen_then: list[tuple[AsOf, set]] = []
        for turn, (act, first, second) in enumerate(sequence):
            moment += timedelta(minutes=1)
            try:
                with transaction.atomic():
                    self.do(act, people, document, first, second, moment, DAY + timedelta(days=turn))
            except Refused:
                pass
            hold_together(document)
            for asof, before in seen_then:
                assert seen(rows, asof) == before
            for day in (date(2026, 5, 1), DAY + timedelta(days=turn)):
                asof = AsOf(day, moment)
                seen_then.append((asof, seen(rows, asof)))
        check(document)
        # Worked out anew, nothing would be otherwise.
        assert holding.follow_all([document.pk], at=moment) == 0

    def do(self, act, people, document, first, second, at: datetime, day: date) -> None:
        there = live(document)
        one, other = there[first % len(there)], there[second % len(there)]
        common = {"actor": people.viewer("hanh"), "document_id": document.pk, "at": at}
        managed = {"actor": SYSTEM, "at": at}
        alive = list(Agency.objects.filter(until__isnull=True, is_withdrawn=False).order_by("code"))
        agency, heir = alive[first % len(alive)], alive[second % len(alive)]
        if act == "accept":
            deciding.accept(wanted={item.pk: item.version for item in there[first % 3 :: 3]}, **common)
        elif act == "edit":
            value = {
                "text": f"Nội dung {second} về đối ngoại và ngân sách",
                "leads": [NAMES[first % 6]],
                "partners": [NAMES[second % 6], NAMES[first % 6]],
            }
            deciding.edit(item_id=one.pk, version=one.version, value=value, **common)
        elif act == "split":
            words = one.value["text"].split()
            texts = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
            deciding.split(item_id=one.pk, version=one.version, texts=texts, **common)
        elif act == "merge":
            deciding.merge(wanted={one.pk: one.version, other.pk: other.version}, **common)
        elif act == "reopen":
            deciding.reopen_item(wanted={one.pk: one.version}, **common)
        elif act == "undo":
            from hoinhap.apps.journal.models import Event

            numbers = [event.number for event in Event.objects.all() if deciding.is_undoable(event)]
            if numbers:
                deciding.undo(number=numbers[second % len(numbers)], **common)
        elif act == "merge day":
            steps = (Found("n", f"so-moi-{at:%d%H%M}", "Sở Mới 1"), Pass(str(agency.pk), "n"), End(str(agency.pk)))
            registry.change(plan=Plan(day, steps), title="Sáp nhập", **managed)
        elif act == "transfer":
            steps = (Pass(str(agency.pk), str(heir.pk), "đối ngoại"),)
            registry.change(plan=Plan(day, steps), title="Chuyển chức năng", **managed)
        elif act == "rename":
            steps = (Restand(str(agency.pk), name=f"Sở Đổi {first}"),)
            registry.change(plan=Plan(day, steps), title="Đổi tên", **managed)
        elif act == "end":
            registry.change(plan=Plan(day, (End(str(agency.pk)),)), title="Kết thúc", **managed)
        else:
            changes = list(Change.objects.order_by("at").filter(undoes__isnull=True))
            if changes:
                registry.undo(change_id=changes[first % len(changes)].pk, **managed)


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def document(people):
    found = actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)
    there = {item.pk: item.version for item in live(found) if item.kind == Item.DUTY}
    deciding.accept(actor=people.viewer("hanh"), document_id=found.pk, wanted=there, at=AT)
    return found


def give(people, document, leads, text="Nội dung", at=AT) -> Item:
    item = next(one for one in live(document) if one.kind == Item.DUTY)
    value = {"text": text, "leads": leads, "partners": []}
    common = {"actor": people.viewer("hanh"), "document_id": document.pk, "at": at}
    deciding.edit(item_id=item.pk, version=item.version, value=value, **common)
    item.refresh_from_db()
    return item


def owed(item: Item) -> list[tuple]:
    rows = Holding.objects.filter(item=item, replaced_at__isnull=True).order_by("since")
    return [(row.agency.name if row.agency else row.meaning, row.since, row.until) for row in rows]


def merged(people, **more) -> Change:
    finance, justice = str(people.finance.pk), str(people.justice.pk)
    steps = (
        Found("new", "so-moi", "Sở Mới"),
        Pass(finance, "new"),
        Pass(finance, justice, "thi hành án"),
        End(finance),
    )
    change, _outcome = registry.change(
        actor=SYSTEM, at=AT + timedelta(hours=1), plan=Plan(DAY, steps), title="Sáp nhập", **more
    )
    return change


def test_the_paper_keeps_its_name_and_the_heir_owes_the_duty(people, document):
    item = give(people, document, ["Sở Tài chính"])
    day = document.dated
    assert owed(item) == [("Sở Tài chính", day, None)]
    change = merged(people)
    assert owed(item) == [("Sở Tài chính", day, DAY), ("Sở Mới", DAY, None)]
    item.refresh_from_db()
    assert item.value["leads"] == ["Sở Tài chính"]
    # An edit of something else does not move it back.
    give(people, document, ["Sở Tài chính"], text="Nội dung khác", at=AT + timedelta(hours=2))
    assert owed(item) == [("Sở Tài chính", day, DAY), ("Sở Mới", DAY, None)]
    registry.undo(actor=SYSTEM, at=AT + timedelta(hours=3), change_id=change.pk)
    assert owed(item) == [("Sở Tài chính", day, None)]


def test_a_duty_goes_where_the_function_goes_that_its_words_name(people, document):
    item = give(people, document, ["Sở Tài chính"], text="Phối hợp trong thi hành án có yếu tố nước ngoài")
    merged(people)
    assert owed(item)[1][0] == "Sở Tư pháp"


def test_a_duty_goes_where_a_person_sends_it(people, document):
    item = give(people, document, ["Sở Tài chính"])
    key = carried.key_of(item.pk, str(people.finance.pk))
    change = merged(people, choices={"duties": {key: str(people.justice.pk)}})
    assert owed(item)[1][0] == "Sở Tư pháp"
    give(people, document, ["Sở Tài chính"], text="Nội dung khác", at=AT + timedelta(hours=2))
    assert owed(item)[1][0] == "Sở Tư pháp"
    registry.undo(actor=SYSTEM, at=AT + timedelta(hours=3), change_id=change.pk)
    assert len(owed(item)) == 1


def test_what_was_accepted_after_the_merge_goes_to_the_heir_too(people, document):
    merged(people)
    item = give(people, document, ["Sở Tài chính"], at=AT + timedelta(hours=2))
    assert [name for name, _since, _until in owed(item)] == ["Sở Tài chính", "Sở Mới"]


def test_what_was_previewed_is_what_happens(people, document):
    give(people, document, ["Sở Tài chính"])
    finance = str(people.finance.pk)
    plan = Plan(DAY, (Found("new", "so-moi", "Sở Mới"), Pass(finance, "new"), End(finance)))
    outcome = registry.preview(plan)
    rows = carried.rows(outcome, DAY, 0, 100)
    assert carried.count(outcome, DAY) == {finance: len(rows)}
    assert len(rows) > 0
    registry.change(actor=SYSTEM, at=AT, plan=plan, title="Sáp nhập")
    for row in rows:
        item, _colon, agency = row.key.partition(":")
        moved = Holding.objects.filter(item=item, since=DAY, replaced_at__isnull=True, origin=agency)
        assert {str(one.agency_id) for one in moved} == {row.heir}


def test_a_name_that_nobody_knew_is_found_when_its_agency_is_entered(people, document):
    item = give(people, document, ["Sở Ma"])
    assert owed(item) == [("ask", document.dated, None)]
    plan = Plan(date(2026, 1, 1), (Found("n", "so-ma", "Sở Ma"),))
    change, _outcome = registry.change(actor=SYSTEM, at=AT, plan=plan, title="Thêm")
    assert owed(item) == [("Sở Ma", document.dated, None)]
    registry.undo(actor=SYSTEM, at=AT + timedelta(minutes=1), change_id=change.pk)
    assert owed(item) == [("ask", document.dated, None)]


def test_duties_accepted_before_there_were_holdings_get_theirs(document):
    there = {(row.item_id, row.role, row.words, row.agency_id) for row in current(document)}
    assert there
    Holding.objects.all().delete()
    assert holding.fill(at=AT) == 1
    assert {(row.item_id, row.role, row.words, row.agency_id) for row in current(document)} == there
    assert holding.fill(at=AT) == 0


def test_agencies_that_a_name_lists_owe_it_each(people, document):
    item = give(people, document, ["các Sở: Tài chính, Tư pháp"])
    assert {name for name, _since, _until in owed(item)} == {"Sở Tài chính", "Sở Tư pháp"}


def test_a_paper_older_than_the_agency_of_its_name_is_not_refused(people, document):
    stand("so-tre", "Sở Trẻ", since=date(2026, 12, 1))
    item = give(people, document, ["Sở Trẻ"])
    assert len(owed(item)) == 1


def test_the_page_of_an_agency_shows_what_it_owes_and_from_whom(people, document, client, django_assert_num_queries):
    item = give(people, document, ["Sở Tài chính"])
    change = merged(people)
    heir = Agency.objects.get(code="so-moi")
    hanh = people.viewer("hanh")
    after, before = AsOf(DAY), AsOf(DAY - timedelta(days=1))
    naming.names_known()
    with django_assert_num_queries(3):
        found = owed_now.duties_for(hanh, heir, after)
    line = next(one for one in found.lines if one.url.endswith(item.ref))
    assert (line.words, line.origin, line.inherited, line.leads) == ("Sở Tài chính", "Sở Tài chính", True, True)
    assert owed_now.duties_for(hanh, heir, before).count == 0
    assert owed_now.duties_for(hanh, people.finance, before).count == found.count
    assert owed_now.duties_for(hanh, people.finance, after).count == 0
    # As it was known before the merge was recorded, the duties were still where they had been.
    then = AsOf(DAY, change.at - timedelta(minutes=1))
    assert owed_now.duties_for(hanh, people.finance, then).count == found.count
    # Whoever sees no papers sees no duties.
    assert owed_now.duties_for(people.viewer("officer"), heir, after).count == 0
    assert owed_now.section_for(people.viewer("administrator"), heir, after) is None
    client.force_login(people.people["hanh"])
    page = client.get(f"/co-quan/so-moi/nhiem-vu?ngay={DAY}")
    assert page.status_code == 200
    assert f"Sở Mới mang {found.count} nhiệm vụ" in page.content.decode()
    assert client.get("/co-quan/khong-co/nhiem-vu").status_code == 404


def test_names_of_one_agency_are_one_row_of_the_matrix(people, document):
    stand("ubnd", "Ủy ban nhân dân tỉnh Lam Giang", short_name="UBND tỉnh", kind="committee")
    duties = [one for one in live(document) if one.kind == Item.DUTY][:3]
    for item, lead in zip(duties, ("Ủy ban nhân dân tỉnh", "UBND tỉnh", "UBND tỉnh"), strict=True):
        value = {"text": "Nội dung", "leads": [lead], "partners": ["Ủy ban nhân dân tỉnh"]}
        common = {"actor": people.viewer("hanh"), "document_id": document.pk, "at": AT}
        deciding.edit(item_id=item.pk, version=item.version, value=value, **common)
    laid, value = laying.matrix_for(people.viewer("hanh"), document.pk)
    assert [agency for agency in value.agencies if "tỉnh" in agency] == ["UBND tỉnh"]
    assert value.of_agency("UBND tỉnh").lead == 3
    assert laid.duties_of("Ủy ban nhân dân tỉnh") == 3
