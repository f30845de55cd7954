"""Files that are broken, locked, foreign or made to do harm: each is refused by name, and quickly."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.reader import formats
from hoinhap.core.reader.formats import archive, extract
from hoinhap.core.reader.model import Unreadable
from hoinhap.core.reader.refusals import codes, sentence


def code(data: bytes, name: str = "") -> str:
    with pytest.raises(Unreadable) as refusal:
        extract(data, name)
    for language in ("vi", "en"):
        words = sentence(refusal.value, language, name or "tep")
        assert "{" not in words and (name or "tep") in words
    return refusal.value.code


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + stream.encode("utf-16-le") + bytes(2000)


def test_nothing() -> None:
    assert code(b"", "a.docx") == "empty"


def test_random_bytes() -> None:
    assert code(random.Random(7).randbytes(5000), "a.docx") == "unknown-type"
    assert code(random.Random(8).randbytes(60)) == "unknown-type"


def test_a_huge_file_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return 200 * 1024 * 1024

    assert code(Huge(b"%PDF-1.7"), "a.pdf") == "too-large"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_files(share: float) -> None:
    word = build.docx()
    assert code(word[: int(len(word) * share)], "a.docx") == "damaged"
    pytest.importorskip("typst", reason="the PDF of the plan is typeset by typst")
    pdf = build.pdf()
    assert code(pdf[: int(len(pdf) * share)], "a.pdf") == "damaged"


def test_a_part_that_is_no_xml() -> None:
    assert code(build.package("<w:p>"), "a.docx") == "damaged"


def test_entities_are_refused() -> None:
    for declaration in (
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
    ):
        document = f"<?xml version='1.0'?>{declaration}<w:document xmlns:w='{build.W}'><w:body/></w:document>"
        data = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})
        assert code(data, "a.docx") == "unsafe"


def test_a_zip_bomb() -> None:
    assert (
        code(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(30_000_000)}), "a.docx") == "bomb"
    )
    assert code(zipped({"a.txt": bytes(30_000_000)}), "a.zip") == "bomb"
    assert code(zipped({f"{number}.txt": b"a" for number in range(3000)}), "a.zip") == "bomb"


def test_zips_within_zips() -> None:
    inner = zipped({"a.txt": "Kế hoạch".encode()})
    assert [name for name, _ in archive.members(zipped({"b.zip": inner}))] == ["b.zip/a.txt"]
    assert code(zipped({"c.zip": zipped({"b.zip": inner})}), "a.zip") == "bomb"


def test_a_zip_of_documents() -> None:
    one = {"../../ke-hoach.txt": "KẾ HOẠCH\nhội nhập".encode(), "__MACOSX/._a": b"x"}
    assert [name for name, _ in archive.members(zipped(one))] == ["ke-hoach.txt"]
    assert "KẾ HOẠCH" in extract(zipped(one), "a.zip").text
    assert code(zipped({"a.txt": b"a", "b.txt": b"b"}), "a.zip") == "archive-many"
    assert code(zipped({}), "a.zip") == "archive-empty"


def test_deep_nesting() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    assert code(build.package(deep), "a.docx") == "too-deep"
    assert code(b"<html><body>" + b"<div>" * 100_000 + b"a" + b"</div>" * 100_000, "a.html") == "too-deep"


def test_tables_nested_as_deep_as_xml_allows_do_not_break_the_walk() -> None:
    body = build.paragraph(build.run("sâu"))
    for _ in range(70):
        body = build.table(build.cell(body) + build.cell(build.paragraph("")))
    assert "sâu" in extract(build.package(body), "a.docx").text
    page = "<html><body>" + "<table><tr><td>a</td><td>" * 60 + "sâu" + "</td></tr></table>" * 60
    assert "sâu" in extract(page.encode(), "a.html").text


def test_passwords() -> None:
    assert code(ole("EncryptedPackage"), "a.docx") == "password"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "Kế hoạch")
    data = bytearray(buffer.getvalue())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(mark) + (6 if mark[2] == 3 else 8)
        data[at] |= 1
    assert code(bytes(data), "a.zip") == "password"


def test_a_locked_pdf() -> None:
    # A standard security handler whose keys fit no empty password.
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
    )
    trailer = b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<" + b"12" * 16 + b"><" + b"12" * 16 + b">]>>\n"
    assert code(b"%PDF-1.4\n" + objects + trailer + b"startxref\n0\n%%EOF", "a.pdf") == "password"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (ole("Workbook"), "XLS"),
        (ole("PowerPoint Document"), "PPT"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "XLSX"),
        (zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "PPTX"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 4, "RAR"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(500), "HEIC"),
    ],
)
def test_other_types_are_named(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(data, "a")
    assert refusal.value.code == "unsupported-type"
    assert kind in sentence(refusal.value)


def test_every_refusal_has_both_sentences() -> None:
    for name, entry in codes().items():
        assert set(entry) == {"vi", "en"}, name
        for language in ("vi", "en"):
            if name != "names":
                words = sentence(Unreadable(name), language, "ke-hoach.docx")
                assert "“ke-hoach.docx”" in words and words.endswith(".")
                assert sentence(Unreadable(name), language)[0].isupper()


def test_every_code_raised_in_the_reader_is_known() -> None:
    import re
    from pathlib import Path

    folder = Path(formats.__file__).parents[1]
    raised = {
        found for path in folder.rglob("*.py") for found in re.findall(r'Unreadable\(\s*"([a-z-]+)"', path.read_text())
    }
    assert raised <= set(codes())


def test_an_unknown_code_still_gives_a_sentence() -> None:
    assert sentence(Unreadable("never-heard"), "fr", "a.docx").startswith("Tệp “a.docx”")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "PK\x03\x04", "%PDF-1.4\n", "<html>", "{\\rtf1"]))
def test_any_bytes_give_text_or_a_refusal(data: bytes, start: str) -> None:
    if start == "{\\rtf1":
        return  # LibreOffice reads these, outside of this process
    try:
        source = extract(start.encode("latin-1") + data, "a.bin")
    except Unreadable as refusal:
        assert refusal.code in codes()
    else:
        assert "\n".join(source.text[line.start : line.end] for line in source.lines) == source.text


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_docx_with_damaged_bytes_never_breaks_the_reader(data: st.DataObject) -> None:
    word = bytearray(build.docx())
    for _ in range(data.draw(st.integers(1, 6))):
        word[data.draw(st.integers(0, len(word) - 1))] = data.draw(st.integers(0, 255))
    try:
        extract(bytes(word), "a.docx")
    except Unreadable as refusal:
        assert refusal.code in codes()
