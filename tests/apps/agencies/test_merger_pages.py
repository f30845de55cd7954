"""Merge days on their pages, by hand and out of a list."""

from __future__ import annotations

import pytest

from hoinhap.apps.agencies import mergers
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.merger_preview import preview_for
from hoinhap.apps.agencies.merger_sheets import Listed, listed
from hoinhap.apps.agencies.merger_steps import deeds, merge, split
from hoinhap.apps.agencies.models import Agency, Passing, Reorganisation
from hoinhap.core.sheets.reading import rows_of
from tests.apps.agencies.eve import DAY, apply, draft, province
from tests.apps.cast import AT, ON

pytestmark = pytest.mark.django_db
__all__ = ["province"]


def listing(*rows: str) -> Listed:
    head = "cơ quan cũ,cơ quan mới,việc,chức năng,ngày,văn bản"
    return listed(rows_of("\n".join((head, *rows)).encode()), title="Theo tệp", on=ON)


def test_a_list_becomes_a_draft(province):
    found = listing(
        "Sở KH&ĐT,Sở Tài chính,sáp nhập,,01/03/2025,45/NQ-HĐND",
        "Sở Thông tin và Truyền thông,Sở Khoa học và Công nghệ,chia tách,,01/03/2025,",
        "Sở Thông tin và Truyền thông,Sở Tư pháp,chia tách,báo chí,01/03/2025,",
        "Sở Tư pháp,Sở Tư pháp và Pháp chế,đổi tên,,,",
    )
    assert found.bad == ()
    assert (found.head.on, found.head.act_symbol, found.good) == (DAY, "45/NQ-HĐND", 4)
    one = mergers.create(actor=SYSTEM, at=AT, head=found.head, steps=found.steps)
    assert preview_for(SYSTEM, one.pk).trouble_count == 0
    apply(one)
    passed = set(Passing.objects.values_list("forebear__name", "heir__name", "function"))
    assert passed == {
        ("Sở Kế hoạch và Đầu tư", "Sở Tài chính", ""),
        ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", ""),
        ("Sở Thông tin và Truyền thông", "Sở Tư pháp và Pháp chế", "báo chí"),
    }


def test_every_row_of_a_list_that_cannot_be_taken_says_why(province):
    found = listing(
        "Sở Không Có,Sở Tài chính,sáp nhập,,01/03/2025,",
        "Sở KH&ĐT,Sở Tài chính,ghép lại,,01/03/2025,",
        "Sở KH&ĐT,,sáp nhập,,01/03/2025,",
        "Sở KH&ĐT,Sở Tài chính,chuyển chức năng,,01/03/2025,",
        "Sở KH&ĐT,Sở Tài chính,sáp nhập,,mùng một,",
        "Sở KH&ĐT,Sở Tài chính,sáp nhập,,01/07/2025,",
        "Sở KH&ĐT,Sở Tài chính,sáp nhập,,01/03/2025,",
    )
    assert [one.number for one in found.bad] == [2, 3, 4, 5, 6, 7]
    assert all(one.reason for one in found.bad)
    assert found.good == 1
    assert found.steps == merge(province.key("planning"), province.key("finance"))


@pytest.fixture
def administrator(client, province):
    client.force_login(province.cast.people["administrator"])
    return client


def edit(client, one: Reorganisation, do: str, **told: str):
    one.refresh_from_db()
    fields = {f"viec-{name}": value for name, value in told.items()}
    return client.post(f"/quan-tri/sap-xep/{one.pk}/sua", {"ban": str(one.version), "do": do, **fields})


