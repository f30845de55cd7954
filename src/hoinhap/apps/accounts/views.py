"""allauth's pages as this office needs them: a write and its event together, and one page that shows the account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

View = Callable[..., HttpResponse]


def whole(view: View) -> View:
    """Answer a POST in one transaction, so that no second factor or password changes without its event."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return answer


def act_only(view: View) -> View:
    """Take a POST in one transaction; what there is to see stands on the page of the account."""
    acting = whole(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return acting(request, *args, **kwargs) if request.method == "POST" else redirect("account_page")

    return answer


def on_account_page(request: HttpRequest) -> HttpResponse:
    return redirect("account_page")


@login_not_required
def to_identity(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the identity server by a page: a form's own redirect to another host is forbidden by our policy."""
    response: HttpResponse = openid.login(request, provider_id)
    address = response.get("Location", "")
    if response.status_code == 302 and urlsplit(address).netloc not in ("", request.get_host()):
        return render(request, "accounts/onward.html", {"address": address, "host": urlsplit(address).netloc})
    return response
