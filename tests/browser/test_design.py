"""The frame and the parts in a real browser: no barrier, nothing too wide, all of it by keyboard, on paper too."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")

LANGUAGES = ("vi", "en")


def opened(signed_in, language="vi", path="/design", **options):
    """Open a page in a language."""
    watched = signed_in(**options)
    watched.page.context.add_cookies([{"name": "django_language", "value": language, "url": watched.address}])
    watched.page.goto(watched.address + path)
    return watched


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 390, 800, 1440, 1920])
def test_no_part_is_a_barrier_and_none_is_too_wide(signed_in, axe, language, width):
    watched = opened(signed_in, language, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = watched.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    for step in ("as it comes", "menu", "keys"):
        if step == "menu":
            page.locator("details.menu:visible > summary").first.click()
        if step == "keys":
            page.keyboard.press("Escape")
            page.keyboard.press("?")
            expect(page.locator("#keys")).to_be_visible()
        found = page.evaluate("axe.run()")
        faults = [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found["violations"]]
        assert faults == [], f"{step}: {json.dumps(faults, ensure_ascii=False)}"
    assert watched.errors == []
    assert watched.strangers == []


def test_every_stop_of_the_keyboard_shows_where_it_is(signed_in):
    page = opened(signed_in).page
    look = """() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const style = getComputedStyle(at), box = at.getBoundingClientRect();
      return {name: at.outerHTML.slice(0, 90), ring: style.outlineStyle, width: parseFloat(style.outlineWidth),
              seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight};
    }"""
    stops = []
    for _step in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(look)
        if stop is None:
            break
        stops.append(stop)
    assert stop is None, "the walk never ends"
    assert "skip" in stops[0]["name"]
    assert len(stops) > 60
    assert [one["name"] for one in stops if one["ring"] != "solid" or one["width"] != 2 or not one["seen"]] == []


def test_search_is_one_key_away_and_escape_leads_back(watched):
    page = watched.page
    page.goto(watched.address + "/design")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("?/")
    expect(page.locator("#search")).to_have_value("?/")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()


def test_help_opens_by_its_key_and_by_its_button(watched):
    page = watched.page
    page.goto(watched.address + "/design")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#search")).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator(".who > summary").click()
    page.locator(".who [data-open=keys]").click()
    expect(page.locator("#keys")).to_be_visible()
    page.locator("#keys [data-close]").click()
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator(".who > summary")).to_be_focused()
    assert watched.errors == []


def test_a_dialog_keeps_the_focus_and_gives_it_back(watched):
    page = watched.page
    page.goto(watched.address + "/design")
    opener = page.locator("[data-open=sure]")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sure")).to_be_visible()
    for _step in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#sure')")
    page.keyboard.press("Escape")
    expect(page.locator("#sure")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_menu_closes_by_escape_and_by_a_click_elsewhere(watched):
    page = watched.page
    page.goto(watched.address + "/design")
    menu, summary = page.locator(".who"), page.locator(".who > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    summary.click()
    expect(menu).to_have_attribute("open", "")
    page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_a_person_signs_out_from_the_menu(browser, server, sign_in_words):
    from tests.browser.conftest import sign_in

    context = browser.new_context()
    page = context.new_page()
    sign_in(page, server, sign_in_words, "an.nguyen")
    page.locator(".who > summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(re.compile("/dang-nhap"))
    page.goto(server + "/design")
    assert "/dang-nhap" in page.url
    context.close()


def test_arrows_walk_the_matrix_and_its_column_is_shown(watched):
    page = watched.page
    page.goto(watched.address + "/design")
    at = """() => {
      const cell = document.activeElement.closest("td, th");
      return [cell.parentElement.rowIndex, cell.cellIndex];
    }"""
    page.locator(".matrix tbody tr:nth-child(2) td:nth-child(3) a").focus()
    for key, there in (("ArrowRight", [2, 3]), ("ArrowDown", [3, 3]), ("ArrowLeft", [3, 2]), ("ArrowUp", [2, 2])):
        page.keyboard.press(key)
        assert page.evaluate(at) == there
    expect(page.locator(".matrix thead th.here")).to_have_text("II")
    expect(page.locator(".matrix col.here")).to_have_count(1)
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert name.startswith("Sở Công Thương, II: ")


@pytest.mark.parametrize("width", [390, 1440])
def test_heads_stay_in_sight(signed_in, width):
    page = opened(signed_in, viewport={"width": width, "height": 800}).page
    table = page.locator("section:has(#table) table")
    if width > 1200:
        last = table.locator("tbody tr").last
        last.evaluate("row => window.scrollTo(0, row.getBoundingClientRect().top + scrollY - 90)")
        head = table.locator("thead th").first.bounding_box()
        assert 0 <= head["y"] - page.locator(".top").bounding_box()["height"] < 2
    else:
        table.evaluate("table => { table.parentElement.scrollLeft = 150; }")
        first = table.locator("tbody th").first.bounding_box()
        assert abs(first["x"] - table.evaluate("table => table.parentElement.getBoundingClientRect().x")) < 2


def test_rows_are_dense_and_figures_stand_to_the_right(watched):
    page = watched.page
    page.goto(watched.address + "/design")
    rows = page.locator("section:has(#table) tbody tr")
    assert {round(row.bounding_box()["height"]) for row in rows.all()} == {34}
    assert (
        page.locator("section:has(#table) tbody .num").first.evaluate("cell => getComputedStyle(cell).textAlign")
        == "right"
    )
    assert "tabular-nums" in rows.first.evaluate("row => getComputedStyle(row).fontVariantNumeric")
    cells = page.locator(".matrix tbody td").all()
    assert {round(cell.bounding_box()["height"]) for cell in cells} <= {28, 29}


@pytest.mark.parametrize(("width", "wide"), [(1440, 216), (1000, 88)])
def test_the_rail_shrinks_to_icons_that_keep_their_words(signed_in, width, wide):
    page = opened(signed_in, viewport={"width": width, "height": 800}).page
    assert page.locator(".rail").bounding_box()["width"] == wide
    entry = page.locator(".ways > ul a").first
    expect(entry).to_contain_text("Văn bản")
    assert entry.locator(".icon").is_visible() is (wide == 88)


def test_a_telephone_has_a_bar_below_with_the_rest_behind_more(signed_in):
    watched = opened(signed_in, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = watched.page
    stops = page.locator(".ways > ul > li:visible, .ways > .more:visible")
    assert 2 <= stops.count() <= 4
    for stop in stops.all():
        box = stop.bounding_box()
        assert box["height"] >= 44 and box["y"] + box["height"] <= 844.5
    expect(page.locator("h1")).to_be_visible()
    page.locator(".more > summary").click()
    for name in ("Tài khoản", "Đăng xuất", "English"):
        expect(page.locator(".more").get_by_text(name, exact=True)).to_be_visible()
    # Nothing stands in the bar and behind it, and nothing in neither.
    links = ".ways a:visible"
    names = page.locator(links).evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(names) == len(set(names))
    every = page.locator(".ways > ul a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert set(every) <= set(names)
    page.locator(".more").get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_stranger_sees_the_frame_without_rail_and_search(stranger, server):
    page = stranger.new_page()
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(server + "/khong-co-trang-nay")
        expect(page.locator(".brand")).to_be_visible()
        expect(page.locator(".ways")).to_have_count(0)
        expect(page.locator(".search")).to_have_count(0)
        expect(page.get_by_role("button", name="English")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_dialogs_and_menus_still_work(signed_in):
    page = opened(signed_in, java_script_enabled=False).page
    expect(page.locator("#sure")).to_be_visible()
    expect(page.locator("#keys")).to_be_hidden()
    page.locator(".who > summary").click()
    expect(page.locator(".who .menu-box")).to_be_visible()


def test_paper_shows_an_official_head_and_no_tools(watched, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext chưa được cài nên bỏ qua / pdftotext is not installed")
    page = watched.page
    page.goto(watched.address + "/design")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    sheets = text.strip("\f").split("\f")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in sheets[0]
    assert "Độc lập - Tự do - Hạnh phúc" in sheets[0]
    assert re.search(r"Ngày \d\d tháng \d+ năm \d{4}", sheets[0])
    for words in (
        "English",
        "Đăng xuất",
        "Tài khoản",
        "Nhật ký",
        "Tìm văn bản",
        "Hoàn tác",
        "Xuất Excel",
    ):
        assert words not in text, words
    # The first page bears no number, as on every official paper.
    assert len(sheets) > 2
    assert [sheet.strip().split("\n")[0].strip() for sheet in sheets[1:]] == [str(n) for n in range(2, len(sheets) + 1)]
    size = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, check=True).stdout.decode()
    assert "(A4)" in size


def test_vietnamese_takes_no_more_fonts_than_it_needs(signed_in):
    """A machine without Times New Roman downloads Tinos; the large file of other alphabets is not among it."""
    watched = signed_in()

    def without_local_fonts(route):
        sheet = re.sub(r"local\([^)]*\),? ?", "", route.fetch().text())
        assert "local(" not in sheet and "woff2" in sheet
        route.fulfill(body=sheet, content_type="text/css")

    watched.page.route(re.compile(r"/site/tokens\.\w+\.css"), without_local_fonts)
    asked = []
    watched.page.on("response", lambda answer: asked.append((answer.url.rsplit("/", 1)[1], answer.status)))
    watched.page.goto(watched.address + "/design")
    watched.page.wait_for_load_state("networkidle")
    fonts = [name for name, status in asked if ".woff2" in name and status == 200]
    assert any(name.startswith("tinos") for name in fonts)
    assert not [name for name in fonts if "latin-ext" in name]


def test_a_first_view_of_every_part_is_light(signed_in):
    watched = signed_in()
    session = watched.page.context.new_cdp_session(watched.page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    watched.page.goto(watched.address + "/design")
    watched.page.wait_for_load_state("networkidle")
    assert sum(sizes) > 50_000
    assert sum(sizes) < 150_000
