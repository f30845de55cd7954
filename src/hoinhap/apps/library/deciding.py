"""Every decision of a person on the items of a document.

Each act is one transaction that locks the document, checks that nobody was faster, changes items, counts again and
leaves one event. The event holds what each item was and became; undoing applies it backwards, replaying forwards.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.errors import NotFound, Refused
from hoinhap.apps.journal.actions import record
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import items
from hoinhap.apps.library.desk import Desk, Versions
from hoinhap.apps.library.items import ACCEPTED, DISMISSED, DUTY, LONGEST, NONE, OPEN, REPLACED, Image
from hoinhap.apps.library.models import Document, Item
from hoinhap.apps.library.rows import image_of

NAMES = ("leads", "partners", "reports_to")
MOST_PARTS = 50
# How long a deadline, a product, an amount and the name of an agency may be, and how many agencies there may be.
LONGEST_FIELD, LONGEST_NAME, MOST_NAMES = 1000, 500, 100


@transaction.atomic
def accept(*, actor: Viewer, document_id: uuid.UUID, wanted: Versions, at: datetime) -> Event:
    """Accept items as they stand: a duty becomes binding, a provision without one is agreed to have none."""
    desk = Desk(actor, document_id, at)
    for item in desk.take(wanted):
        if item.proposal is not None and item.state != OPEN:
            desk.change(item, proposal=None, found=_newest(item))
        else:
            desk.change(item, state=ACCEPTED, reason="", proposal=None, is_new=False)
    return desk.finish("duty.accepted")


@transaction.atomic
def accept_sure(*, actor: Viewer, document_id: uuid.UUID, wanted: Versions, at: datetime) -> Event:
    """Accept at once every open item that the reader is sure of, of those that the person had before their eyes.

    One that somebody else has decided meanwhile is left as it is; the event says how many were accepted.
    """
    desk = Desk(actor, document_id, at)
    for key, version in wanted.items():
        item = desk.items.get(key)
        if item and item.version == version and item.state == OPEN and item.grade == "sure" and item.proposal is None:
            desk.change(item, state=ACCEPTED, is_new=False)
    return desk.finish("duty.accepted", {"bulk": True})


@transaction.atomic
def dismiss(*, actor: Viewer, document_id: uuid.UUID, wanted: Versions, reason: str, at: datetime) -> Event:
    """Say of a finding that it is no duty, and why; the words stay, the reason with them."""
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise Refused("library.reason-missing")
    desk = Desk(actor, document_id, at)
    for item in desk.take(wanted):
        desk.change(item, state=DISMISSED, reason=reason, proposal=None, is_new=False)
    return desk.finish("duty.dismissed", {"reason": reason})


@transaction.atomic
def reopen_item(*, actor: Viewer, document_id: uuid.UUID, wanted: Versions, at: datetime) -> Event:
    """Take a decision back, so that the item is to be decided again."""
    desk = Desk(actor, document_id, at)
    for item in desk.take(wanted):
        desk.change(item, state=OPEN, reason="")
    return desk.finish("duty.reopened")


@transaction.atomic
def edit(
    *, actor: Viewer, document_id: uuid.UUID, item_id: uuid.UUID, version: int, value: Mapping[str, Any], at: datetime
) -> Event:
    """Write an item in a person's own words, and accept it so; a provision without a duty becomes one."""
    desk = Desk(actor, document_id, at)
    (item,) = desk.take({item_id: version})
    new = _checked({**item.value, **value})
    # Where the reader found no duty, no later reading can find that one gone.
    found = item.found if item.kind == DUTY else None
    became = {"value": new, "kind": DUTY, "answer": DUTY, "found": found, "state": ACCEPTED}
    desk.change(item, **became, reason="", proposal=None, is_new=False)
    return desk.finish("duty.edited")


@transaction.atomic
def split(
    *, actor: Viewer, document_id: uuid.UUID, item_id: uuid.UUID, version: int, texts: Sequence[str], at: datetime
) -> Event:
    """Make several duties of one: each has its own words, and the agencies and the deadline of the whole."""
    desk = Desk(actor, document_id, at)
    (item,) = desk.take({item_id: version})
    parts = [" ".join(text.split()) for text in texts if text.strip()]
    if len(parts) < 2:
        raise Refused("library.split-one")
    if len(parts) > MOST_PARTS:
        raise Refused("library.split-too-many", n=len(parts), limit=MOST_PARTS)
    source = desk.reading().body["text"]
    desk.change(item, state=REPLACED, proposal=None)
    before = image_of(item)
    place = item.place
    for order, text in enumerate(parts):
        said = items.words_at(source, text, item.spans.get("said") or [])
        place = said[0] if said else place + 1
        desk.add(
            {
                **before,
                "state": OPEN,
                "kind": DUTY,
                "answer": DUTY,
                "value": _checked({**item.value, "text": text}),
                "found": None,
                # The reader was sure of the whole; the pieces are a person's.
                "grade": "",
                "declined": [],
                "place": place if order or said else item.place,
                "spans": {**item.spans, "said": [list(said)] if said else item.spans.get("said", [])},
                "decided_by": None,
                "decided_at": None,
            }
        )
    return desk.finish("duty.split")


