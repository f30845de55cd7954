"""The interface is whole in both languages."""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from hoinhap.apps.library import access, actions
from tests.apps.library.papers import DIRECTIVE

LOCALE = Path(__file__).resolve().parents[2] / "src/hoinhap/locale/en/LC_MESSAGES"
SOURCES = Path(__file__).resolve().parents[2] / "src/hoinhap"
VIETNAMESE = re.compile("[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE)
# What has no English: the product, and the language as it calls itself.
NAMES = ("Hội Nhập", "Tiếng Việt")
MARKED = re.compile(r'{% translate ["\'](.+?)["\'] %}')


def catalogue() -> dict:
    with (LOCALE / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def test_every_sentence_of_a_template_has_its_english():
    known = catalogue()
    for path in SOURCES.rglob("*.html"):
        for words in MARKED.findall(path.read_text(encoding="utf-8")):
            assert words in known, f"{path.name}: {words}"


def test_no_sentence_is_left_empty_or_doubtful():
    text = (LOCALE / "django.po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    for entry in text.split("\n\n")[1:]:
        said = "".join(re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', entry[entry.index("msgstr") :], re.M))
        assert said, entry
        assert not VIETNAMESE.search(said), said


def test_the_compiled_catalogue_is_the_written_one(tmp_path):
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext chưa được cài nên bỏ qua / gettext is not installed")
    subprocess.run(["msgfmt", "-o", tmp_path / "django.mo", LOCALE / "django.po"], check=True)
    assert (tmp_path / "django.mo").read_bytes() == (LOCALE / "django.mo").read_bytes()


def shown(html: str) -> str:
    """Leave the words that the interface itself says: nothing inside an element that is marked as Vietnamese."""
    html = re.sub(r"(?s)<(script|style|title)\b.*?</\1>", " ", html)
    out, hidden = [], []
    for name, rest, words in re.findall(r"(?:<(/?\w+)([^>]*)>)|([^<]+)", html):
        if words:
            if not any(hidden):
                out.append(words)
            continue
        if name.startswith("/"):
            if hidden:
                hidden.pop()
        elif name not in {"input", "img", "meta", "link", "br", "path", "hr"}:
            language = re.search(r'\blang="(\w+)"', rest)
            hidden.append(language[1] == "vi" if language else bool(hidden and hidden[-1]))
        for value in re.findall(r'\b(?:title|placeholder|aria-label|data-\w+)="([^"]*)"', rest):
            if not any(hidden):
                out.append(value)
    return unescape(" ".join(out))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "view", ["/", "/?tim=khongco", "giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu", "/khong-co-trang-nay"]
)
def test_an_english_page_says_nothing_in_vietnamese(client, view):
    document = actions.receive(
        actor=access.LOCAL, name="a.txt", data=DIRECTIVE.encode(), at=datetime(2026, 4, 7, tzinfo=UTC)
    )
    client.cookies["django_language"] = "en"
    page = client.get(view if view.startswith("/") else f"/van-ban/{document.pk}/?xem={view}").content.decode()
    said = shown(page)
    for name in NAMES:
        said = said.replace(name, "")
    assert not [words for words in re.split(r"\s{2,}|\n", said) if VIETNAMESE.search(words)]
