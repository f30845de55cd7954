"""Check that the agencies are whole: their lives, today's standing, who stands under whom, and every right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from hoinhap.apps.agencies.asof import known_at
from hoinhap.apps.agencies.lives import lives_of
from hoinhap.apps.agencies.models import Agency, Delegation, Membership, Succession
from hoinhap.apps.agencies.words import role_word
from hoinhap.core.agencies.reorganising import Life, faults, misplaced


def faults_on(on: date) -> Iterator[str]:
    """Say in a sentence each what is not as it must be on a day, as is known now; nothing when all is well."""
    agencies = {str(one.pk): one for one in Agency.objects.filter(is_withdrawn=False)}
    lives = lives_of(Agency.objects.values_list("pk", flat=True))
    names = {key: one.name for key, one in agencies.items()}
    for key, name in names.items():
        if key not in lives:
            yield _("%(name)s không có giai đoạn hoạt động nào.") % {"name": name}
    for key, life in lives.items():
        name = names.get(key) or life.spans[-1].name
        if faults(life):
            yield _("Các giai đoạn của %(name)s bị hở hoặc chồng nhau.") % {"name": name}
        if key not in agencies:
            yield _("%(name)s đã được hoàn tác nhưng vẫn còn giai đoạn hoạt động.") % {"name": name}
        elif not _is_shown(agencies[key], life, on):
            yield _("%(name)s: dòng hiện tại không khớp các giai đoạn đã ghi.") % {"name": name}
    for child, parent in misplaced(lives):
        facts = {"name": lives[child].spans[-1].name, "parent": lives[parent].spans[-1].name}
        yield _("%(name)s trực thuộc %(parent)s vào lúc cơ quan đó không hoạt động.") % facts
    yield from _rights()
    yield from _successions()


def _is_shown(agency: Agency, life: Life, on: date) -> bool:
    """Say whether the row of an agency tells its standing of the day, or the nearest one when it does not stand."""
    span = life.at(on) or (life.spans[0] if life.since is not None and on < life.since else life.spans[-1])
    shown = (agency.name, agency.short_name, agency.kind, agency.level, str(agency.parent_id or ""))
    return shown == (span.name, span.short_name, span.kind, span.level, span.parent) and (
        (agency.since, agency.until) == (life.since, life.until)
    )


def _rights() -> Iterator[str]:
    """Every right has a holder, dates, and an agency that stands on them."""
    rows = Membership.objects.filter(known_at(None)).select_related("person", "agency")
    outside = (
        Q(since__isnull=True)
        | Q(agency__is_withdrawn=True)
        | Q(agency__since__gt=F("since"))
        | Q(agency__until__isnull=False, until__isnull=True)
        | Q(until__gt=F("agency__until"))
    )
    for row in rows.filter(outside):
        yield _("%(person)s giữ vai trò %(role)s tại %(agency)s ngoài thời gian cơ quan đó hoạt động.") % {
            "person": row.person.full_name,
            "role": role_word(row.role),
            "agency": row.agency.name,
        }
    held = Membership.objects.filter(
        known_at(None), person=OuterRef("giver"), agency=OuterRef("agency"), role=OuterRef("role")
    )
    lent = Delegation.objects.filter(known_at(None)).select_related("giver", "agency")
    for loan in lent.filter(~Exists(held)):
        yield _("%(person)s ủy quyền vai trò %(role)s tại %(agency)s mà mình không giữ.") % {
            "person": loan.giver.full_name,
            "role": role_word(loan.role),
            "agency": loan.agency.name,
        }


def _successions() -> Iterator[str]:
    """What is merged or split has heirs, and has ended by that day."""
    told = Succession.objects.filter(known_at(None), kind__in=("merged", "split")).select_related("agency")
    for one in told.filter(agency__is_withdrawn=False).annotate(heir=F("passings__heir")).filter(heir=None):
        yield _("%(name)s sáp nhập hoặc chia tách mà không có cơ quan tiếp nhận.") % {"name": one.agency.name}
    for one in told.filter(Q(agency__until__isnull=True) | Q(agency__until__gt=F("on")), agency__is_withdrawn=False):
        yield _("%(name)s đã sáp nhập hoặc chia tách mà vẫn hoạt động sau ngày đó.") % {"name": one.agency.name}
