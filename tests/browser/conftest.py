"""A real server on a data folder of its own, and a real browser without a network."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of the server."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[str]:
    """Start `hoinhap serve` with the demo province and give its address."""
    port = free_port()
    environment = {**os.environ, "HOINHAP_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "hoinhap.site.serve", "--port", str(port), "--workers", "1"]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/suc-khoe", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None or time.monotonic() > until:
                    pytest.fail((data / "log").read_text(encoding="utf-8"))
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium chưa được cài nên bỏ qua / Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sign_in_words(server: str, data: Path) -> str:
    """Give the password of the demo province, from the file that the server wrote."""
    text = (data / "demo-sign-in.txt").read_text(encoding="utf-8")
    match = re.search(r"^Mật khẩu / Password: (\S+)$", text, re.M)
    assert match
    return match[1]


def sign_in(page: Page, address: str, password: str, username: str = "hanh.le") -> None:
    """Sign in by the page, as a person does."""
    page.goto(f"{address}/dang-nhap")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")


@pytest.fixture(scope="session")
def sessions(browser: Browser, server: str, sign_in_words: str) -> Callable[[str], dict]:
    """Give the signed-in state of somebody of the demo province; each signs in once for all tests."""
    kept: dict[str, dict] = {}

    def of(username: str) -> dict:
        if username not in kept:
            context = browser.new_context()
            sign_in(context.new_page(), server, sign_in_words, username)
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return of


class Watched:
    """A page that remembers what went wrong in it and whom it asked."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: message.type in ("error", "warning") and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    @property
    def strangers(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))]


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser in which nobody has signed in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def signed_in(browser: Browser, server: str, sessions: Callable[[str], dict]) -> Iterator[Callable[..., Watched]]:
    """Open a page as somebody of the demo province: `signed_in("minh.tran")`, the coordinator unless said."""
    opened: list[BrowserContext] = []

    def page_of(username: str = "hanh.le", **options: Any) -> Watched:
        options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options}
        context = browser.new_context(storage_state=sessions(username), **options)
        context.set_default_timeout(10_000)
        opened.append(context)
        return Watched(context.new_page(), server)

    yield page_of
    for context in opened:
        context.close()


@pytest.fixture
def watched(signed_in: Callable[..., Watched]) -> Watched:
    """Open a page as the coordinator of the demo province."""
    return signed_in()


@pytest.fixture
def context(watched: Watched) -> BrowserContext:
    return watched.page.context


@pytest.fixture(scope="session")
def axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
