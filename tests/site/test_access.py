"""Who may do what, address by address: an address that is not in the table fails the build."""

from __future__ import annotations

import ast
import re
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies import mergers
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import ActivityKind, Agency, AgencyClass, ConsultationRule, Reorganisation, Role
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import NotFound
from hoinhap.apps.library import actions, laying, queries, sending
from hoinhap.apps.library.models import Arrival, Dispatch, Document, Original, Reading, time_ordered_id
from hoinhap.core.agencies.reorganising import Restand
from tests.apps.cast import AT, ON, Cast, cast, hold
from tests.apps.library.papers import DIRECTIVE, PLAN

ABSENT = uuid.UUID("00000000-0000-7000-8000-000000000000")
VIEWS = Path(__file__).resolve().parents[2] / "src/hoinhap/apps"

EVERYONE = {"hanh", "officer", "head", "viewer", "other head", "leader", "inspector", "administrator", "nobody"}
# Who reads what every agency has.
ABOVE = {"hanh", "leader", "inspector"}
FINANCE = {"officer", "head", "viewer"}

# Three documents: one that the coordinators keep, one that finance keeps, one that was sent to finance.
SEES = {"theirs": ABOVE, "own": ABOVE | FINANCE, "sent": ABOVE | FINANCE}
DECIDES = {"theirs": {"hanh"}, "own": {"hanh", "officer", "head"}, "sent": {"hanh"}}
# Who works in finance speaks for it; a coordinator tells a session in its stead.
SPEAKS = {"theirs": set(), "own": {"officer", "head"}, "sent": {"officer", "head"}}
TELLS = {"theirs": {"hanh"}, "own": {"hanh", "officer", "head"}, "sent": {"hanh", "officer", "head"}}


@dataclass(frozen=True)
class Row:
    """What an address answers: GET to whom it opens, POST to whom it obeys, and with what; 405 is for nobody.

    `told` says that whoever sees the document but may not act is told so (403); else they are told nothing (404).
    """

    get: int = 405
    post: int | dict[str, int] = 405
    opens: dict[str, set[str]] = field(default_factory=dict)
    told: bool = True
    # Where more may look than may act.
    reads: dict[str, set[str]] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    def expected(self, method: str, document: str, who: str) -> int:
        if who == "stranger":
            return 302
        status = self.get if method == "get" else self.post
        if status == 405:
            return 405
        opens = self.reads or self.opens if method == "get" else self.opens
        if who in opens[document]:
            return status[document] if isinstance(status, dict) else status
        return 403 if self.told and who in SEES[document] else 404


