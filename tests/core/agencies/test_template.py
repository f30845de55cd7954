"""The templates hang together: every agency has a kind, a name on every day of its life, and heirs that are there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.agencies.template import TemplateSet, central_template, known_of, province_template, roman

REFORM = date(2025, 3, 1)
PROVINCE, CITY = province_template("Thanh Hóa"), province_template("Hà Nội", "thành phố")
DAYS = [date(2021, 1, 1) + timedelta(days=30 * step) for step in range(66)]


@pytest.mark.parametrize("template", [PROVINCE, CITY, central_template()])
def test_a_template_hangs_together(template: TemplateSet) -> None:
    codes = [agency.code for agency in template.agencies]
    assert len(codes) == len(set(codes))
    every = {*codes, *(agency.code for agency in central_template().agencies)}
    for agency in template.agencies:
        assert agency.kind in set(Kind)
        assert agency.level in set(Level)
        assert agency.parent in {*every, ""}, agency
        texts = [text for name in agency.names for text in (name.text, name.short, *name.also)]
        assert all("{" not in text for text in texts)
        for day in DAYS:
            alive = (agency.since is None or agency.since <= day) and (agency.until is None or day < agency.until)
            named = [n for n in agency.names if (not n.since or n.since <= day) and (not n.until or day < n.until)]
            assert len(named) == alive, (agency.code, day)


@pytest.mark.parametrize("template", [PROVINCE, central_template()])
def test_who_ends_is_followed(template: TemplateSet) -> None:
    by_code = {agency.code: agency for agency in template.agencies}
    for passing in template.passings:
        forebear, heir = by_code[passing.forebear], by_code[passing.heir]
        assert heir.until is None or passing.on < heir.until, passing
        assert forebear.until is None or forebear.until <= passing.on or passing.function, passing
    followed = {passing.forebear for passing in template.passings}
    ended = {
        agency.code
        for agency in template.agencies
        if agency.until == REFORM and agency.kind in ("department", "ministry")
    }
    assert ended
    assert ended <= followed


def test_work_of_one_department_went_to_several() -> None:
    went = {passing.heir: passing.function for passing in PROVINCE.passings if passing.forebear == "so-lao-dong"}
    assert went["so-noi-vu"] == ""
    assert "Giảm nghèo" in went["so-nong-nghiep-moi-truong"]
    assert "nghề nghiệp" in went["so-giao-duc-dao-tao"]
    assert "trẻ em" in went["so-y-te"]


def test_a_city_is_named_as_one() -> None:
    names = {agency.code: agency.names[0].text for agency in CITY.agencies}
    assert names["ubnd"] == "Ủy ban nhân dân thành phố Hà Nội"
    assert names["tinh-uy"] == "Thành ủy Hà Nội"
    assert names["ban-to-chuc"] == "Ban Tổ chức Thành ủy"


def test_known_agencies_have_their_keys() -> None:
    by_key = {one.key: one for one in known_of(PROVINCE, prefix="th-", central="vn-")}
    assert by_key["th-ubnd"].home == "th-ubnd"
    assert by_key["th-so-noi-vu"].province == "th-ubnd"
    assert by_key["th-so-noi-vu"].parent == "th-ubnd"
    assert by_key["th-cong-an"].parent == "vn-bo-cong-an"
    assert {heir.key for heir in by_key["th-so-ke-hoach-dau-tu"].heirs} == {"th-so-tai-chinh"}


@pytest.mark.parametrize(("number", "written"), [(1, "I"), (4, "IV"), (8, "VIII"), (19, "XIX"), (35, "XXXV")])
def test_roman_numbers(number: int, written: str) -> None:
    assert roman(number) == written
