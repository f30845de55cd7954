"""Find until when and how often something is due ("trước ngày 05/11 hằng năm", "hoàn thành trong quý IV/2025").

The law's words stay beside the value: `Due.text` is "trước ngày 05/11 hằng năm", `Due.value` {"every": "year", "month": 11,
"day": 5}. Whether "trước ngày 05/11" means the 4th or the 5th is for a person to say.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .model import Due, Grade, Span

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

# One pass over the text: every alternative is a time expression; which it is shows in its named groups.
_TIME = re.compile(
    r"""
    (?<![\w/.])(?:
      (?P<d>\d{1,2})\s?(?:[/.-]\s?(?P<m>\d{1,2})|\s?tháng\s(?P<mw>\d{1,2}))
        (?:\s?(?:[/.-]|,?\s?năm)\s?(?P<y>20\d\d))?(?![\d/%]|[.,]\d)
    | ngày\s(?P<day>\d{1,2})(?![\d/.-]|\stháng\s\d|\s?,\s?\d)
    | tháng\s?(?P<month>\d{1,2})\s?(?:[/.-]|,?\s?năm)\s?(?P<month_year>20\d\d)(?!\d)
    | (?<!\d\s)tháng\s(?P<lone_month>\d{1,2})(?=\s(?:của\s)?(?:hằng|hàng|mỗi)\snăm)
    | (?P<month_last>tháng\scuối\s(?:của\s)?(?:mỗi\s|từng\s|hàng\s|hằng\s)?quý|tháng\scuối\snăm)
    | qu[ýí]\s?(?P<quarter>IV|III|II|I|[1-4])\s?(?:[/.-]|,?\s?năm)\s?(?P<quarter_year>20\d\d)(?!\d)
    | (?:năm\s|giai\sđoạn\s|thời\skỳ\s)?(?P<from_year>20\d\d)\s?(?:-|–|đến(?:\snăm)?)\s?(?P<to_year>20\d\d)(?!\d)
    | năm\s(?P<year>20\d\d)(?!\d|\s?[-–]\s?20)
    | (?P<every>(?:hằng|hàng|mỗi|từng|theo)\s(?:năm|quý|tháng|tuần|ngày)\b(?:\s?,\s?(?:hằng\s|hàng\s)?(?:quý|năm)\b)*
        |(?:hằng|hàng)\s(?:0?6|sáu)\stháng
        |(?:định\skỳ|báo\scáo|kỳ)\s(?:0?6|sáu)\stháng
        |(?:0?6|sáu)\stháng(?:\s?/\s?lần|\smột\slần|\s?(?:,|và)\s?(?:hằng\s|hàng\s|cả\s|một\s|01\s|1\s)?năm\b(?!\s20|\s\d|\sđầu|\scuối))
        |(?:định\skỳ|theo\skỳ)\s(?:năm|quý|tháng|tuần|ngày)\b
        |\d{1,2}\slần\s?/\s?(?:năm|quý|tháng|tuần|ngày)
        |(?:năm|quý|tháng|tuần)\s(?:một|01|1)\slần)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A cheap look before the big pattern: without one of these a text has no time in it.
_HINT = re.compile(r"20\d\d|\d ?[/.-] ?\d|ngày \d|tháng|[hH][ằà]ng |quý|định kỳ|lần", re.IGNORECASE)

_CUE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|không quá|hoàn thành|hoàn tất|xong|kết thúc|thời hạn|hạn cuối|hạn chót|đến hết|hết|trễ nhất|trình|gửi|báo cáo)"
    r"(?:[^.;:]{0,60})?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|trễ nhất|đến hết|hết|không quá|hạn|xong)\s(?:là\s|vào\s|trong\s|đến\s|hết\s|khi\s|cuối\s|xong\s|nhất\s|\d{1,2} giờ(?: \d\d)?\s?,?\s?)*(?:ngày\s)?(?:thứ \w+, ?(?:ngày\s)?)?$",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:trong|vào|đến|xong)\s(?:hết\s|cuối\s|đầu\s|giữa\s|ngày\s|cả\s)*$", re.IGNORECASE)
