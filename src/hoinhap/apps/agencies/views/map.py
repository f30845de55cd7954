"""The map of communes, with the same as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hoinhap.apps.agencies import places
from hoinhap.apps.agencies.days import asked_days
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.core.agencies.dots import draw_nation, draw_province


@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """Show the communes of the nation, or of the province in ?tinh=, as dots and as a table."""
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    words = request.GET.get("tim", "").strip()[:200]
    province = request.GET.get("tinh", "").strip()[:60]
    found = places.places_for(viewer, on=days.day, province=province, words=words)
    keep = f"?ngay={days.on.isoformat()}" if days.on else ""

    def href(code: str) -> str:
        return reverse("agencies:agency", args=[code]) + keep

    dots = places.dots_of(found, href=href)
    context = {
        "places": found,
        "map": draw_province(dots) if found.province else draw_nation(dots),
        "days": days,
        "words": words,
        "here": "map",
        "keep": keep,
        "amp": f"&ngay={days.on.isoformat()}" if days.on else "",
    }
    return render(request, "agencies/map.html", context)
