"""Read a directive into duties: `read(data, name) -> Reading` is the way in.

    from hoinhap.core.reader import read, to_json, Unreadable
    reading = read(Path("ke-hoach-119.docx").read_bytes(), "ke-hoach-119.docx")
    for duty in reading.duties:
        print(duty.path, [name.text for name in duty.leads], duty.due)
"""

from __future__ import annotations

from .as_json import to_json
from .model import Reading, Unreadable
from .reading import VERSION, read, reading_of

__all__ = ["VERSION", "Reading", "Unreadable", "read", "reading_of", "to_json"]
