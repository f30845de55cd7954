"""The people of the demo province: made once, with a password that only the owner of the folder can read."""

from __future__ import annotations

import stat
from datetime import UTC, datetime

import pytest

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.demo import FILE, PEOPLE, load_once
from hoinhap.apps.agencies.models import Agency, Membership, Role
from hoinhap.apps.journal.models import Event

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 7, 1, tzinfo=UTC)


def test_one_person_for_each_role_and_all_with_the_password_of_the_file(tmp_path):
    told = load_once(tmp_path, AT)
    assert {person.role for person in told.people} == set(Role.values)
    assert told.password in (tmp_path / FILE).read_text(encoding="utf-8")
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert Person.objects.count() == len(PEOPLE)
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
