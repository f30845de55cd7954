"""What kinds, levels and sectors of agencies are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hoinhap.core.agencies.kinds import Kind, Level, Sector, sector_of

KINDS: Mapping[str, Promise] = {
    Kind.ASSEMBLY: gettext_lazy("Quốc hội và cơ quan của Quốc hội"),
    Kind.GOVERNMENT: gettext_lazy("Chính phủ"),
    Kind.MINISTRY: gettext_lazy("Bộ, cơ quan ngang bộ"),
    Kind.GOVERNMENT_AGENCY: gettext_lazy("Cơ quan thuộc Chính phủ"),
    Kind.CENTRAL_UNIT: gettext_lazy("Cục, vụ, tổng cục"),
    Kind.COUNCIL: gettext_lazy("Hội đồng nhân dân"),
    Kind.COMMITTEE: gettext_lazy("Ủy ban nhân dân"),
    Kind.DEPARTMENT: gettext_lazy("Sở và cơ quan tương đương"),
    Kind.OFFICE: gettext_lazy("Văn phòng"),
    Kind.DIVISION: gettext_lazy("Phòng, chi cục"),
    Kind.MANAGEMENT_BOARD: gettext_lazy("Ban quản lý"),
    Kind.PUBLIC_SERVICE: gettext_lazy("Đơn vị sự nghiệp"),
    Kind.POLICE: gettext_lazy("Công an"),
    Kind.MILITARY: gettext_lazy("Quân sự"),
    Kind.BORDER_GUARD: gettext_lazy("Bộ đội biên phòng"),
    Kind.COURT: gettext_lazy("Tòa án"),
    Kind.PROCURACY: gettext_lazy("Viện kiểm sát"),
    Kind.BRANCH: gettext_lazy("Cơ quan ngành dọc"),
    Kind.PARTY_COMMITTEE: gettext_lazy("Cấp ủy"),
    Kind.PARTY_BODY: gettext_lazy("Cơ quan của cấp ủy"),
    Kind.FRONT: gettext_lazy("Mặt trận Tổ quốc"),
    Kind.MASS_ORGANISATION: gettext_lazy("Tổ chức chính trị - xã hội"),
    Kind.ASSOCIATION: gettext_lazy("Hội, hiệp hội"),
    Kind.ENTERPRISE: gettext_lazy("Doanh nghiệp"),
    Kind.STEERING: gettext_lazy("Ban chỉ đạo, tổ công tác"),
    Kind.MISSION: gettext_lazy("Cơ quan đại diện ở nước ngoài"),
    Kind.OTHER: gettext_lazy("Cơ quan khác"),
}
LEVELS: Mapping[str, Promise] = {
    Level.CENTRAL: gettext_lazy("Trung ương"),
    Level.PROVINCE: gettext_lazy("Cấp tỉnh"),
    Level.DISTRICT: gettext_lazy("Cấp huyện"),
    Level.COMMUNE: gettext_lazy("Cấp xã"),
}
SECTORS: Mapping[str, Promise] = {
    Sector.STATE: gettext_lazy("Nhà nước"),
    Sector.PARTY: gettext_lazy("Đảng"),
    Sector.FRONT: gettext_lazy("Mặt trận và đoàn thể"),
    Sector.ASSOCIATION: gettext_lazy("Hội, hiệp hội"),
    Sector.ENTERPRISE: gettext_lazy("Doanh nghiệp"),
}


def kind_word(kind: str) -> str:
    """Say what an agency is; a kind that is not known stays as it is written."""
    return str(KINDS.get(kind, kind))


def level_word(level: str) -> str:
    """Say on which level an agency stands."""
    return str(LEVELS.get(level, level))


def sector_word(sector: str) -> str:
    """Say to which part of the political system an agency belongs."""
    return str(SECTORS.get(sector, sector))


def kinds_of(sector: str) -> list[str]:
    """Give the kinds that belong to a sector."""
    return [kind.value for kind in Kind if sector_of(kind) == sector]
