import pytest

from measure.errors import TableError
from measure.model import Event, Origin, Statement, Topic
from measure.outcomes.cases import read_cases

KEY = "1.2.3/1"


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "cases.csv"
        path.write_text(text, encoding="utf-8")
        return read_cases(path)

    return write


def test_a_line_ties_a_film_to_a_patient_a_visit_and_statements(table):
    cases = table(
        "film;subject;issuer;site;visit;timepoint;days_from_index;posture_vs_baseline;side;treated_level;"
        "nail_diameter;events;ward\n"
        "1.2.3/1;0012;RAE;A;v1;preop;-3;same;L;L1;10,7;osteotomy@0;x\n"
    )
    case = cases.match(KEY)
    assert (case.subject, case.issuer, case.site, case.visit) == ("0012", "RAE", "A", "v1")
    assert (case.at(), case.days(), case.posture_vs_baseline) == ("baseline", -3, "same")
    assert case.events == (Event("osteotomy", 0.0),)
    assert case.statements() == tuple(
        Statement(topic, value, Origin.TABLE, "cases table, line 2")
        for topic, value in ((Topic.SIDE, "left"), (Topic.TREATED_LEVEL, "L1"), (Topic.NAIL_DIAMETER, "10.7"))
    )
    assert cases.unknown_columns == ("ward",)


def test_the_closest_line_wins(table):
    cases = table("film,study,file,visit\n,1.9,,study\n,,a.dcm,name\n,,x/a.dcm,path\n1.2.3/1,,,key\n")
    assert cases.match(KEY, "1.9", "x/a.dcm").visit == "key"
    assert cases.match("1.2.4/1", "1.9", "x/a.dcm").visit == "path"
    assert cases.match("1.2.4/1", "1.9", "y/a.dcm").visit == "name"
    assert cases.match("1.2.4/1", "1.9", "y/b.dcm").visit == "study"
    assert cases.match("1.2.4/1", "1.8", "y/b.dcm") is None


def test_lines_that_give_a_film_to_two_subjects_are_refused(table):
    cases = table("film,file,subject\n,a.dcm,1\n1.2.3/1,,2\n")
    with pytest.raises(TableError, match="lines 2 and 3: name the same film and different subjects"):
        cases.match(KEY, None, "a.dcm")
    same = table("film,file,subject\n,a.dcm,0012\n1.2.3/1,,12\n")
    assert same.match(KEY, None, "a.dcm").subject == "12"


def test_a_file_name_that_several_films_share_is_no_guess(table):
    cases = table("file,subject\na.dcm,1\nb.dcm,2\n").knowing(["x/a.dcm", "y/A.dcm", "x/b.dcm"])
    with pytest.raises(TableError, match="line 2: expected the relative path, got a file name that several films"):
        cases.match(KEY, None, "x/a.dcm")
    assert cases.match(KEY, None, "x/b.dcm").subject == "2"


def test_a_study_or_a_path_makes_a_shared_name_clear(table):
    cases = table("study,file,subject\n1.9,a.dcm,1\n,y/a.dcm,2\n").knowing(["x/a.dcm", "y/a.dcm"])
    assert cases.match(KEY, "1.9", "x/a.dcm").subject == "1"
    assert cases.match(KEY, "1.8", "y/a.dcm").subject == "2"


def test_two_lines_for_one_film_are_refused(table):
    with pytest.raises(TableError, match="lines 2 and 4: expected one line for a film, got two"):
        table("film,subject\n1.2.3/1,1\n1.2.4/1,1\n1.2.3/1,2\n")
    cases = table("file,subject\nx/a.dcm,1\np/x/a.dcm,1\n")
    with pytest.raises(TableError, match="lines 2 and 3: expected one line for a film, got several"):
        cases.match(KEY, None, "p/x/a.dcm")


def test_lines_that_no_film_matched_are_told(table):
    cases = table("file,subject\na.dcm,1\nb.dcm,2\n")
    matched = [cases.match(KEY, None, "a.dcm")]
    assert [case.line for case in cases.unmatched(matched)] == [3]
    assert len(cases.unmatched([])) == 2


def test_days_from_dates_that_are_never_kept(table):
    cases = table(
        "film,index_date,exam_date,days_from_index\n"
        "1.1/1,2024-01-01,2024-04-02,\n1.2/1,2024-01-01,,\n1.3/1,,,30\n1.4/1,,2024-04-02,\n"
    )
    first, second, third, fourth = cases.cases
    assert (first.days(), first.at()) == (92, "m3")
    assert (second.days(), second.days("2023-12-30"), second.at("2023-12-30")) == (None, -2, "baseline")
    assert (third.days("2024-04-02"), third.at()) == (30, "d30")
    assert (fourth.days("2024-04-02"), fourth.at()) == (None, None)
    assert "2024" not in repr(cases)


def test_dates_and_days_that_disagree_are_refused(table):
    with pytest.raises(TableError, match=r"line 2, column days_from_index: expected 92 .*, got 90"):
        table("film,index_date,exam_date,days_from_index\n1.1/1,2024-01-01,2024-04-02,90\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("subject,visit\n1,2\n", "line 1: expected a column film, study or file, got subject, visit"),
        ("film,subject\n,2\n", "line 2: expected film, study or file, all are empty"),
        ("film,side\n1.2/1,up\n", "line 2, column side: expected left, right, bilateral, midline, got 'up'"),
        ("film,treated_level\n1.2/1,L9\n", "line 2, column treated_level: level 'L9'"),
        ("film,index_date\n1.2/1,1/2/2024\n", "line 2, column index_date: expected a day as YYYY-MM-DD"),
        ("film,timepoint\n1.2/1,later\n", "line 2, column timepoint: expected baseline, intra_op"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(table, text, expected):
    with pytest.raises(TableError, match="cases table") as refused:
        table(text)
    assert expected in str(refused.value)


def test_who_the_patient_is_stays_out_of_sight(table):
    cases = table("file,subject\nSMITH_JOHN.dcm,9434765919\n")
    assert "9434765919" not in repr(cases)
    assert "SMITH" not in repr(cases)


def test_many_lines_are_found_at_once(table):
    cases = table("film,subject\n" + "".join(f"1.2.{i}/1,{i}\n" for i in range(20_000)))
    assert [cases.match(f"1.2.{i}/1").subject for i in range(0, 20_000, 7)] == [str(i) for i in range(0, 20_000, 7)]


def test_the_day_of_a_film_is_known_and_not_shown(table):
    written = table("film,exam_date\n1.2.3/1,2024-04-01\n").match(KEY)
    assert written.day("2020-01-01") == written.day() == "2024-04-01"
    assert "2024" not in repr(written)
    silent = table("film,index_date\n1.2.3/1,2024-04-01\n").match(KEY)
    assert (silent.day("2020-01-01"), silent.day()) == ("2020-01-01", None)
