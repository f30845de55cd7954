"""A small province on the eve of a merge day, for the tests of merge days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from hoinhap.apps.agencies import mergers
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.mergers import Head
from hoinhap.apps.agencies.models import (
    Agency,
    AgencyClass,
    ClassMember,
    Delegation,
    Placement,
    Post,
    Reorganisation,
    Role,
)
from hoinhap.core.agencies.reorganising import Step
from tests.apps.cast import AT, LONG_AGO, Cast, cast, hold, stand

DAY = date(2025, 3, 1)
EVE = DAY - timedelta(days=1)
LATER = AT + timedelta(hours=1)


@dataclass
class Province:
    """A small province on the eve of a merge day, with people, a lent role, a post and a class."""

    cast: Cast
    committee: Agency
    planning: Agency
    press: Agency
    division: Agency

    def key(self, name: str) -> str:
        return str((getattr(self, name, None) or getattr(self.cast, name)).pk)


@pytest.fixture
def province(db) -> Province:
    people = cast()
    committee = stand("ubnd-tinh", "Ủy ban nhân dân tỉnh Lam Giang", kind="committee")
    planning = stand("so-ke-hoach", "Sở Kế hoạch và Đầu tư", short_name="Sở KH&ĐT", kind="department", parent=committee)
    press = stand("so-thong-tin", "Sở Thông tin và Truyền thông", kind="department", parent=committee)
    division = stand("phong-dau-tu", "Phòng Đầu tư", kind="division", parent=planning)
    hold(people.people["nobody"], planning, Role.OFFICER)
    hold(people.people["officer"], planning, Role.OFFICER)
    hold(people.people["viewer"], press, Role.HEAD)
    Delegation.objects.create(
        giver=people.people["nobody"],
        taker=people.people["viewer"],
        agency=planning,
        role=Role.OFFICER,
        since=date(2025, 2, 1),
        until=date(2025, 4, 1),
        recorded_at=LONG_AGO,
    )
    post = Post.objects.create(agency=planning, title="Giám đốc")
    Placement.objects.create(post=post, holder="Phạm Văn Long", since=date(2020, 1, 1), recorded_at=LONG_AGO)
    board = AgencyClass.objects.create(code="ban-hoi-nhap", name="thành viên Ban hội nhập")
    ClassMember.objects.create(agency_class=board, agency=planning, recorded_at=LONG_AGO)
    return Province(people, committee, planning, press, division)


def draft(*steps: Step, title: str = "Sắp xếp các sở", on: date = DAY) -> Reorganisation:
    return mergers.create(actor=SYSTEM, at=AT, head=Head(title, on, "45/NQ-HĐND"), steps=steps)


def apply(one: Reorganisation, at=AT) -> Reorganisation:
    return mergers.apply(actor=SYSTEM, at=at, draft_id=one.pk, version=one.version)


def undo(one: Reorganisation, at=LATER) -> Reorganisation:
    return mergers.undo(actor=SYSTEM, at=at, draft_id=one.pk, version=one.version)