READ = Row(get=200, opens=SEES)
DOCUMENTS = {
    "van-ban/<uuid:document_id>/": READ,
    # What a name means is said by whoever decides on the document; nothing chosen is nothing said.
    "van-ban/<uuid:document_id>/co-quan/": Row(get=200, post=422, reads=SEES, opens=DECIDES),
    "van-ban/<uuid:document_id>/ma-tran": READ,
    "van-ban/<uuid:document_id>/ma-tran.xlsx": READ,
    "van-ban/<uuid:document_id>/phu-luc.docx": READ,
    "van-ban/<uuid:document_id>/giao-viec.csv": READ,
    "van-ban/<uuid:document_id>/ban-goc": READ,
    "van-ban/<uuid:document_id>/ket-qua.json": READ,
    "van-ban/<uuid:document_id>/gia-dinh": READ,
    "van-ban/<uuid:parent_id>/doi-chieu/<uuid:child_id>": READ,
    "van-ban/<uuid:parent_id>/doi-chieu/<uuid:child_id>.csv": READ,
    "van-ban/<uuid:document_id>/pho-bien": READ,
    "van-ban/<uuid:document_id>/pho-bien.csv": READ,
    # Comparing keeps what it found, and finds nothing that the family does not show.
    "van-ban/<uuid:document_id>/gia-dinh/doi-chieu": Row(post=302, opens=SEES),
    # --- deciding: what is undecided cannot be called done; who may not decide is not even told that ---
    "van-ban/<uuid:document_id>/quyet-dinh": Row(post=422, opens=DECIDES, data={"do": "close|"}),
    "van-ban/<uuid:document_id>/muc/<str:item>/<str:what>": Row(get=200, opens=DECIDES, told=False),
    "van-ban/<uuid:document_id>/them-giao-viec": Row(get=200, opens=DECIDES, told=False),
    "van-ban/<uuid:document_id>/doc-lai": Row(post=302, opens=DECIDES),
    # --- making it known: only what was sent can be reminded of, nothing that is said here was chosen to be unsent ---
    "van-ban/<uuid:document_id>/pho-bien/gui": Row(post=302, opens=DECIDES, data={"co-quan": "{justice}"}),
    "van-ban/<uuid:document_id>/pho-bien/thu-hoi": Row(post=422, opens=DECIDES),
    "van-ban/<uuid:document_id>/pho-bien/nhac": Row(post={"theirs": 422, "own": 422, "sent": 302}, opens=DECIDES),
    "van-ban/<uuid:document_id>/pho-bien/cong-van.txt": Row(get=200, opens=DECIDES),
    "van-ban/<uuid:document_id>/pho-bien/xac-nhan": Row(
        post={"own": 422, "sent": 302}, opens=SPEAKS, data={"co-quan": "{finance}"}
    ),
    "van-ban/<uuid:document_id>/pho-bien/phien": Row(
        post={"theirs": 422, "own": 302, "sent": 302},
        opens=TELLS,
        data={"co-quan": "{finance}", "ngay": "2026-04-06", "so_nguoi": "20"},
    ),
    # --- its history: an administrator knows that something was done, of everything ---
    "nhat-ky/<str:kind>/<str:key>": Row(get=200, opens={name: sees | {"administrator"} for name, sees in SEES.items()}),
}

