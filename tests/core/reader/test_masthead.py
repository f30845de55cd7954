"""The fields of a document: on documents written for this test, and on shared ones where they are present."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from hoinhap.core.reader.formats.plain import from_text
from hoinhap.core.reader.masthead import masthead
from hoinhap.core.reader.parts import parts

SHARED = Path(__file__).parents[4] / "shared"


def read(text):
    extract = from_text(text)
    return masthead(extract, parts(extract))


LEFT_BLOCK_FIRST = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 845 /KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lâm Đồng, ngày 05 tháng 12 năm 2025
KẾ HOẠCH
Đẩy mạnh hợp tác với các đối tác nước ngoài trên địa bàn
tỉnh Lâm Đồng giai đoạn 2026 - 2030
Thực hiện Nghị quyết số 1-NQ/TU ngày 24/01/2025 của Tỉnh ủy, Ủy ban
nhân dân tỉnh ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao hiệu quả hợp tác.
Nơi nhận:
- Bộ Ngoại giao (để b/c);
- Các sở, ban, ngành;
- Lưu: VT, NC.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Sông
"""


def test_a_plan_whose_left_block_comes_first():
    found = read(LEFT_BLOCK_FIRST)
    assert (found.kind, found.number, found.place, found.date) == ("Kế hoạch", "845/KH-UBND", "Lâm Đồng", "2025-12-05")
    assert found.issuer == "Ủy ban nhân dân tỉnh Lâm Đồng"
    assert found.title == (
        "Đẩy mạnh hợp tác với các đối tác nước ngoài trên địa bàn tỉnh Lâm Đồng giai đoạn 2026 - 2030"
    )
    assert (found.signer, found.position, found.form) == ("Trần Văn Sông", "Phó Chủ tịch", "official")
    assert found.recipients == ("Bộ Ngoại giao (để b/c)", "Các sở, ban, ngành", "Lưu: VT, NC")


def test_spans_point_at_the_words():
    extract = from_text(LEFT_BLOCK_FIRST)
    found = masthead(extract, parts(extract))
    words = {name: extract.text[span.start : span.end] for name, span in found.spans}
    assert words["number"] == "845 /KH-UBND"
    assert words["date"] == "05 tháng 12 năm 2025"
    assert words["issuer"] == "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG"
    assert words["signer"] == "Trần Văn Sông"
    assert words["title"].startswith("Đẩy mạnh") and words["title"].endswith("2030")


def test_lines_of_two_columns_that_ran_together():
    found = read("""ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
THÀNH PHỐ HUẾ Độc lập - Tự do - Hạnh phúc
Số: 77/QĐ-UBND Thành phố Huế, ngày 09 tháng 10 năm 2025
QUYẾT ĐỊNH
Về việc phê duyệt Đề án quảng bá hình ảnh thành phố
CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Đề án.
CHỦ TỊCH
(Đã ký)
PGS. TS. Nguyễn Văn Núi
""")
    assert (found.number, found.issuer) == ("77/QĐ-UBND", "Ủy ban nhân dân thành phố Huế")
    assert (found.place, found.date) == ("Thành phố Huế", "2025-10-09")
    assert found.title == "Phê duyệt Đề án quảng bá hình ảnh thành phố"
    assert (found.signer, found.position) == ("Nguyễn Văn Núi", "Chủ tịch")


def test_lines_of_two_columns_one_after_the_other():
    found = read("""ỦY BAN NHÂN DÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HƯNG YÊN
Độc lập - Tự do - Hạnh phúc
Số: 21/CT-UBND
Hưng Yên, ngày 4 tháng 4 năm 2025
CHỈ THỊ
Về việc tăng cường xúc tiến đầu tư
Trong thời gian qua, công tác này đạt kết quả. Chủ tịch UBND tỉnh yêu cầu:
1. Sở Tài chính chủ trì.
CHỦ TỊCH
Nguyễn Hùng Mây
""")
    assert (found.kind, found.issuer, found.title) == (
        "Chỉ thị", "Ủy ban nhân dân tỉnh Hưng Yên", "Tăng cường xúc tiến đầu tư")  # fmt: skip


