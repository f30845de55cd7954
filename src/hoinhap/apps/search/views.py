"""The page of what was found."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library.words import OTHER, kind_word
from hoinhap.apps.search import queries
from hoinhap.core.search.engine import Near


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what a query finds, twenty to a page, with its counts by kind and year."""
    kind = request.GET.get("loai", "")[:100]
    year, page = _number(request.GET.get("nam", "")), _number(request.GET.get("trang", ""))
    found = queries.search_for(
        viewer_of(request),
        request.GET.get("q", ""),
        kind=None if not kind else "" if kind == OTHER else kind,
        year=year,
        page=page or 1,
    )
    asked = {"q": found.typed, "loai": kind, "nam": "" if year is None else str(year)}
    page_of: dict[str, Any] = {
        "found": found,
        "query": found.typed,
        "sought": found.meant or found.typed,
        "narrowed": bool(kind) or year is not None,
        "kind": kind,
        "year": year,
        "apart": found.near is Near.APART,
        "some": found.near is Near.SOME,
        "kinds": [
            (kind_word(name or OTHER), n, _address(asked, loai=name or OTHER), (name or OTHER) == kind)
            for name, n in found.kinds
        ],
        "years": [(number, n, _address(asked, nam=number), number == year) for number, n in found.years],
        "all_kinds": _address(asked, loai=""),
        "all_years": _address(asked, nam=""),
        "all": _address(asked, loai="", nam=""),
        "meant_there": _address({"q": found.meant}),
        "first": (found.page - 1) * queries.PAGE + 1,
        "before": _address(asked, trang=found.page - 1) if found.page > 1 else "",
        "after": _address(asked, trang=found.page + 1) if found.page < found.pages else "",
    }
    return render(request, "search/results.html", page_of)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _address(asked: dict[str, str], **more: object) -> str:
    return "?" + urlencode({key: str(value) for key, value in {**asked, **more}.items() if value != ""})
