"""Forms of the administration; every day is typed as a person writes it: 25/11/2026."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.administering.agency_lists import CODE
from hoinhap.apps.agencies.administering.people_lists import USERNAME
from hoinhap.apps.agencies.kind_words import KINDS, LEVELS
from hoinhap.apps.agencies.models import Agency, Role
from hoinhap.apps.agencies.words import REFUSALS, role_word

DAYS = ("%d/%m/%Y", "%Y-%m-%d")


def text(label: Any, *, most: int = 255, needed: bool = True, hint: Any = "", **attributes: str) -> forms.CharField:
    """Make a field for words."""
    widget = forms.TextInput({"class": "form-control", "autocomplete": "off", **attributes})
    return forms.CharField(label=label, max_length=most, required=needed, help_text=hint, widget=widget)


def day(label: Any, *, needed: bool = True, hint: Any = "") -> forms.DateField:
    """Make a field for a day."""
    widget = forms.DateInput(
        {"class": "form-control short", "inputmode": "numeric", "placeholder": "25/11/2026", "autocomplete": "off"},
        format="%d/%m/%Y",
    )
    wrong = {"invalid": gettext_lazy("Ngày này không đúng. Ghi ngày theo dạng 25/11/2026.")}
    return forms.DateField(
        label=label, required=needed, help_text=hint, widget=widget, input_formats=DAYS, error_messages=wrong
    )


def choice(label: Any, choices: Any, *, needed: bool = True, hint: Any = "") -> forms.ChoiceField:
    """Make a field of which one is chosen."""
    widget = forms.Select({"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, required=needed, help_text=hint, widget=widget)


def roles() -> list[tuple[str, str]]:
    """Give the roles to choose from."""
    return [(role, role_word(role)) for role in Role.values]


def _words(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(code), str(word)) for code, word in words.items()]


class Form(forms.Form):
    """A form whose fields have addresses of their own beside the other forms of the page."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.name}-%s", **kwargs})
        for field in self.fields.values():
            field.error_messages["required"] = gettext_lazy("Chưa ghi mục này. Ghi rồi làm lại.")
            field.error_messages["invalid_choice"] = gettext_lazy("Không có lựa chọn này. Chọn lại trong danh sách.")

    def _after(self, name: str) -> date | None:
        """Give the first day after a last day."""
        last: date | None = self.cleaned_data.get(name)
        return last + timedelta(days=1) if last else None

    @property
    def until(self) -> date | None:
        return self._after("last")


class Names(Form):
    """What a person is called and written to."""

    name = "names"
    full_name = text(gettext_lazy("Họ và tên"), most=150)
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Địa chỉ thư này không đúng. Kiểm tra lại.")},
    )


class GiveRole(Form):
    """A role in an agency from a day on."""

    name = "role"
    agency = text(gettext_lazy("Cơ quan"), hint=gettext_lazy("Ghi mã hoặc tên đầy đủ."))
    role = choice(gettext_lazy("Vai trò"), roles)
    since = day(gettext_lazy("Từ ngày"))
    last = day(gettext_lazy("Đến hết ngày"), needed=False, hint=gettext_lazy("Để trống khi chưa biết ngày thôi."))


class AddPerson(Names):
    """Somebody new, with their first role if it is known."""

    name = "person"
    username = text(
        gettext_lazy("Tên đăng nhập"),
        most=150,
        hint=gettext_lazy("Chữ không dấu, số và các dấu . _ - @, ví dụ: hanh.le"),
        autocapitalize="none",
        spellcheck="false",
    )
    agency = text(gettext_lazy("Cơ quan"), needed=False, hint=gettext_lazy("Ghi mã hoặc tên đầy đủ."))
    role = choice(gettext_lazy("Vai trò"), lambda: [("", "–"), *roles()], needed=False)
    since = day(gettext_lazy("Từ ngày"), needed=False)
    last = day(gettext_lazy("Đến hết ngày"), needed=False, hint=gettext_lazy("Để trống khi chưa biết ngày thôi."))
    field_order = ("username", "full_name", "email", "agency", "role", "since", "last")

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).strip().lower()
        if not USERNAME.fullmatch(username):
            raise ValidationError(str(REFUSALS["username-shape"]).format(username=username))
        return username

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if bool(found.get("agency")) != bool(found.get("role")):
            missing = "role" if found.get("agency") else "agency"
            self.add_error(missing, gettext_lazy("Vai trò đi với cơ quan: ghi cả hai, hoặc để trống cả hai."))
        return found


class Last(Form):
    """The last day of something."""

    name = "last"
    last = day(gettext_lazy("Ngày cuối cùng"))


