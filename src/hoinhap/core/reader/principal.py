"""Read in a news text of which document it tells: "UBND tỉnh vừa ban hành Kế hoạch số 134 triển khai …"."""

from __future__ import annotations

import re

from hoinhap.core.reader.casing import folded_text, key, names, province_in, with_unit
from hoinhap.core.reader.model import Extract, Masthead, Part, Span
from hoinhap.core.vi.dates import find_dates
from hoinhap.core.vi.letters import pattern
from hoinhap.core.vi.symbols import KINDS, find_symbols

_KIND = "|".join(sorted({*KINDS.values(), "Chiến lược", "Luật"}, key=len, reverse=True))
_VERB = (
    r"(?:(?:ký|kí)\s{1,2}(?:ban hành\s{1,2}|phê duyệt\s{1,2})?|"
    r"(?:ban hành|công bố|phê duyệt|thông qua|có|gửi|triển khai|xây dựng|ra)\s{1,2})"
)
_TOLD = re.compile(
    rf"(?P<verb>{_VERB})(?:một\s)?[“\"]?(?P<kind>{_KIND}|kế hoạch|công văn|chỉ thị|quyết định|chương trình|nghị quyết)"
    rf"(?:\s{{1,2}}hành\sđộng)?(?=\W)"
)
_PLACE = r"(?:\s{1,2}[[:upper:]][[:lower:]]{1,6}){0,3}"
_ISSUER = pattern(
    r"(?:Ban Thường vụ|Thường trực|Ban Chấp hành)\s{1,2}(?:Đảng bộ\s)?(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện|Đảng)\s{0,2}"
    rf"(?:ủy|uỷ|bộ tỉnh|bộ){_PLACE}|"
    rf"(?:[Tt]ỉnh|[Tt]hành) (?:ủy|uỷ){_PLACE}|"
    r"(?:UBND|[ỦU]y ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân)\s{1,2}"
    rf"(?:tỉnh|Tỉnh|thành phố|Thành phố|TP\.?)?{_PLACE}|"
    r"Thủ tướng Chính phủ|Chính phủ|Bộ Chính trị|Ban Bí thư(?: Trung ương Đảng| Trung ương)?|Quốc hội|"
    r"(?:Bộ|Sở)\s{1,2}(?:trưởng Bộ\s)?[[:upper:]][[:lower:]]{1,6}(?:,?\s{1,2}(?:và\s)?[[:upper:][:lower:]]{1,7}){0,7}?"
    r"(?=\s{1,2}(?:vừa|đã|có|ban hành|ký|kí|công bố|phê duyệt|gửi)|,)"
)
_SIGNED = pattern(
    r"(?P<office>(?:Quyền\s)?(?:Phó\s)?"
    r"(?:Chủ tịch|Bí thư|Thủ tướng|Bộ trưởng|Thứ trưởng|Giám đốc|Chủ nhiệm)(?:\s{1,2}Thường trực)?)"
    r"(?:\s{1,2}[[:upper:]]?\w{1,7}){0,6}?\s?[-–:,]?\s{1,2}"
    r"(?P<name>(?:[[:upper:]][[:lower:]]{1,6}\s{1,2}){1,4}[[:upper:]][[:lower:]]{1,6})\s{1,2}"
    r"(?:\([^)]{1,60}\)\s)?(?:(?:thay mặt|đã|vừa|thừa lệnh)\s[^.]{0,80}?)?(?:ký|kí)\b"
)
# The other order: "Đồng chí Trần Văn Sông, Bí thư Tỉnh ủy vừa ký …".
_NAMED_FIRST = pattern(
    r"(?P<name>(?:[[:upper:]][[:lower:]]{1,6}\s{1,2}){1,4}[[:upper:]][[:lower:]]{1,6})\s?[,–-]\s{1,2}"
    r"(?:[[:upper:]]?[[:lower:] ,]{0,60}\s)?(?P<office>(?:Phó\s)?"
    r"(?:Chủ tịch|Bí thư|Thủ tướng|Bộ trưởng|Thứ trưởng|Giám đốc|Chủ nhiệm)(?:\s{1,2}Thường trực)?)"
    r"[^.;]{0,80}?(?:ký|kí)\b"
)
_NUMBER = re.compile(r"\s{0,2}(?:số|Số)\s?:?\s{0,2}(\d{1,6}(?:\s?[/-]\s?[\wĐđ&/-]{2,30})?)")
_DATED = re.compile(r"\s?,?\s{0,2}(?:ngày)\s{1,2}(?=\d)")
_OF = re.compile(r"\s{0,2}của\s{1,2}")
_FILLER = re.compile(r"[\s,]{1,3}(?:về việc|về|V/v|nhằm|để)?\s?")
_UNIT = pattern(r"(.{0,60}(?:[Tt]ỉnh|[Tt]hành phố|[Tt]ỉnh ủy|[Tt]hành ủy))\s([[:upper:]].{1,60})$")
_STOP = pattern(r"(?:\.(?=\s|$)|[”\"](?=[\s.,;]|$)|;|\n(?=[^[:lower:]\d]{0,1}$))")


