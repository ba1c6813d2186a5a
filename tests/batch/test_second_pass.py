"""From films with dates, or with a cases table, to rows of what changed: the real run, again and again."""

import csv
import json
import re
import shutil

import pytest

from measure.batch.options import Options
from measure.batch.run import run
from measure.outcomes.courses import COURSE_MEASURES, read_subjects
from measure.outcomes.schema import MeasurementRow, ProcedureRow
from measure.outcomes.store import Store
from measure.outcomes.timeline import Clock, Unplaced
from measure.outcomes.withdraw import REASON

LEVELS = {1: "T12", 2: "L1", 3: "L2"}
HEAD = "film,view,vertebra,corner,x,y,level,facing"


@pytest.fixture
def study(tmp_path, new_film, table):
    """Films of the names given, all with the same marks but for the anterior height of L1."""

    def make(films: dict[str, int], dates: dict[str, str] | None = None, *, levels=LEVELS, person="P-1") -> None:
        for name in films:
            new_film(tmp_path / "films" / name, StudyDate=(dates or {}).get(name), PatientID=person,
                     PixelSpacing=["0.8", "0.8"], PixelSpacingCalibrationType="FIDUCIAL")  # fmt: skip
        marks = tmp_path / "marks.csv"
        earlier = [marks.read_text().splitlines()[1:]] if marks.exists() else []
        table(marks, *earlier, *(lateral(name, front, levels) for name, front in films.items()), header=HEAD)

    return make


def lateral(name: str, front: float, levels: dict[int, str]) -> list[str]:
    """Three bodies 30 px wide and 20 high, the middle one lower in front."""
    rows = []
    for number in (1, 2, 3):
        middle = 28 * number - 8
        left = front if number == 2 else 20
        for corner, x, y in (
            ("superior_anterior", 30, middle - left / 2), ("superior_posterior", 60, middle - 10),
            ("inferior_anterior", 30, middle + left / 2), ("inferior_posterior", 60, middle + 10),
        ):  # fmt: skip
            rows.append(f"{name},LAT,{number},{corner},{x},{y},{levels.get(number, '')},left")
    return rows


@pytest.fixture
def go(tmp_path):
    """Run over the films with their marks and the lines of a cases table."""

    def go(*cases: str, out="out", **changes):
        lines = tmp_path / "cases.csv"
        lines.write_text("\n".join(cases) + "\n", encoding="utf-8")
        return run(Options(
            inputs=(tmp_path / "films",), out=tmp_path / out, landmarks=(tmp_path / "marks.csv",), workers=1,
            cases=lines if cases else None, overlays="none", **changes,
        ))  # fmt: skip

    return go


@pytest.fixture
def stored(tmp_path):
    def stored(row_type=MeasurementRow, out="out", **filters):
        with Store.open(tmp_path / out / "outcomes.sqlite") as store:
            return list(store.rows(row_type, **filters))

    return stored


@pytest.fixture
def subject_of(tmp_path):
    def subject_of():
        with Store.open(tmp_path / "out" / "outcomes.sqlite") as store:
            (found,) = read_subjects(store)
        return found

    return subject_of


def compared(rows):
    return {
        (row.days_from_index, row.structure, row.measure): row
        for row in rows
        if row.measure in COURSE_MEASURES and row.reason != REASON
    }


DATED = {"a.dcm": "20200110", "b.dcm": "20200120", "c.dcm": "20200410"}


def test_dates_and_patient_number_alone(study, go, stored, subject_of):
    """Visits in order of date, days from the first film, nothing treated, no date in the store."""
    study({"c.dcm": 16, "a.dcm": 20, "b.dcm": 12}, DATED)
    summary = go()
    found = subject_of()
    assert found.clock is Clock.FIRST
    for course in found.courses:
        assert [visit.day for visit in course.visits] == [0, 10, 91]
        assert not course.treated
    falls = {r.details.split('"days_between":')[1].split(",")[0]: r for r in stored(measure="incident_height_fall")
             if r.structure == "vertebra:L1"}  # fmt: skip
    assert sorted(map(float, falls)) == [10, 91]
    assert summary.compared == sum(row.measure in COURSE_MEASURES for row in stored()) > 0
    own = sorted({row.subject_day for row in stored()})
    assert [day - own[0] for day in own] == [0, 10, 91]
    said = "".join(row.model_dump_json() for row in stored())
    assert "2020" not in re.sub(r"2\.25\.\d+|[0-9a-f]{64}", "", said), "a date outside the digits of a UID or a digest"


