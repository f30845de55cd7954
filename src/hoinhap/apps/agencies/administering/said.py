"""Refusals as sentences beside a form, and the list of what a person may choose from."""

from __future__ import annotations

from importlib import import_module

from hoinhap.apps.errors import Refused


def sentence_of(error: Refused) -> str:
    """Say a refusal in the words of its slice; accounts and agencies are asked here, so none stands further out."""
    slice_name, _dot, code = error.code.partition(".")
    words = import_module(f"hoinhap.apps.{slice_name}.words")
    return str(words.REFUSALS[code]).format(**error.facts)
