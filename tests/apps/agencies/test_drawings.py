"""The drawings as pages show them: plain SVG that a policy without styles allows, in numbers that SVG can read."""

from __future__ import annotations

import gzip
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from hoinhap.core.agencies.dots import STATES, Dot, draw_nation, draw_province
from hoinhap.core.agencies.lineage import Life, Passing, draw, rows

MERGER = date(2025, 3, 1)
NAMES = ("Quần đảo Hoàng Sa (Việt Nam)", "Quần đảo Trường Sa (Việt Nam)")


def lineage(**more):
    lives = [
        Life("kh", ((None, None, "Sở Kế hoạch & Đầu tư"),), None, MERGER, "/co-quan/kh/"),
        Life("tc", ((None, None, "Sở Tài chính"),), None, None, "/co-quan/tc/"),
    ]
    passings = [Passing("kh", "tc", MERGER, "Nghị quyết 45/NQ-HĐND", date(2025, 2, 20), "đầu tư <công>", False)]
    return draw(lives, passings, focus="tc", since=date(2021, 3, 1), until=date(2026, 11, 24), **more)


def written(template, **context):
    return render_to_string(f"agencies/{template}", context)


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "html",
    [
        lambda: written("_lineage.html", drawing=lineage(on=date(2024, 9, 1)), narrow=lineage(width=358)),
        lambda: written("_dots.html", map=draw_province([Dot("1", "Xã A", 19.84, 105.43, "late", "/xa/1/", "1,5")])),
        lambda: written("_dots.html", map=draw_nation([Dot("1", "Xã A", 19.84, 105.43, "soon")])),
    ],
)
def test_a_drawing_has_no_style_and_its_numbers_are_numbers(html, language):
    with translation.override(language):
        drawn = html()
    assert "style=" not in drawn
    assert not re.search(r"\son\w+=", drawn)
    measures = 0
    for _tag, attrs in Elements(drawn).found:
        for name in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "dx", "dy"} & attrs.keys():
            float(attrs[name])
            measures += 1
        assert re.fullmatch(r"[-MHVCLlmahvzZ\d. ]*", attrs.get("d", ""))
        if "viewbox" in attrs:
            assert len([float(number) for number in attrs["viewbox"].split()]) == 4
    assert measures > 5


def test_a_lineage_is_a_picture_with_a_finding_and_its_links_are_no_part_of_it():
    html = written("_lineage.html", drawing=lineage())
    assert html.count('role="img" aria-labelledby="lineage-finding"') == 1
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.search(r"<figcaption.*?</figcaption>", html, re.S)[0]))
    assert said == "Sở Tài chính, nhận việc của 1 cơ quan: Sở Kế hoạch &amp; Đầu tư."
    picture = re.search(r'<g role="img".*?<g class="hits"', html, re.S)[0]
    assert "<a " not in picture
    assert re.findall(r'<a href="([^"]+)" tabindex="-1">', html) == ["/co-quan/kh/", "/co-quan/tc/"]
    assert "đầu tư &lt;công&gt;" in html
    assert "nói sẵn" in written("_lineage.html", drawing=lineage(), finding="nói sẵn")


def test_the_table_has_every_name_as_a_link():
    html = written("_lineage_rows.html", rows=rows(lineage()))
    for words in ("01/03/2025", "Nghị quyết 45/NQ-HĐND", "20/02/2025", "đầu tư &lt;công&gt;"):
        assert words in html
    assert re.findall(r'<a href="([^"]+)"', html) == ["/co-quan/kh/", "/co-quan/tc/"]


def test_the_day_is_a_form_that_says_what_is_looked_at():
    plain = written("_day.html", on=None, known=None, today_url="/co-quan/tc/")
    assert "Đang xem" not in plain
    html = written(
        "_day.html",
        on=date(2024, 9, 1),
        known=date(2025, 1, 2),
        today_url="/co-quan/tc/",
        said="Còn 23 nhiệm vụ.",
        kept=[("loc", "a&b")],
    )
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "Đang xem như ngày 01/09/2024, như đã biết ngày 02/01/2025 Còn 23 nhiệm vụ." in said
    assert '<a href="/co-quan/tc/">Về hôm nay</a>' in html
    fields = {attrs["name"]: attrs["value"] for tag, attrs in Elements(html).found if tag == "input"}
    assert fields == {"loc": "a&b", "ngay": "2024-09-01", "biet": "2025-01-02"}
    alone = written("_day.html", on=None, known=date(2025, 1, 2), today_url="/")
    assert "Đang xem như đã biết ngày 02/01/2025" in alone


@pytest.mark.parametrize("drawn", [draw_nation, draw_province])
@pytest.mark.parametrize("dots", [[], [Dot("1", "Xã A", 19.84, 105.43)], [Dot("1", "Xã A", None, None)]])
def test_every_map_names_both_archipelagos(drawn, dots):
    html = written("_dots.html", map=drawn(dots), legend=False)
    picture = re.sub(r"<[^>]+>", "", re.search(r'<g role="img".*?<g class="hits"', html, re.S)[0])
    for name in NAMES:
        assert name in picture
        assert f"<title>{name}</title>" in html


def test_a_province_leads_to_its_communes_and_the_nation_to_the_special_zones():
    dots = [
        Dot("1", "Xã A", 12.1, 109.1, "late", "/xa/1/", "3 việc"),
        Dot("2", "Xã B", 12.4, 109.2, "done", "/xa/2/"),
        Dot("3", "Đặc khu Trường Sa", 8.64, 111.92, "done", "/xa/3/"),
    ]
    near, far = written("_dots.html", map=draw_province(dots)), written("_dots.html", map=draw_nation(dots))
    assert set(re.findall(r'<a href="([^"]+)"', near)) == {"/xa/1/", "/xa/2/", "/xa/3/"}
    assert re.findall(r'<a href="([^"]+)"', far) == ["/xa/3/"]
    assert "<title>Xã A: 3 việc</title>" in near
    for words in ("Hoàn thành 2", "Quá hạn 1"):
        assert words in re.sub(r"<[^>]+>", "", near)
    assert "Vướng mắc" not in near
    assert "1 đơn vị chưa có tọa độ" in written("_dots.html", map=draw_province([Dot("1", "Xã A", None, None)]))


def test_the_nation_is_light():
    dots = [
        Dot(str(n), f"Xã {n}", 8.6 + n * 7919 % 1471 / 100, 102.2 + n * 104_729 % 719 / 100, STATES[n % 6])
        for n in range(3321)
    ]
    html = written("_dots.html", map=draw_nation(dots))
    assert draw_nation(dots).count == 3321
    assert len(gzip.compress(html.encode())) < 60_000
    assert len(Elements(html).found) < 60
