"""What `hoinhap journal` prints."""

from __future__ import annotations

import re
import sys

from django.db.utils import DatabaseError

from hoinhap.apps.journal import chain
from hoinhap.apps.journal.words import FINDINGS, number_word, verdict_lines

# A terminal has its line drawn again; a file is told less often.
_QUIET = 100_000


def verify(expect: str, lang: str) -> int:
    """Walk the chain and say what was found: 0 whole, 1 not whole, 2 not checked."""
    expect = expect.strip().lower()
    if expect and not re.fullmatch(r"[0-9a-f]{64}", expect):
        print(FINDINGS[lang]["wrong-hash"], file=sys.stderr)
        return 2
    drawn = False

    def progress(done: int, all_of_them: int) -> None:
        nonlocal drawn
        text = FINDINGS[lang]["progress"].format(done=number_word(done, lang), all=number_word(all_of_them, lang))
        if sys.stderr.isatty():
            drawn = True
            print(f"\r{text}", end="", file=sys.stderr, flush=True)
        elif done % _QUIET == 0:
            print(text, file=sys.stderr, flush=True)

    try:
        verdict = chain.verify(expect=expect, progress=progress)
    except DatabaseError as error:
        return _unread(error, lang)
    if drawn:
        print(file=sys.stderr)
    for line in verdict_lines(verdict, expect=expect, lang=lang):
        print(line)
    whole = verdict.finding is None and not verdict.unguarded and not (expect and verdict.expected is None)
    return 0 if whole else 1


def head(lang: str) -> int:
    """Print the number and the hash of the last event, to be noted down elsewhere."""
    try:
        noted = chain.head()
    except DatabaseError as error:
        return _unread(error, lang)
    if noted is None:
        print(FINDINGS[lang]["no-head"].format(number="?"), file=sys.stderr)
        return 1
    print(*noted)
    return 0


def _unread(error: Exception, lang: str) -> int:
    print(FINDINGS[lang]["no-database"].format(reason=str(error).strip()), file=sys.stderr)
    return 2
