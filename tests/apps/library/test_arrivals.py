"""What a script is told while documents are read, and what is kept when nobody listens any more."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.library import actions, arrivals, aside, deciding, demo, laying, panel, queries, sentences
from hoinhap.apps.library.models import Document, Reading, time_ordered_id
from hoinhap.core.reader import Unreadable
from tests.apps.cast import cast
from tests.apps.library.papers import DIRECTIVE

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 7, 5, 0, tzinfo=UTC)
LINES = {"accept": "application/x-ndjson"}


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


def send(client, *files):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post("/van-ban/tai-len", {"files": uploads}, headers=LINES)


def told(answer) -> list[dict]:
    lines = b"".join(answer.streaming_content).decode().splitlines()
    return [event for event in map(json.loads, lines) if event]


@pytest.fixture
def slow(monkeypatch):
    """Let the reader stop before each of three pages until the test lets it go on."""
    from hoinhap.core.reader import read

    gates = [Event(), Event(), Event()]
    monkeypatch.setattr(aside, "BEAT", 0.01)

    def read_slowly(data, name, progress):
        for number, gate in enumerate(gates):
            progress(number, 3)
            assert gate.wait(10)
        return read(data, name)

    monkeypatch.setattr(aside, "read", read_slowly)
    yield gates
    for gate in gates:
        gate.set()


def test_a_script_is_told_what_became_of_each_file(client):
    answer = send(client, ("a.txt", DIRECTIVE.encode()), ("b.txt", DIRECTIVE.encode()), ("c.txt", b""))
    assert answer["Content-Type"] == "application/x-ndjson"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    events = told(answer)
    address = f"/van-ban/{Document.objects.get().pk}/"
    assert events[0]["url"] == events[1]["known"] == address
    assert (events[0]["heading"], events[0]["said"]) == ("Chỉ thị 12/CT-UBND", "2 giao việc")
    assert "đã có trong thư viện" in events[1]["refusal"]
    assert "0 byte" in events[2]["refusal"]
    assert events[3:] == [{"end": True}]


def test_a_script_is_told_in_the_language_of_the_page(client):
    client.cookies["django_language"] = "en"
    events = told(send(client, ("a.txt", DIRECTIVE.encode()), ("x.pdf", b"%PDF-1.7 broken")))
    assert events[0]["said"] == "2 duties"
    assert "“x.pdf”" in events[1]["refusal"] and "Tệp" not in events[1]["refusal"]


def test_pages_are_told_one_after_the_other(client, slow):
    lines = iter(send(client, ("a.txt", DIRECTIVE.encode())).streaming_content)
    pages = []
    for line in lines:
        event = json.loads(line)
        if "page" in event and event["page"] not in pages:
            pages.append(event["page"])
            assert event["pages"] == 3 and event["name"] == "a.txt"
            slow[event["page"] - 1].set()
    assert pages == [1, 2, 3]
    assert Document.objects.count() == 1


def test_an_upload_that_is_broken_off_leaves_no_trace(slow, hanh):
    files = [SimpleUploadedFile(name, DIRECTIVE.encode() + name.encode()) for name in ("a.txt", "b.txt")]
    lines = arrivals.lines(arrivals.arriving(hanh, files, source="", at=lambda: NOON), "vi")
    assert json.loads(next(line for line in lines if b"page" in line))["page"] == 1
    # What the server does when the browser has gone away.
    lines.close()
    for gate in slow:
        gate.set()
    assert list(lines) == []
    assert (Document.objects.count(), Reading.objects.count()) == (0, 0)


def test_who_goes_away_before_anything_is_written_leaves_no_trace(hanh):
    steps = actions.receiving(actor=hanh, name="a.txt", data=DIRECTIVE.encode(), at=NOON)
    while next(steps) is not None:
        pass
    steps.close()
    assert Document.objects.count() == 0


def test_a_reading_that_fails_is_raised_where_it_was_asked_for(hanh):
    with pytest.raises(Unreadable):
        actions.receive(actor=hanh, name="x.pdf", data=b"%PDF-1.7 broken", at=NOON)


@pytest.mark.parametrize(
    ("calls", "page"),
    [
        ([], None),
        ([(1, 20)], (2, 20)),
        ([(n + 1, 3) for n in range(3)], (1, 3)),
        ([*((n + 1, 3) for n in range(3)), (1, 3)], (2, 3)),
        ([*((n + 1, 3) for n in range(3)), *((n + 1, 3) for n in range(3))], (3, 3)),
    ],
)
def test_a_scan_is_counted_once_before_it_is_recognised(calls, page):
    assert aside._page(calls) == page


# --- read again -----------------------------------------------------------------------------------------------------


@pytest.fixture
def older(monkeypatch, hanh):
    """Give a document that an older reader has read, badly."""
    with monkeypatch.context() as past:
        past.setattr(actions, "VERSION", "0")
        document = actions.receive(actor=hanh, name="a.txt", data=DIRECTIVE.encode(), at=NOON, is_demo=True)
    Document.objects.update(kind="", duties=0, sought="")
    return document


def test_a_document_of_an_older_reader_can_be_read_again(client, older):
    address = f"/van-ban/{older.pk}/"
    assert "Đọc lại bằng bộ đọc mới" in client.get(address).content.decode()
    answer = client.post(f"{address}doc-lai")
    assert (answer.status_code, answer["Location"]) == (302, address)
    document = Document.objects.get()
    assert (document.kind, document.duties) == ("Chỉ thị", 2)
    assert "so ngoai vu" in document.sought or "chi thi" in document.sought
    assert "Đọc lại bằng bộ đọc mới" not in client.get(address).content.decode()
    notes = client.get(f"{address}?xem=ghi-chu").content.decode()
    first = Reading.objects.get(reader_version="0")
    assert Reading.objects.count() == 2
    assert f"ket-qua.json?ban-doc={first.pk}" in notes
    assert client.get(f"{address}ket-qua.json?ban-doc={first.pk}").json() == first.body
    assert client.get(f"{address}ket-qua.json?ban-doc=999999").status_code == 404


def test_reading_again_twice_adds_one_reading(client, older):
    for _time in range(2):
        events = told(client.post(f"/van-ban/{older.pk}/doc-lai", headers=LINES))
        assert events[0]["url"] == f"/van-ban/{older.pk}/"
    assert Reading.objects.count() == 2


def test_all_documents_of_an_older_reader_are_read_again(client, older, receive):
    receive(9)
    page = client.get("/").content.decode()
    assert "sau khi đọc 1 văn bản" in page
    events = told(client.post("/van-ban/doc-lai", headers=LINES))
    assert events == [{"document": 1, "documents": 1}, {"end": True}]
    assert Reading.objects.count() == 3
    assert "sau khi đọc" not in client.get("/").content.decode()
    assert client.post("/van-ban/doc-lai").status_code == 200


def test_reading_again_needs_a_document(client, hanh):
    assert client.post(f"/van-ban/{time_ordered_id(NOON)}/doc-lai").status_code == 404
    with pytest.raises(NotFound):
        actions.read_again(actor=hanh, document_id=time_ordered_id(NOON), at=NOON)


def test_a_secrecy_mark_that_a_newer_reader_finds_is_said(older, monkeypatch, hanh):
    original = older.original
    original.data = DIRECTIVE.replace("Số: 12/CT-UBND", "MẬT\n\nSố: 12/CT-UBND").encode()
    original.save()
    with pytest.raises(Refused) as refusal:
        actions.read_again(actor=hanh, document_id=older.pk, at=NOON)
    assert refusal.value.code == "library.secret-mark-kept"
    assert "đã lưu trong thư viện" in sentences.sentence_of(refusal.value)


def test_demo_papers_are_read_again_when_the_reader_has_changed(older, hanh):
    assert demo.read_again(at=NOON) == 1
    assert demo.read_again(at=NOON) == 0
    assert queries.reading_for(hanh, older.pk).reader_version != "0"


# --- the list and the table -----------------------------------------------------------------------------------------


@pytest.fixture
def receive(hanh):
    def receive(number: int, text: str = DIRECTIVE):
        text = text.replace("12/CT-UBND", f"{number}/CT-UBND")
        return actions.receive(actor=hanh, name=f"{number}.txt", data=text.encode(), at=NOON)

    return receive


def test_a_long_list_has_pages_and_counts_all(client, monkeypatch, receive, hanh):
    for number in range(5):
        receive(number)
    receive(9, DIRECTIVE.replace("CHỈ THỊ", "KẾ HOẠCH").replace("CT-UBND", "KH-UBND"))
    found = queries.shelf_for(hanh, size=2, page=2)
    assert (len(found.documents), found.found, found.page, found.pages) == (2, 6, 2, 3)
    assert queries.shelf_for(hanh, size=2, page=99).page == 3
    assert dict(found.kinds) == {"Chỉ thị": 5, "Kế hoạch": 1}
    page = client.get("/?loai=Kế hoạch&trang=x&xep=giao-viec").content.decode()
    assert page.count("<tr>") == 2 and "1 văn bản khớp" in page
    assert 'aria-sort="descending"><a href="?loai=K%E1%BA%BF+ho%E1%BA%A1ch&amp;xep=giao-viec"' in page


def test_documents_without_a_kind_have_a_tab_of_their_own(client, receive, hanh):
    receive(1)
    for number in (2, 3):
        actions.receive(actor=hanh, name=f"{number}.txt", data=f"Sở Y tế báo cáo {number}.".encode(), at=NOON)
    found = queries.shelf_for(hanh)
    assert found.kinds == [("Chỉ thị", 1), ("-", 2)] and sum(dict(found.kinds).values()) == found.found
    assert queries.shelf_for(hanh, queries.Wanted(kind="-")).found == 2
    page = client.get("/?loai=-").content.decode()
    assert page.count("<tr>") == 3 and "2 văn bản khớp" in page
    assert '<a href="?loai=-" aria-current="true"><span>Khác</span> <span class="count">2</span></a>' in page
    client.cookies["django_language"] = "en"
    page = client.get("/").content.decode()
    assert "<span>Directive</span>" in page and "<span>Other</span>" in page


def test_the_sheet_and_the_row_say_how_sure_as_the_filter_does(client, hanh):
    text = (
        "Số: 41/KH-UBND\n\nKẾ HOẠCH\n\nI. YÊU CẦU\n\n1. Yêu cầu\n\n- Nhiệm vụ phải rõ người, rõ việc, rõ kết quả.\n\n"
        "II. THỰC HIỆN\n\n1. Sở Y tế\n\n1.1. Sở Y tế tổ chức tập huấn; trường hợp vượt thẩm quyền, báo cáo UBND tỉnh;"
    )
    document = actions.receive(actor=hanh, name="41.txt", data=text.encode(), at=NOON)
    laid = laying.laid_for(hanh, document.pk)
    lines = [line for line in panel.item_lines(laid.items, laid.reading.body) if line.kind == "duty"]
    assert lines[0].optional and lines[0].grade_word == "Đoán"
    assert (lines[0].place, lines[0].path) == ("I.1", "I.1, gạch đầu dòng thứ 1")
    assert {line.place for line in lines[1:]} == {"II.1.1"}
    sheet = client.get(f"/van-ban/{document.pk}/giao-viec.csv").content.decode("utf-8-sig").split("\r\n")
    assert sheet[1].endswith(",Đoán,Chưa quyết định") and '"I.1, gạch đầu dòng thứ 1"' in sheet[1]
    page = client.get(f"/van-ban/{document.pk}/").content.decode()
    row = page[page.index(f'id="d{lines[0].ref}"') :].partition("</a>")[0]
    assert "Tùy cách hiểu" not in page and "Đoán" in row
    for line in lines:
        assert line.text[0].isupper() and line.action[0].isupper() and line.text[-1] != ";"


def test_the_filter_replaces_what_was_asked_before(client, receive):
    document = receive(1)
    address = f"/van-ban/{document.pk}/"
    page = client.get(f"{address}?tu=a&co-quan=&muc=").content.decode()
    assert f'action="{address}" hx-get="{address}"' in page


def test_the_duties_come_as_a_table_for_a_spreadsheet(client, receive):
    document = receive(1, DIRECTIVE.replace("rà soát các", "=rà soát các"))
    answer = client.get(f"/van-ban/{document.pk}/giao-viec.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    text = answer.content.decode("utf-8-sig")
    rows = text.split("\r\n")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert rows[0].startswith("STT,Điều khoản,Nhiệm vụ,Chủ trì")
    assert len(rows) == document.duties + 2
    assert "Sở Ngoại vụ,Sở Tư pháp,UBND tỉnh,Trước ngày 30/06/2026,trước ngày 30/6/2026" in rows[1]


def test_words_of_a_person_are_never_a_formula(client, receive, hanh):
    document = receive(1)
    item = document.items.filter(kind="duty").first()
    value = {"text": "=1+1", "leads": ["@Sở Ngoại vụ"]}
    deciding.edit(actor=hanh, document_id=document.pk, item_id=item.pk, version=item.version, value=value, at=NOON)
    row = client.get(f"/van-ban/{document.pk}/giao-viec.csv").content.decode("utf-8-sig").split("\r\n")[1]
    assert ",'=1+1,'@Sở Ngoại vụ," in row


def test_provisions_are_narrowed_by_their_answer(client, receive):
    document = receive(1)
    page = client.get(f"/van-ban/{document.pk}/?xem=dieu-khoan&ket-luan=duty").content.decode()
    assert page.count("data-rule=") == 2
    assert "Câu nêu chủ thể và việc phải làm" in page
    assert 'data-rule="duty.subject"' in page
    assert ">duty.subject<" not in page
