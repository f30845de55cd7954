"""Put the stages together: bytes → extract → parts → outline → findings → Reading."""

from __future__ import annotations

from collections.abc import Callable

from .answers import answers
from .citations import citations
from .duties import duties
from .formats import extract
from .masthead import masthead
from .model import Extract, Provision, Reading, Span
from .outline import leftover, outline
from .paragraphs import Block, paragraphs
from .parts import parts
from .targets import targets

# Counts up with every change of a rule, so that a stored reading says by what it was made.
VERSION = "1"


def read(data: bytes, name: str = "", progress: Callable[[int, int], None] | None = None) -> Reading:
    """Read a directive (docx, pdf, html, text, …) into a Reading: who does what by when, each tied to its words.

    `name` is the file's name, for a type that the bytes do not tell; `progress(done, pages)` is called for pages that
    take long. Raises Unreadable for bytes that are no text, and nothing else.
    """
    return reading_of(extract(data, name, progress), name)


def reading_of(source: Extract, name: str = "") -> Reading:
    """Read what a format made of the bytes; total: any text gives a Reading."""
    segments = parts(source)
    document = masthead(source, segments)
    blocks = paragraphs(source, segments)
    provisions = outline(blocks, document.form)
    preamble, preamble_start = _preamble(source.text, blocks, provisions)
    found, roles = duties(provisions, document, preamble, preamble_start)
    aims = targets(provisions, document)
    rest = leftover(blocks, provisions)
    furniture = tuple(
        Span(source.lines[part.first].start, source.lines[part.last - 1].end)
        for part in segments
        if part.kind == "furniture" and part.last > part.first
    )
    return Reading(
        name=name,
        text=source.text,
        document=document,
        format=source.format,
        encoding=source.encoding,
        pages=source.pages,
        lines=source.lines,
        parts=segments,
        outline=provisions,
        citations=citations(source, segments, document),
        duties=found,
        targets=aims,
        answers=answers(provisions, found, aims, roles),
        furniture=furniture,
        preamble=rest,
        notes=source.notes,
    )


def _preamble(text: str, blocks: tuple[Block, ...], provisions: tuple[Provision, ...]) -> tuple[str, int]:
    """Return the words before the first label of the document itself, line ends as spaces, and where they begin."""
    first = next((block for block in blocks if block.paragraphs), None)
    if first is None or not provisions:
        return "", 0
    start = first.paragraphs[0].start
    end = provisions[0].span.start
    return (text[start:end].replace("\n", " "), start) if end > start else ("", start)
