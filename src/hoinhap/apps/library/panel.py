"""From the JSON of a Reading to the right-hand side: duties in order, and the other things that were found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hoinhap.apps.library import words
from hoinhap.apps.library.sentences import rule_of
from hoinhap.core.reader.shown import address, listed

Json = dict[str, Any]

_OPENING = 40
_LINKS = re.compile(r"^[\s,;:.]*(?:(?:chủ trì|có trách nhiệm|chịu trách nhiệm)[\s,:]+)?")


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty as the list shows it."""

    index: int
    place: str
    path: str
    section: str
    text: str
    action: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    reports_to: tuple[str, ...]
    due: str
    due_short: str
    due_text: str
    due_why: str
    product: str
    money: str
    grade: str
    grade_word: str
    optional: bool
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What the person asked to see of the duties."""

    words: str = ""
    agency: str = ""
    grade: str = ""

    def takes(self, line: DutyLine) -> bool:
        names = (*line.leads, *line.partners, *line.reports_to)
        text = " ".join((line.place, line.text, *names)).casefold()
        return (
            all(word in text for word in self.words.casefold().split())
            and (not self.agency or self.agency in line.leads)
            and (not self.grade or self.grade == line.grade)
        )

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.agency or self.grade)


def duty_lines(reading: Json) -> list[DutyLine]:
    """Give every duty of a Reading in the order of the text."""
    tops = _tops(reading["outline"])
    return [_duty(index, task, reading, tops) for index, task in enumerate(reading["tasks"])]


def agencies(lines: list[DutyLine]) -> list[tuple[str, int]]:
    """Count the duties of each leading agency, the busiest first."""
    counts: dict[str, int] = {}
    for line in lines:
        for lead in line.leads:
            counts[lead] = counts.get(lead, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def provision_lines(reading: Json, answer: str = "") -> list[Json]:
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


def citation_lines(reading: Json) -> list[Json]:
    """Give every document that this one names."""
    return [
        {
            "index": index if citation.get("span") else -1,
            "heading": " ".join(part for part in (citation.get("kind"), citation["number"]) if part),
            "date": words.day(citation["date"]) if citation.get("date") else "",
            "issuer": citation.get("issuer") or "",
            "relation": words.relation_word(citation.get("relation") or ""),
            "why": rule_of(citation.get("rule") or ""),
        }
        for index, citation in enumerate(reading["citations"])
    ]


def _duty(index: int, task: Json, reading: Json, tops: dict[str, str]) -> DutyLine:
    span = task.get("due_span")
    law = task.get("due_text") or (reading["text"][span[0] : span[1]].replace("\n", " ") if span else "")
    return DutyLine(
        index=index,
        place=address(task["path"]) or task["path"],
        path=words.whole_place(task["path"]),
        section=tops.get(task["path"], ""),
        text=listed(task["text"]),
        action=listed(_action(task, reading["text"])),
        leads=tuple(task.get("leads") or ()),
        partners=tuple(task.get("partners") or ()),
        reports_to=tuple(task.get("reports_to") or ()),
        due=words.due_words(task.get("due"), law),
        due_short=words.due_short(task.get("due"), law),
        due_text=law,
        due_why=rule_of(task.get("due_rule") or ""),
        product=_named(task.get("product")),
        money=_named(task.get("money")),
        grade=task.get("grade", "sure"),
        grade_word=words.grade_word(task.get("grade", "sure")),
        optional=bool(task.get("optional")),
        rule=task.get("rule", ""),
        why=rule_of(task.get("rule", "")),
    )


def _action(task: Json, text: str) -> str:
    """Leave out the agencies that open the sentence, which the line names already.

    "Sở Ngoại vụ chủ trì, phối hợp với các đơn vị liên quan, tham mưu cho …" becomes "Tham mưu cho …".
    """
    span = task.get("span")
    if not span:
        return str(task["text"])
    start, end = span
    names = sorted(tuple(name) for name in [*(task.get("lead_spans") or []), *(task.get("partner_spans") or [])])
    for name_start, name_end in names:
        if name_start < start:
            continue
        if name_start - start > _OPENING or any(mark in text[start:name_start] for mark in ";:."):
            break
        start = name_end
    words_left = _LINKS.sub("", text[start:end].replace("\n", " "))
    if len(words_left) < 20:
        return str(task["text"])
    return words_left


def _named(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("text") or "")
    return str(value or "")


def _tops(outline: list[Json]) -> dict[str, str]:
    """Map each path to the words of its uppermost provision, where that one has others under it: "IV" for IV/1."""
    above = {item["path"].partition("/")[0] for item in outline if "/" in item["path"]}
    tops: dict[str, str] = {}
    current = ""
    for item in outline:
        if "/" not in item["path"]:
            label = item.get("label") or ""
            groups = item["path"] in above and item.get("kind") not in ("bullet", "paragraph", "row")
            current = f"{label}. {item['text']}" if groups and label else ""
        tops[item["path"]] = current
    return tops


def _first_of(outline: list[Json]) -> dict[str, int]:
    where: dict[str, int] = {}
    for index, item in enumerate(outline):
        where.setdefault(item["path"], index)
    return where