_FINISH = re.compile(
    r"thời gian|hoàn thành|hoàn tất|\bxong\b|kết thúc|thời hạn|ban hành|trình\b|báo cáo|gửi\b|phê duyệt", re.IGNORECASE
)
_FROM = re.compile(r"(?:\b[Tt]ừ|kể từ|[Ss]au|bắt đầu từ|hiệu lực từ|hiệu lực)\s(?:khi\s|ngày\s|tháng\s|năm\s|quý\s)*$")
# A yearly rhythm belongs to the actor when it opens its clause, follows "định kỳ", or the actor makes something of it.
_OPENING = re.compile(r"(?:^|[,;.:(]\s?|\bvà\s|định kỳ\s(?:\w+\s){0,6})$", re.IGNORECASE)
_MAKES = re.compile(
    r"(?:thành|xây dựng|ban hành|lập|báo cáo|tổng hợp|đánh giá|tổ chức|rà soát|sơ kết|kiểm tra|công bố|cập nhật)\s[^;.:]{0,80}$",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"(?:dự toán|ngân sách|kinh phí|chi thường xuyên|hoạt động|nhiệm vụ|thực hiện|bình quân|tăng|giảm|đạt|dân số|thu nhập|tốc độ)\s?[^,;.:]{0,40}$",
    re.IGNORECASE,
)
_MADE = re.compile(r"(?:kế hoạch|báo cáo|chương trình|danh mục|dự toán|đề án)\s?[^,;.:]{0,40}$", re.IGNORECASE)
# "kế hoạch đầu tư công trung hạn, hằng năm" says of what kind the plan is.
_TERMS = re.compile(r"(?:trung hạn|dài hạn|ngắn hạn|0?5 năm)(?:\s?,\s?|\svà\s)$", re.IGNORECASE)
_ALLOTTED = re.compile(r"(?:dự toán|ngân sách|kinh phí)\s?[^,;.:]{0,40}$", re.IGNORECASE)
_UNITS = {"năm": "year", "quý": "quarter", "tháng": "month", "tuần": "week", "ngày": "day"}
_UNIT = re.compile(r"năm|quý|tháng|tuần|ngày", re.IGNORECASE)
_SIX = re.compile(r"(?:0?6|sáu) tháng", re.IGNORECASE)
_NEAR = 160


class _Time(NamedTuple):
    kind: str  # "date", "day-month", "day", "month", "quarter", "years", "year", "every", "last-month"
    start: int
    end: int
    value: tuple[int | str, ...]


def deadlines(text: str, *, field: bool = False, year: int | None = None, offset: int = 0) -> list[Due]:
    """List the deadlines of a clause or, with `field`, of a time field ("Quý IV/2025", "Hằng năm"), best first.

    `year` is the document's year, for a day without one ("trước ngày 15/12"); `offset` is added to the spans.
    """
    if not _HINT.search(text):
        return []
    times = _ranges(text, list(_times(text)))
    if field and not times and (alone := _LONE_YEAR.match(text)):
        # A time cell that is but a year.
        times = [_Time("year", alone.start(1), alone.end(1), (int(alone[1]),))]
    found: list[tuple[int, int, Due]] = []
    used: set[int] = set()
    for k, time in enumerate(times):
        if time.kind == "every":
            rank, due = _recurring(text, times, k, used, field, offset)
            if due:
                found.append((rank, time.start, due))
    for k, time in enumerate(times):
        if (
            time.kind == "last-month"
            and k not in used
            and k
            and times[k - 1].kind == "day"
            and _beside(text, times[k - 1], time)
        ):
            # "ngày 15 của tháng cuối quý" is a rhythm by itself.
            used.update((k - 1, k))
            start = _with_cue(text, times[k - 1].start)
            value = (("every", time.value[0]), ("day", times[k - 1].value[0]))
            found.append(
                (0, start, Due(value, text[start : time.end], Span(start + offset, time.end + offset), "due.every-day"))
            )
    for k, time in enumerate(times):
        if k in used or time.kind == "every":
            continue
        due = _once(text, time, field, year, offset)
        if due:
            found.append((0, time.start, due))
    found.sort(key=lambda item: item[:2])
    return [due for _, _, due in found]


_LONE_YEAR = re.compile(r"\s*(20\d\d)\s*[.;]?\s*$")
_TO = re.compile(r"\s?(?:[-–]|đến(?:\shết)?)\s?$")


