"""What making a document known says: states, forms of sessions, refusals, and the drafted letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoinhap.core.vi.text import fold

if TYPE_CHECKING:
    from hoinhap.apps.errors import Refused
    from hoinhap.apps.library.sent import Board, Inbox

REFUSALS = {
    "sent-to-nobody": gettext_lazy("Chưa chọn cơ quan nào. Chọn ít nhất một cơ quan rồi gửi."),
    "sent-to-keeper": gettext_lazy("{name} đang giữ văn bản này nên không cần gửi. Bỏ chọn cơ quan đó rồi gửi lại."),
    "sent-already": gettext_lazy("Văn bản đã được gửi đến {names} từ trước; không gửi lại."),
    "agency-ended": gettext_lazy(
        "{names} không hoạt động vào ngày gửi nên không nhận được văn bản. Bỏ chọn cơ quan đó rồi gửi lại; "
        "chưa gửi đến cơ quan nào."
    ),
    "confirm-by-past": gettext_lazy("Hạn xác nhận {day} đã qua. Chọn từ hôm nay trở đi, hoặc để trống."),
    "opened-already": gettext_lazy(
        "{names} đã mở văn bản hoặc đã có phiên quán triệt nên không thu hồi được. "
        "Nếu gửi nhầm, thông báo cho cơ quan đó."
    ),
    "not-sent-there": gettext_lazy("Văn bản chưa được gửi đến cơ quan này. Tải lại trang để xem danh sách hiện tại."),
    "confirmed-already": gettext_lazy("{who} đã xác nhận văn bản này lúc {when}. Không cần xác nhận lại."),
    "nothing-to-send-again": gettext_lazy(
        "Không còn gì để hoàn tác: các cơ quan vừa thu hồi đã được gửi lại hoặc đã kết thúc hoạt động."
    ),
    "reminded-nobody": gettext_lazy("Chưa chọn cơ quan nào. Đánh dấu cơ quan cần nhắc rồi bấm lại."),
    "nobody-to-remind": gettext_lazy("Không còn cơ quan nào phải nhắc: các cơ quan được chọn đều đã xác nhận."),
    "reminded-today": gettext_lazy(
        "Đã nhắc {names} lúc {when}. Mỗi cơ quan được nhắc một lần trong ngày; ngày mai nhắc lại nếu vẫn chưa xác nhận."
    ),
    "held-in-future": gettext_lazy("Ngày tổ chức {day} chưa đến. Ghi phiên sau khi đã tổ chức."),
    "held-long-ago": gettext_lazy("Ngày tổ chức {day} không đúng. Kiểm tra lại năm."),
    "people-count": gettext_lazy("Số người dự phải từ 1 đến 100.000; đang ghi {people}. Sửa lại rồi lưu."),
    "people-unread": gettext_lazy("Số người dự “{text}” không phải là số. Ghi bằng chữ số, ví dụ 120."),
    "day-unread": gettext_lazy("Ngày “{text}” không đọc được. Viết ngày theo dạng 05/11/2026."),
    "held-on-missing": gettext_lazy("Chưa ghi ngày tổ chức. Ghi ngày rồi lưu."),
    "form-unknown": gettext_lazy("Hình thức tổ chức không có trong danh sách. Chọn lại trong danh sách."),
    "told-already": gettext_lazy("Phiên này đã được ghi lúc {when}; không ghi thêm lần nữa."),
    "too-long": gettext_lazy("Nội dung dài {length} ký tự, quá giới hạn {longest}. Viết ngắn lại rồi lưu."),
}

# How a session is held; the words are said in the language of the page.
FORMS = {
    "direct": gettext_lazy("Hội nghị trực tiếp"),
    "online": gettext_lazy("Hội nghị trực tuyến"),
    "both": gettext_lazy("Trực tiếp kết hợp trực tuyến"),
    "within": gettext_lazy("Lồng ghép sinh hoạt, giao ban"),
    "paper": gettext_lazy("Sao gửi, niêm yết tài liệu"),
    "media": gettext_lazy("Truyền thanh, trang thông tin điện tử"),
    "other": gettext_lazy("Hình thức khác"),
}

# For the journal: the plain name of each act.
ACTS = {
    "document.sent": gettext_lazy("Gửi văn bản"),
    "document.unsent": gettext_lazy("Thu hồi văn bản đã gửi"),
    "document.opened": gettext_lazy("Mở văn bản được gửi"),
    "document.confirmed": gettext_lazy("Xác nhận văn bản được gửi"),
    "document.reminded": gettext_lazy("Nhắc xác nhận văn bản"),
    "briefing.told": gettext_lazy("Ghi phiên quán triệt"),
}

_COMMUNES = tuple(
    f"{head} {kind} "
    for head in ("uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd")
    for kind in ("xa", "phuong", "dac khu", "thi tran")
)

_PROVINCES = ("ubnd tinh", "uy ban nhan dan tinh")


def said(act: str, facts: dict[str, Any]) -> str:
    """Say an event of these acts as a sentence without its subject; "" for an act that is not one of them."""
    names = listed(one["name"] for one in facts.get("agencies", ()))
    name = facts.get("agency_name", "")
    if act == "briefing.told":
        behalf = _("Ghi thay %(name)s một phiên quán triệt, %(people)s người dự")
        own = _("Ghi một phiên quán triệt của %(name)s, %(people)s người dự")
        return (behalf if facts.get("on_behalf") else own) % {"name": name, "people": facts.get("people", 0)}
    words = {
        "document.sent": _("Gửi văn bản đến %(names)s"),
        "document.unsent": _("Thu hồi văn bản đã gửi đến %(names)s"),
        "document.reminded": _("Nhắc %(names)s xác nhận văn bản"),
        "document.opened": _("Mở văn bản tại %(name)s"),
        "document.confirmed": _("Xác nhận văn bản cho %(name)s"),
    }
    return words[act] % {"names": names, "name": name} if act in words else ""


def sentence(error: Refused) -> str:
    """Write a refusal of these rules in the language of the page."""
    return str(REFUSALS[error.code.partition(".")[2]]).format(**error.facts)


def listed(names: Iterable[str], most: int = 4) -> str:
    """Name some things in a sentence: the first few, then how many more."""
    found = list(names)
    if len(found) > most + 1:
        return _("%(names)s và %(n)d cơ quan khác") % {"names": ", ".join(found[:most]), "n": len(found) - most}
    return ", ".join(found)


def moment(at: datetime) -> str:
    """Write a moment as the office's clock shows it: "14:05 ngày 25/11/2026"."""
    local = timezone.localtime(at)
    return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"}


