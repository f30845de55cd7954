"""A map of communes as dots: each stands at its centre point, and the dots make the shape of the land.

No file of borders is at hand that may be passed on, so none is drawn. Hoàng Sa and Trường Sa are drawn and named on
every map, whatever it is given, from the positions of their islands below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, isfinite, radians

from .lettering import cut

# Positions of islands and reefs as public lists and sailing directions have them, rounded to a minute of arc, in
# decimals. They say where to draw a point, and are good for nothing finer.
SOURCE = "Vị trí các đảo ghi gần đúng, để nhận ra trên bản đồ, không dùng để đo"
_HOANG_SA = (
    (16.53, 111.61, "Hoàng Sa"),
    (16.51, 111.59, "Hữu Nhật"),
    (16.45, 111.51, "Quang Ảnh"),
    (16.45, 111.71, "Quang Hòa"),
    (16.47, 111.74, "Duy Mộng"),
    (16.83, 112.33, "Phú Lâm"),
    (16.98, 112.27, "Đảo Cây"),
    (16.97, 112.31, "Đảo Bắc"),
    (16.67, 112.73, "Linh Côn"),
    (15.78, 111.20, "Tri Tôn"),
    (16.05, 112.53, "Bông Bay"),
    (17.10, 111.51, "Đá Bắc"),
    (16.23, 111.68, "Đá Lồi"),
    (16.33, 112.03, "Chim Én"),
)
_TRUONG_SA = (
    (8.64, 111.92, "Trường Sa"),
    (8.94, 112.35, "Trường Sa Đông"),
    (8.85, 112.20, "Đá Tây"),
    (8.67, 111.68, "Đá Lát"),
    (7.90, 112.92, "An Bang"),
    (8.18, 113.31, "Thuyền Chài"),
    (8.97, 113.70, "Phan Vinh"),
    (8.81, 113.98, "Tốc Tan"),
    (9.88, 114.33, "Sinh Tồn"),
    (9.91, 114.56, "Sinh Tồn Đông"),
    (10.18, 114.37, "Nam Yết"),
    (10.38, 114.48, "Sơn Ca"),
    (10.38, 114.37, "Ba Bình"),
    (10.67, 114.42, "Loại Ta"),
    (11.05, 114.28, "Thị Tứ"),
    (11.43, 114.33, "Song Tử Tây"),
    (11.45, 114.35, "Song Tử Đông"),
)

STATES = ("done", "underway", "soon", "late", "blocked", "untaken")
_NATION = (7.0, 23.5, 102.0, 115.2)  # south, north, west, east: beyond these a centre point is an error
_WIDE = 440.0
_EDGE = 14.0
_INSET, _FAR, _GAP = 156.0, 30.0, 12.0
_LARGEST, _SMALLEST = 4.5, 2.4  # half a dot on the map of a province


@dataclass(frozen=True, slots=True)
class Dot:
    """A commune: its code, its name, its centre in degrees, and what is shown of it."""

    code: str
    name: str
    lat: float | None
    lon: float | None
    state: str = ""
    href: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A dot that may be pointed at: where it stands, what it says, where it leads."""

    code: str
    x: float
    y: float
    title: str
    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Layer:
    """All dots of one state as one outline. `look` is round (strokes with round ends), ring (strokes) or solid."""

    state: str
    look: str
    d: str


