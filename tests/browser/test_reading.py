"""What a person does with one document, in a real browser."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.apps.library.papers import DIRECTIVE
from tests.browser.word import docx

pytestmark = pytest.mark.xdist_group("browser")

WIDTHS = (360, 768, 1440, 1920)
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  const target = document.getElementById("drop");
  for (const kind of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
}"""


def paper(number: int) -> bytes:
    """Make a Word file that no other test has sent."""
    return docx(DIRECTIVE.replace("12/CT-UBND", f"{number}/CT-UBND"))


def drop(watched, name: str, data: bytes) -> None:
    watched.page.evaluate(DROP, [name, base64.b64encode(data).decode()])


def demo(watched, words: str = "58/KH-UBND"):
    watched.page.goto(watched.address + "/")
    watched.page.get_by_role("link", name=words).first.click()
    watched.page.wait_for_selector(".duty.now")


def test_a_word_file_is_dropped_and_its_duties_are_seen(watched):
    page = watched.page
    page.goto(watched.address + "/")
    drop(watched, "chi-thi.docx", paper(101))
    page.wait_for_url(re.compile(r"/van-ban/[0-9a-f-]{36}/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("điều khoản chưa quyết định")
    leads = page.locator(".paper .m-lead").all_inner_texts()
    assert "Sở Ngoại vụ" in leads
    assert "Sở Tài chính" in leads
    assert "trước ngày 30/6/2026" in " ".join(page.locator(".paper .m-due").all_inner_texts())
    expect(page.locator(".duty.now dl")).to_contain_text("Sở Ngoại vụ")
    expect(page.locator(".duty.now dl")).to_contain_text("Trước ngày 30/06/2026")
    assert watched.errors == []
    assert watched.strangers == []


def test_several_files_are_dropped_and_a_refusal_is_said(watched):
    page = watched.page
    page.goto(watched.address + "/")
    before = page.locator("tbody tr").count()
    page.set_input_files(
        "#files",
        [
            {"name": "tot.docx", "mimeType": "", "buffer": paper(102)},
            {"name": "tot-lan-hai.docx", "mimeType": "", "buffer": paper(102)},
            {"name": "mat.docx", "mimeType": "", "buffer": docx(DIRECTIVE.replace("Số: 12", "TUYỆT MẬT\nSố: 103"))},
        ],
    )
    expect(page.locator(".arrival.good")).to_have_count(1)
    expect(page.locator(".arrival.bad")).to_have_count(2)
    expect(page.locator("tbody tr")).to_have_count(before + 1)
    said = page.locator("#arrivals").inner_text()
    assert "đã có trong thư viện" in said
    assert "dấu chỉ độ mật" in said


def test_a_refusal_inside_a_zip_is_said_beside_the_document_that_was_kept(watched):
    page = watched.page
    page.goto(watched.address + "/")
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        package.writestr("tot.docx", paper(151))
        package.writestr("hong.pdf", b"%PDF-1.7 nothing")
    drop(watched, "goi.zip", kept.getvalue())
    expect(page.locator(".arrival.bad")).to_contain_text("hong.pdf")
    expect(page.locator(".arrival.good")).to_contain_text("151/CT-UBND")
    expect(page.locator("#shelf")).to_contain_text("151/CT-UBND")
    assert page.url == watched.address + "/"
    assert watched.errors == []


def test_either_side_moves_the_other(watched):
    page = watched.page
    demo(watched)
    last = page.locator(".duty").last
    last.locator(".duty-line").click()
    number = last.get_attribute("data-duty")
    expect(last).to_have_class(re.compile(r"\bnow\b"))
    sentence = page.locator(f'.said[data-duty~="{number}"]').first
    expect(sentence).to_be_in_viewport()
    expect(sentence).to_have_class(re.compile(r"\bnow\b"))
    page.locator("#paper").evaluate("(paper) => paper.scrollTo(0, 0)")
    first = page.locator(".said").first
    first.click(position={"x": 5, "y": 5})
    number = first.get_attribute("data-duty").split()[0]
    expect(page.locator(f"#d{number}")).to_have_class(re.compile(r"\bnow\b"))
    expect(page.locator(f"#d{number}")).to_be_in_viewport()
    assert page.locator("#tie path").get_attribute("d")


def test_the_keyboard_alone_walks_the_duties(watched):
    page = watched.page
    demo(watched)
    numbers = page.locator(".duty").evaluate_all("(items) => items.map((item) => item.dataset.duty)")
    start = numbers.index(page.locator(".duty.now").get_attribute("data-duty"))
    for _step in range(3):
        page.keyboard.press("j")
    assert page.locator(".duty.now").get_attribute("data-duty") == numbers[start + 3]
    page.keyboard.press("k")
    assert page.locator(".duty.now").get_attribute("data-duty") == numbers[start + 2]
    assert page.evaluate("document.activeElement.className") == "duty-line"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("jk")
    assert page.locator("#search").input_value() == "jk"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "search"


def test_the_skip_link_is_the_first_stop(watched):
    page = watched.page
    page.goto(watched.address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "2px"


def test_the_panels_and_the_filter_swap_without_a_new_page(watched):
    page = watched.page
    demo(watched)
    page.evaluate("window.same = true")
    for view, words in (
        ("Chỉ tiêu", "tỷ USD"),
        ("Viện dẫn", "07/CT-UBND"),
        ("Điều khoản", "Kết luận"),
        ("Ghi chú", "SHA-256"),
    ):
        page.locator(".tabs").get_by_text(view).click()
        expect(page.locator("#panel")).to_contain_text(words)
    page.locator(".tabs").get_by_text("Quyết định").click()
    page.select_option("#filter-agency", label=page.locator("#filter-agency option").nth(1).inner_text())
    expect(page.locator(".listhead")).to_contain_text("trên")
    assert page.evaluate("window.same") is True
    page.go_back()
    expect(page.locator(".listhead")).to_contain_text("Theo thứ tự")
    expect(page.locator(".paper .masthead")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator(".duty.now")).to_have_count(1)
    assert watched.errors == []


def test_the_list_narrows_while_a_person_types(watched):
    page = watched.page
    demo(watched)
    page.locator("#filter-words").press_sequentially("báo cáo")
    expect(page.locator(".listhead")).to_contain_text("trên")
    assert page.evaluate("document.activeElement.id") == "filter-words"
    expect(page.locator("#filter-words")).to_have_value("báo cáo")
    page.select_option("#filter-grade", "sure")
    expect(page.locator("#filter-grade")).to_have_value("sure")
    page.wait_for_url(re.compile("muc=sure"))
    names = [pair.partition("=")[0] for pair in page.url.partition("?")[2].split("&")]
    assert sorted(names) == ["co-quan", "muc", "trang-thai", "tu"]
    assert watched.errors == []


def test_going_away_and_back_shows_the_whole_page(watched):
    page = watched.page
    demo(watched)
    page.locator(".tabs").get_by_text("Viện dẫn").click()
    expect(page.locator("#panel")).to_contain_text("07/CT-UBND")
    page.goto(watched.address + "/")
    page.go_back()
    expect(page.locator(".paper .masthead")).to_have_count(1)
    expect(page.locator("#panel")).to_contain_text("07/CT-UBND")


def test_the_language_is_switched_and_kept(watched):
    page = watched.page
    demo(watched)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("provisions")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".duty:not(.no-duty) .duty-line").first.click()
    expect(page.locator(".duty.now dt").first).to_have_text("Lead")
    page.goto(watched.address + "/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("documents")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("văn bản")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(watched, width):
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(watched.address + "/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    demo(watched)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.errors == []


def test_a_telephone_shows_every_fact_of_the_list(watched):
    page = watched.page
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(watched.address + "/")
    for name in (".stack", ".kinds"):
        box = page.locator(name).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360
        assert page.locator(name).evaluate("one => one.scrollWidth <= one.clientWidth")
    row = page.locator(".stack tbody tr").filter(has_text="58/KH-UBND").first
    for cell in row.locator("th, td").all():
        box = cell.bounding_box()
        assert box["width"] > 0 and box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.locator(".kinds a").evaluate_all("all => all.every(one => one.getBoundingClientRect().right <= 360)")
    page.locator(".stack thead").get_by_role("link", name="Ngày").click()
    expect(page.locator(".stack thead th[aria-sort]")).to_have_text("Ngày")


def test_the_page_works_without_script(signed_in):
    watched = signed_in("hanh.le", java_script_enabled=False)
    page = watched.page
    page.goto(watched.address + "/")
    page.set_input_files("#files", [{"name": "khong-script.docx", "mimeType": "", "buffer": paper(104)}])
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("điều khoản chưa quyết định")
    page.locator(".duty-line").last.click()
    assert re.search(r"#s[0-9a-f]{12}$", page.url)
    expect(page.locator(".duty-body").last).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_barrier_is_found(signed_in, axe, language, width):
    watched = signed_in("hanh.le", viewport={"width": width, "height": 900}, bypass_csp=True)
    page = watched.page
    page.context.add_cookies([{"name": "django_language", "value": language, "url": watched.address}])
    page.goto(watched.address + "/")
    demo_page = page.get_by_role("link", name="58/KH-UBND").first.get_attribute("href")
    for path in (
        "/",
        demo_page,
        *(f"{demo_page}?xem={view}" for view in ("chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu", "lich-su")),
        "/khong-co",
    ):
        page.goto(watched.address + path)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        faults = [(fault["id"], [node["html"][:120] for node in fault["nodes"][:3]]) for fault in found["violations"]]
        assert faults == [], f"{path}: {json.dumps(faults, ensure_ascii=False)}"


def test_print_leaves_the_tools_away(watched):
    page = watched.page
    demo(watched)
    page.emulate_media(media="print")
    for hidden in (".rail", ".top", ".tabs", ".filter"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".paper")).to_be_visible()
    expect(page.locator(".duty-body").last).to_be_visible()
