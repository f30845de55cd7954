"""Tell capital from small letters in patterns: the range "À-ỹ" of Unicode mixes "Đ" and "đ", "Ă" and "ă"."""

from __future__ import annotations

import re

LOWER = "a-zđàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
UPPER = LOWER.replace("a-z", "").upper() + "A-Z"


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern that may say [[:upper:]] and [[:lower:]] for Vietnamese letters, as in "Đ" and "ư"."""
    return re.compile(source.replace("[:upper:]", UPPER).replace("[:lower:]", LOWER), flags)
