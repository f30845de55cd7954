"""What `hoinhap person` does: add a person, give a role, help somebody who cannot sign in any more."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from hoinhap.apps.accounts import actions as accounts
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.accounts.words import REFUSALS as OF_ACCOUNTS
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import Agency, Membership
from hoinhap.apps.agencies.words import REFUSALS, role_word
from hoinhap.apps.errors import Refused

Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line."""

    username: str
    name: str = ""
    agency: str = ""
    agency_name: str = ""
    role: str = ""
    since: date | None = None
    end_role: bool = False
    password: str = "ask"
    new_password: bool = False
    drop_second_factor: bool = False
    subject: str = ""
    active: bool | None = None


def person(order: Order, *, at: datetime, on: date, lang: str = "vi", ask: Ask = getpass.getpass) -> int:
    """Carry out the order, all of it or nothing, and say what was done; 0, or 1 with the reason."""
    with override(lang):
        try:
            for sentence in _carry_out(order, at, on, ask):
                print(sentence)
        except Refused as error:
            sentences = {**OF_ACCOUNTS, **REFUSALS}
            print(str(sentences[error.code.partition(".")[2]]).format(**error.facts), file=sys.stderr)
            return 1
        except ValidationError as error:
            print(" ".join(error.messages), file=sys.stderr)
            return 1
    return 0


def _carry_out(order: Order, at: datetime, on: date, ask: Ask) -> list[str]:
    known = Person.objects.filter(username=order.username.strip().lower()).first()
    if known is None and not order.name:
        raise Refused("agencies.unknown-person", username=order.username)
    if bool(order.role) != bool(order.agency) or (order.end_role and not order.role):
        raise Refused("agencies.role-without-agency")
    # Asked before the transaction: nobody holds the database while a person types.
    wants = order.new_password if known else order.password != "none"
    whose = known or Person(username=order.username.strip().lower(), full_name=order.name)
    password = _password(order, whose, ask) if wants else None
    with transaction.atomic():
        said = []
        if known is None:
            known = actions.add_person(
                actor=SYSTEM, at=at, username=order.username, full_name=order.name, password=password
            )
            said.append(_("Đã thêm %(name)s (%(username)s).") % {"name": known.full_name, "username": known.username})
        elif password is not None:
            accounts.set_password(actor=SYSTEM, at=at, person=known, password=password)
            said.append(_("Đã đặt mật khẩu mới cho %(name)s.") % {"name": known.full_name})
        if order.role:
            said.append((_end if order.end_role else _give)(order, known, at, on))
        if order.drop_second_factor:
            dropped = accounts.drop_second_factor(person=known)
            said.append(_("Đã gỡ lớp thứ hai: %(count)s.") % {"count": dropped})
        if order.subject:
            accounts.link(person=known, subject=order.subject)
            said.append(_("Đã liên kết với tài khoản của cơ quan."))
        if order.active is not None:
            accounts.set_active(actor=SYSTEM, at=at, person=known, active=order.active)
            said.append(_("Tài khoản đã mở.") if order.active else _("Tài khoản đã khóa."))
    return said or [_("Không có gì để làm. Xem: hoinhap person --help")]


def _give(order: Order, person: Person, at: datetime, on: date) -> str:
    agency = Agency.objects.filter(code=order.agency).first()
    if agency is None:
        if not order.agency_name:
            raise Refused("agencies.unknown-agency", asked=order.agency)
        agency = actions.add_agency(actor=SYSTEM, at=at, code=order.agency, name=order.agency_name)
    since = order.since or on
    actions.give_role(actor=SYSTEM, at=at, person=person, agency=agency, role=order.role, since=since)
    facts = {"role": role_word(order.role), "agency": agency.name, "since": f"{since:%d/%m/%Y}"}
    return _("Vai trò: %(role)s, %(agency)s, từ ngày %(since)s.") % facts


def _end(order: Order, person: Person, at: datetime, on: date) -> str:
    """End the role from a day on, today unless another is given."""
    until = order.since or on
    held = Membership.objects.filter(
        person=person, agency__code=order.agency, role=order.role, replaced_at__isnull=True
    )
    membership = held.filter(Q(until__isnull=True) | Q(until__gt=until)).order_by("since").first()
    if membership is None:
        raise Refused("agencies.role-not-held", person=person.full_name, role=role_word(order.role), asked=order.agency)
    membership = actions.end_role(actor=SYSTEM, at=at, membership_id=membership.pk, until=until)
    facts = {"role": role_word(order.role), "agency": membership.agency.name, "until": f"{until:%d/%m/%Y}"}
    return _("Đã kết thúc vai trò: %(role)s, %(agency)s, từ ngày %(until)s không còn giữ.") % facts


def _password(order: Order, whose: Person, ask: Ask) -> str:
    """Take the password from the terminal, twice, or one line from a pipe."""
    if order.password == "stdin":
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = ask(_("Mật khẩu: "))
        if ask(_("Nhập lại mật khẩu: ")) != password:
            raise Refused("agencies.passwords-differ")
    validate_password(password, whose)
    return password
