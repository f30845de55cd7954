"""What the children of the stage do: prepare a library, the acts that are cut short or meet, and looking afterwards."""

from __future__ import annotations

import io
import json
import random
import uuid
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.apps.cast import hold
from tests.apps.library.papers import DIRECTIVE, PLAN

Say = Callable[[dict[str, Any]], None]
AT = datetime(2026, 4, 7, 2, 30, tzinfo=UTC)
LATER = AT + timedelta(days=1)
COORDINATORS = 8


def use(order: dict[str, Any], step: Callable[[], None]) -> None:
    """Turn the settings to the database and the folder of an order, and tell each statement that writes as a step."""
    from django.conf import settings
    from django.db import connections
    from django.db.backends.signals import connection_created

    # The manifest wants collected files, which no page of these needs.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    folder = Path(order["folder"])
    settings.DATA = folder
    settings.FILE_UPLOAD_TEMP_DIR = str(folder / "arriving")
    (folder / "arriving").mkdir(exist_ok=True)
    connections.settings["default"]["NAME"] = order["name"]

    def tell(execute: Any, statement: Any, *arguments: Any) -> Any:
        if not str(statement).lstrip().upper().startswith(("SELECT", "PRAGMA")):
            step()
        return execute(statement, *arguments)

    def connected(connection: Any, **_: Any) -> None:
        if tell not in connection.execute_wrappers:
            connection.execute_wrappers.append(tell)

    connection_created.connect(connected, weak=False)


def warm() -> None:
    """Do once what a process does only the first time, so that the children find it done."""
    import hoinhap.site.urls
    import hoinhap.site.worker  # noqa: F401
    from hoinhap.core.reader import read

    read(PLAN.encode(), "kh.txt")
    read(docx(DIRECTIVE, 0), "ct.docx")


def plan(number: int, tasks: int = 30) -> str:
    """Write a plan with so many duties under its second heading."""
    departments = ("Sở Ngoại vụ", "Sở Tư pháp", "Sở Công Thương", "Sở Tài chính")
    more = "\n\n".join(
        f"{n}. {departments[n % 4]} chủ trì, phối hợp với Sở Xây dựng rà soát nhóm thỏa thuận số {n}, "
        f"báo cáo UBND tỉnh trước ngày {1 + n % 28}/9/2026."
        for n in range(4, 4 + tasks)
    )
    return PLAN.replace("Số: 58/KH-UBND", f"Số: {number}/KH-UBND").replace("\nIII. TỔ", f"\n{more}\n\nIII. TỔ")


def docx(text: str, weight: int) -> bytes:
    """Make a Word file of a paper; a picture that shrinks no further gives it its weight."""
    from docx import Document as Word

    word = Word()
    for line in text.split("\n"):
        word.add_paragraph(line)
    made = io.BytesIO()
    word.save(made)
    if weight:
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr("word/media/anh.png", random.Random(weight).randbytes(weight))
    return made.getvalue()


def _viewer(name: str = "hanh") -> Any:
    from hoinhap.apps.accounts.models import Person
    from hoinhap.apps.agencies.queries import viewer_for

    return viewer_for(Person.objects.get(username=name), on=AT.date())


def _items(document_id: str, **wanted: Any) -> list[Any]:
    from hoinhap.apps.library.models import Item

    return list(Item.objects.filter(document_id=document_id, **wanted).exclude(state=Item.REPLACED))


# --- before ---------------------------------------------------------------------------------------------------------


def prepare(say: Say) -> None:
    """Make the library that every act begins with: a plan nobody has decided on, and one of an older reader."""
    from django.core.management import call_command

    from hoinhap.apps.accounts.models import Person
    from hoinhap.apps.agencies.models import Role
    from hoinhap.apps.library import actions, deciding
    from tests.apps.cast import cast

    call_command("migrate", verbosity=0, interactive=False)
    people = cast()
    for number in range(COORDINATORS):
        person = Person.objects.create_user(f"c{number}", full_name=f"Người {number}")
        hold(person, people.foreign, Role.COORDINATOR)
    hanh = people.viewer("hanh")
    open_plan = actions.receive(actor=hanh, name="mo.txt", data=plan(1).encode(), at=AT)
    version, to_json = actions.VERSION, actions.to_json

    def worse(reading: Any) -> dict[str, Any]:
        """Find what an older reader might have found: fewer duties, and some given to others."""
        body = to_json(reading)
        for task in body["tasks"][:3]:
            task["leads"] = ["Sở Xây dựng"]
        for task in body["tasks"][3:6]:
            body["outline"][task["provision"]]["answer"] = "nothing"
        del body["tasks"][3:6]
        return body

    actions.VERSION, actions.to_json = "0", worse
    older = actions.receive(actor=hanh, name="cu.txt", data=plan(2).encode(), at=AT)
    actions.VERSION, actions.to_json = version, to_json
    decided = _items(str(older.pk))[:12]
    deciding.accept(actor=hanh, document_id=older.pk, wanted={item.pk: item.version for item in decided}, at=AT)
    say({"open": str(open_plan.pk), "older": str(older.pk)})