def short_moment(at: datetime | None, on: date) -> str:
    """Write a moment as a dense table does: "25/11 14:05", with its year when that is another; "" for none."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{short_day(local.date(), on)} {local:%H:%M}"


def short_day(day: date | None, on: date) -> str:
    """Write a day as a dense table does: "25/11", with its year when that is another; "" for none."""
    if day is None:
        return ""
    return f"{day:%d/%m}" if day.year == on.year else f"{day:%d/%m/%Y}"


def state_word(state: str) -> str:
    """Say how far an agency is with a document."""
    return {
        "confirmed": _("Đã xác nhận"),
        "opened": _("Đã mở, chờ xác nhận"),
        "unopened": _("Chưa mở"),
        "late": _("Quá hạn xác nhận"),
    }[state]


def filter_word(key: str) -> str:
    """Name a choice of rows."""
    return {
        "": _("Tất cả"),
        "chua-xac-nhan": _("Chưa xác nhận"),
        "chua-mo": _("Chưa mở"),
        "da-mo": _("Đã mở"),
        "cho-xac-nhan": _("Đã mở, chờ xác nhận"),
        "da-xac-nhan": _("Đã xác nhận"),
        "qua-han": _("Quá hạn xác nhận"),
        "da-quan-triet": _("Đã có phiên quán triệt"),
        "chua-quan-triet": _("Chưa có phiên quán triệt"),
    }[key]


def form_word(form: str) -> str:
    """Say how a session was held."""
    return str(FORMS.get(form, form))


def is_commune(name: str) -> bool:
    """Say whether an agency is of a commune: "Ủy ban nhân dân xã Hạc Sơn", "UBND phường Đông Lâm"."""
    return fold(name).startswith(_COMMUNES)


def group_word(group: str, parent: str = "") -> str:
    """Name a group of agencies to choose at once."""
    if group == "communes":
        if fold(parent).startswith(_PROVINCES):
            return _("Cấp xã thuộc tỉnh")
        return _("Cấp xã thuộc %(parent)s") % {"parent": parent} if parent else _("Cấp xã")
    return {
        "above": _("Cơ quan cấp trên"),
        "central": _("Cơ quan trung ương"),
        "departments": _("Sở, ban, ngành"),
        "front": _("Cơ quan Đảng, Mặt trận và đoàn thể"),
        "units": _("Hội, doanh nghiệp, đơn vị sự nghiệp"),
        "local": _("Cơ quan khác ở địa phương"),
    }[group]


def headline(board: Board) -> str:
    """Answer the page's question: "18 trên 24 cơ quan đã xác nhận; 6 chưa"."""
    n, done = len(board.rows), board.count("da-xac-nhan")
    if not n:
        return _("Chưa gửi văn bản này đến cơ quan nào")
    if done == n:
        return ngettext("Cơ quan được gửi đã xác nhận", "Cả %(n)d cơ quan đã xác nhận", n) % {"n": n}
    return ngettext(
        "%(done)d trên %(n)d cơ quan đã xác nhận; %(left)d chưa",
        "%(done)d trên %(n)d cơ quan đã xác nhận; %(left)d chưa",
        n,
    ) % {"done": done, "n": n, "left": n - done}