@transaction.atomic
def merge(*, actor: Viewer, document_id: uuid.UUID, wanted: Versions, at: datetime) -> Event:
    """Make one duty of several: it stands for all their provisions, and names every agency once."""
    desk = Desk(actor, document_id, at)
    parts = desk.take(wanted)
    if len(parts) < 2:
        raise Refused("library.merge-one")
    first = parts[0]
    provisions = sorted({index for item in parts for index in item.provisions})
    text = "\n".join(str(item.value.get("text") or "") for item in parts)
    if len(text) > LONGEST:
        raise Refused("library.merge-too-long", limit=LONGEST)
    value = _checked(
        {
            **next((item.value for item in parts if item.kind == DUTY), first.value),
            "text": text,
            **{name: _union(item.value.get(name) or [] for item in parts) for name in NAMES},
            **_first_due(parts),
            **{name: _joined(parts, name) for name in ("due_text", "product", "money")},
        }
    )
    image = image_of(first)
    for item in parts:
        desk.change(item, state=REPLACED, proposal=None)
    desk.add(
        {
            **image,
            "state": OPEN,
            "kind": DUTY,
            "answer": DUTY,
            "provisions": provisions,
            "value": value,
            "found": None,
            "grade": _doubtful(parts),
            "reason": "",
            "proposal": None,
            "declined": [],
            "spans": {
                name: [span for item in parts for span in item.spans.get(name) or []]
                for name in ("said", "lead", "partner", "to", "due")
            },
            "decided_by": None,
            "decided_at": None,
        }
    )
    return desk.finish("duty.merged")


@transaction.atomic
def add(
    *, actor: Viewer, document_id: uuid.UUID, provision: int, text: str, value: Mapping[str, Any], at: datetime
) -> Event:
    """Add a duty that the reader did not see, by its words in a provision; it is accepted at once."""
    desk = Desk(actor, document_id, at)
    body = desk.reading().body
    if not 0 <= provision < len(body["outline"]):
        raise Refused("library.words-not-there")
    item = body["outline"][provision]
    said = items.words_at(body["text"], text, [item["span"]])
    if said is None:
        raise Refused("library.words-not-there")
    for other in desk.live():
        if other.kind == NONE and provision in other.provisions:
            desk.change(other, state=REPLACED, proposal=None)
    words = " ".join(body["text"][said[0] : said[1]].split())
    desk.add(
        {
            "kind": DUTY,
            "answer": DUTY,
            "path": item["path"][:200],
            "provisions": [provision],
            "place": said[0],
            "spans": {"said": [list(said)]},
            "value": _checked({**BLANK, "text": words, **value}),
            "found": None,
            "rule": "",
            "grade": "",
            "state": ACCEPTED,
            "reason": "",
            "proposal": None,
            "declined": [],
            "is_new": False,
            "decided_by": str(actor.person_id or "") or None,
            "decided_at": at.isoformat(),
        }
    )
    return desk.finish("duty.added")


@transaction.atomic
def take_proposal(*, actor: Viewer, document_id: uuid.UUID, item_id: uuid.UUID, version: int, at: datetime) -> Event:
    """Let the newer reading stand in place of what was decided."""
    desk = Desk(actor, document_id, at)
    (item,) = desk.take({item_id: version})
    if item.proposal is None:
        raise Refused("library.nothing-to-do")
    units: list[Image] = item.proposal["items"]
    stamp = {"decided_by": str(actor.person_id or "") or None, "decided_at": at.isoformat()}
    taken = {**stamp, "state": ACCEPTED, "proposal": None, "declined": item.declined, "reason": "", "is_new": False}
    provisions = list(item.provisions)
    if len(units) == 1 and units[0]["kind"] == item.kind:
        desk.change(item, **{**units[0], **taken})
    else:
        desk.change(item, state=REPLACED, proposal=None, declined=item.declined)
        for unit in units:
            if unit["kind"] == DUTY or not _is_covered(desk, unit["provisions"]):
                desk.add({**unit, **taken})
    # It may have answered for more provisions than what is taken in its place.
    for unit in _nothing_instead(desk, item, provisions):
        desk.add({**unit, **taken})
    return desk.finish("duty.reading-taken")


