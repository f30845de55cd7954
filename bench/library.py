"""Take the figures of the library at size: 20,000 documents on SQLite and on PostgreSQL, page by page.

What is timed is the request as the server works on it: session, person, roles, queries, template and compression. Every
request is for another document, and the queries of each are counted: a page asks as many for one as for any other.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.figures import Figure
from bench.postgresql import server

MANY = 20_000
ASKED = 200
# What no page may take longer than, in milliseconds.
BAR = 80
# What no page may ask more of the database than, a decision with its writes among them.
QUERIES = 25
LARGE = 48


class Page(NamedTuple):
    """A page that is measured: its name, who asks, what of the library it is asked for, and how."""

    name: str
    person: str
    of: str
    ask: Callable[[Any, Any], Any]
    is_held: bool = True
    note: str = ""


def figures(out: Path, *, quick: bool = False) -> Iterator[Figure | str]:
    """Take all figures of the library, each database in a process and a folder of its own."""
    count = MANY // 10 if quick else MANY
    data = out / f"library-{count}"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    try:
        yield from _of("sqlite", count, data, f"sqlite:///{data / 'hoinhap.sqlite3'}")
        with server() as address:
            if address is None:
                yield "PostgreSQL is not installed, so the library is not measured on it."
            else:
                yield from _of("postgresql", count, data, address)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _of(database: str, count: int, data: Path, address: str) -> Iterator[Figure | str]:
    command = [sys.executable, "-m", "bench.library", str(count)]
    place = {**os.environ, "HOINHAP_DATA": str(data), "DATABASE_URL": address}
    done = subprocess.run(command, env=place, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    if done.returncode:
        yield f"`hoinhap` could not be measured on {database}."
        return
    taken = json.loads(done.stdout.strip().splitlines()[-1])
    note = "{documents:,} documents, {duties:,} duties, {items:,} items".format(**taken)
    yield Figure(f"library.{database}.fill", taken["seconds"], "s", note=note)
    for page in taken["pages"]:
        note = f"p50 {page['p50']:.0f}, processor p95 {page['work']:.0f}; {page['queries']} queries{page['note']}"
        bar = BAR if page["is_held"] else None
        yield Figure(f"library.{database}.{page['name']}", page["p95"], "ms p95", bar, at_least=False, note=note)
    most = max(page["most"] for page in taken["pages"])
    note = "the most that any page asked, however large what it shows"
    yield Figure(f"library.{database}.queries", most, "queries", QUERIES, at_least=False, note=note)


def main(count: int) -> None:
    """Fill the database where it is empty, ask for every page, and print what was taken as one line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.core.management import call_command
    from django.db.models import Sum

    from bench.library_fill import fill
    from hoinhap.apps.library.models import Document, Item

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    if not Document.objects.exists():
        fill(count)
    taken: dict[str, Any] = {
        "seconds": time.perf_counter() - start,
        "documents": Document.objects.count(),
        "duties": Document.objects.aggregate(n=Sum("duties"))["n"],
        "items": Item.objects.count(),
    }
    only = sys.argv[2:]
    asked_for = ASKED if count >= MANY else ASKED // 4
    pages = [page for page in _pages() if not only or any(word in page.name for word in only)]
    taken["pages"] = [_measured(page, asked_for) for page in pages]
    print(json.dumps(taken))


def _pages() -> list[Page]:
    from django.urls import reverse

    def get(name: str, query: str = "") -> Callable[[Any, Any], Any]:
        return lambda client, key: client.get(reverse(name, args=[key]) + query)

    def shelf(query: str) -> Callable[[Any, Any], Any]:
        return lambda client, key: client.get(reverse("library:shelf") + query)

    deep = f"?trang={MANY // 100}"
    lists = (
        ("list", ""),
        ("list.words", "?tim=ke+hoach+xuc+tien"),
        ("list.chosen", f"?loai={'Kế hoạch'}&trang-thai=con&nam=2024"),
        ("list.deep", deep),
        ("list.by_date", "?xep=ngay"),
        ("list.by_open", "?xep=con"),
    )
    return [
        *(Page(name, who, "any", shelf(query)) for name, query in lists for who in ("coordinator", "officer")),
        Page("document", "coordinator", "any", get("library:reading")),
        Page("document", "officer", "own", get("library:reading")),
        Page("document.large", "coordinator", "large", get("library:reading")),
        Page("document.panel", "coordinator", "any", _panel),
        Page("matrix", "coordinator", "any", get("library:matrix")),
        Page("matrix.large", "coordinator", "large", get("library:matrix")),
        Page("matrix.xlsx", "coordinator", "any", get("library:matrix-workbook"), is_held=False),
        Page("family", "coordinator", "parents", get("library:family")),
        Page("family", "officer", "own", get("library:family")),
        Page("family.law", "coordinator", "law", get("library:family"), note="a law that two of five cite"),
        Page("accept.sure", "coordinator", "untouched", _accept_sure, is_held=False),
        Page("accept.one", "coordinator", "open", _accept, is_held=False),
        Page("sending", "coordinator", "sent", get("library:sending"), is_held=False),
        Page("inbox", "officer", "any", lambda client, _key: client.get(reverse("library:inbox")), is_held=False),
        Page("journal", "coordinator", "any", lambda client, _key: client.get(reverse("journal:index")), is_held=False),
    ]