WORKS = {"hanh", "officer", "head", "other head"}
# Addresses of no document: (GET, POST), each the one answer for everybody or ({who: answer}, answer for the rest).
Answer = int | tuple[dict[str, int], int]
MANAGES: Answer = ({"administrator": 200}, 404)
CLASSIFIES: Answer = ({"hanh": 200, "administrator": 200}, 403)
CLASSIFIES_NOTHING: Answer = ({"hanh": 422, "administrator": 422}, 403)
HOUSE: dict[str, tuple[Answer, Answer]] = {
    "": (200, 405),
    "van-ban/tai-len": (302, (dict.fromkeys(WORKS, 302), 403)),
    # Whoever works with documents has those read again that an older reader has read; here there are none.
    "van-ban/doc-lai": (405, (dict.fromkeys(WORKS, 200), 403)),
    # A file that is being read: whoever sent it.
    "van-ban/dang-doc/<uuid:arrival_id>": (({"officer": 200}, 404), 405),
    "van-ban/dang-doc/<uuid:arrival_id>/dung": (405, ({"officer": 302}, 404)),
    # What was sent to the agencies of the person; nothing to somebody without one.
    "van-ban-den": (200, 405),
    # One's own acts, all of them for who reads the journal.
    "nhat-ky/": (200, 405),
    "nhat-ky/nhat-ky.csv": (200, 405),
    "nhat-ky/nguoi/<str:username>": (({"officer": 200, "inspector": 200, "administrator": 200}, 404), 405),
    # The administration: to everybody else it is not there. Nothing chosen is nothing done.
    "quan-tri/": (MANAGES, 405),
    "quan-tri/hoan-tac": (405, 404),
    "quan-tri/nguoi-dung/": (MANAGES, 405),
    "quan-tri/nguoi-dung/them": (MANAGES, ({"administrator": 422}, 404)),
    "quan-tri/nguoi-dung/nhap": (MANAGES, MANAGES),
    "quan-tri/nguoi-dung/xuat": (MANAGES, 405),
    "quan-tri/nguoi-dung/<str:username>/": (MANAGES, 405),
    "quan-tri/nguoi-dung/<str:username>/<str:act>": (405, ({"administrator": 422}, 404)),
    "quan-tri/co-quan/": (MANAGES, 405),
    "quan-tri/co-quan/them": (MANAGES, ({"administrator": 422}, 404)),
    "quan-tri/co-quan/nhap/": (MANAGES, MANAGES),
    "quan-tri/co-quan/xuat": (MANAGES, 405),
    "quan-tri/co-quan/<slug:code>/": (MANAGES, 405),
    "quan-tri/co-quan/<slug:code>/<str:act>": (405, ({"administrator": 422}, 404)),
    # Merge days: one that would give finance a new name; nothing asked is nothing written.
    "quan-tri/sap-xep/": (MANAGES, ({"administrator": 422}, 404)),
    "quan-tri/sap-xep/nhap": (MANAGES, ({"administrator": 422}, 404)),
    "quan-tri/sap-xep/goi-y": (MANAGES, 405),
    "quan-tri/sap-xep/<uuid:draft_id>/": (MANAGES, 405),
    "quan-tri/sap-xep/<uuid:draft_id>/sua": (405, ({"administrator": 302}, 404)),
    "quan-tri/sap-xep/<uuid:draft_id>/ap-dung": (MANAGES, ({"administrator": 302}, 404)),
    "quan-tri/sap-xep/<uuid:draft_id>/hoan-tac": (405, ({"administrator": 422}, 404)),
    "quan-tri/sap-xep/<uuid:draft_id>/bang/<slug:kind>": (MANAGES, 405),
    "co-quan/<slug:code>/thay-doi/": (MANAGES, ({"administrator": 422}, 404)),
    "tim": (200, 405),
    # Agencies, their map and their classes: everybody looks, coordinators and administrators make classes.
    "co-quan/": (200, 405),
    "co-quan/danh-sach.xlsx": (200, 405),
    "co-quan/<slug:code>/": (200, 405),
    "co-quan/<slug:code>/duoi": (200, 405),
    "co-quan/ban-do/": (200, 405),
    "co-quan/nhom/": (200, 405),
    "co-quan/nhom/<slug:code>/": (200, 405),
    "co-quan/nhom/moi/": (CLASSIFIES, CLASSIFIES_NOTHING),
    "co-quan/nhom/<slug:code>/sua": (CLASSIFIES, CLASSIFIES_NOTHING),
    "co-quan/nhom/<slug:code>/tieu-chi": (CLASSIFIES, CLASSIFIES_NOTHING),
    "co-quan/nhom/<slug:code>/quyet-dinh": (405, CLASSIFIES_NOTHING),
    "co-quan/nhom/<slug:code>/bo": (405, CLASSIFIES_NOTHING),
    # What an agency owes, in the papers that one sees.
    "co-quan/<slug:code>/nhiem-vu": (200, 405),
    # What names mean: coordinators and administrators; nothing chosen is nothing said.
    "co-quan/ten-goi/": (
        ({"hanh": 200, "administrator": 200}, 403),
        ({"hanh": 422, "administrator": 422}, 403),
    ),
    # Rules of coordination: everybody reads them, coordinators and administrators write them.
    "co-quan/phoi-hop/": (200, 405),
    "co-quan/phoi-hop/<slug:code>/": (200, 405),
    "co-quan/phoi-hop/<slug:code>/them": (
        ({"hanh": 200, "administrator": 200}, 403),
        ({"hanh": 422, "administrator": 422}, 403),
    ),
    "co-quan/phoi-hop/<slug:code>/buoc/<int:rule_id>": (
        ({"hanh": 200, "administrator": 200}, 403),
        ({"hanh": 422, "administrator": 422}, 403),
    ),
    "co-quan/phoi-hop/<slug:code>/hoan-tac": (405, ({"hanh": 404, "administrator": 404}, 403)),
    "design": (200, 405),
}
# One's own account: the same for everybody, whatever their role.
ACCOUNT: dict[str, tuple[Answer, Answer]] = {
    "tai-khoan": (200, 405),
    # A role for the days of an absence: whoever holds one that may be lent.
    "tai-khoan/uy-quyen": (405, ({"nobody": 404, "administrator": 404}, 422)),
    "tai-khoan/uy-quyen/<int:delegation_id>/thoi": (405, 404),
    "tai-khoan/mat-khau": (302, 302),
    "tai-khoan/mat-khau/dat": (200, 200),
    "tai-khoan/xac-nhan": (403, 403),
    "tai-khoan/xac-nhan/ma": (403, 403),
    "tai-khoan/xac-nhan/khoa": (403, 403),
    "tai-khoan/hai-lop": (302, 302),
    "tai-khoan/hai-lop/bat": (200, 200),
    "tai-khoan/hai-lop/tat": (404, 404),
    "tai-khoan/ma-du-phong": (404, 405),
    "tai-khoan/ma-du-phong/moi": (200, 200),
    "tai-khoan/ma-du-phong/tep": (404, 404),
    "tai-khoan/khoa": (302, 302),
    "tai-khoan/khoa/them": (200, 200),
    "tai-khoan/khoa/<int:pk>/ten": (404, 404),
    "tai-khoan/khoa/<int:pk>/go": (404, 404),
    "tai-khoan/phien": (302, 302),
    "tai-khoan/lien-ket": (302, 200),
}
# What a stranger may see: the way in, health, the language, what browsers fetch by themselves.
OPEN: dict[str, tuple[int, int]] = {
    "dang-nhap": (200, 200),
    "dang-nhap/hai-lop": (302, 302),
    "dang-nhap/khoa-truy-cap": (302, 302),
    "dang-nhap/tam-khoa": (200, 405),
    "dang-nhap/qua/da-huy": (200, 405),
    "dang-nhap/qua/<slug:provider_id>": (404, 404),
    "dang-nhap/qua/<slug:provider_id>/tra-loi": (404, 404),
    "dang-xuat": (302, 302),
    "i18n/ngon-ngu": (302, 302),
    "suc-khoe": (200, 405),
    "favicon.ico": (302, 405),
}
TABLE = {*DOCUMENTS, *HOUSE, *ACCOUNT, *OPEN}


