"""The demo province: Lam Giang does not exist, and its papers were written for this program."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.models import Agency
from hoinhap.apps.errors import Refused
from hoinhap.apps.library import actions, queries

FOLDER = Path(__file__).parent
FROM = "Tỉnh Lam Giang (mẫu)"
KEEPER = "so-ngoai-vu"


def load_once(*, marker: Path, at: datetime) -> int:
    """Receive the demo papers into an empty library; the marker keeps them away once somebody has removed them."""
    if marker.exists() or queries.count_for(SYSTEM):
        return 0
    loaded = 0
    keeper = Agency.objects.filter(code=KEEPER).first()
    papers = sorted(path for path in FOLDER.iterdir() if path.suffix in {".txt", ".docx"})
    for order, path in enumerate(papers):
        try:
            moment = at - timedelta(minutes=len(papers) - order)
            actions.receive(
                actor=SYSTEM,
                name=path.name,
                data=path.read_bytes(),
                at=moment,
                received_from=FROM,
                agency_id=keeper.pk if keeper else None,
                is_demo=True,
            )
            loaded += 1
        except Refused:
            continue
    marker.write_text("", encoding="utf-8")
    return loaded


def read_again(*, at: datetime) -> int:
    """Read the demo papers again when the reader has changed, so that a first look shows what it can do today."""
    outdated = list(queries.outdated_for(SYSTEM).filter(is_demo=True))
    for document in outdated:
        actions.read_again(actor=SYSTEM, document_id=document.pk, at=at)
    return len(outdated)
