"""What a merge day would do, before it is done: each deed with its problems, and what of whom goes where."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.agencies import access, carrying, mergers, registry
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.asof import AsOf, facts
from hoinhap.apps.agencies.carrying import NOWHERE, Carried, Kind
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.merger_steps import DeedStep, counts, deeds, founded
from hoinhap.apps.agencies.models import Agency, Change, Reorganisation, Standing
from hoinhap.apps.agencies.queries import names_on
from hoinhap.apps.agencies.words import REFUSALS
from hoinhap.core.agencies.reorganising import Found, Outcome, Problem, Step

PAGE = 50
SHOWN = 12
HEIRS = 6
# A picture of more agencies than this says less than the table.
DRAWN = 14
_TOLD = 12
_PROBLEMS = 30
# The whole nation takes seconds to carry out on paper; whoever turns the pages of one preview waits once.
_LARGE = 2000
_kept: dict[tuple[object, ...], tuple[Outcome, dict[str, tuple[str, str]]]] = {}


@dataclass(frozen=True, slots=True)
class DeedRow:
    """A deed as a line of the table, with the sentences of what stands in its way."""

    deed: DeedStep
    name: str
    code: str
    becomes: str
    parent: str
    heirs: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    # The agency above, where others on the page are called the same.
    above: str = ""

    @property
    def more(self) -> int:
        """Count the heirs for whom the line has no room."""
        return max(0, len(self.heirs) - HEIRS)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem in words, the deed it belongs to ("" for none) and the page of the table on which that stands."""

    sentence: str
    deed: str
    page: int


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing that moves: what, from whom, to whom; `options` are (key, name) to choose from."""

    thing: Carried
    name: str
    chosen: str
    heir: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A page of the things of one kind, or the lines that tell of it where nothing moves."""

    name: str
    label: str
    total: int
    rows: tuple[ThingRow, ...]
    told: tuple[str, ...]
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.rows)

    @property
    def can_choose(self) -> bool:
        return any(row.options for row in self.rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """A merge day as it stands now; `outcome` is what it would make of the agencies."""

    draft: Reorganisation
    outcome: Outcome
    rows: tuple[DeedRow, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]
    troubles: tuple[Trouble, ...]
    trouble_count: int
    tables: tuple[Table, ...]

    @property
    def ready(self) -> bool:
        """Say whether it can be carried out."""
        return self.total > 0 and self.trouble_count == 0


def preview_for(viewer: Viewer, draft_id: uuid.UUID, *, page: int = 1) -> Preview:
    """Say what a merge day would do; nothing is written."""
    draft = mergers.draft_for(viewer, draft_id)
    steps = mergers.steps_of(draft)
    all_deeds = deeds(steps)
    outcome, children = _outcome(draft, steps)
    pages = max(1, -(-len(all_deeds) // PAGE))
    page = min(max(1, page), pages)
    shown = all_deeds[(page - 1) * PAGE : page * PAGE]
    by_deed, troubles = _troubles(outcome.problems, all_deeds)
    names = Names(outcome, draft.on)
    names.ask(key for deed in shown for key in deed.mentions())
    tables = tuple(_table(kind, draft, outcome, names, 0, SHOWN) for kind in _kinds(children))
    return Preview(
        draft,
        outcome,
        _rows(shown, names, by_deed),
        len(all_deeds),
        page,
        pages,
        counts(all_deeds),
        troubles[:_PROBLEMS],
        len(troubles),
        tuple(table for table in tables if table.total),
    )


def table_for(viewer: Viewer, draft_id: uuid.UUID, name: str, start: int) -> tuple[Reorganisation, Table] | None:
    """Give one page of the things of one kind; None for a kind that nobody registered."""
    draft = mergers.draft_for(viewer, draft_id)
    outcome, children = _outcome(draft, mergers.steps_of(draft))
    kind = next((kind for kind in _kinds(children) if kind.name == name), None)
    if kind is None:
        return None
    return draft, _table(kind, draft, outcome, Names(outcome, draft.on), max(0, start), PAGE)


def step_rows_for(viewer: Viewer, draft: Reorganisation, page: int) -> tuple[tuple[DeedRow, ...], int, int]:
    """Give a page of the deeds of a merge day that was carried out, as it was then: (rows, page, pages)."""
    access.require(access.may_manage(viewer))
    all_deeds = deeds(mergers.steps_of(draft))
    pages = max(1, -(-len(all_deeds) // PAGE))
    page = min(max(1, page), pages)
    shown = all_deeds[(page - 1) * PAGE : page * PAGE]
    names = Names(Outcome({}, (), frozenset(), frozenset(), ()), draft.on)
    names.ask(key for deed in shown for key in deed.mentions())
    return _rows(shown, names, {}), page, pages


def choices_allowed(viewer: Viewer, draft_id: uuid.UUID, name: str, start: int) -> dict[str, tuple[Carried, set[str]]]:
    """Give what may be chosen for each thing of a page."""
    found = table_for(viewer, draft_id, name, start)
    if found is None:
        return {}
    return {row.thing.key: (row.thing, {key for key, _name in row.options}) for row in found[1].rows if row.options}


class Names:
    """What agencies are called: before the day those that were there, from the day on those that it founds."""

    def __init__(self, outcome: Outcome, on: date) -> None:
        self._outcome, self._on = outcome, on
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}

    def ask(self, keys: Iterable[str]) -> None:
        """Fetch the names of some agencies: two queries for each 500."""
        wanted = {key for key in keys if key} - set(self._names)
        for key in wanted & self._outcome.founded:
            self._names[key] = self._outcome.lives[key].spans[-1].name
        for some in chunks(sorted(uuid.UUID(key) for key in wanted - self._outcome.founded)):
            found = names_on(some, self._on - timedelta(days=1))
            self._names.update((str(key), name) for key, name in found.items())
            codes = Agency.objects.filter(pk__in=some).values_list("pk", "code")
            self._codes.update((str(key), code) for key, code in codes)

    def __getitem__(self, key: str) -> str:
        return self._names.get(key, "") if key else ""

    def above(self, keys: Sequence[str]) -> dict[str, str]:
        """Name the agencies above some, as of the eve."""
        rows = facts(Standing.objects.filter(agency__in=keys), AsOf(self._on - timedelta(days=1)))
        parents = dict(rows.exclude(parent=None).values_list("agency", "parent"))
        named = names_on(set(parents.values()), self._on - timedelta(days=1))
        return {str(key): named.get(parent, "") for key, parent in parents.items()}

    def code(self, key: str) -> str:
        return self._codes.get(key, "")


def _outcome(draft: Reorganisation, steps: Sequence[Step]) -> tuple[Outcome, dict[str, tuple[str, str]]]:
    """Carry a draft out on paper; give the outcome and who stands under what ends: {child: (parent, heir)}."""
    last = Change.objects.order_by("-at", "-id").values_list("pk", flat=True).first()
    key = (draft.pk, draft.version, last)
    if key not in _kept:
        children = mergers.children_of(steps, draft.on)
        outcome = registry.preview(mergers.plan_of(draft))
        if taken := _taken_codes(steps):
            outcome = replace(outcome, problems=(*outcome.problems, *taken))
        if len(steps) < _LARGE:
            return outcome, children
        _kept.clear()
        _kept[key] = (outcome, children)
    return _kept[key]


def _taken_codes(steps: Sequence[Step]) -> list[Problem]:
    """Find what is founded under a code that another agency bears."""
    new: dict[str, Found] = {}
    found = []
    for step in founded(steps).values():
        if step.code in new:
            found.append(Problem("code-taken", {"taken": step.code, "name": new[step.code].name}, step.key))
        new[step.code] = step
    for some in chunks(new):
        for agency in Agency.objects.filter(code__in=some, is_withdrawn=False):
            facts = {"taken": agency.code, "name": agency.name}
            found.append(Problem("code-taken", facts, new[agency.code].key))
    return found


def _kinds(children: Mapping[str, tuple[str, str]]) -> tuple[Kind, ...]:
    def count(outcome: Outcome, on: date) -> dict[str, int]:
        found: dict[str, int] = {}
        for parent, _heir in children.values():
            found[parent] = found.get(parent, 0) + 1
        return found

    def rows(outcome: Outcome, on: date, start: int, stop: int) -> list[Carried]:
        page = list(children.items())[start:stop]
        named = names_on([uuid.UUID(child) for child, _told in page], on - timedelta(days=1))
        heirs = carrying.sources(outcome)
        return [
            Carried(
                key=child,
                what=named.get(uuid.UUID(child), ""),
                agency=parent,
                heir=heir,
                choices=tuple(dict.fromkeys(one.heir for one in heirs.get(parent, ()))),
            )
            for child, (parent, heir) in page
        ]

    own = Kind(mergers.CHILDREN, gettext_lazy("Đơn vị trực thuộc"), count, rows, None, 5)
    return tuple(sorted((own, *carrying.kinds()), key=lambda kind: (kind.order, kind.name)))


def _table(kind: Kind, draft: Reorganisation, outcome: Outcome, names: Names, start: int, size: int) -> Table:
    counted = kind.count(outcome, draft.on)
    total = sum(counted.values())
    if not total:
        return Table(kind.name, str(kind.label), 0, (), (), 0)
    if kind.rows is None:
        return Table(kind.name, str(kind.label), total, (), _told(kind, counted, outcome, names), 0)
    things = kind.rows(outcome, draft.on, start, start + size)
    names.ask(key for thing in things for key in (thing.agency, thing.heir, *thing.choices))
    chosen = draft.choices.get(kind.name, {})
    names.ask(key for key in chosen.values() if key != NOWHERE and len(key) == 36)
    rows = tuple(_thing(thing, chosen.get(thing.key, thing.heir), names) for thing in things)
    return Table(kind.name, str(kind.label), total, rows, (), start)


def _told(kind: Kind, counted: Mapping[str, int], outcome: Outcome, names: Names) -> tuple[str, ...]:
    if kind.told is None:
        return ()
    sources = carrying.sources(outcome)
    most = sorted(counted.items(), key=lambda one: -one[1])[:_TOLD]
    names.ask(key for key, _n in most for key in (key, *(one.heir for one in sources.get(key, ()))))
    said = [
        kind.told(names[key], ", ".join(dict.fromkeys(names[one.heir] for one in sources.get(key, ()))), n)
        for key, n in most
    ]
    if len(counted) > _TOLD:
        said.append(_("và %(n)d cơ quan khác.") % {"n": len(counted) - _TOLD})
    return tuple(said)


def _thing(thing: Carried, chosen: str, names: Names) -> ThingRow:
    options = [(key, names[key]) for key in thing.choices]
    if thing.may_end and options:
        options.append((NOWHERE, _("Không chuyển, kết thúc")))
    heir = names[chosen] if chosen not in ("", NOWHERE) else ""
    return ThingRow(thing, names[thing.agency], chosen, heir, tuple(options) if len(options) > 1 else ())


def _rows(shown: Sequence[DeedStep], names: Names, by_deed: Mapping[str, Sequence[str]]) -> tuple[DeedRow, ...]:
    rows = [_row(deed, names, by_deed.get(deed.id, ())) for deed in shown]
    counted = Counter(row.name for row in rows)
    above = names.above([row.deed.key for row in rows if counted[row.name] > 1])
    return tuple(replace(row, above="" if row.deed.founds else above.get(row.deed.key, "")) for row in rows)


def _row(deed: DeedStep, names: Names, problems: Sequence[str]) -> DeedRow:
    founds, stands = deed.founds, deed.stands
    parent = (founds.parent if founds else (stands.parent if stands else "")) or ""
    return DeedRow(
        deed,
        names[deed.key] or (founds.name if founds else ""),
        names.code(deed.key) or (founds.code if founds else ""),
        founds.name if founds else (stands.name or "" if stands else ""),
        names[parent],
        tuple((names[one.heir], one.function) for one in deed.passes),
        tuple(problems),
    )


def _troubles(
    problems: Sequence[Problem], all_deeds: Sequence[DeedStep]
) -> tuple[dict[str, list[str]], tuple[Trouble, ...]]:
    """Put each problem to the deed that has it: the one about the agency, else the first that names it."""
    about: dict[str, tuple[str, int]] = {}
    for number, deed in enumerate(all_deeds):
        for key in deed.mentions() - {deed.key}:
            about.setdefault(key, (deed.id, number // PAGE + 1))
    for number, deed in enumerate(all_deeds):
        about[deed.key] = (deed.id, number // PAGE + 1)
    by_deed: dict[str, list[str]] = {}
    told = []
    for problem in problems:
        sentence = str(REFUSALS.get(f"plan-{problem.code}") or REFUSALS[problem.code]).format(**problem.facts)
        told.append(Trouble(sentence, *about.get(problem.key, ("", 1))))
    # An agency that is named several times has its problem once.
    troubles = tuple(dict.fromkeys(told))
    for one in troubles:
        by_deed.setdefault(one.deed, []).append(one.sentence)
    return by_deed, troubles
