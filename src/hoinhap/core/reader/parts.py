"""Cut a document into its parts: head, body, recipients, signature, attachments, annexes, notes and a site's furniture.

As in "Nơi nhận: - Như Điều 3;", which begins the recipients, or "PHỤ LỤC II", which begins an annex.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from hoinhap.core.reader import signature
from hoinhap.core.reader.casing import loud
from hoinhap.core.reader.frame import Frame, frame_of, kind_on
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.linecues import ANNEX, BLANK, FORM, LABEL, MOTTO, RULE, peek, rows_of
from hoinhap.core.reader.model import Extract, Line, Part
from hoinhap.core.reader.news import news_kinds
from hoinhap.core.vi.symbols import KINDS

_ENCLOSED = re.compile(
    r"\([^()]{0,40}?(?:[Kk]èm(?: theo)?|theo) (?:Quyết|Nghị|Thông|Kế|Công|Văn|Tờ|Chỉ|Báo|Chương|Hướng|[Qq]uyết|QĐ)|"
    r"(?:Ban hành )?[Kk]èm theo (?:Quyết|Nghị|Thông|Kế hoạch|Công|Văn bản|Tờ trình|Chỉ thị|Chương trình)"
)
_NOTE = re.compile(r"\[\d{1,3}\]")
_STILL_LISTED = ("-", "–", "+", "•", "*", "(")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def parts(extract: Extract) -> tuple[Part, ...]:
    """Give every line its part, in order and without a gap."""
    rows = rows_of(extract)
    if not rows:
        return ()
    frame = frame_of(extract, rows)
    if frame.official:
        kinds = _Walk(rows, extract.lines, frame).walk()
    else:
        kinds = [(kind, "", 0) for kind in news_kinds(rows, extract.lines)]
    found: list[Part] = []
    last: tuple[str, str, int] | None = None
    first = 0
    for index, (line, row) in enumerate(zip(extract.lines, rows, strict=True)):
        kind, label, scope = kinds[index]
        if line.role != "body" or not row or row[0] in _RULES:
            kind = _by_look(kind, line, row)
        here = ("furniture", "", 0) if kind == "furniture" else (kind, label, scope)
        if here != last:
            if last is not None:
                found.append(Part(last[0], first, index, last[1], last[2]))
            last, first = here, index
    if last is not None:
        found.append(Part(last[0], first, len(rows), last[1], last[2]))
    return tuple(found)


_RULES = frozenset("-–—_=*.~ |#…·‥")  # a rule begins with one of these


def _by_look(kind: str, line: Line, row: str) -> str:
    """Give a rule, a running head or a note its own kind, whatever part it stands in."""
    rule = RULE.match(row) and not (kind == "body" and (line.cell or BLANK.match(row)))
    if line.role == "running" or rule or row in ("", "|"):
        return "furniture"
    return "footnotes" if line.role == "footnote" else kind


@cache
def _after() -> tuple[tuple[str, ...], frozenset[str]]:
    words = (*cues("masthead")["site"]["after"], *cues("masthead")["site"]["translated"])
    return words, frozenset(word[:2] for word in words)


@cache
def _repeats_title() -> re.Pattern[str]:
    # A law library prints the title again under the text: "Kế hoạch 119/KH-UBND năm 2023 về …".
    kinds = "|".join(sorted(set(KINDS.values()), key=len, reverse=True))
    return re.compile(
        rf"(?:{kinds})\s(?:liên tịch\s)?(?:số\s)?\d+\s?[/-]\s?\w|"
        r"(?:Circular|Decree|Decision|Resolution|Directive|Plan) No"
    )


class _Walk:
    """Walk down the lines once and give each its kind, annex label and scope."""

    def __init__(self, rows: Sequence[str], lines: Sequence[Line], frame: Frame) -> None:
        self.rows, self.lines, self.frame = rows, lines, frame
        self.kinds: list[tuple[str, str, int]] = [("furniture", "", 0)] * frame.start
        self.kinds += [("head", "", 0)] * (frame.end - frame.start)
        self.label, self.scope, self.annexes = "", 0, 0
        # An annex that comes as a file of its own has no signature above it.
        self.signed = frame.end == 0 and bool(ANNEX.match(peek(rows, 0)))
        self.closing = False
        self.nameless = 0  # up to this line the name of a signature may follow, and more recipients

    def put(self, kind: str, last: int) -> None:
        self.kinds += [(kind, self.label, self.scope)] * (last - len(self.kinds))

    def walk(self) -> list[tuple[str, str, int]]:
        rows, n = self.rows, len(self.rows)
        cues, starts = _after()
        while (at := len(self.kinds)) < n:
            row = rows[at]
            two = row[:2]
            if self.signed and (
                (two in starts and row.startswith(cues)) or (two.isupper() and not self.label and _is_english(rows, at))
            ):
                self._site(at)
            elif (
                two in ("Nơ", "NƠ")
                and peek(rows, at).startswith(("Nơi nhận", "NƠI NHẬN", "Nơi gửi"))
                and not self.label
                and self._lists(at)
            ):
                self.put("recipients", self._recipients_end(at))
                self.closing = True
                self.signed = self.signed or bool(signature.columns(rows[at : len(self.kinds)])[1])
            elif two in ("PH", "Ph", "MẪ", "Mẫ", "BI", "Bi") and (number := self._annex(at)):
                self._open_annex(at, number)
            elif two.isupper() and self._special(at, row):
                pass
            elif at < self.nameless and (kind := self._stray(at)):
                self.put(kind, at + 1)
            elif two[:1] == "[" and self.signed and _NOTE.match(row):
                self.put("footnotes", self._notes_end(at))
            else:
                self.kinds.append(("body", self.label, self.scope))
                if self.closing and not RULE.match(row) and len(row) > 90:
                    self.closing = False
        if not self.signed:
            self._unsigned_site()
        self._remarks()
        return self.kinds

    def _special(self, at: int, row: str) -> bool:
        """Handle a line in capitals: a signature or the title of something attached."""
        if not self.label and signature.opens(row):
            end = self._signature_end(at)
            if end > at:
                cell, back = self.lines[at].cell, at
                while (
                    cell is not None
                    and back
                    and self.lines[back - 1].cell == cell
                    and self.kinds[back - 1][0] == "body"
                ):
                    back -= 1  # "XÁC THỰC VĂN BẢN HỢP NHẤT" above the office
                del self.kinds[back:]
                self.put("signature", end)
                named = signature.name_after(self.rows[at:end]) is not None
                self.signed, self.closing, self.nameless = True, False, 0 if named else end + 14
                return True
        if self.signed and loud(row.split("(", 1)[0]):
            return self._attached(at)
        return False

    # --- signature and recipients -----------------------------------------------------------------------------

    def _block_end(self, at: int, most: int) -> int:
        """End a block at the end of its table cell, or after `most` lines where there are no cells."""
        cell = self.lines[at].cell
        last = at + 1
        while last < len(self.rows) and last < at + most and self.lines[last].cell == cell:
            row = self.rows[last]
            if cell is None and (
                LABEL.match(row) or kind_on(self.rows, last) or self._annex(last) or row.startswith("Nơi nhận")
            ):
                break
            last += 1
        return last

    def _signature_end(self, at: int) -> int:
        rows = self.rows
        block_end = self._block_end(at, 14)
        named = signature.name_after(rows[at:block_end])
        last = at
        while last < block_end and _heads_name(rows[last]):
            last += 1
        if named is not None and at + named[0] <= last:
            in_cell = self.lines[at].cell is not None and block_end - at - named[1] <= 4
            return block_end if in_cell else at + named[1]
        # An unsigned copy, or two columns whose lines came one after the other: only where the block surely is one.
        sure = self.closing or (signature.FOR.match(rows[at]) and self.lines[at].cell)
        return last if sure and not self.signed else at

    def _stray(self, at: int) -> str:
        """Sort the lines after an office without a name: more recipients, or the name at last."""
        row = self.rows[at]
        if row.startswith(_STILL_LISTED) and len(row) < 120:
            return "recipients"
        if signature.is_name(row):
            self.nameless = 0
            return "signature"
        office = signature.FOR.match(row) or signature.office_start().match(row) or not loud(row)
        return "signature" if office and _heads_name(row) else ""

    def _lists(self, at: int) -> bool:
        row = self.rows[at]
        after = self.rows[at + 1] if at + 1 < len(self.rows) else ""
        return len(row) < 16 or ":" in row[:14] or after.startswith("-")

    def _recipients_end(self, at: int) -> int:
        rows, lines = self.rows, self.lines
        cell = lines[at].cell
        index = at + 1
        kept = "Lưu" in rows[at]
        while index < len(rows) and index < at + 90:
            row = rows[index]
            if cell is not None:
                if lines[index].cell != cell:
                    break
                index += 1
                continue
            if signature.opens(row) or kind_on(rows, index) or self._annex(index) or lines[index].cell is not None:
                break
            if not row.startswith(_STILL_LISTED):
                if (kept and (lines[index - 1].ends or rows[index - 1].rstrip().endswith("."))) or len(row) > 110:
                    break
                if signature.is_name(row) and kept:
                    break
                if row.startswith(_after()[0]) or _NOTE.match(row) or (loud(row) and len(row) > 12):
                    break
            kept = kept or "Lưu" in row[:8] or "lưu" in row[:8]
            index += 1
        return index

    # --- annexes and attachments ------------------------------------------------------------------------------

    def _annex(self, at: int) -> int:
        """Give the number of the annex that a line opens, 0 when it opens none; it must stand by itself."""
        row = self.rows[at]
        if len(row) > 200:
            return 0
        if row in ("PHỤ", "Phụ"):
            row = peek(self.rows, at)
        match = ANNEX.match(row)
        if not match:
            # "Mẫu số 01" opens an annex only where none is open: else it is a form inside one.
            form = self.signed and not self.label and len(row) < 60 and FORM.match(row)
            return self.annexes + 1 if form else 0
        if loud(row):
            return _number(match.group(1)) or self.annexes + 1
        # In small letters the words may be a mention: they must stand alone, or have "(Kèm theo …)" under them.
        cell, before = self.lines[at].cell, self.rows[at - 1].rstrip() if at else ""
        if not self.signed or (cell is not None and cell.column > 0):
            return 0
        if len(row) > 14 and not self._enclosed_near(at + 1):
            return 0
        if at and not self.lines[at - 1].ends and not before.endswith((".", ";", ":", ")", "|", "/")):
            return 0
        return _number(match.group(1)) or self.annexes + 1

    def _open_annex(self, at: int, number: int) -> None:
        self.annexes = number
        self.label = f"PL{number}"
        self.put("annex", self._title_end(at))

    def _title_end(self, at: int) -> int:
        """Go over the title of an annex or attachment, to the end of "(Kèm theo Quyết định số …)" if there is one."""
        rows, lines = self.rows, self.lines
        enclosed = self._enclosed_near(at)
        if enclosed:
            return enclosed
        cell = lines[at].cell
        index = at + (2 if rows[at] in ("PHỤ", "Phụ") else 1)
        last = min(index + 14, len(rows))
        while index < last and (lines[index].cell is None or lines[index].cell == cell):
            row = rows[index]
            if not RULE.match(row) and (not loud(row) or LABEL.match(row)):
                break
            index += 1
        return index

    def _enclosed_near(self, at: int) -> int:
        """Find the line after "(Kèm theo …)" among the next lines of a title; 0 when there is none."""
        rows = self.rows
        for index in range(at, min(at + 16, len(rows))):
            row = rows[index]
            # The bracket may stand behind the title's last words, and a wrap may fall inside "(Ban hành / kèm theo".
            match = _ENCLOSED.search(row if index + 1 == len(rows) or len(row) > 60 else f"{row} {rows[index + 1]}")
            if match and (match.start() == 0 or (match.start() < len(row) and loud(row[: match.start()]))):
                end = index
                while end < min(index + 7, len(rows) - 1) and ")" not in rows[end]:
                    if "(" not in match.group() and self.lines[end].ends:
                        break
                    end += 1
                return end + 1
            if (not loud(row) and not RULE.match(row) and len(row) > 100) or (LABEL.match(row) and not loud(row)):
                break
        return 0

    def _attached(self, at: int) -> bool:
        """Open the plan or list that a decision issues, as in "QUY CHẾ / PHỐI HỢP … / (Kèm theo Quyết định số …)"."""
        rows = self.rows
        row = rows[at].strip(" .:*")
        names = tuple(cues("masthead")["frames"]["attached"])
        named = row.startswith(names) or (kind_on(rows, at) or (0, ""))[1].upper() in names
        if MOTTO.search(row):
            return False
        enclosed = self._enclosed_near(at)
        issues = self.frame.kind in cues("masthead")["frames"]["enacting"]
        # "KẾ HOẠCH / Kết nối giao thương / (Kèm theo Quyết định …)": also with a motto above, where a form has one.
        own = enclosed and (_mostly_loud(rows[at:enclosed]) or (issues and not self.label and kind_on(rows, at)))
        bare = not own and not self.label and not self._in_form(at) and self.lines[at].cell is None
        if named and (own or (bare and issues and kind_on(rows, at))):
            self.scope += 1
            self.label = ""
            end = enclosed if own else self._title_end(at)
            self.put("attachment", end)
            return True
        listed = row.startswith(tuple(cues("masthead")["frames"]["listed"])) or kind_on(rows, at)
        if not self.label and self.lines[at].cell is None and (own or (bare and listed and self._follows_close())):
            self._open_annex(at, self.annexes + 1)
            return True
        return False

    def _follows_close(self) -> bool:
        """Say whether nothing but rules stands between the signature and the line at hand."""
        kinds = [kind for kind, _, _ in self.kinds[-4:]]
        return "signature" in kinds or (bool(kinds) and kinds[-1] == "recipients")

    def _in_form(self, at: int) -> bool:
        return any(MOTTO.search(row) for row in self.rows[max(0, at - 14) : at])

    # --- notes and the site's own words -----------------------------------------------------------------------

    def _notes_end(self, at: int) -> int:
        cues = _after()[0]
        index = at + 1
        while index < len(self.rows):
            row = self.rows[index]
            if row.startswith(cues) or self._annex(index):
                break
            if loud(row) and self._enclosed_near(index + 1):
                break
            index += 1
        return index

    def _site(self, at: int) -> None:
        """Give the rest to the site, and the lines just above it that repeat the title."""
        rows = self.rows
        back = at
        while back > 0 and at - back < 5:
            row = rows[back - 1]
            if self.kinds[back - 1][0] in ("signature", "recipients"):
                break
            if not (_repeats_title().match(row) or RULE.match(row) or row.startswith(_after()[0])):
                break
            back -= 1
        if any(_repeats_title().match(row) for row in rows[back:at]) or back == at:
            del self.kinds[back:]
        self.kinds += [("furniture", "", 0)] * (len(rows) - len(self.kinds))

    def _remarks(self) -> None:
        """Take a few stray lines under the signature ("Ghi chú: …", "08 bản") for notes, not for more of the text."""
        kinds = self.kinds
        at = next((i for i, kind in enumerate(kinds) if kind[0] == "signature"), len(kinds))
        while at < len(kinds):
            last = at
            while last < len(kinds) and kinds[last] == ("body", "", 0):
                last += 1
            if last > at and self.lines[last - 1].end - self.lines[at].start < 700:
                kinds[at:last] = [("footnotes", "", 0)] * (last - at)
            at = max(last, at + 1)

    def _unsigned_site(self) -> None:
        """Cut the site's words off a text that nobody signed: only behind its last paragraph."""
        cues = _after()[0]
        for index in range(len(self.rows) * 2 // 3, len(self.rows)):
            if self.kinds[index][0] == "body" and self.rows[index].startswith(cues) and len(self.rows[index]) < 80:
                self.kinds[index:] = [("furniture", "", 0)] * (len(self.rows) - index)
                return


_ENGLISH = re.compile(r"\b(?:of|the|and|on|for|No\.|to)\b", re.IGNORECASE)


def _is_english(rows: Sequence[str], at: int) -> bool:
    """Say whether a translation begins, as in "MINISTRY OF FINANCE OF VIETNAM": English words, no Vietnamese letter."""
    rest = "".join(rows[at : at + 4])
    return rest.isascii() and len(_ENGLISH.findall(" ".join(rows[at : at + 4]))) > 1


def _heads_name(row: str) -> bool:
    """Say whether a line may stand between "KT. CHỦ TỊCH" and the name: an office, "(Đã ký)", "Đại tá"."""
    if len(row) > 90:
        return False
    return loud(row) or row.startswith(("(", "[")) or "đã ký" in row.lower() or signature.is_rank(row)


def _mostly_loud(rows: Sequence[str]) -> bool:
    """Say whether the lines above "(Kèm theo …)" are in capitals, as a title is."""
    for row in rows:
        head = row.split("(")[0]
        if row.startswith(("(", "Kèm theo", "Ban hành kèm")) or (head != row and loud(head)):
            return True
        if not loud(row) and not RULE.match(row):
            return False
    return True


def _number(text: str | None) -> int:
    if not text:
        return 0
    if text[0].isdigit():
        return int(text.split(".")[0])
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
