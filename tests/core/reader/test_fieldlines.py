"""Field lines ("Đơn vị chủ trì: …", "Thời gian: …") and rows of tables give a duty its leads, partners and time."""

from __future__ import annotations

import pytest
from invented import Fact, as_json, cases, decision, facts, plan, reading

LINES = {
    "an item takes its leads, partners and due from its bullets": (
        plan(
            "II. NHIỆM VỤ",
            "1. Xây dựng cổng thông tin đối ngoại của tỉnh.",
            "- Cơ quan chủ trì: Sở Ngoại vụ.",
            "- Cơ quan phối hợp: Sở Khoa học và Công nghệ; các đơn vị liên quan.",
            "- Thời gian hoàn thành: Quý III/2025.",
        ),
        [Fact("II/1", "Sở Ngoại vụ", "Sở Khoa học và Công nghệ | các đơn vị liên quan", due={"by": "2025-Q3"})],
    ),
    "fields in unlabelled paragraphs under an item": (
        plan(
            "II. NHIỆM VỤ",
            "1. Tổ chức gian hàng của tỉnh tại hội chợ quốc tế.",
            "Đơn vị chủ trì: Sở Công Thương.",
            "Đơn vị phối hợp: Hiệp hội Doanh nghiệp tỉnh.",
            "Thời gian thực hiện: Hằng năm.",
        ),
        [Fact("II/1", "Sở Công Thương", "Hiệp hội Doanh nghiệp tỉnh", due={"every": "year"})],
    ),
    "fields in one paragraph, parted by full stops": (
        plan(
            "II. NHIỆM VỤ",
            "1. Dịch các trang thông tin sang tiếng nước ngoài. Cơ quan chủ trì: Sở Ngoại vụ. Cơ quan phối hợp: "
            "Báo An Bình. Thời gian thực hiện: Tháng 9/2025.",
        ),
        [Fact("II/1", "Sở Ngoại vụ", "Báo An Bình", due={"by": "2025-09"})],
    ),
    "fields after several bullets hold for all of them": (
        plan(
            "II. NHIỆM VỤ",
            "1. Xúc tiến đầu tư",
            "- Cập nhật danh mục dự án kêu gọi đầu tư.",
            "- Xây dựng bộ tài liệu giới thiệu tỉnh.",
            "- Cơ quan chủ trì: Sở Tài chính.",
            "- Thời gian thực hiện: Năm 2025.",
        ),
        [Fact("II/1/-1", "Sở Tài chính", due={"by": "2025"}), Fact("II/1/-2", "Sở Tài chính", due={"by": "2025"})],
    ),
    "fields hold for the bullets back to the fields before": (
        plan(
            "II. NHIỆM VỤ",
            "1. Xúc tiến du lịch",
            "- Khảo sát các tuyến đường bộ quốc tế.",
            "- Cơ quan chủ trì: Sở Xây dựng.",
            "- Mở văn phòng giới thiệu du lịch.",
            "- Đào tạo hướng dẫn viên tiếng Lào.",
            "- Cơ quan chủ trì: Sở Văn hóa, Thể thao và Du lịch.",
        ),
        [
            Fact("II/1/-1", "Sở Xây dựng"),
            Fact("II/1/-3", "Sở Văn hóa, Thể thao và Du lịch"),
            Fact("II/1/-4", "Sở Văn hóa, Thể thao và Du lịch"),
        ],
    ),
    "with 'a) Nhiệm vụ', 'b) Cơ quan', 'c) Thời gian' the task sits at a)": (
        plan(
            "II. NHIỆM VỤ",
            "1. Nâng cao năng lực hội nhập",
            "a) Nhiệm vụ: Tổ chức bồi dưỡng ngoại ngữ cho cán bộ, công chức.",
            "b) Cơ quan thực hiện: Sở Nội vụ.",
            "c) Thời gian thực hiện: Quý II/2025.",
        ),
        [Fact("II/1/a", "Sở Nội vụ", due={"by": "2025-Q2"})],
    ),
    "with 'a) Nhiệm vụ' and bullets the tasks sit at the bullets": (
        plan(
            "II. NHIỆM VỤ",
            "1. Nâng cao năng lực hội nhập",
            "a) Nhiệm vụ:",
            "- Biên soạn sổ tay về các hiệp định thương mại.",
            "- Tổ chức lớp bồi dưỡng cho doanh nghiệp.",
            "b) Cơ quan chủ trì: Sở Công Thương.",
            "c) Thời gian thực hiện: Quý IV/2025.",
        ),
        [
            Fact("II/1/a/-1", "Sở Công Thương", due={"by": "2025-Q4"}),
            Fact("II/1/a/-2", "Sở Công Thương", due={"by": "2025-Q4"}),
        ],
    ),
    "partners named in the sentence add to those of the field": (
        plan(
            "II. NHIỆM VỤ",
            "1. Phối hợp với Bộ Ngoại giao tổ chức tuần văn hóa quốc tế.",
            "- Cơ quan chủ trì: Sở Ngoại vụ.",
            "- Cơ quan phối hợp: Công an tỉnh.",
        ),
        [Fact("II/1", "Sở Ngoại vụ", "Bộ Ngoại giao | Công an tỉnh")],
    ),
    "a bullet 'Nội dung' only describes its item": (
        plan(
            "II. NHIỆM VỤ",
            "1. Tổ chức hội nghị gặp gỡ kiều bào.",
            "- Nội dung: Giới thiệu tiềm năng của tỉnh, tôn vinh kiều bào tiêu biểu.",
            "- Cơ quan chủ trì: Sở Ngoại vụ.",
        ),
        [Fact("II/1", "Sở Ngoại vụ")],
    ),
    "under a bare 'Hoạt động 1' the task sits at 'Nội dung'": (
        plan(
            "II. NHIỆM VỤ",
            "1. Hoạt động 1",
            "- Nội dung: Tổ chức hội nghị gặp gỡ kiều bào tiêu biểu.",
            "- Cơ quan chủ trì: Sở Ngoại vụ.",
        ),
        [Fact("II/1/-1", "Sở Ngoại vụ")],
    ),
    "a field of whole sentences is a task for each actor": (
        plan(
            "II. NHIỆM VỤ",
            "1. Rà soát các thỏa thuận quốc tế",
            "- Nội dung: Rà soát hiệu lực, kết quả thực hiện.",
            "- Cơ quan thực hiện: Sở Ngoại vụ rà soát các thỏa thuận do tỉnh ký; các sở, ngành rà soát các thỏa "
            "thuận nhân danh cơ quan mình.",
        ),
        [Fact("II/1/-2", "Sở Ngoại vụ"), Fact("II/1/-2", "các sở, ngành")],
    ),
    "'Thường xuyên' in the field of time gives no due": (
        plan(
            "II. NHIỆM VỤ",
            "1. Duy trì chuyên trang hội nhập quốc tế.",
            "- Cơ quan chủ trì: Báo An Bình.",
            "- Thời gian thực hiện: Thường xuyên.",
        ),
        [Fact("II/1", "Báo An Bình")],
    ),
    "an actor of the sentence leads where the fields name only partners": (
        plan(
            "II. NHIỆM VỤ",
            "1. Sở Y tế xây dựng đề án khám, chữa bệnh cho người nước ngoài.",
            "- Cơ quan phối hợp: Sở Ngoại vụ.",
        ),
        [Fact("II/1", "Sở Y tế", "Sở Ngoại vụ")],
    ),
    "fields in a bracket": (
        plan(
            "II. NHIỆM VỤ",
            "1. Khảo sát thị trường Halal.",
            "(Chủ trì: Sở Công Thương; phối hợp: Sở Ngoại vụ; thời gian: Quý I/2026)",
        ),
        [Fact("II/1", "Sở Công Thương", "Sở Ngoại vụ", due={"by": "2026-Q1"})],
    ),
    "who leads in a bracket at the end": (
        plan("II. NHIỆM VỤ", "1. Tổ chức tuần hàng (Sở Công Thương chủ trì)."),
        [Fact("II/1", "Sở Công Thương")],
    ),
    "a field whose words stand in its bullets": (
        plan(
            "II. NHIỆM VỤ",
            "1. Khảo sát thị trường",
            "a) Nội dung: Khảo sát thị trường Halal.",
            "b) Đơn vị thực hiện",
            "- Chủ trì: Sở Công Thương",
            "- Phối hợp: Sở Ngoại vụ, Sở Y tế",
            "c) Thời gian: Quý I/2026",
        ),
        [Fact("II/1/a", "Sở Công Thương", "Sở Ngoại vụ | Sở Y tế", due={"by": "2026-Q1"})],
    ),
    "'Chủ trì thực hiện:' before work is no field": (
        plan(
            "III. TỔ CHỨC THỰC HIỆN",
            "1. Sở Ngoại vụ",
            "- Chủ trì thực hiện:",
            "+ Theo dõi thỏa thuận.",
            "+ Đón đoàn vào.",
        ),
        [Fact("III/1/-1/+1", "Sở Ngoại vụ"), Fact("III/1/-1/+2", "Sở Ngoại vụ")],
    ),
}
FAULTS = {
    "a bullet 'Nội dung' only describes its item": "the task sits at the bullet though its item says the work",
    "a field of whole sentences is a task for each actor": "the whole field is taken for leads of the bullet before",
}

