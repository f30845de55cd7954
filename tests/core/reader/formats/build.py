"""Build the same short plan as txt, html, docx and pdf from one source, written for these tests.

The province, its agencies and its figures are invented.
"""

from __future__ import annotations

import html as escape
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Head:
    """Two blocks side by side: the masthead, or the recipients and the signature."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Para:
    """A paragraph; `label` is typed in txt, html and pdf, and in docx left to automatic numbering."""

    text: str
    label: str = ""
    list_id: int = 0
    depth: int = 0
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[str, ...], ...] = field(default=())


HEAD = Head(
    ("ỦY BAN NHÂN DÂN", "TỈNH HÒA BẮC", "Số: 47/KH-UBND"),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hòa Bắc, ngày 12 tháng 3 năm 2026"),
)
SIGNATURE = Head(
    ("Nơi nhận:", "- Như mục III;", "- Thường trực Tỉnh ủy;", "- Lưu: VT, NgV."),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Minh Khôi"),
)
PLAN: tuple[Head | Para | Table, ...] = (
    HEAD,
    Para("KẾ HOẠCH", bold=True, centred=True),
    Para("Triển khai công tác ngoại giao kinh tế năm 2026 trên địa bàn tỉnh Hòa Bắc", bold=True, centred=True),
    Para(
        "Thực hiện Nghị quyết số 15/NQ-HĐND ngày 20/02/2026 của Hội đồng nhân dân tỉnh về phát triển kinh tế đối "
        "ngoại, Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:"
    ),
    Para("MỤC ĐÍCH, YÊU CẦU", "I.", 1, 0, bold=True),
    Para(
        "Đưa hàng hóa của tỉnh vào ít nhất 05 thị trường mới, nâng kim ngạch xuất khẩu năm 2026 tăng 12% so với năm "
        "trước.",
        "1.",
        2,
        0,
    ),
    Para("Việc triển khai phải có trọng tâm, rõ người, rõ việc, rõ thời hạn, tránh hình thức.", "2.", 2, 0),
    Para("NHIỆM VỤ", "II.", 1, 0, bold=True),
    Para("Sở Ngoại vụ", "1.", 3, 0, bold=True),
    Para(
        "Chủ trì, phối hợp với Sở Công Thương và các sở, ban, ngành liên quan tham mưu Ủy ban nhân dân tỉnh tổ chức "
        "hội nghị gặp gỡ các cơ quan đại diện ngoại giao, hoàn thành trước ngày 30 tháng 9 năm 2026.",
        "a)",
        3,
        1,
    ),
    Para("Xây dựng danh mục 20 đối tác nước ngoài cần ưu tiên:", "b)", 3, 1),
    Para("Đối tác trong lĩnh vực chế biến nông sản, thủy sản và dược liệu của vùng Hòa Bắc;", "-", 4, 0),
    Para("Đối tác trong lĩnh vực du lịch.", "-", 4, 0),
    Para("Sở Công Thương", "2.", 3, 0, bold=True),
    Para(
        "Tổ chức hai đoàn xúc tiến thương mại tại các thị trường trọng điểm, báo cáo kết quả trong quý IV năm 2026.",
        "a)",
        3,
        1,
    ),
    Para("TỔ CHỨC THỰC HIỆN", "III.", 1, 0, bold=True),
    Para(
        "Các sở, ban, ngành và Ủy ban nhân dân các xã, phường căn cứ Kế hoạch này tổ chức thực hiện; định kỳ trước "
        "ngày 15 tháng 11 hằng năm gửi báo cáo về Sở Ngoại vụ để tổng hợp, báo cáo Ủy ban nhân dân tỉnh./."
    ),
    SIGNATURE,
    Para("PHỤ LỤC", bold=True, centred=True),
    Para("Phân công nhiệm vụ", bold=True, centred=True),
    Table(
        (
            ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"),
            ("1", "Tổ chức hội nghị gặp gỡ các cơ quan đại diện ngoại giao tại tỉnh", "Sở Ngoại vụ", "Quý III/2026"),
            ("2", "Xây dựng cơ sở dữ liệu về đối tác nước ngoài của tỉnh", "Sở Khoa học và Công nghệ", "Tháng 6/2026"),
            ("3", "Bồi dưỡng kỹ năng đàm phán cho cán bộ các xã, phường", "Sở Nội vụ", "Cả năm"),
        )
    ),
)


def words(items: tuple[Head | Para | Table, ...] = PLAN) -> list[str]:
    """Return the paragraphs that every format has to give, the lines of a cell joined by a space."""
    found: list[str] = []
    for item in items:
        if isinstance(item, Head):
            found += [" ".join(item.left), " ".join(item.right)]
        elif isinstance(item, Table):
            found += [cell for row in item.rows for cell in row]
        else:
            found.append(f"{item.label} {item.text}".strip())
    return found


def txt(items: tuple[Head | Para | Table, ...] = PLAN) -> bytes:
    """Return the plan as plain text: bars between the blocks of the head, one empty line between paragraphs."""
    found: list[str] = []
    for item in items:
        if isinstance(item, Head):
            found.append("\n".join(["|", *item.left, "|", *item.right, "|"]))
        elif isinstance(item, Table):
            found.append(
                "\n".join(
                    "| " + " | ".join(row) + " |"
                    for row in (item.rows[0], ("---",) * len(item.rows[0]), *item.rows[1:])
                )
            )
        else:
            found.append(f"{item.label} {item.text}".strip())
    return ("\n\n".join(found) + "\n").encode()


def html(items: tuple[Head | Para | Table, ...] = PLAN) -> bytes:
    """Return the plan as the page of a site, with the furniture of a site around it."""
    body: list[str] = []
    for item in items:
        if isinstance(item, Head):
            sides = ("<br>".join(map(escape.escape, side)) for side in (item.left, item.right))
            body.append(
                "<table width='100%'><tr>"
                + "".join(f"<td align='center' valign='top'>{side}</td>" for side in sides)
                + "</tr></table>"
            )
        elif isinstance(item, Table):
            body.append(
                "<table border='1'>"
                + "".join(
                    "<tr>" + "".join(f"<td>{escape.escape(cell)}</td>" for cell in row) + "</tr>" for row in item.rows
                )
                + "</table>"
            )
        else:
            text = escape.escape(f"{item.label} {item.text}".strip())
            text = f"<b>{text}</b>" if item.bold else text
            body.append(f"<p align='center'>{text}</p>" if item.centred else f"<p>{text}</p>")
    return (
        "<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>Cổng thông tin</title>"
        "<script>let a = 1;</script></head>"
        "<body><header><img src='a.png' alt=''>Cổng thông tin điện tử tỉnh Hòa Bắc</header>"
        "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li></ul></nav>"
        "<div class='breadcrumb'><a href='/'>Trang chủ</a> / Văn bản chỉ đạo</div>"
        f"<div id='content'>{''.join(body)}</div>"
        "<div class='share-box'>Chia sẻ: <a href='#'>Facebook</a> <a href='#'>Zalo</a></div>"
        "<aside><h3>Tin liên quan</h3><ul><li><a href='/1'>Hội nghị giao ban tháng 2</a></li></ul></aside>"
        "<footer>Bản quyền thuộc Văn phòng UBND tỉnh Hòa Bắc. Điện thoại: 0200 000 000</footer></body></html>"
    ).encode()


# --- docx ---------------------------------------------------------------------------------------------------------

_LEVELS = {
    1: (("upperRoman", "%1."),),
    2: (("decimal", "%1."),),
    3: (("decimal", "%1."), ("lowerLetter", "%2)")),
    4: (("bullet", "\uf0b7"),),
}


def run(text: str, bold: bool = False) -> str:
    """Return the XML of a run."""
    words = f"<w:t xml:space='preserve'>{escape.escape(text, quote=False)}</w:t>"
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{words}</w:r>"


def paragraph(content: str, properties: str = "") -> str:
    """Return the XML of a paragraph."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def numbered(list_id: int, depth: int) -> str:
    """Return the XML that puts a paragraph into a list."""
    return f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{list_id}'/></w:numPr>"


