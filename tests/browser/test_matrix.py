"""Who carries what: every count opens its duties, and the files say the same; the pages are light and open to all."""

from __future__ import annotations

import json
import re
from html import unescape

import docx
import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Watched
from tests.browser.test_deciding import WHOLE, opened, real, ref_of, send, small, whole

pytestmark = pytest.mark.xdist_group("browser")

LIGHT = 150_000
PANELS = ("giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu", "lich-su")


def listed(page: Page, address: str) -> list[str]:
    """Open a list and give the words of its duties."""
    text = page.context.request.get(address).text()
    rows = re.findall(r'<li class="duty .*?</li>', text, re.S)
    return [" ".join(unescape(re.search(r'<p class="duty-text"[^>]*>(.*?)</p>', row, re.S)[1]).split()) for row in rows]


def plain(words: str) -> str:
    """Leave the letters, so that the way a cell breaks its lines does not count."""
    return re.sub(r"\W+", " ", words.replace("<br>", " ")).strip().casefold()


@real
def test_every_count_of_the_matrix_opens_exactly_what_it_counts(watched):
    page = send(watched, whole())
    # Some accepted, one dismissed: the matrix leaves it out.
    page.keyboard.press("A")
    expect(page.locator(".undo")).to_contain_text("mục")
    page.locator(".duty.now").get_by_role("link", name="Bỏ qua").click()
    page.locator("#editor").get_by_role("button", name="Bỏ qua").click()
    expect(page.locator(".duty.is-dismissed")).to_have_count(1)
    page.locator(".beside").get_by_role("link", name="Ma trận trách nhiệm").click()
    page.wait_for_url(re.compile("/ma-tran$"))
    links = page.locator("table.matrix a").evaluate_all(
        "(all) => all.map((one) => [one.href, one.closest('th') ? 'row' : 'count', one.textContent])"
    )
    counted = [(address, sum(map(int, re.findall(r"\d+", text)))) for address, what, text in links if what == "count"]
    assert len(counted) > 30
    for address, count in counted:
        assert len(listed(page, address)) == count, address
    # The name of a row opens the same list as its sum, and the last sum is all duties there are.
    sums = dict(counted)
    assert all(address in sums for address, what, _text in links if what == "row")
    assert str(counted[-1][1]) in page.get_by_role("heading", level=1).inner_text()
    whole_list = listed(page, counted[-1][0])

    with page.expect_download() as sent:
        page.get_by_role("link", name="Xuất Excel").click()
    book = CalamineWorkbook.from_path(str(sent.value.path()))
    rows = book.get_sheet_by_index(1).to_python()
    head = next(at for at, row in enumerate(rows) if row[0] == "STT")
    place = rows[head].index("Nhiệm vụ")
    assert [plain(str(row[place])) for row in rows[head + 1 :]] == [plain(words) for words in whole_list]
    assert sent.value.suggested_filename.endswith(".xlsx")

    with page.expect_download() as sent:
        page.get_by_role("link", name="Phụ lục Word").click()
    table = docx.Document(str(sent.value.path())).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert [plain(row[1]) for row in cells if row[0].isdecimal()] == [plain(words) for words in whole_list]
    assert sent.value.suggested_filename.endswith(".docx")
    assert watched.errors == []


def test_a_count_is_gone_to_and_come_back_from(watched):
    page = send(watched, small())
    page.locator(".beside").get_by_role("link", name="Ma trận trách nhiệm").click()
    figure = page.locator("table.matrix tbody td:not(.total) a").first
    count = sum(map(int, re.findall(r"\d+", figure.inner_text())))
    figure.click()
    expect(page.locator(".duty")).to_have_count(count)
    expect(page.locator(".listhead")).to_contain_text("trên")
    # Whoever decides here stays among what the count opened.
    there = opened(page).count()
    one = ref_of(page.locator(".duty.now"))
    page.keyboard.press("a")
    expect(page.locator(f"#d{one}")).to_have_class(re.compile("is-accepted"))
    expect(page.locator(".duty")).to_have_count(count)
    expect(opened(page)).to_have_count(there - 1)
    page.go_back()
    expect(page.locator("table.matrix")).to_be_visible()
    assert watched.errors == []


def faults(page: Page, axe: str) -> list:
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    return [(fault["id"], [node["html"][:140] for node in fault["nodes"][:3]]) for fault in found["violations"]]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_barrier_is_found_where_a_person_decides(signed_in, axe, language, width):
    watched = signed_in("hanh.le", viewport={"width": width, "height": 900}, bypass_csp=True)
    page = send(watched, small())
    address = page.url
    page.context.add_cookies([{"name": "django_language", "value": language, "url": watched.address}])
    found: dict[str, list] = {}
    page.goto(watched.address + "/")
    assert page.locator("html").get_attribute("lang") == language
    found["shelf"] = faults(page, axe)
    for view in PANELS:
        page.goto(f"{address}?xem={view}")
        found[view] = faults(page, axe)
    page.goto(address + "ma-tran")
    found["matrix"] = faults(page, axe)
    page.goto(address)
    page.wait_for_selector(".duty.now")
    for key, name in (("e", "edit"), ("s", "split"), ("x", "dismiss"), ("n", "add")):
        line = page.locator(".duty:not(.no-duty)").first
        line.locator(".duty-line").click()
        page.keyboard.press(key)
        page.wait_for_selector("#editor")
        found[f"editor {name}"] = faults(page, axe)
        page.keyboard.press("Escape")
        expect(page.locator("#editor")).to_have_count(0)
    # What was decided looks otherwise than what is open.
    page.keyboard.press("A")
    page.wait_for_selector(".undo")
    found["decided"] = faults(page, axe)
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    found["keys"] = faults(page, axe)
    assert {name: one for name, one in found.items() if one} == {}, json.dumps(found, ensure_ascii=False)[:3000]
    assert watched.errors == []
    assert watched.strangers == []


def weight(signed_in, path: str) -> float:
    """Count the bytes that come over the line when a page is seen for the first time, fonts with them."""
    watched: Watched = signed_in("hanh.le")
    session = watched.page.context.new_cdp_session(watched.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    watched.page.goto(watched.address + path)
    watched.page.wait_for_load_state("networkidle")
    assert watched.strangers == []
    return sum(sizes)


def test_a_first_view_is_light(signed_in):
    page = send(signed_in("hanh.le"), whole() if WHOLE else small())
    path = re.search(r"/van-ban/[0-9a-f-]{36}/", page.url)[0]
    views = ("/", path, *(f"{path}?xem={view}" for view in PANELS[1:]), f"{path}ma-tran")
    heavy = {view: size for view in views if (size := weight(signed_in, view)) >= LIGHT}
    assert heavy == {}
