"""From a file to the last decision, as a person works: by mouse, by keyboard alone, on a telephone, without script."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.apps.library.papers import PLAN
from tests.browser.conftest import Watched

pytestmark = pytest.mark.xdist_group("browser")

SHARED = Path(__file__).resolve().parents[3] / "shared"
WHOLE = next(iter(sorted(SHARED.glob("corpus/002_*"))), None)
_numbers = itertools.count(600)
real = pytest.mark.skipif(WHOLE is None, reason="không có kế hoạch 53 điều khoản để thử / the plan of 53 is not here")


def whole() -> dict:
    """Give the plan of 53 provisions as a file that no other test has sent."""
    assert WHOLE is not None
    number = next(_numbers)
    return {"name": f"ke-hoach-{number}.txt", "mimeType": "", "buffer": WHOLE.read_bytes() + b"\n" * number}


def small() -> dict:
    """Give a short plan that no other test has sent."""
    number = next(_numbers)
    return {
        "name": f"{number}.txt",
        "mimeType": "",
        "buffer": PLAN.replace("58/KH-UBND", f"{number}/KH-UBND").encode(),
    }


def send(watched: Watched, file: dict) -> Page:
    """Send a file and wait for its page."""
    page = watched.page
    page.goto(watched.address + "/")
    page.set_input_files("#files", [file])
    page.wait_for_url(re.compile(r"/van-ban/[0-9a-f-]{36}/$"))
    page.wait_for_selector(".duty.now")
    return page


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def left(page: Page) -> int:
    """Read from the title how many provisions are undecided."""
    found = re.match(r"Còn (\d+) trên (\d+) điều khoản chưa quyết định", title(page).inner_text())
    return int(found[1]) if found else 0


def opened(page: Page) -> Locator:
    return page.locator('.duty[data-open="1"]')


def ref_of(line: Locator) -> str:
    return line.get_attribute("data-duty") or ""


def settled(page: Page) -> Locator:
    """Give the items that are accepted duties."""
    return page.locator(".duty.is-accepted:not(.no-duty)")


# --- by mouse -------------------------------------------------------------------------------------------------------


@real
def test_a_plan_of_53_provisions_is_decided_by_mouse(stranger, server, sign_in_words):
    watched = Watched(stranger.new_page(), server)
    page = watched.page
    page.goto(server + "/")
    page.locator("input[name=login]").click()
    page.keyboard.type("hanh.le")
    page.locator("input[name=password]").click()
    page.keyboard.type(sign_in_words)
    page.get_by_role("button", name="Đăng nhập").first.click()
    page.wait_for_url(server + "/")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Chọn tệp", exact=True).click()
    chooser.value.set_files([whole()])
    page.wait_for_url(re.compile(r"/van-ban/[0-9a-f-]{36}/$"))
    provisions = int(re.search(r"trên (\d+) điều khoản", title(page).inner_text())[1])
    assert provisions == 53
    before = left(page)
    assert before > 30

    # All of which the reader is sure, at once.
    sure = page.get_by_role("button", name=re.compile(r"Chấp nhận \d+ mục chắc chắn"))
    count = int(re.search(r"\d+", sure.inner_text())[0])
    sure.click()
    expect(page.locator(".undo")).to_contain_text(f"Đã chấp nhận {count} mục")
    expect(page.locator(".duty.is-accepted")).to_have_count(count)
    rest = opened(page).count()
    assert 3 <= rest < 10
    assert 0 < left(page) < before

    # One as it stands.
    one = ref_of(page.locator(".duty.now"))
    page.locator(".duty.now").get_by_role("button", name="Chấp nhận").click()
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))
    expect(opened(page)).to_have_count(rest - 1)

    # One in other words.
    one = ref_of(page.locator(".duty.now"))
    page.locator(".duty.now").get_by_role("link", name="Sửa").click()
    page.locator("#editor #leads").fill("Sở Ngoại vụ\nSở Tài chính")
    page.locator("#editor #due_text").fill("trước ngày 05/11 hằng năm")
    page.get_by_role("button", name="Lưu và chấp nhận").click()
    edited = page.locator(f"#d{one}")
    expect(edited).to_have_class(re.compile("is-accepted"))
    edited.locator(".duty-line").click()
    expect(edited.locator(".chip.lead")).to_have_text(["Sở Ngoại vụ", "Sở Tài chính"])
    expect(edited.locator("dl")).to_contain_text("Hằng năm, trước ngày 05/11")
    expect(edited.locator(".why").first).to_contain_text("Lê Thị Hạnh chấp nhận lúc")

    # One in two parts, and the two are one again.
    target = settled(page).nth(4)
    target.locator(".duty-line").click()
    target.get_by_role("link", name="Tách").click()
    words = page.locator("#editor #texts").input_value().replace("\n", " ").split()
    half = len(words) // 2
    page.locator("#editor #texts").fill(f"{' '.join(words[:half])}\n{' '.join(words[half:])}")
    page.locator("#editor").get_by_role("button", name="Tách").click()
    expect(page.locator(".undo")).to_contain_text("Đã tách thành 2 mục")
    expect(opened(page)).to_have_count(rest)
    parts = [ref_of(page.locator(".duty.now"))]
    parts += [ref for ref in page.locator("#done").get_attribute("data-touched").split() if ref not in parts]
    assert len(parts) == 2
    for ref in parts:
        page.locator(f"#d{ref} .duty-line").click()
        page.locator(f"#d{ref}").get_by_role("checkbox", name="Gộp").check()
    page.get_by_role("button", name="Gộp thành một").click()
    expect(page.locator(".undo")).to_contain_text("Đã gộp thành một mục")
    expect(opened(page)).to_have_count(rest - 1)

    # One is no duty, and why; taken back; and dismissed after all.
    doubted = page.locator('.duty[data-open="1"].grade-likely').first
    one = ref_of(doubted)
    for _time in range(2):
        page.locator(f"#d{one} .duty-line").click()
        page.locator(f"#d{one}").get_by_role("link", name="Bỏ qua").click()
        page.locator("#editor input[name=reason]").nth(1).check()
        reason = page.locator("#editor input[name=reason]").nth(1).input_value()
        page.locator("#editor").get_by_role("button", name="Bỏ qua").click()
        expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-dismissed"))
        if _time == 0:
            page.get_by_role("button", name="Hoàn tác").click()
            expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-open"))
            expect(page.locator(f"#d{one}")).to_have_class(re.compile(r"\bnow\b"))
    page.locator(f"#d{one} .duty-line").click()
    expect(page.locator(f"#d{one} .why").first).to_contain_text(reason)

    # One that the reader did not see, by selecting its sentence in the paper.
    duties = page.locator(".duty:not(.no-duty)").count()
    block = page.locator(".paper .block[data-provision] p").nth(2)
    block.scroll_into_view_if_needed()
    box = block.bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 10, steps=5)
    page.mouse.up()
    picked = page.evaluate("String(window.getSelection()).trim()")
    assert len(picked) > 10
    page.get_by_role("button", name="Thêm giao việc từ đoạn này").click()
    expect(page.locator("#editor #words")).to_have_value(picked)
    page.locator("#editor #leads").fill("Sở Tư pháp")
    page.locator("#editor").get_by_role("button", name="Thêm").click()
    expect(page.locator(".undo")).to_contain_text("Đã thêm một giao việc")
    expect(page.locator(".duty:not(.no-duty)")).to_have_count(duties + 1)

    # The rest, one after the other; what was added is looked at first, then the next open one comes by itself.
    while opened(page).count():
        there = opened(page).count()
        if not page.locator(".duty.now[data-open='1']").count():
            opened(page).first.locator(".duty-line").click()
        page.locator(".duty.now[data-open='1'] [data-key=a]").click()
        expect(opened(page)).to_have_count(there - 1)
    expect(title(page)).to_contain_text(f"Đã quyết định cả {provisions} điều khoản")
    page.get_by_role("button", name="Hoàn tất văn bản").click()
    expect(title(page)).to_contain_text("Đã xong")
    expect(page.locator(".facts")).to_contain_text("Lê Thị Hạnh hoàn tất")
    page.reload()
    expect(title(page)).to_contain_text("Đã xong")
    assert watched.errors == []
    assert watched.strangers == []


# --- by keyboard alone ----------------------------------------------------------------------------------------------


def tab_to(page: Page, wanted: str, *, key: str = "Tab", limit: int = 200) -> None:
    """Press Tab until the focus is on what a selector names."""
    for _step in range(limit):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press(key)
    pytest.fail(f"the keyboard does not reach {wanted}")


def focused(page: Page) -> str:
    """Give the item whose line has the focus."""
    return page.evaluate("document.activeElement.closest('.duty')?.dataset.duty || ''")


def press_until(page: Page, key: str, ref: str) -> None:
    for _step in range(120):
        if focused(page) == ref:
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} does not reach the item")


@real
def test_the_same_plan_is_decided_by_keyboard_alone(stranger, server, sign_in_words):
    watched = Watched(stranger.new_page(), server)
    page, keys = watched.page, watched.page.keyboard
    page.goto(server + "/")
    tab_to(page, "input[name=login]")
    keys.type("hanh.le")
    tab_to(page, "input[name=password]")
    keys.type(sign_in_words)
    keys.press("Enter")
    page.wait_for_url(server + "/")
    tab_to(page, "#files")
    page.set_input_files("#files", [whole()])
    page.wait_for_url(re.compile(r"/van-ban/[0-9a-f-]{36}/$"))
    expect(page.locator(".duty.now")).to_have_count(1)

    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()

    keys.press("A")
    expect(page.locator(".undo")).to_contain_text("mục")
    rest = opened(page).count()
    assert rest >= 3
    now = focused(page)
    assert now == ref_of(opened(page).first)

    keys.press("a")
    expect(opened(page)).to_have_count(rest - 1)
    assert focused(page) == ref_of(opened(page).first) != now

    # e: the words, Ctrl+Enter keeps them.
    now = focused(page)
    keys.press("e")
    expect(page.locator("#editor #text")).to_be_focused()
    keys.press("Control+End")
    keys.type(" (theo biên bản)")
    keys.press("Control+Enter")
    expect(page.locator(f"#d{now}")).to_have_class(re.compile("is-accepted"))
    expect(page.locator(f"#d{now} .duty-text")).to_contain_text("(theo biên bản)")
    expect(opened(page)).to_have_count(rest - 2)

    # x: the reason, u takes it back.
    now = focused(page)
    keys.press("x")
    expect(page.locator("#editor")).to_be_visible()
    tab_to(page, "#reason-text")
    keys.type("Chỉ là nguyên tắc")
    keys.press("Enter")
    expect(page.locator(f"#d{now}")).to_have_class(re.compile("is-dismissed"))
    keys.press("u")
    expect(page.locator(f"#d{now}")).to_have_class(re.compile("is-open"))
    assert focused(page) == now
    keys.press("a")
    expect(opened(page)).to_have_count(rest - 3)

    # s makes two of one, m and M make one of two.
    target = ref_of(settled(page).nth(6))
    press_until(page, "k", ref_of(page.locator(".duty").first))
    press_until(page, "j", target)
    keys.press("s")
    expect(page.locator("#editor #texts")).to_be_focused()
    keys.press("Control+a")
    keys.type("Rà soát các thỏa thuận\nLập báo cáo")
    keys.press("Control+Enter")
    expect(page.locator(".undo")).to_contain_text("Đã tách thành 2 mục")
    parts = page.locator("#done").get_attribute("data-touched").split()
    there = opened(page).count()
    expect(page.locator(f"#d{focused(page)}")).to_have_attribute("data-open", "1")
    for ref in parts:
        press_until(page, "k", ref_of(page.locator(".duty").first))
        press_until(page, "j", ref)
        keys.press("m")
    expect(page.locator("#chosen")).to_be_visible()
    keys.press("M")
    expect(page.locator(".undo")).to_contain_text("Đã gộp thành một mục")
    expect(opened(page)).to_have_count(there - 1)

    # n: a duty that the reader did not see.
    words = page.locator(".paper .block[data-provision='1'] p").first.inner_text().split()[:6]
    duties = page.locator(".duty:not(.no-duty)").count()
    keys.press("n")
    expect(page.locator("#editor #words")).to_be_focused()
    keys.type(" ".join(words))
    tab_to(page, "#provision")
    keys.press("Home")
    keys.press("ArrowDown")
    tab_to(page, "#leads")
    keys.type("Sở Tư pháp")
    tab_to(page, "#editor [data-send]")
    keys.press("Enter")
    expect(page.locator(".undo")).to_contain_text("Đã thêm một giao việc")
    expect(page.locator(".duty:not(.no-duty)")).to_have_count(duties + 1)

    while opened(page).count():
        there = opened(page).count()
        if page.locator(f"#d{focused(page)}").get_attribute("data-open") != "1":
            press_until(page, "k", ref_of(page.locator(".duty").first))
            press_until(page, "j", ref_of(opened(page).first))
        keys.press("a")
        expect(opened(page)).to_have_count(there - 1)
    tab_to(page, 'button[value="close|"]', key="Shift+Tab")
    keys.press("Enter")
    expect(title(page)).to_contain_text("Đã xong")
    assert watched.errors == []


def test_the_focus_goes_where_a_person_goes_on(watched):
    page = send(watched, small())
    first, second = (ref_of(opened(page).nth(at)) for at in (0, 1))
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == first
    page.keyboard.press("a")
    expect(page.locator(f"#d{second} .duty-line")).to_be_focused()
    # Esc leaves the editor and what was written in it.
    page.keyboard.press("e")
    expect(page.locator("#editor textarea").first).to_be_focused()
    page.keyboard.type("không giữ")
    page.keyboard.press("Escape")
    expect(page.locator("#editor")).to_have_count(0)
    expect(page.locator(f"#d{second} .duty-line")).to_be_focused()
    expect(page.locator(f"#d{second}")).to_have_attribute("data-open", "1")
    # A letter that is typed is no command.
    page.keyboard.press("e")
    expect(page.locator("#editor textarea").first).to_be_focused()
    page.keyboard.type("aAxu?")
    expect(page.locator("#editor")).to_have_count(1)
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator(f"#d{second} .duty-line")).to_be_focused()
    assert watched.errors == []


# --- on a telephone -------------------------------------------------------------------------------------------------


@real
def test_a_telephone_is_enough(signed_in):
    watched = signed_in("hanh.le", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = send(watched, whole())

    def fits() -> bool:
        return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth && window.innerWidth <= 390")

    assert fits()
    page.get_by_role("button", name=re.compile(r"Chấp nhận \d+ mục chắc chắn")).tap()
    expect(page.locator(".undo")).to_contain_text("mục")
    rest = opened(page).count()
    page.locator(".duty.now").get_by_role("button", name="Chấp nhận").tap()
    expect(opened(page)).to_have_count(rest - 1)
    one = ref_of(page.locator(".duty.now"))
    page.locator(".duty.now").get_by_role("link", name="Sửa").tap()
    expect(page.locator("#editor #leads")).to_be_visible()
    assert fits()
    page.locator("#editor #leads").fill("Sở Công Thương")
    page.get_by_role("button", name="Lưu và chấp nhận").tap()
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))
    one = ref_of(page.locator(".duty.now"))
    page.locator(".duty.now").get_by_role("link", name="Bỏ qua").tap()
    page.locator("#editor").get_by_role("button", name="Bỏ qua").tap()
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-dismissed"))
    while opened(page).count():
        there = opened(page).count()
        page.locator(".duty.now[data-open='1'] [data-key=a]").tap()
        expect(opened(page)).to_have_count(there - 1)
    page.get_by_role("button", name="Hoàn tất văn bản").tap()
    expect(title(page)).to_contain_text("Đã xong")
    assert fits()
    assert watched.errors == []


# --- without script -------------------------------------------------------------------------------------------------


# --- without script -------------------------------------------------------------------------------------------------


def test_deciding_needs_no_script(signed_in):
    watched = signed_in("hanh.le", java_script_enabled=False)
    page = watched.page
    page.goto(watched.address + "/")
    page.set_input_files("#files", [small()])
    page.get_by_role("button", name="Đọc văn bản").click()
    before = left(page)
    assert before > 3
    one, other = (ref_of(page.locator('.duty[data-open="1"]:not(.no-duty)').nth(at)) for at in (0, 1))

    page.locator(f"#d{one}").get_by_role("button", name="Chấp nhận").click()
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))
    expect(page.locator(".undo")).to_contain_text("Đã chấp nhận 1 mục")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-open"))
    expect(page.locator(".undo")).to_contain_text("Làm lại")
    assert left(page) == before

    page.locator(f"#d{one}").get_by_role("link", name="Sửa").click()
    expect(page.locator("#editor #text")).to_be_visible()
    page.locator("#editor #leads").fill("Sở Công Thương")
    page.get_by_role("button", name="Lưu và chấp nhận").click()
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))
    expect(page.locator(f"#d{one} .chip.lead")).to_have_text("Sở Công Thương")

    # One line is no split: it is said, and what was written is still there.
    page.locator(f"#d{other}").get_by_role("link", name="Tách").click()
    page.locator("#editor #texts").fill("Chỉ một dòng")
    page.locator("#editor").get_by_role("button", name="Tách").click()
    expect(page.locator("#editor [role=alert]")).to_contain_text("ít nhất hai phần")
    expect(page.locator("#editor #texts")).to_have_value("Chỉ một dòng")
    page.locator("#editor").get_by_role("link", name="Thôi").click()

    page.locator(f"#d{other}").get_by_role("link", name="Bỏ qua").click()
    page.locator("#editor #reason-text").fill("Trùng với chỉ thị")
    page.locator("#editor").get_by_role("button", name="Bỏ qua").click()
    expect(page.locator(f"#d{other}")).to_have_class(re.compile("is-dismissed"))
    expect(page.locator(f"#d{other}")).to_contain_text("Trùng với chỉ thị")
    # Without script each answer is a new page: the next click waits until the page has one open item fewer.
    for rest in range(opened(page).count(), 0, -1):
        opened(page).first.locator("[data-key=a]").click()
        expect(opened(page)).to_have_count(rest - 1)
    page.get_by_role("button", name="Hoàn tất văn bản").click()
    expect(title(page)).to_contain_text("Đã xong")


# --- two people -----------------------------------------------------------------------------------------------------


def test_who_comes_second_is_told_and_loses_nothing(signed_in):
    minh = signed_in("minh.tran")
    page = send(minh, small())
    hanh = signed_in("hanh.le").page
    hanh.goto(page.url)
    hanh.wait_for_selector(".duty.now")
    one, other = (ref_of(page.locator('.duty[data-open="1"]:not(.no-duty)').nth(at)) for at in (0, 1))

    page.locator(f"#d{one} .duty-line").click()
    page.locator(f"#d{one}").get_by_role("link", name="Sửa").click()
    page.locator("#editor #text").fill("Lời của người thứ hai")
    page.locator("#editor #leads").fill("Sở Tài chính")
    hanh.locator(f"#d{one} .duty-line").click()
    hanh.locator(f"#d{one}").get_by_role("button", name="Chấp nhận").click()
    expect(hanh.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))

    page.get_by_role("button", name="Lưu và chấp nhận").click()
    expect(page.locator("#editor [role=alert]")).to_contain_text("Lê Thị Hạnh đã chấp nhận mục này lúc")
    expect(page.locator("#editor #text")).to_have_value("Lời của người thứ hai")
    expect(page.locator("#editor #leads")).to_have_value("Sở Tài chính")
    expect(page.locator("#decide #editor")).to_have_count(1)
    expect(page.locator(f"#d{other}")).to_have_count(1)
    assert page.evaluate("!!document.activeElement.closest('#editor')")

    # A button that comes too late says it too, and shows what became of the item.
    page.keyboard.press("Escape")
    hanh.locator(f"#d{other} .duty-line").click()
    hanh.locator(f"#d{other}").get_by_role("link", name="Bỏ qua").click()
    hanh.locator("#editor").get_by_role("button", name="Bỏ qua").click()
    expect(hanh.locator(f"#d{other}")).to_have_class(re.compile("is-dismissed"))
    page.locator(f"#d{other} .duty-line").click()
    page.locator(f"#d{other}").get_by_role("button", name="Chấp nhận").click()
    expect(page.locator("#panel > [role=alert]")).to_contain_text("Lê Thị Hạnh đã bỏ qua mục này lúc")
    expect(page.locator(f"#d{other}")).to_have_class(re.compile("is-dismissed"))
    hanh.reload()
    expect(hanh.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))
    expect(hanh.locator(f"#d{one}")).not_to_contain_text("Lời của người thứ hai")
    # The browser itself notes a refusal as an answer of 422; nothing else went wrong.
    assert [error for error in minh.errors if "422" not in error] == []


# --- a newer reader -------------------------------------------------------------------------------------------------

ANOTHER = """
import copy, sys, uuid
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.library import actions
from hoinhap.apps.library.desk import Desk
from hoinhap.apps.library.models import Reading

