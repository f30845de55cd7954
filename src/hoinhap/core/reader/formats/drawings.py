"""Look at what is drawn on a page of a PDF: the lines of tables, and pictures that may hold words."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

from hoinhap.core.reader.formats.geometry import Rules

MOST_STROKES = 4_000
# A page drawn with more strokes may be writing turned into outlines.
MOST_LINES = 300


def is_picture(page: Any, area: float) -> bool:
    """Say whether pictures or drawings may hold the words of a page: a blank page, or a signature, does not."""
    left, bottom, right, top = bounds = tuple(ctypes.c_float() for _ in range(4))
    places = tuple(map(ctypes.byref, bounds))
    covered, strokes = 0.0, 0
    for index in range(min(raw.FPDFPage_CountObjects(page), MOST_STROKES)):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        strokes += kind == raw.FPDF_PAGEOBJ_PATH
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) and raw.FPDFPageObj_GetBounds(item, *places):
            covered += (right.value - left.value) * (top.value - bottom.value)
    return covered > area * 0.3 or strokes > MOST_LINES


def rules_of(page: Any, count: int, turn: Any) -> Rules:
    """Return the straight lines among the first `count` drawings of a page, as the page shows them."""
    rules = Rules()
    left, bottom, right, top = bounds = tuple(ctypes.c_float() for _ in range(4))
    places = tuple(map(ctypes.byref, bounds))
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if len(rules.flat) + len(rules.upright) > MOST_STROKES:
            break
        if not raw.FPDFPageObj_GetBounds(item, *places):
            continue
        if turn is not None:
            _add_stroke(rules, turn(left.value, bottom.value), turn(right.value, top.value))
        elif not _add_rule(rules, left.value, bottom.value, right.value, top.value):
            _add_path(rules, item)
    return rules


def _add_path(rules: Rules, item: Any) -> None:
    """Take the straight strokes of a larger path: a frame, or a whole table drawn at once."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    segments = raw.FPDFPath_CountSegments(item)
    if (not stroke.value and segments <= 5) or segments > MOST_STROKES:
        return
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    at = begin = None
    for index in range(segments):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == raw.FPDF_SEGMENT_LINETO and at is not None:
            _add_stroke(rules, at, point)
        at = point
        if raw.FPDFPathSegment_GetClose(segment) and begin is not None:
            _add_stroke(rules, at, begin)


def _add_stroke(rules: Rules, one: tuple[float, float], two: tuple[float, float]) -> None:
    _add_rule(rules, min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))


def _add_rule(rules: Rules, left: float, bottom: float, right: float, top: float) -> bool:
    wide, high = right - left, top - bottom
    if high <= 2.5 and wide >= 6:
        rules.flat.append(((bottom + top) / 2, left, right))
    elif wide <= 2.5 and high >= 5:
        rules.upright.append(((left + right) / 2, bottom, top))
    elif wide >= 6 or high >= 5:
        return False
    return True
