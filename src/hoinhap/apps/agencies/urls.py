"""The pages of agencies, of who works in them, and of whoever is signed in."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from hoinhap.apps.agencies.views import (
    account,
    administration,
    classes,
    coordination,
    delegations,
    directory,
    importing,
    map,
    merger_list,
    mergers,
    names,
    people,
    portrait,
)

pages: list[URLPattern] = [
    # --- for everybody who is signed in ---
    path("co-quan/", directory.index, name="index"),
    path("co-quan/danh-sach.xlsx", directory.list_file, name="list-file"),
    path("co-quan/ban-do/", map.communes, name="map"),
    path("co-quan/nhom/", classes.index, name="classes"),
    path("co-quan/nhom/moi/", classes.add, name="class-add"),
    path("co-quan/nhom/<slug:code>/", classes.show, name="class"),
    path("co-quan/nhom/<slug:code>/sua", classes.edit, name="class-edit"),
    path("co-quan/nhom/<slug:code>/tieu-chi", classes.add_rule, name="class-rule"),
    path("co-quan/nhom/<slug:code>/quyet-dinh", classes.decide, name="class-decide"),
    path("co-quan/nhom/<slug:code>/bo", classes.drop, name="class-drop"),
    path("co-quan/phoi-hop/", coordination.index, name="coordination"),
    path("co-quan/phoi-hop/<slug:code>/", coordination.kind, name="coordination-kind"),
    path("co-quan/phoi-hop/<slug:code>/them", coordination.add, name="coordination-add"),
    path("co-quan/phoi-hop/<slug:code>/buoc/<int:rule_id>", coordination.edit, name="coordination-edit"),
    path("co-quan/phoi-hop/<slug:code>/hoan-tac", coordination.undo, name="coordination-undo"),
    path("co-quan/ten-goi/", names.names, name="names"),
    # --- merge days ---
    path("quan-tri/sap-xep/", merger_list.drafts, name="mergers"),
    path("quan-tri/sap-xep/nhap", merger_list.load, name="merger_load"),
    path("quan-tri/sap-xep/goi-y", merger_list.offer, name="merger_offer"),
    path("quan-tri/sap-xep/<uuid:draft_id>/", mergers.draft, name="merger"),
    path("quan-tri/sap-xep/<uuid:draft_id>/sua", mergers.edit, name="merger_edit"),
    path("quan-tri/sap-xep/<uuid:draft_id>/ap-dung", mergers.apply, name="merger_apply"),
    path("quan-tri/sap-xep/<uuid:draft_id>/hoan-tac", mergers.undo, name="merger_undo"),
    path("quan-tri/sap-xep/<uuid:draft_id>/bang/<slug:kind>", mergers.things, name="merger_things"),
    path("co-quan/<slug:code>/thay-doi/", merger_list.one_agency, name="agency_change"),
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
    # --- one agency: last, since its code may be any word that no page above has ---
    path("co-quan/<slug:code>/duoi", directory.branch, name="branch"),
    path("co-quan/<slug:code>/", portrait.agency, name="agency"),
]

urlpatterns = [
    path("tai-khoan", account.account, name="account_page"),
    path("tai-khoan/uy-quyen", delegations.lend, name="lend"),
    path("tai-khoan/uy-quyen/<int:delegation_id>/thoi", delegations.take_back, name="take_back"),
    path("", include((pages, "agencies"))),
]
