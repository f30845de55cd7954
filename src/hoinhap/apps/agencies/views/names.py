"""What people said that names mean: all answers, corrected and taken off in one place."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoinhap.apps.agencies import naming, naming_queries
from hoinhap.apps.agencies.access import Viewer, may_name, require
from hoinhap.apps.agencies.naming_actions import answer_name, forget_answer, undo_answer
from hoinhap.apps.agencies.naming_words import REFUSALS
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.errors import Refused

_MOST = 10**9


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """Show the answers; a POST adds or corrects one, takes one off, or takes the last act back."""
    viewer = viewer_of(request)
    require(may_name(viewer))
    if request.method != "POST":
        return _page(request, viewer)
    try:
        change, said = _act(request, viewer)
    except Refused as error:
        return _page(request, viewer, error)
    messages.success(request, said)
    return redirect(reverse("agencies:names") + (f"?vua={change}" if change else ""))


def _act(request: HttpRequest, viewer: Viewer) -> tuple[uuid.UUID | None, str]:
    post = request.POST
    common: dict[str, Any] = {"actor": viewer, "at": timezone.now()}
    act, _bar, key = post.get("do", "").partition("|")
    if act == "undo":
        done = undo_answer(change_id=_uuid(key), **common)
        return None, _("Đã hoàn tác nghĩa của tên “%(text)s”.") % {"text": done.title}
    if act == "forget":
        change = forget_answer(answer_id=min(int(key), _MOST) if key.isdecimal() else 0, **common)
        return change.pk, _("Đã bỏ nghĩa của tên “%(text)s”.") % {"text": change.title}
    known = naming.names_known()
    province = post.get("tinh", "")
    text = post.get("ten", "")
    means = naming_queries.meaning_of(
        post.get("nghia", "other"), post.get("khac", ""), known, text=text, on=viewer.on, province=province
    )
    answer = answer_name(
        text=text, means=means, province=_uuid(province) if province else None, source=post.get("nguon", ""), **common
    )
    return answer.recorded_in_id, _("Đã ghi nghĩa của tên “%(text)s”.") % {"text": answer.text}


def _page(request: HttpRequest, viewer: Viewer, error: Refused | None = None) -> HttpResponse:
    asked = request.GET
    page = asked.get("trang", "1")
    words = asked.get("tim", "").strip()[:200]
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    found, told = naming_queries.answers_for(viewer, words=words, page=number)
    refusal = str(REFUSALS[error.code.partition(".")[2]]).format(**error.facts) if error else ""
    typed = request.POST.get("khac", "")
    context = {
        "told": told,
        "found": found,
        "words": words,
        "done": _done(asked.get("vua", "")),
        "offered": naming_queries.offered("", viewer.on),
        "classes": naming_queries.classes_for(""),
        "refusal": refusal,
        "refused": request.POST.get("ten", "") if error else "",
        "typed": typed,
        "sought": naming_queries.sought(typed) if error and typed else [],
    }
    return render(request, "agencies/names.html", context, status=422 if error else 200)


def _uuid(key: str) -> uuid.UUID:
    try:
        return uuid.UUID(key)
    except ValueError:
        return uuid.UUID(int=0)


def _done(key: str) -> str:
    return "" if _uuid(key).int == 0 else key
