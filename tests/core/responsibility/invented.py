"""Duties of an invented plan, and any duties at all."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import strategies as st

from hoinhap.core.responsibility import DutyRow, ResponsibilityMatrix, Section, responsibilities

MADE = datetime(2026, 11, 25, 8, 30)

AIMS = Section("I", "I. Mục đích, yêu cầu")
TRADE = Section("II/1", "II.1. Xúc tiến thương mại, đầu tư")
PEOPLE = Section("II/2", "II.2. Đào tạo cán bộ đối ngoại")

DUTIES = (
    DutyRow("I.2", AIMS, "Xác định rõ trách nhiệm của từng cơ quan", state="open"),
    DutyRow(
        "II.1.1",
        TRADE,
        "Tham mưu kế hoạch xúc tiến đầu tư năm 2027",
        leads=("Sở Ngoại vụ",),
        partners=("các đơn vị liên quan", "Sở Tài chính"),
        reports_to=("UBND tỉnh",),
        due="Trước ngày 30/6/2027",
        due_text="trước ngày 30/6/2027",
        product="Kế hoạch",
        money="Ngân sách tỉnh",
        state="accepted",
    ),
    DutyRow(
        "II.1.2",
        TRADE,
        "Tổ chức hội nghị kết nối giao thương",
        leads=("Sở Công Thương", "SỞ NGOẠI VỤ"),
        partners=("Sở Tài chính",),
        due="Hằng năm",
        due_text="hằng năm",
        state="accepted",
    ),
    DutyRow("II.2.1", PEOPLE, "Bồi dưỡng ngoại ngữ", leads=("Sở Nội vụ",), state="accepted"),
    DutyRow("II.2.2", PEOPLE, "Mở lớp tiếng Lào", leads=("Sở Nội vụ",), state="dismissed"),
)


def plan(duties: tuple[DutyRow, ...] = DUTIES) -> ResponsibilityMatrix:
    """Give the matrix of the invented plan."""
    return responsibilities(
        duties,
        kind="Kế hoạch",
        number="45/KH-UBND",
        title="Triển khai công tác ngoại giao kinh tế năm 2027",
        issuer="Ủy ban nhân dân tỉnh Thanh Giang",
        dated=date(2027, 2, 5),
    )


# Text as nobody should write it: controls, halves of pairs, formulas, emoji, what looks like an escape of Excel.
HOSTILE = st.one_of(
    st.sampled_from(
        [
            "=1+1", "+84 237 385 2246", "-5", "@sum", '=HYPERLINK("x")', "_x0041_", "<b>&amp;</b>", "]]>", "'x",
            "\x00\x07a\x0bb\ufffe", "\ud800", "👩‍👩‍👧 Sở", "a\r\nb", "\t", "https://example.invalid", "1/2",
            "00123", "TRUE",
        ]
    ),
    st.text(st.characters(exclude_categories=()), max_size=20),
)  # fmt: skip
ANY_DUTIES = st.lists(
    st.builds(
        DutyRow,
        place=HOSTILE,
        section=st.builds(Section, st.sampled_from(["", "I", "II/1", "PL1"]), HOSTILE),
        text=HOSTILE,
        leads=st.lists(HOSTILE, max_size=3).map(tuple),
        partners=st.lists(HOSTILE, max_size=3).map(tuple),
        reports_to=st.lists(HOSTILE, max_size=1).map(tuple),
        due=HOSTILE,
        product=HOSTILE,
        state=st.sampled_from(["open", "accepted", "dismissed"]),
    ),
    max_size=8,
).map(tuple)
