"""What a person sees while documents are read: page by page, each file a line of its own, and a way to stop."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import subprocess

import pytest
from playwright.sync_api import expect

from tests.apps.library.papers import DIRECTIVE
from tests.browser.word import docx

pytestmark = pytest.mark.xdist_group("browser")

LANGUAGES = (
    subprocess.run(["tesseract", "--list-langs"], capture_output=True).stdout if shutil.which("tesseract") else b""
)
recognises = pytest.mark.skipif(b"vie" not in LANGUAGES, reason="Tesseract with Vietnamese is not installed")
_SHEET = """
#set page(paper: "a4", margin: 2cm)
#set text(font: ("Tinos", "DejaVu Serif"), size: 14pt, lang: "vi", hyphenate: false)
Số: {number}/KH-UBND

KẾ HOẠCH

{body}
"""


def scan(number: int, pages: int) -> bytes:
    """Set a plan of our own and make a PDF of its pictures."""
    import pypdfium2
    import typst

    sheets = [
        "\n\n".join(
            f"{page}.{line}. Sở Ngoại vụ chủ trì, phối hợp với Sở Tư pháp rà soát thỏa thuận trước ngày 30/6/2026."
            for line in range(1, 16)
        )
        for page in range(1, pages + 1)
    ]
    source = _SHEET.format(number=number, body="\n\n#pagebreak()\n\n".join(sheets))
    document = pypdfium2.PdfDocument(typst.compile(source.encode()))
    pictures = [sheet.render(scale=200 / 72).to_pil().convert("L") for sheet in document]
    kept = io.BytesIO()
    pictures[0].save(kept, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return kept.getvalue()


def sent(name: str, data: bytes) -> dict:
    return {"name": name, "mimeType": "", "buffer": data}


def watch(page) -> None:
    """Note every sentence that the lines of the arrivals say."""
    page.evaluate(
        """() => {
          const list = document.getElementById("arrivals");
          window.said = [];
          new MutationObserver(() => { for (const row of list.querySelectorAll(".arrival.going")) {
            const bar = row.querySelector("progress");
            const words = row.querySelector("span").textContent.trim();
            window.said.push([words, bar.hasAttribute("value") ? bar.value : -1, bar.max]);
          } }).observe(list, { childList: true, subtree: true, characterData: true, attributes: true });
        }"""
    )


@recognises
def test_a_scan_is_followed_page_by_page(watched):
    page = watched.page
    page.goto(watched.address + "/")
    watch(page)
    page.set_input_files(
        "#files", [sent("quet.pdf", scan(401, 6)), sent("chu.docx", docx(DIRECTIVE.replace("12/", "402/")))]
    )
    expect(page.locator(".arrival.good")).to_have_count(2, timeout=60_000)
    said = page.evaluate("window.said")
    words = [one[0] for one in said]
    assert "chu.docx: đang chờ" in words
    # The worker says from time to time where it is: a page may be passed over, none comes twice.
    pages = [re.fullmatch(r"quet\.pdf: đang đọc trang (\d+) trên 6", one) for one in words]
    numbers = [int(page[1]) for page in pages if page]
    assert numbers and numbers == sorted(numbers)
    assert all(bar[1:] == [int(page[1]) - 1, 6] for page, bar in zip(pages, said, strict=True) if page)
    expect(page.locator(".arrival.good").first).to_contain_text("401/KH-UBND")
    expect(page.locator(".arrival.going")).to_have_count(0)
    assert watched.errors == []


@recognises
def test_a_scan_that_is_stopped_is_not_kept_and_the_next_goes_on(watched):
    page = watched.page
    page.goto(watched.address + "/")
    before = page.locator("#count").inner_text()
    page.set_input_files(
        "#files", [sent("dung.pdf", scan(403, 12)), sent("mat.docx", docx(DIRECTIVE.replace("Số: 12", "MẬT\nSố: 404")))]
    )
    expect(page.locator(".arrival.going").first).to_contain_text("đang đọc trang")
    page.get_by_role("button", name="Dừng: dung.pdf").click()
    expect(page.locator("#arrivals")).to_contain_text("dung.pdf: đã dừng; phần đang đọc chưa được lưu")
    expect(page.locator(".arrival.bad")).to_contain_text("dấu chỉ độ mật")
    page.goto(watched.address + "/?tim=403/KH-UBND")
    expect(page.locator("#count")).to_contain_text("0 văn bản")
    page.goto(watched.address + "/")
    expect(page.locator("#count")).to_have_text(before)


def test_a_server_that_goes_away_is_said(watched):
    page = watched.page
    page.goto(watched.address + "/")
    page.route("**/van-ban/tai-len", lambda route: route.abort())
    page.set_input_files("#files", [sent("mat-mang.docx", docx(DIRECTIVE.replace("12/", "405/")))])
    expect(page.locator(".arrival.bad")).to_contain_text("mat-mang.docx: chưa được nhận vì máy chủ không trả lời")


def test_a_page_that_is_open_too_long_is_said(watched):
    page = watched.page
    page.goto(watched.address + "/")
    page.locator("#drop [name=csrfmiddlewaretoken]").evaluate("(field) => { field.value = 'x'.repeat(64); }")
    page.set_input_files("#files", [sent("lau.docx", docx(DIRECTIVE.replace("12/", "407/")))])
    expect(page.locator(".arrival.bad")).to_contain_text("Tải lại trang rồi làm lại")


def test_a_document_of_an_older_reader_is_read_again(watched, tmp_path_factory):
    page = watched.page
    page.goto(watched.address + "/")
    page.set_input_files("#files", [sent("cu.docx", docx(DIRECTIVE.replace("12/", "406/")))])
    page.wait_for_url(re.compile(r"/van-ban/[0-9a-f-]{36}/"))
    number = page.url.rstrip("/").rpartition("/")[2].replace("-", "")
    path = next(tmp_path_factory.getbasetemp().glob("data*/hoinhap.sqlite3"))
    base = sqlite3.connect(path, timeout=20)
    with base:
        base.execute("UPDATE library_reading SET reader_version = '0' WHERE document_id = ?", [number])
        base.execute("UPDATE library_document SET reader = '0' WHERE id = ?", [number])
    base.close()
    page.reload()
    page.get_by_role("button", name="Đọc lại bằng bộ đọc mới").click()
    expect(page.locator("#again")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("điều khoản chưa quyết định")
    page.locator(".tabs").get_by_text("Ghi chú").click()
    expect(page.locator("#panel")).to_contain_text("Lần đọc trước")
    base = sqlite3.connect(path, timeout=20)
    with base:
        base.execute("UPDATE library_reading SET reader_version = '00' WHERE reader_version = '0'")
        base.execute("DELETE FROM library_reading WHERE document_id = ? AND reader_version <> '00'", [number])
        base.execute("UPDATE library_document SET reader = '00' WHERE id = ?", [number])
    base.close()
    page.goto(watched.address + "/")
    page.get_by_role("button", name="Đọc lại bằng bộ đọc mới").click()
    expect(page.locator("#again")).to_have_count(0)
    expect(page.locator(".arrival")).to_have_count(0)
    assert watched.errors == []


def test_figures_lead_to_the_rows_that_they_count(watched):
    page = watched.page
    page.goto(watched.address + "/")
    page.locator(".kinds").get_by_text("Kế hoạch").click()
    expect(page.locator("#count")).to_contain_text("khớp với điều đang tìm")
    page.get_by_role("link", name="58/KH-UBND").first.click()
    page.locator(".tabs").get_by_text("Điều khoản").click()
    figure = page.locator(".coverage a").first
    count = int(figure.inner_text().split()[0])
    figure.click()
    expect(page.locator("#panel tbody tr")).to_have_count(count)
    page.locator(".tabs").get_by_text("Viện dẫn").click()
    page.locator("#panel .plain a").first.click()
    expect(page.locator(".paper .m-cite:target")).to_be_in_viewport()
