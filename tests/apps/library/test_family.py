"""The family of a document: who follows whom, what is hidden, and what nobody has taken up."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.access import STRANGER, SYSTEM, Viewer
from hoinhap.apps.agencies.models import Agency, Role
from hoinhap.apps.errors import NotFound
from hoinhap.apps.library import aligning, family, taking
from hoinhap.apps.library.citing import keep_citations
from hoinhap.apps.library.models import Alignment, Citation, Document, Reading, time_ordered_id
from hoinhap.core.reader import read, to_json
from tests.apps.cast import hold

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 7, 5, 0, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[4] / "shared"

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LAM GIANG
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}

Lam Giang, ngày 06 tháng 4 năm 2026

{kind}
{title}

{base}

"""
ASKS = (
    "1. Phát triển nghề nuôi ong lấy mật ở vùng đệm rừng ngập mặn.\n\n"
    "2. Bảo vệ nguồn lợi cua biển giống tại các cửa sông.\n\n"
    "3. Xây dựng bảo tàng về nghề đóng thuyền nan ở làng Hạ Vạn.\n"
)
BEES = "1. Trạm Khuyến nông phát triển nghề nuôi ong lấy mật tại vùng đệm rừng ngập mặn.\n\n2. Trồng rau sạch.\n"
CRABS = "1. Chi cục Thủy sản bảo vệ nguồn lợi cua biển giống tại các cửa sông.\n\n2. Trồng rau sạch.\n"


def arrive(text: str, name: str = "", agency: Agency | None = None) -> Document:
    """Keep a document as receiving does, without its items."""
    body = to_json(read(text.encode(), name or "van-ban.txt"))
    head = body["document"]
    at = NOON + timedelta(seconds=Document.objects.count())
    document = Document.objects.create(
        id=time_ordered_id(at),
        name=name or "van-ban.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        size=1,
        received_at=at,
        agency=agency,
        kind=head["kind"] or "",
        number=head["number"] or "",
        issuer=head["issuer"] or "",
        title=head["title"] or "",
        dated=date.fromisoformat(head["date"]) if head["date"] else None,
        duties=len(body["tasks"]),
    )
    Reading.objects.create(document=document, reader_version="1", read_at=at, body=body)
    keep_citations(document, body)
    return document


def directive(number: str = "12/CT-UBND", base: str = "", text: str = ASKS, **more) -> Document:
    head = HEAD.format(number=number, kind="CHỈ THỊ", title="Về việc phát triển vùng ven biển", base=base)
    return arrive(head + text, **more)


def plan(number: str, base: str = "Thực hiện Chỉ thị số 12/CT-UBND của UBND tỉnh;", text: str = BEES, **more):
    head = HEAD.format(number=number, kind="KẾ HOẠCH", title="Triển khai phát triển vùng ven biển", base=base)
    return arrive(head + text, **more)


def link(child: Document, parent: Document, relation: str = "implements") -> None:
    Citation.objects.create(
        document=child,
        target=parent,
        number=parent.number,
        key="-",
        relation=relation,
        ref=child.citations.count() + 50,
    )


def bare(number: str, agency: Agency | None = None) -> Document:
    """Keep a document of which only the number matters."""
    at = NOON + timedelta(seconds=Document.objects.count())
    return Document.objects.create(
        id=time_ordered_id(at),
        name="x",
        sha256=uuid.uuid4().hex * 2,
        size=1,
        received_at=at,
        number=number,
        agency=agency,
    )


@pytest.fixture
def agencies() -> tuple[Agency, Agency]:
    return tuple(Agency.objects.create(code=code, name=code) for code in ("so-a", "so-b"))


def officer(agency: Agency) -> Viewer:
    return Viewer(uuid.uuid4(), "Người thử", NOON.date(), frozenset({(agency.pk, Role.OFFICER)}))


def lines(rows) -> list[tuple]:
    return [(row.level, row.heading, row.relation, row.document is not None) for row in rows]


