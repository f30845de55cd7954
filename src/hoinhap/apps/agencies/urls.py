"""The pages of agencies, of who works in them, and of whoever is signed in."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from hoinhap.apps.agencies.views import account, administration, delegations, importing, names, people

pages: list[URLPattern] = [
    path("co-quan/ten-goi/", names.names, name="names"),
    # --- administration ---
    path("quan-tri/", administration.front, name="admin"),
    path("quan-tri/hoan-tac", administration.undo, name="undo"),
    path("quan-tri/nguoi-dung/", people.index, name="people"),
    path("quan-tri/nguoi-dung/them", people.add, name="person_add"),
    path("quan-tri/nguoi-dung/nhap", importing.people, name="people_import"),
    path("quan-tri/nguoi-dung/xuat", importing.people_out, name="people_export"),
    path("quan-tri/nguoi-dung/<str:username>/", people.person, name="person"),
    path("quan-tri/nguoi-dung/<str:username>/<str:act>", people.act, name="person_act"),
    path("quan-tri/co-quan/", administration.agencies, name="agencies_admin"),
    path("quan-tri/co-quan/them", administration.add_agency, name="agency_add"),
    path("quan-tri/co-quan/nhap/", importing.agencies, name="agencies_import"),
    path("quan-tri/co-quan/xuat", importing.agencies_out, name="agencies_export"),
    path("quan-tri/co-quan/<slug:code>/", administration.agency, name="agency_admin"),
    path("quan-tri/co-quan/<slug:code>/<str:act>", administration.agency_act, name="agency_act"),
]

urlpatterns = [
    path("tai-khoan", account.account, name="account_page"),
    path("tai-khoan/uy-quyen", delegations.lend, name="lend"),
    path("tai-khoan/uy-quyen/<int:delegation_id>/thoi", delegations.take_back, name="take_back"),
    path("", include((pages, "agencies"))),
]
