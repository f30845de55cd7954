"""The documents that are searched are the same each time, long enough, and the queries are typed as said."""

from bench.searching_papers import document, queries

from hoinhap.core.vi.text import fold


def test_the_same_seed_gives_the_same_document():
    assert document(7) == document(7)
    assert document(7).text != document(8).text
    assert all(10_000 <= len(document(seed).text) < 11_000 for seed in range(5))


def test_queries_have_no_marks_and_those_meant_for_a_document_are_of_its_title():
    asked = queries(100, 60)
    assert len(asked) == 60
    assert all(words == fold(words) and words for words, _target in asked)
    meant = [(words, target) for words, target in asked if target is not None]
    assert meant and all(words in fold(document(target).title) for words, target in meant)
