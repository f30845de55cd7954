"""Take the figures of search: 20,000 whole texts, queries typed without marks, a page with its permission and passages.

What is timed is the request as the server works on it: session, person, roles, index, permission, passages, template.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Figure

MANY = 20_000
ASKED = 600
AGENCIES = 20


def figures(out: Path, *, quick: bool = False) -> Iterator[Figure | str]:
    """Take all figures of search, in a process of its own with a data folder of its own."""
    count = MANY // 10 if quick else MANY
    data = out / f"search-{count}"
    command = [sys.executable, "-m", "bench.searching", str(count)]
    # A database of its own, whatever the environment names.
    place = {**os.environ, "HOINHAP_DATA": str(data), "DATABASE_URL": f"sqlite:///{data / 'hoinhap.sqlite3'}"}
    done = subprocess.run(command, env=place, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    if done.returncode:
        yield "`hoinhap` could not be set up for the figures of search, so it is not measured."
        return
    taken = json.loads(done.stdout.strip().splitlines()[-1])
    note = f"{count:,} texts of {taken['characters']:,.0f} characters"
    yield Figure("search.index.time", taken["index_seconds"], "s", note=note)
    yield Figure("search.index.size", taken["index_megabytes"], "MB", note="with the texts themselves")
    yield Figure("search.take_up", taken["take_up_ms"], "ms", note="one changed document, until it is found")
    yield Figure("search.ask.p50", taken["ask_p50"], "ms", note="index and passages, without the page")
    yield Figure("search.ask.p95", taken["ask_p95"], "ms")
    yield Figure("search.page.p50", taken["page_p50"], "ms", note=f"{ASKED} requests, no marks typed, 20 hits each")
    yield Figure("search.page.p95", taken["page_p95"], "ms", 50, at_least=False)
    note = "the same, by the processor's own clock: other work on the machine aside"
    yield Figure("search.page.cpu.p95", taken["page_cpu_p95"], "ms", note=note)
    yield Figure("search.typo.p95", taken["typo_p95"], "ms", 50, at_least=False, note="one letter wrong, corrected")
    yield Figure("search.first", taken["first"], "", 0.9, note="the document meant stands first")
    yield Figure("search.first_ten", taken["first_ten"], "", 0.99, note="the document meant is on top of the page")


def main(count: int) -> None:
    """Fill the database where it is empty, build the index, ask, and print what was taken as one line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.core.management import call_command

    from hoinhap.apps.library.models import Document
    from hoinhap.apps.search import actions

    call_command("migrate", verbosity=0)
    characters = _fill(count) if Document.objects.count() < count else _characters(count)
    start = time.perf_counter()
    actions.rebuild()
    taken: dict[str, Any] = {"characters": characters, "index_seconds": time.perf_counter() - start}
    taken["index_megabytes"] = sum(file.stat().st_size for file in actions.home().rglob("*") if file.is_file()) / 2**20
    taken |= _take_up() | _ask(count)
    print(json.dumps(taken))


