"""The classes that papers of every province address, entered with their rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hoinhap.apps.agencies import access, recording
from hoinhap.apps.agencies.access import Viewer
from hoinhap.apps.agencies.loading import Entered
from hoinhap.apps.agencies.models import AgencyClass, ClassRule
from hoinhap.apps.journal.actions import record
from hoinhap.core.agencies.classing import class_rule


@dataclass(frozen=True, slots=True)
class StandardClass:
    """A class: its code, how it is called, how else; `says` is what its rule is read from, where the name is not."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    says: str = ""


STANDARD = (
    StandardClass(
        "so-ban-nganh",
        "Các sở, ban, ngành cấp tỉnh",
        ("các sở, ban, ngành", "các sở, ban, ngành của tỉnh", "các sở, ngành"),
    ),
    StandardClass(
        "co-quan-chuyen-mon",
        "Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh",
        ("các cơ quan chuyên môn thuộc UBND tỉnh", "các sở"),
        "các cơ quan chuyên môn thuộc UBND tỉnh",
    ),
    StandardClass(
        "ubnd-cap-xa",
        "Ủy ban nhân dân các xã, phường, đặc khu",
        ("UBND các xã, phường", "UBND các xã, phường, đặc khu", "UBND các xã, phường, thị trấn", "UBND cấp xã"),
        "UBND các xã, phường, thị trấn, đặc khu",
    ),
    StandardClass(
        "ubnd-cap-huyen",
        "Ủy ban nhân dân các huyện, thị xã, thành phố (đến hết 30/6/2025)",
        ("UBND các huyện, thị xã, thành phố", "UBND cấp huyện"),
        "UBND các huyện, thị xã, thành phố",
    ),
    StandardClass(
        "to-chuc-chinh-tri-xa-hoi",
        "Các tổ chức chính trị - xã hội cấp tỉnh",
        ("các tổ chức chính trị - xã hội", "các đoàn thể", "các đoàn thể cấp tỉnh"),
        "các tổ chức chính trị - xã hội",
    ),
    StandardClass("ban-dang", "Các ban đảng cấp tỉnh", ("các ban Đảng", "các ban đảng, cơ quan đảng"), "các ban Đảng"),
    StandardClass(
        "don-vi-su-nghiep", "Các đơn vị sự nghiệp cấp tỉnh", ("các đơn vị sự nghiệp",), "các đơn vị sự nghiệp"
    ),
    StandardClass("hoi-cap-tinh", "Các hội cấp tỉnh", ("các hội", "các hội đặc thù"), "các hội"),
    StandardClass(
        "bo-nganh-trung-uong",
        "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
        ("các bộ, ngành", "các bộ, ngành trung ương"),
        "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
    ),
    StandardClass(
        "ubnd-cac-tinh",
        "Ủy ban nhân dân các tỉnh, thành phố",
        ("UBND các tỉnh, thành phố", "UBND cấp tỉnh"),
        "UBND các tỉnh, thành phố",
    ),
)


@transaction.atomic
def load_classes(*, actor: Viewer, at: datetime) -> Entered:
    """Enter the standard classes that are not there; their rules hold for all time."""
    access.require(access.may_manage(actor))
    there = set(AgencyClass.objects.values_list("code", flat=True))
    missing = [one for one in STANDARD if one.code not in there]
    if not missing:
        return Entered(0)
    change = recording.begin(actor, at, "classes.entered", "Nhóm cơ quan thường dùng")
    rules = []
    for one in missing:
        rule = class_rule(one.says or one.name)
        if rule is None:
            raise ValueError(f"no class: {one.says or one.name}")
        kept = AgencyClass.objects.create(code=one.code, name=one.name, other_names="\n".join(one.also))
        rules.append(ClassRule(agency_class=kept, rule=rule.as_json()))
    recording.add(change, rules)
    record(actor=actor, at=at, act="classes.entered", of=change, facts={"title": change.title, "count": len(missing)})
    return Entered(len(missing))
