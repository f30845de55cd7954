"""What the library says: labels, sentences, deadlines in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from hoinhap.apps.library import deciding_words, sending_words
from hoinhap.core.reader.due_words import bound_of
from hoinhap.core.reader.due_words import due_words as reader_due_words
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.shown import address, bullets
from hoinhap.core.responsibility import Cell

REFUSALS = {
    "secret-mark": gettext_lazy(
        "Tệp “{name}” có dấu chỉ độ mật “{mark}” nên không được đưa vào hệ thống. Xử lý văn bản này theo quy định "
        "về bảo vệ bí mật nhà nước; tệp chưa được lưu."
    ),
    "secret-mark-kept": gettext_lazy(
        "Bộ đọc mới thấy dấu chỉ độ mật “{mark}” trong văn bản “{name}” đã lưu trong thư viện. Văn bản chưa được đọc "
        "lại; xử lý theo quy định về bảo vệ bí mật nhà nước."
    ),
    "same-bytes": gettext_lazy(
        "Tệp “{name}” đã có trong thư viện: {known}. Mở văn bản đó để xem; không lưu thêm bản nữa."
    ),
    "same-bytes-waiting": gettext_lazy("Tệp “{name}” đã được gửi và đang chờ đọc. Không cần gửi lại."),
    "read-failed": gettext_lazy(
        "Tệp “{name}” chưa đọc được dù đã thử ba lần; tệp chưa được lưu. Báo người quản trị, hoặc gửi tệp Word gốc."
    ),
    "too-large": gettext_lazy(
        "Tệp “{name}” nặng {size} MB, quá giới hạn {limit} MB. "
        "Chia nhỏ hoặc nén hình trong tệp rồi tải lại; tệp chưa được lưu."
    ),
    "empty": gettext_lazy("Tệp “{name}” không có nội dung (0 byte). Kiểm tra lại tệp rồi tải lại; tệp chưa được lưu."),
    "decided-meanwhile": gettext_lazy(
        "{who} đã {did} mục này lúc {when}, trước khi bạn bấm. Xem lại mục rồi quyết định; chưa có gì bị thay đổi."
    ),
    "item-gone": gettext_lazy(
        "Mục này đã được tách hoặc gộp vào mục khác nên không còn ở đây. Tải lại trang để xem các mục hiện có."
    ),
    "nothing-to-do": gettext_lazy("Không có gì thay đổi: mục đã ở đúng trạng thái này. Tải lại trang để xem."),
    "reason-missing": gettext_lazy("Chưa nêu lý do bỏ qua. Chọn hoặc viết lý do, để người sau hiểu vì sao."),
    "text-missing": gettext_lazy("Nhiệm vụ chưa có nội dung. Viết nội dung nhiệm vụ rồi lưu lại."),
    "split-one": gettext_lazy("Cần ít nhất hai phần để tách. Viết mỗi nhiệm vụ trên một dòng."),
    "merge-one": gettext_lazy("Cần chọn ít nhất hai mục để gộp."),
    "words-not-there": gettext_lazy(
        "Không tìm thấy đoạn được chọn trong điều khoản này. Chọn lại một đoạn nằm trong cùng một điều khoản."
    ),
    "tangled": gettext_lazy(
        "Làm như vậy thì một điều khoản vừa có giao việc vừa không giao việc. Sửa mục ở điều khoản đó trước."
    ),
    "changed-since": gettext_lazy(
        "Không hoàn tác được: mục đã được sửa tiếp sau lần đó. Mở lịch sử của văn bản để xem các thay đổi."
    ),
    "undecided-left": gettext_lazy(
        "Còn {n} điều khoản chưa quyết định nên chưa thể coi văn bản là xong. Quyết định nốt rồi làm lại."
    ),
    **sending_words.REFUSALS,
    **deciding_words.REFUSALS,
    "no-file": gettext_lazy("Chưa có tệp nào được chọn. Chọn ít nhất một văn bản rồi tải lên."),
}


# How the list asks for documents whose kind is not known.
OTHER = "-"


def grade_word(grade: str) -> str:
    """Say how sure the reader is."""
    return {"sure": _("Chắc chắn"), "likely": _("Có thể"), "guess": _("Đoán")}.get(grade, _("Có thể"))


def did_word(state: str) -> str:
    """Say what somebody did to an item, for "Lê Minh Hạnh đã chấp nhận mục này"."""
    return {
        "accepted": pgettext("người đã làm", "chấp nhận"),
        "dismissed": pgettext("người đã làm", "bỏ qua"),
        "replaced": pgettext("người đã làm", "tách hoặc gộp"),
        "open": pgettext("người đã làm", "mở lại"),
    }[state]


def answer_word(answer: str) -> str:
    """Say in a word or two what a provision is."""
    return {
        "duty": pgettext("một điều khoản", "Giao việc"),
        "target": pgettext("một điều khoản", "Chỉ tiêu"),
        "aim": _("Mục tiêu"),
        "heading": _("Đề mục"),
        "definition": _("Giải thích từ ngữ"),
        "organisation": _("Về chính văn bản"),
        "regulation": _("Quy định"),
        "field": _("Mô tả nhiệm vụ khác"),
        "nothing": _("Không giao việc"),
    }.get(answer, answer)


def counted(answer: str, count: int) -> str:
    """Count provisions by what they are: "38 có giao việc"."""
    words = {
        "duty": ngettext("%(count)d có giao việc", "%(count)d có giao việc", count),
        "target": ngettext("%(count)d chỉ tiêu", "%(count)d chỉ tiêu", count),
        "aim": ngettext("%(count)d mục tiêu", "%(count)d mục tiêu", count),
        "heading": ngettext("%(count)d đề mục", "%(count)d đề mục", count),
        "definition": ngettext("%(count)d giải thích từ ngữ", "%(count)d giải thích từ ngữ", count),
        "organisation": ngettext("%(count)d về chính văn bản", "%(count)d về chính văn bản", count),
        "regulation": ngettext("%(count)d quy định", "%(count)d quy định", count),
        "field": ngettext("%(count)d mô tả nhiệm vụ khác", "%(count)d mô tả nhiệm vụ khác", count),
        "nothing": ngettext("%(count)d không giao việc", "%(count)d không giao việc", count),
    }
    return words.get(answer, "%(count)d " + answer) % {"count": count}


ORDER = ("duty", "target", "aim", "heading", "definition", "organisation", "regulation", "field", "nothing")


def coverage(answers: Iterable[str]) -> list[tuple[str, int, str]]:
    """Count every answer in a fixed order: [("duty", 38, "38 có giao việc"), …]."""
    counts = Counter(answers)
    known = [answer for answer in ORDER if counts[answer]]
    return [
        (answer, counts[answer], counted(answer, counts[answer]))
        for answer in [*known, *sorted(set(counts) - set(ORDER))]
    ]


def day(iso: str) -> str:
    """Write a date, month, quarter or year as a person does: "2025-Q3" is "quý III/2025"."""
    parts = iso.split("-")
    if len(parts) == 3:
        return f"{parts[2]}/{parts[1]}/{parts[0]}"
    if len(parts) == 2 and parts[1].startswith("Q"):
        quarter = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}.get(parts[1], parts[1])
        return _("quý %(quarter)s/%(year)s") % {"quarter": quarter, "year": parts[0]}
    if len(parts) == 2:
        return _("tháng %(month)s/%(year)s") % {"month": parts[1], "year": parts[0]}
    return _("năm %(year)s") % {"year": iso}


def due_words(due: dict[str, Any] | None, text: str = "") -> str:
    """Say a deadline in the language of the page; `text` are the words of the law, whose "trước" is kept."""
    return reader_due_words(due, get_language() or "vi", text)


def due_short(due: dict[str, Any] | None, text: str = "") -> str:
    """Say a deadline as a list does: {"on": "2025-12-31"} is "31/12/2025", "trước 31/12/2025" by the law."""
    if due and ("on" in due or "by" in due):
        time = day(str(due.get("on") or due.get("by")))
        return _("trước %(time)s") % {"time": time} if bound_of(text) == "before" else time
    return due_words(due, text)


def whole_place(path: str) -> str:
    """Say where a provision is for a table that shows nothing else: "III.2.1, gạch đầu dòng thứ 1"."""
    steps = [_("gạch đầu dòng thứ %(number)s") % {"number": number} for number in bullets(path)]
    return ", ".join(part for part in (address(path), *steps) if part)


def place_words(path: str) -> str:
    """Say a path in words: "II/3/-2" is "II, 3, gạch đầu dòng thứ 2", "p3" is "đoạn thứ 3"."""
    steps = []
    for step in path.split("/"):
        number = step[1:]
        if step[:1] in "-+*•–" and number.isdecimal():
            steps.append(_("gạch đầu dòng thứ %(number)s") % {"number": number})
        elif step[:1] == "p" and number.isdecimal():
            steps.append(_("đoạn thứ %(number)s") % {"number": number})
        else:
            steps.append(step)
    return ", ".join(steps)


def tabs(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Name the parts of the panel with what they hold."""
    return [
        ("giao-viec", _("Quyết định"), counts["items"]),
        ("chi-tieu", _("Chỉ tiêu"), counts["targets"]),
        ("vien-dan", _("Viện dẫn"), counts["citations"]),
        ("dieu-khoan", _("Điều khoản"), counts["provisions"]),
        ("ghi-chu", _("Ghi chú"), counts["notes"]),
        ("lich-su", _("Lịch sử"), 0),
    ]


