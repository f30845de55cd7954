"""What `hoinhap agencies` does: load the nation or a province, check that what is there is whole."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hoinhap.apps.agencies import checking, coordination_actions, loading, standard_classes
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.loading import Entered
from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.agencies.words import REFUSALS
from hoinhap.apps.errors import Refused
from hoinhap.core.agencies.units import full_name, lives


def load(*, province: str, nation: bool, past: bool, optional: Sequence[str], at: datetime, lang: str = "vi") -> int:
    """Load the nation or one province, say what was entered; 0, or 1 with the reason."""
    with override(lang):
        try:
            home = None
            if nation:
                loading.load_nation(actor=SYSTEM, at=at, tell=_tell)
            else:
                units = loading.find_province(province)
                if not units:
                    print(_("Không có tỉnh, thành phố nào tên “%(name)s”.") % {"name": province}, file=sys.stderr)
                    return 1
                _load_one(units[0], past=past, optional=optional, at=at)
                home = Agency.objects.get(code=loading.unit_agency(units[0]))
            _tell(_("Nhóm cơ quan"), standard_classes.load_classes(actor=SYSTEM, at=at))
            kinds = coordination_actions.load_rules(actor=SYSTEM, at=at, province=home)
            _tell(_("Quy tắc phối hợp đối ngoại"), Entered(kinds))
        except Refused as error:
            print(str(REFUSALS[error.code.partition(".")[2]]).format(**error.facts), file=sys.stderr)
            return 1
    return 0


def _load_one(unit: str, *, past: bool, optional: Sequence[str], at: datetime) -> None:
    code = lives()[unit][0].code
    _tell(_("Cơ quan trung ương"), loading.load_central(actor=SYSTEM, at=at))
    _tell(_("Đơn vị hành chính"), loading.load_units(actor=SYSTEM, at=at, provinces=[code], past=past))
    chosen = loading.USUAL | set(optional)
    for one in loading.joined_with(unit, past=past):
        name = full_name(lives()[one][-1])
        _tell(name, loading.load_province(actor=SYSTEM, at=at, unit=one, optional=chosen, past=past))


def check(*, on: date, lang: str = "vi") -> int:
    """Say what is wrong with the agencies; 0 when nothing is, 1 otherwise."""
    with override(lang):
        found = 0
        for found, sentence in enumerate(checking.faults_on(on), start=1):  # noqa: B007
            print(sentence, file=sys.stderr)
        if not found:
            print(_("Các cơ quan, quan hệ và vai trò đều toàn vẹn."))
            return 0
        told = ngettext("%(count)s điều cần sửa.", "%(count)s điều cần sửa.", found) % {"count": found}
        print(told, file=sys.stderr)
        return 1


def _tell(name: str, entered: Entered) -> None:
    print(f"{name}: {entered.agencies}", flush=True)
