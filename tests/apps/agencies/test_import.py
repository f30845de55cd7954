"""Lists of people and agencies in and out: every row is looked at, all of them are written or none."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.administering import agency_lists, lists, people_lists
from hoinhap.apps.agencies.administering.people import Sought
from hoinhap.apps.agencies.models import Agency, Change, Membership, Role, Standing
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.journal.models import Event
from hoinhap.core.sheets.reading import rows_of
from tests.apps.cast import AT, LONG_AGO, ON, Cast, cast, hold, stand

pytestmark = pytest.mark.django_db
PEOPLE, AGENCIES = "/quan-tri/nguoi-dung/nhap", "/quan-tri/co-quan/nhap/"


@pytest.fixture
def world() -> Cast:
    return cast()


@pytest.fixture
def admin(world) -> Client:
    client = Client()
    client.force_login(world.people["administrator"])
    return client


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Membership, Agency, Standing, Change, Event))


def people(text: str):
    rows = [line.split(";") for line in text.strip().splitlines()]
    sheet = lists.Sheet("x", tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))
    return lists.cells_of(sheet, lists.mapped(sheet.head, people_lists.COLUMNS, {}))


def agencies(text: str):
    rows = [line.split(";") for line in text.strip().splitlines()]
    sheet = lists.Sheet("x", tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))
    return lists.cells_of(sheet, lists.mapped(sheet.head, agency_lists.COLUMNS, {}))


def upload(client: Client, path: str, text: str, name: str = "danh-sach.csv"):
    told = {"lam": "tai-len", "sheet": SimpleUploadedFile(name, text.encode())}
    return client.post(path, told, follow=True)


def form_of(page: str) -> dict[str, str]:
    """Give what the form of the columns would send."""
    chosen = {}
    for name, options in re.findall(r'<select[^>]*name="(cot-\w+)">(.*?)</select>', page, re.DOTALL):
        chosen[name] = re.search(r'value="(\d*)" selected', options)[1] if "selected" in options else ""
    return chosen


LIST = """Tên đăng nhập,Họ tên,Cơ quan,Vai trò,Từ ngày,Đến ngày
mai.dang,Đặng Thúy Mai,Sở Tư pháp,Chuyên viên,01/03/2026,
mai.dang,Đặng Thúy Mai,so-tai-chinh,Người xem,2026-03-01,31/12/2026
officer,Người officer,Sở Tài chính,Chuyên viên,,
head,Người head,SỞ TÀI CHÍNH,lãnh đạo cơ quan,01/01/2025,30/06/2027
"""


def test_a_list_of_people_is_looked_at_written_and_taken_back(world, admin):
    before = counts()
    page = upload(admin, PEOPLE, LIST).content.decode()
    assert "Sẽ thêm 1, thay đổi 2 dòng" in page and "giữ nguyên 1" in page
    assert counts() == before
    answer = admin.post(PEOPLE, {"lam": "ghi", **form_of(page)}, follow=True)
    assert "Đã ghi: danh-sach.csv" in answer.content.decode()
    mai = Person.objects.get(username="mai.dang")
    assert not mai.has_usable_password()
    assert viewer_for(mai, on=date(2026, 12, 31)).roles == {
        (world.justice.pk, "officer"),
        (world.finance.pk, "viewer"),
    }
    assert not viewer_for(mai, on=date(2027, 1, 1)).agencies("viewer")
    assert not viewer_for(world.people["head"], on=date(2027, 7, 1)).roles
    acts = Event.objects.filter(root_id=str(mai.pk)).order_by("number").values_list("act", flat=True)
    assert list(acts) == ["person.added", "role.given", "role.given"]
    keys = re.search(r'name="doi" value="([^"]+)"', answer.content.decode())[1]
    admin.post("/quan-tri/hoan-tac", {"doi": keys})
    assert not viewer_for(mai, on=date(2026, 12, 31)).roles
    assert viewer_for(world.people["head"], on=date(2027, 7, 1)).holds("head")
    assert {"person.undone"} <= set(Event.objects.filter(root_id=str(mai.pk)).values_list("act", flat=True))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mai.dang;;Sở Tư pháp;Chuyên viên", "Thiếu họ và tên"),
        ("Mài;Đặng Thúy Mai;;", "ký tự không dùng được"),
        ("head;Người khác hẳn;;", "đang là của Người head"),
        ("mai;Mai;Sở Ma;Chuyên viên", "Không tìm thấy cơ quan “Sở Ma”"),
        ("mai;Mai;Sở Trùng;Chuyên viên", "trung-1, trung-2"),
        ("mai;Mai;Sở Tư pháp;Giám đốc", "không có trong danh sách"),
        ("mai;Mai;Sở Tư pháp;", "Thiếu vai trò"),
        ("mai;Mai;;Chuyên viên", "Thiếu cơ quan"),
        ("mai;Mai;Sở Tư pháp;Chuyên viên;32/01/2026", "không phải là một ngày"),
        ("mai;Mai;Sở Tư pháp;Chuyên viên;02/01/2026;01/01/2026", "phải sau ngày bắt đầu"),
        ("officer;Người officer;Sở Tài chính;Chuyên viên;01/06/2026", "đang giữ vai trò"),
        ("mai;Mai;Sở Đã Hết;Chuyên viên;01/01/2026", "hoạt động đến hết ngày 31/12/2025"),
        ("closed;Người khóa;Sở Tư pháp;Chuyên viên", "đang khóa"),
        ("first;Người Đầu;Sở Tư pháp;Chuyên viên;01/01/2026", "Trùng với dòng 2"),
    ],
)
def test_each_row_that_cannot_be_taken_says_why_and_nothing_is_half_loaded(world, admin, row, said):
    for code in ("trung-1", "trung-2"):
        stand(code, "Sở Trùng")
    stand("da-het", "Sở Đã Hết", until=date(2026, 1, 1))
    Person.objects.create_user("closed", full_name="Người khóa", is_active=False)
    head = "Tên đăng nhập;Họ tên;Cơ quan;Vai trò;Từ ngày;Đến ngày"
    text = f"{head}\nfirst;Người Đầu;Sở Tư pháp;Chuyên viên;01/01/2026;\n{row}"
    before = counts()
    preview, _orders = people_lists.check(people(text), on=ON)
    assert [line.what for line in preview.lines] == ["new", "wrong"]
    assert said in preview.lines[1].said[0] and preview.lines[1].number == 3
    page = upload(admin, PEOPLE, text).content.decode()
    assert "1 dòng chưa nhập được" in page and 'value="ghi"' not in page
    answer = admin.post(PEOPLE, {"lam": "ghi", **form_of(page)})
    assert answer.status_code == 422 and "Còn 1 dòng chưa hợp lệ" in answer.content.decode()
    assert counts() == before


def test_columns_are_chosen_and_remembered(world, admin):
    text = "A,B\nmai.dang,Đặng Thúy Mai\n"
    page = upload(admin, PEOPLE, text).content.decode()
    assert "Chưa chọn cột cho: Tên đăng nhập, Họ và tên" in page
    page = admin.post(PEOPLE, {"lam": "xem", "cot-username": "0", "cot-full_name": "1"}).content.decode()
    assert "Sẽ thêm 1, thay đổi 0 dòng" in page
    admin.post(PEOPLE, {"lam": "bo"})
    assert "Sẽ thêm 1" in upload(admin, PEOPLE, text).content.decode()
    # Somebody else's browser has not been told.
    other = Client()
    other.force_login(world.people["administrator"])
    assert "Chưa chọn cột cho" in upload(other, PEOPLE, text).content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Chưa chọn tệp|trống|rỗng|không có dòng"),
        (b"PK\x03\x04", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0", "Chỉ đọc được bảng .xlsx và .csv"),
        ("Chỉ có đầu\n".encode(), "không có dòng nào"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(admin, data, said):
    answer = admin.post(PEOPLE, {"lam": "tai-len", "sheet": SimpleUploadedFile("x.xlsx", data)})
    assert answer.status_code == 422 and re.search(said, answer.content.decode())


def test_what_was_not_uploaded_is_not_written(admin):
    for path in (PEOPLE, AGENCIES):
        answer = admin.post(path, {"lam": "ghi"})
        assert answer.status_code == 422 and "Chưa có bảng nào được tải lên" in answer.content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_people_given_out_and_taken_in_again_change_nothing(world, admin, form):
    hold(world.people["officer"], world.justice, Role.VIEWER, since=date(2024, 1, 1), until=date(2024, 7, 1))
    hold(world.people["officer"], world.justice, Role.HEAD, since=date(2030, 1, 1), until=date(2031, 7, 1))
    Person.objects.create_user("odd", full_name="=Công thức", email="a@tinh.example")
    data = admin.get(f"/quan-tri/nguoi-dung/xuat?dang={form}").content
    head, *rows = rows_of(data)
    assert len(rows) == len(Person.objects.all()) + 2
    sheet = lists.Sheet("x", tuple(head), tuple(map(tuple, rows)))
    cells = lists.cells_of(sheet, lists.mapped(sheet.head, people_lists.COLUMNS, {}))
    preview, orders = people_lists.check(cells, on=timezone.localdate())
    assert [line.said for line in preview.lines if line.what == "wrong"] == []
    assert (preview.does, orders) == (0, [])


def test_what_is_filtered_is_what_is_given_out(world, admin):
    text = admin.get("/quan-tri/nguoi-dung/xuat?dang=csv&tim=sở tài chính").content.decode("utf-8-sig")
    assert [row["Tên đăng nhập"] for row in csv.DictReader(io.StringIO(text))] == ["head", "officer", "viewer"]
    assert admin.get("/quan-tri/nguoi-dung/xuat?dang=pdf").status_code == 404


NEW = """Mã;Tên;Viết tắt;Loại;Cấp;Trực thuộc;Từ ngày;Đến hết ngày
ubnd-tinh;Ủy ban nhân dân tỉnh Lam Giang;UBND tỉnh;Ủy ban nhân dân;Cấp tỉnh;;;
so-y-te;Sở Y tế;;Sở và cơ quan tương đương;Cấp tỉnh;ubnd-tinh;01/03/2025;
so-tu-phap;Sở Tư pháp tỉnh;;Sở và cơ quan tương đương;;ubnd-tinh;;
so-tai-chinh;Sở Tài chính;;Cơ quan khác;Cấp tỉnh;;;
"""


def test_a_list_of_agencies_adds_and_changes_in_one_act_and_is_taken_back_as_one(world, admin):
    before = Agency.objects.get(code="so-tu-phap")
    page = upload(admin, AGENCIES, NEW).content.decode()
    assert "Sẽ thêm 2, thay đổi 1 dòng" in page and "giữ nguyên 1" in page
    assert "Tên cơ quan: Sở Tư pháp → Sở Tư pháp tỉnh" in page
    told = {"lam": "ghi", **form_of(page), "since": f"{timezone.localdate():%d/%m/%Y}", "act_symbol": "12/QĐ-UBND"}
    answer = admin.post(AGENCIES, told, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Đã ghi: danh-sach.csv" in page
    health = Agency.objects.get(code="so-y-te")
    assert (health.parent.code, health.since, health.kind) == ("ubnd-tinh", date(2025, 3, 1), "department")
    justice = Agency.objects.get(code="so-tu-phap")
    assert (justice.name, justice.parent.code) == ("Sở Tư pháp tỉnh", "ubnd-tinh")
    assert Standing.objects.filter(agency=justice, replaced_at__isnull=True).count() == 2
    keys = re.search(r'name="doi" value="([^"]+)"', page)[1]
    assert keys.count(",") == 1
    admin.post("/quan-tri/hoan-tac", {"doi": keys})
    justice.refresh_from_db()
    assert (justice.name, justice.parent, justice.kind) == (before.name, None, before.kind)
    assert Agency.objects.get(code="so-y-te").is_withdrawn


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("so y te;Sở Y tế;;;", "ký tự không dùng được"),
        ("so-y-te;;;;", "Thiếu tên cơ quan"),
        ("so-y-te;Sở Y tế;Sở sở;;", "không có trong danh sách"),
        ("so-y-te;Sở Y tế;;khong-co;", "Không tìm thấy cơ quan “khong-co”"),
        ("so-y-te;Sở Y tế;;so-het;", "Sở Hết không hoạt động suốt thời gian này"),
        ("so-tai-chinh;Sở Tài chính;;;01/01/2020", "không đổi bằng tệp"),
        ("so-tu-phap;Sở Tư pháp;;so-tu-phap;", "trực thuộc chính nó"),
        ("moi;Sở Khác;;;", "Trùng với dòng 2"),
        ("so-het;Sở Hết Hẳn;;;", "không hoạt động vào ngày"),
        (f"so-y-te;{'S' * 300};;;", "dài quá 255 ký tự"),
    ],
)
def test_each_agency_that_cannot_be_taken_says_why(world, row, said):
    stand("so-het", "Sở Hết", since=date(2020, 1, 1), until=date(2025, 1, 1))
    text = f"Mã;Tên;Loại;Trực thuộc;Từ ngày\nmoi;Sở Mới;Sở và cơ quan tương đương;;\n{row}"
    before = counts()
    preview, _orders = agency_lists.check(agencies(text), on=ON)
    assert [line.what for line in preview.lines] == ["new", "wrong"]
    assert said in preview.lines[1].said[0]
    assert counts() == before


def test_agencies_that_stand_above_each_other_in_a_ring_are_refused(world):
    text = "Mã;Tên;Trực thuộc\na;Sở A;b\nb;Sở B;c\nc;Sở C;a"
    preview, _orders = agency_lists.check(agencies(text), on=ON)
    assert preview.wrong == 3 and all("trực thuộc chính nó" in line.said[0] for line in preview.lines)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_agencies_given_out_and_taken_in_again_change_nothing(world, admin, form):
    above = stand("ubnd", "Ủy ban nhân dân tỉnh", short_name="UBND tỉnh", kind="committee")
    stand("xa", "Ủy ban nhân dân xã", parent=above, level="commune", unit_code="00001", lat=16.25, lon=108.5)
    stand("het", "Sở Hết", parent=above, since=date(2020, 1, 1), until=date(2025, 1, 1))
    head, *rows = rows_of(admin.get(f"/quan-tri/co-quan/xuat?dang={form}").content)
    sheet = lists.Sheet("x", tuple(head), tuple(map(tuple, rows)))
    mapping = lists.mapped(sheet.head, agency_lists.COLUMNS, {})
    assert len(mapping) == len(agency_lists.COLUMNS)
    preview, orders = agency_lists.check(lists.cells_of(sheet, mapping), on=ON)
    assert [line.said for line in preview.lines if line.what == "wrong"] == []
    assert (len(preview.lines), preview.does, orders.entries, orders.steps) == (6, 0, [], [])


class TestAnyList(TestCase):
    """Whatever a file holds, it is looked at without a fault, and what it says it does is what it does."""

    cell = st.sampled_from(["", "a", "b", "A ", "so-tai-chinh", "Sở Tài chính", "officer", "head", "01/01/2026", "x;y"])
    role = st.sampled_from(["", "Chuyên viên", "head", "Ma"])
    day = st.sampled_from(["", "01/01/2026", "31/12/2026", "2026-06-01", "hôm nay"])

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(cell, cell, cell, role, day, day), max_size=6))
    def test_does_what_it_says(self, rows):
        people = cast()
        actor = people.viewer("administrator")
        names = ("username", "full_name", "agency", "role", "since", "until")
        cells = [(number, dict(zip(names, row, strict=True))) for number, row in enumerate(rows, 2) if any(row)]
        preview, orders = people_lists.check(cells, on=ON)
        assert len(preview.lines) == len(cells)
        before = counts()
        if preview.wrong or not orders:
            return
        people_lists.enter(actor=actor, at=AT, rows=cells, title="x", on=ON)
        new = sum(line.what == "new" for line in preview.lines)
        assert Person.objects.count() == before[0] + new
        again, orders = people_lists.check(cells, on=ON)
        assert (again.wrong, orders) == (0, [])
        assert Membership.objects.filter(recorded_at__gt=LONG_AGO).count() == sum(
            "Giao vai trò" in said or "Đổi ngày" in said for line in preview.lines for said in line.said
        )
        assert people_lists.listed(actor, Sought())[1]
