"""Read web pages: the document without the site around it, tables as cells, lists with their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from hoinhap.core.reader.formats.lines import Lines
from hoinhap.core.reader.formats.numbering import bulleted, written
from hoinhap.core.reader.formats.webpage import NOTE_LINK, Page
from hoinhap.core.reader.model import Cell, Extract, Unreadable

MOST_TAGS = 1_000_000
MOST_COLUMNS = 500

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.I)
_LABEL_START = re.compile(r"\s*(?:[-+*•–]|\(?\w{1,5}[.)])")
_NOTE_PLACE = re.compile(r"_?(?:ftn|edn|fn|sdfootnote)\d", re.I)

# fmt: off
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "blockquote", "pre",
    "hr", "form", "fieldset", "legend", "address", "center", "figure", "figcaption", "details", "summary", "body",
    "html", "aside", "nav", "menu", "dir",
})
# fmt: on
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_LIST_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def from_bytes(data: bytes, charset: str = "") -> Extract:
    """Read a page such as a plan published on the site of an agency; raises Unreadable and nothing else."""
    text, encoding = _decode(data, charset)
    return from_text(text, encoding)


def from_mht(data: bytes) -> Extract:
    """Read a page that Word or a browser saved as one file (.mht)."""
    from email import message_from_bytes
    from email.errors import MessageError

    try:
        message = message_from_bytes(data)
        parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        payloads = [(part.get_payload(decode=True), part.get_content_charset() or "") for part in parts]
    except (MessageError, ValueError, LookupError, RecursionError, AssertionError, TypeError):
        raise Unreadable("damaged") from None
    pages = [(payload, charset) for payload, charset in payloads if isinstance(payload, bytes) and payload]
    if not pages:
        raise Unreadable("no-text")
    payload, charset = max(pages, key=lambda page: len(page[0]))
    return from_bytes(payload, charset)


def from_text(text: str, encoding: str = "utf-8") -> Extract:
    """Read the text of a page; a page that is not well formed is mended as a browser would."""
    if text.count("<") > MOST_TAGS:
        raise Unreadable("bomb")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise Unreadable("too-deep")
    if root is None:
        raise Unreadable("no-text")
    lines = _lines(Page(root))
    if not len(lines):
        raise Unreadable("no-text")
    return lines.extract("html", encoding)


def _lines(page: Page) -> Lines:
    """Return the lines of what is left of a page, in its order."""
    writer = _Writer(page.plain.get(page.root, 0), page.plain)
    walk = etree.iterwalk(page.root, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if node in page.gone:
                walk.skip_subtree()
            else:
                writer.open(node)
            continue
        if node not in page.gone:
            writer.close(node)
        if node is page.root:
            break
        if node.tail:
            writer.text(node.tail)
    writer.flush(True)
    return writer.lines


def _decode(data: bytes, charset: str) -> tuple[str, str]:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig")
    if b"\x00" in data[:200]:
        name = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return data.decode(name, "replace"), name
    # The bytes themselves say more than the header of the page: many pages are UTF-8 and claim something else.
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    said = _CHARSET.search(data[:4096]) or _XML_CHARSET.search(data[:4096])
    for name in (charset, said.group(1).decode("ascii") if said else "", "windows-1258", "windows-1252"):
        # A page that claims UTF-8 and has a few broken bytes is still read as UTF-8.
        if not name:
            continue
        try:
            return data.decode(
                name, "replace" if name.lower().replace("_", "-") in ("utf-8", "utf8") else "strict"
            ), name
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("utf-8", "replace"), "utf-8"


@dataclass(slots=True)
class _Table:
    """A table that is open: its number (-1 where it only lays out the page), the place of the next cell, and until
    which row each column is taken by a cell that spans rows."""

    node: Any
    number: int
    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)


class _Writer:
    """Turns opening and closing elements into lines."""

    def __init__(self, total: int, sizes: dict[Any, int]) -> None:
        self.lines = Lines()
        self.total = total
        self.sizes = sizes
        self.words: list[str] = []
        self.letters = self.bold = 0
        self.bolds: list[tuple[Any, bool]] = []
        self.cells: list[tuple[Any, Cell | None]] = []
        self.tables: list[_Table] = []
        self.count = 0
        self.lists: list[tuple[Any, str, int]] = []
        self.counts: dict[tuple[str, ...], int] = {}
        self.label = ""
        self.pre = 0
        self.notes: list[Any] = []
        self.footnote: Any = None

    def open(self, node: Any) -> None:
        tag = node.tag
        if tag == "br":
            self.flush(False) if "".join(self.words).strip() else self.lines.close()
            return
        if tag in _BLOCKS:
            self.flush(True)
            self._open_block(node, tag)
        if tag == "a" and NOTE_LINK.match(node.get("href", "")) and len("".join(node.itertext()).strip()) <= 6:
            self.notes.append(node)  # the mark of a footnote is no word of the sentence
        if tag in _BOLD:
            self.bolds.append((node, True))
        elif "style" in node.attrib:
            weight = _BOLD_STYLE.search(node.get("style"))
            if weight:
                value = weight.group(1).lower()
                self.bolds.append((node, value == "bold" or (value[0] in "6789" and value != "normal")))
        if node.text:
            self.text(node.text)

    def _open_block(self, node: Any, tag: str) -> None:
        if self.footnote is None and _NOTE_PLACE.match(node.get("id", "")):
            self.footnote = node
        if tag == "table":
            if self._is_layout(node):
                self.tables.append(_Table(node, -1))
            else:
                self.tables.append(_Table(node, self.count))
                self.count += 1
        elif tag == "tr" and self.tables:
            self.tables[-1].row += 1
            self.tables[-1].column = 0
        elif tag in ("td", "th") and self.tables:
            self.cells.append((node, self._cell(node)))
        elif tag in ("ul", "ol"):
            shape = "ul" if tag == "ul" else _LIST_FORMATS.get(node.get("type", "1"), "decimal")
            self.lists.append((node, shape, self._first(node, shape)))
        elif tag == "li" and self.lists:
            owner, shape, at = self.lists[-1]
            if "value" in node.attrib:
                at = _whole(node.get("value"), at)
            if shape == "ul":
                depth = sum(1 for other in self.lists if other[1] == "ul")
                self.label = "-" if depth == 1 else "+"
            elif "none" not in (owner.get("style") or ""):
                chain = self._chain()
                self.counts = {key: at for key, at in self.counts.items() if key[: len(chain)] != chain}
                self.label = self._above(shape) + written(at, shape) + (")" if shape == "lowerLetter" else ".")
            self.lists[-1] = (owner, shape, at + 1)
        elif tag == "pre":
            self.pre += 1

    def _first(self, node: Any, shape: str) -> int:
        """Count on where a list was broken off: office programs close all lists before a bullet and open them again."""
        if node.get("start"):
            return _whole(node.get("start"), 1)
        inner = next(node.iterchildren(etree.Element), None)
        again = inner is not None and inner.tag == "ol"
        again = again or (bool(self.lists) and next(self.lists[-1][0].iterchildren("li"), None) is None)
        return self.counts.get((*self._chain(), shape), 1) if again else 1

    def _chain(self) -> tuple[str, ...]:
        return tuple(shape for _, shape, _ in self.lists if shape != "ul")

    def _above(self, shape: str) -> str:
        """Return the numbers of the lists around a numbered list: "3." before "2." of the list within item 3."""
        if shape != "decimal":
            return ""
        numbers: list[str] = []
        for _, outer, at in reversed(self.lists[:-1]):
            if outer != "decimal":
                break
            numbers.insert(0, f"{max(at - 1, 1)}.")
        return "".join(numbers)

    def _is_layout(self, table: Any) -> bool:
        """Say whether a table only lays out the page: one column, or other tables within and most of the words."""
        columns = 0
        for row in table.iter("tr"):
            cells = sum(1 for child in row.iterchildren("td", "th"))
            columns = max(columns, cells)
            if columns > 1:
                break
        if columns <= 1:
            return True
        inner = next(table.iterdescendants("table"), None) is not None
        return inner and self.sizes.get(table, 0) * 2 > self.total

    def _cell(self, node: Any) -> Cell | None:
        table = self.tables[-1]
        outer: Cell | None = next((cell for _, cell in reversed(self.cells) if cell is not None), None)
        if outer is not None:
            return outer  # a table within a cell belongs to that cell
        if table.number < 0:
            return None
        while table.column < MOST_COLUMNS and table.taken.get(table.column, 0) > table.row:
            table.column += 1
        at = table.column
        wide = max(1, min(_whole(node.get("colspan"), 1), MOST_COLUMNS - at))
        high = min(_whole(node.get("rowspan"), 1), 10_000)
        if high > 1:
            table.taken.update(dict.fromkeys(range(at, at + wide), table.row + high))
        table.column = min(at + wide, MOST_COLUMNS)
        return Cell(table.number, max(table.row, 0), at)

    def close(self, node: Any) -> None:
        tag = node.tag
        if tag in _BLOCKS:
            self.flush(True)
            if tag == "table" and self.tables and self.tables[-1].node is node:
                self.tables.pop()
            elif tag in ("td", "th") and self.cells and self.cells[-1][0] is node:
                self.cells.pop()
            elif tag in ("ul", "ol") and self.lists and self.lists[-1][0] is node:
                if self.lists[-1][1] != "ul":
                    self.counts[self._chain()] = self.lists[-1][2]
                self.lists.pop()
            elif tag == "li":
                self.label = ""
            elif tag == "pre":
                self.pre = max(0, self.pre - 1)
            if node is self.footnote:
                self.footnote = None
        if self.bolds and self.bolds[-1][0] is node:
            self.bolds.pop()
        if self.notes and self.notes[-1] is node:
            self.notes.pop()

    def text(self, text: str) -> None:
        if self.notes:
            return
        if self.pre and "\n" in text:
            for at, row in enumerate(text.split("\n")):
                if at:
                    self.flush(not row.strip())
                self._put(row)
            return
        self._put(_SPACES.sub(" ", text))

    def _put(self, text: str) -> None:
        if not text:
            return
        self.words.append(text)
        if not text.isspace():
            self.letters += 1
            self.bold += bool(self.bolds and self.bolds[-1][1])

    def flush(self, ends: bool) -> None:
        if not self.words:
            if ends:
                self.lines.close()
            return
        text = "".join(self.words)
        if not text.isspace():
            text = bulleted(text.lstrip())
            if self.label:
                if not _LABEL_START.match(text):
                    text = f"{self.label} {text.lstrip()}"
                self.label = ""
            cell = self.cells[-1][1] if self.cells else None
            role = "body" if self.footnote is None else "footnote"
            self.lines.add(text, ends, cell, 0 < self.letters == self.bold, role)
        elif ends:
            self.lines.close()
        self.words = []
        self.letters = self.bold = 0


def _whole(value: str | None, default: int) -> int:
    try:
        return max(0, min(int((value or "").strip() or default), 100_000))
    except ValueError:
        return default
