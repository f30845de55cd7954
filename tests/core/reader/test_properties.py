"""What holds for the reading of any text: nothing is lost, and everything found points at its words."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import decision, directive, organised, plan, reading

from hoinhap.core.reader import Unreadable, read, to_json
from hoinhap.core.reader.answers import KINDS, coverage
from hoinhap.core.reader.model import Due, Name, Reading, Span

# Labels, agencies, verbs, times and ends, odd ones among them, of which lines are composed.
LABELS = (
    "", "I.", "II.", "IV", "1.", "2)", "3.1.", "3.1.1", "a)", "đ)", "- ", "+ ", "• ", "Điều 3.", "Chương I",
    "Phần thứ nhất",
    "PHỤ LỤC II", "(1)", "*", "1.1.1.1.1.", "Bước 1.", "x)", "0.", "99.", "- - ", "…", "[1]", "| 1 |", "I. 1. a) -",
)  # fmt: skip
WHO = (
    "", "Sở Ngoại vụ", "UBND tỉnh", "các sở, ban, ngành", "Giao Sở Y tế", "Đề nghị Công an tỉnh", "Tỉnh", "Sở", "các",
    "Các sở (Tài chính, …)", "Giám đốc", "TM. ỦY BAN NHÂN DÂN", "Cơ quan chủ trì:", "Nơi nhận:", "KẾ HOẠCH",
    "TỔ CHỨC THỰC HIỆN",
    "Mục đích, yêu cầu", "do Sở", "Thời gian thực hiện:", "(", ")", "yêu cầu",
)  # fmt: skip
DOES = (
    "", "chủ trì", "phối hợp với", "tham mưu UBND tỉnh", "báo cáo", "(qua Sở", "phải", ":", ";",
    "chịu trách nhiệm thi hành", "đạt 90%",
    "và", "tổ chức hội nghị", "gửi về Sở Ngoại vụ để tổng hợp, báo cáo", "Số: 15/KH-UBND",
    "Nghị quyết số 9/NQ-CP ngày 01/02/2025",
)  # fmt: skip
UNTIL = (
    "",
    "trước ngày 30/6/2025",
    "hằng năm",
    "Quý IV/2025",
    "trong năm",
    "ngày 31/02/2025",
    "giai đoạn 2026 - 2030",
    "15/12",
)
ENDS = ("", ".", ";", ":", "./.", "…", ",", "\n- ", "\n", "|")

LINE = st.tuples(*(st.sampled_from(part) for part in (LABELS, WHO, DOES, WHO, DOES, UNTIL, ENDS))).map(
    lambda parts: " ".join(part for part in parts[:-1] if part) + parts[-1]
)
COMPOSED = st.tuples(
    st.sampled_from([plan, directive, decision, organised, lambda *lines: "\n".join(lines)]),
    st.lists(LINE, max_size=12),
).map(lambda made: made[0](*made[1]))
ANY = st.text(max_size=200) | COMPOSED
many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def words(found: Reading, span: Span) -> str:
    assert 0 <= span.start <= span.end <= len(found.text)
    return found.text[span.start : span.end].replace("\n", " ")


def over_pieces(found: Reading, name: Name | Due) -> bool:
    """Say whether a finding runs over lines that stand apart, and each part of it is in its line.

    A lead may stand in the heading above the duty, so the lines of every provision are looked at.
    """
    pieces = sorted({piece for one in found.outline for piece in one.pieces})
    parts = [Span(max(one.start, name.span.start), min(one.end, name.span.end)) for one in pieces]
    return " ".join(words(found, part) for part in parts if part.start < part.end) == name.text


@many
@given(ANY)
def test_everything_found_points_at_its_words(text):
    found = reading(text)
    paths = {provision.path for provision in found.outline}
    for provision in found.outline:
        assert " ".join(words(found, piece) for piece in provision.pieces) == provision.text
    for duty in found.duties:
        assert duty.path in paths and found.outline[duty.provision].path == duty.path
        assert squeezed(duty.text) in squeezed(words(found, duty.span)) or len(found.outline[duty.provision].pieces) > 1
        for name in (*duty.leads, *duty.partners, *duty.reports_to):
            assert words(found, name.span) == name.text != "" or over_pieces(found, name)
        if duty.due:
            assert words(found, duty.due.span) == duty.due.text != "" or over_pieces(found, duty.due)
        assert duty.rule and (duty.leads or duty.optional)
        leads = {name.text.lower() for name in duty.leads}
        assert not leads & {name.text.lower() for name in (*duty.partners, *duty.reports_to)}
    for target in found.targets:
        assert target.path in paths and words(found, target.span) and target.low <= target.high
    for citation in found.citations:
        assert words(found, citation.span)


def squeezed(text: str) -> str:
    return " ".join(text.split())


@many
@given(ANY)
def test_every_provision_has_one_answer_and_they_add_up(text):
    found = reading(text)
    assert [answer.path for answer in found.answers] == [provision.path for provision in found.outline]
    assert {answer.answer for answer in found.answers} <= set(KINDS) and all(answer.rule for answer in found.answers)
    counted = coverage(found.answers)
    assert counted["all"] == len(found.outline) == sum(counted[kind] for kind in counted if kind != "all")
    duties = {duty.provision for duty in found.duties}
    assert duties == {k for k, answer in enumerate(found.answers) if answer.answer == "duty"}


@many
@given(ANY)
def test_the_json_is_plain_and_the_same_each_time(text):
    first = json.dumps(to_json(reading(text)), ensure_ascii=False, allow_nan=False)
    assert json.loads(first) == json.loads(json.dumps(to_json(reading(text))))


@many
@given(st.binary(max_size=200) | ANY.map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(data):
    try:
        found = read(data, "a.txt")
    except Unreadable as refusal:
        assert refusal.code
    else:
        assert found.format


def steps(text: str) -> int:
    """Count the lines of code that reading a text runs through: a measure that no busy machine disturbs."""
    count = 0

    def step(frame, event, argument):
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        reading(text)
    finally:
        sys.settrace(before)
    return count


UNITS = {
    "items of a plan": "{n}. Sở Ngoại vụ phối hợp với các sở, ban báo cáo UBND tỉnh trước ngày 15/12/2025.\n\n",
    "bullets": "- Tổ chức hội nghị; Công an tỉnh bảo đảm an ninh.\n\n",
    "one line": "Sở Ngoại vụ chủ trì; Công an tỉnh phối hợp. ",
    "names without end": "Sở Ngoại vụ, ",
    "brackets without end": "(",
    "colons": "Cơ quan chủ trì: ",
    "times": "trước ngày 15/12 hằng năm, ",
    "openings": "Trong quá trình, ",
    "cooperation": "phối hợp ",
    "blank": "các ",
    "numbers": "1.1.1.1.",
    "rows": "| {n} | Khảo sát | Sở Y tế | Quý I/2025 |\n",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_four_times_the_text_takes_about_four_times_the_steps(unit):
    def text(size: int) -> str:
        return organised("".join(unit.replace("{n}", str(n)) for n in range(1, size + 1)))

    reading(text(3))  # the lexicons are loaded
    base = steps(text(0))
    assert steps(text(200)) - base <= 4.7 * (steps(text(50)) - base) + 4000
