"""The kinds and levels of agencies, as the law of the organisation of the State, the Party and the Front names them."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """On which level an agency stands. Districts ended on 01/07/2025; their agencies stay readable as they were."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Sector(StrEnum):
    """To which part of the political system an agency belongs."""

    STATE = "state"
    PARTY = "party"
    FRONT = "front"
    ASSOCIATION = "association"
    ENTERPRISE = "enterprise"


class Kind(StrEnum):
    """What an agency is. The Vietnamese words stand in the slice that shows them."""

    ASSEMBLY = "assembly"  # Quốc hội, Ủy ban Thường vụ Quốc hội, đoàn đại biểu Quốc hội
    GOVERNMENT = "government"  # Chính phủ, Thủ tướng Chính phủ
    MINISTRY = "ministry"  # bộ, cơ quan ngang bộ
    GOVERNMENT_AGENCY = "government_agency"  # cơ quan thuộc Chính phủ
    CENTRAL_UNIT = "central_unit"  # cục, vụ, tổng cục of a ministry
    COUNCIL = "council"  # Hội đồng nhân dân
    COMMITTEE = "committee"  # Ủy ban nhân dân, which stands for its administrative unit
    DEPARTMENT = "department"  # sở and its equals: Thanh tra tỉnh, ban dân tộc
    OFFICE = "office"  # văn phòng of a council, a committee, a party committee
    DIVISION = "division"  # phòng chuyên môn of a district or a commune, phòng, chi cục of a department
    MANAGEMENT_BOARD = "management_board"  # ban quản lý khu kinh tế, khu công nghiệp, dự án
    PUBLIC_SERVICE = "public_service"  # đơn vị sự nghiệp: trung tâm, đài, báo, trường, viện, bệnh viện
    POLICE = "police"
    MILITARY = "military"
    BORDER_GUARD = "border_guard"
    COURT = "court"
    PROCURACY = "procuracy"
    BRANCH = "branch"  # ngành dọc: thuế, hải quan, kho bạc, thống kê, ngân hàng nhà nước, bảo hiểm xã hội
    PARTY_COMMITTEE = "party_committee"  # Tỉnh ủy, đảng ủy
    PARTY_BODY = "party_body"  # ban đảng, ủy ban kiểm tra
    FRONT = "front"  # Mặt trận Tổ quốc
    MASS_ORGANISATION = "mass_organisation"  # đoàn thể: công đoàn, nông dân, phụ nữ, thanh niên, cựu chiến binh
    ASSOCIATION = "association"  # hội, hiệp hội, liên hiệp hội
    ENTERPRISE = "enterprise"
    STEERING = "steering"  # ban chỉ đạo, tổ công tác, ban hội nhập: bodies that bring agencies together
    MISSION = "mission"  # cơ quan đại diện ở nước ngoài
    OTHER = "other"


_SECTORS = {
    Kind.PARTY_COMMITTEE: Sector.PARTY,
    Kind.PARTY_BODY: Sector.PARTY,
    Kind.FRONT: Sector.FRONT,
    Kind.MASS_ORGANISATION: Sector.FRONT,
    Kind.ASSOCIATION: Sector.ASSOCIATION,
    Kind.ENTERPRISE: Sector.ENTERPRISE,
}


def sector_of(kind: str) -> Sector:
    """Say to which part of the political system a kind belongs; all that is not said here is the State's.

    A police or army command obeys the Party too, but is listed with the State, as in the recipients of a plan.
    """
    return _SECTORS.get(Kind(kind), Sector.STATE)
