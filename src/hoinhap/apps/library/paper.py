"""From the JSON of a Reading to the paper on the page: blocks in reading order, every character of the text in one.

The marks are spans over the text; a block is cut at every end of a mark, so that marks may lie within each other or
overlap without the page losing its nesting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hoinhap.apps.library.models import Item
from hoinhap.apps.library.words import place_words

Json = dict[str, Any]


class Mark(NamedTuple):
    """A marked range: `kind` "lead", "partner", "due", "cite" or "said"; `ref` names its item or its citation."""

    start: int
    end: int
    kind: str
    ref: str


class Line(NamedTuple):
    """A line of the masthead: `kind` "name" (who issues, the state's name), "motto", "number" or "date"."""

    kind: str
    html: SafeString


@dataclass(slots=True)
class Block:
    """A paragraph, heading or table of the paper.

    `kind`: "provision", "more" (a further paragraph of the provision before), "plain", "title", "bases", "address",
    "notes", "table", "closing" (recipients beside the signature). `provision` is the index in the outline, -1 outside.
    """

    kind: str
    html: SafeString
    provision: int = -1
    margin: str = ""
    path: str = ""
    level: int = 0
    heading: bool = False
    rows: list[list[tuple[str, SafeString]]] = field(default_factory=list)
    anchor: str = ""
    table: int = -1
    last_row: int = -1
    left: list[SafeString] = field(default_factory=list)
    right: list[SafeString] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """The whole paper: the masthead's two columns, the blocks, and what the reader set aside."""

    left: list[Line]
    right: list[Line]
    blocks: list[Block]
    aside: list[str]


_STATE = re.compile(
    r"(?i)^\W*c[ộo]ng h[òo]a\b|c[ộo]ng h[òo]a x[ãa] h[ộo]i|ch[ủu] ngh[ĩi]a vi[ệe]t nam|đ[ộo]c l[ậa]p|"
    r"đ[ảa]ng c[ộo]ng s[ảa]n"
)
_PLACE_DATE = re.compile(r"(?i)\bngày\s*[\d….]*\s*tháng\b")
_MOTTO = re.compile(r"(?i)đ[ộo]c l[ậa]p")
_ADDRESS = re.compile(r"(?i)^\W*kính gửi\b")
_NUMBER = re.compile(r"(?i)^\W*số\s*:")
_ABOUT = re.compile(r"(?i)^\W*v/v\b")
_RULE = re.compile(r"^[\W_]*$")
_BASIS = re.compile(r"(?i)^\W*(căn cứ|theo đề nghị|xét đề nghị|thực hiện)\b")
_DECIMAL = re.compile(r"^\d+(\.\d+)+$")
_BULLET = re.compile(r"^[-+*•–](\d+)$")
_PARAGRAPH = re.compile(r"^p\d+$")
_SPANS = (("said", "said"), ("lead", "lead"), ("partner", "partner"), ("partner", "to"), ("due", "due"))
_HEAD_LINES = 14
# An article opens with its name: "Điều 1. Phạm vi điều chỉnh".
_NAME = 160
_KINDS = {
    "recipients": "recipients",
    "signature": "signature",
    "footnotes": "notes",
    "attachment": "title",
    "annex": "title",
}


def short_path(path: str) -> str:
    """Write a path as the margin does: "II/3/3.2" is "3.2", "IV/2" is "IV.2", "IV/4/a" is "IV.4 a", "p3" is "¶ 3"."""
    steps = [step for step in path.split("/") if not _BULLET.match(step)]
    if not steps:
        return ""
    last = steps[-1]
    if _PARAGRAPH.match(last):
        return f"¶ {last[1:]}"
    if len(steps) == 1 or _DECIMAL.match(last) or last.startswith("Điều "):
        # Articles are numbered through all chapters.
        return last
    if len(last) == 1 and last.isalpha() and last.islower():
        before = steps[-2]
        return f"{before if len(steps) == 2 or _DECIMAL.match(before) else f'{steps[-3]}.{before}'} {last}"
    return f"{steps[-2]}.{last}"


def set_paper(reading: Json, found: Iterable[Item] = ()) -> Paper:
    """Lay out a Reading with the items that stand on it."""
    return _Setter(reading, [item for item in found if item.is_live]).paper()


def marks_of(reading: Json, found: Iterable[Item]) -> list[Mark]:
    """Gather every range that the page marks, in order of their beginning."""
    marks: list[Mark] = []
    for item in found:
        for kind, name in _SPANS:
            marks.extend(_marks(kind, item.ref, item.spans.get(name) or []))
    for ref, citation in enumerate(reading["citations"]):
        marks.extend(_marks("cite", str(ref), [citation.get("span"), *(citation.get("mentions") or [])]))
    return sorted(set(marks))


def _marks(kind: str, ref: str, spans: Sequence[Any]) -> Iterator[Mark]:
    for span in spans:
        if span and span[0] < span[1]:
            yield Mark(span[0], span[1], kind, ref)


class _Setter:
    """Walks the text once; only `_Setter` knows the state of the walk."""

    def __init__(self, reading: Json, found: Sequence[Item]) -> None:
        self.reading = reading
        self.text: str = reading["text"]
        self.marks = marks_of(reading, found)
        self.open = {item.ref for item in found if item.is_open}
        self.starts = [mark.start for mark in self.marks]
        self.longest = max((mark.end - mark.start for mark in self.marks), default=0)
        self.cells = {line[0]: (line[2], line[3]) for line in reading.get("lines", []) if len(line) == 5}
        self.titles = {
            "lead": escape(_("Chủ trì")),
            "partner": escape(_("Phối hợp hoặc nơi nhận")),
            "due": escape(_("Thời hạn")),
            "cite": escape(_("Viện dẫn")),
        }
        self.anchored: set[str] = set()
        self.cited: set[str] = set()
        self.after_title = ""
        self.number_seen = False
        self.parts = sorted(
            (part["span"][0], part["span"][1], part["kind"]) for part in reading.get("parts", []) if part.get("span")
        )
        self.part_starts = [part[0] for part in self.parts]
        self.answers = {index: item.get("answer", "") for index, item in enumerate(reading["outline"])}

    def paper(self) -> Paper:
        left: list[Line] = []
        right: list[Line] = []
        blocks: list[Block] = []
        aside: list[str] = []
        place = 0
        head_lines = 0
        for start, end, index, first in self._runs():
            if start < place:
                start = place
            blocks_before = self._between(place, start)
            for line_start, line_end, kind in blocks_before:
                words = self.text[line_start:line_end]
                if kind == "furniture":
                    aside.append(words)
                elif (
                    kind == "head"
                    and not blocks
                    and head_lines < _HEAD_LINES
                    and self._masthead(line_start, line_end, left, right)
                ):
                    head_lines += 1
                elif kind == "body" and line_start in self.cells:
                    self._cell(blocks, line_start, line_end)
                else:
                    self._outside(blocks, kind, line_start, line_end)
            place = max(place, end)
            if index < 0:
                continue
            item = self.reading["outline"][index]
            if item.get("kind") == "row" and item.get("fields"):
                place = max(place, self._row(blocks, item, index))
                continue
            blocks.append(self._provision(item, index, start, end, first))
        return Paper(left, right, blocks, aside)

    def _runs(self) -> Iterator[tuple[int, int, int, bool]]:
        """Yield the own words of each provision in order, then the end of the text."""
        runs: list[tuple[int, int, int, bool]] = []
        for index, item in enumerate(self.reading["outline"]):
            pieces = item.get("pieces") or [item["span"]]
            for order, (start, end) in enumerate(pieces):
                runs.append((item["span"][0] if order == 0 else start, end, index, order == 0))
        runs.sort()
        yield from runs
        yield len(self.text), len(self.text), -1, False

    def _between(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Yield the lines between two provisions with the part that each stands in."""
        place = start
        while place < end:
            stop = self.text.find("\n", place, end)
            stop = end if stop < 0 else stop
            if not self.text[place:stop].isspace() and place < stop:
                kind = self._part(place)
                if not (_RULE.match(self.text[place:stop]) and kind in ("head", "body", "furniture")):
                    yield place, stop, kind
            place = stop + 1

    def _part(self, place: int) -> str:
        at = bisect_right(self.part_starts, place) - 1
        if at >= 0 and place < self.parts[at][1]:
            return str(self.parts[at][2])
        return "body"

    def _masthead(self, start: int, end: int, left: list[Line], right: list[Line]) -> bool:
        """Put a line of the masthead into its column; False says that the title has begun."""
        words = self.text[start:end]
        state = _STATE.search(words)
        if state and right and right[-1].kind == "name" and not _MOTTO.search(words):
            # A narrow cell cut the name of the state in two: "CỘNG HÒA XÃ" / "HỘI CHỦ NGHĨA VIỆT NAM".
            self._add_right(right, "name", start, end)
        elif state and state.start() > 3:
            # The two columns came as one line: the state's name opens the right one.
            left.append(Line("name", self._words(start, start + state.start())))
            right.append(Line("name", self._words(start + state.start(), end)))
        elif state:
            self._add_right(right, "motto" if _MOTTO.search(words) else "name", start, end)
        elif _PLACE_DATE.search(words) or self._touches(("place", "date"), start, end):
            self._add_right(right, "date", start, end)
        elif _NUMBER.match(words):
            self.number_seen = True
            left.append(Line("number", self._words(start, end)))
        elif self._is_of_the_left(words):
            name = self._words(start, end)
            if left and left[-1].html.endswith("NHÂN") and words.startswith("DÂN"):
                name = mark_safe(f"{left.pop().html} {name}")
            left.append(Line("number" if self.number_seen else "name", name))
        else:
            return False
        return True

    def _add_right(self, right: list[Line], kind: str, start: int, end: int) -> None:
        """Add to the right column; what a narrow column cut in two becomes one line again."""
        words = self._words(start, end)
        if right and right[-1].kind == kind:
            words = mark_safe(f"{right.pop().html} {words}")
        right.append(Line(kind, words))

    def _touches(self, names: tuple[str, ...], start: int, end: int) -> bool:
        """Say whether a line holds a part of what the reader found: a narrow column cuts a date in two."""
        spans = self.reading["document"].get("spans") or {}
        return any(name in spans and spans[name][0] < end and start < spans[name][1] for name in names)

    def _is_of_the_left(self, words: str) -> bool:
        """Say whether a line belongs under the issuer: its name before the number, the "V/v" of a letter after it."""
        if self.number_seen:
            return bool(_ABOUT.match(words)) or words[:1].islower()
        kind = (self.reading["document"].get("kind") or "").casefold()
        return len(words) < 80 and not (kind and words.casefold().startswith(kind))

    def _outside(self, blocks: list[Block], kind: str, start: int, end: int) -> None:
        """Add a line that stands outside of the outline, or go on with the paragraph that it was cut from."""
        words = self.text[start:end]
        name = self._of_head(words) if kind == "head" else _KINDS.get(kind, "plain")
        if name in ("recipients", "signature"):
            if not (blocks and blocks[-1].kind == "closing"):
                blocks.append(Block("closing", mark_safe("")))
            column = blocks[-1].left if name == "recipients" else blocks[-1].right
            column.append(self._words(start, end))
            return
        before = blocks[-1] if blocks else None
        if before and before.kind == name and self._goes_on(name, start, end):
            before.html = mark_safe(f"{before.html} {self._words(start, end)}")
        else:
            blocks.append(Block(name, self._words(start, end)))

    def _of_head(self, words: str) -> str:
        """Tell the title, the legal bases and the address of a head apart."""
        if words.isupper() and not words.startswith("-"):
            self.after_title = ""
        elif _ADDRESS.match(words):
            self.after_title = "address"
        elif not self.after_title and (_BASIS.match(words) or words.endswith((":", ";"))):
            self.after_title = "bases"
        elif self.after_title == "address" and _BASIS.match(words):
            self.after_title = "plain"
        return self.after_title or "title"

    def _goes_on(self, name: str, start: int, end: int) -> bool:
        """Say whether the line before was cut by the width of a page and not by its end."""
        line = self.text[self.text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
        if name == "title":
            return len(line) > 24 and line.isupper() == self.text[start:end].isupper()
        if name not in ("bases", "plain", "notes") or line[-1:] in (".", ";", ":", "/"):
            return False
        # A web page puts a link on a line of its own: "Thực hiện Nghị quyết số" / "21/NQ-CP ngày …".
        return len(line) > 60 or self.text[start : start + 1].islower() or line.endswith((" số", " ngày", ","))

    def _provision(self, item: Json, index: int, start: int, end: int, first: bool) -> Block:
        label = item.get("label") or ""
        own_start = (item.get("pieces") or [item["span"]])[0][0] if first else start
        bullet = label in "-+*•–" if label else False
        # A heading may carry its duty in the paragraph below it: "III. KINH PHÍ".
        article = item.get("kind") == "article"
        own = self.text[own_start:end]
        named = article and len(own) < _NAME and own[-1:] not in (".", ";", ":", ",")
        heading = first and (self.answers[index] == "heading" or own.isupper() or named)
        shown = start if first and (heading or article) and not bullet else own_start
        level = item["path"].count("/")
        return Block(
            "provision" if first else "more",
            self._words(min(shown, end), end),
            provision=index,
            margin=("–" if bullet else short_path(item["path"])) if first else "",
            path=place_words(item["path"]),
            level=min(level, 4),
            heading=heading,
            anchor=f"p{index}" if first else "",
        )

    def _row(self, blocks: list[Block], item: Json, index: int) -> int:
        """Add the row of a task table; return where its last cell ends."""
        fields = [one for one in item["fields"] if one.get("span")]
        table = self._table(blocks, self.cells.get(fields[0]["span"][0], (-1, -1))[0])
        number = SafeString(escape(item.get("label") or ""))
        table.rows.append([(f"p{index}", number), *((one["role"], self._words(*one["span"])) for one in fields)])
        table.last_row = -1
        return max(one["span"][1] for one in fields)

    def _cell(self, blocks: list[Block], start: int, end: int) -> None:
        """Add a cell that is no provision: a head row, or a table of figures."""
        number, row = self.cells[start]
        table = self._table(blocks, number)
        if table.last_row != row:
            table.rows.append([])
            table.last_row = row
        table.rows[-1].append(("", self._words(start, end)))

    @staticmethod
    def _table(blocks: list[Block], number: int) -> Block:
        """Go on with the table that stands last, or begin one."""
        last = blocks[-1] if blocks else None
        if last and last.kind == "table" and (number < 0 or last.table in (number, -1)):
            return last
        blocks.append(Block("table", mark_safe(""), table=number))
        return blocks[-1]

    def _words(self, start: int, end: int) -> SafeString:
        """Mark the words of one range."""
        out: list[str] = []
        at = bisect_right(self.starts, start - self.longest - 1)
        marks = [m for m in self.marks[at : bisect_right(self.starts, end - 1)] if m.end > start]
        cuts = sorted({start, end, *(max(m.start, start) for m in marks), *(min(m.end, end) for m in marks)})
        said: tuple[str, ...] = ()
        for begin, stop in pairwise(cuts):
            here = [m for m in marks if m.start <= begin and m.end >= stop]
            now = tuple(sorted({m.ref for m in here if m.kind == "said"}))
            if now != said:
                out.append("</span>" * bool(said) + (self._open_said(now) if now else ""))
                said = now
            out.append(self._piece(begin, stop, here))
        out.append("</span>" * bool(said))
        return mark_safe("".join(out))

    def _open_said(self, refs: tuple[str, ...]) -> str:
        fresh = [ref for ref in refs if ref not in self.anchored]
        self.anchored.update(fresh)
        anchors = "".join(f'<span class="at" id="s{ref}"></span>' for ref in fresh[1:])
        own = f' id="s{fresh[0]}"' if fresh else ""
        decided = "" if self.open.intersection(refs) else " decided"
        return f'<span class="said{decided}"{own} data-duty="{" ".join(refs)}">{anchors}'

    def _piece(self, start: int, end: int, marks: list[Mark]) -> str:
        words = escape(self.text[start:end].replace("\n", " "))
        kinds = {mark.kind for mark in marks} - {"said"}
        if not kinds:
            return words
        order = [kind for kind in ("due", "lead", "partner", "cite") if kind in kinds]
        classes = " ".join(f"m-{kind}" for kind in order)
        fresh = sorted({mark.ref for mark in marks if mark.kind == "cite"} - self.cited, key=int)
        self.cited.update(fresh)
        own = f' id="c{fresh[0]}"' if fresh else ""
        return f'<span class="{classes}"{own} title="{self.titles[order[0]]}">{words}</span>'
