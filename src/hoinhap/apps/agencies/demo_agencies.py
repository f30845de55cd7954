"""The agencies of the demo province through time: Lam Giang does not exist, nor do its communes.

Its departments are those of the template, and merged on 1/3/2025 as everywhere; four districts and 25 communes became
twelve communes on 1/7/2025. The acts are invented, and say so in their titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from hoinhap.apps.agencies import loading, recording
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.coordination_actions import load_rules
from hoinhap.apps.agencies.entering import Entry, Happening, enter
from hoinhap.apps.agencies.models import Agency, AgencyClass, ClassMember
from hoinhap.apps.agencies.registry import Act
from hoinhap.apps.agencies.standard_classes import load_classes
from hoinhap.apps.journal.actions import record
from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.agencies.reorganising import Span
from hoinhap.core.agencies.template import province_template
from hoinhap.core.vi.text import fold

NAME = "Lam Giang"
PROVINCE = "ubnd-tinh"
PARTY_DAY, DEPARTMENTS_DAY, COMMUNES_DAY = date(2025, 2, 1), date(2025, 3, 1), date(2025, 7, 1)
OF_PARTY = Act("412-QĐ/TU", "Quyết định (mẫu) về việc hợp nhất Ban Tuyên giáo và Ban Dân vận", date(2025, 1, 24))
OF_DEPARTMENTS = Act(
    "11/NQ-HĐND",
    "Nghị quyết (mẫu) về việc thành lập, tổ chức lại các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh",
    date(2025, 2, 20),
)
OF_COMMUNES = Act(
    "27/NQ-HĐND", "Nghị quyết (mẫu) về việc sắp xếp các đơn vị hành chính cấp xã của tỉnh", date(2025, 6, 16)
)
OF_NEWS = Act("455-QĐ/TU", "Quyết định (mẫu) về việc thành lập Báo và Phát thanh, Truyền hình", date(2025, 6, 20))
ACTS = {PARTY_DAY: OF_PARTY, DEPARTMENTS_DAY: OF_DEPARTMENTS, COMMUNES_DAY: OF_NEWS}

# Agencies of the template, and the codes under which the demo papers, tests and addresses know some of them.
CODES = {
    "ubnd": PROVINCE,
    "hdnd": "hdnd-tinh",
    "doan-dbqh": "",
    "van-phong-ubnd": "van-phong-ubnd-tinh",
    "van-phong-dbqh-hdnd": "",
    "so-noi-vu": "",
    "so-tu-phap": "",
    "so-tai-chinh": "",
    "so-ke-hoach-dau-tu": "so-ke-hoach-va-dau-tu",
    "so-cong-thuong": "",
    "so-nong-nghiep-ptnt": "so-nong-nghiep-va-phat-trien-nong-thon",
    "so-tai-nguyen-moi-truong": "so-tai-nguyen-va-moi-truong",
    "so-nong-nghiep-moi-truong": "so-nong-nghiep-va-moi-truong",
    "so-giao-thong-van-tai": "",
    "so-xay-dung": "",
    "so-thong-tin-truyen-thong": "so-thong-tin-va-truyen-thong",
    "so-khoa-hoc-cong-nghe": "so-khoa-hoc-va-cong-nghe",
    "so-lao-dong": "so-lao-dong-thuong-binh-va-xa-hoi",
    "so-van-hoa-the-thao-du-lich": "so-van-hoa-the-thao-va-du-lich",
    "so-giao-duc-dao-tao": "so-giao-duc-va-dao-tao",
    "so-y-te": "",
    "so-ngoai-vu": "",
    "thanh-tra": "thanh-tra-tinh",
    "trung-tam-xuc-tien": "trung-tam-xuc-tien",
    "bao": "bao-lam-giang",
    "dai-ptth": "dai-phat-thanh-va-truyen-hinh",
    "bao-dai": "bao-va-phat-thanh-truyen-hinh",
    "tinh-uy": "",
    "van-phong-tinh-uy": "",
    "ban-to-chuc": "ban-to-chuc-tinh-uy",
    "ban-tuyen-giao": "ban-tuyen-giao-tinh-uy",
    "ban-dan-van": "ban-dan-van-tinh-uy",
    "ban-tuyen-giao-dan-van": "ban-tuyen-giao-va-dan-van-tinh-uy",
    "ban-noi-chinh": "ban-noi-chinh-tinh-uy",
    "uy-ban-kiem-tra": "uy-ban-kiem-tra-tinh-uy",
    "mat-tran": "mat-tran-tinh",
    "lien-doan-lao-dong": "lien-doan-lao-dong-tinh",
    "hoi-nong-dan": "hoi-nong-dan-tinh",
    "hoi-phu-nu": "hoi-lien-hiep-phu-nu-tinh",
    "doan-thanh-nien": "tinh-doan",
    "hoi-cuu-chien-binh": "hoi-cuu-chien-binh-tinh",
    "lien-hiep-huu-nghi": "lien-hiep-huu-nghi-tinh",
    "hiep-hoi-doanh-nghiep": "hiep-hoi-doanh-nghiep-tinh",
    "cong-an": "cong-an-tinh",
    "quan-su": "bo-chi-huy-quan-su-tinh",
}
# Short names that the demo papers use; of the others the full name is shown.
SHORT = {PROVINCE: "UBND tỉnh", "van-phong-ubnd-tinh": "Văn phòng UBND tỉnh", "mat-tran-tinh": "MTTQ tỉnh"}
# Here they are listed with the province, not with their ministries.
UNDER_PROVINCE = ("cong-an-tinh", "bo-chi-huy-quan-su-tinh")
# How a person's agency is named beside them.
NAMES = {
    **SHORT,
    "so-ngoai-vu": "Sở Ngoại vụ",
    "so-tai-chinh": "Sở Tài chính",
    "so-cong-thuong": "Sở Công Thương",
    "so-tu-phap": "Sở Tư pháp",
    "so-noi-vu": "Sở Nội vụ",
    "so-nong-nghiep-va-moi-truong": "Sở Nông nghiệp và Môi trường",
    "so-khoa-hoc-va-cong-nghe": "Sở Khoa học và Công nghệ",
    "so-van-hoa-the-thao-va-du-lich": "Sở Văn hóa, Thể thao và Du lịch",
    "so-xay-dung": "Sở Xây dựng",
    "so-giao-duc-va-dao-tao": "Sở Giáo dục và Đào tạo",
    "so-y-te": "Sở Y tế",
    "thanh-tra-tinh": "Thanh tra tỉnh",
    "ban-quan-ly-khu-kinh-te-hac-son": "Ban Quản lý Khu kinh tế Hạc Sơn",
    "ban-tuyen-giao-va-dan-van-tinh-uy": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "ubnd-phuong-dong-lam": "UBND phường Đông Lâm",
    "ubnd-xa-hac-son": "UBND xã Hạc Sơn",
    "ubnd-xa-lam-khe": "UBND xã Lam Khê",
}
# What only this province has: code, name, short name, kind, code of the agency above.
OWN = (
    ("ban-quan-ly-khu-kinh-te-hac-son", "Ban Quản lý Khu kinh tế Hạc Sơn", "", Kind.MANAGEMENT_BOARD, PROVINCE),
    ("truong-dai-hoc-lam-giang", "Trường Đại học Lam Giang", "", Kind.PUBLIC_SERVICE, PROVINCE),
    ("ban-hoi-nhap", "Ban Chỉ đạo hội nhập quốc tế tỉnh", "Ban hội nhập", Kind.STEERING, PROVINCE),
)
MEMBERS = (
    *(PROVINCE, "so-ngoai-vu", "so-cong-thuong", "so-tai-chinh", "so-tu-phap", "so-noi-vu"),
    *("so-nong-nghiep-va-moi-truong", "so-khoa-hoc-va-cong-nghe", "so-van-hoa-the-thao-va-du-lich"),
    *("cong-an-tinh", "bo-chi-huy-quan-su-tinh", "ban-quan-ly-khu-kinh-te-hac-son"),
    *("ban-tuyen-giao-va-dan-van-tinh-uy", "mat-tran-tinh", "hiep-hoi-doanh-nghiep-tinh"),
)
# The central bodies that a province deals with in its external relations.
CENTRAL = (
    *("chinh-phu", "thu-tuong", "van-phong-chinh-phu", "bo-ngoai-giao", "bo-cong-thuong", "bo-tai-chinh"),
    *("bo-tu-phap", "bo-cong-an", "bo-quoc-phong", "bo-noi-vu", "bo-van-hoa-the-thao-du-lich"),
    *("bo-ke-hoach-dau-tu", "bo-thong-tin-truyen-thong", "bo-khoa-hoc-cong-nghe"),
    *("ban-doi-ngoai-trung-uong", "van-phong-trung-uong", "lien-hiep-huu-nghi-viet-nam", "mat-tran-trung-uong"),
)
CENTRE = (21.68, 104.62)
DISTRICTS = (
    ("thành phố", "Lam Giang"),
    ("huyện", "Hạc Sơn"),
    ("huyện", "Lam Khê"),
    ("huyện", "Vân Khê"),
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today: what it is called, its centre, its district and communes of before; a star marks a part."""

    kind: str
    name: str
    lat: float
    lon: float
    district: str
    before: tuple[str, ...]
    code: str = ""


