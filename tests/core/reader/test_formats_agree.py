"""One document, four formats, one reading: who does what by when does not depend on the file it came in.

The documents are invented; three real ones are converted where the shared folder is present.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scoring import KEYS, Tally

from hoinhap.core.reader import read, to_json
from hoinhap.core.reader.formats import extract
from hoinhap.core.reader.formats.flow import lines_of
from hoinhap.core.reader.formats.geometry import Block, Piece
from hoinhap.core.reader.formats.scattered import Letter, is_scattered
from hoinhap.core.reader.formats.scattered import lines_of as lines_of_letters
from hoinhap.core.reader.formats.sides import part_sides
from hoinhap.core.reader.paragraphs import paragraphs
from hoinhap.core.reader.parts import parts

sys.path.insert(0, str(Path(__file__).parent / "formats"))

import build
from build import Head, Para, Table

SHARED = Path(__file__).parents[4] / "shared"
FORMATS = ("txt", "html", "docx", "pdf")
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def title(text: str) -> Para:
    return Para(text, bold=True, centred=True)


DECISION = (
    Head(
        ("ỦY BAN NHÂN DÂN", "TỈNH HÒA BẮC", "Số: 812/QĐ-UBND"),
        (*MOTTO, "Hòa Bắc, ngày 04 tháng 5 năm 2026"),
    ),
    title("QUYẾT ĐỊNH"),
    title("Ban hành Kế hoạch phát triển dịch vụ logistics trên địa bàn tỉnh Hòa Bắc giai đoạn 2026 - 2030"),
    title("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÒA BẮC"),
    Para("Căn cứ Luật Tổ chức chính quyền địa phương;"),
    Para(
        "Căn cứ Nghị quyết số 27/NQ-HĐND ngày 12 tháng 12 năm 2025 của Hội đồng nhân dân tỉnh về phát triển hạ tầng "
        "thương mại;"
    ),
    Para("Theo đề nghị của Giám đốc Sở Công Thương tại Tờ trình số 95/TTr-SCT ngày 20 tháng 4 năm 2026."),
    title("QUYẾT ĐỊNH:"),
    Para(
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển dịch vụ logistics trên địa bàn tỉnh Hòa Bắc giai "
        "đoạn 2026 - 2030."
    ),
    Para("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
    Para(
        "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc các sở; Chủ tịch Ủy ban nhân dân các xã, phường chịu "
        "trách nhiệm thi hành Quyết định này./."
    ),
    Head(
        ("Nơi nhận:", "- Như Điều 3;", "- Thường trực Tỉnh ủy;", "- Lưu: VT, CT."),
        ("CHỦ TỊCH", "Phan Thế Vinh"),
    ),
    title("KẾ HOẠCH"),
    title("Phát triển dịch vụ logistics trên địa bàn tỉnh Hòa Bắc giai đoạn 2026 - 2030"),
    Para("(Kèm theo Quyết định số 812/QĐ-UBND ngày 04/5/2026 của Chủ tịch Ủy ban nhân dân tỉnh Hòa Bắc)", centred=True),
    Para("MỤC TIÊU", "I.", 1, 0, bold=True),
    Para("Phấn đấu đến năm 2030 có ít nhất 03 trung tâm logistics hạng II đi vào hoạt động.", "1.", 2, 0),
    Para("Giảm 15% chi phí vận tải trên một tấn hàng hóa của doanh nghiệp trong tỉnh vào năm 2029.", "2.", 2, 0),
    Para("NHIỆM VỤ", "II.", 1, 0, bold=True),
    Para("Hạ tầng", "1.", 3, 0, bold=True),
    Para("Nâng cấp tuyến đường nối bến cảng Vĩnh An với quốc lộ, mở rộng bãi tập kết hàng hóa.", "a)", 3, 1),
    Para("Cơ quan chủ trì: Sở Xây dựng."),
    Para("Cơ quan phối hợp: Sở Tài chính, Ủy ban nhân dân phường Vĩnh An."),
    Para("Thời gian thực hiện: Năm 2027."),
    Para("Rà soát quỹ đất dành cho kho bãi tại các khu công nghiệp:", "b)", 3, 1),
    Para("Lập danh mục khu đất có thể giao trong giai đoạn này;", "-", 4, 0),
    Para("Công khai danh mục trên cổng thông tin điện tử của tỉnh.", "-", 4, 0),
    Para("Nhân lực", "2.", 3, 0, bold=True),
    Para(
        "Sở Nội vụ chủ trì, phối hợp với Sở Công Thương và Trường Cao đẳng Hòa Bắc mở ít nhất 05 lớp bồi dưỡng nghiệp "
        "vụ kho vận, hoàn thành trước ngày 15 tháng 12 năm 2026.",
        "a)",
        3,
        1,
    ),
    Para("TỔ CHỨC THỰC HIỆN", "III.", 1, 0, bold=True),
    Para(
        "Giao Sở Công Thương theo dõi, đôn đốc việc thực hiện Kế hoạch này; hằng năm báo cáo Ủy ban nhân dân tỉnh "
        "trước ngày 05 tháng 12."
    ),
)
DIRECTIVE = (
    Head(
        ("ỦY BAN NHÂN DÂN", "TỈNH HÒA BẮC", "Số: 09/CT-UBND"),
        (*MOTTO, "Hòa Bắc, ngày 21 tháng 8 năm 2026"),
    ),
    title("CHỈ THỊ"),
    title("Về tăng cường phòng, chống gian lận xuất xứ hàng hóa xuất khẩu"),
    Para(
        "Thời gian qua, công tác quản lý xuất xứ hàng hóa trên địa bàn tỉnh đã có chuyển biến. Tuy nhiên, một số doanh "
        "nghiệp còn lúng túng khi giải trình với cơ quan nước ngoài. Để khắc phục, Chủ tịch Ủy ban nhân dân tỉnh "
        "yêu cầu:"
    ),
    Para("Sở Công Thương", "1.", 3, 0, bold=True),
    Para(
        "Rà soát hồ sơ cấp giấy chứng nhận xuất xứ trong 24 tháng gần nhất, hoàn thành trong quý IV năm 2026.",
        "a)",
        3,
        1,
    ),
    Para("Chủ trì, phối hợp với Chi cục Hải quan khu vực Hòa Bắc thiết lập đường dây trao đổi thông tin.", "b)", 3, 1),
    Para("Công an tỉnh", "2.", 3, 0, bold=True),
    Para("Điều tra, xử lý nghiêm các vụ việc làm giả chứng từ xuất xứ."),
    Para("Sở Tài chính bố trí kinh phí cho nhiệm vụ này trong dự toán năm 2027.", "3.", 3, 0),
    Para(
        "Yêu cầu thủ trưởng các sở, ban, ngành nghiêm túc thực hiện; trước ngày 20 hằng tháng báo cáo kết quả về Sở "
        "Công Thương để tổng hợp./."
    ),
    Head(
        ("Nơi nhận:", "- Các sở, ban, ngành;", "- Ủy ban nhân dân các xã, phường;", "- Lưu: VT."),
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Tạ Quang Hòa"),
    ),
)
DOCUMENTS = {"plan": build.PLAN, "decision": DECISION, "directive": DIRECTIVE}


@cache
def facts(name: str, kind: str) -> dict[str, Any]:
    """Return what is read in a document, as the contract has it, spans and notes left out."""
    if kind == "pdf":
        pytest.importorskip("typst", reason="the PDF is typeset by typst")
    found = to_json(read(getattr(build, kind)(DOCUMENTS[name]), f"{name}.{kind}"))
    wanted = ("path", "text", "leads", "partners", "reports_to", "due", "optional", "low", "high", "by")
    return {
        "document": {key: found["document"].get(key) for key in ("kind", "number", "issuer", "place", "date", "title")}
        | {key: found["document"].get(key) for key in ("signer", "position", "form")},
        "outline": [(each["path"], each["text"]) for each in found["outline"]],
        "tasks": [{key: each[key] for key in wanted if key in each} for each in found["tasks"]],
        "targets": [{key: each[key] for key in wanted if key in each} for each in found["targets"]],
        "citations": [(each["number"], each["date"]) for each in found["citations"]],
    }


@pytest.mark.parametrize("part", ["document", "outline", "tasks", "targets", "citations"])
@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_is_read_as_the_text_is(name: str, kind: str, part: str) -> None:
    assert facts(name, kind)[part] == facts(name, "txt")[part]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_decision_and_the_plan_that_it_issues_are_read_whole(kind: str) -> None:
    found = facts("decision", kind)
    assert [path for path, _ in found["outline"]] == [
        *("Điều 1", "Điều 2", "Điều 3"),
        *("I", "I/1", "I/2", "II", "II/1", "II/1/a", "II/1/b", "II/1/b/-1", "II/1/b/-2", "II/2", "II/2/a", "III"),
    ]
    roads = next(each for each in found["tasks"] if each["path"] == "II/1/a")
    assert roads["leads"] == ["Sở Xây dựng"]
    assert roads["partners"] == ["Sở Tài chính", "Ủy ban nhân dân phường Vĩnh An"]
    assert roads["due"] == {"by": "2027"}
    classes = next(each for each in found["tasks"] if each["path"] == "II/2/a")
    assert classes["due"] == {"on": "2026-12-15"}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_annex_table_gives_its_rows(kind: str) -> None:
    rows = [each for each in facts("plan", kind)["tasks"] if each["path"].startswith("PL1/")]
    assert [(each["path"], each["leads"]) for each in rows] == [
        ("PL1/1", ["Sở Ngoại vụ"]),
        ("PL1/2", ["Sở Khoa học và Công nghệ"]),
        ("PL1/3", ["Sở Nội vụ"]),
    ]
    assert [each["due"] for each in rows][:2] == [{"by": "2026-Q3"}, {"by": "2026-06"}]


# --- what programs make of lists and line ends --------------------------------------------------------------------


def test_a_list_that_an_office_program_broke_off_counts_on() -> None:
    page = (
        "<ol type=I><li value=1><p>NHIỆM VỤ</p></ol><ol><li value=1><p>Hợp tác quốc tế</p><ol><li><p>Sở Ngoại vụ:"
        "</p></ol></ol><ul><li><p>Tổ chức hội nghị;</p><li><p>Đón đoàn vào.</p></ul><ol><ol><li><p>Sở Công Thương tổ "
        "chức hội chợ.</p></ol></ol><ol start=2><li><p>Xúc tiến đầu tư</p></ol>"
    )
    source = extract(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert [line.split(" ")[0] for line in source.text.split("\n")] == ["I.", "1.", "1.1.", "-", "-", "1.2.", "2."]


def test_line_breaks_of_a_page_part_a_heading_from_its_text() -> None:
    long = "Chủ trì, phối hợp với các cơ quan liên quan xây dựng cơ sở dữ liệu về đối tác nước ngoài của tỉnh; " * 3
    page = f"<html><body><div>1. Sở Ngoại vụ<br>{long}<br>2. Sở Công Thương<br>{long}</div></body></html>"
    source = extract(page.encode(), "a.html")
    blocks = paragraphs(source, parts(source))
    assert [each.text[:9] for block in blocks for each in block.paragraphs] == [
        "1. Sở Ngo",
        "Chủ trì, ",
        "2. Sở Côn",
        "Chủ trì, ",
    ]


LAYOUT = """\
     ỦY BAN NHÂN DÂN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT
      TỈNH HÒA BẮC                               NAM
         -------                     Độc lập - Tự do - Hạnh phúc

   Số: 310/UBND-KT                Hòa Bắc, ngày 02 tháng 6 năm 2026
