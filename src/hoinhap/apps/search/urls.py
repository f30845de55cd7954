"""The addresses of search."""

from django.urls import path

from hoinhap.apps.search import views

app_name = "search"
urlpatterns = [path("tim", views.results, name="results")]
