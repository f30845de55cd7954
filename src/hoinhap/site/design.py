"""The page that shows every part of the interface in every state, so that a new page is made of parts that exist."""

from __future__ import annotations

from datetime import date
from math import sin
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hoinhap.core.agencies.dots import Dot, Map, draw_province
from hoinhap.core.agencies.lineage import Drawing, Life, Passing, draw

STATES = ("done", "underway", "soon", "late", "blocked", "untaken")
GRADES = ("sure", "likely", "guess")

# Lam Giang does not exist; its figures are invented.
_BARS = (
    ("Nhận thức, quán triệt", (113, 2, 1, 2, 0)),
    ("Mở rộng, làm sâu sắc quan hệ", (165, 25, 8, 4, 2)),
    ("Hội nhập kinh tế quốc tế", (245, 55, 13, 14, 4)),
    ("Xúc tiến đầu tư, thương mại", (189, 47, 13, 32, 6)),
    ("Thông tin, quảng bá", (119, 13, 4, 3, 2)),
)
_ROWS = (
    ("Sở Tài chính", "Bố trí nguồn lực cho công tác đối ngoại kinh tế", "31/12/2026", 77, 72, "underway"),
    ("Sở Công Thương", "Thông báo cho doanh nghiệp gỗ dán về cảnh báo phòng vệ", "26/11/2026", 63, 79, "soon"),
    ("Ban Quản lý Khu kinh tế Hạc Sơn", "Danh mục kêu gọi đầu tư năm 2026", "01/09/2026", 42, 61, "late"),
    ("Sở Khoa học và Công nghệ", "Đề án sàn giao dịch công nghệ – thiết bị", "30/09/2026", 58, 84, "blocked"),
    ("UBND xã Hạc Sơn", "Kế hoạch triển khai cấp xã", "15/12/2026", 18, 55, "untaken"),
    ("Sở Ngoại vụ", "Tổng hợp báo cáo kết quả hội nhập quốc tế", "14/11/2026", 51, 96, "done"),
)
_SECTIONS = ("I", "II", "III", "IV", "V", "VI")
_CELLS = {
    ("Sở Khoa học và Công nghệ", "III"): ("underway", 0),
    ("Sở Khoa học và Công nghệ", "V"): ("underway", 0),
    ("Sở Công Thương", "IV"): ("soon", 2),
    ("Ban Quản lý Khu kinh tế Hạc Sơn", "II"): ("late", 2),
    ("Ban Quản lý Khu kinh tế Hạc Sơn", "III"): ("late", 3),
    ("Sở Tài chính", "VI"): ("blocked", 1),
    ("UBND xã Hạc Sơn", "I"): ("untaken", 0),
    ("UBND xã Hạc Sơn", "II"): ("untaken", 0),
    ("UBND xã Hạc Sơn", "III"): ("untaken", 0),
}


_MERGED = date(2025, 3, 1)
_LIVES = (
    ("plan", "Sở Kế hoạch và Đầu tư", _MERGED),
    ("finance", "Sở Tài chính", None),
    ("news", "Sở Thông tin và Truyền thông", _MERGED),
    ("culture", "Sở Văn hóa, Thể thao và Du lịch", None),
    ("science", "Sở Khoa học và Công nghệ", None),
)
_PASSINGS = (
    ("plan", "finance", "", "merged"),
    ("news", "culture", "báo chí", "split"),
    ("news", "science", "", "merged"),
)


class Sample(forms.Form):
    """A form with every kind of field; it is filled in wrongly, to show where a refusal stands."""

    name = forms.CharField(
        label=gettext_lazy("Tên nhiệm vụ"),
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text=gettext_lazy("Như ghi trong văn bản giao việc."),
    )
    due = forms.DateField(
        label=gettext_lazy("Hạn mới"),
        widget=forms.DateInput(
            attrs={"class": "form-control short", "inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        error_messages={
            "invalid": gettext_lazy(
                "Ngày gia hạn phải sau 15/11/2026 (hạn hiện tại). Chọn ngày khác hoặc để nguyên hạn."
            )
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại nhiệm vụ"),
        choices=[("once", gettext_lazy("Một lần")), ("yearly", gettext_lazy("Hằng năm"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    why = forms.CharField(
        label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}), required=False
    )


def bars() -> list[dict[str, Any]]:
    """Lay out the sample bars: parts of a thousand of the longest row, with a hairline of paper between them."""
    longest = max(sum(counts) for _name, counts in _BARS)
    rows = []
    for name, counts in _BARS:
        x, parts = 0, []
        for state, count in zip(STATES, counts, strict=False):
            width = round(1000 * count / longest)
            if width:
                parts.append({"state": state, "x": x, "width": max(width - 2, 1), "count": count})
            x += width
        rows.append({"name": name, "url": "#bars", "total": sum(counts), "parts": parts, "counts": counts})
    return rows


def matrix() -> dict[str, Any]:
    """Lay out the sample matrix; its totals are those of its cells."""
    rows = []
    for agency, *_rest in _ROWS:
        cells = [(section, *_CELLS.get((agency, section), ("done", 0))) for section in _SECTIONS]
        rows.append({"agency": agency, "cells": cells, "total": sum(count for _s, _state, count in cells)})
    sums = [sum(row["cells"][at][2] for row in rows) for at in range(len(_SECTIONS))]
    return {"heads": _SECTIONS, "rows": rows, "sums": sums, "total": sum(sums)}


def lineage(on: date, width: float) -> Drawing:
    """Draw departments that merged, with the day that is looked at."""
    lives = [Life(key, ((None, until, name),), None, until, "#lineage") for key, name, until in _LIVES]
    act = "Nghị quyết 45/NQ-HĐND"
    passings = [
        Passing(forebear, heir, _MERGED, act, date(2025, 2, 20), function, not function, kind)
        for forebear, heir, function, kind in _PASSINGS
    ]
    return draw(lives, passings, focus="finance", since=date(2021, 3, 1), until=date(2026, 11, 24), on=on, width=width)


def communes() -> Map:
    """Draw a province that does not exist: a spiral of communes in every state."""
    dots = []
    for number in range(72):
        lat, lon = 19.8 + number * sin(number * 2.4) / 200, 105.4 + number * sin(number * 2.4 + 1.57) / 150
        state = STATES[number % 7 % len(STATES)]
        dots.append(Dot(str(number), f"Xã số {number + 1}", lat, lon, state, "#dots"))
    return draw_province(dots)


def _day(asked: str) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return date(2024, 9, 1)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show every part with its name."""
    colours = ("ink", "muted", "edge", "line", "ground", "accent", "accent-pale", "due-ground")
    on = _day(request.GET.get("ngay", ""))
    return render(
        request,
        "site/design.html",
        {
            "on": on,
            "lineage": lineage(on, 1120),
            "lineage_narrow": lineage(on, 358),
            "communes": communes(),
            "states": STATES,
            "grades": GRADES,
            "fills": STATES[:5],
            "colours": colours,
            "form": Sample({"name": "Báo cáo kết quả thực hiện", "due": "15/11", "kind": "yearly"}),
            "rows": _ROWS,
            "bars": bars(),
            "matrix": matrix(),
            "undone": _("Đã chấp nhận 31 mục."),
        },
    )