# --- the tree -----------------------------------------------------------------------------------------------------


def test_a_document_stands_between_what_it_follows_and_what_follows_it():
    top = directive("1/CT-UBND")
    middle = plan(
        "2/KH-UBND",
        "Thực hiện Chỉ thị số 1/CT-UBND ngày 06/4/2026 của UBND tỉnh; "
        "Nghị quyết số 21/NQ-CP ngày 20/02/2023 của Chính phủ;",
    )
    below = plan("3/KH-UBND", "Thực hiện Kế hoạch số 2/KH-UBND ngày 06/4/2026 của UBND tỉnh;")
    found = family.family_for(SYSTEM, middle.pk)
    assert lines(found.above) == [
        (1, "Chỉ thị 1/CT-UBND", "implements", True),
        (1, "Nghị quyết 21/NQ-CP", "implements", False),
    ]
    assert lines(found.below) == [(1, "Kế hoạch 3/KH-UBND", "implements", True)]
    assert (found.cited, found.open, found.citing, found.children) == (2, 1, 1, 1)
    assert found.above[1].dated == date(2023, 2, 20)
    assert lines(family.family_for(SYSTEM, below.pk).above) == [
        (1, "Kế hoạch 2/KH-UBND", "implements", True),
        (2, "Chỉ thị 1/CT-UBND", "implements", True),
        (2, "Nghị quyết 21/NQ-CP", "implements", False),
    ]
    assert lines(family.family_for(SYSTEM, top.pk).below) == [
        (1, "Kế hoạch 2/KH-UBND", "implements", True),
        (2, "Kế hoạch 3/KH-UBND", "implements", True),
    ]


def test_the_stronger_relation_comes_first_and_a_mention_goes_one_step_only():
    document, *others = (bare(f"{number}/KH-UBND") for number in range(5))
    for child, relation in zip(others, ("", "basis", "implements", "amends"), strict=True):
        link(child, document, relation)
    grandchild = bare("9/KH-UBND")
    link(grandchild, others[2], "")
    found = family.family_for(SYSTEM, document.pk)
    assert [row.relation for row in found.below] == ["implements", "amends", "basis", ""]
    assert grandchild not in [row.document for row in found.below]
    assert [row.document for row in family.family_for(SYSTEM, others[2].pk).below] == [grandchild]


def test_the_lines_of_the_tree_are_tied_to_what_they_belong_to():
    root = bare("1/CT-UBND")
    first, second = bare("2/KH-UBND"), bare("3/KH-UBND")
    for child in (second, first):
        link(child, root)
    inner = [bare(f"{number}/CV-SNgV") for number in (4, 5)]
    for child in inner:
        link(child, second)
    deepest = bare("6/CV-SNgV")
    link(deepest, inner[0])

    def drawn(rows) -> dict[str, str]:
        return {row.heading.split()[-1]: row.rails for row in rows}

    below = drawn(family.family_for(SYSTEM, root.pk).below)
    # The later of two comes first; a line goes on beside what is deeper until the last one of its step.
    assert below == {"3/KH-UBND": "t", "5/CV-SNgV": "vt", "4/CV-SNgV": "vl", "6/CV-SNgV": "vnl", "2/KH-UBND": "l"}
    above = drawn(family.family_for(SYSTEM, deepest.pk).above)
    assert above == {"4/CV-SNgV": "l", "3/KH-UBND": "nl", "1/CT-UBND": "nnl"}


def test_what_a_document_stands_on_is_above_it_on_the_page(someone, agencies):
    parent, child, grandchild = (
        bare("1/CT-UBND", agencies[0]),
        bare("2/KH-UBND", agencies[0]),
        bare("3/CV", agencies[0]),
    )
    link(child, parent)
    link(grandchild, child)
    page = someone.get(reverse("library:family", args=[grandchild.pk])).content.decode()
    places = [page.index(f'href="/van-ban/{one.pk}/gia-dinh"') for one in (parent, child)]
    assert places[0] < places[1] < page.index('<tr class="self">')


