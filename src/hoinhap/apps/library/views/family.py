"""How documents hang together: the family of one, and two of them side by side."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST, require_safe

from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library import alignment_sheet as sheets
from hoinhap.apps.library import taking
from hoinhap.apps.library.aligning import AT_ONCE, COVERED, NOT, PARTLY, make
from hoinhap.apps.library.family import family_for

# What the address says of a verdict.
ASKED_TO_SEE = {"chua-co": NOT, "mot-phan": PARTLY, "da-co": COVERED}


@require_safe
def family(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show the family of a document and what its children have taken up."""
    page = request.GET.get("trang", "")
    found = family_for(
        viewer_of(request),
        document_id,
        page=int(page) if page[:6].isdecimal() else 1,
        whole=request.GET.get("du") == "1",
        verdict=_verdict(request),
    )
    tabs = [(slug, name, sheets.verdict_word(name), found.counts.get(name, 0)) for slug, name in ASKED_TO_SEE.items()]
    return render(request, "library/family.html", {"family": found, "document": found.document, "tabs": tabs})


@require_POST
def compare(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Align the document with some of the children that have not been, and show the family again."""
    make(taking.waiting_for(viewer_of(request), document_id, AT_ONCE))
    return redirect("library:family", document_id)


@require_safe
def alignment(request: HttpRequest, parent_id: uuid.UUID, child_id: uuid.UUID) -> HttpResponse:
    """Show what one document asks for beside what the other has of it."""
    found = taking.alignment_for(viewer_of(request), parent_id, child_id, verdict=_verdict(request))
    tabs = [(slug, name, sheets.verdict_word(name), found.counts.get(name, 0)) for slug, name in ASKED_TO_SEE.items()]
    return render(request, "library/alignment.html", {"comparison": found, "counts": found.counts, "tabs": tabs})


@require_GET
def alignment_sheet(request: HttpRequest, parent_id: uuid.UUID, child_id: uuid.UUID) -> HttpResponse:
    """Give the two documents side by side as a table that a spreadsheet opens."""
    found = taking.alignment_for(viewer_of(request), parent_id, child_id)
    response = HttpResponse(sheets.alignment_sheet(found), content_type="text/csv; charset=utf-8")
    name = f"doi-chieu {found.parent.heading} - {found.child.heading}.csv".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _verdict(request: HttpRequest) -> str:
    return ASKED_TO_SEE.get(request.GET.get("ket-qua", ""), "")
