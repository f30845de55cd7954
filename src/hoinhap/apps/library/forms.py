"""What a person may hand in."""

from __future__ import annotations

from typing import Any

from django import forms


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
