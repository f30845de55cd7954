"""The bench makes its own papers and knows when a figure meets its bar."""

import io
import sys
import zipfile

import pytest
from bench.figures import Figure, run
from bench.papers import as_docx, as_pdf, as_text, pages, paper


def test_the_same_seed_gives_the_same_paper():
    assert paper(7) == paper(7)
    assert paper(7) != paper(8)
    assert 20_000 <= sum(map(len, paper(7).paragraphs)) < 25_000


def test_every_form_holds_the_same_words():
    one = paper(3, 5_000)
    text = " ".join(as_text(one).decode().split())
    with zipfile.ZipFile(io.BytesIO(as_docx(one))) as archive:
        document = archive.read("word/document.xml").decode()
    for words in one.paragraphs:
        assert words in text
        assert words in document
    assert all(cell in document for row in one.rows for cell in row)


def test_a_pdf_has_pages():
    pytest.importorskip("typst", reason="the package typst sets the pages")
    assert pages(as_pdf(paper(3, 8_000))) >= 3


@pytest.mark.parametrize(
    ("value", "asked", "at_least", "met"),
    [(5, 4, True, True), (3, 4, True, False), (3, 4, False, True), (5, 4, False, False), (5, None, True, None)],
)
def test_a_figure_knows_its_bar(value, asked, at_least, met):
    assert Figure("a", value, "s", asked, at_least).met is met


def test_a_run_says_how_it_ended():
    assert run([sys.executable, "-c", "raise SystemExit(3)"]).status == 3
