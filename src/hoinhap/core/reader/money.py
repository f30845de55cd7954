"""Find from which money a duty is paid ("từ nguồn ngân sách tỉnh", "bằng kinh phí chi thường xuyên")."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import cues, either
from .model import Name, Provision
from .placing import locate


@cache
def _money() -> re.Pattern[str]:
    cue = cues("duties")["money"]
    return re.compile(
        rf"{either(cue['paid'])}\s(?:các\s)?((?:nguồn\s)?{either(cue['sources'])}\s[^,;.:()]{{3,120}})",
        re.IGNORECASE,
    )


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"\s{either(cues('duties')['money']['ends'])}\s?.*$")


def money_in(provision: Provision, start: int, end: int) -> Name | None:
    """Return the words that name the money in characters `start:end` ("nguồn ngân sách tỉnh"), None without any."""
    text = provision.text
    if not any(hint in text for hint in cues("duties")["money"]["hints"]):
        return None
    match = _money().search(text, start, end)
    if not match:
        return None
    words = _ends().sub("", match[1]).rstrip()
    first = match.start(1)
    return Name(words, locate(provision, first, first + len(words)))
