"""The acts that changed administrative units between 2023 and 2026, as far as they could be found.

Symbol, day of issue, day of effect, title, and what they changed: facts of law, written by hand. `docs/units.md` says
how they were found.
"""

from __future__ import annotations

from typing import NamedTuple

DISTRICTS_END = "203/2025/QH15"
PROVINCES_JOIN = "202/2025/QH15"
REFORM = "2025-07-01"
# Where no act was found: nearly all of those of November and December 2024 took effect on this day. Marked unsure.
PERHAPS = "2025-01-01"
# The day of a list older than every act below that joins communes; the list of 63/705/10,599 stands on it whole.
BEFORE = "2023-07-01"


class Act(NamedTuple):
    issued: str
    effect: str
    title: str


def _2024(place: str, levels: str = "cấp xã") -> str:
    return f"về việc sắp xếp đơn vị hành chính {levels} của {place} giai đoạn 2023 - 2025"


BOTH = "cấp huyện, cấp xã"
ACTS: dict[str, Act] = {
    "721/NQ-UBTVQH15": Act("2023-02-13", "2023-04-10", "về việc thành lập thị xã Tịnh Biên, tỉnh An Giang"),
    "722/NQ-UBTVQH15": Act("2023-02-13", "2023-04-10", "về việc thành lập thị trấn Vân Tùng, tỉnh Bắc Kạn"),
    "723/NQ-UBTVQH15": Act("2023-02-13", "2023-04-10", "về việc thành lập hai thị xã thuộc tỉnh Bắc Ninh"),
    "724/NQ-UBTVQH15": Act("2023-02-13", "2023-04-10", "về việc thành lập ba thị trấn thuộc tỉnh Bến Tre"),
    "730/NQ-UBTVQH15": Act("2023-02-13", "2023-04-10", "về việc thành lập hai thị trấn thuộc tỉnh Vĩnh Phúc"),
    "938/NQ-UBTVQH15": Act("2023-12-13", "2024-02-01", "về việc thành lập thị xã Việt Yên, tỉnh Bắc Giang"),
    "939/NQ-UBTVQH15": Act("2023-12-13", "2024-02-01", "về việc nhập xã Thiệu Phú vào thị trấn Thiệu Hóa"),
    "1012/NQ-UBTVQH15": Act("2024-03-19", "2024-05-01", "về việc thành lập thành phố Bến Cát, tỉnh Bình Dương"),
    "1013/NQ-UBTVQH15": Act("2024-03-19", "2024-05-01", "về việc thành lập thành phố Gò Công, tỉnh Tiền Giang"),
    "1104/NQ-UBTVQH15": Act("2024-07-23", "2024-09-01", _2024("tỉnh Nam Định", BOTH)),
    "1105/NQ-UBTVQH15": Act("2024-07-23", "2024-09-01", _2024("tỉnh Sóc Trăng")),
    "1106/NQ-UBTVQH15": Act("2024-07-23", "2024-09-01", _2024("tỉnh Tuyên Quang")),
    "1191/NQ-UBTVQH15": Act("2024-09-28", "2025-01-01", _2024("tỉnh Bắc Giang", BOTH)),
    "1192/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("thành phố Cần Thơ")),
    "1193/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Đắk Lắk")),
    "1194/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Đồng Nai")),
    "1195/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Gia Lai")),
    "1196/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Khánh Hòa")),
    "1197/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Lào Cai")),
    "1198/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Ninh Thuận")),
    "1199/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Quảng Ninh", BOTH)),
    "1200/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Phú Yên")),
    "1201/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Thái Bình")),
    "1202/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Tiền Giang")),
    "1203/NQ-UBTVQH15": Act("2024-09-28", "2024-11-01", _2024("tỉnh Vĩnh Long")),
    "1277/NQ-UBTVQH15": Act("2024-11-14", "2025-01-01", _2024("tỉnh Trà Vinh")),
    "1278/NQ-UBTVQH15": Act("2024-11-14", "2025-01-01", _2024("Thành phố Hồ Chí Minh")),
    "1283/NQ-UBTVQH15": Act("2024-11-14", "2025-01-01", _2024("tỉnh Hà Tĩnh", BOTH)),
    "1284/NQ-UBTVQH15": Act("2024-11-14", "2025-01-01", _2024("tỉnh Đồng Tháp")),
    "1285/NQ-UBTVQH15": Act("2024-11-14", "2025-01-01", _2024("tỉnh An Giang")),
    "1314/NQ-UBTVQH15": Act("2024-11-30", "2025-01-01", _2024("thành phố Huế", BOTH)),
    "1318/NQ-UBTVQH15": Act("2024-12-10", "2025-01-01", _2024("tỉnh Ninh Bình", BOTH)),
    "175/2024/QH15": Act("2024-11-30", "2025-01-01", "về việc thành lập thành phố Huế trực thuộc trung ương"),
    PROVINCES_JOIN: Act("2025-06-12", REFORM, "về việc sắp xếp đơn vị hành chính cấp tỉnh"),
    DISTRICTS_END: Act("2025-06-16", REFORM, "sửa đổi, bổ sung một số điều của Hiến pháp"),
    "30/2026/QH16": Act("2026-04-24", "2026-04-30", "về việc thành lập thành phố Đồng Nai"),
    "237/NQ-UBTVQH16": Act("2026-04-14", "2026-04-30", "về việc thành lập các phường thuộc thành phố Đồng Nai"),
    "36/2026/QH16": Act("2026-08-24", "2026-09-01", "về việc thành lập thành phố Quảng Ninh"),
    "39/2026/QH16": Act("2026-08-24", "2026-09-20", "về việc thành lập thành phố Bắc Ninh"),
    "388/NQ-UBTVQH16": Act("2026-08-04", "2026-09-20", "về việc thành lập các phường thuộc thành phố Bắc Ninh"),
}
# Acts whose day of effect was not found in print, only remembered.
UNSURE = {"1191/NQ-UBTVQH15", "1278/NQ-UBTVQH15"}
# By code of the province: what joined its communes (and districts) between the list of 2022 and that of June 2025.
PROVINCE_ACTS = {
    "08": "1106/NQ-UBTVQH15",
    "10": "1197/NQ-UBTVQH15",
    "22": "1199/NQ-UBTVQH15",
    "24": "1191/NQ-UBTVQH15",
    "34": "1201/NQ-UBTVQH15",
    "36": "1104/NQ-UBTVQH15",
    "37": "1318/NQ-UBTVQH15",
    "42": "1283/NQ-UBTVQH15",
    "46": "1314/NQ-UBTVQH15",
    "54": "1200/NQ-UBTVQH15",
    "56": "1196/NQ-UBTVQH15",
    "58": "1198/NQ-UBTVQH15",
    "64": "1195/NQ-UBTVQH15",
    "66": "1193/NQ-UBTVQH15",
    "75": "1194/NQ-UBTVQH15",
    "79": "1278/NQ-UBTVQH15",
    "82": "1202/NQ-UBTVQH15",
    "84": "1277/NQ-UBTVQH15",
    "86": "1203/NQ-UBTVQH15",
    "87": "1284/NQ-UBTVQH15",
    "89": "1285/NQ-UBTVQH15",
    "92": "1192/NQ-UBTVQH15",
    "94": "1105/NQ-UBTVQH15",
}
# By code of the district: what made it a town or city, and communes of it wards.
DISTRICT_ACTS = {
    "222": "938/NQ-UBTVQH15",
    "259": "723/NQ-UBTVQH15",
    "262": "723/NQ-UBTVQH15",
    "721": "1012/NQ-UBTVQH15",
    "890": "721/NQ-UBTVQH15",
}
# By district and name: single communes that an act of their own changed, joining others included.
COMMUNE_ACTS = {
    ("062", "Vân Tùng"): "722/NQ-UBTVQH15",
    ("247", "Kim Long"): "730/NQ-UBTVQH15",
    ("251", "Tam Hồng"): "730/NQ-UBTVQH15",
    ("398", "Thiệu Hóa"): "939/NQ-UBTVQH15",
    ("398", "Hậu Hiền"): "939/NQ-UBTVQH15",
    ("831", "Tiên Thủy"): "724/NQ-UBTVQH15",
    ("836", "Tiệm Tôm"): "724/NQ-UBTVQH15",
    ("838", "Phước Mỹ Trung"): "724/NQ-UBTVQH15",
    ("886", "Đa Phước"): "721/NQ-UBTVQH15",
    ("893", "Hội An"): "721/NQ-UBTVQH15",
}
# A whole district whose communes were joined by an act before that of the province.
JOINED_ACTS = {"816": "1013/NQ-UBTVQH15"}
