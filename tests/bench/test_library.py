"""The library that is measured is one that the product could have made: read, laid out, cited and decided as there."""

import json
from datetime import date

import pytest
from bench.library import _part
from bench.library_papers import DUTIES, KINDS, cast, moulds

CHILD = moulds(1, KINDS[0][0])


def test_a_cast_is_what_the_reader_makes_of_its_own_text():
    from hoinhap.core.reader import read, to_json

    mould = CHILD[3]
    body = json.loads(cast(mould, number=4321, dated=date(2024, 1, 12), parent=1234, parent_dated=date(2023, 12, 27)))
    again = to_json(read(body["text"].encode(), body["name"]))
    assert body == json.loads(json.dumps(again))
    assert body["document"]["number"] == f"4321/{mould.sign}"
    assert body["document"]["date"] == "2024-01-12"
    cited = {(one["number"], one["date"]) for one in body["citations"] if one["relation"] == "implements"}
    assert cited == {("1234/CT-UBND", "2023-12-27")}


def test_a_cast_is_as_long_as_its_mould_so_that_every_span_holds():
    for mould in CHILD:
        body = json.loads(
            cast(mould, number=1000, dated=date(2022, 10, 10), parent=9999, parent_dated=date(2021, 2, 28))
        )
        assert len(body["text"]) == len(mould.body["text"])
        assert body["tasks"] == json.loads(json.dumps(mould.body["tasks"]))


def test_papers_have_some_fifteen_duties_and_a_few_have_fifty():
    counts = [len(mould.body["tasks"]) for mould in CHILD]
    assert len(counts) > len(DUTIES)
    assert 14 <= sum(counts) / len(counts) <= 22
    assert max(counts) >= 50


@pytest.mark.django_db
def test_a_filled_library_keeps_what_the_product_promises():
    from bench.library_fill import fill

    from hoinhap.apps.agencies.access import SYSTEM
    from hoinhap.apps.journal.chain import verify
    from hoinhap.apps.library import desk, laying
    from hoinhap.apps.library.models import Citation, Document, Item

    fill(60)
    assert Document.objects.count() == 60
    assert verify().finding is None
    assert Citation.objects.filter(relation="implements", target__isnull=False).exists()
    for document in Document.objects.all():
        laid = laying.laid_for(SYSTEM, document.pk)
        assert "" not in laid.answers
        kept = document.items_count, document.accepted, document.undecided
        desk.count(document, Item.objects.filter(document=document))
        assert (document.items_count, document.accepted, document.undecided) == kept
        head = laid.reading.body["document"]
        assert head["date"] == document.dated.isoformat()
        assert head["number"] == document.number or document.kind == "Luật"


def test_a_part_of_what_was_taken():
    assert _part([5.0, 1.0, 3.0, 2.0, 4.0], 0.5) == 3
    assert _part([float(n) for n in range(101)], 0.95) == 95
