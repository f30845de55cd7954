"""What the annex and the workbook say around the duties."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from .model import ResponsibilityMatrix, Section


@cache
def labels(language: str) -> dict[str, Any]:
    """Return the words of a language: "vi", or "en" for any other."""
    table = tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))
    return dict(table["vi" if language == "vi" else "en"])


def day_words(day: date | None, language: str) -> str:
    """Write a day as papers do: "ngày 05 tháng 02 năm 2023", a zero before days under 10 and months 1 and 2."""
    say = labels(language)
    if day is None:
        return str(say["no_day"])
    month = say["months"][day.month - 1] if "months" in say else f"{day.month:02d}" if day.month < 3 else str(day.month)
    return str(say["day"]).format(day=day.day, month=month, year=day.year)


def issued_with(value: ResponsibilityMatrix, language: str) -> str:
    """Say which paper an annex belongs to; dots stand where the paper does not say, as in the model of the decree."""
    say = labels(language)
    return str(say["with"]).format(
        kind=value.kind or say["paper"],
        number=value.number or say["no_number"],
        day=day_words(value.dated, language),
        issuer=value.issuer or say["no_issuer"],
    )


def agency_words(agency: str, language: str) -> str:
    """Name the row of an agency, also that of duties without a lead."""
    return agency or str(labels(language)["nobody"])


def agency_list(names: tuple[str, ...]) -> str:
    """Write the agencies of a duty into one cell: "Các đơn vị liên quan; Sở Y tế"."""
    text = "; ".join(names)
    return text[:1].upper() + text[1:]


def section_words(section: Section, language: str) -> str:
    """Name a section, also what stands in none."""
    return section.words or section.label or str(labels(language)["no_section"])


def state_words(state: str, language: str) -> str:
    """Say whether a duty has been decided on."""
    return str(labels(language)["states"].get(state, state))
