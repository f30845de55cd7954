"""With whom the actor works, and who gets the result or the advice."""

from __future__ import annotations

import pytest
from invented import Fact, cases, facts, organised

# A sentence under "1." of "Tổ chức thực hiện" → its leads, partners and recipients, parted by " | ".
PARTNERS = {
    "'phối hợp với'": ("Sở Ngoại vụ chủ trì, phối hợp với Công an tỉnh đón đoàn.", "Sở Ngoại vụ", "Công an tỉnh"),
    "a list of partners": (
        "Sở Y tế phối hợp với Sở Tài chính, Sở Nội vụ và các đơn vị liên quan xây dựng đề án.",
        "Sở Y tế",
        "Sở Tài chính | Sở Nội vụ | các đơn vị liên quan",
    ),
    "'phối hợp chặt chẽ, thường xuyên trao đổi với'": (
        "Sở Công Thương phối hợp chặt chẽ, thường xuyên trao đổi với Bộ Công Thương mở rộng thị trường.",
        "Sở Công Thương",
        "Bộ Công Thương",
    ),
    "'cùng với'": (
        "Sở Xây dựng chủ trì, phối hợp cùng Ban Quản lý các khu công nghiệp tỉnh rà soát quy hoạch.",
        "Sở Xây dựng",
        "Ban Quản lý các khu công nghiệp tỉnh",
    ),
    "'phối hợp, đôn đốc các ngành'": (
        "Sở Ngoại vụ phối hợp, đôn đốc các ngành thực hiện.",
        "Sở Ngoại vụ",
        "các ngành",
    ),
    "'phối hợp, hỗ trợ' before agencies": (
        "Sở Tư pháp phối hợp, hỗ trợ UBND các xã, phường rà soát thỏa thuận.",
        "Sở Tư pháp",
        "UBND các xã, phường",
    ),
    "'hỗ trợ doanh nghiệp' gives none": (
        "Sở Tài chính chủ động phối hợp, hỗ trợ doanh nghiệp tiếp cận thị trường.",
        "Sở Tài chính",
        "",
    ),
    "'phối hợp giữa A và B' gives none": (
        "Sở Nội vụ nâng cao hiệu quả phối hợp giữa Sở Ngoại vụ và Công an tỉnh.",
        "Sở Nội vụ",
        "",
    ),
    "'hợp tác với' gives none": (
        "Trường Đại học An Bình mở rộng hợp tác với các trường đại học nước ngoài.",
        "Trường Đại học An Bình",
        "",
    ),
    "'tham vấn ý kiến' gives none": (
        "Sở Công Thương tham vấn ý kiến của các hiệp hội trước khi đề xuất.",
        "Sở Công Thương",
        "",
    ),
    "'trao đổi thông tin với' gives none": (
        "Công an tỉnh trao đổi thông tin với lực lượng chức năng nước bạn.",
        "Công an tỉnh",
        "",
    ),
    "in a heading that announces, for every bullet": (
        "Sở Du lịch chủ trì, phối hợp với Sở Ngoại vụ:\n\n- Tổ chức đoàn khảo sát.",
        "Sở Du lịch",
        "Sở Ngoại vụ",
    ),
    "a lead is no partner of itself": (
        "Sở Nội vụ chủ trì, phối hợp với Sở Nội vụ, Sở Y tế tổ chức tập huấn.",
        "Sở Nội vụ",
        "Sở Y tế",
    ),
}
RECIPIENTS = {
    "'tham mưu cho'": ("Sở Ngoại vụ tham mưu cho UBND tỉnh ký thỏa thuận.", "UBND tỉnh"),
    "'tham mưu' without 'cho'": ("Sở Ngoại vụ tham mưu UBND tỉnh ký thỏa thuận.", "UBND tỉnh"),
    "'báo cáo X (qua Y)' gives both": (
        "Sở Y tế tổng hợp kết quả, báo cáo UBND tỉnh (qua Sở Ngoại vụ).",
        "UBND tỉnh | Sở Ngoại vụ",
    ),
    "'tham mưu X trình Y' gives both": (
        "Sở Ngoại vụ tham mưu UBND tỉnh trình Ban Thường vụ Tỉnh ủy cho ý kiến.",
        "UBND tỉnh | Ban Thường vụ Tỉnh ủy",
    ),
    "'tham mưu X báo cáo Y' gives both": (
        "Sở Tài chính tham mưu UBND tỉnh báo cáo Bộ Tài chính kết quả thực hiện.",
        "UBND tỉnh | Bộ Tài chính",
    ),
    "'gửi về X để tổng hợp, báo cáo Y' gives both": (
        "Sở Y tế lập báo cáo, gửi về Sở Ngoại vụ để tổng hợp, báo cáo UBND tỉnh.",
        "Sở Ngoại vụ | UBND tỉnh",
    ),
    "'trình'": ("Sở Nội vụ xây dựng đề án, trình Chủ tịch UBND tỉnh phê duyệt.", "Chủ tịch UBND tỉnh"),
    "a program with another province reports to nobody": (
        "Sở Y tế xây dựng chương trình hợp tác khám bệnh với Bệnh viện Chợ Mới.",
        "",
    ),
    "a report to nobody named": ("Sở Y tế lập báo cáo tổng kết theo quy định.", ""),
}
FAULTS: dict[str, str] = {}


def fact(sentence: str) -> Fact:
    (found,) = facts(organised("1. " + sentence))
    return found


@pytest.mark.parametrize(("sentence", "lead", "partners"), cases(PARTNERS, FAULTS))
def test_partners(sentence, lead, partners):
    assert fact(sentence)[1:3] == (lead, partners)


@pytest.mark.parametrize(("sentence", "recipients"), cases(RECIPIENTS, FAULTS))
def test_recipients(sentence, recipients):
    assert fact(sentence).to == recipients


def test_who_is_advised_works_with_the_others():
    found = fact("Sở Ngoại vụ tham mưu UBND tỉnh phối hợp với Bộ Ngoại giao tổ chức hội nghị.")
    assert (found.leads, found.partners, found.to) == ("Sở Ngoại vụ", "", "UBND tỉnh")


def test_words_before_the_name_are_no_part_of_it():
    found = facts(organised("1. Giao Sở Y tế chủ trì.", "2. Đề nghị Công an tỉnh bảo đảm an ninh."))
    assert [one.leads for one in found] == ["Sở Y tế", "Công an tỉnh"]
