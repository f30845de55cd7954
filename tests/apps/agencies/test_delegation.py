"""Roles lent for an absence: by whom, to whom, for how long; and what the taker may do meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.administering.people import lent_on
from hoinhap.apps.agencies.models import Agency, Delegation, Role
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.models import Event
from tests.apps.cast import AT, LONG_AGO, ON, Cast, cast, hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Cast:
    return cast()


def as_person(world: Cast, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def today() -> date:
    return timezone.localdate()


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def told(world: Cast, name: str, taker: str, **more) -> dict[str, str]:
    role = world.people[name].memberships.get(replaced_at__isnull=True)
    days = {"since": written(today()), "last": written(today() + timedelta(days=4))}
    return {"what": role.pk, "taker": taker, "reason": "Đi công tác", **days, **more}


def test_a_head_lends_the_role_and_both_see_it(world):
    head, officer = as_person(world, "head"), as_person(world, "officer")
    answer = head.post("/tai-khoan/uy-quyen", told(world, "head", "officer"), follow=True)
    last = written(today() + timedelta(days=4))
    page = answer.content.decode()
    assert "Đã ủy quyền." in page and "cho Người officer" in page and last in page
    theirs = officer.get("/tai-khoan").content.decode()
    assert f"Đang thay mặt Người head đến hết {last}" in theirs and "từ Người head" in theirs
    # It stands around every page.
    assert f"Đang thay mặt Người head đến hết {last}" in officer.get("/").content.decode()
    assert viewer_for(world.people["officer"], on=today()).holds("head")
    assert viewer_for(world.people["head"], on=today()).holds("head")
    assert not viewer_for(world.people["officer"], on=today() + timedelta(days=5)).holds("head")
    event = Event.objects.get(act="role.delegated")
    assert (event.actor, event.facts["reason"]) == (world.people["head"], "Đi công tác")


def test_the_giver_ends_it_and_the_taker_does_not(world):
    head, officer = as_person(world, "head"), as_person(world, "officer")
    head.post("/tai-khoan/uy-quyen", told(world, "head", "officer"))
    one = Delegation.objects.get()
    assert officer.post(f"/tai-khoan/uy-quyen/{one.pk}/thoi").status_code == 403
    assert as_person(world, "justice").post(f"/tai-khoan/uy-quyen/{one.pk}/thoi").status_code == 404
    assert viewer_for(world.people["officer"], on=today()).holds("head")
    head.post(f"/tai-khoan/uy-quyen/{one.pk}/thoi")
    assert not viewer_for(world.people["officer"], on=today()).holds("head")
    assert Event.objects.filter(act="role.taken-back").count() == 1


def test_an_administrator_sees_and_ends_what_is_lent(world):
    as_person(world, "head").post("/tai-khoan/uy-quyen", told(world, "head", "officer"))
    admin = as_person(world, "administrator")
    for name in ("head", "officer"):
        assert "Đi công tác" in admin.get(f"/quan-tri/nguoi-dung/{name}/").content.decode()
    assert "thay mặt Người head" in admin.get("/quan-tri/nguoi-dung/").content.decode()
    one = Delegation.objects.get()
    admin.post("/quan-tri/nguoi-dung/officer/thoi-uy-quyen", {"uy-quyen": one.pk})
    assert not viewer_for(world.people["officer"], on=today()).holds("head")


@pytest.mark.parametrize(
    ("who", "taker", "more", "said"),
    [
        ("head", "justice", {}, "Không có lựa chọn này"),
        ("head", "head", {}, "Không có lựa chọn này"),
        ("head", "officer", {"last": "01/01/2020"}, "phải sau ngày bắt đầu"),
        ("head", "officer", {"reason": ""}, "Chưa ghi mục này"),
        ("head", "officer", {"since": "01/01/2020"}, "không giữ vai trò"),
        ("head", "officer", {"what": "0"}, "Không có lựa chọn này"),
    ],
)
def test_what_cannot_be_lent_is_refused_on_the_page(world, who, taker, more, said):
    answer = as_person(world, who).post("/tai-khoan/uy-quyen", told(world, who, taker, **more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not Delegation.objects.exists()


def test_only_a_leader_lends_beyond_the_agency(world):
    answer = as_person(world, "leader").post("/tai-khoan/uy-quyen", told(world, "leader", "", other="justice"))
    assert answer.status_code == 302
    assert viewer_for(world.people["justice"], on=today()).holds("leader")
    lent = {"since": ON, "until": ON + timedelta(days=5)}
    with pytest.raises(Refused) as refusal:
        actions.delegate(
            actor=world.viewer("head"), at=AT, giver=world.people["head"], taker=world.people["justice"],
            agency=world.finance, role=Role.HEAD, **lent,
        )  # fmt: skip
    assert refusal.value.code == "agencies.delegation-to-stranger"
    # An administrator lends for somebody who is away.
    actions.delegate(
        actor=world.viewer("administrator"), at=AT, giver=world.people["head"], taker=world.people["justice"],
        agency=world.finance, role=Role.HEAD, **lent,
    )  # fmt: skip
    assert viewer_for(world.people["justice"], on=ON).agencies("head") == {world.finance.pk}


def test_nobody_lends_to_a_locked_account(world):
    world.people["officer"].is_active = False
    world.people["officer"].save()
    with pytest.raises(Refused) as refusal:
        actions.delegate(
            actor=SYSTEM, at=AT, giver=world.people["head"], taker=world.people["officer"], agency=world.finance,
            role=Role.HEAD, since=ON, until=ON + timedelta(days=5),
        )  # fmt: skip
    assert refusal.value.code == "agencies.delegation-to-closed"


def test_whoever_has_nothing_to_lend_sees_no_form(world):
    for name in ("nobody", "administrator"):
        client = as_person(world, name)
        assert "Ủy quyền một vai trò" not in client.get("/tai-khoan").content.decode()
        assert client.post("/tai-khoan/uy-quyen", {}).status_code == 404


class TestTheRolesOfAViewer(TestCase):
    """With any memberships and delegations, the roles of a day are exactly those held or lent on it."""

    day = st.integers(-30, 30)
    held = st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(["officer", "head"]), day, st.none() | day)
    lent = st.tuples(
        st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.sampled_from(["officer", "head"]), day, day
    )

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(held, max_size=6, unique_by=lambda one: one[:4]),
        st.lists(lent, max_size=5),
        st.sets(st.integers(0, 2), max_size=1),
        st.lists(day, min_size=1, max_size=3),
    )
    def test_are_those_held_or_lent(self, held, lent, closed, asked):
        agencies = [Agency.objects.create(code=f"a{number}", name=f"Sở {number}") for number in range(2)]
        people = [Person.objects.create_user(f"p{number}", full_name=f"P {number}") for number in range(3)]
        held = [one for one in held if one[4] is None or one[4] > one[3]]
        lent = [one for one in lent if one[0] != one[1] and one[5] > one[4]]
        for who, where, role, since, until in held:
            end = None if until is None else ON + timedelta(days=until)
            hold(people[who], agencies[where], role, since=ON + timedelta(days=since), until=end)
        for giver, taker, where, role, since, until in lent:
            Delegation.objects.create(
                giver=people[giver], taker=people[taker], agency=agencies[where], role=role,
                since=ON + timedelta(days=since), until=ON + timedelta(days=until), recorded_at=LONG_AGO,
            )  # fmt: skip
        for number in closed:
            people[number].is_active = False
            people[number].save()
        for day in asked:
            own = {
                (who, where, role)
                for who, where, role, since, until in held
                if since <= day and (until is None or day < until)
            }
            borrowed = {
                (taker, where, role)
                for giver, taker, where, role, since, until in lent
                if since <= day < until and (giver, where, role) in own and giver not in closed
            }
            on = ON + timedelta(days=day)
            for number, person in enumerate(people):
                wanted = {
                    (agencies[where].pk, role)
                    for who, where, role in own | borrowed
                    if who == number and number not in closed
                }
                assert viewer_for(person, on=on).roles == wanted
            shown = {(one.taker_id, one.agency_id, one.role) for one in lent_on(on)}
            assert shown == {(people[who].pk, agencies[where].pk, role) for who, where, role in borrowed}
