"""Two documents side by side as a table for a spreadsheet, and how a verdict is said."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from hoinhap.apps.library.aligning import COVERED, NOT, PARTLY
from hoinhap.apps.library.taking import Comparison
from hoinhap.core.sheets.plain import plain_cell


def verdict_word(verdict: str) -> str:
    """Say whether a document has what another one asks for."""
    return {COVERED: _("Đã có"), PARTLY: _("Có một phần"), NOT: _("Chưa có")}.get(verdict, "")


def alignment_sheet(comparison: Comparison) -> bytes:
    """Write a row for everything the parent asks for, in UTF-8 with the mark by which Excel knows it.

    What only comes near ("not") is left out: in a table without the page around it, it would be taken for an answer.
    """
    kept = io.StringIO()
    rows = csv.writer(kept, lineterminator="\r\n")
    parent, child = comparison.parent.heading, comparison.child.heading
    rows.writerow(
        [
            _("STT"),
            _("Điều khoản của %(document)s") % {"document": parent},
            _("Yêu cầu"),
            _("Kết luận"),
            _("Điều khoản của %(document)s") % {"document": child},
            _("Câu gần nhất"),
            _("Điều khoản khác cũng có"),
        ]
    )
    for line in comparison.lines:
        answers = () if line.verdict == NOT else line.answers
        first = answers[0] if answers else None
        cells = (
            line.where,
            line.text,
            verdict_word(line.verdict),
            first.where if first else "",
            first.text if first else "",
            "; ".join(answer.where for answer in answers[1:]),
        )
        rows.writerow([line.number, *(plain_cell(cell) for cell in cells)])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()
