"""A map of communes always shows Hoàng Sa and Trường Sa with their names, and loses no dot."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.agencies.dots import STATES, Dot, Map, draw_nation, draw_province
from hoinhap.core.agencies.lettering import width

NAMES = ["Quần đảo Hoàng Sa (Việt Nam)", "Quần đảo Trường Sa (Việt Nam)"]
MAPS = pytest.mark.parametrize("drawn", [draw_nation, draw_province])
DEGREES = st.none() | st.floats() | st.floats(8, 24) | st.floats(102, 115)
DOTS = st.builds(
    Dot,
    code=st.text(max_size=5),
    name=st.text(max_size=12),
    lat=DEGREES,
    lon=DEGREES,
    state=st.sampled_from([*STATES, "", "x"]),
    href=st.sampled_from(["", "/xa/1/"]),
    value=st.text(max_size=5),
)
TRUONG_SA = Dot("22736", "Đặc khu Trường Sa", 8.64, 111.92, "underway", "/xa/22736/", "2 việc")
HOANG_SA = Dot("20333", "Đặc khu Hoàng Sa", 16.53, 111.61, "done", "/xa/20333/")


def numbers(d: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", d)]


def starts(d: str) -> list[tuple[float, float]]:
    """Give where each dot of an outline stands."""
    return [(float(x), float(y)) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", d)]


def shows_the_archipelagos(drawn: Map) -> None:
    assert [islands.name for islands in drawn.archipelagos] == NAMES
    for islands in drawn.archipelagos:
        spots = starts(islands.d)
        assert len(set(spots)) >= 10
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in spots)
        # They spread over their sea: no map makes one point of them.
        assert max(x for x, _y in spots) - min(x for x, _y in spots) > 30
        assert max(y for _x, y in spots) - min(y for _x, y in spots) > 30
        left, top, wide, tall = islands.box
        assert all(left <= x <= left + wide and top <= y <= top + tall for x, y in spots)
        assert "".join(islands.lines) == islands.name
        for number, line in enumerate(islands.lines):
            room = width(line, 14)
            start = islands.x - (room if islands.anchor == "end" else 0)
            assert start >= 0
            assert start + room <= drawn.width
            y = islands.y + 17 * number
            assert 0 < y < drawn.height
            assert not any(start <= x <= start + room and y - 12 <= at <= y + 4 for x, at in spots)


@MAPS
@given(dots=st.lists(DOTS, max_size=40))
@settings(deadline=None)
def test_both_archipelagos_are_drawn_and_named_whatever_is_given(drawn, dots):
    found = drawn(dots)
    shows_the_archipelagos(found)
    assert found.count + len(found.unplaced) == len(dots)
    assert sum(count for _state, count in found.counts) == found.count
    assert all(math.isfinite(number) for layer in found.layers for number in numbers(layer.d))
    for layer in found.layers:
        assert all(-1 <= x <= found.width + 1 and -1 <= y <= found.height + 1 for x, y in starts(layer.d))
    if drawn is draw_province:
        assert len(found.places) == found.count


@MAPS
def test_both_archipelagos_are_there_without_any_dot(drawn):
    found = drawn([])
    shows_the_archipelagos(found)
    assert (found.count, found.layers, found.places) == (0, (), ())


@MAPS
def test_the_special_zones_are_dots_and_lead_to_their_pages(drawn):
    found = drawn([TRUONG_SA, HOANG_SA, Dot("1", "Phường Nha Trang", 12.24, 109.19)])
    assert [islands.href for islands in found.archipelagos] == ["/xa/20333/", "/xa/22736/"]
    assert found.count == 3
    assert not any(islands.href for islands in drawn([]).archipelagos)
    assert not any(islands.href for islands in drawn([Dot("1", "Xã A", 12.24, 109.19, "", "/xa/1/")]).archipelagos)


def test_a_zone_far_out_does_not_shrink_its_province():
    here = [Dot(str(n), f"Xã {n}", 12 + n / 100, 109 + n / 200) for n in range(30)]
    alone, with_zone = draw_province(here), draw_province([*here, TRUONG_SA])
    assert starts(alone.layers[0].d) == starts(with_zone.layers[0].d)
    zone = next(place for place in with_zone.places if place.code == TRUONG_SA.code)
    left, top, wide, tall = with_zone.archipelagos[1].box
    assert left < zone.x < left + wide
    assert top < zone.y < top + tall
    assert zone.title == "Đặc khu Trường Sa: 2 việc"


def test_an_island_far_out_stands_in_a_box_with_its_name_and_does_not_shrink_the_rest():
    city = [Dot(str(n), f"Phường {n}", 10.7 + n % 7 / 50, 106.6 + n / 200) for n in range(40)]
    zone = Dot("26732", "Đặc khu Côn Đảo", 8.69, 106.61, "late", "/xa/26732/")
    alone, with_zone = draw_province(city), draw_province([*city, zone])
    assert starts(alone.layers[0].d) == starts(with_zone.layers[0].d)
    assert (alone.far, [far.name for far in with_zone.far]) == ((), ["Đặc khu Côn Đảo"])
    place = next(place for place in with_zone.places if place.code == zone.code)
    left, top, wide, tall = with_zone.far[0].box
    assert left < place.x < left + wide
    assert top < place.y < top + tall <= with_zone.archipelagos[0].box[1]


def test_north_is_up_and_east_is_right():
    south, north, east = Dot("1", "A", 10, 106), Dot("2", "B", 11, 106, "done"), Dot("3", "C", 10, 107, "late")
    for drawn in (draw_nation, draw_province):
        at = {layer.state: starts(layer.d)[0] for layer in drawn([south, north, east]).layers}
        assert at["done"][1] < at[""][1]
        assert at[""][0] < at["late"][0]
    x = {place.code: (place.x, place.y) for place in draw_province([south, north, east]).places}
    # A degree of longitude is a little shorter than one of latitude there.
    assert 0.97 < (x["3"][0] - x["1"][0]) / (x["1"][1] - x["2"][1]) < 0.99


def test_a_centre_that_is_no_place_in_the_country_is_told_and_not_drawn():
    wrong = [
        Dot("1", "A", None, 106),
        Dot("2", "B", 10, None),
        Dot("3", "C", 0, 0),
        Dot("4", "D", 106, 10),
        Dot("5", "E", math.nan, 106),
    ]
    for drawn in (draw_nation, draw_province):
        found = drawn([*wrong, Dot("6", "F", 10, 106)])
        assert [dot.code for dot in found.unplaced if dot.code != "5"] == ["1", "2", "3", "4"]
        assert found.count == 1


def test_each_state_has_a_shape_of_its_own():
    dot = Dot("1", "A", 10, 106)
    shapes = {}
    for state in ("", *STATES):
        layers = draw_province([replace(dot, state=state)]).layers
        assert {layer.state for layer in layers} == {state}
        shapes[state] = tuple((layer.look, re.sub(r"M[\d.]+ [\d.]+", "", layer.d)) for layer in layers)
    # What has no state and what is done are both a filled dot: they never stand on one map.
    assert shapes.pop("") == shapes["done"]
    assert len(set(shapes.values())) == len(STATES)
    odd = draw_province([replace(dot, state="khác")])
    assert [layer.state for layer in odd.layers] == [""]


def test_one_commune_is_not_blown_up_and_stands_in_the_middle():
    found = draw_province([Dot("1", "Xã A", 10, 106)])
    x, y = starts(found.layers[0].d)[0]
    assert abs(x - found.width / 2) < 1
    assert 0 < y < found.archipelagos[0].box[1]
