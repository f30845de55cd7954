"""Who is told to do what, and where the duty sits: every rule of the contract on invented sentences."""

from __future__ import annotations

import pytest
from invented import Fact, attached, cases, decision, directive, facts, organised, plan, reading

SITS = {
    "a heading that only names the agency gives it to its bullets and is no task": (
        organised(
            "1. Sở Ngoại vụ:",
            "- Chủ trì theo dõi việc thực hiện Kế hoạch.",
            "- Tổ chức tập huấn cho cán bộ đối ngoại.",
        ),
        [Fact("I/1/-1", "Sở Ngoại vụ"), Fact("I/1/-2", "Sở Ngoại vụ")],
    ),
    "decimal headings hand their agency down by two levels": (
        organised(
            "3. Phân công",
            "3.1. Sở Công Thương",
            "a) Rà soát các chương trình xúc tiến thương mại:",
            "- Lập danh mục thị trường trọng điểm.",
            "- Xây dựng bản đồ xuất khẩu.",
            "b) Hỗ trợ doanh nghiệp tham gia hội chợ.",
        ),
        [
            Fact("I/3/3.1/a/-1", "Sở Công Thương"),
            Fact("I/3/3.1/a/-2", "Sở Công Thương"),
            Fact("I/3/3.1/b", "Sở Công Thương"),
        ],
    ),
    "a heading that begins with 'Trách nhiệm của'": (
        organised("1. Trách nhiệm của Sở Tài chính", "a) Bố trí kinh phí.", "b) Hướng dẫn việc thanh toán."),
        [Fact("I/1/a", "Sở Tài chính"), Fact("I/1/b", "Sở Tài chính")],
    ),
    "a heading that begins with 'Đối với'": (
        organised("1. Đối với UBND cấp xã", "- Tuyên truyền đến người dân.", "- Bố trí cán bộ đầu mối."),
        [Fact("I/1/-1", "UBND cấp xã"), Fact("I/1/-2", "UBND cấp xã")],
    ),
    "the heading 'Các sở, ban, ngành, đơn vị cấp tỉnh'": (
        organised("4. Các sở, ban, ngành, đơn vị cấp tỉnh", "- Xây dựng kế hoạch của cơ quan mình."),
        [Fact("I/4/-1", "Các sở, ban, ngành, đơn vị cấp tỉnh")],
    ),
    "a bullet with an actor of its own leaves the heading's": (
        organised(
            "1. Sở Y tế:",
            "- Chủ trì kết nối với bệnh viện nước ngoài.",
            "- Giao Bệnh viện Đa khoa tỉnh cử bác sĩ đi học.",
        ),
        [Fact("I/1/-1", "Sở Y tế"), Fact("I/1/-2", "Bệnh viện Đa khoa tỉnh")],
    ),
    "the name on one line and the work on the next": (
        organised("2. Sở Nội vụ", "Tham mưu UBND tỉnh bố trí biên chế làm công tác đối ngoại."),
        [Fact("I/2", "Sở Nội vụ", to="UBND tỉnh")],
    ),
    "name, colon and work in one paragraph": (
        organised("1. Sở Tư pháp: Thẩm định dự thảo thỏa thuận trước khi ký."),
        [Fact("I/1", "Sở Tư pháp")],
    ),
    "a general aim without an actor is no task": (
        plan("I. MỤC TIÊU", "1. Nâng cao vị thế của tỉnh trong khu vực.", "2. Tạo chuyển biến trong thu hút đầu tư."),
        [],
    ),
    "items under 'Mục đích' are none": (
        plan("I. MỤC ĐÍCH", "1. Cụ thể hóa nhiệm vụ được giao.", "2. Tăng cường phối hợp giữa các cơ quan."),
        [],
    ),
    "a 'Yêu cầu' item that names its actor is sure": (
        plan(
            "I. MỤC ĐÍCH, YÊU CẦU",
            "1. Mục đích",
            "- Đẩy mạnh hội nhập quốc tế toàn diện.",
            "2. Yêu cầu",
            "- Các cơ quan, đơn vị chủ động xây dựng kế hoạch thực hiện.",
        ),
        [Fact("I/2/-1", "Các cơ quan, đơn vị")],
    ),
    "a 'Yêu cầu' item without an actor is optional": (
        plan(
            "I. MỤC ĐÍCH, YÊU CẦU",
            "1. Mục đích",
            "- Đẩy mạnh hội nhập quốc tế toàn diện.",
            "2. Yêu cầu",
            "- Việc triển khai phải bảo đảm tiết kiệm, hiệu quả.",
        ),
        [Fact("I/2/-1", optional=True)],
    ),
    "items of a combined 'Mục đích, yêu cầu' are optional": (
        plan("I. MỤC ĐÍCH, YÊU CẦU", "1. Triển khai kịp thời, đồng bộ các nhiệm vụ được giao.", "II. THỜI GIAN"),
        [Fact("I/1", optional=True)],
    ),
    "work items in the imperative without an actor are optional": (
        plan(
            "II. NHIỆM VỤ",
            "1. Tổ chức hội nghị xúc tiến đầu tư tại nước ngoài.",
            "2. Xây dựng bộ tài liệu giới thiệu tỉnh.",
        ),
        [Fact("II/1", optional=True), Fact("II/2", optional=True)],
    ),
    "'Khuyến khích' is optional": (
        plan("II. NHIỆM VỤ", "1. Khuyến khích doanh nghiệp đăng ký nhãn hiệu ở nước ngoài."),
        [Fact("II/1", optional=True)],
    ),
    "'tỉnh chú trọng' and 'tỉnh mong muốn' are none": (
        plan(
            "II. NỘI DUNG",
            "1. Tỉnh chú trọng phát triển công nghiệp chế biến sâu.",
            "2. Tỉnh mong muốn hợp tác lâu dài với các nhà đầu tư.",
        ),
        [],
    ),
    "a funding clause that names its actor": (
        plan("IV. KINH PHÍ THỰC HIỆN", "Giao Sở Tài chính cân đối, bố trí kinh phí trong dự toán được giao."),
        [Fact("IV", "Sở Tài chính")],
    ),
    "a closing paragraph is a task at the last labelled provision": (
        organised(
            "1. Sở Du lịch: Xây dựng sản phẩm du lịch kết nối các nước láng giềng.",
            "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các cơ quan, đơn vị phản ánh về Sở Ngoại vụ để "
            "tổng hợp, báo cáo UBND tỉnh./.",
        ),
        [Fact("I/1", "Sở Du lịch"), Fact("I/1", "các cơ quan, đơn vị", to="Sở Ngoại vụ | UBND tỉnh")],
    ),
    "an unlabelled paragraph goes on with the same actor": (
        organised(
            "1. Sở Xây dựng chủ trì rà soát quy hoạch khu cửa khẩu.",
            "Hướng dẫn nhà đầu tư hoàn thiện hồ sơ.",
            "2. Sở Y tế chủ trì kiểm dịch tại cửa khẩu.",
        ),
        [Fact("I/1", "Sở Xây dựng"), Fact("I/2", "Sở Y tế")],
    ),
    "dated duties under 'Thời gian thực hiện'": (
        plan(
            "III. THỜI GIAN THỰC HIỆN",
            "1. Trước ngày 15/4/2025, các sở, ngành gửi kế hoạch về Sở Ngoại vụ.",
            "2. Trước ngày 30/11/2025, Sở Ngoại vụ báo cáo UBND tỉnh.",
        ),
        [
            Fact("III/1", "các sở, ngành", to="Sở Ngoại vụ", due={"on": "2025-04-15"}),
            Fact("III/2", "Sở Ngoại vụ", to="UBND tỉnh", due={"on": "2025-11-30"}),
        ],
    ),
    "a passive sentence with an owner is optional, the owner leads": (
        plan("II. NHIỆM VỤ", "1. Cơ sở dữ liệu đối ngoại của tỉnh do Sở Ngoại vụ quản lý, cập nhật."),
        [Fact("II/1", "Sở Ngoại vụ", optional=True)],
    ),
    "a dash that begins a line in mid-sentence is no bullet": (
        organised("1. Sở Ngoại vụ chủ trì tổ chức diễn đàn hợp tác kinh tế\n- thương mại với các tỉnh giáp biên."),
        [Fact("I/1", "Sở Ngoại vụ")],
    ),
    "provisions without labels are duties too": (
        plan(
            "Sở Ngoại vụ chủ trì theo dõi, đôn đốc việc thực hiện các thỏa thuận đã ký.",
            "Công an tỉnh bảo đảm an ninh cho các đoàn khách quốc tế.",
        ),
        [Fact("p1", "Sở Ngoại vụ"), Fact("p2", "Công an tỉnh")],
    ),
}

