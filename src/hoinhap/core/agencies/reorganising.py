"""A reorganisation as a list of steps, and what it makes of the lives of agencies: pure, so that it can be previewed.

Steps name agencies by a key: the key of one that is known, or one that the plan itself gives to what it founds. The
result says which standings begin and end and who takes over from whom; writing it down is the database's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """What an agency is called and where it stands, from `since` on, until the day before `until`."""

    name: str
    short_name: str = ""
    kind: str = "other"
    level: str = "province"
    parent: str = ""
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Life:
    """An agency by its spans, in the order of time."""

    key: str
    spans: tuple[Span, ...]

    @property
    def since(self) -> date | None:
        return self.spans[0].since

    @property
    def until(self) -> date | None:
        return self.spans[-1].until

    def at(self, on: date) -> Span | None:
        """Give the span that holds on a day."""
        return next((span for span in self.spans if span.holds(on)), None)


@dataclass(frozen=True, slots=True)
class Found:
    """An agency begins on the day."""

    key: str
    code: str
    name: str
    short_name: str = ""
    kind: str = "other"
    level: str = "province"
    parent: str = ""
    # Of localities: the code of the statistics office, and the centre point in degrees.
    unit_code: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Restand:
    """An agency is called, counted or placed otherwise from the day on; what is None stays."""

    key: str
    name: str | None = None
    short_name: str | None = None
    kind: str | None = None
    level: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """What an agency did goes to another: `function` in words, empty for all that is named nowhere else."""

    forebear: str
    heir: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """An agency ends: the day is the first on which it is no more."""

    key: str


Step = Found | Restand | Pass | End
_STEPS: dict[str, type[Step]] = {"found": Found, "restand": Restand, "pass": Pass, "end": End}


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that are carried out together on one day."""

    on: date
    steps: tuple[Step, ...]

    def touched(self) -> frozenset[str]:
        """Give the keys of the agencies that the plan names, parents of what it founds included."""
        found: set[str] = set()
        for step in self.steps:
            if isinstance(step, Pass):
                found.update((step.forebear, step.heir))
            else:
                found.add(step.key)
            found.add(getattr(step, "parent", "") or "")
        return frozenset(found - {""})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a plan cannot be carried out: a code and the facts of its sentence; `key` is the agency it is about."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan makes: the lives that change, who takes over from whom, who ends; or the problems that stop it."""

    lives: Mapping[str, Life]
    passes: tuple[Pass, ...]
    ended: frozenset[str]
    founded: frozenset[str]
    problems: tuple[Problem, ...]

    def heirs_of(self, key: str) -> tuple[Pass, ...]:
        """Give what passes on from an agency: the main heir, who takes all that is not named, comes first."""
        return tuple(sorted((one for one in self.passes if one.forebear == key), key=lambda one: bool(one.function)))


