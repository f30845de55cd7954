"""Where merge days begin: the list, a ready-made one, a file, or one agency that changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoinhap.apps.agencies import merger_drafts, mergers, queries
from hoinhap.apps.agencies.merger_forms import FORMS, Dressed, HeadForm
from hoinhap.apps.agencies.merger_sheets import COLUMNS, listed
from hoinhap.apps.agencies.merger_steps import END, MERGE, SPLIT, STAND
from hoinhap.apps.agencies.merger_words import deed_word
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.views.mergers import sentence
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.core.reader.model import Unreadable
from hoinhap.core.sheets.reading import rows_of
from hoinhap.core.vi.text import fold

PAGE = 50
_OFFERED = 30
# What is recorded from the page of one agency.
OWN = (STAND, MERGE, SPLIT, END)


class FileForm(Dressed):
    """A list of what becomes of whom."""

    title = forms.CharField(label=gettext_lazy("Tên đợt sắp xếp"), max_length=500)
    on = forms.DateField(
        label=gettext_lazy("Ngày bắt đầu thực hiện"),
        help_text=gettext_lazy("Dùng cho các dòng không ghi ngày."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    file = forms.FileField(label=gettext_lazy("Tệp Excel hoặc CSV"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.dress()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """Show the merge days; begin one, empty or ready-made."""
    viewer = viewer_of(request)
    found = mergers.drafts_for(viewer)
    form = HeadForm(prefix="dau", initial={"on": viewer.on})
    refusal = ""
    if request.method == "POST":
        try:
            if kind := request.POST.get("mau", ""):
                return _ready(request, kind)
            form = HeadForm(request.POST, prefix="dau")
            if form.is_valid():
                made = mergers.create(actor=viewer, at=timezone.now(), head=form.head())
                return redirect("agencies:merger", made.pk)
        except Refused as error:
            refusal = sentence(error)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {
        "rows": [(one, mergers.is_applied(one), mergers.undone_by(one)) for one in page],
        "paged": page,
        "form": form,
        "refusal": refusal,
        "total": page.paginator.count,
        "departments": merger_drafts.DEPARTMENTS,
        "localities": merger_drafts.LOCALITIES,
    }
    return render(request, "agencies/mergers.html", context, status=422 if form.is_bound or refusal else 200)


def _ready(request: HttpRequest, kind: str) -> HttpResponse:
    found = merger_drafts.ready(kind)
    if found is None:
        raise NotFound
    head, steps = found
    if not steps:
        messages.warning(
            request,
            _("Không có cơ quan nào trong hệ thống thuộc “%(title)s”: chưa nhập, hoặc đã sắp xếp rồi.")
            % {"title": head.title},
        )
        return redirect("agencies:mergers")
    made = mergers.create(actor=viewer_of(request), at=timezone.now(), head=head, steps=steps)
    return redirect("agencies:merger", made.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Read a list of what becomes of whom; show what would be taken, then make a draft of it."""
    viewer = viewer_of(request)
    mergers.drafts_for(viewer)
    context: dict[str, Any] = {"columns": COLUMNS}
    if request.method != "POST":
        context["form"] = FileForm(initial={"on": viewer.on})
        return render(request, "agencies/merger_load.html", context)
    form = FileForm(request.POST, request.FILES)
    context["form"] = form
    if form.is_valid():
        told = form.cleaned_data
        try:
            rows = rows_of(told["file"].read(), told["file"].name)
            found = listed(rows, title=told["title"], on=told["on"])
            if found.steps and (not found.bad or "lay" in request.POST):
                made = mergers.create(actor=viewer, at=timezone.now(), head=found.head, steps=found.steps)
                messages.success(request, _("Đã lập bản từ %(n)d dòng của tệp.") % {"n": found.good})
                return redirect("agencies:merger", made.pk)
            context["found"] = found
        except Unreadable:
            form.add_error("file", _("Không đọc được tệp này. Lưu lại dạng Excel (.xlsx) hoặc CSV rồi tải lên."))
        except Refused as error:
            context["refusal"] = sentence(error)
    return render(request, "agencies/merger_load.html", context, status=422)


@never_cache
@require_safe
def offer(request: HttpRequest) -> HttpResponse:
    """Offer agencies for what is being typed, as the options of a list."""
    viewer = viewer_of(request)
    mergers.drafts_for(viewer)
    words = fold(request.GET.get("q", "")).split()
    # Who stands on the eve of the day may end on it, who begins on it may take over.
    on = _day(request.GET.get("ngay", "")) or viewer.on
    found = queries.offered(words, on=on)[:_OFFERED] if words else ()
    return render(request, "agencies/_merger_offer.html", {"found": found})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_agency(request: HttpRequest, code: str) -> HttpResponse:
    """Record what happens to one agency: a merge day of one step, with the same preview."""
    viewer = viewer_of(request)
    mergers.drafts_for(viewer)
    agency = queries.known_agency(code)
    do = request.POST.get("viec", "") or request.GET.get("viec", "")
    do = do if do in OWN else STAND
    written = f"{agency.name} ({agency.code})"
    head = HeadForm(request.POST if request.method == "POST" else None, prefix="dau", initial={"on": viewer.on})
    head.fields["title"].required = False
    context: dict[str, Any] = {
        "agency": agency,
        "do": do,
        "head": head,
        "choices": [(one, deed_word(one)) for one in OWN],
    }
    if request.method == "POST":
        on = head.cleaned_data["on"] if head.is_valid() else viewer.on
        form = FORMS[do](request.POST, on=on, steps=())
        if head.is_valid() and form.is_valid():
            told = head.head()
            with override("vi"):
                title = told.title or f"{deed_word(do)}: {agency.name}"
            try:
                made = mergers.create(
                    actor=viewer,
                    at=timezone.now(),
                    head=mergers.Head(title[:500], told.on, told.act_symbol, told.act_title, told.act_date),
                    steps=form.steps(),
                )
                return redirect("agencies:merger", made.pk)
            except Refused as error:
                context["refusal"] = sentence(error)
        return render(request, "agencies/merger_one.html", {**context, "step": form}, status=422)
    form = FORMS[do](on=viewer.on, steps=(), initial={"agency": written, "from_0": written})
    return render(request, "agencies/merger_one.html", {**context, "step": form})
