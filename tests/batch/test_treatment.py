"""Events and treated levels of a cases table, as rows: each once, whatever number of films states it."""

import pytest

from measure.batch.prepare import prepare
from measure.batch.treatment import treatment
from measure.outcomes.schema import EventRow, ProcedureRow

HEAD = "film,subject,days_from_index,treated_level,events,site"


@pytest.fixture
def stated(tmp_path, new_film, lateral, table, options):
    """Rows of what the lines of a cases table state of films a, b and c."""
    for name in "abc":
        new_film(tmp_path / "films" / f"{name}.dcm")
    table(tmp_path / "marks.csv", *(lateral(f"{name}.dcm") for name in "abc"))

    def go(*lines):
        (tmp_path / "cases.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
        plan = prepare(options(landmarks=(tmp_path / "marks.csv",), cases=tmp_path / "cases.csv"), keep_key=False)
        try:
            return list(treatment(plan.tasks))
        finally:
            plan.close()

    return go


def of(rows, row_type):
    return [row for row in rows if isinstance(row, row_type)]


def test_an_event_that_several_films_state_is_one(stated):
    rows = stated(
        "a.dcm,P-1,-2,,osteotomy@0;full_weight_bearing@60..70,s-1", "b.dcm,P-1,8,,osteotomy@0,", "c.dcm,P-1,90,,,"
    )
    found = {(row.kind, row.number): row for row in of(rows, EventRow)}
    assert set(found) == {("osteotomy", 1), ("full_weight_bearing", 1)}
    bearing = found["full_weight_bearing", 1]
    assert (bearing.day, bearing.earliest, bearing.latest, bearing.site) == (65, 60, 70, "s-1")
    assert of(rows, ProcedureRow) == []


def test_events_of_one_kind_are_numbered_by_day(stated):
    rows = of(stated("a.dcm,P-1,-2,,fracture@40;fracture@-9,", "b.dcm,P-1,8,,fracture@7,"), EventRow)
    assert [(row.kind, row.number, row.day) for row in rows] == [
        ("fracture", 1, -9), ("fracture", 2, 7), ("fracture", 3, 40)
    ]  # fmt: skip
    assert len({row.event_uid for row in rows}) == 3


def test_treated_levels_from_the_head_down(stated):
    rows = of(stated("a.dcm,P-1,-2,L2,,", "b.dcm,P-1,8,T12;L2,,s-1"), ProcedureRow)
    assert [(row.structure, row.kind, row.site) for row in rows] == [
        ("vertebra:T12", "index_procedure", "s-1"), ("vertebra:L2", "index_procedure", "s-1")
    ]  # fmt: skip


def test_each_subject_has_its_own(stated):
    rows = stated("a.dcm,P-1,-2,L1,osteotomy@0,", "b.dcm,P-2,8,L1,osteotomy@3,", "c.dcm,P-3,90,,,")
    assert len({row.subject for row in rows}) == 2
    assert sorted(row.day for row in of(rows, EventRow)) == [0, 3]
    assert [row.structure for row in of(rows, ProcedureRow)] == ["vertebra:L1"] * 2


def test_without_statements_there_is_nothing(stated):
    assert stated("a.dcm,P-1,-2,,,") == []
