"""A person is a keyed pseudonym: equal for one number however typed, and nothing else of the person."""

import pytest

from measure.batch.prepare import prepare
from measure.batch.subjects import OTHER_PATIENT, OTHER_SEX, Subjects
from measure.outcomes.keyfile import load
from measure.outcomes.keys import subject_day
from measure.outcomes.vocabulary import PostureVsBaseline, Timepoint


@pytest.fixture
def plan(tmp_path, options):
    """Plan of the films in ``tmp_path/films`` with these lines of a cases table."""

    def make(*lines: str, header: str = "file,subject", **changes):
        if lines:
            cases = tmp_path / "cases.csv"
            cases.write_text("\n".join([header, *lines]) + "\n")
            changes["cases"] = cases
        return prepare(options(**changes))

    return make


def subjects(plan) -> dict[str, str | None]:
    return {task.name: task.context.subject for task in plan.tasks}


def test_one_number_is_one_pseudonym_however_it_is_typed(tmp_path, new_film, plan):
    films = tmp_path / "films"
    for name, number in (("a", "0012345"), ("b", " 12345 "), ("c", "12 345"), ("d", "12346"), ("e", "ANONYMOUS")):
        new_film(films / f"{name}.dcm", PatientID=number)
    new_film(films / "f.dcm", PatientID=None)
    found = subjects(plan())
    assert found["a.dcm"] == found["b.dcm"] == found["c.dcm"]
    assert found["d.dcm"] not in (None, found["a.dcm"])
    assert found["e.dcm"] is found["f.dcm"] is None
    assert found["a.dcm"].startswith(f"k{load().id}:")
    assert "12345" not in found["a.dcm"]


def test_the_cases_table_wins_and_joins_to_what_the_films_say(tmp_path, new_film, plan):
    for name, number in (("a", "777"), ("b", "1")):
        new_film(tmp_path / "films" / f"{name}.dcm", PatientID=number)
    found = subjects(plan("b.dcm,00777"))
    assert found["a.dcm"] == found["b.dcm"]


def test_issuers_keep_two_hospitals_apart(tmp_path, new_film, plan):
    new_film(tmp_path / "films" / "a.dcm", PatientID="5", IssuerOfPatientID="NORTH")
    new_film(tmp_path / "films" / "b.dcm", PatientID="5", IssuerOfPatientID="SOUTH")
    new_film(tmp_path / "films" / "c.dcm", PatientID="6")
    found = subjects(plan("c.dcm,5,SOUTH", header="file,subject,issuer"))
    assert found["a.dcm"] != found["b.dcm"] == found["c.dcm"]


def test_no_key_is_made_where_nobody_is_on_the_films(tmp_path, new_film, plan):
    new_film(tmp_path / "films" / "a.dcm", PatientID=None)
    made = plan()
    assert made.key_id is None
    assert load() is None


def test_the_key_of_the_run_is_the_one_on_the_disk(tmp_path, new_film, plan):
    new_film(tmp_path / "films" / "a.dcm")
    assert plan().key_id == load().id


@pytest.mark.parametrize(
    ("baseline", "later", "expected"),
    [
        ("standing", "standing", PostureVsBaseline.SAME),
        ("standing", "supine", PostureVsBaseline.DIFFERENT),
        ("", "supine", PostureVsBaseline.UNKNOWN),
        ("standing", "", PostureVsBaseline.UNKNOWN),
    ],
)
def test_posture_is_compared_with_that_of_the_baseline(tmp_path, new_film, plan, baseline, later, expected):
    for name in "ab":
        new_film(tmp_path / "films" / f"{name}.dcm", PatientID=None)
    lines = (f"a.dcm,P 1,baseline,{baseline}", f"b.dcm,p1,m3,{later}")
    made = plan(*lines, header="file,subject,timepoint,posture")
    context = {task.name: task.context for task in made.tasks}
    assert context["b.dcm"].posture_vs_baseline is expected
    assert context["b.dcm"].timepoint is Timepoint.M3


def test_posture_in_the_header_counts_where_the_table_is_silent(tmp_path, new_film, plan):
    for name in "ab":
        new_film(tmp_path / "films" / f"{name}.dcm", PatientPosition="HFS")
    made = plan("a.dcm,P1,baseline,standing", "b.dcm,P1,m3,", header="file,subject,timepoint,posture")
    assert made.tasks[1].context.posture_vs_baseline is PostureVsBaseline.DIFFERENT