CASES = (
    "film,timepoint,days_from_index,exam_date,index_date,treated_level,posture",
    "a.dcm,,,2020-01-10,2020-01-12,L1,standing",
    "b.dcm,,8,,,L1,standing",
    "c.dcm,m3,,,,L1,standing",
)


def test_days_windows_and_dates_mixed(study, go, stored, subject_of):
    """One film by two dates, one by its day, one by its window and the date in its file."""
    study({"c.dcm": 16, "a.dcm": 12, "b.dcm": 18}, DATED)
    go(*CASES)
    found = subject_of()
    course = next(c for c in found.courses if c.treated)
    assert course.structure.label == "L1"
    assert [(v.day, v.timepoint) for v in course.visits] == [(-2, "baseline"), (8, "unscheduled"), (89, "m3")]
    rows = {row.film_key: row for row in stored(measure="anterior_height_restoration")}
    # Front 20 where nothing is lost: from 12 to 18 three quarters of what was lost came back, to 16 half.
    assert sorted(round(row.value, 6) for row in rows.values()) == [50, 75]
    assert {str(row.posture_vs_baseline) for row in rows.values()} == {"same"}


def test_windows_alone(study, go, stored):
    """No date anywhere: the order is known, the days between are not."""
    study({"c.dcm": 16, "a.dcm": 12})
    go("film,timepoint,treated_level", "c.dcm,m3,L1", "a.dcm,baseline,L1")
    (row,) = stored(measure="anterior_height_restoration")
    assert round(row.value, 6) == 50
    assert "days_between" not in row.details
    assert row.subject_day is None


def test_second_run_adds_nothing_and_writes_the_same(tmp_path, study, go):
    study({"c.dcm": 16, "a.dcm": 12, "b.dcm": 18}, DATED)
    first = go(*CASES)
    table = tmp_path / "out" / "measurements.csv"
    before = table.read_bytes()
    table.unlink()  # as if killed before the tables were written
    again = go(*CASES)
    assert (again.added.inserted, again.added.revised, again.withdrawn) == (0, 0, 0)
    assert again.compared == first.compared > 0
    assert table.read_bytes() == before


def test_killed_between_the_passes(tmp_path, study, go, stored, monkeypatch):
    study({"c.dcm": 16, "a.dcm": 12, "b.dcm": 18}, DATED)
    go(*CASES, out="calm")

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("measure.batch.run.compare", die)
        with pytest.raises(KeyboardInterrupt):
            go(*CASES)
    assert not compared(stored())
    go(*CASES)
    assert (tmp_path / "out" / "measurements.csv").read_bytes() == (tmp_path / "calm" / "measurements.csv").read_bytes()


def test_earlier_film_that_comes_late_changes_the_baseline(tmp_path, study, go, stored):
    """Rows of the same identity are revised with the reason; the former baseline is compared in its turn."""
    study({"b.dcm": 12, "c.dcm": 16}, DATED)
    go()
    before = {row.measurement_uid: row for row in compared(stored()).values()}
    study({"a.dcm": 20}, DATED)
    summary = go()
    after = stored()
    key = {row.film_key for row in after if row.subject_day == min(r.subject_day for r in after)}.pop()
    revised = [row for row in after if row.measurement_uid in before]
    assert revised
    assert all(f'"compared_with":"{key}"' in row.details for row in revised)
    assert {(row.revision, row.change_reason.partition(":")[0]) for row in revised} == {(2, "compared again")}
    assert len({row.measurement_uid for row in after}) == len(after)
    assert summary.added.revised == len(revised)


