"""Decisions: who is to carry them out, who is only appointed, and what is said and done."""

from __future__ import annotations

import pytest
from invented import Fact, attached, cases, decision, facts

# The last article of a decision → who is to carry it out.
CLOSINGS = {
    "offices in a list": (
        "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Ngoại vụ, Thủ trưởng các đơn vị liên quan chịu trách nhiệm thi hành "
        "Quyết định này./.",
        "Chánh Văn phòng UBND tỉnh | Giám đốc Sở Ngoại vụ | Thủ trưởng các đơn vị liên quan",
    ),
    "parted by semicolons, with the heads of several departments": (
        "Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Ngoại vụ, Tài chính; Thủ trưởng các cơ quan, đơn vị liên quan "
        "chịu trách nhiệm thi hành Quyết định này./.",
        "Chánh Văn phòng UBND tỉnh | Giám đốc các Sở: Ngoại vụ, Tài chính | Thủ trưởng các cơ quan, đơn vị liên quan",
    ),
    "with those named above": (
        "Giám đốc Sở Ngoại vụ và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        "Giám đốc Sở Ngoại vụ | các ông, bà có tên tại Điều 1",
    ),
    "'Các ông (bà):' before the offices": (
        "Các ông (bà): Chánh Văn phòng UBND tỉnh, Giám đốc Sở Ngoại vụ chịu trách nhiệm thi hành Quyết định này./.",
        "Chánh Văn phòng UBND tỉnh | Giám đốc Sở Ngoại vụ",
    ),
    "'Các ông, bà' before the offices": (
        "Các ông, bà Chánh Văn phòng UBND tỉnh, Giám đốc Sở Ngoại vụ chịu trách nhiệm thi hành Quyết định này./.",
        "Chánh Văn phòng UBND tỉnh | Giám đốc Sở Ngoại vụ",
    ),
    "with organisations and persons": (
        "Giám đốc Sở Ngoại vụ, các tổ chức và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        "Giám đốc Sở Ngoại vụ | các tổ chức và cá nhân có liên quan",
    ),
    "members that are no agencies": (
        "Các ông (bà): Chánh Văn phòng UBND tỉnh; Giám đốc Sở Tài chính; Thủ trưởng các ngành, đơn vị liên quan và các "
        "đối tượng được bồi thường, hỗ trợ và tái định cư chịu trách nhiệm thi hành Quyết định này./.",
        "Chánh Văn phòng UBND tỉnh | Giám đốc Sở Tài chính | Thủ trưởng các ngành, đơn vị liên quan | các đối tượng "
        "được bồi thường, hỗ trợ và tái định cư",
    ),
    "behind a title that runs on": (
        "Trách nhiệm tổ chức thực hiện Các ông, bà: Chánh Văn phòng UBND tỉnh; Giám đốc Sở Ngoại vụ chịu trách nhiệm "
        "thi hành Quyết định này./.",
        "Chánh Văn phòng UBND tỉnh | Giám đốc Sở Ngoại vụ",
    ),
    "a person among the offices": (
        "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ và ông Trần Văn Giả chịu trách nhiệm thi hành Quyết định này./.",
        "Chánh Văn phòng UBND tỉnh | Giám đốc Sở Nội vụ | ông Trần Văn Giả",
    ),
    "a ministry's departments, and a name with a comma": (
        "Các ông, bà: Chánh Văn phòng Bộ; Cục trưởng Cục Quản lý Khám, chữa bệnh; Thủ trưởng các Vụ, Cục thuộc Bộ Y tế "
        "chịu trách nhiệm thi hành Quyết định này./.",
        "Chánh Văn phòng Bộ | Cục trưởng Cục Quản lý Khám, chữa bệnh | Thủ trưởng các Vụ, Cục thuộc Bộ Y tế",
    ),
    "two sentences, one of which gives another work": (
        "Sở Tài chính chủ trì bố trí kinh phí và Sở Y tế chịu trách nhiệm thi hành Quyết định này./.",
        "Sở Tài chính",
    ),
    "after the sentence on its effect": (
        "Quyết định này có hiệu lực kể từ ngày ký. Giám đốc Sở Ngoại vụ chịu trách nhiệm thi hành Quyết định này./.",
        "Giám đốc Sở Ngoại vụ",
    ),
    "'căn cứ Quyết định thi hành'": (
        "Văn phòng UBND tỉnh, các sở, ban, ngành và các tổ chức, cá nhân có liên quan căn cứ Quyết định thi hành./.",
        "Văn phòng UBND tỉnh | các sở, ban, ngành | các tổ chức, cá nhân có liên quan",
    ),
}
BODIES = {
    "members of a group are appointed, not told to act": (
        decision(
            "Điều 1. Thành lập Tổ công tác hội nhập quốc tế, gồm:",
            "1. Ông Trần Văn Giả - Phó Chủ tịch UBND tỉnh: Tổ trưởng.",
            "2. Bà Lê Thị Mẫu, Giám đốc Sở Ngoại vụ, Tổ phó.",
        ),
        [],
    ),
    "'Tổ công tác có nhiệm vụ:' hands its group down": (
        decision("Điều 2. Tổ công tác có nhiệm vụ:", "1. Tham mưu UBND tỉnh.", "2. Đôn đốc các cơ quan."),
        [Fact("Điều 2/1", "Tổ công tác", to="UBND tỉnh"), Fact("Điều 2/2", "Tổ công tác")],
    ),
    "an article on the duties of an agency": (
        decision("Điều 2. Trách nhiệm của Sở Ngoại vụ", "1. Chủ trì tiếp nhận hồ sơ.", "2. Thông báo kết quả."),
        [Fact("Điều 2/1", "Sở Ngoại vụ"), Fact("Điều 2/2", "Sở Ngoại vụ")],
    ),
    "what is said and done is nobody's duty": (
        decision(
            "Điều 1. Phê duyệt Đề án hội nhập quốc tế.",
            "Điều 2. Bãi bỏ Quyết định số 9/QĐ-UBND ngày 02/01/2024 của UBND tỉnh.",
            "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
        ),
        [],
    ),
    "a clause on the effect is nobody's duty either": (
        decision("Điều 3. Điều khoản thi hành", "1. Quyết định này có hiệu lực từ ngày 01 tháng 4 năm 2025."),
        [],
    ),
    "the attached plan with a masthead of its own": (
        decision("Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kết nối giao thương.")
        + "\n\nỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        + attached("I. TỔ CHỨC THỰC HIỆN", "1. Sở Công Thương", "- Chủ trì tổ chức kết nối doanh nghiệp."),
        [Fact("I/1/-1", "Sở Công Thương")],
    ),
}
FAULTS: dict[str, str] = {}


@pytest.mark.parametrize(("sentence", "leads"), cases(CLOSINGS, FAULTS))
def test_who_is_to_carry_a_decision_out(sentence, leads):
    assert facts(decision("Điều 1. Phê duyệt Đề án.", "Điều 2. " + sentence)) == [Fact("Điều 2", leads)]


@pytest.mark.parametrize(("text", "expected"), cases(BODIES, FAULTS))
def test_what_a_decision_tells_whom(text, expected):
    assert facts(text) == expected