def test_two_ways_to_cite_one_document_are_one_line():
    parent, child = bare("1/CT-UBND"), bare("2/KH-UBND")
    link(child, parent, "basis")
    link(child, parent, "implements")
    assert lines(family.family_for(SYSTEM, child.pk).above) == [(1, "1/CT-UBND", "implements", True)]
    found = family.family_for(SYSTEM, parent.pk)
    assert lines(found.below) == [(1, "2/KH-UBND", "implements", True)]
    assert found.citing == 1


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_cycle_does_not_go_round(size):
    documents = [bare(f"{number}/KH-UBND") for number in range(size)]
    for place, document in enumerate(documents):
        link(document, documents[(place + 1) % size])
    for document in documents:
        found = family.family_for(SYSTEM, document.pk)
        for rows in (found.above, found.below):
            assert len(rows) <= size
            assert all(row.again for row in rows if row.document == document)


def test_a_document_reached_on_two_ways_is_opened_once():
    top, left, right, leaf = (bare(f"{number}/KH-UBND") for number in range(4))
    link(left, top)
    link(right, top)
    link(right, left)
    link(leaf, right)
    rows = family.family_for(SYSTEM, top.pk).below
    assert [row.document for row in rows].count(right) == 2
    assert [row.document for row in rows].count(leaf) == 1
    assert [row.again for row in rows if row.document == right] == [False, True]


def test_a_wide_family_is_cut_and_says_so():
    parent = bare("1/CT-UBND")
    children = [bare(f"{number}/KH-UBND") for number in range(100, 162)]
    for child in children:
        link(child, parent)
    grandchildren = [bare(f"{number}/KH-SNV") for number in range(8)]
    for child in grandchildren:
        link(child, children[-1])
    found = family.family_for(SYSTEM, parent.pk)
    first = [row for row in found.below if row.level == 1]
    assert len(first) == family.BELOW[0]
    assert (found.citing, found.page, found.pages) == (62, 1, 3)
    assert [row.rest for row in found.below if row.rest] == [8 - family.BELOW[1]]
    assert next(row for row in found.below if row.rest).beside == children[-1]
    third = family.family_for(SYSTEM, parent.pk, page=3)
    assert len([row for row in third.below if row.level == 1]) == 12
    assert not {row.document for row in third.below} & {row.document for row in first}
    assert family.family_for(SYSTEM, parent.pk, page=9).page == 1


def test_a_document_that_cites_many_shows_all_on_demand():
    child = bare("1/QĐ-UBND")
    for number in range(40):
        link(child, bare(f"{number}/NĐ-CP"), "basis")
    found = family.family_for(SYSTEM, child.pk)
    assert len(found.above) == family.ABOVE[0] + 1
    assert found.above[-1].rest == 15
    assert len(family.family_for(SYSTEM, child.pk, whole=True).above) == 40


# --- who sees what ------------------------------------------------------------------------------------------------


def seen_by(viewer: Viewer, document: Document):
    """Give everything a page of the family shows but the documents themselves."""
    found = family.family_for(viewer, document.pk)
    shown = [
        (row.level, row.heading, row.relation, row.dated, row.issuer, row.document, row.candidates, row.rest)
        for row in (*found.above, *found.below)
    ]
    return shown, found.cited, found.open, found.citing, found.pages, found.children, found.counts, found.waiting


