"""Who carries what of a document: agency by section, on the page, in Excel and as an annex in Word."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library import laying, words
from hoinhap.apps.library.panel import NOBODY_ASKED
from hoinhap.apps.library.sending import note_opening
from hoinhap.core.responsibility import NOBODY, ResponsibilityMatrix, Section
from hoinhap.core.sheets.matrix import matrix_workbook
from hoinhap.core.word.annex import responsibility_annex

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def matrix(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show the matrix; every count opens the duties that it counts."""
    laid, value = _seen(request, document_id)
    page = laid.document.get_absolute_url()
    context = {
        "document": laid.document,
        "matrix": value,
        "sections": [
            {"section": section, "duties": len(value.duties_of(section.key)), "url": _link(page, section=section.key)}
            for section in value.sections
        ],
        "rows": [_row(value, agency, page) for agency in value.agencies],
        "duties": len(value.duties),
        "undecided": value.undecided,
        "all_url": _link(page),
        "led": sum(1 for agency in value.agencies if agency != NOBODY and value.of_agency(agency).lead),
    }
    return render(request, "library/matrix.html", context)


@require_GET
def workbook(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the matrix and the duties as an Excel file."""
    _laid, value = _seen(request, document_id)
    data = matrix_workbook(value, made=_now(), language=get_language() or "vi")
    return _file(data, EXCEL, f"ma-tran {value.heading}.xlsx")


@require_GET
def annex(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Give the duties as an annex in Word, in the form of Decree 30/2020."""
    _laid, value = _seen(request, document_id)
    return _file(
        responsibility_annex(value, made=timezone.localtime().replace(tzinfo=None), language=get_language() or "vi"),
        WORD,
        f"phu-luc {value.heading}.docx",
    )


def _seen(request: HttpRequest, document_id: uuid.UUID) -> tuple[laying.Laid, ResponsibilityMatrix]:
    """Find the matrix; whoever looks at it has opened the document."""
    viewer = viewer_of(request)
    laid, value = laying.matrix_for(viewer, document_id)
    note_opening(viewer, laid.document, timezone.now())
    return laid, value


def _row(value: ResponsibilityMatrix, agency: str, page: str) -> dict[str, Any]:
    asked = agency or NOBODY_ASKED
    total = value.of_agency(agency)
    return {
        "agency": agency,
        "url": _link(page, agency=asked),
        "total": total,
        "said": words.cell_words(agency, "", total),
        "cells": [
            _cell(value, agency, section, _link(page, agency=asked, section=section.key)) for section in value.sections
        ],
    }


def _cell(value: ResponsibilityMatrix, agency: str, section: Section, url: str) -> dict[str, Any]:
    cell = value.cell(agency, section.key)
    said = words.cell_words(agency, section.words, cell) if cell.lead + cell.partner else ""
    return {"cell": cell, "count": cell.lead + cell.partner, "url": url, "said": said}


def _link(page: str, *, agency: str = "", section: str | None = None) -> str:
    """Write the address of the list that holds what a count counts."""
    asked = {"trang-thai": "duty", "co-quan": agency}
    found = {key: value for key, value in asked.items() if value}
    if section is not None:
        found["phan"] = section
    return f"{page}?{urlencode(found)}"


def _now() -> datetime:
    return timezone.localtime().replace(tzinfo=None)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name.replace("/", "-")) or "attachment"
    return response