def test_two_baselines_that_differ_say_nothing(tmp_path, new_film, plan):
    for name in "abc":
        new_film(tmp_path / "films" / f"{name}.dcm")
    lines = ("a.dcm,P1,baseline,standing", "b.dcm,P1,baseline,supine", "c.dcm,P1,m3,supine")
    made = plan(*lines, header="file,subject,timepoint,posture")
    assert made.tasks[2].context.posture_vs_baseline is PostureVsBaseline.UNKNOWN


def test_what_is_written_in_the_table_is_taken(tmp_path, new_film, plan):
    new_film(tmp_path / "films" / "a.dcm", StudyDate="20200311")
    made = plan(
        "a.dcm,P1,site-A,v2,2020-03-01,different", header="file,subject,site,visit,index_date,posture_vs_baseline"
    )
    context = made.tasks[0].context
    assert (context.site, context.visit, context.days_from_index) == ("site-A", "v2", 10)
    assert context.posture_vs_baseline is PostureVsBaseline.DIFFERENT


def test_a_film_that_cannot_be_read_has_no_subject(tmp_path, new_film):
    path = tmp_path / "a.dcm"
    path.write_bytes(b"nothing")
    assert Subjects(None)._subject(path, None) is None


def test_nothing_that_travels_shows_the_number(tmp_path, new_film, frontal, table, plan):
    new_film(tmp_path / "films" / "a.dcm", PatientID="ZQ4711", PatientName="ZQ^Who")
    made = plan("a.dcm,ZQ4712", landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),))
    (task,) = made.tasks
    assert "ZQ" not in repr(task).upper().replace("/FILMS/A.DCM", "")


def clocks(plan) -> dict[str, int | None]:
    return {task.name: task.context.subject_day for task in plan.tasks}


def test_films_of_a_subject_are_on_one_clock(tmp_path, new_film, plan):
    for name, number, day in (("a", "1", "20240201"), ("b", "1", "20240301"), ("c", "2", "20240201")):
        new_film(tmp_path / "films" / f"{name}.dcm", PatientID=number, StudyDate=day)
    made = plan()
    found = clocks(made)
    assert found["b.dcm"] - found["a.dcm"] == 29
    assert found["c.dcm"] != found["a.dcm"]
    assert found["a.dcm"] == subject_day(load(), made.tasks[0].context.subject, "2024-02-01")


def test_the_day_in_the_table_wins(tmp_path, new_film, plan):
    for name in "ab":
        new_film(tmp_path / "films" / f"{name}.dcm", StudyDate="20240201")
    found = clocks(plan("a.dcm,P1,2024-02-11", "b.dcm,P1,", header="file,subject,exam_date"))
    assert found["a.dcm"] - found["b.dcm"] == 10


@pytest.mark.parametrize(
    "facts", [{"PatientID": None}, {"StudyDate": None}, {"StudyDate": "00010101"}, {"StudyDate": "99991231"}]
)
def test_no_clock_without_a_subject_and_a_day(tmp_path, new_film, plan, facts):
    """A de-identifier writes the first or the last day there is: no interval is true between such films."""
    new_film(tmp_path / "films" / "a.dcm", **facts)
    assert clocks(plan()) == {"a.dcm": None}


def warnings_of(plan) -> dict[str, list[str]]:
    said = (OTHER_PATIENT, OTHER_SEX)
    return {task.name: [w for w in task.header.warnings if w in said] for task in plan.tasks}


def test_two_patients_under_one_subject_are_noted_without_their_numbers(tmp_path, new_film, plan):
    for name, number, sex in (("a", "ZQ1", "F"), ("b", "zq 1", "F"), ("c", "ZQ2", "M")):
        new_film(tmp_path / "films" / f"{name}.dcm", PatientID=number, PatientSex=sex)
    made = plan("a.dcm,P1", "b.dcm,P1", "c.dcm,P1")
    assert warnings_of(made) == {"a.dcm": [], "b.dcm": [], "c.dcm": [OTHER_PATIENT, OTHER_SEX]}
    assert "ZQ" not in OTHER_PATIENT + OTHER_SEX


def test_placeholders_and_other_subjects_are_no_contradiction(tmp_path, new_film, plan):
    for name, number in (("a", "ANONYMOUS"), ("b", "1"), ("c", "2")):
        new_film(tmp_path / "films" / f"{name}.dcm", PatientID=number)
    assert warnings_of(plan("a.dcm,P1", "b.dcm,P1", "c.dcm,P2")) == {"a.dcm": [], "b.dcm": [], "c.dcm": []}
