"""One administrator who is no programmer: somebody new, a role, a list; and a role lent for an absence."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.xdist_group("browser")

_numbers = itertools.count(1)
# A file for sending is there for whoever works with documents.
UPLOAD = "input[type=file][name=files]"


@pytest.fixture
def duc(signed_in):
    return signed_in("duc.bui")


def add(duc, name: str, agency: str = "", role: str = "") -> tuple[str, str]:
    """Add a person by the page; gives the username and the password that is shown once."""
    username = f"nguoi.moi{next(_numbers)}"
    page = duc.page
    page.goto(f"{duc.address}/quan-tri/nguoi-dung/")
    page.get_by_role("link", name="Thêm người dùng").click()
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Cơ quan").fill(agency)
    if role:
        page.get_by_label("Vai trò").select_option(label=role)
    page.get_by_role("button", name="Thêm người dùng").click()
    shown = page.locator(".once-word")
    expect(shown).to_be_visible()
    return username, shown.inner_text().strip()


def open_fold(page: Page, name: str) -> None:
    fold = page.locator("details.fold", has=page.locator("summary", has_text=name)).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    expect(fold).to_have_attribute("open", "")


def test_somebody_new_is_given_a_role_and_their_access_follows(duc, stranger):
    username, password = add(duc, "Tô Minh Châu")
    theirs = stranger.new_page()
    sign_in(theirs, duc.address, password, username)
    expect(theirs.locator(UPLOAD)).to_have_count(0)
    theirs.goto(f"{duc.address}/tai-khoan")
    expect(theirs.get_by_text("Bạn chưa được giao vai trò ở cơ quan nào")).to_be_visible()

    page = duc.page
    page.get_by_role("link", name="Đã chép xong").click()
    expect(page.locator(".once-word")).to_have_count(0)
    open_fold(page, "Giao vai trò")
    page.get_by_label("Cơ quan").fill("Sở Ngoại v")
    page.get_by_role("combobox", name="Vai trò").select_option(label="Cán bộ đầu mối")
    page.get_by_role("button", name="Giao vai trò").click()
    expect(page.get_by_text("Có phải là: Sở Ngoại vụ (so-ngoai-vu)")).to_be_visible()
    page.get_by_label("Cơ quan").fill("Sở Ngoại vụ")
    page.get_by_role("button", name="Giao vai trò").click()
    expect(page.get_by_text("Đã ghi: Tô Minh Châu, Sở Ngoại vụ.")).to_be_visible()
    theirs.goto(f"{duc.address}/")
    expect(theirs.locator(UPLOAD)).to_have_count(1)

    page.get_by_role("button", name="Hoàn tác").first.click()
    expect(page.get_by_text("Đã hoàn tác.")).to_be_visible()
    theirs.goto(f"{duc.address}/")
    expect(theirs.locator(UPLOAD)).to_have_count(0)

    page.get_by_role("button", name="Khóa tài khoản").click()
    expect(page.get_by_text("Đã khóa tài khoản.")).to_be_visible()
    theirs.goto(f"{duc.address}/")
    expect(theirs.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    # A refusal (422) is told on the console by the browser itself.
    assert [error for error in duc.errors if "422" not in error] == []
    assert duc.strangers == []


def test_a_role_is_lent_for_an_absence_and_taken_back(duc, stranger, signed_in):
    username, password = add(duc, "Phan Thu Giang", "so-ngoai-vu", "Lãnh đạo cơ quan")
    head = stranger.new_page()
    sign_in(head, duc.address, password, username)
    head.goto(f"{duc.address}/tai-khoan")
    open_fold(head, "Ủy quyền một vai trò")
    head.get_by_label("Người nhận").select_option(value="hanh.le")
    head.get_by_label("Đến hết ngày").fill("31/12/2099")
    head.get_by_label("Lý do").fill("Đi công tác")
    head.get_by_role("button", name="Ủy quyền", exact=True).click()
    expect(head.get_by_text("cho Lê Thị Hạnh")).to_be_visible()

    hanh = signed_in("hanh.le")
    hanh.page.goto(f"{duc.address}/tai-khoan")
    said = "Đang thay mặt Phan Thu Giang đến hết 31/12/2099"
    expect(hanh.page.get_by_role("main").get_by_text(said)).to_be_visible()
    hanh.page.goto(f"{duc.address}/")
    hanh.page.locator("details.who summary").click()
    expect(hanh.page.locator("details.who").get_by_text(said)).to_be_visible()

    head.get_by_role("button", name="Thôi ủy quyền cho Lê Thị Hạnh").click()
    expect(head.get_by_text("Đã thôi ủy quyền.")).to_be_visible()
    hanh.page.goto(f"{duc.address}/tai-khoan")
    expect(hanh.page.get_by_role("main")).not_to_contain_text(said)
    assert hanh.errors == []


def test_a_list_is_looked_at_mended_written_and_taken_back(duc):
    page = duc.page
    head = "Tên đăng nhập,Họ tên,Cơ quan,Vai trò,Từ ngày\n"
    good = f"danh.sach{next(_numbers)},Đoàn Bảo Ngọc,Sở Tư pháp,Người xem,01/11/2026\n"

    def send(text: str) -> None:
        page.goto(f"{duc.address}/quan-tri/nguoi-dung/nhap")
        page.get_by_label("Tệp danh sách").set_input_files(
            {"name": "nhan-su.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        page.get_by_role("button", name="Tải lên để xem trước").click()

    send(head + good + "ai.do,Ai Đó,Sở Không Có,Người xem,\n")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 dòng chưa nhập được")
    expect(page.get_by_text("Không tìm thấy cơ quan “Sở Không Có”")).to_be_visible()
    page.get_by_role("button", name="Bỏ tệp này").click()
    expect(page.get_by_label("Tệp danh sách")).to_be_visible()
    send(head + good)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sẽ thêm 1, thay đổi 0 dòng")
    page.get_by_role("button", name="Ghi 1 dòng").click()
    expect(page.get_by_text("Đã ghi: nhan-su.csv.")).to_be_visible()
    page.get_by_role("searchbox", name="Họ tên, tên đăng nhập hoặc cơ quan").fill("doan bao ngoc")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator(".people-table tbody tr")).to_contain_text(["Người xem, Sở Tư pháp"])
    page.goto(f"{duc.address}/quan-tri/")
    row = page.locator("tr", has_text="nhan-su.csv").first
    row.get_by_role("button").click()
    expect(page.get_by_text("Đã hoàn tác.")).to_be_visible()
    expect(page.locator("tr", has_text="nhan-su.csv").filter(has_text="đã hoàn tác")).to_have_count(1)
    assert duc.errors == []


def test_nobody_else_finds_the_administration(signed_in):
    hanh = signed_in("hanh.le")
    hanh.page.goto(f"{hanh.address}/")
    ways = hanh.page.get_by_role("navigation", name="Các phần của hệ thống")
    expect(ways.get_by_role("link", name="Văn bản", exact=True).first).to_be_visible()
    expect(ways.get_by_role("link", name="Quản trị")).to_have_count(0)
    assert hanh.page.goto(f"{hanh.address}/quan-tri/").status == 404


PAGES = (
    "/quan-tri/",
    "/quan-tri/nguoi-dung/",
    "/quan-tri/nguoi-dung/them",
    "/quan-tri/nguoi-dung/nhap",
    "/quan-tri/nguoi-dung/minh.tran/",
    "/quan-tri/co-quan/",
    "/quan-tri/co-quan/them",
    "/quan-tri/co-quan/nhap/",
    "/quan-tri/co-quan/so-tai-chinh/",
    "/nhat-ky/nguoi/duc.bui",
)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_is_a_barrier_and_none_is_too_wide(signed_in, axe, width, language):
    pages = [("duc.bui", path) for path in PAGES] + [("lan.pham", "/tai-khoan")]
    wrong = []
    for username in ("duc.bui", "lan.pham"):
        seen = signed_in(username, viewport={"width": width, "height": 900}, bypass_csp=True)
        page = seen.page
        page.context.add_cookies([{"name": "django_language", "value": language, "url": seen.address}])
        for path in [path for who, path in pages if who == username]:
            page.goto(f"{seen.address}{path}")
            assert page.locator("html").get_attribute("lang") == language
            page.evaluate("document.querySelectorAll('details.fold').forEach(one => { one.open = true })")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append((path, "too wide"))
            page.evaluate(axe)
            found = "async () => (await axe.run()).violations.map((one) => `${one.id}: ${one.nodes[0].html}`)"
            wrong += [(path, one) for one in page.evaluate(found)]
        assert seen.errors == []
    assert wrong == []
