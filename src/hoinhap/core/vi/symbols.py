"""Read the number and symbol of a document (số, ký hiệu), as in "30/2020/NĐ-CP" or "40-CT/TU".

The abbreviations are those of Appendix III of Decree 30/2020/NĐ-CP, of the law on making legal documents, and of the
Party's own rules on the form of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hoinhap.core.vi.letters import pattern

KINDS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "QĐi": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "CTHĐ": "Chương trình",
    "KH": "Kế hoạch", "KHHĐ": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo",
    "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện", "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời", "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo", "NĐ": "Nghị định",
    "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch", "L": "Lệnh", "PL": "Pháp lệnh",
    "KL": "Kết luận", "VBHN": "Văn bản hợp nhất", "CV": "Công văn", "SL": "Sắc lệnh", "GP": "Giấy phép",
}  # fmt: skip

# Written by habit or by error for the ones above. "Ctr" and "TTR" are common on provincial pages.
_VARIANTS = {
    "QD": "QĐ", "ND": "NĐ", "CD": "CĐ", "CTR": "CTr", "Ctr": "CTr", "TTR": "TTr", "Ttr": "TTr", "ĐAn": "ĐA",
    "QYĐ": "QyĐ", "QĐI": "QĐi", "QyD": "QyĐ", "Qđi": "QĐi", "HDLN": "HD", "HDLT": "HD", "CTPH": "CTr",
    "CTrHĐ": "CTHĐ", "CTHD": "CTHĐ", "NQBT": "NQ", "KHLN": "KH", "KHLT": "KH", "KHPH": "KH",
}  # fmt: skip

# "CT" before a department is the tax office ("5331/CT-CS"); it is a directive only before a body that issues one.
_ISSUES_DIRECTIVES = re.compile(
    r"(?:CT)?UBND|TTg|TW|T[UW]|B[A-ZĐ&]+|S[A-ZĐ&]{2,}|NHNN|[A-ZĐ]{1,2}U|ThU|HĐND|TA[A-ZĐ]*|VK[A-ZĐ]*|KTNN|TLĐ|CHQ|"
    r"TC(?:HQ|T|TK|ĐBVN|THADS)|ĐU[A-ZĐ]*|HĐTĐ|QU[A-ZĐ]*|CTN"
)

_PIECE = r"[A-ZĐÂĂÊÔƠƯ](?:[A-ZĐÂĂÊÔƠƯ0-9&]|[a-z](?![[:lower:]]))*"
_SYMBOL = pattern(
    rf"""
    (?<![\w/.,–-])
    (?P<number>\d{{1,6}}[A-Za-zĐđ]?)(?P<rest>
        \s?/\s?(?P<year>(?:19|20)\d\d)\s?[/-]\s?(?P<dated>{_PIECE}(?:\s?[-–/]\s?{_PIECE}){{0,5}})
      | \s?[/–-]\s?(?P<plain>(?:L(?=[-/])|(?=[A-ZĐ][A-ZĐa-z&]){_PIECE})(?:\s?[-–/.]\s?{_PIECE}){{0,5}})
    )(?![[:lower:]])
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s+")
_SPLIT = re.compile(r"[-–/.]")


class Symbol(NamedTuple):
    """A document's number taken apart: "30/2020/NĐ-CP" is number "30", year "2020", kind "NĐ", body "CP", unit "".

    `kind` is None where the symbol names no kind, as in a letter's "10988/BNV-CQĐP" (body "BNV", unit "CQĐP").
    `party` says that the number stands before a dash, as in "40-CT/TU".
    """

    number: str
    year: str | None
    kind: str | None
    body: str
    unit: str
    party: bool
    text: str

    def __str__(self) -> str:
        return self.text


def parse_symbol(text: str) -> Symbol | None:
    """Take a whole number and symbol apart, as in "119 / KH-UBND"; None when the text is no such thing."""
    text = _SPACE.sub("", text).strip(" .,;:")
    match = _SYMBOL.fullmatch(text)
    return _symbol(match) if match else None


def find_symbols(text: str) -> Iterator[tuple[tuple[int, int], Symbol]]:
    """Yield ((start, end), Symbol) for each number with a symbol in running text, as in "Nghị quyết số 21/NQ-CP"."""
    for match in _SYMBOL.finditer(text):
        yield match.span(), _symbol(match)


def kind_of(symbol: str | Symbol) -> str | None:
    """Name the kind that a symbol stands for, as in "1290/CTr-UBND" → "Chương trình"; a letter is "Công văn".

    A law's or resolution's "76/2015/QH13" names no kind: None.
    """
    parsed = parse_symbol(symbol) if isinstance(symbol, str) else symbol
    if parsed is None:
        return None
    if parsed.kind is not None:
        return KINDS[parsed.kind]
    if re.match(r"(?:UBTV)?QH\d", parsed.body):
        return None
    return "Công văn"


def _symbol(match: re.Match[str]) -> Symbol:
    text = _SPACE.sub("", match.group()).replace("–", "-")
    pieces = _SPLIT.split(_SPACE.sub("", match.group("dated") or match.group("plain")))
    kind: str | None = _VARIANTS.get(pieces[0], pieces[0])
    if kind not in KINDS or (kind == "CT" and len(pieces) > 1 and not _ISSUES_DIRECTIVES.fullmatch(pieces[1])):
        kind, rest = None, pieces
    else:
        rest = pieces[1:]
    # "QĐ" of the Party's central organs is as a rule a Quy định, but only its page can say so: the symbol stays "QĐ".
    party = not match.group("year") and text[len(match.group("number"))] == "-"
    return Symbol(
        match.group("number"), match.group("year"), kind, rest[0] if rest else "", "-".join(rest[1:]), party, text
    )
