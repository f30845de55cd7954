"""Judge one number of a clause: is it to be reached, how much of what, by when ("ít nhất 50% số xã" until 2030)?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache, cached_property
from typing import NamedTuple

from ..vi.numbers import Number
from . import lexicon
from .model import Grade
from .periods import Period

_REACH = 170  # characters on either side of a number that say what it is
_WORD = re.compile(r"[^\s,;:()“”\"…]+")
_LAST = re.compile(r"\S+$")
_BRACKET = re.compile(r"\([^()]{0,400}\)")
_FROM = re.compile(r"(?:từ|mức)\s(?:\S+\s){0,2}$", re.IGNORECASE)
_ON_TO = re.compile(
    r"\s?(?:(?:vào\s|của\s)?năm\s\d{4}\s|\(năm\s\d{4}\)\s)?(?:lên|đến|xuống)\s(?:\S+\s){0,2}\d", re.IGNORECASE
)
_PER = re.compile(r"\d\s(?:[^\s\d,.;]+\s){1,4}(?:trên|/)$", re.IGNORECASE)
_BASE = re.compile(r"so (?:với|cùng kỳ)\s(?:cùng kỳ\s|đầu\s|cuối\s)?(?:năm\s)?(\d{4})", re.IGNORECASE)
_MEASURED_AGAINST = re.compile(r"so với\s(?:mức\s)?(?:\S+\s){0,2}$", re.IGNORECASE)
_UP = re.compile(r"\s?[^,.;]{0,60}?trở lên")
_DOWN = re.compile(r"\s?[^,.;]{0,60}?trở xuống")
_FALLING = re.compile(r"giảm|xuống|còn|duy trì|kiểm soát")
_HAVE = re.compile(r"\W{0,3}Có(?: thêm)?")  # begins the sentence: "Có 30% diện tích …"
_NAMED = re.compile(r"(?:Chiến lược|Chương trình|Đề án|Quy hoạch|Kế hoạch|Nghị quyết|Quyết định|Dự án|Luật)\s")
_BREAK = re.compile(r"[,;:.]\s")


class Cues(NamedTuple):
    """What lexicon/targets.toml says, made ready for looking up."""

    goals: re.Pattern[str]
    never: re.Pattern[str]
    money: re.Pattern[str]
    regulating: frozenset[str]
    aim: re.Pattern[str]
    reach: re.Pattern[str]
    share: re.Pattern[str]
    paid: re.Pattern[str]
    dues: re.Pattern[str]
    cut: re.Pattern[str]
    make: re.Pattern[str]
    least: re.Pattern[str]
    set_down: re.Pattern[str]
    comparators: dict[str, str]
    opening: re.Pattern[str]
    facts: re.Pattern[str]
    numbered: frozenset[str]
    units: frozenset[str]
    stops: frozenset[str]


@cache
def cues() -> Cues:
    """Load the cue words once."""
    said = lexicon.cues("targets")

    def whole(values: Iterable[str], ahead: str = "", behind: str = "") -> re.Pattern[str]:
        ordered = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
        return re.compile(rf"{ahead}(?<!\w)(?:{ordered})(?!\w){behind}", re.IGNORECASE)

    section, compared = said["section"], said["comparators"]
    return Cues(
        goals=whole(section["goals"]),
        never=whole(section["never"], r"\W{0,3}(?:\S+\s){0,3}?"),
        money=whole(section["money"], r"\W{0,3}(?:\S+\s){0,2}?"),
        regulating=frozenset(said["documents"]["regulating"]),
        aim=whole(said["cues"]["aim"]),
        reach=whole(said["cues"]["reach"]),
        share=whole(said["cues"]["share"]),
        paid=whole([*said["cues"]["paid"], *said["cues"]["dues"]]),
        dues=whole(said["cues"]["dues"]),
        cut=whole(said["cues"]["cut"]),
        make=whole(said["cues"]["make"]),
        least=whole(compared["least"], behind=r"(?:\s(?:là|có|đạt))?$"),
        set_down=whole([*said["cues"]["aim"], *compared["least"], "đạt"]),
        comparators={word: sign for sign in (">=", "<=", "~") for word in compared[sign]},
        opening=whole(said["facts"]["opening"], r"\W{0,3}"),
        facts=whole(said["facts"]["inside"]),
        numbered=frozenset(said["numbered"]["before"]),
        units=frozenset(said["numbered"]["units"]),
        stops=frozenset(said["noun"]["stops"]),
    )


class Ranges:
    """Answer whether a character lies in one of some ranges that do not overlap much (dates, periods, brackets)."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def cover(self, at: int) -> bool:
        i = bisect_right(self._starts, at)
        return any(a <= at < b for a, b in self._spans[max(0, i - 3) : i])


