"""Say what a document does to the one that it cites, as in "Quyết định này thay thế Quyết định số 25/2025/QĐ-UBND"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, partial
from typing import NamedTuple

from .lexicon import cues
from .model import Extract, Part

_RANK = {"": 0, "basis": 1, "implements": 2, "amends": 3, "replaces": 4}
_HEAD = 20_000  # characters within which the body begins
_SHORT_HEAD = 3000  # … and those taken for the head where no label tells
_BODY = re.compile(
    r"(?m)^\W{0,3}(?:(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|NGHỊ ĐỊNH)\s?:"
    r"|(?:Điều|ĐIỀU) 1(?!\d)|(?:Chương|CHƯƠNG|Phần|PHẦN) (?:I|1|thứ nhất|THỨ NHẤT)(?!\w)|(?:I|A|1)\s?[.)/])"
)
_BEHIND = 320
_AHEAD = 240


class _Patterns(NamedTuple):
    opening: re.Pattern[str]
    implements: re.Pattern[str]
    changes: re.Pattern[str]
    titled: re.Pattern[str]
    replaced_by_this: re.Pattern[str]
    repealed: re.Pattern[str]
    passive: re.Pattern[str]
    elsewhere: re.Pattern[str]
    piece: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = cues("citations")["relation"]

    def either(key: str, *, opening: bool = False) -> str:
        values = sorted(words[key], key=len, reverse=True)
        if opening:
            values = [form for value in values for form in (value[0].upper() + value[1:], value.upper())]
        return "|".join(re.escape(value) for value in values)

    begins, labels = partial(either, opening=True), r"(?:^|[.:;“\"] ?|\d[.)]? |[a-zđ]\) |[-–+] )"
    return _Patterns(
        re.compile(rf"(?m)^\W{{0,3}}(?:(?P<basis>{begins('basis')})|(?P<implements>{begins('implements')}))\b"),
        re.compile(rf"(?:{either('implements')})\s[^.;]{{0,120}}$", re.IGNORECASE),
        re.compile(
            rf"{labels}(?:(?P<amends>{begins('amends')})|(?P<replaces>{begins('replaces')}))"
            r"\s(?P<what>[^;:]{0,280})$"
        ),
        re.compile(rf"(?P<amends>{either('amends')})|(?P<replaces>{either('replaces')})", re.IGNORECASE),
        re.compile(rf"\bnày\b[^;]{{0,120}}?(?:{either('replaces')})\s(?P<what>[^;:]{{0,200}})$", re.IGNORECASE),
        re.compile(rf"^[^;]{{0,220}}?(?:{either('repealed')})", re.IGNORECASE),
        re.compile(rf"được (?:{either('amends')}|{either('replaces')})[^;]{{0,80}}$", re.IGNORECASE),
        # "Kế hoạch này thay thế Kế hoạch số 371/KH-UBND … thực hiện Nghị quyết số 48/NQ-CP": the first only.
        re.compile(
            rf"(?:{either('implements')}|(?<!kèm )theo|tại|căn cứ)\s(?:[^\W\d][^\d;,.]{{0,30}})?$", re.IGNORECASE
        ),
        re.compile(
            r"(?:cụm từ|từ|điểm|khoản|điều|một số|các|phụ lục|nội dung|mẫu|biểu|mục|chương|tên|\d)\b", re.IGNORECASE
        ),
    )


def stronger(old: str, new: str) -> str:
    """Choose between the relations of two mentions: what is replaced stays so, though it is also cited as a basis."""
    return new if _RANK[new] > _RANK[old] else old


class Relations:
    """Answer for each mention of one text; the head is read once."""

    def __init__(self, extract: Extract, flat: str, parts: Sequence[Part]) -> None:
        self._flat = flat
        self._start, self._head = _head_of(extract, parts)
        found = list(_patterns().opening.finditer(extract.text, self._start, self._head))
        self._openings = [match.start() for match in found]
        self._kinds = ["basis" if match.group("basis") else "implements" for match in found]

    def of(self, start: int, end: int) -> str:
        """Name the relation of the mention at flat[start:end]: "basis", "implements", "amends", "replaces" or ""."""
        patterns = _patterns()
        before = self._flat[max(0, start - _BEHIND) : start]
        in_head = self._start <= start < self._head
        if in_head:
            i = bisect_right(self._openings, start) - 1
            if i >= 0:
                return self._kinds[i]
            # The title: "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA QUY ĐỊNH BAN HÀNH KÈM THEO QUYẾT ĐỊNH SỐ …"
            titled = list(patterns.titled.finditer(before))
            if titled and titled[-1].group()[0].isupper() and not patterns.passive.search(before):
                return "amends" if titled[-1].group("amends") else "replaces"
            return "implements" if patterns.implements.search(before) else ""
        if patterns.passive.search(before[-120:]) or patterns.elsewhere.search(before[-60:]):
            return ""
        replaced = patterns.replaced_by_this.search(before)
        if replaced:
            return "amends" if patterns.piece.match(replaced.group("what")) else "replaces"
        changes = patterns.changes.search(before)
        if changes:
            whole = changes.group("replaces") and not patterns.piece.match(changes.group("what"))
            return "replaces" if whole else "amends"
        after = self._flat[end : end + _AHEAD]
        if patterns.repealed.match(after.partition(". ")[0]):
            return "replaces"
        return ""


def _head_of(extract: Extract, parts: Sequence[Part]) -> tuple[int, int]:
    """Give the range of title and legal bases: from the masthead to the first label of the body."""
    lines = extract.lines
    starts = [lines[part.first].start for part in parts if part.kind == "head" and part.first < len(lines)]
    start = starts[0] if starts else 0
    limit = min(start + _HEAD, len(extract.text))
    body = _BODY.search(extract.text, start, limit)
    return start, body.start() if body else min(limit, start + _SHORT_HEAD)
