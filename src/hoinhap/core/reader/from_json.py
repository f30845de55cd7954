"""Turn the JSON of a stored reading back into a Reading, so that it can be aligned without reading the bytes again.

`to_json(from_json(body)) == body` for whatever today's reader wrote. What the JSON leaves out (bold letters, pages, the
places of a product and of a sum of money) is not made up: those fields have their defaults.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .model import (
    Answer,
    Cell,
    Citation,
    Due,
    Duty,
    Field,
    Grade,
    Line,
    Masthead,
    Name,
    Note,
    Part,
    Provision,
    Reading,
    Span,
    Target,
)

Json = Mapping[str, Any]
_NOWHERE = Span(0, 0)


def from_json(body: Json) -> Reading:
    """Read what `to_json` wrote; keys that an older reader did not know yet may be missing."""
    return Reading(
        name=body.get("name") or "",
        text=body["text"],
        document=_masthead(body["document"]),
        format=body.get("format") or "",
        encoding=body.get("encoding") or "",
        pages=body.get("pages") or 0,
        lines=tuple(Line(line[0], line[1], cell=Cell(*line[2:]) if line[2:] else None) for line in _all(body, "lines")),
        parts=tuple(_part(one) for one in _all(body, "parts")),
        outline=tuple(_provision(one) for one in _all(body, "outline")),
        citations=tuple(_citation(one) for one in _all(body, "citations")),
        duties=tuple(_duty(one) for one in _all(body, "tasks")),
        targets=tuple(_target(one) for one in _all(body, "targets")),
        answers=tuple(
            Answer(one["path"], one.get("answer") or "", one.get("rule") or "") for one in _all(body, "outline")
        ),
        furniture=_spans(body.get("furniture")),
        preamble=_spans(body.get("preamble")),
        notes=tuple(
            Note(one["code"], tuple((name, value) for name, value in one.items() if name != "code"))
            for one in _all(body, "notes")
        ),
    )


def _all(body: Json, key: str) -> Sequence[Any]:
    return body.get(key) or ()


def _span(value: Sequence[int] | None) -> Span:
    return Span(value[0], value[1]) if value else _NOWHERE


def _spans(values: Sequence[Sequence[int]] | None) -> tuple[Span, ...]:
    return tuple(Span(one[0], one[1]) for one in values or ())


def _masthead(head: Json) -> Masthead:
    return Masthead(
        kind=head.get("kind"),
        number=head.get("number"),
        issuer=head.get("issuer"),
        place=head.get("place"),
        date=head.get("date"),
        title=head.get("title"),
        signer=head.get("signer"),
        position=head.get("position"),
        form=head.get("form") or "official",
        recipients=tuple(head.get("recipients") or ()),
        urgency=head.get("urgency"),
        secrecy=head.get("secrecy"),
        spans=tuple((name, _span(span)) for name, span in (head.get("spans") or {}).items()),
    )


def _part(one: Json) -> Part:
    first, last = one.get("lines") or (0, 0)
    return Part(one["kind"], first, last, one.get("label") or "", one.get("scope") or 0)


def _provision(one: Json) -> Provision:
    span = _span(one.get("span"))
    return Provision(
        path=one["path"],
        label=one.get("label") or "",
        text=one["text"],
        kind=one.get("kind") or "",
        span=span,
        pieces=_spans(one.get("pieces")),
        parent=one.get("parent", -1),
        depth=one.get("depth") or 0,
        label_annex=one.get("annex") or "",
        scope=one.get("scope") or 0,
        fields=tuple(Field(cell["role"], cell["text"], _span(cell.get("span"))) for cell in _all(one, "fields")),
    )


def _citation(one: Json) -> Citation:
    return Citation(
        kind=one.get("kind"),
        number=one["number"],
        date=one.get("date"),
        issuer=one.get("issuer"),
        span=_span(one.get("span")),
        mentions=_spans(one.get("mentions")),
        relation=one.get("relation") or "",
        rule=one.get("rule") or "",
        grade=Grade(one.get("grade") or "sure"),
    )


def _duty(one: Json) -> Duty:
    due = one.get("due")
    return Duty(
        path=one["path"],
        text=one["text"],
        span=_span(one.get("span")),
        leads=_names(one, "leads", "lead_spans"),
        partners=_names(one, "partners", "partner_spans"),
        reports_to=_names(one, "reports_to", "reports_to_spans"),
        due=None
        if due is None
        else Due(tuple(due.items()), one.get("due_text") or "", _span(one.get("due_span")), one.get("due_rule") or ""),
        product=_named(one.get("product")),
        money=_named(one.get("money")),
        optional=bool(one.get("optional")),
        rule=one.get("rule") or "",
        grade=Grade(one.get("grade") or "sure"),
        provision=one.get("provision", -1),
    )


def _names(one: Json, names: str, spans: str) -> tuple[Name, ...]:
    places = _spans(one.get(spans))
    return tuple(
        Name(text, places[number] if number < len(places) else _NOWHERE) for number, text in enumerate(_all(one, names))
    )


def _named(text: str | None) -> Name | None:
    return None if text is None else Name(text, _NOWHERE)


def _target(one: Json) -> Target:
    return Target(
        path=one["path"],
        text=one["text"],
        span=_span(one.get("span")),
        low=one["low"],
        high=one["high"],
        unit=one.get("unit") or "",
        by=one.get("by"),
        comparator=one.get("comparator") or "=",
        base=one.get("base"),
        rule=one.get("rule") or "",
        grade=Grade(one.get("grade") or "sure"),
        provision=one.get("provision", -1),
    )