SPLITS = {
    "two actors in separate sentences are two tasks of one path": (
        organised("1. Sở Công Thương chủ trì tổ chức hội chợ. Công an tỉnh bảo đảm an ninh, trật tự."),
        [Fact("I/1", "Sở Công Thương"), Fact("I/1", "Công an tỉnh")],
        ["Sở Công Thương chủ trì tổ chức hội chợ.", "Công an tỉnh bảo đảm an ninh, trật tự."],
    ),
    "another actor after a semicolon": (
        organised("1. Sở Du lịch xây dựng tour đường bộ qua biên giới; Báo An Bình mở chuyên mục giới thiệu."),
        [Fact("I/1", "Sở Du lịch"), Fact("I/1", "Báo An Bình")],
        ["Sở Du lịch xây dựng tour đường bộ qua biên giới;", "Báo An Bình mở chuyên mục giới thiệu."],
    ),
    "a request in a further sentence": (
        organised(
            "1. Sở Ngoại vụ chủ trì tiếp nhận viện trợ. Đề nghị Liên hiệp các tổ chức hữu nghị tỉnh phối hợp vận "
            "động viện trợ."
        ),
        [Fact("I/1", "Sở Ngoại vụ"), Fact("I/1", "Liên hiệp các tổ chức hữu nghị tỉnh")],
        [
            "Sở Ngoại vụ chủ trì tiếp nhận viện trợ.",
            "Đề nghị Liên hiệp các tổ chức hữu nghị tỉnh phối hợp vận động viện trợ.",
        ],
    ),
    "a sentence without an actor goes on with the last": (
        organised("1. Sở Tài chính thẩm định dự toán. Hướng dẫn các đơn vị quyết toán."),
        [Fact("I/1", "Sở Tài chính")],
        ["Sở Tài chính thẩm định dự toán. Hướng dẫn các đơn vị quyết toán."],
    ),
    "jobs of one actor with different deadlines": (
        organised(
            "1. Sở Nội vụ hoàn thành Đề án đào tạo cán bộ trước ngày 30/6/2025; trình UBND tỉnh danh sách cử đi "
            "học trước ngày 15/9/2025."
        ),
        [
            Fact("I/1", "Sở Nội vụ", due={"on": "2025-06-30"}),
            Fact("I/1", "Sở Nội vụ", to="UBND tỉnh", due={"on": "2025-09-15"}),
        ],
        [
            "Sở Nội vụ hoàn thành Đề án đào tạo cán bộ trước ngày 30/6/2025;",
            "trình UBND tỉnh danh sách cử đi học trước ngày 15/9/2025.",
        ],
    ),
    "a task takes the text of its provision, the closing mark left out": (
        organised("1. Sở Ngoại vụ làm đầu mối tổng hợp kết quả./."),
        [Fact("I/1", "Sở Ngoại vụ")],
        ["Sở Ngoại vụ làm đầu mối tổng hợp kết quả"],
    ),
}

