"""What the agencies say: roles and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoinhap.apps.accounts import words as accounts
from hoinhap.apps.agencies import class_sentences, merger_words, naming_words

if TYPE_CHECKING:
    from hoinhap.apps.journal.models import Event

AGENCY = gettext_lazy("cơ quan")
CHANGE = gettext_lazy("lần ghi nhận thay đổi")
AGENCY_ACTS = {
    "agency.added": gettext_lazy("Thêm cơ quan"),
    "agency.founded": gettext_lazy("Thành lập"),
    "agency.renamed": gettext_lazy("Đổi tên"),
    "agency.moved": gettext_lazy("Đổi cơ quan cấp trên hoặc loại"),
    "agency.merged": gettext_lazy("Sáp nhập"),
    "agency.split": gettext_lazy("Chia tách"),
    "agency.transferred": gettext_lazy("Chuyển chức năng"),
    "agency.ended": gettext_lazy("Kết thúc hoạt động"),
    "agency.undone": gettext_lazy("Hoàn tác thay đổi"),
    "agency.corrected": gettext_lazy("Sửa thông tin cho đúng"),
    "post.added": gettext_lazy("Thêm chức danh"),
    "post.filled": gettext_lazy("Ghi người giữ chức danh"),
    "post.left": gettext_lazy("Ghi thôi giữ chức danh"),
}
CHANGE_ACTS = {
    "people.entered": gettext_lazy("Nhập danh sách người dùng"),
    "agencies.listed": gettext_lazy("Nhập danh sách cơ quan"),
    "agencies.entered": gettext_lazy("Nhập danh sách cơ quan"),
    "classes.entered": gettext_lazy("Nhập nhóm cơ quan"),
    "coordination.entered": gettext_lazy("Nhập quy tắc phối hợp"),
}
PERSON_ACTS = {
    **accounts.ACTS,
    "person.added": gettext_lazy("Thêm người dùng"),
    "role.given": gettext_lazy("Giao vai trò"),
    "role.ended": gettext_lazy("Kết thúc vai trò"),
    "role.delegated": gettext_lazy("Ủy quyền khi vắng mặt"),
    "role.taken-back": gettext_lazy("Thôi ủy quyền"),
    "person.undone": gettext_lazy("Hoàn tác thay đổi"),
    "role.carried": gettext_lazy("Vai trò chuyển theo sắp xếp cơ quan"),
}
REFUSALS = {
    **naming_words.REFUSALS,
    **merger_words.REFUSALS,
    **class_sentences.REFUSALS,
    "code-taken": gettext_lazy("Mã cơ quan “{taken}” đã được dùng cho {name}. Chọn mã khác."),
    "username-taken": gettext_lazy("Tên đăng nhập “{username}” đã có người dùng. Chọn tên khác."),
    "name-empty": gettext_lazy("Chưa ghi tên. Ghi tên đầy đủ rồi làm lại."),
    "role-held": gettext_lazy("{person} đang giữ vai trò {role} tại {agency} từ ngày {since}. Không giao lại."),
    "role-not-held": gettext_lazy("{person} không giữ vai trò {role} tại cơ quan mã “{asked}”. Kiểm tra lại."),
    "role-not-begun": gettext_lazy("Ngày kết thúc phải sau ngày bắt đầu {since}. Chọn ngày khác."),
    "unknown-person": gettext_lazy('Chưa có người dùng “{username}”. Ghi thêm họ tên: --name "Họ và tên".'),
    "unknown-agency": gettext_lazy('Chưa có cơ quan mã “{asked}”. Ghi thêm tên để tạo: --agency-name "Tên cơ quan".'),
    "role-without-agency": gettext_lazy("Vai trò đi với cơ quan: ghi cả --agency và --role."),
    "passwords-differ": gettext_lazy("Hai lần nhập mật khẩu không giống nhau. Làm lại."),
    "nothing-to-do": gettext_lazy("Chưa có thay đổi nào để ghi nhận. Chọn ít nhất một cơ quan."),
    "unknown-agency-code": gettext_lazy("Không có cơ quan mã “{asked}”. Kiểm tra lại mã hoặc nhập cơ quan đó trước."),
    "life-broken": gettext_lazy(
        "Thời gian hoạt động của {name} bị chồng hoặc hở. Mỗi giai đoạn phải bắt đầu ngay khi giai đoạn trước kết thúc."
    ),
    "agency-ended": gettext_lazy("{name} hoạt động đến hết ngày {last}. Chọn cơ quan tiếp nhận hoặc ngày sớm hơn."),
    "agency-not-begun": gettext_lazy("{name} hoạt động từ ngày {since}. Chọn ngày từ đó trở đi."),
    "changed-since": gettext_lazy("Sau thay đổi này đã có thay đổi khác: {title}. Hoàn tác thay đổi đó trước."),
    "undo-of-undo": gettext_lazy("Đây là một lần hoàn tác. Muốn làm lại, ghi nhận thay đổi một lần nữa."),
    "undone-already": gettext_lazy("“{title}” đã được hoàn tác trước đó. Tải lại trang để xem."),
    "in-use": gettext_lazy("{name} đã có văn bản, người hoặc việc ghi sau thay đổi này nên không hoàn tác được."),
    "delegation-to-oneself": gettext_lazy("Người ủy quyền và người nhận là một. Chọn người khác."),
    "delegation-of-administration": gettext_lazy("Không ủy quyền vai trò quản trị. Giao vai trò có thời hạn thay thế."),
    "delegation-to-closed": gettext_lazy("Tài khoản của {person} đang khóa. Chọn người khác."),
    "delegation-to-stranger": gettext_lazy(
        "{person} không làm việc tại {agency} vào ngày bắt đầu. Chọn người cùng cơ quan."
    ),
    "no-such-agency": gettext_lazy("Không tìm thấy cơ quan “{asked}”. Ghi mã hoặc đúng tên đầy đủ."),
    "no-such-agency-but": gettext_lazy("Không tìm thấy cơ quan “{asked}”. Có phải là: {near}?"),
    "several-agencies": gettext_lazy("Có nhiều cơ quan tên “{asked}”. Ghi mã của cơ quan: {codes}."),
    "no-such-person": gettext_lazy("Không tìm thấy người dùng “{asked}”. Ghi tên đăng nhập."),
    "several-people": gettext_lazy("Có nhiều người tên “{asked}”. Ghi tên đăng nhập: {usernames}."),
    "no-such-word": gettext_lazy("Cột {column}: “{asked}” không có trong danh sách. Chọn một trong: {known}."),
    "no-such-day": gettext_lazy("“{asked}” không phải là một ngày. Ghi ngày theo dạng 25/11/2026."),
    "no-such-number": gettext_lazy("Cột {column}: “{asked}” không phải là số. Ghi số thập phân, ví dụ 16,05."),
    "cell-empty": gettext_lazy("Thiếu {column}. Ghi đủ rồi tải lại tệp."),
    "cell-long": gettext_lazy("Cột {column} dài quá {most} ký tự. Rút ngắn rồi tải lại tệp."),
    "row-twice": gettext_lazy("Trùng với dòng {row} của tệp. Bỏ bớt một dòng."),
    "name-differs": gettext_lazy(
        "Tên đăng nhập “{username}” đang là của {person}. Kiểm tra họ tên, hoặc chọn tên đăng nhập khác."
    ),
    "username-shape": gettext_lazy(
        "Tên đăng nhập “{username}” có ký tự không dùng được. Chỉ dùng chữ không dấu, số và các dấu . _ - @."
    ),
    "no-such-email": gettext_lazy("“{asked}” không phải là địa chỉ thư điện tử. Kiểm tra lại."),
    "place-elsewhere": gettext_lazy("Mã đơn vị hành chính và tọa độ của cơ quan đã có không đổi bằng tệp."),
    "parent-closed": gettext_lazy("{parent} không hoạt động suốt thời gian này nên không là cơ quan cấp trên được."),
    "code-shape": gettext_lazy("Mã “{asked}” có ký tự không dùng được. Chỉ dùng chữ không dấu, số và dấu gạch nối."),
    "life-elsewhere": gettext_lazy(
        "Ngày bắt đầu và kết thúc của cơ quan đã có không đổi bằng tệp. Dùng trang sắp xếp cơ quan."
    ),
    "columns-missing": gettext_lazy("Chưa chọn cột cho: {columns}. Chọn cột tương ứng của tệp."),
    "rows-wrong": gettext_lazy("Còn {count} dòng chưa hợp lệ nên chưa ghi dòng nào. Sửa tệp rồi tải lại."),
    "no-sheet": gettext_lazy("Chưa có bảng nào được tải lên, hoặc đã quá lâu. Chọn tệp rồi tải lại."),
    "sheet-empty": gettext_lazy("Tệp không có dòng nào. Kiểm tra lại tệp rồi tải lại."),
    "sheet-damaged": gettext_lazy("Tệp bị hỏng nên không đọc được. Mở bằng Excel, lưu lại thành .xlsx rồi thử lại."),
    "sheet-password": gettext_lazy("Tệp có mật khẩu nên không đọc được. Gỡ mật khẩu trong Excel rồi tải lại."),
    "sheet-type": gettext_lazy("Chỉ đọc được bảng .xlsx và .csv. Mở tệp bằng Excel, lưu thành .xlsx rồi tải lại."),
    "sheet-large": gettext_lazy("Tệp có quá {most} dòng. Tách thành nhiều tệp rồi tải từng tệp."),
    "person-closed": gettext_lazy("Tài khoản của {person} đang khóa. Mở lại tài khoản trước."),
    "post-taken": gettext_lazy("{agency} đã có chức danh “{post}”. Dùng chức danh đó."),
    "post-held": gettext_lazy("{holder} đang giữ chức danh này từ ngày {since}. Không ghi lại."),
    "nothing-to-restore": gettext_lazy("Giá trị này đang được dùng nên không cần khôi phục."),
    "own-administration": gettext_lazy(
        "Không tự thôi vai trò quản trị của mình. Nhờ một người quản trị khác làm việc này."
    ),
    "delegation-not-held": gettext_lazy(
        "{person} không giữ vai trò {role} tại {agency} suốt thời gian này nên không ủy quyền được. Chọn lại ngày."
    ),
    "delegated-already": gettext_lazy("Vai trò này đã ủy quyền cho {person} từ ngày {since}. Thôi ủy quyền đó trước."),
    "plan-name-empty": gettext_lazy("Chưa ghi tên cơ quan. Ghi tên đầy đủ rồi làm lại."),
    "plan-found-twice": gettext_lazy("{name} được thành lập hai lần trong cùng thay đổi. Bỏ bớt một lần."),
    "plan-absent": gettext_lazy("Không tìm thấy một cơ quan của thay đổi này. Chọn lại cơ quan."),
    "plan-not-alive": gettext_lazy("{name} không hoạt động vào ngày {on}. Chọn cơ quan khác hoặc ngày khác."),
    "plan-changed-later": gettext_lazy("{name} đã có thay đổi khác từ ngày {since}. Hoàn tác thay đổi đó trước."),
    "plan-same-as-before": gettext_lazy("{name} không có gì thay đổi. Ghi tên mới hoặc chọn cơ quan cấp trên khác."),
    "plan-heir-of-itself": gettext_lazy("{name} không thể tự tiếp nhận việc của chính mình. Chọn cơ quan khác."),
    "plan-heir-ends": gettext_lazy("{name} cũng kết thúc trong ngày này nên không tiếp nhận được. Chọn cơ quan khác."),
    "plan-function-empty": gettext_lazy("{name} còn hoạt động: ghi rõ chức năng được chuyển đi."),
    "plan-ended-already": gettext_lazy("{name} đã kết thúc từ ngày {until}. Không kết thúc lại."),
    "plan-ends-as-it-begins": gettext_lazy("{name} vừa bắt đầu vừa kết thúc trong một ngày. Chọn lại ngày."),
    "plan-passes-as-it-begins": gettext_lazy(
        "{name} bắt đầu hoạt động đúng ngày này nên chưa có việc để chuyển. Chọn ngày sau."
    ),
    "plan-two-main-heirs": gettext_lazy(
        "{name} có hai cơ quan nhận phần còn lại. Chỉ để một, ghi chức năng cho cơ quan kia."
    ),
    "plan-no-main-heir": gettext_lazy(
        "{name} kết thúc nhưng chưa có cơ quan nhận phần việc còn lại. Chọn một cơ quan."
    ),
    "plan-child-left": gettext_lazy("{name} trực thuộc {parent} là cơ quan sẽ kết thúc. Chọn cơ quan cấp trên mới."),
    "plan-parent-absent": gettext_lazy("{parent} không hoạt động suốt thời gian {name} trực thuộc. Chọn cơ quan khác."),
    "undo-child-left": gettext_lazy(
        "Hoàn tác thì {name} sẽ trực thuộc một cơ quan đã kết thúc. Đổi cơ quan cấp trên của {name} trước."
    ),
    "plan-stands-under-itself": gettext_lazy("{name} sẽ trực thuộc chính nó. Chọn cơ quan cấp trên khác."),
    "role-ended": gettext_lazy("Vai trò này đã kết thúc ngày {until}. Không kết thúc lại."),
    "coordination-what-empty": gettext_lazy("Chưa ghi việc phải làm. Ghi một câu rồi làm lại."),
    "coordination-who-empty": gettext_lazy("Chọn một cơ quan, hoặc một nhóm, hoặc ghi bằng lời: chỉ một trong ba."),
    "coordination-basis": gettext_lazy(
        "Căn cứ và mức kiểm tra không khớp: có căn cứ thì chọn mức của căn cứ đó, chưa có thì chọn “cần kiểm tra”."
    ),
}


def role_word(role: str) -> str:
    """Say what a person is in an agency."""
    return {
        "viewer": _("Người xem"),
        "officer": _("Chuyên viên"),
        "head": _("Lãnh đạo cơ quan"),
        "coordinator": _("Cán bộ đầu mối"),
        "leader": _("Lãnh đạo tỉnh"),
        "inspector": _("Người kiểm tra"),
        "administrator": _("Quản trị hệ thống"),
    }.get(role, role)


def person_event(event: Event) -> str:
    """Say what was done to a person, without its subject."""
    facts = event.facts
    if event.act in ("role.delegated", "role.taken-back"):
        word = role_word(str(facts.get("role", "")))
        return f"{PERSON_ACTS[event.act]}: {word}, {facts.get('agency_name', '')} → {facts.get('taker', '')}"
    if event.act in ("role.given", "role.ended", "role.carried"):
        word = role_word(str(facts.get("role", "")))
        return f"{PERSON_ACTS[event.act]}: {word}, {facts.get('agency_name', '')}"
    if event.act == "person.undone":
        return f"{PERSON_ACTS[event.act]}: {facts.get('title', '')}"
    if event.act == "person.added":
        return f"{PERSON_ACTS[event.act]}: {facts.get('full_name', '')} ({facts.get('username', '')})"
    return accounts.event_sentence(event)


def agency_event(event: Event) -> str:
    """Say what was done to an agency, without its subject."""
    facts = event.facts
    said = f"{AGENCY_ACTS.get(event.act, event.act)}: {facts.get('name') or facts.get('title', '')}"
    if event.act.startswith("post.") and facts.get("holder"):
        return f"{said}, {facts['holder']}"
    if event.act == "agency.corrected":
        was = sorted(facts.get("was", {}).items(), reverse=True)
        parts = [f"{before or '–'} → {facts['is'].get(name) or '–'}" for name, before in was]
        return f"{said}: {'; '.join(parts)}"
    heirs = [
        f"{heir['name']} ({heir['function']})" if heir.get("function") else str(heir["name"])
        for heir in facts.get("heirs", ())
    ]
    return f"{said} → {', '.join(heirs)}" if heirs else said


def change_event(event: Event) -> str:
    """Say what a list of agencies brought, without its subject."""
    title, count = event.facts.get("title", ""), event.facts.get("count", 0)
    return f"{CHANGE_ACTS.get(event.act, event.act)}: {title} ({count})"
