"""What the agencies say: roles and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.accounts import words as accounts

if TYPE_CHECKING:
    from hoinhap.apps.journal.models import Event

AGENCY = gettext_lazy("cơ quan")
AGENCY_ACTS = {"agency.added": gettext_lazy("Thêm cơ quan")}
PERSON_ACTS = {
    **accounts.ACTS,
    "person.added": gettext_lazy("Thêm người dùng"),
    "role.given": gettext_lazy("Giao vai trò"),
    "role.ended": gettext_lazy("Kết thúc vai trò"),
}
REFUSALS = {
    "code-taken": gettext_lazy("Mã cơ quan “{taken}” đã được dùng cho {name}. Chọn mã khác."),
    "username-taken": gettext_lazy("Tên đăng nhập “{username}” đã có người dùng. Chọn tên khác."),
    "name-empty": gettext_lazy("Chưa ghi tên. Ghi tên đầy đủ rồi làm lại."),
    "role-held": gettext_lazy("{person} đang giữ vai trò {role} tại {agency} từ ngày {since}. Không giao lại."),
    "role-not-held": gettext_lazy("{person} không giữ vai trò {role} tại cơ quan mã “{asked}”. Kiểm tra lại."),
    "role-not-begun": gettext_lazy("Ngày kết thúc phải sau ngày bắt đầu {since}. Chọn ngày khác."),
    "unknown-person": gettext_lazy('Chưa có người dùng “{username}”. Ghi thêm họ tên: --name "Họ và tên".'),
    "unknown-agency": gettext_lazy('Chưa có cơ quan mã “{asked}”. Ghi thêm tên để tạo: --agency-name "Tên cơ quan".'),
    "role-without-agency": gettext_lazy("Vai trò đi với cơ quan: ghi cả --agency và --role."),
    "passwords-differ": gettext_lazy("Hai lần nhập mật khẩu không giống nhau. Làm lại."),
    "role-ended": gettext_lazy("Vai trò này đã kết thúc ngày {until}. Không kết thúc lại."),
}


def role_word(role: str) -> str:
    """Say what a person is in an agency."""
    return {
        "viewer": _("Người xem"),
        "officer": _("Chuyên viên"),
        "head": _("Lãnh đạo cơ quan"),
        "coordinator": _("Cán bộ đầu mối"),
        "leader": _("Lãnh đạo tỉnh"),
        "inspector": _("Người kiểm tra"),
        "administrator": _("Quản trị hệ thống"),
    }.get(role, role)


def person_event(event: Event) -> str:
    """Say what was done to a person, without its subject."""
    facts = event.facts
    if event.act in ("role.given", "role.ended"):
        word = role_word(str(facts.get("role", "")))
        return f"{PERSON_ACTS[event.act]}: {word}, {facts.get('agency_name', '')}"
    if event.act == "person.added":
        return f"{PERSON_ACTS[event.act]}: {facts.get('full_name', '')} ({facts.get('username', '')})"
    return accounts.event_sentence(event)


def agency_event(event: Event) -> str:
    """Say what was done to an agency, without its subject."""
    return f"{AGENCY_ACTS.get(event.act, event.act)}: {event.facts.get('name', '')}"
