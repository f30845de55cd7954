"""A document is made known: the sender chooses, sends and reminds; the receiver opens, confirms and tells a session."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("browser")

SENDER, RECEIVER, INSPECTOR, VIEWER = "hanh.le", "minh.tran", "thu.do", "an.nguyen"


def board_of(page: Page, address: str, words: str) -> str:
    """Give the address where a document of the demo province is made known."""
    page.goto(address + "/")
    there = page.get_by_role("link", name=words).first.get_attribute("href")
    return f"{address}{there}pho-bien"


def choose(page: Page, words: str, agency: str) -> None:
    """Find an agency by typing and tick it."""
    page.fill("#agency-search", words)
    page.get_by_role("checkbox", name=agency, exact=True).check()


def faults(page: Page, axe: str) -> list:
    # The test brings axe past the page's own policy; the page itself runs no such script.
    page.evaluate(axe)
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
        for fault in page.evaluate("axe.run()")["violations"]
    ]


def test_sender_and_receiver_make_a_document_known(signed_in):
    sender = signed_in(SENDER)
    page = sender.page
    there = board_of(page, sender.address, "903/QĐ-UBND")
    page.goto(there)
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa gửi văn bản này đến cơ quan nào")

    # Typed without marks; what does not match is not shown, what is ticked stays ticked.
    choose(page, "tai chinh", "Sở Tài chính")
    expect(page.get_by_role("checkbox", name="Sở Tư pháp", exact=True)).to_be_hidden()
    choose(page, "Đông Lâm", "Ủy ban nhân dân phường Đông Lâm")
    expect(page.locator("#chosen-count")).to_have_text("2 cơ quan được chọn")
    page.fill("#agency-search", "khong co co quan nay")
    expect(page.locator("#no-agency")).to_be_visible()
    page.fill("#agency-search", "")
    choose(page, "tu phap", "Sở Tư pháp")
    page.get_by_label("Lời gửi kèm").fill("Quán triệt trong tháng")
    page.get_by_role("button", name="Gửi văn bản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("0 trên 3 cơ quan đã xác nhận; 3 chưa")
    expect(page.locator("#sending-said")).to_contain_text("Đã gửi đến 3 cơ quan.")

    # One was a mistake, and nobody has opened it.
    page.get_by_role("button", name=re.compile("^Thu hồi.*Sở Tư pháp$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("0 trên 2 cơ quan đã xác nhận; 2 chưa")
    page.get_by_role("button", name="Nhắc 2 cơ quan").click()
    expect(page.locator("#sending-said")).to_contain_text("Đã nhắc 2 cơ quan.")
    expect(page.get_by_role("button", name=re.compile("^Nhắc"))).to_have_count(0)
    expect(page.locator(".titleblock")).to_contain_text("Đã nhắc hôm nay")

    receiver = signed_in(RECEIVER)
    inbox = receiver.page
    inbox.goto(receiver.address + "/van-ban-den")
    line = inbox.locator("tr", has_text="903/QĐ-UBND")
    expect(line).to_contain_text("Chưa mở")
    expect(line).to_contain_text("Đã được nhắc 1 lần")
    expect(line).to_contain_text("Quán triệt trong tháng")
    line.get_by_role("link", name="903/QĐ-UBND").first.click()
    inbox.wait_for_selector(".paper")
    inbox.goto(receiver.address + "/van-ban-den")
    expect(line).to_contain_text("Đã mở, chờ xác nhận")
    waiting = inbox.locator("#inbox-head").inner_text()
    line.get_by_role("button", name="Xác nhận").click()
    expect(line).to_contain_text("Đã xác nhận")
    expect(inbox.locator("#inbox-head")).not_to_have_text(waiting)
    expect(line.get_by_role("link", name="Ghi phiên quán triệt")).to_be_focused()
    assert inbox.url.endswith("/van-ban-den")

    line.get_by_role("link", name="Ghi phiên quán triệt").click()
    inbox.get_by_label("Ngày tổ chức").fill("02/11/2026")
    inbox.get_by_label("Số người dự").fill("1.200")
    inbox.get_by_label("Hình thức").select_option(label="Hội nghị trực tuyến")
    inbox.get_by_role("textbox", name="Tài liệu").fill("Đề cương tuyên truyền")
    inbox.get_by_role("button", name="Ghi phiên").click()
    expect(inbox.locator("#cac-phien-head")).to_have_text("1 phiên quán triệt, 1200 lượt người dự")
    assert receiver.errors == []

    page.goto(there)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 trên 2 cơ quan đã xác nhận; 1 chưa")
    row = page.get_by_role("row", name=re.compile("^ *Sở Tài chính"))
    expect(row.first).to_contain_text("Trần Quang Minh")
    page.get_by_text("Công văn đôn đốc").click()
    letter = page.locator("#letter").input_value()
    assert "- Ủy ban nhân dân phường Đông Lâm." in letter and "Sở Tài chính:" not in letter
    with page.expect_download() as coming:
        page.get_by_role("link", name="Xuất CSV").click()
    text = coming.value.path().read_text(encoding="utf-8-sig")
    assert "Trần Quang Minh" in text and "1200" in text
    assert sender.errors == []
    assert sender.strangers == []


def test_a_group_is_chosen_at_once_and_one_of_it_left_out(signed_in):
    sender = signed_in(SENDER)
    page = sender.page
    there = board_of(page, sender.address, "1182/SNgV-HTQT")
    page.goto(there)
    group = page.get_by_role("group", name=re.compile("Cấp xã thuộc"))
    group.get_by_role("checkbox", name=re.compile("Chọn tất cả")).check()
    group.get_by_role("checkbox", name="Ủy ban nhân dân xã Hạc Sơn").uncheck()
    # Of the twelve communes of today; those of before are not offered.
    expect(page.locator("#chosen-count")).to_have_text("11 cơ quan được chọn")
    page.get_by_role("button", name="Gửi văn bản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("0 trên 11 cơ quan đã xác nhận; 11 chưa")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa gửi văn bản này đến cơ quan nào")


def test_everything_works_without_script(signed_in):
    sender = signed_in(SENDER, java_script_enabled=False)
    page = sender.page
    there = board_of(page, sender.address, "07/CT-UBND")
    page.goto(there)
    page.fill("#agency-search", "tai chinh")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("checkbox", name="Sở Tài chính", exact=True).check()
    page.get_by_role("button", name="Gửi văn bản").click()
    expect(page.locator("#sending-said")).to_contain_text("Đã gửi đến 1 cơ quan.")
    receiver = signed_in(RECEIVER, java_script_enabled=False)
    inbox = receiver.page
    inbox.goto(receiver.address + "/van-ban-den")
    inbox.locator("tr", has_text="07/CT-UBND").get_by_role("button", name="Xác nhận").click()
    expect(inbox.locator("#sending-said")).to_contain_text("Đã xác nhận văn bản.")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_stands_to_the_right(signed_in, axe, width, language):
    options = {"viewport": {"width": width, "height": 900}, "bypass_csp": True}
    sender = signed_in(SENDER, **options)
    there = board_of(sender.page, sender.address, "58/KH-UBND")
    pages = [
        (SENDER, there),
        (INSPECTOR, there),
        (RECEIVER, f"{sender.address}/van-ban-den"),
        (VIEWER, f"{sender.address}/van-ban-den"),
    ]
    for name, address in pages:
        one = signed_in(name, **options)
        one.page.context.add_cookies([{"name": "django_language", "value": language, "url": one.address}])
        one.page.goto(address)
        if one.page.locator("#gui[open]").count():
            one.page.get_by_role("checkbox", name="Sở Tài chính", exact=True).check()
            one.page.locator("#send > .sent-row button.btn-primary").click()
        one.page.locator(".sending details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
        found = faults(one.page, axe)
        assert found == [], f"{address} {name} {width}: {json.dumps(found, ensure_ascii=False)}"
        assert not one.page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{address} {name} {width}"
        assert one.errors == []
