"""Which provision of a plan carries out which sentence of a directive; the documents written out here are invented."""

import json
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinhap.core.reader import read
from hoinhap.core.reader.align import align, align_sections, pairs, sentences, to_json
from hoinhap.core.reader.model import Masthead, Provision, Reading, Span

SHARED = Path(__file__).resolve().parents[4] / "shared"
LABELS = json.loads(Path(__file__).with_name("align_003_002.json").read_text(encoding="utf-8"))


def reading(*provisions: tuple[str, str]) -> Reading:
    """Build a reading of (path, words), each provision a paragraph of its own."""
    text, outline, places = "", [], {}
    for path, words in provisions:
        span = Span(len(text), len(text) + len(words))
        above = places.get(path.rpartition("/")[0], -1)
        places[path] = len(outline)
        outline.append(Provision(path, "", words, "number", span, (span,), above, path.count("/")))
        text += words + "\n"
    return Reading("", text, Masthead(), outline=tuple(outline))


DIRECTIVE = reading(
    (
        "1",
        "Phát triển nghề nuôi ong lấy mật ở vùng đệm rừng ngập mặn. "
        "Kêu gọi doanh nghiệp chế biến mật ong đầu tư có chọn lọc.",
    ),
    ("2", "Bảo vệ nguồn lợi cua biển giống tại các cửa sông. Xây dựng bảo tàng về nghề đóng thuyền nan."),
    ("3", "Sở Ngoại vụ theo dõi, đôn đốc việc thực hiện Chỉ thị này; định kỳ báo cáo kết quả với Ban Thường vụ."),
)
PLAN = reading(
    ("I", "MỤC ĐÍCH, YÊU CẦU"),
    ("I/1", "Thống nhất nhận thức về phát triển nghề nuôi ong và bảo vệ cua biển giống."),
    ("II", "NHIỆM VỤ"),
    ("II/1", "Nghề nuôi ong"),
    (
        "II/1/a",
        "Trạm Khuyến nông chủ trì, phối hợp với các đơn vị liên quan "
        "phát triển nghề nuôi ong lấy mật tại vùng đệm rừng ngập mặn.",
    ),
    ("II/1/b", "Trung tâm Xúc tiến vận động các doanh nghiệp chế biến mật ong, đầu tư có chọn lọc vào hai cụm nghề."),
    ("II/2", "Nguồn lợi thủy sản"),
    ("II/2/a", "Chi cục Thủy sản thả phao khoanh vùng bảo vệ cua biển giống tại các cửa sông."),
    ("II/2/b", "Đồn biên phòng tuần tra để bảo vệ nguồn lợi cua biển giống."),
    ("III", "TỔ CHỨC THỰC HIỆN"),
    (
        "III/1",
        "Các đơn vị gửi kết quả về Sở Ngoại vụ; "
        "Sở Ngoại vụ kiểm tra, đôn đốc việc thực hiện Kế hoạch này, định kỳ tổng hợp, báo cáo.",
    ),
)
OTHER = reading(
    ("1", "Nâng cấp đường truyền trực tuyến cho các trạm khí tượng vùng núi đá, chống sét cho cột thu phát."),
    ("2", "Đào tạo quan trắc viên đọc ảnh mây vệ tinh và vận hành máy đo gió tự động."),
    ("3", "Định kỳ báo cáo kết quả hiệu chuẩn máy đo gió."),
)


def verdicts(parent: Reading, child: Reading) -> list[str]:
    return [match.verdict for match in align(parent, child)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Xây cầu qua sông Đà. Mở bến đò mới.", 2),
        ("Khu bến ở TP. Vĩnh An và TX. Bình Hòa giao cho hai đơn vị.", 1),
        ("1. Mục tiêu chung của đề án", 1),
        ("Mở rộng hợp tác về y tế, văn hóa, giáo dục... Tranh thủ nguồn vốn.", 2),
        ("Đến năm 2030 đạt 3.500 tấn. 40 hộ tham gia.", 2),
        ("Gửi về hộp thư a.b@vidu.vn trước ngày 15.11.2025.", 1),
        ("Nghị định số 09.2020 v.v. còn hiệu lực.", 1),
        ("", 0),
        ("   ", 0),
    ],
)
def test_sentences(text, count):
    assert len(sentences(text)) == count


