"""The pages that belong to no slice: health, and what a page says when it cannot be shown."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoinhap import __version__


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say that the server answers and its database too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    response = JsonResponse({"status": "ok", "version": __version__})
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("site/mark.svg"))


def refusal(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """Show what happened and what to do, in one sentence."""
    return render(request, "site/refusal.html", {"title": title, "sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(
        request,
        400,
        _("Yêu cầu không hợp lệ"),
        _("Trình duyệt gửi một yêu cầu mà máy chủ không hiểu. Quay lại trang trước rồi thử lại."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(
        request,
        403,
        _("Chưa được phép"),
        _(
            "Bạn xem được mục này nhưng chưa được giao quyền thực hiện việc vừa chọn. "
            "Liên hệ người quản trị của cơ quan."
        ),
    )


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(
        request,
        404,
        _("Không tìm thấy trang này"),
        _("Địa chỉ không có hoặc bạn không được xem. Kiểm tra lại đường dẫn, hoặc về danh sách văn bản."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    return refusal(
        request,
        500,
        _("Máy chủ gặp lỗi"),
        _(
            "Việc vừa rồi chưa được thực hiện và chưa có gì bị thay đổi. "
            "Thử lại; nếu vẫn lỗi, báo người quản trị giờ xảy ra lỗi."
        ),
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusal(
        request,
        403,
        _("Trang đã mở quá lâu"),
        _("Trang này đã hết hạn nên việc vừa gửi chưa được nhận. Tải lại trang rồi làm lại."),
    )
