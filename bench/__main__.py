"""Print the figures as a table and keep them as JSON: `python -m bench [--quick] [--peers] [--only reader.pdf]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import agencies, library, names, peers, reading, searching
from bench.figures import Figure

OUT = Path(__file__).with_name("out")


def main() -> int:
    """Take the figures; the status is 1 when one misses its bar or could not be taken."""
    asked = argparse.ArgumentParser(prog="python -m bench", description="Measure the product, beside its peers.")
    asked.add_argument("--quick", action="store_true", help="100 files instead of 1,000")
    asked.add_argument("--peers", action="store_true", help="install peers into bench/out/peers and measure them too")
    asked.add_argument(
        "--out", type=Path, default=OUT, help="folder for the JSON and the files read (default: bench/out)"
    )
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    console = Console(width=None if sys.stdout.isatty() else 120)
    found: list[Figure] = []
    unmeasured = False
    for one in _all(given):
        if isinstance(one, str):
            console.print(one, markup=False)
            unmeasured = unmeasured or one.startswith("`hoinhap")
        else:
            found.append(one)
            console.print(f"{one.name}: {_number(one.value)} {one.unit}", style="dim", highlight=False)
    console.print(_table(found))
    file = given.out / "figures.json"
    file.write_text(json.dumps(_as_json(found), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    console.print(f"JSON: {os.path.relpath(file)}")
    return int(unmeasured or any(one.met is False for one in found))


def _all(given: argparse.Namespace) -> Iterator[Figure | str]:
    yield from reading.figures(given.out, quick=given.quick)
    yield from searching.figures(given.out, quick=given.quick)
    yield from library.figures(given.out, quick=given.quick)
    yield from names.figures()
    yield from agencies.figures(given.out, quick=given.quick)
    if given.peers or (given.out / "peers").exists():
        yield from peers.figures(given.out)
    else:
        yield "Peers are not measured; --peers installs and measures them."


def _table(found: list[Figure]) -> Table:
    table = Table("figure", "value", "unit", "asked", "", "note")
    for one in found:
        bar = "" if one.asked is None else ("≥ " if one.at_least else "≤ ") + _number(one.asked)
        mark = {None: "", True: "[green]met[/]", False: "[red]missed[/]"}[one.met]
        table.add_row(one.name, _number(one.value), one.unit, bar, mark, one.note)
    table.columns[0].no_wrap = table.columns[2].no_wrap = True
    table.columns[1].justify = table.columns[3].justify = "right"
    return table


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _as_json(found: list[Figure]) -> dict[str, object]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()},
        "figures": {one.name: {**one._asdict(), "met": one.met} for one in found},
    }


if __name__ == "__main__":
    raise SystemExit(main())