@given(st.text(alphabet=st.sampled_from('aĐ1.…!? ()"“”;TPtp')))
def test_no_character_of_a_sentence_is_lost(text):
    spans = sentences(text)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(st.text(), st.text())
def test_any_two_texts_can_be_aligned(one, other):
    align(reading(("1", one)), reading(("1", other)))
    align_sections(reading(("1", one)), reading(("1", other), ("1/a", one)))


def test_a_document_covers_itself():
    for one in (DIRECTIVE, PLAN, OTHER):
        assert set(verdicts(one, one)) == {"covered"}
        assert [match.found[0].path for match in align(one, one)] == [match.path for match in align(one, one)]


def test_a_document_on_another_matter_covers_nothing():
    assert set(verdicts(DIRECTIVE, OTHER)) == {"not"}
    assert set(verdicts(OTHER, PLAN)) == {"not"}


def test_an_empty_document_covers_nothing():
    assert set(verdicts(DIRECTIVE, reading())) == {"not"}
    assert align(reading(), DIRECTIVE) == ()


def test_each_sentence_finds_its_provision():
    found = {match.text.split(" ")[0]: match for match in align(DIRECTIVE, PLAN)}
    assert found["Phát"].found[0].path == "II/1/a"
    assert found["Kêu"].found[0].path == "II/1/b"  # kêu gọi = vận động
    assert found["Xây"].verdict == "not"
    assert found["Sở"].found[0].path == "III/1"
    assert {one.path for one in found["Bảo"].found} >= {"II/2/a", "II/2/b"}
    assert [found[word].verdict for word in ("Phát", "Kêu", "Bảo", "Sở")] == ["covered"] * 4


def test_an_aim_does_not_carry_out_what_a_task_does():
    aim = ("I/1", "Bảo vệ nguồn lợi cua biển giống tại các cửa sông.")
    task = ("II/1", "Chi cục Thủy sản bảo vệ nguồn lợi cua biển giống tại các cửa sông.")
    plan = reading(
        ("I", "MỤC ĐÍCH, YÊU CẦU"), aim, ("II", "NHIỆM VỤ"), task, ("II/2", "Trồng rau sạch trong nhà lưới.")
    )
    assert align(DIRECTIVE, plan)[2].found[0].path == "II/1"


def test_a_sentence_taken_out_is_found_no_more():
    kept = [(one.path, one.text) for one in PLAN.outline if one.path not in {"II/2/a", "II/2/b", "I/1"}]
    found = {match.path: match.verdict for match in align(PLAN, reading(*kept))}
    assert found["II/2/a"] != "covered"
    assert found["II/2/b"] != "covered"
    assert all(found[path] == "covered" for path, _ in kept if path in found)


def test_headings_lead_ins_and_fields_are_no_sentences():
    plan = reading(
        ("I", "NHIỆM VỤ"),
        ("I/1", "Sở Công Thương:"),
        ("I/1/a", "Mở phiên chợ vùng biên mỗi tháng một lần."),
        ("I/1/b", "Thời gian thực hiện: Quý IV năm 2025."),
    )
    assert [match.path for match in align(plan, plan)] == ["I/1/a"]


def test_both_spans_point_at_their_words():
    for match in align(DIRECTIVE, PLAN):
        assert DIRECTIVE.text[match.span.start : match.span.end] == match.text
        for one in match.found:
            words = next(provision.text for provision in PLAN.outline if provision.path == one.path)
            assert PLAN.text[one.span.start : one.span.end] in words


def test_a_sentence_over_two_lines_and_two_pieces():
    text = "Trồng rừng ngập mặn ở bãi bồi,\ncửa sông\nvà đê biển. Nuôi ong."
    pieces = (Span(0, 39), Span(40, len(text)))
    words = text.replace("\n", " ")
    parent = Reading("", text, Masthead(), outline=(Provision("1", "1", words, "number", pieces[0], pieces),))
    first, second = align(parent, parent)
    assert first.text == "Trồng rừng ngập mặn ở bãi bồi, cửa sông và đê biển."
    assert second.text == "Nuôi ong."


