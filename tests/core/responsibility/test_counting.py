"""Who carries what: every duty is counted, an agency is one row however it is spelled, the sums are the duties."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hoinhap.core.responsibility import NOBODY, Cell, DutyRow, Section, agency_key, responsibilities

ONE = Section("I", "I. Nhiệm vụ chung")
TWO = Section("II/1", "1. Xúc tiến đầu tư")

NAMES = st.one_of(
    st.sampled_from(
        ["Sở Ngoại vụ", "SỞ NGOẠI VỤ", "sở  ngoại vụ", "Tỉnh ủy", "Tỉnh uỷ", "Sở Công Thương", "ı", "i", " "]
    ),
    st.text(max_size=8),
)
DUTIES = st.lists(
    st.builds(
        DutyRow,
        place=st.just("1"),
        section=st.sampled_from([ONE, TWO]),
        text=st.text(max_size=5),
        leads=st.lists(NAMES, max_size=3).map(tuple),
        partners=st.lists(NAMES, max_size=3).map(tuple),
        state=st.sampled_from(["open", "accepted", "dismissed", "replaced"]),
    ),
    max_size=12,
)


def duty(section: Section, leads: str = "", partners: str = "", state: str = "accepted") -> DutyRow:
    return DutyRow(
        place="",
        section=section,
        text="Tham mưu",
        leads=tuple(leads.split("; ")) if leads else (),
        partners=tuple(partners.split("; ")) if partners else (),
        state=state,
    )


def test_an_agency_is_one_row_however_it_is_spelled() -> None:
    matrix = responsibilities(
        [
            duty(ONE, "Tỉnh uỷ"),
            duty(ONE, "Tỉnh ủy"),
            duty(TWO, "", "TỈNH ỦY"),
            duty(TWO, "tỉnh  ủy"),
            duty(TWO, "Tỉnh ủy"),
        ]
    )
    assert matrix.agencies == ("Tỉnh ủy", NOBODY)
    assert matrix.cell("Tỉnh ủy", "I") == Cell(2, 0, 0)
    assert matrix.cell("Tỉnh ủy", "II/1") == Cell(2, 1, 0)


def test_what_only_looks_alike_stays_two() -> None:
    matrix = responsibilities([duty(ONE, "Sở Ngoại vụ; Sở Ngoại vụ tỉnh; Sở Nội vụ")])
    assert len(matrix.agencies) == 3


def test_the_busiest_lead_comes_first_and_equals_stand_in_the_alphabet() -> None:
    matrix = responsibilities(
        [
            duty(ONE, "Sở Tài chính", "các đơn vị liên quan; Ủy ban Mặt trận"),
            duty(ONE, "Đài Phát thanh"),
            duty(TWO, "Sở Tài chính"),
        ]
    )
    assert matrix.agencies == ("Sở Tài chính", "Đài Phát thanh", "Các đơn vị liên quan", "Ủy ban Mặt trận")


def test_a_duty_without_a_lead_is_not_lost() -> None:
    matrix = responsibilities([duty(ONE), duty(ONE, "", "Sở Y tế", state="open")])
    assert matrix.agencies == ("Sở Y tế", NOBODY)
    assert matrix.cell(NOBODY, "I") == Cell(2, 0, 1)
    assert matrix.cell("Sở Y tế", "I") == Cell(0, 1, 1)


def test_a_lead_is_not_its_own_partner_and_counts_once() -> None:
    matrix = responsibilities([duty(ONE, "Sở Y tế; SỞ Y TẾ", "Sở Y tế; Công an tỉnh; Công an tỉnh")])
    assert matrix.of_agency("Sở Y tế") == Cell(1, 0, 0)
    assert matrix.of_agency("Công an tỉnh") == Cell(0, 1, 0)


def test_what_was_dismissed_is_no_duty() -> None:
    matrix = responsibilities([duty(ONE, "Sở Y tế", state="dismissed"), duty(TWO, "Sở Y tế", state="replaced")])
    assert matrix == responsibilities([])


def test_a_document_without_number_is_named_by_its_file() -> None:
    assert responsibilities([], kind="Kế hoạch", number="119/KH-UBND", name="a.docx").heading == "Kế hoạch 119/KH-UBND"
    assert responsibilities([], name="a.docx").heading == "a.docx"


@settings(deadline=None)
@given(DUTIES)
def test_the_cells_add_up_to_the_duties(duties: list[DutyRow]) -> None:
    matrix = responsibilities(duties)
    live = [one for one in duties if one.state in ("open", "accepted")]
    leads = [{agency_key(name) for name in one.leads} - {""} for one in live]
    partners = [{agency_key(name) for name in one.partners} - {""} for one in live]

    assert len(matrix.duties) == len(live)
    assert sum(cell.lead for cell in matrix.cells.values()) == sum(max(1, len(found)) for found in leads)
    assert sum(cell.partner for cell in matrix.cells.values()) == sum(
        len(helping - leading) for leading, helping in zip(leads, partners, strict=True)
    )
    assert [matrix.of_agency(agency).lead for agency in matrix.agencies if agency] == sorted(
        (matrix.of_agency(agency).lead for agency in matrix.agencies if agency), reverse=True
    )
    totals = [matrix.of_section(section.key) for section in matrix.sections]
    rows = [matrix.of_agency(agency) for agency in matrix.agencies]
    assert [sum(column) for column in zip(*totals, strict=True)] == [sum(column) for column in zip(*rows, strict=True)]


@settings(deadline=None)
@given(DUTIES)
def test_every_agency_is_one_row(duties: list[DutyRow]) -> None:
    matrix = responsibilities(duties)
    assert len({agency_key(agency) for agency in matrix.agencies}) == len(matrix.agencies)
    assert {agency for agency, _section in matrix.cells} == set(matrix.agencies)
