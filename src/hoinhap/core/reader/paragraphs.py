"""Joins hard-wrapped lines into paragraphs, and parts what a lost line end has glued together.

"1. Sở Khoa học và Công\\nnghệ" becomes one paragraph, "…đúng quy định; - Chủ trì xây dựng …" becomes two. A cut made at
a place that only looks like a new provision is marked `sure=False`; the outline asks for a fitting number there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from .labels import Label, label_at
from .lexicon import cues, either
from .model import Extract, Line, Paragraph, Part

_TERMINAL = frozenset('.;:!?…”"»/')
_PLACED = frozenset({"pdf", "scan"})
_NARROWEST = 50  # where all lines are shorter they have not been wrapped either
_WIDEST = 160  # a line longer than any page is wide has not been wrapped
_GLUED = re.compile(
    r"[.;:…/”\")] ?(?=[-–+•*] ?[^\W\d_]|\d{1,2}[.)] ?[^\W\d_]|[a-zđ]\) )"
    r"|(?<=\w) (?=[-–] [^\W\d_]|[b-zđ][.)] )"
)
_GOES_ON = frozenset(",-–(“")
_LONE = 11  # a line this short may be a number whose heading follows
_WORD = re.compile(r"[^\W\d_]+")


class Block(NamedTuple):
    """The paragraphs of one body part."""

    part: Part
    paragraphs: tuple[Paragraph, ...]


class Cues(NamedTuple):
    """The words of lexicon/outline.toml that paragraphs need."""

    before_number: re.Pattern[str]
    before_letter: re.Pattern[str]
    field: re.Pattern[str]
    verbs: frozenset[str]
    names: frozenset[str]
    titles: frozenset[str]


@cache
def _cues() -> Cues:
    table = cues("outline")["paragraphs"]

    return Cues(
        re.compile(rf"(?:^|[\s(]){either(table['before_number'])}$|,$", re.I),
        re.compile(rf"\b{either(table['before_letter'])}$|,$", re.I),
        re.compile(rf"{either(table['field'])}[^:.;]{{0,40}}:", re.I),
        frozenset(table["verbs"]),
        frozenset(table["names"]),
        frozenset(table["titles"]),
    )


def paragraphs(extract: Extract, parts: tuple[Part, ...]) -> tuple[Block, ...]:
    """Return the paragraphs of every body part, in order.

    Together they hold every character of those lines but the line ends between them.
    """
    page = _page(extract.lines)._replace(placed=extract.format in _PLACED)
    return tuple(
        Block(part, tuple(_cut(extract.text, extract.lines[part.first : part.last], page)))
        for part in parts
        if part.kind == "body"
    )


class Page(NamedTuple):
    """How the lines of a text are set: how wide they run, whether empty lines part its paragraphs, and whether the
    places of the words on a page have told where paragraphs end."""

    width: int
    spaced: bool
    placed: bool = False


def _page(lines: tuple[Line, ...]) -> Page:
    """Measure the lines, so that one which ends early is seen to end on purpose."""
    plain = [line for line in lines if line.cell is None]
    wrapped = sorted(line.end - line.start for line in plain if not line.ends)
    width = max(_NARROWEST, wrapped[len(wrapped) * 9 // 10]) if wrapped else _WIDEST
    return Page(width, (len(plain) - len(wrapped)) * 20 > len(plain))


def _cut(text: str, lines: tuple[Line, ...], page: Page) -> list[Paragraph]:
    cues = _cues()
    found: list[Paragraph] = []
    begin = 0
    sure = True
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        verdict = True if following is None else _breaks(text, lines, begin, index, page, cues)
        if verdict is None:
            continue
        first = lines[begin]
        whole = text[first.start : line.end].replace("\n", " ")
        _part_glued(whole, first, sure, cues, found)
        begin, sure = index + 1, verdict
    return found


def _breaks(text: str, lines: tuple[Line, ...], begin: int, index: int, page: Page, cues: Cues) -> bool | None:
    """Say whether a paragraph ends after `lines[index]`: True surely, False perhaps, None when the sentence goes on."""
    line, following = lines[index], lines[index + 1]
    width = page.width
    if line.cell != following.cell or line.role != following.role:
        return True
    last = text[line.end - 1 : line.end]
    start = following.start
    if line.ends:
        if last in _TERMINAL or not text[start : start + 1].islower() or label_at(text, start):
            return True
        return None  # an empty line inside a sentence
    size = line.end - line.start
    if width > _WIDEST and (size > _WIDEST or (size > _LONE and not text[start : start + 1].islower())):
        return last not in _GOES_ON or None
    label = label_at(text, start)
    short = line.end - line.start + 1 + _first_word(text, start) <= width
    if line.end - line.start < 12 and text[line.start : line.end].lstrip('“"').casefold() in cues.names:
        return None
    mentioned = label and label.kind != "bullet" and (page.spaced or not short) and _mentioned(text, line, cues)
    if label and label.end < len(text) and not mentioned:
        if last in _TERMINAL or (label.kind == "roman" and text[label.end : label.end + 1].isupper()):
            return True
        if text[label.end : label.end + 1].islower() or (label.end >= following.end and not short):
            return None
        head = lines[begin]
        if short or (line.bold and not following.bold) or _capital(text, head.start, line.end):
            return True
        return None if label.kind == "bullet" else False
    if (short or last in _TERMINAL) and cues.field.match(text, start, min(following.end, start + 80)):
        return True
    if not text[start : start + 1].isupper():
        return None
    head = lines[begin]
    if _capital(text, head.start, line.end) and not _capital(text, start, following.end):
        return True
    if last not in ".!?…:;":
        # "1. Sở Ngoại vụ" / "Chủ trì, phối hợp …": a heading, where no empty line could have parted the two.
        heading = begin == index and short and last not in _GOES_ON
        named = label_at(text, head.start) if heading else None
        alone = named and named.kind != "bullet" and line.end - line.start < width * 3 // 4
        if named and named.kind == "article":
            title = text[named.end : line.end].strip(" *").casefold() in cues.titles
            if title or (line.bold and not following.bold and not page.spaced):
                return True  # "Điều 5. Tổ chức thực hiện"
        if page.spaced:
            return None
        # Only an order on the next line shows that the name is whole, and not "Ủy ban Mặt trận" / "Tổ quốc".
        return True if alone and _order(text, start, cues) else None
    if page.placed:
        return None
    if line.end - line.start + 1 + _first_word(text, start) <= width - 2:
        return True
    # Saved pages wrap the first line of a paragraph early, where their source indents it.
    if index + 2 < len(lines) and not following.ends and text[following.end - 1] not in _TERMINAL:
        return True if following.end - start + _first_word(text, lines[index + 2].start) < width * 2 // 3 else None
    return None


def _order(text: str, start: int, cues: Cues) -> bool:
    """Say whether a line begins with a verb of lexicon/outline.toml ("Chủ trì", "Theo dõi")."""
    words = _WORD.findall(text[start : start + 30])[:2]
    return len(words) == 2 and " ".join(words) in cues.verbs


def _mentioned(text: str, line: Line, cues: Cues) -> bool:
    """Say whether a number after this line belongs to a mention: "theo quy định tại khoản" / "2. Điều này"."""
    return cues.before_number.search(text[max(line.start, line.end - 24) : line.end]) is not None


def _first_word(text: str, start: int) -> int:
    end = start
    limit = min(len(text), start + 12)
    while end < limit and text[end] not in " \n":
        end += 1
    return end - start


def _capital(text: str, start: int, end: int) -> bool:
    words = text[start : min(end, start + 400)]
    return words.upper() == words and any(letter.isalpha() for letter in words)


def _part_glued(whole: str, first: Line, sure: bool, cues: Cues, found: list[Paragraph]) -> None:
    """Add a paragraph, cut where a bullet or the next number follows on the same line."""
    begin = 0
    label: Label | None = None
    read = False
    for match in _GLUED.finditer(whole):
        at = match.end()
        mark = whole[at]
        if match[0] == " " and mark in "-–":
            word = _WORD.match(whole, at + 2)
            if not word or word[0] not in cues.verbs or not _verb_phrase(whole, word, cues):
                continue
        elif mark in "-–+•*":
            spaced = whole[at + 1] == " "
            if not whole[at + 1 + spaced].isupper() or not (spaced or match[0][-1] == " "):
                continue
        else:
            if match[0] == " " and cues.before_letter.search(whole[max(begin, at - 24) : at - 1]):
                continue
            if not read:
                label, read = label_at(whole, begin), True
            next_label = label_at(whole, at)
            if not next_label or not whole[next_label.end : next_label.end + 1].isupper():
                continue
            if not (
                (label and label.style == next_label.style and next_label.value == label.value + 1)
                or (next_label.value == 1 and match[0][0] == ":" and _goes_on(whole, next_label))
            ):
                continue
            label = next_label
        if at > begin:
            _add(whole, first, begin, at, sure, found)
            begin, sure = at, False
            if mark in "-–+•*":
                read = False
    _add(whole, first, begin, len(whole), sure, found)


def _goes_on(whole: str, label: Label) -> bool:
    """Say whether the list that "a)" begins has its "b)" in the same paragraph."""
    ahead = {"letter)": " b) ", "number.": " 2. ", "digit)": " 2) "}.get(label.style)
    at = whole.find(ahead, label.end, label.end + 3000) if ahead else -1
    return at >= 0 and whole[at + 4 : at + 5].isupper()


def _verb_phrase(whole: str, word: re.Match[str], cues: Cues) -> bool:
    """Say whether a capital word after a dash opens an instruction: "- Tăng cường tuyên truyền"."""
    end = word.end()
    following = _WORD.match(whole, end + 1)
    return following is not None and f"{word[0]} {following[0]}" in cues.verbs


def _add(whole: str, first: Line, begin: int, end: int, sure: bool, found: list[Paragraph]) -> None:
    while end > begin and whole[end - 1] == " ":
        end -= 1
    if end > begin:
        found.append(
            Paragraph(
                whole[begin:end], first.start + begin, first.start + end, first.cell, first.bold, first.role, sure
            )
        )