def test_json_has_the_agreed_shape():
    rows = json.loads(json.dumps(to_json(align(DIRECTIVE, PLAN))))
    assert {"path", "text", "verdict", "found"} <= set(rows[0])
    assert rows[0]["verdict"] in {"covered", "partly", "not"}
    assert {"path", "score"} <= set(rows[0]["found"][0])
    scores = [one["score"] for one in rows[2]["found"]]
    assert scores == sorted(scores, reverse=True)


def tables(wide: int) -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(st.integers(0, 9), min_size=wide, max_size=wide), min_size=1, max_size=4)


@given(st.integers(1, 4).flatmap(tables))
def test_pairs_are_the_best_there_are(scores):
    chosen = pairs(scores)
    rows, columns = len(scores), len(scores[0])
    table = scores if rows <= columns else [list(column) for column in zip(*scores, strict=True)]
    orders = permutations(range(len(table[0])), len(table))
    best = max(sum(line[place] for line, place in zip(table, order, strict=True)) for order in orders)
    assert sum(scores[row][column] for row, column in chosen) == best
    assert len(chosen) == min(rows, columns)
    assert len({row for row, _ in chosen}) == len({column for _, column in chosen}) == len(chosen)


def test_sections_are_paired_one_to_one():
    found = {match.parent: match.child for match in align_sections(DIRECTIVE, PLAN)}
    assert found == {"1": "II/1", "2": "II/2", "3": "III"}


# --- a real pair --------------------------------------------------------------------------------------------------


def shared_reading(name: str) -> Reading:
    path = SHARED / "gold" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the gold reading {path.name} is not here")
    outline = json.loads(path.read_text(encoding="utf-8"))["outline"]
    return reading(*((one["path"], one["text"]) for one in outline))


def read_whole(name: str) -> Reading:
    path = SHARED / "corpus" / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"the document {path.name} is not here")
    return read(path.read_bytes(), path.name)


@pytest.mark.parametrize("source", [shared_reading, read_whole], ids=["outlined by hand", "read"])
def test_a_directive_and_a_plan_as_labelled_by_hand(source):
    parent, child = source("003_d1b89ee3f612392f"), source("002_8eda3a25e50b8ea0")
    matches = align(parent, child)
    labels = LABELS["sentences"]
    for match, label in zip(matches, labels, strict=True):
        assert (match.path, match.text.startswith(label["starts"])) == (label["path"], True)
    wrong_place = [
        (label["path"], label["starts"], match.found[0].path)
        for match, label in zip(matches, labels, strict=True)
        if label["targets"] and match.found[0].path not in label["targets"]
    ]
    assert len(wrong_place) <= 1, wrong_place
    wrong_verdict = [
        (label["path"], label["starts"], label["verdict"], match.verdict)
        for match, label in zip(matches, labels, strict=True)
        if match.verdict != label["verdict"]
    ]
    assert len(wrong_verdict) <= 4, wrong_verdict
    found = {match.parent: match.child for match in align_sections(parent, child)}
    assert {section: found.get(section) for section in LABELS["sections"]} == LABELS["sections"]


def test_a_plan_names_who_does_what_its_second_chapter_asks():
    """Two chapters of one plan: what is to be done, and who does it. Labelled before the figures were looked at."""
    whole = shared_reading("2025-nghean-1026-kh-ubnd")

    def chapter(label: str) -> Reading:
        return reading(*((one.path, one.text) for one in whole.outline if one.path.startswith(label)))

    matches = align(chapter("II/"), chapter("III"))
    accepted = [
        {"III/5/-2"},
        {"III/5/-2"},
        {"III/1/-2", "III/5/-1", "III/2/-1"},
        {"III/2/-2", "III/1/-1"},
        {"III/5/-2", "III/4", "III/1/-2"},
        {"III/1/-3", "III/5/-3", "III/2/-2"},
        {"III/3"},
        {"III/1/-1"},
        {"III/1/-1"},
        {"III/5/-3", "III/3"},
        {"III/5/-3", "III/1/-4"},
        {"III/1/-5"},
    ]
    right = [match.found[0].path in paths for match, paths in zip(matches, accepted, strict=True)]
    assert sum(right) >= 11, right
