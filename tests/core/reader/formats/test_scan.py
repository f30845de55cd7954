"""Scanned pages: a page of our own is set, made a picture, and read back."""

import shutil
import subprocess
from io import BytesIO

import pytest

from hoinhap.core.reader.formats import extract, page_image, scan, tesseract
from hoinhap.core.reader.formats.page_image import ImagePages
from hoinhap.core.reader.formats.tesseract import Row, Word
from hoinhap.core.reader.model import Extract, Unreadable

PAGE = """
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm))
#set text(font: ("Tinos", "DejaVu Serif"), size: 14pt, lang: "vi", hyphenate: false)
#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.8em, leading: 0.7em)
#text(size: 13pt, grid(columns: (2fr, 3fr), row-gutter: 8pt, align: center,
  [ỦY BAN NHÂN DÂN\\ *TỈNH SÔNG MÂY*], [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập - Tự do - Hạnh phúc*],
  [Số: 57/KH-UBND], [_Sông Mây, ngày 09 tháng 4 năm 2024_]))

#align(center)[*KẾ HOẠCH*]

*I. MỤC TIÊU*

1. Mở rộng quan hệ với các địa phương đã ký thỏa thuận, góp phần thu hút vốn đầu tư và đưa nông sản
ra thị trường.

#set par(first-line-indent: 0pt, justify: false)
#text(size: 12pt, table(columns: (1.4cm, 7cm, 4cm), [STT], [Nhiệm vụ], [Cơ quan chủ trì],
  [1], [Lập trang thông tin giới thiệu nông sản], [Sở Công Thương], [2], [Tổ chức lớp lễ tân đối ngoại], [Sở Ngoại vụ]))
"""

has_tesseract = bool(shutil.which("tesseract")) and "vie" in tesseract._languages(shutil.which("tesseract") or "")
installed = pytest.mark.skipif(not has_tesseract, reason="Tesseract with Vietnamese is not installed")


@pytest.fixture(scope="module")
def picture():
    import pypdfium2
    import typst

    document = pypdfium2.PdfDocument(typst.compile(PAGE.encode()))
    return document[0].render(scale=200 / 72).to_pil().convert("L")


def packed(image, kind="PNG", **options) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, dpi=(200, 200), **options)
    return buffer.getvalue()


def shown(found: Extract) -> list[tuple[object, ...]]:
    return [(*(line.cell or ()), found.text[line.start : line.end]) for line in found.lines]


