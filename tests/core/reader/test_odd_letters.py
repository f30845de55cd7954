"""Letters of other alphabets that pass for ours where case does not matter are read without a fault."""

from __future__ import annotations

import pytest

from hoinhap.core.reader import read, to_json

# Not of the invented documents: every word here is one that the reader looks up after it was matched.
TEXT = """ỦY BAN NHÂN DÂN TỈNH
KẾ HOẠCH
I. NHIỆM VỤ
Điều 1. Khoản 2 Điều 3
1. Sở Y tế chủ trì, kinh phí 5 tỷ đồng, hoàn thành trong quý I/2026; báo cáo định kỳ quý III/2026.
Sản phẩm: Kế hoạch. Cơ quan chủ trì: Sở Nội vụ. Thời gian: Hằng tuần, 6 tháng một lần.
2. Phấn đấu đạt ít nhất 95% theo Nghị quyết số 15-NQ/TU ngày 01/3/2025.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


@pytest.mark.parametrize(
    "letters",
    [{"i": "ı", "I": "İ"}, {"i": "i̇", "I": "ı"}, {"s": "ſ", "S": "ſ"}, {"k": "K", "K": "K"}, {"1": "١", "5": "५"}],
    ids=["dots", "other dots", "long s", "kelvin", "digits"],
)
def test_letters_that_only_look_like_ours_are_read(letters):
    odd = TEXT.translate(str.maketrans(letters))
    assert odd != TEXT
    for one in (odd, odd.lower(), odd.upper()):
        assert to_json(read(one.encode()))["outline"]
