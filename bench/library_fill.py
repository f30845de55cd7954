"""Fill an empty database with a library as large as a province's: families of papers, decisions, dispatches, events.

The same number of documents gives the same rows on every machine. The bytes of the originals are left out: no page that
is measured opens one. Whatever the product itself derives (items, counts, keys, hashes) is made by its own code.
"""

from __future__ import annotations

import json
import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import JSONField, Model

from bench.library_papers import LAW, Mould, cast, moulds
from bench.searching_papers import places
from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.models import Agency, Membership, Role
from hoinhap.apps.journal.actions import Deed, record_many, recorded
from hoinhap.apps.library import items
from hoinhap.apps.library.aligning import aligned
from hoinhap.apps.library.citing import number_key
from hoinhap.apps.library.models import Alignment, Briefing, Citation, Dispatch, Document, Item, Reading
from hoinhap.apps.search.actions import note
from hoinhap.core.reader import VERSION
from hoinhap.core.vi.text import fold

AGENCIES = 60
KEEPERS = 20
PEOPLE = 200
BATCH = 500
FIRST, LAST = 2016, 2023
PLACES = places(400)
_MONTHS = (1, 2, 10, 11, 12)
# How many papers carry out one of a step: most a few, some dozens.
_CHILDREN = ((0, 0, 1, 1, 2, 2, 3, 4, 6, 9, 14, 22, 45), (0, 0, 0, 0, 0, 1, 1, 2, 4))


@dataclass(slots=True)
class Plan:
    """What a document will be, before it is written."""

    order: int
    mould: Mould
    number: int
    dated: date
    parent: Plan | None = None
    step: int = 0
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    received_at: datetime = datetime.min
    reading: int = 0
    children: list[Plan] = field(default_factory=list)


def fill(documents: int) -> None:
    """Write so many documents with all that belongs to them; the database has its tables and nothing else."""
    # What search would have to take up is measured by itself.
    recorded.disconnect(dispatch_uid="search.note")
    try:
        agencies, people = _house()
        plans = _plans(documents)
        for first in range(0, len(plans), BATCH):
            with transaction.atomic():
                _write(plans[first : first + BATCH], plans[0], agencies, people)
        with transaction.atomic():
            _align(plans)
    finally:
        recorded.connect(note, dispatch_uid="search.note")
    if connection.vendor == "postgresql":
        # What its own housekeeping does within a minute of such a load. SQLite has none, so it gets none.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _house() -> tuple[list[Agency], list[Person]]:
    since = date(2010, 1, 1)
    agencies = [
        Agency(id=uuid.UUID(int=n + 1), code=f"co-quan-{n}", name=f"{'Sở' if n < KEEPERS else 'UBND xã'} Số {n}")
        for n in range(AGENCIES)
    ]
    Agency.objects.bulk_create(agencies)
    people = [
        Person(id=uuid.UUID(int=n + 1), username=f"nguoi.{n}", full_name=f"Nguyễn Văn {n}", password="!")
        for n in range(PEOPLE)
    ]
    people[0].username, people[1].username = "coordinator", "officer"
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(
            person=person,
            # The officer's agency keeps documents and is sent others.
            agency=agencies[3 if n == 1 else n % AGENCIES],
            role=Role.COORDINATOR if n == 0 else Role.OFFICER,
            since=since,
            recorded_at=datetime.combine(since, time(), tzinfo=UTC),
        )
        for n, person in enumerate(people)
    )
    return agencies, people


def _plans(documents: int) -> list[Plan]:
    """Think of families until there are enough, and put the papers in the order of arrival; a law is first."""
    pick = random.Random(documents)
    found: list[Plan] = []

    def new(step: int, parent: Plan | None, year: int) -> Plan:
        mould = pick.choice(moulds(step, (parent.mould.kind, parent.mould.sign) if parent else None))
        dated = date(year, pick.choice(_MONTHS), pick.randrange(10, 29))
        if parent and dated <= parent.dated:
            dated = dated.replace(year=parent.dated.year + 1)
        plan = Plan(len(found), mould, 1000 + len(found) % 9000, dated, parent, step)
        found.append(plan)
        if parent:
            parent.children.append(plan)
        return plan

    while len(found) < documents:
        families = [new(0, None, pick.randrange(FIRST, LAST))]
        for step, sizes in enumerate(_CHILDREN, 1):
            families = [
                new(step, parent, parent.dated.year + pick.randrange(2))
                for parent in families
                for _ in range(pick.choice(sizes))
            ]
    del found[documents:]
    for plan in found:
        plan.children = [child for child in plan.children if child.order < documents]
    law = found[0]
    law.dated = date(FIRST, 1, 10)
    for plan in found:
        plan.received_at = datetime(plan.dated.year, plan.dated.month, plan.dated.day, tzinfo=UTC) + timedelta(
            minutes=plan.order % 400, seconds=plan.order
        )
        millis = int(plan.received_at.timestamp() * 1000)
        plan.id = uuid.UUID(int=millis << 80 | 7 << 76 | 2 << 62 | plan.order)
    found.sort(key=lambda plan: (plan is not law, plan.received_at))
    for number, plan in enumerate(found, 1):
        plan.reading = number
    return found


