"""The administrative page of Decree 30/2020/NĐ-CP, Annex I, as parts of which papers are built.

A4, Times New Roman, black; margins of 20 mm above and below, 30 mm left and 15 mm right, whichever way the page lies;
the page number in the middle of the top margin, not on the first page, counted anew in every annex. A paper is built
from the first line to the last and ends as bytes that depend on nothing else: not on the clock, not on the machine.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from hoinhap.core.xml_text import xml_text

FACE = "Times New Roman"
LANGUAGES = {"vi": "vi-VN"}
SHORT, LONG = 210, 297  # mm
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15  # mm
HEADER = 10  # mm from the edge to the page number
NUMBER = 13  # pt
_KEPT_STYLES = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header")
# What the library's blank paper brings along and no paper needs.
_BALLAST = ("stylesWithEffects", "thumbnail", "customXml", "numbering")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def text_width(*, landscape: bool = False) -> int:
    """Return how many millimetres a line may be long."""
    return (LONG if landscape else SHORT) - LEFT - RIGHT


def paper(*, title: str, made: datetime, language: str = "vi", landscape: bool = False) -> Document:
    """Begin a paper: an empty page with its margins, its face and its page number."""
    made = made.replace(tzinfo=None, microsecond=0)
    document = docx.Document()
    _shed_ballast(document)
    _set_face(document, LANGUAGES.get(language, "en-GB"))
    about = document.core_properties
    about.title = xml_text(title)[:255]
    about.author = about.last_modified_by = "Hội Nhập"
    about.comments = ""
    about.created = about.modified = made
    section = document.sections[0]
    _lay(section, landscape)
    _number_pages(section)
    return document


def turn_page(document: Document, *, landscape: bool = False) -> None:
    """Begin an annex on a new page: its pages are counted from 1 again, the first without its number."""
    _lay(document.add_section(), landscape)
    # The paragraph that ends the pages before is there for the file only: as low as it can be, lest it open a page.
    ended = document.element.body.findall(qn("w:p"))[-1].pPr
    ended.insert(0, element("w:spacing", before=0, after=0, line=20, lineRule="exact"))


def line(
    document: Document,
    text: str,
    *,
    size: int = 14,
    bold: bool = False,
    italic: bool = False,
    align: str = "center",
    before: int = 0,
    after: int = 0,
    keep: bool = False,
) -> Paragraph:
    """Write one paragraph; sizes and spaces in points. `keep` holds it on the page of the next one."""
    paragraph = document.add_paragraph()
    properties = paragraph._p.get_or_add_pPr()
    fill(properties, keep=keep, before=before, after=after, align=align)
    paragraph._p.append(run(text, size=size, bold=bold, italic=italic))
    return paragraph


def rule(document: Document, length: int, *, landscape: bool = False, after: int = 6) -> None:
    """Draw the rule under a title, `length` millimetres long, in the middle of the line."""
    side = Mm((text_width(landscape=landscape) - length) / 2)
    paragraph = document.add_paragraph()
    properties = paragraph._p.get_or_add_pPr()
    border = element("w:pBdr")
    border.append(element("w:bottom", val="single", sz=6, space=0, color="000000"))
    properties.append(border)
    properties.append(element("w:spacing", before=0, after=twips(Pt(after)), line=80, lineRule="exact"))
    properties.append(element("w:ind", left=twips(side), right=twips(side)))
    paragraph._p.append(run("", size=4))


def written(document: Document) -> bytes:
    """Return the paper as bytes; the same paper gives the same bytes."""
    kept = io.BytesIO()
    document.save(kept)
    packed = io.BytesIO()
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(part.filename))
    return packed.getvalue()


# --- the XML that the library has no words for ----------------------------------------------------------------------


def element(name: str, **values: object) -> Any:
    """Make an element of WordprocessingML: `element("w:jc", val="center")`."""
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def twips(length: Length) -> int:
    """Return a length in twentieths of a point, as Word counts."""
    return round(length / 635)


def run(text: str, *, size: int, bold: bool = False, italic: bool = False) -> Any:
    """Make a run of text; the size in points."""
    made = element("w:r")
    properties = element("w:rPr")
    if bold:
        properties.append(element("w:b"))
    if italic:
        properties.append(element("w:i"))
    properties.append(element("w:sz", val=size * 2))
    properties.append(element("w:szCs", val=size * 2))
    made.append(properties)
    words = element("w:t")
    words.text = xml_text(text)
    made.append(words)
    return made


def fill(properties: Any, *, keep: bool = False, before: int = 0, after: int = 0, align: str = "left") -> None:
    """Give a paragraph its properties, in the order that the schema asks for."""
    if keep:
        properties.append(element("w:keepNext"))
    properties.append(element("w:spacing", before=before * 20, after=after * 20, line=240, lineRule="auto"))
    properties.append(element("w:jc", val=align))


def _lay(section: Section, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if landscape else (Mm(SHORT), Mm(LONG))
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(HEADER)
    section.different_first_page_header_footer = True
    properties: Any = section._sectPr
    if properties.find(qn("w:pgNumType")) is None:
        properties.find(qn("w:pgMar")).addnext(element("w:pgNumType", start=1))


def _number_pages(section: Section) -> None:
    """Write the field of the page number into the header that all but first pages have."""
    paragraph = section.header.paragraphs[0]._p
    fill(paragraph.get_or_add_pPr(), align="center")
    for kind in ("begin", "", "separate", "1", "end"):
        piece = run("", size=NUMBER)
        words = piece.find(qn("w:t"))
        if kind == "":
            command = element("w:instrText")
            command.text = "PAGE"
            piece.replace(words, command)
        elif kind == "1":
            words.text = kind
        else:
            piece.replace(words, element("w:fldChar", fldCharType=kind))
        paragraph.append(piece)
    # A first header of its own, empty: without it Word would take it for one that goes on.
    section.first_page_header.is_linked_to_previous = False


def _set_face(document: Document, language: str) -> None:
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(style)
    defaults = styles.find(qn("w:docDefaults"))
    defaults.clear()
    for outer, inner in (("w:rPrDefault", "w:rPr"), ("w:pPrDefault", "w:pPr")):
        wrapped = element(outer)
        wrapped.append(element(inner))
        defaults.append(wrapped)
    letters = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    letters.append(element("w:rFonts", ascii=FACE, hAnsi=FACE, eastAsia=FACE, cs=FACE))
    letters.append(element("w:color", val="000000"))
    letters.append(element("w:sz", val=28))
    letters.append(element("w:szCs", val=28))
    letters.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))
    spaces = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr"))
    spaces.append(element("w:spacing", before=0, after=0, line=240, lineRule="auto"))
    for style in styles.findall(qn("w:style")):
        for name in ("w:rPr", "w:pPr", "w:link"):
            for found in style.findall(qn(name)):
                style.remove(found)


def _shed_ballast(document: Document) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, found in relations.items() if any(word in found.reltype for word in _BALLAST)]:
            del relations[key]
    settings = document.settings.element
    for name in ("w:savePreviewPicture", "w:rsids", "w:zoom"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")
