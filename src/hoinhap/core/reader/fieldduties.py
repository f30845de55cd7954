"""Make the duties whose leads, partners and time stand in field lines or in the cells of a task table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .actors import actor_of
from .agencies import names_at
from .cooperation import partners_in, recipients_in
from .deadlines import deadlines
from .fieldlines import FieldLine, Held
from .lexicon import cues
from .model import Due, Duty, Grade, Name, Provision, Span
from .node import DEMANDING, FieldOf, Node
from .placing import closed, distinct, locate, place_due, place_names, shift_due
from .words import Words

_EMPTY = frozenset(("-", "…", "x", "X"))
_SHORT = 6  # words: a field that short is a name, whatever it is
_JOINTLY = ("phối", "hợp")
_GOES_ON = frozenset(("semicolon", "comma", "break", "predicate", "dash", "period"))


def fields_for(held: Iterable[Held], outline: Sequence[Provision]) -> tuple[FieldOf, ...]:
    """Return the fields that hold for a provision ("Thời gian: Hằng năm"), placed in the document."""
    fields = []
    for owner, line in held:
        provision = outline[owner]
        end = line.end if line.end >= 0 else len(provision.text)
        words = provision.text[line.start : end]
        start = line.start + len(words) - len(words.lstrip())
        words = words.strip().rstrip(".;, ")
        if words.endswith(")") and words.count("(") < words.count(")"):
            words = words[:-1].rstrip(".;, ")  # "(Chủ trì: Sở A; thời gian: Quý I/2026)"
        if words:
            fields.append(FieldOf(line.role, Name(words, locate(provision, start, start + len(words)))))
    return tuple(fields)


def from_fields(node: Node, own: Sequence[FieldLine], year: int | None) -> Duty | None:
    """Make the duty of a provision with field lines ("… Đơn vị chủ trì: Sở Tư pháp. Thời gian thực hiện: Hằng năm.").

    `own` are the field lines in its own words: the work ends where they begin.
    """
    provision, words = node.provision, node.words
    work_end = min(
        (line.label_start for line in own if line.role not in ("content", "note")), default=len(provision.text)
    )
    last = words.at(work_end) or len(words)
    cells = _Cells(node.fields, year)
    leads = cells.leads
    actor = actor_of(words, node.clauses[0]) if node.clauses else None
    if actor and actor.how == "request":
        leads = [*place_names(provision, actor.names), *leads]
    elif not leads:
        leads = list(place_names(provision, actor.names)) if actor else list(node.leads)
    due = cells.due
    if due is None and not cells.has("time"):
        dues = deadlines(provision.text[:work_end], year=year)
        due = place_due(provision, dues[0]) if dues else None
    if not leads and (
        node.section not in DEMANDING or (not cells.has("partner") and not (cells.has("time") and node.orders(0)))
    ):
        return None
    return _duty(node, cells, leads, due, last, "duty.fields")


def cells_of(row: Provision, before: Sequence[FieldOf]) -> tuple[FieldOf, ...]:
    """Return the cells of a row that hold something; `before` are those of the row above, for a cell "nt"."""
    same: frozenset[str] = frozenset(cues("duties")["fields"]["as_above"])
    fields: list[FieldOf] = []
    for cell in row.fields:
        text = cell.text.strip().rstrip(".;, ")
        if text.lower() in same:
            fields += [field for field in before if field.role == cell.role]
        elif text and text not in _EMPTY:
            fields.append(FieldOf(cell.role, Name(text, Span(cell.span.start, cell.span.start + len(text)))))
    return tuple(fields)


def from_row(node: Node, fields: Sequence[FieldOf], year: int | None) -> Duty | None:
    """Make the duty of a row of a task table ("Rà soát … | Sở Tư pháp"), None where it gives nobody work."""
    cells = _Cells(fields, year)
    if not (cells.leads or cells.has("time") or cells.has("product")):
        return None
    return _duty(node, cells, cells.leads, cells.due, len(node.words), "duty.row")


class _Cells:
    """The fields of one duty, read by role."""

    def __init__(self, fields: Sequence[FieldOf], year: int | None) -> None:
        self._roles = {field.role for field in fields}
        self.leads: list[Name] = []
        self.partners: list[Name] = []
        for field in fields:
            if field.role in ("lead", "partner"):
                names, helpers = names_in_field(field.name)
                (self.leads if field.role == "lead" else self.partners).extend(names)
                self.partners += helpers
        self.due: Due | None = None
        for field in fields:
            if field.role == "time" and self.due is None:
                dues = deadlines(field.name.text, field=True, year=year)
                self.due = shift_due(dues[0], field.name) if dues else None
        self.product = next((field.name for field in fields if field.role == "product"), None)
        self.money = next((field.name for field in fields if field.role == "money"), None)

    def has(self, role: str) -> bool:
        return role in self._roles


def _duty(node: Node, cells: _Cells, leads: list[Name], due: Due | None, last: int, rule: str) -> Duty:
    provision, words = node.provision, node.words
    partners = place_names(provision, partners_in(words, 0, last))
    recipients = place_names(provision, recipients_in(words, 0, last, tuple(leads)))
    return Duty(
        provision.path,
        closed(provision.text),
        locate(provision, 0, len(provision.text)),
        distinct(leads),
        distinct((*partners, *cells.partners), leads),
        distinct(recipients, leads),
        due,
        cells.product,
        cells.money,
        optional=not leads,
        rule=rule,
        grade=Grade.SURE if leads else Grade.GUESS,
        provision=node.index,
    )


def names_in_field(field: Name) -> tuple[list[Name], list[Name]]:
    """Return the names in a field, placed in the document, and those of whom it says that they only help.

    "Sở Nội vụ; các cơ quan liên quan" names two, "Sở Nội vụ chủ trì; Sở Tư pháp phối hợp" one, and one that helps.
    """
    words = Words(field.text)
    names = names_at(words, 0, field=True)
    if not names:
        return [field] if len(words) <= _SHORT else [], []
    found: list[Name] = []
    helpers: list[Name] = []
    while names:
        joint = tuple(words.low[names.stop : names.stop + 2]) == _JOINTLY
        helps = joint and words.low[names.stop + 2 : names.stop + 3] not in (["với"], ["cùng"])
        (helpers if helps else found).extend(names.names)
        k = names.stop
        if names.why not in _GOES_ON:
            break
        # What follows a description of the name goes on with the list ("Các cơ quan theo quy định; Sở Tư pháp").
        while k < len(words) and words.raw[k] not in ";,.":
            k += 1
        k += 1
        if tuple(words.low[k : k + 2]) == _JOINTLY:
            # "Sở Y tế chủ trì, phối hợp với Sở Tài chính"
            rest = names_at(words, k + 2 + (words.low[k + 2 : k + 3] in (["với"], ["cùng"])), field=True)
            helpers += rest.names if rest else ()
            break
        names = names_at(words, k, field=True) if k < len(words) else None
    return _placed(found, field), _placed(helpers, field)


def _placed(names: Iterable[Name], field: Name) -> list[Name]:
    base = field.span.start
    return [Name(one.text, Span(base + one.span.start, base + one.span.end)) for one in names]