def _ranges(text: str, times: list[_Time]) -> list[_Time]:
    """Leave out the beginning of a span of time ("Quý IV/2025 - Quý II/2026" is due in the second)."""
    kept: list[_Time] = []
    begun = False
    for time in times:
        if time.kind == "day-month":
            if _FROM.search(text[max(0, time.start - 30) : time.start]):
                begun = True
                continue  # "tính từ ngày 15/12 …"
            if begun and text[max(0, time.start - 10) : time.start].rstrip().endswith(("đến", "đến ngày")):
                continue  # "… đến ngày 14/12": a span that is counted, no deadline
        if (
            kept
            and kept[-1].kind == time.kind
            and time.kind in ("quarter", "month", "date")
            and _TO.match(text[kept[-1].end : time.start])
        ):
            kept.pop()
        kept.append(time)
    return kept


def _times(text: str) -> Iterator[_Time]:
    """Walk over the time expressions of a text in order."""
    for match in _TIME.finditer(text):
        group = match.groupdict()
        start, end = match.span()
        if group["d"]:
            day, month = int(group["d"]), int(group["m"] or group["mw"])
            if not (1 <= month <= 12 and 1 <= day <= 31):
                continue
            if group["y"]:
                if day <= monthrange(int(group["y"]), month)[1]:
                    yield _Time("date", start, end, (int(group["y"]), month, day))
            elif group["mw"] or "/" in match[0] or _BEFORE.search(text[:start]) or text[:start].endswith("ngày "):
                yield _Time("day-month", start, end, (month, day))
        elif group["day"]:
            if 1 <= int(group["day"]) <= 31:
                yield _Time("day", start, end, (int(group["day"]),))
        elif group["month"]:
            if 1 <= int(group["month"]) <= 12:
                yield _Time("month", start, end, (int(group["month_year"]), int(group["month"])))
        elif group["lone_month"]:
            if 1 <= int(group["lone_month"]) <= 12:
                yield _Time("lone-month", start, end, (int(group["lone_month"]),))
        elif group["month_last"]:
            yield _Time("last-month", start, end, ("quarter" if "quý" in match[0].lower() else "year",))
        elif group["quarter"]:
            yield _Time("quarter", start, end, (int(group["quarter_year"]), _ROMAN[group["quarter"].lower()]))
        elif group["to_year"]:
            yield _Time("years", start, end, (int(group["from_year"]), int(group["to_year"])))
        elif group["year"]:
            yield _Time("year", start, end, (int(group["year"]),))
        else:
            yield _Time("every", start, end, (_rhythm(match[0]),))


def _rhythm(words: str) -> str:
    if _SIX.search(words):
        return "half-year"
    unit = _UNIT.search(words)
    return _UNITS[unit[0].lower()] if unit else "year"


def _recurring(
    text: str, times: Sequence[_Time], k: int, used: set[int], field: bool, offset: int
) -> tuple[int, Due | None]:
    """Join a rhythm with the day beside it ("ngày 20" + "hằng tháng"); without a day, take it where the actor acts."""
    time = times[k]
    every = str(time.value[0])
    near = [
        (j, other)
        for j, other in enumerate(times)
        if j not in used
        and other.kind in ("day-month", "day", "last-month", "lone-month")
        and _beside(text, other, time)
    ]
    fixed = [(j, other) for j, other in near if other.kind == "day-month"]
    days = [(j, other) for j, other in near if other.kind == "day"]
    last = [(j, other) for j, other in near if other.kind == "last-month"]
    alone = [(j, other) for j, other in near if other.kind == "lone-month"]
    start, end = time.start, time.end
    value: list[tuple[str, str | int]] = [("every", every)]
    rank = 0
    if len(fixed) >= 2 and every in ("year", "half-year"):
        value = [("every", "half-year")] if len(fixed) == 2 else [("every", "quarter")]
        taken = fixed
    elif fixed and every == "year":
        month, day = fixed[0][1].value
        value += [("month", month), ("day", day)]
        taken = fixed[:1]
    elif alone and every == "year":
        value.append(("month", alone[0][1].value[0]))
        taken = alone[:1]
    elif last and days:
        value = [("every", str(last[0][1].value[0])), ("day", days[0][1].value[0])]
        taken = [days[0], last[0]]
    elif days and every in ("month", "quarter", "year", "half-year"):
        if every != "half-year" and every != "year":
            value.append(("day", days[0][1].value[0]))
        taken = days[:1]
    else:
        taken = []
        rank = 1
    if any(j in used for j, _ in taken) or (not taken and not (field or _acts_by(text, time))):
        return 1, None
    if not taken and k in used:
        return 1, None
    used.update(j for j, _ in taken)
    for _, other in taken:
        start, end = min(start, other.start), max(end, other.end)
    start = _with_cue(text, start)
    rule = "due.every-day" if taken else "due.every"
    return rank, Due(tuple(value), text[start:end], Span(start + offset, end + offset), rule)


