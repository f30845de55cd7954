"""What a name means, in words: the meaning with its reason, and what to know of an old name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from hoinhap.apps.agencies.naming import Names
    from hoinhap.apps.journal.models import Event
    from hoinhap.core.agencies.resolve import Hint, Resolution

NAME = gettext_lazy("tên cơ quan")
ACTS = {
    "name.answered": gettext_lazy("Ghi nghĩa của tên cơ quan"),
    "name.corrected": gettext_lazy("Sửa nghĩa của tên cơ quan"),
    "name.forgotten": gettext_lazy("Bỏ nghĩa của tên cơ quan"),
    "name.undone": gettext_lazy("Hoàn tác nghĩa của tên cơ quan"),
}
REFUSALS = {
    "name-empty-asked": gettext_lazy("Chưa chọn tên cần ghi nghĩa. Tải lại trang rồi chọn tên."),
    "name-means-nothing": gettext_lazy(
        "Chưa chọn nghĩa của tên “{text}”. Chọn cơ quan, nhóm, hoặc không phải cơ quan."
    ),
    "name-agency-unknown": gettext_lazy(
        "Không tìm thấy cơ quan nào tên “{asked}”. Chọn trong danh sách gợi ý, hoặc thêm cơ quan đó trước."
    ),
    "name-agency-several": gettext_lazy("Có {n} cơ quan tên “{asked}”. Chọn một cơ quan trong danh sách bên dưới."),
    "name-same-answer": gettext_lazy("Nghĩa của tên “{text}” vẫn như cũ. Không có gì để ghi."),
    "name-answer-gone": gettext_lazy("Nghĩa này đã được người khác sửa hoặc bỏ. Tải lại trang để xem nghĩa hiện nay."),
}


def event_sentence(event: Event) -> str:
    """Say what somebody said of a name, without its subject: "Ghi nghĩa của tên cơ quan: Sở KH&ĐT → …"."""
    facts = event.facts
    said = f"{ACTS.get(event.act, event.act)}: {facts.get('text', '')}"
    if "means" not in facts:
        return said
    nobody = _("không phải cơ quan")
    return f"{said} → {facts['means'] or nobody}"


def meaning(found: Resolution, names: Names, on: date | None = None) -> str:
    """Say what a name means and why: "Sở Kế hoạch và Đầu tư: đúng tên vào ngày văn bản"."""
    why = reason(found, names)
    return f"{called(found, names, on)}: {why}" if why else called(found, names, on)


def called(found: Resolution, names: Names, on: date | None = None) -> str:
    """Say what a name means, without the reason."""
    if found.verdict == "agency":
        return names.name_of(found.key, on)
    if found.verdict == "class":
        one = names.classes.get(found.key)
        return one.name if one else _("Nhóm cơ quan")
    return _("Không phải cơ quan") if found.verdict == "nobody" else _("Chưa rõ")


def reason(found: Resolution, names: Names) -> str:
    """Say why a name means what it means, or why a person has to say it."""
    first = found.candidates[0] if found.candidates else None
    code = first.reason.code if first else ""
    facts = dict(first.reason.facts) if first else {}
    if found.verdict == "nobody":
        return _("đã có người trả lời") if code == "decided" else _("không chỉ cơ quan nào")
    if found.verdict == "ask" and first is None:
        return _("chưa có cơ quan nào mang tên này")
    if code == "which_province":
        return _("nhiều tỉnh có cơ quan cùng tên, văn bản chưa cho biết tỉnh nào")
    if code == "which_one":
        of = facts.get("of", str(len(found.candidates)))
        return _("%(n)s cơ quan mang tên này") % {"n": of}
    if code == "bare_name":
        return _("chỉ có tên địa phương, chưa rõ là cơ quan nào")
    if code == "any_level":
        return _("cấp nào cũng có cơ quan tên này")
    said = {
        "decided": _("đã có người trả lời"),
        "name": _("đúng tên vào ngày văn bản"),
        "old_name": _("tên cũ, đã đổi trước ngày văn bản"),
        "later_name": _("tên có sau ngày văn bản"),
        "office": _("người đứng đầu cơ quan được nêu"),
        "organ": _("cơ quan giúp việc được nêu"),
        "province": _("văn bản nêu tên tỉnh"),
        "province_meant": _("văn bản của tỉnh nên hiểu là của tỉnh"),
        "class_name": _("nhóm đã lập"),
        "rule": _("hiểu theo từng chữ của tên nhóm"),
    }
    return said.get(code, "")


def hint(found: Resolution, names: Names) -> str:
    """Say what to know of an old name: "tên cũ, từ 01/03/2025 là Sở Tài chính"; "" where there is nothing."""
    return hint_words(found.hint, names) if found.hint is not None else ""


def hint_words(one: Hint, names: Names) -> str:
    """Say one hint."""
    day = f"{one.on:%d/%m/%Y}" if one.on else ""
    if one.code == "ended":
        heirs = [names.name_of(heir.key) for heir in one.heirs if one.on is None or heir.on == one.on]
        heirs = list(dict.fromkeys(name for name in heirs if name))
        if len(heirs) == 1:
            return _("tên cũ, từ %(day)s là %(name)s") % {"day": day, "name": heirs[0]}
        if heirs:
            return _("đã kết thúc ngày %(day)s, việc chuyển cho %(names)s") % {"day": day, "names": ", ".join(heirs)}
        return _("đã kết thúc ngày %(day)s, chưa rõ cơ quan nhận việc") % {"day": day}
    if one.code == "renamed":
        return _("tên cũ, từ %(day)s là %(name)s") % {"day": day, "name": one.name}
    if one.code == "not_yet":
        return _("đến %(day)s mới thành lập") % {"day": day}
    if one.code == "renamed_later":
        return _("tên này có từ %(day)s, trước đó là %(name)s") % {"day": day, "name": one.name}
    return ""


def url_of(found: Resolution, names: Names) -> str:
    """Give the page of the agency or class that a name means; "" for none."""
    if not found.key:
        return ""
    if found.verdict == "agency":
        return address("agencies:agency", names.codes.get(found.key, ""))
    one = names.classes.get(found.key)
    return address("agencies:class", one.code) if one else ""


def address(name: str, code: str) -> str:
    """Give the address of a page by its code; "" while there is no such page."""
    try:
        return reverse(name, args=[code]) if code else ""
    except NoReverseMatch:
        return ""
