"""People and their roles as a list: looked at row by row, written all at once, and given out in the same columns."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import access, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.actions import require_alive
from hoinhap.apps.agencies.administering import lists
from hoinhap.apps.agencies.administering.lists import CHANGED, NEW, SAME, Column, Line, Preview, day_of, said_day
from hoinhap.apps.agencies.administering.naming import Agencies
from hoinhap.apps.agencies.administering.people import Sought, last_day, sought_people
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.models import Agency, Change, Membership, Role
from hoinhap.apps.agencies.words import role_word
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.actions import Deed, record_many
from hoinhap.core.vi.text import same

USERNAME = re.compile(r"[a-z0-9._@-]{1,150}")
COLUMNS = (
    Column("username", gettext_lazy("Tên đăng nhập"), ("username", "tai khoan", "user"), needed=True),
    Column("full_name", gettext_lazy("Họ và tên"), ("ho ten", "ho va ten", "full name", "ten"), needed=True),
    Column("email", gettext_lazy("Thư điện tử"), ("thu dien tu", "email", "e-mail")),
    Column("agency", gettext_lazy("Cơ quan (mã hoặc tên)"), ("co quan", "ma co quan", "don vi", "agency")),
    Column("role", gettext_lazy("Vai trò"), ("vai tro", "role")),
    Column("since", gettext_lazy("Từ ngày"), ("tu ngay", "since", "from")),
    Column("until", gettext_lazy("Đến hết ngày"), ("den het ngay", "den ngay", "until", "to")),
)
_ROLE = COLUMNS[4]
_LENGTHS = {"username": 150, "full_name": 150, "email": 254, "agency": 255}


@dataclass(slots=True)
class Order:
    """What a row does to a person who is known or new."""

    person: Person
    is_new: bool = False
    email: str | None = None
    role: Membership | None = None
    replaces: Membership | None = None


@dataclass(slots=True)
class _Known:
    """What is known before the rows are looked at, and grows with them."""

    agencies: Agencies
    people: dict[str, Person]
    roles: dict[uuid.UUID, list[Membership]]
    on: date
    rows: dict[str, int] = field(default_factory=dict)
    held_in: dict[tuple[uuid.UUID, uuid.UUID, str, date], int] = field(default_factory=dict)


def check(rows: Sequence[tuple[int, Mapping[str, str]]], *, on: date) -> tuple[Preview, list[Order]]:
    """Say of each row what it would do; the number of queries does not depend on the rows but by the hundreds."""
    known = _know(rows, on)
    lines: list[Line] = []
    orders: list[Order] = []
    for number, cells in rows:
        try:
            order, line = _row(number, cells, known)
        except Refused as error:
            lines.append(lists.wrong(number, cells, error))
            continue
        lines.append(line)
        if line.what != SAME:
            orders.append(order)
    return lists.preview_of(lines), orders


def _know(rows: Sequence[tuple[int, Mapping[str, str]]], on: date) -> _Known:
    names = {cells.get("username", "").lower() for _number, cells in rows}
    people: dict[str, Person] = {}
    roles: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    for some in chunks(sorted(names)):
        people.update((one.username, one) for one in Person.objects.filter(username__in=some))
        held = Membership.objects.filter(person__username__in=some, replaced_at__isnull=True)
        for one in held.select_related("agency", "person"):
            roles[one.person_id].append(one)
    return _Known(Agencies((cells.get("agency", "") for _number, cells in rows), on=on), people, roles, on)


def _row(number: int, cells: Mapping[str, str], known: _Known) -> tuple[Order, Line]:
    lists.require_length(cells, COLUMNS, _LENGTHS)
    order, said = _person(number, cells, known)
    what = NEW if order.is_new else CHANGED if order.email is not None else SAME
    if cells.get("agency") or cells.get("role"):
        said += _role(number, cells, order, known)
        if order.role is not None and what == SAME:
            what = CHANGED
    known.rows.setdefault(order.person.username, number)
    return order, Line(number, cells, what, tuple(said))


def _person(number: int, cells: Mapping[str, str], known: _Known) -> tuple[Order, list[str]]:
    username, full_name = cells["username"].lower(), " ".join(cells["full_name"].split())
    if not USERNAME.fullmatch(username):
        raise Refused("agencies.username-shape", username=cells["username"])
    email = cells.get("email", "")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refused("agencies.no-such-email", asked=email) from None
    person = known.people.get(username)
    if person is None:
        # Only made here: it is written with all others, or not at all.
        person = Person(username=username, full_name=full_name, email=email)
        known.people[username] = person
        return Order(person, is_new=True), [_("Thêm người dùng")]
    if not same(person.full_name, full_name):
        raise Refused("agencies.name-differs", username=username, person=person.full_name)
    if not person.is_active and cells.get("role"):
        raise Refused("agencies.person-closed", person=person.full_name)
    if email and email != person.email and username not in known.rows:
        return Order(person, email=email), [_("Đổi thư điện tử")]
    return Order(person), []


def _role(number: int, cells: Mapping[str, str], order: Order, known: _Known) -> list[str]:
    for name in ("agency", "role"):
        if not cells.get(name):
            column = next(one for one in COLUMNS if one.field == name)
            raise Refused("agencies.cell-empty", column=str(column.title).lower())
    agency = known.agencies.named(cells["agency"])
    role = lists.word_of(cells["role"], _ROLE, {one: role_word(one) for one in Role.values})
    since, last = day_of(cells.get("since", "")), day_of(cells.get("until", ""))
    until = last + timedelta(days=1) if last else None
    held = known.roles[order.person.pk]
    if since is None:
        # Without a day it is what is held today, or begins today.
        now = next(
            (one for one in held if (one.agency_id, one.role) == (agency.pk, role) and one.holds(known.on)), None
        )
        since = now.since if now is not None and now.since is not None else known.on
    if until is not None and until <= since:
        raise Refused("agencies.role-not-begun", since=said_day(since))
    place = (order.person.pk, agency.pk, role, since)
    if place in known.held_in:
        raise Refused("agencies.row-twice", row=known.held_in[place])
    old = next((one for one in held if (one.agency_id, one.role, one.since) == (agency.pk, role, since)), None)
    if old is not None and old.until == until:
        known.held_in[place] = number
        return []
    others = [one for one in held if one is not old and (one.agency_id, one.role) == (agency.pk, role)]
    met = next((one for one in others if _meet(one, since, until)), None)
    if met is not None:
        said = {"person": order.person.full_name, "role": role_word(role), "agency": agency.name}
        raise Refused("agencies.role-held", since=said_day(met.since), **said)
    if old is None:
        require_alive(agency, since)
    known.held_in[place] = number
    order.role = Membership(person=order.person, agency=agency, role=role, since=since, until=until)
    order.replaces = old
    known.roles[order.person.pk] = [*(one for one in held if one is not old), order.role]
    if old is not None:
        return [_("Đổi ngày kết thúc: %(role)s, %(agency)s") % {"role": role_word(role), "agency": agency.name}]
    return [_("Giao vai trò: %(role)s, %(agency)s") % {"role": role_word(role), "agency": agency.name}]


def _meet(one: Membership, since: date, until: date | None) -> bool:
    return (one.until is None or since < one.until) and (until is None or one.since is None or one.since < until)


@transaction.atomic
def enter(
    *, actor: Viewer, at: datetime, rows: Sequence[tuple[int, Mapping[str, str]]], title: str, on: date
) -> Change:
    """Write a list of people and roles as one change, or nothing; people without a password get one from their page.

    Taking the change back takes the roles back; people stay, since the journal names them, without those roles.
    """
    access.require(access.may_manage(actor))
    for some in chunks(sorted({cells.get("username", "").lower() for _number, cells in rows})):
        people = Person.objects.select_for_update(of=("self",), no_key=True).filter(username__in=some)
        list(people.order_by("pk").values_list("pk"))
    preview, orders = check(rows, on=on)
    if preview.wrong:
        raise Refused("agencies.rows-wrong", count=preview.wrong)
    if not orders:
        raise Refused("agencies.nothing-to-do")
    change = recording.begin(actor, at, "people.entered", title)
    deeds: list[Deed] = []
    new = [order.person for order in orders if order.is_new]
    for person in new:
        person.password, person.joined_at = make_password(None), at
        facts: dict[str, Any] = {"username": person.username, "full_name": person.full_name}
        deeds.append(Deed("person.added", person, facts=facts))
    Person.objects.bulk_create(new, batch_size=100)
    for order in orders:
        if order.email is not None:
            facts = {"was": {"email": order.person.email}, "is": {"email": order.email}}
            order.person.email = order.email
            order.person.save(update_fields=["email"])
            deeds.append(Deed("person.edited", order.person, facts=facts))
    recording.replace(change, [order.replaces for order in orders if order.replaces is not None])
    given = [order for order in orders if order.role is not None]
    recording.add(change, [order.role for order in given if order.role is not None])
    deeds += [_told(order) for order in given]
    deeds.append(Deed("people.entered", change, facts={"title": title, "count": len(orders)}))
    record_many(actor=actor, at=at, deeds=deeds)
    return change


def _told(order: Order) -> Deed:
    role = order.role
    assert role is not None
    facts = {"agency_name": role.agency.name, "role": role.role, "until": role.until}
    if order.replaces is not None:
        return Deed("role.ended", role, order.person, {**facts, "before": order.replaces.until})
    return Deed("role.given", role, order.person, {**facts, "agency": str(role.agency_id), "since": role.since})


def listed(viewer: Viewer, sought: Sought) -> tuple[list[object], list[list[str]]]:
    """Give people and all their roles in the columns that are taken in again; somebody without a role has one row."""
    head: list[object] = [one.title for one in COLUMNS] + [_("Tên cơ quan"), _("Tài khoản")]
    people = list(sought_people(viewer, sought))
    roles: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    for some in chunks(person.pk for person in people):
        held = Membership.objects.filter(person__in=some, replaced_at__isnull=True).select_related("agency")
        for one in held.order_by("since", "pk"):
            roles[one.person_id].append(one)
    rows: list[list[str]] = []
    for person in people:
        state = "" if person.is_active else _("Đang khóa")
        for role in roles.get(person.pk) or [None]:
            place: Agency | None = role.agency if role else None
            words = [place.code, role_word(role.role)] if role and place else ["", ""]
            days = [said_day(role.since), said_day(last_day(role.until))] if role else ["", ""]
            name = place.name if place else ""
            rows.append([person.username, person.full_name, person.email, *words, *days, name, state])
    return head, rows
