"""The front page of the administration, and the pages of agencies as an administrator keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering import forms, overview, posts, standing
from hoinhap.apps.agencies.administering.agencies import agencies_for
from hoinhap.apps.agencies.administering.naming import agency_named, person_named
from hoinhap.apps.agencies.administering.people import agency_for, require_manager, roles_in
from hoinhap.apps.agencies.kind_words import kind_word, level_word
from hoinhap.apps.agencies.models import Agency, Change
from hoinhap.apps.agencies.registry import Act
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.views.told import back, keys_asked, number, refuse, say_refusal, undoable, way_back
from hoinhap.apps.agencies.words import role_word
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.queries import history_for


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show an administrator what waits and what has changed lately."""
    viewer = viewer_of(request)
    context = {
        "overview": overview.overview_for(viewer),
        "ending": [(one, role_word(one.role)) for one in overview.ending_soon(viewer, limit=20)],
        "lately": overview.changes_lately(viewer),
        **undoable(request),
    }
    return render(request, "agencies/admin_front.html", context)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just done."""
    viewer = viewer_of(request)
    require_manager(viewer)
    url = way_back(request, reverse("agencies:admin"))
    keys = keys_asked(request)
    if not keys:
        raise NotFound
    try:
        standing.undo_all(actor=viewer, at=timezone.now(), changes=keys)
    except Refused as error:
        say_refusal(request, error)
        return redirect(url)
    return back(request, url, said=_("Đã hoàn tác."))


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Show the agencies that an administrator keeps."""
    viewer = viewer_of(request)
    words = request.GET.get("tim", "").replace("\0", "").strip()[:200]
    ended = request.GET.get("da-ket-thuc") == "1"
    page = agencies_for(viewer, words, ended=ended, page=number(request.GET.get("trang", "")) or 1)
    rows = [(one, kind_word(one.kind), level_word(one.level)) for one in page.rows]
    context = {"page": page, "rows": rows, "words": words, "ended": ended, **undoable(request)}
    return render(request, "agencies/admin_agencies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_agency(request: HttpRequest) -> HttpResponse:
    """Add an agency."""
    viewer = viewer_of(request)
    require_manager(viewer)
    form = forms.AddAgency(
        request.POST if request.method == "POST" else None, initial={"kind": "department", "level": "province"}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            agency = actions.add_agency(
                actor=viewer,
                at=timezone.now(),
                code=told["code"],
                name=told["full"],
                short_name=told["short_name"],
                kind=told["kind"],
                level=told["level"],
                parent=_parent(told["parent"], told["since"] or viewer.on),
                since=told["since"],
            )
        except Refused as error:
            refuse(form, error)
        else:
            url = reverse("agencies:agency_admin", args=[agency.code])
            return back(request, url, said=_("Đã thêm cơ quan."))
    return render(request, "agencies/admin_agency_add.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """Show an agency as an administrator keeps it."""
    viewer = viewer_of(request)
    return _agency_page(request, agency_for(viewer, code))


@require_POST
def agency_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Change something of an agency."""
    viewer = viewer_of(request)
    found = agency_for(viewer, code)
    acting = _ACTS.get(act)
    if acting is None:
        raise NotFound
    kept = _forms(found, viewer, posts.posts_of(found, on=viewer.on), request.POST, act)
    form = kept.get(_FORMS.get(act, ""))
    if form is None or form.is_valid():
        try:
            change = acting(request, viewer, timezone.now(), found, form)
        except Refused as error:
            if form is None:
                say_refusal(request, error)
                return redirect("agencies:agency_admin", found.code)
            refuse(form, error)
        else:
            url = reverse("agencies:agency_admin", args=[found.code])
            changes = [change] if change is not None else []
            return back(request, url, *changes, said="" if changes else _("Đã lưu."))
    return _agency_page(request, found, kept, opened=_FORMS.get(act, ""), status=422)


def _agency_page(
    request: HttpRequest, found: Agency, kept: dict[str, Any] | None = None, *, opened: str = "", status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    held = posts.posts_of(found, on=viewer.on)
    now = standing.current_standing(found, on=viewer.on)
    context = {
        "agency": found,
        "kind": kind_word(found.kind),
        "level": level_word(found.level),
        "posts": held,
        "roles": [(term, role_word(term.fact.role)) for term in roles_in(found, on=viewer.on)],
        "standings": standing.standings_of(found),
        "now": now,
        "forms": kept or _forms(found, viewer, held),
        "opened": opened,
        "history": history_for(viewer, found, limit=10),
        **undoable(request),
    }
    return render(request, "agencies/admin_agency.html", context, status=status)


# The form that an act takes.
_FORMS = {"thay-doi": "standing", "sua": "correction", "chuc-danh": "post", "bo-nhiem": "appoint"}


def _forms(
    found: Agency, viewer: Viewer, held: list[posts.Held], data: Any = None, act: str = ""
) -> dict[str, django_forms.Form]:
    def told(name: str) -> Any:
        return data if _FORMS.get(act) == name else None

    choices = [("", "–"), *((str(one.post.pk), one.post.title) for one in held)]
    names = {"full": found.name, "short_name": found.short_name}
    return {
        "standing": forms.Restanding(told("standing"), initial=forms.standing_values(found, viewer.on)),
        "correction": forms.Correction(told("correction"), initial=names),
        "post": forms.AddPost(told("post")),
        "appoint": forms.Appoint(told("appoint"), posts=choices, initial={"since": viewer.on}),
    }


def _parent(text: str, on: date) -> Agency | None:
    return agency_named(text, on=on) if text.strip() else None


def _change(request: HttpRequest, viewer: Viewer, at: datetime, found: Agency, form: Any) -> Change:
    told = form.cleaned_data
    values = {"name": told["full"], "short_name": told["short_name"], "kind": told["kind"], "level": told["level"]}
    values["parent"] = standing.parent_key(_parent(told["parent"], told["since"]))
    act = Act(told["act_symbol"], told["act_title"], told["act_date"])
    return standing.restand(actor=viewer, at=at, agency=found, on=told["since"], told=values, act=act)


def _correct(request: HttpRequest, viewer: Viewer, at: datetime, found: Agency, form: Any) -> Change:
    now = standing.current_standing(found, on=viewer.on)
    if now is None:
        raise Refused("agencies.plan-not-alive", name=found.name, on=f"{viewer.on:%d/%m/%Y}")
    told = {"name": form.cleaned_data["full"], "short_name": form.cleaned_data["short_name"]}
    return standing.correct(actor=viewer, at=at, standing_id=now.pk, told=told)


def _restore(request: HttpRequest, viewer: Viewer, at: datetime, found: Agency, form: Any) -> Change:
    then, field = number(request.POST.get("giai-doan", "")), request.POST.get("muc", "")
    return standing.restore(actor=viewer, at=at, agency=found, standing_id=then, field=field, on=viewer.on)


def _add_post(request: HttpRequest, viewer: Viewer, at: datetime, found: Agency, form: Any) -> None:
    told = form.cleaned_data
    posts.add_post(actor=viewer, at=at, agency=found, title=told["title"], rank=told["rank"])


def _appoint(request: HttpRequest, viewer: Viewer, at: datetime, found: Agency, form: Any) -> Change | None:
    told = form.cleaned_data
    try:
        person, holder = person_named(told["holder"]), ""
    except Refused as error:
        # Somebody who does not use the program is kept by name; a username that nobody has is a slip.
        if error.code != "agencies.no-such-person" or " " not in told["holder"].strip():
            raise
        person, holder = None, told["holder"]
    placed = posts.appoint(
        actor=viewer,
        at=at,
        post_id=uuid.UUID(told["post"]),
        holder=holder,
        person=person,
        since=told["since"],
        until=form.until,
    )
    return placed.recorded_in


def _leave(request: HttpRequest, viewer: Viewer, at: datetime, found: Agency, form: Any) -> Change | None:
    last = forms.Last(request.POST)
    if not last.is_valid() or last.until is None:
        raise Refused("agencies.no-such-day", asked=request.POST.get("last", "")[:40])
    key = number(request.POST.get("nguoi", ""))
    return posts.end_placement(actor=viewer, at=at, agency=found, placement_id=key, until=last.until).recorded_in


_ACTS: dict[str, Callable[[HttpRequest, Viewer, datetime, Agency, Any], Change | None]] = {
    "thay-doi": _change,
    "sua": _correct,
    "khoi-phuc": _restore,
    "chuc-danh": _add_post,
    "bo-nhiem": _appoint,
    "thoi-giu": _leave,
}
