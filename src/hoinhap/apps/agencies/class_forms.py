"""What is typed about classes: their names, a rule in words or by choice, a decision on a member."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.agencies import directory
from hoinhap.apps.agencies.class_sentences import LEVEL_CHOICES, REFUSALS, UNITS
from hoinhap.apps.agencies.kind_words import KINDS, SECTORS
from hoinhap.apps.agencies.models import Agency
from hoinhap.core.agencies.classing import ClassRule, class_rule


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control short"}, format="%Y-%m-%d"),
    )


def _ticks(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=list(choices), widget=forms.CheckboxSelectMultiple
    )


class ClassForm(forms.Form):
    """What a class is called, how else, and whose it is."""

    name = forms.CharField(
        label=gettext_lazy("Tên nhóm"),
        max_length=255,
        error_messages={"required": REFUSALS["class-name-empty"]},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    other_names = forms.CharField(
        label=gettext_lazy("Cách gọi khác"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Mỗi dòng một cách gọi, như văn bản thường viết."),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
    province = forms.ModelChoiceField(
        label=gettext_lazy("Nhóm của tỉnh, thành phố"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Dùng chung cho mọi tỉnh"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["province"].queryset = directory.provinces()  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """A rule of a class: in words as papers have it, or by choice; and from when until when it counts."""

    words = forms.CharField(
        label=gettext_lazy("Bằng lời"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Ví dụ: các sở, ban, ngành cấp tỉnh. Khi ghi bằng lời, các ô chọn bên dưới không tính."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    kinds = _ticks(gettext_lazy("Loại cơ quan"), KINDS.items())
    levels = _ticks(gettext_lazy("Cấp"), LEVEL_CHOICES.items())
    sectors = _ticks(gettext_lazy("Khối"), SECTORS.items())
    units = _ticks(gettext_lazy("Đơn vị hành chính (của Ủy ban nhân dân)"), [(one, one) for one in UNITS])
    scope = forms.ChoiceField(
        label=gettext_lazy("Phạm vi"),
        choices=(
            ("province", gettext_lazy("Trong tỉnh của nhóm hoặc của văn bản")),
            ("nation", gettext_lazy("Trong cả nước")),
        ),
        widget=forms.Select(attrs={"class": "form-select"}),
        initial="province",
    )
    since = _day(gettext_lazy("Từ ngày"), gettext_lazy("Để trống nếu áp dụng từ trước đến nay."))
    until = _day(gettext_lazy("Đến trước ngày"), gettext_lazy("Để trống nếu chưa kết thúc."))

    def clean(self) -> dict[str, Any]:
        """Make the rule, and say what is missing."""
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until <= since:
            self.add_error("until", REFUSALS["class-days"])
        if found.get("words"):
            rule = class_rule(found["words"])
            if rule is None:
                self.add_error("words", str(REFUSALS["rule-not-read"]).format(words=found["words"]))
        else:
            rule = ClassRule(
                kinds=tuple(found.get("kinds", ())),
                levels=tuple(found.get("levels", ())),
                sectors=tuple(found.get("sectors", ())),
                units=tuple(found.get("units", ())),
                scope=found.get("scope") or "province",
            )
            if not (rule.kinds or rule.sectors):
                self.add_error("kinds", REFUSALS["rule-empty"])
        found["rule"] = rule
        return found


class MemberForm(forms.Form):
    """A decision: an agency by its code or full name, in or out, from when until when."""

    agency = forms.CharField(
        label=gettext_lazy("Cơ quan"),
        max_length=255,
        error_messages={"required": gettext_lazy("Chưa ghi cơ quan. Ghi tên đầy đủ hoặc mã.")},
        help_text=gettext_lazy("Tên đầy đủ hoặc mã cơ quan."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    belongs = forms.ChoiceField(
        label=gettext_lazy("Quyết định"),
        choices=(("1", gettext_lazy("Thuộc nhóm")), ("0", gettext_lazy("Không thuộc nhóm"))),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    since = _day(gettext_lazy("Từ ngày"))
    until = _day(gettext_lazy("Đến trước ngày"))

    def clean_agency(self) -> Agency:
        """Find the one agency that is meant."""
        asked = self.cleaned_data["agency"]
        found = directory.named(asked)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("Không có cơ quan nào tên hoặc mã như vậy. Xem lại trong danh sách cơ quan."))
        codes = ", ".join(one.code for one in found[:5])
        raise forms.ValidationError(_("Nhiều cơ quan cùng tên. Ghi mã: {codes}.").format(codes=codes))

    def clean(self) -> dict[str, Any]:
        """Say when the days are the wrong way round."""
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["until"] <= found["since"]:
            self.add_error("until", REFUSALS["class-days"])
        return found