# --- acts that are cut short ----------------------------------------------------------------------------------------


def upload(say: Say, *, number: int = 100) -> None:
    """Send three files through the page, one of them so heavy that it arrives by way of the disk."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from hoinhap.apps.accounts.models import Person

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.get(username="hanh"), "allauth.account.auth_backends.AuthenticationBackend")
    files = [
        SimpleUploadedFile("mot.txt", plan(number).encode()),
        SimpleUploadedFile("hai.docx", docx(plan(number + 1), 3 * 1024 * 1024)),
        SimpleUploadedFile("ba.txt", plan(number + 2).encode()),
    ]
    sent = client.post("/van-ban/tai-len", {"files": files}, headers={"accept": "application/x-ndjson"})
    if not sent.streaming:
        raise AssertionError(sent.content.decode()[-3000:])
    for line in sent.streaming_content:
        event = json.loads(line)
        if "refusal" in event:
            raise AssertionError(event)
        if "url" in event:
            say({"document": event["url"].split("/")[2]})


def aside(say: Say, *, number: int = 200) -> None:
    """Put two files before the worker, and let a worker read them."""
    from hoinhap.apps.library import background
    from hoinhap.site import worker

    for name in (number, number + 1):
        data = plan(name).encode()
        arrival = background.put_aside(actor=_viewer(), name=f"{name}.txt", data=data, at=AT)
        say({"arrival": str(arrival.pk)})
    worker.main(["--once"])


def accept_all(say: Say, *, document: str) -> None:
    """Accept all that are sure, take it back, accept them again."""
    from hoinhap.apps.library import deciding

    for act in ("accept", "undo", "accept"):
        common = {"actor": _viewer(), "document_id": uuid.UUID(document), "at": LATER}
        if act == "accept":
            wanted = {item.pk: item.version for item in _items(document)}
            event = deciding.accept_sure(wanted=wanted, **common)
        else:
            event = deciding.undo(number=event.number, **common)
        say({"event": event.number, "act": event.act})


def read_again(say: Say, *, document: str) -> None:
    """Read a document with a newer reader."""
    from hoinhap.apps.library import actions

    actions.read_again(actor=_viewer(), document_id=uuid.UUID(document), at=LATER)
    say({"again": document})


# --- after ----------------------------------------------------------------------------------------------------------


def look(say: Say, *, document: str = "", older: str = "") -> None:
    """Say all that is wrong, and how the library stands."""
    from django.conf import settings

    from hoinhap.apps.journal.models import Event
    from hoinhap.apps.library.models import Arrival, Document, Reading
    from tests.faults.whole import faults, state_of

    told = Event.objects.filter(root_id=document)
    say(
        {
            "faults": faults(),
            "documents": {str(one.pk): one.name for one in Document.objects.all()},
            "arrivals": {str(one.pk): one.state for one in Arrival.objects.defer("data")},
            "events": list(told.order_by("number").values_list("number", "act")),
            "accepted": sum(item.state == "accepted" for item in _items(document)) if document else None,
            "sure": sum(item.grade == "sure" for item in _items(document)) if document else None,
            "readings": Reading.objects.filter(document_id=older).count() if older else None,
            "kept": state_of(older) if older else None,
            "arriving": [path.name for path in (Path(settings.DATA) / "arriving").iterdir()],
        }
    )


def take_up(say: Say) -> None:
    """Do what the next worker does once it takes the one before for lost."""
    from django.utils import timezone

    from hoinhap.apps.library import background
    from hoinhap.site import worker

    say({"taken": background.take_up_lost(timezone.now() + 2 * background.LOST)})
    worker.main(["--once"])


# --- acts that meet -------------------------------------------------------------------------------------------------


def decide(say: Say, *, name: str, document: str, seed: int, times: int) -> None:
    """Decide at random on one document beside others who do so too; being told no is no fault."""
    from hoinhap.apps.errors import Refused
    from hoinhap.apps.journal.models import Event
    from hoinhap.apps.library import deciding

    chance, actor = random.Random(seed), _viewer(name)
    tally = {"done": 0, "late": 0, "refused": 0}
    for turn in range(times):
        common = {"actor": actor, "document_id": uuid.UUID(document), "at": LATER + timedelta(minutes=turn)}
        there = _items(document)
        # Everybody wants the first ones, so that they meet.
        one, other = there[chance.randrange(min(4, len(there)))], chance.choice(there)
        both = {one.pk: one.version, other.pk: other.version}
        single = {"item_id": one.pk, "version": one.version}
        act = chance.choice(["accept", "edit", "dismiss", "split", "merge", "reopen", "undo", "sure"])
        try:
            if act == "accept":
                deciding.accept(wanted=both, **common)
            elif act == "edit":
                deciding.edit(value={"text": f"Việc của {name} lần {turn}"}, **single, **common)
            elif act == "dismiss":
                deciding.dismiss(wanted=both, reason="Trùng", **common)
            elif act == "split":
                deciding.split(texts=["Phần đầu của việc", "Phần sau của việc"], **single, **common)
            elif act == "merge":
                deciding.merge(wanted=both, **common)
            elif act == "reopen":
                deciding.reopen_item(wanted={one.pk: one.version}, **common)
            elif act == "sure":
                deciding.accept_sure(wanted={item.pk: item.version for item in there}, **common)
            else:
                last = Event.objects.filter(root_id=document, act__startswith="duty.").first()
                if last is None:
                    continue
                deciding.undo(number=last.number, **common)
            tally["done"] += 1
        except Refused as refused:
            tally["late" if refused.code in ("library.decided-meanwhile", "library.changed-since") else "refused"] += 1
    say(tally)


def send_same(say: Say, *, name: str, number: int) -> None:
    """Send bytes that others are sending too: to be read at once, and to be read by the worker."""
    from hoinhap.apps.errors import Refused
    from hoinhap.apps.library import actions, background

    for act in ("receive", "put_aside"):
        common = {"actor": _viewer(name), "name": f"{act}.txt", "at": LATER}
        try:
            if act == "receive":
                actions.receive(data=plan(number).encode(), **common)
            else:
                background.put_aside(data=plan(number + 1).encode(), **common)
            say({"kept": act})
        except Refused as refused:
            say({"refused": refused.code})


def work(say: Say) -> None:
    """Be one of several workers."""
    from hoinhap.site import worker

    worker.main(["--once"])


def cite(say: Say, *, name: str, number: int, cited: list[int]) -> None:
    """Take in papers that cite others, while those are read again."""
    from hoinhap.apps.library import actions

    for turn in range(4):
        names = "; ".join(f"Kế hoạch số {one}/KH-UBND ngày 12/5/2026 của Ủy ban nhân dân tỉnh" for one in cited)
        text = DIRECTIVE.replace("12/CT-UBND", f"{number + turn}/CT-UBND").replace(
            "Ủy ban nhân dân tỉnh yêu cầu:", f"Thực hiện {names}, Ủy ban nhân dân tỉnh yêu cầu:"
        )
        actions.receive(actor=_viewer(name), name=f"ct-{number + turn}.txt", data=text.encode(), at=LATER)


def read_many_again(say: Say, *, name: str, documents: list[str], versions: list[str]) -> None:
    """Read documents again and again, each time with a reader that says it is newer."""
    from hoinhap.apps.library import actions, queries

    for version in versions:
        actions.VERSION = queries.VERSION = version
        for document in documents:
            at = LATER + timedelta(minutes=int(version))
            actions.read_again(actor=_viewer(name), document_id=uuid.UUID(document), at=at)


def fill(say: Say, *, numbers: list[int]) -> None:
    """Take in plans with these numbers, and say their keys."""
    from hoinhap.apps.library import actions

    say(
        {
            str(number): str(
                actions.receive(actor=_viewer(), name=f"{number}.txt", data=plan(number, 6).encode(), at=AT).pk
            )
            for number in numbers
        }
    )


def sessions(say: Say) -> None:
    """Sign the coordinators in, and say what their browsers would keep."""
    from django.test import Client

    from hoinhap.apps.accounts.models import Person

    for number in range(COORDINATORS):
        client = Client(SERVER_NAME="127.0.0.1")
        person = Person.objects.get(username=f"c{number}")
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        say({name: morsel.value for name, morsel in client.cookies.items()})


SCENES: dict[str, Callable[..., None]] = {
    scene.__name__: scene
    for scene in (
        prepare,
        upload,
        aside,
        accept_all,
        read_again,
        look,
        take_up,
        decide,
        send_same,
        work,
        cite,
        read_many_again,
        fill,
        sessions,
    )
}