def addresses(patterns, before=""):
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


@dataclass
class World:
    """The cast with its three documents, each with another that carries it out, and a file on its way."""

    people: Cast
    documents: dict[str, tuple[Document, Document]]
    arrival: Arrival
    draft: Reorganisation
    rule: ConsultationRule

    def path(self, address: str, document: str = "own", *, absent: bool = False) -> str:
        parent, child = self.documents[document]
        item = parent.items.filter(kind="duty").first()
        told = {
            "<uuid:document_id>": ABSENT if absent else parent.pk,
            "<uuid:parent_id>": ABSENT if absent else parent.pk,
            "<uuid:child_id>": child.pk,
            "<uuid:arrival_id>": ABSENT if absent else self.arrival.pk,
            "<str:item>": item.pk.hex,
            "<str:what>": "sua",
            "<str:kind>": "library.document",
            "<str:key>": ABSENT if absent else parent.pk,
            "<slug:provider_id>": "office",
            "<slug:code>": "so-tai-chinh",
            "<slug:kind>": "people",
            "<uuid:draft_id>": ABSENT if absent else self.draft.pk,
            "<int:pk>": 1,
            "<str:username>": "officer",
            "<str:act>": "sua",
            "<int:delegation_id>": 1,
            "<int:rule_id>": self.rule.pk,
        }
        for word, value in told.items():
            address = address.replace(word, str(value))
        return f"/{address}"

    def data(self, address: str, method: str, who: str) -> dict:
        if method == "get":
            return {}
        if address == "van-ban/tai-len":
            return {"files": SimpleUploadedFile("moi.txt", PLAN.encode() + who.encode())}
        keys = {"finance": self.people.finance.pk, "justice": self.people.justice.pk}
        row = DOCUMENTS.get(address, Row())
        return {name: value.format(**keys) for name, value in row.data.items()}

    def client(self, who: str) -> Client:
        client = Client()
        if who != "stranger":
            client.force_login(self.people.people[who])
        return client

    def answer(self, client: Client, method: str, address: str, document: str, who: str, **more):
        """Ask, and take back whatever the answer changed."""
        absent = more.pop("absent", False)
        before = transaction.savepoint()
        path = self.path(address, document, absent=absent)
        answer = getattr(client, method)(path, self.data(address, method, who), **more)
        if answer.streaming:
            list(answer.streaming_content)
        transaction.savepoint_rollback(before)
        return answer