class Password(Form):
    """A password that the administrator chooses; without one the program makes one."""

    name = "password"
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu mới"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Để trống thì hệ thống tự tạo một mật khẩu ngẫu nhiên và chỉ hiện một lần."),
        widget=forms.PasswordInput({"class": "form-control", "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, self._person)
        return password


class Lend(Form):
    """A role lent for the days of an absence; `roles` are (key, word) of what may be lent."""

    name = "lend"
    what = choice(gettext_lazy("Vai trò ủy quyền"), ())
    taker = choice(gettext_lazy("Người nhận"), (), needed=False)
    other = text(
        gettext_lazy("Hoặc người khác"),
        needed=False,
        most=150,
        hint=gettext_lazy("Ghi tên đăng nhập. Chỉ lãnh đạo tỉnh ủy quyền được cho người của cơ quan khác."),
        autocapitalize="none",
    )
    since = day(gettext_lazy("Từ ngày"))
    last = day(gettext_lazy("Đến hết ngày"))
    reason = text(gettext_lazy("Lý do"), most=500, hint=gettext_lazy("Ví dụ: đi công tác, nghỉ phép."))

    def __init__(self, *args: Any, what: Any, takers: Any, anybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = what  # type: ignore[attr-defined]
        self.fields["taker"].choices = [("", "–"), *takers]  # type: ignore[attr-defined]
        if not anybody:
            del self.fields["other"]
            self.fields["taker"].required = True

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "other" in self.fields and not found.get("taker") and not found.get("other") and "taker" in found:
            self.add_error("taker", gettext_lazy("Chưa chọn người nhận. Chọn một người."))
        return found


class Restanding(Form):
    """What an agency is called and where it stands, from a day on."""

    name = "standing"
    full = text(gettext_lazy("Tên đầy đủ"))
    short_name = text(gettext_lazy("Tên viết tắt"), most=100, needed=False)
    kind = choice(gettext_lazy("Loại cơ quan"), lambda: _words(KINDS))
    level = choice(gettext_lazy("Cấp"), lambda: _words(LEVELS))
    parent = text(
        gettext_lazy("Trực thuộc"), needed=False, hint=gettext_lazy("Ghi mã hoặc tên đầy đủ của cơ quan cấp trên.")
    )
    since = day(gettext_lazy("Có hiệu lực từ ngày"))
    act_symbol = text(gettext_lazy("Số, ký hiệu văn bản"), most=100, needed=False)
    act_title = text(gettext_lazy("Trích yếu văn bản"), most=500, needed=False)
    act_date = day(gettext_lazy("Ngày văn bản"), needed=False)


class AddAgency(Restanding):
    """An agency that is new, or was not known until now."""

    name = "agency"
    code = text(
        gettext_lazy("Mã cơ quan"),
        most=60,
        hint=gettext_lazy("Chữ không dấu, số và dấu gạch nối, ví dụ: so-ngoai-vu. Mã không đổi được về sau."),
        autocapitalize="none",
    )
    since = day(
        gettext_lazy("Hoạt động từ ngày"), needed=False, hint=gettext_lazy("Để trống khi không rõ ngày thành lập.")
    )
    act_symbol = act_title = act_date = None
    field_order = ("code", "full", "short_name", "kind", "level", "parent", "since")

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().lower()
        if not CODE.fullmatch(code):
            raise ValidationError(str(REFUSALS["code-shape"]).format(asked=code))
        return code


class Correction(Form):
    """A name that was written wrongly, set right for the whole time of the standing."""

    name = "correction"
    full = text(gettext_lazy("Tên đầy đủ"))
    short_name = text(gettext_lazy("Tên viết tắt"), most=100, needed=False)


class AddPost(Form):
    """A post of an agency."""

    name = "post"
    title = text(gettext_lazy("Chức danh"), most=200, hint=gettext_lazy("Ví dụ: Giám đốc, Phó Giám đốc."))
    rank = forms.IntegerField(
        label=gettext_lazy("Thứ tự"),
        min_value=1,
        max_value=999,
        initial=100,
        help_text=gettext_lazy("Số nhỏ đứng trên."),
        widget=forms.NumberInput({"class": "form-control short"}),
    )


class Appoint(Form):
    """Who holds a post."""

    name = "appoint"
    post = choice(gettext_lazy("Chức danh"), ())
    holder = text(
        gettext_lazy("Người giữ"), hint=gettext_lazy("Ghi tên đăng nhập, hoặc họ tên nếu người đó không dùng hệ thống.")
    )
    since = day(gettext_lazy("Từ ngày"), needed=False)
    last = day(gettext_lazy("Đến hết ngày"), needed=False)

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]


class Upload(Form):
    """A list in a file."""

    name = "upload"
    sheet = forms.FileField(
        label=gettext_lazy("Tệp danh sách"),
        help_text=gettext_lazy("Bảng Excel (.xlsx) hoặc .csv, dòng đầu là tên các cột."),
        widget=forms.ClearableFileInput({"class": "form-control", "accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": gettext_lazy("Chưa chọn tệp. Chọn tệp danh sách rồi tải lên.")},
    )


def standing_values(agency: Agency, on: date) -> dict[str, Any]:
    """Give what the form of an agency starts with."""
    return {
        "full": agency.name,
        "short_name": agency.short_name,
        "kind": agency.kind,
        "level": agency.level,
        "parent": agency.parent.code if agency.parent else "",
        "since": on,
    }
