"""The parts of a document: on documents written for this test, on any text, and on shared documents where present."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.reader.formats.plain import from_text
from hoinhap.core.reader.masthead import masthead
from hoinhap.core.reader.model import Cell, Extract, Line
from hoinhap.core.reader.parts import parts

SHARED = Path(__file__).parents[4] / "shared"


def cut(text):
    """Give the parts of a text as (kind, label, scope, first line, last line), furniture left out."""
    extract = from_text(text)
    lines = [extract.text[line.start : line.end] for line in extract.lines]
    return [
        (p.kind, p.label, p.scope, lines[p.first], lines[p.last - 1]) for p in parts(extract) if p.kind != "furniture"
    ]


def whole(text, kind):
    extract = from_text(text)
    return [
        extract.text[extract.lines[p.first].start : extract.lines[p.last - 1].end]
        for p in parts(extract)
        if p.kind == kind
    ]


DECISION = """BỘ CÔNG THƯƠNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 1234/QĐ-BCT
Hà Nội, ngày 02 tháng 4 năm 2024
QUYẾT ĐỊNH
BAN HÀNH KẾ HOẠCH THỰC HIỆN HIỆP ĐỊNH THƯƠNG MẠI TỰ DO
BỘ TRƯỞNG BỘ CÔNG THƯƠNG
Căn cứ Nghị định số 1/2022/NĐ-CP ngày 29 tháng 11 năm 2022 của Chính phủ; khoản 2
Điều 1 Nghị định số 2/2022/NĐ-CP;
Theo đề nghị của Vụ trưởng Vụ Chính sách thương mại đa biên,
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch, gồm các nhiệm vụ tại
Phụ lục I kèm theo.
Điều 2. Quyết định có hiệu lực từ ngày ký./.
Nơi nhận:
- Như Điều 2;
- Lưu: VT, ĐB.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Nguyễn Thị Trăng
KẾ HOẠCH
THỰC HIỆN HIỆP ĐỊNH THƯƠNG MẠI TỰ DO
(Kèm theo Quyết định số 1234/QĐ-BCT ngày 02 tháng 4 năm 2024 của Bộ trưởng
Bộ Công Thương)
I. MỤC TIÊU
1. Thực hiện đầy đủ.
PHỤ LỤC I
DANH MỤC NHIỆM VỤ
1. Xây dựng tài liệu.
Phụ lục 02
DANH MỤC SẢN PHẨM
Mẫu số 01
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
KẾ HOẠCH
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
(Ký, ghi rõ họ tên)
"""


def test_a_decision_with_a_plan_and_annexes():
    assert [part[:4] for part in cut(DECISION)][2:] == [
        ("head", "", 0, "Số: 1234/QĐ-BCT"),
        ("body", "", 0, "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch, gồm các nhiệm vụ tại"),
        ("recipients", "", 0, "Nơi nhận:"),
        ("signature", "", 0, "KT. BỘ TRƯỞNG"),
        ("attachment", "", 1, "KẾ HOẠCH"),
        ("body", "", 1, "I. MỤC TIÊU"),
        ("annex", "PL1", 1, "PHỤ LỤC I"),
        ("body", "PL1", 1, "1. Xây dựng tài liệu."),
        ("annex", "PL2", 1, "Phụ lục 02"),
        ("body", "PL2", 1, "Mẫu số 01"),
    ]
    assert whole(DECISION, "attachment")[0].endswith("Bộ Công Thương)")
    assert whole(DECISION, "head")[-1].endswith("QUYẾT ĐỊNH:")


def test_a_web_page_around_the_document():
    text = (
        "Tỉnh ban hành quyết định mới về thương mại tự do\nNgày 02/4/2024, Bộ Công Thương ban hành quyết định.\n"
        + DECISION
    )
    text += """Quyết định 1234/QĐ-BCT năm 2024 về thương mại tự do do Bộ Công Thương ban hành
Văn bản này chưa cập nhật nội dung Tiếng Anh
Văn bản liên quan
"""
    extract = from_text(text)
    found = parts(extract)
    assert (found[0].kind, found[0].first, found[0].last) == ("furniture", 0, 2)
    assert (found[-1].kind, found[-1].last - found[-1].first) == ("furniture", 3)


def test_addressees_belong_to_the_head():
    text = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số: 4/UBND-NC
V/v báo cáo
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gia Lai, ngày 2 tháng 11 năm 2025
Kính gửi:
- Các sở, ban, ngành cấp tỉnh và các cơ quan trung ương đóng trên địa bàn
tỉnh;
- UBND các xã, phường.
Căn cứ Công văn số 3/BNG-TH, UBND tỉnh yêu cầu báo cáo.
CHỦ TỊCH
Rơ Châm Sao
"""
    assert whole(text, "body") == ["Căn cứ Công văn số 3/BNG-TH, UBND tỉnh yêu cầu báo cáo."]


