"""The events of documents in words, for the journal."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import panel, sending_words
from hoinhap.apps.library.models import Arrival, Document
from hoinhap.core.reader.shown import address

DOCUMENT = gettext_lazy("văn bản")
ARRIVAL = gettext_lazy("tệp gửi lên")
ACTS = {
    "document.received": gettext_lazy("Nhận văn bản"),
    "document.read-again": gettext_lazy("Đọc lại văn bản"),
    "document.laid-out": gettext_lazy("Lập danh mục điều khoản"),
    "document.done": gettext_lazy("Hoàn tất văn bản"),
    "document.reopened": gettext_lazy("Mở lại văn bản"),
    "duty.accepted": gettext_lazy("Chấp nhận mục"),
    "duty.dismissed": gettext_lazy("Bỏ qua mục"),
    "duty.reopened": gettext_lazy("Mở lại mục"),
    "duty.edited": gettext_lazy("Sửa và chấp nhận mục"),
    "duty.split": gettext_lazy("Tách mục"),
    "duty.merged": gettext_lazy("Gộp mục"),
    "duty.added": gettext_lazy("Thêm giao việc"),
    "duty.reading-taken": gettext_lazy("Lấy theo cách đọc mới"),
    "duty.undone": gettext_lazy("Hoàn tác"),
    **sending_words.ACTS,
}
ARRIVAL_ACTS = {
    "arrival.waiting": gettext_lazy("Gửi tệp chờ đọc"),
    "arrival.stopped": gettext_lazy("Dừng đọc tệp"),
    "arrival.refused": gettext_lazy("Từ chối tệp"),
}


def sentence(event: Event) -> str:
    """Say what was done to a document, without its subject: "chấp nhận 31 mục"."""
    facts = event.facts
    changes = facts.get("changes", [])
    if event.act == "document.received":
        return _("Nhận tệp “%(name)s”, lập %(n)d mục cần quyết định") % {
            "name": facts.get("name", ""),
            "n": facts.get("items", 0),
        }
    if event.act == "document.read-again":
        said = _("Đọc lại bằng bộ đọc phiên bản %(version)s: %(new)d mới, %(otherwise)d khác, %(gone)d không còn")
        return said % {
            "version": facts.get("reader", ""),
            "new": facts.get("new", 0),
            "otherwise": facts.get("otherwise", 0),
            "gone": facts.get("gone", 0),
        }
    if event.act in ("duty.accepted", "duty.dismissed", "duty.reopened"):
        said = {
            "duty.accepted": ngettext("Chấp nhận %(n)d mục", "Chấp nhận %(n)d mục", len(changes)),
            "duty.dismissed": ngettext("Bỏ qua %(n)d mục", "Bỏ qua %(n)d mục", len(changes)),
            "duty.reopened": ngettext("Mở lại %(n)d mục", "Mở lại %(n)d mục", len(changes)),
        }[event.act] % {"n": len(changes)}
        return f"{said}: {facts['reason']}" if facts.get("reason") else said
    if event.act == "duty.undone":
        if facts.get("undone_act") == "duty.undone":
            return _("Làm lại một việc đã hoàn tác")
        return _("Hoàn tác: %(act)s") % {"act": str(ACTS.get(facts.get("undone_act", ""), ""))}
    return sending_words.said(event.act, facts) or str(ACTS.get(event.act, event.act))


def details(event: Event) -> list[tuple[str, str]]:
    """Say what changed, item by item, as far as the event itself holds it."""
    lines = []
    for change in event.facts.get("changes", [])[:50]:
        old, new = change.get("old") or {}, change["new"]
        value = new.get("value")
        if value is not None and old.get("value") is not None:
            lines += [(name, f"{was or '–'} → {now or '–'}") for name, was, now in panel.told(old["value"], value)]
        elif value is not None:
            place = address(new.get("path", "")) or ""
            lines.append((place or str(_("Mục mới")), str(value.get("text") or "")[:300]))
    return lines


def arrival_sentence(event: Event) -> str:
    """Say what became of a file that waited to be read."""
    return f"{ARRIVAL_ACTS.get(event.act, event.act)}: {event.facts.get('name', '')}"


def document_url(event: Event) -> str:
    """Give the page of the document that an event is about."""
    from django.urls import reverse

    return reverse("library:reading", args=[event.root_id])


def document_names(ids: Collection[str]) -> dict[str, str]:
    """Name documents by their keys, as an officer does."""
    rows = Document.objects.filter(pk__in=ids).only("kind", "number", "name")
    return {str(document.pk): document.heading for document in rows}


def arrival_names(ids: Collection[str]) -> dict[str, str]:
    """Name files that waited by their keys."""
    rows = Arrival.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(key): name for key, name in rows}


def register_all(register: Any) -> None:
    """Tell the journal who may read the events of documents, and in which words."""
    from hoinhap.apps.library import access

    register(
        "library.document",
        may_see=access.visible_ids,
        say=sentence,
        url=document_url,
        name=DOCUMENT,
        acts=ACTS,
        details=details,
        names=document_names,
    )
    register(
        "library.arrival",
        may_see=access.own_arrivals,
        say=arrival_sentence,
        url=lambda event: "",
        name=ARRIVAL,
        acts=ARRIVAL_ACTS,
        names=arrival_names,
    )
