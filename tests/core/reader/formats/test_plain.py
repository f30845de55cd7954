"""Plain text and markdown: encodings, emphasis, tables drawn with bars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.reader.formats.plain import from_bytes, from_text
from hoinhap.core.reader.model import Unreadable

NOTHING = st.text(st.sampled_from("ab*_#|\\- \n\x01\x02\x03`[]()&;:.Ðđ"))


def shown(text):
    extract = from_text(text)
    return [extract.text[line.start : line.end] for line in extract.lines]


def cells(text):
    extract = from_text(text)
    return [(*(line.cell or ("",)), extract.text[line.start : line.end]) for line in extract.lines]


@given(
    st.text()
    | NOTHING
    | st.lists(st.sampled_from(["|", "", "a", "**b**", "** **", "1", "| c | d |", "|---|---|"])).map("\n".join)
)
def test_any_text_gives_an_extract(text):
    extract = from_text(text)
    assert extract.text == "\n".join(extract.text[line.start : line.end] for line in extract.lines)
    position = 0
    for line in extract.lines:
        words = extract.text[line.start : line.end]
        assert line.start == position and words and words == words.strip() and "\n" not in words and "  " not in words
        assert not set(words) & {"\x01", "\x02", "\x03"}
        position = line.end + 1


@given(
    st.lists(
        st.sampled_from(
            ["Giao Sở Nội vụ", "1. Mục đích", "- Các xã;", "* Lưu ý", "(*) Ghi chú", "5*6 = 30", "3 * 4", "a_b_c"]
        ),
        min_size=1,
    )
)
def test_plain_words_are_never_changed(lines):
    assert shown("\n\n".join(lines)) == lines


def test_a_paragraph_ends_at_an_empty_line():
    extract = from_text("dòng một\ndòng hai\n\n\ndòng ba")
    assert [line.ends for line in extract.lines] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**I. MỤC TIÊU,\nPHẠM VI**", ["I. MỤC TIÊU,", "PHẠM VI"]),
        ("**HỘI ĐỒNG NHÂN DÂN\n**", ["HỘI ĐỒNG NHÂN DÂN"]),
        ("**- **Mở lớp", ["- Mở lớp"]),
        ("**2**. **Phạm vi**", ["2. Phạm vi"]),
        ("*Cơ quan chủ trì: *Sở\nY tế", ["Cơ quan chủ trì: Sở", "Y tế"]),
        ("*Hà Nam, ngày 3\ntháng 5 năm 2024*", ["Hà Nam, ngày 3", "tháng 5 năm 2024"]),
        ("* (Chi tiết tại phụ lục kèm\ntheo)*", ["(Chi tiết tại phụ lục kèm", "theo)"]),
        ("** Chú ý: *làm sớm", ["* Chú ý: làm sớm"]),
        ("***Thời hạn:** trước tháng 6*", ["Thời hạn: trước tháng 6"]),
        ("thuộc Sở Du lịch*.*\n*(Có danh sách)*", ["thuộc Sở Du lịch.", "(Có danh sách)"]),
        ("vật d**ẫ**n (*****)", ["vật dẫn (*)"]),
        ("## Phần thứ nhất ##", ["Phần thứ nhất"]),
        ("2\\. Không phải danh sách \\*", ["2. Không phải danh sách *"]),
        ("xem [kế hoạch](https://example.vn/a) này", ["xem kế hoạch này"]),
        ("địa chỉ __https://example.vn/__", ["địa chỉ https://example.vn/"]),
        ("** **\n\nNội dung", ["Nội dung"]),
        ("* việc một\n* việc hai\n+ việc ba\n- việc bốn", ["* việc một", "* việc hai", "+ việc ba", "- việc bốn"]),
        ("thuế* và phí*", ["thuế* và phí*"]),
        ("mở **đầu mà không đóng\n\nkhối sau**", ["mở **đầu mà không đóng", "khối sau**"]),
        ("# của bảng\n#1", ["của bảng", "#1"]),
        ("Phí &amp; lệ phí&nbsp;khác", ["Phí & lệ phí khác"]),
    ],
)
def test_marks(text, lines):
    assert shown(text) == lines


def test_a_line_is_bold_when_all_of_it_is():
    extract = from_text("**I. MỤC TIÊU,\nPHẠM VI**\nmột **phần** thôi\n**hai** **phần**\n# Đầu đề\nthường")
    assert [line.bold for line in extract.lines] == [True, True, False, True, True, False]


MASTHEAD = """|
**ỦY BAN NHÂN DÂN
**
TỈNH SÔNG MÂY
-------
|
**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
|
|
Số: 8/KH-UBND
|
*Sông Mây, ngày 2
tháng 4 năm 2024*
|"""
MASTHEAD_CELLS = [
    (0, 0, 0, "ỦY BAN NHÂN DÂN"),
    (0, 0, 0, "TỈNH SÔNG MÂY"),
    (0, 0, 0, "-------"),
    (0, 0, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (0, 1, 0, "Số: 8/KH-UBND"),
    (0, 1, 1, "Sông Mây, ngày 2"),
    (0, 1, 1, "tháng 4 năm 2024"),
]


def test_bars_alone_on_their_lines():
    assert cells(f"{MASTHEAD}\n\n** **\n\n**KẾ HOẠCH**") == [*MASTHEAD_CELLS, ("", "KẾ HOẠCH")]


def test_a_row_of_one_cell_and_empty_cells():
    table = (
        "|\nTT\n|\nViệc\n|\nHạn\n"
        "|\n|\nI. Việc lớn\n"
        "|\n|\n1\n|\nMở lớp\n|\nQuý I\n"
        "|\n|\n2\n|\nIn sách\n"
        "|\n"
        "|\n|\n3\n"
        "|\n|\nQuý II\n|"
    )
    assert cells(table) == [
        (0, 0, 0, "TT"), (0, 0, 1, "Việc"), (0, 0, 2, "Hạn"),
        (0, 1, 0, "I. Việc lớn"),
        (0, 2, 0, "1"), (0, 2, 1, "Mở lớp"), (0, 2, 2, "Quý I"),
        (0, 3, 0, "2"), (0, 3, 1, "In sách"),
        (0, 4, 0, "3"), (0, 4, 2, "Quý II"),
    ]  # fmt: skip


def test_an_empty_left_cell_beside_a_signature():
    assert cells("Hết./.\n\n|\n|\nKT. CHỦ TỊCH\nTrần Văn Mây\n|") == [
        ("", "Hết./."),
        (0, 0, 1, "KT. CHỦ TỊCH"),
        (0, 0, 1, "Trần Văn Mây"),
    ]


def test_text_between_tables_where_no_line_is_blank():
    body = "\n".join(f"Điều {number}. Các sở thực hiện nhiệm vụ được giao" for number in range(1, 9))
    annex = "PHỤ LỤC\nDANH MỤC\nVIỆC LÀM\nTRONG NĂM\n(Kèm theo Quyết định)"
    text = (
        f"{MASTHEAD}\n{body}\n|\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n|\n**CHỦ TỊCH**\nTrần Văn Mây\n|\n{annex}\n"
        "|\nTT\n|\nViệc\n|\nHạn\n|\n|\n1\n|\nMở lớp\n|\nQuý I\n|\n|\n2\n|\nIn sách\n|\nQuý II\n|"
    )
    found = cells(text)
    assert found[:7] == MASTHEAD_CELLS
    assert [words for *place, words in found if place == [""]] == body.split("\n") + annex.split("\n")
    assert [(*place, words) for *place, words in found if place[0] == 1] == [
        (1, 0, 0, "Nơi nhận:"), (1, 0, 0, "- Như trên;"), (1, 0, 0, "- Lưu: VT."),
        (1, 0, 1, "CHỦ TỊCH"), (1, 0, 1, "Trần Văn Mây"),
    ]  # fmt: skip
    assert found[-9:] == [
        (2, 0, 0, "TT"), (2, 0, 1, "Việc"), (2, 0, 2, "Hạn"),
        (2, 1, 0, "1"), (2, 1, 1, "Mở lớp"), (2, 1, 2, "Quý I"),
        (2, 2, 0, "2"), (2, 2, 1, "In sách"), (2, 2, 2, "Quý II"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "| TT | Việc |\n|---|:---:|\n| 1 | Mở lớp<br>ba ngày |\n| 2 |",
        "TT | Việc\n---|---\n1 | Mở lớp<br/>ba ngày\n2 |",
        "|\n| **TT** | Việc | |---|---| | 1 | Mở lớp<br>ba ngày | | 2 | |",
    ],
)
def test_rows_on_a_line(text):
    assert cells(text) == [
        (0, 0, 0, "TT"),
        (0, 0, 1, "Việc"),
        (0, 1, 0, "1"),
        (0, 1, 1, "Mở lớp"),
        (0, 1, 1, "ba ngày"),
        (0, 2, 0, "2"),
    ]


def test_a_bar_in_a_sentence_is_no_table():
    assert cells("Ảnh chụp tháng 3 |\n\nGiá trị |x| > 3") == [("", "Ảnh chụp tháng 3 |"), ("", "Giá trị |x| > 3")]


# --- bytes --------------------------------------------------------------------------------------------------------

SENTENCE = "Giao Sở Y tế chủ trì, phối hợp với các địa phương tổ chức thực hiện"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(name):
    extract = from_bytes(SENTENCE.encode(name))
    assert extract.text == SENTENCE
    assert extract.notes == ()


def test_a_legacy_text_is_put_right_and_said_so():
    extract = from_bytes("Céng hßa x· héi chñ nghÜa ViÖt Nam".encode("latin-1"))
    assert extract.text == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert extract.encoding == "tcvn3"
    assert [note.code for note in extract.notes] == ["legacy-encoding"]


def test_text_without_marks_is_noted():
    extract = from_bytes(b"Giao So Y te chu tri, phoi hop voi cac dia phuong to chuc thuc hien nhiem vu " * 8)
    assert [note.code for note in extract.notes] == ["low-quality-text"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        ("\ufeff\u200b".encode(), "empty"),
        (bytes(range(256)) * 4, "unknown-type"),
        (b"\x00\x01\x02" * 50, "unknown-type"),
        ("\ufffd".encode() * 200 + b"\xff\xfe\xfd", "damaged"),
    ],
)
def test_refusals(data, code):
    with pytest.raises(Unreadable) as refusal:
        from_bytes(data)
    assert refusal.value.code == code


@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    try:
        assert from_bytes(data).text
    except Unreadable as refusal:
        assert refusal.code in ("empty", "unknown-type", "damaged")


def test_every_note_has_its_sentences():
    import re
    from importlib.resources import files

    from hoinhap.core.reader.lexicon import cues

    notes = cues("notes")
    for entry in files("hoinhap.core.reader.formats").iterdir():
        if entry.name.endswith(".py"):
            assert set(re.findall(r'Note\("([a-z-]+)"', entry.read_text("utf-8"))) <= set(notes)
    assert all(set(sentences) == {"vi", "en"} for sentences in notes.values())
