"""Every file that is not taken is refused with its sentence, in Vietnamese and in English, and leaves no trace."""

from __future__ import annotations

import html
import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Word
from PIL import Image

from hoinhap.apps.journal.models import Event
from hoinhap.apps.library.models import Arrival, Citation, Document, Item, Original, Reading
from hoinhap.core.reader.formats import patience
from hoinhap.site import worker
from tests.apps.cast import cast
from tests.apps.library.papers import DIRECTIVE
from tests.apps.library.test_background import once  # noqa: F401

pytestmark = pytest.mark.django_db
ADDRESS = "/van-ban/tai-len"
LINES = {"accept": "application/x-ndjson"}
MEGABYTE = 1024 * 1024


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def client(client, people):
    client.force_login(people.people["hanh"])
    return client


# --- files ----------------------------------------------------------------------------------------------------------


def marked(mark: str) -> str:
    return DIRECTIVE.replace("Số: 12/CT-UBND", f"{mark}\n\nSố: 12/CT-UBND")


def webpage(text: str) -> bytes:
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in text.splitlines())}</body></html>".encode()


def word(text: str, *, where: str = "body") -> bytes:
    """Make a Word file of a paper; its mark stands in a line of the body, or in a cell above the number."""
    made = Word()
    lines = text.split("\n")
    if where == "cell":
        mark = next(line for line in lines if line.isupper() and "MẬT" in line)
        lines.remove(mark)
        table = made.add_table(rows=1, cols=2)
        table.cell(0, 0).text = f"ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\n{mark}\nSố: 12/CT-UBND"
        table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        lines = lines[lines.index("CHỈ THỊ") :]
    for line in lines:
        made.add_paragraph(line)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def zipped(members: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + stream.encode("utf-16-le") + bytes(2000)


def locked_pdf() -> bytes:
    """Make a PDF whose keys fit no empty password."""
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
    )
    trailer = b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<" + b"12" * 16 + b"><" + b"12" * 16 + b">]>>\n"
    return b"%PDF-1.4\n" + objects + trailer + b"startxref\n0\n%%EOF"


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("L", (600, 800), 255).save(made, "PNG")
    return made.getvalue()


EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(range(256)) * 4
OPEN_ME = ("Mở thử tệp trên máy, lấy lại bản đầy đủ", "Open it on your computer, get a complete copy")
SAVE_AS = ("Lưu nội dung thành tệp Word (.docx) hoặc PDF", "Save its content as a Word file (.docx) or a PDF")
SECRET = ("theo quy định về bảo vệ bí mật nhà nước", "state secrets")
UNLOCK = ("Gỡ mật khẩu trong phần mềm đã tạo tệp", "Remove the password in the program that made the file")