def _panel(client: Any, key: Any) -> Any:
    from django.urls import reverse

    return client.get(reverse("library:reading", args=[key]), headers={"HX-Target": "panel", "HX-Request": "true"})


def _accept(client: Any, key: Any) -> Any:
    from hoinhap.apps.library.models import Item

    item = Item.objects.filter(document=key, state=Item.OPEN).order_by("?").first()
    return _decided(client, key, {"do": f"accept|{item.token}"})


def _accept_sure(client: Any, key: Any) -> Any:
    from hoinhap.apps.library.models import Item

    found = Item.objects.filter(document=key, state=Item.OPEN, grade="sure")
    return _decided(client, key, {"do": "sure|", "sure": " ".join(f"{item.ref}:{item.version}" for item in found)})


def _decided(client: Any, key: Any, asked: dict[str, Any]) -> Any:
    from django.urls import reverse

    # A decision begins here: what it needs to be asked for is not part of it.
    client.began = time.perf_counter(), time.process_time(), client.count.value
    return client.post(reverse("library:decide", args=[key]), asked, headers={"HX-Request": "true"})


def _keys(of: str, count: int) -> list[Any]:
    """Choose documents by chance, the same whenever it is asked."""
    from django.db.models import Q

    from bench.library_papers import LAW
    from hoinhap.apps.agencies.models import Agency
    from hoinhap.apps.library.models import Document

    every = Document.objects.order_by("pk")
    own = Agency.objects.get(code="co-quan-3")
    some = {
        "any": every,
        "own": every.filter(Q(agency=own) | Q(dispatches__agency=own)).distinct(),
        "large": every.filter(duties__gte=LARGE),
        "parents": every.filter(kind__in=("Chỉ thị", "Nghị quyết"), cited_by__isnull=False).distinct(),
        "law": every.filter(number=LAW),
        "untouched": every.filter(accepted=0, done_at__isnull=True),
        "open": every.filter(undecided__gt=0),
        "sent": every.filter(dispatches__isnull=False).distinct(),
    }[of]
    keys = list(some.values_list("pk", flat=True))
    pick = random.Random(of)
    return pick.sample(keys, count) if len(keys) >= count else [pick.choice(keys) for _ in range(count)]


class _Counter:
    """Counts the queries that pass through a connection."""

    value = 0

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.value += 1
        return execute(sql, *rest)


def _measured(page: Page, asked_for: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from hoinhap.apps.accounts.models import Person
    from hoinhap.apps.library.models import Dispatch

    # Opening what was sent leaves an event, once for an agency: these have opened all before.
    person = Person.objects.get(username=page.person)
    waiting = Dispatch.objects.filter(agency__memberships__person=person, opened_at=None)
    Dispatch.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(opened_at=timezone.now())
    client: Any = Client(headers={"host": "localhost", "accept-encoding": "gzip", "accept-language": "vi"})
    client.force_login(person)
    client.count = _Counter()
    walls, works, queries, size = [], [], [], 0
    with connection.execute_wrapper(client.count):
        for turn, key in enumerate(_keys(page.of, asked_for + 3)):
            client.began = time.perf_counter(), time.process_time(), client.count.value
            response = page.ask(client, key)
            wall, work, asked = client.began
            wall, work = time.perf_counter() - wall, time.process_time() - work
            if response.status_code != 200:
                raise SystemExit(f"{page.name}: {response.status_code} for {key}")
            if turn >= 3:
                walls.append(wall * 1000)
                works.append(work * 1000)
                queries.append(client.count.value - asked)
                size = max(size, len(response.content))
    least, most = min(queries), max(queries)
    return {
        "name": f"{page.name}.{page.person}" if page.person == "officer" else page.name,
        "p50": _part(walls, 0.5),
        "p95": _part(walls, 0.95),
        "work": _part(works, 0.95),
        "queries": str(most) if least == most else f"{least}–{most}",
        "most": most,
        "is_held": page.is_held,
        "note": f"; {page.note}" if page.note else "",
        "size": size,
    }


def _part(taken: list[float], part: float) -> float:
    return sorted(taken)[int(part * (len(taken) - 1))]


if __name__ == "__main__":
    main(int(sys.argv[1]))