def test_a_hidden_document_looks_as_if_it_were_not_here(agencies):
    """The same page before the hidden documents arrive and after."""
    mine, theirs = agencies
    viewer = officer(mine)
    child = plan("2/KH-UBND", "Thực hiện Chỉ thị số 1/CT-UBND ngày 06/4/2026 của UBND tỉnh;", agency=mine)
    before = seen_by(viewer, child)
    hidden = directive("1/CT-UBND", agency=theirs)
    follower = plan("3/KH-UBND", "Thực hiện Kế hoạch số 2/KH-UBND ngày 06/4/2026 của UBND tỉnh;", agency=theirs)
    aligning.align_family(child.pk)
    assert Citation.objects.get(document=child).target == hidden
    assert seen_by(viewer, child) == before
    assert seen_by(SYSTEM, child) != before
    for document in (hidden, follower):
        with pytest.raises(NotFound):
            family.family_for(viewer, document.pk)
        with pytest.raises(NotFound):
            taking.alignment_for(viewer, document.pk, child.pk)
        with pytest.raises(NotFound):
            taking.alignment_for(viewer, child.pk, document.pk)
    with pytest.raises(NotFound):
        family.family_for(STRANGER, child.pk)


def test_what_is_doubtful_is_decided_among_the_documents_one_sees(agencies):
    mine, theirs = agencies
    seen = directive("1/CT-UBND", agency=mine)
    child = plan("2/KH-UBND", "Thực hiện Chỉ thị số 1/CT-UBND của UBND tỉnh;", agency=mine)
    viewer = officer(mine)
    before = seen_by(viewer, child)
    copy = directive("1/CT-UBND", text=ASKS + "4. Làm đường.\n", agency=theirs)
    assert Citation.objects.get(document=child).target is None
    assert seen_by(viewer, child) == before
    (row,) = family.family_for(SYSTEM, child.pk).above
    assert row.document is None
    assert set(row.candidates) == {seen, copy}


def test_a_hidden_child_takes_up_nothing(agencies):
    mine, theirs = agencies
    parent = directive(agency=mine)
    plan("2/KH-UBND", agency=mine)
    plan("3/KH-UBND", text=CRABS, agency=theirs)
    aligning.align_family(parent.pk)
    assert family.family_for(SYSTEM, parent.pk).untaken == 1
    found = family.family_for(officer(mine), parent.pk)
    assert (found.untaken, found.children, found.compared) == (2, 1, 1)


# --- what has been taken up ---------------------------------------------------------------------------------------


def test_what_nobody_has_taken_up():
    parent = directive()
    first = plan("2/KH-UBND")
    second = plan("3/KH-UBND", text=CRABS)
    found = family.family_for(SYSTEM, parent.pk)
    assert (found.children, found.compared, found.waiting, found.asked) == (2, 0, 2, 0)
    assert aligning.align_family(parent.pk) == 2
    assert aligning.align_family(parent.pk) == 0
    found = family.family_for(SYSTEM, parent.pk)
    assert (found.compared, found.waiting, found.asked, found.untaken) == (2, 0, 3, 1)
    (claim,) = found.claims
    assert (claim.number, claim.place, claim.verdict, claim.held) == (3, "3", "not", ())
    assert claim.text == "Xây dựng bảo tàng về nghề đóng thuyền nan ở làng Hạ Vạn."
    held = family.family_for(SYSTEM, parent.pk, verdict="covered").claims
    assert [(claim.place, claim.held[0][0]) for claim in held] == [("1", first), ("2", second)]
    row = next(row for row in family.family_for(SYSTEM, first.pk).above if row.document == parent)
    assert (row.asked, row.untaken) == (3, 1)


def test_a_newer_reading_is_aligned_anew():
    parent = directive()
    child = plan("2/KH-UBND")
    aligning.align_family(child.pk)
    assert family.family_for(SYSTEM, parent.pk).untaken == 2
    older = child.readings.get()
    body = to_json(read((BEES + "\n" + CRABS.replace("2.", "4.").replace("1.", "3.")).encode(), "x.txt"))
    Reading.objects.create(document=child, reader_version="2", read_at=NOON + timedelta(days=1), body=body)
    found = family.family_for(SYSTEM, parent.pk)
    assert (found.compared, found.waiting) == (0, 1)
    assert aligning.align_family(child.pk) == 1
    assert family.family_for(SYSTEM, parent.pk).untaken == 1
    assert not Alignment.objects.filter(child=older).exists()


