"""What the templates of the library ask for."""

from __future__ import annotations

from django import template

from hoinhap.apps.library import words
from hoinhap.apps.library.models import Document

register = template.Library()


@register.filter
def places(document: Document) -> list[tuple[int, str]]:
    """List the provisions of a document to choose from: (index, "II.3. Nâng cao hiệu quả …")."""
    reading = document.readings.first()
    outline = reading.body["outline"] if reading else []
    return [
        (index, f"{words.whole_place(item['path'])}. {' '.join(item['text'].split())[:80]}")
        for index, item in enumerate(outline)
    ]
