"""What a person may hand in."""

from __future__ import annotations

from typing import Any

from django import forms

from hoinhap.core.reader.deadlines import deadlines


def whole_number(text: str) -> int | None:
    """Read a number of an address or a form: plain digits, no more than eighteen of them, else None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A file field that cleans to a list."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        return [file for file in files if file]


class ReceiveForm(forms.Form):
    """Several documents at once, and where they came from; size and content are judged file by file."""

    files = SeveralFilesField(required=False)
    received_from = forms.CharField(required=False, max_length=255)


class DutyForm(forms.Form):
    """A duty as a person writes it: one agency on a line, the deadline in the words of the law."""

    text = forms.CharField(required=False, max_length=10_000, strip=True)
    leads = forms.CharField(required=False, max_length=10_000)
    partners = forms.CharField(required=False, max_length=10_000)
    reports_to = forms.CharField(required=False, max_length=10_000)
    due_text = forms.CharField(required=False, max_length=1000)
    product = forms.CharField(required=False, max_length=1000)
    money = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args: Any, year: int | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.year = year

    def value(self) -> dict[str, Any]:
        """Give the value of the item; a deadline is read from its words as the reader does."""
        clean = {field: str(self.data.get(field, "")) for field in self.fields if field in self.data}
        found: dict[str, Any] = {field: clean[field] for field in ("text", "product", "money") if field in clean}
        for field in ("leads", "partners", "reports_to"):
            if field in clean:
                found[field] = [name for line in clean[field].splitlines() for name in line.split(";") if name.strip()]
        if "due_text" in clean:
            found |= due_of(clean["due_text"], self.year)
        return found


def due_of(text: str, year: int | None) -> dict[str, Any]:
    """Read a deadline: "trước ngày 05/11 hằng năm" is {"every": "year", "month": 11, "day": 5} and its words."""
    text = " ".join(text.split())
    found = deadlines(text, field=True, year=year) if text else []
    return {
        "due": found[0].as_json() if found else None,
        "due_text": text,
        "due_rule": found[0].rule if found else "",
    }


def duty_initial(value: dict[str, Any]) -> dict[str, str]:
    """Write the value of an item as the form shows it."""
    shown = {field: str(value.get(field) or "") for field in ("text", "due_text", "product", "money")}
    return {**shown, **{field: "\n".join(value.get(field) or []) for field in ("leads", "partners", "reports_to")}}
