"""The duties as a table for a spreadsheet: the one that a clerk used to type by hand."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from hoinhap.apps.library import panel


def duty_sheet(reading: dict[str, Any]) -> bytes:
    """Write a row for every duty, in UTF-8 with the mark by which Excel knows it."""
    kept = io.StringIO()
    rows = csv.writer(kept, lineterminator="\r\n")
    rows.writerow(
        [
            _("STT"),
            _("Điều khoản"),
            _("Nhiệm vụ"),
            _("Chủ trì"),
            _("Phối hợp"),
            _("Gửi đến"),
            _("Thời hạn"),
            _("Thời hạn theo văn bản"),
            _("Sản phẩm"),
            _("Kinh phí"),
            _("Mức chắc chắn"),
        ]
    )
    for number, line in enumerate(panel.duty_lines(reading), 1):
        cells = (
            line.path,
            line.text,
            "; ".join(line.leads),
            "; ".join(line.partners),
            "; ".join(line.reports_to),
            line.due,
            line.due_text,
            line.product,
            line.money,
            line.grade_word,
        )
        rows.writerow([number, *(_words(cell) for cell in cells)])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


def _words(cell: str) -> str:
    """Keep a spreadsheet from taking words for a formula ("- Sở Ngoại vụ …", "=…")."""
    cell = " ".join(cell.split())
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