def progress_words() -> list[tuple[str, str]]:
    """Name the states by which documents are listed."""
    return [("con", _("Còn mục chưa quyết định")), ("du", _("Đã quyết định đủ")), ("xong", _("Đã hoàn tất"))]


def decision_word(answer: str) -> str:
    """Say what a person answered for a provision."""
    return {
        "open": _("Chưa quyết định"),
        "duty": pgettext("một điều khoản", "Giao việc"),
        "none": _("Không giao việc"),
        "heading": _("Đề mục"),
    }[answer]


def field_word(field: str) -> str:
    """Name a field of a duty."""
    return {
        "text": _("Nội dung"),
        "leads": _("Chủ trì"),
        "partners": _("Phối hợp"),
        "reports_to": _("Gửi đến"),
        "due": _("Thời hạn"),
        "product": _("Sản phẩm"),
        "money": _("Kinh phí"),
    }[field]


def state_word(state: str, kind: str) -> str:
    """Say what has become of an item."""
    if state == "accepted":
        return _("Đã chấp nhận") if kind == "duty" else _("Không giao việc")
    return {"open": _("Chưa quyết định"), "dismissed": _("Bỏ qua")}.get(state, "")


def done_sentence(event_act: str, count: int, *, bulk: bool = False) -> str:
    """Say in one line what an act did: "Đã chấp nhận 31 mục"."""
    said = {
        "duty.accepted": ngettext("Đã chấp nhận %(n)d mục.", "Đã chấp nhận %(n)d mục.", count),
        "duty.dismissed": ngettext("Đã bỏ qua %(n)d mục.", "Đã bỏ qua %(n)d mục.", count),
        "duty.reopened": ngettext("Đã mở lại %(n)d mục.", "Đã mở lại %(n)d mục.", count),
        "duty.edited": _("Đã sửa và chấp nhận mục này."),
        "duty.split": ngettext("Đã tách thành %(n)d mục.", "Đã tách thành %(n)d mục.", count),
        "duty.merged": _("Đã gộp thành một mục."),
        "duty.added": _("Đã thêm một giao việc."),
        "duty.reading-taken": _("Đã lấy theo cách đọc mới."),
        "duty.undone": _("Đã hoàn tác."),
    }
    return str(said.get(event_act, "")) % {"n": count}


