"""The addresses of the library."""

from django.urls import path

from hoinhap.apps.library.views import reading, shelf

app_name = "library"
urlpatterns = [
    path("", shelf.shelf, name="shelf"),
    path("van-ban/tai-len", shelf.receive, name="receive"),
    path("van-ban/doc-lai", shelf.again_all, name="again-all"),
    path("van-ban/<uuid:document_id>/", reading.reading, name="reading"),
    path("van-ban/<uuid:document_id>/doc-lai", shelf.again, name="again"),
    path("van-ban/<uuid:document_id>/giao-viec.csv", reading.duty_sheet, name="sheet"),
    path("van-ban/<uuid:document_id>/ban-goc", reading.original, name="original"),
    path("van-ban/<uuid:document_id>/ket-qua.json", reading.findings, name="findings"),
]
