"""Read Word files (.docx) straight from their XML: body in order, tables, lists, notes and text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from hoinhap.core.reader.formats import archive
from hoinhap.core.reader.formats.lines import Lines
from hoinhap.core.reader.formats.numbering import Numbering, W, read_numbering, whole
from hoinhap.core.reader.model import Cell, Extract, Unreadable

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MOST_TAGS = 6_000_000

P, R, T, TBL, TR, TC = W + "p", W + "r", W + "t", W + "tbl", W + "tr", W + "tc"
PPR, RPR, TRPR, TCPR, VAL = W + "pPr", W + "rPr", W + "trPr", W + "tcPr", W + "val"
BREAK, TAB, PTAB, RETURN = W + "br", W + "tab", W + "ptab", W + "cr"
BOLD, CAPS, VANISH, RSTYLE = W + "b", W + "caps", W + "vanish", W + "rStyle"
FIELD, PAGE_BREAK, SYMBOL = W + "fldChar", W + "lastRenderedPageBreak", W + "sym"
HYPHEN, NOTE, ENDNOTE = W + "noBreakHyphen", W + "footnoteReference", W + "endnoteReference"
BOX, ALTERNATE, CHOICE = W + "txbxContent", _MC + "AlternateContent", _MC + "Choice"
_PICTURES = frozenset({W + "drawing", W + "pict", W + "object"})
# Text that a tracked change has taken away, and properties, hold no words of the document.
_GONE = frozenset(
    {
        W + "del",
        W + "moveFrom",
        W + "rPrChange",
        W + "pPrChange",
        W + "sectPr",
        W + "tblPr",
        W + "tblGrid",
        W + "instrText",
        W + "delText",
        W + "rt",
        W + "sdtPr",
        W + "sdtEndPr",
        W + "smartTagPr",
        W + "commentRangeStart",
        W + "commentRangeEnd",
        W + "bookmarkStart",
        W + "bookmarkEnd",
        W + "proofErr",
        PPR,
        RPR,
        TRPR,
        TCPR,
    }
)
_OFF = ("0", "false", "off", "none")
_BULLET_SIGNS = {"F0B7": "-", "F0A7": "*", "F02D": "-", "F02B": "+", "F02A": "*", "F0D8": "-", "F0E0": "→", "F0AE": "→"}
# Most of a document is looks. Taking the looks out as bytes is quicker than building a tree of them.
_LOOKS = re.compile(
    rb"<w:(?:rFonts|szCs|sz|lang|color|spacing|ind|jc|shd|iCs|i|bCs|u|kern|noProof|snapToGrid|tcW|vAlign|top|start|left|"
    rb"bottom|end|right|cantSplit|trHeight|keepNext|keepLines|widowControl|proofErr|bookmarkStart|bookmarkEnd|vertAlign|"
    rb"gridCol|tblW|tblInd|tblLook|tblLayout|autoSpaceDE|autoSpaceDN|adjustRightInd|contextualSpacing|position|w)"
    rb"(?: [^<>]*)?/>|<w:tab w:(?:val|pos)=[^<>]*/>"
)
_CONTENTS_STYLE = re.compile(r"toc ?\d|toc ?heading|table of figures", re.I)
_MASTHEAD = re.compile(r"CỘNG\s+HÒA\s+XÃ\s+HỘI|CỘNG\s+HOÀ\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|ĐỘC\s+LẬP\s+-", re.I)
_MASTHEAD_WITHIN = 40


@dataclass(slots=True)
class Style:
    """What the reader needs of a style: its own list, and whether its words are bold, capitals or hidden."""

    list_id: str | None = None
    depth: int | None = None
    bold: bool = False
    caps: bool = False
    hidden: bool = False
    contents: bool = False


@dataclass(slots=True)
class State:
    """What is known while walking through one story of the document (its body, a header, a note)."""

    lines: Lines
    styles: dict[str, Style]
    numbering: Numbering
    normal: Style
    role: str = "body"
    page: int = 0
    tables: int = 0
    fields: list[bool] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    boxes: list[Any] = field(default_factory=list)
    label: str = ""


def from_bytes(data: bytes) -> Extract:
    """Read a docx such as a plan whose masthead stands in a table; raises Unreadable and nothing else."""
    with archive.open_zip(data) as package:
        main = _main_part(package)
        body_xml = archive.part(package, main)
        if body_xml is None:
            raise Unreadable("damaged")
        root = parse(_LOOKS.sub(b"", body_xml))
        body = root.find(W + "body")
        if body is None:
            raise Unreadable("damaged")
        links = _links(package, main)

        def linked(kind: str) -> Any | None:
            for target_kind, target in links.values():
                if target_kind == kind:
                    xml = archive.part(package, target)
                    return None if xml is None else parse(xml)
            return None

        style_root = linked("styles")
        listed = b"<w:numPr" in body_xml or (
            style_root is not None and next(style_root.iter(W + "numPr"), None) is not None
        )
        numbering_root = linked("numbering") if listed else None
        numbering = Numbering() if numbering_root is None else read_numbering(numbering_root)
        styles, normal = _styles(style_root, numbering)
        lines = Lines()
        state = State(lines, styles, numbering, normal)
        _blocks(state, body, None)
        _flush(state, True, None)
        if state.notes:
            for kind in ("footnote", "endnote"):
                wanted = [key for key_kind, key in state.notes if key_kind == kind]
                if wanted:
                    _notes(state, linked(kind + "s"), kind, wanted)
        if not _MASTHEAD.search("\n".join(lines.peek(_MASTHEAD_WITHIN))):
            _masthead_of_headers(package, links, root, state)
    if not len(lines):
        raise Unreadable("no-text")
    return lines.extract("docx", pages=state.page + 1)


def parse(xml: bytes) -> Any:
    """Parse a part without entities, DTDs or network; raises Unreadable."""
    head = xml[:4096]
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or "<!DOCTYPE".encode("utf-16-le") in head:
        raise Unreadable("unsafe")
    if xml.count(b"<") > MOST_TAGS:
        raise Unreadable("bomb")
    if _STRICT in head:
        xml = xml.replace(_STRICT, _USUAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("too-deep" if "depth" in str(error).lower() else "damaged") from None
    except ValueError:
        raise Unreadable("damaged") from None


def _main_part(package: Any) -> str:
    xml = archive.part(package, "_rels/.rels")
    if xml is not None:
        for link in parse(xml):
            if str(link.get("Type", "")).endswith("/officeDocument"):
                return normpath(str(link.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def _links(package: Any, main: str) -> dict[str, tuple[str, str]]:
    folder, file = dirname(main), main.rpartition("/")[2]
    xml = archive.part(package, normpath(join(folder, "_rels", file + ".rels")))
    found: dict[str, tuple[str, str]] = {}
    if xml is not None:
        for link in parse(xml):
            target = str(link.get("Target", ""))
            if link.get("TargetMode") == "External":
                continue
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found[str(link.get("Id", ""))] = (str(link.get("Type", "")).rpartition("/")[2], path)
    return found


def _on(node: Any) -> bool:
    return node is not None and node.get(VAL) not in _OFF


def _styles(root: Any, numbering: Numbering) -> tuple[dict[str, Style], Style]:
    """Read the styles with what each inherits from the style that it is based on."""
    if root is None:
        return {}, Style()
    nodes = {node.get(W + "styleId", ""): node for node in root.iterchildren(W + "style")}
    found: dict[str, Style] = {}

    def style(key: str, depth: int) -> Style:
        if key in found:
            return found[key]
        node = nodes.get(key)
        if node is None or depth > 20:
            return Style()
        base = node.find(W + "basedOn")
        parent = style(base.get(VAL, ""), depth + 1) if base is not None and base.get(VAL) != key else Style()
        made = Style(parent.list_id, parent.depth, parent.bold, parent.caps, parent.hidden, parent.contents)
        name = node.find(W + "name")
        if name is not None and _CONTENTS_STYLE.match(name.get(VAL, "")):
            made.contents = True
        run = node.find(RPR)
        if run is not None:
            for tag, attribute in ((BOLD, "bold"), (CAPS, "caps"), (VANISH, "hidden")):
                mark = run.find(tag)
                if mark is not None:
                    setattr(made, attribute, _on(mark))
        list_node = node.find(f"{PPR}/{W}numPr")
        if list_node is not None:
            number, level = list_node.find(W + "numId"), list_node.find(W + "ilvl")
            if number is not None:
                made.list_id = number.get(VAL)
            if level is not None:
                made.depth = whole(level.get(VAL), 0)
        if made.list_id is not None and key in numbering.styled and numbering.styled[key][0] == made.list_id:
            # A heading style turns a list on by its numPr; which level it is says the level that names the style.
            made.depth = numbering.styled[key][1]
        found[key] = made
        return made

    for key in nodes:
        style(key, 0)
    normal = Style()
    for key, node in nodes.items():
        if node.get(W + "default") in ("1", "true") and node.get(W + "type") == "paragraph":
            normal = found[key]
    return found, normal


# --- blocks -------------------------------------------------------------------------------------------------------


def _blocks(state: State, parent: Any, cell: Cell | None) -> None:
    """Walk the paragraphs and tables of a body, a cell, a box or a note."""
    for node in parent.iterchildren():
        tag = node.tag
        if tag == P:
            _paragraph(state, node, cell)
        elif tag == TBL:
            _table(state, node, cell)
        elif tag == ALTERNATE:
            _blocks(state, _chosen(node), cell)
        elif tag not in _GONE:
            _blocks(state, node, cell)


def _table(state: State, table: Any, outer: Cell | None) -> None:
    rows: list[list[tuple[Any, int]]] = []
    widest = 0
    for row in _inside(table, TR):
        properties = row.find(TRPR)
        column = 0
        if properties is not None:
            if properties.find(W + "del") is not None:
                continue
            before = properties.find(W + "gridBefore")
            column = whole(before.get(VAL), 0) if before is not None else 0
        cells: list[tuple[Any, int]] = []
        for node in _inside(row, TC):
            width, shown = 1, True
            facts = node.find(TCPR)
            if facts is not None:
                for fact in facts.iterchildren():
                    if fact.tag == W + "gridSpan":
                        width = max(1, whole(fact.get(VAL), 1))
                    elif fact.tag in (W + "vMerge", W + "hMerge"):
                        shown = fact.get(VAL) == "restart"
                    elif fact.tag == W + "cellDel":
                        shown = False
            if shown:
                cells.append((node, column))
            column += width
        widest = max(widest, len(cells))
        rows.append(cells)
    if outer is not None or widest <= 1:
        # A frame around text, or a table within a cell: its words belong to what stands around it.
        for cells in rows:
            for node, _ in cells:
                _blocks(state, node, outer)
                state.lines.close()
        return
    number = state.tables
    state.tables += 1
    for at, cells in enumerate(rows):
        for node, column in cells:
            _blocks(state, node, Cell(number, at, column))
            state.lines.close()


def _inside(parent: Any, wanted: str) -> list[Any]:
    """Return the rows of a table, or the cells of a row, also those wrapped into content controls."""
    found: list[Any] = []
    for node in parent.iterchildren():
        if node.tag == wanted:
            found.append(node)
        elif node.tag not in _GONE:
            found.extend(_inside(node, wanted))
    return found


def _chosen(node: Any) -> Any:
    """Return the branch of an alternative that holds the words; both branches hold the same ones."""
    branches = list(node.iterchildren())
    for branch in branches:
        if next(branch.iter(T), None) is not None:
            return branch
    return branches[0] if branches else node


def _paragraph(state: State, paragraph: Any, cell: Cell | None) -> None:
    style = state.normal
    list_id: str | None = None
    depth: int | None = None
    joins = False
    properties = next(paragraph.iterchildren(), None)
    if properties is not None and properties.tag == PPR:  # always the first
        for fact in properties.iterchildren():
            tag = fact.tag
            if tag == W + "pStyle":
                style = state.styles.get(fact.get(VAL), style)
            elif tag == W + "numPr":
                for part in fact.iterchildren():
                    if part.tag == W + "numId":
                        list_id = part.get(VAL)
                    elif part.tag == W + "ilvl":
                        depth = whole(part.get(VAL), 0)
            elif tag == RPR:
                joins = fact.find(W + "del") is not None or fact.find(W + "moveFrom") is not None
    if list_id is None:
        list_id = style.list_id
        depth = style.depth if depth is None else depth
    if list_id not in (None, "0") and not joins:
        # Counted also when the paragraph is empty, as Word does.
        state.label = state.numbering.label(list_id, depth or 0)
    role = state.role
    if style.contents and role == "body":
        state.role = "running"
    _runs(state, paragraph, style, cell)
    if not joins:
        _flush(state, True, cell)
    state.label, state.role = "", role
    if state.boxes:
        boxes, state.boxes = state.boxes, []
        state.role = "box"
        for box in boxes:
            _blocks(state, box, None)
            _flush(state, True, None)
        state.role = role


def _flush(state: State, ends: bool, cell: Cell | None) -> None:
    """Hand the words gathered so far over as a line, its label before them ("1." alone in a column of ordinals)."""
    text = "".join(state.words)
    if state.label:
        if text and not text.isspace():
            text, state.label = f"{state.label} {text}", ""
        elif cell is not None and ends:
            text = state.label
    state.lines.add(text, ends, cell, state.bold > 0 and state.bold == state.letters, state.role, state.page)
    if state.words:
        state.words = []
    state.letters = state.bold = 0


def _runs(state: State, parent: Any, style: Style, cell: Cell | None) -> None:
    for node in parent.iterchildren():
        tag = node.tag
        if tag == R:
            _run(state, node, style, cell)
        elif tag == ALTERNATE:
            _runs(state, _chosen(node), style, cell)
        elif tag not in _GONE:
            if tag == _M + "t" and node.text:
                state.words.append(node.text)
            _runs(state, node, style, cell)


def _run(state: State, run: Any, style: Style, cell: Cell | None) -> None:
    bold, caps, hidden = style.bold, style.caps, style.hidden
    for node in run.iterchildren():
        tag = node.tag
        if tag == T:
            text = node.text
            if not text or hidden or (state.fields and not all(state.fields)):
                continue
            if caps:
                text = text.upper()
            state.words.append(text)
            if not text.isspace():
                state.letters += 1
                state.bold += bold
        elif tag == RPR:
            for fact in node.iterchildren():
                kind = fact.tag
                if kind == BOLD:
                    bold = fact.get(VAL) not in _OFF
                elif kind == CAPS:
                    caps = fact.get(VAL) not in _OFF
                elif kind == VANISH:
                    hidden = fact.get(VAL) not in _OFF
                elif kind == RSTYLE:
                    named = state.styles.get(fact.get(VAL))
                    if named is not None:
                        bold, caps, hidden = bold or named.bold, caps or named.caps, hidden or named.hidden
        elif tag in (TAB, PTAB):
            state.words.append("\t")
        elif tag in (BREAK, RETURN):
            if node.get(W + "type") == "page":
                state.page += 1
            if not hidden and state.words:
                _break(state, cell)
        elif tag == PAGE_BREAK:
            state.page += 1
        elif tag == FIELD:
            _field(state, node.get(W + "fldCharType"))
        elif tag == HYPHEN:
            state.words.append("-")
        elif tag == SYMBOL:
            state.words.append(_symbol(node))
        elif tag in (NOTE, ENDNOTE):
            state.notes.append(("footnote" if tag == NOTE else "endnote", node.get(W + "id", "")))
        elif tag == ALTERNATE:
            _boxes(state, _chosen(node))
        elif tag in _PICTURES:
            _boxes(state, node)
        elif tag == W + "ruby":
            _runs(state, node, style, cell)


def _break(state: State, cell: Cell | None) -> None:
    """End a line within a paragraph: "ỦY BAN NHÂN DÂN" ⏎ "TỈNH X" is one paragraph of two lines."""
    if "".join(state.words).strip():
        _flush(state, False, cell)


def _boxes(state: State, node: Any) -> None:
    if node.tag == ALTERNATE:
        node = _chosen(node)
    for child in node.iterchildren():
        if child.tag == BOX:
            state.boxes.append(child)
        else:
            _boxes(state, child)


def _field(state: State, kind: str | None) -> None:
    """Follow a field: its code is skipped, its result is text. False while in the code."""
    if kind == "begin":
        state.fields.append(False)
    elif kind == "separate" and state.fields:
        state.fields[-1] = True
    elif kind == "end" and state.fields:
        state.fields.pop()


def _symbol(node: Any) -> str:
    code = node.get(W + "char", "").upper()
    if code in _BULLET_SIGNS:
        return _BULLET_SIGNS[code]
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= value <= 0xF8FF or 0xD800 <= value <= 0xDFFF or not 32 <= value <= 0xFFFF else chr(value)


# --- other stories ------------------------------------------------------------------------------------------------


def _notes(state: State, root: Any, kind: str, wanted: list[str]) -> None:
    if root is None:
        return
    notes = {node.get(W + "id", ""): node for node in root.iterchildren(W + kind)}
    state.role, state.fields = "footnote", []
    for key in dict.fromkeys(wanted):
        if key in notes:
            _blocks(state, notes[key], None)
            state.lines.close()
    state.role = "body"


def _masthead_of_headers(package: Any, links: dict[str, tuple[str, str]], root: Any, state: State) -> None:
    """Put a page header first when the masthead was written into it ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")."""
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    seen: set[str] = set()
    for reference in root.iter(W + "headerReference"):
        kind, target = links.get(reference.get(key, ""), ("", ""))
        if kind != "header" or target in seen:
            continue
        seen.add(target)
        xml = archive.part(package, target)
        if xml is None:
            continue
        head = State(Lines(), state.styles, state.numbering, state.normal, tables=state.tables)
        _blocks(head, parse(xml), None)
        if _MASTHEAD.search("\n".join(head.lines.peek(_MASTHEAD_WITHIN))):
            state.lines.put_first(head.lines)
            return
