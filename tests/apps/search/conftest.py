"""An index of its own for each test, and a few documents to be found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hoinhap.apps.agencies.models import Agency
    from hoinhap.apps.library.models import Document
    from tests.apps.cast import Cast

TEXT = """Thực hiện Nghị quyết số 21/NQ-CP, Ủy ban nhân dân tỉnh yêu cầu:
1. Sở Công Thương hỗ trợ doanh nghiệp xuất khẩu gỗ dán sang Nhật Bản.
2. Sở Tài chính bố trí kinh phí; kĩ thuật nuôi tôm, thuỷ sản; hoà giải tranh chấp."""


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "search"


@pytest.fixture
def people(db) -> Cast:
    from tests.apps.cast import cast

    return cast()


@pytest.fixture
def keep(db) -> Callable[..., Document]:
    """Keep a document as it stands in the database, without an event."""
    from hoinhap.apps.library.models import Document, Reading, time_ordered_id
    from tests.apps.cast import AT

    def keep_one(
        text: str = TEXT,
        *,
        number: str = "",
        kind: str = "",
        title: str = "",
        agency: Agency | None = None,
        dated: date | None = None,
        issuer: str = "",
    ) -> Document:
        nth = Document.objects.count()
        document = Document.objects.create(
            id=time_ordered_id(AT + timedelta(seconds=nth)),
            name=f"{nth}.txt",
            sha256=hashlib.sha256(f"{nth}".encode()).hexdigest(),
            size=1,
            received_at=AT,
            number=number,
            kind=kind,
            title=title,
            agency=agency,
            dated=dated,
            issuer=issuer,
        )
        Reading.objects.create(document=document, reader_version="1", read_at=AT, body={"text": text})
        return document

    return keep_one