KINDS = {
    "a directive's provisions are duties of the group that its preamble addresses": (
        directive(
            "Để tiếp tục nâng cao hiệu quả công tác, Chủ tịch UBND tỉnh yêu cầu các cấp ủy, tổ chức đảng tập "
            "trung thực hiện các nhiệm vụ sau:",
            "1. Nâng cao nhận thức về hội nhập quốc tế.",
            "2. Sở Ngoại vụ chủ trì theo dõi, tổng hợp.",
        ),
        [Fact("1", "các cấp ủy, tổ chức đảng"), Fact("2", "Sở Ngoại vụ")],
    ),
    "bullets of a directive's provision have the group too": (
        directive(
            "Chủ tịch UBND tỉnh yêu cầu Giám đốc các sở, Chủ tịch UBND các xã, phường thực hiện một số nội dung sau:",
            "1. Triển khai các giải pháp:",
            "a) Rà soát thủ tục hành chính.",
            "b) Công khai quy hoạch.",
        ),
        [
            Fact("1/a", "Giám đốc các sở | Chủ tịch UBND các xã, phường"),
            Fact("1/b", "Giám đốc các sở | Chủ tịch UBND các xã, phường"),
        ],
    ),
    "'chịu trách nhiệm thi hành' with its actors": (
        decision(
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kết nối giao thương.",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Công Thương và Thủ trưởng các đơn vị liên quan chịu "
            "trách nhiệm thi hành Quyết định này./.",
        ),
        [Fact("Điều 3", "Chánh Văn phòng UBND tỉnh | Giám đốc Sở Công Thương | Thủ trưởng các đơn vị liên quan")],
    ),
    "what a quoted provision says is nobody's duty here, what the letter asks is": (
        organised(
            "1. Tại khoản 2 Điều 43 Nghị định số 78/2025/NĐ-CP quy định: “Cơ quan chuyên môn thuộc UBND cấp tỉnh có "
            "trách nhiệm rà soát. Sở Tư pháp phối hợp với Sở Tài chính đăng ký xây dựng quyết định hằng năm.” Đề nghị "
            "Sở Y tế căn cứ thực hiện."
        ),
        [Fact("I/1", "Sở Y tế")],
    ),
    "a bare accountability clause is optional": (
        organised("1. Thủ trưởng các đơn vị chịu trách nhiệm trước UBND tỉnh nếu để xảy ra vi phạm."),
        [Fact("I/1", "Thủ trưởng các đơn vị", optional=True)],
    ),
    "a plan attached to a decision follows it and begins anew": (
        decision(
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kết nối giao thương.",
            "Điều 2. Giám đốc Sở Công Thương chịu trách nhiệm thi hành Quyết định này./.",
        )
        + attached("I. TỔ CHỨC THỰC HIỆN", "1. Sở Công Thương", "- Chủ trì tổ chức kết nối doanh nghiệp."),
        [Fact("Điều 2", "Giám đốc Sở Công Thương"), Fact("I/1/-1", "Sở Công Thương")],
    ),
}

FAULTS: dict[str, str] = {}


@pytest.mark.parametrize(("text", "expected"), cases({**SITS, **KINDS}, FAULTS))
def test_where_a_duty_sits_and_whose_it_is(text, expected):
    assert facts(text) == expected


@pytest.mark.parametrize(("text", "expected", "texts"), cases(SPLITS, FAULTS))
def test_what_one_provision_is_split_into(text, expected, texts):
    assert facts(text) == expected
    assert [duty.text for duty in reading(text).duties] == texts
