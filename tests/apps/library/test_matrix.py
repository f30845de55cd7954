"""Who carries what: the page, its lists and its files say the same, and follow what a person decides."""

from __future__ import annotations

import io
import re
from html import unescape

import docx
import pytest
from python_calamine import CalamineWorkbook

from hoinhap.apps.library import actions, deciding, laying
from hoinhap.apps.library.models import Item
from hoinhap.core.responsibility import NOBODY
from tests.apps.cast import AT, cast
from tests.apps.library.papers import PLAN


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def client(client, people):
    client.force_login(people.people["hanh"])
    return client


@pytest.fixture
def document(people):
    return actions.receive(actor=people.viewer("hanh"), name="kh.txt", data=PLAN.encode(), at=AT)


def duties(document) -> list[Item]:
    return list(Item.objects.filter(document=document, kind=Item.DUTY).exclude(state=Item.REPLACED))


def counts(client, document) -> list[tuple[str, int]]:
    """Give every count of the page with the list that it opens."""
    page = client.get(f"/van-ban/{document.pk}/ma-tran").content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    found = re.findall(r'<td[^>]*>\s*<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', table, re.S)
    return [(unescape(url), sum(map(int, re.findall(r"\d+", re.sub(r"<[^>]*>", " ", text))))) for url, text in found]


def listed(client, url: str) -> int:
    return client.get(url).content.decode().count('<li class="duty ')


def test_every_count_opens_what_it_counts_before_and_after_decisions(client, people, document):
    hanh = people.viewer("hanh")

    def holds() -> None:
        found = counts(client, document)
        assert len(found) > 6
        for url, count in found:
            assert listed(client, url) == count, url

    holds()
    first, second, third = duties(document)[:3]
    common = {"actor": hanh, "document_id": document.pk, "at": AT}
    deciding.dismiss(wanted={first.pk: first.version}, reason="Trùng", **common)
    value = {"leads": ["Sở Tài chính", "sở  tài chính", "Sở Y tế"], "partners": ["Sở Tài chính"]}
    deciding.edit(item_id=second.pk, version=second.version, value=value, **common)
    holds()
    third.refresh_from_db()
    deciding.edit(item_id=third.pk, version=third.version, value={"leads": []}, **common)
    holds()


def test_what_was_dismissed_is_nobodys_task(client, people, document):
    _laid, before = laying.matrix_for(people.viewer("hanh"), document.pk)
    first = duties(document)[0]
    deciding.dismiss(
        actor=people.viewer("hanh"),
        document_id=document.pk,
        wanted={first.pk: first.version},
        reason="Trùng",
        at=AT,
    )
    _laid, after = laying.matrix_for(people.viewer("hanh"), document.pk)
    assert len(after.duties) == len(before.duties) - 1
    assert first.value["text"] not in {duty.text for duty in after.duties}


def test_a_duty_without_a_lead_is_asked_for_by_name(client, people, document):
    first = duties(document)[0]
    deciding.edit(
        actor=people.viewer("hanh"),
        document_id=document.pk,
        item_id=first.pk,
        version=first.version,
        value={"leads": []},
        at=AT,
    )
    _laid, value = laying.matrix_for(people.viewer("hanh"), document.pk)
    assert value.of_agency(NOBODY).lead >= 1
    page = client.get(f"/van-ban/{document.pk}/?trang-thai=duty&co-quan=-").content.decode()
    assert page.count('<li class="duty ') == value.of_agency(NOBODY).lead


def test_the_files_hold_the_duties_of_the_list(client, document):
    page = client.get(f"/van-ban/{document.pk}/?trang-thai=duty").content.decode()
    wanted = [
        " ".join(unescape(text).split()) for text in re.findall(r'<p class="duty-text"[^>]*>(.*?)</p>', page, re.S)
    ]
    assert len(wanted) == len(duties(document))

    answer = client.get(f"/van-ban/{document.pk}/ma-tran.xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(1).to_python()
    head = next(at for at, row in enumerate(rows) if row[0] == "STT")
    place = rows[head].index("Nhiệm vụ")

    def plain(words) -> str:
        return " ".join(str(words).split()).rstrip(".;").casefold()

    assert [plain(row[place]) for row in rows[head + 1 :]] == [plain(words) for words in wanted]
    answer = client.get(f"/van-ban/{document.pk}/phu-luc.docx")
    table = docx.Document(io.BytesIO(answer.content)).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert [plain(row[1]) for row in cells if row[0].isdecimal()] == [plain(words) for words in wanted]


@pytest.mark.parametrize(("language", "head"), [("vi", "Ma trận"), ("en", "Matrix")])
def test_the_workbook_is_in_the_language_of_the_page(client, document, language, head):
    client.cookies["django_language"] = language
    answer = client.get(f"/van-ban/{document.pk}/ma-tran.xlsx")
    assert CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names[0] == head


def test_a_document_without_duties_says_so(client, people):
    text = "Số: 77/TB\n\nTHÔNG BÁO\n\n1. Quy chế này có 3 chương.\n"
    document = actions.receive(actor=people.viewer("hanh"), name="tb.txt", data=text.encode(), at=AT)
    page = client.get(f"/van-ban/{document.pk}/ma-tran").content.decode()
    assert "không giao việc cho cơ quan nào" in page
    assert "<table" not in page
