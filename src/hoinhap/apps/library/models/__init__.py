"""The tables of the library: documents as they arrived and what was made of them; who owes their duties."""

from hoinhap.apps.library.models.documents import (
    Alignment,
    Arrival,
    Briefing,
    Citation,
    Dispatch,
    Document,
    Item,
    Original,
    Reading,
    time_ordered_id,
)
from hoinhap.apps.library.models.holdings import HeirChoice, Holding

__all__ = [
    "Alignment",
    "Arrival",
    "Briefing",
    "Citation",
    "Dispatch",
    "Document",
    "HeirChoice",
    "Holding",
    "Item",
    "Original",
    "Reading",
    "time_ordered_id",
]