@pytest.fixture
def world(db) -> World:
    people = cast()
    other = Person.objects.create_user("other.head", full_name="Người other head")
    hold(other, people.justice, Role.HEAD)
    people.people["other head"] = other
    documents = {}
    for number, (name, keeper) in enumerate({"theirs": "hanh", "own": "officer", "sent": "hanh"}.items(), 20):
        parent, child = (
            actions.receive(
                actor=people.viewer(keeper),
                name=f"{number}.txt",
                data=text.replace("12/CT-UBND", f"{number}/CT-UBND").replace("58/KH", f"{number}/KH").encode(),
                at=AT,
            )
            for text in (DIRECTIVE, PLAN)
        )
        documents[name] = (parent, child)
    coordinator = people.viewer("hanh")
    for document in documents["sent"]:
        sending.send(actor=coordinator, document_id=document.pk, agency_ids=[people.finance.pk], at=AT)
    arrival = Arrival.objects.create(
        id=time_ordered_id(AT),
        name="quet.pdf",
        sha256="0" * 64,
        data=b"x",
        received_at=AT,
        person=people.people["officer"],
        agency=people.finance,
    )
    steps = [Restand(str(people.finance.pk), "Sở Tài chính và Đầu tư")]
    draft = mergers.create(actor=SYSTEM, at=AT, head=mergers.Head("Đổi tên", ON), steps=steps)
    # The kind bears the code of an agency, so that one word stands for either in an address.
    kind = ActivityKind.objects.create(code="so-tai-chinh", name="Đoàn ra", pillar="state")
    rule = ConsultationRule.objects.create(kind=kind, step="propose", who="Cơ quan", what="Lập hồ sơ", recorded_at=AT)
    AgencyClass.objects.create(code="so-tai-chinh", name="Các sở")
    return World(people, documents, arrival, draft, rule)


def test_every_address_is_in_the_table():
    assert set(addresses(get_resolver().url_patterns)) == TABLE


def test_the_table_says_each_address_once():
    assert len(DOCUMENTS) + len(HOUSE) + len(ACCOUNT) + len(OPEN) == len(TABLE)
    assert set.union(*SEES.values()) <= EVERYONE


def rest(answer: Answer, who: str) -> int:
    return answer if isinstance(answer, int) else answer[0].get(who, answer[1])


@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_everybody_is_answered_as_the_table_says(world, who):
    client = world.client(who)
    wrong = {}
    for address, row in DOCUMENTS.items():
        for document in SEES:
            for method in ("get", "post"):
                found = world.answer(client, method, address, document, who).status_code
                if found != row.expected(method, document, who):
                    wrong[method, address, document] = (found, row.expected(method, document, who))
    for address, answers in {**HOUSE, **ACCOUNT}.items():
        for method, wanted in zip(("get", "post"), answers, strict=True):
            found = world.answer(client, method, address, "own", who).status_code
            if found != rest(wanted, who):
                wrong[method, address] = (found, rest(wanted, who))
    assert wrong == {}


def test_a_stranger_sees_nothing_but_the_way_in(world):
    client = world.client("stranger")
    wrong = {}
    for address in TABLE:
        for at, method in enumerate(("get", "post")):
            answer = world.answer(client, method, address, "own", "stranger")
            if address in OPEN:
                if answer.status_code != OPEN[address][at]:
                    wrong[method, address] = answer.status_code
            elif answer.status_code != 302 or not answer["Location"].startswith("/dang-nhap?next="):
                wrong[method, address] = answer.status_code
            # A script cannot use a page in place of its answer.
            for headers in ({"hx-request": "true"}, {"accept": "application/json"}):
                said = world.answer(client, method, address, "own", "stranger", headers=headers)
                if address not in OPEN and (said.status_code, said.content) != (401, b""):
                    wrong[method, address, *headers] = said.status_code
    assert wrong == {}


