"""The door: whoever has not signed in sees nothing but what says `login_not_required`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url


class SignedInOnly(LoginRequiredMiddleware):
    """Send a stranger to sign in; a script that wants data is told 401 instead of a page it cannot use."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase:
        accepted = request.headers.get("Accept", "*/*")
        if request.headers.get("HX-Request") or not ("text/html" in accepted or "*/*" in accepted):
            response = HttpResponse(status=401)
            response["HX-Redirect"] = resolve_url(self.get_login_url(view_func))
            return response
        return super().handle_no_permission(request, view_func)
