"""The demo province: its people are made once, with a password that only the owner of the folder can read; its past."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime

import pytest

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.checking import faults_on
from hoinhap.apps.agencies.demo import FILE, MORE, PEOPLE, load_once
from hoinhap.apps.agencies.models import Agency, AgencyClass, Delegation, Membership, Passing, Placement, Role
from hoinhap.apps.agencies.queries import agencies_on, names_on, viewer_for
from hoinhap.apps.journal.models import Event

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 7, 1, tzinfo=UTC)


def test_one_person_for_each_role_and_all_with_the_password_of_the_file(tmp_path):
    told = load_once(tmp_path, AT)
    assert {person.role for person in told.people} == set(Role.values)
    assert told.password in (tmp_path / FILE).read_text(encoding="utf-8")
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert Person.objects.count() == len(PEOPLE) + len(MORE)
    assert all(person.check_password(told.password) for person in Person.objects.all())


def test_a_second_start_changes_nothing(tmp_path):
    told = load_once(tmp_path, AT)
    before = (Agency.objects.count(), Membership.objects.count(), Event.objects.count())
    assert load_once(tmp_path, AT) == told
    assert (Agency.objects.count(), Membership.objects.count(), Event.objects.count()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]


def test_a_start_that_was_cut_off_after_the_file_is_finished_with_its_password(tmp_path):
    (tmp_path / FILE).write_text("Mật khẩu / Password: abcd-efgh-jkmn-pqrs\n", encoding="utf-8")
    assert load_once(tmp_path, AT).password == "abcd-efgh-jkmn-pqrs"
    assert Person.objects.get(username="hanh.le").check_password("abcd-efgh-jkmn-pqrs")


def test_once_the_file_is_gone_the_password_is_told_no_more_and_stays(tmp_path):
    told = load_once(tmp_path, AT)
    (tmp_path / FILE).unlink()
    again = load_once(tmp_path, AT)
    assert (again.people, again.password) == (told.people, "")
    assert not (tmp_path / FILE).exists()
    assert Person.objects.get(username="hanh.le").check_password(told.password)


def test_an_office_with_people_of_its_own_gets_none_of_these(tmp_path):
    actions.add_person(actor=SYSTEM, at=AT, username="that", full_name="Người Thật")
    told = load_once(tmp_path, AT)
    assert (told.people, told.password) == ((), "")
    assert Person.objects.count() == 1
    assert not (tmp_path / FILE).exists()


def test_the_province_has_a_past_and_it_is_whole(tmp_path):
    load_once(tmp_path, AT)
    assert list(faults_on(date(2026, 4, 7))) == []

    def standing(on: date, kind: str, level: str) -> set[str]:
        there = agencies_on(on).filter(kind=kind, level=level)
        return set(names_on(list(there.values_list("pk", flat=True)), on).values())

    before, after = date(2024, 6, 1), date(2026, 4, 7)
    assert "Sở Kế hoạch và Đầu tư" in standing(before, "department", "province")
    assert "Sở Kế hoạch và Đầu tư" not in standing(after, "department", "province")
    assert (len(standing(before, "committee", "district")), len(standing(after, "committee", "district"))) == (4, 0)
    assert agencies_on(before).filter(level="commune").count() == 25
    assert agencies_on(after).filter(level="commune").count() == 12


def test_every_agency_that_ended_has_an_heir_and_says_what_went_where(tmp_path):
    load_once(tmp_path, AT)
    ended = Agency.objects.filter(until__isnull=False)
    assert ended.count() > 30
    assert not ended.filter(passed_on__isnull=True).exists()
    labour = Passing.objects.filter(forebear__code="so-lao-dong-thuong-binh-va-xa-hoi")
    assert {(one.heir.name, one.function) for one in labour} >= {
        ("Sở Nội vụ", ""),
        ("Sở Giáo dục và Đào tạo", "Giáo dục nghề nghiệp"),
    }
    commune = Passing.objects.filter(forebear__code="ubnd-xa-khe-ha-cu").values_list("heir__code", flat=True)
    assert set(commune) == {"ubnd-xa-khe-ha", "ubnd-xa-giang-khe"}


def test_somebody_can_speak_for_most_departments_and_some_held_their_roles_elsewhere(tmp_path):
    load_once(tmp_path, AT)
    speaks = Membership.objects.filter(role__in=("officer", "head", "coordinator"), until=None)
    assert speaks.values("agency").distinct().count() >= 15
    cuong = Person.objects.get(username="cuong.ho")
    then = viewer_for(cuong, on=date(2024, 6, 1)).agencies()
    now = viewer_for(cuong, on=date(2026, 4, 7))
    planning = Agency.objects.get(code="so-ke-hoach-va-dau-tu").pk
    assert planning in then
    assert planning not in now.agencies() and planning in now.reach()
    assert Delegation.objects.count() == 2
    assert Placement.objects.filter(person__isnull=False).exists()
    assert AgencyClass.objects.filter(code="thanh-vien-ban-hoi-nhap", members__agency__code="so-ngoai-vu").exists()