def test_a_merge_day_is_written_by_hand(administrator, province):
    made = administrator.post(
        "/quan-tri/sap-xep/", {"dau-title": "Sắp xếp", "dau-on": "2025-03-01", "dau-act_symbol": "45/NQ-HĐND"}
    )
    one = Reorganisation.objects.get()
    assert made["Location"] == f"/quan-tri/sap-xep/{one.pk}/"
    # By a short name, by a name without diacritics, by the code: as a person has it at hand.
    edit(administrator, one, "step:merge", from_0="Sở KH&ĐT", heir="so tai chinh")
    edit(administrator, one, "step:split", agency="so-thong-tin", heir_0="so-tai-chinh", heir_1="so-tu-phap",
         function_1="báo chí")  # fmt: skip
    edit(administrator, one, "step:found", name="Sở Dân tộc và Tôn giáo", kind="department", level="province",
         parent="ubnd-tinh")  # fmt: skip
    edit(administrator, one, "step:transfer", agency="so-ngoai-vu", heir_0="Sở Dân tộc và Tôn giáo",
         function_0="tôn giáo")  # fmt: skip
    edit(administrator, one, "step:stand", agency="so-tu-phap", name="Sở Pháp chế")
    one.refresh_from_db()
    assert [deed.do for deed in deeds(mergers.steps_of(one))] == ["merge", "split", "found", "transfer", "stand"]
    edit(administrator, one, "remove:stand." + province.key("justice"))
    page = administrator.get(f"/quan-tri/sap-xep/{one.pk}/").content.decode()
    assert "4 việc, sẵn sàng áp dụng" in page
    one.refresh_from_db()
    done = administrator.post(f"/quan-tri/sap-xep/{one.pk}/ap-dung", {"ban": str(one.version)}, follow=True)
    assert "Đã áp dụng" in done.content.decode()
    assert Agency.objects.get(code="so-dan-toc-va-ton-giao").parent == province.committee
    one.refresh_from_db()
    back = administrator.post(f"/quan-tri/sap-xep/{one.pk}/hoan-tac", {"ban": str(one.version)}, follow=True)
    assert "Đã hoàn tác" in back.content.decode()
    province.planning.refresh_from_db()
    assert province.planning.until is None


def test_what_was_typed_stays_when_something_is_wrong_with_it(administrator, province):
    one = draft()
    answer = edit(administrator, one, "step:merge", from_0="Sở Không Có", heir="Sở Tài chính")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Sở Không Có"' in page
    assert "Không có cơ quan “Sở Không Có” vào ngày 01/03/2025" in page
    # Somebody else was quicker: the page says so and still has what was typed.
    old = one.version
    edit(administrator, one, "step:end", agency="so-thong-tin")
    answer = administrator.post(
        f"/quan-tri/sap-xep/{one.pk}/sua",
        {"ban": str(old), "do": "step:merge", "viec-from_0": "Sở KH&ĐT", "viec-heir": "Sở Tài chính"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "vừa được sửa ở nơi khác" in page
    assert 'value="Sở KH&amp;ĐT"' in page


def test_one_agency_changes_by_a_day_of_one_step(administrator, province):
    there = "/co-quan/so-ke-hoach/thay-doi/"
    assert "Sở Kế hoạch và Đầu tư (so-ke-hoach)" in administrator.get(f"{there}?viec=merge").content.decode()
    made = administrator.post(
        there, {"viec": "merge", "viec-from_0": "so-ke-hoach", "viec-heir": "so-tai-chinh", "dau-on": "2025-03-01"}
    )
    one = Reorganisation.objects.get()
    assert made["Location"] == f"/quan-tri/sap-xep/{one.pk}/"
    assert mergers.steps_of(one) == merge(province.key("planning"), province.key("finance"))
    assert one.title == "Nhập vào cơ quan khác: Sở Kế hoạch và Đầu tư"


def test_choices_are_kept_only_where_they_were_offered(administrator, province):
    one = draft(
        *split(province.key("planning"), [(province.key("finance"), ""), (province.key("justice"), "đấu thầu")])
    )
    person = province.cast.people["nobody"]
    thing = f"{person.pk}.{province.planning.pk}.officer"
    for value, kept in (("khong-co", {}), (province.key("justice"), {thing: province.key("justice")})):
        one.refresh_from_db()
        fields = {"ban": str(one.version), "do": "choose:people", f"chon-{thing}": value}
        administrator.post(f"/quan-tri/sap-xep/{one.pk}/sua", fields)
        one.refresh_from_db()
        assert one.choices.get("people", {}) == kept
