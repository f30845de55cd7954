"""Agencies as a list: looked at row by row, written all at once, and given out in the same columns."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.agencies import access, registry
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.administering import lists
from hoinhap.apps.agencies.administering.lists import CHANGED, NEW, SAME, Column, Line, Preview, day_of, said_day
from hoinhap.apps.agencies.administering.naming import Agencies
from hoinhap.apps.agencies.administering.people import last_day, require_manager
from hoinhap.apps.agencies.entering import Entry, enter
from hoinhap.apps.agencies.kind_words import KINDS, LEVELS, kind_word, level_word
from hoinhap.apps.agencies.lives import chunks, known_to
from hoinhap.apps.agencies.models import Agency, Change
from hoinhap.apps.agencies.registry import Act, key_of
from hoinhap.apps.errors import Refused
from hoinhap.core.agencies.reorganising import Life, Plan, Restand, Span, carry_out, misplaced

CODE = re.compile(r"[a-z0-9-]{1,60}")
COLUMNS = (
    Column("code", gettext_lazy("Mã cơ quan"), ("ma co quan", "ma", "code"), needed=True),
    Column("name", gettext_lazy("Tên cơ quan"), ("ten co quan", "ten", "ten day du", "name"), needed=True),
    Column("short_name", gettext_lazy("Tên viết tắt"), ("ten viet tat", "ten ngan", "viet tat", "short name")),
    Column("kind", gettext_lazy("Loại cơ quan"), ("loai co quan", "loai", "kind")),
    Column("level", gettext_lazy("Cấp"), ("cap", "level")),
    Column("parent", gettext_lazy("Trực thuộc (mã)"), ("truc thuoc", "co quan cap tren", "co quan chu quan", "parent")),
    Column("since", gettext_lazy("Hoạt động từ ngày"), ("hoat dong tu ngay", "tu ngay", "since")),
    Column("until", gettext_lazy("Đến hết ngày"), ("den het ngay", "den ngay", "until")),
    Column("unit_code", gettext_lazy("Mã đơn vị hành chính"), ("ma don vi hanh chinh", "ma dvhc", "unit code")),
    Column("lat", gettext_lazy("Vĩ độ"), ("vi do", "lat")),
    Column("lon", gettext_lazy("Kinh độ"), ("kinh do", "lon")),
)
_BY_FIELD = {one.field: one for one in COLUMNS}
_LENGTHS = {"code": 60, "name": 255, "short_name": 100, "unit_code": 10}


@dataclass(slots=True)
class Orders:
    """What a list does: agencies that are new, and those that stand otherwise from a day on."""

    entries: list[Entry] = field(default_factory=list)
    steps: list[Restand] = field(default_factory=list)


@dataclass(slots=True)
class _Known:
    agencies: dict[str, Agency]
    named: Agencies
    new: set[str]
    rows: dict[str, int] = field(default_factory=dict)


def check(rows: Sequence[tuple[int, Mapping[str, str]]], *, on: date) -> tuple[Preview, Orders]:
    """Say of each row what it would do, changes counting from a day on."""
    known = _know(rows, on)
    lines: list[Line] = []
    orders = Orders()
    at: dict[str, int] = {}
    for number, cells in rows:
        try:
            line, made = _row(number, cells, known)
        except Refused as error:
            lines.append(lists.wrong(number, cells, error))
            continue
        if isinstance(made, Entry):
            orders.entries.append(made)
            at[str(key_of(made.code))] = len(lines)
        elif made is not None:
            orders.steps.append(made)
            at[made.key] = len(lines)
        lines.append(line)
    for key, error in _problems(orders, known, on):
        place = at[key]
        lines[place] = lists.wrong(lines[place].number, lines[place].cells, error)
    return lists.preview_of(lines), orders


def _know(rows: Sequence[tuple[int, Mapping[str, str]]], on: date) -> _Known:
    codes = {cells.get("code", "").lower() for _number, cells in rows}
    agencies: dict[str, Agency] = {}
    for some in chunks(sorted(codes)):
        found = Agency.objects.filter(code__in=some, is_withdrawn=False).select_related("parent")
        agencies.update((one.code, one) for one in found)
    above = (text for _number, cells in rows if (text := cells.get("parent", "")).lower() not in codes)
    return _Known(agencies, Agencies(above, on=on), codes - set(agencies))


def _row(number: int, cells: Mapping[str, str], known: _Known) -> tuple[Line, Entry | Restand | None]:
    lists.require_length(cells, COLUMNS, _LENGTHS)
    code = cells["code"].lower()
    if not CODE.fullmatch(code):
        raise Refused("agencies.code-shape", asked=cells["code"])
    if code in known.rows:
        raise Refused("agencies.row-twice", row=known.rows[code])
    known.rows[code] = number
    kind = lists.word_of(cells.get("kind", ""), _BY_FIELD["kind"], KINDS)
    level = lists.word_of(cells.get("level", ""), _BY_FIELD["level"], LEVELS)
    since, last = day_of(cells.get("since", "")), day_of(cells.get("until", ""))
    until = last + timedelta(days=1) if last else None
    place = (cells.get("unit_code", ""), _degrees(cells, "lat"), _degrees(cells, "lon"))
    parent = _parent(cells.get("parent", ""), known)
    old = known.agencies.get(code)
    if old is None:
        span = Span(cells["name"], cells.get("short_name", ""), kind or "other", level or "province", parent)
        if since is not None and until is not None and until <= since:
            raise Refused("agencies.role-not-begun", since=said_day(since))
        entry = Entry(code, (replace(span, since=since, until=until),), *place)
        return Line(number, cells, NEW, (_("Thêm cơ quan"),)), entry
    for name, value in (("since", since), ("until", until)):
        if name in cells and value is not None and value != getattr(old, name):
            raise Refused("agencies.life-elsewhere")
    for name, given in zip(("unit_code", "lat", "lon"), place, strict=True):
        if given not in ("", None) and given != getattr(old, name):
            raise Refused("agencies.place-elsewhere")
    told = {"name": cells["name"], "kind": kind or old.kind, "level": level or old.level}
    if "short_name" in cells:
        told["short_name"] = cells["short_name"]
    above = {"parent": parent} if "parent" in cells else {}
    return _changed(number, cells, old, {**told, **above}, known)


def _changed(
    number: int, cells: Mapping[str, str], old: Agency, told: dict[str, str], known: _Known
) -> tuple[Line, Restand | None]:
    was = {name: getattr(old, name) for name in told if name != "parent"}
    was["parent"] = old.parent.code if old.parent else ""
    differs = {name: value for name, value in told.items() if value != was[name]}
    if not differs:
        return Line(number, cells, SAME), None
    said = []
    for name, value in differs.items():
        words = {"kind": kind_word, "level": level_word}.get(name, str)
        facts = {"column": _BY_FIELD[name].title, "was": words(was[name]) or "–", "now": words(value) or "–"}
        said.append(_("%(column)s: %(was)s → %(now)s") % facts)
    step = {name: value for name, value in differs.items() if name != "parent"}
    if "parent" in differs:
        code = differs["parent"]
        step["parent"] = (str(key_of(code)) if code in known.new else str(_known_key(code, known))) if code else ""
    return Line(number, cells, CHANGED, tuple(said)), Restand(str(old.pk), **step)


def _known_key(code: str, known: _Known) -> uuid.UUID:
    return known.agencies[code].pk if code in known.agencies else known.named.named(code).pk


def _parent(text: str, known: _Known) -> str:
    """Give the code of who stands above: known, or new in the same file."""
    code = text.strip().lower()
    if not code:
        return ""
    if code in known.new or code in known.agencies:
        return code
    return known.named.named(text).code


def _degrees(cells: Mapping[str, str], name: str) -> float | None:
    text = cells.get(name, "")
    if not text:
        return None
    most = 90 if name == "lat" else 180
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = 1000.0
    if not -most <= found <= most:
        raise Refused("agencies.no-such-number", column=str(_BY_FIELD[name].title), asked=text)
    return found


def _problems(orders: Orders, known: _Known, on: date) -> list[tuple[str, Refused]]:
    """Find what the rows do to each other and to what is known: (key of the agency, reason)."""
    keys = {code: str(one.pk) for code, one in known.agencies.items()}
    keys |= {entry.code: str(key_of(entry.code)) for entry in orders.entries}
    above = {span.parent for entry in orders.entries for span in entry.spans if span.parent}
    keys |= {code: str(_known_key(code, known)) for code in above if code not in keys and code not in known.new}
    touched = [Restand(keys[code]) for code in above if code in keys]
    lives = known_to(Plan(on, (*orders.steps, *touched)))
    for entry in orders.entries:
        spans = tuple(replace(span, parent=keys.get(span.parent, "")) for span in entry.spans)
        lives[keys[entry.code]] = Life(keys[entry.code], spans)
    names = {key: life.spans[-1].name for key, life in lives.items()}
    new = {keys[entry.code] for entry in orders.entries}
    found = [
        (child, Refused("agencies.parent-closed", parent=names[parent]))
        for child, parent in misplaced({key: lives[key] for key in lives})
        if child in new
    ]
    for entry in orders.entries:
        if (code := entry.spans[0].parent) and code not in keys:
            found.append((keys[entry.code], Refused("agencies.unknown-agency-code", asked=code)))
    whole = carry_out(Plan(on, tuple(orders.steps)), lives)
    if orders.steps and whole.problems:
        alone = [(step.key, _alone(step, lives, on)) for step in orders.steps]
        found += [(key, error) for key, error in alone if error is not None]
        if not found:
            # Nothing is wrong with any of them, but with all of them together.
            one = whole.problems[0]
            found.append((orders.steps[0].key, Refused(f"agencies.plan-{one.code}", **one.facts)))
    return found + _rings(new, lives, names)


def _alone(step: Restand, lives: Mapping[str, Life], on: date) -> Refused | None:
    """Say what is wrong with one change, looked at with nothing but the agency and those above it."""
    near, ahead = {}, {step.key, step.parent or ""}
    while ahead:
        key = ahead.pop()
        if key in lives and key not in near:
            near[key] = lives[key]
            ahead.update(span.parent for span in lives[key].spans)
    problems = carry_out(Plan(on, (step,)), near).problems
    return Refused(f"agencies.plan-{problems[0].code}", **problems[0].facts) if problems else None


def _rings(new: set[str], lives: Mapping[str, Life], names: Mapping[str, str]) -> list[tuple[str, Refused]]:
    """Find new agencies that stand above each other in a ring."""
    found = []
    for key in sorted(new):
        above, met = lives[key].spans[-1].parent, {key}
        while above in new and above not in met:
            met.add(above)
            above = lives[above].spans[-1].parent
        if above == key:
            found.append((key, Refused("agencies.plan-stands-under-itself", name=names[key])))
    return found


@transaction.atomic
def enter_list(
    *,
    actor: Viewer,
    at: datetime,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    title: str,
    on: date,
    act: Act | None = None,
) -> list[Change]:
    """Write a list of agencies, all of it or nothing; gives the changes in the order in which they are taken back."""
    access.require(access.may_manage(actor))
    preview, orders = check(rows, on=on)
    if preview.wrong:
        raise Refused("agencies.rows-wrong", count=preview.wrong)
    made: list[Change] = []
    if orders.entries:
        made.append(enter(actor=actor, at=at, entries=orders.entries, title=title))
    if orders.steps:
        plan = Plan(on, tuple(orders.steps))
        change, _outcome = registry.change(actor=actor, at=at, plan=plan, act=act, title=title, name="agencies.listed")
        made.append(change)
    if not made:
        raise Refused("agencies.nothing-to-do")
    return made[::-1]


def listed(viewer: Viewer) -> tuple[list[object], list[list[str]]]:
    """Give all agencies as they stand today, or stood last, in the columns that are taken in again."""
    require_manager(viewer)
    head: list[object] = [one.title for one in COLUMNS]
    rows = []
    for one in Agency.objects.filter(is_withdrawn=False).select_related("parent").order_by("level", "code"):
        words = [kind_word(one.kind), level_word(one.level), one.parent.code if one.parent else ""]
        days = [said_day(one.since), said_day(last_day(one.until))]
        place = [one.unit_code, *("" if value is None else str(value) for value in (one.lat, one.lon))]
        rows.append([one.code, one.name, one.short_name, *words, *days, *place])
    return head, rows
