"""What classes of agencies say: their rules in words, their acts and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoinhap.apps.agencies.kind_words import LEVELS, kind_word, level_word, sector_word
from hoinhap.core.agencies.classing import ClassRule

if TYPE_CHECKING:
    from hoinhap.apps.journal.models import Event

CLASS = gettext_lazy("nhóm cơ quan")
CLASS_ACTS = {
    "class.added": gettext_lazy("Thêm nhóm cơ quan"),
    "class.renamed": gettext_lazy("Sửa tên nhóm cơ quan"),
    "class.rule-added": gettext_lazy("Thêm tiêu chí của nhóm"),
    "class.rule-dropped": gettext_lazy("Bỏ tiêu chí của nhóm"),
    "class.member-added": gettext_lazy("Đưa vào nhóm"),
    "class.member-out": gettext_lazy("Đưa ra khỏi nhóm"),
    "class.member-dropped": gettext_lazy("Bỏ quyết định về thành viên nhóm"),
}
REFUSALS = {
    "class-name-empty": gettext_lazy("Chưa ghi tên nhóm. Ghi tên rồi làm lại."),
    "class-name-taken": gettext_lazy("Đã có nhóm “{name}”. Chọn tên khác hoặc sửa nhóm đó."),
    "rule-empty": gettext_lazy("Tiêu chí chưa nêu loại hoặc khối cơ quan nào. Chọn ít nhất một loại hoặc một khối."),
    "rule-not-read": gettext_lazy("Chưa hiểu “{words}” là nhóm cơ quan nào. Viết lại hoặc chọn loại, cấp bên dưới."),
    "rule-there": gettext_lazy("Nhóm đã có tiêu chí này cho thời gian đó."),
    "class-days": gettext_lazy("Ngày kết thúc phải sau ngày bắt đầu. Chọn lại ngày."),
    "class-fact-gone": gettext_lazy("Dòng này đã được người khác bỏ hoặc sửa. Tải lại trang để xem."),
}
UNITS = ("xã", "phường", "đặc khu", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh")
LEVEL_CHOICES = {
    **LEVELS,
    "own": gettext_lazy("Cùng cấp với nơi ban hành"),
    "local": gettext_lazy("Cấp ngay dưới tỉnh (huyện đến hết 30/06/2025, sau đó là xã)"),
}


def rule_sentences(rule: ClassRule) -> list[str]:
    """Say whom a rule takes in, a sentence for each part of it."""
    said = [_part(part) for part in (rule.parts or (rule,))]
    if rule.qualifiers:
        words = ", ".join(rule.qualifiers)
        said.append(_("Văn bản còn nói “{words}”: người xử lý chọn trong số này.").format(words=words))
    return [one for one in said if one]


def _part(part: ClassRule) -> str:
    if part.keys:
        n = len(part.keys)
        return ngettext("{n} cơ quan nêu đích danh", "{n} cơ quan nêu đích danh", n).format(n=n)
    if part.of:
        return _("thành viên của {body}: ghi từng cơ quan vào danh sách bên dưới").format(body=part.of)
    said = [", ".join(map(kind_word, part.kinds)) or _("Mọi loại cơ quan")]
    if part.units:
        said.append(", ".join(part.units))
    if part.sectors:
        said.append(_("khối {names}").format(names=", ".join(map(sector_word, part.sectors))))
    if part.levels:
        said.append(", ".join(str(LEVEL_CHOICES.get(one, level_word(one))) for one in part.levels))
    if part.under:
        said.append(_("trực thuộc {kind}").format(kind=kind_word(part.under)))
    said.append(_("trong tỉnh của văn bản") if part.scope == "province" else _("trong cả nước"))
    return " · ".join(said)


def class_event(event: Event) -> str:
    """Say what was done to a class, without its subject."""
    facts = event.facts
    said = facts.get("agency_name") or facts.get("rule") or facts.get("name", "")
    return f"{CLASS_ACTS.get(event.act, event.act)}: {said}"


def class_url(event: Event) -> str:
    """Give the page of the class that an event is about."""
    return reverse("agencies:class", args=[event.facts["code"]]) if event.facts.get("code") else ""
