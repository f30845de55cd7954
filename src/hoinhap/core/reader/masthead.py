"""Read what a document says of itself: number, kind, issuer, date, title, signer, as in "Số: 119/KH-UBND"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hoinhap.core.reader import signature
from hoinhap.core.reader.casing import Running, capitalise, key, loud, province_in, quiet
from hoinhap.core.reader.frame import Frame, frame_of
from hoinhap.core.reader.letterhead import agencies, full_name, heads
from hoinhap.core.reader.lexicon import cues
from hoinhap.core.reader.linecues import RULE, rows_of
from hoinhap.core.reader.model import Extract, Masthead, Part, Span
from hoinhap.core.reader.principal import principal
from hoinhap.core.vi.dates import find_dates
from hoinhap.core.vi.letters import pattern
from hoinhap.core.vi.symbols import Symbol, find_symbols, kind_of, parse_symbol

_MOTTOES = re.compile(
    r"CỘNG\s{1,2}H(?:ÒA|OÀ)\s{1,2}XÃ\s{1,2}HỘI(?:\s{1,2}CHỦ\s{1,2}NGHĨA\s{1,2}VIỆT\s{1,2}NAM)?|CHỦ\s{1,2}NGHĨA\s{1,2}VIỆT\s{1,2}NAM|"
    r"(?i:Độc\s?lập\s?[-–—]\s?Tự\s?do\s?[-–—]\s?Hạnh\s?phúc)|ĐẢNG\s{1,2}CỘNG\s{1,2}SẢN\s{1,2}VIỆT\s{1,2}NAM"
)
_NUMBER = re.compile(
    r"(?:(?:Luật|Nghị quyết|Pháp lệnh|Lệnh)\s)?(?<!\w)(?:Số|SỐ|số|Sô|Só)(?:\s?:\s{0,2}|\s{1,2})(?=[\d/.…_-])"
)
_LOOSE = re.compile(r"(\d{1,6}[A-Za-z]?)\s?(?:/\s?(\d{4})\s?)?[/-]\s?([A-ZĐ][\wĐđ&.-]{1,30})")
_WHEN = re.compile(
    r",?\s{0,2}[Nn]gày\s{0,2}(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d|(?:\d{1,2}|[.…_]{1,12})?\s{0,2}tháng\s{0,2}(?:\d{1,2}|[.…_]{1,12})?\s{0,2}năm\s{0,2}(?:20\d\d|19\d\d|20[.…_]{1,6})?)"
)
_PLACE = pattern(
    r"(?:(?:TP|Tp|T\.P|[Tt]hành\s{1,2}phố|[Tt]ỉnh)\.?\s{0,2})?(?:[[:upper:]][[:lower:]]{0,7}(?:[\s-]{1,3}|$)){1,5}$"
)
_SUBJECT = pattern(r"(?:^|\n|(?<= ))\s{0,2}(?:V/v|V/V|v/v|Về việc|Về(?= [[:lower:]]))\s?[:.]?\s")
# "QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH … VỀ VIỆC …": whose it is, is no part of the title.
_OWNER = re.compile(r"(?:CỦA|Của|của)\s[^,;]{3,90}?\s(?=(?:VỀ|Về|về|V/V|V/v)\s)")
_LEADS = re.compile(r"(?:VỀ\s{1,2}VIỆC|V/V|VỀ|[Vv]ề\s{1,2}việc|V/v|v/v|[Vv]ề)\s?[:.]?\s{1,2}")
_BY = re.compile(
    r"của\s((?:Chủ tịch\s)?(?:[ỦU]y ban nhân dân|Uỷ ban nhân dân|UBND|HĐND|Hội đồng nhân dân|Bộ|Sở|Cục|Chính phủ|"
    r"Thủ tướng)[^()\n;,.]{0,60})"
)


def masthead(extract: Extract, parts: tuple[Part, ...]) -> Masthead:
    """Read the fields of a document from its head, its signature and its recipients.

    A text in the third person without the official layout is "news"; its fields are those of the document it tells of.
    """
    rows = rows_of(extract)
    frame = frame_of(extract, rows)
    if not frame.official:
        return principal(extract, parts)
    return _Reader(extract, parts, rows, frame).read()


class _Reader:
    """Hold the lines of one document while its fields are read."""

    def __init__(self, extract: Extract, parts: tuple[Part, ...], rows: list[str], frame: Frame) -> None:
        self.text, self.lines, self.rows, self.parts, self.frame = extract.text, extract.lines, rows, parts, frame
        self.spans: dict[str, Span] = {}
        self._words: Running | None = None
        last = frame.name if frame.name >= 0 else frame.end
        self.zone_last = min(max(last, frame.start), len(rows))
        self.zone_start = self.lines[frame.start].start if self.lines else 0
        zone = self.text[
            self.zone_start : self.lines[self.zone_last - 1].end if self.zone_last > frame.start else self.zone_start
        ]
        self.zone = _blank(_MOTTOES, zone)

    def read(self) -> Masthead:
        symbol, number = self._number()
        place, date = self._when()
        letter = self._about() if self.frame.kind in (None, "Công văn", "Giấy mời") or self.frame.subject < 0 else None
        signer, position, bodies = self._signature()
        issuer = self._issuer(place, bodies)
        kind = self._kind(symbol)
        title = letter if letter and self.frame.subject < 0 else self._title() or letter
        urgency, secrecy = self._marks()
        return Masthead(
            kind=kind,
            number=number,
            issuer=issuer,
            place=place,
            date=date,
            title=title,
            signer=signer,
            position=position,
            form="official",
            recipients=self._recipients(),
            urgency=urgency,
            secrecy=secrecy,
            spans=tuple(self.spans.items()),
        )

    def _span(self, name: str, start: int, end: int) -> None:
        self.spans[name] = Span(self.zone_start + start, self.zone_start + end)

    def _erase(self, start: int, end: int) -> None:
        """Blank words of the zone that have been read, keeping every offset."""
        piece = "".join(c if c == "\n" else " " for c in self.zone[start:end])
        self.zone = self.zone[:start] + piece + self.zone[end:]

    # --- the fields of the masthead -----------------------------------------------------------------------------

    def _number(self) -> tuple[Symbol | None, str | None]:
        """Read "Số: 119/KH-UBND"; a number left blank ("Số:      /KH-UBND") is absent but still tells the kind."""
        for match in _NUMBER.finditer(self.zone):
            after = self.zone[match.end() : match.end() + 70]
            for (start, end), symbol in find_symbols(after):
                if start > 2:
                    break
                self._span("number", match.end() + start, match.end() + end)
                self._erase(match.start(), match.end() + end)
                return symbol, str(symbol)
            blank = re.match(r"[.…_\s]{0,20}[/-]\s?([A-ZĐ][\w&-]*)", after)
            loose = _LOOSE.match(after)
            if loose:
                self._span("number", match.end(), match.end() + loose.end())
                self._erase(match.start(), match.end() + loose.end())
                raw = re.sub(r"\s", "", loose.group()).rstrip(".-")
                return parse_symbol(raw), raw
            if blank:
                self._erase(match.start(), match.end() + blank.end())
                return parse_symbol("0/" + blank.group(1)), None
        for (start, end), symbol in find_symbols(self.zone):
            # The word "Số" is lost in some scans; the symbol must then stand at the start of its line.
            if self.zone[:start].rstrip(" ").endswith("\n") or start == 0:
                self._span("number", start, end)
                self._erase(start, end)
                return symbol, str(symbol)
        return None, None

    def _when(self) -> tuple[str | None, str | None]:
        """Read place and date, as in "Thanh Hóa, ngày 15 tháng 5 năm 2023"; a date with blanks is absent."""
        match = None
        for match in _WHEN.finditer(self.zone):
            if match.group().strip():
                break
        if match is None:
            for (start, end), iso in find_dates(self.zone):
                if len(iso) == 10:
                    self._span("date", start, end)
                    return None, iso
            return None, None
        found = [(span, iso) for span, iso in find_dates(match.group()) if len(iso) == 10]
        date = None
        if found:
            (start, end), date = found[0]
            self._span("date", match.start() + start, match.start() + end)
        where = self._place(match.start())
        if where is None:
            self._erase(match.start(), match.end())
            return None, date
        place, start, end = where
        self._span("place", start, end)
        self._erase(start, match.end())
        return place, date

    def _place(self, end: int) -> tuple[str, int, int] | None:
        """Read the place before a date; its name may be broken over two lines ("Thành / phố Huế, ngày …")."""
        start = self.zone.rfind("\n", 0, end) + 1
        lead = self.zone[start:end].strip()
        if start and (len(lead) < 8 or lead[0].islower()):
            above = self.zone.rfind("\n", 0, start - 1) + 1
            start = start if loud(self.zone[above:start]) else above
        where = _PLACE.search(self.zone[start:end].rstrip(" ,\n"))
        if where is None:
            return None
        place, known = " ".join(where.group().split()).rstrip(" -"), province_in(where.group())
        unit = key(place).startswith(("thành phố", "tp", "tỉnh"))
        if known and not unit and key(place).endswith(key(known)):
            place = place[-len(known) :]
        first = start + where.start() + where.group().rfind(place.split()[0])
        return place, first, start + where.end()

    def _about(self) -> str | None:
        """Read the subject of a letter under its number, as in "V/v triển khai …"."""
        match = _SUBJECT.search(self.zone)
        if match is None:
            return None
        pieces: list[str] = []
        end = at = match.end()
        for row in self.zone[match.end() :].split("\n"):
            words = row.strip()
            if words and (
                RULE.match(words) or (pieces and loud(words) and heads().match(words)) or words.startswith("Kính")
            ):
                break
            if words:
                pieces.append(words)
                end = at + len(row.rstrip())
            at += len(row) + 1
            if len(pieces) > 9:
                break
        title = " ".join(pieces).strip(" .*_;")
        if not title:
            return None
        self._span("title", match.end(), end)
        self._erase(match.start(), end)
        return capitalise(quiet(title, self._running(), title=True) if loud(title) else title)

    def _marks(self) -> tuple[str | None, str | None]:
        """Read "HỎA TỐC" or "MẬT" where it stands by itself near the top; a plan about secrets has no such line."""
        urgency = secrecy = None
        marks = cues("masthead")["marks"]
        for index in range(max(0, self.frame.start - 3), min(self.zone_last + 3, len(self.rows))):
            word = self.rows[index].strip(" .*:[]()|_-")
            for lead in ("CÔNG ĐIỆN ", "ĐỘ MẬT: ", "ĐỘ KHẨN: "):
                word = word.upper().removeprefix(lead) if word.upper().startswith(lead) else word
            if word.isupper() and len(word) < 24:
                urgency = urgency or marks["urgency"].get(word)
                secrecy = secrecy or marks["secrecy"].get(word)
        return urgency, secrecy

    def _kind(self, symbol: Symbol | None) -> str | None:
        if symbol is not None and symbol.kind == "VBHN":
            return None  # no kind of Decree 30: a consolidated text carries the name of the text it consolidates
        if self.frame.kind:
            if self.frame.subject >= 0 and self.frame.name < len(self.lines):
                line = self.lines[self.frame.name]
                joined = self.frame.subject == self.frame.name
                self.spans["kind"] = Span(line.start, line.start + len(self.frame.kind) if joined else line.end)
            return self.frame.kind
        if symbol is not None:
            return kind_of(symbol)
        return "Công văn" if self.frame.name >= 0 or "title" in self.spans else None

    # --- issuer -------------------------------------------------------------------------------------------------

    def _issuer(self, place: str | None, bodies: Sequence[str]) -> str | None:
        units, span = agencies(self.zone)
        if span:
            self._span("issuer", *span)
        if not units:
            units = self._unit_elsewhere(bodies)
        return full_name(units, place, bodies, self._running()) if units else None

    def _unit_elsewhere(self, bodies: Sequence[str]) -> list[str]:
        """Find the issuer without a masthead: in the deciding office, the signature, or "(Kèm theo … của …)"."""
        frame = self.frame
        if frame.authority >= 0:
            words = " ".join(row for row in self.rows[frame.authority : frame.end] if loud(row) and not RULE.match(row))
            office = signature.office_start().match(words)
            words = words[office.end() :].strip() if office else words
            if heads().match(words) and len(words) < 120:
                return [words]
        if 0 <= frame.name < frame.subject:
            words = " ".join(self.rows[frame.name + 1 : frame.subject])
            if words.startswith(("CỦA ", "Của ")) and heads().match(words[4:].upper()):
                return [words[4:].upper()]
        for body in bodies:
            if heads().match(body.upper()):
                return [body.upper()]
        match = _BY.search(self.text, self.zone_start, self.zone_start + 1500)
        return [match.group(1).removeprefix("Chủ tịch ").strip().upper()] if match else []

    # --- title --------------------------------------------------------------------------------------------------

    def _running(self) -> Running:
        """Take the running text after the title: the legal bases and the first pages repeat its words."""
        if self._words is None:
            first = self.frame.authority if self.frame.authority >= 0 else self.frame.end
            self._words = Running(self.rows[first : first + 140])
        return self._words

    def _title(self) -> str | None:
        """Join the lines of the title, without "Về việc" and "(Kèm theo …)", in the letters of running text."""
        frame = self.frame
        first, last = frame.subject, frame.authority
        if first < 0:
            annex = self.parts[0] if self.parts and self.parts[0].kind == "annex" else None
            if annex is None or annex.last - annex.first < 2:
                return None
            first, last = annex.first + 1, annex.last
        rows = [(i, self.rows[i]) for i in range(first, last) if not RULE.match(self.rows[i])]
        if not rows:
            return None
        start, end = self.lines[rows[0][0]].start, self.lines[rows[-1][0]].end
        raw = self.text[start:end]
        if frame.subject == frame.name:
            name = re.match(
                r"\s*(?:" + "|".join(sorted(cues("masthead")["kinds"], key=len, reverse=True)) + r")\s", raw
            )
            start += name.end() if name else 0
        owner = _OWNER.match(self.text[start:end])
        start += owner.end() if owner else 0
        lead = _LEADS.match(self.text[start:end])
        start += lead.end() if lead else 0
        raw = self.text[start:end]
        enclosed = re.search(r"\(\s?(?:Ban hành |Được ban hành )?[Kk]èm theo|\s[-–_]{3,}", raw)
        if enclosed:
            raw = raw[: enclosed.start()].rstrip()
            end = start + len(raw)
        words = " ".join(raw.split()).strip(" *_:;")
        if not words:
            return None
        self.spans["title"] = Span(start, end)
        words = quiet(words, self._running(), title=True) if loud(words) else words
        return capitalise(words.rstrip("."))

    # --- signature and recipients -------------------------------------------------------------------------------

    def _signature(self) -> tuple[str | None, str | None, list[str]]:
        """Read signer, office and the bodies signed for from the first signature of the document itself."""
        lines: list[int] = []
        for part in self.parts:
            if part.kind != "signature" or part.label or (lines and part.first - lines[-1] > 20):
                continue
            lines += range(part.first, part.last)
            if signature.name_after([self.rows[i] for i in lines]):
                break
        rows = [self.rows[i] for i in lines]
        if not rows:
            rows = self._columns()[1]
            lines = [self._closing().first] * len(rows) if rows else []
        named = signature.name_after(rows)
        if named is None:
            office, bodies = signature.office_of(rows)
            return None, office, bodies
        first, _, name = named
        office, bodies = signature.office_of(signature.above(rows, first))
        start = self.text.find(name.split()[0], self.lines[lines[first]].start)
        end = self.text.find(name.split()[-1], start) + len(name.split()[-1])
        self.spans["signer"] = Span(start, max(end, start))
        if office and first:
            self.spans["position"] = Span(self.lines[lines[0]].start, self.lines[lines[first - 1]].end)
        name = name if not name.isupper() else " ".join(word.capitalize() for word in name.split())
        return name, office, bodies

    def _closing(self) -> Part:
        """Give the recipients of the document itself, an empty part where it has none."""
        return next((p for p in self.parts if p.kind == "recipients" and p.scope == 0), Part("recipients", 0, 0))

    def _columns(self) -> tuple[list[str], list[str]]:
        """Part recipients and signature that ran together on the same lines."""
        rows = [
            self.rows[i] for p in self.parts if p.kind == "recipients" and p.scope == 0 for i in range(p.first, p.last)
        ]
        return signature.columns(rows)

    def _recipients(self) -> tuple[str, ...]:
        return recipients_of(self._columns()[0])


def recipients_of(rows: Sequence[str]) -> tuple[str, ...]:
    """List the items of "Nơi nhận: - Như Điều 3; - Sở Ngoại vụ; …" without marks and final points."""
    whole = "\n".join(row for row in rows if not RULE.match(row) and not row.startswith("Ký bởi"))
    whole = re.sub(r"^(?:Nơi|NƠI)\s(?:nhận|NHẬN|gửi)\s?:?\s?", "", whole)
    if "\n-" not in whole and " - " in whole[1:]:
        pieces = re.split(r"(?:^|[;.])\s{0,2}[-–]\s", whole)
    else:
        pieces = re.split(r"(?:^|\n)\s?[-–+•*]\s?", whole)
    items = []
    for piece in pieces:
        item = " ".join(piece.split()).strip(" ;.,:*_")
        if item and len(item) < 300:
            items.append(item)
    return tuple(items)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: "".join(c if c == "\n" else " " for c in match.group()), text)
