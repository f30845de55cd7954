"""Addresses and sentences as a list shows them."""

from __future__ import annotations

import pytest

from hoinhap.core.reader.shown import address, bullets, listed


@pytest.mark.parametrize(
    ("path", "said", "below"),
    [
        ("III/1/1.1", "III.1.1", ()),
        ("II/3/3.10", "II.3.10", ()),
        ("III/2/2.1/-1", "III.2.1", (1,)),
        ("II/1/1/1.1/1.1.2", "II.1.1.1.2", ()),
        ("I/2/-1/+3", "I.2", (1, 3)),
        ("IV/2", "IV.2", ()),
        ("IV/4/a", "IV.4 a", ()),
        ("1/a", "1 a", ()),
        ("Điều 5/2/b", "Điều 5.2 b", ()),
        ("II/Điều 5/2", "Điều 5.2", ()),
        ("III", "III", ()),
        ("p3", "¶ 3", ()),
        ("II/p3", "II ¶ 3", ()),
        ("-2", "", (2,)),
        ("", "", ()),
    ],
)
def test_an_address_is_whole(path, said, below):
    assert address(path) == said
    assert bullets(path) == below


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tổng hợp, trình UBND tỉnh xem xét, quyết định./.", "Tổng hợp, trình UBND tỉnh xem xét, quyết định."),
        ("trường hợp vượt thẩm quyền, báo cáo UBND tỉnh;", "Trường hợp vượt thẩm quyền, báo cáo UBND tỉnh"),
        ("Sở Y tế tổ chức tập huấn.", "Sở Y tế tổ chức tập huấn."),
        ("ưu tiên các xã, phường, …", "Ưu tiên các xã, phường, …"),
        ("", ""),
    ],
)
def test_a_sentence_stands_by_itself(text, said):
    assert listed(text) == said
