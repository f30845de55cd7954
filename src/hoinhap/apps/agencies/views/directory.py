"""The agencies as a list and as a tree, and the list as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoinhap.apps.agencies import directory
from hoinhap.apps.agencies.days import Days, asked_days
from hoinhap.apps.agencies.kind_words import KINDS, LEVELS, SECTORS, kind_word, level_word, sector_word
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.core.agencies.kinds import sector_of
from hoinhap.core.sheets.listing import Column, list_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ASKED = {"tim": "words", "loai": "kind", "cap": "level", "khoi": "sector", "trang-thai": "state", "thuoc": "under"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the list of agencies, or the tree for ?xem=cay."""
    if request.GET.get("xem") == "cay":
        return _tree(request)
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    wanted, asked = wanted_of(request.GET)
    found = directory.listed_for(viewer, wanted, on=days.day, page=_page(request))
    kept = {**asked, **({"ngay": days.on.isoformat()} if days.on else {})}
    context = {
        "found": found,
        "lines": [_row(line) for line in found.lines],
        "wanted": wanted,
        "days": days,
        "here": "list",
        "kinds": KINDS.items(),
        "levels": LEVELS.items(),
        "sectors": SECTORS.items(),
        "before": _address(kept, trang=found.page - 1) if found.page > 1 else "",
        "after": _address(kept, trang=found.page + 1) if found.page < found.pages else "",
        "file": reverse("agencies:list-file") + _address(kept),
        "keep": _links(days),
    }
    return render(request, "agencies/directory.html", context)


def _tree(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    code = request.GET.get("mo", "")[:60]
    context = {
        "groups": [
            (sector_word(one.sector), level_word(one.level), one)
            for one in directory.tree_for(
                viewer, on=days.day, open_code=code, open_group=request.GET.get("nhom", "")[:40]
            )
        ],
        "days": days,
        "here": "tree",
        "keep": _links(days),
    }
    return render(request, "agencies/tree.html", context)


@require_safe
def branch(request: HttpRequest, code: str) -> HttpResponse:
    """Give one agency of the tree, open or closed: what a branch becomes without a new page."""
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    node = directory.node_for(viewer, code, on=days.day, is_open=request.GET.get("dong") != "1")
    return render(request, "agencies/_node.html", {"node": node, "days": days, "keep": _links(days)})


@require_safe
def list_file(request: HttpRequest) -> HttpResponse:
    """Give the list as a workbook, as of the day and narrowed as on the page."""
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    wanted, _asked = wanted_of(request.GET)
    columns = (
        Column(_("Mã"), 18),
        Column(_("Tên cơ quan"), 46),
        Column(_("Tên viết tắt"), 18),
        Column(_("Khối"), 18),
        Column(_("Loại"), 24),
        Column(_("Cấp"), 12),
        Column(_("Cơ quan cấp trên"), 40),
        Column(_("Từ ngày"), 12),
        Column(_("Đến hết ngày"), 13),
        Column(_("Nơi nhận việc"), 40),
        Column(_("Mã đơn vị hành chính"), 12),
    )
    rows = [_cells(line) for line in directory.all_listed_for(viewer, wanted, on=days.day)]
    title = _("Danh sách cơ quan như ngày {day}").format(day=f"{days.day:%d/%m/%Y}")
    data = list_workbook(title=title, sheet=_("Cơ quan"), columns=columns, rows=rows, made=timezone.localtime())
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="co-quan-{days.day:%Y-%m-%d}.xlsx"'
    return answer


def wanted_of(asked: Mapping[str, str]) -> tuple[directory.Wanted, dict[str, str]]:
    """Read the filters out of an address, and give back those that say something."""
    kept = {name: asked.get(name, "").strip()[:200] for name in _ASKED}
    allowed = {"loai": KINDS, "cap": LEVELS, "khoi": SECTORS, "trang-thai": directory.STATES}
    kept = {name: value for name, value in kept.items() if value and value in allowed.get(name, (value,))}
    return directory.Wanted(**{_ASKED[name]: value for name, value in kept.items()}), kept


def _row(line: directory.Line) -> dict[str, Any]:
    row = line.standing
    return {
        "line": line,
        "row": row,
        "kind": kind_word(row.kind),
        "level": level_word(row.level),
        "sector": sector_word(sector_of(row.kind)),
    }


def _cells(line: directory.Line) -> list[str]:
    row, agency = line.standing, line.standing.agency
    return [
        agency.code,
        row.name,
        row.short_name,
        sector_word(sector_of(row.kind)),
        kind_word(row.kind),
        level_word(row.level),
        line.parent or line.place,
        f"{agency.since:%d/%m/%Y}" if agency.since else "",
        f"{row.last_day:%d/%m/%Y}" if row.last_day and not line.living else "",
        "; ".join(f"{name} ({function})" if function else name for _code, name, function in line.heirs),
        agency.unit_code,
    ]


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("trang", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


def _links(days: Days) -> str:
    """Give what links to other pages carry: the day, when it is not today."""
    return f"?ngay={days.on.isoformat()}" if days.on else ""


def _address(asked: dict[str, str], **more: object) -> str:
    kept = {key: value for key, value in {**asked, **more}.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
