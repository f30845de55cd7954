"""The pages of making a document known, with script and without."""

from __future__ import annotations

from datetime import date

import pytest

from hoinhap.apps.agencies.models import Agency, Role
from hoinhap.apps.library.models import Dispatch
from tests.apps.cast import hold
from tests.apps.library.dissemination import SEES, Scene, acts, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return stage()


@pytest.fixture
def browse(client, scene):
    """Sign somebody in."""

    def sign_in(name: str):
        client.force_login(scene.cast.people[name])
        return client

    return sign_in


def address(scene: Scene, step: str = "") -> str:
    return f"/van-ban/{scene.document.pk}/pho-bien{step}"


def test_the_page_sends_skips_and_says_so(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("officer")
    keys = [str(scene.cast.justice.pk), str(scene.communes[0].pk)]
    answer = client.post(address(scene, "/gui"), {"co-quan": keys, "loi_nhan": "Khẩn"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Đã gửi đến 1 cơ quan. Bỏ qua vì đã gửi từ trước: Sở Tư pháp." in page
    assert "0 trên 2 cơ quan đã xác nhận; 2 chưa" in page
    assert "Hoàn tác" in page


def test_what_was_taken_back_is_sent_again_by_one_button(scene, browse):
    scene.send(scene.cast.justice, note="Khẩn")
    client = browse("officer")
    answer = client.post(address(scene, "/thu-hoi"), {"co-quan": str(scene.cast.justice.pk)}, follow=True)
    page = answer.content.decode()
    assert "Đã thu hồi văn bản gửi đến Sở Tư pháp." in page
    number = page.partition('name="lai" value="')[2].partition('"')[0]
    page = client.post(address(scene, "/gui"), {"lai": number}, follow=True).content.decode()
    assert "Đã gửi lại đến Sở Tư pháp." in page
    assert Dispatch.objects.get().note == "Khẩn"
    # The address with the offer is of no use to others, nor once it has been taken up.
    offer = answer.redirect_chain[0][0]
    for name in ("officer", "head", "inspector"):
        page = browse(name).get(offer)
        assert (page.status_code, 'name="lai"' in page.content.decode()) == (200, False), name


def test_who_has_been_reminded_today_is_not_offered_again(scene, browse):
    scene.send(scene.cast.justice, *scene.communes)
    client = browse("officer")
    answer = client.post(address(scene, "/nhac"), {"da-chon": "1"})
    assert answer.status_code == 422
    assert "Chưa chọn cơ quan nào. Đánh dấu cơ quan cần nhắc rồi bấm lại." in answer.content.decode()
    client.post(address(scene, "/nhac"), {"da-chon": "1", "co-quan": str(scene.cast.justice.pk)})
    page = client.get(address(scene)).content.decode()
    assert "Nhắc 2 cơ quan" in page
    assert page.count('form="chosen"') == 2
    page = client.post(address(scene, "/nhac"), follow=True).content.decode()
    assert "Đã nhắc 2 cơ quan. Không nhắc lại vì hôm nay đã nhắc: Sở Tư pháp." in page
    assert "Đã nhắc hôm nay" in page
    assert f'action="{address(scene, "/nhac")}"' not in page


def test_the_sender_is_told_where_nobody_can_confirm(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("officer")
    page = client.get(address(scene)).content.decode()
    assert "Chưa ai xác nhận được" not in page
    assert page.count("chưa có người xác nhận") == len(scene.communes)
    client.post(address(scene, "/gui"), {"co-quan": str(scene.communes[0].pk)})
    page = client.get(address(scene)).content.decode()
    assert "Chưa ai xác nhận được cho Ủy ban nhân dân xã Hạc Sơn" in page or (
        "Chưa ai xác nhận được cho UBND phường Đông Lâm" in page
    )
    assert "Chưa ai xác nhận được" not in browse("justice").get(address(scene)).content.decode()


def test_whoever_may_not_confirm_is_told_who_does(scene, browse):
    scene.send(scene.cast.justice)
    person = scene.cast.people["viewer"]
    hold(person, scene.cast.justice, Role.VIEWER, since=date(2020, 1, 1))
    page = browse("viewer").get("/van-ban-den").content.decode()
    assert "Chờ chuyên viên hoặc lãnh đạo của cơ quan xác nhận" in page
    assert "/xac-nhan" not in page
    page = browse("justice").get("/van-ban-den").content.decode()
    row = page.partition("sent-acts")[2].partition("</tr>")[0]
    assert 0 < row.index("Mở văn bản") < row.index("Xác nhận")


def test_a_document_is_confirmed_where_it_is_read(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("justice")
    form = {"co-quan": str(scene.cast.justice.pk), "ve": "van-ban"}
    for _time in range(2):
        answer = client.post(address(scene, "/xac-nhan"), form, headers={"HX-Request": "true"})
        line = answer.content.decode()
        assert line.lstrip().startswith('<div id="sent-line">')
        assert "Sở Tư pháp đã xác nhận lúc" in line and "người xác nhận: Người justice." in line
        assert "<form" not in line
    Dispatch.objects.all().update(confirmed_at=None, confirmed_by=None)
    answer = client.post(address(scene, "/xac-nhan"), form)
    assert (answer.status_code, answer["Location"]) == (302, f"/van-ban/{scene.document.pk}/")


def test_a_group_is_sent_to_without_script(scene, browse):
    client = browse("officer")
    client.post(address(scene, "/gui"), {"nhom": f"communes-{scene.cast.foreign.pk}"})
    assert set(Dispatch.objects.values_list("agency", flat=True)) == {one.pk for one in scene.communes}


def test_a_refused_sending_says_why_beside_its_form_and_keeps_what_was_written(scene, browse):
    gone = Agency.objects.create(code="so-cu", name="Sở Kế hoạch và Đầu tư", until=date(2025, 7, 1))
    client = browse("officer")
    chosen = [str(scene.communes[0].pk), str(gone.pk)]
    answer = client.post(address(scene, "/gui"), {"co-quan": chosen, "loi_nhan": "Giữ lại"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sở Kế hoạch và Đầu tư không hoạt động vào ngày gửi" in page
    assert 'value="Giữ lại"' in page
    assert f'value="{scene.communes[0].pk}" checked' in page


def test_the_buttons_are_there_for_whoever_may_press_them(scene, browse):
    scene.send(scene.cast.justice)
    shown = {}
    for name in sorted(SEES):
        page = browse(name).get(address(scene)).content.decode()
        steps = ("/gui", "/nhac", "/thu-hoi", "/xac-nhan", "/phien")
        shown[name] = {step for step in steps if f'action="{address(scene, step)}"' in page}
    assert shown == {
        "hanh": {"/gui", "/nhac", "/thu-hoi", "/phien"},
        "officer": {"/gui", "/nhac", "/thu-hoi", "/phien"},
        "head": {"/gui", "/nhac", "/thu-hoi", "/phien"},
        "justice": {"/xac-nhan", "/phien"},
        "viewer": set(),
        "leader": set(),
        "inspector": set(),
    }


@pytest.mark.parametrize("step", ["/gui", "/nhac", "/thu-hoi", "/xac-nhan", "/phien"])
def test_pages_keep_the_rules_too(scene, browse, step):
    scene.send(scene.cast.justice)
    key = {"co-quan": str(scene.cast.justice.pk), "ngay": "2025-04-01", "so_nguoi": "5"}
    assert browse("inspector").post(address(scene, step), key).status_code == 403
    assert browse("nobody").post(address(scene, step), key).status_code == 404
    assert browse("hanh").get(address(scene, step)).status_code == 405
    assert acts() == ["document.sent"]


def test_the_inbox_confirms_in_place(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("justice")
    page = client.get("/van-ban-den").content.decode()
    assert "1 văn bản chờ xác nhận, 1 chưa mở" in page
    answer = client.post(
        address(scene, "/xac-nhan"), {"co-quan": str(scene.cast.justice.pk)}, headers={"HX-Request": "true"}
    )
    swapped = answer.content.decode()
    assert swapped.lstrip().startswith("<tr")
    assert "Đã xác nhận" in swapped
    assert 'id="inbox-head" hx-swap-oob="true">Mọi văn bản được gửi đến đều đã xác nhận' in swapped
    again = client.post(
        address(scene, "/xac-nhan"), {"co-quan": str(scene.cast.justice.pk)}, headers={"HX-Request": "true"}
    )
    assert "Người justice đã xác nhận văn bản này lúc" in again.content.decode()
    assert acts().count("document.confirmed") == 1


def test_the_inbox_confirms_without_script(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("justice")
    form = {"co-quan": str(scene.cast.justice.pk), "ve": "den"}
    answer = client.post(address(scene, "/xac-nhan"), form, follow=True)
    assert answer.redirect_chain == [("/van-ban-den", 302)]
    assert "Đã xác nhận văn bản." in answer.content.decode()


def test_an_empty_inbox_says_what_will_stand_there(scene, browse):
    page = browse("justice").get("/van-ban-den").content.decode()
    assert "Chưa có văn bản nào được gửi đến" in page
    assert "sẽ hiện ở đây" in page


def test_a_session_is_told_on_the_page(scene, browse):
    scene.send(scene.cast.justice)
    client = browse("justice")
    form = {"co-quan": str(scene.cast.justice.pk), "ngay": "01/04/2025", "so_nguoi": "1.200", "hinh_thuc": "within"}
    wrong = client.post(address(scene, "/phien"), {**form, "so_nguoi": "đông lắm"})
    assert wrong.status_code == 422
    assert "“đông lắm” không phải là số" in wrong.content.decode()
    page = client.post(address(scene, "/phien"), form, follow=True).content.decode()
    assert "1 phiên quán triệt, 1200 lượt người dự" in page
    assert "Lồng ghép sinh hoạt, giao ban" in page


def test_a_person_filters_and_takes_the_files(scene, browse):
    scene.send(scene.cast.justice, *scene.communes)
    scene.confirm(scene.cast.justice)
    client = browse("officer")
    page = client.get(address(scene) + "?xem=da-xac-nhan").content.decode()
    table = page.partition("sent-table")[2].partition("</table>")[0]
    assert "Sở Tư pháp" in table and "Hạc Sơn" not in table
    sheet = client.get(address(scene, ".csv"))
    assert sheet["Content-Type"] == "text/csv; charset=utf-8"
    letter = client.get(address(scene, "/cong-van.txt"))
    assert "Hạc Sơn" in letter.content.decode()
    assert browse("inspector").get(address(scene, "/cong-van.txt")).status_code == 403


def test_an_address_made_by_hand_breaks_nothing(scene, browse):
    client = browse("officer")
    for asked in (
        "?thu_hoi=x",
        "?thu_hoi=999999999999999999",
        "?xem=x",
        "?luc=x",
        "?luc=2026-04-07",
        "?phien=x",
        "?ghi=x",
        "?tim-co-quan=ha%20",
    ):
        assert client.get(address(scene) + asked).status_code == 200, asked
    for asked in ("?trang=0", "?trang=9999999999", "?trang=1x", "?xem=x"):
        assert client.get("/van-ban-den" + asked).status_code == 200, asked
    assert client.post(address(scene, "/gui"), {"lai": "x"}).status_code == 422
    for step in ("/gui", "/thu-hoi", "/nhac", "/xac-nhan", "/phien"):
        assert client.post(address(scene, step), {"co-quan": "x", "da-chon": "1"}).status_code == 404, step


def test_a_stranger_signs_in_first(scene, client):
    for there in (address(scene), address(scene, ".csv"), "/van-ban-den"):
        answer = client.get(there)
        assert (answer.status_code, "next=" in answer["Location"]) == (302, True)
