"""The journal as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hoinhap.apps.journal.queries import Line
from hoinhap.core.sheets.plain import plain_cell


def journal_sheet(chunks: Iterable[list[Line]], *, lang: str) -> Iterator[bytes]:
    """Write a row for every line, chunk by chunk, in UTF-8 with the mark by which Excel knows it.

    The language is named, for a response that is streamed is written after the request has put its own away.
    """
    with translation.override(lang):
        heads = [
            _("Số"),
            _("Thời điểm"),
            _("Người thực hiện"),
            _("Tên đăng nhập"),
            _("Việc đã làm"),
            _("Thao tác"),
            _("Loại"),
            _("Đối tượng"),
            _("Mã đối tượng"),
            _("Chi tiết"),
            _("Mã băm"),
        ]
    yield b"\xef\xbb\xbf" + _rows([heads])
    waiting = iter(chunks)
    while True:
        with translation.override(lang):
            lines = next(waiting, None)
        if lines is None:
            return
        yield _rows([_cells(line) for line in lines])


def _cells(line: Line) -> list[object]:
    at = timezone.localtime(line.at)
    texts = (line.person, line.username, line.sentence, line.act, line.kind)
    texts += (line.about, line.root_id, line.facts, line.hash)
    return [line.number, f"{at:%d/%m/%Y %H:%M:%S}", *(plain_cell(text) for text in texts)]


def _rows(rows: Iterable[Iterable[object]]) -> bytes:
    kept = io.StringIO()
    csv.writer(kept, lineterminator="\r\n").writerows(rows)
    return kept.getvalue().encode("utf-8", "replace")
