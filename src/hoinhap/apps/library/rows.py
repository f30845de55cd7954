"""Items between the database and their images."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hoinhap.apps.library.items import FIELDS, Image
from hoinhap.apps.library.models import Item


def image_of(item: Item) -> Image:
    """Take the image of a row."""
    image = {field: getattr(item, field) for field in FIELDS if not field.startswith("decided")}
    image["decided_by"] = str(item.decided_by_id) if item.decided_by_id else None
    image["decided_at"] = item.decided_at.isoformat() if item.decided_at else None
    return image


def put(item: Item, fields: Mapping[str, Any]) -> Item:
    """Write fields of an image into a row, unsaved."""
    for field, value in fields.items():
        if field == "decided_by":
            item.decided_by_id = uuid.UUID(value) if value else None
        elif field == "decided_at":
            item.decided_at = datetime.fromisoformat(value) if value else None
        elif field in FIELDS:
            setattr(item, field, value)
    return item


def rows_of(document_id: uuid.UUID, images: Iterable[tuple[uuid.UUID, Image]]) -> list[Item]:
    """Make unsaved rows."""
    return [put(Item(pk=key, document_id=document_id), image) for key, image in images]