def _characters(count: int) -> float:
    from bench.searching_papers import document

    some = range(0, count, max(1, count // 200))
    return sum(len(document(seed).text) for seed in some) / len(some)


def _fill(count: int) -> float:
    from django.db import transaction

    from bench.searching_papers import document
    from hoinhap.apps.accounts.models import Person
    from hoinhap.apps.agencies.models import Agency, Membership, Role
    from hoinhap.apps.library.models import Dispatch, Document, Reading, time_ordered_id

    with transaction.atomic():
        agencies = [Agency.objects.create(code=f"co-quan-{n}", name=f"Cơ quan {n}") for n in range(AGENCIES)]
        people = {role: Person.objects.create_user(role, full_name=role) for role in (Role.OFFICER, Role.LEADER)}
        for role, person in people.items():
            Membership.objects.create(
                person=person,
                agency=agencies[0],
                role=role,
                since=date(2020, 1, 1),
                recorded_at=datetime(2020, 1, 1, tzinfo=UTC),
            )
    began = datetime(2025, 1, 1, tzinfo=UTC)
    characters = 0
    for first in range(0, count, 500):
        documents, readings, sent = [], [], []
        for seed in range(first, min(first + 500, count)):
            one = document(seed)
            characters += len(one.text)
            at = began + timedelta(minutes=seed)
            row = Document(
                id=time_ordered_id(at),
                name=f"{seed}.docx",
                sha256=f"{seed:064x}",
                size=len(one.text),
                received_at=at,
                agency=agencies[seed % AGENCIES],
                kind=one.kind,
                number=one.number,
                issuer=one.issuer,
                title=one.title,
                dated=one.dated,
            )
            documents.append(row)
            readings.append(Reading(document=row, reader_version="bench", read_at=at, body={"text": one.text}))
            if seed % 10 == 0:
                other = agencies[(seed // 10) % AGENCIES]
                sent.append(Dispatch(document=row, agency=other, sent_at=at, sent_by=people[Role.LEADER]))
        with transaction.atomic():
            Document.objects.bulk_create(documents)
            Reading.objects.bulk_create(readings)
            Dispatch.objects.bulk_create(sent)
    return characters / count


def _take_up() -> dict[str, float]:
    from hoinhap.apps.library.models import Document
    from hoinhap.apps.search import actions
    from hoinhap.apps.search.models import Pending

    taken = []
    for document_id in Document.objects.values_list("pk", flat=True)[:20]:
        Pending.objects.create(kind="library.document", object_id=str(document_id))
        start = time.perf_counter()
        actions.drain()
        taken.append((time.perf_counter() - start) * 1000)
    return {"take_up_ms": sorted(taken)[len(taken) // 2]}


def _ask(count: int) -> dict[str, float]:
    from django.test import Client
    from django.urls import reverse

    from bench.searching_papers import queries
    from hoinhap.apps.accounts.models import Person
    from hoinhap.apps.agencies.queries import viewer_for
    from hoinhap.apps.library.models import Document
    from hoinhap.apps.search.queries import search_for

    where = reverse("search:results")
    leader, officer = (Person.objects.get(username=role) for role in ("leader", "officer"))
    clients = []
    for person in (leader, officer):
        client = Client(headers={"host": "localhost"})
        client.force_login(person)
        client.get(where, {"q": "ke hoach"})
        clients.append(client)
    asked = queries(count, ASKED)
    viewer = viewer_for(leader, on=date(2026, 1, 1))
    ids = {name: str(pk) for name, pk in Document.objects.values_list("name", "pk")}
    alone, pages, worked, typos, places = [], [], [], [], []
    for turn, (words, target) in enumerate(asked):
        start = time.perf_counter()
        found = search_for(viewer, words)
        alone.append((time.perf_counter() - start) * 1000)
        if target is not None:
            hits = [hit.url for hit in found.hits]
            place = next((n for n, url in enumerate(hits, 1) if ids[f"{target}.docx"] in url), 99)
            places.append(place)
        start, began = time.perf_counter(), time.process_time()
        response = clients[turn % 2].get(where, {"q": words})
        pages.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - began) * 1000)
        if response.status_code != 200 or (turn % 2 == 0 and b"<mark>" not in response.content):
            raise SystemExit(f"no page for {words}")
        if turn % 6 == 0:
            start = time.perf_counter()
            clients[0].get(where, {"q": _mistyped(words)})
            typos.append((time.perf_counter() - start) * 1000)
    return {
        "ask_p50": _part(alone, 0.5),
        "ask_p95": _part(alone, 0.95),
        "page_p50": _part(pages, 0.5),
        "page_p95": _part(pages, 0.95),
        "page_cpu_p95": _part(worked, 0.95),
        "typo_p95": _part(typos, 0.95),
        "first": sum(place == 1 for place in places) / len(places),
        "first_ten": sum(place <= 10 for place in places) / len(places),
    }


def _mistyped(words: str) -> str:
    """Put one letter into the longest word that no Vietnamese syllable has there."""
    longest = max(words.split(), key=len)
    return words.replace(longest, longest[:2] + "w" + longest[2:], 1)


def _part(taken: list[float], part: float) -> float:
    return sorted(taken)[int(part * (len(taken) - 1))]


if __name__ == "__main__":
    main(int(sys.argv[1]))
