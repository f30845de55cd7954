"""Write the papers of an invented province and what the reader makes of them, to fill a library at size.

A mould is a paper that was really read, with signs in the places that differ from document to document. What is put
there is as long as the sign, so that every span of the Reading still holds: a mould is read once and cast many times.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bench.papers import _WORDS as WORDS
from hoinhap.core.reader import read, to_json

Json = dict[str, Any]

# How many duties the papers of a step have: fifteen on the mean, one in thirty a plan of some fifty clauses.
DUTIES = (8, 9, 10, 10, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15, 16, 16, 17, 18, 18, 19, 20, 20, 22)
LARGE = (48, 56)
# The kinds of each step of a family: what it is, how its number ends.
KINDS = (
    (("Chỉ thị", "CT-UBND"), ("Nghị quyết", "NQ-HĐND")),
    (("Kế hoạch", "KH-UBND"), ("Chương trình", "CTr-UBND")),
    (("Kế hoạch", "KH-UBND"), ("Công văn", "CV-UBND"), ("Quyết định", "QĐ-UBND")),
)
LAW = "72/2025/QH15"
_OWN, _PARENT, _DATE, _PARENT_DATE = "8888", "9999", date(2019, 11, 28), date(2018, 12, 27)
_SUBJECTS = (
    "Hội nhập quốc tế", "Xúc tiến thương mại", "Thông tin đối ngoại", "Hợp tác với địa phương nước ngoài",
    "Thực thi các hiệp định thương mại tự do", "Vận động viện trợ", "Công tác kiều bào", "Hậu cần cảng biển",
    "Phòng vệ thương mại", "Ngoại giao kinh tế",
)  # fmt: skip

_TARGETS = (
    "số doanh nghiệp của tỉnh có hàng ra thị trường nước ngoài tăng ít nhất",
    "tỷ lệ hồ sơ xuất xứ được giải quyết qua mạng đạt",
    "tỷ lệ cán bộ làm công tác đối ngoại dùng được một ngoại ngữ đạt ít nhất",
    "kim ngạch xuất khẩu thủy sản và đồ gỗ của các làng nghề trong tỉnh tăng",
)


@dataclass(frozen=True, eq=False, slots=True)
class Mould:
    """A paper as it was read, with the kind and the ending of its own number and of its parent's."""

    kind: str
    sign: str
    parent_kind: str
    parent_sign: str
    body: Json
    # The same as the database keeps it.
    written: str


def moulds(step: int, parent: tuple[str, str] | None = None) -> tuple[Mould, ...]:
    """Read the papers of a step of a family, those under a parent of a kind: step 0 has no parent."""
    return _moulds(step, parent)


@cache
def _moulds(step: int, parent: tuple[str, str] | None) -> tuple[Mould, ...]:
    found = []
    # Fewer for the first step: each of its papers is compared with all of the second.
    sizes = (*(DUTIES if step else DUTIES[1::4]), *LARGE[: 1 + step % 2])
    for order, duties in enumerate(sizes):
        kind, sign = KINDS[step][order % len(KINDS[step])]
        text = _text(f"{step}/{parent}/{order}", duties, (kind, sign), parent)
        body = to_json(read(text.encode(), f"{step}-{order}.txt"))
        found.append(Mould(kind, sign, *(parent or ("", "")), body, json.dumps(body)))
    return tuple(found)


def cast(mould: Mould, *, number: int, dated: date, parent: int = 0, parent_dated: date | None = None) -> str:
    """Make a Reading of its own of a mould, as JSON.

    `number` and `parent` have four figures, days have two, months are 1, 2 or 10 to 12.
    """
    before = parent_dated or dated
    text = mould.written
    for old, new in (
        (f"{_OWN}/{mould.sign}", f"{number}/{mould.sign}"),
        (_written(_DATE), _written(dated)),
        (_DATE.isoformat(), dated.isoformat()),
        (f"{_PARENT}/{mould.parent_sign}", f"{parent}/{mould.parent_sign}"),
        (_short(_PARENT_DATE), _short(before)),
        (_PARENT_DATE.isoformat(), before.isoformat()),
    ):
        text = text.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
    return text


def _written(day: date) -> str:
    return f"ngày {day.day:02} tháng {day.month:02} năm {day.year}"


def _short(day: date) -> str:
    return f"ngày {day.day:02}/{day.month:02}/{day.year}"


def _text(seed: str, duties: int, own: tuple[str, str], parent: tuple[str, str] | None) -> str:
    """Write a paper: masthead, bases, aims that ask for nothing, duties in sections, signature."""
    pick = random.Random(seed)
    subject = pick.choice(_SUBJECTS)
    lines = [
        "ỦY BAN NHÂN DÂN",
        "TỈNH VĨNH HẢI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {_OWN}/{own[1]}",
        f"Vĩnh Hải, {_written(_DATE)}",
        own[0].upper(),
        f"{subject} tỉnh Vĩnh Hải giai đoạn 2026 - 2030",
    ]
    if pick.random() < 0.4:
        lines.append(f"Căn cứ Luật Tổ chức chính quyền địa phương số {LAW} ngày 16/6/2025;")
    for _ in range(pick.randrange(4)):
        lines.append(f"Căn cứ Quyết định số {pick.randrange(10, 900)}/QĐ-TTg ngày 09/12/2024 của Thủ tướng Chính phủ;")
    if parent:
        lines.append(
            f"Thực hiện {parent[0]} số {_PARENT}/{parent[1]} {_short(_PARENT_DATE)} của "
            f"{'Hội đồng' if 'HĐND' in parent[1] else 'Ủy ban'} nhân dân tỉnh Vĩnh Hải, "
            f"Ủy ban nhân dân tỉnh ban hành {own[0]} như sau:"
        )
    lines += ["I. MỤC ĐÍCH, YÊU CẦU", *(f"{n}. {text}" for n, text in enumerate(WORDS["aims"], 1))]
    lines.append("II. CHỈ TIÊU")
    for number in range(1, pick.randint(3, 9)):
        lines.append(
            f"{number}. Đến năm {pick.randrange(2027, 2031)}, {pick.choice(_TARGETS)} {pick.randrange(20, 90)}%."
        )
    done = section = 0
    sections = pick.sample(WORDS["sections"][:-1], 5)
    while done < duties:
        lines.append(f"{('III', 'IV', 'V', 'VI', 'VII')[section % 5]}. {sections[section % 5]}")
        section += 1
        for number in range(1, 1 + min(duties - done, max(4, duties // 4))):
            lead, *partners = pick.sample(WORDS["agencies"], pick.randint(1, 4))
            with_them = f", phối hợp với {', '.join(partners)}" if partners else ""
            works = ", ".join(pick.sample(WORDS["works"], pick.randint(1, 3)))
            due = f"; hoàn thành {pick.choice(WORDS['times'])}" if pick.random() < 0.5 else ""
            lines.append(f"{number}. {lead} chủ trì{with_them} {works}, {pick.choice(WORDS['ends'])}{due}.")
            done += 1
    lines += ["Nơi nhận:", "- Như trên;", "- Lưu: VT, NV.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Phan Văn Bến"]
    return "\n".join(lines)
