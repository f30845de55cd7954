"""How files arrive: on disk, and never more of one than the limit."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """Write a file to disk up to the limit and count the rest.

    The form sees the true size and refuses the file with a sentence; the disk never holds more than the limit of it.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0
        # A file without a name goes with the process that holds it, however that ends; not every system allows it.
        with suppress(OSError):
            Path(self.file.temporary_file_path()).unlink()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen <= settings.UPLOAD_LIMIT:
            super().receive_data_chunk(raw_data, start)
