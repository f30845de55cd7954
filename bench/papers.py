"""Make invented plans of any length as text, Word and PDF, so that figures need no file from elsewhere."""

from __future__ import annotations

import io
import random
import textwrap
import tomllib
import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

_WORDS = tomllib.loads(Path(__file__).with_name("papers.toml").read_text(encoding="utf-8"))


class Paper(NamedTuple):
    """A plan as its paragraphs and, at the end, the rows of a task table."""

    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def paper(seed: int, characters: int = 20_000) -> Paper:
    """Write a plan of about so many characters; the same seed gives the same plan."""
    pick = random.Random(seed)
    words = _WORDS
    found = [
        "ỦY BAN NHÂN DÂN",
        "TỈNH VĨNH HẢI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {seed % 900 + 10}/KH-UBND",
        "Vĩnh Hải, ngày 20 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Hội nhập quốc tế tỉnh Vĩnh Hải năm 2026",
        words["opening"].strip().replace("\n", " ").format(one=pick.randint(10, 99), two=pick.randint(10, 99)),
    ]
    size = sum(map(len, found))
    block = ["I. MỤC ĐÍCH, YÊU CẦU", *(f"{number}. {text}" for number, text in enumerate(words["aims"], 1))]
    found += block
    size += sum(map(len, block))
    section = 1
    while size < characters:
        section += 1
        block = [f"{_roman(section)}. {words['sections'][(section - 2) % len(words['sections'])]}"]
        for number in range(1, pick.randint(4, 9)):
            lead, partner = pick.sample(words["agencies"], 2)
            if pick.random() < 0.3:
                block.append(f"{number}. {lead}:")
                block += [f"- {_sentence(pick)}." for _ in range(pick.randint(2, 5))]
            else:
                block.append(f"{number}. {lead} chủ trì, phối hợp với {partner} {_sentence(pick, upper=False)}.")
                block += [f"{mark}) {_sentence(pick)};" for mark in "abcd"[: pick.randint(0, 4)]]
        found += block
        size += sum(map(len, block))
    found += ["Nơi nhận:", "- Như trên;", "- Lưu: VT, NV.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Phan Văn Bến"]
    rows = [("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")]
    for number in range(1, 13):
        lead, partner = pick.sample(words["agencies"], 2)
        rows.append((str(number), _sentence(pick, 1), lead, partner, pick.choice(words["times"]).capitalize()))
    return Paper(tuple(found), tuple(rows))


def _sentence(pick: random.Random, works: int = 2, *, upper: bool = True) -> str:
    """Join works to a sentence as long as those of real plans, about two hundred letters."""
    jobs = ", ".join(pick.sample(_WORDS["works"], works))
    words = f"{jobs}, {pick.choice(_WORDS['ends'])}"
    if pick.random() < 0.3:
        words += f", {pick.choice(_WORDS['times'])}"
    return words[0].upper() + words[1:] if upper else words


def _roman(number: int) -> str:
    found = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        found += letters * (number // value)
        number %= value
    return found


def as_text(one: Paper) -> bytes:
    """Write a paper as hard-wrapped text, the rows with bars between the cells."""
    lines = [line for paragraph in one.paragraphs for line in textwrap.wrap(paragraph, 80)]
    lines += ["PHỤ LỤC", *(" | ".join(row) for row in one.rows)]
    return "\n".join(lines).encode()


def as_docx(one: Paper) -> bytes:
    """Write a paper as a Word document with a real table."""
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>" for text in one.paragraphs)
    cells = (
        "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row) for row in one.rows
    )
    table = (
        "<w:p><w:r><w:t>PHỤ LỤC</w:t></w:r></w:p><w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = f"<w:body>{body}{table}<w:p/></w:body>"
    document = f"<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='{space}'>{inner}</w:document>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        "<?xml version='1.0' encoding='UTF-8'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/word/document.xml' ContentType='{kind}'/></Types>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = (
        "<?xml version='1.0' encoding='UTF-8'?>"
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='rId1' Type='{office}' Target='word/document.xml'/></Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def as_pdf(one: Paper) -> bytes:
    """Typeset a paper on A4 with page numbers; needs the package typst."""
    import typst

    def words(text: str) -> str:
        return "".join("\\" + char if char in "#$*_@<>[]`~=-+/\\\"'" else char for char in text)

    cells = ",".join(f"[{words(cell)}]" for row in one.rows for cell in row)
    source = (
        "#set page(paper: 'a4', margin: 2.5cm, numbering: '1')\n".replace("'", '"')
        + '#set text(lang: "vi", size: 13pt)\n#set par(justify: true)\n'
        + "\n\n".join(map(words, one.paragraphs))
        + f"\n\nPHỤ LỤC\n\n#table(columns: (1cm, 1fr, 3cm, 3cm, 2.5cm), {cells})\n"
    )
    return typst.compile(source.encode())


def pages(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))
