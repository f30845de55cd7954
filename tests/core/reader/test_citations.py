# ruff: noqa: E501
"""Citations: kinds, dates and issuers from anywhere in the text, short forms, false friends."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.reader.citations import citations
from hoinhap.core.reader.formats.plain import from_text
from hoinhap.core.reader.model import Masthead

SHARED = Path(__file__).parents[4] / "shared"


def cited(text, number=None, kind="Kế hoạch"):
    return citations(from_text(text), (), Masthead(kind=kind, number=number))


def facts(text, **own):
    return [(c.kind, c.number, c.date, c.issuer) for c in cited(text, **own)]


def test_date_and_issuer_may_stand_at_a_later_mention():
    text = "Thực hiện Nghị quyết số 57/NQ-HĐND về du lịch.\nTheo Nghị quyết số 57/NQ-HĐND, ngày 5/6/2024 của HĐND tỉnh Bình Nguyên, các sở làm việc."
    assert facts(text) == [("Nghị quyết", "57/NQ-HĐND", "2024-06-05", "HĐND tỉnh Bình Nguyên")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo văn bản số 12-KL/TW ngày 3 tháng 4 năm 2024 của Ban Bí thư về đối ngoại", ("Kết luận", "12-KL/TW", "2024-04-03", "Ban Bí thư")),
        ("theo văn bản số 812/VPCP-QHQT của Văn phòng Chính phủ", ("Công văn", "812/VPCP-QHQT", None, "Văn phòng Chính phủ")),
        ("Chương trình hành động số 9-CTr/TU ngày 1/2/2023", ("Chương trình", "9-CTr/TU", "2023-02-01", None)),
        ("Quy định số 31-QĐ/TW của Bộ Chính trị", ("Quy định", "31-QĐ/TW", None, "Bộ Chính trị")),
        ("Luật Thí điểm vũ trụ số 5/2030/QH20", ("Luật", "5/2030/QH20", None, None)),
        ("Nghị quyết về biển số 6/2030/QH20 của Quốc hội", ("Nghị quyết", "6/2030/QH20", None, "Quốc hội")),
        ("theo TCVN 99887:2031 về đường sắt", ("Tiêu chuẩn", "TCVN 99887:2031", None, None)),
        ("theo QCVN 01-7:2029/BYT", ("Quy chuẩn", "QCVN 01-7:2029/BYT", None, None)),
        ("gắn với Đề án 06 theo quy định", ("Đề án", "06", None, None)),
        ("Nghị quyết số 27/NQ- TW", ("Nghị quyết", "27/NQ-TW", None, None)),
        ("THỰC HIỆN CHỈ THỊ SỐ 8/CT-TTG CỦA THỦ TƯỚNG CHÍNH PHỦ VỀ XUẤT KHẨU", ("Chỉ thị", "8/CT-TTg", None, "Thủ tướng Chính phủ")),
        ("đã được Thủ tướng Chính phủ phê duyệt tại Quyết định số 77/QĐ-TTg ngày 9/9/2024,", ("Quyết định", "77/QĐ-TTg", "2024-09-09", "Thủ tướng Chính phủ")),
        ("Theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tại Tờ trình số 5/TTr-SVHTTDL", ("Tờ trình", "5/TTr-SVHTTDL", None, "Giám đốc Sở Văn hóa, Thể thao và Du lịch")),
        ("trả lời công văn số 128.2025/OL.WMCLV ngày 24/11/2025 của Công ty Hoa Sữa", ("Công văn", "128.2025/OL.WMCLV", "2025-11-24", "Công ty Hoa Sữa")),
        ("trả lời công văn số 48/CCTKV.05-TTKT3 ngày 3/6/2025", ("Công văn", "48/CCTKV.05-TTKT3", "2025-06-03", None)),
        ("tại Công văn số 15/SXD-QLN& TTBĐS ngày 4/11/2025", ("Công văn", "15/SXD-QLN&TTBĐS", "2025-11-04", None)),
        ("Thông tư số 2/2025/TT-BDTTG của Bộ Dân tộc và Tôn giáo", ("Thông tư", "2/2025/TT-BDTTG", None, "Bộ Dân tộc và Tôn giáo")),
        ("Thông tri số 12-TT/TU của Ban Thường vụ Tỉnh ủy", ("Thông tri", "12-TT/TU", None, "Ban Thường vụ Tỉnh ủy")),
        ("(CV số 23/SNgV-HTQT ngày 4/11/2025)", ("Công văn", "23/SNgV-HTQT", "2025-11-04", None)),
        ("Thông báo kết luận số 5-TB/TU", ("Thông báo", "5-TB/TU", None, None)),
        ("Kế hoạch số 128 của Tỉnh ủy", ("Kế hoạch", "128", None, "Tỉnh ủy")),
    ],
)  # fmt: skip
def test_one_citation(text, expected):
    assert facts(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "trực 24/7, tỷ lệ 3/4, ngày 17/11/2025, điện thoại 0203.3835.678",
        "Mẫu số 05/BC, Biểu số 2/KH-SXD, Phụ lục số 01/TTHC",
        "họp Tổ công tác Đề án 06 và Ban Chỉ đạo Nghị quyết 57",
        "Đề án 05 năm, Kế hoạch 10 ngày, Dự án số 7, Phương án số 2",
        "nhà số 12/4 đường Hoa Sữa, km 25/2A",
        "hợp đồng lao động, tờ khai số 1052/A12",
    ],
)
def test_numbers_that_cite_nothing(text):
    assert facts(text) == []


def test_a_row_number_below_a_cell_is_no_citation():
    assert facts("Sản phẩm\n\nĐề án\n\n9\n\nTriển khai chợ số\n\nĐề án\n\n10\n\nXây chợ") == []


def test_own_number_and_its_short_form_are_left_out():
    text = "Số: 45/KH-UBND\nKế hoạch số 45/KH-UBND này thực hiện Chỉ thị số 3/CT-TTg.\nTriển khai Kế hoạch số 45."
    assert [c.number for c in cited(text, number="45/KH-UBND")] == ["3/CT-TTg"]


def test_the_paper_that_carries_an_annex_is_the_document_itself():
    text = "PHỤ LỤC\n(Ban hành kèm theo Quyết định số 1034/QĐ-UBND)\nTheo Quy chế (ban hành kèm theo Quyết định số 7/QĐ-UBND)."
    assert [c.number for c in cited(text, number="103/QĐ-UBND", kind="Quyết định")] == ["7/QĐ-UBND"]


def test_short_forms_are_mentions_of_the_full_number():
    text = "Nghị quyết số 21/NQ-CP (sau đây gọi tắt là Nghị quyết số 21).\nTheo Nghị quyết số\n21 và Nghị quyết 21, các sở báo cáo."
    (found,) = cited(text)
    words = from_text(text).text
    assert [words[a:b] for a, b in found.mentions] == ["21/NQ-CP", "21", "21", "21"]


def test_bare_numbers_in_a_list():
    assert [
        c.number for c in cited("Nghị quyết số 57, 59 và 66 của Bộ Chính trị; Nghị quyết số 3, 12 xã tham gia")
    ] == ["57", "59", "66", "3"]


def test_a_list_shares_its_issuer_but_not_its_last_date():
    text = "các Công điện số 1/CĐ-TTg, 2/CĐ-TTg và 3/CĐ-TTg ngày 9/1/2025 của Thủ tướng Chính phủ; Luật số 4/2020/QH14"
    assert [(n, d, i) for _, n, d, i in facts(text)] == [
        ("1/CĐ-TTg", None, "Thủ tướng Chính phủ"),
        ("2/CĐ-TTg", None, "Thủ tướng Chính phủ"),
        ("3/CĐ-TTg", "2025-01-09", "Thủ tướng Chính phủ"),
        ("4/2020/QH14", None, None),
    ]


def test_relations():
    text = (
        "QUYẾT ĐỊNH\nSỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA QUY CHẾ BAN HÀNH KÈM THEO QUYẾT ĐỊNH SỐ 1/2020/QĐ-UBND\n"
        "Căn cứ Luật số 2/2020/QH14; Nghị định số 3/2020/NĐ-CP;\nThực hiện Chỉ thị số 4/CT-TTg;\n"
    )
    text += "Nơi đây không có số nào.\n" * 120
    text += "Điều 2. Quyết định này thay thế Quyết định số 5/2020/QĐ-UBND.\nTheo Thông tư số 6/2020/TT-BCT."
    assert {c.number: c.relation for c in cited(text)} == {
        "1/2020/QĐ-UBND": "amends", "2/2020/QH14": "basis", "3/2020/NĐ-CP": "basis", "4/CT-TTg": "implements",
        "5/2020/QĐ-UBND": "replaces", "6/2020/TT-BCT": "",
    }  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([
    "số", "Số:", " ", "\n", "57", "/", "-", "NQ", "NĐ-CP", "2025", "ngày", "1/2/2024", "của", "Chính phủ", "và", ",", ";", "Nghị quyết",
    "Đề án", "06", "TCVN", ":", "Luật", "QH15", "ẾẾ", "\u0301", "(", "được", "thay thế", "này", "UBND",
])).map(" ".join) | st.text())  # fmt: skip
def test_any_text_gives_spans_inside_it(text):
    extract = from_text(text)
    for found in citations(extract, (), Masthead()):
        for start, end in found.mentions:
            assert 0 <= start < end <= len(extract.text)
            assert extract.text[start].isalnum()


@pytest.mark.parametrize("name", [
    "000_eadee12732991dd8", "002_8eda3a25e50b8ea0", "2023-sonla-254-qd-ubnd", "2025-hanoi-308-kh-ubnd", "2025-quangtri-06-ct-ubnd",
])  # fmt: skip
def test_real_documents(name):
    gold = SHARED / "gold" / f"{name}.json"
    if not gold.exists():
        pytest.skip("không có kho văn bản thử nghiệm bên cạnh kho mã")
    want = json.loads(gold.read_text("utf-8"))
    (source,) = (SHARED / "corpus").glob(f"{name}.*")
    own = Masthead(kind=want["document"]["kind"], number=want["document"]["number"])
    found = citations(from_text(source.read_text("utf-8")), (), own)
    got = [{"kind": c.kind, "number": c.number, "date": c.date, "issuer": c.issuer} for c in found]
    assert got == want["citations"]