class _Cut:
    """The items of a mould, laid out once: the columns that are the same for every document, as they are written."""

    COLUMNS = ("kind", "answer", "path", "provisions", "place", "spans", "value", "found", "rule", "grade")

    def __init__(self, mould: Mould) -> None:
        self.images = items.laid_out(mould.body)
        self.kept = [
            [json.dumps(image[name]) if isinstance(image[name], dict | list) else image[name] for name in self.COLUMNS]
            for image in self.images
        ]


@cache
def _cut(mould: Mould) -> _Cut:
    return _Cut(mould)


def _write(plans: list[Plan], law: Plan, agencies: list[Agency], people: list[Person]) -> None:
    documents: list[Document] = []
    bodies: list[tuple[Any, ...]] = []
    found: list[tuple[Any, ...]] = []
    cited: list[Citation] = []
    sent: list[Dispatch] = []
    told: list[Briefing] = []
    deeds: dict[int, list[Deed]] = defaultdict(list)
    for plan in plans:
        pick = random.Random(plan.order)
        cut = _cut(plan.mould)
        keys = [items.item_id(plan.id, VERSION, order) for order in range(len(cut.images))]
        by, at = people[plan.order % PEOPLE], plan.received_at + timedelta(days=1)
        states, changes = _decide(cut.images, keys, by, at, pick)
        document = _document(plan, law, agencies[pick.randrange(KEEPERS)], pick)
        document.items_count = len(keys)
        document.accepted = sum(
            state == Item.ACCEPTED and image["kind"] == Item.DUTY
            for state, image in zip(states, cut.images, strict=True)
        )
        document.undecided = items.open_provisions(
            {**image, "state": state} for state, image in zip(states, cut.images, strict=True)
        )
        if not document.undecided and pick.random() < 0.8:
            document.done_at, document.done_by = at, by
        documents.append(document)
        bodies.append((plan.reading, plan.id, VERSION, plan.received_at, _body(plan)))
        for key, state, kept in zip(keys, states, cut.kept, strict=True):
            reason = "Trùng với nhiệm vụ thường xuyên" if state == Item.DISMISSED else ""
            who = (1, by.pk, at) if state != Item.OPEN else (0, None, None)
            found.append((key, plan.id, *kept, state, reason, *who))
        cited += list(_citations(plan, law))
        here = list(_dispatches(plan, document, agencies, people, pick))
        sent += here
        if here:
            told.append(_briefing(document, here[-1].agency, people[0], pick))
        facts = {"name": document.name, "sha256": document.sha256, "reader": VERSION, "items": len(keys)}
        # Who acts stays the same for a while, so that events are written several at once.
        acts = deeds[plan.order % 16]
        acts.append(Deed("document.received", document, facts=facts))
        if changes:
            acts.append(Deed("duty.accepted", document, facts={"changes": changes, "bulk": True}))
    Document.objects.bulk_create(documents)
    _put(Reading, ("id", "document_id", "reader_version", "read_at", "body"), bodies)
    columns = ("id", "document_id", *_Cut.COLUMNS, "state", "reason", "version", "decided_by_id", "decided_at")
    _put(Item, columns, found)
    Citation.objects.bulk_create(cited)
    Dispatch.objects.bulk_create(sent)
    Briefing.objects.bulk_create(told)
    for of, done in deeds.items():
        person = people[(plans[0].order + of) % PEOPLE]
        record_many(actor=Viewer(person.pk, person.full_name), at=plans[0].received_at, deeds=done)