def principal(extract: Extract, parts: tuple[Part, ...]) -> Masthead:
    """Read kind, number, issuer, date, title and signer of the document that an article tells of, as far as it says."""
    lines = extract.lines
    kept = [p for p in parts if p.kind in ("head", "body")]
    if not kept:
        return Masthead(form="news")
    first, last = lines[kept[0].first].start, lines[kept[-1].last - 1].end
    head = next((p for p in reversed([p for p in kept if p.kind == "head"])), kept[0])
    lead_start = lines[head.first].start
    # The flat text has the offsets of the source: a line end is one blank.
    flat = extract.text[:last].replace("\n", " ")
    match = _find(flat, lead_start) or _find(flat, first)
    if match is None:
        return Masthead(form="news")
    spans: dict[str, Span] = {}
    kind = match.group("kind")
    kind = kind[0].upper() + kind[1:]
    spans["kind"] = Span(*match.span("kind"))
    at = match.end()
    number, date = None, None
    numbered = _NUMBER.match(flat, at)
    if numbered:
        symbol = next((str(s) for (start, _), s in find_symbols(numbered.group(1)) if start == 0), None)
        number = symbol or re.sub(r"\s", "", numbered.group(1)).rstrip("/-")
        spans["number"] = Span(*numbered.span(1))
        at = numbered.end()
    else:
        bare = next(((span, s) for span, s in find_symbols(flat[at : at + 40]) if span[0] <= 1), None)
        if bare:
            number, at = str(bare[1]), at + bare[0][1]
    dated = _DATED.match(flat, at)
    if dated:
        for (start, end), iso in find_dates(flat[dated.end() : dated.end() + 32]):
            if start == 0 and len(iso) == 10:
                date, at = iso, dated.end() + end
                spans["date"] = Span(dated.end(), at)
            break
    sentence = max(
        flat.rfind(". ", 0, match.start()) + 2,
        flat.rfind("\n", 0, match.start()) + 1,
        lead_start if match.start() >= lead_start else first,
    )
    before = flat[sentence : match.start()]
    if date is None:
        # "Ngày 1/7/2025, UBND tỉnh ban hành …": the day that opens the sentence.
        for leading in re.finditer(r"(?:Ngày|(?:Sáng|Chiều|Mới đây,|Theo đó,|Vào|,)\s{1,2}ngày)\s{1,2}", before):
            for (start, end), iso in find_dates(before[leading.end() : leading.end() + 32]):
                opens = leading.group()[0] != "," or before[leading.end() + end :].startswith(",")
                if start == 0 and len(iso) == 10 and opens:
                    date = iso
                    spans["date"] = Span(sentence + leading.end(), sentence + leading.end() + end)
                break
    issuer = None
    for found in _ISSUER.finditer(before):
        issuer = found.group()
        spans["issuer"] = Span(sentence + found.start(), sentence + found.end())
    of = _OF.match(flat, at)
    if of and (owner := _ISSUER.match(flat, of.end())):
        # "… số 20-CT/TU của Ban Thường vụ Tỉnh ủy về …": who issued it stands behind the number.
        issuer, at = owner.group(), owner.end()
        spans["issuer"] = Span(*owner.span())
    signer = position = None
    told = before + flat[match.start() : match.start() + 8]
    signed = _SIGNED.search(told) or _NAMED_FIRST.search(told)
    if signed:
        signer, position = _person(signed.group("name")), " ".join(signed.group("office").split())
        spans["signer"] = Span(sentence + signed.end("name") - len(signer), sentence + signed.end("name"))
    if not signer:
        signer = position = None
        spans.pop("signer", None)
    title = _title(flat, at, kind, match, spans)
    if kind == "Chiến lược":
        issuer = None if number is None else issuer
    elif number is None and title is None:
        return Masthead(form="news")
    return Masthead(
        kind=kind,
        number=number,
        issuer=_whole(issuer, flat),
        date=date,
        title=title,
        signer=signer,
        position=position,
        form="news",
        spans=tuple(spans.items()),
    )


