"""Count who carries what of a document: `responsibilities(duties) -> ResponsibilityMatrix`."""

from .counting import agency_key, responsibilities
from .model import NOBODY, Cell, DutyRow, ResponsibilityMatrix, Section
from .sections import sections_of

__all__ = [
    "NOBODY",
    "Cell",
    "DutyRow",
    "ResponsibilityMatrix",
    "Section",
    "agency_key",
    "responsibilities",
    "sections_of",
]
