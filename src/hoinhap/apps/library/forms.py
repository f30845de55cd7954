"""What a person may hand in."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Any

from django import forms

from hoinhap.apps.errors import Refused
from hoinhap.core.reader.deadlines import deadlines

# How much of a deadline is read; more of it is no deadline, and is refused where it would be kept.
LONGEST_DUE = 1000
LONGEST_SOURCE = 255
# "ngày 31/02", "ngày 31 tháng 02 năm 2026", "31/02/2026"; two numbers alone may be a fraction.
_DAY = re.compile(
    r"\bngày\s+(\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(\d{1,2})(?!\d)(?:\s*(?:[/.-]|\s+năm\s+)\s*(\d{4})(?!\d))?"
    r"|(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)",
    re.IGNORECASE,
)


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
    received_from = forms.CharField(required=False)

    def clean_received_from(self) -> str:
        """Cut a source that is too long where it can be seen to be cut."""
        source = str(self.cleaned_data["received_from"])
        return source if len(source) <= LONGEST_SOURCE else source[: LONGEST_SOURCE - 2].rstrip() + " …"


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
    """Read a deadline: "trước ngày 05/11 hằng năm" is {"every": "year", "month": 11, "day": 5} and its words.

    Raises Refused where it names a day that no calendar has.
    """
    text = " ".join(text.split())
    read = text[:LONGEST_DUE]
    for found in _DAY.finditer(read):
        numbers = found.groups()[:3] if found[1] else found.groups()[3:]
        # 29/02 without a year may be one of a leap year.
        _require_day(*(int(number) if number else 0 for number in numbers))
    dues = deadlines(read, field=True, year=year) if read else []
    due = dues[0].as_json() if dues else None
    if due and (written := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(due.get("on", "")))):
        _require_day(int(written[3]), int(written[2]), int(written[1]))
    return {"due": due, "due_text": text, "due_rule": dues[0].rule if dues else ""}


def _require_day(day: int, month: int, year: int) -> None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2024, month)[1]:
        said = f"{day:02}/{month:02}" + (f"/{year}" if year else "")
        raise Refused("library.no-such-day", day=said)


def duty_initial(value: dict[str, Any]) -> dict[str, str]:
    """Write the value of an item as the form shows it."""
    shown = {field: str(value.get(field) or "") for field in ("text", "due_text", "product", "money")}
    return {**shown, **{field: "\n".join(value.get(field) or []) for field in ("leads", "partners", "reports_to")}}
