"""Coming in and going out, in a real browser: password, lock-out, authenticator app, passkeys, other places."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.apps.accounts.people import PASSWORD, code_of
from tests.browser.conftest import Watched

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
_numbers = itertools.count(1)


@pytest.fixture
def home(server: str) -> str:
    """Give the address under which a browser allows passkeys without TLS."""
    return server.replace("127.0.0.1", "localhost")


@pytest.fixture
def somebody(server: str, data: Path) -> Callable[[], str]:
    """Add a person from the command line; the demo people belong to the other tests."""

    def add() -> str:
        username = f"thu.{next(_numbers)}"
        command = [sys.executable, "-m", "hoinhap.cli", "person", username, "--name", "Trần Thị Thử"]
        command += ["--agency", "so-ngoai-vu", "--role", "coordinator", "--password-stdin"]
        environment = {**os.environ, "HOINHAP_DATA": str(data)}
        environment.pop("DATABASE_URL", None)
        subprocess.run(command, env=environment, input=PASSWORD.encode(), check=True, stdout=subprocess.DEVNULL)
        return username

    return add


def open_door(context: BrowserContext, home: str, path: str = "/dang-nhap") -> Watched:
    watched = Watched(context.new_page(), home)
    watched.page.goto(f"{home}{path}")
    return watched


def come_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Xác nhận đây là bạn")).to_be_visible()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()


def go_out(page: Page, home: str) -> None:
    page.goto(f"{home}/tai-khoan")
    page.get_by_role("main").get_by_role("button", name="Đăng xuất", exact=True).click()
    expect(page.get_by_text("Bạn đã đăng xuất.")).to_be_visible()


def hold_key(context: BrowserContext, page: Page, **traits: object) -> tuple[CDPSession, str]:
    """Put a key into the machine, as a browser sees it."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **traits}})
    return session, answer["authenticatorId"]


def test_the_door_shows_no_rail_and_asks_nobody_else(stranger, home):
    watched = open_door(stranger, home, "/")
    assert urlsplit(watched.page.url).path == "/dang-nhap"
    expect(watched.page.get_by_role("navigation")).to_have_count(0)
    expect(watched.page.get_by_role("button", name="Đăng nhập", exact=True)).to_be_visible()
    assert watched.strangers == []
    assert watched.errors == []


def test_by_keyboard_alone_to_the_page_that_was_asked_for(stranger, home, somebody):
    watched = open_door(stranger, home, "/tai-khoan")
    page = watched.page
    page.get_by_label("Tên đăng nhập").focus()
    page.keyboard.type(somebody())
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Trần Thị Thử")).to_be_visible()
    expect(page.get_by_role("row", name="Sở Ngoại vụ Cán bộ đầu mối")).to_be_visible()
    assert urlsplit(page.url).path == "/tai-khoan"
    assert watched.errors == []


def test_a_wrong_password_says_what_to_look_at_then_locks(stranger, home, somebody):
    username = somebody()
    page = open_door(stranger, home).page
    for _time in range(5):
        come_in(page, username, "sai")
        expect(page.get_by_role("alert")).to_contain_text("Kiểm tra bộ gõ tiếng Việt")
    come_in(page, username)
    expect(page.get_by_role("alert")).to_have_text("Sai quá nhiều lần nên tạm dừng. Chờ năm phút rồi thử lại.")


def test_an_authenticator_app_from_its_code_to_the_next_sign_in(stranger, home, somebody):
    username = somebody()
    watched = open_door(stranger, home, "/tai-khoan")
    page = watched.page
    come_in(page, username)
    page.get_by_role("link", name="Thêm ứng dụng").click()
    confirm(page)
    secret = page.locator("#secret").inner_text()
    box = page.locator(".code-image svg").bounding_box()
    assert box and box["width"] > 150
    page.get_by_label("Mã của ứng dụng").fill(code_of(secret))
    page.get_by_role("button", name="Thêm ứng dụng").click()
    expect(page.get_by_role("heading", name="Còn 10 mã dự phòng")).to_be_visible()
    go_out(page, home)
    come_in(page, username)
    expect(page.get_by_role("heading", name="Xác nhận lớp thứ hai")).to_be_visible()
    page.get_by_label("Mã").fill(code_of(secret))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("main")).to_be_visible()
    page.goto(f"{home}/tai-khoan")
    expect(page.get_by_text("Còn 10 mã")).to_be_visible()
    assert watched.errors == []


def add_key(page: Page, home: str, name: str, *, alone: bool) -> None:
    page.goto(f"{home}/tai-khoan")
    page.get_by_role("link", name="Thêm khóa").click()
    confirm(page)
    page.get_by_label("Tên để nhận ra khóa").fill(name)
    page.get_by_label("Cho phép đăng nhập chỉ bằng khóa này").set_checked(alone)
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.get_by_role("heading", name="mã dự phòng")).to_be_visible()