COMMUNES = (
    Commune("phường", "Đông Lâm", 21.69, 104.66, "Lam Giang", ("phường Đông Lâm", "phường Nam Lâm", "xã Lam Thượng")),
    Commune("phường", "Tây Lâm", 21.68, 104.58, "Lam Giang", ("phường Tây Lâm", "phường Ngọc Bến")),
    Commune("phường", "Cầu Giang", 21.63, 104.63, "Lam Giang", ("phường Cầu Giang", "xã Giang Ngoài")),
    Commune("xã", "Hạc Sơn", 21.79, 104.71, "Hạc Sơn", ("thị trấn Hạc Sơn", "xã Hạc Trung")),
    Commune("xã", "Suối Hạc", 21.85, 104.66, "Hạc Sơn", ("xã Suối Hạc", "xã Hạc Thượng")),
    Commune("xã", "Đá Vân", 21.86, 104.78, "Hạc Sơn", ("xã Đá Vân", "xã Bản Vân")),
    Commune("xã", "Lam Khê", 21.57, 104.53, "Lam Khê", ("thị trấn Lam Khê", "xã Lam Bình")),
    Commune("xã", "Giang Khê", 21.53, 104.62, "Lam Khê", ("xã Giang Khê", "xã Khê Trung", "xã Khê Hạ*")),
    Commune("xã", "Khê Hạ", 21.49, 104.55, "Lam Khê", ("xã Khê Hạ", "xã Giang Trong")),
    Commune("xã", "Vân Khê", 21.73, 104.44, "Vân Khê", ("thị trấn Vân Khê", "xã Vân Suối")),
    Commune("xã", "Ngàn Vân", 21.81, 104.40, "Vân Khê", ("xã Ngàn Vân",), "ubnd-xa-ngan-van"),
    Commune("xã", "Mường Hạc", 21.78, 104.52, "Vân Khê", ("xã Mường Hạc", "xã Nà Hạc", "xã Hạc Khê")),
)