# name → the file, what is wrong with it and what to do, in both languages.
REFUSED: dict[str, tuple[bytes, tuple[str, str], tuple[str, str]]] = {
    # The name says one thing and the bytes another.
    "chuong-trinh.pdf": (EXE, ("thuộc loại EXE, chưa đọc được", "is of the type EXE"), SAVE_AS),
    "nen.docx": (b"Rar!\x1a\x07\x01\x00" + bytes(500), ("thuộc loại RAR", "is of the type RAR"), SAVE_AS),
    "bang-tinh.docx": (
        zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
        ("thuộc loại XLSX", "is of the type XLSX"),
        SAVE_AS,
    ),
    "bang-tinh-cu.doc": (old_office("Workbook"), ("thuộc loại XLS", "is of the type XLS"), SAVE_AS),
    "la.docx": (
        random.Random(7).randbytes(5000),
        ("không phải là văn bản: không nhận ra được nội dung", "is not a document: its content is not recognised"),
        ("Tải lên tệp Word (.docx, .doc), PDF", "Upload a Word file (.docx, .doc), a PDF"),
    ),
    "van-ban.docx": (
        zipped({"mot.txt": "một", "hai.txt": "hai"}),
        ("là tệp nén có 2 văn bản", "is an archive of 2 documents"),
        ("Giải nén rồi đưa từng văn bản vào đọc", "Unpack it and read the documents one by one"),
    ),
    # Nothing in it, or too much.
    "rong.docx": (b"", ("không có nội dung (0 byte)", "is empty (0 bytes)"), ("Kiểm tra lại tệp", "Check it")),
    "khong-chu.html": (
        b"<html><body><p> </p></body></html>",
        ("không có chữ nào đọc được", "holds no text that can be read"),
        ("hãy lưu thành PDF rồi tải lại", "save it as a PDF and try that"),
    ),
    "to.txt": (
        b"x" * (MEGABYTE + 1),
        ("nặng 2 MB, quá giới hạn 1 MB", "has 2 MB, over the limit of 1 MB"),
        ("Chia nhỏ hoặc nén hình", "Split it or compress"),
    ),
    # A secrecy mark, wherever it stands.
    "mat.txt": (marked("MẬT").encode(), ("có dấu chỉ độ mật “Mật”", "bears the secrecy mark"), SECRET),
    "toi-mat.txt": (marked("TỐI MẬT").encode(), ("độ mật “Tối mật”", "bears the secrecy mark"), SECRET),
    "tuyet-mat.txt": (marked("TUYỆT MẬT").encode("utf-16"), ("độ mật “Tuyệt mật”", "bears the secrecy mark"), SECRET),
    "do-mat.html": (
        webpage(marked("Độ mật: Mật")),
        ("có dấu chỉ độ mật “Mật”", "bears the secrecy mark"),
        SECRET,
    ),
    "mat.docx": (word(marked("MẬT")), ("có dấu chỉ độ mật “Mật”", "bears the secrecy mark"), SECRET),
    "o-mat.docx": (
        word(marked("TUYỆT MẬT"), where="cell"),
        ("độ mật “Tuyệt mật”", "bears the secrecy mark"),
        SECRET,
    ),
    # Locked.
    "khoa.docx": (
        old_office("EncryptedPackage"),
        ("có mật khẩu nên không đọc được", "protected by a password"),
        UNLOCK,
    ),
    "khoa.pdf": (locked_pdf(), ("có mật khẩu nên không đọc được", "protected by a password"), UNLOCK),
    # Broken.
    "hong.docx": (word(DIRECTIVE)[:-400], ("bị hỏng hoặc chưa tải về đủ", "is damaged or incomplete"), OPEN_ME),
    "hong.pdf": (b"%PDF-1.7 broken", ("bị hỏng hoặc chưa tải về đủ", "is damaged or incomplete"), OPEN_ME),
    "hong.zip": (b"PK\x03\x04" + b"x" * 200, ("bị hỏng hoặc chưa tải về đủ", "is damaged or incomplete"), OPEN_ME),
}


# --- what is said, and what is left ---------------------------------------------------------------------------------


def send(client, *files: tuple[str, bytes], **more):
    return client.post(ADDRESS, {"files": [SimpleUploadedFile(name, data) for name, data in files]}, **more)


def events(answer) -> list[dict]:
    assert answer.status_code == 200
    told = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert told.pop() == {"end": True}
    return [event for event in told if event.keys() & {"url", "refusal", "waiting"}]


