"""The pages of merge days: the list, the draft with its preview, the confirmation, the way back."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoinhap.apps.agencies import merger_picture, mergers
from hoinhap.apps.agencies.carrying import NOWHERE
from hoinhap.apps.agencies.merger_forms import FORMS, HeadForm, StepForm
from hoinhap.apps.agencies.merger_preview import Preview, choices_allowed, preview_for, step_rows_for, table_for
from hoinhap.apps.agencies.merger_steps import DEEDS, DeedStep, deeds
from hoinhap.apps.agencies.merger_words import deed_word
from hoinhap.apps.agencies.models import Reorganisation
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.words import REFUSALS
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.core.agencies.reorganising import Step

Forms = dict[str, Any]


@never_cache
@require_safe
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show a merge day: while it is a draft with its preview, then with what was done."""
    return _page(request, draft_id)


@never_cache
@require_safe
def things(request: HttpRequest, draft_id: uuid.UUID, kind: str) -> HttpResponse:
    """Show all things of one kind that move, page by page, with the choices."""
    viewer = viewer_of(request)
    start = _number(request.GET.get("tu", "0"))
    found = table_for(viewer, draft_id, kind, start)
    if found is None or mergers.is_applied(found[0]):
        raise NotFound
    shown, table = found
    there = reverse("agencies:merger_things", args=[draft_id, kind])
    context = {
        "draft": shown,
        "table": table,
        "before": f"{there}?tu={max(0, table.start - 50)}" if table.start else "",
        "after": f"{there}?tu={table.stop}" if table.stop < table.total else "",
        "page": table.start // 50 + 1,
        "pages": max(1, -(-table.total // 50)),
    }
    return render(request, "agencies/merger_things.html", context)


@require_POST
def edit(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Write one thing of a draft: its head, a step, who is to have what."""
    viewer, at = viewer_of(request), timezone.now()
    seen = mergers.draft_for(viewer, draft_id)
    told: dict[str, Any] = {
        "actor": viewer,
        "at": at,
        "draft_id": draft_id,
        "version": _number(request.POST.get("ban")),
    }
    do, _colon, what = request.POST.get("do", "").partition(":")
    page = _number(request.POST.get("trang", "1"))
    try:
        if do == "head":
            form = HeadForm(request.POST, prefix="dau")
            if not form.is_valid():
                return _page(request, draft_id, {"head": form}, page=page)
            mergers.set_head(**told, head=form.head())
            messages.success(request, _("Đã lưu tên, ngày và văn bản."))
        elif do == "step":
            return _put_step(request, seen, told, what, page)
        elif do == "remove":
            mergers.put_steps(**told, old=[what], new=())
            messages.success(request, _("Đã bỏ một việc khỏi bản sắp xếp."))
        elif do == "choose":
            start = _number(request.POST.get("tu", "0"))
            mergers.choose(**told, kind=what, chosen=_chosen(request, viewer, draft_id, what, start))
            messages.success(request, _("Đã lưu lựa chọn."))
            if request.POST.get("ve") == "bang":
                return redirect(reverse("agencies:merger_things", args=[draft_id, what]) + f"?tu={start}")
            return redirect(_address(draft_id, trang=page) + f"#{what}")
        elif do == "drop":
            mergers.drop(**told)
            messages.success(request, _("Đã bỏ bản “%(title)s”.") % {"title": seen.title})
            return redirect("agencies:mergers")
    except Refused as error:
        forms: Forms = {"refusal": sentence(error)}
        if do == "head":
            forms["head"] = HeadForm(request.POST, prefix="dau")
        return _page(request, draft_id, forms, page=page)
    return redirect(_address(draft_id, trang=page))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Ask once more with the counts, then carry a merge day out."""
    viewer = viewer_of(request)
    mergers.draft_for(viewer, draft_id)
    if request.method == "POST":
        version = _number(request.POST.get("ban"))
        try:
            done = mergers.apply(actor=viewer, at=timezone.now(), draft_id=draft_id, version=version)
        except Refused as error:
            return _page(request, draft_id, {"refusal": sentence(error)})
        messages.success(request, _("Đã áp dụng “%(title)s”.") % {"title": done.title})
        return redirect(_address(draft_id))
    preview = preview_for(viewer, draft_id)
    if mergers.is_applied(preview.draft) or not preview.ready:
        return redirect(_address(draft_id))
    return render(
        request,
        "agencies/merger_confirm.html",
        {"preview": preview, "draft": preview.draft, "said": what_happens(preview)},
    )


@require_POST
def undo(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Take a merge day back."""
    viewer, version = viewer_of(request), _number(request.POST.get("ban"))
    mergers.draft_for(viewer, draft_id)
    try:
        back = mergers.undo(actor=viewer, at=timezone.now(), draft_id=draft_id, version=version)
    except Refused as error:
        return _page(request, draft_id, {"refusal": sentence(error)})
    messages.success(request, _("Đã hoàn tác “%(title)s”. Có thể sửa rồi áp dụng lại.") % {"title": back.title})
    return redirect(_address(draft_id))


def sentence(error: Refused) -> str:
    """Say why something was refused."""
    return str(REFUSALS[error.code.partition(".")[2]]).format(**error.facts)


def _put_step(request: HttpRequest, seen: Reorganisation, told: dict[str, Any], what: str, page: int) -> HttpResponse:
    """Add a step, or put it in the place of another; what was typed stays when something is wrong with it."""
    steps = mergers.steps_of(seen)
    do, _colon, old = what.partition(":")
    deed = _deed(steps, old) if old else None
    if do not in FORMS:
        raise NotFound
    form = FORMS[do](request.POST, on=seen.on, steps=steps, deed=deed)
    if not form.is_valid():
        return _page(request, seen.pk, {"step": form}, page=page)
    try:
        mergers.put_steps(**told, old=[deed.id] if deed else [], new=form.steps())
    except Refused as error:
        return _page(request, seen.pk, {"step": form, "refusal": sentence(error)}, page=page)
    messages.success(request, _("Đã lưu: %(deed)s.") % {"deed": deed_word(do)})
    if deed is None:
        page = -(-len(deeds((*steps, *form.steps()))) // 50)
    return redirect(_address(seen.pk, trang=page) + "#viec")


def _page(
    request: HttpRequest, draft_id: uuid.UUID, forms: Forms | None = None, *, page: int | None = None
) -> HttpResponse:
    """Make the page of a merge day; after a refusal with its sentence and what was typed."""
    viewer, forms = viewer_of(request), forms or {}
    shown = mergers.draft_for(viewer, draft_id)
    number = page or _number(request.GET.get("trang", "1"))
    status = 422 if forms else 200
    if mergers.is_applied(shown):
        rows, number, pages = step_rows_for(viewer, shown, number)
        context = {
            "draft": shown,
            "rows": rows,
            "told": merger_picture.done(shown),
            "picture": merger_picture.of_change(shown, request.GET.get("hinh", "")),
            **_pager(draft_id, number, pages),
            **forms,
        }
        return render(request, "agencies/merger_done.html", context, status=status)
    preview = preview_for(viewer, draft_id, page=number)
    step = forms.get("step") or _asked(request, preview)
    context = {
        "draft": shown,
        "preview": preview,
        "back": mergers.undone_by(shown),
        "picture": merger_picture.of_preview(preview, request.GET.get("hinh", "")),
        "head": HeadForm.of(shown),
        "head_open": "head" in forms or "dau" in request.GET,
        "choices": [(do, deed_word(do)) for do in DEEDS],
        "headline": headline(preview),
        "said": what_happens(preview),
        "nowhere": NOWHERE,
        **_pager(draft_id, preview.page, preview.pages),
        **forms,
        "step": step,
        "step_word": deed_word(step.do) if step else "",
    }
    return render(request, "agencies/merger.html", context, status=status)


def headline(preview: Preview) -> str:
    """Say in one sentence where a draft stands."""
    if not preview.total:
        return _("Chưa ghi việc nào")
    n = preview.trouble_count
    if n:
        return ngettext("Còn %(n)d điểm phải sửa trước khi áp dụng", "Còn %(n)d điểm phải sửa trước khi áp dụng", n) % {
            "n": n
        }
    n = preview.total
    return ngettext("%(n)d việc, sẵn sàng áp dụng", "%(n)d việc, sẵn sàng áp dụng", n) % {"n": n}


def what_happens(preview: Preview) -> list[tuple[str, int]]:
    """Give the counts of a draft: (what, how many), without what does not happen."""
    ended, founded = len(preview.outcome.ended), len(preview.outcome.founded)
    found = [(_("Cơ quan kết thúc"), ended), (_("Cơ quan thành lập"), founded)]
    found += [(deed_word(do), preview.counts[do]) for do in ("stand", "transfer")]
    found += [(table.label, table.total) for table in preview.tables]
    return [(word, n) for word, n in found if n]


def _asked(request: HttpRequest, preview: Preview) -> StepForm | None:
    """Make the form that the address asks for: ?them=merge for a new step, ?sua=end.… for one that is there."""
    steps = mergers.steps_of(preview.draft)
    if (do := request.GET.get("them", "")) in FORMS:
        given = {"agency": request.GET.get("co-quan", ""), "from_0": request.GET.get("co-quan", "")}
        return FORMS[do](on=preview.draft.on, steps=steps, initial=given)
    deed = _deed(steps, request.GET.get("sua", ""))
    return FORMS[deed.do](on=preview.draft.on, steps=steps, deed=deed) if deed else None


def _deed(steps: tuple[Step, ...], name: str) -> DeedStep | None:
    return next((deed for deed in deeds(steps) if deed.id == name), None)


def _chosen(request: HttpRequest, viewer: Any, draft_id: uuid.UUID, kind: str, start: int) -> dict[str, str | None]:
    """Read the choices of one table: what is suggested is not kept, what was not offered is not taken."""
    chosen: dict[str, str | None] = {}
    for key, (thing, offered) in choices_allowed(viewer, draft_id, kind, start).items():
        value = request.POST.get(f"chon-{key}", "")
        if value == thing.heir:
            chosen[key] = None
        elif value in offered:
            chosen[key] = value
    return chosen


def _pager(draft_id: uuid.UUID, page: int, pages: int) -> dict[str, Any]:
    return {
        "page": page,
        "pages": pages,
        "before": _address(draft_id, trang=page - 1) if page > 1 else "",
        "after": _address(draft_id, trang=page + 1) if page < pages else "",
    }


def _address(draft_id: uuid.UUID, **asked: int) -> str:
    kept = {name: value for name, value in asked.items() if value != 1}
    return reverse("agencies:merger", args=[draft_id]) + ("?" + urlencode(kept) if kept else "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0