@transaction.atomic
def load_agencies(*, at: datetime) -> None:
    """Enter the agencies of the demo province with their past, its classes, and the central bodies it deals with."""
    loading.load_central(actor=SYSTEM, at=at, only=CENTRAL)
    entries, told = _departments()
    communes, what_became = _communes()
    enter(
        actor=SYSTEM,
        at=at,
        entries=[*entries, *communes],
        happenings=[*told, *what_became],
        title=f"Tỉnh mẫu {NAME}",
        tell_each=False,
    )
    load_classes(actor=SYSTEM, at=at)
    _board_of_integration(at)
    load_rules(actor=SYSTEM, at=at, province=Agency.objects.get(code=PROVINCE))


def code_of(name: str, *, is_old: bool = False) -> str:
    """Give the code of the committee of a unit: "xã Hạc Sơn" is "ubnd-xa-hac-son", an old one ends in "-cu"."""
    return f"ubnd-{'-'.join(fold(name).split())}" + ("-cu" if is_old else "")


def _departments() -> tuple[list[Entry], list[Happening]]:
    template = province_template(NAME)

    def named(code: str) -> str:
        return CODES.get(code) or code

    entries = []
    for code in CODES:
        entry = loading.entry_of([(template, None, None)], code, named)
        if entry is None:
            continue
        spans = tuple(
            replace(
                span,
                short_name=SHORT.get(entry.code, ""),
                parent=PROVINCE if entry.code in UNDER_PROVINCE else span.parent,
                since=COMMUNES_DAY if code == "bao-dai" else span.since,
            )
            for span in entry.spans
        )
        entries.append(replace(entry, spans=spans, unit_code="" if spans[-1].parent else "LG"))
    entries = [replace(one, lat=CENTRE[0], lon=CENTRE[1]) if one.code == PROVINCE else one for one in entries]
    told = loading.happenings_of(template, entries, named)
    own = [Entry(code, (Span(name, short, kind.value, "province", parent),)) for code, name, short, kind, parent in OWN]
    return entries + own, [replace(one, act=ACTS.get(one.on, OF_DEPARTMENTS)) for one in told]


