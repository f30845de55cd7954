"""Who is in a class on a day, and why; rules and decisions are facts that a person adds and takes away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from hoinhap.apps.agencies import class_times, classes, classifying, registry
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.asof import AsOf
from hoinhap.apps.agencies.class_sentences import rule_sentences
from hoinhap.apps.agencies.models import AgencyClass, ClassMember, Role
from hoinhap.apps.agencies.models import ClassRule as RuleFact
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.models import Event
from hoinhap.core.agencies.classing import ClassRule, class_rule, members
from hoinhap.core.agencies.known import Known, NameForm
from hoinhap.core.agencies.reorganising import End, Pass, Plan
from tests.apps.cast import AT, ON, cast, hold, stand

pytestmark = pytest.mark.django_db

MERGE_DAY, END_OF_DISTRICTS = date(2025, 3, 1), date(2025, 7, 1)
BEFORE = MERGE_DAY - timedelta(days=1)
DEPARTMENTS = ClassRule(kinds=("department",), levels=("province",))


def key(agency):
    return str(agency.pk)


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def province(people):
    """Give a province with departments, districts until 01/07/2025, communes, a Party committee; and another one."""
    made = {"province": stand("ubnd-tinh", "Ủy ban nhân dân tỉnh Lam Giang", kind="committee", unit_code="99")}
    top = made["province"]
    for code, name, parent, kind, level, since, until in (
        ("so-tc", "Sở Tài chính tỉnh", "province", "department", "province", None, None),
        ("so-kh", "Sở Kế hoạch và Đầu tư", "province", "department", "province", None, None),
        ("van-phong", "Văn phòng UBND tỉnh", "province", "office", "province", None, None),
        ("huyen-a", "Ủy ban nhân dân huyện A", "province", "committee", "district", None, END_OF_DISTRICTS),
        ("thi-xa-b", "Ủy ban nhân dân thị xã B", "province", "committee", "district", None, END_OF_DISTRICTS),
        ("phong-tc", "Phòng Tài chính", "huyen-a", "division", "district", None, END_OF_DISTRICTS),
        ("xa-c", "Ủy ban nhân dân xã C", "huyen-a", "committee", "commune", None, END_OF_DISTRICTS),
        ("xa-d", "Ủy ban nhân dân xã D", "province", "committee", "commune", END_OF_DISTRICTS, None),
        ("phuong-e", "Ủy ban nhân dân phường E", "province", "committee", "commune", END_OF_DISTRICTS, None),
    ):
        parent = made[parent]
        made[code] = stand(code, name, parent=parent, kind=kind, level=level, since=since, until=until)
    made["party"] = stand("tinh-uy", "Tỉnh ủy", kind="party_committee", unit_code="99")
    made["party-body"] = stand("ban-tc", "Ban Tổ chức", parent=made["party"], kind="party_body")
    other = stand("ubnd-khac", "Ủy ban nhân dân tỉnh Khác", kind="committee")
    stand("so-tc-khac", "Sở Tài chính tỉnh Khác", parent=other, kind="department")
    stand("xa-khac", "Ủy ban nhân dân xã Khác", parent=other, kind="committee", level="commune")
    stand("bo-tc", "Bộ Tài chính", kind="ministry", level="central")
    made["other"] = other
    assert top.unit_code
    return made


def a_class(*rules, name="Các sở", province=None):
    made = classifying.save_class(actor=SYSTEM, at=AT, name=name, province=province)
    for rule in rules:
        classifying.add_rule(actor=SYSTEM, at=AT, agency_class=made, rule=rule)
    return made


def codes(agency_class, on=ON, province=None, known=None):
    found = classes.members_on(agency_class, AsOf(on, known), province=province.pk if province else None)
    return {one.code for one in found}


def test_a_rule_takes_in_the_agencies_of_its_province_on_the_day(province):
    made = a_class(DEPARTMENTS, province=province["province"])
    assert codes(made) == {"so-tc", "so-kh"}
    plan = Plan(MERGE_DAY, (Pass(key(province["so-kh"]), key(province["so-tc"])), End(key(province["so-kh"]))))
    registry.change(actor=SYSTEM, at=AT, plan=plan)
    assert codes(made) == {"so-tc"}
    assert codes(made, on=BEFORE) == {"so-tc", "so-kh"}
    assert codes(made, known=AT - timedelta(minutes=1)) == set()


def test_a_class_of_no_province_is_meant_where_it_is_said(province):
    made = a_class(DEPARTMENTS)
    assert codes(made, province=province["province"]) == {"so-tc", "so-kh"}
    assert codes(made, province=province["other"]) == {"so-tc-khac"}


@pytest.mark.parametrize(
    ("said", "on", "wanted"),
    [
        ("các sở, ban, ngành cấp tỉnh", ON, {"so-tc", "so-kh"}),
        ("UBND các huyện, thị xã", BEFORE, {"huyen-a", "thi-xa-b"}),
        ("UBND các huyện, thị xã", ON, set()),
        ("UBND các xã, phường", ON, {"xa-d", "phuong-e"}),
        ("UBND các xã", ON, {"xa-d"}),
        ("UBND các xã, phường", BEFORE, {"xa-c"}),
        ("các ban Đảng", ON, {"ban-tc"}),
        ("các bộ, cơ quan ngang bộ", ON, {"bo-tc"}),
        ("UBND các tỉnh, thành phố", ON, {"ubnd-tinh", "ubnd-khac"}),
    ],
)
def test_a_class_in_words_is_resolved(province, said, on, wanted):
    rule = class_rule(said)
    assert rule is not None
    assert codes(a_class(rule, name=said), on=on, province=province["province"]) == wanted


LEVELS = ("own", "local", "below", "province", "district", "commune", "central")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("scope", ["province", "nation"])
@pytest.mark.parametrize("on", [BEFORE, ON])
@pytest.mark.parametrize("under", ["", "committee"])
def test_the_database_and_the_pure_rule_agree(province, level, scope, on, under):
    """What is asked of the database first leaves nobody out and lets nobody in."""
    here = province["province"]
    rule = ClassRule(
        kinds=("committee", "department", "division", "party_body"), levels=(level,), scope=scope, under=under
    )
    inside = {one.code for one in [here, *(one for name, one in province.items() if name != "other")]}
    every = [one for name, one in province.items() if name != "other"]
    every += [province["other"], *province["other"].children.all()]
    known = [
        Known(
            one.code,
            one.kind,
            one.level,
            "" if one == here else here.code if one.code in inside else "ubnd-khac",
            (NameForm(one.name),),
            one.since,
            one.until,
            parent=one.parent.code if one.parent else "",
        )
        for one in every
    ]
    wanted = set(members(rule, known, on, here.code))
    assert codes(a_class(rule, name="x"), on=on, province=here) == wanted


def test_a_decision_puts_in_and_takes_out_and_says_why(province):
    made = a_class(DEPARTMENTS, province=province["province"])
    decide = {"actor": SYSTEM, "at": AT, "agency_class": made}
    classifying.decide_member(**decide, agency=province["van-phong"], belongs=True, since=MERGE_DAY)
    classifying.decide_member(**decide, agency=province["so-kh"], belongs=False)
    found = classes.resolve(made, AsOf(ON))
    assert [(one.code, one.why, one.since) for one in found.members] == [
        ("so-tc", classes.BY_RULE, None),
        ("van-phong", classes.BY_DECISION, MERGE_DAY),
    ]
    assert [one.code for one in found.taken_out] == ["so-kh"]
    assert codes(made, on=BEFORE) == {"so-tc"}
    # Decided anew, the old decision gives way and stays readable.
    later = AT + timedelta(hours=1)
    classifying.decide_member(
        actor=SYSTEM, at=later, agency_class=made, agency=province["so-kh"], belongs=True, since=BEFORE
    )
    assert "so-kh" in codes(made)
    assert "so-kh" not in codes(made, known=AT)
    (fact,) = ClassMember.objects.filter(agency=province["so-kh"], replaced_at__isnull=True)
    classifying.drop_member(actor=SYSTEM, at=later, agency_class=made, fact_id=fact.pk)
    assert {(one.code, one.why) for one in classes.resolve(made, AsOf(ON)).members} >= {("so-kh", classes.BY_RULE)}
    with pytest.raises(Refused, match="class-fact-gone"):
        classifying.drop_member(actor=SYSTEM, at=later, agency_class=made, fact_id=fact.pk)


def test_rules_in_force_are_a_union_and_have_their_days(province):
    made = a_class(DEPARTMENTS, province=province["province"])
    office = ClassRule(kinds=("office",), levels=("province",))
    fact = classifying.add_rule(actor=SYSTEM, at=AT, agency_class=made, rule=office, since=MERGE_DAY)
    assert codes(made) == {"so-tc", "so-kh", "van-phong"}
    assert codes(made, on=BEFORE) == {"so-tc", "so-kh"}
    with pytest.raises(Refused, match="rule-there"):
        classifying.add_rule(actor=SYSTEM, at=AT, agency_class=made, rule=office, since=MERGE_DAY)
    with pytest.raises(Refused, match="rule-empty"):
        classifying.add_rule(actor=SYSTEM, at=AT, agency_class=made, rule=ClassRule())
    with pytest.raises(Refused, match="class-days"):
        classifying.add_rule(actor=SYSTEM, at=AT, agency_class=made, rule=DEPARTMENTS, since=MERGE_DAY, until=MERGE_DAY)
    classifying.drop_rule(actor=SYSTEM, at=AT, agency_class=made, fact_id=fact.pk)
    assert codes(made) == {"so-tc", "so-kh"}
    acts = list(Event.objects.filter(root_kind="agencies.agencyclass").order_by("number").values_list("act", flat=True))
    assert acts == ["class.added", "class.rule-added", "class.rule-added", "class.rule-dropped"]


def test_it_is_told_who_came_and_who_went_on_which_day(province):
    local = class_rule("UBND các xã, phường")
    made = a_class(local, province=province["province"])
    (turn,) = class_times.turns_of(made, AsOf(ON))
    assert turn.on == END_OF_DISTRICTS
    assert ({one.code for one in turn.came}, {one.code for one in turn.went}) == ({"xa-d", "phuong-e"}, {"xa-c"})
    assert turn.count == 2


def test_the_number_of_queries_does_not_grow_with_the_data(province, django_assert_max_num_queries):
    made = a_class(
        class_rule("các cơ quan chuyên môn thuộc UBND tỉnh"),
        class_rule("UBND các xã, phường, đặc khu"),
        province=province["province"],
    )
    for number in range(300):
        stand(
            f"xa-{number}",
            f"Ủy ban nhân dân xã {number}",
            parent=province["province"],
            kind="committee",
            level="commune",
            since=END_OF_DISTRICTS,
        )
    classifying.decide_member(actor=SYSTEM, at=AT, agency_class=made, agency=province["van-phong"], belongs=True)
    # The rules, the decisions, a province step by step downwards, what is central for each rule, who was put in.
    with django_assert_max_num_queries(9):
        found = classes.members_on(made, AsOf(ON))
    assert len(found) == 305


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_coordinator_makes_a_class_looks_who_would_be_in_it_and_keeps_it(province, client, people):
    hold(people.people["hanh"], province["van-phong"], Role.OFFICER)
    client.force_login(people.people["hanh"])
    answer = client.post("/co-quan/nhom/moi/", {"name": "Các sở của tỉnh", "other_names": "các sở\ncác sở"})
    made = AgencyClass.objects.get()
    assert (made.code, made.other_names) == ("cac-so-cua-tinh", "các sở")
    assert answer["Location"] == "/co-quan/nhom/cac-so-cua-tinh/tieu-chi"
    asked = {"kinds": ["department"], "levels": ["province"], "scope": "province", "do": "preview"}
    page = client.post(answer["Location"], asked).content.decode()
    assert "2 cơ quan sẽ thuộc nhóm theo tiêu chí này" in page
    assert not RuleFact.objects.exists()
    client.post(answer["Location"], {**asked, "do": "save"})
    page = client.get("/co-quan/nhom/cac-so-cua-tinh/").content.decode()
    assert "Sở và cơ quan tương đương · Cấp tỉnh · trong tỉnh của văn bản" in page
    assert "2 cơ quan thuộc nhóm" in page
    assert "theo tiêu chí" in page
    client.post("/co-quan/nhom/cac-so-cua-tinh/quyet-dinh", {"agency": "Văn phòng UBND tỉnh", "belongs": "1"})
    assert "theo quyết định" in client.get("/co-quan/nhom/cac-so-cua-tinh/").content.decode()


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("moi/", {"name": " "}, "Chưa ghi tên nhóm"),
        ("cac-so/tieu-chi", {"words": "Sở Tài chính", "scope": "province"}, "Chưa hiểu “Sở Tài chính”"),
        ("cac-so/tieu-chi", {"scope": "nation"}, "Chọn ít nhất một loại hoặc một khối"),
        ("cac-so/quyet-dinh", {"agency": "không có", "belongs": "1"}, "Không có cơ quan nào tên hoặc mã như vậy"),
        ("cac-so/bo", {"bo": "rule-99999"}, "đã được người khác bỏ hoặc sửa"),
        ("cac-so/bo", {"bo": "x"}, "đã được người khác bỏ hoặc sửa"),
    ],
)
def test_what_cannot_be_done_is_said(province, client, people, path, data, said):
    a_class(DEPARTMENTS)
    client.force_login(people.people["hanh"])
    answer = client.post(f"/co-quan/nhom/{path}", data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_only_administrators_and_coordinators_make_classes(province, people):
    for name in ("officer", "head", "viewer", "leader", "inspector", "justice"):
        with pytest.raises(PermissionDenied):
            classifying.save_class(actor=people.viewer(name), at=AT, name="Các sở")
    for name in ("hanh", "administrator"):
        assert classifying.save_class(actor=people.viewer(name), at=AT, name=f"Các sở {name}")
    with pytest.raises(Refused, match="class-name-taken"):
        classifying.save_class(actor=SYSTEM, at=AT, name="Các sở hanh")


def test_a_rule_is_said_in_words():
    said = rule_sentences(class_rule("UBND các xã, phường"))
    assert said == ["Ủy ban nhân dân · xã, phường · Cấp xã · trong tỉnh của văn bản"]
    assert "liên quan" in rule_sentences(class_rule("các sở, ngành liên quan"))[-1]
