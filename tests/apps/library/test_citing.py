"""Citations find their documents, whichever arrives first; what is open or doubtful waits."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.apps.library.citing import keep_citations
from hoinhap.apps.library.models import Citation, Document, time_ordered_id
from hoinhap.apps.library.naming import Named, means, number_key, padded, spellings

NOON = datetime(2026, 4, 7, 5, 0, tzinfo=UTC)
db = pytest.mark.django_db


def cites(number: str, kind: str | None = None, date: str | None = None, issuer: str | None = None, relation="basis"):
    return {"number": number, "kind": kind, "date": date, "issuer": issuer, "relation": relation}


def arrive(number: str, *citations, kind: str = "", dated: date | None = None, issuer: str = "", nth: int = 0):
    """Keep a document as receiving does: the row, then its citations."""
    name = f"{number} {kind} {dated} {issuer} {nth}.txt"
    document = Document.objects.create(
        id=time_ordered_id(NOON + timedelta(seconds=Document.objects.count())),
        name=name,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        size=1,
        received_at=NOON,
        number=number,
        kind=kind,
        dated=dated,
        issuer=issuer,
    )
    return document, keep_citations(document, {"citations": list(citations)})


def target_of(document: Document, ref: int = 0) -> Document | None:
    return Citation.objects.get(document=document, ref=ref).target


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["21-NQ/TW", "21/NQ-TW", "21 - NQ / TW", "21–NQ/TW", "021-NQ/TW", "21-nq/tw", "21-NQ/TW.", "0021/NQ/TW"]
)
def test_one_number_is_written_in_many_ways(written):
    assert number_key(written) == "21/nq/tw"


def test_other_numbers_stay_apart():
    numbers = ("21-NQ/TW", "210-NQ/TW", "21-CT/TW", "21/2021/NQ-TW", "1-NQ/TW", "21a-NQ/TW", "Đề án 06", "06")
    assert len({number_key(number) for number in numbers}) == len(numbers)
    assert number_key("10/QĐ-TTg") == number_key("10/QD-TTG") == "10/qd/ttg"
    assert number_key("000") == "0"
    assert number_key("") == number_key(" - ") == ""


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(text):
    key = number_key(text)
    assert number_key(key) == key
    assert key in padded(key)


def test_a_number_is_looked_up_as_it_is_usually_written():
    assert {"21-NQ/TW", "21/NQ-TW", "021-NQ/TW"} <= set(spellings("21-NQ/TW"))
    assert spellings("TCVN 14423:2025") == ["TCVN14423:2025"]
    assert all(number_key(one) == "6/2025/qd/ubnd" for one in spellings("06/2025/QĐ-UBND"))


DAY, OTHER_DAY = date(2023, 5, 15), date(2024, 5, 15)
THANH_HOA, NGHE_AN = "Ủy ban nhân dân tỉnh Thanh Hóa", "Ủy ban nhân dân tỉnh Nghệ An"


@pytest.mark.parametrize(
    ("said", "own", "by", "meant"),
    [
        # kinds agree when both are known
        (("Kế hoạch", None, ""), ("KẾ HOẠCH", None, ""), "", True),
        (("Kế hoạch", None, ""), ("Quyết định", None, ""), "", False),
        (("", None, ""), ("Quyết định", None, ""), "", True),
        # so do dates
        (("", DAY, ""), ("", DAY, ""), "", True),
        (("", DAY, ""), ("", OTHER_DAY, ""), "", False),
        (("", DAY, ""), ("", None, ""), "", True),
        # and issuers, by whatever name
        (("", None, "Chính phủ"), ("", None, "Bộ Tài chính"), "", False),
        (("", None, "Bộ trưởng Bộ Công an"), ("", None, "Bộ Công an"), "", True),
        (("", None, "Ban Bí thư khóa X"), ("", None, "Ban Bí thư Trung ương Đảng"), "", True),
        (("", None, "Chủ tịch UBND tỉnh Thanh Hóa"), ("", None, THANH_HOA), "", True),
        (("", None, "Tỉnh ủy Nghệ An"), ("", None, "Ban Thường vụ Tỉnh ủy Nghệ An"), "", True),
        (("", None, "UBND xã"), ("", None, THANH_HOA), "", False),
        # a ministry's name is abbreviated in many ways: the day decides
        (("", DAY, "Bộ Nông nghiệp và PTNT"), ("", DAY, "Bộ Nông nghiệp và Phát triển nông thôn"), "", True),
        # another place is another document, the day notwithstanding
        (("", DAY, "UBND tỉnh Nghệ An"), ("", DAY, THANH_HOA), "", False),
        # "the province" is that of the writer …
        (("", None, "UBND tỉnh"), ("", None, THANH_HOA), THANH_HOA, True),
        (("", None, "UBND tỉnh"), ("", None, THANH_HOA), NGHE_AN, False),
        (("", None, ""), ("", None, THANH_HOA), NGHE_AN, False),
        (("", None, "UBND tỉnh"), ("", None, THANH_HOA), "UBND xã Hoằng Lộc, tỉnh Thanh Hóa", True),
        # … unless the day says that an older province is meant, or nobody knows the writer
        (("", DAY, "UBND tỉnh"), ("", DAY, THANH_HOA), NGHE_AN, True),
        (("", None, "UBND tỉnh"), ("", None, THANH_HOA), "", True),
        (("", None, "UBND tỉnh"), ("", None, ""), NGHE_AN, True),
    ],
)
def test_whom_a_citation_may_mean(said, own, by, meant):
    key = "119/kh/ubnd"
    assert means(Named(key, *said), Named(key, *own), by) is meant
    assert not means(Named("120/kh/ubnd", *said), Named(key, *own), by)


def test_a_number_without_a_symbol_is_too_weak_alone():
    assert not means(Named("134", "Kế hoạch"), Named("134", "Kế hoạch", DAY))
    assert not means(Named("134", "", DAY), Named("134", "Kế hoạch", DAY))
    assert means(Named("134", "Kế hoạch", DAY), Named("134", "Kế hoạch", DAY))
    assert not means(Named(""), Named(""))


# --- arrivals -----------------------------------------------------------------------------------------------------


@db
def test_a_citation_finds_a_document_that_is_here():
    parent, _ = arrive("21-NQ/TW", kind="Nghị quyết")
    child, facts = arrive("5/KH-UBND", cites("021/NQ-TW", "Nghị quyết"), cites("9/NĐ-CP"))
    assert target_of(child) == parent
    assert target_of(child, 1) is None
    assert facts == {"cites": 2, "links": [[0, str(parent.pk)]]}


@db
def test_an_open_citation_finds_its_document_when_that_arrives():
    child, facts = arrive("5/KH-UBND", cites("9/NĐ-CP"), cites("21-NQ/TW", "Nghị quyết"))
    assert facts == {"cites": 2}
    parent, facts = arrive("21-NQ/TW", kind="Nghị quyết")
    assert target_of(child, 1) == parent
    assert facts == {"linked": [[str(child.pk), 1, str(parent.pk)]]}


ORDERS = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]


@db
@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_arrival_makes_no_difference(order):
    """Two provinces have a plan of one number; the third document cites its own province's, then just the number."""
    papers = [
        lambda: arrive("8/KH-UBND", kind="Kế hoạch", issuer=THANH_HOA),
        lambda: arrive("8/KH-UBND", kind="Kế hoạch", issuer=NGHE_AN),
        lambda: arrive("9/KH-SNgV", cites("8/KH-UBND", issuer="UBND tỉnh Nghệ An"), cites("08/KH-UBND", "Kế hoạch")),
    ]
    for place in order:
        papers[place]()
    child = Document.objects.get(number="9/KH-SNgV")
    assert target_of(child).issuer == NGHE_AN
    assert target_of(child, 1) is None