@dataclass(frozen=True, slots=True)
class Archipelago:
    """Hoàng Sa or Trường Sa on the map: its islands as one outline of round strokes, its name and where that stands.

    `box` is (x, y, width, height) of its islands, or of the inset that holds them.
    """

    key: str
    name: str
    d: str
    x: float
    y: float
    anchor: str
    href: str
    box: tuple[float, float, float, float]
    inset: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the name as it is set: in an inset, which is narrow, the country stands on a line of its own."""
        land, country = self.name.split(" (")
        return (f"{land} ", f"({country}") if self.inset else (self.name,)


@dataclass(frozen=True, slots=True)
class Far:
    """A box for an island so far out that it would shrink the rest ("Đặc khu Côn Đảo"), with its name."""

    name: str
    x: float
    y: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Map:
    """A map laid out in a drawing `width` × `height`. `unplaced` are the dots without a usable centre point."""

    width: float
    height: float
    zoomed: bool
    layers: tuple[Layer, ...]
    places: tuple[Place, ...]
    archipelagos: tuple[Archipelago, ...]
    far: tuple[Far, ...]
    unplaced: tuple[Dot, ...]
    count: int
    counts: tuple[tuple[str, int], ...]

    @property
    def view(self) -> str:
        """Return the viewBox: a unit more on each side, so that the lines of the boxes are not cut in half."""
        return f"-1 -1 {_n(self.width + 2)} {_n(self.height + 2)}"


@dataclass(frozen=True, slots=True)
class _Frame:
    """A window on the earth: where it begins in the drawing, and how many units a degree of latitude has."""

    x: float
    y: float
    north: float
    west: float
    scale: float
    shrink: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        x = self.x + (lon - self.west) * self.shrink * self.scale
        return round(x, 1), round(self.y + (self.north - lat) * self.scale, 1)


_ARCHIPELAGOS = (
    ("hoang-sa", "Quần đảo Hoàng Sa (Việt Nam)", _HOANG_SA, (15.4, 17.5, 110.9, 113.2)),
    ("truong-sa", "Quần đảo Trường Sa (Việt Nam)", _TRUONG_SA, (6.5, 12.1, 111.4, 117.5)),
)


def draw_nation(dots: Iterable[Dot]) -> Map:
    """Lay out the whole country; the dots are shapes only and lead nowhere, so that 3,000 of them stay light."""
    south, north, west, east = _NATION
    shrink = cos(radians((south + north) / 2))
    scale = (_WIDE - 2 * _EDGE) / ((east - west) * shrink)
    frame = _Frame(_EDGE, _EDGE, north, west, scale, shrink)
    placed, unplaced = _sorted(dots)
    islands = []
    for key, name, points, box in _ARCHIPELAGOS:
        spots = [frame.at(lat, lon) for lat, lon, _island in points]
        xs, ys = [x for x, _y in spots], [y for _x, y in spots]
        above = key == "hoang-sa"
        islands.append(
            Archipelago(
                key=key,
                name=name,
                d=_round(spots),
                x=_WIDE - 4,
                y=round(min(ys) - 12 if above else max(ys) + 24, 1),
                anchor="end",
                href=_leads(placed, box),
                box=_box(xs, ys),
                inset=False,
            )
        )
    return Map(
        width=_WIDE,
        height=round((north - south) * scale + 2 * _EDGE, 1),
        zoomed=False,
        layers=_layers([(dot, frame.at(dot.lat or 0, dot.lon or 0)) for dot in placed], 1.5),
        places=(),
        archipelagos=tuple(islands),
        far=(),
        unplaced=unplaced,
        count=len(placed),
        counts=_counts(placed),
    )


def draw_province(dots: Iterable[Dot]) -> Map:
    """Lay out one province as large as its dots allow; the two archipelagos stand below in an inset.

    A special zone that lies in an archipelago is drawn in the inset, so that it does not shrink the rest.
    """
    placed, unplaced = _sorted(dots)
    away = {key: [dot for dot in placed if _within(dot, box)] for key, _name, _points, box in _ARCHIPELAGOS}
    here = [dot for dot in placed if not any(_within(dot, box) for _key, _name, _points, box in _ARCHIPELAGOS)]
    here, outlying = _near_and_far(here)
    frame, height = _zoom(here)
    spots = [(dot, frame.at(dot.lat or 0, dot.lon or 0)) for dot in here]
    r = _size([spot for _dot, spot in spots])
    boxes = []
    for number, dot in enumerate(outlying):
        box_wide = (_WIDE - _GAP * (len(outlying) - 1)) / len(outlying)
        x = round(number * (box_wide + _GAP), 1)
        boxes.append(Far(cut(dot.name, box_wide - 36, 14), x + 26, height + 20, (x, height, round(box_wide, 1), _FAR)))
        spots.append((dot, (x + 14, height + _FAR / 2)))
    height += (_FAR + _GAP) if outlying else 0
    islands = []
    wide = (_WIDE - _GAP) / 2
    for number, (key, name, points, box) in enumerate(_ARCHIPELAGOS):
        x, y = number * (wide + _GAP), height
        inset = _fit([(lat, lon) for lat, lon, _island in points], x + 12, y + 54, wide - 24, _INSET - 66)
        islands.append(
            Archipelago(
                key=key,
                name=name,
                d=_round([inset.at(lat, lon) for lat, lon, _island in points]),
                x=round(x + 10, 1),
                y=round(y + 20, 1),
                anchor="start",
                href=_leads(placed, box),
                box=(x, y, wide, _INSET),
                inset=True,
            )
        )
        spots.extend((dot, _kept(inset.at(dot.lat or 0, dot.lon or 0), x, y, wide)) for dot in away[key])
    return Map(
        width=_WIDE,
        height=round(height + _INSET, 1),
        zoomed=True,
        layers=_layers(spots, r, drawn=True),
        places=tuple(
            Place(dot.code, x, y, f"{dot.name}: {dot.value}" if dot.value else dot.name, dot.href, dot.state)
            for dot, (x, y) in spots
        ),
        archipelagos=tuple(islands),
        far=tuple(boxes),
        unplaced=unplaced,
        count=len(placed),
        counts=_counts(placed),
    )


def _sorted(dots: Iterable[Dot]) -> tuple[list[Dot], tuple[Dot, ...]]:
    """Part the dots that have a centre in the country from those that have none; an odd state counts as none."""
    south, north, west, east = _NATION
    placed, unplaced = [], []
    for dot in dots:
        dot = dot if dot.state in STATES else replace(dot, state="")
        lat, lon = dot.lat, dot.lon
        if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
            unplaced.append(dot)
        elif south <= lat <= north and west <= lon <= east:
            placed.append(dot)
        else:
            unplaced.append(dot)
    return placed, tuple(unplaced)


def _within(dot: Dot, box: tuple[float, float, float, float]) -> bool:
    south, north, west, east = box
    return south <= (dot.lat or 0) <= north and west <= (dot.lon or 0) <= east


def _leads(placed: Sequence[Dot], box: tuple[float, float, float, float]) -> str:
    """Return where the special zone of an archipelago leads, if the data has it."""
    return next((dot.href for dot in placed if dot.href and _within(dot, box)), "")


def _counts(placed: Sequence[Dot]) -> tuple[tuple[str, int], ...]:
    """Count the dots by state, in the order of the states; a state that no dot has is left out."""
    counted = [(state, sum(dot.state == state for dot in placed)) for state in (*STATES, "")]
    return tuple((state, count) for state, count in counted if count)


def _near_and_far(here: Sequence[Dot]) -> tuple[list[Dot], list[Dot]]:
    """Set aside islands, two at most, without which the frame would be smaller by a third."""
    near, far = list(here), list[Dot]()
    while len(near) >= 10 and len(far) < 2:
        rest = {dot: _area([other for other in near if other is not dot]) for dot in _outermost(near)}
        smallest = min(rest, key=lambda dot: rest[dot])
        if rest[smallest] > 0.67 * _area(near):
            break
        near = [dot for dot in near if dot is not smallest]
        far.append(smallest)
    return near, far


def _outermost(dots: Sequence[Dot]) -> list[Dot]:
    by_lat, by_lon = (sorted(dots, key=lambda dot: getattr(dot, name)) for name in ("lat", "lon"))
    return [by_lat[0], by_lat[-1], by_lon[0], by_lon[-1]]


def _area(dots: Sequence[Dot]) -> float:
    south, north, west, east = _outermost(dots)
    return ((north.lat or 0) - (south.lat or 0)) * ((east.lon or 0) - (west.lon or 0))


def _size(spots: Sequence[tuple[float, float]]) -> float:
    """Return half of what a dot may measure, so that most of them do not touch their neighbour."""
    if not 1 < len(spots) <= 1000:
        return _LARGEST if len(spots) < 2 else _SMALLEST
    nearest = sorted(
        min((x - left) ** 2 + (y - top) ** 2 for other, (left, top) in enumerate(spots) if other != at)
        for at, (x, y) in enumerate(spots)
    )
    return round(min(max(float(0.5 * nearest[len(nearest) // 3] ** 0.5), _SMALLEST), _LARGEST), 1)


def _zoom(here: Sequence[Dot]) -> tuple[_Frame, float]:
    """Return the window that holds the dots of a province, and where the inset below it begins."""
    if not here:
        return _Frame(0, 0, 0, 0, 1, 1), 0.0
    points = [(dot.lat or 0, dot.lon or 0) for dot in here]
    south, north = min(lat for lat, _lon in points), max(lat for lat, _lon in points)
    west, east = min(lon for _lat, lon in points), max(lon for _lat, lon in points)
    shrink = cos(radians((south + north) / 2))
    tall = (_WIDE - 2 * _EDGE) * max(north - south, 0.05) / max((east - west) * shrink, 0.05)
    tall = min(max(tall, 160.0), 520.0)
    return _fit(points, _EDGE, _EDGE, _WIDE - 2 * _EDGE, tall), round(tall + 2 * _EDGE + _GAP, 1)


def _fit(points: Sequence[tuple[float, float]], x: float, y: float, wide: float, tall: float) -> _Frame:
    """Return the window that shows all points in the middle of a box; a single point is not blown up."""
    south, north = min(lat for lat, _lon in points), max(lat for lat, _lon in points)
    west, east = min(lon for _lat, lon in points), max(lon for _lat, lon in points)
    shrink = cos(radians((south + north) / 2))
    scale = min(wide / max((east - west) * shrink, 0.05), tall / max(north - south, 0.05))
    left = x + (wide - (east - west) * shrink * scale) / 2
    top = y + (tall - (north - south) * scale) / 2
    return _Frame(left, top, north, west, scale, shrink)


def _kept(spot: tuple[float, float], x: float, y: float, wide: float) -> tuple[float, float]:
    """Keep a dot inside its inset: its centre may lie beyond the islands that are drawn."""
    return min(max(spot[0], x + 8), x + wide - 8), min(max(spot[1], y + 48), y + _INSET - 8)


def _box(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float, float, float]:
    left, top = min(xs) - 6, min(ys) - 6
    return round(left, 1), round(top, 1), round(max(xs) + 6 - left, 1), round(max(ys) + 6 - top, 1)


def _layers(spots: Sequence[tuple[Dot, tuple[float, float]]], r: float, *, drawn: bool = False) -> tuple[Layer, ...]:
    """Write the dots of each state as one outline, so that thousands of them are few elements.

    A full dot is a stroke without length, which takes few letters; it is `drawn` where its size is not always the same.
    """
    ring = f"m{_n(-r)} 0a{_n(r)} {_n(r)} 0 1 0 {_n(2 * r)} 0a{_n(r)} {_n(r)} 0 1 0 {_n(-2 * r)} 0"
    found = []
    for state in ("", *STATES):
        of = [spot for dot, spot in spots if dot.state == state]
        if not of:
            continue
        if state in ("", "done"):
            found.append(Layer(state, "solid", _each(of, f"{ring}z")) if drawn else Layer(state, "round", _round(of)))
            continue
        if state in ("underway", "soon", "untaken"):
            found.append(Layer(state, "ring", _each(of, ring)))
        solid = {
            "underway": f"m0 {_n(-r)}a{_n(r)} {_n(r)} 0 0 0 0 {_n(2 * r)}z",
            "soon": f"v{_n(-r)}a{_n(r)} {_n(r)} 0 0 1 {_n(r)} {_n(r)}z",
            "late": f"m0 {_n(-1.25 * r)}l{_n(1.25 * r)} {_n(2.25 * r)}h{_n(-2.5 * r)}z",
            "blocked": f"m{_n(-r)} {_n(-r)}h{_n(2 * r)}v{_n(2 * r)}h{_n(-2 * r)}z",
        }
        if state in solid:
            found.append(Layer(state, "solid", _each(of, solid[state])))
    return tuple(found)


def _round(spots: Iterable[tuple[float, float]]) -> str:
    """Write dots as strokes without length, which round ends make round."""
    return _each(spots, "h0")


def _each(spots: Iterable[tuple[float, float]], shape: str) -> str:
    return "".join(f"M{_n(x)} {_n(y)}{shape}" for x, y in spots)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