@transaction.atomic
def undo(*, actor: Viewer, document_id: uuid.UUID, number: int, at: datetime) -> Event:
    """Take an act on this document back, as long as nothing that it changed has been changed since."""
    desk = Desk(actor, document_id, at)
    event = Event.objects.filter(number=number, root_kind=Document._meta.label_lower, root_id=str(document_id)).first()
    if event is None or not is_undoable(event):
        raise NotFound
    for fact in reversed(event.facts["changes"]):
        item = desk.items.get(uuid.UUID(fact["id"]))
        if item is None or item.version != fact["version"]:
            raise Refused("library.changed-since")
        # What was added is as if it had never been: nobody has put anything in its place.
        never = {"state": REPLACED, "decided_by": None, "decided_at": None}
        desk.put(item, never if fact["old"] is None else fact["old"])
    told = {"undoes": event.number, "undone_act": event.act}
    return desk.finish("duty.undone", told, done=event.facts.get("was_done"))


@transaction.atomic
def close(*, actor: Viewer, document_id: uuid.UUID, at: datetime) -> Event:
    """Call a document done: nothing of it is undecided."""
    desk = Desk(actor, document_id, at)
    document = desk.document
    if document.undecided:
        raise Refused("library.undecided-left", n=document.undecided)
    if document.done_at:
        raise Refused("library.nothing-to-do")
    document.done_at, document.done_by_id = at, actor.person_id
    document.save(update_fields=["done_at", "done_by"])
    return record(actor=actor, at=at, act="document.done", of=document, root=document, facts={"done": True})


@transaction.atomic
def reopen(*, actor: Viewer, document_id: uuid.UUID, at: datetime) -> Event:
    """Open a document again that was called done."""
    desk = Desk(actor, document_id, at)
    document = desk.document
    if not document.done_at:
        raise Refused("library.nothing-to-do")
    document.done_at = document.done_by = None
    document.save(update_fields=["done_at", "done_by"])
    return record(actor=actor, at=at, act="document.reopened", of=document, root=document, facts={"done": False})


def is_undoable(event: Event) -> bool:
    """Say whether an event is a person's act on items; a reading of the machine is taken back by no button."""
    return event.act.startswith("duty.") and "changes" in event.facts


BLANK: dict[str, Any] = {
    "text": "",
    "leads": [],
    "partners": [],
    "reports_to": [],
    "due": None,
    "due_text": "",
    "due_rule": "",
    "product": "",
    "money": "",
    "optional": False,
}


def _checked(value: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a value what an item may hold; a duty without words is refused, and so is what is too long to be kept."""
    new = {**BLANK, **{field: value[field] for field in items.VALUE if field in value}}
    new["text"] = str(new["text"] or "").strip()
    if not new["text"]:
        raise Refused("library.text-missing")
    if len(new["text"]) > LONGEST:
        raise Refused("library.text-too-long", n=len(new["text"]), limit=LONGEST)
    for field in NAMES:
        new[field] = _union([[" ".join(str(name).split()) for name in new[field] or []]])
        if len(new[field]) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in new[field]):
            raise Refused("library.names-too-long", most=MOST_NAMES, limit=LONGEST_NAME)
    for field in ("due_text", "product", "money"):
        new[field] = " ".join(str(new[field] or "").split())
        if len(new[field]) > LONGEST_FIELD:
            raise Refused("library.field-too-long", limit=LONGEST_FIELD)
    return new


def _union(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for names in lists for name in names if name))


def _first_due(parts: Sequence[Item]) -> dict[str, Any]:
    for item in parts:
        if item.value.get("due"):
            return {field: item.value.get(field) for field in ("due", "due_rule")}
    return {}


def _joined(parts: Sequence[Item], field: str) -> str:
    """Join what several items say, each wording once."""
    return "; ".join(_union([[" ".join(str(item.value.get(field) or "").split()) for item in parts]]))


def _doubtful(parts: Sequence[Item]) -> str:
    order = ("guess", "likely", "sure")
    return min((item.grade for item in parts if item.grade in order), key=order.index, default="")


def _newest(item: Item) -> Any:
    """Give what the reader says now of the same thing; another thing that it proposes is not this one's finding."""
    units = (item.proposal or {}).get("items") or []
    return units[0]["value"] if len(units) == 1 and units[0]["kind"] == item.kind else item.found


def _is_covered(desk: Desk, provisions: Sequence[int]) -> bool:
    return any(set(item.provisions) & set(provisions) for item in desk.live())


def _nothing_instead(desk: Desk, item: Item, provisions: Sequence[int]) -> list[Image]:
    """Make the items that provisions need when their only duty is given up."""
    if all(_is_covered(desk, [index]) for index in provisions):
        return []
    outline = desk.reading().body["outline"]
    made = []
    for index in provisions:
        if outline[index].get("answer") == items.SETTLED or _is_covered(desk, [index]):
            continue
        words = outline[index]["text"]
        made.append(
            {
                **image_of(item),
                "kind": NONE,
                "answer": "nothing",
                "provisions": [index],
                "path": outline[index]["path"][:200],
                "value": {"text": words},
                "found": {"text": words},
                "spans": {"said": [outline[index]["span"]]},
            }
        )
    return made