HIDDEN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f-]{32,}|csrfmiddlewaretoken\S+ value=\S+")


@pytest.mark.parametrize("who", ["stranger", "nobody", "other head", "officer"])
def test_what_is_hidden_looks_like_what_is_absent(world, who):
    client = world.client(who)
    wrong = []
    for address in DOCUMENTS:
        for method in ("get", "post"):
            here, nowhere = (
                world.answer(client, method, address, "theirs", who, absent=absent) for absent in (False, True)
            )
            same = here.status_code == nowhere.status_code and HIDDEN.sub("", here.content.decode()) == HIDDEN.sub(
                "", nowhere.content.decode()
            )
            if not same or HIDDEN.sub("", here.get("Location", "")) != HIDDEN.sub("", nowhere.get("Location", "")):
                wrong.append((method, address))
    assert wrong == []


def test_a_list_shows_nobody_what_a_page_would_not(world):
    for who in sorted(EVERYONE):
        page = world.client(who).get("/").content.decode()
        listed = {name for name, (parent, _child) in world.documents.items() if f"/van-ban/{parent.pk}/" in page}
        assert listed == {name for name, sees in SEES.items() if who in sees}, who


class TestTheListAndTheOneDocument(TestCase):
    """Whatever roles, days and dispatches there are, a list holds exactly what can be opened."""

    roles = st.tuples(
        st.integers(0, 2), st.sampled_from(Role.values), st.integers(-40, 40), st.none() | st.integers(1, 60)
    )
    papers = st.tuples(st.none() | st.integers(0, 2), st.sets(st.integers(0, 2)))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(roles, max_size=4, unique_by=lambda one: one[:3]), st.lists(papers, max_size=6))
    def test_agree(self, held, kept):
        agencies = [Agency.objects.create(code=f"a{number}", name=f"Sở {number}") for number in range(3)]
        person = Person.objects.create_user("p", full_name="P")
        for agency, role, since, days in held:
            start = ON + timedelta(days=since)
            until = start + timedelta(days=days) if days else None
            hold(person, agencies[agency], role, since=start, until=until)
        now = [
            (agencies[agency].pk, role)
            for agency, role, since, days in held
            if since <= 0 and (days is None or since + days > 0)
        ]
        reads = {agency for agency, role in now if role != Role.ADMINISTRATOR}
        above = any(role in (Role.COORDINATOR, Role.LEADER, Role.INSPECTOR) for _agency, role in now)
        viewer = viewer_for(person, on=ON)
        wanted = set()
        for number, (keeper, sent_to) in enumerate(kept):
            document = Document.objects.create(
                id=time_ordered_id(AT + timedelta(seconds=number)),
                name=f"{number}.txt",
                sha256=f"{number:064}",
                size=1,
                received_at=AT,
                agency=agencies[keeper] if keeper is not None else None,
            )
            Reading.objects.create(document=document, reader_version="1", read_at=AT, body={"outline": []})
            Original.objects.create(document=document, data=b"x")
            for agency in sent_to:
                Dispatch.objects.create(document=document, agency=agencies[agency], sent_at=AT, sent_by=person)
            if above or reads & {document.agency_id, *(agencies[agency].pk for agency in sent_to)}:
                wanted.add(document.pk)
        listed = queries.shelf_for(viewer, size=100)
        assert {document.pk for document in listed.documents} == wanted
        assert listed.found == listed.total == queries.count_for(viewer) == len(wanted)
        for document in Document.objects.all():
            for one in (queries.document_for, queries.reading_for, queries.original_for, laying.laid_for):
                try:
                    one(viewer, document.pk)
                except NotFound:
                    assert document.pk not in wanted, one
                else:
                    assert document.pk in wanted, one


@pytest.mark.parametrize(
    "path",
    sorted([*VIEWS.glob("*/views.py"), *VIEWS.glob("*/views/*.py"), *VIEWS.glob("*/api.py")]),
    ids=lambda path: "/".join(path.parts[-3:]),
)
def test_no_view_asks_the_database_by_itself(path):
    """What a view shows comes from a query that knows who asks."""
    found = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    ]
    assert found == []
