"""Tell lines by their look: the motto, a number, a label, a rule, the title of an annex ("PHỤ LỤC II")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.model import Extract
from hoinhap.core.vi.letters import pattern

# The motto of the State or the name of the Party stands on every masthead. A scan may lose one half of it.
MOTTO = re.compile(
    r"CỘNG\s{1,2}H(?:ÒA|OÀ)\s{1,2}XÃ\s{1,2}HỘI|(?i:Độc\s?lập\s?[-–—]\s?Tự\s?do)|ĐẢNG\s{1,2}CỘNG\s{1,2}SẢN\s{1,2}VIỆT\s{1,2}NAM"
)
NUMBER_LINE = re.compile(
    r"(?:(?:Luật|Nghị quyết|Pháp lệnh|Lệnh)\s)?(?:(?:Số|SỐ|số|Sô|Só)\s?:?\s?(?:\d|[/-]|[.…_]{2}|$)|[Ss]ố\s?:)"
)
ANNEX = pattern(
    r"(?:PHỤ LỤC|Phụ lục|PHỤ LUC|Phụ Lục|PHỤ BIỂU|Phụ biểu)(?:\s(?:SỐ|số|Số))?\s?[:.]?\s?"
    r"(\d{1,3}(?:\.\d{1,2})?|[IVXL]{1,6})?[A-Za-z]?\s?[.:)]?\s?(?:$|[-–(]|(?=[[:upper:]]{2}))"
)
FORM = re.compile(r"(?:MẪU|Mẫu|BIỂU|Biểu|BIỂU MẪU|Biểu mẫu)\s(?:SỐ|số|Số)\s?:?\s?\d")
BLANK = re.compile(r"[.…·‥ ]{3,}$")  # the dots of a form, which a person fills in
RULE = re.compile(r"[-–—_=*.~ ]{3,}$|[-–—_*|#]+$")
LABEL = re.compile(
    r"(?:[IVX]{1,5}|[A-HĐ]|\d{1,2})\s?[.)]\s?(?:\S|$)|"
    r"(?:PHẦN|CHƯƠNG|MỤC|Phần|Chương|Mục|Điều|ĐIỀU)\s(?:thứ |THỨ )?(?:\d|[IVX]+\b|[A-Z]\b|nhất|NHẤT)"
)


def rows_of(extract: Extract) -> list[str]:
    """Cut the text into its lines."""
    text = extract.text
    return [text[line.start : line.end] for line in extract.lines]


def peek(rows: Sequence[str], index: int) -> str:
    """Read a line, with the next one where a hard wrap may have cut a cue in two ("Nơi / nhận:", "Căn / cứ")."""
    row = rows[index]
    return f"{row} {rows[index + 1]}" if len(row) < 12 and index + 1 < len(rows) else row


@cache
def frames() -> dict[str, tuple[str, ...]]:
    """Give the words that frame a text, as "Căn cứ" opens a legal basis."""
    return {name: tuple(words) for name, words in cues("masthead")["frames"].items()}


@cache
def enacts() -> re.Pattern[str]:
    """Match the line that ends the legal bases, as in "QUYẾT ĐỊNH:"."""
    return re.compile("(?:" + "|".join(frames()["enacts"]) + r")\s?:?\s?$")


def close_bracket(rows: Sequence[str], index: int) -> int:
    """Find the line of the bracket that closes "(Kèm theo Quyết định số …"."""
    for at in range(index, min(index + 8, len(rows))):
        if ")" in rows[at]:
            return at
    return index
