"""Take markdown's marks out of a text and remember what was bold ("**I. MỤC ĐÍCH,\\nYÊU CẦU**").

Marks go only where they are marks: opened and closed in one block. A bullet "* ", a footnote sign "(*)" and "5*6" stay.
Bold leaves two control characters behind, an empty cell one, which the callers turn into facts of lines and take out.
"""

from __future__ import annotations

import re

BOLD_ON = "\x01"
BOLD_OFF = "\x02"
EMPTY_CELL = "\x03"

_RUN = re.compile(r"\*+|\n(?=\n|\|\n)|\\(?=\*)")
_ONLY_MARKS = re.compile(r"^\*+(?: \*+)+(?:\n|\Z)", re.M)
_EMPTY_CELL = re.compile(r"(?<![^\n]\|\n)(?<=\|\n)\*+(?: \*+)+(?=\n\|(?:\n|\Z))")
_ITALIC_LINE = re.compile(r"[^*\n]*+(?:\n(?!\n|\|\n)[^*\n]*+){0,8}\*(?=\n|\Z|[.,;:])")
_UNDERLINED = re.compile(r"(?<![\w_])(__|_)(?=[^\s_])([^\n_]+)(?<=\S)\1(?![\w_])")
_HEADING = re.compile(r"^#{1,6} (?=\S)(.*)$", re.M)
_HEADING_END = re.compile(r" #+$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^()\s]{1,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\((?:https?://|mailto:|/|#|\.)[^()\s]{0,2000}\)")
_SPACES = re.compile(" {2,}")
_PUNCTUATION = re.compile(r"[^\w\s*][^\w\n*]{0,3}\*")
_LONGEST = 6  # lines: bold marks further apart than this are not of one pair where a new pair seems to begin
_ENTITY = re.compile(r"&(nbsp|amp|lt|gt|quot);")
_ENTITIES = {"nbsp": " ", "amp": "&", "lt": "<", "gt": ">", "quot": '"'}


def unmark(text: str) -> str:
    """Return tidy text without emphasis, heads, links and escapes; what is bold stands in BOLD_ON and BOLD_OFF."""
    given = text
    if "&" in text:
        text = _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)
    if "#" in text:
        text = _HEADING.sub(lambda match: BOLD_ON + _HEADING_END.sub("", match[1]).replace("**", "") + BOLD_OFF, text)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "*" in text:
        # "** **" is bold nothing: an empty cell between two bars, elsewhere not even an empty line
        text = _without_stars(_ONLY_MARKS.sub("", _EMPTY_CELL.sub(EMPTY_CELL, text)))
    if "_" in text:
        text = _UNDERLINED.sub(_underlined, text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if text is not given:
        # a mark often took the space of its line's end or of two words with it
        text = _SPACES.sub(" ", text).replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    return text


def _underlined(match: re.Match[str]) -> str:
    if match[1] == "__":
        return BOLD_ON + match[2] + BOLD_OFF
    return match[2]


def _without_stars(text: str) -> str:
    """Pair the runs of stars block by block; whatever stays unpaired at the end of its block is left as it is."""
    edits: list[tuple[int, int, str]] = []
    bold: tuple[int, int, str] | None = None
    italic: tuple[int, int, str] | None = None
    nested = False  # the bold mark stands inside italics, so it may as well end them and begin them anew
    escaped = -1
    size = len(text)
    runs = list(_RUN.finditer(text))
    for index, run in enumerate(runs):
        start, end = run.span()
        first = text[start]
        if first == "\n":
            bold = italic = None
            continue
        if first == "\\":
            escaped = end
            continue
        if start == escaped:
            continue
        count = end - start
        before = text[start - 1] if start else "\n"
        after = text[end] if end < size else "\n"
        if count == 1:
            if italic is None:
                if _opens(text, start, end, before, after):
                    italic = (start, end, "")
            elif before == "\n" and after == " ":
                italic = None  # a new bullet: the star before it was no mark
            elif not ((before == "(" and after == ")") or before == after == " "):
                edits += (italic, (start, end, ""))
                italic = None
                if nested and bold is not None:
                    edits.append((*bold[:2], ""))
                    bold = None
        elif count == 2:
            if bold is not None and before == "\n" and after.isalnum() and text.count("\n", bold[1], start) > _LONGEST:
                bold = None
            if bold is not None:
                edits += (bold, (start, end, BOLD_OFF))
                bold = None
            elif italic is not None and before.isalnum() and after.isalnum():
                edits.append((start, end, ""))
            elif italic is None and before == "\n" and after == " " and _size(runs, index + 1) == 1:
                italic = (start, end, "*")  # "** Lưu ý: *" is a bullet "*" in italics
            else:
                bold, nested = (start, end, BOLD_ON), italic is not None
        elif count == 3:
            if bold is not None and italic is not None:
                edits += (bold, italic, (start, end, BOLD_OFF))
                bold = italic = None
            elif bold is not None:
                edits += (bold, (start, end, BOLD_OFF))
                bold, italic = None, (end, end, "")
            elif italic is not None:
                edits.append(italic)
                bold, italic, nested = (start, end, BOLD_ON), None, False
            elif before != "\n" or after != "\n":
                bold, italic, nested = (start, end, BOLD_ON), (end, end, ""), False
        elif count == 4:
            edits.append((start, end, ""))
        elif count == 5 and bold is None:
            edits.append((start, end, "*"))
    edits.sort()
    pieces: list[str] = []
    position = 0
    for start, end, mark in edits:
        if start >= position:
            pieces += (text[position:start], mark)
            position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _size(runs: list[re.Match[str]], index: int) -> int:
    """Return how many stars the run at an index has, 0 where the block ends."""
    return len(runs[index][0]) if index < len(runs) and runs[index][0][0] == "*" else 0


def _opens(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Say whether a single star can open italics: "*Hà Nội" does; "* Lưu ý", "(*)", "5*6" and "phí* " do not."""
    if after in ")\n":
        return False
    if after == " ":
        # "* (Chi tiết theo Phụ lục đính kèm)*" is italics with a stray space, "* Lưu ý: …" is a bullet
        return before == "\n" and _ITALIC_LINE.match(text, end) is not None
    if before.isalnum():
        # "(*Z*alo" and "Du lịch*.*" come from word processors, "5*6" from people
        return (before.isalpha() and after.isalpha()) or _PUNCTUATION.match(text, end) is not None
    return True
