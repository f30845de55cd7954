"""A merge day is prepared, previewed, carried out, taken back and carried out again, and the past stays what it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from hoinhap.apps.agencies import carried_people, loading, mergers, queries
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.carrying import NOWHERE
from hoinhap.apps.agencies.merger_drafts import DEPARTMENTS, LOCALITIES, ready
from hoinhap.apps.agencies.merger_preview import preview_for, table_for
from hoinhap.apps.agencies.merger_steps import deeds, merge, split
from hoinhap.apps.agencies.mergers import Head
from hoinhap.apps.agencies.models import (
    Agency,
    AgencyClass,
    ClassMember,
    Delegation,
    Membership,
    Passing,
    Placement,
    Reorganisation,
    Role,
    Standing,
)
from hoinhap.apps.agencies.queries import names_on, viewer_for
from hoinhap.apps.agencies.registry import key_of
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.chain import verify
from hoinhap.apps.journal.models import Event
from hoinhap.core.agencies.reorganising import End, Found, Pass, Restand
from tests.apps.agencies.eve import DAY, EVE, LATER, apply, draft, province, undo
from tests.apps.cast import AT, LONG_AGO, ON, stand

pytestmark = pytest.mark.django_db
__all__ = ["province"]


def roles(on: date = ON, known=None) -> set[tuple[str, str, str]]:
    rows = facts(Membership.objects.all(), AsOf(on, known))
    return set(rows.values_list("person__username", "agency__code", "role"))


def world(asof: AsOf) -> set[tuple[object, ...]]:
    """Give all that is known of agencies and people as of a day and a moment."""
    found: set[tuple[object, ...]] = set()
    found.update(facts(Standing.objects.all(), asof).values_list("agency", "name", "parent", "since", "until"))
    found.update(facts(Membership.objects.all(), asof).values_list("person", "agency", "role", "since", "until"))
    found.update(facts(Delegation.objects.all(), asof).values_list("giver", "taker", "agency", "since", "until"))
    found.update(facts(Placement.objects.all(), asof).values_list("post", "holder", "since", "until"))
    found.update(facts(ClassMember.objects.all(), asof).values_list("agency_class", "agency", "since", "until"))
    return found


def test_what_follows_an_agency_goes_to_its_heir(province):
    apply(draft(*merge(province.key("planning"), province.key("finance"))))
    province.planning.refresh_from_db()
    province.division.refresh_from_db()
    assert province.planning.until == DAY
    assert province.division.parent == province.cast.finance
    assert ("nobody", "so-tai-chinh", "officer") in roles()
    assert not {one for one in roles() if one[1] == "so-ke-hoach"}
    assert ("nobody", "so-ke-hoach", "officer") in roles(EVE)
    lent = Delegation.objects.get(replaced_at=None)
    assert (lent.until, lent.agency) == (DAY, province.planning)
    assert Placement.objects.get(replaced_at=None).until == DAY
    members = facts(ClassMember.objects.all(), AsOf(ON))
    assert [one.agency for one in members] == [province.cast.finance]
    assert [one.agency for one in facts(ClassMember.objects.all(), AsOf(EVE))] == [province.planning]


def test_a_role_that_is_held_at_the_heir_already_is_not_held_twice(province):
    apply(draft(*merge(province.key("planning"), province.key("finance"))))
    held = Membership.objects.filter(person__username="officer", agency=province.cast.finance, replaced_at=None)
    assert [(one.since, one.until) for one in held] == [(date(2025, 1, 1), None)]


def test_two_that_merge_leave_one_place_in_a_class(province):
    board = AgencyClass.objects.get()
    ClassMember.objects.create(agency_class=board, agency=province.press, recorded_at=LONG_AGO)
    apply(
        draft(
            *merge(province.key("planning"), province.key("finance")),
            *merge(province.key("press"), province.key("finance")),
        )
    )
    assert [one.agency for one in facts(ClassMember.objects.all(), AsOf(ON))] == [province.cast.finance]


def test_what_was_chosen_for_one_thing_counts_for_it_alone(province):
    one = draft(
        *split(province.key("planning"), [(province.key("finance"), ""), (province.key("justice"), "đấu thầu")])
    )
    found = table_for(SYSTEM, one.pk, carried_people.PEOPLE, 0)
    assert found is not None
    rows = {row.thing.what: row for row in found[1].rows}
    nobody = rows["Người nobody (Chuyên viên)"]
    assert nobody.heir == "Sở Tài chính"
    assert [name for _key, name in nobody.options] == ["Sở Tài chính", "Sở Tư pháp", "Không chuyển, kết thúc"]
    chosen = {nobody.thing.key: province.key("justice"), rows["Người officer (Chuyên viên)"].thing.key: NOWHERE}
    one = mergers.choose(
        actor=SYSTEM, at=AT, draft_id=one.pk, version=one.version, kind=carried_people.PEOPLE, chosen=chosen
    )
    apply(one)
    assert ("nobody", "so-tu-phap", "officer") in roles()
    assert {where for who, where, _role in roles() if who == "officer"} == {"so-tai-chinh"}
    held = Membership.objects.get(person__username="officer", agency=province.cast.finance, replaced_at=None)
    assert held.since == date(2025, 1, 1)


def test_a_division_may_be_put_under_another_heir(province):
    one = draft(
        *split(province.key("planning"), [(province.key("finance"), ""), (province.key("justice"), "đấu thầu")])
    )
    chosen = {str(province.division.pk): province.key("justice")}
    one = mergers.choose(
        actor=SYSTEM, at=AT, draft_id=one.pk, version=one.version, kind=mergers.CHILDREN, chosen=chosen
    )
    apply(one)
    province.division.refresh_from_db()
    assert province.division.parent == province.cast.justice


def test_undo_puts_all_back_and_it_may_be_carried_out_again(province):
    before, eve = world(AsOf(ON)), world(AsOf(EVE))
    one = apply(draft(*merge(province.key("planning"), province.key("finance"))))
    merged = world(AsOf(ON))
    assert merged != before
    one = undo(one)
    assert world(AsOf(ON)) == before
    assert world(AsOf(EVE)) == eve
    assert not mergers.is_applied(one)
    one = apply(one, LATER + timedelta(hours=1))
    assert world(AsOf(ON)) == merged
    assert mergers.is_applied(mergers.draft_for(SYSTEM, one.pk))
    assert world(AsOf(ON, AT - timedelta(seconds=1))) == before
    assert world(AsOf(ON, AT)) == merged
    assert world(AsOf(ON, LATER)) == before
    acts = set(Event.objects.values_list("act", flat=True))
    assert {"reorganisation.drafted", "reorganisation.applied", "reorganisation.undone", "role.carried"} <= acts
    assert verify().finding is None


def test_old_names_stay_on_old_days_and_on_what_was_known(province):
    known = names_on([province.planning.pk, province.cast.finance.pk], EVE)
    steps = merge(province.key("planning"), province.key("finance"))
    apply(draft(*steps, Restand(province.key("finance"), "Sở Tài chính và Đầu tư", "")))
    assert names_on([province.planning.pk, province.cast.finance.pk], EVE) == known
    assert names_on([province.cast.finance.pk], DAY) == {province.cast.finance.pk: "Sở Tài chính và Đầu tư"}
    just_before = AT - timedelta(seconds=1)
    assert names_on([province.cast.finance.pk], DAY, known=just_before) == {province.cast.finance.pk: "Sở Tài chính"}


def test_the_heir_reads_on_what_the_ended_agency_keeps(province):
    apply(draft(*merge(province.key("planning"), province.key("finance"))))
    viewer = viewer_for(province.cast.people["head"], on=ON)
    assert province.planning.pk in viewer.reach(Role.HEAD)
    assert province.planning.pk not in viewer.agencies()


def test_two_administrators_do_not_overwrite_each_other(province):
    one = draft(*merge(province.key("planning"), province.key("finance")))
    seen = one.version
    mergers.put_steps(actor=SYSTEM, at=AT, draft_id=one.pk, version=seen, old=[], new=[End(province.key("press"))])
    with pytest.raises(Refused, match="draft-changed"):
        mergers.put_steps(actor=SYSTEM, at=AT, draft_id=one.pk, version=seen, old=[], new=[End(province.key("press"))])
    with pytest.raises(Refused, match="draft-changed"):
        mergers.apply(actor=SYSTEM, at=AT, draft_id=one.pk, version=seen)
    assert not Passing.objects.exists()


def test_what_is_carried_out_is_not_edited_nor_thrown_away(province):
    one = apply(draft(*merge(province.key("planning"), province.key("finance"))))
    with pytest.raises(Refused, match="draft-applied"):
        mergers.put_steps(actor=SYSTEM, at=AT, draft_id=one.pk, version=one.version, old=[], new=[])
    one = undo(one)
    with pytest.raises(Refused, match="draft-has-history"):
        mergers.drop(actor=SYSTEM, at=AT, draft_id=one.pk, version=one.version)
    with pytest.raises(Refused, match="undone-already"):
        undo(one)


def test_a_draft_may_be_thrown_away_and_leaves_a_trace(province):
    one = draft(*merge(province.key("planning"), province.key("finance")))
    mergers.drop(actor=SYSTEM, at=AT, draft_id=one.pk, version=one.version)
    assert not Reorganisation.objects.exists()
    event = Event.objects.get(act="reorganisation.dropped")
    assert event.facts["title"] == "Sắp xếp các sở"


@pytest.mark.parametrize("who", ["hanh", "officer", "head", "leader", "inspector", "nobody"])
def test_only_an_administrator_prepares_and_carries_out(province, who):
    viewer = province.cast.viewer(who)
    one = draft(*merge(province.key("planning"), province.key("finance")))
    with pytest.raises(NotFound):
        preview_for(viewer, one.pk)
    for act in (mergers.apply, mergers.undo, mergers.drop):
        with pytest.raises(PermissionDenied):
            act(actor=viewer, at=AT, draft_id=one.pk, version=one.version)
    with pytest.raises(PermissionDenied):
        mergers.create(actor=viewer, at=AT, head=Head("Khác", DAY))
    assert not Passing.objects.exists()


def test_each_problem_stands_at_the_step_that_has_it(province):
    one = draft(
        *merge(province.key("planning"), province.key("finance")),
        End(province.key("finance")),
        Found(str(key_of("so-moi")), "so-tu-phap", "Sở Mới"),
        Restand(province.key("justice"), "Sở Tư pháp"),
    )
    found = preview_for(SYSTEM, one.pk)
    said = {row.name: row.problems for row in found.rows}
    assert said["Sở Kế hoạch và Đầu tư"] == (
        "Sở Tài chính cũng kết thúc trong ngày này nên không tiếp nhận được. Chọn cơ quan khác.",
    )
    assert said["Sở Mới"] == ("Mã cơ quan “so-tu-phap” đã được dùng cho Sở Tư pháp. Chọn mã khác.",)
    assert said["Sở Tư pháp"] == ("Sở Tư pháp không có gì thay đổi. Ghi tên mới hoặc chọn cơ quan cấp trên khác.",)
    assert not found.ready
    # The division of the one that merges would stand under the one that ends.
    assert [one.sentence for one in found.troubles if one.sentence.startswith("Phòng Đầu tư")]
    assert found.trouble_count == 4
    with pytest.raises(Refused, match="plan-"):
        apply(one)


def test_a_preview_changes_nothing(province):
    one = draft(*merge(province.key("planning"), province.key("finance")))
    before = world(AsOf(ON))
    found = preview_for(SYSTEM, one.pk)
    assert found.ready
    assert {table.name: table.total for table in found.tables} == {
        "children": 1,
        "people": 2,
        "lent": 1,
        "posts": 1,
        "classes": 1,
    }
    assert world(AsOf(ON)) == before
    assert Event.objects.filter(act__startswith="agency.").count() == 0


def test_deeds_are_the_steps_as_a_person_reads_them():
    steps = (*merge("a", "b"), *split("c", [("b", ""), ("d", "báo chí")]), Pass("b", "d", "đo lường"), End("e"))
    found = deeds((*steps, Restand("d", "Sở D"), Found("f", "f", "Sở F")))
    assert [(one.do, one.key) for one in found] == [
        ("merge", "a"),
        ("split", "c"),
        ("transfer", "b"),
        ("end", "e"),
        ("stand", "d"),
        ("found", "f"),
    ]


def test_the_departments_of_2025_for_the_agencies_that_are_there(province):
    stand("so-giao-thong", "Sở Giao thông vận tải", kind="department", parent=province.committee)
    head, steps = ready(DEPARTMENTS) or pytest.fail("no such draft")
    one = mergers.create(actor=SYSTEM, at=AT, head=head, steps=steps)
    found = preview_for(SYSTEM, one.pk)
    assert found.trouble_count == 0, found.troubles
    told = {
        row.name: [name for name, _function in row.heirs] for row in found.rows if row.deed.do in ("merge", "split")
    }
    assert told == {
        "Sở Kế hoạch và Đầu tư": ["Sở Tài chính"],
        "Sở Thông tin và Truyền thông": ["Sở Khoa học và Công nghệ"],
        "Sở Giao thông vận tải": ["Sở Xây dựng"],
    }
    apply(one)
    today = set(queries.agencies_on(DAY).values_list("name", flat=True))
    assert {"Sở Tài chính", "Sở Khoa học và Công nghệ", "Sở Xây dựng"} <= today
    assert not {"Sở Kế hoạch và Đầu tư", "Sở Giao thông vận tải"} & today
    assert ready("khong-co") is None


@pytest.fixture
def nation(db) -> None:
    """Enter four provinces with their districts and communes as they stood on the eve of 1/7/2025."""
    loading.load_units(actor=SYSTEM, at=LONG_AGO, provinces={"02", "08", "72", "80"}, past=False)


def called(name: str) -> Agency:
    return Agency.objects.get(name=f"Ủy ban nhân dân tỉnh {name}", level="province", until=None)


def test_districts_end_communes_are_arranged_and_provinces_join(nation):
    long_an, ha_giang = called("Long An"), called("Hà Giang")
    eve = date(2025, 6, 30)
    before = set(queries.agencies_on(eve).values_list("pk", "level"))
    head, steps = ready(LOCALITIES) or pytest.fail("no such draft")
    one = mergers.create(actor=SYSTEM, at=AT, head=head, steps=steps)
    assert preview_for(SYSTEM, one.pk).trouble_count == 0
    one = apply(one)
    passed = Passing.objects.filter(function="", ends=True, on=one.on)
    heirs = dict(passed.values_list("forebear", "heir__name"))
    assert heirs[long_an.pk] == "Ủy ban nhân dân tỉnh Tây Ninh"
    assert heirs[ha_giang.pk] == "Ủy ban nhân dân tỉnh Tuyên Quang"
    after = queries.agencies_on(one.on)
    assert not after.filter(level="district").exists()
    assert after.filter(level="province").count() == 2
    # Whatever ended has an heir, and the communes stand under a province that is there.
    ended = set(queries.agencies_on(eve).filter(until=one.on).values_list("pk", flat=True))
    assert ended == set(heirs)
    assert {row.parent for row in after.filter(level="commune")} == set(after.filter(level="province"))
    assert set(queries.agencies_on(eve).values_list("pk", "level")) == before
    assert names_on([long_an.pk], eve) == {long_an.pk: "Ủy ban nhân dân tỉnh Long An"}


def test_departments_of_provinces_that_join_go_together(nation):
    one, other = (
        stand(f"so-tai-chinh-{number}", "Sở Tài chính", kind="department", parent=called(name))
        for number, name in enumerate(("Tây Ninh", "Long An"))
    )
    lonely = stand("so-du-lich", "Sở Du lịch", kind="department", parent=called("Long An"))
    head, steps = ready(LOCALITIES) or pytest.fail("no such draft")
    apply(mergers.create(actor=SYSTEM, at=AT, head=head, steps=steps))
    assert Passing.objects.get(forebear=other).heir == one
    joined = called("Tây Ninh")
    for agency in (one, lonely):
        agency.refresh_from_db()
        assert agency.parent == joined
