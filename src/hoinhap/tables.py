"""Print readings and comparisons as tables for a person at a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hoinhap.core.reader.due_words import due_words
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.model import Reading
from hoinhap.core.reader.shown import address, bullets, listed

_HEADS = {
    "vi": ("Mục", "Việc", "Chủ trì, phối hợp, nơi nhận", "Hạn"),
    "en": ("Path", "Duty", "Lead, partners, recipients", "Due"),
}
_MATCH_HEADS = {
    "vi": ("Mục", "Câu", "Kết quả", "Ở mục"),
    "en": ("Path", "Sentence", "Verdict", "Found at"),
}
_WITH = {"vi": ("cùng: ", "gửi: "), "en": ("with: ", "to: ")}
_STYLES = {"covered": "green", "partly": "yellow", "not": "red"}
_LONGEST = 220
_WIDEST = 14


class _Console(Console):
    """Leaves a closed pipe to the command, which ends well there."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def coverage_line(coverage: dict[str, int], duties: int, lang: str) -> str:
    """Say how many duties there are and what the provisions are: "39 giao việc. 53 điều khoản: 38 có giao việc, …"."""
    if not coverage["all"]:
        return "Không có điều khoản nào." if lang == "vi" else "There are no provisions."
    words = _labels("answers", lang) | _labels("counted", lang)
    parts = ", ".join(f"{count} {words[kind]}" for kind, count in coverage.items() if kind != "all")
    if lang == "vi":
        return f"{duties} giao việc. {coverage['all']} điều khoản: {parts}"
    return f"{_many(duties, 'duty', 'duties')}. {_many(coverage['all'], 'provision', 'provisions')}: {parts}"


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def reading_table(reading: dict[str, Any], lang: str) -> None:
    """Print a reading's masthead, its duties and targets, and what its provisions are."""
    console = _Console(highlight=False)
    document = reading["document"]
    title = " ".join(str(part) for part in (document["kind"], document["number"]) if part) or reading["name"]
    console.print(Text(title, style="bold"))
    facts = [document["issuer"], _date(document["date"]), document["title"]]
    console.print(" · ".join(fact for fact in facts if fact), markup=False)
    table = _table(_HEADS[lang], (None, 9, 6, None))
    grades = _labels("grades", lang)
    for task in reading["tasks"]:
        grade = "" if task["grade"] == "sure" else f"\n{grades[task['grade']]}"
        table.add_row(
            Text(_place(task["path"]) + grade),
            Text(_shortened(listed(task["text"]))),
            _who(task, lang),
            Text(due_words(task["due"], lang, task["due_text"])),
        )
    if reading["tasks"]:
        console.print(table)
    for target in reading["targets"]:
        console.print(Text(f"{_place(target['path'], ' ')}  {_amount(target)} {target['unit']}  {target['by'] or ''}"))
    console.print(Text(coverage_line(reading["coverage"], len(reading["tasks"]), lang)))
    console.print()


def match_table(matches: list[dict[str, Any]], child: Reading, lang: str) -> None:
    """Print for each sentence of the parent whether and where the child carries it out."""
    console = _Console(highlight=False)
    table = _table(_MATCH_HEADS[lang], (None, 8, 2, None))
    words = _labels("verdicts", lang)
    counted = dict.fromkeys(words, 0)
    for match in matches:
        verdict = match["verdict"]
        counted[verdict] += 1
        places = "\n".join(f"{_place(found['path'], ' ')} ({found['score']:.2f})" for found in match["found"][:3])
        table.add_row(
            Text(_place(match["path"])),
            Text(_shortened(listed(match["text"]))),
            Text(words[verdict], style=_STYLES[verdict]),
            Text(places if verdict != "not" else ""),
        )
    console.print(table)
    console.print(Text("; ".join(f"{words[kind]}: {count}" for kind, count in counted.items())))


def _labels(kind: str, lang: str) -> dict[str, str]:
    return {value: words[lang] for value, words in cues("labels")[kind].items()}


def _table(heads: tuple[str, ...], ratios: tuple[int | None, ...]) -> Table:
    """Make a table whose columns without a ratio are as wide as their words ask, so that none is cut in two."""
    table = Table(show_lines=True, expand=True)
    for head, ratio in zip(heads, ratios, strict=True):
        table.add_column(head, ratio=ratio, max_width=None if ratio else _WIDEST, overflow="fold")
    return table


def _place(path: str, between: str = "\n") -> str:
    """Write an address, and below it which bullet: "III/2/2.1/-1" is "III.2.1" and "– 1"."""
    return between.join(
        part for part in (address(path), " ".join(f"–\N{NO-BREAK SPACE}{n}" for n in bullets(path))) if part
    )


def _who(task: dict[str, Any], lang: str) -> Text:
    """List who leads, who works with them and who gets the result, one name a line."""
    names = Text()
    names.append("\n".join(task["leads"]), style="bold")
    for words, key in zip(_WITH[lang], ("partners", "reports_to"), strict=True):
        for name in task[key]:
            names.append(("\n" if names else "") + words + name)
    return names


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _date(iso: str | None) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _amount(target: dict[str, Any]) -> str:
    low, high = (f"{value:g}".replace(".", ",") for value in (target["low"], target["high"]))
    return low if low == high else f"{low}–{high}"
