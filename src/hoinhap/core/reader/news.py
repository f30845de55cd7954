"""Take a news text apart: headline and lead, the paragraphs, and what the page adds ("Bài, ảnh: …", "Các tin khác")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.linecues import LABEL, RULE
from hoinhap.core.reader.model import Line

_CLOCK = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_ENDS = (".", ";", ":", "!", "?", "…", "”", '"', ")", ".|", ". |")


@cache
def _cues() -> tuple[tuple[str, ...], tuple[str, ...]]:
    site = cues("masthead")["site"]
    return tuple(site["after"]), tuple(site["news"])


def blocks_of(rows: Sequence[str], lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Join hard-wrapped lines to paragraphs, as (first line, line after the last)."""
    blocks, first = [], 0
    for index, row in enumerate(rows):
        last = index + 1 == len(rows)
        wraps = not lines[index].ends and not last and not LABEL.match(rows[index + 1])
        begins_small = not last and (rows[index + 1][:1].islower() or rows[index + 1][:1].isdigit())
        # The first line of a paragraph is often cut short: "Ngày / 1/7/2025, UBND tỉnh …".
        if not (wraps and (begins_small or (len(row) > 40 and not row.endswith(_ENDS)))):
            blocks.append((first, index + 1))
            first = index + 1
    return blocks


def news_kinds(rows: Sequence[str], lines: Sequence[Line]) -> list[str]:
    """Give each line of a news text its kind: "head" (headline and lead), "body" or "furniture"."""
    after, inside = _cues()
    blocks = blocks_of(rows, lines)
    texts = [" ".join(rows[a:b]) for a, b in blocks]
    kinds = ["body"] * len(blocks)
    end = len(blocks)
    for index, text in enumerate(texts):
        if index and text.startswith(after) and len(text) < 120:
            end = index
            break
    kinds[end:] = ["furniture"] * (len(blocks) - end)
    # A headline can be long too, but it ends as no sentence.
    labelled = next((i for i in range(end) if LABEL.match(texts[i])), end)
    long = [i for i in range(labelled) if len(texts[i]) >= 60]
    lead = next((i for i in long if texts[i].endswith(_ENDS)), next((i for i in long if len(texts[i]) >= 100), -1))
    if lead >= 0:
        kinds[:lead] = ["furniture"] * lead
        kinds[lead] = "head"
        headline = _headline(texts[:lead])
        if headline >= 0:
            kinds[headline] = "head"
    for index in range(max(lead + 1, 0), end):
        text = texts[index]
        if RULE.match(text) or (text.startswith(inside) and len(text) < 60) or _is_caption(texts, index):
            kinds[index] = "furniture"
    # By-lines close the article: "PV", "Mây Sông (T/h)".
    for index in range(end - 1, max(lead, 0), -1):
        text = texts[index]
        if lines[blocks[index][0]].role == "running" or (kinds[index] == "furniture" and len(text) < 120):
            continue
        if len(text) > 48 or text.endswith((".", ";", ":")) or LABEL.match(text) or text.startswith(("-", "+", "•")):
            break
        kinds[index] = "furniture"
    found: list[str] = []
    for (first, last), kind in zip(blocks, kinds, strict=True):
        found += [kind] * (last - first)
    return found


def _headline(texts: Sequence[str]) -> int:
    """Choose the headline among the lines above the lead: the longest one that is no date, menu or section."""
    best, size = -1, 24
    inside = _cues()[1]
    for index, text in enumerate(texts):
        if len(text) > size and not _CLOCK.match(text) and not text.startswith(inside):
            best, size = index, len(text)
    return best


def _is_caption(texts: Sequence[str], index: int) -> bool:
    """Say whether a paragraph is the caption of a picture: printed twice, marked, or no whole sentence."""
    text = texts[index]
    if not 20 < len(text) < 190 or LABEL.match(text) or text.startswith(("-", "+", "•", "*", "–")):
        return False
    if text in texts[max(0, index - 2) : index] or text in texts[index + 1 : index + 3]:
        return True
    if text.endswith("|") or "Ảnh:" in text or "(Ảnh" in text or text.startswith("Ảnh "):
        return True
    return len(text) > 60 and not text.endswith((*_ENDS, ",")) and index + 1 < len(texts)
