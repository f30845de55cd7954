"""The pages of agencies, of who works in them, and of whoever is signed in."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from hoinhap.apps.agencies.views import account

pages: list[URLPattern] = []

urlpatterns = [
    path("tai-khoan", account.account, name="account_page"),
    path("", include((pages, "agencies"))),
]
