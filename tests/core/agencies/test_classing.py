"""Classes of agencies are read into rules, kept as JSON, and filled as of a day."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import gazetteer, known, labels

from hoinhap.core.agencies.nation import province_key
from hoinhap.core.agencies.resolve import ClassRule, class_rule, members

BEFORE, AFTER = date(2023, 5, 15), date(2025, 11, 20)
HOME = province_key("Thanh Hóa", AFTER)


def inside(text: str, on: date = AFTER, province: str = HOME) -> set[str]:
    rule = class_rule(text)
    assert rule is not None, text
    return set(members(rule, known(), on, province))


def committees(level: str, on: date, province: str = HOME) -> set[str]:
    return {
        one.key
        for one in known()
        if one.kind == "committee" and one.level == level and one.alive(on) and one.home == province
    }


@pytest.mark.parametrize(
    "text",
    [
        "Sở Tài chính",
        "UBND tỉnh",
        "UBND xã",
        "UBND xã Na Mèo",
        "UBND xã Na Mèo, huyện Quan Sơn",
        "Tỉnh ủy, HĐND, UBND tỉnh",
        "Công an tỉnh",
        "Hội Nông dân tỉnh",
        "Vụ Tổ chức cán bộ",
        "Đảng ủy",
        "Sở",
        "đơn vị",
        "Ban Quản lý Khu kinh tế",
        "Bộ trưởng",
        "cán bộ, công chức",
        "",
    ],
)
def test_what_is_no_class(text: str) -> None:
    assert class_rule(text) is None


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("các sở, ban, ngành có liên quan", ("có liên quan",)),
        ("UBND các huyện giáp biên", ("giáp biên",)),
        ("UBND các xã biên giới", ("biên giới",)),
        ("cơ quan chức năng", ("chức năng",)),
        ("các đơn vị chủ rừng", ("chủ rừng",)),
        ("các doanh nghiệp FDI", ("FDI",)),
        ("các sở, ban, ngành cấp tỉnh", ()),
        ("UBND các xã, phường", ()),
        ("các tổ chức chính trị - xã hội", ()),
        ("các doanh nghiệp", ()),
    ],
)
def test_what_a_person_must_fill_makes_a_rule_open(text: str, qualifiers: tuple[str, ...]) -> None:
    rule = class_rule(text)
    assert rule is not None
    assert (rule.qualifiers, rule.open) == (qualifiers, bool(qualifiers))


def test_members_of_a_body_are_for_a_person_to_list() -> None:
    rule = class_rule("Các thành viên Ban Chỉ đạo Hội nhập quốc tế tỉnh")
    assert rule == ClassRule(of="Ban Chỉ đạo Hội nhập quốc tế tỉnh", open=True)
    assert members(rule, known(), AFTER, HOME) == ()


def test_units_are_those_of_the_day() -> None:
    assert inside("UBND các huyện, thị xã, thành phố", BEFORE) == committees("district", BEFORE) != set()
    assert inside("UBND các huyện, thị xã, thành phố", AFTER) == set()
    assert inside("UBND các xã, phường", AFTER) == committees("commune", AFTER)
    assert len(inside("UBND các xã, phường", AFTER)) == 166
    assert inside("các địa phương", BEFORE) == committees("district", BEFORE)
    assert inside("các địa phương", AFTER) == committees("commune", AFTER)


def test_two_levels_are_both_meant() -> None:
    both = committees("district", BEFORE) | committees("commune", BEFORE)
    assert inside("UBND cấp huyện, cấp xã", BEFORE) == inside("UBND các cấp", BEFORE) == both
    assert inside("UBND các huyện, thị xã, thành phố; UBND các xã, phường, thị trấn", BEFORE) == both
    councils = class_rule("HĐND, UBND các xã, phường")
    assert councils is not None
    assert [part.kinds for part in councils.parts] == [("council",), ("committee",)]


def test_only_units_of_the_words_are_meant() -> None:
    wards, communes = inside("UBND các phường"), inside("UBND các xã")
    assert wards | communes == committees("commune", AFTER)
    assert not wards & communes
    cities = inside("UBND các thị xã, thành phố", BEFORE)
    assert cities < committees("district", BEFORE)
    assert len(cities) == 4


def test_departments_of_the_day() -> None:
    old, new = f"{HOME}/so-ke-hoach-dau-tu", f"{HOME}/so-nong-nghiep-moi-truong"
    then, now = inside("các sở, ban, ngành", BEFORE), inside("các sở, ban, ngành", AFTER)
    assert old in then - now
    assert new in now - then
    assert not any(key.startswith(province_key("Nghệ An", AFTER) + "/") for key in now)


def test_localities_of_the_nation_are_provinces() -> None:
    found = inside("các bộ, ngành, địa phương", province="")
    assert "bo-ngoai-giao" in found
    assert {one.key for one in known() if one.home == one.key and one.alive(AFTER)} <= found
    assert len(inside("UBND các tỉnh, thành phố trực thuộc Trung ương", province="")) == 34
    assert len(inside("UBND các tỉnh, thành phố", BEFORE)) == 63


def test_another_province_may_be_named() -> None:
    found = gazetteer().resolve("các sở, ban, ngành tỉnh Nghệ An", on=AFTER, province=HOME)
    assert found.rule is not None
    nghe_an = province_key("Nghệ An", AFTER)
    assert found.rule.province == nghe_an
    chosen = members(found.rule, known(), AFTER, HOME)
    assert chosen
    assert all(key.startswith(nghe_an + "/") for key in chosen)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Giám đốc các Sở: Nông nghiệp và Môi trường, Tài chính", ["so-nong-nghiep-moi-truong", "so-tai-chinh"]),
        (
            "các Sở: Văn hóa, Thể thao và Du lịch, Ngoại vụ; Công an tỉnh",
            ["so-van-hoa-the-thao-du-lich", "so-ngoai-vu", "cong-an"],
        ),
        ("các Sở Tài chính, Công Thương và Ngoại vụ", ["so-tai-chinh", "so-cong-thuong", "so-ngoai-vu"]),
    ],
)
def test_members_that_are_listed(text: str, codes: list[str]) -> None:
    found = gazetteer().resolve(text, on=AFTER, province=HOME)
    assert found.rule == ClassRule(keys=tuple(f"{HOME}/{code}" for code in codes))
    assert members(found.rule, known(), AFTER, HOME) != ()


def test_a_list_with_a_name_that_nobody_bears_stays_open() -> None:
    found = gazetteer().resolve("các Sở: Tài chính, Hàng không", on=AFTER, province=HOME)
    assert found.verdict == "class"
    assert found.rule is not None
    assert found.rule.open
    assert found.rule.named == ("Tài chính", "Hàng không")


def test_units_named_one_by_one() -> None:
    found = gazetteer().resolve("UBND các phường và xã Na Mèo", on=AFTER, province=HOME)
    assert found.rule is not None
    assert not found.rule.open
    na_meo = gazetteer().resolve("UBND xã Na Mèo", on=AFTER, province=HOME).key
    assert set(members(found.rule, known(), AFTER, HOME)) == inside("UBND các phường") | {na_meo}


TEXTS = st.sampled_from([label.text for label in labels()])


@settings(deadline=None)
@given(TEXTS | st.text(max_size=50))
def test_a_rule_comes_back_from_json(text: str) -> None:
    rule = class_rule(text)
    if rule is not None:
        assert ClassRule.from_json(json.loads(json.dumps(rule.as_json()))) == rule


@settings(deadline=None, max_examples=30)
@given(TEXTS, st.dates(date(2022, 1, 1), date(2026, 6, 1)))
def test_who_is_in_a_class_was_alive(text: str, on: date) -> None:
    rule = class_rule(text)
    if rule is not None:
        by_key = {one.key: one for one in known()}
        assert all(by_key[key].alive(on) for key in members(rule, known(), on, HOME))
