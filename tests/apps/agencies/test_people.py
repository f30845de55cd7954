"""Agencies, people and roles: who may add them, what is refused, what the journal keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM, Viewer
from hoinhap.apps.agencies.models import Agency, Membership, Role
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.models import Event

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 7, 1, tzinfo=UTC)
DAY = date(2026, 4, 7)


def agency(code: str = "so-ngoai-vu", actor: Viewer = SYSTEM) -> Agency:
    return actions.add_agency(actor=actor, at=AT, code=code, name="Sở Ngoại vụ")


def person(username: str = "hanh.le", actor: Viewer = SYSTEM) -> Person:
    return actions.add_person(actor=actor, at=AT, username=username, full_name="Lê Thị Hạnh")


def give(who: Person, where: Agency, role: str = Role.OFFICER, actor: Viewer = SYSTEM, **days) -> Membership:
    return actions.give_role(actor=actor, at=AT, person=who, agency=where, role=role, **{"since": DAY, **days})


def test_a_role_is_held_from_its_first_day_to_the_day_before_its_end():
    who, where = person(), agency()
    held = give(who, where)
    actions.end_role(actor=SYSTEM, at=AT, membership_id=held.pk, until=date(2026, 4, 10))
    holds = {day: viewer_for(who, on=date(2026, 4, day)).holds(Role.OFFICER) for day in (6, 7, 9, 10)}
    assert holds == {6: False, 7: True, 9: True, 10: False}


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_only_an_administrator_adds_and_gives(role):
    who, where = person(), agency()
    give(who, where, role)
    viewer = viewer_for(who, on=DAY)
    for attempt in (
        lambda: agency("so-tai-chinh", viewer),
        lambda: person("minh.tran", viewer),
        lambda: give(who, where, Role.ADMINISTRATOR, viewer),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (Agency.objects.count(), Person.objects.count(), Membership.objects.count()) == (1, 1, 1)


def test_an_administrator_may_and_is_named_in_the_journal():
    who, where = person(), agency()
    give(who, where, Role.ADMINISTRATOR)
    give(person("minh.tran"), where, actor=viewer_for(who, on=DAY))
    event = Event.objects.get(act="role.given", actor=who)
    assert (event.facts["role"], event.facts["since"], event.root_kind) == ("officer", "2026-04-07", "accounts.person")


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"since": date(2026, 5, 1)}, "agencies.role-held"),
        ({"since": date(2026, 1, 1)}, "agencies.role-held"),
        ({"since": date(2026, 1, 1), "until": date(2026, 4, 8)}, "agencies.role-held"),
        ({"since": date(2026, 1, 1), "until": date(2026, 1, 1)}, "agencies.role-not-begun"),
    ],
)
def test_the_same_role_is_not_held_twice_on_one_day(days, code):
    who, where = person(), agency()
    give(who, where)
    with pytest.raises(Refused) as refusal:
        give(who, where, **days)
    assert refusal.value.code == code


def test_a_role_may_be_given_again_after_its_end_and_before_its_beginning():
    who, where = person(), agency()
    give(who, where, until=date(2026, 5, 1))
    give(who, where, since=date(2026, 5, 1))
    give(who, where, since=date(2026, 1, 1), until=DAY)
    assert Membership.objects.count() == 3


def test_a_code_and_a_username_belong_to_one_only():
    agency(), person()
    for code, attempt in (("agencies.code-taken", agency), ("agencies.username-taken", lambda: person(" Hanh.LE "))):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == code


def test_an_ended_role_is_not_ended_later():
    held = give(person(), agency(), until=date(2026, 5, 1))
    for day, code in ((date(2026, 6, 1), "agencies.role-ended"), (DAY, "agencies.role-not-begun")):
        with pytest.raises(Refused) as refusal:
            actions.end_role(actor=SYSTEM, at=AT, membership_id=held.pk, until=day)
        assert refusal.value.code == code


def test_each_write_leaves_one_event():
    held = give(person(), agency())
    actions.end_role(actor=SYSTEM, at=AT, membership_id=held.pk, until=date(2026, 5, 1))
    acts = list(Event.objects.order_by("number").values_list("act", flat=True))
    assert sorted(acts) == ["agency.added", "person.added", "role.ended", "role.given"]
