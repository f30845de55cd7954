"""Take the pictures of docs/img in a real browser: `scripts/pictures.py`, with Chromium installed.

Starts the site with the demo province in a folder of its own, signs in, and looks at each page at 1440 and 390 pixels.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).resolve().parents[1] / "docs" / "img"
WIDTHS = {1440: 900, 390: 844}
# name → (address after the document's, "" for the site's own)
OF_DOCUMENT = {"quyet-dinh": "", "ma-tran": "ma-tran", "lien-quan": "gia-dinh", "pho-bien": "pho-bien"}
OF_SITE = {"van-ban": "", "tim": "tim?q=phong+ve+thuong+mai", "nhat-ky": "nhat-ky/", "tai-khoan": "tai-khoan"}


@contextmanager
def site() -> Iterator[tuple[str, str]]:
    """Serve a new demo province; give its address and its password."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "hoinhap.site.serve", "--port", str(port), "--workers", "1"]
        process = subprocess.Popen(command, env={**os.environ, "HOINHAP_DATA": data}, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}/"
            for _try in range(200):
                try:
                    urllib.request.urlopen(f"{address}suc-khoe", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.1)
            told = (Path(data) / "demo-sign-in.txt").read_text(encoding="utf-8")
            password = re.search(r"Password: (\S+)", told)
            assert password
            yield address, password[1]
        finally:
            process.terminate()
            process.wait(30)


def main() -> None:
    """Take every picture."""
    OUT.mkdir(exist_ok=True)
    with site() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}dang-nhap")
        _take(page, "dang-nhap", f"{address}dang-nhap")
        page.fill("input[name=login]", "hanh.le")
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url(address)
        page.get_by_role("link", name="58/KH-UBND").first.click()
        page.wait_for_selector(".duty.now")
        document = page.url.partition("#")[0]
        for _key in range(7):
            page.keyboard.press("a")
            page.wait_for_load_state("networkidle")
        for name, rest in OF_DOCUMENT.items():
            _take(page, name, document + rest)
        for name, rest in OF_SITE.items():
            _take(page, name, address + rest)
        browser.close()


def _take(page: Page, name: str, address: str) -> None:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.wait_for_load_state("networkidle")
        picture = Image.open(io.BytesIO(page.screenshot()))
        # 128 colours are enough for ink, paper and one accent, and a third of the size.
        small = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128)
        small.save(OUT / f"{name}-{width}.png", optimize=True)


if __name__ == "__main__":
    main()
