"""The names of agencies, classes of agencies and offices, as the text writes them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import cases

from hoinhap.core.reader.agencies import head_at, names_at
from hoinhap.core.reader.words import Words

# What the sentence says → its names, parted by " | ".
SENTENCES = {
    "one department": ("Sở Ngoại vụ chủ trì theo dõi.", "Sở Ngoại vụ"),
    "'và' inside a name": ("Sở Nông nghiệp và Môi trường hướng dẫn.", "Sở Nông nghiệp và Môi trường"),
    "commas inside a name": ("Sở Văn hóa, Thể thao và Du lịch tổ chức.", "Sở Văn hóa, Thể thao và Du lịch"),
    "a list of departments": ("Sở Tài chính, Sở Nội vụ và Sở Y tế rà soát.", "Sở Tài chính | Sở Nội vụ | Sở Y tế"),
    "abbreviations are kept": ("UBND tỉnh chỉ đạo.", "UBND tỉnh"),
    "written out": ("Ủy ban nhân dân tỉnh chỉ đạo.", "Ủy ban nhân dân tỉnh"),
    "the older tone mark": ("Uỷ ban nhân dân tỉnh chỉ đạo.", "Uỷ ban nhân dân tỉnh"),
    "in capitals": ("SỞ NGOẠI VỤ chủ trì.", "SỞ NGOẠI VỤ"),
    "a province's police": ("Công an tỉnh An Bình phối hợp.", "Công an tỉnh An Bình"),
    "the military command": ("Bộ Chỉ huy Quân sự tỉnh bảo đảm.", "Bộ Chỉ huy Quân sự tỉnh"),
    "a management board": (
        "Ban Quản lý Khu kinh tế cửa khẩu tỉnh xúc tiến.",
        "Ban Quản lý Khu kinh tế cửa khẩu tỉnh",
    ),
    "an office of the office": ("Chánh Văn phòng UBND tỉnh theo dõi.", "Chánh Văn phòng UBND tỉnh"),
    "heads of a class": ("Thủ trưởng các sở, ban, ngành chỉ đạo.", "Thủ trưởng các sở, ban, ngành"),
    "offices in a list": (
        "Giám đốc Sở Tài chính, Chủ tịch UBND các xã, phường triển khai.",
        "Giám đốc Sở Tài chính | Chủ tịch UBND các xã, phường",
    ),
    "class of province level": (
        "Các sở, ban, ngành, đơn vị cấp tỉnh xây dựng kế hoạch.",
        "Các sở, ban, ngành, đơn vị cấp tỉnh",
    ),
    "class of committees by level": (
        "UBND các huyện, thị xã, thành phố xây dựng kế hoạch.",
        "UBND các huyện, thị xã, thành phố",
    ),
    "class with localities": ("các sở, ban, ngành và địa phương triển khai.", "các sở, ban, ngành và địa phương"),
    "class of the Party": ("các cấp ủy, tổ chức đảng quán triệt.", "các cấp ủy, tổ chức đảng"),
    "class of the Government": (
        "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ rà soát.",
        "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
    ),
    "two classes are two": (
        "Các sở, ban, ngành và UBND các xã, phường triển khai.",
        "Các sở, ban, ngành | UBND các xã, phường",
    ),
    "the related ones": (
        "Sở Tư pháp, các cơ quan, đơn vị liên quan rà soát.",
        "Sở Tư pháp | các cơ quan, đơn vị liên quan",
    ),
    "a class with its members in brackets gives the members": (
        "các cơ quan (Sở Ngoại vụ, Công an tỉnh) rà soát.",
        "Sở Ngoại vụ | Công an tỉnh",
    ),
    "members without their head": ("Các sở (Tài chính, Nội vụ, Y tế) rà soát.", "Tài chính | Nội vụ | Y tế"),
    "also where the list ends in an ellipsis": (
        "các cơ quan (Sở Ngoại vụ, Công an tỉnh, …) rà soát.",
        "Sở Ngoại vụ | Công an tỉnh",
    ),
    "an apposition is no part of the name": (
        "Sở Ngoại vụ (cơ quan thường trực) tổng hợp.",
        "Sở Ngoại vụ",
    ),
    "friendship unions": (
        "Liên hiệp các tổ chức hữu nghị tỉnh vận động.",
        "Liên hiệp các tổ chức hữu nghị tỉnh",
    ),
    "the Front": (
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội tuyên truyền.",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh | các tổ chức chính trị - xã hội",
    ),
    "the press": ("Báo và Phát thanh, Truyền hình An Bình đưa tin.", "Báo và Phát thanh, Truyền hình An Bình"),
    "a centre that invites investment": ("Trung tâm Xúc tiến Đầu tư tổ chức đoàn.", "Trung tâm Xúc tiến Đầu tư"),
    "the same centre in small letters": ("Trung tâm Xúc tiến đầu tư tổ chức đoàn.", "Trung tâm Xúc tiến đầu tư"),
    "missions abroad": (
        "Đại sứ quán Việt Nam tại Nhật Bản giới thiệu đối tác.",
        "Đại sứ quán Việt Nam tại Nhật Bản",
    ),
}
FIELDS = {
    "parted by semicolons": (
        "Sở Nội vụ; Sở Tài chính; các đơn vị liên quan.",
        "Sở Nội vụ | Sở Tài chính | các đơn vị liên quan",
    ),
    "parts that are no agencies by themselves stay": ("Sở Nội vụ, Tài chính, Y tế.", "Sở Nội vụ, Tài chính, Y tế"),
    "a name whose tail is a verb elsewhere": ("Trung tâm Xúc tiến đầu tư", "Trung tâm Xúc tiến đầu tư"),
}
NO_NAMES = (
    "tổ chức hội nghị",
    "bộ tài liệu giới thiệu",
    "ban hành kế hoạch",
    "hội nhập quốc tế",
    "báo cáo kết quả",
    "nâng cao nhận thức",
    "",
)
FAULTS = {
    "members without their head": "members in brackets need a head of their own",
    "also where the list ends in an ellipsis": "the ellipsis ends the list before the bracket does",
}


def names(text: str, *, field: bool = False) -> str:
    found = names_at(Words(text), 0, field=field)
    return " | ".join(name.text for name in found.names) if found else ""


@pytest.mark.parametrize(("text", "expected"), cases(SENTENCES, FAULTS))
def test_names_that_open_a_sentence(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases(FIELDS, FAULTS))
def test_names_of_a_field(text, expected):
    assert names(text, field=True) == expected


@pytest.mark.parametrize("text", NO_NAMES)
def test_words_that_name_nobody(text):
    assert names(text) == ""


def test_a_name_points_at_its_words():
    text = "Giao Sở Ngoại vụ, Công an tỉnh theo dõi."
    found = names_at(Words(text), 1)
    assert found and [text[name.span.start : name.span.end] for name in found.names] == [
        name.text for name in found.names
    ]


def test_why_a_list_ended():
    def why(text: str) -> str:
        found = names_at(Words(text), 0)
        return found.why if found else ""

    assert why("Sở Nội vụ chủ trì") == "predicate"
    assert why("Sở Nội vụ: Chủ trì") == "colon"
    assert why("Sở Nội vụ") == "end"
    assert why("Sở Nội vụ.") == "period"


PIECES = (
    "Sở", "Ngoại", "vụ", "UBND", "các", "tỉnh", ",", ";", "và", "(", ")", "ban", "ngành", "Giám đốc", "chủ trì",
    "Công an",
    "tổ chức", "-", "…", ":", ".", "liên quan", "của", "Bộ", "kiêm", "1", "Trưởng", "đơn vị", "trên địa bàn", "/",
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=40), st.booleans())
def test_any_words_give_names_inside_them(text, field):
    words = Words(text)
    for k in range(len(words)):
        head = head_at(words, k)
        found = names_at(words, k, field=field)
        if found is None:
            continue
        assert head is not None and found.names
        assert k < found.stop <= len(words)
        for name in found.names:
            assert name.text == text[name.span.start : name.span.end] and name.text.strip() == name.text != ""
