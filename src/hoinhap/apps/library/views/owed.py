"""All duties that an agency owes on a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hoinhap.apps.agencies.days import asked_days
from hoinhap.apps.agencies.naming_words import address
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library import owed


@require_safe
def duties(request: HttpRequest, code: str) -> HttpResponse:
    """Show the duties of an agency as of a day, a page of them, in the papers that the viewer may see."""
    viewer = viewer_of(request)
    agency = owed.agency_of(code)
    days = asked_days(request.GET, today=viewer.on)
    page = request.GET.get("trang", "1")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    found = owed.duties_for(viewer, agency, days.asof, page=number)
    n = found.count
    headline = ngettext("%(agency)s mang %(n)d nhiệm vụ", "%(agency)s mang %(n)d nhiệm vụ", n)
    context = {
        "agency": agency,
        "agency_url": address("agencies:agency", code),
        "headline": headline % {"agency": found.name, "n": n},
        "part": {"duties": found, "all_url": ""},
        "duties": found,
        "days": days,
    }
    return render(request, "library/owed_page.html", context)
