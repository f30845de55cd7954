"""The duties as a table for a spreadsheet: the one that a clerk used to type by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from hoinhap.apps.library import panel, words
from hoinhap.apps.library.models import Item
from hoinhap.core.sheets.plain import plain_cell


def duty_sheet(found: Iterable[Item], body: dict[str, Any]) -> bytes:
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
            _("Trạng thái"),
        ]
    )
    lines = [line for line in panel.item_lines(found, body) if line.kind == Item.DUTY and line.state != Item.DISMISSED]
    for number, line in enumerate(lines, 1):
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
            words.state_word(line.state, line.kind),
        )
        rows.writerow([number, *(plain_cell(cell) for cell in cells)])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()