TABLE = decision(
    "Điều 1. Ban hành kèm theo Quyết định này Danh mục nhiệm vụ kết nối giao thương.",
    "Điều 2. Giám đốc Sở Công Thương chịu trách nhiệm thi hành Quyết định này./.",
) + (
    "\n\nPHỤ LỤC I\nDANH MỤC NHIỆM VỤ\n(Kèm theo Quyết định số 210/QĐ-UBND ngày 12/3/2025 của UBND tỉnh)\n\n"
    "| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Sản phẩm |\n"
    "|---|---|---|---|---|---|\n"
    "| 1 | Khảo sát nhu cầu thị trường | Sở Công Thương | Sở Tài chính; các hiệp hội | Quý II/2025 | Báo cáo |\n"
    "| 2 | Tổ chức đoàn giao thương | Sở Ngoại vụ | | 30/9/2025 | |\n"
    "| 3 | Đánh giá kết quả | Sở Công Thương | UBND các xã, phường | Hằng năm | Báo cáo |\n"
)


@pytest.mark.parametrize(("text", "expected"), cases(LINES, FAULTS))
def test_field_lines(text, expected):
    assert facts(text) == expected


def test_rows_of_an_annex_are_duties_and_its_heading_row_is_none():
    assert facts(TABLE)[1:] == [
        Fact("PL1/1", "Sở Công Thương", "Sở Tài chính | các hiệp hội", due={"by": "2025-Q2"}),
        Fact("PL1/2", "Sở Ngoại vụ", due={"on": "2025-09-30"}),
        Fact("PL1/3", "Sở Công Thương", "UBND các xã, phường", due={"every": "year"}),
    ]