def test_a_passkey_alone_opens_the_page_that_was_asked_for(stranger, home, somebody):
    username = somebody()
    watched = open_door(stranger, home, "/tai-khoan")
    page = watched.page
    come_in(page, username)
    hold_key(stranger, page)
    add_key(page, home, "Máy ở phòng 302", alone=True)
    go_out(page, home)
    page.goto(f"{home}/dang-nhap?next=/tai-khoan")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_role("heading", name="Trần Thị Thử")).to_be_visible()
    expect(page.get_by_text("Máy ở phòng 302")).to_be_visible()
    expect(page.get_by_text("Khóa truy cập, cho phép đăng nhập chỉ bằng khóa này")).to_be_visible()
    assert urlsplit(page.url).path == "/tai-khoan"
    assert watched.errors == []


def test_a_passkey_as_the_second_layer(stranger, home, somebody):
    username = somebody()
    watched = open_door(stranger, home, "/tai-khoan")
    page = watched.page
    come_in(page, username)
    hold_key(stranger, page)
    add_key(page, home, "Khóa USB", alone=False)
    go_out(page, home)
    come_in(page, username)
    expect(page.get_by_role("heading", name="Xác nhận lớp thứ hai")).to_be_visible()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/tai-khoan")
    page.get_by_role("link", name="Đổi tên khóa Khóa USB").click()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_label("Tên để nhận ra khóa").fill("Khóa ở nhà")
    page.get_by_role("button", name="Đổi tên").click()
    page.get_by_role("link", name="Gỡ khóa Khóa ở nhà").click()
    page.get_by_role("button", name="Gỡ khóa").click()
    expect(page.get_by_text("Đã gỡ khóa truy cập.")).to_be_visible()
    expect(page.get_by_text("Khóa ở nhà")).to_have_count(0)
    assert watched.errors == []


def test_a_key_that_does_not_know_its_owner_says_so(stranger, home):
    page = open_door(stranger, home).page
    hold_key(stranger, page, isUserVerified=False)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_role("alert")).to_contain_text("thao tác đã hủy hoặc quá thời gian")
    assert urlsplit(page.url).path == "/dang-nhap"


def test_where_browsers_refuse_passkeys_none_is_offered(stranger, server):
    page = open_door(stranger, server).page
    expect(page.get_by_role("button", name="Đăng nhập", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Đăng nhập bằng khóa truy cập")).to_have_count(0)


def test_signed_out_everywhere_else(browser, stranger, home, somebody):
    username = somebody()
    here = open_door(stranger, home, "/tai-khoan").page
    come_in(here, username)
    other = browser.new_context()
    there = open_door(other, home, "/tai-khoan").page
    come_in(there, username)
    expect(there.get_by_role("heading", name="Trần Thị Thử")).to_be_visible()
    here.reload()
    here.get_by_role("button", name="Đăng xuất mọi nơi khác").click()
    expect(here.get_by_text("Đã đăng xuất ở mọi nơi khác.")).to_be_visible()
    there.reload()
    assert urlsplit(there.url).path == "/dang-nhap"
    other.close()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_of_signing_in_is_free_of_barriers(stranger, home, somebody, axe, language, width):
    username = somebody()
    page = open_door(stranger, home).page
    page.set_viewport_size({"width": width, "height": 900})
    stranger.add_cookies([{"name": "django_language", "value": language, "url": home}])
    faults: dict[str, list[str]] = {}

    def look(path: str | None = None) -> None:
        if path:
            page.goto(f"{home}{path}")
        page.evaluate(axe)
        found = page.evaluate(
            "async () => (await axe.run()).violations.map((one) => `${one.id}: ${one.nodes[0].html}`)"
        )
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if found or wide:
            faults[page.url] = [*found, *(["wider than the screen"] if wide else [])]

    def send(field: str, value: str) -> None:
        page.fill(f"[name={field}]", value)
        with page.expect_navigation():
            page.press(f"[name={field}]", "Enter")

    for path in ("/dang-nhap", "/dang-nhap/tam-khoa", "/dang-nhap/qua/da-huy"):
        look(path)
    page.goto(f"{home}/dang-nhap")
    page.fill("[name=login]", username)
    send("password", "sai")
    look()
    send("password", PASSWORD)
    page.wait_for_url(f"{home}/")
    for path in ("/tai-khoan", "/dang-xuat", "/tai-khoan/mat-khau", "/tai-khoan/xac-nhan", "/tai-khoan/hai-lop/bat"):
        look(path)
    send("password", PASSWORD)
    look()
    secret = page.locator("#secret").inner_text()
    send("code", "1")
    look()
    secret = page.locator("#secret").inner_text()
    send("code", code_of(secret))
    look()
    for path in ("/tai-khoan", "/tai-khoan/ma-du-phong/moi", "/tai-khoan/hai-lop/tat", "/tai-khoan/khoa/them"):
        look(path)
    stranger.clear_cookies(name="sessionid")
    page.goto(f"{home}/dang-nhap")
    page.fill("[name=login]", username)
    send("password", PASSWORD)
    page.wait_for_url(f"{home}/dang-nhap/hai-lop")
    look()
    assert faults == {}