def _put(model: type[Model], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Write rows that are many and whose JSON is written already, past the layer that would write it again."""
    left = [one for one in model._meta.concrete_fields if one.attname not in columns]
    columns += tuple(one.attname for one in left)
    rest = tuple(
        json.dumps(one.get_default()) if isinstance(one, JSONField) and not one.null else one.get_default()
        for one in left
    )
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, *rest))
            return
        plain = [tuple(_plain(value) for value in (*row, *rest)) for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", plain)


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.replace(tzinfo=None).isoformat(" ") if isinstance(value, datetime) else value


def _body(plan: Plan) -> str:
    parent = plan.parent
    return cast(
        plan.mould,
        number=plan.number,
        dated=plan.dated,
        parent=parent.number if parent else 0,
        parent_dated=parent.dated if parent else None,
    )


def _briefing(document: Document, agency: Agency, person: Person, pick: random.Random) -> Briefing:
    return Briefing(
        document=document,
        agency=agency,
        held_on=document.dated,
        people=pick.randrange(5, 80),
        told_at=document.received_at,
        told_by=person,
    )


def _document(plan: Plan, law: Plan, agency: Agency, pick: random.Random) -> Document:
    head = plan.mould.body["document"]
    kind, number = ("Luật", LAW) if plan is law else (plan.mould.kind, f"{plan.number}/{plan.mould.sign}")
    name = f"{plan.order:05}.docx"
    title = f"{head['title']}, xã {PLACES[plan.order % len(PLACES)]}"
    return Document(
        id=plan.id,
        name=name,
        sha256=f"{plan.order:064x}",
        size=len(plan.mould.written),
        received_at=plan.received_at,
        received_from=pick.choice(("Trục liên thông", "Bưu điện", "")),
        agency=agency,
        kind=kind,
        number=number,
        issuer=head["issuer"],
        title=title,
        dated=plan.dated,
        sought=fold(f"{name} {kind} {number} {title} {head['issuer']}"),
        duties=len(plan.mould.body["tasks"]),
        provisions=len(plan.mould.body["outline"]),
        reader=VERSION,
    )


def _decide(
    images: list[items.Image], keys: list[uuid.UUID], person: Person, at: datetime, pick: random.Random
) -> tuple[list[str], list[dict[str, Any]]]:
    """Let a person decide on all items, on those the reader is sure of, or on none; give the states and the changes."""
    far = pick.random()
    states, changes = [], []
    for image, key in zip(images, keys, strict=True):
        state = Item.OPEN
        if far < 0.5 or (far < 0.8 and image["grade"] == "sure"):
            state = Item.DISMISSED if pick.random() < 0.04 else Item.ACCEPTED
            new = {"state": state, "decided_by": str(person.pk), "decided_at": at.isoformat()}
            changes.append({"id": str(key), "old": {"state": Item.OPEN}, "new": new, "version": 1})
        states.append(state)
    return states, changes


def _citations(plan: Plan, law: Plan) -> Iterator[Citation]:
    for ref, one in enumerate(plan.mould.body["citations"]):
        number, dated, target = one["number"], date.fromisoformat(one["date"]) if one["date"] else None, None
        if number == LAW and plan is not law:
            target = law.id
        elif one["relation"] == "implements" and plan.parent:
            parent = plan.parent
            number, dated, target = f"{parent.number}/{parent.mould.sign}", parent.dated, parent.id
        yield Citation(
            document_id=plan.id,
            target_id=target,
            kind=one["kind"] or "",
            number=number,
            key=number_key(number),
            dated=dated,
            issuer=one["issuer"] or "",
            relation=one["relation"] or "",
            ref=ref,
        )


def _dispatches(
    plan: Plan, document: Document, agencies: list[Agency], people: list[Person], pick: random.Random
) -> Iterator[Dispatch]:
    """Send three papers of ten to some agencies, one of fifty to all."""
    much = pick.random()
    if much > 0.3:
        return
    for agency in agencies if much < 0.02 else pick.sample(agencies, pick.randint(3, 20)):
        if agency.pk == document.agency_id:
            continue
        opened = plan.received_at + timedelta(hours=pick.randrange(1, 90)) if pick.random() < 0.9 else None
        confirmed = opened + timedelta(hours=3) if opened and pick.random() < 0.8 else None
        person = people[agencies.index(agency)]
        yield Dispatch(
            document=document,
            agency=agency,
            sent_at=plan.received_at,
            sent_by=people[2],
            opened_at=opened,
            opened_by=person if opened else None,
            confirmed_at=confirmed,
            confirmed_by=person if confirmed else None,
        )


def _align(plans: list[Plan]) -> None:
    """Compare the first step of each family with its children, as their pages do when somebody asks."""
    made: dict[tuple[int, int], dict[str, Any]] = {}
    rows = []
    for parent in plans:
        for child in parent.children if parent.step == 0 else ():
            pair = id(parent.mould), id(child.mould)
            if pair not in made:
                made[pair] = aligned(parent.mould.body, child.mould.body)
            rows.append(Alignment(parent_id=parent.reading, child_id=child.reading, body=made[pair]))
    Alignment.objects.bulk_create(rows, batch_size=BATCH)
