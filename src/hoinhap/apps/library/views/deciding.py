"""What a person decides on a document: every act is a POST here, with or without script."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import deciding, laying, words
from hoinhap.apps.library.forms import DutyForm, duty_initial, whole_number
from hoinhap.apps.library.models import Item
from hoinhap.apps.library.paper import set_paper
from hoinhap.apps.library.sentences import sentence_of
from hoinhap.apps.library.views.panels import context_of, just_done
from hoinhap.core.reader.align import sentences

# Acts after which the paper is marked otherwise than before.
REMARKED = ("duty.split", "duty.merged", "duty.added", "duty.reading-taken", "duty.undone", "duty.edited")
FORMS = {"sua": "edit", "tach": "split", "bo-qua": "dismiss"}


@require_POST
def decide(request: HttpRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """Do what the button says: "accept|<item>:<version>", "sure|", "undo|<event>", …"""
    act, _bar, rest = request.POST.get("do", "").partition("|")
    try:
        event = _act(request, document_id, act, rest)
    except Refused as refused:
        return _refused(request, document_id, act, rest, refused)
    if request.headers.get("HX-Request"):
        return _panel(request, document_id, event)
    return redirect(f"{_address(document_id)}?{urlencode({'vua': event.number})}")


@require_safe
def editor(request: HttpRequest, document_id: uuid.UUID, item: str, what: str) -> HttpResponse:
    """Show the form in which an item is edited, split or dismissed."""
    laid = laying.laid_for(viewer_of(request), document_id)
    if not laid.may_decide or what not in FORMS:
        raise NotFound
    found = next((one for one in laid.live if one.pk.hex == item), None)
    if found is None:
        raise Refused("library.item-gone")
    return _form(request, laid, FORMS[what], found)


@require_safe
def adding(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Show the form in which a sentence becomes a duty."""
    laid = laying.laid_for(viewer_of(request), document_id)
    if not laid.may_decide:
        raise NotFound
    place = request.GET.get("dieu-khoan", "")
    outline = laid.reading.body["outline"]
    index = whole_number(place)
    index = index if index is not None and index < len(outline) else None
    text = request.GET.get("doan", "").strip()[: deciding.LONGEST] or (
        outline[index]["text"] if index is not None else ""
    )
    return _form(request, laid, "add", None, initial={"words": text, "provision": index})


def _act(request: HttpRequest, document_id: uuid.UUID, act: str, rest: str) -> Event:
    post = request.POST
    common: dict[str, Any] = {"actor": viewer_of(request), "document_id": document_id, "at": timezone.now()}
    chosen = _tokens([rest] if ":" in rest else post.getlist("item"))
    if act == "accept":
        return deciding.accept(wanted=chosen, **common)
    if act == "sure":
        return deciding.accept_sure(wanted=_sure(post.get("sure", ""), common["actor"], document_id), **common)
    if act == "dismiss":
        return deciding.dismiss(wanted=chosen, reason=post.get("reason_text", "") or post.get("reason", ""), **common)
    if act == "reopen":
        return deciding.reopen_item(wanted=chosen, **common)
    if act == "merge":
        return deciding.merge(wanted=chosen, **common)
    if act == "undo":
        return deciding.undo(number=whole_number(rest) or 0, **common)
    if act == "close":
        return deciding.close(**common)
    if act == "reopen-document":
        return deciding.reopen(**common)
    if act == "add":
        place = whole_number(post.get("provision", ""))
        return deciding.add(
            provision=-1 if place is None else place,
            text=post.get("words", ""),
            value=_value(post, laying.laid_for(common["actor"], document_id), without=("text",)),
            **common,
        )
    if act in ("edit", "split", "take") and len(chosen) == 1:
        ((key, version),) = chosen.items()
        one = {"item_id": key, "version": version, **common}
        if act == "edit":
            return deciding.edit(value=_value(post, laying.laid_for(common["actor"], document_id)), **one)
        if act == "split":
            return deciding.split(texts=post.get("texts", "").splitlines(), **one)
        return deciding.take_proposal(**one)
    raise Http404


def _tokens(tokens: list[str]) -> dict[uuid.UUID, int]:
    """Read "<item>:<version>" of the page; what is none is left out."""
    found = {}
    for token in tokens:
        key, _colon, version = token.partition(":")
        try:
            found[uuid.UUID(hex=key)] = int(version[:9])
        except ValueError:
            continue
    return found


