"""What stands around every page: the rail's entries, the day in words, the language to switch to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the base template its surroundings; only pages that exist have an entry in the rail."""
    entries = [{"name": _("Văn bản"), "url": reverse("library:shelf"), "under": ("/", "/van-ban")}]
    for entry in entries:
        home, branch = entry["under"]
        entry["here"] = request.path == home or request.path.startswith(branch)
    return {"rail": entries, "LANG": get_language(), "day_in_words": day_in_words()}


def day_in_words() -> str:
    """Write today as a person says it: "Thứ Ba, 24/11/2026"."""
    today = timezone.localdate()
    names = [
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ Nhật"),
    ]
    return f"{names[today.weekday()]}, {today:%d/%m/%Y}"