V/v mời doanh nghiệp dự hội chợ
                            Kính gửi: Sở Công Thương.
      Giao Sở Công Thương chủ trì, phối hợp với Sở Ngoại vụ mời doanh nghiệp của tỉnh
\f                                        2

dự hội chợ; báo cáo kết quả trước ngày 30 tháng 9 năm 2026./.
Nơi nhận:                                  TM. ỦY BAN NHÂN DÂN
- Như trên;                                   KT. CHỦ TỊCH
- Thường trực Tỉnh ủy;                       PHÓ CHỦ TỊCH
- Lưu: VT, KT.

                                             Hà Thu Ngân
"""


def test_a_text_that_keeps_the_layout_of_its_pages_is_read() -> None:
    found = to_json(read(LAYOUT.encode(), "cong-van.txt"))
    document = found["document"]
    assert document["number"] == "310/UBND-KT"
    assert document["issuer"] == "Ủy ban nhân dân tỉnh Hòa Bắc"
    assert document["date"] == "2026-06-02"
    assert document["signer"] == "Hà Thu Ngân"
    assert document["position"] == "Phó Chủ tịch"
    assert "trên" not in (document["title"] or "")


def test_no_word_of_a_text_is_lost_where_its_columns_are_parted() -> None:
    parted = part_sides(LAYOUT)
    words = [word for word in LAYOUT.replace("\f", " ").split() if word != "2"]
    assert sorted(word for word in parted.split() if word != "|") == sorted(words)
    assert part_sides("Một câu   có khoảng rộng.\n") == "Một câu   có khoảng rộng.\n"


def test_a_label_that_lost_its_letters_in_rtf_is_mended() -> None:
    levels = build.numbering({1: (("decimal", "?i?u %1."),)})
    body = build.paragraph(build.run("Phạm vi điều chỉnh"), build.numbered(1, 0))
    assert extract(build.package(body, numbering=levels), "a.docx").text == "Điều 1. Phạm vi điều chỉnh"


def test_a_word_file_that_sets_its_columns_by_tabs_is_read() -> None:
    def row(left: str, right: str) -> str:
        words = "<w:r><w:t>{}</w:t><w:tab/><w:t>{}</w:t></w:r>"
        return build.paragraph(words.format(left, right))

    body = [
        row("ỦY BAN NHÂN DÂN", MOTTO[0]),
        row("TỈNH HÒA BẮC", MOTTO[1]),
        row("Số: 15/CT-UBND", "Hòa Bắc, ngày 21 tháng 8 năm 2026"),
        *(build.paragraph(build.run(text)) for text in ("CHỈ THỊ", "Về phòng, chống gian lận xuất xứ hàng hóa")),
        build.paragraph(
            build.run("1. Sở Công Thương rà soát hồ sơ cấp giấy chứng nhận xuất xứ trong quý IV năm 2026.")
        ),
        row("Nơi nhận:", "KT. CHỦ TỊCH"),
        row("- Các sở, ban, ngành;", "PHÓ CHỦ TỊCH"),
        build.paragraph(build.run("- Lưu: VT.")),
        row("", "Tạ Quang Hòa"),
    ]
    found = to_json(read(build.package("".join(body)), "a.docx"))
    document = found["document"]
    assert (document["issuer"], document["number"]) == ("Ủy ban nhân dân tỉnh Hòa Bắc", "15/CT-UBND")
    assert (document["signer"], document["position"]) == ("Tạ Quang Hòa", "Phó Chủ tịch")
    assert len(found["outline"]) == 1


def test_cells_written_one_below_the_other_are_a_table() -> None:
    head = build.txt(build.PLAN[:-1]).decode()
    table = build.PLAN[-1]
    assert isinstance(table, Table)
    stacked = [cell for row in table.rows for cell in row]
    stacked[4:4] = ["I.", "ĐỐI NGOẠI"]  # a row that is a heading
    found = to_json(read((head + "\n".join(stacked) + "\n").encode(), "plan.txt"))
    rows = {each["path"]: each for each in found["tasks"] if each["path"].startswith("PL1/")}
    assert {path.rpartition("/")[2] for path in rows} == {"1", "2", "3"}
    first = next(each for path, each in rows.items() if path.endswith("/1"))
    assert (first["leads"], first["due"]) == (["Sở Ngoại vụ"], {"by": "2026-Q3"})


def test_a_table_without_lines_is_a_table() -> None:
    typst = pytest.importorskip("typst", reason="the PDF is typeset by typst")
    rows = [
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"),
        ("1", "Tổ chức hội nghị gặp gỡ các cơ quan đại diện ngoại giao tại tỉnh trong năm", "Sở Ngoại vụ", "Quý III"),
        (
            "2",
            "Xây dựng cơ sở dữ liệu về đối tác nước ngoài của tỉnh và cập nhật hằng năm",
            "Sở Công Thương",
            "Năm 2027",
        ),
        ("3", "Bồi dưỡng kỹ năng đàm phán cho cán bộ, công chức các xã, phường, đặc khu", "Sở Nội vụ", "Cả năm"),
    ]
    cells = ", ".join(f"[{text}]" for row in rows for text in row)
    page = (
        '#set page(paper: "a4")\n#set text(font: ("Tinos", "Libertinus Serif"), size: 13pt, hyphenate: false)\n'
        f"Phân công nhiệm vụ như sau:\n\n#table(columns: (12mm, 70mm, 40mm, 30mm), stroke: none, {cells})"
    )
    source = extract(typst.compile(page.encode()), "a.pdf")
    found: dict[tuple[int, int], str] = {}
    for line in source.lines:
        if line.cell:
            place = line.cell.row, line.cell.column
            found[place] = f"{found.get(place, '')} {source.text[line.start : line.end]}".strip()
    assert found == {(at, column): text for at, row in enumerate(rows) for column, text in enumerate(row)}


def test_a_word_that_a_narrow_column_has_cut_is_put_together() -> None:
    pieces = [
        Piece("ST", 85, 102, 700, 14, room=35),
        Piece("T", 85, 94, 684, 14, room=35),
        Piece("Nhiệm vụ", 120, 200, 700, 14, column=1, room=107),
        Piece("VII", 85, 105, 660, 14, row=1, room=35),
        Piece("I", 85, 90, 644, 14, row=1, room=35),
        Piece("Thực", 120, 150, 660, 14, row=1, column=1, room=44),
        Piece("hiện", 120, 146, 644, 14, row=1, column=1, room=44),
    ]
    lines = lines_of([[Block("table", pieces, 714, (80, 115, 220), 2)]], [(595, 842)])
    assert lines.peek(9) == ["STT", "Nhiệm vụ", "VIII", "Thực", "hiện"]


def test_letters_that_stand_alone_are_put_into_lines() -> None:
    assert is_scattered(list("-Lưu:VT,NC(3b)."))
    assert not is_scattered(["- Lưu: VT, NC (3b).", "Phan Thế Vinh"] * 10)
    row = [Letter(text, left, left + 6, 700, 13, 0) for text, left in zip("Nơi nhận", range(85, 150, 6), strict=False)]
    name = [Letter("V", 400, 408, 700.5, 13, 0), Letter("i", 408, 411, 700.5, 13, 0)]
    below = [Letter("-", 85, 89, 680, 13, 0)]
    letters = [one for one in below + name + row if one.text != " "]
    assert [words for words, _, _ in lines_of_letters(letters)] == ["Nơi nhận", "Vi", "-"]


# --- real documents -----------------------------------------------------------------------------------------------


def items_of(path: Path) -> tuple[Head | Para | Table, ...]:
    """Take a text apart into head, paragraphs, tables and signature, to be written down again in another format."""
    source = extract(path.read_bytes(), path.name)
    segments = parts(source)
    blocks = {block.part.first: block.paragraphs for block in paragraphs(source, segments)}
    found: list[Head | Para | Table] = []
    sides: tuple[list[str], list[str]] = [], []

    def close() -> None:
        if sides[0] or sides[1]:
            found.append(Head(tuple(sides[0]), tuple(sides[1])))
            sides[0].clear()
            sides[1].clear()

    for part in segments:
        lines = source.lines[part.first : part.last]
        if part.kind == "body":
            close()
            rows: dict[int, dict[int, str]] = {}
            for paragraph in blocks[part.first]:
                if paragraph.cell is None:
                    found.append(Para(paragraph.text))
                else:
                    row = rows.setdefault(paragraph.cell.row, {})
                    row[paragraph.cell.column] = f"{row.get(paragraph.cell.column, '')} {paragraph.text}".strip()
            if rows:
                width = max(max(row) for row in rows.values()) + 1
                found.append(Table(tuple(tuple(row.get(at, "") for at in range(width)) for row in rows.values())))
        elif part.kind != "furniture":
            begun = False
            for line in lines:
                words = source.text[line.start : line.end]
                if line.cell is not None:
                    sides[min(line.cell.column, 1)].append(words)
                    continue
                close()
                if begun and isinstance(found[-1], Para):
                    found[-1] = title(f"{found[-1].text} {words}")
                else:
                    found.append(title(words))
                begun = not line.ends
    close()
    return tuple(found)


CORPUS = ("2025-bacninh-141-kh-ubnd", "2025-dongthap-617-kh-ubnd", "2025-nghean-1026-kh-ubnd")


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_real_documents_are_read_alike_when_converted(kind: str) -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the corpus of real documents lies beside the repository and is not here")
    if kind == "pdf":
        pytest.importorskip("typst", reason="the PDF is typeset by typst")
    tally = Tally()
    for name in CORPUS:
        data = getattr(build, kind)(items_of(SHARED / "corpus" / f"{name}.txt"))
        read_in = to_json(read(data, f"{name}.{kind}"))
        gold = json.loads((SHARED / "gold" / f"{name}.json").read_text("utf-8"))
        tally.document(name, gold, read_in)
        for key in ("kind", "number", "date", "issuer", "signer", "form"):
            assert read_in["document"][key] == gold["document"][key], (name, key)
    low = {key: tally.f1(key) for key in KEYS if tally.f1(key) < 0.95}
    assert not low, (low, dict(tally.misses))
