"""The outline keeps the author's numbering, and every word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.reader.formats.plain import from_text
from hoinhap.core.reader.model import Cell, Extract, Line, Part, Provision
from hoinhap.core.reader.outline import leftover, outline
from hoinhap.core.reader.paragraphs import Block, paragraphs

SHARED = Path(__file__).parents[4] / "shared"


def blocks_of(text: str, label: str = "") -> tuple[Extract, tuple[Block, ...]]:
    extract = from_text(text)
    return extract, paragraphs(extract, (Part("body", 0, len(extract.lines), label),))


def read(text: str, label: str = "") -> tuple[Provision, ...]:
    return outline(blocks_of(text, label)[1])


def paths(text: str, label: str = "") -> list[str]:
    return [each.path for each in read(text, label)]


def texts(text: str, label: str = "") -> dict[str, str]:
    return {each.path: each.text for each in read(text, label)}


# --- where labels stand -------------------------------------------------------------------------------------------


def test_numerals_numbers_decimals_letters_and_bullets_nest():
    assert paths(
        "I. MỤC ĐÍCH\n\n1. Mục đích\n\n- Nâng cao nhận thức.\n\n- Đổi mới cách làm.\n\n2. Yêu cầu\n\nII. NHIỆM VỤ\n\n"
        "1. Thông tin\n\n1.1. Sở Ngoại vụ\n\na) Rà soát.\n\nđ) Báo cáo.\n\n1.2. Sở Nội vụ:\n\n- Tham "
        "mưu:\n\n+ Kế hoạch.\n\n"
        "+ Quy chế.\n\n- Theo dõi."
    ) == [
        "I",
        "I/1",
        "I/1/-1",
        "I/1/-2",
        "I/2",
        "II",
        "II/1",
        "II/1/1.1",
        "II/1/1.1/a",
        "II/1/1.1/đ",
        "II/1/1.2",
        "II/1/1.2/-1",
        "II/1/1.2/-1/+1",
        "II/1/1.2/-1/+2",
        "II/1/1.2/-2",
    ]


def test_articles_keep_counting_across_chapters():
    assert paths(
        "Chương I\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\n1. Quyết định này quy định về cảng.\n\na) Cảng "
        "cá;\n\nb) Cảng du lịch.\n\n"
        "Chương II\nTRÁCH NHIỆM\n\nĐiều 2. Sở Xây dựng\n\n1. Chủ trì."
    ) == [
        "Chương I",
        "Chương I/Điều 1",
        "Chương I/Điều 1/1",
        "Chương I/Điều 1/1/a",
        "Chương I/Điều 1/1/b",
        "Chương II",
        "Chương II/Điều 2",
        "Chương II/Điều 2/1",
    ]


def test_an_orphan_number_takes_the_line_after_it_as_its_words():
    assert texts("II.\nNHIỆM VỤ\n\n1.\nTuyên truyền\n\n2.\nHợp tác") == {
        "II": "NHIỆM VỤ",
        "II/1": "Tuyên truyền",
        "II/2": "Hợp tác",
    }


@pytest.mark.parametrize("first", ["a) Rà soát;", "1. Rà soát;", "I. RÀ SOÁT", "1) Rà soát;", "(1) Rà soát;"])
def test_a_list_may_stand_right_under_nothing(first):
    label = first.split()[0].strip("().")
    assert (
        paths(f"{first}\n\n{first.split()[0].replace('1', '2').replace('a', 'b').replace('I', 'II')} Báo cáo.")[0]
        == label
    )


def test_letters_pass_over_what_the_alphabet_leaves_out():
    found = paths("1. Giao:\n\n" + "\n\n".join(f"{letter}) Việc {letter}." for letter in "abcdđeghiklm"))
    assert found == ["1", *(f"1/{letter}" for letter in "abcdđeghiklm")]


def test_small_numerals_are_told_from_letters():
    assert paths("1. Giao:\n\ni) Việc một;\n\nii) Việc hai;\n\niii) Việc ba.") == ["1", "1/i", "1/ii", "1/iii"]


def test_a_year_or_a_clause_at_the_start_of_a_line_is_no_label():
    assert paths(
        "1. Sở Tài chính bố trí kinh phí năm\n2025. Các sở báo cáo theo khoản\n2. Điều này áp dụng ngay.\n\n"
        "2. Sở Nội vụ theo dõi."
    ) == ["1", "2"]


def test_a_dash_inside_a_sentence_is_no_bullet():
    long = (
        "1. Sở Khoa học và Công nghệ theo dõi, đôn đốc các sở, ban, ngành; tham mưu báo cáo kết quả triển "
        "khai các nhiệm vụ được giao về Cục Dữ liệu"
    )
    found = texts(
        f"{long}\n\n- Cơ quan thường trực Tổ công tác trước ngày 20 hằng tháng.\n\n2. Các sở thực hiện giai đoạn 2026\n"
        "- 2030 theo kế hoạch của Sở Lao động\n- thương binh."
    )
    assert list(found) == ["1", "2"]
    assert found["2"] == "Các sở thực hiện giai đoạn 2026 - 2030 theo kế hoạch của Sở Lao động - thương binh."


def test_a_bullet_glued_to_the_sentence_before_it_is_parted():
    assert texts("1. Sở Y tế: Rà soát cơ sở; - Chủ trì tập huấn; - Báo cáo hằng quý.\n\n2. Sở Nội vụ theo dõi.") == {
        "1": "Sở Y tế: Rà soát cơ sở;",
        "1/-1": "Chủ trì tập huấn;",
        "1/-2": "Báo cáo hằng quý.",
        "2": "Sở Nội vụ theo dõi.",
    }


def test_numbers_on_one_line_are_parted_where_they_count_on():
    assert list(
        texts("1. Sở Y tế tập huấn. 2. Sở Nội vụ theo dõi. 3. Sở Tài chính cấp kinh phí năm 2025. Các xã báo cáo.")
    ) == ["1", "2", "3"]


def test_unlabelled_paragraphs_belong_to_the_provision_before_them():
    found = texts(
        "Ủy ban nhân dân tỉnh yêu cầu:\n\n1. Sở Công Thương\n\nRà soát chợ.\n\nBáo cáo hằng năm.\n\n2. Sở Y "
        "tế\n\nRà soát."
    )
    assert found == {"1": "Sở Công Thương Rà soát chợ. Báo cáo hằng năm.", "2": "Sở Y tế Rà soát."}


def test_a_quoted_article_belongs_to_the_provision_that_quotes_it():
    found = texts(
        "Điều 1. Sửa đổi Quy định như sau:\n\n1. Sửa đổi Điều 5 như sau:\n\n“Điều 5. Trách nhiệm\n\n1. Sở Y "
        "tế chủ trì.\n\n"
        "a) Rà soát.”\n\n2. Bãi bỏ Điều 7.\n\nĐiều 2. Hiệu lực"
    )
    assert list(found) == ["Điều 1", "Điều 1/1", "Điều 1/2", "Điều 2"]
    assert found["Điều 1/1"].endswith("a) Rà soát.”")


def test_a_text_without_labels_counts_its_paragraphs():
    assert texts(
        "Kế hoạch nhằm mở rộng thị trường.\n\nCác sở phối hợp:\n\n- Rà soát cảng.\n\n- Sửa đường.\n\nTỉnh "
        "mong muốn hợp tác."
    ) == {
        "p1": "Kế hoạch nhằm mở rộng thị trường.",
        "p2": "Các sở phối hợp:",
        "p2/-1": "Rà soát cảng.",
        "p2/-2": "Sửa đường.",
        "p3": "Tỉnh mong muốn hợp tác.",
    }


def test_a_later_number_at_a_paragraph_still_counts_after_a_slip_of_the_author():
    assert paths(
        "1. Sở Y tế rà soát.\n\n2. Sở Nội vụ theo dõi.\n\n4. Sở Tài chính bố trí.\n\n4. Sở Xây dựng lập dự "
        "án.\n\n5. Các xã."
    ) == ["1", "2", "4", "4", "5"]


def test_an_attachment_begins_anew():
    extract = from_text(
        "Điều 1. Ban hành kế hoạch.\n\nĐiều 2. Hiệu lực.\n\nI. MỤC TIÊU\n\n1. Mở rộng thị trường.\n\n2. Tăng xuất khẩu."
    )
    found = outline(paragraphs(extract, (Part("body", 0, 2), Part("body", 2, 5, "", 1))))
    assert [(each.scope, each.path) for each in found] == [
        (0, "Điều 1"),
        (0, "Điều 2"),
        (1, "I"),
        (1, "I/1"),
        (1, "I/2"),
    ]
    assert [each.parent for each in found] == [-1, -1, -1, 2, 2]


# --- tables -------------------------------------------------------------------------------------------------------

TABLE = """| TT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Sản phẩm |
|---|---|---|---|---|---|
| I | LĨNH VỰC CẢNG | | | | |
| 1 | Rà soát cảng cá | Sở Xây dựng | UBND các xã | Quý I/2026 | Báo cáo |
| 2 | Nạo vét luồng | Sở Xây dựng | | Hằng năm | |
| II | LĨNH VỰC DU LỊCH | | | | |
| 3 | Mở tuyến tàu | Sở Du lịch | Bộ đội Biên phòng | 2026 | Đề án |
"""


def test_the_rows_of_a_task_table_are_provisions_and_its_heading_rows_are_not():
    found = read(TABLE, "PL1")
    assert [(each.path, each.text) for each in found] == [
        ("PL1/1", "Rà soát cảng cá"),
        ("PL1/2", "Nạo vét luồng"),
        ("PL1/3", "Mở tuyến tàu"),
    ]
    assert [(field.role, field.text) for field in found[0].fields] == [
        ("task", "Rà soát cảng cá"),
        ("lead", "Sở Xây dựng"),
        ("partner", "UBND các xã"),
        ("time", "Quý I/2026"),
        ("product", "Báo cáo"),
    ]
    assert {each.kind for each in found} == {"row"}


def test_columns_may_stand_in_any_order_and_need_no_number():
    found = read(
        "| Đơn vị thực hiện | Tiến độ | Công việc |\n|---|---|---|\n| Sở Y tế | 2026 | Khám bệnh |\n| Sở Nội "
        "vụ | 2027 | Kiểm tra |",
        "PL2",
    )
    assert [(each.path, each.text, each.fields[0].role) for each in found] == [
        ("PL2/1", "Khám bệnh", "lead"),
        ("PL2/2", "Kiểm tra", "lead"),
    ]


def cells(*rows: dict[int, str]) -> tuple[Block, ...]:
    """Set a table whose columns are known, as those of docx and html are."""
    lines, pieces, at = [], [], 0
    for row, columns in enumerate(rows):
        for column, words in columns.items():
            lines.append(Line(at, at + len(words), True, Cell(0, row, column)))
            pieces.append(words)
            at += len(words) + 1
    extract = Extract("\n".join(pieces), tuple(lines), "docx")
    return paragraphs(extract, (Part("body", 0, len(lines), "PL1"),))


def test_a_header_of_two_rows_and_cells_over_several_rows():
    header = {0: "TT", 1: "Nội dung công việc", 2: "Đơn vị thực hiện", 4: "Thời gian"}
    found = outline(
        cells(
            header,
            {2: "Chủ trì", 3: "Phối hợp"},
            {0: "(1)", 1: "(2)", 2: "(3)", 3: "(4)", 4: "(5)"},
            {0: "1", 1: "Rà soát cảng", 2: "Sở Xây dựng", 3: "Sở Tài chính", 4: "Quý I/2026"},
            {0: "2", 1: "Nạo vét luồng", 4: "Quý II/2026"},
            header,
            {0: "3", 1: "Mở tuyến tàu", 2: "Sở Du lịch"},
            {2: "Công an tỉnh"},
        )
    )
    told = {each.path: [(field.role, field.text) for field in each.fields[1:]] for each in found}
    assert told == {
        "PL1/1": [("lead", "Sở Xây dựng"), ("partner", "Sở Tài chính"), ("time", "Quý I/2026")],
        "PL1/2": [("time", "Quý II/2026"), ("lead", "Sở Xây dựng"), ("partner", "Sở Tài chính")],
        "PL1/3": [("lead", "Sở Du lịch"), ("lead", "Công an tỉnh")],
    }


def test_numbers_that_begin_anew_under_each_heading_are_told_apart_by_it():
    assert paths(TABLE.replace("| 3 |", "| 1 |"), "PL1") == ["PL1/I/1", "PL1/I/2", "PL1/II/1"]


def test_a_table_in_the_body_stands_under_its_provision():
    assert paths("I. MỤC TIÊU\n\nII. PHÂN CÔNG\n\n" + TABLE + "\nIII. KINH PHÍ") == [
        "I",
        "II",
        "II/1",
        "II/2",
        "II/3",
        "III",
    ]


def test_a_table_of_prices_is_left_over():
    text = "1. Giá như sau:\n\n| TT | Loại | Đơn giá |\n|---|---|---|\n| 1 | Cát | 70.000 |\n\n2. Hiệu lực."
    extract, blocks = blocks_of(text)
    found = outline(blocks)
    assert [each.path for each in found] == ["1", "2"]
    assert "70.000" in [extract.text[start:end] for start, end in leftover(blocks, found)]


# --- promises for any text ----------------------------------------------------------------------------------------

OPENINGS = [
    "",
    "I. ",
    "II. ",
    "1. ",
    "2. ",
    "2025. ",
    "3.2. ",
    "1.1 ",
    "a) ",
    "đ) ",
    "i) ",
    "- ",
    "+ ",
    "* ",
    "(1) ",
    "Điều 1. ",
    "Điều 2a. ",
    "Chương I ",
    "“Điều 5. ",
    "Phần thứ nhất ",
    "A. ",
    "II.1. ",
    "II.",
    "3.",
    "Cơ quan chủ trì: ",
    "| ",
    "|",
]
CLOSINGS = ["", ".", ":", ";", "”.", " - Chủ trì rà soát", ". 2. Sở", "; b) Tên", " như sau:", "|"]
WORDS = st.sampled_from(
    ["Sở Y tế rà soát", "SỞ Y TẾ", "phối hợp với các xã", "STT|Nhiệm vụ|Chủ trì", "2030", "", "\u200b", "năm"]
)
LINES = st.tuples(st.sampled_from(OPENINGS), WORDS, st.sampled_from(CLOSINGS), st.sampled_from(["\n", "\n\n"])).map(
    "".join
)
DOCUMENTS = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=30).map("".join))


@given(DOCUMENTS, st.sampled_from(["", "PL1"]))
def test_no_word_is_lost_moved_or_changed(text, label):
    extract, blocks = blocks_of(text, label)
    found = outline(blocks)
    for each in found:
        assert each.text == " ".join(extract.text[start:end].replace("\n", " ") for start, end in each.pieces)
        assert each.parent < found.index(each) or each.parent == -1
        assert all(
            field.text == " ".join(extract.text[field.span.start : field.span.end].split("\n")) for field in each.fields
        )
    starts = [each.span.start for each in found]
    assert starts == sorted(starts)
    held = [False] * len(extract.text)
    for start, end in [
        *(each.span for each in found if each.kind == "row"),
        *leftover(blocks, found),
        *(piece for each in found for piece in each.pieces),
        *((each.span.start, each.pieces[0].start if each.pieces else each.span.end) for each in found),
    ]:
        held[start:end] = [True] * (end - start)
    assert not [mark for mark, kept in zip(extract.text, held, strict=True) if not kept and not mark.isspace()]


@given(
    st.lists(
        st.tuples(st.text(alphabet="SởY tế12.-)a\u0301", min_size=1, max_size=30), st.booleans(), st.booleans()),
        max_size=20,
    )
)
def test_paragraphs_hold_their_lines(rows):
    lines, pieces, at = [], [], 0
    for words, ends, bold in rows:
        words = " ".join(words.split()) or "x"
        lines.append(Line(at, at + len(words), ends, None, bold))
        pieces.append(words)
        at += len(words) + 1
    extract = Extract("\n".join(pieces), tuple(lines), "plain")
    found = [each for block in paragraphs(extract, (Part("body", 0, len(lines)),)) for each in block.paragraphs]
    for each in found:
        assert each.text == extract.text[each.start : each.end].replace("\n", " ")
    assert "".join(each.text for each in found).replace(" ", "") == "".join(pieces).replace(" ", "")


# --- real documents -----------------------------------------------------------------------------------------------

GOLD = sorted((SHARED / "gold").glob("*.json"))


@pytest.mark.parametrize("gold", GOLD or [None], ids=lambda path: path.stem[:20] if path else "none")
def test_real_outlines(gold):
    if gold is None:
        pytest.skip("The folder ../shared with real documents is not here.")
    parts = pytest.importorskip("hoinhap.core.reader.parts").parts
    source = next((SHARED / "corpus").glob(f"{gold.stem}.*"))
    extract = from_text(source.read_text("utf-8"))
    found = outline(paragraphs(extract, parts(extract)))
    want = [each["path"] for each in json.loads(gold.read_text("utf-8"))["outline"]]
    assert [each.path for each in found] == want
