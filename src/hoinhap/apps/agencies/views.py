"""The page of the person who is signed in: who they are, where they work, how they sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoinhap.apps.agencies import queries
from hoinhap.apps.agencies.viewing import viewer_of


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "agencies/account.html", {"memberships": queries.memberships_of(viewer_of(request))})
