"""Values that pass between the stages of the reader.

Every value is frozen. Every span counts characters of `Extract.text` (and so of `Reading.text`), end exclusive.
The text is NFC, one space at most between words, no line begins or ends with a space, and lines end with "\\n";
replacing a line end by a space therefore keeps all offsets, which is how paragraphs are unwrapped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters of the reading's text."""

    start: int
    end: int


class Grade(StrEnum):
    """How sure a rule is of what it found."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


# --- what a format hands over -------------------------------------------------------------------------------------


class Cell(NamedTuple):
    """Where a line stands in a table; all three count from 0. A header row is row 0."""

    table: int
    row: int
    column: int


class Line(NamedTuple):
    """One physical line, `text[start:end]`, without its line end.

    `ends` says that the paragraph surely ends here (a paragraph of docx or html, an empty line after it in plain text);
    False means that the line may be hard-wrapped and go on in the next one.
    `role` is "body", "footnote", "box" (a text box), or "running" (page number, running head: furniture already known).
    """

    start: int
    end: int
    ends: bool = False
    cell: Cell | None = None
    bold: bool = False
    role: str = "body"
    page: int = 0


class Note(NamedTuple):
    """Something the person should know of the reading: a code of lexicon/notes.toml and its facts."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format makes of the bytes: clean text and its lines in reading order."""

    text: str
    lines: tuple[Line, ...]
    format: str
    encoding: str = ""
    pages: int = 0
    notes: tuple[Note, ...] = ()


# --- the parts of a document --------------------------------------------------------------------------------------


class Part(NamedTuple):
    """A run of lines `lines[first:last]` with one office in the document.

    `kind`: "head" (masthead, title, legal bases up to the first body line), "body", "recipients" (Nơi nhận),
    "signature", "attachment" (title lines of a plan or regulation issued with a decision), "annex" (title lines of a
    Phụ lục, `label` "PL1"), "footnotes", "furniture" (site chrome, running heads, rules).
    A body part carries the label of the annex that it belongs to ("" in the document itself), and `scope` counts the
    attachments before it (0: the document itself).
    """

    kind: str
    first: int
    last: int
    label: str = ""
    scope: int = 0


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the document says of itself. Absent fields are None; dates are ISO."""

    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    place: str | None = None
    date: str | None = None
    title: str | None = None
    signer: str | None = None
    position: str | None = None
    form: str = "official"
    recipients: tuple[str, ...] = ()
    urgency: str | None = None
    secrecy: str | None = None
    spans: tuple[tuple[str, Span], ...] = ()


class Paragraph(NamedTuple):
    """One unwrapped paragraph: `text` is `source[start:end]` with its line ends replaced by spaces (equal length).

    `sure` is False where it was cut off a longer passage only because it looks like a provision of its own.
    """

    text: str
    start: int
    end: int
    cell: Cell | None = None
    bold: bool = False
    role: str = "body"
    sure: bool = True


# --- the outline --------------------------------------------------------------------------------------------------


class Field(NamedTuple):
    """A cell of a task table or a field line: its role ("task", "lead", "partner", "time", "product", "money",
    "note", or "" when unknown) and its words."""

    role: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Provision:
    """A labelled, bulleted or (in a text without labels) plain provision, in reading order.

    `path` and `label` as in the JSON contract; `text` is its own words to where its first child begins, label left out,
    paragraphs joined by a space. `kind`: "part", "chapter", "section", "article", "roman", "number", "decimal",
    "letter", "bullet", "paragraph", "row". `span` covers label and own words; `pieces` are the spans of the own words,
    one per paragraph, in order, so that `" ".join(source[a:b].replace("\\n", " ") for a, b in pieces) == text`.
    `parent` is the index of the parent in the outline, -1 at the top. `fields` are the cells of a table row.
    """

    path: str
    label: str
    text: str
    kind: str
    span: Span
    pieces: tuple[Span, ...]
    parent: int = -1
    depth: int = 0
    bold: bool = False
    label_annex: str = ""
    scope: int = 0
    fields: tuple[Field, ...] = ()


# --- findings -----------------------------------------------------------------------------------------------------


class Name(NamedTuple):
    """An agency, class of agencies or office as the text writes it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: `value` as in the JSON contract ({"on": …}, {"by": …}, {"every": …}), the words, the rule."""

    value: tuple[tuple[str, str | int], ...]
    text: str
    span: Span
    rule: str
    grade: Grade = Grade.SURE

    def as_json(self) -> dict[str, str | int]:
        return dict(self.value)


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody is told to do something. `span` covers the words of the duty."""

    path: str
    text: str
    span: Span
    leads: tuple[Name, ...] = ()
    partners: tuple[Name, ...] = ()
    reports_to: tuple[Name, ...] = ()
    due: Due | None = None
    product: Name | None = None
    money: Name | None = None
    optional: bool = False
    rule: str = ""
    grade: Grade = Grade.SURE
    provision: int = -1


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document named by its number. `relation`: "amends", "replaces", "implements", "basis" or ""."""

    kind: str | None
    number: str
    date: str | None
    issuer: str | None
    span: Span
    mentions: tuple[Span, ...] = ()
    relation: str = ""
    rule: str = ""
    grade: Grade = Grade.SURE


@dataclass(frozen=True, slots=True)
class Target:
    """A number to be reached by a time. `comparator`: "=", ">=", "<=", ">", "<", "~" or "range"."""

    path: str
    text: str
    span: Span
    low: float
    high: float
    unit: str
    by: str | None
    comparator: str = "="
    base: str | None = None
    rule: str = ""
    grade: Grade = Grade.SURE
    provision: int = -1


class Answer(NamedTuple):
    """What a provision is: "duty", "target", "aim", "heading", "definition", "organisation", "regulation", "field"
    (a line that only describes another provision) or "nothing", with the rule that decided."""

    path: str
    answer: str
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read in one document."""

    name: str
    text: str
    document: Masthead
    format: str = ""
    encoding: str = ""
    pages: int = 0
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()
    outline: tuple[Provision, ...] = ()
    citations: tuple[Citation, ...] = ()
    duties: tuple[Duty, ...] = ()
    targets: tuple[Target, ...] = ()
    answers: tuple[Answer, ...] = ()
    furniture: tuple[Span, ...] = ()
    preamble: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = field(default=())


class Unreadable(Exception):
    """The bytes cannot be read. `code` names a sentence of lexicon/refusals.toml; `facts` fill its blanks."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = {key: str(value) for key, value in facts.items()}
