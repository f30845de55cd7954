"""Whatever happens to agencies, in any order and with anything taken back, their past stays what it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoinhap.apps.agencies import queries, registry
from hoinhap.apps.agencies.access import SYSTEM
from hoinhap.apps.agencies.asof import AsOf, facts, known_at
from hoinhap.apps.agencies.lives import lives_of, refresh, turn_day
from hoinhap.apps.agencies.models import Agency, Change, Passing, Role, Standing
from hoinhap.apps.agencies.registry import Act
from hoinhap.apps.errors import Refused
from hoinhap.apps.journal.chain import verify
from hoinhap.apps.journal.models import Event
from hoinhap.core.agencies.reorganising import End, Found, Pass, Plan, Restand, Step, faults, misplaced
from tests.apps.cast import AT, ON, cast, hold, stand

MERGE_DAY = date(2025, 3, 1)


def plan(on: date, *steps: Step) -> Plan:
    return Plan(on, steps)


def key(agency: Agency) -> str:
    return str(agency.pk)


def change(steps: Plan, *, at: datetime = AT, symbol: str = "45/2025/NĐ-CP") -> Change:
    return registry.change(actor=SYSTEM, at=at, plan=steps, act=Act(symbol))[0]


def picture(asof: AsOf) -> set[tuple[object, ...]]:
    """Give everything that is told of agencies as of a day and a moment."""
    standings = facts(Standing.objects.all(), asof).order_by()
    passed = Passing.objects.filter(known_at(asof.known), on__lte=asof.on).order_by()
    return {
        *standings.values_list("agency", "name", "short_name", "kind", "level", "parent", "since", "until"),
        *passed.values_list("forebear", "heir", "on", "function", "ends"),
    }


@pytest.fixture
def finance(db) -> Agency:
    return stand("so-tai-chinh", "Sở Tài chính", kind="department")


@pytest.fixture
def planning(db) -> Agency:
    return stand("so-ke-hoach", "Sở Kế hoạch và Đầu tư", kind="department", short_name="Sở KH&ĐT")


def test_a_merger_ends_one_and_leaves_the_other_and_the_past(finance, planning):
    change(plan(MERGE_DAY, Pass(key(planning), key(finance)), End(key(planning))))
    planning.refresh_from_db()
    assert (planning.until, planning.name) == (MERGE_DAY, "Sở Kế hoạch và Đầu tư")
    before = MERGE_DAY - timedelta(days=1)
    assert set(queries.agencies_on(before)) == {finance, planning}
    assert set(queries.agencies_on(MERGE_DAY)) == {finance}
    passing = Passing.objects.get()
    assert (passing.heir, passing.ends, passing.succession.kind) == (finance, True, "merged")
    assert passing.succession.act_symbol == "45/2025/NĐ-CP"
    event = Event.objects.get(act="agency.merged")
    assert event.root_id == key(planning)
    assert event.facts["heirs"] == [{"name": "Sở Tài chính", "function": ""}]


def test_a_split_names_its_functions_and_one_main_heir(finance, planning):
    press = stand("so-van-hoa", "Sở Văn hóa, Thể thao và Du lịch", kind="department")
    steps = (Pass(key(planning), key(finance)), Pass(key(planning), key(press), "báo chí"), End(key(planning)))
    change(plan(MERGE_DAY, *steps))
    assert {(one.heir.name, one.function) for one in Passing.objects.all()} == {
        ("Sở Tài chính", ""),
        ("Sở Văn hóa, Thể thao và Du lịch", "báo chí"),
    }
    with pytest.raises(Refused, match="no-main-heir"):
        change(plan(MERGE_DAY, Pass(key(finance), key(press), "ngân sách"), End(key(finance))))


def test_a_new_name_holds_from_its_day_and_the_old_one_before(finance):
    change(plan(MERGE_DAY, Restand(key(finance), name="Sở Tài chính và Đầu tư")))
    assert queries.names_on([finance.pk], MERGE_DAY - timedelta(days=1)) == {finance.pk: "Sở Tài chính"}
    assert queries.names_on([finance.pk], MERGE_DAY) == {finance.pk: "Sở Tài chính và Đầu tư"}
    finance.refresh_from_db()
    assert finance.name == "Sở Tài chính và Đầu tư"


def test_what_is_recorded_beforehand_comes_in_on_its_day(finance):
    later = ON + timedelta(days=30)
    change(plan(later, Restand(key(finance), name="Sở Kinh tế")))
    finance.refresh_from_db()
    assert finance.name == "Sở Tài chính"
    assert turn_day(on=later - timedelta(days=1)) == 0
    assert turn_day(on=later) == 1
    assert turn_day(on=later) == 0
    finance.refresh_from_db()
    assert finance.name == "Sở Kinh tế"


def test_what_was_undone_may_be_done_again_and_both_stay_readable(finance, planning):
    steps = plan(
        MERGE_DAY,
        Found("new", "so-kinh-te", "Sở Kinh tế", kind="department"),
        Pass(key(finance), "new"),
        Pass(key(planning), "new"),
        End(key(finance)),
        End(key(planning)),
    )
    start = picture(AsOf(ON))
    done = change(steps, at=AT)
    merged = picture(AsOf(ON))
    registry.undo(actor=SYSTEM, at=AT + timedelta(hours=1), change_id=done.pk)
    assert picture(AsOf(ON)) == start
    assert Agency.objects.get(code="so-kinh-te").is_withdrawn
    assert not queries.agencies_on(ON).filter(code="so-kinh-te").exists()
    again = change(steps, at=AT + timedelta(hours=2))
    assert picture(AsOf(ON)) == merged
    assert picture(AsOf(ON, AT + timedelta(minutes=1))) == merged
    assert picture(AsOf(ON, AT + timedelta(minutes=61))) == start
    assert Agency.objects.filter(code="so-kinh-te", is_withdrawn=False).count() == 1
    with pytest.raises(Refused, match="undone-already"):
        registry.undo(actor=SYSTEM, at=AT, change_id=done.pk)
    registry.undo(actor=SYSTEM, at=AT + timedelta(hours=3), change_id=again.pk)
    assert picture(AsOf(ON)) == start
    assert verify().finding is None


def test_a_change_on_which_another_stands_is_not_undone(finance, planning):
    first = change(plan(MERGE_DAY, Restand(key(finance), name="Sở Kinh tế")))
    change(plan(ON, Restand(key(finance), name="Sở Kinh tế và Tài chính")), at=AT + timedelta(hours=1))
    with pytest.raises(Refused, match="changed-since"):
        registry.undo(actor=SYSTEM, at=AT + timedelta(hours=2), change_id=first.pk)
    founded = change(plan(MERGE_DAY, Found("x", "ban-moi", "Ban mới")))
    hold(cast_person(), Agency.objects.get(code="ban-moi"), Role.OFFICER, since=MERGE_DAY)
    with pytest.raises(Refused, match="in-use"):
        registry.undo(actor=SYSTEM, at=AT + timedelta(hours=2), change_id=founded.pk)


def test_nobody_is_put_back_under_what_has_ended_since(finance, planning):
    child = stand("trung-tam", "Trung tâm Xúc tiến", parent=planning)
    moved = change(plan(MERGE_DAY, Restand(key(child), parent=key(finance))))
    change(plan(ON, End(key(planning))), at=AT + timedelta(hours=1))
    with pytest.raises(Refused, match="undo-child-left"):
        registry.undo(actor=SYSTEM, at=AT + timedelta(hours=2), change_id=moved.pk)


def test_nothing_ends_before_what_is_known_to_happen_to_it(finance, planning):
    change(plan(ON, Pass(key(planning), key(finance), "ngân sách")))
    for agency in (finance, planning):
        with pytest.raises(Refused, match="changed-later"):
            change(plan(MERGE_DAY, End(key(agency))), at=AT + timedelta(hours=1))


def cast_person():
    from hoinhap.apps.accounts.models import Person

    return Person.objects.create_user("nguoi", full_name="Người")


def test_heirs_carry_on_what_their_forebears_kept_and_begin_nothing_there(db):
    people = cast()
    gone = stand("so-cu", "Sở Kế hoạch và Đầu tư")
    older = stand("so-cu-hon", "Ủy ban Kế hoạch")
    day = date(2020, 1, 1)
    change(plan(day, Pass(key(older), key(gone)), End(key(older))))
    change(plan(MERGE_DAY, Pass(key(gone), key(people.finance)), Pass(key(gone), key(people.justice), "hợp tác xã"),
                End(key(gone))))  # fmt: skip
    officer = people.viewer("officer")
    assert officer.agencies() == {people.finance.pk}
    assert officer.reach(Role.OFFICER) == {people.finance.pk, gone.pk, older.pk}
    justice = people.viewer("justice")
    assert justice.reach(Role.OFFICER) == {people.justice.pk}
    assert justice.reach(Role.VIEWER) == {gone.pk, older.pk}
    assert people.viewer("administrator").inherited == frozenset()
    assert queries.viewer_for(people.people["officer"], on=MERGE_DAY - timedelta(days=1)).inherited == frozenset()


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (lambda a, b: (End(key(a)), Pass(key(a), key(a))), "heir-of-itself"),
        (lambda a, b: (Pass(key(a), key(b)), End(key(a)), End(key(b))), "heir-ends"),
        (lambda a, b: (Pass(key(a), key(b)),), "function-empty"),
        (lambda a, b: (Restand(key(a), name=" "),), "name-empty"),
        (lambda a, b: (Restand(key(a), name=a.name),), "same-as-before"),
        (lambda a, b: (Restand(key(a), parent=key(b)), Restand(key(b), parent=key(a))), "stands-under-itself"),
        (lambda a, b: (Restand(key(a), parent=key(b)), End(key(b))), "child-left"),
        (lambda a, b: (Found("n", a.code, "Trùng mã"),), "code-taken"),
        (lambda a, b: (), "nothing-to-do"),
    ],
    ids=lambda value: value if isinstance(value, str) else "steps",
)
def test_what_cannot_be_is_refused_and_leaves_nothing(finance, planning, steps, code):
    before = picture(AsOf(ON)), Change.objects.count(), Event.objects.count()
    with pytest.raises(Refused, match=code):
        change(plan(MERGE_DAY, *steps(finance, planning)))
    assert (picture(AsOf(ON)), Change.objects.count(), Event.objects.count()) == before


BEGIN = date(2024, 1, 1)
acts = st.tuples(
    st.sampled_from(["found", "rename", "move", "merge", "merge-new", "split", "transfer", "end", "undo", "undo"]),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 400),
)


def steps_of(number: int, act: str, keys: list[str], heir: str) -> tuple[Step, ...]:
    one, two, three = keys
    code = f"m-{number}"
    new = Found("new", code, f"Cơ quan mới {number}", parent=three if number % 2 else "")
    return {
        "found": (new,),
        "rename": (Restand(one, name=f"Tên mới {number}", short_name=f"TM{number}"),),
        "move": (Restand(one, parent=two),),
        "merge": (Pass(one, two), End(one)),
        "merge-new": (new, Pass(one, "new"), Pass(two, "new"), End(one), End(two)),
        "split": (new, Pass(one, two), Pass(one, "new", f"việc {number}"), End(one)),
        "transfer": (Pass(one, two, f"việc {number}"),),
        "end": (End(one),),
    }[act]


class TestAnySequence(TestCase):
    """Found, rename, move, merge, split, transfer, end, undo: in any order, on any days, known on any day."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(acts, min_size=1, max_size=14))
    def test_no_life_breaks_and_no_past_changes(self, doings):
        for number in range(3):
            stand(f"s-{number}", f"Sở {number}", since=BEGIN if number else None)
        done: list[Change] = []
        seen: dict[AsOf, set[tuple[object, ...]]] = {}
        for number, (act, a, b, c, days) in enumerate(doings):
            at = AT + timedelta(hours=number)
            everyone = list(Agency.objects.order_by("code"))
            keys = [key(everyone[n % len(everyone)]) for n in (a, b, c)]
            try:
                if act == "undo":
                    if done:
                        registry.undo(actor=SYSTEM, at=at, change_id=done[a % len(done)].pk)
                else:
                    on = BEGIN + timedelta(days=days)
                    done.append(change(plan(on, *steps_of(number, act, keys, keys[1])), at=at))
            except Refused:
                pass
            self.sound()
            for asof, told in seen.items():
                assert picture(asof) == told, asof
            for day in (BEGIN, BEGIN + timedelta(days=days), BEGIN + timedelta(days=500)):
                asof = AsOf(day, at + timedelta(minutes=30))
                seen[asof] = picture(asof)
                assert seen[asof] == picture(AsOf(day))

    def sound(self) -> None:
        agencies = {key(agency): agency for agency in Agency.objects.all()}
        lives = lives_of([agency.pk for agency in agencies.values()])
        for life in lives.values():
            assert faults(life) == []
        assert misplaced(lives) == []
        assert {one for one, agency in agencies.items() if agency.is_withdrawn} == set(agencies) - set(lives)
        for passing in Passing.objects.filter(known_at(None)):
            heir, forebear = lives[str(passing.heir_id)], lives[str(passing.forebear_id)]
            assert heir.at(passing.on) is not None
            assert forebear.at(passing.on - timedelta(days=1)) is not None
            assert (forebear.until == passing.on) == passing.ends
        assert refresh([agency.pk for agency in agencies.values()], on=ON) == 0
        assert verify().finding is None
