"""Assessments, scores, events and procedures from hand-made tables."""

import pytest

from measure.errors import TableError
from measure.outcomes.importing.others import COLUMNS
from measure.outcomes.schema import AssessmentRow, EventRow, MeasurementRow, ProcedureRow, ScoreRow
from measure.outcomes.uids import event_uid, score_uid


def test_assessments_in_the_words_of_their_scheme(keyed, rows):
    done = keyed(
        "subject,visit,level,scheme,value,observer\n7,v1,L1,Genant visual,2.0,AB\n7,v1,l1,ao_spine,a3,AB\n"
        "7,v1,L2,leak_site,vein+disc,AB\n7,v1,L2,genant_visual,4,AB\n7,v1,,genant_visual,1,AB\n7,v1,L2,genant,1,AB\n"
    )
    assert done.added.inserted == 3
    assert {(row.scheme, row.value, str(row.level), str(row.observer_kind)) for row in rows(AssessmentRow)} == {
        ("genant_visual", "2", "L1", "person"), ("ao_spine", "A3", "L1", "person"),
        ("leak_site", "disc;vein", "L2", "person"),
    }  # fmt: skip
    assert [(p.line, p.column) for p in done.problems] == [(5, "value"), (6, "value"), (7, "scheme")]


def test_an_assessment_is_of_the_same_unseen_film_as_the_values_of_its_view(keyed, rows):
    keyed("subject,visit,level,view,scheme,value\n7,v1,L1,LAT,genant_visual,2\n")
    keyed("subject,visit,level,measure,value,unit\n7,v1,L1,wedge_angle,9,deg\n")
    assert rows(AssessmentRow)[0].film_key == rows(MeasurementRow)[0].film_key


def test_scores(keyed, rows):
    done = keyed(
        "subject,timepoint,instrument,subscale,value,unit\n7,pre,vas_pain,,76,mm\n7,6m,vas_pain,,7,\n7,pre,odi,,104,\n"
        "7,pre,sf36,physical functioning,32,\n,pre,odi,,4,\n7,,odi,,4,\n"
    )
    found = rows(ScoreRow)
    assert {(row.instrument, row.subscale, row.value, str(row.unit), row.range_high) for row in found} == {
        ("vas_pain", None, 76.0, "mm", 100.0), ("sf36", "physical_functioning", 32.0, "{score}", None)
    }  # fmt: skip
    assert score_uid(found[0].subject, "vas_pain", None, "timepoint:baseline") in {row.score_uid for row in found}
    assert [str(problem) for problem in done.problems] == [
        "line 3, column unit: expected mm for vas_pain, got an empty cell; a scale of 0 to 10 is nrs_pain",
        "line 4, column value: expected 100.0 or less, got 104.0",
        "line 6, column subject: expected a patient number or a pseudonym, the cell is empty",
        "line 7, column timepoint: expected visit, timepoint, days_from_index or exam_date, got none",
    ]


def test_events_by_day_or_by_date(keyed, rows):
    done = keyed(
        "subject,kind,number,day,exam_date,index_date,level,serious\n7,full weight bearing,,150,,,,no\n"
        "7,adjacent_fracture,,,2024-04-10,2024-03-01,L2,yes\n7,adjacent_fracture,2,90,,,L3,yes\n"
        "7,adjacent_fracture,2,95,,,L3,yes\n7,leak,,,,,,\n"
    )
    found = {(row.kind, row.number): row for row in rows(EventRow)}
    assert {key: row.day for key, row in found.items()} == {
        ("full_weight_bearing", 1): 150.0, ("adjacent_fracture", 1): 40.0, ("adjacent_fracture", 2): 90.0
    }  # fmt: skip
    first = found["adjacent_fracture", 1]
    assert (first.event_uid, first.structure) == (event_uid(first.subject, first.kind, 1), "vertebra:L2")
    assert [(problem.line, problem.column) for problem in done.problems] == [(5, "kind"), (6, "day")]
    assert "the same patient, kind and number, got one that contradicts line 4" in str(done.problems[0])


def test_procedures(keyed, rows):
    head = "subject;kind;level;device_name;cement_volume_ml;index_date;exam_date\n"
    assert keyed(head + "7;vertebral_implant;L1;Device A;4,5;;\n").added.inserted == 1
    (row,) = rows(ProcedureRow)
    assert (row.day, row.cement_volume_ml, str(row.level)) == (0.0, 4.5, "L1")


def test_a_table_that_may_be_two_is_asked_for(keyed):
    text = "subject,kind,day\n7,osteotomy,0\n"
    with pytest.raises(TableError, match=r"--table measurement\|assessment\|score\|event\|procedure"):
        keyed(text)
    assert keyed(text, table=EventRow).added.inserted == 1
    assert keyed(text, table=ProcedureRow).added.inserted == 1


def test_every_column_is_one_of_the_schema_or_stands_for_one():
    for row_type, names in COLUMNS.items():
        assert names - set(row_type.model_fields) <= {
            "issuer", "exam_date", "index_date", "film", "view", "side", "days_from_index", "visit", "timepoint"
        }  # fmt: skip
