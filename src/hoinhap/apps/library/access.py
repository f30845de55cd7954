"""Who may see and add documents: the only permission logic of the library.

There is no sign-in yet, and the server listens on the loopback only: whoever sits at the machine may do everything.
The questions are asked all the same, so that the answers can change in one place.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from hoinhap.apps.library.models import Document


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the keyboard; the empty name is the local user."""

    name: str = ""


LOCAL = Person()


def visible(viewer: Person) -> QuerySet[Document]:
    """Give the documents that the viewer may see."""
    return Document.objects.all()


def may_receive(actor: Person) -> bool:
    """Say whether the actor may add a document."""
    return True


def require(allowed: bool) -> None:
    """Stop an act that is not allowed."""
    if not allowed:
        raise PermissionDenied