def _beside(text: str, one: _Time, other: _Time) -> bool:
    first, second = (one, other) if one.start < other.start else (other, one)
    between = text[first.end : second.start]
    return len(between) <= _NEAR and "." not in between and ";" not in between


def _acts_by(text: str, time: _Time) -> bool:
    """Say whether a rhythm without a day tells how often the actor acts, and is no mere adjective of a noun."""
    before = text[max(0, time.start - 90) : time.start]
    opening = before if time.start <= 90 else "…" + before
    if text[time.start : time.start + 4].lower() in ("định", "báo ", "kỳ 6") or "lần" in text[time.start : time.end]:
        return True
    if _OPENING.search(opening):
        return not _TERMS.search(opening)
    if time.value[0] == "half-year":
        return bool(_MAKES.search(before))
    if _MAKES.search(before) and _MADE.search(before) and not _ALLOTTED.search(before):
        return True
    return not _DESCRIBED.search(before) and "định kỳ" in before.lower()


def _once(text: str, time: _Time, field: bool, year: int | None, offset: int) -> Due | None:
    before = text[max(0, time.start - 80) : time.start]
    if _FROM.search(before):
        return None
    strict = bool(_BEFORE.search(before))
    kind = time.kind
    if kind == "last-month" and field:
        return None
    if kind in ("day", "last-month", "lone-month"):
        return None
    if not (field or strict):
        if kind in ("date", "day-month"):
            if not (_AT.search(before) and _FINISH.search(before)):
                return None
        elif kind in ("month", "quarter"):
            if not (_AT.search(before) or _CUE.search(before)):
                return None
        elif kind == "year":
            if not (_AT.search(before) and re.search(r"hoàn thành|hoàn tất|\bxong\b|kết thúc", before, re.IGNORECASE)):
                return None
        else:
            return None
    if (
        field
        and kind == "years"
        and not strict
        and re.search(r"(?:chương trình|kế hoạch|đề án|chiến lược)[^:;.]*$", before, re.I)
    ):
        return None
    value = _value(time, year)
    if value is None:
        return None
    start = _with_cue(text, time.start)
    grade = Grade.LIKELY if kind == "day-month" else Grade.SURE
    return Due(value, text[start : time.end], Span(start + offset, time.end + offset), f"due.{kind}", grade)


def _value(time: _Time, year: int | None) -> tuple[tuple[str, str | int], ...] | None:
    kind, value = time.kind, time.value
    if kind == "date":
        return (("on", f"{value[0]:04d}-{value[1]:02d}-{value[2]:02d}"),)
    if kind == "day-month":
        return (("on", f"{year:04d}-{value[0]:02d}-{value[1]:02d}"),) if year else None
    if kind == "month":
        return (("by", f"{value[0]:04d}-{value[1]:02d}"),)
    if kind == "quarter":
        return (("by", f"{value[0]:04d}-Q{value[1]}"),)
    if kind == "years":
        return (("by", str(value[1])),) if int(value[1]) >= int(value[0]) else None
    return (("by", str(value[0])),)


_CUE_WORDS = re.compile(
    r"(?:(?:hoàn thành|hoàn tất|xong|định kỳ|chậm nhất|muộn nhất|trước|trong|vào|đến|hết|là|ngày|cuối|thời hạn)\s)+$",
    re.IGNORECASE,
)


def _with_cue(text: str, start: int) -> int:
    """Move the beginning back over the words that lead to the time ("hoàn thành trước ngày …")."""
    match = _CUE_WORDS.search(text, max(0, start - 60), start)
    return match.start() if match else start
