"""Agencies are found by any name they ever had, listed as of a day, and opened branch by branch."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from hoinhap.apps.agencies import directory, places, registry
from hoinhap.apps.agencies.access import STRANGER, SYSTEM
from hoinhap.apps.agencies.directory import ENDED, EVERY, Wanted
from hoinhap.apps.agencies.registry import Act
from hoinhap.apps.errors import NotFound
from hoinhap.core.agencies.reorganising import End, Pass, Plan, Restand
from tests.apps.cast import AT, ON, cast, stand

pytestmark = pytest.mark.django_db

MERGE_DAY = date(2025, 3, 1)
BEFORE = MERGE_DAY - timedelta(days=1)


def key(agency):
    return str(agency.pk)


def change(on, *steps):
    return registry.change(actor=SYSTEM, at=AT, plan=Plan(on, steps), act=Act("45/NQ-HĐND"))[0]


def listed(words="", on=ON, **more):
    return directory.listed_for(SYSTEM, Wanted(words=words, **more), on=on).lines


def names(words="", on=ON, **more):
    return [line.standing.name for line in listed(words, on, **more)]


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def province(people):
    """Give a province with two communes, a department that was renamed and one that ended."""
    made = {"province": stand("ubnd-tinh", "Ủy ban nhân dân tỉnh Lam Giang", kind="committee", unit_code="99")}
    for code, name, kind, level in (
        ("so-ke-hoach", "Sở Kế hoạch và Đầu tư", "department", "province"),
        ("so-van-hoa", "Sở Văn hóa và Thể thao", "department", "province"),
        ("xa-hac-son", "Ủy ban nhân dân xã Hạc Sơn", "committee", "commune"),
        ("phuong-dong-lam", "Ủy ban nhân dân phường Đông Lâm", "committee", "commune"),
    ):
        made[code] = stand(code, name, parent=made["province"], kind=kind, level=level)
    change(MERGE_DAY, Pass(key(made["so-ke-hoach"]), key(people.finance)), End(key(made["so-ke-hoach"])))
    change(MERGE_DAY, Restand(key(made["so-van-hoa"]), name="Sở Văn hóa, Thể thao và Du lịch"))
    return made


@pytest.mark.parametrize("typed", ["Sở Kế hoạch và Đầu tư", "so ke hoach va dau tu", "SO KE HOACH", "kế hoạch đầu tư"])
def test_an_ended_agency_is_found_and_says_who_took_over(province, typed):
    (line,) = listed(typed)
    assert (line.standing.name, line.living, line.standing.last_day) == ("Sở Kế hoạch và Đầu tư", False, BEFORE)
    assert line.heirs == (("so-tai-chinh", "Sở Tài chính", ""),)


def test_an_old_name_leads_to_the_agency_that_bore_it(province, client, people):
    (line,) = [line for line in listed("van hoa va the thao") if line.old]
    assert line.standing.name == "Sở Văn hóa, Thể thao và Du lịch"
    assert line.old == ((BEFORE, "Sở Văn hóa và Thể thao"),)
    client.force_login(people.people["viewer"])
    html = client.get("/co-quan/?tim=so van hoa va the thao").content.decode()
    assert "tên cũ đến 28/02/2025:" in html
    # As of a day before, the later name leads to it too.
    (line,) = listed("thể thao và du lịch", on=BEFORE)
    assert (line.standing.name, line.old) == ("Sở Văn hóa và Thể thao", ((None, "Sở Văn hóa, Thể thao và Du lịch"),))


def test_the_list_of_a_day_has_those_that_stood_then_under_the_names_of_then(province):
    now, then = set(names()), set(names(on=BEFORE))
    assert now - then == {"Sở Văn hóa, Thể thao và Du lịch"}
    assert then - now == {"Sở Kế hoạch và Đầu tư", "Sở Văn hóa và Thể thao"}
    assert names(state=ENDED) == ["Sở Kế hoạch và Đầu tư"]
    assert names(state=ENDED, on=BEFORE) == []
    assert len(names(state=EVERY)) == len(now) + 1


def test_the_list_is_narrowed_by_kind_level_sector_and_whom_they_stand_under(province):
    stand("tinh-uy", "Tỉnh ủy Lam Giang", kind="party_committee")
    assert names(kind="committee", level="commune") == [
        "Ủy ban nhân dân phường Đông Lâm",
        "Ủy ban nhân dân xã Hạc Sơn",
    ]
    assert names(sector="party") == ["Tỉnh ủy Lam Giang"]
    assert set(names(under="ubnd-tinh")) == {
        "Sở Văn hóa, Thể thao và Du lịch",
        "Ủy ban nhân dân phường Đông Lâm",
        "Ủy ban nhân dân xã Hạc Sơn",
    }
    assert names(under="khong-co") == []


def test_names_are_in_the_order_of_letters_and_pages_hold_all(people):
    for number in range(30):
        stand(f"b-{number}", f"Đơn vị {number:02}")
    pages = [directory.listed_for(SYSTEM, Wanted(), on=ON, page=page, size=10) for page in (1, 2, 3, 4, 99)]
    assert [page.total for page in pages] == [33] * 5
    assert pages[-1].page == pages[-1].pages == 4
    every = [line.standing.name for page in pages[:-1] for line in page.lines]
    # Đ stands with D, before S.
    assert every == [f"Đơn vị {number:02}" for number in range(30)] + ["Sở Ngoại vụ", "Sở Tài chính", "Sở Tư pháp"]


def test_the_list_asks_the_same_number_of_queries_for_any_size(province, django_assert_max_num_queries):
    for number in range(200):
        stand(f"don-vi-{number}", f"Đơn vị {number}", parent=province["province"])
    for wanted in (Wanted(), Wanted(words="don vi"), Wanted(words="so", state=EVERY), Wanted(state=ENDED)):
        with django_assert_max_num_queries(6):
            directory.listed_for(SYSTEM, wanted, on=ON)
    with django_assert_max_num_queries(4):
        directory.tree_for(SYSTEM, on=ON, open_code="don-vi-7")


def test_the_file_has_what_the_page_has(province, client, people):
    client.force_login(people.people["viewer"])
    answer = client.get("/co-quan/danh-sach.xlsx?ngay=2025-02-28&loai=department")
    assert answer["Content-Disposition"] == 'attachment; filename="co-quan-2025-02-28.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Danh sách cơ quan như ngày 28/02/2025"
    heads = rows[2]
    told = [dict(zip(heads, row, strict=True)) for row in rows[3:]]
    assert [(one["Mã"], one["Tên cơ quan"]) for one in told] == [
        ("so-ke-hoach", "Sở Kế hoạch và Đầu tư"),
        ("so-van-hoa", "Sở Văn hóa và Thể thao"),
    ]
    assert {one["Cơ quan cấp trên"] for one in told} == {"Ủy ban nhân dân tỉnh Lam Giang"}


def test_the_tree_is_open_on_the_way_to_an_agency(province):
    division = stand("phong-a", "Phòng A", parent=province["so-van-hoa"], kind="division")
    stand("to-b", "Tổ B", parent=division)
    groups = directory.tree_for(SYSTEM, on=ON)
    roots = {node.standing.agency.code: node for group in groups for node in group.nodes}
    assert not roots["ubnd-tinh"].is_open
    assert roots["ubnd-tinh"].has_children
    assert not roots["so-tu-phap"].has_children
    groups = directory.tree_for(SYSTEM, on=ON, open_code="phong-a")
    (node,) = [node for group in groups for node in group.nodes if node.standing.agency.code == "ubnd-tinh"]
    (department,) = [one for one in node.children if one.standing.agency.code == "so-van-hoa"]
    (found,) = department.children
    assert [one.standing.name for one in found.children] == ["Tổ B"]
    # The branch that was closed before the merger had what stood there then.
    branch = directory.node_for(SYSTEM, "ubnd-tinh", on=BEFORE, is_open=True)
    assert "Sở Kế hoạch và Đầu tư" in [one.standing.name for one in branch.children]


def test_a_branch_is_opened_and_closed_by_itself(province, client, people):
    client.force_login(people.people["viewer"])
    opened = client.get("/co-quan/ubnd-tinh/duoi").content.decode()
    assert "Ủy ban nhân dân xã Hạc Sơn" in opened
    assert "<html" not in opened
    assert "Ủy ban nhân dân xã Hạc Sơn" not in client.get("/co-quan/ubnd-tinh/duoi?dong=1").content.decode()
    assert client.get("/co-quan/khong-co/duoi").status_code == 404


def test_a_stranger_lists_nothing(people):
    for asked in (
        lambda: directory.listed_for(STRANGER, Wanted(), on=ON),
        lambda: directory.tree_for(STRANGER, on=ON),
        lambda: directory.node_for(STRANGER, "so-tai-chinh", on=ON, is_open=True),
        lambda: places.places_for(STRANGER, on=ON),
    ):
        with pytest.raises(NotFound):
            asked()


# --- the map ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def placed(province):
    for code, lat, lon in (("xa-hac-son", 19.8, 105.4), ("phuong-dong-lam", 19.9, 105.5)):
        agency = province[code]
        agency.lat, agency.lon = lat, lon
        agency.save()
    other = stand("ubnd-khac", "Ủy ban nhân dân tỉnh Khác", kind="committee")
    district = stand("huyen", "Ủy ban nhân dân huyện Cũ", parent=other, kind="committee", level="district")
    stand("xa-cu", "Ủy ban nhân dân xã Cũ", parent=district, kind="committee", level="commune")
    return province


def test_the_communes_of_the_nation_and_of_a_province(placed):
    nation = places.places_for(SYSTEM, on=ON)
    assert [(one.name, one.communes, one.placed) for one in nation.provinces] == [
        ("Ủy ban nhân dân tỉnh Khác", 1, 0),
        ("Ủy ban nhân dân tỉnh Lam Giang", 2, 2),
    ]
    here = places.places_for(SYSTEM, on=ON, province="ubnd-tinh")
    assert [one.name for one in here.found] == ["Ủy ban nhân dân phường Đông Lâm", "Ủy ban nhân dân xã Hạc Sơn"]
    assert [one.province for one in places.places_for(SYSTEM, on=ON, words="xa cu").found] == [
        "Ủy ban nhân dân tỉnh Khác"
    ]
    with pytest.raises(NotFound):
        places.places_for(SYSTEM, on=ON, province="khong-co")


@pytest.mark.parametrize(
    "asked", ["", "?tinh=ubnd-tinh", "?tinh=ubnd-khac", "?tim=khong co noi nao", "?ngay=1950-01-01"]
)
def test_every_map_names_the_two_archipelagos(placed, client, people, asked):
    client.force_login(people.people["viewer"])
    html = client.get(f"/co-quan/ban-do/{asked}").content.decode()
    for name, identity in (("Quần đảo Hoàng Sa", "hoang-sa"), ("Quần đảo Trường Sa", "truong-sa")):
        assert f'id="{identity}"' in html
        assert name in html.split("</figcaption>")[0]
        assert name in html.split("</figcaption>")[1]
    assert html.count('class="island"') == 2


def test_the_map_of_a_province_leads_to_its_communes_and_shows_them_as_a_table(placed, client, people):
    client.force_login(people.people["viewer"])
    html = client.get("/co-quan/ban-do/?tinh=ubnd-tinh").content.decode()
    assert html.count('href="/co-quan/xa-hac-son/"') == 2
    assert "2 đơn vị hành chính cấp xã: Ủy ban nhân dân tỉnh Lam Giang" in html
    assert client.get("/co-quan/ban-do/?tinh=khong-co").status_code == 404