def rows() -> dict[str, int]:
    kinds = (Document, Original, Reading, Item, Citation, Arrival, Event)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def arriving() -> list[Path]:
    return list(Path(site.FILE_UPLOAD_TEMP_DIR).iterdir())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_has_its_sentence_and_leaves_no_trace(client, settings, name, language):
    settings.UPLOAD_LIMIT = MEGABYTE
    client.cookies["django_language"] = language
    data, wrong, todo = REFUSED[name]
    before = rows()
    (event,) = events(send(client, (name, data), headers=LINES))
    sentence = event["refusal"]
    at = ("vi", "en").index(language)
    assert sentence.startswith((f"Tệp “{name}” ", f"The file “{name}” ")[at])
    assert wrong[at] in sentence and todo[at] in sentence
    assert sentence.endswith(".") and not {"{", "}", "%("} & set(sentence)
    assert wrong[1 - at] not in sentence
    # The same without script.
    page = send(client, (name, data))
    assert page.status_code == 422
    assert html.escape(sentence) in page.content.decode()
    assert (rows(), arriving()) == (before, [])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_is_here_already_is_named_and_opened_from_the_sentence(client, language):
    client.cookies["django_language"] = language
    (kept,) = events(send(client, ("chi-thi.txt", DIRECTIVE.encode()), headers=LINES))
    before = rows()
    (event,) = events(send(client, ("ban-sao.txt", DIRECTIVE.encode()), headers=LINES))
    assert event["known"] == kept["url"]
    said = {
        "vi": "Tệp “ban-sao.txt” đã có trong thư viện: Chỉ thị 12/CT-UBND. ",
        "en": "The file “ban-sao.txt” is already in the library: Chỉ thị 12/CT-UBND. ",
    }
    assert event["refusal"].startswith(said[language])
    page = send(client, ("ban-sao.txt", DIRECTIVE.encode()))
    assert page.status_code == 422 and f'href="{kept["url"]}"' in page.content.decode()
    assert (rows(), arriving()) == (before, [])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_waits_already_is_not_taken_again(client, language, monkeypatch):
    monkeypatch.setattr(patience, "HEAVY", 100)
    client.cookies["django_language"] = language
    (waiting,) = events(send(client, ("chi-thi.txt", DIRECTIVE.encode()), headers=LINES))
    assert "waiting" in waiting
    before = rows()
    (event,) = events(send(client, ("ban-sao.txt", DIRECTIVE.encode()), headers=LINES))
    said = {
        "vi": "Tệp “ban-sao.txt” đã được gửi và đang chờ đọc.",
        "en": "The file “ban-sao.txt” has been sent and waits to be read.",
    }
    assert event["refusal"].startswith(said[language])
    assert (rows(), arriving()) == (before, [])


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "Chưa có tệp nào được chọn."), ("en", "No file was chosen.")],
)
def test_no_file_is_no_upload(client, language, said):
    client.cookies["django_language"] = language
    before = rows()
    page = client.post(ADDRESS, {})
    assert page.status_code == 422 and said in page.content.decode()
    assert rows() == before


@pytest.mark.parametrize("headers", [{}, LINES])
@pytest.mark.parametrize("name", ["viewer", "leader", "inspector", "administrator", "nobody"])
def test_who_may_not_receive_is_told_so_and_nothing_is_kept(client, people, name, headers):
    client.force_login(people.people[name])
    before = rows()
    answer = send(client, ("chi-thi.txt", DIRECTIVE.encode()), ("rong.txt", b""), headers=headers)
    assert answer.status_code == 403
    assert "chưa được giao quyền thực hiện việc vừa chọn" in answer.content.decode()
    assert (rows(), arriving()) == (before, [])


def test_a_stranger_sends_nothing():
    client = Client()
    before = rows()
    assert send(client, ("chi-thi.txt", DIRECTIVE.encode()), headers=LINES).status_code == 401
    assert send(client, ("chi-thi.txt", DIRECTIVE.encode())).status_code == 302
    assert (rows(), arriving()) == (before, [])


# --- what its name does not make worse ------------------------------------------------------------------------------


def test_a_page_named_as_a_word_file_is_read_as_the_page_it_is(client):
    data = webpage(DIRECTIVE).replace(b"<body>", b"<body><script>alert(1)</script>")
    (event,) = events(send(client, ("chi-thi.docx", data), headers=LINES))
    assert event["heading"] == "Chỉ thị 12/CT-UBND"
    assert "alert(1)" not in Document.objects.get().readings.get().body["text"]
    original = client.get(f"{event['url']}ban-goc")
    assert original.content == data and original["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Tệp “quet.docx” không có chữ nào đọc được."),
        ("en", "The file “quet.docx” holds no text that can be read."),
    ],
)
def test_an_empty_picture_named_as_a_word_file_is_refused_once_it_has_been_looked_at(
    client,
    language,
    said,
    once,  # noqa: F811
):
    client.cookies["django_language"] = language
    (event,) = events(send(client, ("quet.docx", picture()), headers=LINES))
    once()
    refusal = client.get(event["waiting"]).json()["refusal"]
    assert refusal.startswith(said) or "Tesseract" in refusal
    assert not Document.objects.exists() and Arrival.objects.get().data is None
    assert arriving() == []
    assert worker.main(["--once"]) == 0
