"""The rules of coordination in a browser: read by everybody, printed as a checklist, written by a coordinator."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("browser")


def faults(page: Page, axe: str) -> list:
    # The test brings axe past the page's own policy; the page itself runs no such script.
    page.evaluate(axe)
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
        for fault in page.evaluate("axe.run()")["violations"]
    ]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_have_no_faults_and_fit(signed_in, axe, width):
    coordinator = signed_in("hanh.le", viewport={"width": width, "height": 900})
    page = coordinator.page
    for path in ("", "doan-vao/", "doan-vao/?ngay=2024-06-01", "doan-vao/them"):
        page.goto(f"{coordinator.address}/co-quan/phoi-hop/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert faults(page, axe) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert coordinator.errors == []


def test_a_step_is_added_and_taken_back(signed_in):
    coordinator = signed_in("hanh.le")
    page = coordinator.page
    page.goto(f"{coordinator.address}/co-quan/phoi-hop/")
    page.get_by_role("link", name="Lễ tân đối ngoại, treo cờ nước ngoài").click()
    page.get_by_role("link", name="Thêm bước").click()
    page.get_by_label("Bằng lời").fill("Đơn vị quản lý trụ sở")
    page.get_by_label("Việc phải làm").fill("Bố trí cột cờ")
    page.get_by_role("button", name="Ghi", exact=True).click()
    row = page.locator(".steps tbody tr", has_text="Bố trí cột cờ")
    expect(row).to_contain_text("Đơn vị quản lý trụ sở")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(row).to_have_count(0)
    assert coordinator.errors == []


def test_who_may_not_write_reads_and_prints(signed_in):
    reader = signed_in("an.nguyen")
    page = reader.page
    page.goto(f"{reader.address}/co-quan/phoi-hop/doan-vao/")
    expect(page.get_by_role("link", name="Thêm bước")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator(".as-printed")).to_be_visible()
    expect(page.locator(".as-of")).to_be_hidden()
