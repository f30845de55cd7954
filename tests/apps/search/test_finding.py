"""Whoever may see a document finds it, however it is typed; whoever may not learns nothing from search."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoinhap.apps.agencies.access import STRANGER, SYSTEM
from hoinhap.apps.library.models import Dispatch, Item, Reading
from hoinhap.apps.search.actions import drain, rebuild
from hoinhap.apps.search.models import Pending
from hoinhap.apps.search.queries import PAGE, search_for
from hoinhap.core.search.engine import Near
from tests.apps.cast import AT, PARTS

pytestmark = pytest.mark.django_db
READS_ALL = {"hanh", "leader", "inspector"}


def urls(viewer, typed, **more):
    return [hit.url for hit in search_for(viewer, typed, **more).hits]


def passages(found):
    return ["".join(piece for piece, _hit in hit.passage.pieces) for hit in found.hits]


@pytest.mark.parametrize(
    "typed",
    ["xuất khẩu gỗ dán", "xuat khau go dan", "XUẤT KHẨU", "thủy sản", "kỹ thuật nuôi tôm", "hòa giải", "21-nq-cp"],
)
def test_it_is_found_however_it_is_typed(keep, typed):
    keep("Một văn bản khác, về giao thông và cửa khẩu.")
    document = keep(number="58/KH-UBND", kind="Kế hoạch")
    rebuild()
    found = search_for(SYSTEM, typed)
    assert [hit.url for hit in found.hits] == [document.get_absolute_url()]
    assert any(matched for _text, matched in found.hits[0].passage.pieces)


@pytest.mark.parametrize("typed", ["58/KH-UBND", "58-kh-ubnd", "kế hoạch 58", "58"])
def test_a_number_finds_its_document_first(keep, typed):
    keep("Căn cứ Kế hoạch số 58/KH-UBND; " * 30, kind="Báo cáo", number="7/BC-UBND")
    document = keep(number="58/KH-UBND", kind="Kế hoạch")
    rebuild()
    assert urls(SYSTEM, typed)[0] == document.get_absolute_url()


@pytest.mark.parametrize("name", [*PARTS, "stranger"])
def test_permission_over_every_role(people, keep, name):
    viewer = STRANGER if name == "stranger" else people.viewer(name)
    texts = {
        "finance": keep("bảo mật của tài chính", agency=people.finance, kind="Kế hoạch", dated=date(2021, 1, 1)),
        "justice": keep("bảo mật của tư pháp", agency=people.justice, kind="Chỉ thị", dated=date(2022, 1, 1)),
        "sent": keep("bảo mật gửi tài chính", agency=people.justice, kind="Báo cáo", dated=date(2023, 1, 1)),
        "nobody": keep("bảo mật không của ai", kind="Công văn", dated=date(2024, 1, 1)),
    }
    Dispatch.objects.create(document=texts["sent"], agency=people.finance, sent_at=AT, sent_by=people.people["hanh"])
    rebuild()
    if name in READS_ALL:
        may = set(texts)
    else:
        may = {"finance": {"finance", "sent"}, "justice": {"justice", "sent"}}.get(PARTS.get(name, ("", ""))[0], set())
    found = search_for(viewer, "bao mat")
    assert {hit.url for hit in found.hits} == {texts[key].get_absolute_url() for key in may}
    assert found.everything == found.total == len(may)
    assert {kind for kind, _n in found.kinds} == {texts[key].kind for key in may}
    assert {year for year, _n in found.years} == {texts[key].dated.year for key in may}
    assert len(passages(found)) == len(may)
    # Nor do filters, a mistyped word, or what is waiting tell of the others.
    for key in set(texts) - may:
        assert urls(viewer, "bao mat", kind=texts[key].kind) == []
        assert urls(viewer, "bao mat", year=texts[key].dated.year) == []
    if not may:
        assert search_for(viewer, "bao matt").meant == ""
    for document in texts.values():
        Pending.objects.create(kind="library.document", object_id=str(document.pk))
    assert search_for(viewer, "bao mat").waiting == len(may)


def test_a_guess_does_not_tell_a_word_of_a_hidden_document(people, keep):
    keep("điện hạt nhân", agency=people.justice)
    keep("điện gió", agency=people.finance)
    rebuild()
    assert search_for(people.viewer("justice"), "dien hatt nhan").meant == "dien hạt nhan"
    assert search_for(people.viewer("officer"), "dien hatt nhan").meant == ""


def test_what_was_hidden_since_it_was_taken_up_is_not_shown(people, keep):
    document = keep(agency=people.finance, kind="Chỉ thị", dated=date(2022, 1, 1))
    keep("xuất khẩu gạo", agency=people.finance, kind="Kế hoạch", dated=date(2021, 1, 1))
    rebuild()
    document.agency = people.justice
    document.save()
    officer = people.viewer("officer")
    found = search_for(officer, "xuat khau")
    assert len(found.hits) == found.total == found.everything == 1
    assert document.get_absolute_url() not in [hit.url for hit in found.hits]
    # Every change leaves a row that waits; with it nothing of the document is left, on no page and in no count.
    Pending.objects.create(kind="library.document", object_id=str(document.pk))
    found = search_for(officer, "xuat khau")
    assert (found.total, found.kinds, found.years) == (1, (("Kế hoạch", 1),), ((2021, 1),))
    assert search_for(officer, "go dan").hits == ()
    assert search_for(officer, "go daan").meant == ""


def test_the_latest_reading_counts_and_the_words_of_persons_too(keep):
    document = keep("bản đọc cũ")
    Reading.objects.create(
        document=document, reader_version="2", read_at=AT.replace(year=2027), body={"text": "bản mới"}
    )
    facts = {"document": document, "kind": Item.DUTY}
    Item.objects.create(**facts, value={"text": "mở lớp dạy nghề gốm"}, state=Item.ACCEPTED)
    Item.objects.create(**facts, value={"text": "việc đã bỏ"}, state=Item.DISMISSED, reason="trùng")
    Item.objects.create(**facts, value={"text": "việc do máy đọc"}, found={"text": "việc do máy đọc"})
    rebuild()
    assert urls(SYSTEM, "ban moi") and urls(SYSTEM, "nghe gom")
    for gone in ("bản đọc cũ", "việc đã bỏ"):
        assert search_for(SYSTEM, gone).near is Near.SOME


def test_filters_narrow_and_their_counts_follow_each_other(keep):
    for kind, year in (("Kế hoạch", 2024), ("Kế hoạch", 2025), ("Chỉ thị", 2025), ("", None)):
        keep("xuất khẩu gỗ", kind=kind, dated=date(year, 5, 1) if year else None)
    rebuild()
    found = search_for(SYSTEM, "go")
    assert found.kinds == (("Kế hoạch", 2), ("", 1), ("Chỉ thị", 1))
    assert found.years == ((2025, 2), (2024, 1), (0, 1))
    found = search_for(SYSTEM, "go", kind="Kế hoạch", year=2025)
    assert (found.total, found.everything) == (1, 4)
    assert found.kinds == (("Chỉ thị", 1), ("Kế hoạch", 1))
    assert found.years == ((2025, 1), (2024, 1))
    assert search_for(SYSTEM, "go", kind="", year=0).total == 1


def test_pages_hold_twenty_and_everything_once(keep):
    kept = {keep(f"xuất khẩu gỗ {'gỗ ' * number}").get_absolute_url() for number in range(PAGE + 5)}
    rebuild()
    first, second = (search_for(SYSTEM, "go", page=page) for page in (1, 2))
    assert (len(first.hits), len(second.hits), first.pages) == (PAGE, 5, 2)
    assert {hit.url for hit in (*first.hits, *second.hits)} == kept


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("xuat khauu go dan", "xuat khẩu go dan"), ("xuất khẩuu", "xuất khẩu"), ("doanh nghipe", "doanh nghiệp")],
)
def test_a_mistyped_word_is_guessed_as_it_is_written(keep, typed, meant):
    document = keep()
    keep("Trình khẩu phần, khau vá.")
    rebuild()
    found = search_for(SYSTEM, typed)
    assert found.meant == meant
    assert found.hits[0].url == document.get_absolute_url()


HOSTILE = [
    "",
    " ",
    '"',
    "'\"`",
    "AND OR NOT *",
    "(((",
    "title:x AND [a TO b]",
    "a" * 10_000,
    "xuất khẩu " * 1_000,
    "%_\\ \x00\ud800",
    "!?.,;:-/",
    "<script>alert(1)</script>",
    "21/" * 500,
    "ｆｕｌｌ ⅷ ﷽ 🀄",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_queries_are_answered(keep, typed):
    keep()
    rebuild()
    found = search_for(SYSTEM, typed)
    assert found.standing
    assert len(found.hits) == found.total <= 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_any_query_is_answered(people, typed):
    if not Pending.objects.exists():
        drain()
    assert search_for(people.viewer("officer"), typed).hits == ()