def test_a_table_drawn_with_bars_on_single_lines():
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    found = read(f"""| ỦY BAN NHÂN DÂN TỈNH TUYÊN QUANG ------- | {motto} |
|---|---|
| Số: 18/CTr-UBND | Tuyên Quang, ngày 3 tháng 3 năm 2025 |

CHƯƠNG TRÌNH HÀNH ĐỘNG

VỀ PHÁT TRIỂN KINH TẾ SỐ

Thực hiện Nghị quyết số 1/NQ-CP, UBND tỉnh ban hành Chương trình như sau:

1. Sở Nội vụ chủ trì.

| Nơi nhận: - Như trên; - Lưu: VT. | TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH THƯỜNG TRỰC Hoàng Gia Lộc |
|---|---|
""")
    assert (found.kind, found.number, found.issuer) == (
        "Chương trình",
        "18/CTr-UBND",
        "Ủy ban nhân dân tỉnh Tuyên Quang",
    )
    assert (found.signer, found.position) == ("Hoàng Gia Lộc", "Phó Chủ tịch Thường trực")
    assert found.recipients == ("Như trên", "Lưu: VT")


def test_a_directive_of_the_party():
    found = read("""TỈNH ỦY LÀO CAI
*
Số 08-CT/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lào Cai, ngày 03 tháng 9 năm 2025
CHỈ THỊ
CỦA BAN THƯỜNG VỤ TỈNH ỦY
về tăng cường công tác đối ngoại nhân dân trong tình hình mới
-----
Thời gian qua, công tác này đạt kết quả. Ban Thường vụ Tỉnh ủy yêu cầu:
1. Các cấp ủy tập trung lãnh đạo.
Nơi nhận:
- Các ban đảng,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
Giàng Thị Suối
""")
    assert (found.number, found.kind, found.date) == ("08-CT/TU", "Chỉ thị", "2025-09-03")
    assert found.issuer == "Ban Thường vụ Tỉnh ủy Lào Cai"
    assert found.title == "Tăng cường công tác đối ngoại nhân dân trong tình hình mới"
    assert (found.signer, found.position) == ("Giàng Thị Suối", "Phó Bí thư Thường trực")


LETTER = """{issuer}
Số: {number}
V/v {about}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{where}
Kính gửi:
- Các sở, ban, ngành cấp tỉnh;
- UBND các xã, phường, đặc khu.
Đề nghị các đơn vị báo cáo.
1. Nội dung báo cáo như mẫu.
{close}
"""


