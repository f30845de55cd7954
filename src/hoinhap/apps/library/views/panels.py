"""What the page of a document shows beside the paper: values for the title and for one panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.journal.queries import history_for
from hoinhap.apps.library import items, names, panel, queries, words
from hoinhap.apps.library.family import cited_for
from hoinhap.apps.library.forms import whole_number
from hoinhap.apps.library.laying import Done, Laid
from hoinhap.apps.library.sentences import note_of
from hoinhap.core.reader import VERSION

PANELS = ("giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu", "lich-su")
STATES = ("open", "duty", "none", "new")
# More items than a page should weigh; only very long documents have them.
ITEMS = 200

Asked = Mapping[str, Any]


def context_of(viewer: Viewer, laid: Laid, asked: Asked) -> dict[str, Any]:
    """Gather what the panel and the title need; only the panel that is shown is built."""
    body = laid.reading.body
    view = asked.get("xem", "")
    view = view if view in PANELS else PANELS[0]
    left = laid.answers.count(items.OPEN) + sum(not item.provisions and item.is_open for item in laid.items)
    sure = laid.sure if laid.may_decide else []
    counts = {
        "items": len(laid.live),
        "targets": len(body["targets"]),
        "citations": len(body["citations"]),
        "provisions": laid.provisions,
        "notes": len(body.get("notes", [])),
    }
    builders = {
        "giao-viec": _items,
        "chi-tieu": lambda *_: {"targets": panel.target_lines(body)},
        "vien-dan": lambda *_: {"citations": panel.citation_lines(body, cited_for(viewer, laid.document))},
        "dieu-khoan": _provisions,
        "ghi-chu": _notes,
        "lich-su": lambda *_: {"history": history_for(viewer, laid.document)},
    }
    return {
        "document": laid.document,
        # Hundreds of addresses of one list are not worked out one by one.
        "base": laid.document.get_absolute_url(),
        "reading": laid.reading,
        "laid": laid,
        "view": view,
        "head": body["document"],
        "left": left,
        "decided": laid.provisions - left,
        "outdated": laid.reading.reader_version != VERSION,
        "counts": counts,
        "tabs": words.tabs(counts),
        "sure": len(sure),
        "names_asked": names.asked(laid, laid.speech),
        "sure_tokens": " ".join(f"{item.ref}:{item.version}" for item in sure),
        **builders[view](viewer, laid, asked),
    }


def just_done(done: Done | None) -> dict[str, Any]:
    """Say what has just been done, and how to take it back and bring it back."""
    if done is None:
        return {}
    changes = done.event.facts.get("changes", [])
    made = [change for change in changes if change["old"] is None]
    count = len(made) if done.event.act == "duty.split" else len(changes)
    said = words.turn_sentence(done.turn) or words.done_sentence(done.event.act, count)
    if done.event.facts.get("reopened"):
        said = f"{said} {words.reopened_sentence()}"
    live = [change for change in changes if change["new"].get("state") != items.REPLACED]
    return {
        "done": said,
        "undo": done.undo,
        "redo": done.redo,
        "touched": [change["id"].replace("-", "")[:12] for change in live],
        "stays": bool(done.turn) or done.event.act in ("duty.added", "duty.split", "duty.merged", "duty.reopened"),
    }


def _items(viewer: Viewer, laid: Laid, asked: Asked) -> dict[str, Any]:
    speech = laid.speech
    lines = panel.item_lines(laid.items, laid.reading.body, speech)
    wanted = panel.Filter(
        words=asked.get("tu", "").strip()[:200],
        agency=asked.get("co-quan", "")[:500],
        grade=asked.get("muc", "")[:10],
        state=asked.get("trang-thai", "") if asked.get("trang-thai") in STATES else "",
        section=asked["phan"][:200] if "phan" in asked else None,
        role=asked.get("vai", "")[:10],
        row_of=speech.row_of,
    )
    found = [line for line in lines if wanted.takes(line)]
    pages = max(1, -(-len(found) // ITEMS))
    page = min(max(whole_number(asked.get("doan", "")) or _page_of_open(found), 1), pages)
    shown = found[(page - 1) * ITEMS : page * ITEMS]
    return {
        "lines": shown,
        "found": len(found),
        "all_lines": len(lines),
        "page": page,
        "pages": pages,
        "kept": {key: asked[key] for key in ("tu", "trang-thai", "co-quan", "muc", "phan", "vai") if asked.get(key)},
        "agencies": panel.agencies(lines, speech.row_of),
        "wanted": wanted,
        "differences": sum(line.is_new or line.proposals is not None for line in lines),
        "sections_shown": len({line.section for line in shown}) > 1,
    }


def _page_of_open(found: list[panel.ItemLine]) -> int:
    """Give the page with the first item that is still to be decided."""
    at = next((at for at, line in enumerate(found) if line.is_open), 0)
    return at // ITEMS + 1


def _provisions(viewer: Viewer, laid: Laid, asked: Asked) -> dict[str, Any]:
    body = laid.reading.body
    answer = asked.get("ket-luan", "")[:20]
    return {
        "provisions": panel.provision_lines(body, answer, laid.answers),
        "answer": answer if answer in panel.answers_of(body) else "",
        "coverage": words.coverage(item.get("answer", "") for item in body["outline"]),
    }


def _notes(viewer: Viewer, laid: Laid, asked: Asked) -> dict[str, Any]:
    return {
        "notes": [note_of(note) for note in laid.reading.body.get("notes", [])],
        "readings": queries.readings_of(viewer, laid.document.pk),
    }
