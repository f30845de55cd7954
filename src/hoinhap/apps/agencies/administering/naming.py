"""Which agency or person is meant by what an administrator types: a code or a name; a username or a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from rapidfuzz import fuzz, process

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.agencies.queries import agencies_on
from hoinhap.apps.errors import Refused
from hoinhap.core.vi.text import fold, key

SHOWN = 5
NEAR = 3


class Agencies:
    """Agencies by what a list calls them, asked for all at once: the code first, then the full or the short name.

    A name that several agencies of that day bear is nobody's: the code says which one.
    """

    def __init__(self, asked: Iterable[str], *, on: date) -> None:
        wanted = {text.strip() for text in asked if text.strip()}
        self._by_code: dict[str, Agency] = {}
        self._by_name: dict[str, list[Agency]] = defaultdict(list)
        # Those that do not stand on that day are meant when nobody else is, so that the refusal can say until when.
        self._gone: dict[str, list[Agency]] = defaultdict(list)
        for some in chunks(sorted(wanted), 300):
            rows = Agency.objects.filter(is_withdrawn=False).filter(
                Q(code__in=[text.lower() for text in some]) | Q(name__in=some) | Q(short_name__in=some)
            )
            for agency in rows:
                self._take(agency, on)
        # A name that is spelt otherwise ("Uỷ ban", "Ủy ban") is compared with all of them.
        if any(not self._found(text) for text in wanted):
            for agency in agencies_on(on):
                self._take(agency, on)

    def _take(self, agency: Agency, on: date) -> None:
        self._by_code[agency.code] = agency
        stands = (agency.since is None or agency.since <= on) and (agency.until is None or on < agency.until)
        kept = self._by_name if stands else self._gone
        for name in {key(agency.name), key(agency.short_name)} - {""}:
            if agency not in kept[name]:
                kept[name].append(agency)

    def _found(self, text: str) -> list[Agency]:
        text = text.strip()
        if text.lower() in self._by_code:
            return [self._by_code[text.lower()]]
        return self._by_name.get(key(text)) or self._gone.get(key(text), [])

    def named(self, text: str) -> Agency:
        """Give the one agency that is called so; refuse when there is none, or more than one."""
        found = self._found(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise Refused("agencies.no-such-agency", asked=text.strip())
        codes = ", ".join(sorted(one.code for one in found)[:SHOWN])
        raise Refused("agencies.several-agencies", asked=text.strip(), codes=codes)


def agency_named(text: str, *, on: date) -> Agency:
    """Give the agency that is meant by a code or a name; a refusal names those that are nearly called so."""
    try:
        return Agencies([text], on=on).named(text)
    except Refused as error:
        near = _near(text, on) if error.code == "agencies.no-such-agency" else ""
        if not near:
            raise
        raise Refused("agencies.no-such-agency-but", asked=text.strip(), near=near) from None


def _near(text: str, on: date) -> str:
    """Name the agencies that may be meant by something mistyped or cut short, the likeliest first."""
    names = {f"{name} ({code})": fold(name) for code, name in agencies_on(on).values_list("code", "name")}
    found = process.extract(fold(text), names, scorer=fuzz.WRatio, limit=NEAR, score_cutoff=80)
    return "; ".join(shown for _name, _score, shown in found)


def person_named(text: str) -> Person:
    """Give the person who is meant by a username, or by a full name that one person bears."""
    text = " ".join(text.split())
    found = list(Person.objects.filter(username=text.lower())) or list(Person.objects.filter(full_name=text)[:SHOWN])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused("agencies.no-such-person", asked=text)
    names = ", ".join(sorted(one.username for one in found))
    raise Refused("agencies.several-people", asked=text, usernames=names)
