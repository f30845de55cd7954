"""Classes of agencies: the list, one class on a day and over time, and how they are made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoinhap.apps.agencies import access, class_times, classes, classifying
from hoinhap.apps.agencies.asof import AsOf
from hoinhap.apps.agencies.class_forms import ClassForm, MemberForm, RuleForm
from hoinhap.apps.agencies.class_sentences import rule_sentences
from hoinhap.apps.agencies.days import Days, asked_days
from hoinhap.apps.agencies.kind_words import kind_word, level_word
from hoinhap.apps.agencies.models import AgencyClass
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.words import REFUSALS
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.queries import history_for
from hoinhap.core.agencies.classing import ClassRule


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the classes with their rules of the day in words."""
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    rules = classes.rules_on(days.asof)
    context = {
        "classes": [
            (one, [said for rule in rules.get(one.pk, ()) for said in rule_sentences(rule)])
            for one in classes.classes_for(viewer)
        ],
        "days": days,
        "here": "classes",
        "keep": _keep(days),
        "may_classify": access.may_classify(viewer),
    }
    return render(request, "agencies/classes.html", context)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is in a class on a day, and why."""
    return _page(request, code)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a class; its rule comes on the next page."""
    viewer = viewer_of(request)
    access.require(access.may_classify(viewer))
    return _named(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Say anew what a class is called and whose it is."""
    viewer = viewer_of(request)
    found = classes.class_for(viewer, code)
    access.require(access.may_classify(viewer))
    return _named(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def add_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Give a class a rule: first look who would be in it, then keep it."""
    viewer = viewer_of(request)
    found = classes.class_for(viewer, code)
    access.require(access.may_classify(viewer))
    form = RuleForm(request.POST or None)
    context: dict[str, Any] = {"class": found, "form": form}
    if request.method == "POST" and form.is_valid():
        rule, since = form.cleaned_data["rule"], form.cleaned_data["since"]
        if request.POST.get("do") == "save":
            return _kept(request, found, form)
        day = max(since, viewer.on) if since else viewer.on
        home = found.province_id or classes.province_of(sorted(viewer.agencies()), day)
        context.update(
            rule=rule_sentences(rule),
            would=_rows(classes.matched(rule, AsOf(day), province=home)),
            day=day,
        )
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return render(request, "agencies/class_rule.html", context, status=status)


@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Put an agency into a class or take it out, for a time."""
    viewer = viewer_of(request)
    found = classes.class_for(viewer, code)
    access.require(access.may_classify(viewer))
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form, status=422)
    told = form.cleaned_data
    classifying.decide_member(
        actor=viewer,
        at=timezone.now(),
        agency_class=found,
        agency=told["agency"],
        belongs=told["belongs"] == "1",
        since=told["since"],
        until=told["until"],
    )
    said = _("Đã ghi: {name} thuộc nhóm.") if told["belongs"] == "1" else _("Đã ghi: {name} không thuộc nhóm.")
    messages.success(request, said.format(name=told["agency"].name))
    return redirect("agencies:class", code)


@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Take a rule or a decision off a class."""
    viewer = viewer_of(request)
    found = classes.class_for(viewer, code)
    access.require(access.may_classify(viewer))
    what, _sign, number = request.POST.get("bo", "").partition("-")
    act = {"rule": classifying.drop_rule, "member": classifying.drop_member}.get(what)
    if act is None or not number.isdecimal() or len(number) > 18:
        raise Refused("agencies.class-fact-gone")
    act(actor=viewer, at=timezone.now(), agency_class=found, fact_id=int(number))
    messages.success(request, _("Đã bỏ. Dòng đã bỏ vẫn còn trong lịch sử."))
    return redirect("agencies:class", code)


def _page(request: HttpRequest, code: str, form: MemberForm | None = None, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    found = classes.class_for(viewer, code)
    home, provinces = classes.whose(viewer, found, request.GET.get("tinh", ""), days.day)
    resolved = classes.resolve(found, days.asof, province=home)
    over_time = len(resolved.members) <= class_times.FEW or request.GET.get("qua-thoi-gian") == "1"
    context = {
        "class": found,
        "other_names": "; ".join(found.other_names.splitlines()),
        "days": days,
        "here": "classes",
        "keep": _keep(days),
        "home": home,
        "provinces": provinces,
        "members": _rows(resolved.members),
        "taken_out": _rows(resolved.taken_out),
        "rules": [(one, rule_sentences(ClassRule.from_json(one.rule))) for one in resolved.rules],
        "turns": class_times.turns_of(found, days.asof, province=home) if over_time else None,
        "may_classify": access.may_classify(viewer),
        "form": form or MemberForm(),
        "history": history_for(viewer, found, limit=10),
    }
    return render(request, "agencies/class.html", context, status=status)


def _named(request: HttpRequest, found: AgencyClass | None) -> HttpResponse:
    """Take the names of a class, a new one's or those of one that is there."""
    start = {"name": found.name, "other_names": found.other_names, "province": found.province_id} if found else {}
    form = ClassForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            kept = classifying.save_class(
                actor=viewer_of(request), at=timezone.now(), agency_class=found, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("name", _sentence(refusal))
        else:
            return redirect("agencies:class" if found else "agencies:class-rule", kept.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "agencies/class_form.html", {"class": found, "form": form}, status=status)


def _kept(request: HttpRequest, found: AgencyClass, form: RuleForm) -> HttpResponse:
    told = form.cleaned_data
    try:
        classifying.add_rule(
            actor=viewer_of(request),
            at=timezone.now(),
            agency_class=found,
            rule=told["rule"],
            since=told["since"],
            until=told["until"],
        )
    except Refused as refusal:
        form.add_error(None, _sentence(refusal))
        return render(request, "agencies/class_rule.html", {"class": found, "form": form}, status=422)
    messages.success(request, _("Đã ghi tiêu chí của nhóm."))
    return redirect("agencies:class", found.code)


def _sentence(refusal: Refused) -> str:
    return str(REFUSALS[refusal.code.partition(".")[2]]).format(**refusal.facts)


def _rows(members: tuple[classes.Member, ...]) -> list[tuple[classes.Member, str, str]]:
    return [(one, kind_word(one.kind), level_word(one.level)) for one in members]


def _keep(days: Days) -> str:
    return f"?ngay={days.on.isoformat()}" if days.on else ""
