"""The addresses of the library."""

from django.urls import path

from hoinhap.apps.library.views import deciding, matrix, reading, shelf

app_name = "library"
urlpatterns = [
    path("", shelf.shelf, name="shelf"),
    path("van-ban/tai-len", shelf.receive, name="receive"),
    path("van-ban/doc-lai", shelf.again_all, name="again-all"),
    path("van-ban/<uuid:document_id>/", reading.reading, name="reading"),
    path("van-ban/<uuid:document_id>/quyet-dinh", deciding.decide, name="decide"),
    path("van-ban/<uuid:document_id>/muc/<str:item>/<str:what>", deciding.editor, name="editor"),
    path("van-ban/<uuid:document_id>/them-giao-viec", deciding.adding, name="adding"),
    path("van-ban/<uuid:document_id>/ma-tran", matrix.matrix, name="matrix"),
    path("van-ban/<uuid:document_id>/ma-tran.xlsx", matrix.workbook, name="matrix-workbook"),
    path("van-ban/<uuid:document_id>/phu-luc.docx", matrix.annex, name="matrix-annex"),
    path("van-ban/<uuid:document_id>/doc-lai", shelf.again, name="again"),
    path("van-ban/<uuid:document_id>/giao-viec.csv", reading.duty_sheet, name="sheet"),
    path("van-ban/<uuid:document_id>/ban-goc", reading.original, name="original"),
    path("van-ban/<uuid:document_id>/ket-qua.json", reading.findings, name="findings"),
]