def test_a_telegram_lists_whom_it_is_sent_to():
    text = """THỦ TƯỚNG CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 9/CĐ-TTg
Hà Nội, ngày 2 tháng 11 năm 2025
CÔNG ĐIỆN
VỀ VIỆC ỨNG PHÓ MƯA LŨ
THỦ TƯỚNG CHÍNH PHỦ điện:
- Bộ trưởng các Bộ: Công an, Quốc phòng;
- Chủ tịch Ủy ban nhân dân các tỉnh: Gia Lai, Đắk Lắk.
Mưa lũ diễn biến phức tạp. Thủ tướng Chính phủ yêu cầu:
1. Bộ Công an chủ trì.
THỦ TƯỚNG
Lê Văn Sông
"""
    assert whole(text, "body")[0].startswith("Mưa lũ diễn biến")


def test_legal_bases_of_a_plan_belong_to_the_head_and_its_preamble_to_the_body():
    text = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 4/KH-UBND
KẾ HOẠCH
PHÁT TRIỂN DU LỊCH GIAI ĐOẠN
2026 - 2030
Căn cứ Luật Du lịch ngày 19 tháng 6 năm
2017;
Theo đề nghị của Sở Văn hóa, Thể thao và Du lịch, UBND tỉnh ban hành Kế hoạch như sau:
I. MỤC TIÊU
"""
    assert whole(text, "body")[0].startswith("Theo đề nghị của Sở Văn hóa")


def test_notes_under_the_signature():
    text = DECISION.split("KẾ HOẠCH\nTHỰC HIỆN")[0] + "[1] Điều này được sửa đổi theo quy định\ntại Điều 5.\n"
    assert cut(text)[-1] == ("footnotes", "", 0, "[1] Điều này được sửa đổi theo quy định", "tại Điều 5.")


def test_an_annex_that_comes_alone():
    text = """Phụ lục II
VIẾT HOA TRONG VĂN BẢN
(Kèm theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020
của Chính phủ)
I. VIẾT HOA VÌ PHÉP ĐẶT CÂU
Viết hoa chữ cái đầu.
"""
    assert [part[:2] for part in cut(text)] == [("annex", "PL2"), ("body", "PL2")]


def test_cells_of_a_table_keep_recipients_and_signature_apart():
    rows = [("Số: 1/KH-UBND", None), ("KẾ HOẠCH", None), ("HỢP TÁC", None), ("1. Sở Ngoại vụ chủ trì.", None),
            ("Nơi nhận:", (1, 0, 0)), ("- Như trên;", (1, 0, 0)), ("Lưu: VT", (1, 0, 0)), ("KT. CHỦ TỊCH", (1, 0, 1)),
            ("PHÓ CHỦ TỊCH", (1, 0, 1)), ("Bùi", (1, 0, 1)), ("Xuân Sông", (1, 0, 1))]  # fmt: skip
    text, lines = "", []
    for words, cell in rows:
        lines.append(Line(len(text), len(text) + len(words), True, Cell(*cell) if cell else None))
        text += words + "\n"
    extract = Extract(text[:-1], tuple(lines), "docx")
    found = parts(extract)
    assert [(p.kind, p.first, p.last) for p in found] == [
        ("head", 0, 3), ("body", 3, 4), ("recipients", 4, 7), ("signature", 7, 11)]  # fmt: skip
    assert masthead(extract, found).signer == "Bùi Xuân Sông"


ODD = """Kính gửi:
[1] chú thích
TL. CHỦ TỊCH
CHỦ TỊCH
Nơi nhận
PHỤ
LỤC
Văn bản liên quan

