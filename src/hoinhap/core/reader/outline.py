"""Sets the paragraphs of a document in order: "II. NHIỆM VỤ" > "3. Sở Công Thương" > "- Tham mưu …" is II/3/-1.

A label counts only where its number fits the lists that are open: "2025. Các sở" opens nothing, "3.2" goes under 3, a
second "1." under "II." begins anew. Whatever opens no provision belongs to the one before it, so that no word is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from .labels import Label, label_at
from .model import Cell, Field, Paragraph, Provision, Span
from .nesting import Before, Nesting
from .paragraphs import Block
from .tables import NOTHING_OPEN, Row, task_rows

_OPENERS = frozenset("“\"«‘'")
_WORD = re.compile(r"[^\W_]")
_CLOSED = re.compile(r"[”\"»’][.;,:/ ]*$")
_OPENED = re.compile(r"[:;]\s*[“\"«]")
_ENDERS = frozenset('”"»')
_ALL = (-1, -1)


class _Draft:
    """A provision while its words are gathered."""

    __slots__ = ("bold", "bullets", "depth", "fields", "kind", "label", "parent", "path", "pieces", "span", "texts")

    def __init__(self, path: str, label: str, kind: str, span: Span, parent: int, depth: int, bold: bool) -> None:
        self.path, self.label, self.kind, self.span, self.parent = path, label, kind, span, parent
        self.depth, self.bold = depth, bold
        self.pieces: list[Span] = []
        self.texts: list[str] = []
        self.fields: tuple[Field, ...] = ()
        self.bullets: dict[str, int] = {}

    def add(self, text: str, start: int, sure: bool = True) -> None:
        """Take in a paragraph, or the rest of one that was not cut for good."""
        if not text:
            return
        end = start + len(text)
        if not sure and self.pieces and self.pieces[-1].end + 1 == start:
            self.pieces[-1] = Span(self.pieces[-1].start, end)
            self.texts[-1] += " " + text
        else:
            self.pieces.append(Span(start, end))
            self.texts.append(text)
        self.span = Span(self.span.start, end)


def outline(blocks: Iterable[Block], form: str = "official") -> tuple[Provision, ...]:
    """Return the provisions of all body parts in reading order.

    The annexes and attachments begin anew; `form` is the masthead's ("news" texts have no lone numbers).
    """
    found: list[Provision] = []
    for (scope, annex), group in groupby(blocks, key=lambda block: (block.part.scope, block.part.label)):
        paragraphs = [paragraph for block in group for paragraph in block.paragraphs]
        drafts = _Builder(paragraphs, annex).run()
        if not annex and not _labelled(drafts, form):
            drafts = _plain(paragraphs)
        base = len(found)
        for each in drafts:
            found.append(
                Provision(
                    each.path,
                    each.label,
                    " ".join(each.texts),
                    each.kind,
                    each.span,
                    tuple(each.pieces),
                    each.parent + base if each.parent >= 0 else -1,
                    each.depth,
                    each.bold,
                    annex,
                    scope,
                    each.fields,
                )
            )
    return tuple(found)


def leftover(blocks: Iterable[Block], provisions: Iterable[Provision]) -> tuple[Span, ...]:
    """Return the stretches of the body that no provision holds: the preamble, heading rows, tables of other kinds."""
    held: list[tuple[int, int]] = []
    for each in provisions:
        if each.kind == "row":
            held.append(each.span)
            continue
        held.append((each.span.start, each.pieces[0].start if each.pieces else each.span.end))
        held.extend(each.pieces)
    held.sort()
    free: list[Span] = []
    at = 0
    for block in blocks:
        for paragraph in block.paragraphs:
            start = paragraph.start
            while at < len(held) and held[at][1] <= start:
                at += 1
            near = at
            while near < len(held) and held[near][0] < paragraph.end:
                if held[near][0] > start:
                    free.append(Span(start, held[near][0]))
                start = max(start, held[near][1])
                near += 1
            if start < paragraph.end:
                free.append(Span(start, paragraph.end))
    return tuple(free)


def _labelled(drafts: list[_Draft], form: str) -> bool:
    kinds = [each.kind for each in drafts if each.kind != "bullet"]
    return len(kinds) > 1 or (
        bool(kinds)
        and (
            kinds[0] not in ("number", "letter", "decimal")
            or (form != "news" and drafts[0].label == "1" and len(drafts) > 2)
        )
    )


def _plain(paragraphs: list[Paragraph]) -> list[_Draft]:
    """Count the paragraphs of a text without labels: p1, p2 and, for the bullets after p2, p2/-1."""
    drafts: list[_Draft] = []
    above = -1
    count = 0
    for paragraph in paragraphs:
        if paragraph.cell is not None:
            continue
        label = label_at(paragraph.text)
        bullet = label if label is not None and label.kind == "bullet" and above >= 0 else None
        if bullet is None and not paragraph.sure and drafts:
            drafts[-1].add(paragraph.text, paragraph.start, sure=False)
            continue
        span = Span(paragraph.start, paragraph.end)
        if bullet is not None:
            parent, mark = drafts[above], bullet.text
            parent.bullets[mark] = parent.bullets.get(mark, 0) + 1
            path = f"{parent.path}/{mark}{parent.bullets[mark]}"
            draft = _Draft(path, mark, "bullet", span, above, 1, paragraph.bold)
            draft.add(paragraph.text[bullet.end :], paragraph.start + bullet.end)
        else:
            count += 1
            above = len(drafts)
            draft = _Draft(f"p{count}", "", "paragraph", span, -1, 0, paragraph.bold)
            draft.add(paragraph.text, paragraph.start)
        drafts.append(draft)
    return drafts


class _Builder:
    """Walks through the paragraphs of one document or annex."""

    def __init__(self, paragraphs: list[Paragraph], annex: str) -> None:
        self.paragraphs = paragraphs
        self.annex = annex
        self.drafts: list[_Draft] = []
        self.nesting = Nesting()
        self.current = -1
        self.labels = [None if paragraph.cell is not None else label_at(paragraph.text) for paragraph in paragraphs]
        self.closers: list[int] | None = None
        self.rows: list[tuple[int, tuple[str, ...]]] = []
        self.open = NOTHING_OPEN

    def run(self) -> list[_Draft]:
        index = 0
        quoted = -1
        while index < len(self.paragraphs):
            paragraph = self.paragraphs[index]
            if paragraph.cell is not None:
                index = self._table(index, paragraph.cell.table)
                continue
            if index > quoted:
                quoted = self._quote(index)
            label = self.labels[index] if index > quoted else None
            if label is None:
                depth = -1
            else:
                before = self._before(index)
                lone = self._lone(index, label.style)
                depth, label = self.nesting.place(label, paragraph.text, paragraph.sure, before, lone)
            if label is not None and depth >= 0:
                self._open(label, depth, paragraph)
            elif self.current >= 0:
                self.drafts[self.current].add(paragraph.text, paragraph.start, paragraph.sure)
            if self.open.headings and (depth >= 0 or not _WORD.search(paragraph.text)):
                self.open = self.open._replace(headings=())  # a new provision, or rows left out: "…………"
            if quoted < index and _OPENED.search(paragraph.text):
                quoted = self._quote_inside(index)
            index += 1
        self._name_rows()
        return self.drafts

    def _before(self, index: int) -> Before:
        above = self.paragraphs[index - 1] if index else None
        texts = self.drafts[self.current].texts if self.current >= 0 else None
        return Before(texts[-1] if texts else "", above.text if above else "", bool(above and above.bold))

    def _lone(self, index: int, style: str) -> bool:
        """Say whether the next label is of another style, so that a dash here would be the only one of its list."""
        following = next((each for each in self.labels[index + 1 : index + 6] if each), None)
        return following is None or following.style != style

    def _open(self, label: Label, depth: int, paragraph: Paragraph) -> None:
        self.nesting.open(depth, label, len(self.drafts))
        parent = self.nesting.levels[-2].provision if depth else -1
        name = label.text
        if label.kind == "bullet" and parent >= 0:
            bullets = self.drafts[parent].bullets
            bullets[name] = bullets.get(name, 0) + 1
            name += str(bullets[name])
        start = paragraph.start
        span = Span(start, start + len(paragraph.text[: label.end].rstrip()))
        draft = _Draft(self._path(parent, name), label.text, label.kind, span, parent, depth, paragraph.bold)
        draft.add(paragraph.text[label.end :], start + label.end)
        self.current = len(self.drafts)
        self.drafts.append(draft)

    def _path(self, parent: int, name: str) -> str:
        return f"{self.drafts[parent].path}/{name}" if parent >= 0 else name

    # --- quotations and tables ------------------------------------------------------------------------------------

    def _quote(self, index: int) -> int:
        """Return the last paragraph of a quotation that begins here ("“Điều 5. …"), or -1."""
        text = self.paragraphs[index].text
        if text[0] in _OPENERS and self.current >= 0 and label_at(text, 1):
            return self._closer(index)
        return -1

    def _quote_inside(self, index: int) -> int:
        """Return the last paragraph of a quotation that this one introduces and does not end: "như sau: “2. …"."""
        text = self.paragraphs[index].text
        *_, opened = _OPENED.finditer(text)
        inside = text[opened.end() :]
        return self._closer(index) if label_at(inside) and not _ENDERS.intersection(inside) else -1

    def _closer(self, index: int) -> int:
        if self.closers is None:
            self.closers = [-1] * len(self.paragraphs)
            last = -1
            for at in range(len(self.paragraphs) - 1, -1, -1):
                if _CLOSED.search(self.paragraphs[at].text[-8:]):
                    last = at
                self.closers[at] = last
        return self.closers[index]

    def _table(self, index: int, table: int) -> int:
        """Take in a table; return the paragraph after it."""
        if table < 0:
            return index + 1  # a cell beside a frame
        end = index
        while end < len(self.paragraphs) and (cell := self.paragraphs[end].cell) is not None and cell.table == table:
            end += 1
        cells = self.paragraphs[index:end]
        found = task_rows(cells, self.open)
        if found is None:
            frame = _frame(cells)
            if frame is None:
                return end
            for at, paragraph in enumerate(cells, index):
                if frame in (_ALL, _place(paragraph)):
                    self.paragraphs[at] = paragraph._replace(cell=None)
                    self.labels[at] = label_at(paragraph.text)
                else:
                    self.paragraphs[at] = paragraph._replace(cell=Cell(-1, *_place(paragraph)))
            return index
        rows, self.open = found
        self._rows(rows)
        return end

    def _rows(self, rows: tuple[Row, ...]) -> None:
        levels = self.nesting.levels
        parent = levels[-1].provision if levels and not self.annex else -1
        numbered = any(row.number for row in rows)
        before = ""
        count = 0
        for row in rows:
            name = row.number
            if not name[:1].isalnum() and (name or numbered):
                mark = "-" if name in ("", "–") else name
                count += 1
                name = f"{before}/{mark}{count}" if before else f"{mark}{count}"
            elif not name:
                count += 1
                name = str(count)
            else:
                count, before = 0, name
            draft = _Draft(
                name,
                row.number or name.rpartition("/")[2],
                "row",
                row.span,
                parent,
                self.drafts[parent].depth + 1 if parent >= 0 else 0,
                row.bold,
            )
            draft.pieces, draft.texts, draft.fields = list(row.pieces), list(row.texts), row.fields
            self.rows.append((len(self.drafts), row.headings))
            self.drafts.append(draft)

    def _name_rows(self) -> None:
        """Give the rows their paths: the STT alone, or below as many headings as it takes to tell the rows apart."""
        for _, group in groupby(self.rows, key=lambda row: self.drafts[row[0]].parent):
            rows = list(group)
            deepest = max(len(headings) for _, headings in rows)
            for depth in range(deepest + 1):
                names = [
                    "/".join((*headings[max(0, len(headings) - depth) :], self.drafts[at].path))
                    for at, headings in rows
                ]
                if len(set(names)) == len(names):
                    break
            for (at, _), name in zip(rows, names, strict=True):
                # The prose of an annex begins anew ("Phần I"); the rows of its table carry its number ("PL1/1").
                own = self._path(self.drafts[at].parent, name)
                self.drafts[at].path = f"{self.annex}/{own}" if self.annex else own


def _frame(cells: list[Paragraph]) -> tuple[int, int] | None:
    """Find the cell of a table that is only there to frame text: the one column, or the cell with nearly all words."""
    sizes: dict[tuple[int, int], int] = {}
    for paragraph in cells:
        at = _place(paragraph)
        sizes[at] = sizes.get(at, 0) + len(paragraph.text)
    if not any(column for _, column in sizes):
        return _ALL
    at, size = max(sizes.items(), key=lambda each: each[1])
    return at if size > 800 and size * 3 > sum(sizes.values()) * 2 else None


def _place(paragraph: Paragraph) -> tuple[int, int]:
    cell = paragraph.cell
    return (cell.row, cell.column) if cell is not None else _ALL