def _sure(tokens: str, viewer: Viewer, document_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Read the short tokens of all sure items, "<ref>:<version> …": one field, however many there are."""
    refs = {item.ref: item.pk for item in laying.laid_for(viewer, document_id).live}
    found = {}
    for token in tokens.split():
        ref, _colon, version = token.partition(":")
        number = whole_number(version)
        if ref in refs and number is not None:
            found[refs[ref]] = number
    return found


def _value(post: QueryDict, laid: laying.Laid, without: tuple[str, ...] = ()) -> dict[str, Any]:
    form = DutyForm(post, year=laid.document.dated.year if laid.document.dated else None)
    form.is_valid()
    return {field: value for field, value in form.value().items() if field not in without}


def _form(
    request: HttpRequest,
    laid: laying.Laid,
    kind: str,
    item: Item | None,
    *,
    initial: dict[str, Any] | None = None,
    sentence: str = "",
    late: bool = False,
    status: int = 200,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = DutyForm(data, initial=initial or (duty_initial(item.value) if item else {}))
    typed = request.POST
    context = {
        "document": laid.document,
        "kind": kind,
        "item": item,
        "form": form,
        "sentence": sentence,
        # Somebody else has decided meanwhile: what they made of it is shown, and saving means to replace it.
        "late": late,
        "now": duty_initial(item.value) if late and item else {},
        "words": typed.get("words", (initial or {}).get("words", "")),
        "provision": typed.get("provision", (initial or {}).get("provision", "")),
        "texts": typed.get("texts", "\n".join(_sentences(item)) if item else ""),
        "reasons": words.reasons(),
        "reason": typed.get("reason_text", ""),
        "agencies": sorted({name for one in laid.live for name in one.value.get("leads") or []}),
        "fragment": bool(request.headers.get("HX-Request")),
    }
    name = "library/editor.html" if context["fragment"] else "library/editor_page.html"
    return render(request, name, context, status=status)


def _sentences(item: Item) -> list[str]:
    text = str(item.value.get("text") or "")
    parts = [line for line in text.split("\n") if line.strip()]
    return parts if len(parts) > 1 else [text[start:end] for start, end in sentences(text)]


def _refused(request: HttpRequest, document_id: uuid.UUID, act: str, rest: str, refused: Refused) -> HttpResponse:
    """Say why, where the person is, and keep what they typed."""
    laid = laying.laid_for(viewer_of(request), document_id)
    sentence = sentence_of(refused)
    if act in ("edit", "split", "dismiss", "add"):
        wanted = list(_tokens([rest]))
        item = next((one for one in laid.live if one.pk in wanted), None)
        if act == "add" or (item is not None and "form" in request.POST):
            late = refused.code == "library.decided-meanwhile"
            form = _form(request, laid, act, item, sentence=sentence, late=late, status=422)
            form["HX-Retarget"] = "#editor"
            form["HX-Reswap"] = "outerHTML"
            return form
    if request.headers.get("HX-Request"):
        return _panel(request, document_id, None, sentence=sentence, status=422)
    context = context_of(viewer_of(request), laid, request.GET)
    context |= {"sentence": sentence, "paper": set_paper(laid.reading.body, laid.items)}
    return render(request, "library/reading.html", context, status=422)


def _panel(
    request: HttpRequest, document_id: uuid.UUID, event: Event | None, *, sentence: str = "", status: int = 200
) -> HttpResponse:
    """Answer a script with the list as it is now, the title, and the paper where its marks have changed."""
    viewer = viewer_of(request)
    laid = laying.laid_for(viewer, document_id)
    done = laying.done_by(viewer, document_id, event.number) if event else None
    context = {**context_of(viewer, laid, _filter_of(request)), "sentence": sentence, "swapped": True}
    context |= just_done(done)
    if event and event.act in REMARKED:
        context["paper"] = set_paper(laid.reading.body, laid.items)
    response = render(request, "library/decided.html", context, status=status)
    response["HX-Retarget"] = "#panel"
    response["HX-Reswap"] = "innerHTML"
    return response


def _filter_of(request: HttpRequest) -> dict[str, str]:
    """Read the filter under which the person works from the address of their page."""
    query = request.headers.get("HX-Current-URL", "")[:4000].partition("?")[2].partition("#")[0]
    return dict(parse_qsl(query, max_num_fields=None)[:50])


def _address(document_id: uuid.UUID) -> str:
    return reverse("library:reading", args=[document_id])