key = uuid.UUID(sys.argv[1])
actions.VERSION = "999"
with transaction.atomic():
    desk = Desk(SYSTEM, key, timezone.now())
    body = copy.deepcopy(Reading.objects.filter(document=key).first().body)
    first, second, third = body["tasks"][:3]
    first["leads"] = ["Sở Xây dựng"]
    third["leads"] = ["Sở Y tế"]
    body["tasks"].remove(second)
    if all(task["provision"] != second["provision"] for task in body["tasks"]):
        body["outline"][second["provision"]]["answer"] = "nothing"
    actions._read_anew(desk, body)
"""


def test_a_newer_reader_shows_what_differs_and_touches_nothing(watched, data):
    page = send(watched, small())
    duties = page.locator('.duty[data-open="1"]:not(.no-duty)')
    one, other, third = (ref_of(duties.nth(at)) for at in (0, 1, 2))
    lead = page.locator(f"#d{one} .chip.lead").first.text_content()
    for ref in (one, other):
        page.locator(f"#d{ref} .duty-line").click()
        page.locator(f"#d{ref}").get_by_role("button", name="Chấp nhận").click()
        expect(page.locator(f"#d{ref}")).to_have_class(re.compile("is-accepted"))
    said = {ref: page.locator(f"#d{ref} .duty-text").text_content() for ref in (one, other)}
    key = re.search(r"/van-ban/([0-9a-f-]{36})/", page.url)[1]
    environment = {**os.environ, "HOINHAP_DATA": str(data), "DJANGO_SETTINGS_MODULE": "hoinhap.site.settings"}
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", ANOTHER, key], env=environment, check=True)

    page.reload()
    expect(page.locator(".notice.warn")).to_contain_text("Bộ đọc mới thấy khác ở 3 mục")
    page.get_by_role("link", name="Chỉ xem chỗ khác").click()
    expect(page.locator(".duty")).to_have_count(3)
    assert [ref_of(page.locator(".duty").nth(at)) for at in range(3)] == [one, other, third]
    for ref in (one, other):
        expect(page.locator(f"#d{ref}")).to_have_class(re.compile("is-accepted"))
        assert page.locator(f"#d{ref} .duty-text").text_content() == said[ref]
    assert page.locator(f"#d{one} .chip.lead").first.text_content() == lead
    # What nobody had decided follows the reader, and says that it is new.
    expect(page.locator(f"#d{third} .chip.lead")).to_have_text("Sở Y tế")
    expect(page.locator(f"#d{third} .said-new")).to_be_visible()

    # Keep one as it was accepted, take the other as it is read now.
    page.locator(f"#d{other} .duty-line").click()
    expect(page.locator(f"#d{other} .proposal")).to_contain_text("không còn thấy giao việc")
    page.locator(f"#d{other}").get_by_role("button", name="Giữ như đã chấp nhận").click()
    expect(page.locator(f"#d{other}")).to_have_count(0)
    page.locator(f"#d{one} .duty-line").click()
    expect(page.locator(f"#d{one} .compare")).to_contain_text("Sở Xây dựng")
    page.keyboard.press("t")
    expect(page.locator(f"#d{one}")).to_have_count(0)
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page.locator(f"#d{one} .chip.lead")).to_have_text("Sở Xây dựng")
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))
    expect(page.locator(f"#d{other}")).to_have_class(re.compile("is-accepted"))
    assert page.locator(f"#d{other} .duty-text").text_content() == said[other]
    assert watched.errors == []
