"""The page of the person who is signed in: who they are, where they work, whom they stand in for, how they sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoinhap.apps.accounts.queries import security_of
from hoinhap.apps.agencies import queries
from hoinhap.apps.agencies.administering import lending
from hoinhap.apps.agencies.administering.forms import Lend
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.words import role_word


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person what the program knows of them, with the one next step at each line."""
    return show(request)


def show(request: HttpRequest, *, lend_form: Lend | None = None, status: int = 200) -> HttpResponse:
    """Draw the page, with the form of lending as it was filled in."""
    viewer = viewer_of(request)
    roles = [
        {
            "agency": membership.agency.name,
            "role": role_word(membership.role),
            "since": membership.since,
            "last": membership.last_day,
            "held": membership.holds(viewer.on),
        }
        for membership in queries.memberships_of(viewer)
    ]
    context = {
        "roles": roles,
        "security": security_of(request.user, session_key=request.session.session_key),
        "lent": lending.terms_for(viewer),
        "lend_form": lend_form or lending.form_for(viewer),
    }
    return render(request, "agencies/account.html", context, status=status)