def cell(content: str, properties: str = "") -> str:
    """Return the XML of a cell."""
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{content}</w:tc>"


_BORDERS = "".join(
    f"<w:{side} w:val='single' w:sz='4'/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table(*rows: str, widths: tuple[int, ...] = (3500, 5500), borders: bool = False) -> str:
    """Return the XML of a table."""
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    shape = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if borders else ""
    return (
        f"<w:tbl><w:tblPr>{shape}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def numbering(levels: dict[int, tuple[tuple[str, str], ...]] = _LEVELS, extra: str = "") -> str:
    """Return numbering.xml with one list for each entry."""
    made = []
    for key, entries in levels.items():
        shapes = "".join(
            f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{shape}'/><w:lvlText w:val='{text}'/>"
            "</w:lvl>"
            for depth, (shape, text) in enumerate(entries)
        )
        made.append(f"<w:abstractNum w:abstractNumId='{key}'>{shapes}</w:abstractNum>")
    made += [f"<w:num w:numId='{key}'><w:abstractNumId w:val='{key}'/></w:num>" for key in levels]
    return f"<?xml version='1.0' encoding='UTF-8'?><w:numbering xmlns:w='{W}'>{''.join(made)}{extra}</w:numbering>"


def package(body: str, **parts: str) -> bytes:
    """Return a docx with this body; further parts by name: numbering, styles, footnotes, header1."""
    kinds = {"header1": "header"}
    links = "".join(
        f"<Relationship Id='r{name}' Type='{_OFFICE}/{kinds.get(name, name)}'"
        f" Target='{name}.xml'/>"
        for name in parts
    )
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        overrides = "".join(
            f"<Override PartName='/word/{name}.xml' ContentType='{word}.{kinds.get(name, name)}+xml'/>"
            for name in parts
        )
        archive.writestr(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            "<Default Extension='xml' ContentType='application/xml'/>"
            f"<Override PartName='/word/document.xml' ContentType='{word}.document.main+xml'/>{overrides}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f"<Relationships xmlns='{relationships}'><Relationship Id='r1' Target='word/document.xml' "
            "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/></Relationships>",
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships xmlns='{relationships}'>{links}</Relationships>"
        )
        archive.writestr(
            "word/document.xml",
            f"<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='{W}' "
            "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
            "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "
            "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
            f"xmlns:v='urn:schemas-microsoft-com:vml'><w:body>{body}</w:body></w:document>",
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def docx(items: tuple[Head | Para | Table, ...] = PLAN) -> bytes:
    """Return the plan as a Word file: head in a table, every label written by Word's automatic numbering."""
    body: list[str] = []
    centre = "<w:jc w:val='center'/>"
    for item in items:
        if isinstance(item, Head):
            sides = ("".join(paragraph(run(line), centre) for line in side) for side in (item.left, item.right))
            body.append(
                table(
                    "".join(
                        cell(side, f"<w:tcW w:w='{width}' w:type='dxa'/>")
                        for side, width in zip(sides, (3500, 5500), strict=False)
                    )
                )
            )
        elif isinstance(item, Table):
            rows = ("".join(cell(paragraph(run(text))) for text in row) for row in item.rows)
            body.append(table(*rows, widths=(700, 4300, 2200, 1800), borders=True))
        else:
            properties = numbered(item.list_id, item.depth) if item.list_id else ""
            properties += "<w:spacing w:before='120'/>" + (centre if item.centred else "<w:jc w:val='both'/>")
            body.append(paragraph(run(item.text, item.bold), properties))
    return package("".join(body), numbering=numbering())


# --- pdf ----------------------------------------------------------------------------------------------------------

_PAGE = """
#set page(paper: "a4", margin: (left: 30mm, right: 20mm, top: 20mm, bottom: 20mm))
#set page(numbering: "1", number-align: top + center)
#set text(font: ("Tinos", "Libertinus Serif"), size: 14pt, lang: "vi", hyphenate: false)
#set par(justify: true, first-line-indent: (amount: 1cm, all: true), leading: 0.6em, spacing: 0.6em)
#let head(left, right) = grid(columns: (2fr, 3fr), column-gutter: 4mm, align: center, left, right)
"""


def pdf(items: tuple[Head | Para | Table, ...] = PLAN) -> bytes:
    """Return the plan as A4 pages with page numbers above, as the rules for official documents ask."""
    import typst

    made = [_PAGE]
    for item in items:
        if isinstance(item, Head):
            sides = (" \\ ".join(f"#{_string(line)}" for line in side) for side in (item.left, item.right))
            made.append(
                "#head("
                + ", ".join(
                    f"[#set par(first-line-indent: 0pt, justify: false); #set text(size: 12pt); {side}]"
                    for side in sides
                )
                + ")"
            )
        elif isinstance(item, Table):
            cells = ", ".join(f"[#{_string(text)}]" for row in item.rows for text in row)
            widths = ("12mm", "1fr", "35mm", "28mm", "28mm", "28mm")[: len(item.rows[0])]
            made.append(
                "#[#set par(first-line-indent: 0pt, justify: false)\n"
                f"#table(columns: ({', '.join(widths)}), {cells})]"
            )
        else:
            text = f"#{_string(f'{item.label} {item.text}'.strip())}"
            text = f"*{text}*" if item.bold else text
            made.append(f"#align(center)[{text}]" if item.centred else text)
    return typst.compile("\n\n".join(made).encode())


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
