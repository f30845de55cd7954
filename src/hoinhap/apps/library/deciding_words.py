"""What is said where an act on items, a deadline or a file's source is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

REFUSALS = {
    "text-too-long": gettext_lazy(
        "Nội dung dài {n} ký tự, quá giới hạn {limit} ký tự. Rút gọn rồi lưu lại; chưa có gì bị thay đổi."
    ),
    "field-too-long": gettext_lazy(
        "Thời hạn, sản phẩm hoặc kinh phí dài quá {limit} ký tự. Rút gọn rồi làm lại; chưa có gì bị thay đổi."
    ),
    "names-too-long": gettext_lazy(
        "Mỗi ô cơ quan nhận nhiều nhất {most} tên, mỗi tên nhiều nhất {limit} ký tự. Sửa lại; chưa có gì bị thay đổi."
    ),
    "merge-too-long": gettext_lazy(
        "Gộp lại thì nội dung dài quá {limit} ký tự. Chọn ít mục hơn rồi gộp; chưa có gì bị thay đổi."
    ),
    "split-too-many": gettext_lazy(
        "Đang tách thành {n} phần; một lần tách được nhiều nhất {limit} phần. Tách ít hơn, rồi tách tiếp từng phần."
    ),
    "no-such-day": gettext_lazy("Ngày {day} không có trong lịch. Sửa lại thời hạn."),
    "not-allowed": gettext_lazy("Bạn chưa được giao quyền thực hiện việc này với “{name}”. Hỏi người quản trị."),
}
