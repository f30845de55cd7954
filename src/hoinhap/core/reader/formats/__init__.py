"""Turn the bytes of a file into an `Extract`: clean text and its lines in reading order."""

from __future__ import annotations

from collections.abc import Callable

from hoinhap.core.reader.model import Extract, Unreadable

LARGEST = 100 * 1024 * 1024

Progress = Callable[[int, int], None]


def extract(data: bytes, name: str = "", progress: Progress | None = None) -> Extract:
    """Read the words of a file such as "ke-hoach-119.docx"; `progress(done, pages)` is told of each page.

    Raises Unreadable, whose code has its sentence in lexicon/refusals.toml, and nothing else on any bytes.
    """
    if len(data) > LARGEST:
        raise Unreadable("too-large", size=len(data) // (1024 * 1024), limit=LARGEST // (1024 * 1024))
    from hoinhap.core.reader.sniff import sniff

    return _of_kind(sniff(data, name), data, name, progress)


def _of_kind(kind: str, data: bytes, name: str, progress: Progress | None) -> Extract:
    # Each format is imported where it is needed: lxml and PDFium cost more time than a short document.
    if kind == "docx":
        from hoinhap.core.reader.formats import docx

        return docx.from_bytes(data)
    if kind == "pdf":
        from hoinhap.core.reader.formats import pdf

        return pdf.from_bytes(data, progress)
    if kind in ("html", "mht"):
        from hoinhap.core.reader.formats import html

        return html.from_bytes(data) if kind == "html" else html.from_mht(data)
    if kind == "txt":
        from hoinhap.core.reader.formats import plain

        return plain.from_bytes(data)
    if kind in ("doc", "rtf", "odt", "wordxml"):
        from dataclasses import replace

        from hoinhap.core.reader.formats import docx, office

        suffix = ".xml" if kind == "wordxml" else f".{kind}"
        return replace(docx.from_bytes(office.convert(data, suffix)), format=kind)
    if kind == "zip":
        return _only_member(data, progress)
    from hoinhap.core.reader.formats import scan

    return scan.from_image(data, progress)


def _only_member(data: bytes, progress: Progress | None) -> Extract:
    from hoinhap.core.reader.formats import archive

    found = archive.members(data)
    if not found:
        raise Unreadable("archive-empty")
    if len(found) > 1:
        raise Unreadable("archive-many", count=len(found))
    name, inside = found[0]
    return extract(inside, name, progress)
