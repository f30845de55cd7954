"""Under which headings duties are counted: the uppermost, or those of the part that holds most of the work."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.responsibility import Section, sections_of


def outline(*lines: str) -> list[dict[str, Any]]:
    """Build an outline from "path: text"; a path that ends in "/-1" is a bullet."""
    items = []
    for line in lines:
        path, _, text = line.partition(": ")
        last = path.rpartition("/")[2]
        kind = "bullet" if last[0] in "-" else "paragraph" if last[0] == "p" else "number"
        items.append({"path": path, "text": text, "kind": kind, "pieces": [[0, len(text)]]})
    return items


PLAN = outline(
    "I: MỤC ĐÍCH",
    "I/1: Làm rõ trách nhiệm",
    "II: NHIỆM VỤ VÀ GIẢI PHÁP",
    "II/1: Tuyên truyền",
    "II/1/1.1: Sở Ngoại vụ chủ trì",
    "II/1/1.2: Sở Y tế chủ trì",
    "II/2: Thu hút nguồn lực:",
    "II/2/2.1: Sở Tài chính",
    "II/2/2.1/-1: Bố trí kinh phí",
    "II/3: Việc khác giao Sở Nội vụ",
    "IV: TỔ CHỨC THỰC HIỆN",
    "IV/1: Sở Ngoại vụ",
    "IV/1/a: Đôn đốc",
    "IV/2: Sở Y tế",
    "IV/2/a: Báo cáo",
)


def test_the_part_with_most_of_the_work_is_opened() -> None:
    found = sections_of(PLAN, ["I/1", "II/1/1.1", "II/1/1.2", "II/2/2.1/-1", "II/3"])
    assert found == {
        "I/1": Section("I", "I. MỤC ĐÍCH"),
        "II/1/1.1": Section("II/1", "II.1. Tuyên truyền"),
        "II/1/1.2": Section("II/1", "II.1. Tuyên truyền"),
        "II/2/2.1/-1": Section("II/2", "II.2. Thu hút nguồn lực"),
        "II/3": Section("II", "II. NHIỆM VỤ VÀ GIẢI PHÁP"),
    }


def test_headings_that_only_name_an_agency_are_no_sections() -> None:
    found = sections_of(PLAN, ["IV/1/a", "IV/2/a"])
    assert set(found.values()) == {Section("IV", "IV. TỔ CHỨC THỰC HIỆN")}


def test_text_without_headings_is_in_no_section() -> None:
    found = sections_of(outline("p1: Yêu cầu các sở báo cáo", "p2: Giao Sở Y tế"), ["p1", "p2"])
    assert set(found.values()) == {Section("", "")}


def test_an_annex_is_a_section_though_nothing_heads_it() -> None:
    found = sections_of(outline("PL1/A/1: Rà soát quy định"), ["PL1/A/1"])
    assert found["PL1/A/1"] == Section("PL1", "Phụ lục 1")


def test_a_provision_with_words_of_its_own_gives_only_its_heading() -> None:
    heading, words = "KINH PHÍ THỰC HIỆN", "Các cơ quan, đơn vị chủ động sử dụng kinh phí."
    item = {"path": "III", "kind": "roman", "text": f"{heading} {words}", "pieces": [[5, 23], [24, 70]]}
    assert sections_of([item], ["III"])["III"] == Section("III", "III. KINH PHÍ THỰC HIỆN")


def test_a_heading_as_long_as_a_page_is_cut_at_a_word() -> None:
    found = sections_of(outline("1: " + "nhiệm vụ " * 100), ["1"])["1"].words
    assert len(found) < 170
    assert found.endswith(("nhiệm…", "vụ…"))


STEPS = st.sampled_from(["I", "II", "1", "2", "a", "-1", "p1", "Điều 5"])
PATHS = st.lists(st.lists(STEPS, min_size=1, max_size=4).map("/".join), max_size=30)


@settings(deadline=None)
@given(PATHS, PATHS)
def test_every_path_gets_a_section_at_or_above_it(known: list[str], asked: list[str]) -> None:
    found = sections_of(outline(*(f"{path}: Nội dung" for path in known)), asked)
    assert set(found) == set(asked)
    for path, section in found.items():
        assert section.key == "" or f"{path}/".startswith(f"{section.key}/")
