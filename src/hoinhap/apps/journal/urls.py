"""The addresses of the journal."""

from django.urls import path

from hoinhap.apps.journal import views

app_name = "journal"
urlpatterns = [
    path("nhat-ky/", views.index, name="index"),
    path("nhat-ky/nhat-ky.csv", views.export, name="export"),
    path("nhat-ky/nguoi/<str:username>", views.person, name="person"),
    path("nhat-ky/<str:kind>/<str:key>", views.history, name="history"),
]