def _communes() -> tuple[list[Entry], list[Happening]]:
    """Lay out the districts, the communes of before and those of today, and what became of whom."""
    entries = [
        Entry(
            code_of(f"{kind} {name}"),
            (_span(kind, name, Level.DISTRICT, PROVINCE, until=COMMUNES_DAY),),
            f"LG-{number}",
        )
        for number, (kind, name) in enumerate(DISTRICTS, start=1)
    ]
    told: list[Happening] = []
    districts = {name: code_of(f"{kind} {name}") for kind, name in DISTRICTS}
    into: dict[str, list[tuple[str, str]]] = {code: [] for code in districts.values()}
    for number, one in enumerate(COMMUNES, start=1):
        code, district = code_of(f"{one.kind} {one.name}"), districts[one.district]
        into[district].append((code, f"Địa bàn {one.kind} {one.name}"))
        goes_on = one.code == code
        since = None if goes_on else COMMUNES_DAY
        spans = [_span(one.kind, one.name, Level.COMMUNE, PROVINCE, since=since)]
        if goes_on:
            old = _span(one.kind, one.name, Level.COMMUNE, district, until=COMMUNES_DAY)
            spans = [old, replace(spans[0], since=COMMUNES_DAY)]
        told.append(Happening("moved" if goes_on else "founded", code, COMMUNES_DAY, OF_COMMUNES))
        entries.append(Entry(code, tuple(spans), f"LG-{number:03}", one.lat, one.lon))
        if not goes_on:
            entries += _old(one, district)
    told += _became(code_of(f"{one.kind} {one.name}") for one in COMMUNES)
    # What no commune was given of a district's tasks went to the province.
    told += [
        Happening("split", district, COMMUNES_DAY, OF_COMMUNES, ((PROVINCE, ""), *heirs))
        for district, heirs in into.items()
    ]
    return entries, told


def _old(one: Commune, district: str) -> Iterator[Entry]:
    for name in one.before:
        if not name.endswith("*"):
            kind, _, rest = name.partition(" ")
            if kind == "thị":
                kind, rest = "thị trấn", rest.removeprefix("trấn ")
            span = _span(kind, rest, Level.COMMUNE, district, until=COMMUNES_DAY)
            yield Entry(code_of(name, is_old=True), (span,))


def _became(codes: Iterable[str]) -> Iterator[Happening]:
    """Tell into which commune each of before went; one that was divided says what went where."""
    heirs: dict[str, list[tuple[str, str]]] = {}
    for one, code in zip(COMMUNES, codes, strict=True):
        for name in one.before:
            if one.code != code:
                part = "Thôn Khê Đông và thôn Khê Giữa" if name.endswith("*") else ""
                heirs.setdefault(code_of(name.rstrip("*"), is_old=True), []).append((code, part))
    for old, some in heirs.items():
        yield Happening("merged" if len(some) == 1 else "split", old, COMMUNES_DAY, OF_COMMUNES, tuple(some))


def _span(
    kind: str, name: str, level: Level, parent: str, *, since: date | None = None, until: date | None = None
) -> Span:
    unit = f"{kind} {name}"
    full = f"Ủy ban nhân dân {unit}"
    return Span(full, f"UBND {unit}", Kind.COMMITTEE.value, level.value, parent, since, until)


def _board_of_integration(at: datetime) -> None:
    """Make the class of those who sit on the province's board of integration: a list, not a rule."""
    if AgencyClass.objects.filter(code="thanh-vien-ban-hoi-nhap").exists():
        return
    made = AgencyClass.objects.create(
        code="thanh-vien-ban-hoi-nhap",
        name="Thành viên Ban Chỉ đạo hội nhập quốc tế tỉnh",
        other_names="thành viên Ban hội nhập\ncác thành viên Ban hội nhập",
        province=Agency.objects.get(code=PROVINCE),
    )
    change = recording.begin(SYSTEM, at, "classes.entered", made.name)
    agencies = Agency.objects.filter(code__in=MEMBERS)
    members = [ClassMember(agency_class=made, agency=one, since=one.since) for one in agencies]
    recording.add(change, members)
    record(actor=SYSTEM, at=at, act="classes.entered", of=change, facts={"title": made.name, "count": len(members)})
