"""The people of the demo province: Lam Giang does not exist, and nobody bears these names."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import Agency, Role

SINCE = date(2025, 7, 1)
FILE = "demo-sign-in.txt"

PROVINCE = "ubnd-tinh"
AGENCIES = (
    (PROVINCE, "Ủy ban nhân dân tỉnh Lam Giang", "UBND tỉnh"),
    ("van-phong-ubnd-tinh", "Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng UBND tỉnh"),
    ("so-ngoai-vu", "Sở Ngoại vụ", ""),
    ("so-tai-chinh", "Sở Tài chính", ""),
    ("so-tu-phap", "Sở Tư pháp", ""),
    ("so-cong-thuong", "Sở Công Thương", ""),
    ("so-noi-vu", "Sở Nội vụ", ""),
    ("so-nong-nghiep-va-moi-truong", "Sở Nông nghiệp và Môi trường", ""),
    ("so-khoa-hoc-va-cong-nghe", "Sở Khoa học và Công nghệ", ""),
    ("so-van-hoa-the-thao-va-du-lich", "Sở Văn hóa, Thể thao và Du lịch", ""),
    ("cong-an-tinh", "Công an tỉnh", ""),
    ("bo-chi-huy-quan-su-tinh", "Bộ Chỉ huy Quân sự tỉnh", ""),
    ("ban-quan-ly-khu-kinh-te-hac-son", "Ban Quản lý Khu kinh tế Hạc Sơn", ""),
    ("thanh-tra-tinh", "Thanh tra tỉnh", ""),
    ("ubnd-phuong-dong-lam", "Ủy ban nhân dân phường Đông Lâm", "UBND phường Đông Lâm"),
    ("ubnd-xa-hac-son", "Ủy ban nhân dân xã Hạc Sơn", "UBND xã Hạc Sơn"),
)
PEOPLE = (
    ("hanh.le", "Lê Thị Hạnh", "so-ngoai-vu", Role.COORDINATOR),
    ("minh.tran", "Trần Quang Minh", "so-tai-chinh", Role.OFFICER),
    ("lan.pham", "Phạm Ngọc Lan", "so-tai-chinh", Role.HEAD),
    ("son.vu", "Vũ Hồng Sơn", PROVINCE, Role.LEADER),
    ("thu.do", "Đỗ Minh Thu", "thanh-tra-tinh", Role.INSPECTOR),
    ("an.nguyen", "Nguyễn Bình An", "ubnd-phuong-dong-lam", Role.VIEWER),
    ("duc.bui", "Bùi Anh Đức", "van-phong-ubnd-tinh", Role.ADMINISTRATOR),
)
# No 0/O, 1/l/I: a person copies it from a terminal.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
KEPT = re.compile(r"^Mật khẩu / Password: (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who may sign in to the demo province."""

    username: str
    full_name: str
    role: str
    agency: str


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """Who may sign in, all with one password; the password is empty once its file has been removed."""

    people: tuple[DemoPerson, ...]
    password: str


def load_once(folder: Path, at: datetime) -> DemoSignIn:
    """Give the demo province its agencies and people; a second call finds them and changes nothing.

    The password is random and stands only in `folder/demo-sign-in.txt`, readable by its owner. The file is written
    before the people, so that no crash leaves people whose password nobody knows. Whoever removes the file while the
    people exist ends the telling of the password, not the people.
    """
    names = {code: short or name for code, name, short in AGENCIES}
    people = tuple(DemoPerson(username, name, role.value, names[code]) for username, name, code, role in PEOPLE)
    file = folder / FILE
    password = _kept(file)
    wanted = [person.username for person in people]
    missing = set(wanted) - set(Person.objects.filter(username__in=wanted).values_list("username", flat=True))
    if len(missing) == len(wanted) and Person.objects.exists():
        return DemoSignIn((), "")
    if not password and len(missing) == len(wanted):
        password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))
        _keep(file, password, people)
    if missing and password:
        _add(missing, password, at)
    return DemoSignIn(people, password)


@transaction.atomic
def _add(missing: set[str], password: str, at: datetime) -> None:
    """Add what is missing; an agency of the same code is taken as it stands."""
    agencies: dict[str, Agency] = {agency.code: agency for agency in Agency.objects.all()}
    for code, name, short in AGENCIES:
        if code not in agencies:
            agencies[code] = actions.add_agency(
                actor=SYSTEM,
                at=at,
                code=code,
                name=name,
                short_name=short,
                parent=agencies.get(PROVINCE),
                since=SINCE,
            )
    for username, name, code, role in PEOPLE:
        if username in missing:
            person = actions.add_person(actor=SYSTEM, at=at, username=username, full_name=name, password=password)
            actions.give_role(actor=SYSTEM, at=at, person=person, agency=agencies[code], role=role, since=SINCE)


def _kept(file: Path) -> str:
    try:
        found = KEPT.search(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    return found[1] if found else ""


def _keep(file: Path, password: str, people: tuple[DemoPerson, ...]) -> None:
    """Write the file whole or not at all, never readable by others."""
    lines = [
        "Tỉnh mẫu Lam Giang: tên đăng nhập của từng người, chung một mật khẩu.",
        "The demo province: a username for each person, one password for all.",
        "",
        f"Mật khẩu / Password: {password}",
        "",
        *(f"{person.username:<12} {person.full_name}, {person.role}, {person.agency}" for person in people),
        "",
    ]
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write("\n".join(lines))
    draft.replace(file)
