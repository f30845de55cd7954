"""The day under a lineage in a real browser: by hand, by keyboard, by the field, and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_keyboard_moves_the_day_and_enter_shows_it(signed_in, width):
    watched = signed_in(viewport={"width": width, "height": 900})
    page = watched.page
    page.goto(watched.address + "/design?ngay=2024-09-01")
    knob = page.get_by_role("slider", name="Xem như ngày")
    expect(knob).to_have_count(1)
    line = page.locator(".lineage-svg:visible [data-day-line] text")
    for key, day, said in (
        ("ArrowRight", "2024-09-02", "02/09/2024"),
        ("PageUp", "2024-10-02", "02/10/2024"),
        ("ArrowLeft", "2024-10-01", "01/10/2024"),
        ("End", "2026-11-24", "24/11/2026"),
        ("Home", "2021-03-01", "01/03/2021"),
        ("ArrowUp", "2021-03-02", "02/03/2021"),
    ):
        knob.press(key)
        expect(page.locator("#ngay")).to_have_value(day)
        expect(knob).to_have_attribute("aria-valuetext", said)
        expect(line).to_have_text(said)
    knob.press("Enter")
    page.wait_for_url(re.compile("ngay=2021-03-02"))
    expect(page.locator(".as-of-line")).to_contain_text("Đang xem như ngày 02/03/2021")
    assert watched.errors == []


def test_the_hand_drags_the_line_and_lets_go_where_it_shall_be_looked_at(watched):
    page = watched.page
    page.goto(watched.address + "/design?ngay=2024-09-01")
    knob = page.get_by_role("slider", name="Xem như ngày")
    knob.scroll_into_view_if_needed()
    dot = page.locator(".lineage-svg:visible .day-line circle").bounding_box()
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 200, y, steps=5)
    expect(page.locator("#ngay")).to_have_value(re.compile("^2023-"))
    moved = page.locator("#ngay").input_value()
    # The knob is under the hand, and the line is at the knob.
    there = page.locator(".lineage-svg:visible .day-line circle").bounding_box()
    assert abs(there["x"] + there["width"] / 2 - (x - 200)) < 3
    page.mouse.up()
    page.wait_for_url(re.compile(f"ngay={moved}"))
    expect(page.locator("#ngay")).to_have_value(moved)


def test_the_field_moves_the_line(watched):
    page = watched.page
    page.goto(watched.address + "/design?ngay=2024-09-01")
    page.locator("#ngay").fill("2023-01-15")
    expect(page.locator(".lineage-svg:visible [data-day-line] text")).to_have_text("15/01/2023")
    expect(page.get_by_role("slider", name="Xem như ngày")).to_have_attribute("aria-valuetext", "15/01/2023")


def test_without_script_the_day_is_a_form(signed_in):
    watched = signed_in(java_script_enabled=False)
    page = watched.page
    page.goto(watched.address + "/design")
    expect(page.locator(".day-range").first).to_be_hidden()
    page.locator("#ngay").fill("2023-05-06")
    page.locator(".as-of-form").get_by_role("button", name="Xem").click()
    page.wait_for_url(re.compile("ngay=2023-05-06"))
    expect(page.locator(".as-of-line")).to_contain_text("Đang xem như ngày 06/05/2023")


def test_a_narrow_screen_scrolls_the_drawing_in_its_own_box(signed_in):
    watched = signed_in(viewport={"width": 390, "height": 900}, has_touch=True, is_mobile=True)
    page = watched.page
    page.goto(watched.address + "/design")
    box = page.locator(".lineage-narrow")
    expect(box).to_be_visible()
    expect(page.locator(".lineage-wide")).to_be_hidden()
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Not one word is set smaller than a caption.
    small = """all => all.map(one => parseFloat(getComputedStyle(one).fontSize)
      * one.ownerSVGElement.getBoundingClientRect().width / one.ownerSVGElement.viewBox.baseVal.width)"""
    assert min(box.locator("text").evaluate_all(small)) >= 11.9
    assert min(page.locator(".dots-svg text").evaluate_all(small)) >= 11
