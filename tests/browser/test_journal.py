"""The journal in the browser: what the inspector, the administrator and everybody else find there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest


@pytest.fixture
def inspector(signed_in):
    return signed_in("thu.do")


def test_an_inspector_narrows_the_journal_to_a_person_and_takes_it_along(inspector, tmp_path):
    page = inspector.page
    page.goto(f"{inspector.address}/nhat-ky/")
    page.get_by_role("navigation", name="Các phần của hệ thống").get_by_role("link", name="Nhật ký").first.click()
    rows = page.locator(".events-table tbody tr")
    everything = rows.count()
    assert everything > 1
    page.get_by_label("Người thực hiện").fill("khong co ai ten nhu the")
    page.keyboard.press("Enter")
    page.get_by_text("Không có việc nào khớp").wait_for()
    page.get_by_role("link", name="Xem tất cả").click()
    page.get_by_label("Người thực hiện").fill("Hệ thống")
    page.get_by_role("button", name="Lọc").click()
    assert page.get_by_label("Người thực hiện").input_value() == "Hệ thống"
    shown = [text.strip() for text in page.locator(".event-who").all_inner_texts()]
    assert set(shown) == {"Hệ thống"}
    page.get_by_role("link", name="Bỏ lọc").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng CSV").click()
    kept = tmp_path / "nhat-ky.csv"
    download.value.save_as(kept)
    _heads, *lines = csv.reader(io.StringIO(Path(kept).read_text("utf-8-sig")))
    assert len(lines) >= everything
    assert inspector.errors == []
    assert inspector.strangers == []


def test_details_open_by_keyboard(inspector):
    page = inspector.page
    page.goto(f"{inspector.address}/nhat-ky/")
    summary = page.locator(".event-more summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".event-more[open] dl").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator(".event-more[open]").count() == 0


@pytest.mark.parametrize("username", ["thu.do", "duc.bui", "an.nguyen"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_journal_has_no_barrier_and_fits(signed_in, axe, username, width, language):
    seen = signed_in(username, viewport={"width": width, "height": 900})
    page = seen.page
    page.context.add_cookies([{"name": "django_language", "value": language, "url": seen.address}])
    page.goto(f"{seen.address}/nhat-ky/")
    assert page.locator("html").get_attribute("lang") == language
    page.evaluate("document.querySelectorAll('.event-more').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".scroll")
    if width == 390 and box.count():
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    page.evaluate(axe)
    found = "async () => (await axe.run()).violations.map((one) => `${one.id}: ${one.nodes[0].html}`)"
    assert page.evaluate(found) == []
    assert seen.errors == []