@db
def test_a_second_document_of_the_same_name_opens_the_link_again():
    """A copy in another format: nobody can say which is meant."""
    first, _ = arrive("21-NQ/TW")
    child, _ = arrive("5/KH-UBND", cites("21-NQ/TW"))
    assert target_of(child) == first
    _second, facts = arrive("21-NQ/TW", nth=2)
    assert target_of(child) is None
    assert facts == {"linked": [[str(child.pk), 0, ""]]}


@db
def test_a_document_never_means_itself():
    document, facts = arrive("5/KH-UBND", cites("05/KH-UBND"))
    assert target_of(document) is None
    assert facts == {"cites": 1}
    copy, facts = arrive("5/KH-UBND", cites("5/KH-UBND"), nth=2)
    assert target_of(copy) == document
    assert target_of(document) == copy
    assert facts["linked"] == [[str(document.pk), 0, str(copy.pk)]]


@db
def test_a_newer_reading_replaces_what_the_older_one_left():
    parent, _ = arrive("21-NQ/TW")
    other, _ = arrive("33/CT-TTg")
    child, _ = arrive("5/KH-UBND", cites("21-NQ/TW"), cites("7/NQ-CP"))
    facts = keep_citations(child, {"citations": [cites("33/CT-TTg", relation="implements")]})
    row = Citation.objects.get(document=child)
    assert (row.number, row.relation, row.target) == ("33/CT-TTg", "implements", other)
    assert facts == {"cites": 1, "links": [[0, str(other.pk)]]}
    assert not Citation.objects.filter(target=parent).exists()


@db
def test_a_newer_reading_may_correct_the_number_of_the_document_itself():
    document, _ = arrive("2l-NQ/TW")
    other, _ = arrive("7/NQ-CP")
    child, _ = arrive("5/KH-UBND", cites("21-NQ/TW"), cites("2l-NQ/TW"), cites("7/NQ-CP"))
    assert [target_of(child, ref) for ref in range(3)] == [None, document, other]
    # As read again: the row is saved only after its citations are kept.
    document.number = "21-NQ/TW"
    facts = keep_citations(document, {"citations": []})
    assert [target_of(child, ref) for ref in range(3)] == [document, None, other]
    assert facts == {"linked": [[str(child.pk), 0, str(document.pk)], [str(child.pk), 1, ""]]}


@db
def test_odd_readings_are_kept_too():
    document, _ = arrive(
        "5/KH-UBND",
        cites("x" * 300, "k" * 300, "2025-02-30", "i" * 900),
        {"number": "6/QĐ-TTg"},
    )
    first, second = Citation.objects.filter(document=document)
    assert (len(first.number), len(first.key), first.dated) == (100, 100, None)
    assert (second.kind, second.issuer, second.relation, second.key) == ("", "", "", "6/qd/ttg")


@db
@pytest.mark.parametrize("count", [1, 60])
def test_the_number_of_queries_does_not_grow(count, django_assert_max_num_queries):
    """With what the document cites, and with those who have waited for it."""
    for number in range(count):
        arrive(f"{number + 1}/NĐ-CP")
        arrive(f"{number + 1}/KH-UBND", cites("21-NQ/TW"))
    with django_assert_max_num_queries(9):
        _document, facts = arrive("21-NQ/TW", *(cites(f"{number + 1}/NĐ-CP") for number in range(count)))
    assert len(facts["links"]) == len(facts["linked"]) == count
