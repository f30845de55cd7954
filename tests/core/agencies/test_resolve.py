"""What the resolver promises for any text, and for the cases that a person would trip over."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import gazetteer, known, labels

from hoinhap.core.agencies.nation import province_key
from hoinhap.core.agencies.resolve import Gazetteer, Heir, Known, KnownClass, NameForm, Resolution, name_key

MERGED = date(2025, 3, 1)
BEFORE, AFTER = date(2023, 5, 15), date(2025, 11, 20)

PROVINCE = Known("p", "committee", "province", "", (NameForm("Ủy ban nhân dân tỉnh Thanh Hóa"),))
OTHER = Known("q", "committee", "province", "", (NameForm("Ủy ban nhân dân tỉnh Nghệ An"),))
FINANCE = Known("p/tc", "department", "province", "p", (NameForm("Sở Tài chính"),), parent="p")
PLANNING = Known(
    "p/kh",
    "department",
    "province",
    "p",
    (NameForm("Sở Kế hoạch và Đầu tư"),),
    until=MERGED,
    parent="p",
    heirs=(Heir("p/tc", MERGED), Heir("p/nv", MERGED, "Thống kê")),
)
POLICE = Known("p/ca", "police", "province", "p", (NameForm("Công an tỉnh Thanh Hóa"),))
FARMING = Known("p/nm", "department", "province", "p", (NameForm("Sở Nông nghiệp và Môi trường"),), since=MERGED)
THEIRS = Known("q/tc", "department", "province", "q", (NameForm("Sở Tài chính"),), parent="q")
MINISTRY = Known("bng", "ministry", "central", "", (NameForm("Bộ Ngoại giao"),))
SMALL = (PROVINCE, OTHER, FINANCE, PLANNING, POLICE, FARMING, THEIRS, MINISTRY)

DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))
# Words that names and classes are made of, so that random texts come near to real ones.
WORDS = """
Sở sở các Các Bộ UBND Ủy ban nhân dân tỉnh Tỉnh thành phố xã phường huyện Tài chính Nội vụ và , ; : ( ) - & Thanh Hóa
Nghệ An Công an Chủ tịch Giám đốc liên quan cấp ngành đơn vị địa phương trung ương thành viên Ban Chỉ đạo KH&ĐT 04
Trưởng đồng chí của thuộc khu vực XI Văn phòng hội đoàn thể
"""
PIECES = st.sampled_from(WORDS.split())
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join))


def small(
    *more: Known, classes: tuple[KnownClass, ...] = (), answers: tuple[tuple[str, str, str], ...] = ()
) -> Gazetteer:
    return Gazetteer((*SMALL, *more), classes, answers)


# --- any text -----------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(TEXTS, st.none() | DAYS, st.sampled_from(["", "p", "q", "nobody"]))
def test_any_text_has_an_answer(text: str, on: date | None, province: str) -> None:
    found = small().resolve(text, on=on, province=province)
    assert found.verdict in ("agency", "class", "ask", "nobody")
    assert (found.verdict == "agency") <= (len(found.candidates) == 1)
    assert found.text == text


@settings(deadline=None)
@given(TEXTS, DAYS)
def test_who_was_not_alive_comes_with_a_hint(text: str, on: date) -> None:
    found = small().resolve(text, on=on, province="p")
    if found.verdict == "agency":
        agency = next(one for one in SMALL if one.key == found.key)
        assert agency.alive(on) or found.hint is not None


def _cases(text: str) -> list[str]:
    newer = text.replace("óa", "oá").replace("ủy", "uỷ").replace("Ủy", "Uỷ")
    return [
        text.upper(),
        text.lower(),
        newer,
        unicodedata.normalize("NFD", text),
        "  " + text.replace(" ", "\u00a0  ") + " ",
        text.replace(" - ", " – "),
    ]


LABELS = [label for label in labels() if ":" not in label.text]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(LABELS), st.data())
def test_spelling_makes_no_difference(label, data) -> None:
    other = data.draw(st.sampled_from(_cases(label.text)))
    one = gazetteer().resolve(label.text, on=label.on, province=label.province)
    same = gazetteer().resolve(other, on=label.on, province=label.province)
    assert (one.verdict, one.key, one.hint) == (same.verdict, same.key, same.hint)


NAMES = st.lists(PIECES, min_size=1, max_size=5).map(" ".join)


@settings(deadline=None)
@given(TEXTS, NAMES, DAYS, st.sampled_from(["p", "q", ""]))
def test_another_agency_never_turns_an_answer(text: str, name: str, on: date, home: str) -> None:
    level = "province" if home else "central"
    stranger = Known("x", "other", level, home, (NameForm(name),))
    before = small().resolve(text, on=on, province="p")
    after = small(stranger).resolve(text, on=on, province="p")
    if before.verdict == "agency" and name_key(name) != name_key(text):
        assert after.verdict == "ask" or after.key == before.key


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_key_of_a_key_is_itself(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


# --- old and new names --------------------------------------------------------------------------------------------


def ask(text: str, on: date = AFTER, province: str = "p", gazetteer: Gazetteer | None = None) -> Resolution:
    return (gazetteer or small()).resolve(text, on=on, province=province)


def test_an_old_name_gives_who_bore_it_and_who_has_its_work() -> None:
    found = ask("Sở KH&ĐT")
    assert found.key == "p/kh"
    assert found.candidates[0].reason.code == "old_name"
    assert found.hint is not None
    assert (found.hint.code, found.hint.on) == ("ended", MERGED)
    assert [(heir.key, heir.function) for heir in found.hint.heirs] == [("p/tc", ""), ("p/nv", "Thống kê")]
    assert ask("Sở KH&ĐT", BEFORE).hint is None


def test_a_name_of_later_says_so() -> None:
    found = ask("Sở Nông nghiệp và Môi trường", BEFORE)
    assert found.key == "p/nm"
    assert found.hint is not None
    assert found.hint.code == "not_yet"


def test_an_agency_that_lives_on_under_another_name() -> None:
    renamed = Known(
        "p/bd",
        "department",
        "province",
        "p",
        (NameForm("Ban Dân tộc", until=MERGED), NameForm("Sở Dân tộc và Tôn giáo", since=MERGED)),
    )
    found = ask("Ban Dân tộc tỉnh", gazetteer=small(renamed))
    assert found.key == "p/bd"
    assert found.hint is not None
    assert (found.hint.code, found.hint.name) == ("renamed", "Sở Dân tộc và Tôn giáo")
    early = ask("Sở Dân tộc và Tôn giáo", BEFORE, gazetteer=small(renamed))
    assert early.verdict == "ask", "on that day the name was not its name"
    assert early.candidates[0].key == "p/bd"


def test_names_that_papers_use_are_known_by_the_template() -> None:
    front = Known("p/mt", "front", "province", "p", (NameForm("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Thanh Hóa"),))
    youth = Known(
        "p/td", "mass_organisation", "province", "p", (NameForm("Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh"),)
    )
    told = small(front, youth)
    for text in ("MTTQ tỉnh", "Mặt trận Tổ quốc Việt Nam tỉnh", "Ban Thường trực Ủy ban MTTQ tỉnh Thanh Hóa"):
        assert ask(text, gazetteer=told).key == "p/mt", text
    assert ask("Đoàn Thanh niên tỉnh", gazetteer=told).key == "p/td"
    assert ask("Thành đoàn", gazetteer=told).verdict == "ask", "that of a city in the province, which is not known"


# --- provinces ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sở Tài chính tỉnh Thanh Hóa", "p/tc"),
        ("Sở Tài chính Thanh Hoá", "p/tc"),
        ("Sở Tài chính tỉnh Nghệ An", "q/tc"),
        ("Giám đốc Sở Tài chính Nghệ An", "q/tc"),
        ("UBND tỉnh Nghệ An", "q"),
        ("tỉnh Nghệ An", "q"),
        ("Nghệ An", "q"),
        ("UBND tỉnh", "p"),
    ],
)
def test_a_province_that_is_named_is_meant(text: str, key: str) -> None:
    assert ask(text).key == key


@pytest.mark.parametrize(
    "text",
    [
        "Sở Tài chính tỉnh Hà Tĩnh",  # nobody knows Hà Tĩnh here, and ours is not meant
        "Sở Tài chính Hà Tĩnh",
        "Công an tỉnh Nghệ An",  # Nghệ An's is not known, ours is not meant
        "UBND Thành phố",  # Thanh Hóa is no city
        "Công an thành phố Thanh Hóa",  # the district's, which is not known
        "Công an",
        "UBND",
        "Chủ tịch",
        "Giám đốc Sở",
        "Công an xã",
    ],
)
def test_what_is_not_sure_is_asked(text: str) -> None:
    assert ask(text).verdict == "ask"


def test_without_a_province_a_department_is_asked_for() -> None:
    found = ask("Sở Tài chính", province="")
    assert found.verdict == "ask"
    assert {one.key for one in found.candidates} == {"p/tc", "q/tc"}
    assert ask("Bộ Ngoại giao", province="").key == "bng"


# --- who stands behind an office ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("Chủ tịch UBND tỉnh", "p", "office"),
        ("đồng chí Phó Chủ tịch Thường trực UBND tỉnh", "p", "office"),
        ("Giám đốc Công an tỉnh", "p/ca", "office"),
        ("Thường trực UBND tỉnh", "p", "organ"),
        ("Bộ trưởng Bộ Ngoại giao", "bng", "office"),
    ],
)
def test_an_office_stands_for_its_agency(text: str, key: str, code: str) -> None:
    found = ask(text)
    assert (found.key, found.candidates[0].reason.code) == (key, code)


# --- places -------------------------------------------------------------------------------------------------------

WARD = Known("x1", "committee", "commune", "p", (NameForm("Ủy ban nhân dân phường Hạc Thành"),), parent="p")
TWIN = Known("x2", "committee", "commune", "p", (NameForm("Ủy ban nhân dân xã Hòa Bình"),), parent="d1")
TWIN_TOO = Known("x3", "committee", "commune", "p", (NameForm("Ủy ban nhân dân xã Hòa Bình"),), parent="d2")
DISTRICT = Known("d2", "committee", "district", "p", (NameForm("Ủy ban nhân dân huyện Như Xuân"),), parent="p")
PLACES = (WARD, TWIN, TWIN_TOO, DISTRICT)


def test_a_commune_is_found_in_its_province_only() -> None:
    places = small(*PLACES)
    assert ask("UBND phường Hạc Thành", gazetteer=places).key == "x1"
    assert ask("phường Hạc Thành, tỉnh Thanh Hóa", province="q", gazetteer=places).key == "x1"
    assert ask("UBND phường Hạc Thành", province="", gazetteer=places).verdict == "ask"
    assert ask("UBND phường Hạc Thành", province="q", gazetteer=places).verdict == "ask"
    assert ask("Hạc Thành", gazetteer=places).verdict == "ask", "a name without its unit may be anything"


def test_communes_of_one_name_are_asked_for_unless_the_district_is_named() -> None:
    places = small(*PLACES)
    found = ask("UBND xã Hòa Bình", gazetteer=places)
    assert found.verdict == "ask"
    assert {one.key for one in found.candidates} == {"x2", "x3"}
    assert ask("UBND xã Hoà Bình, huyện Như Xuân", gazetteer=places).key == "x3"


def test_places_of_provinces_that_joined() -> None:
    long_an, tay_ninh = province_key("Long An", BEFORE), province_key("Tây Ninh", AFTER)
    then = gazetteer().resolve("UBND huyện Đức Huệ", on=BEFORE, province=long_an)
    now = gazetteer().resolve("UBND huyện Đức Huệ", on=AFTER, province=tay_ninh)
    assert then.key == now.key != ""
    assert then.hint is None
    assert now.hint is not None
    assert now.hint.code == "ended"


def test_a_city_of_a_province_that_became_one() -> None:
    hue = province_key("Huế", AFTER)
    assert gazetteer().resolve("UBND thành phố Huế", on=AFTER, province=hue).key == hue
    before = gazetteer().resolve("UBND thành phố Huế", on=BEFORE, province=hue)
    assert before.key.startswith("d-")
    assert gazetteer().resolve("Công an thành phố Huế", on=BEFORE, province=hue).verdict == "ask"


# --- what persons decided -----------------------------------------------------------------------------------------


def test_a_decision_wins_where_it_was_made() -> None:
    decided = small(answers=(("Công an", "p", "p/ca"), ("Ban Chỉ đạo", "", "class-1"), ("Sở Kế hoạch", "p", "p/kh")))
    found = ask("CÔNG AN", gazetteer=decided)
    assert (found.key, found.candidates[0].reason.code) == ("p/ca", "decided")
    assert ask("Công an", province="q", gazetteer=decided).verdict == "ask"
    group = ask("ban chỉ đạo", province="q", gazetteer=decided)
    assert (group.verdict, group.key, group.candidates[0].sort) == ("class", "class-1", "class")
    gone = ask("Sở Kế hoạch", gazetteer=decided)
    assert gone.hint is not None, "a decision on an agency that ended since still says who has its work"


def test_classes_that_persons_made() -> None:
    groups = (KnownClass("bien-gioi", ("các huyện giáp biên",), "p"),)
    assert ask("UBND các huyện giáp biên", gazetteer=small(classes=groups)).key == "bien-gioi"
    assert ask("UBND các huyện giáp biên", province="q", gazetteer=small(classes=groups)).key == ""
    two = (*groups, KnownClass("khac", ("Các huyện giáp biên",)))
    assert ask("các huyện giáp biên", gazetteer=small(classes=two)).verdict == "ask"


def test_nobody_in_particular() -> None:
    for text in ("cấp có thẩm quyền", "cơ quan có thẩm quyền", "cán bộ, công chức", "", "  "):
        assert ask(text).verdict == "nobody", text


def test_the_nation_has_no_two_agencies_of_one_key() -> None:
    keys = [one.key for one in known()]
    assert len(keys) == len(set(keys))
    every = set(keys)
    assert {heir.key for one in known() for heir in one.heirs} <= every
    assert {one.parent for one in known() if one.parent} <= every
