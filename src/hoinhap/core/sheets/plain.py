"""Cells of a CSV file: words that no spreadsheet takes for a formula."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@")


def plain_cell(value: object) -> object:
    """Return words on one line, with a mark before those that a spreadsheet would calculate ("- Sở Ngoại vụ …", "=…").

    What is no text (a number, None) stays as it is.
    """
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return f"'{text}" if text[:1] in _FORMULA else text