def test_two_documents_side_by_side():
    parent, child = directive(), plan("2/KH-UBND")
    found = taking.alignment_for(SYSTEM, parent.pk, child.pk)
    assert [line.verdict for line in found.lines] == ["covered", "not", "not"]
    first = found.lines[0]
    assert (first.number, first.where, first.answers[0].where) == (1, "1", "1")
    assert first.answers[0].text.startswith("Trạm Khuyến nông")
    texts = parent.readings.get().body["outline"]
    assert all(texts[line.at]["text"] == line.text for line in found.lines)
    assert len(taking.alignment_for(SYSTEM, parent.pk, child.pk, verdict="not").shown) == 2
    assert len(taking.alignment_for(SYSTEM, parent.pk, child.pk, verdict="not").lines) == 3
    assert Alignment.objects.count() == 1
    with pytest.raises(NotFound):
        taking.alignment_for(SYSTEM, parent.pk, parent.pk)


def test_a_document_without_a_reading_is_not_waited_for():
    parent = directive()
    link(bare("2/KH-UBND"), parent)
    found = family.family_for(SYSTEM, parent.pk)
    assert (found.children, found.waiting) == (1, 0)
    assert taking.waiting_for(SYSTEM, parent.pk, 20) == []
    assert aligning.align_family(parent.pk) == 0


# --- queries ------------------------------------------------------------------------------------------------------


def family_of(size: int) -> Document:
    document = directive()
    for number in range(size):
        child = plan(
            f"{number + 20}/KH-UBND", f"Thực hiện Chỉ thị số 12/CT-UBND của UBND tỉnh; Nghị định số {number}/NĐ-CP;"
        )
        grandchild, grandparent = bare(f"{number + 20}/KH-SNV"), bare(f"{number + 20}/NQ-CP")
        link(grandchild, child)
        link(bare(f"{number + 20}/KH-TTr"), grandchild)
        link(document, grandparent, "basis")
        link(grandparent, bare(f"{number + 20}/NQ-TW"), "basis")
        Citation.objects.create(document=document, number=f"{number}/TT-BTC", key=f"{number}/tt/btc", ref=900 + number)
    aligning.align_family(document.pk)
    return document


@pytest.mark.parametrize("size", [1, 20])
def test_the_number_of_queries_does_not_grow(size, agencies, django_assert_num_queries):
    document = family_of(size)
    Document.objects.update(agency=agencies[0])
    with django_assert_num_queries(19):
        found = family.family_for(officer(agencies[0]), document.pk)
    assert found.compared == size
    assert len(found.below) == 3 * size
    child = found.below[0].document
    with django_assert_num_queries(4):
        taking.alignment_for(officer(agencies[0]), document.pk, child.pk)


def test_making_many_alignments_takes_few_queries():
    def needed(size: int) -> int:
        document = directive(f"{size}9/CT-UBND")
        for number in range(size):
            plan(f"{size}{number}/KH-UBND", f"Thực hiện Chỉ thị số {size}9/CT-UBND của UBND tỉnh;")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert aligning.align_family(document.pk) == size
        return len(seen)

    assert needed(2) == needed(9)


# --- the pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def someone(client, agencies):
    person = Person.objects.create_user("thu.nguyen", full_name="Nguyễn Thử")
    hold(person, agencies[0], Role.OFFICER, since=date(2020, 1, 1))
    client.force_login(person)
    return client


def test_the_title_of_the_family_is_the_answer(someone, agencies):
    parent = directive(agency=agencies[0])
    address = reverse("library:family", args=[parent.pk])
    heading = lambda: re.search(r"<h1>(.*?)</h1>", someone.get(address).content.decode(), re.S)[1].strip()  # noqa: E731
    assert heading() == "Chưa có văn bản nào trong thư viện triển khai văn bản này"
    plan("2/KH-UBND", agency=agencies[0])
    assert heading() == "1 văn bản triển khai văn bản này"
    answer = someone.post(reverse("library:compare", args=[parent.pk]))
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert heading() == "2 trên 3 yêu cầu chưa văn bản nào triển khai"
    plan("3/KH-UBND", text=ASKS, agency=agencies[0])
    aligning.align_family(parent.pk)
    assert heading() == "Cả 3 yêu cầu đều đã có văn bản triển khai"
    page = someone.get(address).content.decode()
    assert f'href="/van-ban/{parent.pk}/#p0"' in page
    assert "Kế hoạch 3/KH-UBND" in page


