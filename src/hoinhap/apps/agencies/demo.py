"""The people of the demo province: Lam Giang does not exist, and nobody bears these names in these posts."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.administering import posts
from hoinhap.apps.agencies.demo_agencies import DEPARTMENTS_DAY, NAMES, PROVINCE, load_agencies
from hoinhap.apps.agencies.models import Agency, Role

SINCE = date(2025, 7, 1)
FILE = "demo-sign-in.txt"

PEOPLE = (
    # One for each role: these are named when the site starts.
    ("hanh.le", "Lê Thị Hạnh", "so-ngoai-vu", Role.COORDINATOR),
    ("minh.tran", "Trần Quang Minh", "so-tai-chinh", Role.OFFICER),
    ("lan.pham", "Phạm Ngọc Lan", "so-tai-chinh", Role.HEAD),
    ("son.vu", "Vũ Hồng Sơn", PROVINCE, Role.LEADER),
    ("thu.do", "Đỗ Minh Thu", "thanh-tra-tinh", Role.INSPECTOR),
    ("an.nguyen", "Nguyễn Bình An", "ubnd-phuong-dong-lam", Role.VIEWER),
    ("duc.bui", "Bùi Anh Đức", "van-phong-ubnd-tinh", Role.ADMINISTRATOR),
)
# Somebody to speak for most agencies; they stand in the file with the others.
MORE = (
    ("quang.hoang", "Hoàng Nhật Quang", "so-cong-thuong", Role.OFFICER),
    ("mai.dang", "Đặng Thúy Mai", "so-tu-phap", Role.OFFICER),
    ("hai.ngo", "Ngô Văn Hải", "so-noi-vu", Role.HEAD),
    ("tuan.ly", "Lý Anh Tuấn", "so-nong-nghiep-va-moi-truong", Role.OFFICER),
    ("linh.chu", "Chu Diệu Linh", "so-khoa-hoc-va-cong-nghe", Role.HEAD),
    ("binh.trinh", "Trịnh Quốc Bình", "so-van-hoa-the-thao-va-du-lich", Role.HEAD),
    ("khoa.ta", "Tạ Đăng Khoa", "so-xay-dung", Role.OFFICER),
    ("van.luong", "Lương Cẩm Vân", "so-giao-duc-va-dao-tao", Role.OFFICER),
    ("ha.mac", "Mạc Thu Hà", "so-y-te", Role.OFFICER),
    ("cuong.ho", "Hồ Mạnh Cường", "so-tai-chinh", Role.OFFICER),
    ("long.dinh", "Đinh Phi Long", "ban-quan-ly-khu-kinh-te-hac-son", Role.HEAD),
    ("thanh.ha", "Hà Chí Thành", "van-phong-ubnd-tinh", Role.OFFICER),
    ("yen.phung", "Phùng Hải Yến", "ban-tuyen-giao-va-dan-van-tinh-uy", Role.OFFICER),
    ("dung.vi", "Vi Tiến Dũng", "ubnd-phuong-dong-lam", Role.HEAD),
    ("hoa.lo", "Lò Thị Hoa", "ubnd-xa-hac-son", Role.OFFICER),
    ("nam.quach", "Quách Hoài Nam", "ubnd-xa-lam-khe", Role.OFFICER),
)
# What some of them were before 1/3/2025, in agencies that have ended since.
EARLIER = (
    ("cuong.ho", "so-ke-hoach-va-dau-tu", Role.OFFICER, date(2021, 4, 1)),
    ("linh.chu", "so-thong-tin-va-truyen-thong", Role.OFFICER, date(2022, 9, 1)),
)
# Agency, post, rank, and who held it: name, since, until. None of them use the program but for those of the same name.
POSTS = (
    ("ubnd-tinh", "Chủ tịch", 10, (("Hoàng Văn Thuận", date(2024, 12, 5), None),)),
    ("ubnd-tinh", "Phó Chủ tịch", 20, (("Vũ Hồng Sơn", date(2025, 7, 1), None),)),
    (
        "so-ngoai-vu",
        "Giám đốc",
        10,
        (("Trương Gia Huy", date(2020, 6, 1), date(2025, 7, 1)), ("Đoàn Khánh Ly", date(2025, 7, 1), None)),
    ),
    ("so-ngoai-vu", "Trưởng phòng Hợp tác quốc tế", 30, (("Lê Thị Hạnh", date(2025, 7, 1), None),)),
    (
        "so-tai-chinh",
        "Giám đốc",
        10,
        (("Bạch Ngọc Trâm", date(2019, 1, 1), date(2025, 3, 1)), ("Phạm Ngọc Lan", date(2025, 3, 1), None)),
    ),
    ("so-ke-hoach-va-dau-tu", "Giám đốc", 10, (("Kiều Thế Vinh", date(2021, 1, 1), date(2025, 3, 1)),)),
    ("so-cong-thuong", "Giám đốc", 10, (("Tống Thanh Phong", date(2023, 5, 1), None),)),
    ("so-khoa-hoc-va-cong-nghe", "Phó Giám đốc", 20, (("Chu Diệu Linh", date(2025, 3, 1), None),)),
    ("so-noi-vu", "Phó Giám đốc", 20, (("Ngô Văn Hải", date(2025, 3, 1), None),)),
    ("ban-quan-ly-khu-kinh-te-hac-son", "Trưởng ban", 10, (("Đinh Phi Long", date(2024, 2, 1), None),)),
    ("ubnd-phuong-dong-lam", "Chủ tịch", 10, (("Vi Tiến Dũng", date(2025, 7, 1), None),)),
    ("ubnd-xa-hac-son", "Chủ tịch", 10, (("Nông Đức Trí", date(2025, 7, 1), None),)),
)
# Absences: giver, taker, agency, role, first day, day after the last, reason.
LOANS = (
    ("lan.pham", "minh.tran", "so-tai-chinh", Role.HEAD, date(2026, 11, 16), date(2026, 12, 5), "Đi công tác"),
    ("dung.vi", "an.nguyen", "ubnd-phuong-dong-lam", Role.HEAD, date(2026, 8, 3), date(2026, 8, 15), "Nghỉ phép"),
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
    named = tuple(DemoPerson(username, name, role.value, _called(code)) for username, name, code, role in PEOPLE)
    file = folder / FILE
    password = _kept(file)
    wanted = [username for username, *_ in (*PEOPLE, *MORE)]
    missing = set(wanted) - set(Person.objects.filter(username__in=wanted).values_list("username", flat=True))
    if len(missing) == len(wanted) and Person.objects.exists():
        return DemoSignIn((), "")
    if not password and len(missing) == len(wanted):
        password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))
        more = tuple(DemoPerson(username, name, role.value, _called(code)) for username, name, code, role in MORE)
        _keep(file, password, (*named, *more))
    if missing and password:
        _add(missing, password, at)
    return DemoSignIn(named, password)


def _called(code: str) -> str:
    """Say an agency beside a person: the short name where the papers use one."""
    return NAMES.get(code, code)


@transaction.atomic
def _add(missing: set[str], password: str, at: datetime) -> None:
    """Add what is missing; a province that is there already keeps the agencies that it has."""
    is_new = not Agency.objects.filter(code=PROVINCE).exists()
    if is_new:
        load_agencies(at=at)
    agencies: dict[str, Agency] = {agency.code: agency for agency in Agency.objects.all()}
    # One for all, as the password is: making it takes long.
    kept = make_password(password)
    people: dict[str, Person] = {}
    for username, name, code, role in (*PEOPLE, *MORE):
        if username in missing and code in agencies:
            person = actions.add_person(actor=SYSTEM, at=at, username=username, full_name=name)
            people[username] = person
            actions.give_role(actor=SYSTEM, at=at, person=person, agency=agencies[code], role=role, since=SINCE)
    Person.objects.filter(username__in=people).update(password=kept)
    if is_new:
        _add_past(people, agencies, at)


def _add_past(people: dict[str, Person], agencies: dict[str, Agency], at: datetime) -> None:
    """Add what people were before, who held which post, and what was lent."""
    for username, code, role, since in EARLIER:
        old, person = agencies[code], people[username]
        actions.give_role(actor=SYSTEM, at=at, person=person, agency=old, role=role, since=since, until=old.until)
        heir = next(agency for name, _called, agency, _role in MORE if name == username)
        now = {"agency": agencies[heir], "role": role, "since": DEPARTMENTS_DAY, "until": SINCE}
        actions.give_role(actor=SYSTEM, at=at, person=person, **now)
    by_name = {person.full_name: person for person in people.values()}
    for code, title, rank, holders in POSTS:
        post = posts.add_post(actor=SYSTEM, at=at, agency=agencies[code], title=title, rank=rank)
        for name, begun, ended in holders:
            posts.appoint(
                actor=SYSTEM,
                at=at,
                post_id=post.pk,
                holder=name,
                person=by_name.get(name),
                since=begun,
                until=ended,
            )
    for giver, taker, code, role, since, until, reason in LOANS:
        actions.delegate(
            actor=SYSTEM,
            at=at,
            giver=people[giver],
            taker=people[taker],
            agency=agencies[code],
            role=role,
            since=since,
            until=until,
            reason=reason,
        )


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
