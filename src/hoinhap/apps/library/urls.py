"""The addresses of the library."""

from django.urls import path

from hoinhap.apps.library.views import deciding, family, matrix, names, owed, reading, sending, shelf

app_name = "library"
urlpatterns = [
    path("", shelf.shelf, name="shelf"),
    path("van-ban/tai-len", shelf.receive, name="receive"),
    path("van-ban/dang-doc/<uuid:arrival_id>", shelf.arrival, name="arrival"),
    path("van-ban/dang-doc/<uuid:arrival_id>/dung", shelf.stop, name="arrival-stop"),
    path("van-ban/doc-lai", shelf.again_all, name="again-all"),
    path("van-ban/<uuid:document_id>/", reading.reading, name="reading"),
    path("van-ban/<uuid:document_id>/quyet-dinh", deciding.decide, name="decide"),
    path("van-ban/<uuid:document_id>/muc/<str:item>/<str:what>", deciding.editor, name="editor"),
    path("van-ban/<uuid:document_id>/them-giao-viec", deciding.adding, name="adding"),
    path("van-ban/<uuid:document_id>/co-quan/", names.names_page, name="names"),
    path("van-ban/<uuid:document_id>/ma-tran", matrix.matrix, name="matrix"),
    path("van-ban/<uuid:document_id>/ma-tran.xlsx", matrix.workbook, name="matrix-workbook"),
    path("van-ban/<uuid:document_id>/phu-luc.docx", matrix.annex, name="matrix-annex"),
    path("van-ban/<uuid:document_id>/doc-lai", shelf.again, name="again"),
    path("van-ban/<uuid:document_id>/giao-viec.csv", reading.duty_sheet, name="sheet"),
    path("van-ban/<uuid:document_id>/ban-goc", reading.original, name="original"),
    path("van-ban/<uuid:document_id>/ket-qua.json", reading.findings, name="findings"),
    path("van-ban/<uuid:document_id>/gia-dinh", family.family, name="family"),
    path("van-ban/<uuid:document_id>/gia-dinh/doi-chieu", family.compare, name="compare"),
    path("van-ban/<uuid:parent_id>/doi-chieu/<uuid:child_id>", family.alignment, name="alignment"),
    path("van-ban/<uuid:parent_id>/doi-chieu/<uuid:child_id>.csv", family.alignment_sheet, name="alignment-sheet"),
    path("van-ban/<uuid:document_id>/pho-bien", sending.sending_page, name="sending"),
    path("van-ban/<uuid:document_id>/pho-bien/gui", sending.send, name="send"),
    path("van-ban/<uuid:document_id>/pho-bien/thu-hoi", sending.unsend, name="unsend"),
    path("van-ban/<uuid:document_id>/pho-bien/nhac", sending.remind, name="remind"),
    path("van-ban/<uuid:document_id>/pho-bien/xac-nhan", sending.confirm, name="confirm"),
    path("van-ban/<uuid:document_id>/pho-bien/phien", sending.tell_briefing, name="tell-briefing"),
    path("van-ban/<uuid:document_id>/pho-bien.csv", sending.sending_sheet, name="sending-sheet"),
    path("van-ban/<uuid:document_id>/pho-bien/cong-van.txt", sending.letter, name="reminder-letter"),
    path("co-quan/<slug:code>/nhiem-vu", owed.duties, name="duties"),
    path("van-ban-den", sending.inbox, name="inbox"),
]
