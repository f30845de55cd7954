"""An error of the library as the sentence a person reads."""

from __future__ import annotations

from django.utils.translation import get_language

from hoinhap.apps.errors import Refused
from hoinhap.apps.library import words
from hoinhap.core.reader.model import Unreadable


def sentence_of(error: Refused | Unreadable, name: str = "") -> str:
    """Write the refusal in the language of the page."""
    if isinstance(error, Refused):
        return str(words.REFUSALS[error.code.partition(".")[2]]).format(**error.facts)
    from hoinhap.core.reader.refusals import sentence

    return str(sentence(error, get_language() or "vi", name))
