"""The page of one agency, as it is today or as of a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from hoinhap.apps.agencies import access, portrait, sections
from hoinhap.apps.agencies.days import asked_days
from hoinhap.apps.agencies.kind_words import kind_word, level_word
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.words import role_word
from hoinhap.apps.journal.queries import history_for
from hoinhap.core.agencies.lineage import rows


@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """Show an agency: its facts, its lineage with the day slider, its people, its duties, what stands under it."""
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)

    def href(of: str) -> str:
        return reverse("agencies:agency", args=[of]) + days.query

    found = portrait.portrait_for(viewer, code, days.asof, href=href)
    parts = sections.parts_for(viewer, found.agency, found.asof)
    standing = found.standing
    context = {
        "portrait": found,
        "agency": found.agency,
        "asof": found.asof,
        "days": days,
        "kind": kind_word(standing.kind if standing else found.agency.kind),
        "below": [(one, kind_word(one.kind), level_word(one.level)) for one in found.below],
        "roles": [(one, role_word(one.role)) for one in found.roles],
        "told": rows(found.drawing) if found.drawing else (),
        "parts": parts,
        "said": next((part.part["said"] for part in parts if part.part.get("said")), ""),
        "today_url": reverse("agencies:agency", args=[code]),
        "change_url": _change_url(code) if access.may_manage(viewer) else "",
        "history": history_for(viewer, found.agency, limit=10),
    }
    return render(request, "agencies/portrait.html", context)


def _change_url(code: str) -> str:
    """Give the address where a change of the agency is recorded, "" while no such page exists."""
    path = reverse("agencies:agency", args=[code]) + "thay-doi/"
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path