def test_film_that_leaves_its_course_takes_its_comparison_with_it(study, go, stored):
    """The corrected table says that nobody knows when the later film was taken: nothing is compared any more."""
    study({"c.dcm": 16, "a.dcm": 12})
    go("film,timepoint,treated_level", "c.dcm,m3,L1", "a.dcm,baseline,L1")
    assert compared(stored())
    summary = go("film,timepoint,treated_level", "c.dcm,,L1", "a.dcm,baseline,L1")
    gone = [row for row in stored() if row.measure in COURSE_MEASURES]
    assert {row.reason for row in gone} == {REASON}
    assert {row.change_reason for row in gone} == {"withdrawn: the films no longer give it"}
    assert summary.withdrawn >= len(gone) > 0
    assert summary.compared == 0
    assert go("film,timepoint,treated_level", "c.dcm,,L1", "a.dcm,baseline,L1").withdrawn == 0


def test_run_of_other_measures_leaves_comparisons_alone(study, go, stored):
    study({"c.dcm": 16, "a.dcm": 12})
    cases = "film,timepoint,treated_level", "c.dcm,m3,L1", "a.dcm,baseline,L1"
    go(*cases)
    before = compared(stored())
    summary = go(*cases, measures="beck_index")
    assert summary.withdrawn == 0
    assert compared(stored()) == before


def test_corrected_treated_level(study, go, subject_of, stored):
    study({"c.dcm": 16, "a.dcm": 12})
    go("film,timepoint,treated_level", "c.dcm,m3,L2", "a.dcm,baseline,L2")
    assert {row.structure for row in compared(stored()).values() if row.measure.endswith("restoration")} == {
        "vertebra:L2"
    }
    go("film,timepoint,treated_level", "c.dcm,m3,L1", "a.dcm,baseline,L1")
    assert [c.structure.label for c in subject_of().courses if c.treated] == ["L1"]
    assert {row.structure for row in compared(stored()).values() if row.measure.endswith("restoration")} == {
        "vertebra:L1"
    }


def test_two_treated_levels(study, go, subject_of, stored):
    study({"c.dcm": 16, "a.dcm": 12})
    go("film,timepoint,treated_level", "c.dcm,m3,L1;L2", "a.dcm,baseline,L1")
    assert [c.structure.label for c in subject_of().courses if c.treated] == ["L1", "L2"]
    assert [row.structure for row in stored(ProcedureRow)] == ["vertebra:L1", "vertebra:L2"]


def test_films_without_day_and_window_are_counted(study, go, subject_of):
    study({"a.dcm": 12, "b.dcm": 18, "c.dcm": 16})
    go("film,days_from_index,treated_level", "a.dcm,-2,L1", "b.dcm,,L1", "c.dcm,0,L1")
    found = subject_of()
    assert found.left_out == {Unplaced.UNDATED: 1, Unplaced.INDEX_DAY: 1}
    assert next(c for c in found.courses if c.treated).visits[-1].day == -2


def test_films_that_contradict_on_the_index_day_are_flagged(study, go, stored, subject_of):
    study({"a.dcm": 12, "b.dcm": 18, "c.dcm": 16}, DATED)
    go("film,days_from_index,treated_level", "a.dcm,-2,L1", "b.dcm,8,L1", "c.dcm,60,L1")
    assert subject_of().days_contradict
    rows = stored(measure="anterior_height_restoration")
    assert len(rows) == 2
    assert all("visit_days_contradict" in row.flags for row in rows)


def test_vertebrae_without_a_level_are_never_compared(study, go, stored, subject_of):
    study({"a.dcm": 20, "b.dcm": 12}, DATED, levels={})
    assert go().compared == 0
    assert subject_of().courses == ()
    assert stored(measure="anterior_height")


def test_two_patients_are_never_compared_with_each_other(study, go, stored):
    study({"a.dcm": 20}, DATED, person="P-1")
    study({"b.dcm": 12}, DATED, person="P-2")
    assert go().compared == 0
    assert len({row.subject for row in stored()}) == 2


def test_table_ends_with_what_changed(tmp_path, study, go):
    study({"c.dcm": 16, "a.dcm": 12, "b.dcm": 18}, DATED)
    summary = go(*CASES)
    with (tmp_path / "out" / "measurements.csv").open(encoding="utf-8", newline="") as file:
        measures = [row["measure"] for row in csv.DictReader(file)]
    assert [measure in COURSE_MEASURES for measure in measures] == sorted(m in COURSE_MEASURES for m in measures)
    assert sum(measure in COURSE_MEASURES for measure in measures) == summary.compared


