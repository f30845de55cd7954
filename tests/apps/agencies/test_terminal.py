"""`hoinhap person`: all of an order or nothing of it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from hoinhap.apps.accounts.models import Person
from hoinhap.apps.agencies.models import Agency, Membership
from hoinhap.apps.agencies.terminal import Order, person
from hoinhap.apps.journal.models import Event

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 7, 1, tzinfo=UTC)
DAY = date(2026, 4, 7)
PASSWORD = "rung-thong-xanh-9"
NEW = Order("Hanh.Le", name="Lê Thị Hạnh", agency="so-ngoai-vu", agency_name="Sở Ngoại vụ", role="coordinator")


def run(order: Order, *answers: str, lang: str = "vi") -> int:
    asked = iter(answers)
    return person(order, at=AT, on=DAY, lang=lang, ask=lambda _words: next(asked))


def test_a_person_their_agency_and_their_role_in_one_go(capsys):
    assert run(NEW, PASSWORD, PASSWORD) == 0
    assert Person.objects.get(username="hanh.le").check_password(PASSWORD)
    held = Membership.objects.get()
    assert (held.agency.code, held.role, held.since) == ("so-ngoai-vu", "coordinator", DAY)
    assert capsys.readouterr().out.splitlines() == [
        "Đã thêm Lê Thị Hạnh (hanh.le).",
        "Vai trò: Cán bộ đầu mối, Sở Ngoại vụ, từ ngày 07/04/2026.",
    ]


@pytest.mark.parametrize(
    ("order", "answers", "sentence"),
    [
        (NEW, (PASSWORD, "khac"), "Hai lần nhập mật khẩu không giống nhau."),
        (NEW, ("ngan", "ngan"), "Mật khẩu phải có ít nhất 10 ký tự."),
        (Order("hanh.le"), (), "Chưa có người dùng “hanh.le”."),
        (Order("hanh.le", name="Hạnh", role="officer", password="none"), (), "Vai trò đi với cơ quan"),
        (
            Order("hanh.le", name="Hạnh", role="officer", agency="so-x", password="none"),
            (),
            "Chưa có cơ quan mã “so-x”.",
        ),
    ],
)
def test_what_will_not_do_is_refused_and_nothing_is_kept(capsys, order, answers, sentence):
    assert run(order, *answers) == 1
    assert sentence in capsys.readouterr().err
    assert (Person.objects.count(), Agency.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_password_may_come_from_a_pipe(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert run(Order("hanh.le", name="Hạnh", password="stdin")) == 0
    assert Person.objects.get().check_password(PASSWORD)


def test_somebody_who_lost_everything_is_let_in_again(client):
    run(NEW, PASSWORD, PASSWORD)
    who = Person.objects.get()
    client.force_login(who)
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=who, type=kind, data={})
    assert (
        run(Order("hanh.le", new_password=True, drop_second_factor=True), "bien-xanh-1-rong", "bien-xanh-1-rong") == 0
    )
    assert Person.objects.get().check_password("bien-xanh-1-rong")
    assert not Authenticator.objects.exists()
    assert client.get("/tai-khoan").status_code == 302
    acts = set(Event.objects.values_list("act", flat=True))
    assert {"person.password-changed", "person.second-factor-removed"} <= acts


def test_a_closed_account_is_out_at_its_next_page(client):
    run(NEW, PASSWORD, PASSWORD)
    client.force_login(Person.objects.get())
    assert client.get("/tai-khoan").status_code == 200
    run(Order("hanh.le", active=False))
    assert client.get("/tai-khoan").status_code == 302
    run(Order("hanh.le", active=True))
    assert Person.objects.get().is_active
    assert Event.objects.filter(act__in=("person.closed", "person.opened")).count() == 2


def test_a_subject_is_linked_to_one_person_only(capsys):
    assert run(Order("hanh.le", name="Hạnh", password="none", subject="s-1")) == 0
    assert run(Order("minh.tran", name="Minh", password="none", subject="s-1")) == 1
    assert "đã liên kết với người dùng khác" in capsys.readouterr().err
    assert not Person.objects.filter(username="minh.tran").exists()
    assert SocialAccount.objects.get().user.username == "hanh.le"


def test_a_role_is_ended_from_a_day_on_and_only_where_it_is_held(capsys):
    from tests.apps.cast import ON, cast

    cast()
    order = Order("officer", agency="so-tai-chinh", role="officer", end_role=True)
    assert person(order, at=AT, on=ON) == 0
    assert "Đã kết thúc vai trò: Chuyên viên, Sở Tài chính" in capsys.readouterr().out
    assert Membership.objects.get(person__username="officer", replaced_at__isnull=True).until == ON
    assert person(order, at=AT, on=ON) == 1
    assert "không giữ vai trò Chuyên viên" in capsys.readouterr().err
    assert person(Order("officer", end_role=True), at=AT, on=ON) == 1
