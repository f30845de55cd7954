"""What a merge day says: its deeds, its problems, what is told of it in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from hoinhap.apps.journal.models import Event

REORGANISATION = gettext_lazy("đợt sắp xếp")
ACTS = {
    "reorganisation.drafted": gettext_lazy("Lập bản sắp xếp"),
    "reorganisation.edited": gettext_lazy("Sửa bản sắp xếp"),
    "reorganisation.dropped": gettext_lazy("Bỏ bản sắp xếp"),
    "reorganisation.applied": gettext_lazy("Áp dụng sắp xếp"),
    "reorganisation.undone": gettext_lazy("Hoàn tác sắp xếp"),
}
REFUSALS = {
    "draft-untitled": gettext_lazy("Chưa ghi tên đợt sắp xếp. Ghi tên rồi lưu lại."),
    "draft-changed": gettext_lazy(
        "“{title}” vừa được sửa ở nơi khác. Tải lại trang để xem thay đổi; phần bạn đang viết vẫn được giữ."
    ),
    "draft-applied": gettext_lazy("“{title}” đã được áp dụng. Hoàn tác trước khi sửa."),
    "draft-not-applied": gettext_lazy("“{title}” chưa được áp dụng nên không có gì để hoàn tác."),
    "draft-has-history": gettext_lazy("“{title}” đã từng được áp dụng nên được giữ lại, không bỏ đi."),
}


def event(event: Event) -> str:
    """Say what was done to a merge day, without its subject."""
    return f"{ACTS.get(event.act, event.act)}: {event.facts.get('title', '')}"


def address(event: Event) -> str:
    """Give the page of a merge day."""
    return "" if event.act == "reorganisation.dropped" else reverse("agencies:merger", args=[event.root_id])


def deed_word(do: str) -> str:
    """Name what happens to an agency."""
    return {
        "merge": _("Nhập vào cơ quan khác"),
        "split": _("Chia tách"),
        "stand": _("Đổi tên, cấp trên"),
        "found": _("Thành lập"),
        "transfer": _("Chuyển chức năng"),
        "end": _("Kết thúc"),
    }.get(do, do)
