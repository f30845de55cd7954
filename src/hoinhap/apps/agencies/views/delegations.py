"""The account page's part on absences: what a person lends, what they were lent, and an end to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hoinhap.apps.agencies import actions
from hoinhap.apps.agencies.administering import people
from hoinhap.apps.agencies.administering.lending import form_for, lendable
from hoinhap.apps.agencies.administering.naming import person_named
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.views import account
from hoinhap.apps.agencies.views.told import back, refuse, say_refusal
from hoinhap.apps.errors import NotFound, Refused


@never_cache
@require_POST
def lend(request: HttpRequest) -> HttpResponse:
    """Lend a role for the days of an absence."""
    viewer = viewer_of(request)
    form = form_for(viewer, request.POST)
    if form is None:
        raise NotFound
    if form.is_valid():
        told = form.cleaned_data
        role = lendable(viewer)[told["what"]]
        try:
            actions.delegate(
                actor=viewer,
                at=timezone.now(),
                giver=request.user,
                taker=person_named(told.get("other") or told["taker"]),
                agency=role.agency,
                role=role.role,
                since=told["since"],
                until=form.until,
                reason=told["reason"],
            )
        except Refused as error:
            refuse(form, error)
        else:
            return back(request, reverse("account_page"), said=_("Đã ủy quyền."))
    return account.show(request, lend_form=form, status=422)


@require_POST
def take_back(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End what was lent, from today on."""
    viewer = viewer_of(request)
    mine = {term.fact.pk for term in people.delegations_of(viewer.person_id, on=viewer.on)}
    if delegation_id not in mine:
        raise NotFound
    try:
        actions.end_delegation(actor=viewer, at=timezone.now(), delegation_id=delegation_id, until=viewer.on)
    except Refused as error:
        say_refusal(request, error)
        return redirect("account_page")
    return back(request, reverse("account_page"), said=_("Đã thôi ủy quyền."))
