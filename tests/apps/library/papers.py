"""Small papers and a small Reading, written for the tests."""

from __future__ import annotations

import uuid
from typing import Any

from hoinhap.apps.library import items
from hoinhap.apps.library.models import Item
from hoinhap.apps.library.rows import rows_of

DIRECTIVE = """ỦY BAN NHÂN DÂN
TỈNH LAM GIANG
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 12/CT-UBND

Lam Giang, ngày 06 tháng 4 năm 2026

CHỈ THỊ
Về việc rà soát các thỏa thuận quốc tế của tỉnh Lam Giang

Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Ngoại vụ chủ trì, phối hợp với Sở Tư pháp rà soát các thỏa thuận đã ký, báo cáo UBND tỉnh trước ngày 30/6/2026.

2. Sở Tài chính bố trí kinh phí thực hiện Chỉ thị này.

Nơi nhận:
- Các sở, ban, ngành cấp tỉnh;
- Lưu: VT.

CHỦ TỊCH

Hoàng Văn Thuận
"""


def laid(body: dict[str, Any]) -> list[Item]:
    """Lay out the items of a Reading without a database; their keys are the same whenever it is asked."""
    document_id = uuid.UUID(int=7)
    images = enumerate(items.laid_out(body))
    return rows_of(document_id, [(items.item_id(document_id, "1", order), image) for order, image in images])


def reading() -> dict[str, Any]:
    """Give the JSON of a Reading with one of everything that the page shows, spans counted from the text itself."""
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 12/CT-UBND\nLam Giang, ngày 06 tháng 4 năm 2026\nCHỈ THỊ\nVề việc rà soát <b>thỏa thuận</b>\n"
        "1. Sở Ngoại vụ chủ trì, phối hợp với Sở Tư pháp rà soát các thỏa thuận theo\nNghị quyết số 59-NQ/TW, "
        "báo cáo UBND tỉnh trước ngày 30/6/2026.\nII. Mục tiêu\n- Đến năm 2027 có ít nhất 5 thỏa thuận mới.\n"
        "Trang 1"
    )

    def span(words: str, after: int = 0) -> list[int]:
        start = text.index(words, after)
        return [start, start + len(words)]

    first = [text.index("Sở Ngoại vụ"), text.index("\nII. Mục tiêu")]
    return {
        "document": {
            "kind": "Chỉ thị",
            "number": "12/CT-UBND",
            "issuer": "Ủy ban nhân dân tỉnh Lam Giang",
            "place": "Lam Giang",
            "date": "2026-04-06",
            "title": "Rà soát <b>thỏa thuận</b>",
            "signer": None,
            "position": None,
            "form": "official",
        },
        "text": text,
        "parts": [
            {"kind": "head", "span": [0, text.index("1. Sở")]},
            {"kind": "body", "span": [text.index("1. Sở"), text.index("Trang 1")]},
            {"kind": "furniture", "span": span("Trang 1")},
        ],
        "outline": [
            {
                "path": "1",
                "label": "1",
                "text": text[first[0] : first[1]].replace("\n", " "),
                "kind": "number",
                "parent": -1,
                "depth": 0,
                "span": [first[0] - 3, first[1]],
                "pieces": [first],
                "answer": "duty",
                "rule": "duty-lead",
            },
            {
                "path": "II",
                "label": "II",
                "text": "Mục tiêu",
                "kind": "roman",
                "parent": -1,
                "depth": 0,
                "span": span("II. Mục tiêu"),
                "pieces": [span("Mục tiêu")],
                "answer": "heading",
                "rule": "heading",
            },
            {
                "path": "II/-1",
                "label": "-",
                "text": "Đến năm 2027 có ít nhất 5 thỏa thuận mới.",
                "kind": "bullet",
                "parent": 1,
                "depth": 1,
                "span": span("- Đến năm 2027 có ít nhất 5 thỏa thuận mới."),
                "pieces": [span("Đến năm 2027 có ít nhất 5 thỏa thuận mới.")],
                "answer": "target",
                "rule": "target",
            },
        ],
        "tasks": [
            {
                "path": "1",
                "text": text[first[0] : first[1]].replace("\n", " "),
                "span": first,
                "leads": ["Sở Ngoại vụ"],
                "lead_spans": [span("Sở Ngoại vụ")],
                "partners": ["Sở Tư pháp"],
                "partner_spans": [span("Sở Tư pháp")],
                "reports_to": ["UBND tỉnh"],
                "reports_to_spans": [span("UBND tỉnh")],
                "due": {"on": "2026-06-30"},
                "due_text": "trước ngày 30/6/2026",
                "due_span": span("trước ngày 30/6/2026"),
                "optional": False,
                "rule": "duty-lead",
                "grade": "sure",
            },
        ],
        "citations": [
            {
                "kind": "Nghị quyết",
                "number": "59-NQ/TW",
                "date": None,
                "issuer": None,
                "span": span("Nghị quyết số 59-NQ/TW"),
                "relation": "implements",
            },
        ],
        "targets": [
            {
                "path": "II/-1",
                "text": "Đến năm 2027 có ít nhất 5 thỏa thuận mới.",
                "low": 5,
                "high": 5,
                "unit": "thỏa thuận",
                "by": "2027",
                "comparator": ">=",
                "span": span("ít nhất 5 thỏa thuận"),
            },
        ],
        "notes": [],
        "furniture": [span("Trang 1")],
    }


PLAN = """ỦY BAN NHÂN DÂN
TỈNH LAM GIANG
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 58/KH-UBND

Lam Giang, ngày 12 tháng 5 năm 2026

KẾ HOẠCH
Triển khai công tác hội nhập quốc tế năm 2026

Thực hiện Chỉ thị số 12/CT-UBND ngày 06/4/2026 của Ủy ban nhân dân tỉnh, UBND tỉnh ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Hội nhập quốc tế là sự nghiệp của toàn dân và của cả hệ thống chính trị.

2. Đến năm 2027 có ít nhất 5 thỏa thuận hợp tác mới với các địa phương nước ngoài.

II. NHIỆM VỤ

1. Sở Ngoại vụ chủ trì, phối hợp với Sở Tư pháp rà soát các thỏa thuận đã ký, báo cáo UBND tỉnh trước ngày 30/6/2026.

2. Sở Công Thương xây dựng hệ thống cảnh báo sớm về phòng vệ thương mại; phối hợp với các hiệp hội ngành hàng.

3. Tăng cường quảng bá hình ảnh của tỉnh ở nước ngoài.

III. TỔ CHỨC THỰC HIỆN

1. Các sở, ban, ngành báo cáo kết quả về Sở Ngoại vụ trước ngày 05/11 hằng năm.

2. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch này.

3. Kế hoạch này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Các sở, ban, ngành cấp tỉnh;
- Lưu: VT.

CHỦ TỊCH

Hoàng Văn Thuận
"""
