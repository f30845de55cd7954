"""What the accounts say: acts of the journal, ways to sign in, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from hoinhap.apps.journal.models import Event

PERSON = gettext_lazy("người dùng")
REFUSALS = {
    "name-empty": gettext_lazy("Chưa ghi họ tên. Ghi đầy đủ họ tên rồi làm lại."),
    "lock-oneself": gettext_lazy("Không tự khóa tài khoản của mình. Nhờ một người quản trị khác."),
    "subject-taken": gettext_lazy("Tài khoản của cơ quan này đã liên kết với người dùng khác."),
}
# In place of allauth's own, which say what is wrong but not what to do. The keys are its own.
SIGN_IN_REFUSALS = {
    "name-empty": gettext_lazy("Chưa ghi họ tên. Ghi đầy đủ họ tên rồi làm lại."),
    "lock-oneself": gettext_lazy("Không tự khóa tài khoản của mình. Nhờ một người quản trị khác."),
    "username_password_mismatch": gettext_lazy(
        "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại."
    ),
    "too_many_login_attempts": gettext_lazy("Sai quá nhiều lần nên tạm dừng. Chờ năm phút rồi thử lại."),
    "rate_limited": gettext_lazy("Thử quá nhiều lần nên tạm dừng. Chờ năm phút rồi thử lại."),
    "incorrect_password": gettext_lazy("Mật khẩu không đúng. Thử lại."),
    "enter_current_password": gettext_lazy("Mật khẩu hiện tại không đúng. Nhập lại."),
    "same_as_current": gettext_lazy("Mật khẩu mới phải khác mật khẩu hiện tại."),
}
FACTOR_REFUSALS = {
    "name-empty": gettext_lazy("Chưa ghi họ tên. Ghi đầy đủ họ tên rồi làm lại."),
    "lock-oneself": gettext_lazy("Không tự khóa tài khoản của mình. Nhờ một người quản trị khác."),
    "incorrect_code": gettext_lazy("Mã hoặc khóa không đúng, hoặc đã hết hạn. Thử lại."),
    "cannot_generate_recovery_codes": gettext_lazy(
        "Chưa có lớp thứ hai nên chưa tạo được mã dự phòng. Thêm ứng dụng xác thực hoặc khóa truy cập trước."
    ),
}
ACTS = {
    "person.signed-in": gettext_lazy("Đăng nhập"),
    "person.sign-in-failed": gettext_lazy("Đăng nhập không thành công"),
    "person.signed-out": gettext_lazy("Đăng xuất"),
    "person.other-sessions-ended": gettext_lazy("Đăng xuất ở mọi nơi khác"),
    "person.password-changed": gettext_lazy("Đổi mật khẩu"),
    "person.second-factor-added": gettext_lazy("Thêm lớp xác nhận thứ hai"),
    "person.second-factor-removed": gettext_lazy("Gỡ lớp xác nhận thứ hai"),
    "person.recovery-codes-made": gettext_lazy("Tạo mã dự phòng"),
    "person.closed": gettext_lazy("Khóa tài khoản"),
    "person.opened": gettext_lazy("Mở tài khoản"),
    "person.edited": gettext_lazy("Sửa thông tin"),
    "person.identity-linked": gettext_lazy("Liên kết tài khoản của cơ quan"),
    "person.identity-unlinked": gettext_lazy("Gỡ liên kết tài khoản của cơ quan"),
}


def way_word(way: str) -> str:
    """Name a way to prove who one is."""
    return {
        "password": _("mật khẩu"),
        "totp": _("ứng dụng xác thực"),
        "recovery_codes": _("mã dự phòng"),
        "webauthn": _("khóa truy cập"),
        "socialaccount": _("tài khoản của cơ quan"),
    }.get(way, way)


def field_word(name: str) -> str:
    """Name what is kept about a person."""
    return {"full_name": _("họ tên"), "email": _("thư điện tử")}.get(name, name)


def event_sentence(event: Event) -> str:
    """Say what was done to an account, without its subject."""
    said = str(ACTS.get(event.act, event.act))
    was, now = event.facts.get("was"), event.facts.get("is")
    if isinstance(was, dict) and isinstance(now, dict):
        # In one order on both databases: the name before the address.
        told = sorted(was.items(), reverse=True)
        parts = [f"{field_word(name)}: {value or '–'} → {now.get(name) or '–'}" for name, value in told]
        return f"{said}: {'; '.join(parts)}"
    ways = event.facts.get("ways")
    if isinstance(ways, list) and ways:
        return _("%(said)s bằng %(ways)s") % {"said": said, "ways": ", ".join(way_word(str(way)) for way in ways)}
    return said