|
(Kèm theo
Kính
gửi: A
Điều
1. abc
HỎA TỐC
#
**
V/v
ngày 31 tháng 2 năm 2025
MINISTRY OF FINANCE OF VIETNAM"""
PIECES = st.sampled_from([*DECISION.splitlines(), *ODD.splitlines()])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=40).map("\n".join))
def test_every_line_has_one_part_and_spans_stay_inside(text):
    extract = from_text(text)
    found = parts(extract)
    covered = [index for part in found for index in range(part.first, part.last)]
    assert covered == list(range(len(extract.lines)))
    for _, span in masthead(extract, found).spans:
        assert 0 <= span.start <= span.end <= len(extract.text)


def test_shared_documents_are_cut_whole():
    folder = SHARED / "more"
    if not folder.exists():
        pytest.skip("Không có thư mục văn bản dùng chung bên cạnh kho mã.")
    for path in sorted(folder.glob("*.txt")):
        extract = from_text(path.read_text("utf-8"))
        found = parts(extract)
        kinds = [part.kind for part in found]
        assert kinds.count("signature") >= 1 and "head" in kinds and "body" in kinds, path.name
        body = "\n".join(
            extract.text[extract.lines[p.first].start : extract.lines[p.last - 1].end]
            for p in found
            if p.kind == "body"
        )
        for chrome in ("THƯ VIỆN PHÁP LUẬT", "Văn bản liên quan", "Tiếng Anh"):
            assert chrome not in body, (path.name, chrome)


CLOSED = DECISION.split("KẾ HOẠCH\nTHỰC HIỆN")[0]


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("QUY CHẾ\nPHỐI HỢP\nĐiều 1. Phạm vi\n", [("attachment", "", 1), ("body", "", 1)]),
        ("DANH MỤC\nNHIỆM VỤ TRỌNG TÂM\n1. Sở Ngoại vụ chủ trì.\n", [("annex", "PL1", 0), ("body", "PL1", 0)]),
        ("Mẫu số 01\nĐƠN ĐỀ NGHỊ\nTôi là: ....\nMẫu số 02\nTờ khai.\n", [("annex", "PL1", 0), ("body", "PL1", 0)]),
        ("PHỤ\nLỤC SỐ 03\nBẢNG TỔNG HỢP\n1. Tên nhiệm vụ\n", [("annex", "PL3", 0), ("body", "PL3", 0)]),
        ("THỦ TỤC ĐƯỢC SỬA ĐỔI (Ban hành kèm theo Quyết định số 1234/QĐ-BCT)\n1. Tên thủ tục\n",
         [("annex", "PL1", 0), ("body", "PL1", 0)]),
        ("Ghi chú: Kết quả này chỉ dùng cho người nhận.\n", [("footnotes", "", 0)]),
        ("MINISTRY OF INDUSTRY AND TRADE\nDecision on the plan of the trade\n", []),
    ],
)  # fmt: skip
def test_what_stands_under_the_signature(added, expected):
    found = [part[:3] for part in cut(CLOSED + added)]
    assert found[found.index(("signature", "", 0)) + 1 :] == expected


def test_a_form_in_an_annex_does_not_begin_a_document():
    text = DECISION + "Nơi nhận:\n- Như trên.\nQUYẾT ĐỊNH\nVề việc giao nhiệm vụ\nĐiều 1. Giao nhiệm vụ.\n"
    assert cut(text)[-1][:3] == ("body", "PL2", 1)


def test_an_excerpt_that_is_no_news_keeps_its_provisions():
    text = """Điều 4. Nguyên tắc
1. Công khai, minh bạch trong mọi hoạt động hợp tác của địa phương với đối tác nước ngoài.
Các cơ quan phối hợp chặt chẽ với nhau để thực hiện những việc đã được giao trong năm nay.
2. Tiết kiệm.
"""
    assert cut(text) == [("body", "", 0, "Điều 4. Nguyên tắc", "2. Tiết kiệm.")]


def test_a_news_page_is_headline_lead_paragraphs_and_chrome():
    text = """Trang chủ
Tin tức
Tỉnh đẩy mạnh hợp tác với các đối tác Nhật Bản

Thứ ba, 08:15, 04/11/2025

Ngày 03/11/2025, UBND tỉnh ban hành Kế hoạch số 15/KH-UBND về hợp tác với Nhật Bản.

Lãnh đạo tỉnh tiếp đoàn công tác của các doanh nghiệp Nhật Bản tại hội trường

Theo đó, các sở, ban, ngành được giao mở rộng hợp tác với các địa phương của Nhật Bản trong năm tới.

Thu Hà

Tin liên quan

Khai mạc hội chợ
"""
    found = cut(text)
    assert [(part[0], part[3]) for part in found] == [
        ("head", "Tỉnh đẩy mạnh hợp tác với các đối tác Nhật Bản"),
        ("head", "Ngày 03/11/2025, UBND tỉnh ban hành Kế hoạch số 15/KH-UBND về hợp tác với Nhật Bản."),
        (
            "body",
            "Theo đó, các sở, ban, ngành được giao mở rộng hợp tác với các địa phương của Nhật Bản trong năm tới.",
        ),
    ]