def cell_words(agency: str, section: str, cell: Cell) -> str:
    """Say a cell of the matrix aloud: "Sở Tài chính, IV. KINH PHÍ: chủ trì 1, phối hợp 0, chưa quyết định 1"."""
    return _("%(where)s: chủ trì %(lead)d, phối hợp %(partner)d, chưa quyết định %(open)d") % {
        "where": ", ".join(part for part in (agency or _("Chưa nêu cơ quan chủ trì"), section) if part),
        "lead": cell.lead,
        "partner": cell.partner,
        "open": cell.undecided,
    }


def turn_sentence(turn: str) -> str:
    """Say that an act was taken back or brought back."""
    return {"undone": _("Đã hoàn tác."), "redone": _("Đã làm lại.")}.get(turn, "")


def reopened_sentence() -> str:
    """Say that a document which was done is open again."""
    return _("Văn bản được mở lại vì còn mục chưa quyết định.")


def reasons() -> list[str]:
    """Give the reasons for which a finding is dismissed most often; a person may write another."""
    return [
        _("Không giao việc cho ai"),
        _("Chỉ nêu mục đích, quan điểm"),
        _("Trùng với mục khác"),
        _("Không thuộc trách nhiệm của tỉnh"),
        _("Máy nhận nhầm"),
    ]


def relation_word(relation: str) -> str:
    """Say what this document does to one it cites."""
    return {
        "amends": _("Sửa đổi, bổ sung"),
        "replaces": _("Thay thế"),
        "implements": _("Triển khai thực hiện"),
        "basis": _("Căn cứ"),
    }.get(relation, _("Có nhắc đến"))


def kind_word(kind: str) -> str:
    """Call a kind of document in the language of the page: "Kế hoạch" is "Plan"; one without a kind is "Khác"."""
    if kind == OTHER:
        return _("Khác")
    return str(cues("labels")["kinds"].get(kind, kind)) if get_language() == "en" else kind


def comparator_word(comparator: str) -> str:
    """Say how a target compares."""
    return {
        ">=": _("ít nhất"),
        "<=": _("nhiều nhất"),
        ">": _("trên"),
        "<": _("dưới"),
        "~": _("khoảng"),
    }.get(comparator, "")


def number(value: float) -> str:
    """Write a number as the language of the page does: 1.234,5 in Vietnamese, 1,234.5 in English."""
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text if get_language() == "en" else text.translate(str.maketrans({",": ".", ".": ","}))
