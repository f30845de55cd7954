"""What stands around every page: the rail's entries, the search, the day in words, who is looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hoinhap.apps.agencies.access import STRANGER, Viewer, may_manage
from hoinhap.apps.agencies.administering.people import lent_on
from hoinhap.apps.agencies.queries import memberships_of
from hoinhap.apps.agencies.viewing import viewer_of
from hoinhap.apps.library.sent import waiting_for


def everyone(viewer: Viewer) -> bool:
    return viewer.person_id is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into a part of the site: `goes_to` is the name of an address, `below` the addresses that belong to it.

    It is shown when the address exists and the viewer may go there; `count` says what waits there.
    """

    name: str | Promise
    goes_to: str
    icon: str
    below: tuple[str, ...] = ()
    may: Callable[[Viewer], bool] = everyone
    count: Callable[[Viewer], int] | None = None
    apart: bool = False


ENTRIES = (
    Entry(gettext_lazy("Văn bản"), "library:shelf", "document", below=("/van-ban/",)),
    Entry(gettext_lazy("Văn bản đến"), "library:inbox", "desk", count=waiting_for),
    Entry(gettext_lazy("Cơ quan"), "agencies:index", "agency", below=("/co-quan/",)),
    Entry(gettext_lazy("Nhật ký"), "journal:index", "journal", apart=True),
    Entry(gettext_lazy("Quản trị"), "agencies:admin", "manage", below=("/quan-tri/",), may=may_manage, apart=True),
)


# The bar of a telephone has room for these and "Thêm".
BAR = 3


def address(name: str) -> str:
    """Give the address of a name, "" while no such page exists."""
    try:
        return str(reverse(name))
    except NoReverseMatch:
        return ""


class Frame:
    """The surroundings of one page, worked out only when a whole page is drawn: a swapped part of it asks nothing."""

    def __init__(self, request: HttpRequest, entries: tuple[Entry, ...] = ENTRIES) -> None:
        self._request = request
        self._entries = entries

    @cached_property
    def viewer(self) -> Viewer:
        # The page that says the database is away must not ask it; a stranger's page looks the same.
        try:
            user = getattr(self._request, "user", None)
            if user is None or not user.is_authenticated or not hasattr(self._request, "viewing"):
                return STRANGER
            return viewer_of(self._request)
        except DatabaseError:
            return STRANGER

    @property
    def known(self) -> bool:
        return self.viewer.person_id is not None

    @cached_property
    def agency(self) -> str:
        """Name the agency where the viewer works, the newest role first."""
        try:
            held = [one for one in memberships_of(self.viewer) if one.holds(self.viewer.on)]
        except DatabaseError:
            return ""
        return (held[0].agency.short_name or held[0].agency.name) if held else ""

    @cached_property
    def stands_in(self) -> list[dict[str, Any]]:
        """Say for whom the viewer stands in today, and until when."""
        if not self.known:
            return []
        try:
            lent = list(lent_on(self.viewer.on).filter(taker=self.viewer.person_id))
        except DatabaseError:
            return []
        return [{"name": one.giver.full_name, "last": one.last_day} for one in lent]

    @cached_property
    def rail(self) -> list[dict[str, Any]]:
        if not self.known:
            return []
        path, shown = self._request.path, []
        for entry in self._entries:
            url = address(entry.goes_to)
            if not url or not entry.may(self.viewer):
                continue
            homes = (url, *entry.below)
            within = any(path == home or (home != "/" and path.startswith(home.rstrip("/") + "/")) for home in homes)
            shown.append(
                {
                    "name": entry.name,
                    "url": url,
                    "icon": entry.icon,
                    "count": entry.count(self.viewer) if entry.count else None,
                    "apart": entry.apart,
                    "near": False,
                    "here": "page" if path == url else "true" if within else "",
                }
            )
        shown.sort(key=lambda one: bool(one["apart"]))
        for one in shown[:BAR]:
            one["near"] = True
        return shown

    @property
    def further(self) -> list[dict[str, Any]]:
        """Give what a telephone shows behind "Thêm"."""
        return [one for one in self.rail if not one["near"]]

    @property
    def groups(self) -> list[list[dict[str, Any]]]:
        """Give the rail in two groups: the work, and below it what keeps the house."""
        return [group for apart in (False, True) if (group := [one for one in self.rail if one["apart"] is apart])]

    @property
    def search(self) -> dict[str, str]:
        everywhere = address("search:results")
        return {"url": everywhere, "name": "q"} if everywhere else {"url": reverse("library:shelf"), "name": "tim"}

    @property
    def account(self) -> str:
        return address("account_page")

    @property
    def sign_out(self) -> str:
        return address("account_logout")

    @property
    def day(self) -> dict[str, str]:
        """Say today in words, and the year apart, which a telephone leaves away."""
        words = day_in_words()
        return {"words": words[:-5], "year": words[-5:]}

    @property
    def day_on_paper(self) -> str:
        """Say today as the head of an official paper does: always Vietnamese, day and month of two figures."""
        return on_paper(timezone.localdate())


def on_paper(day: date) -> str:
    """Write a day as on an official paper; a month below three has a zero too (Decree 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the base template its surroundings; only pages that exist have an entry in the rail."""
    return {"frame": Frame(request), "LANG": get_language()}


def day_in_words() -> str:
    """Write today as a person says it: "Thứ Ba, 24/11/2026"."""
    today = timezone.localdate()
    names = [
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ Nhật"),
    ]
    return f"{names[today.weekday()]}, {today:%d/%m/%Y}"
