"""What the agencies say: roles and refusals."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS = {
    "code-taken": gettext_lazy("Mã cơ quan “{code}” đã được dùng cho {name}. Chọn mã khác."),
    "username-taken": gettext_lazy("Tên đăng nhập “{username}” đã có người dùng. Chọn tên khác."),
    "name-empty": gettext_lazy("Chưa ghi tên. Ghi tên đầy đủ rồi làm lại."),
    "role-held": gettext_lazy("{person} đang giữ vai trò {role} tại {agency} từ ngày {since}. Không giao lại."),
    "role-not-begun": gettext_lazy("Ngày kết thúc phải sau ngày bắt đầu {since}. Chọn ngày khác."),
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