@pytest.mark.parametrize(
    ("issuer", "where", "close", "full", "signer", "position"),
    [
        ("UBND TỈNH QUẢNG TRỊ\nSỞ NGOẠI VỤ", "Quảng Trị", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Thị Mây",
         "Sở Ngoại vụ tỉnh Quảng Trị", "Lê Thị Mây", "Phó Giám đốc"),
        ("UBND TP. HẢI PHÒNG\nSỞ VĂN HOÁ, THỂ THAO VÀ DU LỊCH", "Hải Phòng", "GIÁM ĐỐC\nThS. Bùi Quang Cảng",
         "Sở Văn hóa, Thể thao và Du lịch thành phố Hải Phòng", "Bùi Quang Cảng", "Giám đốc"),
        ("BỘ TÀI CHÍNH\nCỤC THUẾ", "Hà Nội",
         "TL. CỤC TRƯỞNG\nKT. TRƯỞNG BAN CHÍNH SÁCH,\nTHUẾ QUỐC TẾ\nPHÓ TRƯỞNG BAN\nPhạm Thị Gió",
         "Cục Thuế", "Phạm Thị Gió", "Phó Trưởng ban"),
        ("TÒA ÁN NHÂN DÂN TỐI CAO", "Hà Nội", "TL. CHÁNH ÁN\nCHÁNH VĂN PHÒNG\nLê Thế Đá",
         "Tòa án nhân dân tối cao", "Lê Thế Đá", "Chánh Văn phòng"),
        ("ỦY BAN NHÂN DÂN\nTỈNH NINH BÌNH\nVĂN PHÒNG", "Ninh Bình",
         "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nVũ Văn Hạ", "Văn phòng Ủy ban nhân dân tỉnh Ninh Bình",
         "Vũ Văn Hạ", "Chánh Văn phòng"),
        ("ỦY BAN NHÂN DÂN\nXÃ MƯỜNG MÂY", "Mường Mây", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLÒ VĂN PÁO",
         "Ủy ban nhân dân xã Mường Mây", "Lò Văn Páo", "Chủ tịch"),
        ("NGÂN HÀNG NHÀ NƯỚC\nVIỆT NAM", "Hà Nội", "KT. THỐNG ĐỐC\nPHÓ THỐNG ĐỐC\nĐào Minh Gió",
         "Ngân hàng Nhà nước Việt Nam", "Đào Minh Gió", "Phó Thống đốc"),
        ("UBND TỈNH LẠNG SƠN\nBAN CHỈ ĐẠO HỘI NHẬP QUỐC TẾ", "Lạng Sơn",
         "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nPHÓ CHỦ TỊCH UBND TỈNH\nĐoàn Thanh Suối",
         "Ban Chỉ đạo hội nhập quốc tế tỉnh Lạng Sơn", "Đoàn Thanh Suối", "Phó Trưởng ban"),
    ],
)  # fmt: skip
def test_letters_of_many_issuers(issuer, where, close, full, signer, position):
    found = read(
        LETTER.format(
            issuer=issuer,
            number="12/ABC-HTQT",
            about="báo cáo tình hình\nký kết thỏa thuận",
            where=f"{where}, ngày 02 tháng 11 năm 2025",
            close=close,
        )
    )
    assert (found.kind, found.number, found.date) == ("Công văn", "12/ABC-HTQT", "2025-11-02")
    assert found.title == "Báo cáo tình hình ký kết thỏa thuận"
    assert (found.issuer, found.signer, found.position) == (full, signer, position)


def test_blanks_that_nobody_filled_in():
    found = read("""ỦY BAN NHÂN DÂN
TỈNH CÀ MAU
HỎA TỐC
Số:      /TTr-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Cà Mau, ngày    tháng 6 năm 2025
TỜ TRÌNH
Về việc ban hành chính sách thu hút chuyên gia
Kính gửi: Hội đồng nhân dân tỉnh.
Ủy ban nhân dân tỉnh trình như sau:
I. SỰ CẦN THIẾT
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
LÊ VĂN RỪNG
""")
    assert (found.number, found.date, found.place, found.kind) == (None, None, "Cà Mau", "Tờ trình")
    assert (found.urgency, found.secrecy, found.signer) == ("Hỏa tốc", None, "Lê Văn Rừng")


def test_a_mark_of_secrecy_and_a_plan_about_secrets():
    text = """ỦY BAN NHÂN DÂN
TỈNH AN GIANG
Số: 9/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Giang, ngày 1 tháng 2 năm 2025
KẾ HOẠCH
BẢO VỆ BÍ MẬT NHÀ NƯỚC NĂM 2025
1. Công an tỉnh chủ trì việc sửa danh mục bí mật, tài liệu mật.
TUQ. CHỦ TỊCH
GIÁM ĐỐC CÔNG AN TỈNH
Thiếu tướng Lâm Văn Bến
"""
    assert read(text).secrecy is None
    assert read("TỐI MẬT\n" + text).secrecy == "Tối mật"
    assert (read(text).signer, read(text).position) == ("Lâm Văn Bến", "Giám đốc Công an tỉnh")


