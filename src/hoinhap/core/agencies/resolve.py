"""The name resolver's public surface: what is known, what comes out, and the gazetteer between them."""

from __future__ import annotations

from .classing import ClassRule, class_rule, members
from .gazetteer import Gazetteer
from .known import Candidate, Heir, Hint, Known, KnownClass, NameForm, Reason, Resolution
from .naming import name_key

__all__ = [
    "Candidate",
    "ClassRule",
    "Gazetteer",
    "Heir",
    "Hint",
    "Known",
    "KnownClass",
    "NameForm",
    "Reason",
    "Resolution",
    "class_rule",
    "members",
    "name_key",
]
