"""The index: what is found, in which order, by whom; and what becomes of it when its files do not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoinhap.core.search import engine, place
from hoinhap.core.search.engine import Near, Scope
from hoinhap.core.search.record import Record
from hoinhap.core.search.words import query
from hoinhap.core.vi.text import fold

ALL = (Scope("paper", None),)
RECORDS = (
    Record(
        "nq21",
        "Nghị quyết 21/NQ-CP",
        "Hội nhập kinh tế quốc tế",
        "Chính phủ giao các bộ mở rộng thị trường.",
        "/nq21",
        number="21/NQ-CP",
        kind="Nghị quyết",
        dated=date(2023, 2, 20),
        readers=frozenset({"a", "b"}),
    ),
    Record(
        "kh119",
        "Kế hoạch 119/KH-UBND",
        "Thực hiện Nghị quyết số 21/NQ-CP",
        "Sở Công Thương hỗ trợ xuất khẩu gỗ dán; thuỷ sản; kĩ thuật nuôi tôm.\nHoà giải tranh chấp.",
        "/kh119",
        number="119/KH-UBND",
        kind="Kế hoạch",
        dated=date(2023, 5, 5),
        readers=frozenset({"a"}),
    ),
    Record("cv", "thu.txt", "", "Xuất trình giấy tờ tại cửa khẩu, bến bãi gỗ. Số 119 đường Hòa Bình.", "/cv"),
)


@pytest.fixture
def home(tmp_path):
    with place.replacing(tmp_path) as writer:
        for record in RECORDS:
            writer.add_document(engine.to_document("paper", record))
    return tmp_path


def found(home, typed, scopes=ALL, **more):
    with place.asking(home) as searcher:
        return engine.ask(searcher, query(typed), scopes, **more)


def ids(home, typed, scopes=ALL, **more):
    return [hit.id for hit in found(home, typed, scopes, **more).hits]


@pytest.mark.parametrize(
    "typed",
    ["xuất khẩu gỗ dán", "xuat khau go dan", "thủy sản", "thuỷ sản", "thuy san", "kỹ thuật", "ki thuat", "hòa giải"],
)
def test_marks_their_place_and_i_or_y_make_no_difference(home, typed):
    assert ids(home, typed)[0] == "kh119"


@pytest.mark.parametrize("typed", ["21/NQ-CP", "21-nq-cp", "21 nq cp", "nghi quyet 21", "21"])
def test_a_number_finds_its_document_before_those_that_cite_it(home, typed):
    assert ids(home, typed)[0] == "nq21"


def test_a_bare_number_finds_the_document_before_a_house_number(home):
    assert ids(home, "119") == ["kh119", "cv"]


def test_words_are_wanted_together_and_apart_only_where_nobody_has_them_together(home):
    assert found(home, "xuất khẩu").near is Near.WORDS
    assert ids(home, "xuất khẩu") == ["kh119"]
    apart = found(home, "đường cửa")
    assert (apart.near, [hit.id for hit in apart.hits]) == (Near.APART, ["cv"])
    some = found(home, "gỗ dán giấy tôm zzz")
    assert (some.near, [hit.id for hit in some.hits]) == (Near.SOME, ["kh119"])


def test_the_form_with_marks_that_was_typed_comes_first(tmp_path):
    with place.replacing(tmp_path) as writer:
        for key, text in (("one", "ban quan lí"), ("two", "bàn quân lý"), ("three", "bạn quán ly")):
            writer.add_document(engine.to_document("paper", Record(key, "", "", text, "/")))
    assert ids(tmp_path, "bàn quân lý")[0] == "two"
    assert ids(tmp_path, "bạn quán ly")[0] == "three"
    assert len(ids(tmp_path, "ban quan ly")) == 3


def test_permission_is_part_of_the_query(home):
    for scopes, expected in (
        (ALL, {"nq21", "kh119"}),
        ((Scope("paper", frozenset({"a"})),), {"nq21", "kh119"}),
        ((Scope("paper", frozenset({"b", "c"})),), {"nq21"}),
        ((Scope("paper", frozenset({"c"})),), set()),
        ((Scope("paper", frozenset()),), set()),
        ((Scope("other", None),), set()),
        ((), set()),
    ):
        answer = found(home, "21/NQ-CP", scopes)
        assert {hit.id for hit in answer.hits} == expected
        assert sum(answer.counts.values()) == answer.total == len(expected)


def test_counts_are_by_kind_and_year_and_filters_narrow_the_page(home):
    everything = {("Nghị quyết", 2023): 1, ("Kế hoạch", 2023): 1, ("", 0): 1}
    with place.writing(home) as writer:
        for record in RECORDS:
            writer.delete_documents_by_term("key", engine.key_of("paper", record.id))
            changed = Record(**{name: getattr(record, name) for name in record.__slots__} | {"text": "gỗ"})
            writer.add_document(engine.to_document("paper", changed))
    assert found(home, "gỗ").counts == everything
    narrowed = found(home, "gỗ", kind="Kế hoạch", year=2023)
    assert ([hit.id for hit in narrowed.hits], narrowed.total, narrowed.counts) == (["kh119"], 1, everything)
    assert ids(home, "gỗ", kind="", year=0) == ["cv"]
    assert ids(home, "gỗ", year=2022) == []


def test_pages_hold_everything_once(tmp_path):
    with place.replacing(tmp_path) as writer:
        for number in range(45):
            writer.add_document(engine.to_document("paper", Record(str(number), "", "", "gỗ " * (number + 1), "/")))
    seen = [key for page in (1, 2, 3) for key in ids(tmp_path, "gỗ", page=page)]
    assert sorted(seen, key=int) == [str(number) for number in range(45)]
    last = found(tmp_path, "gỗ", page=99)
    assert (last.page, last.pages, last.total, len(last.hits)) == (3, 3, 45, 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.text(max_size=80))
def test_any_query_is_answered(home, typed):
    answer = found(home, typed)
    assert len(answer.hits) == min(20, answer.total)


SAID = ["sở", "công", "thương", "hỗ", "trợ", "xuất", "khẩu", "gỗ", "dán", "thuỷ", "sản", "tôm", "mở", "rộng"]
WORDS = st.lists(st.sampled_from(SAID), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(WORDS.map(" ".join))
def test_without_marks_the_same_are_found(home, typed):
    assert set(ids(home, typed)) == set(ids(home, fold(typed))) == set(ids(home, typed.upper()))


def test_of_equals_the_newest_comes_first(tmp_path):
    days = [date(2020, 1, 1), date(2026, 11, 2), None, date(2026, 11, 1), date(1930, 1, 1)]
    with place.replacing(tmp_path) as writer:
        for day in days:
            writer.add_document(engine.to_document("paper", Record(str(day), "", "", "gỗ dán", "/", dated=day)))
    assert ids(tmp_path, "go dan")[:3] == ["2026-11-02", "2026-11-01", "2020-01-01"]


# --- files --------------------------------------------------------------------------------------------------------


def test_no_index_is_absent(tmp_path):
    with pytest.raises(place.Absent), place.asking(tmp_path):
        pass


def test_an_index_of_another_form_is_absent(home, monkeypatch):
    monkeypatch.setattr(place, "SCHEMA", engine.SCHEMA + 1)
    with pytest.raises(place.Absent), place.asking(home):
        pass


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"schema": 1}', b'{"schema": 1, "folder": "99"}', b"\xff\xfe"])
def test_a_damaged_name_of_the_index_is_absent(home, left):
    (home / "current").write_bytes(left)
    with pytest.raises(place.Absent), place.asking(home):
        pass


@pytest.mark.parametrize("how", ["gone", "cut", "zeros"])
def test_damaged_files_are_absent_and_a_new_index_heals_them(home, how):
    place.distrust(home)  # forget what is open
    (folder,) = (path for path in home.iterdir() if path.is_dir())
    (home / "current").write_text(f'{{"schema": {engine.SCHEMA}, "folder": "{folder.name}"}}')
    for file in folder.iterdir():
        if file.suffix in (".idx", ".term", ".store", ".pos", ".fast", ".fieldnorm"):
            data = file.read_bytes()
            {"gone": file.unlink, "cut": lambda d=data, f=file: f.write_bytes(d[: len(d) // 2]),
             "zeros": lambda d=data, f=file: f.write_bytes(bytes(len(d)))}[how]()  # fmt: skip
    with pytest.raises(place.Absent):
        found(home, "gỗ dán")
    with place.replacing(home) as writer:
        writer.add_document(engine.to_document("paper", RECORDS[1]))
    assert ids(home, "gỗ dán") == ["kh119"]


def test_what_fails_halfway_changes_nothing(home):
    before = ids(home, "xuất khẩu")
    for writing in (place.writing, place.replacing):
        with pytest.raises(RuntimeError), writing(home) as writer:
            writer.delete_all_documents()
            writer.add_document(engine.to_document("paper", Record("new", "", "", "xuất khẩu", "/")))
            raise RuntimeError
        assert ids(home, "xuất khẩu") == before
    assert len([path for path in home.iterdir() if path.is_dir()]) == 1


def test_one_writes_at_a_time(home):
    with place.alone(home, wait=False) as first, place.alone(home, wait=False) as second:
        assert (first, second) == (True, False)
    with place.alone(home, wait=False) as again:
        assert again


def test_who_asks_sees_what_was_committed_last(home):
    with place.asking(home) as searcher:
        with place.writing(home) as writer:
            writer.delete_documents_by_term("key", "paper:kh119")
        assert engine.ask(searcher, query("gỗ dán"), ALL).hits
    assert "kh119" not in ids(home, "xuất khẩu gỗ dán tôm")
