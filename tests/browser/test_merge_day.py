"""The two merge days of 2025, previewed, carried out, taken back and carried out again by an administrator."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Watched, free_port, sign_in

pytestmark = pytest.mark.xdist_group("browser")

ADMINISTRATOR = "duc.bui"
WIDTHS = (1440, 390)
# A merge day of four provinces is some thousands of rows; the machine may be busy.
LONG = 90_000

# Four provinces as they stood on the eve of the changes of 2025, with somebody in a department that will end.
EVE = """
import os
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
django.setup()
from datetime import date
from django.utils import timezone
from hoinhap.apps.agencies import actions, loading
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import Agency
at = timezone.now()
loading.load_central(actor=SYSTEM, at=at)
loading.load_units(actor=SYSTEM, at=at, provinces={"02", "08", "72", "80"}, past=False)
for unit in ("p-02", "p-08", "p-72", "p-80"):
    loading.load_province(actor=SYSTEM, at=at, unit=unit, past=False)
committee = Agency.objects.get(code="ubnd-p-72")
planning = Agency.objects.get(name="Sở Kế hoạch và Đầu tư", parent=committee)
for username, name in (("hung.tran", "Trần Mạnh Hùng"), ("nga.le", "Lê Thúy Nga")):
    person = actions.add_person(actor=SYSTEM, at=at, username=username, full_name=name)
    actions.give_role(actor=SYSTEM, at=at, person=person, agency=planning, role="officer", since=date(2024, 1, 1))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Start a site of its own, since a merge day changes what all others see; give its address and the password."""
    data, port = tmp_path_factory.mktemp("merge-day"), free_port()
    environment = {**os.environ, "HOINHAP_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "hoinhap.site.serve", "--port", str(port), "--workers", "1"]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, data / "log")
        subprocess.run([sys.executable, "-c", EVE], env=environment, check=True, timeout=180)
        found = re.search(r"Password: (\S+)$", (data / "demo-sign-in.txt").read_text(encoding="utf-8"), re.M)
        assert found
        yield address, found[1]
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(f"{address}/suc-khoe", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(log.read_text(encoding="utf-8"))
            time.sleep(0.05)


@pytest.fixture(scope="module")
def signed(browser: Browser, house: tuple[str, str]) -> Any:
    """Give the signed-in state of the administrator."""
    context = browser.new_context()
    sign_in(context.new_page(), *house, ADMINISTRATOR)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def opened(browser: Browser, house: tuple[str, str], signed: Any) -> Iterator[Callable[..., Watched]]:
    contexts: list[BrowserContext] = []

    def page_of(width: int = 1440, **options: Any) -> Watched:
        view = {"width": width, "height": 900}
        context = browser.new_context(storage_state=signed, viewport=view, reduced_motion="reduce", **options)
        context.set_default_timeout(LONG)
        contexts.append(context)
        return Watched(context.new_page(), house[0])

    yield page_of
    for context in contexts:
        context.close()


def faults(page: Page, axe: str) -> list:
    # The test brings axe past the page's own policy; the page itself runs no such script.
    page.evaluate(axe)
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
        for fault in page.evaluate("axe.run()")["violations"]
    ]


def begin(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}/quan-tri/sap-xep/")
    page.get_by_role("button", name=words).click()
    expect(page.locator("#headline")).to_contain_text("sẵn sàng áp dụng", timeout=LONG)


def carry_out(page: Page) -> None:
    page.get_by_role("link", name="Áp dụng", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Áp dụng “", timeout=LONG)
    page.get_by_role("button", name="Áp dụng", exact=True).click()
    expect(page.locator("#headline")).to_have_text("Đã áp dụng", timeout=LONG)


def take_back(page: Page) -> None:
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    expect(page.locator("#headline")).to_contain_text("sẵn sàng áp dụng", timeout=LONG)


def name_on(page: Page, address: str, code: str, day: str, name: str) -> None:
    page.goto(f"{address}/co-quan/{code}/?ngay={day}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_departments_merge_on_1_march(opened, house, axe):
    watched = opened()
    page, address = watched.page, house[0]
    begin(page, address, "01/03/2025: sắp xếp các sở")
    planning = page.locator(".deeds tr", has_text="Sở Kế hoạch và Đầu tư").filter(has_text="Tây Ninh")
    expect(planning).to_contain_text("Sở Tài chính")
    expect(page.locator(".lineage-wide svg")).to_be_visible()
    assert faults(page, axe) == []

    # One of two people stays behind: the choice is kept, and counts when the day is carried out.
    person = page.get_by_label("Chuyển đến: Lê Thúy Nga")
    person.select_option(label="Không chuyển, kết thúc")
    page.locator("#people").get_by_role("button", name="Lưu lựa chọn").click()
    expect(page.locator(".said")).to_contain_text("Đã lưu lựa chọn")
    expect(page.get_by_label("Chuyển đến: Lê Thúy Nga").locator("option:checked")).to_have_text(
        "Không chuyển, kết thúc"
    )

    carry_out(page)
    assert faults(page, axe) == []
    take_back(page)
    carry_out(page)
    there = page.url

    page.goto(f"{address}/quan-tri/nguoi-dung/hung.tran/")
    expect(page.locator("main")).to_contain_text("Sở Tài chính")
    page.goto(f"{address}/quan-tri/nguoi-dung/nga.le/")
    expect(page.locator("main")).to_contain_text("Sở Kế hoạch và Đầu tư")
    expect(page.locator("main")).not_to_contain_text("Sở Tài chính")
    page.goto(there)
    expect(page.locator("#headline")).to_have_text("Đã áp dụng")
    assert watched.errors == []
    assert watched.strangers == []


def test_districts_end_and_provinces_join_on_1_july(opened, house, axe):
    watched = opened()
    page, address = watched.page, house[0]
    begin(page, address, "01/07/2025: bỏ cấp huyện")
    row = page.locator(".deeds tr").filter(has_text="Ủy ban nhân dân tỉnh Long An")
    expect(row.first).to_contain_text("Ủy ban nhân dân tỉnh Tây Ninh")
    row = page.locator(".deeds tr").filter(has_text="Ủy ban nhân dân tỉnh Hà Giang")
    expect(row.first).to_contain_text("Ủy ban nhân dân tỉnh Tuyên Quang")
    # The next page of the steps, and back again.
    page.get_by_role("link", name="Trang sau").click()
    expect(page.locator(".pager")).to_contain_text("Trang 2")
    assert faults(page, axe) == []
    carry_out(page)
    take_back(page)
    name_on(page, address, "ubnd-p-80", "2025-07-02", "Ủy ban nhân dân tỉnh Long An")
    expect(page.locator("#not-there")).to_have_count(0)

    page.goto(f"{address}/quan-tri/sap-xep/")
    page.get_by_role("link", name="01/07/2025: bỏ cấp huyện").click()
    expect(page.locator("#headline")).to_contain_text("sẵn sàng áp dụng", timeout=LONG)
    carry_out(page)
    name_on(page, address, "ubnd-p-80", "2025-06-30", "Ủy ban nhân dân tỉnh Long An")
    expect(page.locator("#not-there")).to_have_count(0)
    name_on(page, address, "ubnd-p-80", "2025-07-02", "Ủy ban nhân dân tỉnh Long An")
    expect(page.locator("#not-there")).to_contain_text("Ủy ban nhân dân tỉnh Tây Ninh")
    assert watched.errors == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_merge_day_by_hand(opened, house, axe, width, language):
    watched = opened(width)
    page, address = watched.page, house[0]
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    page.goto(f"{address}/quan-tri/sap-xep/")
    assert faults(page, axe) == []
    page.locator("[name=dau-title]").fill(f"Thử {width} {language}")
    page.locator("[name=dau-on]").fill("2026-12-01")
    page.locator("form", has=page.locator("[name=dau-title]")).locator("button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Thử {width} {language}")

    # What is wrong is said beside its field, and what was typed is still there.
    page.locator(".adding a[href*='them=merge']").click()
    page.locator("[name=viec-from_0]").fill("Sở Không Có")
    page.locator("[name=viec-heir]").fill("so-tu-phap")
    page.locator(".step-form button[type=submit]").click()
    expect(page.locator(".wrong").first).to_contain_text("Sở Không Có")
    expect(page.locator("[name=viec-from_0]")).to_have_value("Sở Không Có")
    assert faults(page, axe) == []
    # Agencies are offered as they are typed.
    page.locator("[name=viec-from_0]").fill("")
    page.locator("[name=viec-from_0]").press_sequentially("cong thuong")
    expect(page.locator("#agencies option[value$='(so-cong-thuong)']")).to_have_count(1)
    page.locator("[name=viec-from_0]").fill("Sở Công Thương (so-cong-thuong)")
    page.locator(".step-form button[type=submit]").click()
    expect(page.locator(".deeds tbody tr")).to_have_count(1)
    expect(page.locator(".deeds tbody tr")).to_contain_text("Sở Tư pháp")

    # A step is edited where it stands.
    page.locator(".deeds a[href*='sua=end']").click()
    expect(page.locator(".editing [name=viec-heir]")).to_have_value("Sở Tư pháp (so-tu-phap)")
    page.locator(".editing [name=viec-heir]").fill("so-noi-vu")
    page.locator(".editing button[type=submit]").click()
    expect(page.locator(".deeds tbody tr")).to_contain_text("Sở Nội vụ")
    expect(page.locator("a.btn-primary")).to_be_visible()
    assert faults(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The browser tells of the one answer that said no.
    assert [error for error in watched.errors if "422" not in error] == []


def test_one_agency_changes_without_script(opened, house):
    watched = opened(java_script_enabled=False)
    page, address = watched.page, house[0]
    page.goto(f"{address}/co-quan/so-y-te/")
    page.get_by_role("link", name="Ghi nhận thay đổi").click()
    page.get_by_label("Tên mới").fill("Sở Y tế và Dân số")
    page.get_by_label("Ngày bắt đầu thực hiện").fill("2026-12-01")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("#headline")).to_contain_text("sẵn sàng áp dụng")
    carry_out(page)
    name_on(page, address, "so-y-te", "2026-12-01", "Sở Y tế và Dân số")
    page.goto(f"{address}/co-quan/so-y-te/?ngay=2026-11-01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Y tế")
