"""The rules of coordination: a checklist as of a day, kept as facts that can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from hoinhap.apps.agencies import coordination, coordination_actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.asof import AsOf
from hoinhap.apps.agencies.coordination_actions import Told, load_rules
from hoinhap.apps.agencies.demo_agencies import load_agencies
from hoinhap.apps.agencies.models import ActivityKind, Agency, ConsultationRule
from hoinhap.apps.errors import NotFound, Refused
from tests.apps.cast import AT, ON, cast

pytestmark = pytest.mark.django_db
KIND = "doan-vao"


@pytest.fixture
def demo() -> None:
    load_agencies(at=AT)


def what(code: str, on: date) -> list[str]:
    return [step.rule.what for step in coordination.checklist_for(SYSTEM, code, AsOf(on)).steps]


def test_the_checklist_names_agencies_and_the_members_of_classes_on_that_day(demo):
    then = coordination.checklist_for(SYSTEM, KIND, AsOf(date(2024, 6, 1)))
    now = coordination.checklist_for(SYSTEM, KIND, AsOf(ON))
    assert "Sở Ngoại vụ" in [step.who for step in now.of("consult")]
    assert [len(step.members) for step in then.of("inform")] == [25]
    assert [len(step.members) for step in now.of("inform")] == [12]


def test_a_rule_of_law_is_shown_with_its_act_and_a_default_never_is(demo):
    steps = [step for one in coordination.table_for(SYSTEM, AsOf(ON)) for step in one.steps]
    assert all(bool(step.rule.basis) == (step.rule.grade != "check") for step in steps)
    asked = coordination.checklist_for(SYSTEM, "thoa-thuan-quoc-te", AsOf(ON)).of("consult")
    assert {(step.rule.days, step.rule.counted, step.rule.basis) for step in asked} == {
        (7, "working", "Luật Thỏa thuận quốc tế số 70/2020/QH14, Điều 19")
    }
    kind = ActivityKind.objects.get(code=KIND)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultationRule.objects.create(
            kind=kind, step="consult", who="Ai", what="Hỏi", basis="Luật", grade="check", recorded_at=AT
        )


def test_an_act_is_not_applied_before_its_day(demo):
    assert any(step.rule.basis for step in coordination.checklist_for(SYSTEM, "oda-von-vay-uu-dai", AsOf(ON)).steps)
    before = coordination.checklist_for(SYSTEM, "oda-von-vay-uu-dai", AsOf(date(2025, 9, 9)))
    assert not any(step.rule.basis for step in before.steps)


def test_a_step_is_changed_from_a_day_on_and_taken_back(demo):
    people = cast_beside_the_demo()
    kind = ActivityKind.objects.get(code=KIND)
    rule = kind.rules.filter(step="report", replaced_at=None).get()
    before, new = rule.what, "Báo cáo kết quả trong tuần"
    told = Told("report", new, who="Cơ quan tiếp nhận", days=7)
    change = coordination_actions.change_rule(
        actor=people, at=AT, kind=kind, rule_id=rule.pk, told=told, since=date(2026, 4, 1)
    )
    assert before in what(KIND, date(2026, 3, 31)) and new not in what(KIND, date(2026, 3, 31))
    assert new in what(KIND, date(2026, 4, 1)) and before not in what(KIND, date(2026, 4, 1))
    coordination_actions.undo(actor=people, at=AT, change_id=change.pk)
    assert before in what(KIND, date(2026, 4, 1)) and new not in what(KIND, date(2026, 4, 1))
    with pytest.raises(Refused, match="undone-already"):
        coordination_actions.undo(actor=people, at=AT, change_id=change.pk)


def test_a_step_ends_and_one_is_added(demo):
    actor = cast_beside_the_demo()
    kind = ActivityKind.objects.get(code=KIND)
    rule = kind.rules.filter(step="decide", replaced_at=None).get()
    coordination_actions.end_rule(actor=actor, at=AT, kind=kind, rule_id=rule.pk, until=date(2026, 4, 1))
    told = Told("decide", "Tỉnh ủy cho ý kiến", who="Tỉnh ủy")
    coordination_actions.add_rule(actor=actor, at=AT, kind=kind, told=told, since=date(2026, 4, 1))
    assert rule.what in what(KIND, date(2026, 3, 31)) and told.what not in what(KIND, date(2026, 3, 31))
    assert rule.what not in what(KIND, date(2026, 4, 1)) and told.what in what(KIND, date(2026, 4, 1))


def test_nobody_else_writes_and_nobody_takes_back_something_else(demo):
    people = cast_people()
    kind = ActivityKind.objects.get(code=KIND)
    told = Told("inform", "Biết", who="Ai đó")
    for name in ("officer", "head", "leader", "inspector", "nobody"):
        with pytest.raises(PermissionDenied):
            coordination_actions.add_rule(actor=people.viewer(name), at=AT, kind=kind, told=told, since=None)
    entered = ConsultationRule.objects.filter(kind=kind).first().recorded_in
    with pytest.raises(NotFound):
        coordination_actions.undo(actor=people.viewer("hanh"), at=AT, change_id=entered.pk)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Told("inform", " ", who="Ai"), "what-empty"),
        (Told("inform", "Biết"), "who-empty"),
        (Told("inform", "Biết", who="Ai", grade="law"), "basis"),
        (Told("inform", "Biết", who="Ai", basis="Luật"), "basis"),
    ],
)
def test_what_is_missing_is_said(demo, told, code):
    with pytest.raises(Refused, match=code):
        coordination_actions.add_rule(
            actor=SYSTEM, at=AT, kind=ActivityKind.objects.get(code=KIND), told=told, since=None
        )


def test_loading_again_changes_nothing(demo):
    rows = ConsultationRule.objects.count()
    assert load_rules(actor=SYSTEM, at=AT, province=Agency.objects.get(code="ubnd-tinh")) == 0
    assert ConsultationRule.objects.count() == rows


def test_a_coordinator_adds_a_step_on_the_page_and_takes_it_back(demo):
    people = cast_people()
    client = Client()
    client.force_login(people.people["hanh"])
    sent = {"step": "inform", "who": "Đơn vị quản lý địa bàn", "what": "Biết trước một ngày", "days": "1"}
    sent |= {"counted": "calendar", "anchor": "before_start", "grade": "check"}
    answer = client.post(f"/co-quan/phoi-hop/{KIND}/them", sent, follow=True)
    page = answer.content.decode()
    assert "Biết trước một ngày" in page and "trước ngày bắt đầu ít nhất 1 ngày" in page
    done = answer.context["done"]
    page = client.post(f"/co-quan/phoi-hop/{KIND}/hoan-tac", {"doi": str(done.pk)}, follow=True).content.decode()
    # The list of steps has it no more; the journal below still tells of it.
    assert "trước ngày bắt đầu ít nhất 1 ngày" not in page
    assert client.post(f"/co-quan/phoi-hop/{KIND}/them", {**sent, "basis": "Luật"}).status_code == 422


def cast_people():
    """Put the cast beside the demo, whose agencies have some of its codes."""
    for code in ("so-ngoai-vu", "so-tai-chinh", "so-tu-phap"):
        Agency.objects.filter(code=code).update(code=f"{code}-mau")
    return cast()


def cast_beside_the_demo():
    return cast_people().viewer("hanh")
