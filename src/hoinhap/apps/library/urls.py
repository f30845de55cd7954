"""The addresses of the library."""

from django.urls import path

from hoinhap.apps.library import views

app_name = "library"
urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("van-ban/tai-len", views.receive, name="receive"),
    path("van-ban/doc-lai", views.again_all, name="again-all"),
    path("van-ban/<uuid:document_id>/", views.reading, name="reading"),
    path("van-ban/<uuid:document_id>/doc-lai", views.again, name="again"),
    path("van-ban/<uuid:document_id>/giao-viec.csv", views.duty_sheet, name="sheet"),
    path("van-ban/<uuid:document_id>/ban-goc", views.original, name="original"),
    path("van-ban/<uuid:document_id>/ket-qua.json", views.findings, name="findings"),
]