def test_a_row_has_the_text_of_its_task_and_keeps_the_product():
    rows = [task for task in as_json(TABLE)["tasks"] if task["path"].startswith("PL1/")]
    assert [row["text"] for row in rows] == [
        "Khảo sát nhu cầu thị trường",
        "Tổ chức đoàn giao thương",
        "Đánh giá kết quả",
    ]
    assert [row["product"] for row in rows] == ["Báo cáo", None, "Báo cáo"]


ROWS = {
    "a cell that says who leads and who helps": (
        "Báo An Bình chủ trì; Sở Ngoại vụ phối hợp",
        "Báo An Bình",
        "Sở Ngoại vụ",
    ),
    "a cell that says 'as above'": ("nt", "Sở Công Thương", ""),
}


@pytest.mark.parametrize(("cell", "leads", "partners"), cases(ROWS, FAULTS))
def test_cells_in_short(cell, leads, partners):
    (last,) = facts(TABLE + f"| 4 | Đón đoàn | {cell} | | | |\n")[-1:]
    assert last == Fact("PL1/4", leads, partners)


def test_provisions_that_only_describe_another_are_answered_as_fields():
    text, _ = LINES["an item takes its leads, partners and due from its bullets"]
    answers = {answer.path: answer.answer for answer in reading(text).answers}
    assert answers == {"II": "heading", "II/1": "duty", "II/1/-1": "field", "II/1/-2": "field", "II/1/-3": "field"}
