"""The whole nation as the resolver knows it: the central bodies, every province's template, every unit's committee.

For benches, tests and a new installation; a living installation makes its own from its database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from .known import Heir, Known, NameForm
from .template import TemplateSet, central_template, known_of, province_template
from .units import Unit, committee_name, full_name, heirs_of, lives

_CITY = "thành phố"


@cache
def known_nation() -> tuple[Known, ...]:
    """Return all agencies of the templates and the units, about 21,000.

    Keys: the code of a central body ("bo-ngoai-giao"), the id of a unit for its committee ("p-38", "c-14797"), and
    "p-38/so-noi-vu" for an agency of a province.
    """
    found = list(known_of(central_template()))
    for id_, standings in lives().items():
        found.append(_committee(id_, standings))
        if id_.startswith("p-"):
            found += _agencies(id_, standings)
    return tuple(found)


def province_key(name: str, on: date) -> str:
    """Return the key of the committee of the province that had a name on a day: "Thanh Hóa" gives "p-38"."""
    for id_, standings in lives().items():
        if id_.startswith("p-") and any(one.name == name and one.stands_on(on) for one in standings):
            return id_
    raise KeyError(name)


def _committee(id_: str, standings: tuple[Unit, ...]) -> Known:
    last = standings[-1]
    return Known(
        key=id_,
        kind="committee",
        level=last.level,
        province=_province(last),
        names=tuple(form for one in standings for form in _forms(one)),
        since=standings[0].since,
        until=last.until,
        parent=last.parent,
        heirs=tuple(Heir(one.new, one.on, "" if one.whole else "một phần") for one in heirs_of(id_)),
    )


def _forms(unit: Unit) -> Iterable[NameForm]:
    """Return a committee's name, and the one with the district, of which many had communes of one name."""
    yield NameForm(committee_name(unit), unit.since, unit.until)
    if unit.parent.startswith("d-"):
        for above in lives()[unit.parent]:
            yield NameForm(f"{committee_name(unit)}, {full_name(above)}", unit.since, unit.until)


def _province(unit: Unit) -> str:
    above = unit
    while above.parent:
        above = lives()[above.parent][-1]
    return above.id


def _agencies(id_: str, standings: tuple[Unit, ...]) -> Iterable[Known]:
    """Return the agencies of a province's template, named as the province was called from time to time."""
    made: dict[str, Known] = {}
    for one in standings:
        template = province_template(one.name, one.kind)
        template = TemplateSet(
            tuple(agency for agency in template.agencies if agency.code != "ubnd"), template.passings
        )
        for known in known_of(template, prefix=f"{id_}/"):
            known = replace(known, province=id_, parent=id_ if known.parent == "ubnd" else known.parent)
            names = tuple(_within(form, one) for form in known.names)
            before = made.get(known.key)
            made[known.key] = replace(before, names=before.names + names) if before else replace(known, names=names)
    end = standings[-1].until
    wholes = [one.new for one in heirs_of(id_) if one.whole]
    for known in made.values():
        if end is None:
            yield known
        elif known.until is None or known.until > end:
            code = known.key.partition("/")[2]
            heirs = tuple(Heir(f"{new}/{code}", end) for new in wholes)
            yield replace(known, until=end, heirs=known.heirs + heirs)
        else:
            yield known


def _within(form: NameForm, unit: Unit) -> NameForm:
    """Cut a name to the time of a standing; what began or ended outside it stays as it is."""
    since = max(filter(None, (form.since, unit.since)), default=None)
    until = min(filter(None, (form.until, unit.until)), default=None)
    return replace(form, since=since, until=until)
