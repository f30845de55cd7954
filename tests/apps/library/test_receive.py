"""A document arrives: kept whole with its Reading, or refused with a sentence and not kept at all."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import actions, demo, queries, sentences
from hoinhap.apps.library.models import Citation, Document, Item, Original, Reading, time_ordered_id
from hoinhap.core.reader import Unreadable
from tests.apps.cast import cast
from tests.apps.library.papers import DIRECTIVE, PLAN

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 7, 5, 0, tzinfo=UTC)


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def hanh(people):
    return people.viewer("hanh")


@pytest.fixture
def client(client, people):
    client.force_login(people.people["hanh"])
    return client


@pytest.fixture
def receive(hanh):
    def receive(text: str = DIRECTIVE, name: str = "chi-thi.txt", **more):
        return actions.receive(**{"actor": hanh, "name": name, "data": text.encode(), "at": NOON, **more})

    return receive


def kept() -> tuple[int, int, int]:
    """Count what is kept; whatever leaves no trace leaves no items, citations and events either."""
    if not Document.objects.exists():
        assert not Item.objects.exists() and not Citation.objects.exists()
        assert not Event.objects.filter(act__startswith="document.").exists()
    return Document.objects.count(), Original.objects.count(), Reading.objects.count()


def drop(client, *files, **more):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post("/van-ban/tai-len", {"files": uploads}, **more)


def test_a_document_is_kept_with_its_bytes_and_its_reading(receive, hanh):
    document = receive(received_from="Văn phòng UBND tỉnh")
    assert kept() == (1, 1, 1)
    assert bytes(document.original.data) == DIRECTIVE.encode()
    assert document.received_from == "Văn phòng UBND tỉnh"
    assert document.duties >= 2
    body = queries.reading_for(hanh, document.pk).body
    assert any("Sở Ngoại vụ" in task["leads"] for task in body["tasks"])
    assert len({item["path"] for item in body["outline"]}) == document.provisions
    assert document.items.count() == document.items_count >= document.undecided > 0
    (event,) = Event.objects.filter(act="document.received")
    assert (event.root_id, event.at) == (str(document.pk), NOON)
    assert event.facts["sha256"] == document.sha256


def test_the_same_bytes_are_kept_once_and_named(receive):
    first = receive()
    with pytest.raises(Refused) as refusal:
        receive(name="ban-sao.txt")
    assert refusal.value.code == "library.same-bytes"
    assert refusal.value.facts["id"] == str(first.pk)
    assert kept() == (1, 1, 1)


def test_the_database_itself_refuses_the_same_bytes(receive):
    document = receive()
    same = {"name": "x", "sha256": document.sha256, "size": 1, "received_at": NOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(id=time_ordered_id(NOON), agency=document.agency, **same)


def test_a_document_without_bytes_or_name_cannot_be_stored():
    for name, size in (("", 1), ("x", 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.create(id=time_ordered_id(NOON), name=name, sha256="0" * 64, size=size, received_at=NOON)


def test_a_secret_document_leaves_no_trace(client):
    secret = DIRECTIVE.replace("Số: 12/CT-UBND", "MẬT\n\nSố: 12/CT-UBND")
    answer = drop(client, ("mat.txt", secret.encode()))
    assert answer.status_code == 422
    assert "có dấu chỉ độ mật" in answer.content.decode()
    assert kept() == (0, 0, 0)


def test_bytes_that_are_no_text_leave_no_trace(hanh):
    with pytest.raises(Unreadable):
        actions.receive(actor=hanh, name="x.pdf", data=b"%PDF-1.7 broken", at=NOON)
    assert kept() == (0, 0, 0)


def test_a_failure_while_storing_leaves_no_half(monkeypatch, receive):
    def fail(**_values):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Reading.objects, "create", fail)
    with pytest.raises(RuntimeError):
        receive()
    assert kept() == (0, 0, 0)


def test_an_upload_leads_to_its_page(client):
    answer = drop(client, ("chi-thi.txt", DIRECTIVE.encode()))
    document = Document.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/van-ban/{document.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert f"Còn {document.undecided} trên {document.provisions} điều khoản chưa quyết định" in page
    assert document.undecided > 0
    assert "m-lead" in page


def test_one_refusal_does_not_stop_the_others(client):
    answer = drop(client, ("a.txt", DIRECTIVE.encode()), ("b.txt", DIRECTIVE.encode()), ("c.txt", b""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="arrival good"') == 1
    assert "đã có trong thư viện" in page
    assert "0 byte" in page
    assert kept() == (1, 1, 1)


def test_a_zip_gives_each_of_its_documents(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("nam-2026/mot.txt", DIRECTIVE)
        archive.writestr("nam-2026/hai.txt", DIRECTIVE.replace("12/CT-UBND", "13/CT-UBND"))
        archive.writestr("nam-2026/trung.txt", DIRECTIVE)
    answer = drop(client, ("goi.zip", packed.getvalue()))
    assert answer.content.decode().count('class="arrival good"') == 2
    assert sorted(Document.objects.values_list("name", flat=True)) == ["hai.txt", "mot.txt"]


def test_a_broken_zip_is_refused_with_a_sentence(client):
    answer = drop(client, ("goi.zip", b"PK\x03\x04" + b"x" * 200))
    assert answer.status_code == 422
    assert kept() == (0, 0, 0)


def test_every_note_of_the_reader_is_a_sentence():
    note = {"code": "legacy-encoding", "encoding": "TCVN3"}
    assert "TCVN3" in sentences.note_of(note)
    with translation.override("en"):
        assert "old encoding TCVN3" in sentences.note_of(note)
    assert sentences.note_of({"code": "unheard-of", "pages": "3"}) == "unheard-of · 3"


def test_every_code_of_the_notes_is_said_in_both_languages():
    from hoinhap.core.reader.lexicon import cues

    for code in cues("notes"):
        facts = {"encoding": "TCVN3", "count": "7", "share": "40", "pages": "3", "page": "2"}
        said = {}
        for language in ("vi", "en"):
            with translation.override(language):
                said[language] = sentences.note_of({"code": code, **facts})
        assert code not in said["vi"] and "{" not in said["vi"]
        assert said["vi"] != said["en"]


def test_a_file_over_the_limit_is_refused_unread(client, settings, monkeypatch):
    settings.UPLOAD_LIMIT = 1024 * 1024
    monkeypatch.setattr(actions, "documents_in", lambda *_: pytest.fail("it was read"))
    answer = drop(client, ("to.txt", b"x" * (1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert "nặng 2 MB, quá giới hạn 1 MB" in answer.content.decode()


def test_the_disk_never_holds_more_of_a_file_than_the_limit(client, settings):
    from hoinhap.site.uploads import BoundedUpload

    settings.UPLOAD_LIMIT = 1024 * 1024
    answer = drop(client, ("to.txt", b"x" * (4 * 1024 * 1024)))
    assert "nặng 4 MB, quá giới hạn 1 MB" in answer.content.decode()
    handler = BoundedUpload()
    handler.new_file("files", "to.txt", "text/plain", 4 * 1024 * 1024)
    for start in range(0, 4 * 1024 * 1024, 65536):
        handler.receive_data_chunk(b"x" * 65536, start)
    file = handler.file_complete(4 * 1024 * 1024)
    assert file.size == 4 * 1024 * 1024
    assert file.seek(0, 2) == 1024 * 1024
    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()) == []
    file.close()


def test_nothing_chosen_is_said(client):
    answer = client.post("/van-ban/tai-len", {})
    assert answer.status_code == 422
    assert "Chưa có tệp nào được chọn" in answer.content.decode()


def test_refusals_are_said_in_english_too(client):
    client.cookies["django_language"] = "en"
    drop(client, ("a.txt", DIRECTIVE.encode()))
    page = drop(client, ("a.txt", DIRECTIVE.encode())).content.decode()
    assert "already in the library" in page
    page = drop(client, ("x.pdf", b"%PDF-1.7 broken")).content.decode()
    assert "“x.pdf”" in page
    assert "Tệp" not in page


def test_the_original_comes_back_unchanged_and_is_never_run(client, receive):
    document = receive(name="<b>chỉ thị</b>.html")
    answer = client.get(f"/van-ban/{document.pk}/ban-goc")
    assert answer.content == DIRECTIVE.encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_findings_come_as_json(client, receive):
    document = receive()
    body = client.get(f"/van-ban/{document.pk}/ket-qua.json").json()
    assert {"document", "citations", "outline", "tasks", "targets", "text"} <= set(body)


@pytest.mark.parametrize("view", ["giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu", "khong-co"])
def test_every_panel_shows(client, view, receive):
    document = receive()
    whole = client.get(f"/van-ban/{document.pk}/?xem={view}")
    part = client.get(f"/van-ban/{document.pk}/?xem={view}", headers={"hx-request": "true", "hx-target": "panel"})
    assert whole.status_code == part.status_code == 200
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()


def test_the_duties_can_be_filtered(client, receive):
    document = receive()
    page = client.get(f"/van-ban/{document.pk}/?co-quan=Sở Tài chính").content.decode()
    assert page.count('class="duty ') == 1
    assert "1 trên" in page
    assert "Không có mục nào khớp" in client.get(f"/van-ban/{document.pk}/?tu=không-có-từ-này").content.decode()


def test_a_page_asks_the_database_a_constant_number_of_times(client, receive):
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    more = "".join(f"{n}. Sở Y tế báo cáo việc {n} theo Chỉ thị số {n}/CT-UBND.\n\n" for n in range(3, 30))
    small = receive(text=PLAN, name="ke-hoach.txt")
    large = receive(text=PLAN.replace("3. Kế hoạch này", f"{more}30. Kế hoạch này"), name="ke-hoach-dai.txt")
    assert large.items_count > small.items_count + 20
    views = ("", "?xem=dieu-khoan", "?xem=vien-dan", "?xem=ghi-chu", "?trang-thai=open", "ma-tran")
    paths = [f"/van-ban/{small.pk}/{view}" for view in views]
    # The first visit of somebody fills what a session keeps, the first document what is known of names.
    client.get("/")
    client.get(paths[0])
    few = [asked(path) for path in ("/", *paths)]
    for number in range(5):
        receive(text=DIRECTIVE + f"\n{number}", name=f"{number}.txt")
    many = [asked(path.replace(str(small.pk), str(large.pk))) for path in ("/", *paths)]
    assert many == few
    assert max(many) <= 14


@pytest.mark.parametrize("typed", ["Đề ABC", "đề án", "DE AN", "12/ct-ubnd", "thoa thuan lam giang"])
def test_the_shelf_is_searched_with_or_without_marks(typed, receive, hanh):
    receive(name="Đề án ABC.txt")
    assert queries.shelf_for(hanh, queries.Wanted(query=typed)).found == 1
    assert queries.shelf_for(hanh, queries.Wanted(query=f"{typed} xyz")).documents == []


def test_odd_characters_are_kept_on_every_database(receive, hanh):
    document = receive(text=DIRECTIVE + "\x07\ufffe \U0001f600 \u2028 \\u0000", name="lạ\ufffe.txt")
    assert "Sở Ngoại vụ" in queries.reading_for(hanh, document.pk).body["text"]


def test_an_absent_document_is_not_found(hanh):
    with pytest.raises(NotFound):
        queries.document_for(hanh, time_ordered_id(NOON))


def test_the_demo_province_is_loaded_once(tmp_path):
    marker = tmp_path / "demo-loaded"
    assert demo.load_once(marker=marker, at=NOON) == 4
    assert all(document.duties for document in Document.objects.all())
    assert demo.load_once(marker=marker, at=NOON) == 0
    Document.objects.all().delete()
    assert demo.load_once(marker=marker, at=NOON) == 0


def test_identities_follow_the_order_of_arrival():
    later = datetime(2026, 4, 7, 5, 0, 1, tzinfo=UTC)
    first, second = time_ordered_id(NOON), time_ordered_id(later)
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first < second
