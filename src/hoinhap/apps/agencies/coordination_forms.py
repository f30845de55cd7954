"""What is typed about a step of a checklist: who, what, by when, and where it is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hoinhap.apps.agencies.administering.forms import choice, day, text
from hoinhap.apps.agencies.administering.naming import agency_named
from hoinhap.apps.agencies.coordination_actions import Told
from hoinhap.apps.agencies.coordination_words import ANCHORS, COUNTED, GRADES, STEPS
from hoinhap.apps.agencies.models import AgencyClass, ConsultationRule


class RuleForm(forms.Form):
    """A step: exactly one of agency, class and words says who."""

    step = choice(gettext_lazy("Bước"), STEPS.items())
    agency = text(
        gettext_lazy("Cơ quan"),
        needed=False,
        hint=gettext_lazy("Tên đầy đủ hoặc mã. Chỉ ghi một trong ba: cơ quan, nhóm, bằng lời."),
        lang="vi",
    )
    agency_class = forms.ModelChoiceField(
        label=gettext_lazy("Nhóm cơ quan"),
        required=False,
        queryset=AgencyClass.objects.none(),
        empty_label=gettext_lazy("Không theo nhóm"),
        widget=forms.Select({"class": "form-select"}),
    )
    who = text(gettext_lazy("Bằng lời"), needed=False, hint=gettext_lazy("Ví dụ: Cơ quan chủ trì đoàn."), lang="vi")
    what = text(gettext_lazy("Việc phải làm"), most=500, lang="vi")
    days = forms.IntegerField(
        label=gettext_lazy("Số ngày"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=gettext_lazy("Để trống nếu không có thời hạn."),
        widget=forms.NumberInput({"class": "form-control short"}),
    )
    counted = choice(gettext_lazy("Tính theo"), COUNTED.items())
    anchor = choice(gettext_lazy("Tính"), ANCHORS.items())
    basis = text(
        gettext_lazy("Căn cứ"),
        most=300,
        needed=False,
        hint=gettext_lazy("Loại, số, ký hiệu văn bản và điều, khoản. Chưa có thì để trống."),
        lang="vi",
    )
    grade = choice(gettext_lazy("Mức kiểm tra"), GRADES.items())
    note = text(gettext_lazy("Ghi chú"), most=500, needed=False, lang="vi")
    since = day(gettext_lazy("Áp dụng từ ngày"), needed=False, hint=gettext_lazy("Để trống nếu áp dụng từ trước."))

    def __init__(self, *args: Any, rule: ConsultationRule | None = None, **more: Any) -> None:
        # Whoever has no act to name has a default to check, and not a law.
        more["initial"] = _said(rule) if rule is not None else {"grade": ConsultationRule.Grades.CHECK}
        super().__init__(*args, **more)
        self.fields["agency_class"].queryset = AgencyClass.objects.order_by("name")  # type: ignore[attr-defined]

    def told(self, *, on: date) -> Told:
        """Give what was typed; refuse an agency that nobody knows."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "since"}
        asked = said.pop("agency").strip()
        return Told(**said, agency=agency_named(asked, on=on) if asked else None)


class EndForm(forms.Form):
    """From which day a step is no longer asked for."""

    until = day(gettext_lazy("Thôi áp dụng từ ngày"))


def _said(rule: ConsultationRule) -> dict[str, Any]:
    names = ("step", "agency_class", "who", "what", "days", "counted", "anchor", "basis", "grade", "note")
    return {**{name: getattr(rule, name) for name in names}, "agency": rule.agency.code if rule.agency else ""}