def test_capitals_take_the_letters_of_the_text():
    found = read("""ỦY BAN NHÂN DÂN
TỈNH SƠN LA
Số: 31/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Sơn La, ngày 10 tháng 7 năm 2025
KẾ HOẠCH
TRIỂN KHAI NGHỊ QUYẾT SỐ 21/NQ-CP VÀ CHỈ THỊ SỐ 5/CT-TTG VỀ HOẠT ĐỘNG KHOA HỌC VÀ CÔNG NGHỆ
CỦA SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH SƠN LA GIAI ĐOẠN
2026 - 2030
Thực hiện Nghị quyết số 21/NQ-CP của Chính phủ và Chỉ thị số 5/CT-TTg của Thủ tướng Chính phủ về hoạt động khoa học
và công nghệ, UBND tỉnh ban hành Kế hoạch như sau:
1. Sở Khoa học và Công nghệ chủ trì.
CHỦ TỊCH
Lò Văn Páo
""")
    assert found.title == (
        "Triển khai Nghị quyết số 21/NQ-CP và Chỉ thị số 5/CT-TTg về hoạt động khoa học và công nghệ "
        "của Sở Khoa học và Công nghệ tỉnh Sơn La giai đoạn 2026 - 2030")  # fmt: skip


def test_the_name_of_the_kind_and_the_title_on_one_line():
    found = read("""HỘI ĐỒNG NHÂN DÂN
TỈNH BẾN TRE
Số: 12/NQ-HĐND
Cộng hòa xã hội chủ nghĩa Việt Nam
Độc Lập - Tự Do - Hạnh Phúc
Bến Tre, ngày 3 tháng 4 năm 2020
NGHỊ QUYẾT CỦA HỘI ĐỒNG NHÂN DÂN TỈNH VỀ PHÁT TRIỂN CẢNG BIỂN
HỘI ĐỒNG NHÂN DÂN TỈNH BẾN TRE
KHÓA VI, KỲ HỌP THỨ NHẤT
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT NGHỊ:
Điều 1. Thông qua.
CHỦ TỌA
Mai Ngọc Biển
MINISTRY OF FINANCE OF VIETNAM
No. 12 on the fees of ports
""")
    assert (found.kind, found.title) == ("Nghị quyết", "Phát triển cảng biển")
    assert (found.signer, found.position) == ("Mai Ngọc Biển", "Chủ tọa")


def test_an_issuer_that_only_the_title_names():
    found = read("""QUYẾT ĐỊNH
CỦA ỦY BAN NHÂN DÂN TỈNH SƠN LA
Về việc ban hành Quy chế
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Ban hành Quy chế.
TM. ỦY BAN NHÂN DÂN TỈNH
CHỦ TỊCH
Lò Văn Páo
""")
    assert (found.issuer, found.title) == ("Ủy ban nhân dân tỉnh Sơn La", "Ban hành Quy chế")


def test_a_joint_circular_has_the_first_signer():
    found = read("""BỘ TÀI CHÍNH - BỘ NGOẠI GIAO
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 05/2014/TTLT-BTC-BNG
Hà Nội, ngày 10 tháng 3 năm 2014
THÔNG TƯ LIÊN TỊCH
HƯỚNG DẪN QUẢN LÝ KINH PHÍ ĐỐI NGOẠI
Căn cứ Nghị định số 01/2013/NĐ-CP ngày 02/01/2013 của Chính phủ;
Điều 1. Phạm vi điều chỉnh
KT. BỘ TRƯỞNG BỘ NGOẠI GIAO
THỨ TRƯỞNG
Bùi Văn Đồi
KT. BỘ TRƯỞNG BỘ TÀI CHÍNH
THỨ TRƯỞNG
Phạm Thị Gió
""")
    assert (found.kind, found.issuer, found.signer) == (
        "Thông tư liên tịch",
        "Bộ Tài chính - Bộ Ngoại giao",
        "Bùi Văn Đồi",
    )


