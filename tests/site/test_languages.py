"""The interface is whole in both languages."""

from __future__ import annotations

import ast
import gettext
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from hoinhap.apps.library import actions, deciding, sending
from hoinhap.apps.library.models import Item
from tests.apps.cast import AT, Cast, cast
from tests.apps.library.papers import DIRECTIVE, PLAN

LOCALE = Path(__file__).resolve().parents[2] / "src/hoinhap/locale/en/LC_MESSAGES"
SOURCES = Path(__file__).resolve().parents[2] / "src/hoinhap"
VIETNAMESE = re.compile("[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE)
# What has no English: the product, and the language as it calls itself.
NAMES = ("Hội Nhập", "Tiếng Việt")
# What people, papers, agencies and sections are called stands as it is in a sentence of either language.
CALLED = re.compile(
    r"Người \w+|(?:Chỉ thị|Kế hoạch) \d+/[\w-]+|Sở (?:Ngoại vụ|Tài chính|Tư pháp|Y tế|Công Thương)|Các sở, ban, ngành|"
    r"[IV]+\. [^\W\d_a-z]+(?: [^\W\d_a-z]+)+(?=:)|(?<=“)Mật(?=”)|Trùng"
)
# Words of English that are no syllables of Vietnamese; names of formats stay as they are.
ENGLISH = re.compile(
    r"\b(the|your|you|and|are|not|with|of|this|these|must|please|invalid|required|failed|duty|duties|document|documents|"
    r"provisions?|agency|agencies|accepted|dismiss(ed)?|undecided|search|journal|lead|partners?|deadline|sign(ed)?|"
    r"password|export|undo|history|citations?|targets?|notes?|received|event|events|page|pages|before|every|year)\b",
    re.IGNORECASE,
)
MARKERS = {
    "_",
    "gettext",
    "gettext_lazy",
    "lazy",
    "gettext_noop",
    "pgettext",
    "pgettext_lazy",
    "ngettext",
    "ngettext_lazy",
}


def catalogue() -> dict:
    with (LOCALE / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def messages() -> Iterator[tuple[str, str, bool]]:
    """Give (file, what the catalogue calls it, whether it is counted) of every sentence that is marked."""
    engine = engines["django"].engine
    for path in sorted(SOURCES.rglob("*.html")):
        nodes = engine.from_string(path.read_text(encoding="utf-8")).nodelist
        for node in nodes.get_nodes_by_type(TranslateNode):
            literal = node.filter_expression.var.literal
            if literal is not None:
                context = node.message_context
                yield path.name, f"{context.resolve({})}\x04{literal}" if context else str(literal), False
        for node in nodes.get_nodes_by_type(BlockTranslateNode):
            yield path.name, node.render_token_list(node.singular)[0], bool(node.plural)
    for path in sorted(SOURCES.rglob("*.py")):
        if "core" in path.relative_to(SOURCES).parts[:1]:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name not in MARKERS or not words:
                continue
            if name.startswith("pgettext"):
                yield path.name, f"{words[0]}\x04{words[1]}", False
            else:
                yield path.name, words[0], name.startswith("ngettext")


def test_every_sentence_has_its_english():
    known = catalogue()
    lacking = {
        (where, words)
        for where, words, counted in messages()
        if not ((words, 0) in known and (words, 1) in known if counted else words in known or (words, 0) in known)
        and VIETNAMESE.search(words)
    }
    assert lacking == set()


def test_no_sentence_is_left_empty_or_doubtful():
    text = (LOCALE / "django.po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    for entry in text.split("\n\n")[1:]:
        said = "".join(re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', entry[entry.index("msgstr") :], re.M))
        assert said, entry
        # What has to be written in Vietnamese, and the number of a paper, is quoted as it is.
        assert not VIETNAMESE.search(re.sub(r"“[^”]*”|\b\d+/\d{4}/[A-ZĐ]+-[A-ZĐ]+", "", said)), said


def test_the_compiled_catalogue_is_the_written_one(tmp_path):
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext chưa được cài nên bỏ qua / gettext is not installed")
    subprocess.run(["msgfmt", "-o", tmp_path / "django.mo", LOCALE / "django.po"], check=True)
    assert (tmp_path / "django.mo").read_bytes() == (LOCALE / "django.mo").read_bytes()


class _Shown(HTMLParser):
    """Gathers words and the attributes that are read out, but for those of elements in the other language."""

    VOID = frozenset({"input", "img", "meta", "link", "br", "path", "hr", "col", "source", "wbr", "use"})
    SILENT = frozenset({"script", "style", "title", "code", "kbd"})
    SPOKEN = ("title", "placeholder", "aria-label", "alt")

    def __init__(self, other: str) -> None:
        super().__init__()
        self.other = other
        self.out: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def _is_said(self, name: str, value: str) -> bool:
        # What stands in a data attribute is said by a script where it is a sentence, and else a code.
        return name in self.SPOKEN or (name.startswith("data-") and (" " in value or bool(VIETNAMESE.search(value))))

    @property
    def hidden(self) -> bool:
        return bool(self.open and self.open[-1][1])

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        hidden = told["lang"] == self.other if "lang" in told else self.hidden
        hidden = hidden or tag in self.SILENT
        if not hidden:
            self.out += [value for name, value in attrs if value and self._is_said(name, value)]
        if tag not in self.VOID:
            self.open.append((tag, hidden))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if any(name == tag for name, _hidden in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if not self.hidden:
            self.out.append(data)


def shown(html: str, other: str = "vi") -> str:
    """Leave the words that the interface says itself: nothing of an element that is marked as the other language."""
    parser = _Shown(other)
    parser.feed(html)
    return " ".join(parser.out)


def foreign(page: str, language: str) -> list[str]:
    """Give the pieces of a page that are not in its language."""
    said = shown(page, "en" if language == "vi" else "vi")
    for name in NAMES:
        said = said.replace(name, "")
    said = CALLED.sub("", said)
    wrong = ENGLISH if language == "vi" else VIETNAMESE
    return [words.strip() for words in re.split(r"\s{2,}|\n", said) if wrong.search(words)]


PANELS = ("giao-viec", "chi-tieu", "vien-dan", "dieu-khoan", "ghi-chu", "lich-su")


@pytest.fixture
def people(db) -> Cast:
    return cast()


def pages(client, people: Cast) -> Iterator[tuple[str, str]]:
    """Walk through all that the library, the journal and the search show, refusals too."""

    def got(path: str, **more) -> tuple[str, str]:
        return path, client.get(path, **more).content.decode()

    def sent(path: str, name: str, **data) -> tuple[str, str]:
        answer = client.post(path, data, headers={"hx-request": "true"})
        return name, answer.content.decode()

    client.force_login(people.people["hanh"])
    yield got("/")
    hanh = people.viewer("hanh")
    parent = actions.receive(actor=hanh, name="a.txt", data=DIRECTIVE.encode(), at=AT)
    document = actions.receive(actor=hanh, name="b.txt", data=PLAN.encode(), at=AT, received_from="VPCP")
    here = f"/van-ban/{document.pk}/"
    for path in ("/", "/?tim=khongco", "/?trang-thai=con", "/tim", "/tim?q=chi+thi", "/design", "/tai-khoan"):
        yield got(path)
    for path in ("/nhat-ky/", f"/nhat-ky/library.document/{document.pk}", "/van-ban-den", "/khong-co-trang-nay"):
        yield got(path)

    # Open, then decided in every way, then seen otherwise by a newer reader.
    def panels(state: str) -> Iterator[tuple[str, str]]:
        for view in PANELS:
            _path, page = got(f"{here}?xem={view}")
            yield f"{state}: {view}", page

    yield from panels("open")
    for state in ("open", "duty", "none", "new"):
        yield got(f"{here}?trang-thai={state}")
    yield got(f"{here}?tu=khong-co-tu-nay")
    duties = list(Item.objects.filter(document=document, kind=Item.DUTY))
    nothing = Item.objects.filter(document=document, kind=Item.NONE).first()
    for item in (duties[0], nothing):
        for what in ("sua", "tach", "bo-qua"):
            yield got(f"{here}muc/{item.pk.hex}/{what}")
    yield got(f"{here}them-giao-viec")
    decide = f"{here}quyet-dinh"
    yield sent(decide, "accepted", do=f"accept|{duties[0].token}")
    yield sent(decide, "too late", do=f"accept|{duties[0].token}")
    yield sent(decide, "too late to edit", do=f"edit|{duties[0].token}", form="1", text="x")
    yield sent(decide, "no reason", do=f"dismiss|{duties[1].token}", form="1")
    yield sent(decide, "no words", do=f"edit|{duties[1].token}", form="1", text=" ")
    yield sent(decide, "one part", do=f"split|{duties[1].token}", form="1", texts="một")
    yield sent(decide, "merge of one", do="merge|", item=duties[1].token)
    yield sent(decide, "not there", do="add|", words="không có", provision="1", form="1")
    yield sent(decide, "not done", do="close|")
    yield sent(decide, "dismissed", do=f"dismiss|{duties[1].token}", reason="Trùng")
    yield sent(decide, "edited", do=f"edit|{duties[2].token}", text="Việc khác", leads="Sở Y tế")
    words = duties[3].value["text"].split()
    yield sent(decide, "split", do=f"split|{duties[3].token}", texts=f"{' '.join(words[:3])}\n{' '.join(words[3:])}")
    yield sent(decide, "gone", do=f"accept|{duties[3].pk.hex}:1")
    parts = [item.token for item in Item.objects.filter(document=document, state=Item.OPEN, found__isnull=True)]
    answer = client.post(decide, {"do": "merge|", "item": parts}, headers={"hx-request": "true"})
    yield "merged", answer.content.decode()
    yield sent(decide, "in bulk", do="sure|", sure=[item.token for item in Item.objects.filter(document=document)])
    rest = Item.objects.filter(document=document).exclude(state=Item.REPLACED)
    wanted = {item.pk: item.version for item in rest if item.is_open}
    if wanted:
        deciding.accept(actor=hanh, document_id=document.pk, wanted=wanted, at=AT)
    yield got(here)
    yield sent(decide, "done", do="close|")
    yield sent(decide, "nothing to do", do="close|")
    yield from panels("done")
    first, second = Item.objects.filter(document=document, state=Item.ACCEPTED, kind=Item.DUTY)[:2]
    unit = {"kind": "duty", "value": {**first.value, "leads": ["Sở Xây dựng"], "product": "Báo cáo"}}
    Item.objects.filter(pk=first.pk).update(proposal={"items": [unit], "fields": ["leads"]})
    Item.objects.filter(pk=second.pk).update(proposal={"items": [], "fields": []}, is_new=True)
    yield got(f"{here}?trang-thai=new")

    for path in ("ma-tran", "gia-dinh", "pho-bien"):
        yield got(here + path)
    yield got(f"/van-ban/{parent.pk}/gia-dinh")
    yield got(f"/van-ban/{parent.pk}/doi-chieu/{document.pk}")
    sending.send(actor=hanh, document_id=document.pk, agency_ids=[people.finance.pk, people.justice.pk], at=AT)
    yield got(f"{here}pho-bien")
    yield got("/van-ban-den")

    secret = DIRECTIVE.replace("Số: 12", "MẬT\n\nSố: 13").encode()
    for name, data in (("c.txt", DIRECTIVE.encode()), ("d.txt", b""), ("e.pdf", b"%PDF-1.7 x"), ("f.txt", secret)):
        answer = client.post("/van-ban/tai-len", {"files": SimpleUploadedFile(name, data)})
        yield f"refused {name}", answer.content.decode()
    yield "no file", client.post("/van-ban/tai-len", {}).content.decode()
    client.force_login(people.people["leader"])
    yield "forbidden", client.post(decide, {"do": "close|"}).content.decode()
    yield got(here)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_in_its_language_alone(client, people, language):
    client.cookies["django_language"] = language
    wrong = {}
    for name, page in pages(client, people):
        if pieces := foreign(page, language):
            wrong[name] = pieces
    assert wrong == {}, wrong


def test_every_refusal_has_both_languages():
    """The sentences that no page of this file meets are there all the same."""
    from importlib import import_module

    from django.utils import translation

    for words in SOURCES.glob("apps/*/words.py"):
        module = import_module(f"hoinhap.apps.{words.parent.name}.words")
        for code, sentence in getattr(module, "REFUSALS", {}).items():
            with translation.override("en"):
                said = re.sub(r"\{\w+\}", "", str(sentence))
            assert not VIETNAMESE.search(said), f"{words.parent.name}.{code}"
            assert VIETNAMESE.search(str(sentence)), f"{words.parent.name}.{code}"