def inbox_headline(inbox: Inbox) -> str:
    """Answer the page's question: "3 văn bản chờ xác nhận, 1 chưa mở"."""
    waiting = inbox.unopened + inbox.opened
    if not waiting and not inbox.confirmed:
        return _("Chưa có văn bản nào được gửi đến")
    if not waiting:
        return _("Mọi văn bản được gửi đến đều đã xác nhận")
    head = ngettext("%(n)d văn bản chờ xác nhận", "%(n)d văn bản chờ xác nhận", waiting) % {"n": waiting}
    if not inbox.unopened:
        return head
    return head + ngettext(", %(n)d chưa mở", ", %(n)d chưa mở", inbox.unopened) % {"n": inbox.unopened}


def letter(board: Board, on: date) -> str:
    """Draft the letter (công văn đôn đốc) that names who has not confirmed; "" when everybody has.

    It is an official paper, hence in Vietnamese whatever the language of the page. What only a person knows is left
    open with dots.
    """
    waiting = [row for row in board.rows if not row.dispatch.confirmed_at]
    if not waiting:
        return ""
    document = board.document
    keeper = document.agency.name if document.agency else "…………"
    what = document.heading
    if document.dated:
        what += f" ngày {document.dated:%d/%m/%Y}"
    if document.issuer:
        what += f" của {document.issuer}"
    about = f" ({' '.join(document.title.split())})" if document.title else ""
    first = timezone.localtime(min(row.dispatch.sent_at for row in board.rows)).date()
    total = len(board.rows)
    unopened = sum(row.dispatch.opened_at is None for row in waiting)
    lines = [
        keeper.upper(),
        "Số: ……/……",
        f"V/v đôn đốc xác nhận và tổ chức quán triệt {document.heading}",
        "",
        f"…………, {_on_paper(on)}",
        "",
        "Kính gửi:",
        *(f"- {row.agency.name};" for row in waiting[:-1]),
        f"- {waiting[-1].agency.name}.",
        "",
        f"Từ ngày {first:%d/%m/%Y}, {keeper} đã gửi {what}{about} đến {total} cơ quan, đơn vị để tổ chức quán triệt, "
        f"tuyên truyền và thực hiện. Đến ngày {on:%d/%m/%Y}, {total - len(waiting)} cơ quan, đơn vị đã xác nhận; "
        f"{len(waiting)} cơ quan, đơn vị chưa xác nhận"
        + (f", trong đó {unopened} cơ quan, đơn vị chưa mở văn bản" if unopened else "")
        + ", cụ thể:",
        *(f"{number}. {_waiting(row.dispatch, row.agency.name)}" for number, row in enumerate(waiting, 1)),
        "",
        f"{keeper} đề nghị các cơ quan, đơn vị nêu trên mở văn bản, xác nhận đã nhận, tổ chức quán triệt đến cán bộ, "
        "công chức, viên chức, người lao động thuộc phạm vi quản lý, và ghi kết quả (ngày, hình thức, số người dự, "
        "tài liệu) trên hệ thống trước ngày …/…/……",
        "",
        "Trân trọng./.",
        "",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
    ]
    return "\n".join(lines) + "\n"


def _on_paper(day: date) -> str:
    """Write a day as on an official paper: "ngày 05 tháng 02 năm 2026", "ngày 25 tháng 4 năm 2026"."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _waiting(dispatch: Any, name: str) -> str:
    """Say of one agency what it lacks: "Sở Tài chính: chưa mở văn bản; hạn xác nhận 10/11/2026; đã nhắc 2 lần"."""
    parts = ["đã mở, chưa xác nhận" if dispatch.opened_at else "chưa mở văn bản"]
    if dispatch.confirm_by:
        parts.append(f"hạn xác nhận {dispatch.confirm_by:%d/%m/%Y}")
    if dispatch.reminders:
        parts.append(f"đã nhắc {dispatch.reminders} lần")
    return f"{name}: {'; '.join(parts)}"
