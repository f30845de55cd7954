# ruff: noqa: E501
"""Targets: where they stand, what is said of them, their time; and the numbers that are none."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.reader.formats.plain import from_text
from hoinhap.core.reader.model import Masthead, Provision, Span
from hoinhap.core.reader.reading import reading_of
from hoinhap.core.reader.targets import targets

SHARED = Path(__file__).parents[4] / "shared"
LABELS = json.loads((Path(__file__).parent / "more_targets.json").read_text("utf-8"))
PLAN = Masthead(kind="Kế hoạch", title="Xúc tiến thương mại giai đoạn 2026 - 2030", date="2025-11-02")


def under(heading, *items, document=PLAN):
    """Build a section of one heading with its items and list (low, high, unit, by) of the targets in it."""
    provisions, at = (
        [Provision("II", "II", heading, "roman", Span(0, len(heading)), (Span(0, len(heading)),))],
        len(heading) + 1,
    )
    for n, item in enumerate(items, 1):
        span = Span(at, at + len(item))
        provisions.append(Provision(f"II/-{n}", "-", item, "bullet", span, (span,), 0, 1))
        at += len(item) + 1
    return targets(tuple(provisions), document)


def facts(heading, *items, document=PLAN):
    return [(t.low, t.high, t.unit, t.by) for t in under(heading, *items, document=document)]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Kim ngạch bình quân tăng 8 - 10%/năm.", [(8, 10, "%", "2030")]),
        ("Thu hút 05 - 07 dự án FDI với tổng vốn khoảng 500 triệu USD.", [(5, 7, "dự án FDI", "2030"), (500, 500, "triệu USD", "2030")]),
        ("Đến năm 2027, xuất khẩu đạt 1,5 tỷ USD, tăng 15% so với năm 2024.", [(1.5, 1.5, "tỷ USD", "2027"), (15, 15, "%", "2027")]),
        ("Nâng tỷ lệ hàng qua chế biến từ 60% năm 2024 lên 75% năm 2029.", [(75, 75, "%", "2029")]),
        ("Năm 2026: 30%; năm 2027: 45% doanh nghiệp.", [(30, 30, "%", "2026"), (45, 45, "% doanh nghiệp", "2027")]),
        ("Đón 12 triệu lượt khách, trong đó có 700.000 lượt khách quốc tế.", [(12, 12, "triệu lượt khách", "2030"), (700000, 700000, "lượt khách quốc tế", "2030")]),
        ("100% (20/20) xã có kế hoạch; hoàn thành trong quý IV/2026.", [(100, 100, "%", "2030")]),
        ("Tuổi thọ đạt 76 tuổi; có 12 bác sĩ trên 10.000 dân.", [(76, 76, "tuổi", "2030"), (12, 12, "bác sĩ", "2030")]),
        ("Chính quyền địa phương 02 cấp, 3 đột phá chiến lược, 2 Chương trình mục tiêu quốc gia.", []),
        ("Hiện nay có 180 trạm, trong đó có 22 trạm mới.", []),
        ("Người từ 15 tuổi trở lên, tốc độ 10 Gb/s, mức độ 4.", []),
    ],
)  # fmt: skip
def test_under_a_target_heading(item, expected):
    got = [(low, high, unit.replace("% /năm", "%"), by) for low, high, unit, by in facts("Mục tiêu cụ thể", item)]
    assert got == expected


@pytest.mark.parametrize(
    ("item", "lows"),
    [
        ("Sở Ngoại vụ phấn đấu mỗi năm vận động 3 triệu USD viện trợ.", [3]),
        ("Bảo đảm 100% hồ sơ được giải quyết đúng hạn.", [100]),
        ("Hình thành ít nhất 02 trung tâm.", [2]),
        ("Tổ chức 02 hội nghị trong năm 2026, trước ngày 15/11.", []),
        ("Hỗ trợ tối đa 30% chi phí gian hàng, bố trí 50 tỷ đồng.", []),
        ("Báo cáo 02 lần/năm; trong 15 ngày; tối thiểu 05 năm kinh nghiệm.", []),
        ("Hỗ trợ hơn 20.000 hộ bị ảnh hưởng.", []),
        ("Doanh nghiệp có trên 50% vốn nhà nước.", []),
        ("Hỗ trợ 100% học phí và tối thiểu 70% kinh phí; giảm 50% lệ phí.", []),
        ("Cắt giảm ít nhất 30% chi phí tuân thủ.", [30]),
        ("Vùng này đồng bào dân tộc thiểu số chiếm 45% dân số.", []),
        ("Theo Nghị quyết số 57-NQ/TW, Điều 5, khoản 2 và Dự án 7.", []),
        ("Kinh phí: ngân sách tỉnh bảo đảm 70%, xã hội hóa 30%.", []),
    ],
)
def test_under_another_heading(item, lows):
    assert [t.low for t in under("Nhiệm vụ và giải pháp", item)] == lows


def test_time_comes_from_the_clause_then_the_heading_then_the_title():
    item = "Có ít nhất 30% doanh nghiệp."
    assert facts("Mục tiêu đến năm 2028", "Đến hết năm 2027: " + item)[0][3] == "2027"
    assert facts("Mục tiêu đến năm 2028", item)[0][3] == "2028"
    assert facts("Mục tiêu", item)[0][3] == "2030"
    assert facts("Mục tiêu", item, document=Masthead(kind="Kế hoạch", title="Thi đua"))[0][3] is None
    assert (
        facts("Mục tiêu", item, document=Masthead(title="Phát triển biển đến năm 2030, tầm nhìn đến năm 2050"))[0][3]
        == "2030"
    )


def test_comparator_and_base():
    (one,) = under("Mục tiêu", "Tăng ít nhất 15% so với năm 2024.")
    assert (one.comparator, one.base) == (">=", "2024")
    assert [t.comparator for t in under("Mục tiêu", "Đạt 90% trở lên; giảm xuống dưới 2%; có 2 - 3 đoàn; đạt 7%.")] == [
        ">=",
        "<=",
        "range",
        "=",
    ]


def test_a_rule_needs_to_say_that_it_aims():
    rule = Masthead(kind="Thông tư", date="2025-01-01")
    assert facts("Điều kiện", "Tỷ lệ nội địa đạt 40%.", document=rule) == []
    assert len(facts("Nội dung", "Phấn đấu tỷ lệ nội địa đạt 40%.", document=rule)) == 1


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "đạt",
                "ít nhất",
                "10%",
                "2 - 3",
                "tỷ đồng",
                "năm 2030",
                ".",
                ";",
                ":",
                "(",
                ")",
                "từ",
                "lên",
                "1/2",
                "Mục tiêu",
                "–",
                "trở lên",
            ]
        )
    ).map(" ".join)
    | st.text()
)
def test_any_text_gives_targets_inside_it(text):
    text = " ".join(text.split())
    for one in under("Mục tiêu", text):
        assert 0 <= one.span.start < one.span.end <= len("Mục tiêu") + 1 + len(text)
        assert one.low <= one.high


def score(names):
    hit = got = want = 0
    for name in names:
        source = SHARED / "more" / f"{name}.txt"
        if not source.exists():
            pytest.skip("không có kho văn bản thử nghiệm bên cạnh kho mã")
        found = [(t.low, t.high, t.by) for t in reading_of(from_text(source.read_text("utf-8"))).targets]
        rows = [(row["low"], row["high"], row["by"]) for row in LABELS["targets"][name]]
        got, want = got + len(found), want + len(rows)
        for row in rows:
            if row in found:
                found.remove(row)
                hit += 1
    return 2 * hit / (got + want)


def test_documents_labelled_by_hand():
    assert score([name for name in LABELS["targets"] if name not in LABELS["held_out"]]) >= 0.95


def test_documents_held_out_while_the_rules_were_made():
    assert score(LABELS["held_out"]) >= 0.95
