"""The family of a directive and two documents side by side, in a real browser, on the demo province."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")


def open_family(watched, number: str) -> None:
    watched.page.goto(watched.address + "/")
    link = watched.page.get_by_role("link", name=number).first.get_attribute("href")
    watched.page.goto(f"{watched.address}{link}gia-dinh")


def test_from_the_directive_to_the_sentence_that_nobody_has_taken_up(watched):
    """The plan is compared by itself, as soon as somebody looks at the family of its directive."""
    page = watched.page
    open_family(watched, "07/CT-UBND")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^\s*\d+ trên 9 yêu cầu chưa văn bản nào triển khai\s*$")
    )
    expect(page.get_by_role("button", name="Đối chiếu")).to_have_count(0)
    tree = page.locator(".tree")
    expect(tree.locator("#duoi .l1")).to_have_count(2)
    expect(tree.locator("#duoi .l1").first).to_contain_text("Kế hoạch 58/KH-UBND")
    expect(tree.locator("#duoi .l2").first).to_contain_text("Công văn 1182/SNgV-HTQT")
    untaken = int(re.search(r"\d+", page.get_by_role("heading", level=1).inner_text())[0])
    expect(page.locator(".asked tbody tr")).to_have_count(untaken)

    tree.locator("#duoi .l1").first.get_by_role("link", name="Đối chiếu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        f"{untaken} trên 9 yêu cầu của Chỉ thị 07/CT-UBND chưa có trong Kế hoạch 58/KH-UBND"
    )
    expect(page.locator(".pair")).to_have_count(9)
    page.get_by_role("link", name=re.compile("^Chưa có")).click()
    expect(page.locator(".pair")).to_have_count(untaken)
    page.keyboard.press("j")
    expect(page.locator(".pair").first).to_have_class(re.compile(r"\bnow\b"))
    page.keyboard.press("j")
    expect(page.locator(".pair").nth(1)).to_have_class(re.compile(r"\bnow\b"))
    page.keyboard.press("k")
    expect(page.locator(".pair").first.locator("[data-open]")).to_be_focused()
    words = page.locator(".pair").first.locator(".ask .quoted").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/van-ban/[0-9a-f-]{36}/#p\d+$"))
    assert " ".join(words.split()) in " ".join(page.locator(".block:target").inner_text().split())
    assert watched.errors == []
    assert watched.strangers == []


def test_the_table_is_taken_along(watched):
    page = watched.page
    open_family(watched, "07/CT-UBND")
    page.locator("#duoi .l1").first.get_by_role("link", name="Đối chiếu").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng đối chiếu").click()
    assert download.value.suggested_filename == "doi-chieu Chỉ thị 07-CT-UBND - Kế hoạch 58-KH-UBND.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 10
    assert {row[3] for row in rows[1:]} <= {"Đã có", "Có một phần", "Chưa có"}


def test_an_open_citation_waits_in_the_tree(watched):
    open_family(watched, "903/QĐ-UBND")
    row = watched.page.locator("#tren tr", has_text="214/TTr-SCT")
    expect(row).to_contain_text("chưa có trong thư viện")
    expect(row.get_by_role("link")).to_have_count(0)


def test_the_comparison_works_without_script(signed_in):
    watched = signed_in(java_script_enabled=False)
    open_family(watched, "58/KH-UBND")
    button = watched.page.get_by_role("button", name="Đối chiếu")
    if button.count():
        button.click()
    expect(watched.page.get_by_role("heading", level=1)).to_contain_text("yêu cầu")
    expect(watched.page.locator(".asked tbody tr").first).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_barrier_is_found_and_nothing_stands_beside_the_screen(signed_in, axe, language, width):
    watched = signed_in(viewport={"width": width, "height": 900}, bypass_csp=True)
    watched.page.context.add_cookies([{"name": "django_language", "value": language, "url": watched.address}])
    page = watched.page
    open_family(watched, "07/CT-UBND")
    expect(page.locator(".asked tbody tr").first).to_be_visible()
    addresses = [page.url, *(page.url + f"?ket-qua={verdict}" for verdict in ("mot-phan", "da-co"))]
    beside = page.locator("#duoi .l1 .to a").first.get_attribute("href")
    addresses += [watched.address + beside, watched.address + beside + "?ket-qua=chua-co"]
    for address in addresses:
        page.goto(address)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        faults = [(fault["id"], [node["html"][:120] for node in fault["nodes"][:3]]) for fault in found["violations"]]
        assert faults == [], f"{address}: {json.dumps(faults, ensure_ascii=False)}"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    assert watched.errors == []