def test_two_folders_of_one_store_are_one_course(tmp_path, study, go, stored):
    """The baseline came last year with another folder: the later run compares with it all the same."""
    url = str(tmp_path / "shared.sqlite")
    study({"a.dcm": 20}, DATED)
    assert go(store=url).compared == 0
    shutil.rmtree(tmp_path / "films")
    study({"b.dcm": 12}, DATED)
    assert go(out="second", store=url).compared > 0


def test_curve_between_numbered_ends_is_not_measured_again_without_levels(
    tmp_path, new_film, frontal, table, go, stored
):
    """Number 4 of one film need not be number 4 of another; with levels it is the same vertebra."""
    films = {"a.dcm": "20200110", "b.dcm": "20200410"}
    for name, day in films.items():
        new_film(tmp_path / "films" / name, StudyDate=day)
    rows = [frontal(name, seed) for seed, name in enumerate(films)]
    table(tmp_path / "marks.csv", *rows)
    go()
    (row,) = stored(measure="coronal_cobb_angle_same_ends_change")
    assert row.reason == "not_measurable_after:coronal_cobb_angle_same_ends"
    named = [[f"{line},T{int(line.split(',')[2]) + 4}" for line in lines] for lines in rows]
    table(tmp_path / "marks.csv", *named, header=HEAD.removesuffix(",facing"))
    go(out="named")
    (row,) = stored(out="named", measure="coronal_cobb_angle_same_ends_change")
    assert row.value is not None


def test_frontal_and_lateral_baselines_of_two_days(tmp_path, new_film, frontal, table, go, stored):
    """The frontal film is of day -10, the lateral one of day -2; both are there again on day 92."""
    days = {"ap_a.dcm": -10, "lat_a.dcm": -2, "ap_b.dcm": 92, "lat_b.dcm": 92}
    for name in days:
        new_film(tmp_path / "films" / name)
    named = [[f"{line},T{int(line.split(',')[2]) + 4}," for line in frontal(name, seed)]
             for seed, name in enumerate(n for n in days if n.startswith("ap"))]  # fmt: skip
    table(tmp_path / "marks.csv", *named, *(lateral(n, 20, LEVELS) for n in days if n.startswith("lat")), header=HEAD)
    go("film,subject,days_from_index", *(f"{name},P-1,{day}" for name, day in days.items()))
    rows = {row.measure: row for row in stored() if row.measure in COURSE_MEASURES and row.structure != "vertebra:L1"}
    films = {row.film_key: row.days_from_index for row in stored()}
    for measure, baseline in (("coronal_cobb_angle_change", -10), ("incident_height_fall", -2)):
        assert rows[measure].days_from_index == 92
        assert films[json.loads(rows[measure].details)["compared_with"]] == baseline


def test_a_film_before_the_injury_gives_the_expected_height(study, go, stored):
    """20 high before the injury, 12 after it, 16 later; no neighbour is near enough to say so on the film itself."""
    study({"a.dcm": 20, "b.dcm": 12, "c.dcm": 16}, levels={1: "T9", 2: "L1", 3: "L5"})
    head = "film,days_from_index,treated_level,events"
    films = ("a.dcm,-400,L1,", "b.dcm,-3,L1,", "c.dcm,92,L1,")
    go(head, *films, measures="default,expected_anterior_height")
    assert {row.value for row in stored(measure="anterior_height_restoration")} <= {None}
    go(head, *(f"{film}injury@-10" for film in films), measures="default,expected_anterior_height")
    (row,) = [row for row in stored(measure="anterior_height_restoration") if row.reason != REASON]
    assert (round(row.value, 6), row.structure) == (50, "vertebra:L1")
    assert "expected_from_prior_film" in row.flags
    films = {row.film_key: row.days_from_index for row in stored()}
    details = json.loads(row.details)
    assert [films[details[name]] for name in ("compared_with", "before_prior_film", "after_prior_film")] == [
        -3, -400, -400
    ]  # fmt: skip