@installed
def test_a_page_is_read_in_order(picture) -> None:
    told: list[tuple[int, int]] = []
    askew = picture.rotate(0.7, fillcolor=255, resample=2)
    found = extract(packed(askew), "trang.png", lambda done, pages: told.append((done, pages)))
    assert found.format == "image" and found.pages == 1 and told == [(1, 1)]
    assert [note.code for note in found.notes] == ["text-recognised"]
    lines = shown(found)
    assert lines[:6] == [
        (0, 0, 0, "ỦY BAN NHÂN DÂN"), (0, 0, 0, "TỈNH SÔNG MÂY"), (0, 0, 0, "Số: 57/KH-UBND"),
        (0, 0, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (0, 0, 1, "Độc lập - Tự do - Hạnh phúc"),
        (0, 0, 1, "Sông Mây, ngày 09 tháng 4 năm 2024"),
    ]  # fmt: skip
    assert lines[6:9] == [
        ("KẾ HOẠCH",),
        ("I. MỤC TIÊU",),
        ("1. Mở rộng quan hệ với các địa phương đã ký thỏa thuận, góp phần thu hút vốn",),
    ]
    assert {line[:3]: line[3] for line in lines if len(line) == 4 and line[0] == 1} == {
        (1, 0, 0): "STT", (1, 0, 1): "Nhiệm vụ", (1, 0, 2): "Cơ quan chủ trì",
        (1, 1, 0): "1", (1, 1, 1): "Lập trang thông tin giới thiệu nông sản", (1, 1, 2): "Sở Công Thương",
        (1, 2, 0): "2", (1, 2, 1): "Tổ chức lớp lễ tân đối ngoại", (1, 2, 2): "Sở Ngoại vụ",
    }  # fmt: skip


@installed
def test_pages_of_a_tiff_and_of_a_pdf(picture) -> None:
    from PIL import Image

    head = picture.crop((0, 0, picture.width, 520))
    blank = Image.new("L", head.size, 255)
    tiff = scan.from_image(packed(head, "TIFF", save_all=True, append_images=[blank]))
    assert tiff.pages == 2 and "57/KH-UBND" in tiff.text
    pdf = extract(packed(head, "PDF"), "ban-quet.pdf")
    assert pdf.format == "scan" and "57/KH-UBND" in pdf.text


@installed
def test_a_page_on_its_side_is_turned(picture) -> None:
    assert "Mở rộng quan hệ" in scan.from_image(packed(picture.rotate(90, expand=True))).text


@installed
def test_a_page_without_words() -> None:
    from PIL import Image

    with pytest.raises(Unreadable) as refusal:
        scan.from_image(packed(Image.new("L", (600, 800), 255)))
    assert refusal.value.code == "no-text"


def code(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Unreadable:
    monkeypatch.setattr(tesseract, "require", lambda: None)
    with pytest.raises(Unreadable) as refusal:
        scan.from_image(data)
    return refusal.value


def test_broken_pictures(picture, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(picture)
    assert code(data[: len(data) // 2], monkeypatch).code == "damaged"
    assert code(b"\x89PNG\r\n\x1a\n" + bytes(100), monkeypatch).code == "damaged"


def test_a_picture_that_would_swell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    assert code(packed(Image.new("1", (25_000, 25_000)), compress_level=9), monkeypatch).code == "bomb"


def test_too_many_pages(picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MOST_PAGES", 1)
    small = picture.resize((50, 70))
    refusal = code(packed(small, "TIFF", save_all=True, append_images=[small]), monkeypatch)
    assert (refusal.code, refusal.facts) == ("too-many-pages", {"count": "2", "limit": "1"})


def test_without_the_program_the_refusal_says_what_to_install(picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract.shutil, "which", lambda name: None)
    with pytest.raises(Unreadable) as refusal:
        scan.from_image(packed(picture))
    assert refusal.value.code == "needs-tesseract"
    assert "tesseract-ocr-vie" in refusal.value.facts["package"]


def test_a_page_that_takes_too_long_is_left_out_and_said_so(picture, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("tesseract", 1)

    monkeypatch.setattr(tesseract, "require", lambda: None)
    monkeypatch.setattr(tesseract.subprocess, "run", slow)
    with pytest.raises(Unreadable) as refusal:
        scan.from_image(packed(picture.resize((200, 280))))
    assert refusal.value.code == "no-text"


def test_a_page_of_doubtful_words_is_marked(picture, monkeypatch: pytest.MonkeyPatch) -> None:
    row = Row(
        [Word(word, 20 * at, 0, 20 * at + 18, 12, 45) for at, word in enumerate(["nhiệmm", "vựu", "đươcj"] * 10)],
        12,
        12,
    )
    monkeypatch.setattr(tesseract, "require", lambda: None)
    monkeypatch.setattr(tesseract, "recognise", lambda *_: [row])
    monkeypatch.setattr(tesseract, "turned", lambda _: 0)
    found = scan.from_image(packed(picture.resize((400, 560))))
    assert [(note.code, note.facts) for note in found.notes if note.code == "scan-page-poor"] == [
        ("scan-page-poor", (("page", "1"),))
    ]


def test_the_red_of_a_seal_is_left_out_below_the_head() -> None:
    from PIL import Image

    image = Image.new("RGB", (100, 100), (220, 30, 30))
    grey = ImagePages(packed(image)).picture(0, 200).image
    assert grey.getpixel((grey.width // 2, grey.height // 10)) < 120
    assert grey.getpixel((grey.width // 2, grey.height * 9 // 10)) > 200


def test_long_lines_are_found_and_painted_over() -> None:
    from PIL import Image, ImageDraw

    image = Image.new("L", (600, 300), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((50, 50, 549, 249), outline=0)
    draw.line((300, 50, 300, 249), fill=0)
    draw.line((100, 100, 130, 100), fill=0)  # a dash is no line of a table
    rules = page_image.take_rules(page_image.Picture(image, 200))
    assert sorted(rules.flat) == [(50, 50, 549), (249, 50, 549)]
    assert sorted(rules.upright) == [(50, 50, 249), (300, 50, 249), (549, 50, 249)]
    assert image.getpixel((300, 150)) == 255 and image.getpixel((110, 100)) == 0