NEWS = """Trang chủ
Kế hoạch
Tỉnh đẩy mạnh phát triển thị trường Halal trong năm tới
Thứ ba, 08:15, 04/11/2025
{lead}
Theo đó, kế hoạch đặt mục tiêu đến năm 2030 có 20 doanh nghiệp được chứng nhận, mở rộng thị trường xuất khẩu sang
các nước Trung Đông và Đông Nam Á, góp phần nâng cao kim ngạch xuất khẩu của tỉnh Khánh Hòa.
Sở Công Thương được giao chủ trì, phối hợp với các sở, ban, ngành triển khai các hoạt động xúc tiến thương mại, hỗ trợ
doanh nghiệp tiếp cận các tiêu chuẩn.
Hương Giang
Bình luận
"""


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Ngày 03/11/2025, UBND tỉnh đã ban hành Kế hoạch số 15/KH-UBND về phát triển thị trường Halal đến 2030.",
         ("Kế hoạch", "15/KH-UBND", "Ủy ban nhân dân tỉnh Khánh Hòa", "2025-11-03", None, None)),
        ("Ban Thường vụ Tỉnh uỷ vừa ban hành Chỉ thị số 7-CT/TU ngày 02/11/2025 về phát triển thị trường Halal.",
         ("Chỉ thị", "7-CT/TU", "Ban Thường vụ Tỉnh ủy Khánh Hòa", "2025-11-02", None, None)),
        ("Phó Chủ tịch UBND tỉnh Trần Văn Sông vừa ký ban hành Kế hoạch số 15/KH-UBND về phát triển thị trường Halal.",
         ("Kế hoạch", "15/KH-UBND", "Ủy ban nhân dân tỉnh Khánh Hòa", None, "Trần Văn Sông", "Phó Chủ tịch")),
    ],
)  # fmt: skip
def test_news_tells_of_its_document(lead, expected):
    found = read(NEWS.format(lead=lead))
    assert found.form == "news" and found.place is None
    assert (found.kind, found.number, found.issuer, found.date, found.signer, found.position) == expected
    assert found.title.startswith("phát triển thị trường Halal")


@pytest.mark.parametrize(
    "text", ["", "abc", "Số:", "KẾ HOẠCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TM.", "Nơi nhận:\n-", "PHỤ LỤC"]
)
def test_scraps_are_read_too(text):
    assert read(text).number is None


# --- shared documents -------------------------------------------------------------------------------------------


def plain(text):
    text = unicodedata.normalize("NFC", str(text)).casefold()
    for old, new in (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("ũy", "uỹ"), ("úy", "uý")):
        text = text.replace(old, new)
    return " ".join(re.findall(r"\w+", text))


def alike(a, b):
    def grams(words):
        return {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}

    x, y = grams(plain(a).split()), grams(plain(b).split())
    return 2 * len(x & y) / (len(x) + len(y))


def shared(*names):
    path = SHARED.joinpath(*names)
    if not path.exists():
        pytest.skip("Không có thư mục văn bản dùng chung bên cạnh kho mã, nên không so được với bản đọc mẫu.")
    return path


def test_mastheads_of_shared_documents():
    wrong = {"number": [], "kind": [], "date": [], "issuer": [], "signer": []}
    facts = [json.loads(line) for line in shared("gold", "mastheads.jsonl").read_text("utf-8").splitlines()]
    for fact in facts:
        found = read(shared("more", fact["file"]).read_text("utf-8"))
        for field, names in wrong.items():
            if plain(fact[field]) != plain(getattr(found, field)):
                names.append(f"{fact['file']}: {getattr(found, field)}")
    # Two issuers and one signer differ from the words of the documents themselves.
    assert {field: len(names) for field, names in wrong.items()} == {
        "number": 0, "kind": 0, "date": 0, "issuer": 2, "signer": 1}, wrong  # fmt: skip


def test_documents_read_by_hand():
    for path in sorted(shared("gold").glob("*.json")):
        fact = json.loads(path.read_text("utf-8"))["document"]
        found = read(next(shared("corpus").glob(path.stem + ".*")).read_text("utf-8"))
        for field, value in fact.items():
            got = getattr(found, field)
            if field == "title":
                assert alike(value, got) >= 0.9, (path.stem, got)
            else:
                assert plain(value) == plain(got), (path.stem, field, got)
