"""The nation and its provinces are loaded with their past, and what is there is checked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from hoinhap.apps.agencies import loading, loading_terminal
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.checking import faults_on
from hoinhap.apps.agencies.lives import turn_day
from hoinhap.apps.agencies.models import Agency, AgencyClass, Passing, Standing, Succession
from hoinhap.apps.agencies.queries import agencies_on
from tests.apps.cast import cast, hold, stand

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 1, tzinfo=UTC)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def communes(on: date) -> int:
    return agencies_on(on).filter(kind="committee", level="commune").count()


def test_a_province_is_loaded_with_all_it_was_made_of():
    loading.load_units(actor=SYSTEM, at=AT, provinces=["80"])
    provinces = agencies_on(AFTER).filter(level="province")
    assert list(provinces.values_list("name", flat=True)) == ["Ủy ban nhân dân tỉnh Tây Ninh"]
    before = set(agencies_on(BEFORE).filter(level="province").values_list("name", flat=True))
    assert before == {"Ủy ban nhân dân tỉnh Tây Ninh", "Ủy ban nhân dân tỉnh Long An"}
    assert agencies_on(AFTER).filter(level="district").count() == 0
    assert agencies_on(BEFORE).filter(level="district").count() > 20
    assert communes(BEFORE) > communes(AFTER) > 50
    long_an = Passing.objects.get(forebear__code="ubnd-p-80", ends=True)
    assert (long_an.heir.code, long_an.succession.act_symbol) == ("ubnd-p-80-2", "202/2025/QH15")
    assert list(faults_on(AFTER)) == []


def test_every_unit_that_ended_has_an_heir():
    loading.load_units(actor=SYSTEM, at=AT, provinces=["38"])
    ended = Agency.objects.filter(until__isnull=False)
    assert ended.count() > 400
    assert not ended.filter(passed_on__isnull=True).exists()
    assert communes(AFTER) == 166


def test_without_its_past_a_province_stands_as_before_the_change():
    loading.load_units(actor=SYSTEM, at=AT, provinces=["80"], past=False)
    assert not Agency.objects.filter(until__gte=AFTER).exists()
    assert not Agency.objects.filter(since__gte=AFTER).exists()
    names = set(agencies_on(AT.date()).filter(level="province").values_list("code", flat=True))
    assert names == {"ubnd-p-80", "ubnd-p-72"}
    assert list(faults_on(AFTER)) == []


def test_what_is_there_is_left_as_it_stands():
    first = loading.load_units(actor=SYSTEM, at=AT, provinces=["38"])
    assert first.agencies > 700
    rows = Standing.objects.count()
    assert loading.load_units(actor=SYSTEM, at=AT, provinces=["38"]).agencies == 0
    assert Standing.objects.count() == rows


def test_the_departments_of_a_province_merge_and_those_of_a_province_that_ended_go_on_in_its_heir():
    loading.load_central(actor=SYSTEM, at=AT)
    loading.load_units(actor=SYSTEM, at=AT, provinces=["80"])
    for unit in loading.joined_with("p-80"):
        loading.load_province(actor=SYSTEM, at=AT, unit=unit)
    planning = Passing.objects.get(forebear__code="long-an-so-ke-hoach-dau-tu")
    assert (planning.heir.code, planning.on) == ("long-an-so-tai-chinh", date(2025, 3, 1))
    finance = Passing.objects.get(forebear__code="long-an-so-tai-chinh", ends=True)
    assert (finance.heir.code, finance.on) == ("tay-ninh-2-so-tai-chinh", AFTER)
    transport = Succession.objects.get(agency__code="long-an-so-giao-thong-van-tai", kind="split")
    assert {(one.heir.code, one.function) for one in transport.passings.all()} == {
        ("long-an-so-xay-dung", ""),
        ("long-an-cong-an", "Sát hạch, cấp giấy phép lái xe"),
    }
    assert transport.act_title == loading.UNSURE
    assert list(faults_on(AFTER)) == []


def test_only_an_administrator_loads():
    officer = cast().viewer("officer")
    with pytest.raises(PermissionDenied):
        loading.load_units(actor=officer, at=AT, provinces=["38"])
    assert not Agency.objects.filter(code="ubnd-p-38").exists()


def test_the_command_loads_a_province_by_name_and_says_what_it_does_not_know(capsys):
    asked = {"nation": False, "past": True, "optional": (), "at": AT}
    assert loading_terminal.load(province="Tinh Khong Co", **asked) == 1
    assert "Tinh Khong Co" in capsys.readouterr().err
    assert loading_terminal.load(province="thanh hoa", **asked) == 0
    assert "tỉnh Thanh Hóa: " in capsys.readouterr().out
    assert Agency.objects.filter(code="thanh-hoa-so-ngoai-vu").exists()
    assert AgencyClass.objects.filter(code="so-ban-nganh", rules__isnull=False).exists()
    assert loading_terminal.check(on=AFTER) == 0


def test_the_check_names_each_thing_that_is_wrong(capsys):
    people = cast()
    assert loading_terminal.check(on=AFTER) == 0
    capsys.readouterr()
    ended = stand("cu", "Sở Đã Kết Thúc", until=date(2025, 3, 1))
    hold(people.people["officer"], ended, "officer")
    stand("con", "Phòng Còn Lại", parent=ended)
    Agency.objects.filter(code="so-tu-phap").update(name="Tên Sai")
    assert loading_terminal.check(on=AFTER) == 1
    told = capsys.readouterr().err
    assert "Người officer giữ vai trò Chuyên viên tại Sở Đã Kết Thúc ngoài thời gian" in told
    assert "Phòng Còn Lại trực thuộc Sở Đã Kết Thúc vào lúc" in told
    assert "Tên Sai: dòng hiện tại không khớp" in told
    assert "3 điều cần sửa." in told


def test_what_was_recorded_beforehand_comes_in_on_its_day():
    loading.load_units(actor=SYSTEM, at=datetime(2025, 6, 1, tzinfo=UTC), provinces=["75"])
    dong_nai = Agency.objects.get(code="ubnd-p-75-2")
    day = Standing.objects.filter(agency=dong_nai).order_by("since").last().since
    turn_day(on=date(day.year, day.month, day.day - 1))
    assert Agency.objects.get(pk=dong_nai.pk).name == "Ủy ban nhân dân tỉnh Đồng Nai"
    turn_day(on=day)
    assert Agency.objects.get(pk=dong_nai.pk).name == "Ủy ban nhân dân thành phố Đồng Nai"
