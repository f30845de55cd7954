"""A lineage may be anything: no two bands meet, no word runs out, and nothing that passed is left out."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.agencies.lettering import cut, width
from hoinhap.core.agencies.lineage import Drawing, Life, Passing, draw, rows

D = date
MERGER = D(2025, 3, 1)
ACT = "Nghị quyết 45/NQ-HĐND"


def life(key, name, since=None, until=None):
    return Life(key, ((since, until, name),), since, until, f"/co-quan/{key}/")


def departments(focus="tc", **more) -> Drawing:
    """Draw the merger of 01/03/2025 in a province that does not exist."""
    lives = [
        life("kh", "Sở Kế hoạch và Đầu tư", None, MERGER),
        life("tc", "Sở Tài chính"),
        life("tt", "Sở Thông tin và Truyền thông", None, MERGER),
        life("vh", "Sở Văn hóa, Thể thao và Du lịch"),
        life("kc", "Sở Khoa học và Công nghệ"),
    ]
    passings = [
        Passing("kh", "tc", MERGER, ACT, MERGER),
        Passing("tt", "vh", MERGER, ACT, MERGER, function="báo chí", whole=False, kind="split"),
        Passing("tt", "kc", MERGER, ACT, MERGER),
    ]
    return draw(lives, passings, focus=focus, since=D(2021, 3, 1), until=D(2026, 11, 24), **more)


def band(drawing, key):
    return next(one for one in drawing.bands if one.key == key)


def numbers(drawing: Drawing) -> list[float]:
    """Give every number of a drawing, those inside its outlines too."""
    found = [drawing.width, drawing.height, drawing.left, drawing.right, drawing.top, drawing.bottom, *drawing.track]
    for one in drawing.bands:
        found += [one.x, one.y, one.width, one.height, *(n for label in one.labels for n in (label.x, label.y))]
    found += [tick.x for tick in drawing.ticks] + [mark.x for mark in drawing.marks]
    outlines = [one.d for one in (*drawing.bands, *drawing.joins)]
    for outline in outlines:
        assert re.fullmatch(r"M[-\d. ]+(?:[HVC][-\d. ]+)*Z", outline), outline
        found += [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", outline)]
    return found


def holds(drawing: Drawing, passings) -> None:
    """Hold a drawing against what every drawing promises."""
    assert all(math.isfinite(number) for number in numbers(drawing))
    assert all(0 <= number <= max(drawing.width, drawing.height) for number in numbers(drawing))
    for one in drawing.bands:
        assert one.width > 0
        assert one.height > 0
        assert drawing.top <= one.y
        assert one.y + one.height <= drawing.bottom
    for one, other in combinations(drawing.bands, 2):
        apart = (
            one.x + one.width <= other.x + 0.2
            or other.x + other.width <= one.x + 0.2
            or one.y + one.height <= other.y + 0.2
            or other.y + other.height <= one.y + 0.2
        )
        assert apart, (one.key, other.key)
    for one in drawing.bands:
        ends = 0.0
        for label in one.labels:
            assert label.text
            assert one.x <= label.x
            assert label.x >= ends
            ends = label.x + width(label.text, label.size)
            assert ends <= one.x + one.width
            assert one.y <= label.y - label.size * 0.8
            assert label.y <= one.y + one.height
    ends = 0.0
    for mark in drawing.marks:
        assert mark.x >= ends
        ends = max(mark.x, mark.x + 7 + max(width(mark.day, 13), width(mark.act, 12)))
        assert ends <= drawing.width
    assert [(join.forebear, join.heir) for join in drawing.joins] == [
        (one.forebear, one.heir) for one in sorted(passings, key=lambda one: one.on)
    ]
    assert {mark.on for mark in drawing.marks} == {one.on for one in passings}
    assert len(rows(drawing)) == len(passings)
    pairs = [pair.split(":") for pair in drawing.knots.split()]
    days, places = [int(day) for day, _x in pairs], [float(x) for _day, x in pairs]
    assert days == sorted(set(days))
    assert places == sorted(set(places))
    assert (places[0], places[-1]) == (drawing.left, drawing.right)


DAYS = st.one_of(st.dates(D(1945, 9, 2), D(2030, 1, 1)), st.dates())
NAMES = st.text(st.sampled_from("aSởWgh ữĐMi,漢"), max_size=90)


@st.composite
def lineages(draw_value):
    keys = [str(number) for number in range(draw_value(st.integers(1, 14)))]
    lives = []
    for key in keys:
        since, until = draw_value(st.none() | DAYS), draw_value(st.none() | DAYS)
        if since and until and until < since:
            since, until = until, since
        cuts = sorted(draw_value(st.lists(DAYS, max_size=2)))
        bounds = [since, *cuts, until]
        spans = tuple((a, b, draw_value(NAMES)) for a, b in pairwise(bounds))
        lives.append(Life(key, spans, since, until))
    of = st.sampled_from(keys)
    one = st.builds(
        Passing, of, of, DAYS, NAMES, st.none() | DAYS, function=NAMES, whole=st.booleans(), kind=st.just("merged")
    )
    passings = draw_value(st.lists(one, max_size=16))
    return lives, passings, draw_value(of), draw_value(DAYS), draw_value(DAYS), draw_value(st.none() | DAYS)


@given(lineages(), st.sampled_from([358, 1120]))
@settings(max_examples=150, deadline=None)
def test_any_lineage_is_drawn_whole_and_nothing_meets(lineage, wide):
    lives, passings, focus, since, until, on = lineage
    drawing = draw(lives, passings, focus=focus, since=since, until=until, on=on, width=wide)
    holds(drawing, passings)
    assert band(drawing, focus).tone == "focus"
    assert drawing == draw(lives, passings, focus=focus, since=since, until=until, on=on, width=wide)
    if on:
        assert (drawing.day is not None) is (drawing.since <= on <= drawing.until)


@given(st.integers(1, 60), st.integers(1, 60))
@settings(max_examples=20, deadline=None)
def test_many_become_one_and_one_becomes_many(before, after):
    lives = [life("x", "Xã Hạc Sơn", D(2000, 1, 1), D(2020, 1, 1))]
    lives += [life(f"a{n}", f"Xã Đông {n}", None, D(2000, 1, 1)) for n in range(before)]
    lives += [life(f"b{n}", f"Xã Tây {n}", D(2020, 1, 1)) for n in range(after)]
    passings = [Passing(f"a{n}", "x", D(2000, 1, 1), "1/NQ") for n in range(before)]
    passings += [Passing("x", f"b{n}", D(2020, 1, 1), "2/NQ", whole=False, function="thuế") for n in range(after)]
    drawing = draw(lives, passings, focus="x", since=D(1990, 1, 1), until=D(2026, 1, 1))
    holds(drawing, passings)
    assert len(drawing.bands) == 1 + before + after
    assert all(one.labels for one in drawing.bands)
    assert (len(drawing.forebears), len(drawing.heirs)) == (before, after)


def test_the_agency_looked_at_grows_when_it_takes_another_in():
    drawing = departments()
    assert band(drawing, "tc").height > band(drawing, "kh").height
    # It grows towards where the other came from: the band has two pieces, and the name stands in each.
    assert [label.text for label in band(drawing, "tc").labels] == ["Sở Tài chính", "Sở Tài chính"]
    assert {one.key: one.tone for one in drawing.bands} == {
        "kh": "forebear",
        "tc": "focus",
        "tt": "beside",
        "vh": "part",
        "kc": "beside",
    }


def test_a_part_that_goes_elsewhere_is_thin_and_says_which_function():
    drawing = departments()
    part, whole = band(drawing, "vh"), band(drawing, "kc")
    assert part.labels[0].text == "báo chí → Sở Văn hóa, Thể thao và Du lịch"
    assert whole.labels[0].text == "→ Sở Khoa học và Công nghệ"
    assert part.height < whole.height
    assert [join.tone for join in drawing.joins] == ["forebear", "part", "beside"]


def test_the_act_stands_at_its_day():
    mark = departments().marks[0]
    assert (mark.day, mark.act, mark.on) == ("01/03/2025", ACT, MERGER)
    assert mark.title == f"01/03/2025 · {ACT}"
    both = draw(
        [life("a", "A"), life("b", "B"), life("c", "C")],
        [Passing("a", "c", MERGER, "1/NQ"), Passing("b", "c", MERGER, "2/NQ"), Passing("b", "c", MERGER, "1/NQ")],
        focus="c",
        since=D(2020, 1, 1),
        until=D(2026, 1, 1),
    )
    assert [mark.act for mark in both.marks] == ["1/NQ, 2/NQ"]


def test_who_is_seen_from_the_other_side_is_an_heir():
    drawing = departments("kh")
    assert band(drawing, "tc").tone == "heir"
    assert (drawing.name, drawing.forebears, drawing.heirs) == ("Sở Kế hoạch và Đầu tư", (), ("Sở Tài chính",))
    drawing = departments()
    assert (drawing.name, drawing.forebears, drawing.heirs) == ("Sở Tài chính", ("Sở Kế hoạch và Đầu tư",), ())


def test_a_name_that_is_too_long_is_cut_and_kept_in_the_title():
    name = "Ban Chỉ đạo hội nhập quốc tế và thực hiện các cam kết " * 6
    drawing = draw([life("a", name.strip())], [], focus="a", since=D(2020, 1, 1), until=D(2026, 1, 1))
    shown = drawing.bands[0]
    assert shown.labels[0].text.endswith("…")
    assert shown.title == name.strip()


def test_a_new_name_stands_from_its_day_and_the_title_has_both():
    spans = ((None, D(2022, 1, 1), "Sở Du lịch"), (D(2022, 1, 1), None, "Sở Văn hóa"))
    drawing = draw([Life("a", spans, None, None)], [], focus="a", since=D(2018, 1, 1), until=D(2026, 1, 1))
    shown = drawing.bands[0]
    assert [label.text for label in shown.labels] == ["Sở Du lịch", "Sở Văn hóa"]
    assert shown.title == "Sở Văn hóa ← Sở Du lịch"
    place = dict(pair.split(":") for pair in drawing.knots.split())[str(D(2022, 1, 1).toordinal())]
    assert shown.labels[1].x == float(place) + 12


def test_the_table_says_what_both_were_called_on_that_day():
    spans = ((None, MERGER, "Sở Nội vụ"), (MERGER, None, "Sở Nội vụ và Lao động"))
    lives = [Life("nv", spans, None, None, "/nv"), life("ld", "Sở Lao động", None, MERGER)]
    passings = [
        Passing("ld", "nv", MERGER, ACT, D(2025, 2, 20), function="việc làm", whole=False),
        Passing("nv", "nv", MERGER, ACT, kind="renamed"),
    ]
    table = rows(draw(lives, passings, focus="nv", since=D(2020, 1, 1), until=D(2026, 1, 1)))
    assert [(row.forebear, row.heir, row.function, row.kind) for row in table] == [
        ("Sở Lao động", "Sở Nội vụ và Lao động", "việc làm", "merged"),
        ("Sở Nội vụ", "Sở Nội vụ và Lao động", "", "renamed"),
    ]
    assert (table[0].act_date, table[0].on, table[0].forebear_href) == (D(2025, 2, 20), MERGER, "/co-quan/ld/")


def test_two_acts_close_to_each_other_both_have_room():
    lives = [
        life("a", "Sở A", None, MERGER),
        life("b", "Sở B", MERGER, D(2025, 7, 1)),
        life("c", "Sở C", D(2025, 7, 1)),
    ]
    passings = [Passing("a", "b", MERGER, "1/NQ"), Passing("b", "c", D(2025, 7, 1), "2/NQ")]
    drawing = draw(lives, passings, focus="b", since=D(1995, 1, 1), until=D(2026, 11, 24))
    first, second = (mark.x for mark in drawing.marks)
    assert second - first >= 170
    assert drawing.width == 1120
    # One goes on where the other ended.
    assert len({one.lane for one in drawing.bands}) == 1


def test_a_drawing_that_is_scrolled_says_its_names_again():
    lives = [life("a", "Sở A"), *(life(f"b{n}", f"Sở B{n}", None, D(1990 + n, 1, 1)) for n in range(12))]
    passings = [Passing(f"b{n}", "a", D(1990 + n, 1, 1), f"{n}/NQ", whole=False) for n in range(12)]
    drawing = draw(
        [*lives, life("c", "Sở C")], passings, focus="a", since=D(1985, 1, 1), until=D(2026, 1, 1), width=358
    )
    holds(drawing, passings)
    places = [label.x for label in band(drawing, "c").labels]
    assert len(places) >= drawing.width // 220 - 1
    assert all(after - before == pytest.approx(220) for before, after in pairwise(places))
    assert [len(one.labels) for one in departments().bands if one.key == "kh"] == [1]


def test_the_day_looked_at_stands_between_its_years():
    drawing = departments(on=D(2024, 9, 1))
    assert drawing.day
    assert drawing.day.text == "01/09/2024"
    years = {tick.text: tick.x for tick in drawing.ticks}
    assert years["2024"] < drawing.day.x < years["2025"]
    assert departments().day is None
    assert departments(on=D(1990, 1, 1)).day is None


def test_a_passing_outside_of_the_range_widens_it():
    drawing = draw(
        [life("a", "A"), life("b", "B")],
        [Passing("a", "b", D(1976, 1, 1), "1/QĐ")],
        focus="b",
        since=D(2020, 1, 1),
        until=D(2026, 1, 1),
    )
    assert drawing.since < D(1976, 1, 1)
    assert drawing.marks[0].x > drawing.left


def test_a_stranger_to_the_lives_is_refused():
    with pytest.raises(ValueError, match="'z'"):
        draw([life("a", "A")], [Passing("a", "z", MERGER, "")], focus="a", since=MERGER, until=MERGER)
    with pytest.raises(ValueError, match="'z'"):
        draw([life("a", "A")], [], focus="z", since=MERGER, until=MERGER)


@given(st.text(), st.floats(0, 400), st.sampled_from([12, 13]))
def test_words_are_cut_to_their_room(text, room, size):
    shown = cut(text, room, size)
    assert width(shown, size) <= room or not shown
    if width(" ".join(text.split()), size) <= room:
        assert shown == " ".join(text.split())


@pytest.mark.parametrize("span", [timedelta(0), timedelta(days=1)])
def test_the_ends_of_the_calendar_are_days_too(span):
    for day in (date.min, date.max - span, date.max):
        drawing = draw([life("a", "A", day, day)], [], focus="a", since=day, until=day, on=day)
        holds(drawing, [])
        assert drawing.day
