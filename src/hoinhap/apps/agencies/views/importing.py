"""Lists of people and agencies in and out: a file, its columns, what each row would do, and then all of it at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering import agency_lists, forms, lists, people_lists
from hoinhap.apps.agencies.administering.lists import Column, Preview, Sheet
from hoinhap.apps.agencies.administering.people import require_manager
from hoinhap.apps.agencies.administering.said import sentence_of
from hoinhap.apps.agencies.models import Change
from hoinhap.apps.agencies.registry import Act
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.views.people import sought_in
from hoinhap.apps.agencies.views.told import back, refuse
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.core.vi.text import fold

SHOWN = 300
# For a year: files of the same office look the same next time.
REMEMBERED = 365 * 24 * 3600
Rows = Sequence[tuple[int, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A list that is taken in: its name in addresses and cookies, its columns, where its page is."""

    name: str
    columns: tuple[Column, ...]
    page: str
    home: str


PEOPLE = Kind("people", people_lists.COLUMNS, "agencies:people_import", "agencies:people")
AGENCIES = Kind("agencies", agency_lists.COLUMNS, "agencies:agencies_import", "agencies:agencies_admin")


class Effect(forms.Form):
    """From which day on changes of agencies count, and the act that says so."""

    name = "effect"
    since = forms.day(gettext_lazy("Thay đổi có hiệu lực từ ngày"))
    act_symbol = forms.text(gettext_lazy("Số, ký hiệu văn bản"), most=100, needed=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Take in a list of people and roles."""
    return _import(request, PEOPLE, _check_people, _enter_people)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agencies(request: HttpRequest) -> HttpResponse:
    """Take in a list of agencies."""
    return _import(request, AGENCIES, _check_agencies, _enter_agencies)


def _check_people(viewer: Viewer, rows: Rows, effect: dict[str, Any]) -> Preview:
    return people_lists.check(rows, on=viewer.on)[0]


def _check_agencies(viewer: Viewer, rows: Rows, effect: dict[str, Any]) -> Preview:
    return agency_lists.check(rows, on=effect["since"])[0]


def _enter_people(viewer: Viewer, rows: Rows, name: str, effect: dict[str, Any]) -> list[Change]:
    return [people_lists.enter(actor=viewer, at=timezone.now(), rows=rows, title=name, on=viewer.on)]


def _enter_agencies(viewer: Viewer, rows: Rows, name: str, effect: dict[str, Any]) -> list[Change]:
    act = Act(effect["act_symbol"])
    return agency_lists.enter_list(actor=viewer, at=timezone.now(), rows=rows, title=name, on=effect["since"], act=act)


def _import(
    request: HttpRequest,
    kind: Kind,
    check: Callable[[Viewer, Rows, dict[str, Any]], Preview],
    enter: Callable[[Viewer, Rows, str, dict[str, Any]], list[Change]],
) -> HttpResponse:
    viewer = viewer_of(request)
    require_manager(viewer)
    do = request.POST.get("lam", "") if request.method == "POST" else ""
    if do == "bo":
        request.session.pop(_key(kind), None)
        return redirect(kind.page)
    upload = forms.Upload(request.POST, request.FILES) if do == "tai-len" else forms.Upload()
    if do == "tai-len" and upload.is_valid():
        try:
            sheet = lists.read_sheet(upload.cleaned_data["sheet"].read(), upload.cleaned_data["sheet"].name)
        except Refused as error:
            refuse(upload, error)
        else:
            request.session[_key(kind)] = lists.pack(sheet)
            return redirect(kind.page)
    kept = request.session.get(_key(kind))
    context: dict[str, Any] = {"kind": kind, "upload": upload, "columns": kind.columns, "most": lists.MOST}
    if do and do != "tai-len" and kept is None:
        refuse(upload := forms.Upload({}), Refused("agencies.no-sheet"))
        upload.errors.pop("sheet", None)
        return render(request, "agencies/admin_import.html", {**context, "upload": upload}, status=422)
    if kept is None or upload.errors:
        return render(request, "agencies/admin_import.html", context, status=422 if upload.errors else 200)
    return _looked_at(request, kind, lists.unpack(kept), do, context, check, enter)


def _looked_at(
    request: HttpRequest,
    kind: Kind,
    sheet: Sheet,
    do: str,
    context: dict[str, Any],
    check: Callable[[Viewer, Rows, dict[str, Any]], Preview],
    enter: Callable[[Viewer, Rows, str, dict[str, Any]], list[Change]],
) -> HttpResponse:
    """Show what the rows would do, or do it."""
    viewer = viewer_of(request)
    mapping = _asked(request, kind, sheet) if do else lists.mapped(sheet.head, kind.columns, _remembered(request, kind))
    effect = Effect(request.POST if do else {"since": f"{viewer.on:%d/%m/%Y}"})
    refused, preview = "", None
    try:
        lists.require_columns(mapping, kind.columns)
        if effect.is_valid() or kind is PEOPLE:
            rows = lists.cells_of(sheet, mapping)
            preview = check(viewer, rows, effect.cleaned_data)
            if do == "ghi":
                changes = enter(viewer, rows, sheet.name, effect.cleaned_data)
                request.session.pop(_key(kind), None)
                return _remember(back(request, reverse(kind.home), *changes), request, kind, sheet, mapping)
    except Refused as error:
        refused = sentence_of(error)
    shown = [line for line in preview.lines if line.what != lists.SAME] if preview else []
    order = (lists.WRONG, lists.NEW, lists.CHANGED)
    shown.sort(key=lambda line: (order.index(line.what), line.number))
    context |= {
        "sheet": sheet,
        "choices": [(one, mapping.get(one.field, -1)) for one in kind.columns],
        "used": [one for one in kind.columns if one.field in mapping],
        "preview": preview,
        "counts": {name: preview.counts.get(name, 0) for name in ("new", "changed", "same", "wrong")}
        if preview
        else {},
        "lines": [
            (line, [line.cells.get(one.field, "") for one in kind.columns if one.field in mapping])
            for line in shown[:SHOWN]
        ],
        "left_out": max(0, len(shown) - SHOWN),
        "refused": refused,
        "effect": effect if kind is AGENCIES else None,
        "with_effect": kind is AGENCIES,
    }
    status = 422 if refused or (do and not effect.is_valid() and kind is AGENCIES) else 200
    answer = render(request, "agencies/admin_import.html", context, status=status)
    return _remember(answer, request, kind, sheet, mapping) if do else answer


def _key(kind: Kind) -> str:
    return f"list-{kind.name}"


def _asked(request: HttpRequest, kind: Kind, sheet: Sheet) -> dict[str, int]:
    """Read which column was chosen for which field."""
    found = {}
    for one in kind.columns:
        text = request.POST.get(f"cot-{one.field}", "")
        if text.isascii() and text.isdecimal() and int(text[:4]) < len(sheet.head):
            found[one.field] = int(text[:4])
    return found


def _remembered(request: HttpRequest, kind: Kind) -> dict[str, str]:
    try:
        said = json.loads(request.get_signed_cookie(f"columns-{kind.name}", salt="columns", max_age=REMEMBERED))
    except (KeyError, signing.BadSignature, ValueError):
        return {}
    return {str(name): str(head) for name, head in said.items()} if isinstance(said, dict) else {}


def _remember(
    answer: HttpResponse, request: HttpRequest, kind: Kind, sheet: Sheet, mapping: Mapping[str, int]
) -> HttpResponse:
    """Keep under which heads the columns were found, in the browser of whoever said so."""
    said = json.dumps({name: fold(sheet.head[at])[:60] for name, at in mapping.items()})
    answer.set_signed_cookie(
        f"columns-{kind.name}",
        said,
        salt="columns",
        max_age=REMEMBERED,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@require_safe
def people_out(request: HttpRequest) -> HttpResponse:
    """Give the people that are asked for as a list that can be taken in again."""
    sought, _asked_for = sought_in(request)
    head, rows = people_lists.listed(viewer_of(request), sought)
    return _file(request, _("Người dùng"), "nguoi-dung", head, rows)


@require_safe
def agencies_out(request: HttpRequest) -> HttpResponse:
    """Give the agencies as a list that can be taken in again."""
    head, rows = agency_lists.listed(viewer_of(request))
    return _file(request, _("Cơ quan"), "co-quan", head, rows)


def _file(
    request: HttpRequest, title: str, name: str, head: Sequence[object], rows: Sequence[Sequence[str]]
) -> HttpResponse:
    form = request.GET.get("dang", "xlsx")
    if form == "csv":
        answer = HttpResponse(lists.as_csv(head, rows), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        data = lists.as_workbook(title, head, rows, made=timezone.now())
        answer = HttpResponse(data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    else:
        raise NotFound
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
