"""The page of the person who is signed in."""

from __future__ import annotations

from django.urls import path

from hoinhap.apps.agencies import views

urlpatterns = [path("tai-khoan", views.account, name="account_page")]
