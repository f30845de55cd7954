"""Who acts in a sentence of "Tổ chức thực hiện": agencies and offices of every kind, and ways to name them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from invented import cases, facts, organised

CASES = tomllib.loads((Path(__file__).parent / "actors.toml").read_text("utf-8"))["case"]
SENTENCES = {one["sentence"]: (one["sentence"], one["leads"]) for one in CASES}
# What a duty begins with after "Sở Công Thương:".
WORK = (
    "Tiếp tục thực hiện.",
    "Theo dõi tiến độ.",
    "Hằng năm lập kế hoạch.",
    "Là cơ quan đầu mối, tổng hợp kết quả.",
    "Nghiên cứu, đề xuất.",
    "Trong tháng 4 năm 2025, trình UBND tỉnh dự thảo.",
    "Phải hoàn thành.",
    "Trên cơ sở đề án, lập dự toán.",
)
WEAK = (
    "Tăng cường kiểm dịch.",
    "Chủ động rà soát.",
    "Trực tiếp theo dõi.",
    "Phát triển vùng nguyên liệu.",
    "Thông tin kịp thời.",
    "Có trách nhiệm theo dõi.",
    "Được giao chủ trì.",
)
FAULTS = {one["sentence"]: one["fault"] for one in CASES if "fault" in one}


@pytest.mark.parametrize(("sentence", "leads"), cases(SENTENCES, FAULTS))
def test_who_acts(sentence, leads):
    assert " / ".join(found.leads for found in facts(organised("1. " + sentence))) == leads


@pytest.mark.parametrize("work", cases({work: work for work in (*WORK, *WEAK)}, FAULTS))
def test_what_stands_after_a_name_and_a_colon_is_its_duty(work):
    assert [found.leads for found in facts(organised("1. Sở Công Thương: " + work))] == ["Sở Công Thương"]


@pytest.mark.parametrize("work", (*WORK, *WEAK))
def test_what_stands_under_a_name_and_a_colon_is_its_duty(work):
    assert [found.leads for found in facts(organised("1. Sở Công Thương:", "- " + work))] == ["Sở Công Thương"]
