"""The forms of a merge day: its head, and one form for each thing that may happen to an agency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.agencies.asof import known_at, true_on
from hoinhap.apps.agencies.kind_words import kind_word, level_word
from hoinhap.apps.agencies.merger_steps import (
    END,
    FOUND,
    MERGE,
    SPLIT,
    STAND,
    TRANSFER,
    DeedStep,
    code_from,
    deeds,
    founded,
    merge,
    split,
)
from hoinhap.apps.agencies.mergers import Head
from hoinhap.apps.agencies.models import Agency, Reorganisation, Standing
from hoinhap.apps.agencies.registry import key_of
from hoinhap.core.agencies.kinds import Kind, Level
from hoinhap.core.agencies.reorganising import End, Found, Restand, Step
from hoinhap.core.vi.text import fold

ROWS = 4
_CODE_IN_TEXT = re.compile(r"\(([a-zA-Z0-9_.-]+)\)\s*$")
_LONGEST = 255


class Dressed(forms.Form):
    """A form whose fields look as all fields of the house do."""

    def dress(self) -> None:
        """Give each field its look; called when all fields are there."""
        for field in self.fields.values():
            look = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", look)


class HeadForm(Dressed):
    """The title of a merge day, its day and the act behind it."""

    title = forms.CharField(label=gettext_lazy("Tên đợt sắp xếp"), max_length=500)
    on = forms.DateField(
        label=gettext_lazy("Ngày bắt đầu thực hiện"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    act_symbol = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản"), max_length=100, required=False, help_text="45/2025/NĐ-CP"
    )
    act_title = forms.CharField(label=gettext_lazy("Trích yếu văn bản"), max_length=500, required=False)
    act_date = forms.DateField(
        label=gettext_lazy("Ngày văn bản"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.dress()

    def head(self) -> Head:
        """Give the head that was written."""
        told = self.cleaned_data
        return Head(told["title"], told["on"], told["act_symbol"], told["act_title"], told["act_date"])

    @classmethod
    def of(cls, draft: Reorganisation) -> HeadForm:
        """Make the form with what stands in a draft."""
        names = ("title", "on", "act_symbol", "act_title", "act_date")
        return cls(initial={name: getattr(draft, name) for name in names}, prefix="dau")


class Finder:
    """Finds the agency that somebody wrote: as the list writes it, by its code, or by its name alone."""

    def __init__(self, on: date, steps: Sequence[Step]) -> None:
        self._on = on
        self._founded = founded(steps)

    def find(self, text: str) -> str:
        """Give the key of an agency; raise ValidationError with what to do when it is none or several."""
        text = " ".join(text.split())
        written = _CODE_IN_TEXT.search(text)
        for code in (written[1] if written else "", text):
            if key := self._by_code(code):
                return key
        found = self._by_name(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("Có %(n)d cơ quan tên “%(text)s”. Chọn một cơ quan trong danh sách gợi ý, có mã trong ngoặc.")
                % {"n": len(found), "text": text}
            )
        raise ValidationError(
            _("Không có cơ quan “%(text)s” vào ngày %(day)s. Chọn trong danh sách gợi ý.")
            % {"text": text, "day": f"{self._on:%d/%m/%Y}"}
        )

    def written(self, key: str) -> str:
        """Write an agency as the list does: "Sở Tài chính (so-tai-chinh)"."""
        if key in self._founded:
            return f"{self._founded[key].name} ({self._founded[key].code})"
        row = Standing.objects.filter(agency=key, replaced_at__isnull=True).order_by("-since").select_related("agency")
        before = self._on - timedelta(days=1)
        some = list(row)
        best = next((one for one in some if one.holds(before)), some[0] if some else None)
        return f"{best.name} ({best.agency.code})" if best else ""

    def _by_code(self, code: str) -> str:
        for step in self._founded.values():
            if code and step.code == code.lower():
                return step.key
        found = Agency.objects.filter(code=code.lower(), is_withdrawn=False).first() if code else None
        return str(found.pk) if found else ""

    def _by_name(self, text: str) -> list[str]:
        wanted = fold(text)
        own = [step.key for step in self._founded.values() if wanted in (fold(step.name), fold(step.short_name))]
        if own or not wanted:
            return own
        around = true_on(self._on) | true_on(self._on - timedelta(days=1))
        rows = Standing.objects.filter(known_at(None) & around, folded__contains=wanted)
        said = rows.values_list("agency", "name", "short_name")
        exact = {str(key) for key, name, short in said if text in (name, short)}
        return sorted(exact or {str(key) for key, name, short in said if wanted in (fold(name), fold(short))})


class AgencyField(forms.CharField):
    """An agency as a person writes it; its value is the key."""

    def __init__(self, finder: Finder, **options: Any) -> None:
        widget = forms.TextInput({"list": "agencies", "data-agency": "", "autocomplete": "off"})
        super().__init__(max_length=_LONGEST + 70, widget=widget, **options)
        self._finder = finder

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return self._finder.find(text) if text else ""


class StepForm(Dressed):
    """One deed. `steps()` gives what it means; `old` are the deeds in whose place that stands."""

    do = ""

    def __init__(self, *args: Any, on: date, steps: Sequence[Step], deed: DeedStep | None = None, **more: Any) -> None:
        self.on, self.others, self.deed = on, steps, deed
        self.finder = Finder(on, steps)
        super().__init__(*args, prefix="viec", **more)
        self.build()
        self.dress()
        if deed is not None:
            self.initial = self.initial | self.told(deed)

    def build(self) -> None:
        """Add the fields."""

    def told(self, deed: DeedStep) -> dict[str, Any]:
        """Give what the fields hold for a deed that is there."""
        return {}

    def steps(self) -> tuple[Step, ...]:
        """Give the steps that were written."""
        raise NotImplementedError

    def agency(self, label: Any, *, required: bool = True, help_text: Any = "") -> AgencyField:
        return AgencyField(self.finder, label=label, required=required, help_text=help_text)

    def is_free(self, key: str, kind: str) -> bool:
        """Say whether no other deed of the draft does the same to an agency."""
        mine = self.deed.id if self.deed else ""
        return all(deed.id == mine or deed.id != f"{kind}.{key}" for deed in deeds(self.others))

    def check_free(self, field: str, kind: str) -> None:
        """Refuse a second deed of the same kind for one agency."""
        key = self.cleaned_data.get(field)
        if key and not self.is_free(key, kind):
            self.add_error(field, _("Bản này đã có việc như vậy cho cơ quan này. Sửa dòng đó thay vì thêm dòng mới."))


class EndForm(StepForm):
    """An agency ends and nobody takes over."""

    do = END

    def build(self) -> None:
        self.fields["agency"] = self.agency(gettext_lazy("Cơ quan kết thúc"))

    def told(self, deed: DeedStep) -> dict[str, Any]:
        return {"agency": self.finder.written(deed.key)}

    def clean(self) -> None:
        self.check_free("agency", "end")

    def steps(self) -> tuple[Step, ...]:
        return (End(self.cleaned_data["agency"]),)


class StandForm(StepForm):
    """An agency is called otherwise, or stands under another."""

    do = STAND

    def build(self) -> None:
        self.fields["agency"] = self.agency(gettext_lazy("Cơ quan"))
        self.fields["name"] = forms.CharField(label=gettext_lazy("Tên mới"), max_length=_LONGEST, required=False)
        self.fields["short_name"] = forms.CharField(
            label=gettext_lazy("Tên viết tắt mới"), max_length=100, required=False
        )
        self.fields["parent"] = self.agency(gettext_lazy("Cơ quan cấp trên mới"), required=False)

    def told(self, deed: DeedStep) -> dict[str, Any]:
        stands = deed.stands
        told = {"agency": self.finder.written(deed.key)}
        if stands:
            told |= {"name": stands.name or "", "short_name": stands.short_name or ""}
            told["parent"] = self.finder.written(stands.parent) if stands.parent else ""
        return told

    def clean(self) -> None:
        self.check_free("agency", "stand")
        told = self.cleaned_data
        if not any(told.get(name) for name in ("name", "short_name", "parent")) and not self.errors:
            self.add_error("name", _("Ghi tên mới, tên viết tắt mới hoặc cơ quan cấp trên mới."))

    def steps(self) -> tuple[Step, ...]:
        told = self.cleaned_data
        name = " ".join(told["name"].split()) or None
        # A new name without a short one leaves no old short name behind.
        short = told["short_name"].strip() if name or told["short_name"].strip() else None
        return (Restand(told["agency"], name, short, parent=told["parent"] or None),)


class FoundForm(StepForm):
    """An agency begins."""

    do = FOUND

    def build(self) -> None:
        self.fields["name"] = forms.CharField(label=gettext_lazy("Tên cơ quan"), max_length=_LONGEST)
        self.fields["short_name"] = forms.CharField(label=gettext_lazy("Tên viết tắt"), max_length=100, required=False)
        self.fields["code"] = forms.SlugField(
            label=gettext_lazy("Mã"),
            max_length=60,
            required=False,
            help_text=gettext_lazy("Để trống thì lấy theo tên."),
        )
        self.fields["kind"] = forms.ChoiceField(label=gettext_lazy("Loại"), choices=_kinds)
        self.fields["level"] = forms.ChoiceField(label=gettext_lazy("Cấp"), choices=_levels, initial="province")
        self.fields["parent"] = self.agency(gettext_lazy("Cơ quan cấp trên"), required=False)
        self.initial.setdefault("kind", "department")

    def told(self, deed: DeedStep) -> dict[str, Any]:
        if deed.founds is None:
            return {}
        names = ("name", "short_name", "code", "kind", "level")
        told = {name: getattr(deed.founds, name) for name in names}
        return {**told, "parent": self.finder.written(deed.founds.parent) if deed.founds.parent else ""}

    def steps(self) -> tuple[Step, ...]:
        told = self.cleaned_data
        code = told["code"].lower() or (self.deed.founds.code if self.deed and self.deed.founds else "")
        code = code or free_code(told["name"], self.others)
        # The key stays while it is edited, or the steps that name it would lose it.
        key = self.deed.key if self.deed else str(key_of(code))
        name = " ".join(told["name"].split())
        return (Found(key, code, name, told["short_name"].strip(), told["kind"], told["level"], told["parent"]),)


class MergeForm(StepForm):
    """One or several agencies end, and one that exists or is founded takes over everything."""

    do = MERGE

    def build(self) -> None:
        rows = 1 if self.deed else ROWS
        for number in range(rows):
            label = _("Cơ quan nhập vào") if rows == 1 else _("Cơ quan nhập vào, thứ %(n)d") % {"n": number + 1}
            self.fields[f"from_{number}"] = self.agency(label, required=number == 0)
        self.fields["heir"] = self.agency(gettext_lazy("Cơ quan nhận"), required=False)
        self.fields["new_name"] = forms.CharField(
            label=gettext_lazy("Hoặc thành lập cơ quan mới tên"), max_length=_LONGEST, required=False
        )
        self.fields["new_short"] = forms.CharField(
            label=gettext_lazy("Tên viết tắt của cơ quan mới"), max_length=100, required=False
        )

    def told(self, deed: DeedStep) -> dict[str, Any]:
        return {
            "from_0": self.finder.written(deed.key),
            "heir": self.finder.written(deed.passes[0].heir) if deed.passes else "",
        }

    def clean(self) -> None:
        told = self.cleaned_data
        seen: set[str] = set()
        for name in self._froms():
            if told.get(name) in seen:
                self.add_error(name, _("Cơ quan này đã ghi ở dòng trên."))
            elif told.get(name):
                seen.add(told[name])
                self.check_free(name, "end")
        if "heir" in told and not told["heir"] and not told.get("new_name", "").strip():
            self.add_error("heir", _("Chọn cơ quan nhận, hoặc ghi tên cơ quan mới ở dưới."))
        elif told.get("heir") and told.get("new_name", "").strip():
            self.add_error("new_name", _("Đã chọn cơ quan nhận. Chỉ để một trong hai."))
        elif told.get("heir") in seen:
            self.add_error("heir", _("Cơ quan nhận không thể cũng là cơ quan nhập vào. Chọn cơ quan khác."))

    def steps(self) -> tuple[Step, ...]:
        told = self.cleaned_data
        sources = [told[name] for name in self._froms() if told.get(name)]
        made: list[Step] = []
        heir = told["heir"]
        if not heir:
            new = self._new(sources[0])
            heir = new.key
            made.append(new)
        for key in sources:
            made += merge(key, heir)
        return tuple(made)

    def _new(self, like: str) -> Found:
        """Found an agency of the same kind, at the same place, as the first that goes into it."""
        name = " ".join(self.cleaned_data["new_name"].split())
        code = free_code(name, self.others)
        model = Agency.objects.filter(pk=like).first()
        kind, level = (model.kind, model.level) if model else ("other", "province")
        parent = str(model.parent_id or "") if model else ""
        return Found(str(key_of(code)), code, name, self.cleaned_data["new_short"].strip(), kind, level, parent)

    def _froms(self) -> list[str]:
        return [name for name in self.fields if name.startswith("from_")]


class SplitForm(StepForm):
    """An agency ends and several take over: each its function, one all the rest."""

    do, kind, ends = SPLIT, "end", True

    def build(self) -> None:
        self.fields["agency"] = self.agency(gettext_lazy("Cơ quan chia tách"))
        self._heirs(gettext_lazy("Chức năng nhận (để trống ở cơ quan nhận phần còn lại)"), required=False)

    def _heirs(self, label: Any, *, required: bool) -> None:
        rows = max(ROWS, len(self.deed.passes) + 1 if self.deed else 0)
        for number in range(rows):
            self.fields[f"heir_{number}"] = self.agency(
                _("Cơ quan nhận, thứ %(n)d") % {"n": number + 1}, required=number == 0
            )
            self.fields[f"function_{number}"] = forms.CharField(
                label=label, max_length=500, required=required and number == 0
            )

    def told(self, deed: DeedStep) -> dict[str, Any]:
        told = {"agency": self.finder.written(deed.key)}
        for number, one in enumerate(deed.passes):
            told[f"heir_{number}"], told[f"function_{number}"] = self.finder.written(one.heir), one.function
        return told

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Give the lines that were filled: (field of the heir, heir, function)."""
        for name in self.fields:
            if name.startswith("heir_") and self.cleaned_data.get(name):
                yield name, self.cleaned_data[name], self.cleaned_data.get(f"function_{name[5:]}", "").strip()

    def clean(self) -> None:
        self.check_free("agency", self.kind)
        rest = [name for name, _heir, function in self.rows() if not function]
        if self.errors:
            return
        if len(rest) > 1:
            self.add_error(rest[1], _("Hai cơ quan cùng nhận phần còn lại. Ghi chức năng cho một trong hai."))
        if not rest:
            self.add_error("function_0", _("Để trống chức năng ở đúng một cơ quan: cơ quan đó nhận phần còn lại."))

    def steps(self) -> tuple[Step, ...]:
        heirs = [(heir, function) for _name, heir, function in self.rows()]
        return split(self.cleaned_data["agency"], heirs, ends=self.ends)


class TransferForm(SplitForm):
    """An agency goes on, and gives functions away."""

    do, kind, ends = TRANSFER, "pass", False

    def build(self) -> None:
        self.fields["agency"] = self.agency(gettext_lazy("Cơ quan giao chức năng"))
        self._heirs(gettext_lazy("Chức năng được chuyển"), required=True)

    def clean(self) -> None:
        self.check_free("agency", self.kind)
        for name, _heir, function in self.rows():
            if not function:
                self.add_error(f"function_{name[5:]}", _("Ghi rõ chức năng được chuyển."))


FORMS: Mapping[str, type[StepForm]] = {
    form.do: form for form in (MergeForm, SplitForm, StandForm, FoundForm, TransferForm, EndForm)
}


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, str(kind_word(kind))) for kind in Kind]


def _levels() -> list[tuple[str, str]]:
    return [(level.value, str(level_word(level))) for level in Level]


def free_code(name: str, steps: Sequence[Step]) -> str:
    """Make a code for a new agency that no agency and no step bears."""
    base = code_from(name)
    taken = {step.code for step in founded(steps).values()}
    taken |= set(Agency.objects.filter(code__startswith=base, is_withdrawn=False).values_list("code", flat=True))
    return code_from(name, taken)
