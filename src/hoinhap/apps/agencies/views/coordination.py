"""The pages of the rules of coordination: a table of all kinds, the checklist of one, and the forms of its steps."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoinhap.apps.agencies import access, coordination, coordination_actions
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.coordination import Checklist, Step
from hoinhap.apps.agencies.coordination_forms import EndForm, RuleForm
from hoinhap.apps.agencies.coordination_words import GRADES, PILLARS, STEPS, due_words
from hoinhap.apps.agencies.days import asked_days
from hoinhap.apps.agencies.models import ActivityKind, Change
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.agencies.views.told import refuse
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.queries import history_for


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show all kinds of activity by pillar: who prepares, is asked, decides and is told."""
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    table = coordination.table_for(viewer, days.asof)
    pillars = [(word, [_line(one) for one in table if one.kind.pillar == pillar]) for pillar, word in PILLARS.items()]
    context = {
        "pillars": [(word, lines) for word, lines in pillars if lines],
        "steps": list(STEPS.values()),
        "days": days,
        "today_url": reverse("agencies:coordination"),
    }
    return render(request, "agencies/coordination.html", context)


@require_safe
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """Show the checklist of a kind as of a day; it can be printed, and changed by whoever may."""
    viewer = viewer_of(request)
    days = asked_days(request.GET, today=viewer.on)
    found = coordination.checklist_for(viewer, code, days.asof)
    may = access.may_coordinate(viewer) and days.known is None
    context = {
        "checklist": found,
        "pillar": PILLARS[found.kind.pillar],
        "steps": [_shown(one) for one in found.steps],
        "unchecked": sum(one.rule.grade in ("check", "secondary") for one in found.steps),
        "days": days,
        "today_url": reverse("agencies:coordination-kind", args=[code]),
        "may": may,
        "history": history_for(viewer, found.kind, limit=5),
        **_undoable(request, viewer),
    }
    return render(request, "agencies/coordination_kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a step to a checklist."""
    viewer = viewer_of(request)
    found = _kept(viewer, code)
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change = coordination_actions.add_rule(
                actor=viewer,
                at=timezone.now(),
                kind=found,
                told=form.told(on=viewer.on),
                since=form.cleaned_data["since"],
            )
            return _back(found, change)
        except Refused as error:
            refuse(form, error)
    return _form(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, rule_id: int) -> HttpResponse:
    """Say a step otherwise, or no longer ask for it."""
    viewer = viewer_of(request)
    found = _kept(viewer, code)
    rule = coordination.rule_for(viewer, found, rule_id)
    ends = "until" in request.POST
    form = RuleForm(request.POST if request.method == "POST" and not ends else None, rule=rule)
    ending = EndForm(request.POST if ends else None, auto_id="end-%s", initial={"until": viewer.on})
    asked = ending if ends else form
    if request.method == "POST" and asked.is_valid():
        at, told = timezone.now(), asked.cleaned_data
        same: dict[str, Any] = {"actor": viewer, "at": at, "kind": found, "rule_id": rule_id}
        try:
            if ends:
                return _back(found, coordination_actions.end_rule(**same, until=told["until"]))
            change = coordination_actions.change_rule(**same, told=form.told(on=viewer.on), since=told["since"])
            return _back(found, change)
        except Refused as error:
            refuse(asked, error)
    return _form(request, found, form, rule=rule, ending=ending)


@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what was just done to the rules of a kind."""
    viewer = viewer_of(request)
    found = _kept(viewer, code)
    key = _key(request.POST.get("doi", ""))
    if key is None:
        raise NotFound
    coordination_actions.undo(actor=viewer, at=timezone.now(), change_id=key)
    return redirect("agencies:coordination-kind", found.code)


def _kept(viewer: Viewer, code: str) -> ActivityKind:
    """Give a kind to somebody who may write its rules."""
    found = coordination.kind_for(viewer, code)
    access.require(access.may_coordinate(viewer))
    return found


def _form(request: HttpRequest, found: ActivityKind, form: RuleForm, **more: Any) -> HttpResponse:
    wrong = (form.is_bound and form.errors) or (more.get("ending") is not None and more["ending"].errors)
    context = {"kind": found, "form": form, **more}
    return render(request, "agencies/coordination_form.html", context, status=422 if wrong else 200)


def _back(found: ActivityKind, change: Change) -> HttpResponse:
    asked = urlencode({"doi": str(change.pk)})
    return redirect(f"{reverse('agencies:coordination-kind', args=[found.code])}?{asked}")


def _undoable(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    key = _key(request.GET.get("doi", ""))
    if key is None or not access.may_coordinate(viewer):
        return {}
    return {"done": coordination.undoable_for(viewer, key)}


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _line(one: Checklist) -> dict[str, Any]:
    """Lay out a kind as a row: for each sort of step who it is, once each."""
    cells = [list({step.who: step for step in one.of(sort)}.values()) for sort in STEPS]
    bases = list(dict.fromkeys(step.rule.basis for step in one.steps if step.rule.grade == "law"))
    return {"kind": one.kind, "cells": list(zip(STEPS.values(), cells, strict=True)), "bases": bases}


def _shown(one: Step) -> dict[str, Any]:
    return {
        "step": one,
        "word": STEPS[one.rule.step],
        "due": due_words(one.rule),
        "grade": GRADES[one.rule.grade],
        "unsure": one.rule.grade in ("check", "secondary"),
    }
