"""Know what else agencies are called, by the templates: "Mặt trận Tổ quốc tỉnh" for the Front's committee there.

The database keeps a name and a short one; what papers write besides is the templates' `also`, found again by the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .naming import name_key
from .provinces import Provinces
from .template import TemplateSet, central_template, known_of, province_template

# A province that is none: what is left of a name without its owner is the same for all.
_NAME = "Quê Hương"

_Others = dict[str, dict[str, bool]]


@cache
def aliases() -> Mapping[tuple[bool, str], tuple[tuple[str, bool], ...]]:
    """Return for (is central, name without its owner) the other names, each with whether its owner stood beside it."""
    found = {(True, base): tuple(others.items()) for base, others in _others(central_template()).items()}
    province, city = _others(province_template(_NAME)), _others(province_template(_NAME, "thành phố"))
    for base in {**province, **city}:
        one, other = province.get(base, {}), city.get(base, {})
        # "Thành đoàn" is no other name of what a province calls "Tỉnh đoàn".
        both = {alias: lacking for alias, lacking in (one or other).items() if not (one and other) or alias in other}
        found[False, base] = tuple(both.items())
    return found


def _others(template: TemplateSet) -> _Others:
    known = {one.key: one for one in known_of(template)}
    provinces = Provinces(known.values())
    found: _Others = {}
    for agency in template.agencies:
        one = known[agency.code]
        for name in agency.names:
            base, _ = provinces.without_owner(name_key(name.text), one)
            for other in name.also:
                alias, lacking = provinces.without_owner(name_key(other), one)
                if alias != base:
                    found.setdefault(base, {}).setdefault(alias, lacking)
    return found