class Setting(NamedTuple):
    """Where a clause stands: among aims, where none stand, in a text that regulates; the year; in a table row."""

    goal: bool
    never: bool
    strict: bool
    year: int | None
    row: bool


class Measure(NamedTuple):
    """What a number measures."""

    unit: str
    comparator: str
    by: str | None
    rule: str
    grade: Grade


class Clause:
    """A clause with the times in it; what is asked of every number is worked out once."""

    def __init__(self, text: str, periods: list[Period]) -> None:
        self.text = text
        self.periods = periods

    @cached_property
    def brackets(self) -> Ranges:
        return Ranges(match.span() for match in _BRACKET.finditer(self.text))

    @cached_property
    def base(self) -> str | None:
        match = _BASE.search(self.text)
        return match.group(1) if match else None

    @cached_property
    def usable(self) -> tuple[list[Period], list[int]]:
        """The times by which something can be due: not "so với năm 2024", not the name of another plan."""
        bases = Ranges(match.span() for match in _BASE.finditer(self.text))
        times = [one for one in self.periods if not bases.cover(one.start) and not self._in_a_name(one)]
        return times, [one.start for one in times]

    def _in_a_name(self, period: Period) -> bool:
        """Tell a time inside the name of something else: "Chương trình mục tiêu quốc gia giai đoạn 2016 - 2020"."""
        before = self.text[max(0, period.start - _REACH) : period.start]
        named = None
        for named in _NAMED.finditer(before):  # noqa: B007
            pass
        return named is not None and not _BREAK.search(before, named.start())

    def tells(self, goal: bool) -> bool:
        """Tell of a clause that says what is: "Hiện nay, tổng số trạm … khoảng 180 trạm"."""
        words = cues()
        if words.opening.match(self.text):
            return True
        return not goal and bool(words.facts.search(self.text)) and not words.aim.search(self.text)

    def leading_time(self) -> str | None:
        """Give the time that holds for the clauses after this one as well: "Đến năm 2030: 50% …; 70% …"."""
        if self.base:
            return None
        for one in self.periods:
            if one.start < 12 or self.text[one.end : one.end + 2].lstrip()[:1] in (":", ","):
                return one.by
        return None

    def time_of(self, number: Number) -> Period | None:
        """Choose the time of a number: right after it, else the nearest before it, else the first after it."""
        times, starts = self.usable
        i = bisect_left(starts, number.start)
        following = times[i] if i < len(times) else None
        if following and following.start <= number.end + 10 and "," not in self.text[number.end : following.start]:
            return following
        return times[i - 1] if i else following


def judge(clause: Clause, one: Number, setting: Setting) -> Measure | None:
    """Judge one number of a clause; None when it is no target."""
    if not one.percent and not clause.text[one.end : one.end + 2].lstrip()[:1].islower():
        return None
    words = cues()
    before = clause.text[max(0, one.start - _REACH) : one.start].rstrip()
    after = clause.text[one.end : one.end + _REACH]
    comparator, bare = _comparator(before, after, one.ranged)
    aim = bool(words.aim.search(before))
    time = clause.time_of(one)
    goal = setting.goal
    if time and setting.year and not goal and int(time.by[:4]) < setting.year:
        return None
    if _ON_TO.match(after) and _FROM.search(before[-24:] + " "):
        return None  # "từ 12% lên 20%": only the second is to be reached
    if _MEASURED_AGAINST.search(before[-30:] + " ") or (not one.percent and _PER.search(before[-60:])):
        return None
    if not goal and not aim and (setting.never or setting.strict):
        return None
    bracketed = clause.brackets.cover(one.start)
    unit = _noun(after)
    if one.percent:
        if (bracketed and not comparator) or not (
            goal or aim or _percent_is_aim(one, comparator, before, unit, setting)
        ):
            return None
        unit, rule = f"% {unit}".strip(), "target.percent"
    else:
        if bracketed or not unit[:1].islower() or _is_number_of(bare):
            return None
        if not _count_is_aim(clause, one, time, setting, aim, comparator, before, bare, unit):
            return None
        rule = "target.count"
    sign = comparator or ("range" if one.ranged else "=")
    return Measure(unit, sign, time.by if time else None, rule, Grade.SURE if goal or aim else Grade.LIKELY)


