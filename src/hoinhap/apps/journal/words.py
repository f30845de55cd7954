"""What the journal says: the verdict on its chain, and acts of which only the name may be known."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.journal.access import Kind
from hoinhap.apps.journal.chain import Verdict

REFUSALS = {
    "no-such-day": gettext_lazy("“{day}” không phải là một ngày. Ghi ngày theo dạng 25/11/2026."),
}

# For the terminal, which speaks the language that it is asked for without the pages' catalogue.
FINDINGS = {
    "vi": {
        "changed": "Sự kiện số {number} ({act}, {at}) không còn như khi được ghi.",
        "unreadable": "Sự kiện số {number} đã bị sửa đến mức không đọc được.",
        "missing": "Thiếu sự kiện số {number}: sau số liền trước là số {there}.",
        "added": "Sự kiện số {number} được thêm vào ngoài chuỗi.",
        "broken": "Sự kiện số {number} không nối với số {before}: một trong hai đã bị thay bằng nội dung khác.",
        "cut": "Thiếu sự kiện từ số {number} đến số {last}: phần cuối của chuỗi đã bị cắt.",
        "head-differs": "Dòng ghi đầu chuỗi không khớp với sự kiện cuối cùng, số {number}: một trong hai đã bị sửa.",
        "no-head": "Không còn dòng ghi đầu chuỗi; sự kiện cuối cùng đọc được là số {number}.",
        "whole": "Nhật ký nguyên vẹn: {events} sự kiện, mã băm cuối {hash}.",
        "until": "Các sự kiện trước đó nguyên vẹn: {events}, mã băm {hash}.",
        "unguarded": "Bảng nhật ký không còn được bảo vệ, thiếu: {names}. Dữ liệu từ lúc đó có thể bị sửa mà không bị "
        "chặn.",
        "expected": "Mã băm đã ghi lại là của sự kiện số {number}, vẫn ở trong chuỗi.",
        "not-expected": "Mã băm đã ghi lại không có trong phần nguyên vẹn của chuỗi: nhật ký đã bị viết lại sau khi "
        "ghi mã này, hoặc mã chép sai.",
        "wrong-hash": "Mã băm gồm 64 chữ số hệ 16; xem bằng lệnh: hoinhap journal head.",
        "no-database": "Không đọc được nhật ký từ cơ sở dữ liệu: {reason}",
        "progress": "Đã kiểm tra {done} trên {all} sự kiện.",
    },
    "en": {
        "changed": "Event number {number} ({act}, {at}) is no longer what was written.",
        "unreadable": "Event number {number} was changed so that it cannot be read.",
        "missing": "Event number {number} is missing: after the number before it comes {there}.",
        "added": "Event number {number} was added outside of the chain.",
        "broken": "Event number {number} does not follow number {before}: one of the two was replaced.",
        "cut": "The events from number {number} to {last} are missing: the end of the chain was cut off.",
        "head-differs": "The head does not agree with the last event, number {number}: one of the two was changed.",
        "no-head": "The row of the head is gone; the last event that can be read is number {number}.",
        "whole": "The journal is whole: {events} events, last hash {hash}.",
        "until": "The events before are whole: {events}, hash {hash}.",
        "unguarded": "The tables of the journal are not guarded any more, missing: {names}. Rows may have been changed "
        "since without being stopped.",
        "expected": "The noted hash is that of event number {number}, which is still in the chain.",
        "not-expected": "The noted hash is not in the whole part of the chain: the journal was rewritten after it was "
        "noted, or it was copied wrongly.",
        "wrong-hash": "A hash has 64 hexadecimal digits; see: hoinhap journal head.",
        "no-database": "The journal could not be read from the database: {reason}",
        "progress": "{done} of {all} events checked.",
    },
}


def verdict_lines(verdict: Verdict, *, expect: str, lang: str) -> list[str]:
    """Say a verdict in sentences, what is wrong first."""
    say = FINDINGS[lang]
    walked = {"events": number_word(verdict.events, lang), "hash": verdict.hash}
    lines = []
    if verdict.finding:
        lines += [say[verdict.finding.code].format(**verdict.finding.facts), say["until"].format(**walked)]
    else:
        lines.append(say["whole"].format(**walked))
    if expect:
        known = verdict.expected is not None
        lines.append(say["expected" if known else "not-expected"].format(number=verdict.expected))
    if verdict.unguarded:
        lines.append(say["unguarded"].format(names=", ".join(verdict.unguarded)))
    return lines


def number_word(number: int, lang: str) -> str:
    """Write a whole number with its thousands parted as the language does."""
    return f"{number:,}".replace(",", "." if lang == "vi" else ",")


def act_word(kind: Kind | None, act: str) -> str:
    """Name an act; one that no slice has named keeps its code."""
    return str(kind.acts[act]) if kind and act in kind.acts else act


def kind_word(kind: Kind | None) -> str:
    """Name one thing of a kind."""
    return str(kind.name) if kind and kind.name else _("đối tượng")


def bare(kind: Kind | None, act: str) -> str:
    """Say an act whose facts the viewer may not read."""
    facts: dict[str, Any] = {"act": act_word(kind, act), "kind": kind_word(kind)}
    return _("%(act)s. Nội dung không hiện vì bạn không có quyền xem %(kind)s này.") % facts
