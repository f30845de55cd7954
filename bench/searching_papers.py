"""Write the invented documents that are searched, each about a few matters of its own, and the queries for them."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.papers import _WORDS as PAPERS
from hoinhap.core.vi.syllables import syllables
from hoinhap.core.vi.text import fold

_WORDS = tomllib.loads(Path(__file__).with_suffix("").with_name("searching.toml").read_text(encoding="utf-8"))


class Sought(NamedTuple):
    """A document to be searched."""

    kind: str
    number: str
    issuer: str
    dated: date
    title: str
    text: str


def places(count: int = 1_500) -> list[str]:
    """Name communes: two real syllables each, so that the words to search are as many as in life."""
    pick = random.Random("places")
    known = sorted(one for one in syllables() if 3 <= len(one) <= 5 and fold(one) != one)
    return sorted({" ".join(pick.sample(known, 2)).title() for _ in range(count)})


_PLACES = places()


def document(seed: int, characters: int = 10_000) -> Sought:
    """Write a document of about so many characters; the same seed gives the same document."""
    pick = random.Random(seed)
    kind, sign = pick.choice(_WORDS["kinds"])
    matters = pick.sample(_WORDS["objects"], 6)
    where = pick.sample(_PLACES, 6)
    partner = pick.choice(_WORDS["partners"])
    dated = date(2019, 1, 2) + timedelta(days=pick.randrange(2_800))
    number = f"{seed % 4_000 + 1}/{sign}"
    title = f"{pick.choice(_WORDS['verbs'])} {matters[0]} tại xã {where[0]} và hợp tác với {partner} năm {dated.year}"
    title = title[0].upper() + title[1:]
    lines = [_WORDS["issuers"][0].upper(), f"Số: {number}", kind.upper(), title]
    size = sum(map(len, lines))
    section = 0
    while size < characters:
        if len(lines) % 12 == 4:
            section += 1
            lines.append(f"{section}. {pick.choice(PAPERS['sections'])}")
        lead, other = pick.sample(PAPERS["agencies"], 2)
        # Most of a document is about its own matters, a part is about anything, as in life.
        matter = pick.choice(matters) if pick.random() < 0.7 else pick.choice(_WORDS["objects"])
        place = pick.choice(where) if pick.random() < 0.7 else pick.choice(_PLACES)
        line = f"- {lead} chủ trì, phối hợp với {other} {pick.choice(_WORDS['verbs'])} {matter}"
        if pick.random() < 0.6:
            line += f" tại xã {place}"
        if pick.random() < 0.3:
            line += f" với đối tác {partner if pick.random() < 0.6 else pick.choice(_WORDS['partners'])}"
        if pick.random() < 0.1:
            line += f" theo Quyết định số {pick.randrange(1, 4_000)}/QĐ-TTg"
        line += f", {pick.choice(_WORDS['ends'])}; hoàn thành {pick.choice(PAPERS['times'])}."
        lines.append(line)
        size += len(line)
    return Sought(kind, number, pick.choice(_WORDS["issuers"]), dated, title, "\n".join(lines))


def queries(documents: int, count: int) -> list[tuple[str, int | None]]:
    """Think of what an officer types, without marks, and the document it is meant for where it is meant for one."""
    pick = random.Random("queries")
    found: list[tuple[str, int | None]] = []
    for turn in range(count):
        seed = pick.randrange(documents)
        one = document(seed, 0)
        words = one.title.split()
        target: int | None = seed
        match turn % 6:
            case 0:
                asked = one.title.partition(" và hợp tác")[0]
            case 1:
                asked = " ".join(words[-10:])
            case 2:
                asked, target = f"{pick.choice(_WORDS['objects'])} {pick.choice(_WORDS['partners'])}", None
            case 3:
                asked, target = pick.choice(_WORDS["objects"]), None
            case 4:
                asked, target = one.number, None
            case _:
                asked, target = f"ke hoach hoi nhap quoc te xa {pick.choice(_PLACES)}", None
        found.append((fold(asked), target))
    return found
