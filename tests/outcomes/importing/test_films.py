"""One film belongs to one patient: against the store, and between the lines of a table."""

import pytest

from measure.outcomes.keyfile import load
from measure.outcomes.keys import pseudonym
from measure.outcomes.schema import AssessmentRow
from measure.outcomes.store import Store

HEAD = "subject,film_key,level,measure,value,unit\n"
ROW = "7,1.2.3/1,L1,wedge_angle,4,deg\n"
OTHERS = "line 2, column film_key: expected the patient that this film has in the store, got another"


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("level", ["L1", "L2"])
def test_a_film_of_another_patient_is_refused(keyed, rows, level, dry_run):
    keyed(HEAD + ROW)
    done = keyed(HEAD + ROW.replace("7,", "8,", 1).replace("L1", level), dry_run=dry_run)
    assert [str(problem) for problem in done.problems] == [OTHERS]
    assert (done.rejected, done.added.inserted, done.added.revised) == (1, 0, 0)
    assert [row.subject for row in rows(current=False)] == [pseudonym(load(), "7")]
    assert keyed(HEAD + ROW.replace("L1", level)).rejected == 0


def test_the_image_names_the_film_too_and_so_does_a_judgement(keyed, rows):
    keyed(HEAD + ROW)
    other = keyed("subject,sop_instance_uid,level,measure,value,unit\n8,1.2.3,L2,wedge_angle,4,deg\n")
    assert str(other.problems[0]) == OTHERS.replace("film_key", "sop_instance_uid", 1)
    grade = "subject,film_key,level,scheme,value\n8,1.2.3/1,L1,genant_visual,1\n"
    assert [str(problem) for problem in keyed(grade).problems] == [OTHERS]
    assert rows(AssessmentRow) == []
    assert keyed(grade.replace("\n8,", "\n7,")).rejected == 0


def test_two_lines_do_not_give_one_film_to_two_patients(keyed, rows):
    done = keyed(HEAD + ROW + ROW.replace("7,", "8,", 1).replace("L1", "L2") + ROW.replace("L1", "L3"))
    said = "line 3, column film_key: expected the patient that line 2 gives this film, got another"
    assert [str(problem) for problem in done.problems] == [said]
    assert {row.subject for row in rows()} == {pseudonym(load(), "7")}
    assert len(rows()) == 2


def test_a_film_of_nobody_in_the_store_may_be_given_to_a_patient(keyed, rows):
    keyed(HEAD + ROW.replace("7,", ",", 1))
    assert keyed(HEAD + ROW.replace("L1", "L2")).rejected == 0
    assert keyed(HEAD + ROW.replace("7,", ",", 1).replace("L1", "L3")).rejected == 0


def test_an_exported_row_is_held_to_it_unless_it_is_the_history_of_the_store(tmp_path, keyed, rows, store):
    from measure.outcomes.csvio import write_csv

    keyed(HEAD + ROW)
    (row,) = rows()
    mine, other = pseudonym(load(), "7"), pseudonym(load(), "8")
    with Store.open(store) as opened:
        opened.add([row.model_copy(update={"subject": other})], batch="corrected")
    history = rows(current=False)
    assert {one.subject for one in history} == {mine, other}
    write_csv(history, tmp_path / "all.csv")
    table = (tmp_path / "all.csv").read_text()
    assert keyed(table, "all.csv").added.unchanged == 2
    assert keyed(table, "all.csv", into=tmp_path / "new.sqlite").added.inserted == 1
    foreign = row.model_copy(update={"subject": pseudonym(load(), "9"), "measurement_uid": "2.25.5"})
    write_csv([foreign], tmp_path / "foreign.csv")
    done = keyed((tmp_path / "foreign.csv").read_text(), "foreign.csv")
    assert [str(problem) for problem in done.problems] == [OTHERS]
