"""Turn a Reading into the JSON of `hoinhap read --json` and of the stored reading.

The keys document, citations, outline, tasks and targets are the contract; spans count characters of "text".
"""

from __future__ import annotations

from typing import Any

from .answers import coverage
from .model import Due, Name, Reading, Span
from .reading import VERSION


def to_json(reading: Reading) -> dict[str, Any]:
    """Return the reading as plain values, ready for json.dumps."""
    document = reading.document
    return {
        "document": {
            "kind": document.kind,
            "number": document.number,
            "issuer": document.issuer,
            "place": document.place,
            "date": document.date,
            "title": document.title,
            "signer": document.signer,
            "position": document.position,
            "form": document.form,
            "recipients": list(document.recipients),
            "urgency": document.urgency,
            "secrecy": document.secrecy,
            "spans": {name: list(span) for name, span in document.spans},
        },
        "citations": [
            {
                "kind": one.kind,
                "number": one.number,
                "date": one.date,
                "issuer": one.issuer,
                "relation": one.relation,
                "span": list(one.span),
                "mentions": [list(span) for span in one.mentions],
                "rule": one.rule,
                "grade": str(one.grade),
            }
            for one in reading.citations
        ],
        "outline": [
            {
                "path": one.path,
                "label": one.label,
                "text": one.text,
                "kind": one.kind,
                "depth": one.depth,
                "parent": one.parent,
                "span": list(one.span),
                "pieces": [list(piece) for piece in one.pieces],
                "annex": one.label_annex,
                "scope": one.scope,
                "fields": [{"role": cell.role, "text": cell.text, "span": list(cell.span)} for cell in one.fields],
                "answer": answer.answer,
                "rule": answer.rule,
            }
            for one, answer in zip(reading.outline, reading.answers, strict=True)
        ],
        "tasks": [
            {
                "path": one.path,
                "text": one.text,
                "leads": _texts(one.leads),
                "partners": _texts(one.partners),
                "reports_to": _texts(one.reports_to),
                "due": one.due.as_json() if one.due else None,
                "optional": one.optional,
                "product": one.product.text if one.product else None,
                "money": one.money.text if one.money else None,
                "span": list(one.span),
                "lead_spans": _spans(one.leads),
                "partner_spans": _spans(one.partners),
                "reports_to_spans": _spans(one.reports_to),
                "due_text": one.due.text if one.due else None,
                "due_span": _span(one.due),
                "rule": one.rule,
                "due_rule": one.due.rule if one.due else None,
                "grade": str(one.grade),
                "provision": one.provision,
            }
            for one in reading.duties
        ],
        "targets": [
            {
                "path": one.path,
                "text": one.text,
                "low": one.low,
                "high": one.high,
                "unit": one.unit,
                "by": one.by,
                "comparator": one.comparator,
                "base": one.base,
                "span": list(one.span),
                "rule": one.rule,
                "grade": str(one.grade),
                "provision": one.provision,
            }
            for one in reading.targets
        ],
        "coverage": coverage(reading.answers),
        "text": reading.text,
        "parts": [
            {
                "kind": part.kind,
                "label": part.label,
                "scope": part.scope,
                "lines": [part.first, part.last],
                "span": list(_of_lines(reading, part.first, part.last)),
            }
            for part in reading.parts
        ],
        "lines": [[line.start, line.end, *(line.cell or ())] for line in reading.lines],
        "preamble": [list(span) for span in reading.preamble],
        "furniture": [list(span) for span in reading.furniture],
        "notes": [{"code": note.code, **dict(note.facts)} for note in reading.notes],
        "name": reading.name,
        "format": reading.format,
        "encoding": reading.encoding,
        "pages": reading.pages,
        "reader": VERSION,
    }


def _texts(names: tuple[Name, ...]) -> list[str]:
    return [name.text for name in names]


def _spans(names: tuple[Name, ...]) -> list[list[int]]:
    return [list(name.span) for name in names]


def _span(due: Due | None) -> list[int] | None:
    return list(due.span) if due else None


def _of_lines(reading: Reading, first: int, last: int) -> Span:
    if last <= first:
        return Span(0, 0)
    return Span(reading.lines[first].start, reading.lines[last - 1].end)