def test_the_page_of_two_documents_links_to_their_provisions(someone, agencies):
    parent, child = directive(agency=agencies[0]), plan("2/KH-UBND", agency=agencies[0])
    address = reverse("library:alignment", args=[parent.pk, child.pk])
    page = someone.get(address).content.decode()
    assert "2 trên 3 yêu cầu của Chỉ thị 12/CT-UBND chưa có trong Kế hoạch 2/KH-UBND" in page
    assert f'href="/van-ban/{parent.pk}/#p0"' in page
    assert f'href="/van-ban/{child.pk}/#p0"' in page
    assert page.count("data-line") == 3
    assert someone.get(address + "?ket-qua=chua-co").content.decode().count("data-line") == 2
    assert someone.get(address + "?ket-qua=da-co").content.decode().count("data-line") == 1
    assert someone.get(address + "?ket-qua=khac").content.decode().count("data-line") == 3


def test_the_sheet_is_read_back(someone, agencies):
    parent, child = directive(agency=agencies[0]), plan("2/KH-UBND", agency=agencies[0])
    answer = someone.get(reverse("library:alignment-sheet", args=[parent.pk, child.pk]))
    assert "doi-chieu" in answer["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[1] == "Điều khoản của Chỉ thị 12/CT-UBND"
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("1", "1", "Đã có"),
        ("2", "2", "Chưa có"),
        ("3", "3", "Chưa có"),
    ]
    assert rows[0][5].startswith("Trạm Khuyến nông")
    assert rows[1][4:] == ["", "", ""]


def test_what_is_hidden_or_absent_is_not_found(someone, agencies):
    mine, theirs = directive(agency=agencies[0]), plan("2/KH-UBND", agency=agencies[1])
    nobody = uuid.uuid4()
    for other in (theirs.pk, nobody):
        assert someone.get(reverse("library:family", args=[other])).status_code == 404
        assert someone.post(reverse("library:compare", args=[other])).status_code == 404
        for name in ("library:alignment", "library:alignment-sheet"):
            assert someone.get(reverse(name, args=[mine.pk, other])).status_code == 404
            assert someone.get(reverse(name, args=[other, mine.pk])).status_code == 404
    assert someone.get(reverse("library:compare", args=[mine.pk])).status_code == 405


# --- a real cascade -----------------------------------------------------------------------------------------------


def test_a_real_directive_and_a_plan():
    """The directive 40-CT/TU beside a plan on the same matter; labelled by hand in tests/core/reader."""
    papers = [next(SHARED.glob(f"corpus/{number}_*.txt"), None) for number in ("003", "002")]
    if None in papers:
        pytest.skip("không có văn bản thật để thử / no real documents here")
    parent, child = (arrive(path.read_text(encoding="utf-8"), path.name) for path in papers)
    link(child, parent)
    assert aligning.align_family(parent.pk) == 1
    found = family.family_for(SYSTEM, parent.pk)
    assert found.asked == 30
    assert 1 <= found.untaken <= 6
    assert "Đảng đoàn Hội" in " ".join(claim.text for claim in found.claims)
    beside = taking.alignment_for(SYSTEM, parent.pk, child.pk)
    places = {line.number: line.answers[0].place for line in beside.lines if line.verdict == "covered"}
    assert places[4] in ("II.2", "II.2.1")
    # The directives that both follow are not here: open, and named by the text itself.
    above = family.family_for(SYSTEM, child.pk).above
    assert ("Chỉ thị 15-CT/TW", None) in [(row.heading, row.document) for row in above]