def _find(flat: str, start: int) -> re.Match[str] | None:
    """Find the sentence that tells of the document; one with a number is better than one without."""
    best = None
    for match in _TOLD.finditer(flat, start, min(len(flat), start + 4000)):
        if _NUMBER.match(flat, match.end()) or next(
            (True for span, _ in find_symbols(flat[match.end() : match.end() + 30]) if span[0] <= 1), False
        ):
            return match
        issued = match.group("verb").startswith(("ban hành", "ký", "kí", "phê duyệt"))
        if best is None and (match.group("kind")[0].isupper() or issued):
            best = match
    return best


def _title(flat: str, at: int, kind: str, match: re.Match[str], spans: dict[str, Span]) -> str | None:
    """Take the words after the number to the end of the sentence; a strategy keeps its name."""
    filler = _FILLER.match(flat, at)
    start = match.start("kind") if kind == "Chiến lược" else filler.end() if filler else at
    stop = _STOP.search(flat, start, min(len(flat), start + 600))
    end = stop.start() if stop else min(len(flat), start + 300)
    title = flat[start:end].strip(' ,;“”"')
    if len(title) < 8:
        return None
    spans["title"] = Span(start, end)
    return title


def _person(name: str) -> str:
    """Cut a province off a name that follows it, as in "UBND tỉnh Sơn La Trần Văn Sông"; "" where no name is left."""
    words = name.split()
    for size in (3, 2):
        place = province_in(" ".join(words[:size]))
        if place and key(place) == key(" ".join(words[:size])):
            words = words[size:]
            break
    return " ".join(words) if len(words) > 1 else ""


def _whole(issuer: str | None, flat: str) -> str | None:
    """Write the issuer out in full with the province that the article names most."""
    if issuer is None:
        return None
    issuer = " ".join(issuer.split()).replace("uỷ", "ủy").replace("Uỷ", "Ủy")
    issuer = issuer.replace("UBND", "Ủy ban nhân dân").replace("HĐND", "Hội đồng nhân dân")
    issuer = re.sub(r"TP\.?\s", "thành phố ", issuer)
    if issuer.startswith(("Thủ tướng", "Chính phủ", "Bộ", "Quốc hội", "Ban Bí thư")):
        return issuer
    # "UBND tỉnh Trần Văn Sông": a person's name can follow at once.
    unit = _UNIT.match(issuer)
    if unit and province_in(unit.group(2)) is None:
        issuer = unit.group(1)
    province = province_in(issuer) or _most_named(flat)
    if province is None or key(province) in key(issuer):
        return issuer
    base = re.sub(r"\s(?:tỉnh|Tỉnh|thành phố|Thành phố)$", "", issuer)
    if re.search(r"(?:ủy|bộ tỉnh)$", base):
        return f"{base} {province}"
    return f"{base} {with_unit(province)}"


def _most_named(flat: str) -> str | None:
    folded = folded_text(flat)
    counts = {name: folded.count(key(name)) for name in names()["provinces"]}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None
