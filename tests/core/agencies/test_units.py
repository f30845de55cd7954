"""The administrative units: what the sources give, whole and without gaps, through the changes of 2025 and 2026."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from hoinhap.core.agencies.kinds import Level
from hoinhap.core.agencies.units import (
    Unit,
    acts,
    committee_name,
    forebears_of,
    full_name,
    heirs,
    heirs_of,
    lives,
    unit_on,
    units,
    units_on,
)

ROOT = Path(__file__).resolve().parents[3]
LAST_OLD_DAY, REFORM, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 25)
OLD_LIST = date(2023, 7, 1)  # the list of 63/705/10,599 stands whole until the first joining of communes in 2024


def counted(day: date) -> dict[Level, int]:
    return dict(Counter(unit.level for unit in units_on(day)))


def found(name: str, day: date, within: str = "") -> Unit:
    """Find the one unit with the full name on the day, below the unit with the other full name if one is given."""
    near = [unit for unit in units_on(day) if full_name(unit) == name]
    if within:
        near = [unit for unit in near if (above := unit_on(unit.parent, day)) and full_name(above) == within]
    [unit] = near
    return unit


def heir_names(unit: Unit, day: date) -> set[str]:
    return {full_name(one) for heir in heirs_of(unit.id) if (one := unit_on(heir.new, day))}


# --- counts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [REFORM, TODAY])
def test_since_the_reform_there_are_34_provinces_and_3321_communes(day):
    assert counted(day) == {Level.PROVINCE: 34, Level.COMMUNE: 3321}


def test_the_old_list_has_63_provinces_705_districts_and_10599_communes():
    assert counted(OLD_LIST) == {Level.PROVINCE: 63, Level.DISTRICT: 705, Level.COMMUNE: 10_599}


def test_on_the_last_day_before_the_reform_some_of_them_had_joined():
    # The sources date the list of 705 and 10,599 before the joinings of 2024; docs/units.md tells.
    assert counted(LAST_OLD_DAY) == {Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10_035}


def test_the_kinds_of_communes_then_and_today():
    def kinds(day: date) -> dict[str, int]:
        return dict(Counter(unit.kind for unit in units_on(day) if unit.level == Level.COMMUNE))

    assert kinds(REFORM) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert kinds(TODAY) == {"xã": 2599, "phường": 709, "đặc khu": 13}
    assert kinds(LAST_OLD_DAY).keys() == {"xã", "phường", "thị trấn"}


# --- lives --------------------------------------------------------------------------------------------------------


def test_the_standings_of_a_life_follow_each_other_without_gap_or_overlap():
    for id_, standings in lives().items():
        assert all(one.until is not None and one.until == other.since for one, other in pairwise(standings)), id_
        for one in standings:
            assert one.since is None or one.until is None or one.since < one.until, id_
        for one, other in pairwise(standings):
            assert (one.kind, one.name, one.parent) != (other.kind, other.name, other.parent), id_


def test_lives_with_the_same_code_never_meet():
    by_code: dict[tuple[Level, str], list[tuple[Unit, ...]]] = {}
    for standings in lives().values():
        by_code.setdefault((standings[0].level, standings[0].code), []).append(standings)
    for code, several in by_code.items():
        ordered = sorted(several, key=lambda standings: standings[0].since or date.min)
        for one, other in pairwise(ordered):
            assert one[-1].until is not None and one[-1].until <= other[0].since, code


def test_a_unit_stands_on_its_parent_as_long_as_it_does():
    above = {Level.COMMUNE: {Level.DISTRICT, Level.PROVINCE}, Level.DISTRICT: {Level.PROVINCE}}
    for unit in units():
        if unit.level == Level.PROVINCE:
            assert unit.parent == ""
            continue
        parents = lives()[unit.parent]
        assert parents[0].level in above[unit.level]
        assert (parents[0].since or date.min) <= (unit.since or date.min), unit
        assert (unit.until or date.max) <= (parents[-1].until or date.max), unit


def test_since_the_reform_communes_stand_below_provinces_and_before_below_districts():
    for day, level in ((LAST_OLD_DAY, Level.DISTRICT), (TODAY, Level.PROVINCE)):
        for unit in units_on(day):
            if unit.level == Level.COMMUNE:
                assert lives()[unit.parent][0].level == level


def test_every_act_is_told():
    named = {unit.act for unit in units()} | {heir.act for heir in heirs()}
    assert named - {""} == set(acts())
    assert all(act.issued <= act.effect for act in acts().values())


# --- heirs --------------------------------------------------------------------------------------------------------


def test_every_unit_that_ended_has_an_heir_that_lives_on_that_day():
    for id_, standings in lives().items():
        end = standings[-1].until
        if end is None:
            continue
        assert any(heir.on == end for heir in heirs_of(id_)), id_


def test_every_heir_lives_on_the_day_and_every_forebear_on_the_day_before():
    for heir in heirs():
        assert unit_on(heir.new, heir.on), heir
        assert any(
            (unit.since or date.min) < heir.on <= (unit.until or date.max) for unit in lives()[heir.old]
        ), heir  # fmt: skip


def test_a_unit_that_goes_whole_goes_to_one_and_ends():
    for id_, standings in lives().items():
        if whole := [heir for heir in heirs_of(id_) if heir.whole]:
            assert len(heirs_of(id_)) == 1 and standings[-1].until == whole[0].on, id_


def test_every_unit_that_began_in_2025_was_made_of_others():
    for id_, standings in lives().items():
        if standings[0].since == REFORM:
            assert forebears_of(id_), id_


def test_heirs_stay_in_the_province_or_in_the_one_it_joined():
    def province(unit: Unit, day: date) -> str:
        while unit.parent:
            above = unit_on(unit.parent, day)
            assert above
            unit = above
        return unit.id

    joined = {heir.old: heir.new for heir in heirs() if heir.old.startswith("p-")}
    for heir in heirs():
        if heir.on == REFORM and heir.old[0] in "cd":
            old, new = unit_on(heir.old, LAST_OLD_DAY), unit_on(heir.new, REFORM)
            assert old and new
            before = province(old, LAST_OLD_DAY)
            assert province(new, REFORM) == joined.get(before, before), heir


def test_eleven_provinces_go_on_and_twenty_three_are_made_of_fifty_two():
    old = {unit.id for unit in units_on(LAST_OLD_DAY) if unit.level == Level.PROVINCE}
    new = {unit.id for unit in units_on(REFORM) if unit.level == Level.PROVINCE}
    kept = {full_name(unit) for id_ in old & new if (unit := unit_on(id_, REFORM))}
    assert kept == {
        "thành phố Hà Nội", "thành phố Huế", "tỉnh Cao Bằng", "tỉnh Điện Biên", "tỉnh Hà Tĩnh", "tỉnh Lai Châu",
        "tỉnh Lạng Sơn", "tỉnh Nghệ An", "tỉnh Quảng Ninh", "tỉnh Sơn La", "tỉnh Thanh Hóa",
    }  # fmt: skip
    assert len(new - old) == 23 and len(old - new) == 52
    assert all(heir.act == "202/2025/QH15" for id_ in old - new for heir in heirs_of(id_))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tỉnh Long An", "tỉnh Tây Ninh"),
        ("tỉnh Tây Ninh", "tỉnh Tây Ninh"),
        ("tỉnh Hà Giang", "tỉnh Tuyên Quang"),
        ("tỉnh Bà Rịa - Vũng Tàu", "thành phố Hồ Chí Minh"),
        ("tỉnh Quảng Nam", "thành phố Đà Nẵng"),
    ],
)
def test_provinces_join(old, new):
    unit = found(old, LAST_OLD_DAY)
    assert heir_names(unit, REFORM) == {new}
    assert unit_on(unit.id, REFORM) is None


@pytest.mark.parametrize(
    ("old", "district", "new"),
    [
        ("phường Đông Vệ", "thành phố Thanh Hóa", "phường Hạc Thành"),
        ("phường 1", "thành phố Tân An", "phường Long An"),
        ("phường Bến Nghé", "quận 1", "phường Sài Gòn"),
    ],
)
def test_communes_are_arranged_anew(old, district, new):
    assert new in heir_names(found(old, LAST_OLD_DAY, within=district), REFORM)


def test_an_island_district_becomes_a_special_zone_whole():
    for name in ("Hoàng Sa", "Lý Sơn", "Côn Đảo", "Cồn Cỏ", "Bạch Long Vĩ"):
        [heir] = heirs_of(found(f"huyện {name}", LAST_OLD_DAY).id)
        assert heir.whole and full_name(lives()[heir.new][0]) == f"đặc khu {name}"


def test_a_commune_left_as_it_was_keeps_its_life_and_changes_its_parent():
    unit = found("xã Mường Toong", LAST_OLD_DAY)
    kept = [one for one in units_on(LAST_OLD_DAY) if one.level == Level.COMMUNE and unit_on(one.id, REFORM)]
    assert len(kept) == 133
    assert unit not in kept and heirs_of(unit.id)
    for one in kept:
        later = unit_on(one.id, REFORM)
        assert later and one.parent[0] == "d" and later.parent[0] == "p"


def test_the_joinings_of_2024_are_told():
    dong_son = found("huyện Đông Sơn", OLD_LIST)
    assert heir_names(dong_son, LAST_OLD_DAY) == {"thành phố Thanh Hóa"}
    assert found("tỉnh Thừa Thiên Huế", OLD_LIST).id == found("thành phố Huế", TODAY).id
    hai_chau = found("phường Hải Châu", LAST_OLD_DAY, within="quận Hải Châu")
    made_of = {full_name(one) for heir in forebears_of(hai_chau.id) if (one := unit_on(heir.old, OLD_LIST))}
    assert made_of == {"phường Hải Châu I", "phường Hải Châu II"}


def test_provinces_become_cities_and_communes_wards_in_2026():
    for name, day, act in (
        ("Đồng Nai", date(2026, 4, 30), "30/2026/QH16"),
        ("Quảng Ninh", date(2026, 9, 1), "36/2026/QH16"),
        ("Bắc Ninh", date(2026, 9, 20), "39/2026/QH16"),
    ):
        city = found(f"thành phố {name}", TODAY)
        assert city.since == day and city.act == act
        assert found(f"tỉnh {name}", REFORM).id == city.id
    ward = found("phường Bố Hạ", TODAY)
    assert ward.act == "388/NQ-UBTVQH16" and found("xã Bố Hạ", REFORM).id == ward.id


# --- places and names ---------------------------------------------------------------------------------------------


def test_every_unit_of_today_has_a_centre_point_within_the_country():
    for unit in units_on(TODAY):
        assert unit.latitude is not None and unit.longitude is not None, unit
        assert 6 < unit.latitude < 23.5 and 102 < unit.longitude < 118, unit


def test_hoang_sa_and_truong_sa_lie_in_the_sea():
    hoang_sa, truong_sa = found("đặc khu Hoàng Sa", TODAY), found("đặc khu Trường Sa", TODAY)
    assert full_name(lives()[hoang_sa.parent][0]) == "thành phố Đà Nẵng"
    assert full_name(lives()[truong_sa.parent][0]) == "tỉnh Khánh Hòa"
    assert 15.5 < hoang_sa.latitude < 17.2 and 111 < hoang_sa.longitude < 113
    assert 6.5 < truong_sa.latitude < 12 and 111 < truong_sa.longitude < 118


def test_names_are_clean_and_in_one_spelling():
    late_tone = re.compile(r"(?i)(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])\b")
    for unit in units():
        assert unit.name == unicodedata.normalize("NFC", unit.name).strip() and "  " not in unit.name
        assert "’" not in unit.name and not late_tone.search(unit.name), unit.name


def test_names_of_committees():
    assert committee_name(found("tỉnh Thanh Hóa", TODAY)) == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert committee_name(found("phường Hạc Thành", TODAY)) == "Ủy ban nhân dân phường Hạc Thành"
    assert committee_name(found("thành phố Hồ Chí Minh", TODAY)) == "Ủy ban nhân dân Thành phố Hồ Chí Minh"
    ward = found("phường 1", LAST_OLD_DAY, within="thành phố Tân An")
    assert committee_name(ward) == "Ủy ban nhân dân Phường 1"


# --- the files ----------------------------------------------------------------------------------------------------


def test_the_files_are_small_sorted_and_plain():
    data = ROOT / "src" / "hoinhap" / "core" / "agencies" / "data"
    sizes = 0
    for name in ("units.csv", "heirs.csv", "acts.csv"):
        content = (data / name).read_bytes()
        assert b"\r" not in content and content.endswith(b"\n")
        sizes += len(content)
    assert sizes < 1_500_000
    assert [unit.id for unit in units()] == sorted(unit.id for unit in units())
    assert [(heir.old, heir.new) for heir in heirs()] == sorted({(heir.old, heir.new) for heir in heirs()})


def test_the_files_are_what_the_script_makes_of_the_packages(monkeypatch):
    folder = os.environ.get("HOINHAP_UNIT_PACKAGES", "")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import units as script
    import units_sources

    if not folder or not all((Path(folder) / wheel).is_file() for wheel in units_sources.WHEELS.values()):
        pytest.skip("HOINHAP_UNIT_PACKAGES names no folder with the four packages: the files were not made again")
    for path, text in script.files(Path(folder)).items():
        assert path.read_text(encoding="utf-8") == text, path
    for name in ("units", "units_sources", "units_acts", "units_settling"):
        sys.modules.pop(name, None)
