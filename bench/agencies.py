"""Take the figures of the agencies at the size of the nation, page by page, on SQLite and on PostgreSQL.

What is timed is the request as the server works on it: session, person, roles, queries, template and compression. Each
request is for another agency, class or word, and its queries are counted: a page asks as many whatever it shows.
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

ASKED = 200
# What no held page may take longer than, in milliseconds.
BAR = 40
# Seconds in which the nation must be there.
LOAD_BAR = 120


class Page(NamedTuple):
    """A page that is measured: its name, who asks, and the addresses that are asked for."""

    name: str
    person: str
    addresses: Callable[[random.Random], list[str]]
    is_held: bool = True
    note: str = ""


def figures(out: Path, *, quick: bool = False) -> Iterator[Figure | str]:
    """Take all figures of the agencies, each database in a process and a folder of its own."""
    data = out / "agencies"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    try:
        yield from _of("sqlite", data, f"sqlite:///{data / 'hoinhap.sqlite3'}", quick=quick)
        with server() as address:
            if address is None:
                yield "PostgreSQL is not installed, so the agencies are not measured on it."
            else:
                yield from _of("postgresql", data, address, quick=quick)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _of(database: str, data: Path, address: str, *, quick: bool) -> Iterator[Figure | str]:
    command = [sys.executable, "-m", "bench.agencies", *(("--quick",) if quick else ())]
    place = {**os.environ, "HOINHAP_DATA": str(data), "DATABASE_URL": address}
    done = subprocess.run(command, env=place, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    if done.returncode:
        yield f"`hoinhap`'s agencies could not be measured on {database}."
        return
    taken = json.loads(done.stdout.strip().splitlines()[-1])
    note = "{agencies:,} agencies ({communes:,} communes of today), {people:,} people".format(**taken)
    yield Figure(f"agencies.{database}.fill", taken["seconds"], "s", LOAD_BAR, at_least=False, note=note)
    for page in taken["pages"]:
        said = f"p50 {page['p50']:.0f}, processor p50 {page['work50']:.0f}, p95 {page['work']:.0f}"
        note = f"{said}; {page['queries']} queries{page['note']}"
        bar = BAR if page["is_held"] else None
        yield Figure(f"agencies.{database}.{page['name']}", page["p95"], "ms p95", bar, at_least=False, note=note)
    changing = [page["name"] for page in taken["pages"] if page["is_held"] and "–" in page["queries"]]
    note = f"those whose number of queries changes with what they show: {', '.join(changing) or 'none'}"
    yield Figure(f"agencies.{database}.inconstant", len(changing), "pages", 0, at_least=False, note=note)


def main(arguments: list[str]) -> None:
    """Fill the database where it is empty, ask for every page, and print what was taken as one line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.core.management import call_command

    from bench.agencies_fill import fill
    from hoinhap.apps.accounts.models import Person
    from hoinhap.apps.agencies.models import Agency

    quick = "--quick" in arguments
    only = [word for word in arguments if not word.startswith("--")]
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    if not Agency.objects.exists():
        fill(quick=quick)
    taken: dict[str, Any] = {
        "seconds": time.perf_counter() - start,
        "agencies": Agency.objects.count(),
        "communes": Agency.objects.filter(kind="committee", level="commune", until=None).count(),
        "people": Person.objects.count(),
    }
    pages = [page for page in _pages() if not only or any(word in page.name for word in only)]
    taken["pages"] = [_measured(page, ASKED // 4 if quick else ASKED) for page in pages]
    print(json.dumps(taken))


def _pages() -> list[Page]:
    from django.urls import reverse

    from hoinhap.apps.agencies.models import ActivityKind, Agency, AgencyClass

    def agency(query: str = "", **wanted: Any) -> Callable[[random.Random], list[str]]:
        return lambda pick: _drawn(
            pick,
            [
                reverse("agencies:agency", args=[code]) + query
                for code in Agency.objects.filter(**wanted).order_by("code").values_list("code", flat=True)
            ],
        )

    def fixed(name: str, *queries: str) -> Callable[[random.Random], list[str]]:
        return lambda pick: _drawn(pick, [reverse(name) + query for query in queries])

    def branches(pick: random.Random) -> list[str]:
        found = Agency.objects.filter(kind="committee", level="province", until=None).order_by("code")
        codes = found.values_list("code", flat=True)
        return _drawn(pick, [reverse("agencies:index") + f"?xem=cay&mo={code}" for code in codes])

    def classes(query: str) -> Callable[[random.Random], list[str]]:
        return lambda pick: _drawn(
            pick,
            [
                reverse("agencies:class", args=[code]) + query
                for code in AgencyClass.objects.order_by("code").values_list("code", flat=True)
            ],
        )

    def kinds(pick: random.Random) -> list[str]:
        codes = ActivityKind.objects.order_by("code").values_list("code", flat=True)
        return _drawn(pick, [reverse("agencies:coordination-kind", args=[code]) for code in codes])

    words = ("?tim=so+tai+chinh", "?tim=ubnd+xa+an", "?tim=hoa", "?loai=department", "?cap=commune", "?khoi=party")
    sought = ("?tim=nguyen", "?tim=hanh", "?tim=nguoi.39", "?tim=tran+van", "?trang=200")
    return [
        Page("agency", "coordinator", agency(kind="department", until=None)),
        Page("agency.commune", "coordinator", agency(kind="committee", level="commune", until=None)),
        Page("agency.ended", "coordinator", agency(until__isnull=False)),
        Page("agency.province", "coordinator", agency(kind="committee", level="province", until=None)),
        Page("agency.then", "coordinator", agency("?ngay=2024-06-01", kind="committee")),
        Page("list", "coordinator", fixed("agencies:index", "", "?trang=20", "?trang=100", "?ngay=2024-06-01")),
        Page("list.sought", "coordinator", fixed("agencies:index", *words)),
        Page("tree", "coordinator", fixed("agencies:index", "?xem=cay", "?xem=cay&ngay=2024-06-01")),
        Page("tree.branch", "coordinator", branches),
        Page("class", "coordinator", classes("")),
        Page("class.then", "coordinator", classes("?ngay=2024-06-01")),
        Page("coordination", "coordinator", fixed("agencies:coordination", "", "?ngay=2024-06-01")),
        Page("coordination.kind", "coordinator", kinds),
        Page("people", "administrator", fixed("agencies:people", "", *sought)),
        Page("map", "coordinator", fixed("agencies:map", ""), is_held=False),
    ]


def _drawn(pick: random.Random, addresses: list[str]) -> list[str]:
    """Choose addresses by chance, the same whenever it is asked; of a few, each in turn."""
    if len(addresses) >= ASKED:
        return pick.sample(addresses, ASKED)
    return [addresses[turn % len(addresses)] for turn in range(ASKED)]


class _Counter:
    """Counts the queries that pass through a connection."""

    value = 0

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.value += 1
        return execute(sql, *rest)


def _measured(page: Page, asked_for: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client

    from hoinhap.apps.accounts.models import Person

    client = Client(headers={"host": "localhost", "accept-encoding": "gzip", "accept-language": "vi"})
    client.force_login(Person.objects.get(username=page.person))
    count = _Counter()
    walls, works, queries = [], [], []
    addresses = page.addresses(random.Random(page.name))[:asked_for]
    with connection.execute_wrapper(count):
        # The first few make what is made once: the template, the statements of the database.
        for turn, address in enumerate([*addresses[:3], *addresses]):
            wall, work, asked = time.perf_counter(), time.process_time(), count.value
            response = client.get(address)
            wall, work = time.perf_counter() - wall, time.process_time() - work
            if response.status_code != 200:
                raise SystemExit(f"{page.name}: {response.status_code} for {address}")
            if turn >= 3:
                walls.append(wall * 1000)
                works.append(work * 1000)
                queries.append(count.value - asked)
    least, most = min(queries), max(queries)
    return {
        "name": page.name,
        "p50": _part(walls, 0.5),
        "p95": _part(walls, 0.95),
        "work50": _part(works, 0.5),
        "work": _part(works, 0.95),
        "queries": str(most) if least == most else f"{least}–{most}",
        "is_held": page.is_held,
        "note": f"; {page.note}" if page.note else "",
    }


def _part(taken: list[float], part: float) -> float:
    return sorted(taken)[int(part * (len(taken) - 1))]


if __name__ == "__main__":
    main(sys.argv[1:])
