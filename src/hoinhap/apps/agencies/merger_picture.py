"""A merge day as a picture of before and after, and what was done by one that was carried out."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from hoinhap.apps.agencies.lives import chunks, lives_of
from hoinhap.apps.agencies.merger_preview import DRAWN, Preview
from hoinhap.apps.agencies.models import (
    Agency,
    ClassMember,
    Delegation,
    Membership,
    Passing,
    Placement,
    Reorganisation,
    Succession,
)
from hoinhap.apps.agencies.queries import names_on
from hoinhap.core.agencies import kin
from hoinhap.core.agencies.lineage import Drawing, draw
from hoinhap.core.agencies.reorganising import Life, Pass, Span

_AROUND = timedelta(days=400)
NARROW = 358
_MOST = 400
FAMILIES = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """One family of agencies drawn, and the other families that may be drawn instead: (key of an heir, name)."""

    drawing: Drawing
    narrow: Drawing
    key: str
    families: tuple[tuple[str, str], ...]


def of_preview(preview: Preview, wanted: str = "") -> Picture | None:
    """Draw what a draft would make of the agencies; None where nothing passes or a table says it better."""
    if preview.trouble_count:
        return None
    return _picture(preview.outcome.passes, preview.outcome.lives, preview.draft, preview.outcome.ended, wanted)


def of_change(draft: Reorganisation, wanted: str = "") -> Picture | None:
    """Draw what a merge day has made of the agencies."""
    rows = Passing.objects.filter(recorded_in=draft.change)[: _MOST + 1]
    told = [Pass(str(row.forebear_id), str(row.heir_id), row.function) for row in rows]
    ended = {str(row.forebear_id) for row in rows if row.ends}
    return _picture(told, {}, draft, ended, wanted)


def done(draft: Reorganisation) -> list[tuple[str, int]]:
    """Count what a merge day did: (what, how many), without what did not happen."""
    change = draft.change
    kinds = Counter(Succession.objects.filter(recorded_in=change).order_by().values_list("kind", flat=True))
    words = {
        "merged": _("Cơ quan nhập vào cơ quan khác"),
        "split": _("Cơ quan chia tách"),
        "ended": _("Cơ quan kết thúc, không có cơ quan nhận"),
        "founded": _("Cơ quan thành lập"),
        "renamed": _("Cơ quan đổi tên"),
        "moved": _("Cơ quan đổi cấp trên"),
        "transferred": _("Cơ quan giao chức năng"),
    }
    found = [(word, kinds[kind]) for kind, word in words.items()]
    for table, word in (
        (Membership, _("Vai trò của người kết thúc hoặc chuyển đi")),
        (Delegation, _("Ủy quyền kết thúc")),
        (Placement, _("Chức vụ kết thúc")),
        (ClassMember, _("Chỗ trong nhóm cơ quan kết thúc hoặc chuyển đi")),
    ):
        found.append((word, table._default_manager.filter(replaced_in=change).count()))
    return [(word, n) for word, n in found if n]


def _picture(
    passes: Sequence[Pass], made: Mapping[str, Life], draft: Reorganisation, ended: Iterable[str], wanted: str
) -> Picture | None:
    if not 0 < len(passes) <= _MOST:
        return None
    families = [family for family in _families(passes) if len(_keys(family)) <= DRAWN]
    if not families:
        return None
    focus = {_focus(family, ended): family for family in families}
    key = wanted if wanted in focus else next(iter(focus))
    shown = focus[key]
    keys = _keys(shown)
    lives = {**lives_of(uuid.UUID(one) for one in keys if one not in made), **{k: made[k] for k in keys if k in made}}
    lives = {k: made.get(k, life) for k, life in lives.items()}
    if set(lives) != keys:
        return None
    codes = {str(pk): code for pk, code in Agency.objects.filter(pk__in=list(keys)).values_list("pk", "code")}
    folk = [_kin(life, codes.get(life.key, ""), draft.on) for life in lives.values()]
    over = set(ended)
    told = [
        kin.Passing(one.forebear, one.heir, draft.on, draft.act_symbol, draft.act_date, one.function, not one.function,
                    "merged" if one.forebear in over else "transferred")
        for one in shown
    ]  # fmt: skip
    since, until = draft.on - _AROUND, draft.on + _AROUND
    drawn = draw(folk, told, focus=key, since=since, until=until)
    narrow = draw(folk, told, focus=key, since=since, until=until, width=NARROW)
    others = list(focus)[:FAMILIES] if len(focus) > 1 else []
    return Picture(drawn, narrow, key, _named(others, made, draft.on))


def _named(keys: Collection[str], made: Mapping[str, Life], on: date) -> tuple[tuple[str, str], ...]:
    """Name the agencies of a choice; those of one name with the agency above them."""
    lives = dict(made)
    for some in chunks(uuid.UUID(key) for key in keys if key not in made):
        lives.update(lives_of(some))
    spans = {key: lives[key].at(on) or lives[key].spans[-1] for key in keys if key in lives}
    counted = Counter(span.name for span in spans.values())
    above = {uuid.UUID(span.parent) for span in spans.values() if span.parent and counted[span.name] > 1}
    names = {str(key): name for key, name in names_on(above, on).items()}

    def name(span: Span) -> str:
        parent = names.get(span.parent) if counted[span.name] > 1 else None
        return f"{span.name} ({parent})" if parent else span.name

    return tuple((key, name(span)) for key, span in spans.items())


def _kin(life: Life, code: str, on: date) -> kin.Life:
    """Give a life with its names around the day; what lies far away belongs to another picture."""
    spans = tuple((span.since, span.until, span.name) for span in life.spans)
    return kin.Life(life.key, spans, life.since, life.until, reverse("agencies:agency", args=[code]) if code else "")


def _families(passes: Sequence[Pass]) -> list[list[Pass]]:
    """Give the passes in families of agencies that have to do with each other, the largest first."""
    family: dict[str, str] = {}

    def root(key: str) -> str:
        while family.setdefault(key, key) != key:
            family[key] = family[family[key]]
            key = family[key]
        return key

    for one in passes:
        family[root(one.forebear)] = root(one.heir)
    found: dict[str, list[Pass]] = {}
    for one in passes:
        found.setdefault(root(one.heir), []).append(one)
    return sorted(found.values(), key=len, reverse=True)


def _keys(family: Iterable[Pass]) -> set[str]:
    return {key for one in family for key in (one.forebear, one.heir)}


def _focus(family: Sequence[Pass], ended: Iterable[str]) -> str:
    """Give the heir around whom a family is drawn: the one with the most who end in it."""
    over = set(ended)
    counted = Counter(one.heir for one in family if one.forebear in over and not one.function)
    counted.update(dict.fromkeys((one.heir for one in family), 0))
    return max(counted, key=lambda key: (counted[key], key))
