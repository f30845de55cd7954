"""Fill an empty database with the nation: its localities and their past, every province's agencies, 40,000 people.

The agencies are those that `hoinhap agencies load --nation` enters. The people are drawn by chance, the same on every
machine, and spread as they are in life: most in the communes, some in each department, roles that were changed at the
merge days, posts, and a few roles that are lent.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

from django.db import connection, transaction
from django.utils import timezone

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import coordination_actions, loading, recording, standard_classes
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import Agency, Delegation, Membership, Placement, Post, Role

PEOPLE = 40_000
SOME = ("38", "08", "80")
AT = datetime(2026, 9, 1, tzinfo=UTC)
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Mai")
_MIDDLE = ("Thị", "Văn", "Minh", "Ngọc", "Quang", "Thanh", "Hồng", "Đức", "Anh", "Gia", "Hải", "Thu")
_GIVEN = ("Hạnh", "Sơn", "Lan", "Bình", "Đức", "Thu", "Nam", "Hoa", "Dũng", "Yến", "Long", "Khoa", "Vân", "Mai", "Tuấn")
_ROLES = (*(Role.OFFICER,) * 6, *(Role.VIEWER,) * 3, Role.HEAD)
_BATCH = 1000


def fill(*, quick: bool) -> None:
    """Write the nation, or with `quick` three of its provinces, and its people."""
    if quick:
        loading.load_central(actor=SYSTEM, at=AT)
        loading.load_units(actor=SYSTEM, at=AT, provinces=SOME)
        for code in SOME:
            first = next(key for key in loading.provinces_by_age() if key.partition(".")[0] == f"p-{code}")
            for unit in loading.joined_with(first):
                loading.load_province(actor=SYSTEM, at=AT, unit=unit)
    else:
        loading.load_nation(actor=SYSTEM, at=AT)
    standard_classes.load_classes(actor=SYSTEM, at=AT)
    home = Agency.objects.get(code="ubnd-p-38")
    coordination_actions.load_rules(actor=SYSTEM, at=AT, province=home)
    with transaction.atomic():
        _people(PEOPLE // 10 if quick else PEOPLE)
    if connection.vendor == "postgresql":
        # What its own housekeeping does within a minute of such a load. SQLite has none, so it gets none.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _people(count: int) -> None:
    pick = random.Random("people")
    today = timezone.localdate()
    living = list(Agency.objects.filter(until=None, is_withdrawn=False).order_by("code"))
    ended = list(Agency.objects.filter(until__gt=date(2025, 1, 1), until__lte=today).order_by("code"))
    change = recording.begin(SYSTEM, AT, "people.entered", "Người dùng cả nước")
    people = [
        Person(
            username=f"nguoi.{number}",
            full_name=f"{pick.choice(_SURNAMES)} {pick.choice(_MIDDLE)} {pick.choice(_GIVEN)} {number}",
            password="!",
            joined_at=AT,
        )
        for number in range(count)
    ]
    Person.objects.bulk_create(people, batch_size=_BATCH)
    roles, lent = [], []
    for number, person in enumerate(people):
        agency = living[number % len(living)] if number % 3 else pick.choice(living)
        role = pick.choice(_ROLES)
        begun = max(date(2025, 7, 1), agency.since or date.min)
        roles.append(Membership(person=person, agency=agency, role=role, since=begun))
        if number % 2:
            old = pick.choice(ended)
            begun = max(date(2021, 1, 4), old.since or date.min)
            if old.until is not None and begun < old.until:
                roles.append(Membership(person=person, agency=old, role=role, since=begun, until=old.until))
        if number % 50 == 1:
            taker, first = people[number - 1], max(date(2026, 11, 2), agency.since or date.min)
            end = date(2026, 12, 31)
            lent.append(Delegation(giver=person, taker=taker, agency=agency, role=role, since=first, until=end))
    recording.add(change, roles)
    recording.add(change, lent)
    departments = [one for one in living if one.kind in ("department", "committee", "party_body", "ministry")]
    posts = [
        Post(agency=agency, title=title, rank=rank)
        for agency in departments
        for title, rank in (("Người đứng đầu", 10), ("Cấp phó", 20))
    ]
    Post.objects.bulk_create(posts, batch_size=_BATCH)
    holders = [people[number % len(people)] for number in range(len(posts))]
    recording.add(
        change,
        [
            Placement(post=post, person=person, holder=person.full_name, since=date(2025, 7, 1))
            for post, person in zip(posts, holders, strict=True)
        ],
    )
    _who_asks(change)


def _who_asks(change: recording.Change) -> None:
    """Add the people whose requests are measured: a coordinator of one province, an administrator."""
    office = Agency.objects.get(code="thanh-hoa-so-ngoai-vu")
    for username, role in (("coordinator", Role.COORDINATOR), ("administrator", Role.ADMINISTRATOR)):
        person = Person.objects.create_user(username, full_name=f"Người {username}")
        recording.add(change, [Membership(person=person, agency=office, role=role, since=date(2025, 7, 1))])
