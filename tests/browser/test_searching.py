"""Search in the browser: from the line that is always there to the sentence in the document."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("browser")
ASKED = "thoa thuan quoc te"


def taken_up(page: Page, address: str) -> None:
    """Wait until the worker beside the server has put the demo papers into the index."""
    for _look in range(300):
        if "<mark>" in page.request.get(f"{address}/tim?q={ASKED}").text():
            return
        page.wait_for_timeout(200)
    pytest.fail("nothing was taken up in a minute")


def faults(page: Page, axe: str) -> list:
    page.evaluate(axe)
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in page.evaluate("axe.run()")["violations"]
    ]


def test_from_the_search_line_to_the_document(watched):
    page = watched.page
    taken_up(page, watched.address)
    page.goto(f"{watched.address}/")
    page.keyboard.press("/")
    page.keyboard.type(ASKED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^\d+ văn bản khớp với “{ASKED}”$"))
    marks = page.locator(".hits mark").all_inner_texts()
    assert "thỏa thuận quốc tế" in [text.lower() for text in marks]
    first = page.locator(".hits li a").first
    name = first.inner_text()
    first.click()
    expect(page).to_have_url(re.compile(r"/van-ban/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("main")).to_contain_text(name)
    assert watched.errors == []
    assert watched.strangers == []


def test_a_number_as_typed_a_filter_and_a_slip(watched):
    page = watched.page
    taken_up(page, watched.address)
    page.goto(f"{watched.address}/tim?q=58-kh-ubnd")
    expect(page.locator(".hits h2").first).to_have_text("Kế hoạch 58/KH-UBND")
    page.goto(f"{watched.address}/tim?q=ubnd tinh")
    every = page.get_by_role("heading", level=1).inner_text().split()[0]
    link = page.get_by_role("navigation", name="Lọc theo loại văn bản").get_by_role("link", name="Chỉ thị")
    # Other tests may have sent directives too: the link says how many there are.
    directives = int(link.inner_text().split()[-1])
    link.click()
    expect(page.locator(".hits h2")).to_have_count(min(directives, 20))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{directives} trên {every} văn bản")
    page.goto(f"{watched.address}/tim?q=thoa thuann quoc te")
    page.get_by_role("link", name="thoa thuận quoc te").click()
    expect(page.get_by_role("searchbox")).to_have_value("thoa thuận quoc te")
    assert page.locator(".hits mark").count() > 0
    assert watched.errors == []


def test_who_reads_no_documents_finds_none(signed_in, watched):
    taken_up(watched.page, watched.address)
    # An administrator keeps the machine and reads no business.
    other = signed_in("duc.bui").page
    other.goto(f"{watched.address}/tim?q={ASKED}")
    expect(other.get_by_role("heading", level=1)).to_have_text(f"Không có văn bản nào khớp với “{ASKED}”")
    assert other.locator("mark").count() == 0


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_stands_to_the_right(signed_in, axe, width, language):
    seen = signed_in("hanh.le", viewport={"width": width, "height": 900}, bypass_csp=True)
    page = seen.page
    taken_up(page, seen.address)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": seen.address}])
    for query in (f"?q={ASKED}", "?q=ubnd tinh&loai=Kế hoạch", "?q=zzzz", "?q=thoa thuann", ""):
        page.goto(f"{seen.address}/tim{query}")
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page, axe) == [], query
    assert seen.errors == []
