"""Find from which money a duty is paid ("từ nguồn ngân sách tỉnh", "bằng kinh phí chi thường xuyên")."""

from __future__ import annotations

import re

from .model import Name, Provision
from .placing import locate

_MONEY = re.compile(
    r"(?:từ|bằng|sử dụng|lồng ghép|trong)\s(?:các\s)?((?:nguồn\s)?(?:kinh phí|ngân sách|vốn|dự toán|nguồn lực|nguồn huy động|nguồn xã hội hóa)\s[^,;.:()]{3,120})",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s(?:để|nhằm|theo quy định|cho|đảm bảo|bảo đảm|và các quy định|phục vụ|thực hiện các)\s?.*$")


def money_in(provision: Provision, start: int, end: int) -> Name | None:
    """Return the words that name the money in characters `start:end` of a provision, None when it names none."""
    text = provision.text
    if "kinh phí" not in text and "ngân sách" not in text and "vốn" not in text:
        return None
    match = _MONEY.search(text, start, end)
    if not match:
        return None
    words = _ENDS.sub("", match[1]).rstrip()
    first = match.start(1)
    return Name(words, locate(provision, first, first + len(words)))
