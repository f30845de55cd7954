"""A name that nobody knows is answered once, and the duties, the agency's page and the list of answers follow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("browser")

TEXT = """ỦY BAN NHÂN DÂN
TỈNH LAM GIANG
-------
Số: 4417/CT-UBND

Lam Giang, ngày 06 tháng 4 năm 2026

CHỈ THỊ
Về việc rà soát tên gọi

1. Giao Sở Xây Cầu Lam Giang chủ trì, phối hợp với Sở Tư pháp rà soát các thỏa thuận, báo cáo trước ngày 30/6/2026.

2. Sở Tài chính bố trí kinh phí thực hiện Chỉ thị này.
"""
UNKNOWN = "Sở Xây Cầu Lam Giang"


def sound(page: Page, axe: str) -> None:
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_a_name_is_answered_once_and_everything_follows(watched, signed_in, axe):
    page = watched.page
    page.goto(watched.address)
    page.set_input_files("#files", {"name": "ten-goi.txt", "mimeType": "text/plain", "buffer": TEXT.encode()})
    page.wait_for_url(re.compile(r"/van-ban/[0-9a-f-]{36}/"))
    document = page.url.partition("?")[0].partition("#")[0]
    asks = page.locator(".beside").get_by_role("link", name="tên cơ quan chưa rõ")
    expect(asks).to_have_text("1 tên cơ quan chưa rõ")
    # At the duty itself the name bears a quiet mark that leads to the question.
    mark = page.locator("a.unclear").first
    expect(mark).to_have_attribute("href", re.compile("/co-quan/$"))
    sound(page, axe)
    asks.click()
    page.wait_for_url(re.compile("/co-quan/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 tên cơ quan chưa rõ")
    row = page.get_by_role("row").filter(has_text=UNKNOWN)
    row.locator("summary").click()
    sound(page, axe)
    # What fits several is asked again, and nothing is lost.
    row.get_by_label(re.compile("Tên đầy đủ")).fill("sở")
    row.get_by_role("button", name="Ghi").click()
    expect(page.get_by_role("alert")).to_contain_text("Chọn một cơ quan")
    row = page.get_by_role("row").filter(has_text=UNKNOWN)
    row.get_by_label(re.compile("Tên đầy đủ")).fill("Sở Tư pháp")
    row.get_by_role("button", name="Ghi").click()
    expect(page.get_by_role("status").filter(has_text="Đã ghi")).to_contain_text("Sở Tư pháp")
    expect(page.get_by_role("heading", level=1)).to_contain_text("đều đã rõ")
    # The paper keeps its words; the chip leads to whom they mean.
    page.goto(document)
    chip = page.locator(".chip.lead", has_text=UNKNOWN).first
    expect(chip.locator("a")).to_have_attribute("href", re.compile("/co-quan/so-tu-phap/$"))
    expect(page.locator("a.unclear")).to_have_count(0)
    # Accepted, it stands on the page of the agency that owes it.
    page.keyboard.press("A")
    expect(page.locator(".undo")).to_contain_text("mục")
    page.goto(f"{watched.address}/co-quan/so-tu-phap/nhiem-vu")
    expect(page.locator(".owed td:first-child").filter(has_text=UNKNOWN)).to_have_count(1)
    sound(page, axe)
    # It is taken off and brought back where all answers stand.
    page.goto(f"{watched.address}/co-quan/ten-goi/")
    row = page.get_by_role("row").filter(has_text=UNKNOWN)
    expect(row).to_contain_text("Chỉ thị 4417/CT-UBND")
    sound(page, axe)
    row.get_by_role("button", name="Bỏ").click()
    expect(page.get_by_role("status").filter(has_text="Đã bỏ")).to_contain_text(UNKNOWN)
    expect(page.get_by_role("row").filter(has_text=UNKNOWN)).to_have_count(0)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("row").filter(has_text=UNKNOWN)).to_have_count(1)
    # The one refusal was meant.
    assert [error for error in watched.errors if "422" not in error] == []
    # An officer of another agency is not let in.
    other = signed_in("minh.tran")
    answer = other.page.goto(f"{watched.address}/co-quan/ten-goi/")
    assert answer is not None and answer.status == 403


def test_the_pages_of_names_are_sound_on_a_telephone(signed_in, axe):
    watched = signed_in(viewport={"width": 390, "height": 844})
    page = watched.page
    for address in ("/co-quan/ten-goi/", "/co-quan/so-tai-chinh/nhiem-vu"):
        page.goto(f"{watched.address}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        sound(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    assert watched.errors == []
