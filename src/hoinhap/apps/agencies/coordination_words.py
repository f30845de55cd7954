"""What the rules of coordination say: pillars, steps, deadlines, and how sure a legal basis is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoinhap.apps.agencies.models import ConsultationRule

if TYPE_CHECKING:
    from hoinhap.apps.journal.models import Event

KIND = gettext_lazy("loại hoạt động đối ngoại")
ACTS = {
    "coordination.added": gettext_lazy("Thêm bước phối hợp"),
    "coordination.changed": gettext_lazy("Sửa bước phối hợp"),
    "coordination.ended": gettext_lazy("Thôi áp dụng bước phối hợp"),
    "coordination.undone": gettext_lazy("Hoàn tác"),
}
PILLARS = {
    "party": gettext_lazy("Đối ngoại đảng"),
    "state": gettext_lazy("Ngoại giao nhà nước"),
    "people": gettext_lazy("Đối ngoại nhân dân"),
}
STEPS = {
    "propose": gettext_lazy("Chuẩn bị"),
    "consult": gettext_lazy("Lấy ý kiến"),
    "decide": gettext_lazy("Quyết định"),
    "inform": gettext_lazy("Thông báo"),
    "report": gettext_lazy("Báo cáo"),
}
ANCHORS = {
    "before_start": gettext_lazy("trước ngày bắt đầu"),
    "after_request": gettext_lazy("từ ngày nhận văn bản, thông tin"),
    "after_done": gettext_lazy("sau khi kết thúc hoặc ký"),
}
COUNTED = {"calendar": gettext_lazy("ngày"), "working": gettext_lazy("ngày làm việc")}
GRADES = {
    "law": gettext_lazy("theo văn bản pháp luật, đã đối chiếu"),
    "secondary": gettext_lazy("theo nguồn thứ cấp, cần kiểm tra"),
    "own": gettext_lazy("theo quy định của tỉnh"),
    "check": gettext_lazy("mặc định của hệ thống, cần kiểm tra"),
}


def due_words(rule: ConsultationRule) -> str:
    """Say by when: "trước ngày bắt đầu ít nhất 30 ngày"; "" without days."""
    if rule.days is None:
        return ""
    if rule.counted == "working":
        span = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", rule.days) % {"n": rule.days}
    else:
        span = ngettext("%(n)s ngày", "%(n)s ngày", rule.days) % {"n": rule.days}
    if rule.anchor == "before_start":
        return _("trước ngày bắt đầu ít nhất %(span)s") % {"span": span}
    if rule.anchor == "after_done":
        return _("trong %(span)s sau khi kết thúc hoặc ký") % {"span": span}
    return _("trong %(span)s từ ngày nhận văn bản, thông tin") % {"span": span}


def url(event: Event) -> str:
    """Give the page of the rules of all kinds."""
    return reverse("agencies:coordination")


def event(event: Event) -> str:
    """Say what was done to the rules of a kind, without its subject."""
    return f"{ACTS.get(event.act, event.act)}: {event.facts.get('what', '')}"