def _percent_is_aim(one: Number, comparator: str, before: str, unit: str, setting: Setting) -> bool:
    """Tell a percentage outside a target section that a plan means to reach: "bảo đảm 100% hồ sơ đúng hạn".

    "hỗ trợ 70% kinh phí" and "dân tộc thiểu số chiếm 45% dân số" are none; "cắt giảm 30% chi phí tuân thủ" is one.
    """
    words = cues()
    if words.paid.match(unit) and not (words.cut.search(before[-60:]) and not words.dues.match(unit)):
        return False
    if comparator == "<=":
        return bool(_FALLING.search(before))
    if comparator == ">=" or one.low == 100 or _HAVE.fullmatch(before):
        return True
    return bool(words.reach.search(before[-40:])) or (setting.row and bool(words.share.search(before)))


def _count_is_aim(
    clause: Clause,
    one: Number,
    time: Period | None,
    setting: Setting,
    aim: bool,
    comparator: str,
    before: str,
    bare: str,
    unit: str,
) -> bool:
    """Tell a count that is to be reached: "hình thành ít nhất 20 mô hình", not "02 lần/năm" or "trên 15 tuổi"."""
    words = cues()
    low = unit.casefold().split()
    reached = _last(bare).casefold() in ("đạt", "lên", "xuống", "còn")
    if (low[0] in words.units or " ".join(low[:2]) in words.units) and not (reached and (setting.goal or aim)):
        return False
    firm = bool(comparator) or one.ranged
    made = bool(words.make.search(before[-100:]))
    if setting.goal:
        return firm or made or aim
    if (aim and (made or firm or reached)) or (made and words.least.search(before)):
        return True
    if not reached or time is None:
        return False
    return (
        time.by[:4] >= str(setting.year)
        if setting.year
        else clause.text[time.start :][:4].casefold().startswith(("đến", "tới"))
    )


def _is_number_of(bare: str) -> bool:
    """Tell a number that names: "Dự án 7", "mức độ 4", "Tân Phú Đông 1"; a first word has its capital anyway."""
    numbered = cues().numbered
    words = bare.split()[-3:]
    if not words:
        return False
    last = words[-1].strip("“”\"'(),;:")
    if last.casefold() in numbered or " ".join(words[-2:]).casefold() in numbered:
        return True
    return last[:1].isupper() and len(words) > 1 and not last.isupper()


def _comparator(before: str, after: str, ranged: bool) -> tuple[str, str]:
    """Read the comparator around a number: its sign ("" for none) and the words before it."""
    signs = cues().comparators
    sign, words = "", before.casefold().split()[-4:]
    for n in range(len(words), 0, -1):
        word = " ".join(words[-n:])
        if word in signs:
            sign = "" if word == "từ" and ranged else signs[word]
            before = before[: len(before) - len(word)].rstrip()
            break
    if "trở" in after[:70]:
        sign = ">=" if _UP.match(after) else "<=" if _DOWN.match(after) else sign
    return sign, before


def _last(text: str) -> str:
    match = _LAST.search(text[-40:])
    return match.group().strip("“”\"'(),;:") if match else ""


def _noun(after: str) -> str:
    """Read what is counted: "nhà đầu tư nước ngoài" of "nhà đầu tư nước ngoài và có thêm …"."""
    stops = cues().stops
    found = list(_WORD.finditer(after))[:14]
    end, taken = 0, 0
    for i, match in enumerate(found[:12]):
        gap, low = after[end : match.start()], match.group().casefold().rstrip(".")
        if (gap.strip() if not taken else gap not in (" ", ", ")) or low in stops or any(c.isdigit() for c in low):
            break
        following = found[i + 1].group().casefold() if i + 1 < len(found) else ""
        if f"{low} {following}" in stops or f"{low} {following}" == "trong đó" or low in ("-", "–", "/năm"):
            break
        if low in ("và", "hoặc") and (taken in (0, 7) or following in stops or any(c.isdigit() for c in following)):
            break
        taken, end = taken + 1, match.end()
        if match.group().endswith("."):
            break
    noun = after[:end].strip(" .,")
    while noun.endswith((" và", " hoặc", " cùng")):
        noun = noun.rpartition(" ")[0].rstrip(" ,")
    return noun