def write(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Write steps as rows of JSON."""
    names = {kind: name for name, kind in _STEPS.items()}
    return [{"do": names[type(step)], **asdict(step)} for step in steps]


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Read steps from what `write` gave."""
    return tuple(_STEPS[row["do"]](**{name: value for name, value in row.items() if name != "do"}) for row in rows)


def carry_out(plan: Plan, lives: Mapping[str, Life]) -> Outcome:
    """Carry a plan out on the lives of the agencies that it names; nothing is changed but the value that is returned.

    `lives` must hold every agency of `plan.touched()` that exists, and the living children of those that end.
    """
    now = dict(lives)
    problems: list[Problem] = []
    founded = _found(plan, now, problems)
    for step in plan.steps:
        if isinstance(step, Restand):
            _restand(plan.on, step, now, problems)
    passes = tuple(dict.fromkeys(step for step in plan.steps if isinstance(step, Pass)))
    ended = frozenset(step.key for step in plan.steps if isinstance(step, End))
    for one in passes:
        _check_pass(plan.on, one, now, ended, problems)
    left: dict[str, list[Pass]] = {key: [] for key in ended}
    for one in passes:
        left.setdefault(one.forebear, []).append(one)
    for key in sorted(ended):
        _end(plan.on, key, now, left[key], founded, problems)
    _check_parents(plan.on, now, ended, problems)
    changed = {key: life for key, life in now.items() if lives.get(key) != life}
    return Outcome(changed, passes, ended, founded, tuple(problems))


def _found(plan: Plan, now: dict[str, Life], problems: list[Problem]) -> frozenset[str]:
    founded: set[str] = set()
    for step in plan.steps:
        if not isinstance(step, Found):
            continue
        if not step.name.strip():
            problems.append(Problem("name-empty", key=step.key))
        elif step.key in now:
            problems.append(Problem("found-twice", {"name": step.name}, step.key))
        else:
            span = Span(step.name.strip(), step.short_name, step.kind, step.level, step.parent, plan.on)
            now[step.key] = Life(step.key, (span,))
            founded.add(step.key)
    return frozenset(founded)


def _restand(on: date, step: Restand, now: dict[str, Life], problems: list[Problem]) -> None:
    life = now.get(step.key)
    if life is None:
        problems.append(Problem("absent", {"key": step.key}, step.key))
        return
    span, last = life.at(on), life.spans[-1]
    if span is None:
        problems.append(Problem("not-alive", {"name": last.name, "on": f"{on:%d/%m/%Y}"}, step.key))
        return
    if span is not last:
        problems.append(Problem("changed-later", {"name": span.name, "since": f"{last.since:%d/%m/%Y}"}, step.key))
        return
    if step.name is not None and not step.name.strip():
        problems.append(Problem("name-empty", key=step.key))
        return
    told = {name: value for name, value in asdict(step).items() if name != "key" and value is not None}
    new = replace(span, **told)
    if new == span:
        problems.append(Problem("same-as-before", {"name": span.name}, step.key))
        return
    if span.since == on:
        # It began on that very day: it has stood so from the beginning.
        now[step.key] = Life(step.key, (*life.spans[:-1], new))
    else:
        now[step.key] = Life(step.key, (*life.spans[:-1], replace(span, until=on), replace(new, since=on)))


def _check_pass(on: date, one: Pass, now: Mapping[str, Life], ended: frozenset[str], problems: list[Problem]) -> None:
    names = {}
    for key in (one.forebear, one.heir):
        life = now.get(key)
        if life is None:
            problems.append(Problem("absent", {"key": key}, one.forebear))
            return
        names[key] = life.spans[-1].name
        if not _alive(life, on):
            problems.append(Problem("not-alive", {"name": names[key], "on": f"{on:%d/%m/%Y}"}, one.forebear))
    begun = now[one.forebear].since
    if begun is not None and begun >= on:
        problems.append(Problem("passes-as-it-begins", {"name": names[one.forebear]}, one.forebear))
    if one.forebear == one.heir:
        problems.append(Problem("heir-of-itself", {"name": names[one.heir]}, one.forebear))
    if one.heir in ended:
        problems.append(Problem("heir-ends", {"name": names[one.heir]}, one.forebear))
    if one.forebear not in ended and not one.function.strip():
        problems.append(Problem("function-empty", {"name": names[one.forebear]}, one.forebear))


def _end(
    on: date,
    key: str,
    now: dict[str, Life],
    passes: list[Pass],
    founded: frozenset[str],
    problems: list[Problem],
) -> None:
    life = now.get(key)
    if life is None:
        problems.append(Problem("absent", {"key": key}, key))
        return
    last = life.spans[-1]
    if key in founded:
        problems.append(Problem("ends-as-it-begins", {"name": last.name}, key))
        return
    if not _alive(life, on):
        problems.append(Problem("not-alive", {"name": last.name, "on": f"{on:%d/%m/%Y}"}, key))
        return
    if not last.holds(on):
        problems.append(Problem("changed-later", {"name": last.name, "since": f"{last.since:%d/%m/%Y}"}, key))
        return
    if last.until is not None:
        problems.append(Problem("ended-already", {"name": last.name, "until": f"{last.until:%d/%m/%Y}"}, key))
        return
    if last.since is not None and last.since >= on:
        problems.append(Problem("ends-as-it-begins", {"name": last.name}, key))
        return
    mains = [one for one in passes if not one.function]
    if len(mains) > 1:
        problems.append(Problem("two-main-heirs", {"name": last.name}, key))
    if not mains and passes:
        problems.append(Problem("no-main-heir", {"name": last.name}, key))
    now[key] = Life(key, (*life.spans[:-1], replace(last, until=on)))


def _check_parents(on: date, now: Mapping[str, Life], ended: frozenset[str], problems: list[Problem]) -> None:
    for child, parent in misplaced(now, since=on):
        names = {"name": now[child].spans[-1].name, "parent": now[parent].spans[-1].name}
        problems.append(Problem("child-left" if parent in ended else "parent-absent", names, child))
    for key, life in now.items():
        above, met = life.spans[-1].parent, {key}
        while above and above in now:
            if above in met:
                problems.append(Problem("stands-under-itself", {"name": life.spans[-1].name}, key))
                break
            met.add(above)
            above = now[above].spans[-1].parent


def misplaced(lives: Mapping[str, Life], *, since: date = date.min) -> list[tuple[str, str]]:
    """Give who stands, on some day from `since` on, under an agency that is not there on that day: (child, parent).

    Parents that are not among the lives are not asked about.
    """
    found = []
    for key, life in lives.items():
        for span in life.spans:
            above = lives.get(span.parent)
            if above is None or (span.until is not None and span.until <= since):
                continue
            begins = max(span.since or date.min, since)
            too_early = above.since is not None and begins < above.since
            too_late = above.until is not None and (span.until is None or span.until > above.until)
            if too_early or too_late:
                found.append((key, span.parent))
    return found


def _alive(life: Life, on: date) -> bool:
    return life.at(on) is not None


def faults(life: Life) -> list[str]:
    """Name what is wrong with a life: "gap", "overlap", "empty", "open-middle"; nothing for a sound one."""
    found = []
    if not life.spans:
        return ["empty"]
    for before, after in zip(life.spans, life.spans[1:], strict=False):
        if before.until is None or after.since is None:
            found.append("open-middle")
        elif before.until < after.since:
            found.append("gap")
        elif before.until > after.since:
            found.append("overlap")
    for span in life.spans:
        if span.since is not None and span.until is not None and span.since >= span.until:
            found.append("empty")
    return found
