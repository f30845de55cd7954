"""What the library holds of agencies that end: duties go to the heirs; documents kept and papers sent stay."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoinhap.apps.agencies import carrying, naming, naming_watch, recording, registry
from hoinhap.apps.agencies.carrying import Carried
from hoinhap.apps.agencies.lives import chunks
from hoinhap.apps.agencies.models import Change
from hoinhap.apps.library import holding
from hoinhap.apps.library.models import Dispatch, Document, HeirChoice, Holding, Item
from hoinhap.core.agencies.reorganising import Outcome
from hoinhap.core.reader.shown import address, listed

DUTIES = "duties"


def register_all() -> None:
    """Let the library follow what becomes of agencies and names."""
    carrying.register(DUTIES, label=gettext_lazy("Nhiệm vụ đang mang"), count=count, rows=rows, order=40)
    carrying.register(
        "documents", label=gettext_lazy("Văn bản đang giữ"), count=documents_kept, told=tell_documents, order=60
    )
    carrying.register("papers", label=gettext_lazy("Văn bản được gửi đến"), count=papers, told=tell_papers, order=61)
    registry.follow(follow)
    naming_watch.watch(rename)


def count(outcome: Outcome, on: date) -> Mapping[str, int]:
    """Count the duties that go from each agency on a day."""
    return Counter(agency for _item, agency, _heir in _going(outcome, on))


def rows(outcome: Outcome, on: date, start: int, stop: int) -> Sequence[Carried]:
    """Give some of the duties that go, with who is to have them; four queries."""
    some = list(_going(outcome, on))[start:stop]
    items = Item.objects.select_related("document").in_bulk([item for item, _agency, _heir in some])
    sources = carrying.sources(outcome)
    found = []
    for item_id, agency, heir in some:
        item = items[item_id]
        heirs = list(dict.fromkeys(one.heir for one in sources[agency]))
        if agency not in outcome.ended:
            heirs.append(agency)
        found.append(
            Carried(
                key=key_of(item_id, agency),
                what=listed(str(item.value.get("text") or ""))[:300],
                agency=agency,
                heir=heir,
                choices=tuple(heirs) if len(heirs) > 1 else (),
                may_end=agency in outcome.ended,
                url=f"{reverse('library:reading', args=[item.document_id])}#d{item.ref}",
                note=" · ".join(part for part in (item.document.heading, address(item.path)) if part),
            )
        )
    return found


def key_of(item: uuid.UUID, agency: str) -> str:
    """Name a duty that goes from an agency; one duty may go from two."""
    return f"{item}:{agency}"


def _going(outcome: Outcome, on: date) -> Iterator[tuple[uuid.UUID, str, str]]:
    """Give every duty that goes on a day, from whom, and to whom; in the order of the agencies, papers and clauses."""
    sources = carrying.sources(outcome)
    held = Holding.objects.filter(replaced_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gt=on))
    for some in chunks(sorted(key for key in sources if _is_key(key))):
        rows = held.filter(agency__in=some, since__lt=on).order_by("agency", "document", "place", "item")
        seen: set[tuple[uuid.UUID, str]] = set()
        for item, agency, value in rows.values_list("item_id", "agency_id", "item__value"):
            one = (item, str(agency))
            if one in seen:
                continue
            seen.add(one)
            heir = carrying.suggest(sources[one[1]], str(value.get("text") or ""))
            # Who lives on keeps what is not of the function that goes.
            if heir or one[1] in outcome.ended:
                yield item, one[1], heir


def documents_kept(outcome: Outcome, on: date) -> Mapping[str, int]:
    """Count the documents that ended agencies keep; they stay, and the heirs read and carry them on."""
    return _counted(Document.objects.order_by(), outcome)


def papers(outcome: Outcome, on: date) -> Mapping[str, int]:
    """Count the papers that were sent to ended agencies."""
    return _counted(Dispatch.objects.order_by(), outcome)


def _counted(rows: Any, outcome: Outcome) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for some in chunks(sorted(key for key in outcome.ended if _is_key(key))):
        counted = rows.filter(agency__in=some).values_list("agency_id").annotate(n=Count("pk"))
        found.update((str(agency), n) for agency, n in counted)
    return found


def tell_documents(agency: str, heirs: str, n: int) -> str:
    """Say what becomes of the documents that an agency keeps."""
    said = ngettext(
        "%(n)d văn bản do %(agency)s giữ: không chuyển hồ sơ, %(heirs)s đọc và xử lý tiếp",
        "%(n)d văn bản do %(agency)s giữ: không chuyển hồ sơ, %(heirs)s đọc và xử lý tiếp",
        n,
    )
    return said % {"n": n, "agency": agency, "heirs": heirs or _("chưa có cơ quan nào")}


def tell_papers(agency: str, heirs: str, n: int) -> str:
    """Say what becomes of the papers that were sent to an agency."""
    said = ngettext(
        "%(n)d văn bản đã gửi đến %(agency)s: giữ nguyên nơi nhận, %(heirs)s mở và xác nhận thay",
        "%(n)d văn bản đã gửi đến %(agency)s: giữ nguyên nơi nhận, %(heirs)s mở và xác nhận thay",
        n,
    )
    return said % {"n": n, "agency": agency, "heirs": heirs or _("chưa có cơ quan nào")}


def follow(change: Change, outcome: Outcome, on: date, choices: carrying.Choices) -> None:
    """Let duties follow a change: what somebody chose is kept as facts of it, the holdings are worked out again."""
    sources = carrying.sources(outcome)
    _choose(change, sources, on, choices.get(DUTIES, {}))
    documents: set[uuid.UUID] = set()
    for some in chunks(sources):
        held = Holding.objects.filter(replaced_at__isnull=True, agency__in=some).order_by()
        documents.update(held.values_list("document_id", flat=True))
    documents |= holding.asking(set(outcome.lives), naming.names_known())
    holding.follow_all(documents, at=change.at, change=change)


def _choose(change: Change, sources: Collection[str], on: date, chosen: Mapping[str, str]) -> None:
    wanted: dict[tuple[uuid.UUID, str], str] = {}
    for key, heir in chosen.items():
        item, _colon, agency = key.partition(":")
        if agency in sources and _is_key(item):
            wanted[uuid.UUID(item), agency] = carrying.heir_for({DUTIES: chosen}, DUTIES, key, heir)
    known: set[uuid.UUID] = set()
    for some in chunks({item for item, _agency in wanted}):
        known.update(Item.objects.filter(pk__in=some).values_list("pk", flat=True))
    made = [
        HeirChoice(item_id=item, forebear_id=uuid.UUID(agency), heir_id=uuid.UUID(heir) if heir else None, on=on)
        for (item, agency), heir in wanted.items()
        if item in known
    ]
    recording.add(change, made)


def rename(change: Change, agencies: Collection[uuid.UUID], keys: Collection[str]) -> None:
    """Work the holdings out again after agencies were entered, a change was taken back or a name was answered."""
    documents: set[uuid.UUID] = set()
    for some in chunks(agencies):
        held = Holding.objects.filter(replaced_at__isnull=True).order_by()
        held = held.filter(Q(agency__in=some) | Q(origin__in=some))
        documents.update(held.values_list("document_id", flat=True))
    if agencies:
        documents |= holding.asking({str(one) for one in agencies}, naming.names_known())
    if keys:
        documents |= holding.named(keys)
    holding.follow_all(documents, at=change.at, change=change, afresh=keys)


def _is_key(key: str) -> bool:
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True
