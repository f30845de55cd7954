"""Read Word files (.docx) straight from their XML: body in order, tables, lists, notes and text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from hoinhap.core.reader.formats import archive, furniture
from hoinhap.core.reader.formats.lines import Lines
from hoinhap.core.reader.formats.numbering import Numbering, W, read_numbering, whole
from hoinhap.core.reader.formats.package import links_of, main_part, parse
from hoinhap.core.reader.formats.styles import BOLD, CAPS, OFF, PPR, RPR, VAL, VANISH, Style, read_styles, set_levels
from hoinhap.core.reader.model import Cell, Extract, Unreadable

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
P, R, T, TBL, TR, TC = W + "p", W + "r", W + "t", W + "tbl", W + "tr", W + "tc"
TRPR, TCPR = W + "trPr", W + "tcPr"
BREAK, TAB, PTAB, RETURN = W + "br", W + "tab", W + "ptab", W + "cr"
RSTYLE = W + "rStyle"
FIELD, PAGE_BREAK, SYMBOL = W + "fldChar", W + "lastRenderedPageBreak", W + "sym"
HYPHEN, NOTE, ENDNOTE = W + "noBreakHyphen", W + "footnoteReference", W + "endnoteReference"
BOX, ALTERNATE, CHOICE = W + "txbxContent", _MC + "AlternateContent", _MC + "Choice"
_PICTURES = frozenset({W + "drawing", W + "pict", W + "object"})
# fmt: off
# Text that a tracked change has taken away, and properties, hold no words of the document.
_GONE = frozenset(W + name for name in (
    "del", "moveFrom", "rPrChange", "pPrChange", "sectPr", "tblPr", "tblGrid", "instrText", "delText", "rt", "sdtPr",
    "sdtEndPr", "smartTagPr", "commentRangeStart", "commentRangeEnd", "bookmarkStart", "bookmarkEnd", "proofErr",
    "pPr", "rPr", "trPr", "tcPr",
))
# fmt: on
_BULLET_SIGNS = {"F0B7": "-", "F0A7": "*", "F02D": "-", "F02B": "+", "F02A": "*", "F0D8": "-", "F0E0": "→", "F0AE": "→"}
# Most of a document is looks. Taking the looks out as bytes is quicker than building a tree of them.
_LOOKS = re.compile(
    rb"<w:(?:rFonts|szCs|sz|lang|color|spacing|ind|jc|shd|iCs|i|bCs|u|kern|noProof|snapToGrid|tcW|vAlign|top|start|left|"
    rb"bottom|end|right|cantSplit|trHeight|keepNext|keepLines|widowControl|proofErr|bookmarkStart|bookmarkEnd|vertAlign|"
    rb"gridCol|tblW|tblInd|tblLook|tblLayout|autoSpaceDE|autoSpaceDN|adjustRightInd|contextualSpacing|position|w)"
    rb"(?: [^<>]*)?/>|<w:tab w:(?:val|pos)=[^<>]*/>"
)
_MASTHEAD_WITHIN = 40


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
    codes: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    boxes: list[Any] = field(default_factory=list)
    label: str = ""


def from_bytes(data: bytes) -> Extract:
    """Read a docx such as a plan whose masthead stands in a table; raises Unreadable and nothing else."""
    with archive.open_zip(data) as package:
        main = main_part(package)
        body_xml = archive.part(package, main)
        if body_xml is None:
            raise Unreadable("damaged")
        root = parse(_LOOKS.sub(b"", body_xml))
        body = root.find(W + "body")
        if body is None:
            raise Unreadable("damaged")
        links = links_of(package, main)

        def linked(kind: str) -> Any | None:
            for target_kind, target in links.values():
                if target_kind == kind:
                    xml = archive.part(package, target)
                    return None if xml is None else parse(xml)
            return None

        style_root = linked("styles")
        styles, normal = read_styles(style_root)
        # Most documents have a large numbering part, made by Word, and use none of it.
        listed = b"<w:numPr" in body_xml or any(
            style.list_id and key.encode() in body_xml for key, style in styles.items()
        )
        numbering_root = linked("numbering") if listed else None
        numbering = Numbering() if numbering_root is None else read_numbering(numbering_root)
        set_levels(styles, numbering)
        lines = Lines()
        state = State(lines, styles, numbering, normal)
        _blocks(state, body, None)
        _flush(state, True, None)
        if state.notes:
            for kind in ("footnote", "endnote"):
                wanted = [key for key_kind, key in state.notes if key_kind == kind]
                if wanted:
                    _notes(state, linked(kind + "s"), kind, wanted)
        if not furniture.has_masthead("\n".join(lines.peek(_MASTHEAD_WITHIN))):
            _masthead_of_headers(package, links, root, state)
    if not len(lines):
        raise Unreadable("no-text")
    lines.part_tabs()
    return lines.extract("docx", pages=state.page + 1)


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
            if not text or hidden or state.codes:
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
                    bold = fact.get(VAL) not in OFF
                elif kind == CAPS:
                    caps = fact.get(VAL) not in OFF
                elif kind == VANISH:
                    hidden = fact.get(VAL) not in OFF
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
        state.codes += 1
    elif kind == "separate" and state.fields and not state.fields[-1]:
        state.fields[-1] = True
        state.codes -= 1
    elif kind == "end" and state.fields and not state.fields.pop():
        state.codes -= 1


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
    state.role, state.fields, state.codes = "footnote", [], 0
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
        if furniture.has_masthead("\n".join(head.lines.peek(_MASTHEAD_WITHIN))):
            state.lines.put_first(head.lines)
            return
