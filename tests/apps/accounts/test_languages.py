"""Every page of signing in, in both languages: no English in the Vietnamese, no Vietnamese in the English."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.apps.accounts.people import PASSWORD, code_of, person, sign_in, with_role
from tests.site.test_languages import NAMES, VIETNAMESE, shown

pytestmark = pytest.mark.django_db
# Words of English that are no syllables of Vietnamese. Abbreviations and names of things stay as they are.
ENGLISH = re.compile(
    r"\b(the|your|you|password|username|sign|signed|code|key|and|account|session|is|are|not|enter|use|with|of|this|"
    r"must|type|please|incorrect|invalid|required|field|failed|attempts|authenticator|passwordless|recovery|security)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def no_attempts_of_other_tests():
    cache.clear()


def pages(client, commit) -> Iterator[tuple[str, str]]:
    """Walk through everything that signing in can show, wrong turns too."""

    def got(response) -> str:
        return response.content.decode()

    for path in ("/dang-nhap", "/dang-nhap/tam-khoa", "/dang-nhap/qua/da-huy"):
        yield path, got(client.get(path))
    with_role()
    yield "nothing written", got(sign_in(client, "", ""))
    yield "wrong password", got(sign_in(client, password="sai"))
    person("minh.tran")
    for _time in range(6):
        locked = sign_in(client, "minh.tran", "sai")
    yield "locked", got(locked)
    sign_in(client)
    for path in ("/tai-khoan", "/dang-xuat", "/tai-khoan/mat-khau", "/tai-khoan/xac-nhan"):
        yield path, got(client.get(path))
    weak = {"oldpassword": "x", "password1": "a", "password2": "b"}
    yield "weak password", got(client.post("/tai-khoan/mat-khau", weak))
    same = {"oldpassword": PASSWORD, "password1": "hanh.le.hanh", "password2": "x"}
    yield "alike password", got(client.post("/tai-khoan/mat-khau", same))
    yield "wrong confirmation", got(client.post("/tai-khoan/xac-nhan", {"password": "x"}))
    client.post("/tai-khoan/xac-nhan", {"password": PASSWORD, "next": "/tai-khoan"})
    page = got(client.get("/tai-khoan/hai-lop/bat"))
    yield "app", page
    yield "wrong code", got(client.post("/tai-khoan/hai-lop/bat", {"code": "1"}))
    secret = re.search(r'id="secret">(\w+)<', got(client.get("/tai-khoan/hai-lop/bat")))[1]
    with commit(execute=True):
        client.post("/tai-khoan/hai-lop/bat", {"code": code_of(secret)})
    yield "codes with their messages", got(client.get("/tai-khoan/ma-du-phong"))
    for path in ("/tai-khoan", "/tai-khoan/ma-du-phong/moi", "/tai-khoan/hai-lop/tat", "/tai-khoan/khoa/them"):
        yield path, got(client.get(path))
    for path in ("/tai-khoan/xac-nhan", "/tai-khoan/xac-nhan/ma"):
        yield path, got(client.get(path))
    yield "wrong key", got(client.post("/tai-khoan/khoa/them", {"name": "x", "credential": "{}"}))
    with commit(execute=True):
        client.post("/tai-khoan/ma-du-phong/moi")
    client.post("/tai-khoan/hai-lop/tat")
    client.post("/tai-khoan/phien")
    yield "messages", got(client.get("/tai-khoan"))
    with commit(execute=True):
        page = got(client.get("/tai-khoan/hai-lop/bat"))
        secret = re.search(r'id="secret">(\w+)<', page)[1]
        client.post("/tai-khoan/hai-lop/bat", {"code": code_of(secret)})
    client.post("/dang-xuat")
    yield "signed out", got(client.get("/dang-nhap"))
    sign_in(client)
    yield "second layer", got(client.get("/dang-nhap/hai-lop"))
    yield "second layer, wrong", got(client.post("/dang-nhap/hai-lop", {"code": "1"}))


def said(page: str, keep: str) -> str:
    """Leave the words of the page itself; `keep` is the language that is looked at, other marked words are left out."""
    if keep == "vi":
        page = re.sub(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', " ", page, flags=re.DOTALL)
        page = re.sub(r'(?s)<script\b.*?</script>|<svg\b.*?</svg>|<code\b.*?</code>|<html lang="vi">', " ", page)
        values = re.findall(r'\b(?:title|placeholder|aria-label|data-\w+|content)="([^"]*[^\d"][^"]*)"', page)
        values = [value for value in values if " " in value and "{" not in value and "=" not in value]
        return re.sub(r"<[^>]*>", " ", page) + " ".join(values)
    said = shown(re.sub(r"(?s)<svg\b.*?</svg>", " ", page))
    # An agency is called in an option as it is called; no language can be marked there.
    for name in (*NAMES, ", Sở Ngoại vụ"):
        said = said.replace(name, "")
    return said


def test_the_vietnamese_pages_say_nothing_in_english(client, django_capture_on_commit_callbacks):
    for where, page in pages(client, django_capture_on_commit_callbacks):
        found = ENGLISH.findall(said(page, "vi"))
        assert not found, (where, found)


def test_the_english_pages_say_nothing_in_vietnamese(client, django_capture_on_commit_callbacks):
    client.cookies["django_language"] = "en"
    for where, page in pages(client, django_capture_on_commit_callbacks):
        found = [words.strip() for words in re.split(r"\s{2,}|\n", said(page, "en")) if VIETNAMESE.search(words)]
        assert not found, (where, found)


def test_the_compiled_catalogue_is_the_written_one(tmp_path):
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext chưa được cài nên bỏ qua / gettext is not installed")
    folder = Path(__file__).resolve().parents[3] / "src/hoinhap/locale/vi/LC_MESSAGES"
    subprocess.run(["msgfmt", "-o", tmp_path / "django.mo", folder / "django.po"], check=True)
    assert (tmp_path / "django.mo").read_bytes() == (folder / "django.mo").read_bytes()
