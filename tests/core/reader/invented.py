"""Documents of an invented province, An Bình, for the tests of the reader: each is a masthead and the lines given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from hoinhap.core.reader import to_json
from hoinhap.core.reader.formats.plain import from_text
from hoinhap.core.reader.model import Duty, Reading
from hoinhap.core.reader.reading import reading_of

_HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
    "Số: {number}\n\nAn Bình, ngày 12 tháng 3 năm 2025\n\n{kind}\n\n{title}\n\n"
)
_FOOT = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nĐoàn Văn Mẫu\n"
_BASES = (
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Căn cứ Nghị định số 9901/2024/NĐ-CP ngày 10 tháng 5 năm 2024 của Chính phủ về phát triển ngoại thương;",
    "Căn cứ Chương trình hành động số 77-CTr/TU ngày 02 tháng 01 năm 2025 của Tỉnh ủy An Bình;",
    "Theo đề nghị của Giám đốc Sở Công Thương tại Tờ trình số 31/TTr-SCT ngày 05 tháng 3 năm 2025.",
)


def plan(*lines: str) -> str:
    """Return a plan (kế hoạch) of the province with these lines, each a paragraph."""
    head = _HEAD.format(number="15/KH-UBND", kind="KẾ HOẠCH", title="Triển khai hội nhập quốc tế trên địa bàn tỉnh")
    return head + "\n\n".join(lines) + _FOOT


def directive(*lines: str) -> str:
    """Return a directive (chỉ thị) of the chairman with these lines."""
    head = _HEAD.format(number="04/CT-UBND", kind="CHỈ THỊ", title="Về việc tăng cường xúc tiến đầu tư")
    return head + "\n\n".join(lines) + _FOOT


def decision(*lines: str) -> str:
    """Return a decision (quyết định) of the province with its legal bases and these articles."""
    head = _HEAD.format(number="210/QĐ-UBND", kind="QUYẾT ĐỊNH", title="Ban hành Kế hoạch kết nối giao thương")
    return head + "\n\n".join((*_BASES, "QUYẾT ĐỊNH:", *lines)) + _FOOT


def attached(*lines: str) -> str:
    """Return what follows such a decision: the plan that it issues, with these lines."""
    title = (
        "KẾ HOẠCH",
        "Kết nối giao thương năm 2025",
        "(Kèm theo Quyết định số 210/QĐ-UBND ngày 12/3/2025 của UBND tỉnh)",
    )
    return "\n\n" + "\n\n".join((*title, *lines)) + "\n"


def organised(*lines: str) -> str:
    """Return a plan whose lines stand under "I. TỔ CHỨC THỰC HIỆN"."""
    return plan("I. TỔ CHỨC THỰC HIỆN", *lines)


def reading(text: str) -> Reading:
    """Read a text as the bytes of a .txt file are read."""
    return reading_of(from_text(text))


def as_json(text: str) -> dict[str, Any]:
    """Read a text into the contract's JSON."""
    return to_json(reading(text))


class Fact(NamedTuple):
    """What a person expects of one duty; names are parted by " | "."""

    path: str
    leads: str = ""
    partners: str = ""
    to: str = ""
    due: dict[str, Any] | None = None
    optional: bool = False


def fact_of(duty: Duty) -> Fact:
    """Return what the reader found of a duty, in the shape of the expectation."""
    return Fact(
        duty.path,
        " | ".join(name.text for name in duty.leads),
        " | ".join(name.text for name in duty.partners),
        " | ".join(name.text for name in duty.reports_to),
        duty.due.as_json() if duty.due else None,
        duty.optional,
    )


def facts(text: str) -> list[Fact]:
    """Read a text and return its duties as facts, in reading order."""
    return [fact_of(duty) for duty in reading(text).duties]


def cases(table: Mapping[str, Any], faults: Mapping[str, str]) -> list[Any]:
    """Make a test's parameters of a table by name; a known fault is expected to fail until its rule is mended."""
    made = []
    for name, case in table.items():
        marks = [pytest.mark.xfail(strict=True, reason=faults[name])] if name in faults else []
        made.append(pytest.param(*(case if isinstance(case, tuple) else (case,)), id=name, marks=marks))
    return made
