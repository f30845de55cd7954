"""People as an administrator keeps them: the list, one person, and every act on an account or a role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoinhap.apps.accounts import actions as accounts
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.accounts.queries import security_of
from hoinhap.apps.accounts.words import field_word
from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering import forms, people, standing
from hoinhap.apps.agencies.administering.naming import agency_named
from hoinhap.apps.agencies.administering.people import Sought, person_for, require_manager
from hoinhap.apps.agencies.models import Change
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.views.told import back, number, refuse, say_refusal, undoable
from hoinhap.apps.agencies.words import role_word
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.queries import history_for, history_of_person_for


def sought_in(request: HttpRequest) -> tuple[Sought, dict[str, str]]:
    """Read which people are asked for, and the same as parts of an address."""
    names = ("tim", "tai-khoan", "vai-tro", "co-quan")
    given = {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in names}
    sought = Sought(given["tim"], given["tai-khoan"], given["vai-tro"], given["co-quan"])
    return sought, {name: value for name, value in given.items() if value}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the people, narrowed by name, agency, role and account."""
    viewer = viewer_of(request)
    sought, asked = sought_in(request)
    found = people.people_for(viewer, sought, page=number(request.GET.get("trang", "")) or 1)

    def page(at: int) -> str:
        return "?" + urlencode({**asked, "trang": at})

    context = {
        "found": found,
        "rows": [(row.person, [(held, role_word(held.role)) for held in row.held]) for row in found.rows],
        "sought": sought,
        "asked": asked,
        "roles": forms.roles(),
        "before": page(found.page - 1) if found.page > 1 else "",
        "after": page(found.page + 1) if found.page < found.pages else "",
        "export": urlencode(asked),
        **undoable(request),
    }
    return render(request, "agencies/admin_people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a person, with a first role and a password that is told once."""
    viewer = viewer_of(request)
    require_manager(viewer)
    form = forms.AddPerson(request.POST if request.method == "POST" else None, initial={"since": viewer.on})
    if request.method == "POST" and form.is_valid():
        password = accounts.one_time_password()
        try:
            person = _add(viewer, timezone.now(), form, password)
        except Refused as error:
            refuse(form, error)
        else:
            return _show(request, person, password=password)
    return render(request, "agencies/admin_person_add.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _add(viewer: Viewer, at: datetime, form: Any, password: str) -> Person:
    told = form.cleaned_data
    person = actions.add_person(
        actor=viewer,
        at=at,
        username=told["username"],
        full_name=" ".join(told["full_name"].split()),
        email=told["email"],
        password=password,
    )
    if told["agency"]:
        since = told["since"] or viewer.on
        agency = agency_named(told["agency"], on=since)
        role = told["role"]
        actions.give_role(actor=viewer, at=at, person=person, agency=agency, role=role, since=since, until=form.until)
    return person


@never_cache
@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show what an administrator keeps of a person."""
    return _show(request, person_for(viewer_of(request), username))


@never_cache
@require_POST
def act(request: HttpRequest, username: str, act: str) -> HttpResponse:
    """Change something of a person."""
    viewer = viewer_of(request)
    found = person_for(viewer, username)
    acting = _ACTS.get(act)
    if acting is None:
        raise NotFound
    kept = _forms(found, viewer, request.POST, act)
    form = kept.get(_FORMS.get(act, ""))
    if form is None or form.is_valid():
        try:
            done = acting(request, viewer, timezone.now(), found, form)
        except Refused as error:
            if form is None:
                say_refusal(request, error)
                return redirect("agencies:person", found.username)
            refuse(form, error)
        else:
            if isinstance(done, HttpResponse):
                return done
            url = reverse("agencies:person", args=[found.username])
            return back(request, url, done) if isinstance(done, Change) else back(request, url, said=done)
    return _show(request, found, kept=kept, opened=_FORMS.get(act, ""), status=422)


_FORMS = {"sua": "names", "vai-tro": "role", "mat-khau": "password"}


def _forms(found: Person, viewer: Viewer, data: Any = None, act: str = "") -> dict[str, django_forms.Form]:
    def told(name: str) -> Any:
        return data if _FORMS.get(act) == name else None

    names = {"full_name": found.full_name, "email": found.email}
    return {
        "names": forms.Names(told("names"), initial=names),
        "role": forms.GiveRole(told("role"), initial={"since": viewer.on}),
        "password": forms.Password(told("password"), person=found),
    }


def _show(
    request: HttpRequest,
    found: Person,
    *,
    kept: dict[str, django_forms.Form] | None = None,
    opened: str = "",
    password: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "person": found,
        "oneself": found.pk == viewer.person_id,
        "roles": [(term, role_word(term.fact.role)) for term in people.roles_of(found, on=viewer.on)],
        "lent": [(term, role_word(term.fact.role)) for term in people.delegations_of(found.pk, on=viewer.on)],
        "posts": people.placements_of(found, on=viewer.on),
        "security": security_of(found, session_key=None),
        "earlier": [(event, field, field_word(field), value) for event, field, value in standing.earlier_values(found)],
        "forms": kept or _forms(found, viewer),
        "opened": opened,
        "password": password,
        "today": viewer.on,
        "history": history_for(viewer, found, limit=10),
        "acts": history_of_person_for(viewer, found.pk, limit=10),
        **undoable(request),
    }
    return render(request, "agencies/admin_person.html", context, status=status)


Done = Change | HttpResponse | str


def _edit(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    changed = accounts.edit_person(actor=viewer, at=at, person=found, **form.cleaned_data)
    return _("Đã lưu.") if changed else _("Không có gì thay đổi.")


def _give(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    told = form.cleaned_data
    agency = agency_named(told["agency"], on=told["since"])
    given = actions.give_role(
        actor=viewer, at=at, person=found, agency=agency, role=told["role"], since=told["since"], until=form.until
    )
    assert given.recorded_in is not None
    return given.recorded_in


def _end(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    last, key = forms.Last(request.POST), number(request.POST.get("vai-tro", ""))
    if not last.is_valid() or last.until is None:
        raise Refused("agencies.no-such-day", asked=request.POST.get("last", "")[:40])
    if key not in {term.fact.pk for term in people.roles_of(found, on=viewer.on)}:
        raise NotFound
    ended = actions.end_role(actor=viewer, at=at, membership_id=key, until=last.until)
    assert ended.recorded_in is not None
    return ended.recorded_in


def _password(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    chosen = form.cleaned_data["password"]
    made = chosen or accounts.one_time_password()
    accounts.set_password(actor=viewer, at=at, person=found, password=made)
    if chosen:
        return _("Đã đặt mật khẩu mới. Mọi nơi đang đăng nhập của người này đã bị đăng xuất.")
    return _show(request, found, password=made)


def _drop_factor(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    accounts.drop_second_factor(person=found)
    return _("Đã gỡ lớp xác nhận thứ hai. Người này đăng nhập được chỉ bằng mật khẩu.")


def _close(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    accounts.set_active(actor=viewer, at=at, person=found, active=False)
    return _("Đã khóa tài khoản.")


def _open(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    accounts.set_active(actor=viewer, at=at, person=found, active=True)
    return _("Đã mở lại tài khoản.")


def _restore(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    event, field = number(request.POST.get("lan", "")), request.POST.get("muc", "")
    standing.restore_of_person(actor=viewer, at=at, person=found, number=event, field=field)
    return _("Đã khôi phục.")


def _end_lending(request: HttpRequest, viewer: Viewer, at: datetime, found: Person, form: Any) -> Done:
    key = number(request.POST.get("uy-quyen", ""))
    if key not in {term.fact.pk for term in people.delegations_of(found.pk, on=viewer.on)}:
        raise NotFound
    actions.end_delegation(actor=viewer, at=at, delegation_id=key, until=viewer.on)
    return _("Đã thôi ủy quyền.")


_ACTS: dict[str, Callable[[HttpRequest, Viewer, datetime, Person, Any], Done]] = {
    "sua": _edit,
    "vai-tro": _give,
    "thoi-vai-tro": _end,
    "mat-khau": _password,
    "go-hai-lop": _drop_factor,
    "khoa": _close,
    "mo": _open,
    "khoi-phuc": _restore,
    "thoi-uy-quyen": _end_lending,
}
