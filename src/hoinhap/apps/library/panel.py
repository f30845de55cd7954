"""From the JSON of a Reading to the right-hand side: duties in order, and the other things that were found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hoinhap.apps.library import words
from hoinhap.apps.library.family import Cited
from hoinhap.apps.library.items import DISMISSED, DUTY, OPEN, differing
from hoinhap.apps.library.models import Item
from hoinhap.apps.library.resolving import Chip, Speech
from hoinhap.apps.library.sentences import rule_of
from hoinhap.core.reader.shown import address, listed
from hoinhap.core.responsibility import Section, agency_key, sections_of
from hoinhap.core.vi.text import fold

Json = dict[str, Any]

# How an address asks for the duties of which nobody is said to be in the lead.
NOBODY_ASKED = "-"
_OPENING = 40
_LINKS = re.compile(r"^[\s,;:.]*(?:(?:chủ trì|có trách nhiệm|chịu trách nhiệm)[\s,:]+)?")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as the list shows it: what it says, how sure the reader is, what a person made of it."""

    ref: str
    item: str
    token: str
    kind: str
    state: str
    is_open: bool
    is_sure: bool
    is_new: bool
    by_person: bool
    place: str
    path: str
    section: str
    section_words: str
    text: str
    action: str
    lead_shown: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    lead_chips: tuple[Chip, ...]
    partner_chips: tuple[Chip, ...]
    reports_to: tuple[str, ...]
    due: str
    due_short: str
    due_text: str
    due_why: str
    product: str
    money: str
    grade: str
    grade_word: str
    answer: str
    optional: bool
    rule: str
    why: str
    reason: str
    who: str
    when: Any
    proposals: tuple[Json, ...] | None
    was: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the person asked to see of the items."""

    words: str = ""
    agency: str = ""
    grade: str = ""
    state: str = ""
    section: str | None = None
    role: str = ""
    # What is equal for two names of one agency.
    row_of: Callable[[str], str] = agency_key

    def takes(self, line: ItemLine) -> bool:
        names = (*line.leads, *line.partners, *line.reports_to)
        text = fold(" ".join((line.place, line.text, *names)))
        return (
            all(word in text for word in fold(self.words).split())
            and (not self.agency or self._is_of(line))
            and (not self.grade or self.grade == line.grade)
            and (not self.state or self._is_in(line))
            and (self.section is None or self.section == line.section)
        )

    def _is_of(self, line: ItemLine) -> bool:
        if self.agency == NOBODY_ASKED:
            return line.kind == DUTY and not line.leads
        names = (*(line.leads if self.role != "partner" else ()), *(line.partners if self.role != "lead" else ()))
        return self.row_of(self.agency) in map(self.row_of, names)

    def _is_in(self, line: ItemLine) -> bool:
        if self.state == "open":
            return line.is_open
        if self.state == "duty":
            return line.kind == DUTY and line.state != DISMISSED
        if self.state == "none":
            return line.kind != DUTY or line.state == DISMISSED
        return line.is_new or line.proposals is not None

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.agency or self.grade or self.state or self.section is not None)


def item_lines(found: Iterable[Item], body: Json, speech: Speech | None = None) -> list[ItemLine]:
    """Give every live item in the order of the text; with the `speech` of the document its names say what they mean."""
    live = [item for item in found if item.is_live]
    sections = sections_of(body["outline"], [item.path for item in live])
    chip = speech.chip if speech else _plain
    return [_line(item, body, sections, chip) for item in live]


def _plain(name: str) -> Chip:
    return Chip(name, "")


def agencies(lines: list[ItemLine], row_of: Callable[[str], str] = agency_key) -> list[tuple[str, int]]:
    """Count the duties of each agency that leads or takes part, the busiest first."""
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for line in lines:
        if line.state == DISMISSED or line.kind != DUTY:
            continue
        for key in {row_of(name): name for name in (*line.leads, *line.partners)}.items():
            shown.setdefault(*key)
            counts[key[0]] = counts.get(key[0], 0) + 1
    return sorted(((shown[key], count) for key, count in counts.items()), key=lambda pair: (-pair[1], pair[0]))


def provision_lines(reading: Json, answer: str, answers: list[str]) -> list[Json]:
    """Give every provision, or those of one answer, with the rule that decided."""
    answer = answer if answer in answers_of(reading) else ""
    return [
        {
            "index": index,
            "place": address(item["path"]) or item.get("label", ""),
            "path": words.place_words(item["path"]),
            "text": item["text"],
            "kind": item.get("answer", ""),
            "answer": words.answer_word(item.get("answer", "")),
            "decision": words.decision_word(answers[index]),
            "decided": answers[index],
            "rule": item.get("rule", ""),
            "why": rule_of(item.get("rule", "")),
        }
        for index, item in enumerate(reading["outline"])
        if not answer or item.get("answer") == answer
    ]


def answers_of(reading: Json) -> set[str]:
    """Give the answers that occur."""
    return {item.get("answer", "") for item in reading["outline"]}


def target_lines(reading: Json) -> list[Json]:
    """Give every target in words: "ít nhất 50 %, đến năm 2025"."""
    where = _first_of(reading["outline"])
    lines = []
    for target in reading["targets"]:
        low, high = target["low"], target["high"]
        amount = words.number(low) if low == high else f"{words.number(low)} – {words.number(high)}"
        sign = words.comparator_word(target.get("comparator", "="))
        lines.append(
            {
                "index": where.get(target["path"], -1),
                "place": address(target["path"]),
                "amount": " ".join(part for part in (sign, amount, target.get("unit") or "") if part),
                "by": words.day(str(target["by"])) if target.get("by") else "",
                "text": target["text"],
                "why": rule_of(target.get("rule") or ""),
                "grade": "" if target.get("grade", "sure") == "sure" else words.grade_word(target["grade"]),
            }
        )
    return lines


def citation_lines(reading: Json, tied: Iterable[Cited] = ()) -> list[Json]:
    """Give every document that this one names, with the document of the library that is meant, or those that may be."""
    known = {one.ref: one for one in tied}
    return [
        {
            "index": index if citation.get("span") else -1,
            "heading": " ".join(part for part in (citation.get("kind"), citation["number"]) if part),
            "date": words.day(citation["date"]) if citation.get("date") else "",
            "issuer": citation.get("issuer") or "",
            "relation": words.relation_word(citation.get("relation") or ""),
            "why": rule_of(citation.get("rule") or ""),
            "document": known[index].document if index in known else None,
            "candidates": known[index].candidates if index in known else (),
        }
        for index, citation in enumerate(reading["citations"])
    ]


def _line(item: Item, body: Json, sections: dict[str, Section], chip: Callable[[str], Chip]) -> ItemLine:
    value = item.value
    law = value.get("due_text") or ""
    text = str(value.get("text") or "")
    is_duty = item.kind == DUTY
    leads = tuple(value.get("leads") or ())
    action = listed(_action(item, body["text"])) if is_duty else listed(text)
    return ItemLine(
        ref=item.ref,
        item=item.pk.hex,
        token=item.token,
        kind=item.kind,
        state=item.state,
        is_open=item.is_open,
        is_sure=item.state == OPEN and item.grade == "sure" and item.proposal is None,
        is_new=item.is_new,
        by_person=item.found is None or bool(differing(item.found, value)),
        place=address(item.path) or item.path,
        path=words.whole_place(item.path),
        section=sections[item.path].key,
        section_words=sections[item.path].words,
        text=listed(text),
        action=action,
        lead_shown=_lead_shown(leads, action),
        leads=leads,
        partners=tuple(value.get("partners") or ()),
        lead_chips=tuple(map(chip, leads)),
        partner_chips=tuple(map(chip, value.get("partners") or ())),
        reports_to=tuple(value.get("reports_to") or ()),
        due=words.due_words(value.get("due"), law) or law,
        due_short=words.due_short(value.get("due"), law),
        due_text=law,
        due_why=rule_of(value.get("due_rule") or ""),
        product=str(value.get("product") or ""),
        money=str(value.get("money") or ""),
        grade=item.grade,
        grade_word=words.grade_word(item.grade) if item.grade else _("Do người thêm"),
        answer=words.answer_word(item.answer),
        optional=bool(value.get("optional")),
        rule=item.rule,
        why=rule_of(item.rule),
        reason=item.reason,
        who=item.decided_by.full_name if item.decided_by else "",
        when=item.decided_at,
        proposals=_proposals(item),
        was=tuple(told(item.found, item.value)) if item.found is not None else (),
    )


def _proposals(item: Item) -> tuple[Json, ...] | None:
    """Say what a newer reader would put in place of the item, field by field; () says that it finds nothing there."""
    if item.proposal is None:
        return None
    return tuple(
        {
            "kind": unit["kind"],
            "text": listed(str(unit["value"].get("text") or "")),
            "fields": told(item.value, unit["value"]) if unit["kind"] == item.kind else told({}, unit["value"]),
        }
        for unit in item.proposal["items"]
    )


def told(one: Json, other: Json) -> list[tuple[str, str, str]]:
    """Say field by field what differs: ("Chủ trì", "Sở Tài chính", "Sở Xây dựng")."""
    return [(words.field_word(field), _field(one, field), _field(other, field)) for field in differing(one, other)]


def _field(value: Json, field: str) -> str:
    if field == "due":
        return words.due_words(value.get("due"), value.get("due_text") or "")
    found = value.get(field)
    return "; ".join(found) if isinstance(found, list) else str(found or "")


def _lead_shown(leads: tuple[str, ...], action: str) -> str:
    """Name the lead before what is to be done, unless the words open with it."""
    if not leads or fold(action).startswith(fold(leads[0])):
        return ""
    return f"{leads[0]} …" if len(leads) > 1 else leads[0]


def _action(item: Item, source: str) -> str:
    """Leave out the agencies that open the sentence, which the line names already.

    "Sở Ngoại vụ chủ trì, phối hợp với các đơn vị liên quan, tham mưu cho …" becomes "Tham mưu cho …".
    """
    text = str(item.value.get("text") or "")
    said = item.spans.get("said") or []
    if len(said) != 1 or item.found is None or differing(item.found, item.value):
        return text
    start, end = said[0]
    names = sorted(tuple(name) for name in [*item.spans.get("lead", []), *item.spans.get("partner", [])])
    for name_start, name_end in names:
        if name_start < start:
            continue
        if name_start - start > _OPENING or any(mark in source[start:name_start] for mark in ";:."):
            break
        start = name_end
    words_left = _LINKS.sub("", source[start:end].replace("\n", " "))
    return words_left if len(words_left) >= 20 else text


def _first_of(outline: list[Json]) -> dict[str, int]:
    where: dict[str, int] = {}
    for index, item in enumerate(outline):
        where.setdefault(item["path"], index)
    return where
