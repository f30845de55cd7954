"""A scene for all tests of making a document known."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.agencies.queries import viewer_for
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.models import Event
from hoinhap.apps.library import sending, sent
from hoinhap.apps.library.models import Briefing, Dispatch, Document, time_ordered_id
from tests.apps.cast import AT, ON, Cast, cast

LATER = AT + timedelta(hours=3)
TOMORROW = AT + timedelta(days=1)
# Who of the cast sees a document that finance keeps and that was sent to justice.
ROLES = ("hanh", "officer", "head", "viewer", "justice", "leader", "inspector", "administrator", "nobody")
SEES = {"hanh", "officer", "head", "viewer", "justice", "leader", "inspector"}


@dataclass
class Scene:
    """The cast, and a directive that the finance department keeps."""

    cast: Cast
    document: Document

    @property
    def communes(self) -> list[Agency]:
        return list(Agency.objects.filter(code__startswith="xa-").order_by("code"))

    def send(self, *agencies: Agency, by: str = "officer", at: datetime = AT, **more) -> sending.Sent:
        keys = [agency.pk for agency in agencies]
        return sending.send(actor=self.cast.viewer(by), document_id=self.document.pk, agency_ids=keys, at=at, **more)

    def confirm(self, agency: Agency, by: str = "justice", at: datetime = LATER) -> Dispatch:
        return sending.confirm(actor=self.cast.viewer(by), document_id=self.document.pk, agency_id=agency.pk, at=at)

    def remind(self, *agencies: Agency, by: str = "officer", at: datetime = LATER) -> sending.Reminded:
        keys = [agency.pk for agency in agencies] or None
        return sending.remind(actor=self.cast.viewer(by), document_id=self.document.pk, at=at, agency_ids=keys)

    def unsend(self, *agencies: Agency, by: str = "officer", at: datetime = LATER) -> sending.Unsent:
        keys = [agency.pk for agency in agencies]
        return sending.unsend(actor=self.cast.viewer(by), document_id=self.document.pk, agency_ids=keys, at=at)

    def tell(self, agency: Agency, by: str = "justice", at: datetime = LATER, **more) -> Briefing:
        told = {"held_on": ON, "people": 45, "form": "direct", **more}
        return sending.tell_briefing(
            actor=self.cast.viewer(by), document_id=self.document.pk, agency_id=agency.pk, at=at, **told
        )

    def board(self, by: str = "hanh", on: date = ON) -> sent.Board:
        return sent.board_for(viewer_for(self.cast.people[by], on=on), self.document.pk)


def document(agency: Agency | None, number: str = "07/CT-UBND") -> Document:
    return Document.objects.create(
        id=time_ordered_id(AT),
        name="chi-thi.txt",
        sha256=uuid.uuid4().hex * 2,
        size=1,
        received_at=AT,
        agency=agency,
        kind="Chỉ thị",
        number=number,
        title="Về tăng cường hội nhập quốc tế",
        issuer="Ủy ban nhân dân tỉnh Lam Giang",
        dated=date(2026, 4, 1),
    )


def stage() -> Scene:
    """Put the scene into the database: the finance department keeps a directive; there are two communes."""
    people = cast()
    for code, name in (("xa-mot", "Ủy ban nhân dân xã Hạc Sơn"), ("xa-hai", "UBND phường Đông Lâm")):
        Agency.objects.create(code=code, name=name, parent=people.foreign)
    return Scene(people, document(people.finance))


def acts() -> list[str]:
    """List what was done, in its order."""
    return list(Event.objects.order_by("number").values_list("act", flat=True))


def refused(code: str):
    """Expect a refusal of the library."""
    return pytest.raises(Refused, match=f"^library\\.{code}$")
