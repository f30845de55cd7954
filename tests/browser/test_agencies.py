"""Agencies in the browser: found by a name of old, looked at as of a day, opened branch by branch, without barriers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PAGES = (
    "/co-quan/",
    "/co-quan/?xem=cay",
    "/co-quan/so-tai-chinh/",
    "/co-quan/so-ke-hoach-va-dau-tu/",
    "/co-quan/nhom/",
    "/co-quan/nhom/so-ban-nganh/",
    "/co-quan/nhom/so-ban-nganh/tieu-chi",
    "/co-quan/nhom/moi/",
    "/co-quan/ban-do/",
    "/co-quan/ban-do/?tinh=ubnd-tinh",
)
VIOLATIONS = "async () => (await axe.run()).violations.map((one) => `${one.id}: ${one.nodes[0].html}`)"


def test_an_old_name_leads_to_who_took_over_and_the_slider_goes_back(watched):
    page = watched.page
    page.goto(f"{watched.address}/co-quan/")
    page.get_by_label("Tên cơ quan").fill("so ke hoach va dau tu")
    page.get_by_role("button", name="Lọc").click()
    row = page.get_by_role("row", name="Sở Kế hoạch và Đầu tư").first
    expect(row).to_contain_text("đến hết 28/02/2025")
    row.get_by_role("link", name="Sở Tài chính").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Tài chính")
    expect(page.locator(".titleblock .facts")).to_contain_text("từ 01/03/2025 nhận việc của Sở Kế hoạch và Đầu tư")
    knob = page.get_by_role("slider", name="Xem như ngày").first
    knob.focus()
    knob.press("PageDown")
    knob.press("Enter")
    expect(page.get_by_text("Đang xem như ngày")).to_be_visible()
    page.get_by_role("link", name="Về hôm nay").click()
    expect(page.get_by_text("Đang xem như ngày")).to_have_count(0)
    assert watched.errors == []
    assert watched.strangers == []


@pytest.mark.parametrize("script", [True, False])
def test_the_tree_opens_with_and_without_script(signed_in, script):
    seen = signed_in("an.nguyen", java_script_enabled=script)
    page = seen.page
    page.goto(f"{seen.address}/co-quan/?xem=cay")
    page.get_by_role("link", name="Mở Ủy ban nhân dân tỉnh Lam Giang", exact=True).click()
    expect(page.get_by_role("link", name="Sở Ngoại vụ", exact=True)).to_be_visible()
    page.get_by_role("link", name="Đóng Ủy ban nhân dân tỉnh Lam Giang", exact=True).click()
    expect(page.get_by_role("link", name="Sở Ngoại vụ", exact=True)).to_have_count(0)
    assert seen.errors == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_have_no_barrier_and_fit(signed_in, axe, width, language):
    seen = signed_in("hanh.le", viewport={"width": width, "height": 900})
    page = seen.page
    page.context.add_cookies([{"name": "django_language", "value": language, "url": seen.address}])
    wrong = {}
    for path in PAGES:
        answer = page.goto(f"{seen.address}{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.locator("html").get_attribute("lang") == language
        page.evaluate(axe)
        found = page.evaluate(VIOLATIONS)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("wide")
        if found:
            wrong[path] = found
    assert wrong == {}
    assert seen.errors == []


def test_hoang_sa_and_truong_sa_are_on_every_map(watched):
    page = watched.page
    for path in ("/co-quan/ban-do/", "/co-quan/ban-do/?tinh=ubnd-tinh"):
        page.goto(f"{watched.address}{path}")
        expect(page.locator("#hoang-sa text")).to_contain_text("Quần đảo Hoàng Sa")
        expect(page.locator("#truong-sa text")).to_contain_text("Quần đảo Trường Sa")
