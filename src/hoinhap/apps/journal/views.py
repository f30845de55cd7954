"""The journal's pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from hoinhap.apps.errors import Refused
from hoinhap.apps.journal import access, queries, words
from hoinhap.apps.journal.queries import Page, Wanted
from hoinhap.apps.journal.sheet import journal_sheet


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the journal: all of it to inspectors and administrators, their own acts to everybody else."""
    viewer = _viewer(request)
    wanted, asked = _wanted(request)
    page = queries.page_for(viewer, wanted, before=_number(request, "truoc"), after=_number(request, "sau"))
    acts, kinds = queries.acts_and_kinds()
    context = {
        **_around(page, asked),
        "wanted": wanted,
        "asked": asked,
        "acts": acts,
        "kinds": kinds,
        "knows_acts": access.knows_acts(viewer),
        "reads_all": access.reads_all(viewer),
        "sheet": _address(asked),
    }
    return render(request, "journal/index.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Give what is filtered as a table that a spreadsheet opens."""
    wanted, _asked = _wanted(request)
    chunks = queries.lines_for(_viewer(request), wanted)
    lines = journal_sheet(chunks, lang=get_language() or "vi")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    return response


@require_safe
def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show all that was done to one thing."""
    viewer = _viewer(request)
    page = queries.history_page_for(viewer, kind, key, before=_number(request, "truoc"), after=_number(request, "sau"))
    url = next((line.url for line in page.lines if line.url), "")
    name = words.kind_word(access.kind_of(kind))
    return render(request, "journal/object.html", {**_around(page, {}), "name": name, "url": url})


@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show all that one person did: to that person, and to whoever knows of every act."""
    viewer = _viewer(request)
    name, page = queries.acts_of_person_for(
        viewer, username, before=_number(request, "truoc"), after=_number(request, "sau")
    )
    context = {**_around(page, {}), "name": name, "username": username, "sheet": _address({"nguoi": username})}
    return render(request, "journal/person.html", context)


def _viewer(request: HttpRequest) -> Any:
    # Put there by the agencies' middleware, which stands after the journal and so cannot be imported.
    return request.viewing.found  # type: ignore[attr-defined]


def _around(page: Page, asked: dict[str, str]) -> dict[str, Any]:
    many = page.found > queries.MANY
    return {
        "page": page,
        "many": many,
        "found_words": words.number_word(queries.MANY if many else page.found, get_language() or "vi"),
        "older": _address(asked, truoc=page.older) if page.older else "",
        "newer": _address(asked, sau=page.newer) if page.newer else "",
    }


def _wanted(request: HttpRequest) -> tuple[Wanted, dict[str, str]]:
    given = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:150]
        for name in ("nguoi", "doi-tuong", "thao-tac", "loai", "tu-ngay", "den-ngay")
    }
    wanted = Wanted(
        person=given["nguoi"],
        act=given["thao-tac"],
        kind=given["loai"],
        since=_day(given["tu-ngay"]),
        until=_day(given["den-ngay"]),
        about=given["doi-tuong"],
    )
    return wanted, {name: value for name, value in given.items() if value}


def _day(text: str) -> date | None:
    """Read a day as a browser sends it or as a person types it."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if 1900 <= day.year < 3000:
            return day
    raise Refused("journal.no-such-day", day=text)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text[:18].isdecimal() and len(text) <= 18 else None


def _address(asked: dict[str, str], **more: object) -> str:
    return "?" + urlencode({key: value for key, value in {**asked, **more}.items() if value})
