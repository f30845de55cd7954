"""Say in words why a file could not be read, in Vietnamese or English."""

from __future__ import annotations

import errno
from string import Formatter

from .lexicon import cues
from .model import Unreadable


def codes() -> dict[str, dict[str, str]]:
    """Return the sentences by code and language."""
    return cues("refusals")


def sentence(error: Unreadable, language: str = "vi", name: str = "") -> str:
    """Return the refusal: "Tệp “bao-cao.docx” có mật khẩu nên không đọc được. Gỡ mật khẩu … rồi tải lại."

    An unknown language gives Vietnamese; a fact that is missing leaves its blank empty.
    """
    known = codes()
    language = language if language in ("vi", "en") else "vi"
    entry = known.get(error.code)
    if entry is None or error.code == "names":
        entry = known["damaged"]
    with_name, without = cues("refusals")["names"][language]
    shown = with_name.format(name=f"“{name}”") if name else without
    facts = {**error.facts, "file": shown, "name": name}
    return "".join(
        literal + (facts.get(blank, "") if blank else "") for literal, blank, _, _ in Formatter().parse(entry[language])
    )


def file_sentence(error: OSError, language: str = "vi", name: str = "") -> str:
    """Say why the machine did not open, make or write a file: "Không có tệp “a.docx”. Kiểm tra lại đường dẫn."."""
    known = cues("files")
    code = errno.errorcode.get(error.errno or 0, "")
    entry: dict[str, str] = known.get(code, known["other"])
    return entry["en" if language == "en" else "vi"].format(name=name, error=code or error.errno or "")
